"""Automatic numbers: what Word prints before a paragraph is in the text, though it is not in the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from read_samples import level, lists, numbered, paragraph, part, read_body, shown

from drafter.facts.numerals import parse_chinese
from drafter.mine.read.number_formats import MAX_NUMBER, format_number
from drafter.mine.read.numbering import Numbering

OFFICIAL = lists(
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "（%4）"),
)


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("decimal", {1: "1", 10: "10", 100: "100"}),
        ("decimalZero", {1: "01", 12: "12"}),
        ("decimalFullWidth", {1: "１", 12: "１２"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 105: "一〇五"}),
        ("chineseCountingThousand", {10: "十", 100: "一百", 105: "一百零五", 110: "一百一十", 1000: "一千"}),
        ("taiwaneseCountingThousand", {21: "二十一"}),
        (
            "japaneseCounting",
            {1: "一", 10: "十", 100: "百", 105: "百五", 111: "百十一", 1234: "千二百三十四"},
        ),
        ("ideographDigital", {1: "一", 10: "一〇", 26: "二六"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 25: "贰拾伍"}),
        ("ideographLegalTraditional", {3: "參"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {12: "亥"}),
        ("ideographZodiacTraditional", {1: "甲子", 60: "癸亥", 61: "甲子"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 28: "bb", 53: "aaa"}),
        ("upperLetter", {3: "C"}),
        ("lowerRoman", {4: "iv", 9: "ix", 40: "xl", 1994: "mcmxciv"}),
        ("upperRoman", {3999: "MMMCMXCIX", 4000: "4000"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedCircleChinese", {2: "②"}),
        ("decimalEnclosedParen", {1: "⑴"}),
        ("decimalEnclosedFullstop", {1: "⒈"}),
        ("ideographEnclosedCircle", {10: "㊉"}),
        ("numberInDash", {3: "- 3 -"}),
        ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 11: "11th", 112: "112th", 121: "121st"}),
        ("bullet", {1: ""}),
        ("none", {1: ""}),
        ("aFormatOfTheFuture", {7: "7"}),
    ],
)
def test_a_format_prints_as_word_does(form: str, written: dict[int, str]) -> None:
    assert {number: format_number(number, form) for number in written} == written


@given(st.integers(0, MAX_NUMBER))
def test_chinese_counting_reads_back_to_its_number(number: int) -> None:
    assert parse_chinese(format_number(number, "chineseCountingThousand")) == number
    if number < 100:
        assert format_number(number, "chineseCounting") == format_number(number, "chineseCountingThousand")
    if number >= 100:
        assert parse_chinese(format_number(number, "ideographDigital")) == number


@given(st.integers(0, 10**6), st.text(max_size=20))
def test_no_number_in_any_format_is_lost_or_breaks(number: int, form: str) -> None:
    if form not in ("bullet", "none"):
        assert format_number(number, form)


@given(st.lists(st.integers(0, 3), max_size=40))
def test_a_number_tells_how_many_stood_before_it_at_its_level(levels: list[int]) -> None:
    # No level is left out on the way down; what then is printed is tested by example.
    for position in range(len(levels)):
        levels[position] = min(levels[position], levels[position - 1] + 1) if position else 0
    decimal = lists(*(level(index, "decimal", f"%{index + 1}") for index in range(4)))
    numbering = Numbering(etree.fromstring(part("numbering", decimal).encode()))
    for position, index in enumerate(levels):
        label = numbering.label("1", index)
        count = 0
        for other in reversed(levels[: position + 1]):
            if other < index:
                break
            count += other == index
        assert label == f"{count} "


def test_the_four_levels_of_official_documents_are_numbered(tmp_path: Path) -> None:
    steps = [(0, "甲"), (1, "乙"), (1, "丙"), (2, "丁"), (3, "戊"), (2, "己"), (0, "庚"), (1, "辛")]
    body = "".join(numbered(text, index) for index, text in steps)
    assert shown(read_body(tmp_path, body, numbering=OFFICIAL)) == [
        "一、甲", "（一）乙", "（二）丙", "1.丁", "（1）戊", "2.己", "二、庚", "（一）辛",
    ]  # fmt: skip


def test_text_between_does_not_stop_the_count(tmp_path: Path) -> None:
    body = numbered("甲") + paragraph("正文") + numbered("乙")
    assert shown(read_body(tmp_path, body, numbering=OFFICIAL)) == ["一、甲", "正文", "二、乙"]


def test_an_empty_paragraph_of_a_list_counts_but_prints_nothing(tmp_path: Path) -> None:
    body = numbered("甲") + numbered("") + numbered("乙")
    assert shown(read_body(tmp_path, body, numbering=OFFICIAL)) == ["一、甲", "三、乙"]


def test_numbers_of_several_levels_take_a_space_before_the_text(tmp_path: Path) -> None:
    numbering = lists(level(0, "decimal", "第%1章"), level(1, "decimal", "%1.%2"))
    body = numbered("总则") + numbered("目的", 1) + numbered("范围", 1)
    assert shown(read_body(tmp_path, body, numbering=numbering)) == ["第1章 总则", "1.1 目的", "1.2 范围"]


def test_a_level_above_that_never_began_counts_as_begun(tmp_path: Path) -> None:
    numbering = lists(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"))
    body = numbered("甲", 1) + numbered("乙", 1) + numbered("丙", 0)
    assert shown(read_body(tmp_path, body, numbering=numbering)) == ["1.1 甲", "1.2 乙", "2.丙"]


def test_legal_numbers_are_arabic_at_every_level(tmp_path: Path) -> None:
    numbering = lists(level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", more="<w:isLgl/>"))
    body = numbered("总则") + numbered("总则") + numbered("目的", 1)
    assert shown(read_body(tmp_path, body, numbering=numbering))[-1] == "2.1 目的"


def test_a_level_with_restart_nought_counts_through(tmp_path: Path) -> None:
    through = level(1, "decimal", "第%2条", more='<w:lvlRestart w:val="0"/>')
    body = "".join(numbered(text, index) for index, text in [(0, "甲"), (1, "乙"), (0, "丙"), (1, "丁")])
    numbering = lists(level(0, "chineseCounting", "%1、"), through)
    assert shown(read_body(tmp_path, body, numbering=numbering)) == [
        "一、甲",
        "第1条 乙",
        "二、丙",
        "第2条 丁",
    ]


def test_a_level_restarts_only_after_the_level_it_names(tmp_path: Path) -> None:
    third = level(2, "decimal", "%3)", more='<w:lvlRestart w:val="1"/>')
    numbering = lists(level(0, "decimal", "%1."), level(1, "decimal", "%2."), third)
    steps = [(0, "甲"), (1, "乙"), (2, "丙"), (1, "丁"), (2, "戊"), (0, "己"), (2, "庚")]
    read = shown(read_body(tmp_path, "".join(numbered(t, i) for i, t in steps), numbering=numbering))
    assert [line for line in read if ")" in line] == ["1)丙", "2)戊", "1)庚"]


def test_a_list_may_start_elsewhere_and_start_again(tmp_path: Path) -> None:
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    )
    numbering = lists(level(0, "decimal", "%1.", start=5), uses=again)
    body = (
        numbered("甲")
        + numbered("乙")
        + numbered("丙", use=2)
        + numbered("丁", use=2)
        + numbered("戊", use=3)
    )
    assert shown(read_body(tmp_path, body, numbering=numbering)) == ["5.甲", "6.乙", "1.丙", "2.丁", "3.戊"]


def test_a_use_may_replace_a_level(tmp_path: Path) -> None:
    other = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        + level(0, "upperLetter", "%1)")
        + "</w:lvlOverride></w:num>"
    )
    numbering = lists(level(0, "decimal", "%1."), uses=other)
    body = numbered("甲") + numbered("乙", use=2)
    assert shown(read_body(tmp_path, body, numbering=numbering)) == ["1.甲", "B)乙"]


def test_bullets_unknown_lists_and_the_list_nought_print_nothing(tmp_path: Path) -> None:
    body = numbered("甲") + numbered("乙", use=9) + numbered("丙", use=0)
    assert shown(read_body(tmp_path, body, numbering=lists(level(0, "bullet", "•")))) == ["甲", "乙", "丙"]


def test_a_number_comes_from_the_style_and_its_level_from_the_list(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h3"><w:name w:val="heading 3"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="自定"/><w:basedOn w:val="h1"/></w:style>'
    )
    numbering = lists(
        level(0, "chineseCounting", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3.", more='<w:pStyle w:val="h3"/>'),
    )
    off = '<w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = "".join(paragraph(text, f'<w:pStyle w:val="{style}"/>') for style, text in zip(
        ("h1", "h2", "h3", "own"), "甲乙丙丁", strict=True
    )) + paragraph("戊", off)  # fmt: skip
    source = read_body(tmp_path, body, styles=styles, numbering=numbering)
    assert shown(source) == ["一、甲", "（一）乙", "1.丙", "二、丁", "戊"]


def test_a_list_that_borrows_a_list_style_uses_its_levels(tmp_path: Path) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="s"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="s"/>'
        + level(0, "decimalEnclosedCircle", "%1")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    assert shown(read_body(tmp_path, numbered("甲"), numbering=numbering)) == ["① 甲"]


def test_a_custom_format_falls_back_to_the_standard_one(tmp_path: Path) -> None:
    custom = (
        '<w:lvl w:ilvl="0"><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom"/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="chineseCounting"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1、"/></w:lvl>'
    )
    assert shown(read_body(tmp_path, numbered("甲"), numbering=lists(custom))) == ["一、甲"]
