"""Dates, percentages, amounts of money, counts with their unit, and numbers that are silently missing (blanks)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from drafter.mine.entities.found import Found
from drafter.mine.entities.lists import either, terms
from drafter.mine.entities.words import words
from drafter.mine.records import BLANK, COUNT, DATE, MONEY, PERCENT

RANK: Final = 20
UNITS: Final = terms("numbers", "units")
_UNIT: Final = either(UNITS)
_TIME: Final = r"(?:(?:上午|下午|晚上?|中午|凌晨|早上|上旬|中旬|下旬|初|底|末)(?:\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分|半)?))?)"
_DAY: Final = rf"\d{{1,2}}(?:[日号](?:{_TIME})?|[至到\-—~～、](?=\d{{1,2}}[日号])\d{{1,2}}[日号])"
_X: Final = r"(?:\d|[xX×*]){2}"
DIGITS: Final = re.compile(r"[0-9][0-9xX×*]*(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?")
DATES: Final = re.compile(
    rf"(?:(?:19|20){_X}|(?<![0-9])0[0-9]|(?<![0-9])[89][0-9])年(?!级|来|间)"
    rf"(?:度|初|底|末|春季?|秋季?|上半年|下半年|[至到\-—~～](?:(?:19|20)\d\d)年|(?:\d{{1,2}}|[xX×*]{{1,2}})月份?(?:(?:\d{{1,2}}|[xX×*]{{1,2}})[日号](?:{_TIME})?|上旬|中旬|下旬|初|底|末)?)?"
    rf"(?:[至到\-—~～](?:\d{{4}}年)?(?:\d{{1,2}}月)?(?:\d{{1,2}}[日号])?(?<=[年月日号]))?"
    rf"|(?:1[0-2]|0?[1-9])月(?:份|{_DAY}|上旬|中旬|下旬|初|底|末)?(?:[至到\-—~～](?:\d{{1,2}}月)?(?:\d{{1,2}}[日号])?(?<=[月日号]))?"
    r"|(?:19|20)\d\d[./-](?:1[0-2]|0?[1-9])(?:[./-](?:3[01]|[12][0-9]|0?[1-9])(?![0-9]))"
    r"|(?:19|20)\d\d[\-—~～至到](?:19|20)\d\d(?=学?年|[,，。、）)\s])(?:学?年)?"
    rf"|(?:3[01]|[12][0-9]|[1-9])[日](?:{_TIME})?(?!均)"
)
BARE_YEAR: Final = re.compile(r"(?:19|20)\d\d(?=[,，。、；;】\])）级届秋春\n]|$)")
RELATIVE: Final = ("去年", "今年", "明年", "前年", "当年", "本年", "同年", "次年", "翌年")
HAN_DATES: Final = re.compile(
    r"[一二][〇○零一二三四五六七八九]{3}年(?:度|[一二三四五六七八九十]{1,2}月(?:份|[一二三四五六七八九十]{1,3}日)?)?"
    r"|[一二三四五六七八九十]{1,2}月(?:份|[一二三四五六七八九十]{1,3}[日号]|上旬|中旬|下旬|底|末)"
)
_RANGE: Final = r"(?:\s?[\-—~～至到]\s?[0-9]+(?:\.[0-9]+)?)?"
TAIL: Final = re.compile(
    rf"{_RANGE}(?P<space>[ 　]?)(?:(?P<percent>[%％‰]|个百分点)"
    r"|(?P<money>[多余几]?[十百千万亿]{0,3}[多余]?[ ]?(?:元|美元|美金|欧元|港元|人民币)(?!旦|件|素))"
    rf"|(?P<mark>[多余几]?[十百千万亿]{{0,3}}[多余]?)(?P<unit>{_UNIT}|大(?![于小学会概约致]))(?![〇]))"
)
NOT_AFTER: Final = re.compile(
    r"人员|人民|人才|年级|年制|年一贯|年义务|点钟|部门|部分|项目|条例|条款|分之|名师|对1|对一|次方|本科|级|届|期间|所谓|处于|起来|位于|"
    r"万年|字文|章程|周岁|班|校区|园区|村民|乡镇|乡村|镇村|县区|县级|次全会|次全体"
)
LONGEST_COUNT: Final = 8
"""Digits; a longer number is that of a document, a telephone or a student."""
HAN: Final = "二两三四五六七八九十"
_HAN_NUMBER: Final = rf"(?:[{HAN}几]|一(?=[百千]))[{HAN}一百千万亿零〇]{{0,12}}[余多来]?"
_HAN_UNIT: Final = terms("numbers", "han_unit")
_CONCRETE: Final = (
    "方面|月|小时|学校|支部|党支部|村|部门|单位|环节|问题|阶段|小组|专题|专业|学院|工作日|项目|重点|中队|大队|班|组|团队|年级|街道|社区|"
    "乡镇|县|市|省|区|工作组|教学班|教研组|课题|课程|主题|步骤|层面|部分|维度|自然村|站点|品牌|基地|活动|讲座|行政村|国家|家庭|学期|星期|"
    "篇章|板块|历史时期|时期"
)
HAN_COUNTS: Final = re.compile(
    rf"(?P<number>{_HAN_NUMBER})(?:(?P<unit>{either(_HAN_UNIT)})|(?P<piece>个)(?P<what>{_CONCRETE}))"
)
ONE_LONG: Final = re.compile(r"(?:为期|历时|时长|近|满|达)一(?P<unit>个多?月|周|年|天|学期|个学期)")
HAN_MONEY: Final = re.compile(
    r"[一二两三四五六七八九十几数][一二两三四五六七八九十百千万亿零]{0,12}[余多]?[百千万亿]{0,3}元(?![旦素件化宵首老帅])"
)
HAN_PERCENT: Final = re.compile(r"百分之[一二两三四五六七八九十百零点]{1,8}")
HAN_NO_BEFORE: Final = frozenset('第初“‘"周拜老十百千万亿零点一九八七六五四三二两数每午晚')
HAN_NO_AFTER: Final = re.compile(
    r"年级|年制|年一贯|年义务|点论|点钟|点半|次产业|次分配|条腿|条战线|人转|人小组|位一体|项规定|项基本原则|项纪律|步走|分之|本账|部曲|"
    r"部门|部分|门课|项目|条例|件套|支部|本书|级|名师|家子|周刊|天两|口之|点一线|类分子|期叠加|期工程|轮驱动|支一扶|次全会|次全体|次会议|年行动"
)
BLANK_UNITS: Final = terms("numbers", "blank_units")
SPACED: Final = re.compile(rf"[ 　]{{1,8}}(?P<unit>{either(BLANK_UNITS)})(?P<next>.?)")
UNNUMBERED: Final = re.compile(r"(?P<unit>人次|万元|万亩|平方公里|平方米|公里|亩|名|个)(?=[,，。；;、（(])")
BEFORE_UNNUMBERED: Final = frozenset(
    "0123456789 　多余几每各此这那哪一二两三四五六七八九十百千万亿半整数单何某零〇×xX*#%％好"
)


def numbers(text: str) -> Iterator[Found]:
    """Every date, percentage, amount, count and blank of `text`; some may overlap."""
    for match in DIGITS.finditer(text):
        found = _digits(text, match.start(), match.end())
        if found:
            yield found
    for match in HAN_DATES.finditer(text):
        start = match.start()
        if text[start - 1 : start] not in ("“", "‘", '"') or not start:
            yield Found(RANK, DATE, _with_relative(text, start), match.end())
    for pattern, kind in ((HAN_MONEY, MONEY), (HAN_PERCENT, PERCENT)):
        for match in pattern.finditer(text):
            if text[match.start() - 1 : match.start()] != "第" and text[match.start() : match.end()] not in (
                "一元",
                "二元",
                "三元",
                "多元",
            ):
                yield Found(RANK - 1, kind, match.start(), match.end())
    yield from _han_counts(text)
    yield from _blanks(text)


def _with_relative(text: str, start: int) -> int:
    return start - 2 if text[max(0, start - 2) : start] in RELATIVE else start


def _digits(text: str, start: int, end: int) -> Found | None:
    before = text[start - 1] if start else ""
    if before.isascii() and before and (before.isalnum() or before in "._/\\=?&"):
        return None
    match = DATES.match(text, start)
    if (
        match
        and before != "第"
        and not (before == "." or (text[match.end() - 1] == "日" and before in ("-", "—")))
    ):
        return Found(RANK, DATE, _with_relative(text, start), match.end())
    if before == "第":
        return None
    number = re.match(r"[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?", text[start:end])
    if number is None:
        return None
    end = start + number.end()
    match = TAIL.match(text, end)
    if match:
        return _with_tail(text, start, match)
    if BARE_YEAR.match(text, start) and before not in ("“", "-", "—", "‘"):
        return Found(RANK + 1, DATE, start, start + 4)
    return None


def _with_tail(text: str, start: int, match: re.Match[str]) -> Found | None:
    if match["percent"]:
        return Found(RANK, PERCENT, start, match.end())
    if match["money"]:
        return Found(RANK, MONEY, start, match.end())
    unit = match["unit"]
    if match.start() - start > LONGEST_COUNT and "." not in text[start : match.start()]:
        return None
    if NOT_AFTER.match(text, match.start("unit")) and unit != "届":
        return None
    if match["space"] and text[match.end() : match.end() + 1].isascii() and len(unit) == 1 and unit in "万亿":
        return None
    return Found(RANK, COUNT, start, match.end(), unit)


def _han_counts(text: str) -> Iterator[Found]:
    for match in HAN_COUNTS.finditer(text):
        start = match.start()
        if start and (text[start - 1] in HAN_NO_BEFORE or text[start - 2 : start] == "星期"):
            continue
        number = match["number"]
        if (
            number == "十"
            or number[0] == "几"
            or (number in ("一百", "一千") and match["unit"] in ("年", "周年"))
        ):
            continue
        if match["piece"]:
            end = match.end("piece")
            unit = "个"
            if match["what"] == "月":
                end, unit = match.end(), "个月"
        else:
            if HAN_NO_AFTER.match(text, match.start("unit")):
                continue
            end, unit = match.end(), match["unit"]
        yield Found(RANK, COUNT, start, end, unit)
    for match in ONE_LONG.finditer(text):
        yield Found(RANK, COUNT, match.start("unit") - 1, match.end(), match["unit"])


def _blanks(text: str) -> Iterator[Found]:
    common = words().every
    for match in SPACED.finditer(text):
        start, unit, after = match.start(), match["unit"], match["next"]
        if not start or not "\u4e00" <= text[start - 1] <= "\u9fff":
            continue
        if "\u4e00" <= after <= "\u9fff" and (unit == "人" or unit + after in common):
            continue
        yield Found(RANK, BLANK, start, match.end("unit"), unit)
    for match in UNNUMBERED.finditer(text):
        start = match.start()
        before = text[start - 1] if start else ""
        if not "\u4e00" <= before <= "\u9fff" or before in BEFORE_UNNUMBERED:
            continue
        if before + match["unit"] not in common and text[max(0, start - 2) : match.end()] not in common:
            yield Found(RANK + 5, BLANK, start, match.end(), match["unit"])
