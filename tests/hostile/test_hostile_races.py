"""Several programs at once: no saved change is lost, no file is half of one and half of another."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hostile_calls import call

from drafter import files
from drafter.draft import Draft, set_fact
from drafter.errors import ChangedOnDisk, FileProblem
from drafter.storage.draft_file import fingerprint, read_draft, read_draft_file, write_draft

posix = pytest.mark.skipif(os.name != "posix", reason="held files are a matter of POSIX")


@posix
def test_of_many_savers_at_once_every_one_is_kept_or_told(tmp_path: Path) -> None:
    path = tmp_path / "a.draft.toml"
    write_draft(path, Draft(title="总结"))
    kept: list[str] = []
    strange: list[BaseException] = []

    def save(name: str) -> None:
        for _ in range(200):
            opened = read_draft_file(path)
            try:
                write_draft(path, set_fact(opened.draft, name, "1"), expect=opened.fingerprint)
            except ChangedOnDisk:
                continue
            except BaseException as error:
                strange.append(error)
                return
            kept.append(name)
            return

    threads = [threading.Thread(target=save, args=(f"事实{number}",)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert strange == []
    assert len(kept) == 12
    assert set(read_draft(path).facts) == set(kept)
    assert list(tmp_path.iterdir()) == [path]


@posix
def test_a_saver_that_never_ends_is_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.draft.toml"
    write_draft(path, Draft(title="总结"))
    monkeypatch.setattr(files, "LOCK_SECONDS", 0.05)
    with (
        files.sole_writer(path),
        pytest.raises(FileProblem, match="别的程序正在保存"),
    ):
        write_draft(path, Draft(title="别的"), expect=fingerprint(path))
    assert read_draft(path).title == "总结"
    write_draft(path, Draft(title="别的"), expect=fingerprint(path))


def test_what_another_saver_has_just_begun_is_neither_used_nor_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    real = os.open
    begun: list[Path] = []

    def open_late(name: Path, flags: int, *rest: int) -> int:
        # Somebody makes the file of that name between our look and our own attempt.
        if flags & os.O_EXCL and not begun:
            begun.append(Path(name))
            Path(name).write_bytes("别人的".encode())
        return real(name, flags, *rest)

    monkeypatch.setattr(os, "open", open_late)
    files.write_atomic(path, "我的".encode())
    assert path.read_bytes() == "我的".encode()
    assert begun[0].read_bytes() == "别人的".encode()


def test_a_leftover_of_a_crash_under_a_wrong_clock_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    made: list[Path] = []
    real = os.open

    def watched(name: Path, *rest: int) -> int:
        made.append(Path(name))
        return real(name, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", watched)
        files.write_atomic(path, b"1")
    for seconds in (0, 4_000_000_000):
        made[0].write_bytes(b"left")
        os.utime(made[0], (seconds, seconds))
        files.write_atomic(path, b"2")
        assert list(tmp_path.iterdir()) == [path]


@posix
def test_searches_that_start_together_on_a_new_machine_all_answer(home: Path) -> None:
    command = [sys.executable, "-m", "drafter", "search", "三会一课", "--limit", "1"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    told = [process.communicate(timeout=60) for process in running]
    assert {process.returncode for process in running} == {0}
    assert len({out for out, _ in told}) == 1
    assert {err for _, err in told} == {b""}
    assert len(list((home / "state" / "bank").iterdir())) == 1
    assert call("search", "三会一课", "--limit", "1").out.encode() == told[0][0]
