"""Signs that begin a heading without counting it: 【…】 and bullets."""

from __future__ import annotations

import re

from drafter.mine.structure.lines import Lines
from drafter.mine.structure.marks import BULLET, LENTICULAR, LINE, Mark

_TITLE_BRACKETS = re.compile(
    r"^[ \t　*]*(【)(?![0-9一二三四五六七八九十]{1,3}】)[^】\n]{2,30}】", re.MULTILINE
)
_BULLETS = re.compile(r"^[ \t　*]*([●◆■★▲◎☆◇□○►➢➤◼※]|——?(?!—))[ 　]*(?=[一-龥“《])", re.MULTILINE)


def signs(lines: Lines) -> dict[str, list[Mark]]:
    """【…】 and bullets at the beginnings of lines by style, as marks that count nothing.

    One alone is no sign: 【…】 is the name of a column, —— begins a subtitle.
    """
    found: dict[str, list[Mark]] = {}
    for match in _TITLE_BRACKETS.finditer(lines.text):
        start = match.start(1)
        found.setdefault(LENTICULAR, []).append(Mark(start, start + 1, LENTICULAR, 0, lines.at(start), LINE))
    for match in _BULLETS.finditer(lines.text):
        start, style = match.start(1), BULLET + match[1][0]
        found.setdefault(style, []).append(Mark(start, match.end(), style, 0, lines.at(start), LINE))
    return {style: marks for style, marks in found.items() if len(marks) > 1}
