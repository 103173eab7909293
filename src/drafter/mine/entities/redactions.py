"""What somebody blacked out (xx县, **乡, ####市教育局, 20xx年, 张某): its right neighbour tells what it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from drafter.mine.entities.found import Found
from drafter.mine.entities.lists import either
from drafter.mine.entities.numbers import UNITS
from drafter.mine.entities.words import surnames, words
from drafter.mine.records import COUNT, DATE, MONEY, ORGANISATION, PERCENT, PERSON, PLACE, REDACTION

RANK: Final = 10
_PLACE: Final = "[省市县区乡镇村州旗]|街道|社区|自治州|自治县"
MARK: Final = re.compile(
    r"(?P<mark>[*＊]+|[#＃]{2,}|[xXＸｘ×]{2,}|[○〇□■]{2,}|_{3,}|[xXＸ×○](?=[省市县区乡镇村校局年月日名人次个所万元%某])|某{2,}"
    r"|某(?=[省市县区乡镇村校局厅公街]|学校|单位|部队|小学|中学|同志|老师))"
)
COMMON_SURNAMES: Final = 200
GIVEN: Final = re.compile(r"同志|同学|老师|书记|校长|主任|局长|[、，,。；;）等]|$")
"""What stands behind a blacked out given name (张某某、李××同志)."""
BOLD: Final = re.compile(r"(?m)(?:^|(?<=[\s#>]))\*\*[^*\n]{1,300}\*\*(?=[\s（(：:]|$)")
NEIGHBOUR: Final = re.compile(
    r"[ 　]?(?:(?P<date>年度?(?:\d{1,2}|[xX×*]{1,2})?月?(?:(?<=月)(?:\d{1,2}|[xX×*]{1,2})日)?|月(?:份|(?:\d{1,2}|[xX×*]{1,2})日)?|日)"
    rf"|(?P<office>(?:{_PLACE})?(?:[\u4e00-\u9fff]{{2,4}}局|市委|县委|区委|省委|委(?!员|托)|政协|人民政府|政府|实验小学|小学|中学|幼儿园|学校|学院|大学|公司|集团|医院|局))"
    rf"|(?P<place>{_PLACE})|(?P<money>[十百千万亿]{{0,2}}元)|(?P<percent>[%％])"
    rf"|(?P<count>{either(UNITS)})|(?P<person>同志|书记|校长|园长|老师|同学|主任|局长|镇长|乡长|县长|市长))"
)


def redactions(text: str) -> Iterator[Found]:
    """Every black-out of `text`, of the kind its neighbour tells, or of the kind redaction."""
    bold = [match.span() for match in BOLD.finditer(text)] if "**" in text else []
    common = words().every
    for match in MARK.finditer(text):
        start, end = match.span()
        mark = match["mark"]
        if mark in ("*", "＊") and not _han(text, start - 1) and not _han(text, end):
            continue
        if mark[0] in "xXＸｘ×" and (_latin(text, start - 1) or _latin(text, end)):
            continue
        if bold and any(left in (start, end - 2) or right in (end, start + 2) for left, right in bold):
            continue
        yield _resolved(text, start, end, common)


def _resolved(text: str, start: int, end: int, common: frozenset[str]) -> Found:
    if (
        start
        and text[start - 1] in surnames()[0][:COMMON_SURNAMES]
        and GIVEN.match(text, end)
        and text[start] in "某×*＊xX"
    ):
        return Found(RANK, PERSON, start - 1, end)
    match = NEIGHBOUR.match(text, end)
    if match is None:
        return Found(RANK, REDACTION, start, end)
    for group, kind in (
        ("date", DATE),
        ("office", ORGANISATION),
        ("place", PLACE),
        ("money", MONEY),
        ("percent", PERCENT),
    ):
        if match[group]:
            if (
                group == "place"
                and match[group] + text[match.end() : match.end() + 1] in common
                and match[group] in "区村州旗"
            ):
                return Found(RANK, REDACTION, start, end)
            return Found(RANK, kind, start, match.end())
    if match["count"]:
        unit = match["count"]
        if unit + text[match.end() : match.end() + 1] in common:
            return Found(RANK, REDACTION, start, end)
        return Found(RANK, COUNT, start, match.end(), unit)
    return Found(RANK, PERSON, start, end)


def _han(text: str, index: int) -> bool:
    return 0 <= index < len(text) and "\u4e00" <= text[index] <= "\u9fff"


def _latin(text: str, index: int) -> bool:
    return 0 <= index < len(text) and text[index].isascii() and text[index].isalnum()
