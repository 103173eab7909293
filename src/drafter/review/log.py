"""The log of verdicts: a JSON Lines file beside the candidates, one verdict a line, the last one on a candidate counts.

A line is on the disk before the next key is read. Undoing is a line as well, so nothing is ever rewritten; a line that
a power cut tore is skipped, and so is any other that is no verdict, by number.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from drafter.errors import DrafterError, Fault, FileProblem
from drafter.files import lock_file, problem, read_bytes, text_of
from drafter.review.verdict import UNDO, NoVerdict, Verdict, as_entry, verdict_of

LARGEST: Final = 64 * 1024 * 1024
_LONGEST_LINE: Final = 100_000
_SURROGATES: Final = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def log_path(candidates: Path) -> Path:
    """Where the verdicts on the candidates of a file are kept: 候选.jsonl has 候选.verdicts.jsonl beside it."""
    return candidates.with_name(f"{candidates.name.removesuffix('.jsonl')}.verdicts.jsonl")


class History:
    """Verdicts in their order, and which of them still stand."""

    def __init__(self, verdicts: Iterable[Verdict] = ()) -> None:
        self.standing: list[Verdict] = []
        self.past: list[Verdict] = []
        for verdict in verdicts:
            self.add(verdict)

    def add(self, verdict: Verdict) -> None:
        """Take the next verdict."""
        if verdict.verdict != UNDO:
            self.standing.append(verdict)
            self.past.append(verdict)
            return
        for place in range(len(self.standing) - 1, -1, -1):
            if self.standing[place].id == verdict.id:
                del self.standing[place]
                return

    def current(self) -> dict[str, Verdict]:
        """The verdict that counts, by candidate."""
        return {verdict.id: verdict for verdict in self.standing}


class Log:
    """The open log. `notes` name the lines that are no verdicts. Hold it in `with`, or close it."""

    def __init__(
        self, path: Path, descriptor: int, history: History, notes: tuple[str, ...], *, torn: bool
    ) -> None:
        self.path = path
        self.history = history
        self.notes = notes
        self._descriptor = descriptor
        self._torn = torn

    @classmethod
    def open(cls, path: Path) -> Log:
        """The log at `path`, made if it is not there; raises FileProblem if it is somebody else's or held by another."""
        flags = (
            os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
        )
        try:
            descriptor = os.open(path, flags, 0o644)
        except OSError as error:
            raise problem(error, path) from None
        try:
            if not lock_file(descriptor):
                raise FileProblem("另一个窗口正在审这批候选", where=str(path), todo="请先关掉那个窗口")
            verdicts, notes = read_log(path)
            torn = not (read_bytes(path, LARGEST) or b"\n").endswith(b"\n")
        except BaseException:
            os.close(descriptor)
            raise
        return cls(path, descriptor, History(verdicts), notes, torn=torn)

    @classmethod
    def look(cls, path: Path) -> Log:
        """The log at `path` to read only; empty if it is not there."""
        verdicts, notes = read_log(path) if path.exists() else ((), ())
        return cls(path, os.open(os.devnull, os.O_RDONLY), History(verdicts), notes, torn=False)

    def append(self, verdicts: Iterable[Verdict]) -> None:
        """Write verdicts down; on return they are on the disk. Raises FileProblem, and then none of them counts."""
        made = tuple(verdicts)
        lines = "".join(f"{line_of(verdict)}\n" for verdict in made)
        # A torn line must not swallow the one that follows it.
        data = (("\n" if self._torn else "") + lines).encode("utf-8")
        size = os.fstat(self._descriptor).st_size
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(self._descriptor, view) :]
            os.fsync(self._descriptor)
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._descriptor, size)
            self._torn = True
            raise problem(error, self.path) from None
        self._torn = False
        for verdict in made:
            self.history.add(verdict)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._descriptor)

    def __enter__(self) -> Log:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def line_of(verdict: Verdict) -> str:
    """A verdict on one line."""
    return json.dumps(as_entry(verdict), ensure_ascii=False, separators=(",", ":")).translate(_SURROGATES)


def read_log(path: Path) -> tuple[tuple[Verdict, ...], tuple[str, ...]]:
    """The verdicts of the log at `path`, and a note on every line that is none.

    Raises FileProblem if the file cannot be read or no line of it is a verdict.
    """
    data = read_bytes(path, LARGEST)
    if not data.strip():
        return (), ()
    verdicts: list[Verdict] = []
    faults: list[Fault] = []
    # Line by line, because a power cut may leave half a character.
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            try:
                verdicts.append(_verdict(line))
            except NoVerdict as error:
                faults.append(Fault(str(error), f"{path} 第 {number} 行", "这一行没有算进去"))
    if faults and not verdicts:
        raise FileProblem(
            "这不是审阅记录", where=str(path), todo="请核对文件名；审阅记录由 drafter review 写成"
        )
    return tuple(verdicts), tuple(map(str, faults))


def _verdict(line: bytes) -> Verdict:
    if len(line) > _LONGEST_LINE:
        raise NoVerdict("这一行太长")
    try:
        entry = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        raise NoVerdict("这一行不完整，或者不是 JSON") from None
    return verdict_of(entry)


def read_verdicts(path: Path) -> tuple[Verdict, ...]:
    """The verdicts of a file somebody wrote: .toml with [[verdict]] tables, or JSON Lines; undecided ones left out.

    Raises DrafterError with every fault and its line.
    """
    entries = _toml_entries(path) if path.suffix == ".toml" else _json_entries(path)
    verdicts: list[Verdict] = []
    faults: list[Fault] = []
    for where, entry in entries:
        if isinstance(entry, dict) and entry.get("verdict") == "":
            continue
        try:
            if isinstance(entry, NoVerdict):
                raise entry
            verdicts.append(verdict_of(entry))
        except NoVerdict as error:
            faults.append(Fault(str(error), where, "请改正或删去"))
    if faults:
        raise DrafterError.of(faults)
    return tuple(verdicts)


def _toml_entries(path: Path) -> Iterator[tuple[str, object]]:
    from drafter.toml.file import Fields, read_toml

    file = read_toml(path, LARGEST)
    fields = Fields(file, (), file.data)
    for table in fields.tables("verdict", required=True):
        yield table.where(), dict(table.table)
    fields.refuse_unknown()
    if fields.faults:
        raise DrafterError.of(fields.faults)


def _json_entries(path: Path) -> Iterator[tuple[str, object]]:
    for number, line in enumerate(text_of(read_bytes(path, LARGEST), str(path)).split("\n"), 1):
        if line.strip():
            try:
                yield f"{path} 第 {number} 行", json.loads(line[: _LONGEST_LINE + 1])
            except (ValueError, RecursionError):
                yield f"{path} 第 {number} 行", NoVerdict("这一行不是 JSON")
