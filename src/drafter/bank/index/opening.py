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
from pathlib import Path
from typing import Final, TypeVar

from drafter import __version__, paths
from drafter.bank.index.changes import Changes, changes, hash_of, name_of, order, packed, state_with, unpacked
from drafter.bank.index.store import FORMAT, FileState, Store
from drafter.bank.index.writer import Twins, Writer
from drafter.bank.layer import Layer, LayerData, read_layer, scan_files
from drafter.bank.phrase import Phrase
from drafter.errors import BankError, DrafterError, Fault

Answer = TypeVar("Answer")

WAIT: Final = 60.0
"""Seconds to wait for another program that is writing the index."""
WAIT_TO_OPEN: Final = 3.0
"""... or opening it for the first time, which takes a moment."""
BATCH: Final = 100
"""Files that are read before what they hold is written: bounds the memory of a large bank."""
_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_REFUSED: Final = _BUSY | {
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_PROTOCOL,
}  # fmt: skip
"""Errors that say nothing against the index: it cannot be written, or not now."""
_ODD: Final = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError)
"""What comes of a damaged column without a checksum."""


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
        self._filing = threading.Lock()
        self._db: sqlite3.Connection | None = None
        self.made_anew = False
        self.note = ""

    @classmethod
    def open(cls, layers: Sequence[Layer]) -> Index:
        """The index of `layers`, brought up to date; raises BankError with every fault of every layer."""
        return cls(layers, index_path(layers))._opened(Index._start)

    @classmethod
    def remade(cls, layers: Sequence[Layer]) -> Index:
        """The same, made anew and with every phrase filed, whatever was there."""
        index = cls(layers, index_path(layers))._opened(Index._make_anew)
        index.search(lambda _: None)
        return index

    @classmethod
    def of(cls, phrases: Sequence[Phrase], names: Mapping[str, str]) -> Index:
        """An index in memory of phrases that stand in no file; `names` are the labels of facts."""
        index = cls((), None)
        index._connect(None)
        with index._writing() as writer:
            writer.set_file(0, "", FileState(0, 0, 0, ""), {}, phrases)
            writer.order_files([(0, "")])
            writer.set_labels(names)
            writer.settle()
        return index

    def ask(self, question: Callable[[Store], Answer]) -> Answer:
        """What the tables answer, as they are at one moment; raises BankError if they are damaged and the layers are
        no longer sound."""
        with self._lock:
            if self._db is not None and self._db.in_transaction:
                # A question within a question.
                return question(self._store)
            return self._mending(lambda: self._asked(question))

    def search(self, question: Callable[[Store], Answer]) -> Answer:
        """The same for what needs the phrases filed under their tokens; the first search files them."""
        answer = self.ask(lambda store: None if store.waiting() else (question(store),))
        if answer is not None:
            return answer[0]
        self._file_beside()

        def filed() -> Answer:
            if self._store.waiting():
                with self._writing() as writer:
                    # Nothing is left to do if another program has done it meanwhile.
                    writer.file_waiting()
            return self._asked(question)

        return self._mending(filed)

    def _file_beside(self) -> None:
        """File what waits through a connection of its own: it takes seconds, and other questions do not wait for it.
        Whatever goes wrong goes wrong again where it is mended."""
        if self._target is None or self.note:
            return
        with self._filing, suppress(OSError, sqlite3.DatabaseError):
            beside = Index(self._layers, self._target)
            try:
                beside._open(str(self._target))
                if beside._store.waiting():
                    with beside._writing() as writer:
                        writer.file_waiting()
            finally:
                beside._let_go()

    @property
    def data(self) -> LayerData:
        """Topics, genres, sources and labels of all layers, the higher winning; no phrases."""
        return unpacked(self.ask(Store.tables))

    def append(self, number: int, path: Path, phrase: Phrase, before: bytes, after: bytes) -> None:
        """`phrase` has been added at the end of file `path` of layer `number`, which held `before` and holds `after`:
        take it in without reading the layers. Where that cannot be done they are read, now or when they are opened
        next; raises BankError if they are no longer sound."""

        def write() -> bool:
            state = state_with(after, path, time.time_ns())
            with self._writing() as writer:
                done = writer.append(
                    number, name_of(self._layers[number], path), hash_of(before), state, phrase
                )
                writer.settle()
                writer.file_waiting()
                return done

        with self._lock:
            done = False
            with suppress(OSError, sqlite3.DatabaseError, Twins):
                done = write()
            if not done:
                self._mending(self._freshen)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._let_go()

    # Opening, and what to do when that fails

    def _opened(self, how: Callable[[Index], None]) -> Index:
        try:
            self._mending(lambda: how(self))
        except BaseException:
            self._let_go()
            raise
        return self

    def _mending(self, work: Callable[[], Answer]) -> Answer:
        with self._lock:
            refused = False
            try:
                return work()
            except (sqlite3.ProgrammingError, UnicodeEncodeError):
                # A fault of the question.
                raise
            except (OSError, sqlite3.DatabaseError) as error:
                code = getattr(error, "sqlite_errorcode", None)
                # A question the engine does not understand says nothing against the index either.
                asked_wrong = code == sqlite3.SQLITE_ERROR and str(error).startswith("fts5:")
                if not self._layers or asked_wrong:
                    raise
                refused = isinstance(error, OSError) or (code is not None and code & 0xFF in _REFUSED)
                busy = code is not None and code & 0xFF in _BUSY
            except _ODD:
                if not self._layers or self.made_anew:
                    raise
                busy = False
            if not refused:
                with suppress(OSError, sqlite3.DatabaseError):
                    self._make_anew()
                    return work()
            self._do_without(sound=refused and not busy)
            return work()

    def _asked(self, question: Callable[[Store], Answer]) -> Answer:
        db = self._open_db()
        # One question sees one state, whatever another program writes meanwhile.
        db.execute("BEGIN")
        try:
            return question(self._store)
        finally:
            with suppress(sqlite3.Error):
                db.execute("ROLLBACK")

    def _start(self) -> None:
        if self._db is None:
            self._connect(self._target)
        self._freshen()

    def _connect(self, target: Path | None) -> None:
        if target is not None:
            target.parent.mkdir(parents=True, exist_ok=True)
        self._open(str(target or ":memory:"))
        if not self._store.made_by:
            with self._writing() as writer:
                if not writer.made_by:
                    writer.lay_out(__version__)

    def _open(self, address: str, *, uri: bool = False) -> None:
        # Statements open and end transactions themselves; the lock keeps threads apart.
        self._db = sqlite3.connect(address, 0.1, isolation_level=None, check_same_thread=False, uri=uri)
        # Not mapped into memory: a file another program cuts short would end this one.
        settings = (
            "mmap_size = 0",
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "cache_size = -65536",
            "temp_store = MEMORY",
        )
        for setting in settings:
            _patiently(self._db, f"PRAGMA {setting}")
        self._db.execute(f"PRAGMA busy_timeout = {WAIT * 1000:.0f}").fetchall()
        self._store = Writer(self._db)

    def _open_db(self) -> sqlite3.Connection:
        if self._db is None:
            raise sqlite3.ProgrammingError("the index has been closed")
        return self._db

    @contextmanager
    def _writing(self) -> Iterator[Writer]:
        db = self._open_db()
        db.execute("BEGIN IMMEDIATE")
        try:
            yield self._store
        except BaseException:
            with suppress(sqlite3.Error):
                db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")

    def _make_anew(self) -> None:
        """Put a new index in the place of one that is damaged."""
        self._let_go()
        self.made_anew = True
        if self._target is not None:
            for ending in ("", "-wal", "-shm"):
                self._target.with_name(self._target.name + ending).unlink(missing_ok=True)
        self._connect(self._target)
        self._freshen()

    def _do_without(self, *, sound: bool) -> None:
        """The index as it stands if it is up to date and can be read, else one in memory; not if it may be unsound."""
        self._let_go()
        if sound and self._target is not None:
            with suppress(OSError, sqlite3.DatabaseError):
                # Without a log beside it nobody is writing it, and nobody may where it is.
                log = self._target.with_name(self._target.name + "-wal")
                how = "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"
                self._open(f"{self._target.absolute().as_uri()}?{how}", uri=True)
                if not self._changes().matter and not self._store.waiting():
                    return
            self._let_go()
        self._connect(None)
        self._freshen()
        folder = self._target.parent if self._target is not None else paths.state_dir()
        self.note = f"索引写不进 {folder}，这次在内存里检索，会稍慢"

    def _let_go(self) -> None:
        if self._db is not None:
            with suppress(sqlite3.Error):
                self._db.close()
            self._db = None

    # Bringing it up to date

    def _changes(self) -> Changes:
        return changes(self._layers, self._store.files())

    def _everything(self) -> Changes:
        """All files, as if the index knew none of them."""
        found = changes(self._layers, {})
        found.gone = [file for file, _ in self._store.files().values()]
        return found

    def _freshen(self) -> None:
        found = self._changes()
        if found.matter:
            try:
                self._take_in(self._changes)
            except Twins as twins:
                read_layer(self._layers[twins.layer])
                # Its files have changed meanwhile.
                self._take_in(self._everything)
        elif found.same:
            self._touch(found)

    def _touch(self, found: Changes) -> None:
        """Remember the times of files that have not changed: worth no wait, and no trouble where it cannot be done."""
        db = self._open_db()
        db.execute("PRAGMA busy_timeout = 0").fetchall()
        with suppress(sqlite3.OperationalError), self._writing() as writer:
            for file, state in found.same:
                writer.touch(file, state)
        db.execute(f"PRAGMA busy_timeout = {WAIT * 1000:.0f}").fetchall()

    def _take_in(self, differing: Callable[[], Changes]) -> None:
        with self._writing() as writer:
            # Asked for here: another program may have written the same while this one waited.
            found = differing()
            for file in found.gone:
                writer.drop_file(file)
            for file, state in found.same:
                writer.touch(file, state)
            faults = list(found.faults)
            for number in range(len(self._layers)):
                faults += self._read(writer, number, found)
            if faults:
                raise BankError.of(faults)
            if found.changed or found.gone:
                writer.order_files(order(self._layers))
                writer.settle()
                writer.set_labels(dict(unpacked(writer.tables()).labels))

    def _read(self, writer: Writer, number: int, found: Changes) -> list[Fault]:
        """Take in the files of one layer that have changed; gives their faults, after which nothing more is written."""
        faults: list[Fault] = []
        layer = self._layers[number]
        changed = [(path, state) for at, path, state in found.changed if at == number]
        for start in range(0, len(changed), BATCH):
            files = changed[start : start + BATCH]
            try:
                read = scan_files(layer, [path for path, _ in files])
            except DrafterError as error:
                faults.extend(error.faults)
                continue
            for path, state in files if not faults else ():
                data = read[path]
                writer.set_file(number, name_of(layer, path), state, packed(data), data.phrases)
        return faults


def _patiently(db: sqlite3.Connection, statement: str) -> None:
    """Execute `statement`, which another program that opens the same index may keep from it without a wait."""
    until = time.monotonic() + WAIT_TO_OPEN
    while True:
        try:
            db.execute(statement).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return
