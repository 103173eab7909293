"""What is written comes back: any text, tables, entries of other versions, comments of people."""

from __future__ import annotations

from pathlib import Path

from draft_strategies import drafts
from hypothesis import given, settings

from drafter.draft import Draft, Paragraph, Section, set_fact
from drafter.storage.draft_file import clean_draft, dumps, loads, read_draft, read_draft_file, write_draft
from drafter.toml.lines import Lines

BY_HAND = """# 给接手的人：数据以年报为准
format = 1
outline = "school-annual"
title = "{{ 年度 }}工作总结"  # 题目待定
reviewer = "老王"

# 以下数字由办公室提供
[facts]
"支委会次数" = 12  # 12月10日那次已计入
"完成率" = 95.50
"成立日期" = 2026-03-08
"班子" = ["张三", "李四"]

[tracker]
task = 17

# 开头
[[section]]
level = 0
paragraphs = ["一年来，支部工作取得新进展。", "现总结如下。"]

[[section]]
heading = "基本情况"
colour = "red"

# 这一段要再核
[[section.paragraph]]
text = "召开支委会{{ 支委会次数 }}次。"
phrase = "org.one"
[section.paragraph.facts]
"活动名称" = "植树"  # 三月
[section.paragraph.table]
rows = [["项目", "数量"], ["会议", 12]]
width = 3
"""


@given(drafts)
@settings(max_examples=60)
def test_any_draft_comes_back_from_its_file_unchanged(draft: Draft) -> None:
    text = dumps(draft)
    back = loads(text)
    assert back == draft
    assert dumps(back) == text


@given(drafts)
@settings(max_examples=20)
def test_every_paragraph_of_a_written_draft_has_its_line(draft: Draft) -> None:
    text = dumps(draft)
    lines, shown = Lines(text), text.split("\n")
    assert lines.stuck is None
    for number, section in enumerate(draft.sections):
        for index in range(len(section.paragraphs)):
            at = lines.line("section", number, "paragraph", index, "text")
            assert shown[at - 1].startswith("text = ")


def test_a_hand_edited_file_keeps_its_meaning_its_unknown_entries_and_its_comments(tmp_path: Path) -> None:
    path = tmp_path / "a.draft.toml"
    path.write_text(BY_HAND, encoding="utf-8")
    draft = read_draft(path)
    assert dict(draft.facts) == {
        "支委会次数": "12",
        "完成率": "95.50",
        "成立日期": "2026-03-08",
        "班子": "张三、李四",
    }
    assert [paragraph.text for paragraph in draft.sections[0].paragraphs][1] == "现总结如下。"
    assert draft.sections[1].level == 1
    assert draft.sections[1].paragraphs[0].facts == {"活动名称": "植树"}
    assert draft.sections[1].paragraphs[0].comments == ("这一段要再核", "三月")
    write_draft(path, set_fact(draft, "支委会次数", "13"))
    lines = path.read_text(encoding="utf-8").split("\n")
    for comment, next_line in {
        "# 给接手的人：数据以年报为准": "format = 1",
        "# 以下数字由办公室提供": "[facts]",
        "# 12月10日那次已计入": '"支委会次数" = "13"',
        "# 开头": "[[section]]",
        "# 这一段要再核": "[[section.paragraph]]",
        "# 三月": '"活动名称" = "植树"',
    }.items():
        assert lines[lines.index(comment) + 1] == next_line
    for kept in ('reviewer = "老王"', "[tracker]", "task = 17", 'colour = "red"', "width = 3"):
        assert kept in lines
    assert read_draft(path) == set_fact(draft, "支委会次数", "13")


def test_the_comment_of_a_fact_that_is_gone_stays_in_the_file() -> None:
    draft = set_fact(loads(BY_HAND), "支委会次数", None)
    assert "# 12月10日那次已计入\n" in dumps(draft)


def test_changing_one_paragraph_changes_one_line_of_the_file() -> None:
    before = Draft(sections=(Section("甲", paragraphs=tuple(Paragraph(f"第{n}段。") for n in range(9))),))
    after = loads(dumps(before).replace("第4段。", "第4段，改了。"))
    changed = set(dumps(after).split("\n")) ^ set(dumps(before).split("\n"))
    assert changed == {'text = "第4段。"', 'text = "第4段，改了。"'}


def test_a_file_without_a_format_number_is_brought_up_to_date() -> None:
    draft = loads('title = "总结"\nsection = ["一年来，成绩明显。"]\n')
    assert draft.sections == (Section(level=0, paragraphs=(Paragraph("一年来，成绩明显。"),)),)
    assert dumps(draft).startswith("format = 1\n")


def test_unsafe_characters_go_and_the_reader_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.draft.toml"
    path.write_bytes('format = 1\ntitle = "总\x07结\\u0000\\uFEFF😀𠮷"\n'.encode())
    found = read_draft_file(path)
    assert found.draft.title == "总结😀𠮷"
    assert found.notes == ("去掉了看不见的字符：控制字符 2 个、字节顺序标记 1 个",)


def test_a_lone_surrogate_never_stops_a_save(tmp_path: Path) -> None:
    path = tmp_path / "a.draft.toml"
    write_draft(path, Draft(title="总\ud800结", facts={"名\udfff": "值\x00"}))
    assert read_draft(path).title == "总\ufffd结"
    cleaned, notes = clean_draft(Draft(title="总\u202e结"))
    assert cleaned.title == "总结"
    assert notes == ("去掉了看不见的字符：文字方向控制符 1 个",)


def test_line_ends_of_windows_read_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "a.draft.toml"
    path.write_bytes(b"\xef\xbb\xbf" + BY_HAND.replace("\n", "\r\n").encode())
    assert read_draft(path) == loads(BY_HAND)
