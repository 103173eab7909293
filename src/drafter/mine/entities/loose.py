"""Names nothing certain gives away: for the gate, where a needless question costs less than a name that slips through."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from drafter.mine.entities.lists import terms
from drafter.mine.entities.persons import NEVER_GIVEN, NEVER_LAST
from drafter.mine.entities.words import Words, public_persons, surnames, words

LIST: Final = re.compile(
    r"(?:^|[^\u4e00-\u9fff])(?P<list>[\u4e00-\u9fff]{2,3}(?:、[\u4e00-\u9fff]{2,3}){1,30})(?![\u4e00-\u9fff])"
)
FOLLOWED: Final = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,3})(?=等?同志|老师|同学|教授|院士|书记|校长|园长|主任|局长|镇长|乡长|县长|市长|省长|事迹)"
)
FAMILIAR: Final = re.compile(
    r"[小老][李王张刘陈杨黄赵吴周徐孙朱胡郭何罗郑梁谢宋唐许韩邓彭曾肖](?=[、，。；,;]|$)"
)
STREETS: Final = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2})(?=村(?![级民干委务庄镇规容校史])|镇(?![区级域])|乡(?![镇村级土亲音愁情贤风])|县(?![级域区城直])|街道)"
)


@cache
def _first() -> frozenset[str]:
    single, _ = surnames()
    return frozenset(single) - frozenset(terms("persons", "weak_surnames"))


def loose_person(text: str) -> str:
    """The first string of `text` that may be the name of a person, or ""."""
    known = words()
    for match in FOLLOWED.finditer(text):
        name = match["name"]
        for candidate in (name, name[1:]):
            if len(candidate) > 1 and _may_be_person(candidate, known):
                return candidate
    familiar = FAMILIAR.search(text)
    if familiar:
        return familiar[0]
    for match in LIST.finditer(text):
        names = [name for name in match["list"].split("、") if _may_be_person(name, known)]
        if len(names) > 1:
            return names[0]
    return ""


def _may_be_person(name: str, known: Words) -> bool:
    return (
        name[0] in _first()
        and name not in known.common
        and name[:2] not in known.common
        and name[-2:] not in known.common
        and name not in public_persons()
        and not any(character in NEVER_GIVEN for character in name)
        and name[-1] not in NEVER_LAST
    )


def loose_place(text: str) -> str:
    """The first string of `text` that may be a village, town or county of its own name, or ""."""
    known = words()
    for match in STREETS.finditer(text):
        name = match["name"]
        if (
            name in known.common
            or name[-1] in "各全我本该每两几多一二三四五六七八九十省市县区乡镇村的了和与进到在驻入出包联下"
        ):
            continue
        if match.start() and text[match.start() - 1 : match.start() + 1] in known.common:
            continue
        if name[0] in "各全我本该每某不出" or name[-1] in "强富兴":
            continue
        if any(text[match.end() - size : match.end() + 1] in known.every for size in (1, 2, 3)):
            continue
        return name
    return ""
