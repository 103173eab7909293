"""Every filter: what it gives, what it refuses, and that no value makes it break or grow."""

from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import FactError
from drafter.facts.filters import FILTERS, apply
from drafter.facts.spec import FactSpec, Kind, parse_fact
from drafter.facts.values import Day, Items, Money, Number, Percent, Period, Text, Value


def value(typed: str) -> Value:
    """A value from its look: 3.5万元 money, 95% percent, 2026年 a period, 甲、乙 a list, “两” text, else a number."""
    kind = Kind.NUMBER
    if "元" in typed:
        kind = Kind.MONEY
    elif "%" in typed:
        kind = Kind.PERCENT
    elif "年" in typed or typed == "十四五":
        kind = Kind.PERIOD
    elif "、" in typed:
        kind = Kind.LIST
    elif typed.startswith("“"):
        return Text(typed.strip("“”"))
    return parse_fact(FactSpec("甲", kind=kind), typed)


RESULTS = [
    ("12 加 4", "16"), ("1.50 加 2.50", "4.00"), ("3.5万 加 200", "35200"), ("3.5万 加 1.5万", "5.0万"),
    ("1.2亿元 加 3500万元", "1.55亿元"), ("3元 加 4元", "7元"), ("1.5% 加 2%", "3.5%"), ("约12 加 3", "约15"),
    ("12 减 4", "8"), ("3 减 5", "-2"), ("3万元 减 200元", "2.98万元"), ("1200余 减 200", "约1000"),
    ("12 乘 1.50", "18"), ("3.5万元 乘 3", "10.5万元"), ("3 乘 3.5万元", "10.5万元"), ("200元 乘 15%", "30元"),
    ("128 乘 25%", "32"), ("25% 乘 128", "32"), ("50% 乘 50%", "25%"), ("3.5万 乘 2", "7万"),
    ("10 除 3", "3.33"), ("12 除 4", "3"), ("10 除 3 4", "3.3333"), ("10 除 4 0", "3"), ("10万元 除 3", "3.33万元"),
    ("10万元 除 4元", "25000"), ("95% 除 2", "47.5%"), ("90% 除 45%", "2"), ("约10 除 4", "约2.5"),
    ("36 占比 128", "28.1%"), ("32 占比 128", "25%"), ("1 占比 3", "33.3%"), ("130 占比 100", "130%"),
    ("1万元 占比 4万元", "25%"), ("约36 占比 128", "约28.1%"), ("0 占比 5", "0%"),
    ("112.5 同比 100", "增长12.5%"), ("97 同比 100", "下降3%"), ("97 同比 97", "持平"), ("100001 同比 100000", "基本持平"),
    ("1.1亿元 同比 10000万元", "增长10%"), ("97.5% 同比 95%", "提高2.5个百分点"), ("95% 同比 97.25%", "下降2.25个百分点"),
    ("95% 同比 95%", "持平"), ("约110 同比 100", "增长约10%"), ("0 同比 5", "下降100%"),
    ("112.5 增幅 100", "12.5%"), ("97 增幅 100", "-3%"), ("97.5% 增幅 95%", "2.5个百分点"),
    ("2.345 保留 2", "2.35"), ("2.5 保留 0", "3"), ("3 保留 2", "3.00"), ("3.5万元 保留 2", "3.50万元"),
    ("28.125% 保留 1", "28.1%"), ("-0.4 保留 0", "0"), ("1200余 保留 1", "1200.0余"),
    ("12 汉字", "十二"), ("2 汉字", "二"), ("2 汉字 “两”", "两"), ("12 汉字 “两”", "十二"), ("3.5万 汉字", "三点五万"),
    ("-3 汉字", "负三"), ("1200余 汉字", "一千二百余"), ("95.6% 汉字", "百分之九十五点六"), ("3.5万元 汉字", "三点五万元"),
    ("2026年 汉字", "二〇二六年"), ("2026年10月20日 汉字", "二〇二六年十月二十日"),
    ("2026年 年份", "2026"), ("2026年1月至12月 年份", "2026"), ("2026年3月8日 年份", "2026"),
    ("2026年 年度", "2026年"), ("2026年上半年 年度", "2026年"), ("2025年9月至2026年6月 年度", "2025—2026年"),
    ("2025—2026学年第一学期 年度", "2025—2026学年"), ("十四五 年度", "2021—2025年"), ("2026年3月8日 年度", "2026年"),
    ("2026年3月8日 年月", "2026年3月"), ("2026年3月1日至8日 年月", "2026年3月"), ("2026年3月8日 月日", "3月8日"),
    ("2026年 起", "2026年1月"), ("2026年 止", "2026年12月"), ("2024—2026年 起", "2024年"), ("2024—2026年 止", "2026年"),
    ("2026年上半年 止", "2026年6月"), ("2025—2026学年 起", "2025年9月"), ("2025—2026学年 止", "2026年8月"),
    ("2026年春季学期 起", "2026年2月"), ("2026年秋季学期 止", "2027年1月"), ("2026年3月1日至8日 止", "2026年3月8日"),
    ("2026年第三季度 起", "2026年7月"), ("2026年前三季度 止", "2026年9月"), ("十四五 止", "2025年"),
    ("35000元 万元", "3.5万元"), ("3.5万元 元", "35000元"), ("3500万元 亿元", "0.35亿元"), ("3.50万元 万元", "3.50万元"),
    ("300余万元 元", "约3000000元"), ("近3万元 元", "近30000元"), ("3万元以上 元", "30000元以上"),
    ("甲、乙、丙 个数", "3"), ("《甲》、《乙》 顿号", "《甲》、《乙》"), ("甲、乙 顿号", "甲、乙"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "printed"), RESULTS)
def test_a_filter_gives(line: str, printed: str) -> None:
    subject, name, *args = line.split()
    assert apply(name, value(subject), tuple(map(value, args))).text() == printed


REFUSALS = [
    ("3元 加 2", "“3元”和“2”不是同一类的数"), ("95% 加 2", "“95%”和“2”不是同一类的数"), ("甲、乙 加 2", "“甲、乙”不是数"),
    ("2 减 “两”", "“两”不是数"), ("2元 乘 3元", "金额不能当倍数"), ("2 除 0", "不能除以0"), ("2元 除 0元", "不能除以0"),
    ("95% 除 0", "不能除以0"), ("2 除 3元", "“2”和“3元”不是同一类的数"), ("2 除 3 11", "小数位数要是0至10的整数，不是“11”"),
    ("2 占比 0", "总数是0，算不出占比"), ("2 占比 3元", "“2”和“3元”不是同一类的数"),
    ("2 同比 0", "上年（期）数是0，算不出同比"), ("2 增幅 0", "上年（期）数是0，算不出同比"),
    ("2 同比 -3", "上年（期）数是负数，同比没有意义"), ("2 同比 3%", "“2”和“3%”不是同一类的数"),
    ("2 保留 1.5", "小数位数要是0至10的整数，不是“1.5”"), ("2 保留 “两”", "小数位数要是0至10的整数，不是“两”"),
    ("甲、乙 汉字", "只有数和日期能写成汉字"), ("2 汉字 “三”", "括号里只能写“两”"),
    ("2026年上半年 汉字", "只有数和日期能写成汉字"), ("99999999999999999 汉字", "只能写不到一亿亿的非负整数"),
    ("2025—2026学年 年份", "跨了年，请用“年度”，或用“起”“止”"), ("2 年度", "不是日期或期间"),
    ("2026年 年月", "没有写到月"), ("2026年上半年 年月", "跨了月，请用“起”“止”"), ("2026年3月 月日", "没有写到日"),
    ("2026年3月1日至8日 月日", "不止一天，请用“起”“止”"), ("2 起", "不是期间"), ("2 万元", "不是金额"),
    ("2 个数", "不是列表或名单"), ("2 顿号", "不是列表或名单"),
    ("999999999999999999999999999999 乘 999999999999999999999999999999", "数字最多30位"),
    ("999999999999999999999999999999 加 1", "数字最多30位"), ("99999999999999999999999999999 保留 2", "数字最多30位"),
    ("999999999999999999999999999999万元 元", "数字最多30位"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "reason"), REFUSALS)
def test_what_a_filter_cannot_do_is_refused_with_the_reason_and_its_use(line: str, reason: str) -> None:
    subject, name, *args = line.split()
    with pytest.raises(FactError) as refused:
        apply(name, value(subject), tuple(map(value, args)))
    assert f"用不了“{name}”：{reason}" in refused.value.what
    assert refused.value.faults[0].todo == f"用法：{FILTERS[name].help}"


def test_an_unknown_filter_names_the_known_ones() -> None:
    with pytest.raises(FactError, match="没有过滤器“平方”。可用的有：加、减、乘"):
        apply("平方", value("2"))


@pytest.mark.parametrize("name", FILTERS)
def test_a_wrong_number_of_arguments_is_refused(name: str) -> None:
    spec = FILTERS[name]
    for count in {spec.min_args - 1, spec.max_args + 1} - {-1}:
        with pytest.raises(FactError, match=f"过滤器“{name}”括号里的个数不对。用法："):
            apply(name, value("2"), (value("2"),) * count)


def test_a_quotient_keeps_what_it_does_not_show() -> None:
    third = apply("除", value("1"), (value("3"),))
    assert third.text() == "0.33"
    assert apply("乘", third, (value("3"),)).text() == "1"
    assert apply("保留", third, (value("5"),)).text() == "0.33333"
    assert apply("保留", apply("占比", value("1"), (value("3"),)), (value("2"),)).text() == "33.33%"


def test_a_year_counts_on() -> None:
    assert apply("加", apply("年份", value("2026年")), (value("1"),)).text() == "2027"


def test_dates_take_the_filters_of_periods() -> None:
    day = Day(2026, 3, 8)
    assert [apply(name, day).text() for name in ("年份", "年度", "年月", "月日")] == [
        "2026", "2026年", "2026年3月", "3月8日",
    ]  # fmt: skip


AMOUNT = st.decimals(-(10**29), 10**29, allow_nan=False, places=0) | st.sampled_from(
    [Decimal(0), Decimal("0.0000000001"), Decimal("3.5")]
)
SCALE = st.sampled_from(["", "万", "万亿"])
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.builds(Percent, AMOUNT),
    st.sampled_from([Text("两"), Items(("甲", "乙")), Day(2026), Period(Day(2025, 9), Day(2026, 8))]),
    st.builds(Number, AMOUNT, SCALE),
    st.builds(Money, AMOUNT, SCALE),
)


@given(st.lists(st.tuples(st.sampled_from(list(FILTERS)), st.lists(VALUES, max_size=2)), max_size=6), VALUES)
def test_any_chain_of_filters_gives_a_short_value_or_is_refused(
    chain: list[tuple[str, list[Value]]], start: Value
) -> None:
    result = start
    with contextlib.suppress(FactError):
        for name, args in chain:
            result = apply(name, result, tuple(args))
    assert len(result.text()) <= 200


@given(st.decimals(-(10**9), 10**9, places=2), st.decimals(-(10**9), 10**9, places=2))
def test_what_is_added_can_be_taken_away_again(first: Decimal, second: Decimal) -> None:
    total = apply("加", Number(first), (Number(second),))
    assert apply("减", total, (Number(second),)) == Number(first)


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_has_one_line_of_help_with_its_own_name(name: str) -> None:
    text = FILTERS[name].help
    assert f"| {name}" in text
    assert "\n" not in text
