"""Dates and periods as people type them: 2026年3月8日, 2026.3.8, 二〇二六年三月, 2026年1-6月, 2025—2026学年.

Raises ValueError with a short Chinese reason, or FactError from the values themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from drafter.facts.numerals import half_width, parse_chinese
from drafter.facts.values import Day, Period

_HAN = "〇零○◯一二三四五六七八九十"
_TOKEN = re.compile(rf"([0-9]+|[{_HAN}]+)(年|月|日|号|[-/.。]|)")
_COMPACT = re.compile(r"([12][0-9]{3})([0-9]{2})([0-9]{2})?")
_MIDNIGHT = re.compile(r"[T ]+00:00(?::00(?:\.0+)?)?$")
_MARKS: Final = ("年", "月", "日号")
_STRONG = re.compile(r"至|到|[—–―~〜]+")
_YEAR = r"([0-9]{4}|[〇零○◯一二三四五六七八九]{4})"


def parse_day(typed: str) -> Day:
    """A date with its year; month and day as far as typed.

    Separators - / . and the marks 年月日号 are read, also 20260308 and the midnight that spreadsheets add.
    """
    text = _plain(_MIDNIGHT.sub("", half_width(typed)))
    compact = _compact(text)
    if compact:
        return Day(*compact)
    tokens = _tokens(text)
    fields = _fields(tokens, 0)
    if tokens[-1][1] not in _MARKS[len(tokens) - 1] or ("年" in text and not tokens[-1][1]):
        raise ValueError("日期没有写完整")
    return Day(*fields)


def _plain(text: str) -> str:
    return text.replace(" ", "").replace("月份", "月")


def _tokens(text: str) -> list[tuple[str, str]]:
    """The numbers of a date and the mark after each."""
    found = [(match[1], match[2]) for match in _TOKEN.finditer(text)]
    if not 1 <= len(found) <= 3 or "".join(number + mark for number, mark in found) != text:
        raise ValueError("不是日期")
    return found


def _fields(tokens: list[tuple[str, str]], first: int) -> list[int]:
    """The numbers of `tokens` as year, month, day, beginning with the field `first` (0 the year)."""
    fields = []
    for place, (number, mark) in enumerate(tokens, first):
        if place > 2 or (mark in "年月日号" and mark not in _MARKS[place]):
            raise ValueError("要写明年份" if place == 0 and mark in "月日号" else "年月日的顺序不对")
        if place == 0 and len(number) != 4:
            raise ValueError("年份要写全四位")
        fields.append(_number(number))
    return _no_zero(fields)


def _no_zero(fields: list[int]) -> list[int]:
    # Day takes 0 for "unknown", so a typed one would silently become a whole year or month.
    if 0 in fields:
        raise ValueError("没有“零月”“零日”")
    return fields


def _number(digits: str) -> int:
    if len(digits) > 4:
        raise ValueError("不是日期")
    return int(digits) if digits.isascii() else parse_chinese(digits)


def parse_period(typed: str) -> Period:
    """A year, a range of years, months or days, or a period with a name: 上半年, 第一季度, 学年, 学期, “十四五”时期."""
    text = _plain(half_width(typed))
    for pattern, make in _NAMED:
        found = pattern.fullmatch(text)
        if found:
            return make(*found.groups())
    text = re.sub(r"^[自从]|止$|期间$", "", text)
    cut = _cut(text)
    if cut is None:
        day = parse_day(text)
        return Period(day, day)
    return _range(*cut)


def _cut(text: str) -> tuple[str, str] | None:
    """The two ends of a range; None if `text` is a single date. A hyphen may join or separate."""
    strong = _STRONG.split(text)
    if len(strong) == 2:
        return strong[0], strong[1]
    if len(strong) > 2:
        raise ValueError("起止时间只能有一个“至”")
    pieces = text.split("-")
    hyphens = len(pieces) - 1
    if hyphens == 1 and not re.fullmatch(r"[0-9]{4}-[0-9]{1,2}", text):
        return pieces[0], pieces[1]
    if hyphens in (3, 5):
        middle = (hyphens + 1) // 2
        return "-".join(pieces[:middle]), "-".join(pieces[middle:])
    return None


def _range(left: str, right: str) -> Period:
    """A range whose right end may leave out what it shares with the left: 2026年1—6月, 2026.1.1—6.30."""
    start = _compact(left) or _fields(_tokens(left.removesuffix("起")), 0)
    end = _compact(right)
    if end is None:
        tokens = _tokens(right)
        first = _first_field(tokens, len(start))
        end = [*start[:first], *_fields(tokens, first)] if first <= len(start) else []
    if len(end) != len(start):
        raise ValueError("起止时间要写到同样的程度，都写到年、月或日")
    return Period(Day(*start), Day(*end))


def _first_field(tokens: list[tuple[str, str]], known: int) -> int:
    """Which field (0 the year) the right end begins with, the left having `known` fields: 6.30 ends like 2026.1.1."""
    number, mark = tokens[0]
    if mark == "年" or len(number) == 4:
        return 0
    if mark == "月":
        return 1
    return 2 if mark and mark in "日号" else max(known - len(tokens), 0)


def _compact(text: str) -> list[int] | None:
    """Year, month and perhaps day of 20260308 or 202603."""
    found = _COMPACT.fullmatch(text)
    return _no_zero([int(part) for part in found.groups() if part]) if found else None


def _year(text: str) -> int:
    return int(text) if text.isascii() else parse_chinese(text)


def _whole_year(year: str) -> Period:
    return Period(Day(_year(year)), Day(_year(year)))


def _half(year: str, which: str) -> Period:
    first, last = (1, 6) if which == "上" else (7, 12)
    return _months_of(_year(year), first, last, f"{which}半年")


def _quarter(year: str, which: str) -> Period:
    number = "一二三四".find(which) + 1 or int(which)
    return _months_of(_year(year), 3 * number - 2, 3 * number, f"第{'一二三四'[number - 1]}季度")


def _quarters(year: str, which: str) -> Period:
    number = {"两": 2, "二": 2, "三": 3}.get(which) or int(which)
    return _months_of(_year(year), 1, 3 * number, f"前{'两' if number == 2 else '三'}季度")


def _months_of(year: int, first: int, last: int, name: str) -> Period:
    return Period(Day(year, first), Day(year, last), f"{year}年{name}")


def _term(year: str, season: str) -> Period:
    """春季学期 runs February to July, 秋季学期 September to January: the usual school calendar."""
    start = _year(year)
    ends = (Day(start, 2), Day(start, 7)) if season == "春" else (Day(start, 9), Day(start + 1, 1))
    return Period(*ends, f"{start}年{season}季学期")


def _school_year(first: str, second: str | None, term: str | None) -> Period:
    """A school year runs from September to August, its first term to January."""
    start = _year(first)
    if second is not None and _year(second) != start + 1:
        raise ValueError("学年要写相邻的两年")
    label = f"{start}—{start + 1}学年" if second is not None else f"{start}学年"
    if term is None:
        return Period(Day(start, 9), Day(start + 1, 8), label)
    if term in "一1上":
        return Period(Day(start, 9), Day(start + 1, 1), f"{label}第一学期")
    return Period(Day(start + 1, 2), Day(start + 1, 7), f"{label}第二学期")


def _plan(number: str) -> Period:
    """A five-year plan: the third began in 1966, and every later one five years after the one before."""
    which = parse_chinese(number[:-1]) if number.endswith("五") else 0
    if not 3 <= which <= 99:
        raise ValueError("没有这个五年规划")
    start = 1966 + 5 * (which - 3)
    return Period(Day(start), Day(start + 4), f"“{number}”时期")


_NAMED: Final[tuple[tuple[re.Pattern[str], Callable[..., Period]], ...]] = (
    (re.compile(rf"{_YEAR}(?:年度|年全年|全年|年|)"), _whole_year),
    (re.compile(rf"{_YEAR}年(上|下)半年"), _half),
    (re.compile(rf"{_YEAR}年第?([一二三四1-4])季度"), _quarter),
    (re.compile(rf"{_YEAR}年前([两二三23])个?季度"), _quarters),
    (re.compile(rf"{_YEAR}年?(春|秋)季?学期"), _term),
    (re.compile(rf"{_YEAR}(?:[-—–―~〜至到]+{_YEAR})?学年度?(?:第?([一二上下12])学期)?"), _school_year),
    (re.compile(r"[“\"]?([一二三四五六七八九十]{1,3}五)[”\"]?(?:时期|期间|规划期间|规划时期)?"), _plan),
)
