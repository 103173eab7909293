"""The index: one database file under the state folder for the layers of a bank, so that nothing parses TOML twice.

A file of a layer is read again only when its size or time has changed and its content with it. Two programs may have
the index open; the one that finds a change writes it in one transaction while the other goes on reading what was
there. An index that is damaged is made anew, one of another format has another name. Where nothing can be written,
the bank works from memory and says so.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from drafter import __version__, paths
from drafter.bank.index.store import FORMAT, FileState, Store, Twins
from drafter.bank.layer import Genre, Layer, LayerData, Source, Topic, read_layer, scan_files
from drafter.bank.phrase import Phrase
from drafter.errors import BankError, DrafterError, Fault
from drafter.files import read_bytes

Answer = TypeVar("Answer")

WAIT: Final = 60.0
"""Seconds to wait for another program that is writing the index."""
UNSETTLED: Final = 2_000_000_000
"""Nanoseconds: a file changed so shortly before it was read may have changed again and kept its time."""
BATCH: Final = 100
"""Files that are read before what they hold is written: bounds the memory of a large bank."""
_REFUSED: Final = frozenset({
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_PERM,
})  # fmt: skip
"""Errors that say nothing against the index: it cannot be written, or not now."""


def index_path(layers: Sequence[Layer]) -> Path:
    """Where the index of these layers is kept: one file for every set of folders and every format."""
    named = "\0".join(f"{layer.name}\0{layer.folder.absolute()}" for layer in layers)
    place = hashlib.sha256(named.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return paths.state_dir() / "bank" / f"{place}-{FORMAT}.db"


class Index:
    """The index of some layers, open. May be used from several threads; damage is mended unseen."""

    def __init__(self, layers: Sequence[Layer], target: Path | None) -> None:
        self._layers = tuple(layers)
        self._target = target
        self._lock = threading.RLock()
        self._names: Mapping[str, str] = {}
        self._db: sqlite3.Connection
        self._store: Store
        self.note = ""

    @classmethod
    def open(cls, layers: Sequence[Layer]) -> Index:
        """The index of `layers`, brought up to date; raises BankError with every fault of every layer."""
        index = cls(layers, index_path(layers))
        index._mending(index._start)
        return index

    @classmethod
    def remade(cls, layers: Sequence[Layer]) -> Index:
        """The same, made anew and with every phrase filed, whatever was there."""
        index = cls(layers, index_path(layers))
        index._mending(index._make_anew)
        index._names = dict(index.data.labels)
        index._mending(index._file_waiting)
        return index

    @classmethod
    def of(cls, phrases: Sequence[Phrase], names: Mapping[str, str]) -> Index:
        """An index in memory of phrases that stand in no file; `names` are the labels of facts."""
        index = cls((), None)
        index._connect(None)
        index._names = names
        with index._writing():
            index._store.set_file(0, "", FileState(0, 0, 0, ""), {}, phrases)
            index._store.order_files([(0, "")])
        return index

    def ask(self, question: Callable[[Store], Answer]) -> Answer:
        """What the tables answer; raises BankError if they are damaged and the layers are no longer sound."""
        return self._mending(lambda: question(self._store))

    def search(self, question: Callable[[Store], Answer]) -> Answer:
        """The same for what needs the phrases filed under their tokens; the first search files them."""
        self._mending(self._file_waiting)
        return self.ask(question)

    @property
    def data(self) -> LayerData:
        """Topics, genres, sources and labels of all layers, the higher winning; no phrases."""
        return _unpacked(self.ask(Store.tables))

    def append(self, number: int, path: Path, phrase: Phrase) -> None:
        """`phrase` has been added at the end of file `path` of layer `number`: take it in without reading the file."""
        layer = self._layers[number]
        state = _state(path)

        def write() -> None:
            with self._writing():
                self._store.append(number, _name(layer, path), state, phrase)
                self._store.order_files(self._order())
                self._store.file_waiting(self._names)

        self._mending(write)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    # Opening, and what to do when that fails

    def _mending(self, work: Callable[[], Answer]) -> Answer:
        with self._lock:
            try:
                return work()
            except (OSError, sqlite3.DatabaseError) as error:
                code = getattr(error, "sqlite_errorcode", None)
                refused = isinstance(error, OSError) or (code is not None and code & 0xFF in _REFUSED)
            if not refused:
                with suppress(OSError, sqlite3.DatabaseError):
                    self._make_anew()
                    return work()
            self._do_without()
            return work()

    def _start(self) -> None:
        if not hasattr(self, "_db"):
            self._connect(self._target)
        self._freshen()
        self._names = dict(self.data.labels)

    def _connect(self, target: Path | None) -> None:
        if target is not None:
            target.parent.mkdir(parents=True, exist_ok=True)
        self._open(str(target or ":memory:"))
        if not self._store.made_by:
            with self._writing():
                if not self._store.made_by:
                    self._store.lay_out(__version__)

    def _open(self, address: str, *, uri: bool = False) -> None:
        # Statements open and end transactions themselves; the lock keeps threads apart.
        self._db = sqlite3.connect(address, WAIT, isolation_level=None, check_same_thread=False, uri=uri)
        # Not mapped into memory: a file another program cuts short would end this one.
        settings = (
            "mmap_size = 0",
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "cache_size = -65536",
            "temp_store = MEMORY",
        )
        for setting in settings:
            self._db.execute(f"PRAGMA {setting}").fetchall()
        self._store = Store(self._db)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _make_anew(self) -> None:
        """Put a new index in the place of one that is damaged."""
        self._let_go()
        if self._target is not None:
            for ending in ("", "-wal", "-shm"):
                self._target.with_name(self._target.name + ending).unlink(missing_ok=True)
        self._connect(self._target)
        self._freshen()

    def _do_without(self) -> None:
        """The index as it stands if it is up to date and can be read, else one in memory."""
        self._let_go()
        if self._target is not None:
            with suppress(sqlite3.DatabaseError):
                self._open(f"{self._target.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
                if not self._changes() and not self._store.waiting():
                    return
                self._let_go()
        self._connect(None)
        self._freshen()
        folder = self._target.parent if self._target is not None else paths.state_dir()
        self.note = f"索引写不进 {folder}，这次在内存里检索，会稍慢"

    def _let_go(self) -> None:
        if hasattr(self, "_db"):
            with suppress(sqlite3.Error):
                self._db.close()

    # Bringing it up to date

    def _freshen(self) -> None:
        if self._layers and self._changes():
            try:
                self._take_in(self._changes)
            except Twins as twins:
                # Either two files hold one id, which reading the whole layer tells, or a phrase has changed its file.
                read_layer(self._layers[twins.layer])
                self._take_in(self._everything)

    def _take_in(self, differing: Callable[[], _Changes]) -> None:
        with self._writing():
            # Asked for here: another program may have written the same while this one waited.
            changes = differing()
            labels = _unpacked(self._store.tables()).labels
            for file in changes.gone:
                self._store.drop_file(file)
            for file, state in changes.same:
                self._store.touch(file, state)
            faults = list(changes.faults)
            for number in range(len(self._layers)):
                faults += self._read(number, changes)
            if faults:
                raise BankError.of(faults)
            self._store.order_files(self._order())
            if labels and labels != _unpacked(self._store.tables()).labels:
                self._store.refile()

    def _read(self, number: int, changes: _Changes) -> list[Fault]:
        """Take in the files of one layer that have changed; gives their faults, after which nothing more is written."""
        faults: list[Fault] = []
        layer = self._layers[number]
        changed = [(path, state) for at, path, state in changes.changed if at == number]
        for start in range(0, len(changed), BATCH):
            files = changed[start : start + BATCH]
            try:
                found = scan_files(layer, [path for path, _ in files])
            except DrafterError as error:
                faults.extend(error.faults)
                continue
            for path, state in files if not faults else ():
                data = found[path]
                self._store.set_file(number, _name(layer, path), state, _packed(data), data.phrases)
        return faults

    def _file_waiting(self) -> None:
        if self._store.waiting():
            with self._writing():
                # Nothing is left to do if another program has done it meanwhile.
                self._store.file_waiting(self._names)

    def _order(self) -> list[tuple[int, str]]:
        return [
            (number, _name(layer, path))
            for number, layer in enumerate(self._layers)
            for path in layer.files()
        ]

    def _everything(self) -> _Changes:
        """All files, as if the index knew none of them."""
        changes = _Changes(gone=[file for file, _ in self._store.files().values()])
        for number, layer in enumerate(self._layers):
            for path in layer.files():
                changes.compare(number, path, None)
        return changes

    def _changes(self) -> _Changes:
        """What differs between the layers and the index."""
        known = self._store.files()
        changes = _Changes()
        for number, layer in enumerate(self._layers):
            try:
                for path in layer.files():
                    changes.compare(number, path, known.pop((number, _name(layer, path)), None))
            except DrafterError as error:
                changes.faults.extend(error.faults)
        changes.gone.extend(file for file, _ in known.values())
        return changes


@dataclass
class _Changes:
    """What differs: files of layers that have changed, known ones that were only touched, known ones that are gone,
    and why a folder or file could not be read."""

    changed: list[tuple[int, Path, FileState]] = field(default_factory=list)
    same: list[tuple[int, FileState]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.changed or self.same or self.gone or self.faults)

    def compare(self, number: int, path: Path, known: tuple[int, FileState] | None) -> None:
        """Put file `path` of layer `number` where it belongs; raises FileProblem."""
        if known is not None:
            file, old = known
            with suppress(OSError):
                there = path.stat()
                if (there.st_size, there.st_mtime_ns) == (old.size, old.changed) and (
                    old.changed < old.read - UNSETTLED
                ):
                    return
            state = _state(path)
            if state.hash == old.hash:
                self.same.append((file, state))
                return
        self.changed.append((number, path, _state(path)))


def _state(path: Path) -> FileState:
    """The state of a file at this moment; raises FileProblem."""
    now = time.time_ns()
    data = read_bytes(path)
    changed = path.stat().st_mtime_ns
    return FileState(len(data), changed, now, hashlib.sha256(data).hexdigest())


def _name(layer: Layer, path: Path) -> str:
    # As bytes in hexadecimal where it is no UTF-8, which a database cannot hold.
    name = path.relative_to(layer.folder).as_posix()
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _packed(data: LayerData) -> dict[str, Any]:
    return {
        "topics": [(t.id, t.label, t.words) for t in data.topics],
        "genres": [(g.id, g.label) for g in data.genres],
        "sources": [(s.id, s.file, s.title, s.era, s.note) for s in data.sources],
        "labels": data.labels,
    }


def _unpacked(tables: Sequence[Mapping[str, Any]]) -> LayerData:
    rows = {
        kind: [row for table in tables for row in table[kind]]
        for kind in ("topics", "genres", "sources", "labels")
    }
    topics = {name: Topic(name, label, tuple(words)) for name, label, words in rows["topics"]}
    genres = {name: Genre(name, label) for name, label in rows["genres"]}
    sources = {row[0]: Source(*row) for row in rows["sources"]}
    labels = dict(rows["labels"])
    return LayerData(
        (), tuple(topics.values()), tuple(genres.values()), tuple(sources.values()), tuple(labels.items())
    )
