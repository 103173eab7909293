"""Runs of numbers: 一、 二、 三、 belong together because each is one more than the one before, whatever they look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from drafter.mine.structure.lines import STOPS, Lines
from drafter.mine.structure.marks import ARTICLE, FIRST, GLUED, LINE, ORDINAL, WORD_RANK, Mark, rank

_SURE_WORDS: Final = ("word-是", "word-要", "word-其")
"""A run of two counts in these words; 一抓 二抓 needs a third."""

_REACH: Final = 15
"""So many lines at most lie between two items counted in words (一是, 首先); headings may be any distance apart."""

_NEAR: Final = 2
"""The same for an item that does not begin its line."""

_NAME: Final = 3
"""Numbers with no more than so many characters to each (one more inside a line) count names or goods."""

_OPEN_RUNS: Final = 32
"""No outline is open at so many places at once; it bounds the work on hostile texts."""


@dataclass(slots=True)
class Run:
    """Marks (or, for headings without numbers, starts) that are siblings; `rank` as in `marks.rank`."""

    style: str
    rank: float
    marks: list[Mark] = field(default_factory=list)

    @property
    def lines_only(self) -> bool:
        """True if every member begins a line."""
        return all(mark.stand == LINE for mark in self.marks)


def runs(lines: Lines, marks: Sequence[Mark]) -> list[Run]:
    """The runs among `marks`, in the order of their first members. What counts nothing is left out."""
    opened: list[Run] = []
    every: list[Run] = []
    for mark in marks:
        best = _continued(opened, mark)
        if best is not None:
            opened[best].marks.append(mark)
            # What was open inside an item ends with the next one.
            del opened[best + 1 :]
        elif mark.value == 1 or _headless(mark):
            run = Run(mark.style, rank(mark.style), [mark])
            opened.append(run)
            every.append(run)
            if len(opened) > _OPEN_RUNS:
                del opened[: -_OPEN_RUNS // 2]
    return [run for run in every if _counts(lines, run)]


def _continued(opened: Sequence[Run], mark: Mark) -> int | None:
    """The number of the open run that `mark` continues best: exactly, standing like the one before, begun last."""
    best = None
    best_score = (0, False, False)
    for number in range(len(opened) - 1, -1, -1):
        run = opened[number]
        if run.style != mark.style and not _mixed(run, mark):
            continue
        last = run.marks[-1]
        fit = _fit(last, mark)
        score = (fit, run.marks[0].value == 1, (last.stand == LINE) == (mark.stand == LINE))
        if fit and score > best_score:
            best, best_score = number, score
    return best


def _mixed(run: Run, mark: Mark) -> bool:
    """Whether a mark of another style may go on in a run: 首先 其次 第三, 一是 二要."""
    if run.style == FIRST:
        return mark.style == ORDINAL and mark.value > 1
    return run.style in _SURE_WORDS[:2] and mark.style in _SURE_WORDS[:2] and mark.stand != GLUED


def _fit(last: Mark, mark: Mark) -> int:
    """2 if `mark` is the next after `last`, 1 if a number between was lost or typed twice, 0 if it is no successor."""
    if not mark.formal:
        reach = _REACH if mark.stand == LINE else _NEAR
        if mark.line - last.line > reach or last.value == 0:
            return 0
        return 2 if mark.value in (last.value + 1, 0) else 0
    if mark.value == last.value + 1:
        return 2
    both = mark.stand == last.stand == LINE
    return 1 if both and last.value > 1 and mark.value in (last.value, last.value + 2) else 0


def _headless(mark: Mark) -> bool:
    """Whether a run may begin with this number although it is not the first."""
    if mark.style == ARTICLE:
        # Articles are counted through: the first of a chapter is rarely the first of the law.
        return True
    if mark.formal:
        return mark.stand == LINE and mark.value in (2, 3)
    return mark.value == 2 and mark.stand != GLUED and mark.style in _SURE_WORDS[:2]


def _counts(lines: Lines, run: Run) -> bool:
    members = run.marks
    size = len(members)
    if size < 2:
        return members[0].style == ARTICLE and members[0].value > 1
    if sum(mark.stand == GLUED for mark in members) > max(1, size // 3):
        return False
    if not members[0].formal:
        if run.style == FIRST and (_in_passing(lines, members) or (size == 2 and not members[1].value)):
            # 首先 … 最后 with nothing between tells what happened.
            return False
        return run.style in _SURE_WORDS or run.rank < WORD_RANK or size > 2
    return not _names(lines, members) and not _in_brackets(lines, members[0])


def _names(lines: Lines, members: Sequence[Mark]) -> bool:
    """Whether the numbers count words of a list rather than begin texts."""
    ends = [after.start for after in members[1:]]
    last = members[-1]
    if last.stand == LINE:
        ends.append(lines.lines[last.line].end)
    words = [lines.text[mark.end : end].strip() for mark, end in zip(members, ends, strict=False)]
    return all(
        len(word.rstrip("、，,；;")) <= _NAME and not word.endswith(("。", "；", ";")) for word in words
    )


def _in_passing(lines: Lines, members: Sequence[Mark]) -> bool:
    """Whether 首先 and 其次 are adverbs of one sentence (首先抓好整改，其次抓好制度) rather than count its parts."""
    between = lines.text[members[0].start : members[-1].start]
    parted = any(lines.text[mark.end - 1] in "，,、：:" for mark in members)
    return not parted and not any(stop in between for stop in STOPS + "\n")


def _in_brackets(lines: Lines, mark: Mark) -> bool:
    """Whether the mark stands inside brackets opened in its sentence, as a remark does."""
    if mark.stand == LINE:
        return False
    begin = max(lines.lines[mark.line].start, mark.start - 200)
    before = lines.text[begin : mark.start]
    return max(before.rfind("（"), before.rfind("("), before.rfind("《")) > max(
        before.rfind("）"), before.rfind(")"), before.rfind("》"), *(before.rfind(stop) for stop in STOPS)
    )
