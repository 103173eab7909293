"""The index as a database: tables of phrases, and an FTS5 table that only maps tokens to their rows.

Everything here can be made again from the layers, so a fault of the database is never the writer's: whoever calls
catches sqlite3.DatabaseError and makes a new one.

A phrase is written first and filed under its tokens later, when somebody searches: most commands never do.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from drafter.bank.index.rows import LISTED, Damaged, Row, content_of, fields_of, phrase_of, seal_of
from drafter.bank.index.tokens import NAMES, TOKENIZER, labels, line_of, tokens
from drafter.bank.normal import GAP
from drafter.bank.phrase import Phrase, passage

FORMAT: Final = 1
"""Changes with every change of the schema, of tokens or of the normal form."""
_MOST_ASKED: Final = 500
"""Tokens that are asked for one by one; beyond, all are read."""
COMMON: Final = 5
"""Rows from which a token counts as common, and how many it has is kept."""
MOST_FITTING: Final = 15_000
"""Phrases that are weighed for a place in a draft; the built-in bank has fewer."""
_SCHEMA: Final = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE file (
    id INTEGER PRIMARY KEY, layer INTEGER, name TEXT, place INTEGER, size INTEGER, changed INTEGER, read INTEGER,
    hash TEXT, tables TEXT, UNIQUE (layer, name)
);
CREATE TABLE phrase (
    row INTEGER PRIMARY KEY, filed INTEGER, line TEXT, id TEXT, topic TEXT, role TEXT, genres TEXT, since INTEGER,
    until INTEGER, layer TEXT, home INTEGER, spot INTEGER, unit TEXT, successor TEXT, sources TEXT, place TEXT,
    text TEXT, file INTEGER, own_spot INTEGER, seal INTEGER, usual REAL
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
_ROW: Final = "p.row, line, p.id, topic, role, genres, since, until, p.layer, home, spot, usual"
_PHRASE: Final = (
    "p.id, text, unit, topic, role, genres, sources, since, until, successor, p.layer, p.place, seal"
)
_WRITTEN: Final = (
    "id, text, unit, topic, role, genres, sources, since, until, successor, layer, place, seal,"
    " file, own_spot, home, spot"
)


@dataclass(frozen=True, slots=True)
class FileState:
    """What a file of a layer was like when it was read: bytes, times in nanoseconds, SHA-256."""

    size: int
    changed: int
    read: int
    hash: str


class Twins(Exception):
    """Two phrases of layer number `layer` have the same id."""

    def __init__(self, layer: int) -> None:
        super().__init__(f"layer {layer} has two phrases with one id")
        self.layer = layer


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
        return {(row[0], row[1]): (row[2], FileState(*row[3:])) for row in rows}

    def touch(self, file: int, state: FileState) -> None:
        """Remember the state of file `file`, whose content has not changed."""
        values = (state.size, state.changed, state.read, state.hash, file)
        self._db.execute("UPDATE file SET size=?, changed=?, read=?, hash=? WHERE id=?", values)

    def set_file(
        self, layer: int, name: str, state: FileState, tables: Mapping[str, Any], phrases: Sequence[Phrase]
    ) -> None:
        """Let file `name` of layer `layer` hold these tables and phrases, writing only what differs; raises Twins."""
        file = self._file(layer, name)
        packed = json.dumps(tables, ensure_ascii=False, separators=(",", ":")) if any(tables.values()) else ""
        self._db.execute("UPDATE file SET tables=? WHERE id=?", (packed, file))
        self.touch(file, state)
        self._put(file, phrases)

    def append(self, layer: int, name: str, state: FileState, phrase: Phrase) -> None:
        """Let file `name` of layer `layer` hold one phrase more, its last; raises Twins."""
        file = self._file(layer, name)
        self.touch(file, state)
        (last,) = self._db.execute("SELECT max(own_spot) FROM phrase WHERE file=?", (file,)).fetchone()
        self._insert(file, 0 if last is None else last + 1, phrase)
        self._settle([phrase.id])

    def _file(self, layer: int, name: str) -> int:
        self._db.execute("INSERT OR IGNORE INTO file (layer, name, tables) VALUES (?, ?, '')", (layer, name))
        found = self._db.execute("SELECT id FROM file WHERE layer=? AND name=?", (layer, name)).fetchone()
        return int(found[0])

    def drop_file(self, file: int) -> None:
        """Forget a file that is gone."""
        self._put(file, ())
        self._db.execute("DELETE FROM file WHERE id=?", (file,))

    def order_files(self, names: Iterable[tuple[int, str]]) -> None:
        """Say the order of the files, which is that of the bank; `names` are all of them."""
        rows = ((place, *name) for place, name in enumerate(names))
        self._db.executemany("UPDATE file SET place=? WHERE layer=? AND name=?", rows)

    def places(self) -> dict[int, int]:
        """The place of every file in bank order, by its id."""
        return dict(self._db.execute("SELECT id, place FROM file").fetchall())

    def tables(self) -> list[dict[str, Any]]:
        """What files hold besides phrases, the lowest layer first."""
        rows = self._db.execute("SELECT tables FROM file WHERE tables != '' ORDER BY place")
        return [json.loads(row[0]) for row in rows]

    # Writing phrases

    def _put(self, file: int, phrases: Sequence[Phrase]) -> None:
        wanted = {phrase.id: (spot, phrase) for spot, phrase in enumerate(phrases)}
        touched: set[str] = set()
        for row, spot, phrase in self._held(file):
            there = wanted.get(phrase.id)
            if there is None or content_of(there[1]) != content_of(phrase):
                self._delete(row)
                touched.add(phrase.id)
                continue
            del wanted[phrase.id]
            if (spot, phrase.where) != (there[0], there[1].where):
                values = (there[0], there[0], there[1].where, seal_of(there[1]), row)
                self._db.execute("UPDATE phrase SET own_spot=?, spot=?, place=?, seal=? WHERE row=?", values)
                touched.add(phrase.id)
        # The first phrase last: candidates are looked at from the newest row on.
        for spot, phrase in reversed(wanted.values()):
            self._insert(file, spot, phrase)
        touched |= wanted.keys()
        self._settle(touched)

    def _held(self, file: int) -> list[tuple[int, int, Phrase]]:
        found = self._db.execute(f"SELECT row, own_spot, {_PHRASE} FROM phrase p WHERE file=?", (file,))
        return [(row[0], row[1], phrase_of(row[2:])) for row in found]

    def _insert(self, file: int, spot: int, phrase: Phrase) -> None:
        values = (*fields_of(phrase), seal_of(phrase), file, spot, file, spot)
        added = self._db.execute(f"INSERT INTO phrase ({_WRITTEN}) VALUES ({','.join('?' * 17)})", values)
        for found in map(passage, phrase.sources):
            if found is not None:
                named = (added.lastrowid, found.source, found.start, found.end)
                self._db.execute("INSERT INTO passage VALUES (?,?,?,?)", named)

    def _delete(self, row: int) -> None:
        self._unfile(row)
        self._db.execute("DELETE FROM passage WHERE row=?", (row,))
        self._db.execute("DELETE FROM phrase WHERE row=?", (row,))

    def _settle(self, ids: Iterable[str]) -> None:
        """Of phrases with one id let only that of the highest layer count, in the place of the lowest."""
        for name in ids:
            twins = self._db.execute(
                "SELECT p.row, filed, p.file, own_spot, file.layer FROM phrase p JOIN file ON file.id = p.file"
                " WHERE p.id=? ORDER BY file.layer",
                (name,),
            ).fetchall()
            if len(twins) == 1 and twins[0][1] != _COVERED:
                continue
            for below, above in pairwise(twins):
                if below[4] == above[4]:
                    raise Twins(below[4])
            for row, *_ in twins[:-1]:
                self._unfile(row)
                self._db.execute("UPDATE phrase SET filed=? WHERE row=?", (_COVERED, row))
            for row, filed, *_ in twins[-1:]:
                values = (filed or None, twins[0][2], twins[0][3], row)
                self._db.execute("UPDATE phrase SET filed=?, home=?, spot=? WHERE row=?", values)

    # Filing them under their tokens

    def waiting(self) -> bool:
        """True if some phrases are not filed yet."""
        return bool(self._db.execute("SELECT 1 FROM phrase WHERE filed IS NULL LIMIT 1").fetchone())

    def refile(self) -> None:
        """File every phrase with slots anew: labels have changed."""
        for (row,) in self._db.execute(
            "SELECT row FROM phrase WHERE filed = 1 AND line LIKE ?", (f"%{GAP}%",)
        ).fetchall():
            self._unfile(row)

    def file_waiting(self, names: Mapping[str, str]) -> None:
        """File what waits; `names` are the labels of facts."""
        waiting = self._db.execute(
            "SELECT row, text, topic, role, genres FROM phrase WHERE filed IS NULL ORDER BY row"
        ).fetchall()
        lines = [line_of(text, names) for _, text, _, _, _ in waiting]
        self._db.executemany(
            "INSERT INTO posting (rowid, words) VALUES (?, ?)",
            (
                (row, _words(line, topic, role, genres))
                for (row, _, topic, role, genres), line in zip(waiting, lines, strict=True)
            ),
        )
        if len(waiting) > COMMON:
            self._count()
        usual = self._usual(lines)
        filed = ((line, usual(line), row[0]) for row, line in zip(waiting, lines, strict=True))
        self._db.executemany("UPDATE phrase SET filed=1, line=?, usual=? WHERE row=?", filed)

    def _usual(self, lines: Sequence[str]) -> Callable[[str], float]:
        """Gives for each of `lines` how common its pairs of characters are: the mean of the logarithms of their rows,
        as a part of that of all rows."""
        pairs = {pair for line in lines for pair in _pairs(line)}
        rows = {pair: math.log(count) for pair, count in self.common(tuple(pairs)).items()}
        whole = math.log(max(2, self.count()))

        def usual(line: str) -> float:
            found = _pairs(line)
            return round(sum(rows.get(pair, 0.0) for pair in found) / (len(found) or 1) / whole, 4)

        return usual

    def _unfile(self, row: int) -> None:
        (filed, line, *fields) = self._db.execute(
            "SELECT filed, line, topic, role, genres FROM phrase WHERE row=?", (row,)
        ).fetchone()
        if filed == 1:
            # A contentless table forgets a row only if it is told the very tokens it was given.
            self._db.execute(
                "INSERT INTO posting (posting, rowid, words) VALUES ('delete', ?, ?)",
                (row, _words(line, *fields)),
            )
            self._db.execute("UPDATE phrase SET filed=NULL, line=NULL WHERE row=?", (row,))

    def _count(self) -> None:
        """Merge what was filed, and keep how many rows the common tokens have."""
        self._db.execute("INSERT INTO posting (posting) VALUES ('optimize')")
        self._db.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, posting, row)")
        self._db.execute("DELETE FROM common")
        self._db.execute("INSERT INTO common SELECT term, doc FROM vocabulary WHERE doc >= ?", (COMMON,))
        self._db.execute("DROP TABLE temp.vocabulary")

    # Reading

    def common(self, wanted: Sequence[str]) -> dict[str, int]:
        """How many rows each of the tokens has that are common."""
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
            f"SELECT {_ROW} FROM posting CROSS JOIN phrase p ON p.row = posting.rowid"
            " WHERE posting MATCH ? ORDER BY posting.rowid DESC LIMIT ?",
            (match, limit),
        )
        return list(map(Row._make, found))

    def rows_at(self, numbers: Sequence[int]) -> list[Row]:
        """These rows."""
        marks = ",".join("?" * len(numbers))
        return list(
            map(Row._make, self._db.execute(f"SELECT {_ROW} FROM phrase p WHERE row IN ({marks})", numbers))
        )

    def rows_of(self, ids: Sequence[str]) -> list[Row]:
        """The rows of the phrases with these ids that are filed."""
        marks = ",".join("?" * len(ids))
        found = self._db.execute(f"SELECT {_ROW} FROM phrase p WHERE id IN ({marks}) AND filed = 1", ids)
        return list(map(Row._make, found))

    def phrases_at(self, numbers: Sequence[int]) -> dict[int, Phrase]:
        """The phrases of these rows; raises Damaged."""
        marks = ",".join("?" * len(numbers))
        found = self._db.execute(f"SELECT row, {_PHRASE} FROM phrase p WHERE row IN ({marks})", numbers)
        phrases = {row[0]: phrase_of(row[1:]) for row in found}
        if len(phrases) < len(set(numbers)):
            raise Damaged("a row is missing")
        return phrases

    def phrase(self, phrase_id: str) -> Phrase | None:
        """The phrase with this id that counts, or None; raises Damaged."""
        found = self._db.execute(
            f"SELECT {_PHRASE} FROM phrase p WHERE id=? AND filed IS NOT {_COVERED}", (phrase_id,)
        ).fetchone()
        return phrase_of(found) if found else None

    def count(self) -> int:
        """The number of phrases that count."""
        (number,) = self._db.execute(f"SELECT count(*) FROM phrase WHERE filed IS NOT {_COVERED}").fetchone()
        return int(number)

    def phrases(self) -> list[Phrase]:
        """The phrases that count, in bank order; raises Damaged."""
        found = self._db.execute(
            f"SELECT {_PHRASE} FROM phrase p JOIN file ON file.id = home"
            f" WHERE filed IS NOT {_COVERED} ORDER BY file.place, spot"
        )
        return list(map(phrase_of, found))

    def fitting(self, topics: Sequence[str], roles: Sequence[str]) -> list[Phrase]:
        """Phrases of these topics and roles (each if given) in bank order, `MOST_FITTING` at most, which are then the
        newest; raises Damaged."""
        conditions = [f"filed IS NOT {_COVERED}"]
        if topics:
            conditions.append(f"topic IN ({','.join('?' * len(topics))})")
        if roles:
            conditions.append(f"role IN ({','.join('?' * len(roles))})")
        found = self._db.execute(
            f"SELECT {_PHRASE} FROM phrase p JOIN file ON file.id = home WHERE row IN (SELECT row FROM phrase"
            f" WHERE {' AND '.join(conditions)} ORDER BY row DESC LIMIT ?) ORDER BY file.place, spot",
            (*topics, *roles, MOST_FITTING),
        )
        return list(map(phrase_of, found))

    def listed(self, topics: Sequence[str], genre: str, role: str, year: int, limit: int) -> list[Phrase]:
        """The first phrases in bank order of these topics, open to this genre, with this role (each if given), that
        are not out of date in `year`; raises Damaged."""
        conditions = [f"filed IS NOT {_COVERED}", "(until IS NULL OR until >= ?)"]
        values: list[Any] = [year]
        if topics:
            conditions.append(f"topic IN ({','.join('?' * len(topics))})")
            values += topics
        if role:
            conditions.append("role = ?")
            values.append(role)
        if genre:
            conditions.append("(genres = '' OR instr(char(31) || genres || char(31), ?))")
            values.append(f"{LISTED}{genre}{LISTED}")
        found = self._db.execute(
            f"SELECT {_PHRASE} FROM phrase p JOIN file ON file.id = home WHERE {' AND '.join(conditions)}"
            " ORDER BY file.place, spot LIMIT ?",
            (*values, limit),
        )
        return list(map(phrase_of, found))

    def layer(self, number: int) -> list[Phrase]:
        """The phrases of one layer, in its order, whether they count or not; raises Damaged."""
        found = self._db.execute(
            f"SELECT {_PHRASE} FROM phrase p JOIN file ON file.id = p.file WHERE file.layer=?"
            " ORDER BY file.place, own_spot",
            (number,),
        )
        return list(map(phrase_of, found))

    def passages(self) -> list[tuple[str, str, int, int]]:
        """Where phrases that count come from: id, source, first and last character."""
        return self._db.execute(
            "SELECT p.id, source, first, last FROM passage JOIN phrase p ON p.row = passage.row"
            f" WHERE filed IS NOT {_COVERED}"
        ).fetchall()


_COVERED: Final = 0
"""`filed` of a phrase that a higher layer replaces: it does not count. 1 stands for filed, nothing for waiting."""


def _pairs(line: str) -> list[str]:
    words = line.partition(NAMES)[0]
    return [one + two for one, two in pairwise(words) if one.isalnum() and two.isalnum()]


def _words(line: str, topic: str, role: str, genres: str) -> str:
    return " ".join((*tokens(line), *labels(topic, role, genres.split(LISTED) if genres else ())))
