"""`drafter mine` as a user calls it: status, report, and what is left on the disk."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from mined import report, written

from drafter import cli
from drafter.commands import mine as command
from drafter.mine.candidate_file import read_candidates

SAID = "严格落实党务公开制度。"


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two reports in old/."""
    written(tmp_path, {"old/1.txt": report(0, SAID), "old/2.txt": report(1, SAID)})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_run_writes_the_candidates_and_says_what_comes_next(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["mine", "old", "-o", "c.jsonl"]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert "读了 2 个文件、2 篇文稿" in told.out
    assert "drafter review c.jsonl" in told.out
    (best,) = [each for each in read_candidates(Path("c.jsonl")).candidates if each.documents == 2]
    assert best.text == "严格落实党务公开制度"
    assert sorted(path.name for path in workplace.iterdir() if path.name.startswith("c.")) == ["c.jsonl"]


def test_broken_files_are_a_line_each_and_status_one(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("old/empty.txt").write_bytes(b"")
    Path("old/bad.docx").write_bytes(b"no word file")
    assert cli.main(["mine", "old", "-o", "c.jsonl"]) == 1
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("没有读：")]
    assert len(lines) == 2
    assert any("empty.txt" in line for line in lines)
    assert Path("c.jsonl").exists()


def test_json_tells_the_same_in_one_line(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["mine", "old", "missing.txt", "-o", "c.jsonl", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["files"], told["documents"], told["output"]) == (2, 2, "c.jsonl")
    assert told["candidates"] == len(read_candidates(Path("c.jsonl")).candidates)
    assert [fault["where"] for fault in told["faults"]] == ["missing.txt"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["old"], "缺少参数"),
        (["-o", "c.jsonl"], "缺少参数"),
        (["nothing", "-o", "c.jsonl"], "nothing"),
        (["empty", "-o", "c.jsonl"], "empty"),
        (["old", "-o", "old"], "这是一个文件夹"),
        (["old", "-o", "no/c.jsonl"], "文件夹不存在"),
        (["old/1.txt", "-o", "old/1.txt"], "同一个"),
        (["old", "-o", "c.jsonl", "--jobs", "0"], "--jobs 不能是 0"),
        (["old", "-o", "c.jsonl", "--min-support", "-1"], "--min-support 不能是 -1"),
        (["old", "-o", "c.jsonl", "--limit", "x"], "整数"),
        (["old", "-o", "c.jsonl", "--limit", "5", "--all"], "不能同时用"),
    ],
)
def test_a_wrong_call_is_one_message_and_leaves_nothing(
    arguments: list[str], words: str, workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("empty").mkdir()
    before = sorted(workplace.rglob("*"))
    texts = [path.read_bytes() for path in before if path.is_file()]
    assert cli.main(["mine", *arguments]) == 2
    assert words in capsys.readouterr().err
    assert sorted(workplace.rglob("*")) == before
    assert [path.read_bytes() for path in before if path.is_file()] == texts


def test_the_candidates_of_last_time_stay_when_nothing_can_be_read(workplace: Path) -> None:
    Path("c.jsonl").write_text("precious", "utf-8")
    Path("broken.docx").write_bytes(b"no word file")
    assert cli.main(["mine", "broken.docx", "-o", "c.jsonl"]) == 2
    assert Path("c.jsonl").read_text("utf-8") == "precious"
    assert not Path("c.jsonl.part").exists()


def test_an_interrupted_run_says_how_to_go_on(
    workplace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(bar: object, what: str, done: int, whole: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(command._Bar, "tell", stop)
    assert cli.main(["mine", "old", "-o", "c.jsonl"]) == 130
    assert "再运行同一条命令就接着做" in capsys.readouterr().err
    assert Path("c.jsonl.part").exists()
    monkeypatch.undo()
    monkeypatch.chdir(workplace)
    assert cli.main(["mine", "old", "-o", "c.jsonl"]) == 0
    assert not Path("c.jsonl.part").exists()


def test_the_bar_shows_on_a_terminal_after_a_while_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    command._Bar().tell("read", 1, 2)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    bar = command._Bar()
    bar.tell("read", 1, 4)
    assert capsys.readouterr().err == ""
    now[0] += 1
    bar.tell("read", 2, 4)
    bar.tell("count", 0, 0)
    bar.clear()
    err = capsys.readouterr().err
    assert "读文件" in err
    assert "2/4" in err
    assert err.endswith("\r\033[K")
