"""Collections: one text a line, and no line spoils the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drafter.errors import FileProblem
from drafter.mine.read import read
from drafter.mine.source import Source


def collection(folder: Path, *entries: object) -> Path:
    path = folder / "a.jsonl"
    written = (
        entry if isinstance(entry, bytes) else json.dumps(entry, ensure_ascii=False).encode()
        for entry in entries
    )
    path.write_bytes(b"\n".join(written))
    return path


def drained(path: Path) -> tuple[list[Source], FileProblem]:
    """All that reading gives before it fails, and why it does."""
    found: list[Source] = []
    try:
        found.extend(read(path))
    except FileProblem as error:
        return found, error
    pytest.fail("nothing was refused")


def test_each_line_is_a_source_with_its_site_and_title(tmp_path: Path) -> None:
    path = collection(
        tmp_path,
        {"text": "甲\r\n乙", "title": " 总 结 ", "site": "某校", "id": 3},
        b"",
        {"text": "丙", "origin": "某局"},
        {"text": "丁"},
    )
    first, second, third = read(path)
    assert (first.name, first.text, first.title, first.origin) == (f"{path}#1", "甲\n乙", "总 结", "某校")
    assert (second.name, second.origin) == (f"{path}#3", "某局")
    assert third.origin == str(tmp_path)
    assert len({first.digest, second.digest, third.digest}) == 3
    assert len(first.digest) == 16


def test_the_digest_is_that_of_the_text_alone(tmp_path: Path) -> None:
    first, second = read(collection(tmp_path, {"text": "甲", "site": "一"}, {"text": "甲", "site": "二"}))
    assert first.digest == second.digest


def test_broken_lines_are_told_after_all_good_ones(tmp_path: Path) -> None:
    path = collection(
        tmp_path,
        {"text": "甲"},
        b"{",
        [1],
        {"text": 3},
        {"text": " "},
        b"\xff\xfe",
        b"[" * 100_000,
        {"text": "乙"},
    )
    found, error = drained(path)
    assert [source.text for source in found] == ["甲", "乙"]
    assert [fault.where for fault in error.faults] == [f"{path} 第 {line} 行" for line in (2, 3, 4, 5, 6, 7)]


def test_many_broken_lines_are_counted(tmp_path: Path) -> None:
    with pytest.raises(FileProblem) as caught:
        list(read(collection(tmp_path, *[b"{"] * 50)))
    assert len(caught.value.faults) == 21
    assert "30" in caught.value.faults[-1].what


def test_a_line_too_long_is_passed_over_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drafter.mine.read.collection.MAX_LINE", 50)
    path = collection(tmp_path, {"text": "甲" * 100}, {"text": "乙"})
    found, error = drained(path)
    assert "超过" in str(error)
    assert [source.name for source in found] == [f"{path}#2"]


def test_half_characters_that_no_file_can_hold_are_replaced(tmp_path: Path) -> None:
    (source,) = read(collection(tmp_path, b'{"text": "a\\ud800b", "site": "\\udfff"}'))
    assert source.text == "a\ufffdb"
    source.origin.encode()


def test_a_mark_at_the_beginning_is_no_trouble(tmp_path: Path) -> None:
    (source,) = read(collection(tmp_path, b'\xef\xbb\xbf{"text": "a"}'))
    assert source.text == "a"
