"""Numbers in every form people type, and the forms that are refused."""

from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.facts.numerals import (
    MAX_DIGITS,
    MAX_HAN,
    Scaled,
    chinese,
    chinese_decimal,
    chinese_digits,
    half_width,
    parse_chinese,
    parse_number,
    plain,
)

SMALL = st.integers(0, 200_000)
LARGE = st.integers(0, MAX_HAN - 1)
ROUND = st.builds(lambda digit, place: digit * 10**place, st.integers(1, 9), st.integers(0, 15))


@given(SMALL | LARGE | ROUND)
def test_a_number_written_in_chinese_reads_back_as_the_same_number(value: int) -> None:
    assert parse_chinese(chinese(value)) == value


@given(st.integers(100, 9_999_999))
def test_a_number_written_digit_by_digit_reads_back_as_the_same_number(value: int) -> None:
    assert parse_chinese(chinese_digits(str(value))) == value


@given(st.decimals(0, 10**9, places=3))
def test_a_decimal_written_in_chinese_reads_back_as_the_same_decimal(value: Decimal) -> None:
    assert parse_number(chinese_decimal(value)).value == value


@given(st.integers(0, 10**MAX_DIGITS - 1))
def test_a_number_grouped_with_commas_reads_as_without(value: int) -> None:
    full_width = f"{value:,}".translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))
    assert parse_number(f"{value:,}") == parse_number(full_width) == Scaled(Decimal(value))


@given(st.text("〇零一二两三五九十百千万亿点0123456789.,，- 余约", max_size=12))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert parse_number(text).value >= 0


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("零", 0), ("〇", 0), ("两", 2), ("十", 10), ("十二", 12), ("一十二", 12), ("二十", 20), ("一百一十", 110),
        ("一百十二", 112), ("两百零五", 205), ("二百〇五", 205), ("二百五", 250), ("一千二", 1200), ("三万五", 35000),
        ("一千零五十", 1050), ("一万零五百", 10500), ("十万五千", 105_000), ("二十万零五千", 205_000),
        ("两千零二十六", 2026), ("二〇二六", 2026), ("二零二六", 2026), ("二○二六", 2026), ("二〇", 20),
        ("一亿二千万", 120_000_000), ("三亿五", 350_000_000), ("一万亿", 10**12), ("九千万亿零三", 9 * 10**15 + 3),
    ],
)  # fmt: skip
def test_chinese_numerals_read_as_people_say_them(typed: str, value: int) -> None:
    assert parse_chinese(typed) == value


@pytest.mark.parametrize(
    ("typed", "amount", "scale"),
    [
        ("12", "12", ""), (" １２ ", "12", ""), ("1,200", "1200", ""), ("1，200，000", "1200000", ""),
        ("1 200", "1200", ""), ("3.50", "3.50", ""), (".5", "0.5", ""), ("007", "7", ""), ("3.5万", "3.5", "万"),
        ("3千万", "3000", "万"), ("5百", "500", ""), ("0.5千万", "500", "万"), ("1.2亿", "1.2", "亿"),
        ("3万亿", "3", "万亿"), ("1亿2000万", "12000", "万"), ("3万5千", "35000", ""), ("3万零5", "30005", ""),
        ("10亿零817万5288", "1008175288", ""), ("三点五万", "3.5", "万"), ("三千五百万", "3500", "万"),
        ("三万五千", "35000", ""), ("六十点五", "60.5", ""),
    ],
)  # fmt: skip
def test_a_number_keeps_its_decimals_and_its_last_word(typed: str, amount: str, scale: str) -> None:
    read = parse_number(typed)
    assert (format(read.amount, "f"), read.scale) == (amount, scale)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "没有数字"), ("十十", "不是通行的中文数字"), ("1,23", "逗号要三位一节，如1,200"),
        ("1,,200", "逗号要三位一节，如1,200"), ("12,34", "逗号要三位一节，如1,200"), ("三五", "像是约数，请写确切的数"),
        ("一百零", "不是通行的中文数字"), ("一千五十", "中间空位要写“零”，如一千零五十"),
        ("一万五百", "中间空位要写“零”，如一万零五百"), ("零五", "不能以“零”开头"), ("百", "不是通行的中文数字"),
        ("两十", "不是通行的中文数字"), ("二百两", "不是通行的中文数字"), ("万", "“万”的位置不对"),
        ("一万一万", "“万”的位置不对"), ("五点", "小数部分要逐位写，如三点五"), ("一点十", "小数部分要逐位写，如三点五"),
        ("3万5", "看不出末位的大小，请写成35000或3.5万的样子"), ("3万50000", "“万”“亿”后面的数太大"),
        ("零5万", "“零”的位置不对"), ("1万零", "不是数字"), ("-3", "不是数字"), ("1e5", "不是数字"), ("5.", "不是数字"),
        ("1.2.3", "不是数字"), ("٣", "不是数字"), ("²", "不是数字"), ("1" * 31, "数字最多30位"),
        ("9" * 500, "数字最多30位"), ("一" * 31, "数字最多30位"),
    ],
)  # fmt: skip
def test_what_has_no_single_reading_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        parse_number(typed)
    assert str(refused.value) == reason


@pytest.mark.parametrize("value", [-1, MAX_HAN])
def test_chinese_numerals_end_where_their_reading_does(value: int) -> None:
    with pytest.raises(ValueError, match="只能写不到一亿亿的非负整数"):
        chinese(value)


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "零"), (2, "二"), (10, "十"), (12, "十二"), (110, "一百一十"), (205, "二百零五"), (1010, "一千零一十"),
     (10_500, "一万零五百"), (20_000, "二万"), (105_000, "十万五千"), (100_010_000, "一亿零一万")],
)  # fmt: skip
def test_chinese_numerals_are_written_in_their_standard_form(value: int, written: str) -> None:
    assert chinese(value) == written


def test_only_the_width_of_ascii_changes() -> None:
    assert half_width("　２０２６．３，（党）、。“") == "2026.3,(党)、。“"


@given(st.decimals(-(10**20), 10**20, allow_nan=False, places=6))
def test_a_plain_number_is_the_same_number_without_zeros_at_its_end(value: Decimal) -> None:
    assert plain(value) == value
    assert "." not in str(plain(value)) or not str(plain(value)).endswith("0")
