"""Values print in one form that reads back as the same value, and refuse what cannot be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import FactError
from drafter.facts.spec import FactSpec, Kind, parse_fact
from drafter.facts.values import Day, Items, Money, Number, Percent, Period, Text, Value, rounded

HAN = st.text("张丽陈刚学习党章甲乙丙", min_size=2, max_size=8)
SCALE = st.sampled_from(["", "万", "亿", "万亿"])
BEFORE = st.sampled_from(["", "约", "近", "超", "超过", "逾", "不少于", "不足"])
AFTER = st.sampled_from(["", "以上", "以下"])
WHOLE = st.integers(0, 10**18).map(Decimal)
ANY = st.decimals(-(10**12), 10**12, allow_nan=False, places=2).map(lambda amount: amount + 0)
DATES = st.dates(date(1000, 1, 1), date(2999, 12, 31))
DAYS = st.builds(lambda day, parts: Day(*(day.year, day.month, day.day)[:parts]), DATES, st.integers(1, 3))


@st.composite
def amounts(draw: st.DrawFn, make: Callable[..., Value], amount: st.SearchStrategy[Decimal]) -> Value:
    scale = draw(SCALE)
    more = draw(st.sampled_from(["", "余", "多"]))
    return make(draw(amount), scale, draw(BEFORE), more, bool(scale and more and draw(st.booleans())))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first, second = sorted((draw(DATES), draw(DATES)))
    parts = draw(st.integers(1, 3))
    fields = [(day.year, day.month, day.day)[:parts] for day in (first, second)]
    return Period(Day(*fields[0]), Day(*fields[1]))


BY_KIND: list[tuple[Kind, st.SearchStrategy[Value]]] = [
    (Kind.TEXT, HAN.map(Text)),
    (Kind.PERSON, HAN.map(Text)),
    (Kind.ORGANISATION, HAN.map(Text)),
    (Kind.TITLE, HAN.map(Text)),
    (Kind.COUNT, amounts(Number, WHOLE)),
    (Kind.NUMBER, amounts(Number, ANY)),
    (Kind.MONEY, amounts(Money, ANY)),
    (Kind.PERCENT, st.builds(Percent, ANY, BEFORE, AFTER)),
    (Kind.DATE, DAYS),
    (Kind.PERIOD, periods()),
    (Kind.PEOPLE, st.lists(HAN, min_size=1, max_size=9).map(lambda names: Items(tuple(names)))),
    (Kind.LIST, st.lists(HAN | HAN.map("《{}》".format), min_size=1).map(lambda items: Items(tuple(items)))),
]


@pytest.mark.parametrize(("kind", "values"), BY_KIND, ids=[kind for kind, _ in BY_KIND])
def test_the_printed_form_of_every_kind_reads_back_as_the_same_value(
    kind: Kind, values: st.SearchStrategy[Value]
) -> None:
    @given(values)
    def read_back(value: Value) -> None:
        printed = value.text()
        again = parse_fact(FactSpec("甲", kind=kind), printed)
        assert again == value
        assert again.text() == printed

    read_back()


def test_every_kind_has_a_round_trip() -> None:
    assert {kind for kind, _ in BY_KIND} == set(Kind)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (Number(Decimal("36.50")), "36.50"), (Number(Decimal(12), more="余"), "12余"),
        (Number(Decimal(10), "万", more="余", more_first=True), "10余万"), (Number(Decimal("3.5"), "万"), "3.5万"),
        (Number(Decimal(10) / 3, places=2), "3.33"), (Number(Decimal(3), places=2), "3"),
        (Number(Decimal("-0.001"), places=2), "0"), (Number(Decimal("1E+3")), "1000"),
        (Percent(Decimal("12.50")), "12.50%"), (Percent(Decimal(200) / 3, places=1), "66.7%"),
        (Money(Decimal("3.50"), "万"), "3.50万元"), (Money(Decimal(3), "万", after="以上"), "3万元以上"),
        (Day(2026), "2026年"), (Day(2026, 3), "2026年3月"), (Day(2026, 3, 8), "2026年3月8日"),
        (Period(Day(2024), Day(2026)), "2024—2026年"), (Period(Day(2026, 1), Day(2026, 12)), "2026年1月至12月"),
        (Period(Day(2026, 3, 1), Day(2026, 3, 8)), "2026年3月1日至8日"),
        (Period(Day(2025, 9, 1), Day(2026, 6, 30)), "2025年9月1日至2026年6月30日"),
        (Items(("甲", "《乙》", "《丙》", "“丁”", "戊")), "甲、《乙》《丙》“丁”、戊"),
    ],
)  # fmt: skip
def test_values_print_in_their_standard_form(value: Value, printed: str) -> None:
    assert value.text() == printed


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: Number(Decimal(10**30)), "数字最多30位"), (lambda: Money(Decimal("1E+200")), "数字最多30位"),
        (lambda: Percent(Decimal("1E-200")), "数字最多30位"), (lambda: Number(Decimal("NaN")), "不是数字"),
        (lambda: Number(Decimal("1E+30"), places=1), "数字最多30位"), (lambda: Money(Decimal("Infinity")), "不是数字"),
        (lambda: Number(Decimal(1), "千"), "不认识“千”这个数位词"), (lambda: Day(26), "年份要写全四位"),
        (lambda: Day(2026, 13), "没有13月"), (lambda: Day(2026, 2, 29), "2026年2月没有29日"),
        (lambda: Day(2026, 0, 3), "没有0月"), (lambda: Period(Day(2026), Day(2025)), "结束时间早于开始时间"),
        (lambda: Period(Day(2026), Day(2026, 3)), "起止时间要写到同样的程度，都写到年、月或日"),
        (lambda: Items(()), "列表里没有内容"), (lambda: Items(("甲", " ")), "列表里没有内容"),
        (lambda: Items(("甲",) * 1001), "列表有1001项，最多1000项"), (lambda: Items(("甲" * 10_001,)), "文字最多10000字"),
        (lambda: Text("甲" * 10_001), "文字有10001字，最多10000字"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_no_value(make: Callable[[], Value], reason: str) -> None:
    with pytest.raises(FactError) as refused:
        make()
    assert refused.value.what == reason


@pytest.mark.parametrize(
    ("amount", "places", "shown"),
    [("2.345", 2, "2.35"), ("2.5", 0, "3"), ("-2.5", 0, "-3"), ("1.005", 2, "1.01"), ("3", 2, "3.00")],
)
def test_halves_are_rounded_away_from_zero(amount: str, places: int, shown: str) -> None:
    assert str(rounded(Decimal(amount), places)) == shown
