"""What a crash must not take: every edit is written to a journal before the next key is read.

A journal lives in `state_dir/recovery/`, is held (locked) by the process that edits the draft, and is emptied by
each save. `kill -9`, a lost terminal or a log-out leave it behind; the next start finds it by its draft's path, or
`pending` lists it for the home screen. Writes reach the operating system before `record` returns; `sync` sends
them to the disk, for a power cut.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Iterable
from pathlib import Path

from drafter.draft import Draft
from drafter.errors import FileProblem
from drafter.files import lock_file, reason
from drafter.storage.journal_lines import change, encode, whole
from drafter.storage.recovery import (
    OPEN_FLAGS,
    Unsaved,
    drop_replaced,
    journal_name,
    pending,
    remove_journal,
    replay,
    unsaved_in,
)

__all__ = ["Journal", "Unsaved", "pending"]

COMPACT_BYTES = 4 * 1024 * 1024
"""A longer journal is started anew with one whole record, unless that record alone fills a quarter of this."""


class Journal:
    """The journal of one open draft; `base` is the fingerprint of its file as opened.

    Opening never fails: a journal that cannot be written says so at the first `record`, once. `shared` is True if
    another process has the same draft open. `found` holds what an earlier session left unsaved; it stays on disk
    until the next `checkpoint` or `discard`. To take up a draft that has no path, pass what `pending` gave as `resume`.
    """

    def __init__(
        self, path: Path | None, state_dir: Path, *, base: str | None = None, resume: Unsaved | None = None
    ) -> None:
        self.path = resume.path if resume else path
        self.shared = False
        self.found: Unsaved | None = None
        self._folder = state_dir / "recovery"
        self._base = base
        self._file: Path | None = None
        self._descriptor: int | None = None
        self._failure: OSError | None = None
        self._told = False
        self._last: Draft | None = None
        self._dirty = False
        self._number = 0
        self._size = 0
        self._whole_size = 0
        try:
            self._adopt(resume.file if resume else None)
        except OSError as error:
            self._failure = error

    @property
    def file(self) -> Path | None:
        """Where the journal is written; None while there is none."""
        return self._file

    def recover(self) -> Draft | None:
        """The draft as an earlier session left it unsaved, None if nothing is missing from the file.

        Raises FileProblem if the journal holds a text that cannot be read.
        """
        return self.found.draft() if self.found else None

    def record(self, draft: Draft) -> None:
        """Write down what changed since the last record; on return a killed process loses none of it.

        Raises FileProblem the first time the journal cannot be written; afterwards does nothing until the next
        checkpoint, so that editing goes on.
        """
        if draft is self._last or (self._failure and self._told):
            return
        try:
            if self._failure:
                raise self._failure
            self._write(draft)
        except OSError as error:
            self._failure, self._told, self._last = error, True, None
            raise FileProblem(
                f"写不了恢复日志（{reason(error)}）",
                where=str(self._file or self._folder),
                todo="可以继续写，但请随时保存：程序若意外退出，没有保存的修改会丢",
            ) from None

    def checkpoint(self, saved: str, draft: Draft | None = None) -> None:
        """A draft has been saved; `saved` is the fingerprint of its file. Empties the journal.

        If edits may have been recorded while the save was under way, pass the `draft` that was saved: later edits
        are then kept. Call it from the thread that records.
        """
        self._base, self.found = saved, None
        try:
            if self._has_later(draft):
                self._renew()
                return
            self._forget()
            if self._descriptor is None:
                self._create()
            else:
                os.ftruncate(self._descriptor, 0)
                self._append(self._header())
            self._failure, self._told = None, False
        except OSError as error:
            self._failure, self._told, self._last = error, True, None

    def moved(self, path: Path, saved: str, draft: Draft | None = None) -> None:
        """The draft has been saved under another name: the journal follows it. Otherwise as `checkpoint`."""
        self.path = path
        if not self._has_later(draft):
            self.discard()
        self.checkpoint(saved, draft)

    def discard(self) -> None:
        """The writer does not want the unsaved edits: remove the journal. The next record begins a new one."""
        self.found = None
        self._forget()
        if self._file is not None:
            remove_journal(self._file, self._descriptor)
        self._file = self._descriptor = None

    def sync(self) -> None:
        """Bring what is recorded to the disk itself (milliseconds: not on a key press)."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                os.fsync(self._descriptor)

    def close(self) -> None:
        """End the session: an emptied journal goes, unsaved edits stay for the next time."""
        if not self._dirty and self.found is None:
            self.discard()
        elif self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
        self._failure, self._told = OSError("closed"), True

    def _has_later(self, saved: Draft | None) -> bool:
        return saved is not None and self._failure is None and self._last not in (None, saved)

    def _adopt(self, file: Path | None) -> None:
        """Take hold of the newest journal of this draft that nobody holds, or begin one."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = self._held([file] if file else self._candidates())
        # A crash while a journal was renewed leaves two; the one that holds the later edits counts.
        held.sort(key=lambda one: one[2].time if one[2] else 0.0)
        for candidate, descriptor, found in held:
            if candidate == held[-1][0]:
                self._take_over(candidate, descriptor, found)
            elif found is None:
                remove_journal(candidate, descriptor)
            else:
                os.close(descriptor)
        if not held:
            self._create()

    def _held(self, candidates: Iterable[Path]) -> list[tuple[Path, int, Unsaved | None]]:
        """The journals nobody else holds, locked, with what is unsaved in them."""
        held = []
        for file in candidates:
            with contextlib.suppress(FileNotFoundError):
                descriptor = os.open(file, OPEN_FLAGS)
                if not lock_file(descriptor):
                    os.close(descriptor)
                    self.shared = True
                    continue
                state = replay(file)
                drop_replaced(file, state)
                held.append((file, descriptor, unsaved_in(file, state)))
        for file, descriptor, _ in held:
            if not file.exists():
                os.close(descriptor)
        return [one for one in held if one[0].exists()]

    def _take_over(self, file: Path, descriptor: int, found: Unsaved | None) -> None:
        self._file, self._descriptor, self.found = file, descriptor, found
        if found is None:
            os.ftruncate(descriptor, 0)
            self._append(self._header())
        else:
            self._size = os.fstat(descriptor).st_size
            # A torn line must not swallow the record that follows it.
            self._append(b"\n")

    def _candidates(self) -> list[Path]:
        return list(self._folder.glob(f"{journal_name(self.path)}-*.jsonl")) if self.path else []

    def _create(self, replaces: str = "") -> None:
        """Begin an empty journal."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Never a name used before: another journal's `replaces` may still mean it.
        file = (
            self._folder / f"{journal_name(self.path) if self.path else 'new'}-{secrets.token_hex(6)}.jsonl"
        )
        descriptor = os.open(file, OPEN_FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
        lock_file(descriptor)
        self._file, self._descriptor, self._size = file, descriptor, 0
        self._append(self._header(replaces))

    def _header(self, replaces: str = "") -> bytes:
        path = "" if self.path is None else str(self.path.absolute())
        # Edits taken up from an earlier session began from the file of that time.
        base = self.found.base if self.found else self._base
        return encode({"format": 1, "path": path, "base": base, "replaces": replaces})

    def _write(self, draft: Draft) -> None:
        now, last = time.time(), self._last
        if last is not None and self._size > max(COMPACT_BYTES, 4 * self._whole_size):
            self._renew()
        if self._descriptor is None:
            self._create()
        number = self._number + 1
        record = whole(draft, number, now) if last is None else change(last, draft, number, now)
        if record is not None:
            line = encode(record)
            self._append(line)
            self._number, self._dirty = number, True
            if last is None:
                self._whole_size = len(line)
        self._last = draft

    def _renew(self) -> None:
        """Go on in a fresh journal; the old one stays until the fresh one holds a whole record."""
        old, held = self._file, self._descriptor
        if old is None or held is None or self._last is None:
            return
        try:
            self._create(replaces=old.name)
            line = encode(whole(self._last, self._number, time.time()))
            self._append(line)
        except OSError:
            if self._file is not None and self._file != old:
                remove_journal(self._file, self._descriptor)
            self._file, self._descriptor = old, held
            raise
        self._whole_size = len(line)
        remove_journal(old, held)

    def _append(self, data: bytes) -> None:
        view = memoryview(data)
        while view and self._descriptor is not None:
            written = os.write(self._descriptor, view)
            self._size += written
            view = view[written:]

    def _forget(self) -> None:
        self._last, self._dirty, self._number, self._size = None, False, 0, 0
