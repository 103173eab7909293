"""The index as a database: tables of phrases, and an FTS5 table that only maps tokens to their rows.

Everything here can be made again from the layers, so a fault of the database is never the writer's: whoever calls
catches sqlite3.DatabaseError and makes a new one.

A phrase is written first (writer.py) and filed under its tokens later, when somebody searches: most commands never do.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from drafter.bank.index.rows import LISTED, Damaged, Row, phrase_of, row_of
from drafter.bank.index.tokens import TOKENIZER
from drafter.bank.phrase import Phrase

FORMAT: Final = 2
"""Changes with every change of the schema, of tokens or of the normal form."""
_MOST_ASKED: Final = 500
"""Tokens that are asked for one by one; beyond, all are read."""
MOST_FITTING: Final = 15_000
"""Phrases that are weighed for a place in a draft; the built-in bank has fewer."""
_SCHEMA: Final = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE file (
    id INTEGER PRIMARY KEY, layer INTEGER, name TEXT, place INTEGER, size INTEGER, changed INTEGER, read INTEGER,
    hash TEXT, tables TEXT, tables_seal INTEGER, UNIQUE (layer, name)
);
CREATE TABLE phrase (
    row INTEGER PRIMARY KEY, filed INTEGER, line TEXT, id TEXT, topic TEXT, role TEXT, genres TEXT, since INTEGER,
    until INTEGER, layer TEXT, home INTEGER, spot INTEGER, unit TEXT, successor TEXT, sources TEXT, place TEXT,
    text TEXT, file INTEGER, own_spot INTEGER, seal INTEGER, usual REAL,
    line_seal INTEGER
);
CREATE INDEX phrase_id ON phrase (id);
CREATE INDEX phrase_file ON phrase (file);
CREATE INDEX phrase_topic ON phrase (topic);
CREATE INDEX phrase_waiting ON phrase (row) WHERE filed IS NULL;
CREATE TABLE passage (row INTEGER, source TEXT, first INTEGER, last INTEGER);
CREATE INDEX passage_row ON passage (row);
CREATE TABLE common (token TEXT PRIMARY KEY, rows INTEGER) WITHOUT ROWID;
CREATE VIRTUAL TABLE posting USING fts5(
    words, content='', detail=none, columnsize=0, tokenize="{TOKENIZER}"
);
"""
ROW: Final = "p.row, line, p.id, topic, role, genres, since, until, p.layer, home, spot, usual, line_seal"
PHRASE: Final = (
    "p.id, text, unit, topic, role, genres, sources, since, until, successor, p.layer, p.place, seal"
)
COVERED: Final = 0
"""`filed` of a phrase that a higher layer replaces: it does not count. 1 stands for filed, nothing for waiting."""


@dataclass(frozen=True, slots=True)
class FileState:
    """What a file of a layer was like when it was read: bytes, times in nanoseconds, SHA-256."""

    size: int
    changed: int
    read: int
    hash: str


class Store:
    """The tables, through one connection. Not for two threads at once. Raises sqlite3.DatabaseError."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def lay_out(self, made_by: str) -> None:
        """Make the tables of an empty index; `made_by` is the version of the program."""
        for statement in _SCHEMA.split(";\n"):
            if statement.strip():
                self._db.execute(statement)
        self._db.execute("INSERT INTO meta VALUES ('made_by', ?)", (made_by,))

    @property
    def made_by(self) -> str:
        """The version that laid out the index, "" if nobody has."""
        if not self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
            return ""
        found = self._db.execute("SELECT value FROM meta WHERE key = 'made_by'").fetchone()
        return found[0] if found else ""

    # Files of layers

    def files(self) -> dict[tuple[int, str], tuple[int, FileState]]:
        """What the index was made from: (number of the layer, name of the file) -> its id and state."""
        rows = self._db.execute("SELECT layer, name, id, size, changed, read, hash FROM file")
        known = {(row[0], row[1]): (row[2], FileState(*row[3:])) for row in rows}
        for _, state in known.values():
            if not all(type(number) is int for number in (state.size, state.changed, state.read)):
                raise Damaged("the state of a file is not what was written")
        return known

    def places(self, files: Collection[int]) -> dict[int, int]:
        """The places of these files in bank order, by their ids."""
        marks = ",".join("?" * len(files))
        return dict(
            self._db.execute(f"SELECT id, place FROM file WHERE id IN ({marks})", (*files,)).fetchall()
        )

    def tables(self) -> list[dict[str, Any]]:
        """What files hold besides phrases, the lowest layer first."""
        rows = self._db.execute(
            "SELECT tables, tables_seal FROM file WHERE tables != '' ORDER BY place"
        ).fetchall()
        if any(type(packed) is not str or zlib.crc32(packed.encode()) != seal for packed, seal in rows):
            raise Damaged("what a file holds is not what was written")
        return [json.loads(packed) for packed, _ in rows]

    # Phrases

    def waiting(self) -> bool:
        """True if some phrases are not filed yet."""
        return bool(self._db.execute("SELECT 1 FROM phrase WHERE filed IS NULL LIMIT 1").fetchone())

    def common(self, wanted: Sequence[str]) -> dict[str, int]:
        """How many rows each of the tokens has, those with next to none left out."""
        if len(wanted) > _MOST_ASKED:
            known = frozenset(wanted)
            every = self._db.execute("SELECT token, rows FROM common").fetchall()
            return {token: rows for token, rows in every if token in known}
        marks = ",".join("?" * len(wanted))
        return dict(
            self._db.execute(f"SELECT token, rows FROM common WHERE token IN ({marks})", wanted).fetchall()
        )

    def numbers(self, match: str, limit: int) -> list[int]:
        """The newest rows filed under what the FTS5 expression `match` asks for."""
        found = self._db.execute(
            "SELECT rowid FROM posting WHERE posting MATCH ? ORDER BY rowid DESC LIMIT ?", (match, limit)
        )
        return [row for (row,) in found]

    def rows(self, match: str, limit: int) -> list[Row]:
        """The same with what ranking looks at."""
        found = self._db.execute(
            # A token without its phrase is damage, which must be seen.
            f"SELECT {ROW} FROM posting LEFT JOIN phrase p ON p.row = posting.rowid"
            " WHERE posting MATCH ? ORDER BY posting.rowid DESC LIMIT ?",
            (match, limit),
        )
        return list(map(row_of, found))

    def rows_at(self, numbers: Sequence[int]) -> list[Row]:
        """These rows."""
        marks = ",".join("?" * len(numbers))
        return list(
            map(row_of, self._db.execute(f"SELECT {ROW} FROM phrase p WHERE row IN ({marks})", numbers))
        )

    def rows_of(self, ids: Sequence[str]) -> list[Row]:
        """The rows of the phrases with these ids that are filed."""
        marks = ",".join("?" * len(ids))
        found = self._db.execute(f"SELECT {ROW} FROM phrase p WHERE id IN ({marks}) AND filed = 1", ids)
        return list(map(row_of, found))

    def phrases_at(self, numbers: Sequence[int]) -> dict[int, Phrase]:
        """The phrases of these rows; raises Damaged."""
        marks = ",".join("?" * len(numbers))
        found = self._db.execute(f"SELECT row, {PHRASE} FROM phrase p WHERE row IN ({marks})", numbers)
        phrases = {row[0]: phrase_of(row[1:]) for row in found}
        if len(phrases) < len(set(numbers)):
            raise Damaged("a row is missing")
        return phrases

    def phrase(self, phrase_id: str) -> Phrase | None:
        """The phrase with this id that counts, or None; raises Damaged."""
        if not phrase_id.isascii():
            # No phrase has such an id, and a database cannot even be asked for some.
            return None
        found = self._db.execute(
            f"SELECT {PHRASE} FROM phrase p WHERE id=? AND filed IS NOT {COVERED}", (phrase_id,)
        ).fetchone()
        return phrase_of(found) if found else None

    def has(self, layer: int, phrase_id: str) -> bool:
        """True if a phrase of layer number `layer` has this id, whether it counts or not."""
        if not phrase_id.isascii():
            return False
        found = self._db.execute(
            "SELECT 1 FROM phrase p JOIN file ON file.id = p.file WHERE p.id=? AND file.layer=?",
            (phrase_id, layer),
        )
        return found.fetchone() is not None

    def saying(self, text: str) -> str:
        """The id of a phrase that counts and has this very text, "" if none has."""
        if any("\ud800" <= character <= "\udfff" for character in text):
            return ""
        found = self._db.execute(
            f"SELECT id FROM phrase WHERE text=? AND filed IS NOT {COVERED} LIMIT 1", (text,)
        ).fetchone()
        return str(found[0]) if found else ""

    def count(self) -> int:
        """The number of phrases that count."""
        (number,) = self._db.execute(f"SELECT count(*) FROM phrase WHERE filed IS NOT {COVERED}").fetchone()
        return int(number)

    def phrases(self) -> list[Phrase]:
        """The phrases that count, in bank order; raises Damaged."""
        found = self._db.execute(
            f"SELECT {PHRASE}, file.id FROM phrase p LEFT JOIN file ON file.id = home"
            f" WHERE filed IS NOT {COVERED} ORDER BY file.place, spot"
        )
        return _placed(found)

    def fitting(self, topics: Sequence[str], roles: Sequence[str]) -> list[Phrase]:
        """Phrases of these topics and roles (each if given) in bank order, `MOST_FITTING` at most, which are then the
        newest; raises Damaged."""
        conditions = [f"filed IS NOT {COVERED}"]
        if topics:
            conditions.append(f"topic IN ({','.join('?' * len(topics))})")
        if roles:
            conditions.append(f"role IN ({','.join('?' * len(roles))})")
        found = self._db.execute(
            f"SELECT {PHRASE}, file.id FROM phrase p LEFT JOIN file ON file.id = home WHERE row IN (SELECT row FROM phrase"
            f" WHERE {' AND '.join(conditions)} ORDER BY row DESC LIMIT ?) ORDER BY file.place, spot",
            (*_storable(topics), *_storable(roles), MOST_FITTING),
        )
        return _placed(found)

    def listed(self, topics: Sequence[str], genre: str, role: str, year: int, limit: int) -> list[Phrase]:
        """The first phrases in bank order of these topics, open to this genre, with this role (each if given), that
        are not out of date in `year`; raises Damaged."""
        conditions = [f"filed IS NOT {COVERED}", "(until IS NULL OR until >= ?)"]
        values: list[Any] = [year]
        if topics:
            conditions.append(f"topic IN ({','.join('?' * len(topics))})")
            values += _storable(topics)
        if role:
            conditions.append("role = ?")
            values += _storable([role])
        if genre:
            conditions.append("(genres = '' OR instr(char(31) || genres || char(31), ?))")
            values += _storable([f"{LISTED}{genre}{LISTED}"])
        found = self._db.execute(
            f"SELECT {PHRASE}, file.id FROM phrase p LEFT JOIN file ON file.id = home WHERE {' AND '.join(conditions)}"
            " ORDER BY file.place, spot LIMIT ?",
            (*values, limit),
        )
        return _placed(found)

    def layer(self, number: int) -> list[Phrase]:
        """The phrases of one layer, in its order, whether they count or not; raises Damaged."""
        found = self._db.execute(
            f"SELECT {PHRASE} FROM phrase p JOIN file ON file.id = p.file WHERE file.layer=?"
            " ORDER BY file.place, own_spot",
            (number,),
        )
        return list(map(phrase_of, found))

    def passages(self) -> list[tuple[str, str, int, int]]:
        """Where phrases that count come from: id, source, first and last character."""
        return self._db.execute(
            "SELECT p.id, source, first, last FROM passage JOIN phrase p ON p.row = passage.row"
            f" WHERE filed IS NOT {COVERED}"
        ).fetchall()


def _placed(found: Iterable[Sequence[Any]]) -> list[Phrase]:
    """The phrases of rows that end with the file they have their place in."""
    phrases = []
    for *row, home in found:
        if home is None:
            raise Damaged("a phrase stands in no file")
        phrases.append(phrase_of(row))
    return phrases


def _storable(names: Iterable[str]) -> list[str]:
    """The names as a database can be asked for them; what it cannot hold becomes something that is nowhere."""
    return [name.encode("utf-8", "replace").decode() for name in names]
