"""From the lines of a page to paragraphs: page numbers and running heads go, wrapped lines are joined.

A new paragraph begins where a line is indented, where the line before ended short, where the size changes, or below
a gap (docx-export-and-import.md section 5: 49 of 51 paragraphs exact).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from statistics import median
from typing import Final

INDENT: Final = 1.5
SHORT: Final = 1.2
"""In characters (em): what counts as indented, and how far a line may stay away from the right margin."""

CELL_GAP: Final = 1.2
"""Gap between the cells of a row, in heights of a character; justified text has gaps of less than half."""

_SIZE: Final = 0.12
_GAP: Final = 1.6
_FEW: Final = 12
_EDGE: Final = 2
"""Lines at the top and bottom of a page where running heads and page numbers stand."""

_LONGEST_HEAD: Final = 40

_PAGE_NUMBER = re.compile(
    r"[-—–－─_ \t·.]*(?:第\s*)?(?:[0-9]{1,4}|[ivxlc]{1,6})(?:\s*页)?(?:\s*[,，/／]?\s*共?\s*[0-9]{1,4}\s*页?)?[-—–－─_ \t·.]*"
)
_LABEL = re.compile(
    r"[（(]?[0-9一二三四五六七八九十]{1,4}[）)、.．]|[①-⑳•●■◆➢]|第[0-9一二三四五六七八九十百]{1,5}[章节条]"
)
_DIGITS = re.compile(r"[0-9]+")
_WORD = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page; `left`, `right`, `top`, `bottom` in points from the lower left corner, `em` its character
    size in points, `bold` if it begins in a bold or a heading face, `cell` if others stand beside it."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    em: float
    bold: bool = False
    cell: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines joined; `bold` if all of them are, `cell` for a cell of a table."""

    text: str
    bold: bool
    cell: bool = False


def paragraphs(pages: Sequence[Sequence[PageLine]], width: float) -> list[Paragraph]:
    """The paragraphs of a document, given the lines of its pages in reading order and the width of a page in points."""
    cleaned = _without_edges([_merged(page) for page in pages])
    found: list[list[PageLine]] = []
    whole = [line for page in cleaned for line in page]
    if not whole:
        return []
    left, right = _margins(whole)
    if len(whole) < _FEW:
        # Perhaps no line is full; margins are about as wide on both sides.
        right = max(right, width - left - whole[0].em)
    pitch = _pitch(cleaned)
    before: PageLine | None = None
    for page in cleaned:
        page_left, page_right = _margins(page) if len(page) > 8 else (left, right)
        for number, line in enumerate(page):
            begins = before is None or _begins(line, before, page_left)
            if before is not None and not begins:
                begins = _gap(line, before, pitch) if number else False
            if begins:
                found.append([line])
            else:
                found[-1].append(line)
            # The next line only asks how far this one fell short.
            before = replace(line, right=line.right - page_right)
    return [Paragraph(_joined(lines), all(line.bold for line in lines), lines[0].cell) for lines in found]


def _begins(line: PageLine, before: PageLine, left: float) -> bool:
    """Whether a paragraph begins with `line`; `before.right` is measured from the right margin."""
    size = max(line.em, before.em, 0.1)
    if line.cell or before.cell:
        return True
    if abs(line.em - before.em) > _SIZE * size:
        return True
    return line.left - left > INDENT * line.em or -before.right > SHORT * before.em


def _gap(line: PageLine, before: PageLine, pitch: float) -> bool:
    return before.bottom - line.bottom > _GAP * pitch > 0


def _joined(lines: Iterable[PageLine]) -> str:
    text = ""
    for line in lines:
        glue = " " if _WORD.match(text[-1:]) and _WORD.match(line.text) else ""
        text += glue + line.text
    return text


def _margins(lines: Sequence[PageLine]) -> tuple[float, float]:
    """The left and right margin: where most lines of the commonest size begin at the left, and the furthest end."""
    em = Counter({round(line.em, 1): 0 for line in lines})
    for line in lines:
        em[round(line.em, 1)] += len(line.text)
    common = em.most_common(1)[0][0]
    body = [line for line in lines if abs(line.em - common) <= _SIZE * common] or list(lines)
    lefts = Counter(round(line.left / common * 2) for line in body)
    # Continued lines begin at the margin; if there are none, the leftmost line is taken.
    often = [place for place, count in lefts.items() if count >= max(2, len(body) // 10)]
    left = min(often or lefts) * common / 2
    rights = sorted(line.right for line in body)
    # One line hanging out of the page must not make all others short.
    right = rights[-1 - len(rights) // 50]
    return left, right


def _pitch(pages: Sequence[Sequence[PageLine]]) -> float:
    """The usual distance between two lines, in points; 0 if there is none."""
    steps = [
        upper.bottom - lower.bottom
        for page in pages
        for upper, lower in pairwise(page)
        if 0 < upper.bottom - lower.bottom < 6 * upper.em
    ]
    return median(steps) if steps else 0.0


def is_label(text: str) -> bool:
    """Whether a piece is the number of a list, which a tab parts from its text."""
    return len(text) < 10 and _LABEL.fullmatch(text) is not None


def _merged(page: Sequence[PageLine]) -> list[PageLine]:
    """Pieces of one printed line put together if only a change of font parted them, else marked as cells."""
    found: list[PageLine] = []
    for line in page:
        last = found[-1] if found else None
        gap = line.left - last.right if last is not None and _level(last, line) else -inf
        if last is None or gap < -0.5 * last.em:
            found.append(line)
        elif gap < CELL_GAP * last.em or is_label(last.text):
            glue = " " if gap > last.em / 2 and not is_label(last.text) else ""
            found[-1] = replace(last, text=last.text + glue + line.text, right=max(last.right, line.right))
        else:
            found[-1] = replace(last, cell=True)
            found.append(replace(line, cell=True))
    return found


def _level(last: PageLine, line: PageLine) -> bool:
    """Whether two pieces stand at the same height."""
    shared = min(last.top, line.top) - max(last.bottom, line.bottom)
    height = min(last.top - last.bottom, line.top - line.bottom)
    return height > 0 and shared > 0.6 * height


def _without_edges(pages: list[list[PageLine]]) -> list[list[PageLine]]:
    """Without page numbers, and without what stands at the edge of most pages."""
    heads = Counter(_shape(line) for page in pages for line in {*page[:_EDGE], *page[-_EDGE:]})
    running = {shape for shape, count in heads.items() if count >= 3 and count * 2 > len(pages)}
    kept = []
    for page in pages:
        top = _edge(page[:_EDGE], running)
        bottom = _edge(page[top:][::-1][:_EDGE], running)
        kept.append(page[top : len(page) - bottom])
    return kept


def _edge(lines: Sequence[PageLine], running: set[str]) -> int:
    """How many of `lines`, from the edge of the page inwards, are not text."""
    return next((number for number, line in enumerate(lines) if not _is_edge(line, running)), len(lines))


def _is_edge(line: PageLine, running: set[str]) -> bool:
    return _shape(line) in running or (
        len(line.text) < 30 and _PAGE_NUMBER.fullmatch(line.text.strip()) is not None
    )


def _shape(line: PageLine) -> str:
    return _DIGITS.sub("0", line.text.replace(" ", ""))
