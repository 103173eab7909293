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

_CANNOT_BEGIN: Final = re.compile(r"[，。、；：！？”’》）％]|[,;!?%)](?!\s*$)")
_PUNCTUATED: Final = re.compile(r"[，。；、！？,;!?]")
_QUOTED: Final = re.compile(r"“[^“”\n]{0,60}”|《[^《》\n]{0,60}》|[（(][^（）()\n]{0,60}[)）]")
_COMMA: Final = re.compile(r"[，,]")
_SALUTATION: Final = re.compile(r"尊敬的|各位|同志们|亲爱的|敬爱的")
_DATE: Final = re.compile(r"[\dxX×*〇零一二三四五六七八九十]{2,4}年[^，。]{0,10}日?$")
_REDACTED: Final = "*#×"


def joined(rows: list[Row]) -> list[Row]:
    """`rows`, those that continue the one before them marked as glued."""
    width = _width(rows)
    result = rows[:1]
    for before, row in pairwise(rows):
        result.append(replace(row, glued=True) if not row.glued and _continues(before, row, width) else row)
    return result


def _continues(before: Row, row: Row, width: int) -> bool:
    if row.level or before.level or row.cell or before.cell:
        return False
    last, first = before.text[-1], row.text[0]
    if last in _REDACTED and first in _REDACTED:
        return len(before.text) >= _LONG
    if _CANNOT_BEGIN.match(row.text):
        return not before.finished or last in "”）》)"
    if before.finished or row.marked:
        return False
    if last in "，、,":
        return len(before.text) >= 8 and not _SALUTATION.match(before.text)
    if width and not row.indented and len(before.text) + 2 * before.indented >= width - 2:
        return True
    return _is_cut(before) and _goes_on(row)


def _is_cut(row: Row) -> bool:
    """Whether a line without an end is a piece of prose. Titles and captions have commas only inside quotes."""
    if len(row.text) < _LONG:
        return False
    if row.prose:
        return True
    return not row.marked and len(_COMMA.findall(_QUOTED.sub("", row.text))) >= 2


def _goes_on(row: Row) -> bool:
    """Whether the line can be the rest of a paragraph: not a signature, a date or a name."""
    return not _DATE.fullmatch(row.text) and (
        len(row.text) >= _LONG or _PUNCTUATED.search(row.text) is not None
    )


def _width(rows: list[Row]) -> int:
    """The width, in characters, at which the text was wrapped by hand, 0 if it was not.

    Wrapped text shows in its unfinished lines: most of them are equally long, give or take two characters.
    """
    lengths = [
        len(row.text) + 2 * row.indented
        for row in rows
        if not row.finished and not row.cell and not row.level
    ]
    if len(lengths) < 5:
        return 0
    counts = Counter(lengths)
    top = max(counts, key=lambda length: sum(counts[length - step] for step in range(3)))
    alike = sum(counts[top - step] for step in range(3))
    prose = sum(1 for row in rows if _PUNCTUATED.search(row.text))
    return top if top >= 15 and alike >= max(4, 0.5 * len(lengths)) and prose * 2 >= len(rows) else 0
