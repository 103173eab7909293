"""The whole way from a paper to a draft: phrases, outline, slots, values, and the proof that it prints the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from drafter.bank.library import Bank
from drafter.bank.phrase import Phrase
from drafter.compose import compose
from drafter.draft import Draft, Paragraph, Section, Table, text_hash
from drafter.facts.spec import DOCUMENT, Kind, Vocabulary, is_open
from drafter.facts.values import MAX_TEXT
from drafter.filling import fact_uses
from drafter.mine.entities import DocumentNames
from drafter.outline import Outline
from drafter.reuse.adjacent import parted
from drafter.reuse.filling_back import Owner, Rewriter, Values, solve
from drafter.reuse.matching import Match, Matcher, best
from drafter.reuse.naming import Namer
from drafter.reuse.own_text import PERIOD, Slotter, blank, fixed
from drafter.reuse.paper import UNIT, Paper, PaperSection
from drafter.reuse.parts import Found, find_outline
from drafter.reuse.pattern import Printed, blanks, pattern_of
from drafter.slots.tree import Name

SHORTEST_UNIT = 4
"""Characters of the name of an organisation that is looked for in the text: shorter ones stand inside other words."""

SHORTEST_WORDS = 8
"""The same for lists, titles and other words."""

DATE_FACT = "成文日期"
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?:年|—)")
_BRANCH = re.compile(r"(?:党支部|党总支|党委|支部委员会|党组)$")


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A paper as a draft that prints the same, its facts filled; `year` is what it is about, None if unknown.

    `phrases` are those of the bank found in each paragraph (section, paragraph index), `fit` tells how well the paper
    follows `outline` (0 to 1).
    """

    draft: Draft
    outline: Outline | None
    fit: float
    year: int | None
    phrases: Mapping[Owner, tuple[Phrase, ...]] = field(default_factory=dict)


def year_of_paper(paper: Paper) -> int | None:
    """The year a paper is about: of its title, else of its date, else the one its text names most."""
    for text in (paper.title, paper.date):
        found = _YEAR.search(text)
        if found:
            return int(found[1])
    years = [year for section in paper.sections for p in section.paragraphs for year in _YEAR.findall(p.text)]
    return int(max(years, key=years.count)) if years else None


def reopened(draft: Draft, bank: Bank, outlines: Sequence[Outline]) -> Rebuilt:
    """A draft of last year as what it was rebuilt from: it needs no reading back."""
    outline = next((each for each in outlines if each.id == draft.outline), None)
    phrases = {
        (number, index): tuple(filter(None, map(bank.get, paragraph.phrase_ids)))
        for number, section in enumerate(draft.sections)
        for index, paragraph in enumerate(section.paragraphs)
    }
    head = compose(replace(draft, sections=()), bank.vocabulary, lenient=True)
    said = "\n".join((draft.facts.get(PERIOD, ""), *(block.text for block in head.blocks)))
    found = _YEAR.search(said)
    return Rebuilt(draft, outline, float(outline is not None), int(found[1]) if found else None, phrases)


def rebuild(paper: Paper, bank: Bank, outlines: Sequence[Outline], *, sure: bool = False) -> Rebuilt:
    """`paper` as a draft whose facts have the old values; with `sure`, it follows the one outline given."""
    year = year_of_paper(paper)
    matcher = Matcher(bank)
    tried = [[matcher.matches(p.text) for p in section.paragraphs] for section in paper.sections]
    phrases = [[[m.phrase for m in best(found, year)] for found in section] for section in tried]
    found = find_outline(paper, phrases, outlines, bank.vocabulary, sure=sure)
    flat = [one for section in tried for one in section]
    return _Builder(paper, bank, found, year, flat).built()


class _Builder:
    """Builds the draft of one paper."""

    def __init__(
        self, paper: Paper, bank: Bank, found: Found, year: int | None, tried: Sequence[Sequence[Match]]
    ) -> None:
        self.paper = paper
        self.bank = bank
        self.found = found
        self.year = year
        self.matches = dict(self._matches(tried))
        self.slotter = Slotter(Namer(bank), DocumentNames.of(_whole_text(paper)), year)
        self.texts: dict[tuple[str, int, int, int], tuple[Printed, ...]] = {}

    def _matches(self, tried: Sequence[Sequence[Match]]) -> Iterator[tuple[Owner, tuple[Match, ...]]]:
        waiting = iter(tried)
        for number, (section, part) in enumerate(zip(self.found.sections, self.found.parts, strict=True)):
            preferred = frozenset(part.phrases) if part else frozenset()
            for index, _ in enumerate(section.paragraphs):
                yield (number, index), best(next(waiting), self.year, preferred)

    def built(self) -> Rebuilt:
        """The draft, checked against the paper."""
        self._head()
        self._sections()
        pieces = [(self._owner(key), printed) for key, printed in self.texts.items()]
        values = solve(pieces, self.bank.vocabulary)
        rewriter = Rewriter(values, self.bank.vocabulary)
        written = {key: rewriter.text(printed, self._owner(key)) for key, printed in self.texts.items()}
        values = Values({**values.document, **rewriter.own}, values.paragraphs)
        draft = self._draft(written, values)
        return Rebuilt(
            _used_only(self._proved(draft), self.bank.vocabulary),
            self.found.outline,
            self.found.fit,
            self.year,
            {owner: tuple(match.phrase for match in matches) for owner, matches in self.matches.items()},
        )

    def _head(self) -> None:
        outline, paper = self.found.outline, self.paper
        for field_, text in (
            ("title", paper.title), ("addressee", paper.addressee), ("signature", paper.signature), ("date", paper.date),
        ):  # fmt: skip
            printed = self._read(getattr(outline, field_), text) if outline and text else None
            if printed is None and text and field_ in ("signature", "date"):
                printed = _signed(text) if field_ == "signature" else (blank(Name(DATE_FACT), text),)
            if printed is not None:
                self.texts[field_, -1, -1, -1] = printed
                self._remember(printed)
        for field_, text in (("title", paper.title), ("addressee", paper.addressee)):
            if text and (field_, -1, -1, -1) not in self.texts:
                self.texts[field_, -1, -1, -1] = self.slotter.pieces(text, ())

    def _read(self, written: str, text: str) -> tuple[Printed, ...] | None:
        """The pieces of `written`, a text of the outline, if it printed `text`."""
        pattern = pattern_of(written, self.bank.vocabulary) if written else None
        printed = pattern.full(text) if pattern else None
        return None if printed is None else parted(printed, self.bank.vocabulary)

    def _remember(self, printed: tuple[Printed, ...]) -> None:
        """Names of its own, so that they become slots wherever the text has them."""
        names = dict(self.slotter.units)
        for each, shown in blanks(printed):
            match each.expression:
                case Name(name) if (
                    len(shown) >= self._least(name) and not is_open(shown) and "\n" not in shown
                ):
                    names.setdefault(shown, name)
        self.slotter.units = names

    def _least(self, name: str) -> int:
        """From how many characters on a value of the fact `name` is looked for elsewhere."""
        spec = self.bank.vocabulary.spec(name)
        if spec.scope != DOCUMENT:
            return MAX_TEXT
        if spec.kind is Kind.ORGANISATION:
            return SHORTEST_UNIT
        return SHORTEST_WORDS if spec.kind in (Kind.LIST, Kind.TEXT, Kind.TITLE) else MAX_TEXT

    def _sections(self) -> None:
        for matches in self.matches.values():
            for match in matches:
                self._remember(match.printed)
        for number, (section, part) in enumerate(zip(self.found.sections, self.found.parts, strict=True)):
            if section.heading:
                self.texts["heading", number, -1, -1] = self._heading(section, part.headings if part else ())
            for index, paragraph in enumerate(section.paragraphs):
                kept = [(m.start, m.end, m.printed) for m in self.matches[number, index]]
                self.texts["text", number, index, -1] = self.slotter.pieces(paragraph.text, kept)
                if paragraph.table is not None:
                    self._table(number, index, paragraph.table)
        for index, name in enumerate(self.paper.attachments):
            self.texts["attachments", -1, -1, index] = self.slotter.pieces(name, ())

    def _heading(self, section: PaperSection, known: Sequence[str]) -> tuple[Printed, ...]:
        for heading in known:
            printed = self._read(heading, section.heading)
            if printed is not None:
                return printed
        return self.slotter.pieces(section.heading, ())

    def _table(self, number: int, index: int, table: Table) -> None:
        self.texts["caption", number, index, -1] = self.slotter.pieces(table.caption, ())
        for place, (row, column) in enumerate(_cells(table)):
            text = table.rows[row][column]
            head = table.rows[0][column] if row else ""
            side = table.rows[row][0] if column else ""
            self.texts["cell", number, index, place] = self._cell(text, side, head)

    def _cell(self, text: str, side: str, head: str) -> tuple[Printed, ...]:
        if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?%?", text) and (side or head):
            return (blank(Name(self.slotter.cell_name(side, head, text)), text),)
        return self.slotter.pieces(text, ())

    @staticmethod
    def _owner(key: tuple[str, int, int, int]) -> Owner | None:
        return (key[1], key[2]) if key[2] >= 0 else None

    def _draft(self, written: Mapping[tuple[str, int, int, int], str], values: Values) -> Draft:
        outline = self.found.outline
        sections = tuple(
            self._section(number, section, written, values)
            for number, section in enumerate(self.found.sections)
        )
        return Draft(
            outline=outline.id if outline else "",
            title=written.get(("title", -1, -1, -1), ""),
            layout=outline.layout if outline else "gb9704",
            addressee=written.get(("addressee", -1, -1, -1), ""),
            facts=dict(values.document),
            sections=sections,
            attachments=tuple(
                written["attachments", -1, -1, index] for index, _ in enumerate(self.paper.attachments)
            ),
            signature=written.get(("signature", -1, -1, -1), ""),
            date=written.get(("date", -1, -1, -1), ""),
        )

    def _section(
        self,
        number: int,
        section: PaperSection,
        written: Mapping[tuple[str, int, int, int], str],
        values: Values,
    ) -> Section:
        part = self.found.parts[number]
        paragraphs = []
        for index, paragraph in enumerate(section.paragraphs):
            text = written["text", number, index, -1]
            matches = self.matches[number, index]
            table = None
            if paragraph.table is not None:
                cells = iter(
                    [written["cell", number, index, n] for n, _ in enumerate(_cells(paragraph.table))]
                )
                rows = tuple(tuple(next(cells) for _ in row) for row in paragraph.table.rows)
                table = replace(paragraph.table, rows=rows, caption=written["caption", number, index, -1])
            whole = "".join(match.phrase.text for match in matches) == text
            paragraphs.append(
                Paragraph(
                    text=text,
                    phrase=" ".join(dict.fromkeys(match.phrase.id for match in matches)),
                    phrase_hash=text_hash(text) if matches and whole else "",
                    facts=dict(values.of((number, index))),
                    table=table,
                )
            )
        return Section(
            heading=written.get(("heading", number, -1, -1), ""),
            level=section.level,
            part=part.id if part else "",
            run_in=section.run_in,
            paragraphs=tuple(paragraphs),
        )

    def _proved(self, draft: Draft) -> Draft:
        """`draft` with every text that would print otherwise than the paper put back as plain words."""
        plain = self._plain()
        now, then = compose(draft, self.bank.vocabulary, lenient=True), compose(plain, self.bank.vocabulary)
        if len(now.blocks) != len(then.blocks):
            return plain
        sections = [list(section.paragraphs) for section in draft.sections]
        headings = [section.heading for section in draft.sections]
        changed: dict[str, Any] = {}
        for new, old in zip(now.blocks, then.blocks, strict=True):
            same = [run.text for run in new.all_runs()], [run.text for run in old.all_runs()]
            if "".join(same[0]) == "".join(same[1]):
                continue
            place = new.place
            if place.section is None:
                changed[place.field] = getattr(plain, place.field)
                continue
            headings[place.section] = plain.sections[place.section].heading
            if place.paragraph is not None:
                sections[place.section][place.paragraph] = plain.sections[place.section].paragraphs[
                    place.paragraph
                ]
        kept = tuple(
            replace(section, heading=heading, paragraphs=tuple(paragraphs))
            for section, heading, paragraphs in zip(draft.sections, headings, sections, strict=True)
        )
        return replace(draft, sections=kept, **changed)

    def _plain(self) -> Draft:
        """The paper as a draft without any slot."""
        written = {key: "".join(each.shown for each in printed) for key, printed in self.texts.items()}
        plain = self._draft(written, Values({}))
        return replace(
            plain,
            sections=tuple(
                replace(s, paragraphs=tuple(replace(p, phrase="", phrase_hash="") for p in s.paragraphs))
                for s in plain.sections
            ),
        )


def _signed(text: str) -> tuple[Printed, ...]:
    """The pieces of a signature: each line is a unit, its Party branch, or somebody's name."""
    pieces: list[Printed] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            pieces.append(fixed("\n"))
        name = "党支部名称" if _BRANCH.search(line) else "单位名称" if UNIT.search(line) else "署名"
        pieces.append(blank(Name(name), line))
    return tuple(pieces)


def _used_only(draft: Draft, vocabulary: Vocabulary) -> Draft:
    """`draft` without facts that no slot prints, because the text they were found in stayed plain words."""
    needed = {use.spec.name for use in fact_uses(replace(draft, facts={}), vocabulary)}
    return replace(draft, facts={name: typed for name, typed in draft.facts.items() if name in needed})


def _cells(table: Table) -> Iterator[tuple[int, int]]:
    return ((row, column) for row, cells in enumerate(table.rows) for column, _ in enumerate(cells))


def _whole_text(paper: Paper) -> str:
    texts = [paper.title, paper.addressee]
    for section in paper.sections:
        texts += [section.heading, *(paragraph.text for paragraph in section.paragraphs)]
    return "\n".join([*texts, paper.signature])
