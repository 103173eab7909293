"""Markdown: the marks go, what they marked stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_samples import read_one, shown

from drafter.errors import FileProblem
from drafter.mine.read.markdown import inline, read_markdown
from drafter.mine.source import Source

TEXT = """---
title: "示例小学工作总结"
date: 2026-01-05
---

# 一、总体情况
正文第一行，
正文第二行。

## （一）党建 ##
- 第一项
* [x] 第二项
1. 第三项

二级标题
--------

> 引用的话

---

| 项目 | 次数 |
|:---|---:|
| 党课 | **6** |

| 另表 | 数 |
|---|---|

```
# 不是标题
```
<!-- 注释
两行 -->末尾
[1]: https://example.org "链接"
"""


def markdown(folder: Path, text: str) -> Source:
    return read_one(folder / "a.md", text.encode())


def test_a_whole_page_is_read(tmp_path: Path) -> None:
    source = markdown(tmp_path, TEXT)
    assert source.title == "示例小学工作总结"
    assert shown(source) == [
        "一、总体情况", "正文第一行，", "正文第二行。", "（一）党建", "第一项", "第二项", "1. 第三项", "二级标题",
        "引用的话", "项目", "次数", "党课", "6", "另表", "数", "# 不是标题", "末尾",
    ]  # fmt: skip
    levels = {source.text[line.start : line.end]: line.level for line in source.lines if line.level}
    assert levels == {"一、总体情况": 1, "（一）党建": 2, "二级标题": 2}
    cells = [(source.text[line.start : line.end], line.cell) for line in source.lines if line.cell]
    assert cells[:4] == [("项目", (0, 0, 0)), ("次数", (0, 0, 1)), ("党课", (0, 1, 0)), ("6", (0, 1, 1))]
    assert cells[4] == ("另表", (1, 0, 0))


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("**重点**工作和*强调*", "重点工作和*强调*"),
        ("做到 *强调* 和 _下划_ 与 __粗__", "做到 强调 和 下划 与 粗"),
        ("见[通知](https://example.org/a)和![图](a.png)", "见通知和"),
        ("用`代码`和~~删去~~", "用代码和删去"),
        ("甲<br>乙<span style='x'>丙</span>", "甲\n乙丙"),
        (r"三\*三\_", "三*三_"),
        ("**区**乡党委", "**区**乡党委"),
        ("20**年", "20**年"),
        ("3*4*5", "3*4*5"),
        ("甲 - 乙", "甲 - 乙"),
        ("注释[^1]在此", "注释在此"),
        ("****市教育局", "****市教育局"),
    ],
)
def test_marks_inside_a_line_go_and_what_somebody_blacked_out_stays(line: str, read: str) -> None:
    assert inline(line) == read


def test_a_dash_inside_a_line_is_no_bullet_and_a_tag_is_no_heading(tmp_path: Path) -> None:
    source = markdown(tmp_path, "甲 - 乙\n\n#学习#二十大\n\n####市教育局\n\n#总结\n\n##情况")
    assert shown(source) == ["甲 - 乙", "#学习#二十大", "####市教育局", "总结", "情况"]
    assert [line.level for line in source.lines if line.end > line.start] == [0, 0, 0, 1, 2]


def test_a_line_bold_throughout_is_bold_and_a_single_first_heading_is_the_title(tmp_path: Path) -> None:
    source = markdown(tmp_path, "# 总结\n\n**一、做法**\n\n**甲**乙\n")
    assert source.title == "总结"
    assert [line.bold for line in source.lines if line.end > line.start] == [False, True, False]


def test_front_matter_of_another_kind_is_dropped_too(tmp_path: Path) -> None:
    source = markdown(tmp_path, "+++\ntitle = '总结'\n+++\n正文")
    assert (source.title, shown(source)) == ("总结", ["正文"])


def test_a_page_of_marks_only_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="没有文字"):
        markdown(tmp_path, "---\n\n***\n")


@given(st.text("#*_`[]()<>!|-=~\\ \n甲乙1.:", max_size=400))
def test_marks_in_any_order_are_read(text: str) -> None:
    try:
        parsed = read_markdown(text.encode(), "稿")
    except FileProblem:
        return
    assert parsed.text.count("甲") + parsed.text.count("乙") <= text.count("甲") + text.count("乙")
    assert "\n".join(parsed.text[line.start : line.end] for line in parsed.lines) == parsed.text


@given(st.lists(st.text("甲乙丙丁，。", min_size=1), min_size=1))
def test_a_text_without_marks_is_read_as_it_stands(lines: list[str]) -> None:
    assert read_markdown("\n".join(lines).encode(), "稿").text == "\n".join(lines)
