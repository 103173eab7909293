"""Headings without numbers: short lines between paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Final

from drafter.mine.structure.lines import ENDS, Lines, TextLine
from drafter.mine.structure.topics import SPEECH, parallel

LONGEST: Final = 30
"""Characters of a heading without number or emphasis; GB/T 9704 headings fill a line of 28 at most."""

LONGEST_BOLD: Final = 60
LONGEST_STOPPED: Final = 16
"""A line of its own that ends with a full stop is a heading only when it is short or bold."""

_FRAGMENT: Final = re.compile(
    r"(?:的|了|让|一个|带领|[-—]|(?<![纪概])要|(?<!参)与|(?<!普)及|(?<!求)是|(?<!所)在|(?<![作行])为|(?<!应)对)$|会议强调|会议指出"
)
"""What a title does not end with."""

_CAPTION: Final = re.compile(
    r"^图|(?:现场|会场|合影|截图|留念|掠影|剪影|一角|[动行程]中|召开|举行|揭牌|签约|[开闭]幕)$"
    r"|^.{0,12}(?:老师|教授|书记|院长|主任|校长|局长|镇长|同学|学员|学生|党员|代表|专家|嘉宾|领导|院士|干部|选手|队员)们?.{0,4}"
    r"(?:主持|在线|作(?![风用为])|进行|参加|参观|带领|讲[解授话党]|授课|专题|发言|介绍|致辞|宣读|获|分享|观看|重温|走访|慰问|视察|调研)"
    r"|^走进.*(?:馆|院|村|社区|基地|校园)$|[0-9]{4}(?!年)|^[0-9]{4}年[，,0-9]"
)
"""Captions of pictures: who does what, where a meeting is held."""

_NAME: Final = 3
"""Characters of the name of a person."""

_WHOLE: Final = ENDS + "摄图"
"""What a whole line ends with; the last two end the caption of a picture."""

_TURN: Final = re.compile(
    r"(?:.{0,6}(?:[的和及与、]|主要|存在|工作|努力|基本|下一|活动|特色|几点|取得|突出|意见).{0,4})?(?:情况|做法|成效|成绩|问题|不足|打算|计划|安排|思路|措施|举措|建议|体会|启示|概况|回顾|展望|亮点"
    r"|目标|方向|任务|原因|经验|前言|引言|结语|要求|保障)[：:]?"
)
EDGE: Final = re.compile(r"(?:前|序|引|绪|导)[言语论]|序|结(?:束)?语|结论|后记|总结|小结")
"""What stands before the first section and behind the last one, beside them whatever their number."""

_NEVER: Final = re.compile(
    r"[\[!<|（(【—-].*|https?:|附[:：件]|[图表][0-9一二三]|来源|相关链接|(?:作者|编辑|审核|记者|通讯员|供稿|撰稿|摄影)"
    r"|[0-9〇○零一二三四五六七八九十]{2,4}年(?:[0-9一二三四五六七八九十xX*×]{0,3}月)?(?:[0-9一二三四五六七八九十xX*×]{0,3}日)?$|[0-9—\-\s./:]+$|.*[:：].*|.*(?:同志们|各位.{1,6})[:：]?$"
)
_LABEL: Final = re.compile(
    r"(?!.*(?:如下|以下|下列|包括|分别|建议|认为|指出|表示|强调|同志|各位|领导|政府|部门|单位|代表|委员|老师|同学|附件|附))[^，。：:；“”]{2,11}(?<![们说道是为有局委办处])[：:]"
)
"""存在问题： alone on its line, not the words that lead to a list or address somebody."""

_NEVER_BOLD: Final = re.compile(r"附件|[图表][0-9一二三]|第.{1,6}条$|.?[是要]$|.*(?:日|[0-9])$")
_CONTINUED: Final = re.compile(r"[，。；、,;：:说]")
"""What a line begins with that goes on where a bold line broke off."""


def own_lines(lines: Lines, numbered: Collection[int], title: str) -> list[tuple[int, bool]]:
    """Lines that are headings without number: (number of the line, whether it ends with a full stop)."""
    rows = lines.lines
    bodies = [
        number for number, line in enumerate(rows) if line.body and not line.bold and number not in numbered
    ]
    if not bodies:
        return []
    begin = bodies[0] - 1
    begin -= begin > 0 and _byline(lines, begin)
    found = [
        number
        for number in range(begin, bodies[-1])
        if number >= 0 and number not in numbered and _short(lines, rows[number])
    ]
    found = [
        number
        for number in found
        if (number >= bodies[0] or _opens(lines, number, title)) and not _broken(lines, number)
    ]
    # 记者： 主持人： come again and again.
    often = Counter(_text(lines, number) for number in found)
    found = [number for number in found if often[_text(lines, number)] == 1 or not _labels(lines, number)]
    bold = [number for number in found if rows[number].bold and not _byline(lines, number)]
    if bold:
        chosen = set(bold) if len(bold) > 1 or not bold[0] < bodies[0] else set()
    else:
        open_lines = [
            number for number in found if not _stopped(lines, rows[number]) and _titular(_text(lines, number))
        ]
        lonely = _lonely(open_lines, found)
        turns = {number for number in lonely if _TURN.fullmatch(_text(lines, number))}
        chosen = set(lonely) if len(lonely) > 1 else turns
    chosen |= _stopped_alike(
        lines, [number for number in found if number not in chosen and _stopped(lines, rows[number])]
    )
    return [(number, _stopped(lines, rows[number])) for number in sorted(chosen)]


def leading(titles: Sequence[str]) -> list[int]:
    """Which of the headings without number are the upper ones, where they have two levels; all of them if they have one.

    The upper ones are built like the first of all, word for word in places, and have others below two of them.
    """
    every = list(range(len(titles)))
    upper = [at for at in every if _same_frame(titles[0], titles[at])]
    filled = sum(after - before > 1 for before, after in zip(upper, [*upper[1:], len(titles)], strict=False))
    return upper if len(upper) > 1 and filled > 1 else every


def _same_frame(one: str, other: str) -> bool:
    """Whether at least half of the characters are the same at the same place from the beginning or from the end."""
    longest = max(len(one), len(other))
    if min(len(one), len(other)) < 6:
        return one == other
    forward = sum(a == b for a, b in zip(one, other, strict=False))
    backward = sum(a == b for a, b in zip(one[::-1], other[::-1], strict=False))
    return 2 * max(forward, backward) >= longest


def _short(lines: Lines, line: TextLine) -> bool:
    text = lines.text[line.start : line.end]
    if line.bold:
        whole = 2 <= line.length <= LONGEST_BOLD and not _NEVER_BOLD.match(text)
        return whole and text[-1] not in "，,、；;" and text.find("。") in (-1, line.length - 1)
    if line.length <= LONGEST and _LABEL.fullmatch(text):
        return True
    if line.body or not 2 <= line.length <= LONGEST or _NEVER.match(text):
        return False
    if text[-1] == "。":
        return line.length <= LONGEST_STOPPED and text.count("。") == 1
    return text[-1] not in "，,、；;！!？?…：:" and "。" not in text


def _broken(lines: Lines, number: int) -> bool:
    """Whether the line is a piece of a sentence: the one before it does not end, or the one behind it goes on."""
    rows = lines.lines
    before = rows[number - 1] if number else None
    if (
        before
        and before.length > (LONGEST_BOLD if before.bold else LONGEST)
        and lines.text[before.end - 1] not in _WHOLE
    ):
        return True
    return bool(_CONTINUED.match(lines.text, rows[number + 1].start))


def _opens(lines: Lines, number: int, title: str) -> bool:
    """Whether the last line before the first paragraph is a heading rather than the title or a byline."""
    text = _text(lines, number)
    return (
        text != title
        and (number > 0 or bool(title))
        and (lines.lines[number].bold or bool(_TURN.fullmatch(text)))
    )


def _lonely(candidates: Sequence[int], short: Collection[int]) -> list[int]:
    """Those with a paragraph behind them: short lines in a row are captions, names or cells."""
    near = set(short)
    return [number for number in candidates if number + 1 not in near and number - 1 not in near]


def _stopped_alike(lines: Lines, candidates: Sequence[int]) -> set[int]:
    texts = {number: _text(lines, number) for number in candidates}
    chosen: set[int] = set()
    for one, other in pairwise(candidates):
        alike = len(texts[one]) == len(texts[other]) or parallel(texts[one], texts[other])
        if alike and other - one > 1 and not SPEECH.search(texts[one] + texts[other]):
            chosen |= {one, other}
    return chosen


def _titular(text: str) -> bool:
    """Whether a short line reads as a title: no piece of a sentence, no caption of a picture."""
    balanced = all(text.count(one) == text.count(other) for one, other in ("“”", "（）", "《》", "()"))
    return balanced and not _FRAGMENT.search(text) and not _CAPTION.search(text)


def _byline(lines: Lines, number: int) -> bool:
    """Whether a bold line is the name of who wrote what the bold line before it heads."""
    before = lines.lines[number - 1] if number else None
    short = lines.lines[number].length <= _NAME
    return bool(short and before and before.bold and before.length > _NAME) and not _TURN.fullmatch(
        _text(lines, number)
    )


def _labels(lines: Lines, number: int) -> bool:
    return _LABEL.fullmatch(lines.text, lines.lines[number].start, lines.lines[number].end) is not None


def _stopped(lines: Lines, line: TextLine) -> bool:
    return lines.text[line.end - 1] == "。"


def _text(lines: Lines, number: int) -> str:
    line = lines.lines[number]
    return lines.text[line.start : line.end]
