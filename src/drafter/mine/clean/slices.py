"""Page-slice marks: a document site shows a text cut into pages and numbers the slices `1、`, `2、`, in the middle of
sentences. They look like a list, and are told from one by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Final

from drafter.mine.clean.rows import Row

_NUMBER: Final = re.compile(r"(\d{1,3})、")
_LEAST_SLICES: Final = 3
_LEAST_LENGTH: Final = 120
"""Characters of the median slice. Slices are pages; items of a list without full stops are shorter."""

_LEAST_EVEN: Final = 4
_EVEN_WITHIN: Final = 0.03
_LEAST_BROKEN: Final = 0.6
"""Share of the marks that break a sentence: a page ends anywhere, a list item behind a full stop."""


def without_slices(rows: list[Row]) -> list[Row]:
    """`rows` without page-slice marks; the row behind a mark continues the row before it."""
    marks = _marks(rows)
    if not marks:
        return rows
    result = list(rows)
    for number, at in marks.items():
        cut = rows[at].cut(front=len(f"{number}、"))
        # Where a page happens to end between two paragraphs, a heading behind the mark stays a line of its own.
        new_line = at == 0 or number == 1 or (_is_heading(cut) and rows[at - 1].ended)
        result[at] = replace(cut, glued=not new_line)
    return [row for row in result if row.text]


def _is_heading(row: Row) -> bool:
    """Whether the row begins with a number other than 一是 or 一要, which stand inside paragraphs."""
    return row.text != "" and row.marked and row.text[1:2] not in "是要"


def _marks(rows: list[Row]) -> dict[int, int]:
    """Slice number -> row, for the numbers that are slices; empty if the text is not sliced."""
    places: dict[int, list[int]] = {}
    for at, row in enumerate(rows):
        if not row.cell and (found := _NUMBER.match(row.text)):
            places.setdefault(int(found.group(1)), []).append(at)
    if len(places) < _LEAST_SLICES:
        return {}
    if even := _even(rows, places):
        return even
    offsets = _offsets(rows)
    broken = _chain(places, [at for at in range(1, len(rows)) if not rows[at - 1].ended])
    if len(broken) < _LEAST_SLICES - 1:
        return {}
    numbers = sorted(broken)
    stride = median(
        (offsets[broken[after]] - offsets[broken[before]]) / (after - before)
        for before, after in pairwise(numbers)
    )
    if stride < _LEAST_LENGTH:
        return {}
    marks = _filled(broken, places, offsets, stride)
    return marks if len(marks) >= _LEAST_SLICES and len(broken) >= _LEAST_BROKEN * (len(marks) - 1) else {}


def _even(rows: list[Row], places: dict[int, list[int]]) -> dict[int, int]:
    """All numbers from 1 on if they stand at equal distances, which paragraphs do not; at least four of them."""
    chain = {number: at[0] for number, at in places.items() if len(at) == 1}
    if (
        len(chain) != len(places)
        or sorted(chain) != list(range(1, len(chain) + 1))
        or len(chain) < _LEAST_EVEN
    ):
        return {}
    starts = [rows[chain[number]].start for number in sorted(chain)]
    strides = [after - before for before, after in pairwise(starts)]
    even = max(strides) - min(strides) <= max(4, _EVEN_WITHIN * min(strides))
    return chain if even and min(strides) >= _LEAST_LENGTH else {}


def _chain(places: dict[int, list[int]], allowed: Iterable[int]) -> dict[int, int]:
    """Numbers from 2 on, each behind the one before it, that stand at an allowed row."""
    admitted, chain, last = set(allowed), {}, -1
    for number in sorted(places):
        at = next((at for at in places[number] if number > 1 and at > last and at in admitted), None)
        if at is not None:
            chain[number] = last = at
    return chain


def _filled(
    broken: dict[int, int], places: dict[int, list[int]], offsets: list[int], stride: float
) -> dict[int, int]:
    """`broken` and the numbers missing from it (1, and those that happen to stand behind a full stop), taken where
    the even length of the slices expects them."""
    marks = dict(broken)
    for number in range(1, max(broken) + 2):
        if number in marks:
            continue
        near = min(marks, key=lambda other: abs(other - number))
        expected = offsets[marks[near]] + (number - near) * stride
        options = [at for at in places.get(number, ()) if abs(offsets[at] - expected) <= max(stride / 3, 8)]
        if options:
            marks[number] = min(options, key=lambda at: abs(offsets[at] - expected))
    return marks


def _offsets(rows: list[Row]) -> list[int]:
    """Where each row begins, counted in characters of rows only."""
    offsets, total = [], 0
    for row in rows:
        offsets.append(total)
        total += len(row.text)
    return offsets
