"""A file is always the old one or the new one, whole; whoever saves learns why it did not work."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from drafter.draft import Draft
from drafter.errors import ChangedOnDisk, FileProblem
from drafter.files import write_atomic
from drafter.storage.draft_file import fingerprint, read_draft, write_draft

OLD, NEW = Draft(title="旧稿"), Draft(title="新稿")
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX file modes, links and limits")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "稿.draft.toml"
    write_draft(target, OLD)
    return target


def refusing(code: int) -> Callable[..., Any]:
    def refuse(*_: Any, **__: Any) -> Any:
        raise OSError(code, os.strerror(code))

    return refuse


@pytest.mark.parametrize(
    ("call", "code", "message"),
    [
        ("open", errno.EACCES, "没有权限"),
        ("open", errno.EROFS, "磁盘是只读的"),
        ("fsync", errno.ENOSPC, "磁盘已满"),
        ("fsync", errno.EIO, "磁盘出错"),
    ],
)
def test_a_refused_write_says_why_and_leaves_the_old_file(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int, message: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, call, refusing(code))
        with pytest.raises(FileProblem, match=message) as caught:
            write_draft(path, NEW)
    assert caught.value.faults[0].where == str(path)
    assert caught.value.faults[0].todo
    assert read_draft(path) == OLD
    assert list(path.parent.iterdir()) == [path]


def test_a_refused_replace_leaves_the_old_file_and_nothing_beside_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refusing(errno.EACCES))
        with pytest.raises(FileProblem, match="没有权限"):
            write_draft(path, NEW)
    assert read_draft(path) == OLD
    assert list(path.parent.iterdir()) == [path]


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@posix
def test_a_disk_that_fills_up_half_way_leaves_the_old_file(path: Path) -> None:
    done = run(
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from drafter.errors import FileProblem\n"
        "from drafter.files import write_atomic\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        "    write_atomic(Path(sys.argv[1]), b'x' * 100_000)\n"
        "except FileProblem:\n"
        "    sys.exit(7)\n",
        str(path),
    )
    assert done.returncode == 7, done.stderr
    assert read_draft(path) == OLD
    assert list(path.parent.iterdir()) == [path]


@posix
def test_a_crash_between_writing_and_replacing_leaves_the_old_file(path: Path) -> None:
    done = run(
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from drafter.draft import Draft\n"
        "from drafter.storage.draft_file import write_draft\n"
        "Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "write_draft(Path(sys.argv[1]), Draft(title='新稿'))\n",
        str(path),
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert read_draft(path) == OLD
    (left,) = set(path.parent.iterdir()) - {path}
    os.utime(left, (0, 0))
    write_draft(path, NEW)
    assert read_draft(path) == NEW
    assert list(path.parent.iterdir()) == [path]


def test_what_another_process_is_writing_at_this_moment_is_left_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written_beside(_: Path, __: Path) -> None:
        monkeypatch.undo()
        write_draft(path, NEW)
        raise OSError(errno.EIO, "beaten to it")

    monkeypatch.setattr(Path, "replace", written_beside)
    with pytest.raises(FileProblem):
        write_draft(path, Draft(title="慢了一步"))
    assert read_draft(path) == NEW
    assert list(path.parent.iterdir()) == [path]


@posix
def test_a_link_stays_a_link_and_the_mode_of_the_file_is_kept(tmp_path: Path) -> None:
    real = tmp_path / "deep" / "real.draft.toml"
    real.parent.mkdir()
    write_draft(real, OLD)
    real.chmod(0o664)
    link = tmp_path / "link.draft.toml"
    link.symlink_to(real)
    write_draft(link, NEW)
    assert link.is_symlink()
    assert read_draft(real) == NEW
    assert stat.S_IMODE(real.stat().st_mode) == 0o664


@posix
def test_what_is_no_ordinary_file_is_not_replaced(
    tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(FileProblem, match="不是普通文件"):
        write_atomic(pipe, b"x")
    with pytest.raises(FileProblem, match="这是一个文件夹"):
        write_atomic(tmp_path, b"x")
    with pytest.raises(FileProblem, match="文件夹不存在"):
        write_atomic(tmp_path / "none" / "a.txt", b"x")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(FileProblem, match="这个文件是只读的"):
        write_draft(path, NEW)


def test_a_file_name_as_long_as_the_disk_allows_can_be_saved(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 81 + ".draft.toml")
    write_draft(path, NEW)
    assert read_draft(path) == NEW


def test_a_draft_changed_on_disk_is_not_overwritten(path: Path) -> None:
    opened = fingerprint(path)
    assert opened is not None
    theirs = write_draft(path, Draft(title="别人改的"), opened)
    with pytest.raises(ChangedOnDisk, match="别处改过"):
        write_draft(path, NEW, opened)
    assert read_draft(path).title == "别人改的"
    assert fingerprint(path) == theirs


def test_saving_again_what_is_already_there_is_no_conflict(path: Path) -> None:
    write_draft(path, NEW)
    assert write_draft(path, NEW, "another fingerprint") == fingerprint(path)


def test_a_draft_whose_file_was_deleted_is_saved_again(path: Path) -> None:
    opened = fingerprint(path)
    path.unlink()
    assert fingerprint(path) is None
    write_draft(path, NEW, opened)
    assert read_draft(path) == NEW
