"""Finding what a crash left: the journals that no running program holds.

The writing side is journal.py, the lines are journal_lines.py.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from drafter.draft import Draft
from drafter.errors import FileProblem
from drafter.files import lock_file, read_bytes
from drafter.storage.draft_file import digest, fingerprint, loads
from drafter.storage.journal_lines import Replay

OPEN_FLAGS = os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Edits that were never saved: the journal `file`, the draft's `path` (None: it never had one), its `title`,
    the `time` of the last edit (seconds since 1970), the fingerprint `base` of the file the edits began from
    (None: there was none) and the whole `text` of the draft."""

    file: Path
    path: Path | None
    title: str
    time: float
    base: str | None
    text: str

    @property
    def changed_on_disk(self) -> bool:
        """True if the draft's file has changed since these edits began: ask, keep both."""
        try:
            return self.path is not None and fingerprint(self.path) not in (None, self.base)
        except FileProblem:
            return True

    def draft(self) -> Draft:
        """The draft as it was after the last edit."""
        return loads(self.text, self.path or "未保存的稿件")


def pending(state_dir: Path) -> tuple[Unsaved, ...]:
    """Every draft with unsaved edits that no running program holds, the latest first.

    Journals that hold nothing their draft's file lacks are cleared away. Never raises.
    """
    found: list[Unsaved] = []
    for file in sorted((state_dir / "recovery").glob("*.jsonl")):
        with contextlib.suppress(OSError):
            found += _left_in(file)
    return tuple(sorted((one for one in found if one.file.exists()), key=lambda one: one.time, reverse=True))


def _left_in(file: Path) -> list[Unsaved]:
    descriptor = os.open(file, OPEN_FLAGS)
    try:
        if not lock_file(descriptor):
            return []
        state = replay(file)
        drop_replaced(file, state)
        unsaved = unsaved_in(file, state)
        if unsaved is None and os.name == "posix":
            file.unlink()
        return [unsaved] if unsaved else []
    finally:
        os.close(descriptor)


def journal_name(path: Path) -> str:
    """What the names of journals of the draft at `path` begin with, however the path is spelt."""
    return hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:16]


def replay(file: Path, watch: bytes | None = None) -> Replay:
    """The state the journal `file` describes, `passed` if it was `watch` at some time. Raises OSError."""
    with file.open("rb") as stream:
        return Replay(watch).read(stream)


def unsaved_in(file: Path, state: Replay) -> Unsaved | None:
    """What the journal holds that its draft's file does not. Raises OSError."""
    if not state.time:
        return None
    named, base = str(state.header.get("path") or ""), state.header.get("base")
    path = Path(named) if named else None
    on_disk = _content(path)
    if on_disk is not None:
        if on_disk == state.text.encode():
            return None
        # A crash right after a save: the file is not a stranger's, the edits went through that very state.
        if digest(on_disk) != base and replay(file, on_disk).passed:
            base = digest(on_disk)
    return Unsaved(file, path, state.title, state.time, base if isinstance(base, str) else None, state.text)


def _content(path: Path | None) -> bytes | None:
    try:
        return read_bytes(path) if path is not None else None
    except FileProblem:
        return None


def drop_replaced(file: Path, state: Replay) -> None:
    """Finish what a crash in the middle of `_renew` left: the older journal holds nothing of its own."""
    name = str(state.header.get("replaces") or "")
    if state.time and name and Path(name).name == name:
        with contextlib.suppress(OSError):
            (file.parent / name).unlink()


def remove_journal(file: Path, descriptor: int | None) -> None:
    """Delete a journal this process holds open as `descriptor`, and let go of it."""
    # Gone before the lock is, or somebody could take hold of it, or begin another under its name, in between.
    # Windows cannot delete an open file.
    with contextlib.suppress(OSError):
        if os.name == "posix":
            file.unlink(missing_ok=True)
    if descriptor is not None:
        os.close(descriptor)
    if os.name != "posix":
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)
