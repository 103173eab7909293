"""Spaces inside lines: those that cut words and numbers go; those that part a heading from its text, the halves of a
slogan, the columns of a line, or stand where a number was blanked out, stay."""

from __future__ import annotations

import re
from typing import Final

_HAN: Final = "\u3400-\u9fff"
_MEASURES: Final = "个名所人次家项条户份篇张亩座场件台套处种类批辆只元年月日期届间栋节时分岁倍吨米"
_SPACE: Final = re.compile(r"(?<=[^\s])[ \u3000\xa0\t]+(?=[^\s])")
_PROSE: Final = re.compile(r"[，。；！？,;!?]")
_NUMBERED: Final = re.compile(
    r"第[一二三四五六七八九十百千零〇\d]{1,6}[章节条编篇部][之一二三四五六七八九十]*$"
)
_HEADED: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．])[^。；;]{2,60}$"
)
_STOPS: Final = re.compile(r"[，。；：！？、,;:!?“”‘’《》（）()\n]")
_UNIT: Final = re.compile(rf"[%％‰℃]|[万亿千百余多]|[{_MEASURES}]|平方|公[里斤顷]|人[次均]?")
_COUNTED: Final = re.compile(rf"[余多]?[万亿千百]?(?:[{_MEASURES}]|平方|公[里斤顷]|[%％‰])")
_LABEL: Final = re.compile(rf"[{_HAN}]{{2,4}}[:：]")
_WORD_WITH_MEASURE: Final = re.compile(
    r"人[民员才数均口们生心类]|次[要序]|项目|家[庭长乡园]|所[有以属在]|名[师单校誉义称]|条[件例]|户外|年[级度轻龄初底终]|场[所地]|分[别析工]|时[间代期]|日[常均益前]|月[度底初]|期[间待末]|节[约日目]|课[程堂题]|种[植子]|类[型别]|元[素旦]|处[理室级]|级[别]|台[账阶]|间[隔接]|门[户口]|倍增|份量|张贴|批[评准]|只[有要是]|户籍|人[大]|个[别人体性]"
)
_QUOTE_BEFORE: Final = re.compile(r"[“‘《]([^“”‘’《》\n]{1,30})$")
_QUOTE_AFTER: Final = re.compile(r"([^“”‘’《》\n]{1,30})[”’》]")


def needless(text: str) -> list[tuple[int, int]]:
    """The stretches of spaces of `text` to take out, in order."""
    if " " not in text and "\u3000" not in text and "\t" not in text and "\xa0" not in text:
        return []
    spans = []
    line_start = line_end = 0
    prose = False
    for found in _SPACE.finditer(text):
        start, end = found.span()
        if start >= line_end:
            line_start = text.rfind("\n", line_end, start) + 1 or line_end
            line_end = text.find("\n", end)
            line_end = len(text) if line_end < 0 else line_end
            prose = _PROSE.search(text, line_start, line_end) is not None
        left, right = text[max(line_start, start - 80) : start], text[end : min(line_end, end + 80)]
        if _is_needless(left, right, end - start, prose=prose, at_start=start - line_start == len(left)):
            spans.append((start, end))
    return spans


def _is_needless(left: str, right: str, width: int, *, prose: bool, at_start: bool) -> bool:
    """Whether the spaces between `left` and `right`, stretches of one line, only cut a word or a number."""
    before, after = left[-1], right[0]
    if before.isdecimal() and _UNIT.match(right):
        # A bare number in front of a line may be the number of a heading: 1 项目概况.
        return not (at_start and left.strip().isdecimal() and _WORD_WITH_MEASURE.match(right))
    if not prose or width > 1 or (at_start and _NUMBERED.match(left)):
        return False
    if after in "，。；：！？、”’》）％%,;!?)":
        return not _is_blank(left, right)
    if before in "，。；：、！？“‘《（,;:!?（" or (before in "”’》）" and _is_han(after)):
        return _is_han(after) or after in "“‘《（"
    if _is_han(before) and after.isdecimal():
        return True
    return (
        _is_han(before) and _is_han(after) and not (_is_blank(left, right) or _parts(left, right, at_start))
    )


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _is_blank(left: str, right: str) -> bool:
    """Whether a number is missing here: a measure word, or the end of a clause, follows the space."""
    if left[-1] in "一二两三四五六七八九十百千万亿几每各" and _is_han(right[0]):
        return False
    if right[0] in "年月日":
        return len(right) == 1 or not _WORD_WITH_MEASURE.match(right)
    return _COUNTED.match(right) is not None and not _WORD_WITH_MEASURE.match(right)


def _parts(left: str, right: str, at_start: bool) -> bool:
    """Whether the space parts what is meant to be parted: heading and text, slogan halves, `label:` columns."""
    if at_start and _HEADED.match(left):
        return True
    if _LABEL.match(right):
        return True
    opened, closed = _QUOTE_BEFORE.search(left), _QUOTE_AFTER.match(right)
    if opened and closed:
        halves = len(opened.group(1)), len(closed.group(1))
        if left[opened.start()] == "“":
            return min(halves) >= 4 or halves[0] == halves[1] or (min(halves) == 3 and max(halves) <= 4)
    head = _STOPS.split(left)[-1].split(" ")[-1]
    tail = _STOPS.split(right, maxsplit=1)[0].split(" ")[0]
    return len(head) == len(tail) == 4
