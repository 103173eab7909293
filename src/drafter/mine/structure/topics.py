"""First sentences of paragraphs that are headings because their neighbours begin alike."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Final

from drafter.mine.structure.lines import Lines

TOPIC: Final = range(5, 26)
"""Characters of a first sentence that can be the heading of its paragraph, its full stop included."""

_HINGES: Final = "是有要靠为更"
"""领导重视是前提。 制度落实是关键。"""

_TURNING: Final = 12
"""Characters of titles that are alike by one word."""

_GAIN: Final = re.compile(r".{4,16}[,，]以.{2,12}(?:赢得|换得|促|强|保|求|聚|谋|带|筑|提|树|推).{1,8}")

_MANY: Final = 4
"""So many paragraphs in a row begin with short sentences because these are their headings."""

_VERSE: Final = re.compile("[^，]{7}，[^，]{7}")
"""风好正是扬帆时，不待扬鞭自奋蹄。 opens or closes a text."""

SPEECH: Final = re.compile(
    r"^(?:首先|其次|最后|随后|接着|同时|目前|当前|近年|近日|日前|据悉|会上|截至|.{0,3}年来|活动(?:中|现场|当天))|指出|强调|表示|认为|介绍|谈到|会议|[0-9]|今后|如何|[我他她你]|岁月|同志"
)
"""What no title says: it tells of a meeting or speaks to somebody."""


def topics(lines: Lines, taken: Collection[int]) -> list[list[tuple[int, int]]]:
    """First sentences of paragraphs that are headings, in groups of neighbours: (line, end of the sentence).

    Only paragraphs not in `taken`. A group needs two that are built alike (品牌有深度。 共建有温度。); neighbours of
    the form X，以Y得Z join it.
    """
    groups: list[list[tuple[int, int]]] = []
    current: list[tuple[int, int]] = []
    for number, line in enumerate(lines.lines):
        end = lines.text.find("。", line.start, line.start + TOPIC.stop)
        sentence = lines.text[line.start : end] if end >= 0 else ""
        fits = line.body and number not in taken and len(sentence) + 1 in TOPIC and end + 8 < line.end
        if fits and not SPEECH.search(sentence):
            current.append((number, end))
        elif line.body or number in taken:
            # A caption between two paragraphs parts nothing.
            groups.append(current)
            current = []
    groups.append(current)
    return [kept for group in groups if (kept := _alike(lines, group))]


def _alike(lines: Lines, group: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    if len(group) < 2:
        return []
    sentences = [lines.text[lines.lines[number].start : end] for number, end in group]
    pairs = [parallel(one, other) for one, other in pairwise(sentences)]
    good = [
        (number > 0 and pairs[number - 1]) or (number < len(pairs) and pairs[number])
        for number in range(len(group))
    ]
    if len(group) >= _MANY:
        # 国民经济持续发展。 农业结构迈出新步伐。 民营经济实现突破。 …: nothing but titles begins so many paragraphs.
        good = [not _VERSE.fullmatch(sentence) for sentence in sentences]
    if not any(good):
        return []
    first, last = good.index(True), len(good) - 1 - good[::-1].index(True)
    while first > 0 and _GAIN.fullmatch(sentences[first - 1]):
        first -= 1
    while last + 1 < len(group) and _GAIN.fullmatch(sentences[last + 1]):
        last += 1
    return list(group[first : last + 1])


def parallel(one: str, other: str) -> bool:
    """Whether two titles are built alike: they end alike (有深度, 有温度), or begin alike with the comma at one place."""
    tail = sum(a == b for a, b in zip(one[-3:], other[-3:], strict=False))
    if tail >= 2 and abs(len(one) - len(other)) <= 6:
        return True
    if len(one) == len(other) and (one[:4] == other[:4] or _turns_alike(one, other)):
        return True
    comma = [re.split("[,，]", text) for text in (one, other)]
    shape = [tuple(len(part) for part in parts) for parts in comma]
    return (
        len(shape[0]) > 1
        and shape[0] == shape[1]
        and sum(a == b for a, b in zip(one, other, strict=True)) >= 3
    )


def _turns_alike(one: str, other: str) -> bool:
    """Whether two short titles of one length turn on the same word at the same place."""
    inner = slice(2, -1)
    return len(one) <= _TURNING and any(
        a == b and a in _HINGES for a, b in zip(one[inner], other[inner], strict=True)
    )
