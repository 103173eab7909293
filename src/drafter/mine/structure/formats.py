"""Headings the format of the source names: styles of a word processor, # of Markdown, h1 of a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from drafter.mine.structure.lines import Lines
from drafter.mine.structure.marks import BRACKETED_HAN, HAN, LINE, Mark
from drafter.mine.structure.nesting import Entry, Family
from drafter.mine.structure.runs import Run


def settled(lines: Lines, runs: Sequence[Run], title: str) -> dict[int, int]:
    """Format levels by line, completed: siblings of a numbered heading have its level; the title is no heading."""
    levels = {number: line.level for number, line in enumerate(lines.lines) if line.level}
    if levels:
        first = min(levels)
        alone = Counter(levels.values())[levels[first]] == 1 and levels[first] == min(levels.values())
        if first == 0 and (alone or lines.text[lines.lines[0].start : lines.lines[0].end] == title):
            del levels[first]
    for run in runs:
        named = Counter(levels[mark.line] for mark in run.marks if mark.stand == LINE and mark.line in levels)
        if named:
            level = named.most_common(1)[0][0]
            for mark in run.marks:
                if mark.stand == LINE:
                    levels.setdefault(mark.line, level)
    return levels


def format_families(
    lines: Lines, levels: Mapping[int, int], runs: Sequence[Run], found: Sequence[Mark]
) -> list[Family]:
    """The headings of `levels` as families of siblings; their marks are taken out of `runs`.

    `found` are all marks of the text: a heading without numbered siblings has its number all the same.
    """
    lone = (mark for mark in found if mark.stand == LINE and mark.style in (HAN, BRACKETED_HAN))
    taken: dict[int, Mark] = {mark.line: mark for mark in lone if mark.line in levels}
    for run in runs:
        for mark in run.marks:
            if mark.stand == LINE and mark.line in levels:
                taken[mark.line] = mark
        run.marks = [mark for mark in run.marks if taken.get(mark.line) is not mark]
    families: list[Family] = []
    opened: list[Family] = []
    for number in sorted(levels):
        level = levels[number]
        rank = level / 100
        while opened and opened[-1].rank > rank:
            opened.pop()
        if not opened or opened[-1].rank < rank:
            opened.append(Family(f"format-{level}", rank, []))
            families.append(opened[-1])
        opened[-1].entries.append(Entry(lines.lines[number].start, number, 0, 0, taken.get(number)))
    return families
