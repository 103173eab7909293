"""From last year's report to this year's draft: what stays the same, what is asked again, what has grown old."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from drafter.bank.library import Bank
from drafter.bank.phrase import SLOT, literal
from drafter.check import Rules, check_document
from drafter.check.era import Era
from drafter.compose import compose, describe, texts
from drafter.document import Place
from drafter.draft import Draft, Paragraph, Section
from drafter.facts.spec import DOCUMENT, FactSpec, Kind, Vocabulary
from drafter.filling import LAST_YEAR
from drafter.reuse.own_text import NEXT_YEAR, PERIOD
from drafter.reuse.whole import Rebuilt

DATED_TERM = "过时的提法"
DATED_PHRASE = "过时的词句"
OLD_YEAR = "旧年份"

_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?=年|—)")
_FIGURE = re.compile(r"[0-9一二三四五六七八九十]")
_NAMES = ("名称", "简称", "范围", "对象")
"""How names of facts end that say what something is called, not what was done."""
_NUMBERED = re.compile(r"[0-9]+$")
LONGEST_SHOWN = 60
"""Characters of a phrase shown in a remark."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in the words of the draft that has grown old: what it is, and what to write instead ("" if unknown)."""

    kind: str
    what: str
    instead: str
    place: Place

    def __str__(self) -> str:
        return f"{self.kind}：{self.what}" + (f"；可改用：{self.instead}" if self.instead else "")


@dataclass(frozen=True, slots=True)
class Turned:
    """The draft of the new year; `kept` and `to_fill` are names of facts, the latter once for each place asked."""

    draft: Draft
    kept: tuple[str, ...]
    to_fill: tuple[str, ...]
    remarks: tuple[Remark, ...]


def new_year_of(old: int | None, today: date) -> int:
    """The year the new draft is about: the one after `old`, or this one if that is long over or unknown."""
    return old + 1 if old is not None and old + 1 >= today.year - 1 else today.year


def turned(rebuilt: Rebuilt, bank: Bank, rules: Rules, year: int, *, keep_values: bool = False) -> Turned:
    """The draft of `year`: facts that change every year are open, with the old value beside them.

    With `keep_values` every fact keeps its old value, so that the draft prints what the old report said.
    """
    vocabulary = bank.vocabulary
    remarks = tuple(_remarks(rebuilt, bank, rules, year))
    draft = _remarked(rebuilt.draft, remarks)
    stays = {name: keep_values or _stays(name, typed, vocabulary) for name, typed in draft.facts.items()}
    own = [
        (name, typed)
        for section in draft.sections
        for p in section.paragraphs
        for name, typed in p.facts.items()
    ]
    kept = tuple(name for name in draft.facts if stays[name])
    to_fill = (
        *(name for name in draft.facts if not stays[name]),
        *(() if keep_values else (name for name, _ in own)),
    )
    if not keep_values:
        draft = _opened(draft, stays)
    return Turned(draft, (*kept, *(name for name, _ in own)) if keep_values else kept, to_fill, remarks)


def _stays(name: str, typed: str, vocabulary: Vocabulary) -> bool:
    """Whether a fact is the same year after year: the names of one's own unit and place, not figures, dates, people."""
    spec: FactSpec = vocabulary.spec(_NUMBERED.sub("", name) if name not in vocabulary else name)
    if spec.name not in vocabulary or spec.scope != DOCUMENT:
        return False
    named = spec.kind is Kind.TEXT and spec.name.endswith(_NAMES) and not _FIGURE.search(typed)
    return named or spec.kind is Kind.ORGANISATION


def _opened(draft: Draft, stays: Mapping[str, bool]) -> Draft:
    before = {name: typed for name, typed in draft.facts.items() if not stays[name]}
    sections = tuple(
        replace(section, paragraphs=tuple(map(_opened_paragraph, section.paragraphs)))
        for section in draft.sections
    )
    return replace(
        draft,
        facts={name: typed for name, typed in draft.facts.items() if stays[name]},
        sections=sections,
        extra={**draft.extra, LAST_YEAR: before} if before else draft.extra,
    )


def _opened_paragraph(paragraph: Paragraph) -> Paragraph:
    if not paragraph.facts:
        return paragraph
    return replace(paragraph, facts={}, extra={**paragraph.extra, LAST_YEAR: dict(paragraph.facts)})


def _remarks(rebuilt: Rebuilt, bank: Bank, rules: Rules, year: int) -> Iterator[Remark]:
    phrases = list(_old_phrases(rebuilt, bank, year))
    yield from phrases
    told = {(remark.place.section, remark.place.paragraph): remark.what for remark in phrases}
    for remark in _old_terms(rebuilt.draft, bank, rules, year):
        if not told.get((remark.place.section, remark.place.paragraph)):
            yield remark
    if rebuilt.year is not None and rebuilt.year != year:
        yield from _old_years(rebuilt.draft, {rebuilt.year, rebuilt.year + 1} - {year, year + 1}, year)


def _old_phrases(rebuilt: Rebuilt, bank: Bank, year: int) -> Iterator[Remark]:
    for (section, paragraph), phrases in rebuilt.phrases.items():
        for phrase in phrases:
            if phrase.stale(year):
                after = bank.current(phrase, year)
                instead = "" if after.id == phrase.id else f"“{after.text}”（{after.id}）"
                what = f"“{_short(literal(phrase.text, '…'))}”用到{phrase.until}年"
                yield Remark(DATED_PHRASE, what, instead, Place("text", section, paragraph))


def _old_terms(draft: Draft, bank: Bank, rules: Rules, year: int) -> Iterator[Remark]:
    era = Rules(
        rule for rule in rules.rules if isinstance(rule.matcher, Era) and rule.matcher.when == "after"
    )
    # A sentence of this year is judged by this year, whatever year it was printed with.
    facts = {**draft.facts, PERIOD: f"{year}年", NEXT_YEAR: f"{year + 1}年"}
    document = compose(replace(draft, facts=facts), bank.vocabulary, lenient=True)
    seen = set()
    for finding in check_document(document, era, year=year):
        key = finding.place, finding.message
        if key not in seen:
            seen.add(key)
            yield Remark(DATED_TERM, finding.message, finding.fix or "", finding.place)


def _old_years(draft: Draft, years: set[int], new: int) -> Iterator[Remark]:
    for text, place in texts(draft):
        found = dict.fromkeys(int(year) for year in _YEAR.findall(SLOT.sub("\n", text)))
        for year in found:
            if year in years:
                yield Remark(OLD_YEAR, f"文字里写着{year}年，新稿是{new}年的，请核对要不要改", "", place)


def _remarked(draft: Draft, remarks: tuple[Remark, ...]) -> Draft:
    """`draft` with every remark as a comment beside what it is about."""
    sections = list(draft.sections)
    head = list(draft.comments)
    for remark in remarks:
        comment = f"请核对　{remark}"
        place = remark.place
        if place.section is None:
            head.append(f"{describe(draft, place)}：{comment}")
        else:
            sections[place.section] = _commented(sections[place.section], place.paragraph, comment)
    return replace(draft, sections=tuple(sections), comments=tuple(head))


def _commented(section: Section, paragraph: int | None, comment: str) -> Section:
    if paragraph is None:
        return replace(section, comments=(*section.comments, comment))
    paragraphs = list(section.paragraphs)
    old = paragraphs[paragraph]
    paragraphs[paragraph] = replace(old, comments=(*old.comments, comment))
    return replace(section, paragraphs=tuple(paragraphs))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
