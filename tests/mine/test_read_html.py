"""Web pages: the text without what surrounds it, and no page that breaks the reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from read_samples import read_one, shown

from drafter.errors import FileProblem
from drafter.mine.source import Source

LONG = "学校党支部认真落实上级部署，扎实推进各项工作，取得了较好成绩。" * 3


def page(folder: Path, body: str, head: str = "") -> Source:
    return read_one(folder / "a.html", f"<html><head>{head}</head><body>{body}</body></html>".encode())


def test_headings_paragraphs_breaks_and_the_title_are_read(tmp_path: Path) -> None:
    source = page(
        tmp_path,
        "<h1>示例小学工作总结</h1><h2>一、<b>做法</b></h2><p>第一行<br>第二行</p><div>散文<p>段</p>尾</div>",
        "<title>示例小学工作总结 - 某网</title>",
    )
    assert source.title == "示例小学工作总结"
    assert shown(source) == ["示例小学工作总结", "一、做法", "第一行", "第二行", "散文", "段", "尾"]
    assert [line.level for line in source.lines] == [1, 2, 0, 0, 0, 0, 0]


def test_without_one_main_heading_the_title_is_that_of_the_page(tmp_path: Path) -> None:
    assert page(tmp_path, f"<p>{LONG}</p>", "<title> 工作 总结 </title>").title == "工作 总结"


@pytest.mark.parametrize(
    "chrome",
    [
        "<script>alert('某')</script>",
        "<style>p {color: red}</style>",
        "<nav>首页</nav>",
        "<header><a>某某网</a></header>",
        "<footer>版权所有</footer>",
        "<aside>热点</aside>",
        "<div class='nav-main'>首页</div>",
        "<div class='left menu'>首页</div>",
        "<div id='footer'>备案</div>",
        "<div class='share_box related'>相关阅读</div>",
        "<p style='display: none'>暗藏</p>",
        "<div hidden>暗藏</div>",
        "<ul><li><a>一</a><li><a>二</a><li><a>三</a></ul>",
        "<form>搜索<input></form>",
        "<select><option>甲</select>",
        "<!-- 注释 -->",
        "<div role='navigation'>首页</div>",
    ],
)
def test_what_surrounds_the_text_is_left_out(tmp_path: Path, chrome: str) -> None:
    assert shown(page(tmp_path, f"{chrome}<p>{LONG}</p>{chrome}")) == [LONG]


def test_a_block_that_is_most_of_the_page_is_the_page_however_it_is_called(tmp_path: Path) -> None:
    assert shown(page(tmp_path, f"<div class='header'><p>{LONG}</p></div><p>尾</p>")) == [LONG, "尾"]


def test_a_header_with_the_title_of_the_text_is_kept(tmp_path: Path) -> None:
    source = page(tmp_path, f"<header><h1>示例小学年度工作总结</h1></header><p>{LONG}</p>")
    assert shown(source) == ["示例小学年度工作总结", LONG]


def test_numbers_of_lists_are_written_out(tmp_path: Path) -> None:
    source = page(
        tmp_path,
        "<ol><li>甲<li>乙<ul><li>内</ul></ol><ol start=3><li>丙<li value=9>丁</ol><ol type=A><li>戊</ol>"
        "<ol style='list-style-type: cjk-ideographic'><li>己</ol>",
    )
    assert shown(source) == ["1.甲", "2.乙", "内", "3.丙", "9.丁", "A.戊", "一、己"]


def test_cells_of_a_table_know_their_place_and_layout_tables_are_none(tmp_path: Path) -> None:
    table = "<table><tr><th colspan=2>项目<th>次数<tr><td>党课<td><b>党员</b><td>6</table>"
    source = page(tmp_path, f"<table><tr><td><p>{LONG}</p>{table}<p>后</p></td></tr></table>")
    assert [(source.text[line.start : line.end], line.cell) for line in source.lines[1:]] == [
        ("项目", (0, 0, 0)),
        ("次数", (0, 0, 2)),
        ("党课", (0, 1, 0)),
        ("党员", (0, 1, 1)),
        ("6", (0, 1, 2)),
        ("后", None),
    ]
    assert source.lines[0].cell is None
    assert [line.bold for line in source.lines[1:]] == [False, False, False, True, False, False]


def test_white_space_of_the_source_is_not_the_writers(tmp_path: Path) -> None:
    source = page(
        tmp_path, "<p>\n  学校\n  党支部<b>认真\n</b>落实  A\n  B&nbsp;&nbsp;&nbsp;</p><pre>甲\n乙</pre>"
    )
    assert shown(source) == ["学校党支部认真落实 A B", "甲", "乙"]


def test_the_declared_encoding_is_believed(tmp_path: Path) -> None:
    text = f"<meta charset='gb2312'><p>{LONG}镕</p>"
    assert shown(read_one(tmp_path / "a.htm", text.encode("gb18030"))) == [LONG + "镕"]


def test_a_wrong_declaration_is_seen_through(tmp_path: Path) -> None:
    text = f"<meta charset='gb2312'><p>{LONG}</p>"
    assert shown(read_one(tmp_path / "a.htm", text.encode("utf-8"))) == [LONG]


def test_a_page_that_calls_itself_xml_is_read(tmp_path: Path) -> None:
    text = (
        f"<?xml version='1.0' encoding='gbk'?><html xmlns='http://www.w3.org/1999/xhtml'><p>{LONG}</p></html>"
    )
    assert shown(read_one(tmp_path / "a.xhtml", text.encode())) == [LONG]


def test_entities_are_not_expanded_into_files_or_floods(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    text = f"<!DOCTYPE html [<!ENTITY x SYSTEM '{secret.as_uri()}'>]><p>{LONG}&x;</p>"
    assert "机密" not in read_one(tmp_path / "a.html", text.encode()).text


def test_thousands_of_elements_left_open_are_no_trouble(tmp_path: Path) -> None:
    try:
        source = page(tmp_path, f"<p>{LONG}</p>" + "<div><font>" * 2000 + "尾")
    except FileProblem as error:
        assert "嵌套" in str(error)  # noqa: PT017
    else:
        assert source.text.startswith(LONG)


def test_a_page_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="没有文字"):
        page(tmp_path, "<img src='a.png'>")
