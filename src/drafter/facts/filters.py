"""The filters of the slot language: arithmetic of facts, 占比 and 同比, and other ways to print a value.

A filter takes a value and up to two arguments, values too, and gives a value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from drafter.errors import FactError
from drafter.facts.arithmetic import (
    Amount,
    add,
    brief,
    compared,
    divide,
    in_scale,
    keep,
    multiply,
    rate,
    share,
    subtract,
)
from drafter.facts.dates import parse_period
from drafter.facts.numerals import chinese, chinese_decimal, chinese_digits
from drafter.facts.values import Day, Items, Money, Number, Percent, Period, Text, Value, digits


@dataclass(frozen=True, slots=True)
class FilterSpec:
    """One filter: `call` takes the value and from `min_args` to `max_args` further values; `help` is one line."""

    name: str
    call: Callable[..., Value]
    min_args: int
    max_args: int
    help: str


def apply(name: str, value: Value, args: tuple[Value, ...] = ()) -> Value:
    """The result of filter `name`; raises FactError saying what does not suit and how the filter is used."""
    spec = FILTERS.get(name)
    if spec is None:
        raise FactError(f"没有过滤器“{name}”", todo=f"可用的有：{'、'.join(FILTERS)}")
    if not spec.min_args <= len(args) <= spec.max_args:
        raise FactError(f"过滤器“{name}”括号里的个数不对", todo=f"用法：{spec.help}")
    try:
        return spec.call(value, *args)
    except (FactError, ValueError) as error:
        reason = error.what if isinstance(error, FactError) else str(error)
        raise FactError(f"“{brief(value)}”用不了“{name}”：{reason}", todo=f"用法：{spec.help}") from None


def _han(value: Value, word: Value | None = None) -> Value:
    if word is not None and word.text() != "两":
        raise FactError("括号里只能写“两”")
    match value:
        case Number():
            return Text(_han_number(value, two="两" if word else "二"))
        case Money():
            number = Number(
                value.amount, value.scale, value.before, value.more, value.more_first, value.places
            )
            return Text(f"{_han_number(number)}元{value.after}")
        case Percent():
            sign, written = _han_digits(value)
            return Text(f"{value.before}{sign}百分之{written}{value.after}")
        case Day():
            return Text(_han_day(value))
        case Period() if value.start == value.end and not value.name:
            return Text(_han_day(value.start))
        case _:
            raise FactError("只有数和日期能写成汉字")


def _han_digits(value: Amount) -> tuple[str, str]:
    shown = Decimal(digits(value.amount, value.places))
    return "负" if shown < 0 else "", chinese_decimal(shown.copy_abs())


def _han_number(value: Number, two: str = "二") -> str:
    sign, written = _han_digits(value)
    tail = value.more + value.scale if value.more_first else value.scale + value.more
    return f"{value.before}{sign}{two if written == '二' else written}{tail}"


def _han_day(day: Day) -> str:
    """二〇二六年三月八日: years digit by digit, months and days as numbers (GB/T 15835-2011 5.2.5)."""
    month = f"{chinese(day.month)}月" if day.month else ""
    return f"{chinese_digits(str(day.year))}年{month}" + (f"{chinese(day.day)}日" if day.day else "")


def _ends(value: Value) -> tuple[Day, Day]:
    match value:
        case Day():
            return value, value
        case Period():
            return value.start, value.end
        case _:
            raise FactError("不是日期或期间")


def _year(value: Value) -> Value:
    start, end = _ends(value)
    if start.year != end.year:
        raise FactError("跨了年，请用“年度”，或用“起”“止”")
    return Number(Decimal(start.year))


def _years(value: Value) -> Value:
    start, end = _ends(value)
    if isinstance(value, Period) and "学年" in value.name:
        return parse_period(value.name.partition("学年")[0] + "学年")
    return Day(start.year) if start.year == end.year else Period(Day(start.year), Day(end.year))


def _month(value: Value) -> Value:
    start, end = _ends(value)
    if not start.month:
        raise FactError("没有写到月")
    if (start.year, start.month) != (end.year, end.month):
        raise FactError("跨了月，请用“起”“止”")
    return Day(start.year, start.month)


def _month_day(value: Value) -> Value:
    start, end = _ends(value)
    if start != end or not start.day:
        raise FactError("没有写到日" if not start.day else "不止一天，请用“起”“止”")
    return Text(f"{start.month}月{start.day}日")


def _bounds(value: Value) -> tuple[Day, Day]:
    if not isinstance(value, Period):
        raise FactError("不是期间")
    start, end = value.start, value.end
    # 自2026年1月至2026年12月 says more than 自2026年至2026年.
    return (Day(start.year, 1), Day(end.year, 12)) if start == end and not start.month else (start, end)


def _begin(value: Value) -> Value:
    return _bounds(value)[0]


def _finish(value: Value) -> Value:
    return _bounds(value)[1]


def _unit(scale: str) -> Callable[[Value], Value]:
    def convert(value: Value) -> Value:
        if not isinstance(value, Money):
            raise FactError("不是金额")
        if value.scale == scale:
            return value
        # 300余万元 does not say how many 元 the 余 stands for.
        before = "约" if value.more else value.before
        amount = in_scale(value.value, scale)
        return Money(amount, scale, before, after=value.after, places=value.places)

    return convert


def _count(value: Value) -> Value:
    if not isinstance(value, Items):
        raise FactError("不是列表或名单")
    return Number(Decimal(len(value.items)))


def _joined(value: Value) -> Value:
    if not isinstance(value, Items):
        raise FactError("不是列表或名单")
    return Text("、".join(value.items))


def _table(*rows: tuple[str, Callable[..., Any], int, int, str]) -> Mapping[str, FilterSpec]:
    return MappingProxyType({row[0]: FilterSpec(*row) for row in rows})


FILTERS: Final = _table(
    ("加", add, 1, 1, "加上另一个数：{{ 支委会次数 | 加(党员大会次数) }}"),
    ("减", subtract, 1, 1, "减去另一个数：{{ 党员总数 | 减(预备党员数) }}"),
    ("乘", multiply, 1, 1, "乘以一个数或百分数：{{ 每户补助 | 乘(户数) }}"),
    ("除", divide, 1, 2, "除以一个数，最多留2位小数；要留几位写在后面：{{ 总学时 | 除(党员总数, 1) }}"),
    ("占比", share, 1, 1, "占总数的百分比，最多1位小数：{{ 党员总数 | 占比(教职工总数) }} 得 28%"),
    ("同比", compared, 1, 1, "和上年（期）比：{{ 今年收入 | 同比(去年收入) }} 得 增长12.5%、下降3% 或 持平"),
    ("增幅", rate, 1, 1, "比上年（期）增加的百分比：{{ 今年收入 | 增幅(去年收入) }} 得 12.5%"),
    ("保留", keep, 1, 1, "四舍五入，留几位小数：{{ 平均分 | 保留(1) }}"),
    ("汉字", _han, 0, 1, '写成汉字：{{ 届次 | 汉字 }} 得 十二；2要写成“两”时用 汉字("两")'),
    ("年份", _year, 0, 0, "只要年份的数字：{{ 总结期间 | 年份 }} 得 2026"),
    ("年度", _years, 0, 0, "只写到年：{{ 总结期间 | 年度 }} 得 2026年"),
    ("年月", _month, 0, 0, "只写到月：{{ 会议日期 | 年月 }} 得 2026年3月"),
    ("月日", _month_day, 0, 0, "不写年份：{{ 会议日期 | 月日 }} 得 3月8日"),
    ("起", _begin, 0, 0, "期间从什么时候开始：{{ 总结期间 | 起 }} 得 2026年1月"),
    ("止", _finish, 0, 0, "期间到什么时候结束：{{ 总结期间 | 止 }} 得 2026年12月"),
    ("元", _unit(""), 0, 0, "金额换成元：{{ 投入资金 | 元 }} 得 35000元"),
    ("万元", _unit("万"), 0, 0, "金额换成万元：{{ 投入资金 | 万元 }} 得 3.5万元"),
    ("亿元", _unit("亿"), 0, 0, "金额换成亿元：{{ 投入资金 | 亿元 }} 得 1.2亿元"),
    ("个数", _count, 0, 0, "列表或名单有几项：{{ 党员姓名 | 个数 }} 得 2"),
    ("顿号", _joined, 0, 0, "各项之间都用顿号：{{ 党员姓名 | 顿号 }} 得 张丽、陈刚"),
)
"""Every filter by name."""
