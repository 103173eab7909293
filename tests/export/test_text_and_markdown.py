"""The plain formats: .txt for a chat window, .md for a repository."""

from __future__ import annotations

import pytest
from export_samples import body, document, report, runs, table
from hypothesis import given
from hypothesis import strategies as st

from drafter.document import Block, BlockKind, Run
from drafter.export.markdown import to_markdown
from drafter.export.text import to_text

FULL = "\u3000"
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


def test_text_indents_paragraphs_and_headings_and_keeps_open_slots() -> None:
    lines = to_text(report()).splitlines()
    assert lines[:3] == [
        "中共翠湖中学党支部关于2026年度党建工作情况的总结报告",
        "",
        "中共清河县委教育工作委员会：",
    ]
    assert FULL * 2 + "一、强化政治建设" in lines
    assert FULL * 2 + "召开支委会【待填：支委会次数】次。" in lines
    assert FULL * 2 + "（二）严肃组织生活。开好每次会议。" in lines


def test_text_keeps_a_blank_line_under_the_title_without_an_addressee() -> None:
    title = Block(BlockKind.TITLE, runs("工作总结"))
    assert to_text(document([title, body("正文")])) == f"工作总结\n\n{FULL * 2}正文\n"


def test_text_ends_with_attachments_signature_and_date_in_their_places() -> None:
    assert to_text(report()).splitlines()[-6:] == [
        "",
        FULL * 2 + "附件：1.党建工作台账",
        FULL * 5 + "2.党员教育培训情况统计表",
        "",
        FULL * 15 + "中共翠湖中学支部委员会",
        FULL * 17 + "2026年12月20日",
    ]


def test_a_single_attachment_has_no_number() -> None:
    text = to_text(document([Block(BlockKind.ATTACHMENTS, rows=((runs("台账"),),))]))
    assert text.strip() == "附件：台账"


def test_text_tables_line_up_on_a_screen_where_han_are_two_columns_wide() -> None:
    assert to_text(document([table()])).splitlines() == [
        FULL * 2 + "表1　活动情况",
        f"序号  活动{FULL * 2}  人数",
        "-" * (4 + 2 + 8 + 2 + 18),
        f"1{FULL} "[:3] + "  主题党日  【待填：参加人数】",
        f"2{FULL} "[:3] + "  学习研讨",
        f"{FULL * 2}  交流发言",
    ]


def test_markdown_has_headings_by_level_and_run_in_headings_in_bold() -> None:
    blocks = to_markdown(report()).split("\n\n")
    assert blocks[0] == "# 中共翠湖中学党支部关于2026年度党建工作情况的总结报告"
    assert "## 一、强化政治建设" in blocks
    assert "### （一）抓好理论武装" in blocks
    assert "#### 1.建立工作台账" in blocks
    assert "##### （1）落实岗位责任" in blocks
    assert "**（二）严肃组织生活**。开好每次会议。" in blocks
    assert "召开支委会【待填：支委会次数】次。" in blocks
    assert "附件：1.党建工作台账\\\n2.党员教育培训情况统计表" in blocks


def test_markdown_tables_have_a_header_row_and_whole_rows() -> None:
    assert to_markdown(document([table()])).splitlines() == [
        "表1　活动情况",
        "",
        "| 序号 | 活动 | 人数 |",
        "| --- | --- | --- |",
        "| 1 | 主题党日 | 【待填：参加人数】 |",
        "| 2 | 学习研讨<br>交流发言 |  |",
    ]


def test_a_table_without_a_header_keeps_its_first_row_a_row() -> None:
    lines = to_markdown(document([Block(BlockKind.TABLE, rows=((runs("甲"), runs("a|b")),))])).splitlines()
    assert lines == ["|  |  |", "| --- | --- |", "| 甲 | a\\|b |"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("# 不是标题", "\\# 不是标题"),
        ("#标签", "#标签"),
        ("- 不是列表", "\\- 不是列表"),
        ("1. 不是列表", "1\\. 不是列表"),
        ("1.建立台账", "1.建立台账"),
        ("> 不是引用", "\\> 不是引用"),
        ("    不是代码", "不是代码"),
        ("a*b_c`d`[e]<f>~~g~~\\", "a\\*b\\_c\\`d\\`\\[e\\]\\<f\\>\\~\\~g\\~\\~\\\\"),
        ("&lt;不是小于号", "\\&lt;不是小于号"),
        ("党建&业务", "党建&业务"),
        ("---", "\\---"),
    ],
)
def test_words_are_never_taken_for_markup(text: str, written: str) -> None:
    assert to_markdown(document([body(text)])) == written + "\n"


@pytest.mark.parametrize("write", [to_text, to_markdown])
def test_a_paragraph_with_line_ends_becomes_several_paragraphs(write: object) -> None:
    assert callable(write)
    lines = [
        line.strip() for line in write(document([body("一\r\n二\u2028三")])).splitlines() if line.strip()
    ]
    assert lines == ["一", "二", "三"]


@given(ANY_TEXT, st.sampled_from([kind for kind in BlockKind if kind is not BlockKind.TABLE]))
def test_any_text_is_written_as_utf_8_in_both_formats(text: str, kind: BlockKind) -> None:
    block = Block(kind, (Run(text, run_in=True), Run(text)), 2, "（一）", rows=((runs(text),),))
    table_block = Block(BlockKind.TABLE, runs(text), rows=((runs(text), ()), (runs(text),)))
    for write in (to_text, to_markdown):
        written = write(document([block, table_block]))
        assert "\x00" not in written.encode().decode()
        assert written.endswith("\n")
