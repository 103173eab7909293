"""Which files of a folder are read."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from drafter.mine.read import files_of


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("甲", encoding="utf-8")


def test_folders_are_walked_in_order_and_what_is_not_for_reading_is_passed_over(tmp_path: Path) -> None:
    names = ["b.txt", "a.DOCX", "c/d.md", "c/a.pdf", "B/x.jsonl"]
    touch(*(tmp_path / name for name in names))
    touch(*(tmp_path / name for name in (".hidden.txt", "~$a.docx", "x.exe", ".git/a.txt", "c/.b.md", "y")))
    found, faults = files_of([tmp_path])
    assert [str(path.relative_to(tmp_path)) for path in found] == [
        "a.DOCX", "b.txt", "B/x.jsonl", "c/a.pdf", "c/d.md",
    ]  # fmt: skip
    assert faults == []


def test_a_file_named_twice_is_read_once_in_the_place_named_first(tmp_path: Path) -> None:
    touch(tmp_path / "a.txt", tmp_path / "b.txt")
    found, _ = files_of([tmp_path / "b.txt", tmp_path, tmp_path / "a.txt"])
    assert [path.name for path in found] == ["b.txt", "a.txt"]


def test_a_folder_with_nothing_to_read_is_a_fault_that_counts_what_there_is(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    touch(tmp_path / "other" / "a.exe")
    found, faults = files_of([tmp_path / "empty", tmp_path / "other"])
    assert found == []
    assert [fault.where for fault in faults] == [str(tmp_path / "empty"), str(tmp_path / "other")]
    assert "1" in faults[1].what
    assert ".docx" in faults[0].todo


def test_a_file_of_an_unknown_format_is_a_fault_and_a_missing_one_is_left_to_the_reader(
    tmp_path: Path,
) -> None:
    touch(tmp_path / "a.exe")
    found, faults = files_of([tmp_path / "a.exe", tmp_path / "missing.txt", tmp_path / "missing"])
    assert [path.name for path in found] == ["missing.txt", "missing"]
    assert [fault.where for fault in faults] == [str(tmp_path / "a.exe")]


def test_links_that_go_round_in_a_ring_end(tmp_path: Path) -> None:
    touch(tmp_path / "a" / "b.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    found, faults = files_of([tmp_path])
    assert [str(path.relative_to(tmp_path)) for path in found] == ["a/b.txt"]
    assert faults == []


def test_a_folder_that_may_not_be_entered_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path / "a.txt", tmp_path / "locked" / "b.txt")
    scan = os.scandir

    def scandir(path: str) -> Iterator[os.DirEntry[str]]:
        # Rights do not bind root, who runs the tests in many places.
        if Path(path).name == "locked":
            raise PermissionError(errno.EACCES, "denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found, faults = files_of([tmp_path])
    assert [path.name for path in found] == ["a.txt"]
    assert [(fault.where, "没有权限" in fault.what) for fault in faults] == [(str(tmp_path / "locked"), True)]


def test_paths_that_cannot_be_are_left_to_the_reader() -> None:
    found, faults = files_of([Path("a\0b.txt"), Path("x" * 5000)])
    assert len(found) == 2
    assert faults == []
