"""The work file of a mining run: an SQLite database beside the output that holds what has been read so far.

Memory is bounded by one batch, whatever the size of the corpus, and a run that was killed goes on where it stopped:
files are stored in their order, so what is there is always a prefix of the whole.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from drafter.errors import Fault, FileProblem
from drafter.files import open_regular, problem
from drafter.mine.frames.units import DocumentRow

_APPLICATION: Final = 0x64726D31
"""`drm1` in the header of the file: nobody else's database is ever written to or deleted."""
_FORMAT: Final = "2"
_CACHE_KILOBYTES: Final = 32 * 1024
_TABLES: Final = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE file (ordinal INTEGER PRIMARY KEY, path TEXT, digest TEXT, chunks INTEGER, finished INTEGER,
                   sources INTEGER, faults TEXT, notes TEXT);
CREATE TABLE doc (id INTEGER PRIMARY KEY, file INTEGER, name TEXT, digest TEXT, origin TEXT, title TEXT, flags TEXT,
                  genre TEXT, first INTEGER, last INTEGER, headings TEXT, sketch TEXT);
CREATE TABLE sentence (id INTEGER PRIMARY KEY, doc INTEGER, start INTEGER, end INTEGER, path TEXT, line INTEGER,
                       whole INTEGER, text TEXT, form TEXT, fillers TEXT);
CREATE TABLE unit (id INTEGER PRIMARY KEY, key INTEGER, doc INTEGER, sentence INTEGER, heading INTEGER,
                   a INTEGER, b INTEGER, start INTEGER, end INTEGER);
"""
_INDEX: Final = """
CREATE INDEX IF NOT EXISTS unit_key ON unit (key, doc, heading)
"""
_NO_INDEX: Final = "DROP INDEX IF EXISTS unit_key"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file got: its digest, how many batches of it are stored, whether all of them are."""

    digest: str
    chunks: int
    finished: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """What has been read: files, those with faults, documents, and the faults and notes to report."""

    files: int
    broken: int
    documents: int
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]


class Store:
    """The open work file. Every method raises FileProblem if the disk or the file fails."""

    def __init__(self, path: Path, database: sqlite3.Connection) -> None:
        self.path = path
        self.database = database

    @classmethod
    def open(cls, path: Path, settings: str, files: Sequence[Path], *, restart: bool = False) -> Self:
        """The work file at `path`, made if it is not there, with what still holds of an earlier run.

        `settings` is whatever the stored rows depend on besides the files: other settings begin anew. With `restart`
        nothing of an earlier run is used. Raises FileProblem if the file is not ours or another run uses it.
        """
        with _told(path):
            _refuse_stranger(path)
            if restart:
                _remove(path)
            database = sqlite3.connect(path, isolation_level=None, timeout=1)
            try:
                store = cls(path, database)
                store._prepare(settings, [str(file) for file in files])
            except BaseException:
                database.close()
                raise
        return store

    def _prepare(self, settings: str, files: list[str]) -> None:
        run = self.database.execute
        # The file need not outlive a power cut, and only one run may write it.
        run("PRAGMA locking_mode=EXCLUSIVE")
        run("PRAGMA synchronous=OFF")
        run("PRAGMA journal_mode=TRUNCATE")
        run(f"PRAGMA cache_size=-{_CACHE_KILOBYTES}")
        run("BEGIN EXCLUSIVE")
        wanted = {"format": _FORMAT, "settings": settings}
        found = {}
        if run("SELECT 1 FROM sqlite_master WHERE name='meta'").fetchone():
            found = dict(run("SELECT name, value FROM meta"))
        if found != wanted:
            for (name,) in run("SELECT name FROM sqlite_master WHERE type='table'").fetchall():
                run(f"DROP TABLE {name}")
            for statement in _TABLES.split(";"):
                run(statement)
            self.database.executemany("INSERT INTO meta VALUES (?, ?)", wanted.items())
        run(f"PRAGMA application_id={_APPLICATION}")
        run(_NO_INDEX)
        old = [path for (path,) in run("SELECT path FROM file ORDER BY ordinal")]
        same = next((at for at, pair in enumerate(zip(old, files, strict=False)) if pair[0] != pair[1]), None)
        run("COMMIT")
        self.forget(min(len(old), len(files)) if same is None else same)

    def forget(self, ordinal: int) -> None:
        """Drop what is stored of the file with this number and of all behind it."""
        with self.batch():
            run = self.database.execute
            run("DELETE FROM file WHERE ordinal >= ?", (ordinal,))
            first = run("SELECT min(id) FROM doc WHERE file >= ?", (ordinal,)).fetchone()[0]
            if first is not None:
                for table, column in (("unit", "doc"), ("sentence", "doc"), ("doc", "id")):
                    run(f"DELETE FROM {table} WHERE {column} >= ?", (first,))

    def progress(self) -> list[Progress]:
        """How far each stored file got, in their order."""
        with _told(self.path):
            rows = self.database.execute("SELECT digest, chunks, finished FROM file ORDER BY ordinal")
            return [Progress(digest, chunks, bool(finished)) for digest, chunks, finished in rows]

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Everything stored inside is stored whole or not at all."""
        with _told(self.path):
            self.database.execute("BEGIN")
            try:
                yield
            except BaseException:
                with suppress(sqlite3.Error):
                    self.database.execute("ROLLBACK")
                raise
            self.database.execute("COMMIT")

    def add(self, ordinal: int, documents: Sequence[DocumentRow]) -> None:
        """Store documents of the file with this number, in order. Call inside `batch`."""
        run = self.database.execute
        doc = self._next("doc")
        sentence = self._next("sentence")
        sentences: list[tuple[object, ...]] = []
        units: list[tuple[object, ...]] = []
        for document in documents:
            run(
                "INSERT INTO doc VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (doc, ordinal, *document[:8], _json(document.headings), _json(document.sketch)),
            )
            for row in document.sentences:
                path = " ".join(map(str, row.path))
                sentences.append(
                    (
                        sentence,
                        doc,
                        row.start,
                        row.end,
                        path,
                        row.line,
                        row.whole,
                        row.text,
                        row.form,
                        row.fillers,
                    )
                )
                units += [(unit.key, doc, sentence, *unit[1:]) for unit in row.units]
                sentence += 1
            doc += 1
        self.database.executemany("INSERT INTO sentence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", sentences)
        self.database.executemany("INSERT INTO unit VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", units)

    def _next(self, table: str) -> int:
        highest = self.database.execute(f"SELECT max(id) FROM {table}").fetchone()[0]
        return 0 if highest is None else int(highest) + 1

    def mark(
        self,
        ordinal: int,
        path: str,
        progress: Progress,
        sources: int,
        faults: Sequence[Fault],
        notes: Sequence[str],
    ) -> None:
        """Note how far a file got; `sources`, `faults` and `notes` are added to those noted before."""
        run = self.database.execute
        row = run("SELECT sources, faults, notes FROM file WHERE ordinal = ?", (ordinal,)).fetchone()
        before, told, said = row or (0, "[]", "[]")
        kept = json.loads(told) + [[fault.what, fault.where, fault.todo] for fault in faults]
        run(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                ordinal, path, progress.digest, progress.chunks, progress.finished, before + sources,
                _json(kept), _json(list(dict.fromkeys([*json.loads(said), *notes]))),
            ),
        )  # fmt: skip

    def totals(self) -> Totals:
        """What has been read, with every fault in the order of the files."""
        with _told(self.path):
            run = self.database.execute
            rows = run("SELECT path, faults, notes, sources FROM file ORDER BY ordinal").fetchall()
            documents = run("SELECT count(*) FROM doc").fetchone()[0]
        faults = tuple(Fault(*fault) for _, told, _, _ in rows for fault in json.loads(told))
        notes = tuple(f"{path}：{note}" for path, _, said, _ in rows for note in json.loads(said))
        broken = sum(1 for _, told, _, _ in rows if told != "[]")
        return Totals(sum(1 for row in rows if row[3]), broken, documents, faults, notes)

    @contextmanager
    def counting(self) -> Iterator[sqlite3.Connection]:
        """The database with the index that counting needs (it would slow down storing)."""
        with _told(self.path):
            self.database.execute(_INDEX)
            yield self.database

    def sentences(self) -> Iterator[str]:
        """The text of every sentence, in the order of the files."""
        with _told(self.path):
            for (text,) in self.database.execute("SELECT text FROM sentence ORDER BY id"):
                yield text

    def close(self) -> None:
        """Close the file and leave it for the next run."""
        with suppress(sqlite3.Error):
            self.database.close()

    @staticmethod
    def discard(path: Path) -> None:
        """Delete the work file at `path`, if it is one and there."""
        with _told(path):
            _refuse_stranger(path)
            _remove(path)


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)


def _refuse_stranger(path: Path) -> None:
    # Bytes 68 to 71 of an SQLite file are its application id (sqlite.org/fileformat2.html, 1.2.15).
    if not os.path.lexists(path):
        return
    with open_regular(path) as stream:
        head = stream.read(72)
    ours = head.startswith(b"SQLite format 3\0") and int.from_bytes(head[68:72], "big") == _APPLICATION
    if head and not ours:
        raise FileProblem(
            "这个位置要放挖掘的工作文件，却已经有一个别的文件",
            where=str(path),
            todo="请移走它，或者换一个输出文件名",
        )


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Failures of the database as FileProblem."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _problem(str(error), path) from None
    except sqlite3.DatabaseError:
        todo = "请加上 --restart 从头再做一遍"
        raise FileProblem("挖掘的工作文件坏了", where=str(path), todo=todo) from None
    except OSError as error:
        raise problem(error, path) from None


def _problem(message: str, path: Path) -> FileProblem:
    where = str(path)
    if "locked" in message:
        return FileProblem(
            "另一个 drafter mine 正在用这个工作文件", where=where, todo="请等它做完，或换一个输出文件名"
        )
    if "full" in message:
        return FileProblem("磁盘已满，挖掘停在这里", where=where, todo="请腾出空间，再运行同一条命令就接着做")
    if "unable to open" in message or "readonly" in message:
        return FileProblem("写不进工作文件", where=where, todo="请换一个可写的文件夹")
    return FileProblem(f"工作文件出错（{message}）", where=where, todo="请加上 --restart 从头再做一遍")
