"""What people type for each kind of fact, how it prints, and what is refused with which words."""

from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import FactError
from drafter.facts.spec import FactSpec, Kind, Vocabulary, fit, is_open, parse_fact
from drafter.facts.values import Items, Money, Number, Text, magnitude

PRINTED = [
    *[(Kind.DATE, typed, "2026年3月8日") for typed in (
        "2026年3月8日", "2026-3-8", "2026-03-08", "2026/03/08", "2026.3.8", "20260308", "二〇二六年三月八日",
        "二零二六年三月八日", "２０２６年３月８日", "2026年03月08日", "2026 年 3 月 8 日", "2026年3月8号", "2026。3。8",
        "2026-03-08 00:00:00", "2026-03-08T00:00:00",
    )],
    *[(Kind.DATE, typed, "2026年3月") for typed in ("２０２６年３月", "2026-3", "2026/03", "202603", "2026年3月份")],
    *[(Kind.DATE, typed, "2026年") for typed in ("2026年", "2026", "二〇二六年")],
    (Kind.DATE, "2024年2月29日", "2024年2月29日"),
    *[(Kind.PERIOD, typed, "2026年") for typed in ("2026年", "2026", "2026年度", "2026年全年", "二〇二六年")],
    (Kind.PERIOD, "2026年1月至12月", "2026年1月至12月"),
    *[(Kind.PERIOD, typed, "2026年1月至6月") for typed in (
        "2026年1-6月", "2026年1—6月", "2026年1～6月", "2026年1月到6月", "2026.1-6", "2026-01-2026-06", "202601—202606",
        "二〇二六年一月至六月", "2026年1月-2026年6月", "自2026年1月起至2026年6月止",
    )],
    *[(Kind.PERIOD, typed, "2026年1月1日至6月30日") for typed in (
        "2026.1.1—2026.6.30", "2026.1.1-6.30", "2026-01-01至2026-06-30", "2026-1-1-2026-6-30", "20260101-20260630",
        "2026年1月1日至6月30日",
    )],
    (Kind.PERIOD, "2026年3月1-8日", "2026年3月1日至8日"),
    (Kind.PERIOD, "2025年9月至2026年6月", "2025年9月至2026年6月"),
    *[(Kind.PERIOD, typed, "2024—2026年") for typed in ("2024-2026年", "2024—2026", "2024年至2026年")],
    (Kind.PERIOD, "2026年3月", "2026年3月"),
    (Kind.PERIOD, "2026-3", "2026年3月"),
    (Kind.PERIOD, "2026年上半年", "2026年上半年"),
    (Kind.PERIOD, "2026年下半年", "2026年下半年"),
    *[(Kind.PERIOD, typed, "2026年第一季度") for typed in ("2026年第一季度", "2026年一季度", "2026年1季度")],
    (Kind.PERIOD, "2026年前3季度", "2026年前三季度"),
    *[(Kind.PERIOD, typed, "2025—2026学年") for typed in ("2025—2026学年", "2025-2026学年度", "2025至2026学年")],
    (Kind.PERIOD, "2025-2026学年上学期", "2025—2026学年第一学期"),
    (Kind.PERIOD, "2025学年", "2025学年"),
    (Kind.PERIOD, "2026年春季学期", "2026年春季学期"),
    *[(Kind.PERIOD, typed, "“十五五”时期") for typed in ("十五五", "“十五五”期间", "“十五五”时期")],
    (Kind.COUNT, "１２", "12"), (Kind.COUNT, "十二", "12"), (Kind.COUNT, "12次", "12"), (Kind.COUNT, "十二次", "12"),
    (Kind.COUNT, "12 次", "12"), (Kind.COUNT, "1,200", "1200"), (Kind.COUNT, "12.0", "12"), (Kind.COUNT, "0", "0"),
    (Kind.COUNT, "1200余", "1200余"), (Kind.COUNT, "1200余次", "1200余"), (Kind.COUNT, "1200多次", "1200多"),
    (Kind.COUNT, "约1200次", "约1200"), (Kind.COUNT, "大约1200次", "约1200"), (Kind.COUNT, "1200次左右", "约1200"),
    (Kind.COUNT, "近1200次", "近1200"), (Kind.COUNT, "3.5万次", "3.5万"), (Kind.COUNT, "10余万次", "10余万"),
    (Kind.COUNT, "三万五千", "35000"), (Kind.COUNT, "两百零五", "205"),
    (Kind.NUMBER, "36", "36"), (Kind.NUMBER, "36.50", "36.50"), (Kind.NUMBER, ".5", "0.5"),
    (Kind.NUMBER, "-3.5", "-3.5"), (Kind.NUMBER, "负三", "-3"), (Kind.NUMBER, "六十点五次", "60.5"),
    *[(Kind.PERCENT, typed, "95%") for typed in (
        "95%", "９５％", "95 %", "百分之九十五", "95", "九十五", "95﹪",
    )],
    (Kind.PERCENT, "0.95", "0.95%"), (Kind.PERCENT, "95.60%", "95.60%"), (Kind.PERCENT, "百分之百", "100%"),
    (Kind.PERCENT, "百分之九十五点六", "95.6%"), (Kind.PERCENT, "近95%", "近95%"), (Kind.PERCENT, "120%", "120%"),
    (Kind.PERCENT, "95%以上", "95%以上"), (Kind.PERCENT, "95%左右", "约95%"), (Kind.PERCENT, "-3%", "-3%"),
    (Kind.MONEY, "3.5万元", "3.5万元"), (Kind.MONEY, "￥3.5万", "3.5万元"), (Kind.MONEY, "35000", "35000元"),
    (Kind.MONEY, "三万五千元", "35000元"), (Kind.MONEY, "1.2亿元", "1.2亿元"), (Kind.MONEY, "35,000.00元", "35000.00元"),
    (Kind.MONEY, "三千五百万元", "3500万元"), (Kind.MONEY, "3千万元", "3000万元"), (Kind.MONEY, "约3.5万元", "约3.5万元"),
    (Kind.MONEY, "3.5万元左右", "约3.5万元"), (Kind.MONEY, "300余万元", "300余万元"), (Kind.MONEY, "3万余元", "3万余元"),
    (Kind.MONEY, "3万元以上", "3万元以上"), (Kind.MONEY, "人民币3万元整", "3万元"), (Kind.MONEY, "-3万元", "-3万元"),
    (Kind.PEOPLE, "张丽、陈刚", "张丽、陈刚"), (Kind.PEOPLE, "张丽，陈刚；王五", "张丽、陈刚、王五"),
    (Kind.PEOPLE, "张丽 陈刚", "张丽、陈刚"), (Kind.PEOPLE, "张丽\n陈刚\n", "张丽、陈刚"),
    (Kind.PEOPLE, "张　伟、李小明", "张伟、李小明"), (Kind.PEOPLE, "张 伟 李小明", "张伟、李小明"),
    (Kind.PEOPLE, "John Smith、张丽", "John Smith、张丽"), (Kind.PEOPLE, "张丽,,陈刚,", "张丽、陈刚"),
    (Kind.LIST, "学习党章；清洁校园。", "学习党章、清洁校园"), (Kind.LIST, "学习党章 清洁校园", "学习党章、清洁校园"),
    (Kind.LIST, "《甲、乙办法》、《丙》", "《甲、乙办法》《丙》"), (Kind.LIST, "“甲”、乙", "“甲”、乙"),
    (Kind.LIST, "《甲》（试行）、《乙》", "《甲》（试行）、《乙》"), (Kind.LIST, "甲（一，二），乙", "甲（一，二）、乙"),
    (Kind.LIST, "GB/T 9704、乙", "GB/T 9704、乙"), (Kind.LIST, "《甲、乙", "《甲、乙"),
    (Kind.TITLE, "《党务公开制度》", "党务公开制度"), (Kind.TITLE, "《甲》和《乙》", "《甲》和《乙》"),
    (Kind.PERSON, "李　明", "李明"), (Kind.PERSON, " 欧阳修 ", "欧阳修"),
    (Kind.ORGANISATION, " 青山县实验小学 ", "青山县实验小学"), (Kind.TEXT, " 甲\r\n乙 ", "甲\n乙"),
]  # fmt: skip


def spec(kind: Kind, unit: str = "") -> FactSpec:
    return FactSpec("甲", kind=kind, unit=unit or ("次" if kind in (Kind.COUNT, Kind.NUMBER) else ""))


@pytest.mark.parametrize(("kind", "typed", "printed"), PRINTED)
def test_what_people_type_prints_in_the_standard_form(kind: Kind, typed: str, printed: str) -> None:
    assert parse_fact(spec(kind), typed).text() == printed


REFUSED = [
    (Kind.DATE, "26年3月8日", "年份要写全四位"), (Kind.DATE, "3月8日", "要写明年份"),
    (Kind.DATE, "2026年13月", "没有13月"), (Kind.DATE, "2026年2月30日", "2026年2月没有30日"),
    (Kind.DATE, "2025年2月29日", "2025年2月没有29日"), (Kind.DATE, "20261301", "没有13月"),
    (Kind.DATE, "202600", "没有“零月”“零日”"), (Kind.DATE, "2026年0月", "没有“零月”“零日”"),
    (Kind.DATE, "2026年8日", "年月日的顺序不对"), (Kind.DATE, "2026年3", "日期没有写完整"),
    (Kind.DATE, "2026.3.", "日期没有写完整"), (Kind.DATE, "昨天", "不是日期"), (Kind.DATE, "2026-3-8-9", "不是日期"),
    (Kind.DATE, "2026年3月00000000012日", "不是日期"), (Kind.DATE, "2026-03-08 09:30", "不是日期"),
    (Kind.PERIOD, "2026年6月至3月", "结束时间早于开始时间"), (Kind.PERIOD, "1月至6月", "要写明年份"),
    (Kind.PERIOD, "2026年1月至6月30日", "起止时间要写到同样的程度，都写到年、月或日"),
    (Kind.PERIOD, "2025—2027学年", "学年要写相邻的两年"), (Kind.PERIOD, "24-26年", "年份要写全四位"),
    (Kind.PERIOD, "2026年1月至3月至6月", "起止时间只能有一个“至”"), (Kind.PERIOD, "一五", "没有这个五年规划"),
    (Kind.PERIOD, "2026年五季度", "不是日期"), (Kind.PERIOD, "去年", "不是日期"),
    (Kind.COUNT, "12人", "单位应当是“次”，只填数字也可以"), (Kind.COUNT, "-3", "次数、人数不能是负数"),
    (Kind.COUNT, "负三", "次数、人数不能是负数"), (Kind.COUNT, "3.5", "要填整数"), (Kind.COUNT, "1.23455万", "要填整数"),
    (Kind.COUNT, "十十", "不是通行的中文数字"), (Kind.COUNT, "1,23", "逗号要三位一节，如1,200"),
    (Kind.COUNT, "三五次", "像是约数，请写确切的数"), (Kind.COUNT, "十几次", "不是数字"), (Kind.COUNT, "3-5次", "不是数字"),
    (Kind.COUNT, "1200次以上", "“以上”请写在正文里"), (Kind.COUNT, "次", "没有数字"),
    (Kind.COUNT, "近1200次左右", "“近”和“左右”只能写一个"), (Kind.COUNT, "9" * 31, "数字最多30位"),
    (Kind.NUMBER, "NaN", "不是数字"), (Kind.NUMBER, "1e5", "不是数字"),
    (Kind.PERCENT, "95‰", "请换算成百分数"), (Kind.PERCENT, "3万%", "不是百分数"),
    (Kind.PERCENT, "95个百分点", "单位应当是“%”，只填数字也可以"), (Kind.PERCENT, "%", "没有数字"),
    (Kind.MONEY, "3万美元", "单位应当是“元”，只填数字也可以"), (Kind.MONEY, "3元5角", "单位应当是“元”，只填数字也可以"),
    (Kind.MONEY, "很多", "不是数字"), (Kind.PEOPLE, "、，", "列表里没有内容"),
    (Kind.LIST, "、".join("甲" * 1001), "列表有1001项，最多1000项"), (Kind.PERSON, "李\n明", "要写在一行里"),
    (Kind.TITLE, "甲\n乙", "要写在一行里"), (Kind.ORGANISATION, "甲\r乙", "要写在一行里"),
    (Kind.TEXT, "字" * 10_001, "有10001字，最多10000字"), (Kind.COUNT, "1" * 20_000, "有20000字，最多10000字"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed", "reason"), REFUSED)
def test_what_cannot_be_read_is_refused_with_the_reason_and_an_example(
    kind: Kind, typed: str, reason: str
) -> None:
    with pytest.raises(FactError) as refused:
        parse_fact(spec(kind), typed)
    line = " ".join(typed.split())
    shown = f"{line[:40]}…" if len(line) > 40 else line
    assert str(refused.value) == f"甲填的是“{shown}”，{reason}。请按这样写：例如 {kind.example}"


def test_the_example_of_the_fact_itself_is_shown() -> None:
    with pytest.raises(FactError, match=r"^支委会次数填的是“很多”，不是数字。请按这样写：例如 16$"):
        parse_fact(FactSpec("支委会次数", kind=Kind.COUNT, unit="次", example="16"), "很多")


@pytest.mark.parametrize("typed", ["", "  ", "\n", "【待填：甲】", " 【待填：支委会次数】"])
def test_blank_and_the_mark_of_an_open_slot_are_open_and_not_a_value(typed: str) -> None:
    assert is_open(typed)
    with pytest.raises(FactError, match=r"^甲还没有填。请按这样写：例如 12$"):
        parse_fact(spec(Kind.COUNT), typed)


def test_a_missing_value_is_open_and_a_zero_is_not() -> None:
    assert is_open(None)
    assert not is_open("0")


@pytest.mark.parametrize(
    ("unit", "typed", "printed"),
    [("万元", "35", "35万元"), ("万元", "35元", "35元"), ("万元", "3.5万", "3.5万元"), ("亿元", "1.2", "1.2亿元"),
     ("元", "35", "35元"), ("", "35", "35元"), ("万元", "2亿", "2亿元")],
)  # fmt: skip
def test_a_bare_sum_of_money_is_in_the_unit_of_its_fact(unit: str, typed: str, printed: str) -> None:
    assert parse_fact(spec(Kind.MONEY, unit), typed).text() == printed


@pytest.mark.parametrize(
    ("unit", "typed"), [("名", "36人"), ("人", "36名"), ("平方米", "36㎡"), ("人次", "36人次")]
)
def test_units_that_mean_the_same_are_accepted(unit: str, typed: str) -> None:
    assert parse_fact(spec(Kind.NUMBER, unit), typed).text() == "36"


@pytest.mark.parametrize(("unit", "typed"), [("名", "36人次"), ("人次", "36人"), ("次", "36场")])
def test_units_that_mean_something_else_are_refused(unit: str, typed: str) -> None:
    with pytest.raises(FactError, match=f"单位应当是“{unit}”"):
        parse_fact(spec(Kind.COUNT, unit), typed)


def test_a_unit_typed_for_a_fact_without_one_is_refused() -> None:
    with pytest.raises(FactError, match="这一项只填数字，不带单位"):
        parse_fact(FactSpec("甲", kind=Kind.COUNT), "36人")


def test_amounts_of_thirty_digits_are_exact() -> None:
    assert parse_fact(spec(Kind.COUNT), "9" * 30).text() == "9" * 30
    assert parse_fact(spec(Kind.NUMBER), "-" + "7" * 30).text() == "-" + "7" * 30


ALPHABET = "〇零一二两三五九十百千万亿点元年月日号至到—-~./、，；,“”《》（） \n\t余多约近以上左右%％￥人次学期季度春第半0123456789abT:"


@given(st.sampled_from(list(Kind)), st.text(ALPHABET, max_size=25) | st.text(max_size=30))
def test_any_text_is_a_value_that_reads_back_or_is_refused(kind: Kind, typed: str) -> None:
    value = None
    with contextlib.suppress(FactError):
        value = parse_fact(spec(kind), typed)
    if value is not None:
        assert parse_fact(spec(kind), value.text()) == value


@pytest.mark.parametrize("kind", list(Kind))
def test_the_example_of_every_kind_is_a_value_of_it(kind: Kind) -> None:
    assert parse_fact(spec(kind), kind.example).text() == kind.example
    assert kind.label


def test_a_name_of_no_vocabulary_is_a_text() -> None:
    known = FactSpec("支委会次数", kind=Kind.COUNT)
    vocabulary = Vocabulary({"支委会次数": known})
    assert vocabulary.spec("支委会次数") is known
    assert vocabulary.spec("别的").kind is Kind.TEXT
    assert vocabulary.spec("别的").label == "别的"
    assert "别的" not in vocabulary


def test_the_later_vocabulary_wins_and_the_first_keeps_the_order() -> None:
    first = Vocabulary({"甲": FactSpec("甲"), "乙": FactSpec("乙")})
    merged = first.merged({"甲": FactSpec("甲", kind=Kind.COUNT), "丙": FactSpec("丙")})
    assert list(merged) == ["甲", "乙", "丙"]
    assert merged["甲"].kind is Kind.COUNT
    assert first["甲"].kind is Kind.TEXT


def test_what_a_formula_gives_must_be_of_the_kind_of_its_fact() -> None:
    count = FactSpec("正式党员数", kind=Kind.COUNT)
    assert fit(count, Number(Decimal(34))) == Number(Decimal(34))
    for wrong in (Number(Decimal(-2)), Number(Decimal("3.5")), Money(Decimal(3)), Text("三")):
        with pytest.raises(FactError, match=r"^正式党员数算出来是“.*”，不是个数。请核对它用到的数$"):
            fit(count, wrong)
    with pytest.raises(FactError, match="不是金额"):
        fit(FactSpec("总额", kind=Kind.MONEY), Number(Decimal(3)))
    assert fit(FactSpec("备注"), Text("三")) == Text("三")


@pytest.mark.parametrize(
    ("kind", "typed", "size"),
    [(Kind.COUNT, "3.5万", 35000), (Kind.PERCENT, "95%", 95), (Kind.MONEY, "3.5万元", 35000)],
)
def test_numbers_compare_by_what_they_are_worth(kind: Kind, typed: str, size: int) -> None:
    assert magnitude(parse_fact(spec(kind), typed)) == size


def test_words_dates_and_lists_have_no_size() -> None:
    assert magnitude(parse_fact(spec(Kind.DATE), "2026年")) is None
    assert magnitude(Items(("甲",))) is None
