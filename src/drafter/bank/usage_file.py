"""The SQLite file of usage.py: opened when it is needed, set aside when it cannot be read, replaced by memory when the
disk refuses. Reading and writing never raise."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from drafter.errors import FileProblem
from drafter.files import free_name, reason, sole_writer

if TYPE_CHECKING:
    from sqlite3 import Connection

BUSY_SECONDS: Final = 2.0
"""How long to wait for another program."""
FORMAT: Final = 1
APPLICATION: Final = 0x64727531
"""`dru1` in the header of the file, so that nobody else's database is taken for ours."""
_TABLES: Final = (
    "CREATE TABLE draft (id INTEGER PRIMARY KEY, path TEXT UNIQUE NOT NULL, outline TEXT NOT NULL, time REAL NOT NULL)",
    "CREATE TABLE stand (draft INTEGER NOT NULL, section INTEGER NOT NULL, place INTEGER NOT NULL, part TEXT NOT NULL,"
    " phrase TEXT NOT NULL, PRIMARY KEY (draft, section, place)) WITHOUT ROWID",
    "CREATE INDEX stand_phrase ON stand (phrase)",
    "CREATE INDEX stand_part ON stand (part, phrase)",
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {FORMAT}",
)
_PROBE: Final = "SELECT id, path, outline, time, section, place, part, phrase FROM draft, stand LIMIT 1"
_FULL, _SPOILT, _TAKEN = 13, (1, 11, 26), (5, 6)
"""SQLITE_FULL; SQLITE_ERROR (a table is missing), SQLITE_CORRUPT, SQLITE_NOTADB; SQLITE_BUSY, SQLITE_LOCKED."""
_TRIES: Final = 3
"""Once as it is, once after setting the file aside, once in memory."""

Answer = TypeVar("Answer")


class _ForeignError(Exception):
    """The file is a database, but not ours or of another format."""


class UsageFile:
    """One file and the connection to it. `path` is None once everything is kept in memory; `note` then says why.
    `openings` counts how often the connection was made anew."""

    def __init__(self, path: Path | None, note: str = "") -> None:
        self.path, self.note, self.openings = path, note, 0
        self._lock = threading.RLock()
        self._open: Connection | None = None
        self._file: tuple[int, int] | None = None

    def ask(
        self, question: Callable[[Connection], Answer], default: Answer, *, create: bool = False
    ) -> Answer:
        """What `question` answers; `default` if there is no file (with `create` it is made) or it cannot be told now."""
        with self._lock:
            for _ in range(_TRIES):
                try:
                    database = self._database(create)
                    return default if database is None else question(database)
                except (_sqlite().Error, _ForeignError, OSError) as error:
                    if not self._mended(error):
                        break
            return default

    def close(self) -> None:
        """Let go of the file; the next question opens it again."""
        with self._lock:
            if self._open is not None:
                self._open.close()
            self._open = self._file = None

    def _database(self, create: bool) -> Connection | None:
        if self.path is None:
            self._open = self._open or _in_memory()
            return self._open
        identity = _identity(self.path)
        if self._open is not None and self._file == identity:
            if not _ours(self._open):
                raise _ForeignError
            return self._open
        # The file was deleted, moved or replaced: what is learnt must not go to the lost one.
        self.close()
        if identity is None:
            if not create:
                return None
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._open = _connected(self.path)
        self.openings += 1
        self._file = _identity(self.path)
        return self._open

    def _mended(self, error: Exception) -> bool:
        """After a failure: True if another try may succeed, because a spoilt file gave way or memory took over."""
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _TAKEN or self.path is None:
            return False
        spoilt = code in _SPOILT or isinstance(error, _ForeignError)
        if spoilt and self._set_aside(self.path):
            return True
        why = "磁盘已满" if code == _FULL else "文件夹或文件写不进去"
        self._to_memory(self.path, reason(error) if isinstance(error, OSError) else why)
        return True

    def _set_aside(self, path: Path) -> bool:
        """Rename the file, unless another program has done so meanwhile; False if it cannot be renamed."""
        self.close()
        try:
            with sole_writer(path.parent):
                if not _spoilt(path):
                    return True
                target = free_name(path, "已移开")
                path.rename(target)
                for tail in ("-wal", "-shm"):
                    with contextlib.suppress(FileNotFoundError):
                        path.with_name(path.name + tail).rename(target.with_name(target.name + tail))
        except (OSError, FileProblem):
            return False
        self.note = f"记录常用词句的文件读不了，已改名为 {target}，从现在起重新记；有备份的话可以放回原处"
        return True

    def _to_memory(self, path: Path, why: str) -> None:
        memory = _in_memory()
        # Neither a lock nor a shared-memory file can be made where nothing may be written.
        address = f"{path.absolute().as_uri()}?immutable=1"
        with contextlib.suppress(_sqlite().Error), _closing(address) as old:
            _probe(old)
            old.backup(memory)
        self.close()
        self.path, self._open = None, memory
        self.openings += 1
        self.note = f"用过的词句记不到 {path}（{why}），这次只记到退出为止；请检查这个位置能不能写"


def _sqlite() -> Any:
    # Here, not above: most commands never ask what was used.
    import sqlite3

    return sqlite3


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def _connected(path: Path) -> Connection:
    database: Connection = _sqlite().connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        if not _ours(database):
            _prepare(database)
            with contextlib.suppress(_sqlite().OperationalError):
                # Another program that has just opened it sets this as well.
                database.execute("PRAGMA journal_mode = WAL")
        _probe(database)
        database.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        database.close()
        raise
    return database


def _in_memory() -> Connection:
    database: Connection = _sqlite().connect(":memory:", isolation_level=None, check_same_thread=False)
    _prepare(database)
    return database


def _ours(database: Connection) -> bool:
    marks = [database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
    return marks == [APPLICATION, FORMAT]


def _probe(database: Connection) -> None:
    database.execute(_PROBE).fetchall()


def _prepare(database: Connection) -> None:
    """Make the tables in an empty database, unless another program has made them by now."""
    with transaction(database):
        if _ours(database):
            return
        mark = database.execute("PRAGMA application_id").fetchone()[0]
        if mark or database.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            raise _ForeignError
        for statement in _TABLES:
            database.execute(statement)


@contextmanager
def transaction(database: Connection) -> Iterator[None]:
    """Everything done inside is done whole or not at all, and nobody else writes meanwhile."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(_sqlite().Error):
            database.execute("ROLLBACK")
        raise


@contextmanager
def _closing(address: str) -> Iterator[Connection]:
    database: Connection = _sqlite().connect(address, uri=True)
    try:
        yield database
    finally:
        database.close()


def _spoilt(path: Path) -> bool:
    """True if the file is there and cannot be used, looked at page by page."""
    if _identity(path) is None:
        return False
    try:
        database = _connected(path)
    except _ForeignError:
        return True
    except _sqlite().Error as error:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in _SPOILT
    try:
        return bool(database.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except _sqlite().Error:
        return True
    finally:
        database.close()
