"""Which heading stands under which: levels come from how runs lie in one another, and lost parents are put back."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from drafter.mine.structure.lines import Lines
from drafter.mine.structure.marks import ARTICLE, CHAPTER, HAN, LINE, RANKS, Mark, rank

PLAIN: Final = "plain"
EDGE: Final = "edge"
"""Styles of headings without number: those that may have sections below them, and prefaces, which have none."""

PROBLEM: Final = re.compile(r"(?:问题|不足|短板|差距|困难|薄弱)")
PLAN: Final = re.compile(r"^(?:下一步|下一阶段|下阶段|下步|今后|明年|新的一年|接下来|未来)")
_LEAD: Final = re.compile(
    r"(?:表现在|表现为|主要是|主要有|主要在|如下|以下|做好|抓好|做到|开展).{0,12}[:：,，。]?$"
)


_LONGEST_LEAD: Final = 300
"""Characters of a sentence that leads to a list; it bounds the search."""


@dataclass(slots=True, eq=False)
class Entry:
    """A node of the outline: `run` is its number among the runs, `index` its place in that run."""

    start: int
    line: int
    run: int
    index: int
    mark: Mark | None = None
    end: int = 0
    parent: Entry | None = None
    implicit: bool = False

    @property
    def level(self) -> int:
        """Depth, from 1."""
        depth, entry = 1, self.parent
        while entry is not None:
            depth, entry = depth + 1, entry.parent
        return depth


@dataclass(slots=True)
class Family:
    """Siblings in order; `rank` as in `marks.rank`.

    A `topic` family are first sentences of paragraphs; a `titled` one has lines of its own, without text behind them.
    """

    style: str
    rank: float
    entries: list[Entry]
    topic: bool = False
    titled: bool = False

    @property
    def words(self) -> bool:
        """True for an enumeration in words."""
        mark = self.entries[0].mark
        return mark is not None and not mark.formal and not self.titled


def nest(families: Sequence[Family]) -> list[Entry]:
    """Give every entry its parent; returns all entries in the order of the text."""
    ordered = sorted(families, key=lambda family: family.entries[0].start)
    entries = sorted(
        (entry for family in ordered for entry in family.entries),
        key=lambda entry: (entry.start, entry.mark is None),
    )
    for number, family in enumerate(ordered):
        for index, entry in enumerate(family.entries):
            entry.run, entry.index = number, index
    starts = [entry.start for entry in entries]
    shown = {
        (ordered[above.run].style, family.style)
        for family in ordered
        if (above := _before(entries, starts, family.entries[0].start))
        and _inside(ordered[above.run], family)
    }
    often = Counter(family.style for family in ordered)
    shown |= {(PLAIN, style) for style in often if rank(style) > RANKS[HAN] or often[style] > 1}
    for family in ordered:
        parent = _before(entries, starts, family.entries[0].start)
        while parent is not None and not (
            _heads(ordered[parent.run], parent, family) or _holds(ordered[parent.run], family, shown)
        ):
            parent = parent.parent
        if family.topic and parent is not None and _run_in(parent, family):
            parent = parent.parent
        for entry in family.entries:
            entry.parent = parent
    return entries


def _before(entries: Sequence[Entry], starts: Sequence[int], start: int) -> Entry | None:
    place = bisect_right(starts, start - 1)
    return entries[place - 1] if place else None


def _inside(outer: Family, inner: Family) -> bool:
    return outer.entries[0].start < inner.entries[0].start < outer.entries[-1].start


def _heads(outer: Family, above: Entry, inner: Family) -> bool:
    """Whether topic sentences begin right below a heading that has a line of its own."""
    return inner.topic and outer.titled and not outer.words and above.line == inner.entries[0].line - 1


def _holds(outer: Family, inner: Family, shown: set[tuple[str, str]]) -> bool:
    """Whether `inner`, which begins behind a member of `outer`, stands under that member."""
    if EDGE in (outer.style, inner.style):
        return False
    if _inside(outer, inner):
        return True
    if outer.style == inner.style or _closed(outer, inner.entries[0].line):
        return False
    if (outer.style, inner.style) in shown:
        return True
    if outer.topic and inner.rank <= RANKS[HAN]:
        return False
    if inner.style == CHAPTER and outer.style == HAN and len(outer.entries) > 1:
        # Chapters that first come behind several sections are counted in the last of them.
        return True
    # 序言, then 一、 to 七、 for the whole of the text: what counts once through stands beside.
    return outer.rank < inner.rank and outer.style != PLAIN


def _closed(family: Family, line: int) -> bool:
    """Whether an enumeration in words has ended before `line`.

    Its last item has no mark behind it: it ends with its paragraph, or, of items that are paragraphs, when it is
    longer than any before it.
    """
    if not family.words:
        return False
    last = family.entries[-1]
    if last.mark is not None and last.mark.stand != LINE:
        return line > last.line
    places = [entry.line for entry in family.entries]
    longest = max(after - before for before, after in pairwise(places))
    return line >= last.line + max(1, longest)


def _run_in(parent: Entry, family: Family) -> bool:
    """Whether the heading before a family of topic sentences is of their kind: glued to its paragraph."""
    return parent.end > 0 and family.topic and parent.mark is not None


def restore(lines: Lines, families: Sequence[Family], entries: list[Entry]) -> None:
    """Add the lost headings to `entries`: parents of numbers that begin again, a missing first part, bare turns."""
    _lost_parents(lines, families, entries)
    _lost_first(lines, families, entries)
    _turns(lines, families, entries)
    entries.sort(key=lambda entry: (entry.start, not entry.implicit, entry.level))


def _lost_parents(lines: Lines, families: Sequence[Family], entries: list[Entry]) -> None:
    top = [family for family in families if family.entries[0].parent is None and not family.topic]
    top.sort(key=lambda family: family.entries[0].start)
    again = {
        id(member)
        for one, other in pairwise(top)
        if one.style == other.style and not other.words and _numbered(one) and _numbered(other)
        for member in (one, other)
    }
    restored = []
    for family in top:
        if id(family) in again:
            first = family.entries[0]
            restored.append(_implicit(first.start, first.line, None))
            for entry in family.entries:
                entry.parent = restored[-1]
    entries += restored
    # Topic sentences behind such a run stand beside its lost parent.
    if restored:
        for family in families:
            if family.topic and family.entries[0].start > restored[0].start:
                for entry in family.entries:
                    entry.parent = None


def _numbered(family: Family) -> bool:
    mark = family.entries[0].mark
    return (
        mark is not None and mark.formal and mark.value == 1 and mark.stand == LINE and mark.style != ARTICLE
    )


def _lost_first(lines: Lines, families: Sequence[Family], entries: list[Entry]) -> None:
    top = [family for family in families if family.entries[0].parent is None]
    if not top:
        return
    family = min(top, key=lambda one: one.entries[0].start)
    first = family.entries[0]
    if first.mark is not None and first.mark.formal and 1 < first.mark.value < 4:
        body = next((number for number, line in enumerate(lines.lines) if line.body), first.line)
        number = min(body, first.line)
        entries.append(_implicit(lines.lines[number].start, number, None))


def _turns(lines: Lines, families: Sequence[Family], entries: list[Entry]) -> None:
    """Problems and plans that follow the last section without a heading: items whose lead says what they are.

    Only where every section has items of its own, so that these items are as many sections again.
    """
    holders = {id(family.entries[0].parent) for family in families if family.words}
    last = {
        id(family.entries[-1])
        for family in families
        if family.entries[0].mark is not None
        and family.entries[0].mark.formal
        and sum(id(entry) in holders for entry in family.entries) * 2 >= len(family.entries)
    }
    for family in families:
        parent = family.entries[0].parent
        if not family.words or parent is None or id(parent) not in last:
            continue
        start = _sentence(lines, family.entries[0])
        lead = lines.text[start : family.entries[0].start]
        title = lines.text[parent.start : parent.start + 30]
        turn = PROBLEM if PROBLEM.search(lead) else PLAN
        if turn.search(lead) and _LEAD.search(lead) and not turn.search(title) and start > parent.start:
            lost = _implicit(start, family.entries[0].line, parent.parent)
            entries.append(lost)
            for entry in family.entries:
                entry.parent = lost


def _sentence(lines: Lines, entry: Entry) -> int:
    """Where the sentence begins in which the first item of a list stands."""
    begin = max(lines.lines[entry.line].start, entry.start - _LONGEST_LEAD)
    stop = max(lines.text.rfind(mark, begin, entry.start - 1) for mark in "。！？；!?;")
    return max(begin, stop + 1)


def _implicit(start: int, line: int, parent: Entry | None) -> Entry:
    return Entry(start, line, -1, 0, parent=parent, implicit=True)
