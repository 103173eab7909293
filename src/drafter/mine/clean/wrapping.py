"""Hard line ends inside sentences: what was typed or cut as one paragraph becomes one line again."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Final

from drafter.mine.clean.rows import Row

_LONG: Final = 30
"""Characters from which on a line without a full stop is a paragraph cut in two rather than a heading or a name."""

_SHORT: Final = 12
_MEMORY: Final = 300
"""Characters of a paragraph that are looked at to tell how it goes on."""

_CANNOT_BEGIN: Final = re.compile(r"[，。、；：！？”’》）％]|[,;!?%)](?!\s*$)")
_PUNCTUATED: Final = re.compile(r"[，。；、！？,;!?]")
_QUOTED: Final = re.compile(r"“[^“”\n]{0,60}”|《[^《》\n]{0,60}》|[（(][^（）()\n]{0,60}[)）]")
_COMMA: Final = re.compile(r"[，,]")
_OPEN: Final = re.compile(r"[“《（(][^“”《》（）()]{0,40}$")
_CLOSING: Final = re.compile(r"[^“”《》（）()]{0,40}[”》）)]")
_UNQUOTED: Final = re.compile(r"[^“”《》（）()]{1,40}")
_SALUTATION: Final = re.compile(r"尊敬的|各位|同志们|亲爱的|敬爱的")
_DATE: Final = re.compile(r"[\dxX×*〇零一二三四五六七八九十]{2,4}年[^，。]{0,10}日?$")
_REDACTED: Final = "*#×"


def joined(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """`rows`, those that continue the one before them marked as glued."""
    width = _width(rows)
    # Where paragraphs are indented, a full line is followed by the rest of its paragraph, whatever it ends with.
    indents = width > 0 and sum(row.indented for row in rows) >= 3
    result = list(rows[:1])
    paragraph = rows[0] if rows else None
    for at, (before, row) in enumerate(pairwise(rows), 2):
        assert paragraph is not None
        full = width > 0 and not row.indented and len(before.text) + 2 * before.indented >= width - 2
        carried_on = _is_broken(paragraph, row, rows[at] if at < len(rows) else None)
        glued = row.glued or _continues(paragraph, row, full=full, indents=indents, carried_on=carried_on)
        result.append(replace(row, glued=glued))
        paragraph = replace(paragraph, text=(paragraph.text + row.text)[-_MEMORY:]) if glued else row
    return tuple(result)


def _continues(before: Row, row: Row, *, full: bool, indents: bool, carried_on: bool) -> bool:
    """Whether `row` goes on with the paragraph `before`: `full` if the last line of that is as long as the text is
    wide, `indents` if paragraphs are indented, `carried_on` if the line behind `row` continues it."""
    if before.level or row.level or before.cell or row.cell:
        return False
    last, first = before.text[-1], row.text[0]
    if last in _REDACTED and first in _REDACTED:
        return len(before.text) >= _LONG
    if full and indents:
        return True
    if _CANNOT_BEGIN.match(row.text):
        return not before.finished or last in "”）》)"
    if before.finished or row.marked or before.bold or row.bold:
        return False
    if last in "，、,":
        return len(before.text) >= 8 and not _SALUTATION.match(before.text)
    if full:
        return True
    if carried_on and _OPEN.search(before.text):
        return True
    return _is_cut(before) and (carried_on or _goes_on(row))


def _is_broken(before: Row, row: Row, follower: Row | None) -> bool:
    """Whether `row` closes the quote or bracket that `before` leaves open, or `follower` closes one of the two or
    begins with a mark that begins no line."""
    if _OPEN.search(before.text) and _CLOSING.match(row.text):
        return True
    if follower is None:
        return False
    if _CANNOT_BEGIN.match(follower.text):
        return True
    is_open = _OPEN.search(row.text) or (_OPEN.search(before.text) and _UNQUOTED.fullmatch(row.text))
    return bool(is_open) and _CLOSING.match(follower.text) is not None


def _is_cut(row: Row) -> bool:
    """Whether a line without an end is a piece of prose. Titles and captions have commas only inside quotes."""
    if row.prose or (row.text[-1].isdecimal() and not row.marked and _COMMA.search(row.text)):
        return len(row.text) >= _SHORT
    if len(row.text) < _LONG:
        return False
    return not row.marked and len(_COMMA.findall(_QUOTED.sub("", row.text))) >= 2


def _goes_on(row: Row) -> bool:
    """Whether the line can be the rest of a paragraph: not a signature, a date or a name."""
    return not _DATE.fullmatch(row.text) and (
        len(row.text) >= _LONG or _PUNCTUATED.search(row.text) is not None
    )


def _width(rows: tuple[Row, ...]) -> int:
    """The width, in characters, at which the text was wrapped by hand, 0 if it was not.

    Most unfinished lines of a wrapped text are equally long, give or take two characters, and hardly a line is
    longer; headings that rhyme are equally long as well, but paragraphs stand between them.
    """
    lines = [row for row in rows if not row.cell and not row.level]
    lengths = [len(row.text) + 2 * row.indented for row in lines if not row.finished]
    if len(lengths) < 5:
        return 0
    counts = Counter(lengths)
    top = max(counts, key=lambda length: sum(counts[length - step] for step in range(3)))
    alike = sum(counts[top - step] for step in range(3))
    longer = sum(1 for row in lines if len(row.text) > top + 2)
    prose = sum(1 for row in lines if _PUNCTUATED.search(row.text))
    fits = top >= 15 and alike >= max(4, 0.5 * len(lengths)) and longer <= 0.05 * len(lines)
    return top if fits and prose * 2 >= len(lines) else 0
