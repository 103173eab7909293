"""The command line as a writer uses it: whole runs, Chinese messages, exit statuses, and nothing lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document as Docx

from drafter.cli import COMMANDS, main
from drafter.storage.draft_file import read_draft

OUTLINE = "branch-annual-2026"


class Run:
    """One call: status, what it printed, and what it said on standard error."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> None:
        self.status = main([str(argument) for argument in arguments])
        self.out, self.err = capsys.readouterr()


Call = Callable[..., Run]


@pytest.fixture
def drafter(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls the program in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: Run(capsys, *arguments)


def test_the_help_lists_every_command_in_chinese() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "drafter", "--help"], capture_output=True, encoding="utf-8", check=True
    )
    assert "用法：" in done.stdout
    assert "usage" not in done.stdout
    for name, what in COMMANDS.items():
        assert name in done.stdout
        assert what in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_own_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    out = capsys.readouterr().out
    assert f"用法：drafter {command}" in out
    assert COMMANDS[command] in out


def test_a_report_is_made_from_outline_to_docx(drafter: Call, tmp_path: Path) -> None:
    made = drafter("new", OUTLINE, "-o", "a.draft.toml", "--suggest", "--set", "党员总数=三十六")
    assert made.status == 0, made.err
    shown = drafter("facts", "a.draft.toml", "--json")
    facts = [json.loads(line) for line in shown.out.splitlines()]
    values = {fact["address"]: fact["example"] for fact in facts if fact["open"] and not fact["computed"]}
    assert values
    Path("facts.json").write_text(json.dumps(values, ensure_ascii=False), "utf-8")
    filled = drafter("facts", "a.draft.toml", "--from", "facts.json")
    assert filled.status == 0, filled.err
    assert "全部填好" in filled.out
    done = drafter("export", "a.draft.toml", "-o", "a.docx", "--strict")
    assert done.status == 0, done.err
    text = "\n".join(paragraph.text for paragraph in Docx("a.docx").paragraphs)
    assert "待填" not in text
    assert len(text) > 1500


def test_the_outlines_are_listed_one_a_line_and_one_in_full(drafter: Call) -> None:
    listed = drafter("outlines")
    assert OUTLINE in listed.out
    rows = [json.loads(line) for line in drafter("outlines", "--json").out.splitlines()]
    assert {row["id"] for row in rows} >= {OUTLINE, "school-annual", "implementation-report"}
    assert "存在" in drafter("outlines", OUTLINE).out
    assert json.loads(drafter("outlines", OUTLINE, "--json").out)["parts"]


def test_a_new_draft_never_replaces_a_file_unless_forced(drafter: Call, tmp_path: Path) -> None:
    (tmp_path / "a.draft.toml").write_text("我的字", "utf-8")
    refused = drafter("new", OUTLINE, "-o", "a.draft.toml")
    assert refused.status == 2
    assert "--force" in refused.err
    assert (tmp_path / "a.draft.toml").read_text("utf-8") == "我的字"
    assert drafter("new", OUTLINE, "-o", "a.draft.toml", "--force").status == 0


def test_open_slots_are_told_and_strict_ends_with_one(drafter: Call) -> None:
    drafter("new", OUTLINE, "-o", "a.draft.toml")
    done = drafter("export", "a.draft.toml", "-o", "a.md")
    assert done.status == 0
    assert "待填" in done.out
    strict = drafter("export", "a.draft.toml", "-o", "b.txt", "--strict", "--json")
    assert strict.status == 1
    report = json.loads(strict.out)
    assert report["path"].endswith("b.txt")
    assert {slot["name"] for slot in report["open"]} >= {"党支部名称", "总结期间"}


def test_wrong_facts_change_nothing(drafter: Call) -> None:
    drafter("new", OUTLINE, "-o", "a.draft.toml")
    before = Path("a.draft.toml").read_bytes()
    wrong = drafter(
        "facts", "a.draft.toml", "--set", "党员总数=很多", "--set", "党员总人数=3", "--set", "支委会次数=12"
    )
    assert wrong.status == 2
    assert "很多" in wrong.err
    assert "党员总人数" in wrong.err
    assert Path("a.draft.toml").read_bytes() == before


def test_facts_are_typed_as_people_type_them(drafter: Call) -> None:
    drafter("new", OUTLINE, "-o", "a.draft.toml")
    done = drafter("facts", "a.draft.toml", "--set", "总结期间＝２０２６年", "--set", "支委会次数=十二次")
    assert done.status == 0, done.err
    assert read_draft(Path("a.draft.toml")).facts["总结期间"] == "２０２６年"
    assert "总结期间 = 2026年" in done.out


BAD_CALLS = {
    "an unknown command": (["summary"], "没有“summary”这个命令"),
    "an unknown outline": (["new", "branch-anual-2026"], "branch-annual-2026"),
    "no outline": (["new"], "缺少参数"),
    "an unknown option": (["outlines", "--colour"], "不认识的参数"),
    "a missing draft": (["export", "none.draft.toml", "-o", "a.docx"], "找不到"),
    "a target of an unknown kind": (["export", "a.draft.toml", "-o", "a.pages"], ".docx"),
    "a target folder that does not exist": (["export", "a.draft.toml", "-o", "none/a.docx"], "文件夹不存在"),
    "an existing target": (["export", "a.draft.toml", "-o", "there.docx"], "--force"),
    "an unknown layout": (["export", "a.draft.toml", "-o", "b.docx", "--layout", "gb9705"], "gb9704"),
    "a fact without a value sign": (["facts", "a.draft.toml", "--set", "党员总数"], "名称=值"),
    "a facts file that is missing": (["facts", "a.draft.toml", "--from", "none.csv"], "找不到"),
    "a bank folder that is missing": (["search", "会议", "--bank", "none"], "找不到"),
    "an empty draft": (["facts", "empty.draft.toml"], "空的"),
    "a binary draft": (["facts", "binary.draft.toml"], "二进制"),
    "a GBK draft": (["facts", "gbk.draft.toml"], "UTF-8"),
    "a broken draft": (["check", "broken.draft.toml"], "第 2 行"),
    "an outline that is empty": (["new", "empty.toml"], "空的"),
    "an outline that is broken": (["new", "broken.toml"], "第 2 行"),
    "a limit that is no number": (["search", "会议", "--limit", "多"], "整数"),
}


@pytest.mark.parametrize("name", BAD_CALLS)
def test_a_wrong_call_says_what_where_and_what_to_do(name: str, drafter: Call, tmp_path: Path) -> None:
    drafter("new", OUTLINE, "-o", "a.draft.toml")
    (tmp_path / "there.docx").write_bytes(b"mine")
    (tmp_path / "binary.draft.toml").write_bytes(bytes(range(256)))
    (tmp_path / "gbk.draft.toml").write_bytes('title = "总结"\n'.encode("gbk"))
    for file in ("empty.draft.toml", "empty.toml"):
        (tmp_path / file).write_bytes(b"")
    for file in ("broken.draft.toml", "broken.toml"):
        (tmp_path / file).write_text("format = 1\ntitle = “总结”\n", "utf-8")
    arguments, said = BAD_CALLS[name]
    run = drafter(*arguments)
    assert run.status == 2
    assert run.err.startswith("drafter：")
    assert said in run.err
    assert "Traceback" not in run.err
    assert (tmp_path / "there.docx").read_bytes() == b"mine"


def test_a_draft_with_a_forbidden_template_is_refused_with_its_place(drafter: Call) -> None:
    drafter("new", OUTLINE, "-o", "a.draft.toml")
    text = Path("a.draft.toml").read_text("utf-8")
    Path("a.draft.toml").write_text(text.replace('title = "', 'title = "{{ ().__class__ }}', 1), "utf-8")
    run = drafter("export", "a.draft.toml", "-o", "a.docx")
    assert run.status == 2
    assert "标题" in run.err
    assert not Path("a.docx").exists()


def test_a_fault_of_the_program_is_kept_in_a_log_and_shows_no_traceback(
    drafter: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drafter.commands.outlines.run", lambda _: 1 / 0)
    run = drafter("outlines")
    assert run.status == 2
    assert "Traceback" not in run.err
    assert "ZeroDivisionError" in (home / "state" / "error.log").read_text("utf-8")


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m drafter outlines | head -c 1"
    done = subprocess.run(
        command, shell=True, capture_output=True, encoding="utf-8", check=True, env=dict(os.environ)
    )
    assert done.stderr == ""


def test_chinese_is_printed_in_a_plain_locale() -> None:
    environment = dict(os.environ) | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "drafter", "outlines"], capture_output=True, check=True, env=environment
    )
    assert "年度总结" in done.stdout.decode("utf-8")
