"""`drafter check` as it is called."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from drafter.check import Rules, load_rules
from drafter.check.consistency import NUMBER
from drafter.check.fixing import fix_draft
from drafter.check.reading import text_passages
from drafter.cli import main
from drafter.draft import Draft, Paragraph, Section, Table
from drafter.storage.draft_file import read_draft

RULES: Rules = load_rules()
KEYS = [
    "file",
    "rule",
    "severity",
    "message",
    "basis",
    "line",
    "place",
    "start",
    "end",
    "excerpt",
    "fix",
    "safe",
]
DRAFT = """format = 1
outline = "branch-annual-2026"
title = "2026年工作总结"
signature = "某校党支部"
date = "2026-12-20"

[[section]]
heading = "一、抓好学习"
level = 1

[[section.paragraph]]
text = "落实3会1课制度,召开会议 {{ 支委会次数 }} 次。"
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_clean_text_ends_with_status_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "a.txt", "2026年工作总结\n全年召开会议12次。\n")
    assert main(["check", str(path)]) == 0
    assert "没有发现问题" in capsys.readouterr().out


def test_an_error_ends_with_status_1_and_a_reminder_with_0(tmp_path: Path) -> None:
    assert main(["check", str(write(tmp_path, "a.txt", "20xx年工作总结\n"))]) == 1
    assert main(["check", str(write(tmp_path, "b.txt", "2026年总结\n召开会议,形成共识。\n"))]) == 0


def test_json_names_file_rule_place_and_clause_of_every_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "a.txt", "2026年总结\n\n召开会议,形成共识。\n")
    main(["check", "--format", "json", str(path)])
    (row,) = json.loads(capsys.readouterr().out)
    assert list(row) == KEYS
    assert (row["file"], row["rule"], row["severity"], row["line"]) == (str(path), "PUN-01", "warning", 3)
    assert (row["start"], row["end"], row["fix"], row["safe"]) == (4, 5, "，", True)
    assert "GB/T 15834" in row["basis"]


def test_json_of_a_clean_file_is_an_empty_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--format", "json", str(write(tmp_path, "a.txt", "2026年总结\n"))])
    assert json.loads(capsys.readouterr().out) == []


def test_many_findings_of_one_rule_are_drawn_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "a.txt", "2026年总结\n" + "召开会议,形成共识。\n" * 30)
    main(["check", str(path)])
    out = capsys.readouterr().out
    assert "另有 27 处同类问题 PUN-01，可用 --fix 一并改好" in out
    assert out.count("汉字之间用了半角标点") == 3


def test_fix_changes_only_what_is_safe_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "a.txt", "2026年总结\n落实3会1课制度,提高效劳水平。\n2026年2月30日\n")
    assert main(["check", "--fix", str(path)]) == 1
    assert path.read_text("utf-8") == "2026年总结\n落实三会一课制度，提高效劳水平。\n2026年2月30日\n"
    assert "已改好 2 处（NUM-15 1 处，PUN-01 1 处）" in capsys.readouterr().out


def test_fix_twice_changes_nothing_the_second_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "a.txt", "2026年总结\n1、抓学习(含自学),促落实...\n")
    main(["check", "--fix", str(path)])
    first = path.read_bytes()
    capsys.readouterr()
    main(["check", "--fix", str(path)])
    assert path.read_bytes() == first
    assert "没有可以直接改的问题" in capsys.readouterr().out


def test_markdown_marks_code_and_addresses_are_left_alone(tmp_path: Path) -> None:
    text = "# 一、抓好学习\n\n**重点**工作,见[通知](a,b.md),`x,y`和https://a.cn/会,议\n\n```\n会议,纪要\n```\n\n| 甲,乙 | -- |\n"
    path = write(tmp_path, "a.md", text)
    main(["check", "--fix", str(path), "--year", "2026"])
    assert path.read_text("utf-8") == text.replace("重点**工作,", "重点**工作，").replace("甲,乙", "甲，乙")


def test_markdown_headings_are_known_by_their_mark() -> None:
    scopes = [p.scope for p in text_passages("# 标题\n正文\n| 表 |", markdown=True)]
    assert scopes == ["heading", "body", "table"]


def test_a_word_file_is_checked_and_never_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = docx.Document()
    document.add_paragraph("2026年工作总结")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "在20xx年"
    path = tmp_path / "a.docx"
    document.save(str(path))
    before = path.read_bytes()
    assert main(["check", "--fix", "--format", "json", str(path)]) == 1
    shown = capsys.readouterr()
    (row,) = json.loads(shown.out)
    assert (row["rule"], row["line"], row["place"]) == ("SLT-01", None, "第 2 段")
    assert ".docx 只检查不改动" in shown.err
    assert path.read_bytes() == before


def test_a_draft_names_part_paragraph_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "a.draft.toml", DRAFT)
    assert main(["check", "--format", "json", str(path)]) == 1
    rows = {row["rule"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["NUM-15"]["line"] == 12
    assert rows["NUM-15"]["place"] == "第 1 部分“一、抓好学习”第 1 段"
    assert rows["typed-number"]["line"] == 8
    assert rows["open-slot"]["severity"] == "warning"
    assert rows["missing-part"]["place"] == "提纲"


def test_strict_makes_open_slots_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "a.draft.toml", DRAFT.replace("3会1课", "三会一课"))
    assert main(["check", str(path)]) == 0
    assert main(["check", "--strict", str(path)]) == 1
    capsys.readouterr()


def test_fixing_a_draft_keeps_its_slots_and_everything_else(tmp_path: Path) -> None:
    path = write(tmp_path, "a.draft.toml", "# 批注\n" + DRAFT + "own = 1\n")
    main(["check", "--fix", str(path)])
    draft = read_draft(path)
    assert draft.sections[0].heading == "抓好学习"
    assert draft.sections[0].paragraphs[0].text == "落实三会一课制度，召开会议{{ 支委会次数 }}次。"
    assert "# 批注" in path.read_text("utf-8")
    assert "own = 1" in path.read_text("utf-8")


def test_fixing_a_draft_reaches_tables_and_attachments_and_no_tag() -> None:
    paragraph = Paragraph(
        "{% if 甲 == '一,二' %}抓学习,促落实{% endif %}", table=Table((("党课,讲座",),), "一,览表")
    )
    draft = Draft(sections=(Section("甲", 1, paragraphs=(paragraph,)),), attachments=("情况表,说明",))
    fixed, done = fix_draft(draft, RULES, NUMBER, year=2026)
    (section,) = fixed.sections
    assert section.paragraphs[0].text == "{% if 甲 == '一,二' %}抓学习，促落实{% endif %}"
    assert section.paragraphs[0].table == Table((("党课，讲座",),), "一，览表")
    assert fixed.attachments == ("情况表，说明",)
    assert done == {"PUN-01": 4}


def test_the_year_can_be_given_or_is_said_to_be_unknown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "a.txt", "深入学习贯彻党的十九大精神。\n")
    main(["check", str(path)])
    shown = capsys.readouterr()
    assert "没有发现问题" in shown.out
    assert "--year 2026" in shown.err
    main(["check", "--year", "2026", str(path)])
    assert "ERA-01" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("none.txt", None, "找不到"),
        ("a.txt", b"", "空的"),
        ("a.txt", b"\x00\x01", "二进制"),
        ("a.txt", "总结".encode("gbk"), "UTF-8"),
        ("a.pdf", b"%PDF", "可以检查的有"),
        ("a.doc", b"x", ".doc"),
        ("a.docx", b"x", "不是 .docx"),
        ("a.draft.toml", b"title = \n", "第 1 行"),
    ],
)
def test_a_file_that_cannot_be_checked_is_named_and_the_others_are_still_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes | None, expected: str
) -> None:
    good = write(tmp_path, "good.txt", "20xx年总结\n")
    if data is not None:
        (tmp_path / name).write_bytes(data)
    assert main(["check", str(tmp_path / name), str(good)]) == 2
    shown = capsys.readouterr()
    assert expected in shown.err
    assert name in shown.err
    assert "SLT-01" in shown.out
    assert "Traceback" not in shown.err


def test_a_wrong_call_is_answered_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 2
    assert main(["check", "a.txt", "--year", "26"]) == 2
    assert "请写四位年份" in capsys.readouterr().err


def test_an_unreadable_outline_is_said_and_the_rest_is_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "a.draft.toml", DRAFT.replace("branch-annual-2026", "no-such-outline"))
    assert main(["check", str(path)]) == 1
    shown = capsys.readouterr()
    assert "没有核对提纲要求的部分" in shown.err
    assert "NUM-15" in shown.out
