"""The outline of a document, found without trusting glyphs.

Numbers count when they follow one another (`runs`), levels come from how runs lie in one another (`nesting`), the text
of a heading ends where its siblings say (`titles`); what has no number is in `signs` (【】 and bullets), `plain` (lines of
their own) and `topics` (first sentences).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from drafter.mine.records import CleanDocument, Heading
from drafter.mine.structure.formats import format_families, settled
from drafter.mine.structure.lines import Lines
from drafter.mine.structure.marks import LENTICULAR, LINE, WORD_RANK, Mark, marks, rank
from drafter.mine.structure.nesting import EDGE, PLAIN, Entry, Family, nest, restore
from drafter.mine.structure.plain import EDGE as EDGE_WORDS
from drafter.mine.structure.plain import leading, own_lines
from drafter.mine.structure.runs import Run, runs
from drafter.mine.structure.signs import signs
from drafter.mine.structure.titles import titles, trimmed
from drafter.mine.structure.topics import topics

__all__ = ["headings"]

_PLAIN_RANK = 0.5
_LOWER_RANK = 0.6
_STOPPED_RANK = 0.7


def headings(document: CleanDocument) -> tuple[Heading, ...]:
    """The headings and enumerated items of `document` in the order of its text, with levels by nesting.

    A lost heading (`implicit`) stands where its first text or its first child stands, before it.
    """
    text = document.body.text
    lines = Lines.of(text, document.levels, document.bold)
    marked = marks(lines)
    found = runs(lines, marked)
    levels = settled(lines, found, document.title)
    families = format_families(lines, levels, found, marked)
    families += [_numbered(lines, run) for run in found if run.marks]
    families += _signed(lines, families, levels)
    families += _unnumbered(lines, families, document.title, formatted=len(levels) > 1)
    entries = nest(families)
    _close(lines, families, entries)
    restore(lines, families, entries)
    words = {id(entry) for family in families if _listed(family) for entry in family.entries}
    return tuple(_heading(text, lines, entry, item=id(entry) in words) for entry in entries)


def _numbered(lines: Lines, run: Run) -> Family:
    titled = _titled(lines, run.marks)
    # 一是 on a line of its own is a heading, with room for 一是 inside the paragraphs below it.
    rank = min(run.rank, WORD_RANK - 0.5) if titled else run.rank
    return Family(
        run.style, rank, [Entry(mark.start, mark.line, 0, 0, mark) for mark in run.marks], titled=titled
    )


def _titled(lines: Lines, found: Sequence[Mark]) -> bool:
    """Whether every mark begins a line that has nothing but a title."""
    return all(mark.stand == LINE and not lines.lines[lines.at(mark.end)].body for mark in found)


def _signed(lines: Lines, families: list[Family], levels: Mapping[int, int]) -> list[Family]:
    """Families of the headings in 【】 and of those behind bullets."""
    formal = [family for family in families if not family.words]
    added: list[Family] = []
    for style, found in signs(lines).items():
        found = [mark for mark in found if mark.line not in levels]
        entries = [Entry(mark.start, mark.line, 0, 0, mark) for mark in found]
        for family in _parted(PLAIN if style == LENTICULAR else style, rank(style), entries, formal):
            family.titled = _titled(lines, found)
            added.append(family)
    return added


def _unnumbered(lines: Lines, families: list[Family], title: str, *, formatted: bool) -> list[Family]:
    """Families of headings without number: parted where numbered sections part them, those with a stop by the others."""
    numbered = {
        entry.line
        for family in families
        for entry in family.entries
        if entry.mark is None or entry.mark.stand == LINE
    }
    added: list[Family] = []
    if not formatted:
        found = own_lines(lines, numbered, title)
        formal = [family for family in families if not family.words]
        plain = [_own(lines, at) for at, stopped in found if not stopped]
        edges = [entry for entry in plain if EDGE_WORDS.fullmatch(_row(lines, entry.line))]
        added += [Family(EDGE, _PLAIN_RANK, [entry]) for entry in edges]
        plain = [entry for entry in plain if not EDGE_WORDS.fullmatch(_row(lines, entry.line))]
        upper = set(leading([_row(lines, entry.line) for entry in plain]))
        for style, rank, chosen in ((PLAIN, _PLAIN_RANK, True), ("lower", _LOWER_RANK, False)):
            entries = [entry for at, entry in enumerate(plain) if (at in upper) is chosen]
            added += _parted(style, rank, entries, formal + added)
        stopped_entries = [_own(lines, at) for at, stopped in found if stopped]
        added += _parted("stopped", _STOPPED_RANK, stopped_entries, formal + added)
        numbered |= {at for at, _ in found}
    for group in topics(lines, numbered):
        entries = [Entry(lines.lines[at].start, at, 0, 0, end=end) for at, end in group]
        added.append(Family("topic", 0.9, entries, topic=True))
    return added


def _row(lines: Lines, number: int) -> str:
    line = lines.lines[number]
    return lines.text[line.start : line.end]


def _own(lines: Lines, number: int) -> Entry:
    return Entry(lines.lines[number].start, number, 0, 0)


def _parted(style: str, rank: float, entries: list[Entry], others: list[Family]) -> list[Family]:
    """`entries` as families: two are siblings unless one stands in a section of `others` and the other does not."""
    groups: dict[tuple[int, int], list[Entry]] = {}
    members = [
        (entry.start, number, place)
        for number, family in enumerate(others)
        for place, entry in enumerate(family.entries)
    ]
    members.sort(reverse=True)
    # The families between whose members the text now is, the one met last behind the others.
    within: dict[int, int] = {}
    for entry in entries:
        while members and members[-1][0] < entry.start:
            _, number, place = members.pop()
            within.pop(number, None)
            if place + 1 < len(others[number].entries):
                within[number] = place
        inner = next(reversed(within), -1)
        groups.setdefault((inner, within.get(inner, -1)), []).append(entry)
    return [Family(style, rank, group) for group in groups.values()]


def _close(lines: Lines, families: list[Family], entries: list[Entry]) -> None:
    """Find where each title ends, at most at the next entry or the end of its line."""
    following = {id(one): other.start for one, other in pairwise(entries)}
    for family in families:
        if family.topic:
            continue
        spans = []
        for entry in family.entries:
            start = entry.mark.end if entry.mark else entry.start
            stop = min(lines.lines[lines.at(start)].end, following.get(id(entry), len(lines.text)))
            if entry.mark and entry.mark.style == LENTICULAR:
                stop = lines.text.index("】", start)
            spans.append((start, max(start, stop)))
        whole = family.entries[0].mark is None
        ends = [trimmed(lines.text, *span) for span in spans] if whole else titles(lines, spans)
        for entry, end in zip(family.entries, ends, strict=True):
            entry.end = end


def _listed(family: Family) -> bool:
    """Whether a family is an enumeration inside paragraphs."""
    return family.words and any(entry.mark and entry.mark.stand != LINE for entry in family.entries)


def _heading(text: str, lines: Lines, entry: Entry, *, item: bool) -> Heading:
    if entry.implicit:
        return Heading(entry.start, entry.start, entry.start, entry.level, implicit=True)
    start = entry.mark.end if entry.mark else entry.start
    end = max(start, entry.end)
    number = text[entry.start : start].rstrip(" \t　\n*【")
    rest = text[end : lines.lines[lines.at(start)].end].strip("】。；;：:.* 　\t")
    return Heading(entry.start, start, end, entry.level, number, run_in=bool(rest), item=item)
