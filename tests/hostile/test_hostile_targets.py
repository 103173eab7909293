"""Where results go: never onto what was read, never lost in silence, whatever the disk and the terminal are like."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_calls import FINISHED, OPEN, OUTLINE, call, owes, refused, warm

from drafter import paths

posix = pytest.mark.skipif(os.name != "posix", reason="links and device files")


@pytest.fixture(autouse=True)
def draft(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    warm(home)
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.draft.toml"
    path.write_bytes(FINISHED)
    return path


@posix
def test_an_export_never_replaces_the_draft_it_reads_by_whatever_name(draft: Path) -> None:
    Path("l.md").symlink_to(draft)
    os.link(draft, "h.txt")
    Path("own.md").write_bytes(FINISHED)
    for source, target in (
        ("a.draft.toml", "a.draft.toml"),
        ("a.draft.toml", "l.md"),
        ("a.draft.toml", "h.txt"),
        ("l.md", "h.txt"),
        ("own.md", "own.md"),
    ):
        assert "同一个" in refused("export", source, "-o", target, "--force")
    assert draft.read_bytes() == FINISHED
    assert Path("own.md").read_bytes() == FINISHED


def test_a_new_draft_never_replaces_the_facts_or_the_outline_it_is_made_from(draft: Path) -> None:
    assert "同一个" in refused("new", OUTLINE, "--facts", draft, "-o", draft, "--force")
    own = paths.data_dir() / "templates" / "outlines" / f"{OUTLINE}.toml"
    Path(own.name).write_bytes(own.read_bytes())
    assert "同一个" in refused("new", own.name, "-o", own.name, "--force")
    assert draft.read_bytes() == FINISHED
    assert Path(own.name).read_bytes() == own.read_bytes()


def test_a_suffix_counts_in_any_case_and_with_nothing_behind_it(draft: Path) -> None:
    for name in ("A.DOCX", "B.Md", "C.TXT"):
        assert call("export", draft, "-o", name).status == 0
        assert Path(name).exists()
    for name in (".docx", "x.docx ", "x.", "x", ""):
        told = refused("export", draft, "-o", name)
        assert "后缀" in told or "不会导出" in told


def test_what_is_there_stays_without_force(draft: Path) -> None:
    Path("there.docx").write_bytes(b"mine")
    Path("folder.docx").mkdir()
    refused("export", draft, "-o", "there.docx")
    refused("export", draft, "-o", "folder.docx", "--force")
    refused("new", OUTLINE, "-o", "there.docx")
    assert Path("there.docx").read_bytes() == b"mine"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES])
def test_a_disk_that_refuses_leaves_everything_as_it_was(
    code: int, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    before = sorted(Path().iterdir())
    for arguments in (
        ("facts", draft, "--set", "党员总数=37"),
        ("export", draft, "-o", "x.docx"),
        ("new", OUTLINE, "-o", "n.draft.toml"),
        ("bank", "add", "图书馆每周开放。", "--topic", "org-life", "--role", "measure"),
    ):
        assert "写不进去" in refused(*arguments)
    assert sorted(Path().iterdir()) == before
    assert draft.read_bytes() == FINISHED


def test_an_index_that_cannot_be_written_stops_no_search_and_is_told_once(home: Path, draft: Path) -> None:
    shutil.rmtree(home / "state")
    (home / "state").write_text("", "utf-8")
    done = call("search", "三会一课", "--limit", "1")
    owes(done)
    assert done.status == 0
    assert "三会一课" in done.out
    assert len(done.err.splitlines()) == 1
    assert call("facts", draft, "--open").status == 0
    assert call("export", draft, "-o", "x.txt").status == 0


def test_without_a_home_the_writer_is_told_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setenv("DRAFTER_HOME", "~nobody-of-that-name/x")
    assert "DRAFTER_HOME" in refused("search", "党员")
    for variable in ("DRAFTER_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(Path, "home", nobody)
    assert "DRAFTER_HOME" in refused("outlines")


def shell(command: str) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ) | {"PYTHONIOENCODING": "utf-8:strict"}
    line = command.replace("drafter", f"{sys.executable} -m drafter")
    return subprocess.run(
        ["sh", "-c", line], capture_output=True, encoding="utf-8", check=False, env=environment, timeout=60
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
def test_a_full_disk_behind_the_output_is_one_message() -> None:
    done = shell("drafter outlines > /dev/full")
    assert done.returncode == 2
    assert done.stderr.startswith("drafter：结果写不出去（磁盘已满）")
    assert len(done.stderr.splitlines()) == 1
    assert shell("drafter 没有这个命令 2> /dev/full").returncode == 2


@posix
def test_closed_streams_break_nothing() -> None:
    done = shell("drafter search 党员 --limit 1 >&-; echo $?")
    assert (done.stdout, done.stderr) == ("0\n", "")
    assert "没有标准输入" in shell("drafter search --batch <&-").stderr
    assert shell("drafter 没有这个命令 2>&-").stdout == ""


@posix
def test_a_name_that_is_no_text_is_written_and_printed(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xd6\xd0")
    (tmp_path / f"{name}.draft.toml").write_bytes(OPEN)
    done = subprocess.run(
        [sys.executable, "-m", "drafter", "export", f"{name}.draft.toml", "-o", f"{name}.md", "--json"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=dict(os.environ) | {"PYTHONIOENCODING": "utf-8:strict"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["path"] == f"{name}.md"
    assert (tmp_path / f"{name}.md").exists()
