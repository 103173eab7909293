"""Writing the tables of the index: files of layers, their phrases, and the tokens these are filed under."""

from __future__ import annotations

import json
import math
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from drafter.bank.index.rows import LISTED, content_of, fields_of, line_seal, phrase_of, row_of, seal_of
from drafter.bank.index.store import COVERED, PHRASE, ROW, FileState, Store
from drafter.bank.index.tokens import NAMES, labels, line_of, tokens
from drafter.bank.normal import GAP
from drafter.bank.phrase import Phrase, passage

COMMON: Final = 3
"""Rows from which it is kept how many a token of the words has."""
RECOUNTED: Final = 20
"""Tokens are counted anew when one phrase of so many is new: counting goes through the whole index."""
_MOST_TOUCHED: Final = 20_000
"""Ids that are looked at one by one when phrases have changed; beyond, all are."""
_WRITTEN: Final = (
    "id, text, unit, topic, role, genres, sources, since, until, successor, layer, place, seal,"
    " file, own_spot, home, spot"
)


class Twins(Exception):
    """Two phrases of layer number `layer` have the same id."""

    def __init__(self, layer: int) -> None:
        super().__init__(f"layer {layer} has two phrases with one id")
        self.layer = layer


class Writer(Store):
    """The tables, for writing: call these inside a transaction, `settle` after phrases have changed, at its end."""

    def __init__(self, db: sqlite3.Connection) -> None:
        super().__init__(db)
        self._touched: set[str] = set()

    def set_file(
        self, layer: int, name: str, state: FileState, tables: Mapping[str, Any], phrases: Sequence[Phrase]
    ) -> None:
        """Let file `name` of layer `layer` hold these tables and phrases, writing only what differs."""
        file = self._file(layer, name)
        packed = json.dumps(tables, ensure_ascii=False, separators=(",", ":")) if any(tables.values()) else ""
        self._db.execute(
            "UPDATE file SET tables=?, tables_seal=? WHERE id=?", (packed, zlib.crc32(packed.encode()), file)
        )
        self.touch(file, state)
        self._put(file, phrases)

    def touch(self, file: int, state: FileState) -> None:
        """Remember the state of file `file`, whose content has not changed."""
        values = (state.size, state.changed, state.read, state.hash, file)
        self._db.execute("UPDATE file SET size=?, changed=?, read=?, hash=? WHERE id=?", values)

    def append(self, layer: int, name: str, before: str, state: FileState, phrase: Phrase) -> bool:
        """Let file `name` of layer `layer` hold one phrase more, its last. False, and nothing is written, unless the
        hash `before` is that of the file as it is known."""
        found = self._db.execute(
            "SELECT id, hash FROM file WHERE layer=? AND name=?", (layer, name)
        ).fetchone()
        if found is None or found[1] != before:
            return False
        file = found[0]
        self.touch(file, state)
        (last,) = self._db.execute("SELECT max(own_spot) FROM phrase WHERE file=?", (file,)).fetchone()
        self._insert(file, 0 if last is None else last + 1, phrase)
        return True

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

    def set_labels(self, names: Mapping[str, str]) -> None:
        """Say the labels of facts. If they have changed, every phrase with slots is to be filed anew."""
        packed = json.dumps(names, ensure_ascii=False)
        if packed == self._kept("labels"):
            return
        self._keep("labels", packed)
        rows = self._db.execute("SELECT row FROM phrase WHERE filed = 1 AND line LIKE ?", (f"%{GAP}%",))
        for (row,) in rows.fetchall():
            self._unfile(row)

    def _kept(self, key: str) -> str:
        found = self._db.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
        return found[0] if found else ""

    def _keep(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # Phrases

    def _put(self, file: int, phrases: Sequence[Phrase]) -> None:
        wanted = {phrase.id: (spot, phrase) for spot, phrase in enumerate(phrases)}
        for row, spot, phrase in self._held(file):
            there = wanted.get(phrase.id)
            if there is None or content_of(there[1]) != content_of(phrase):
                self._delete(row)
                self._touch_id(phrase.id)
                continue
            del wanted[phrase.id]
            if (spot, phrase.where) != (there[0], there[1].where):
                values = (there[0], there[0], there[1].where, seal_of(there[1]), row)
                self._db.execute("UPDATE phrase SET own_spot=?, spot=?, place=?, seal=? WHERE row=?", values)
                self._touch_id(phrase.id)
        # The first phrase last: candidates are looked at from the newest row on.
        for spot, phrase in reversed(wanted.values()):
            self._insert(file, spot, phrase)

    def _held(self, file: int) -> list[tuple[int, int, Phrase]]:
        found = self._db.execute(f"SELECT row, own_spot, {PHRASE} FROM phrase p WHERE file=?", (file,))
        return [(row[0], row[1], phrase_of(row[2:])) for row in found]

    def _insert(self, file: int, spot: int, phrase: Phrase) -> None:
        values = (*fields_of(phrase), seal_of(phrase), file, spot, file, spot)
        added = self._db.execute(f"INSERT INTO phrase ({_WRITTEN}) VALUES ({','.join('?' * 17)})", values)
        for found in map(passage, phrase.sources):
            if found is not None:
                named = (added.lastrowid, found.source, found.start, found.end)
                self._db.execute("INSERT INTO passage VALUES (?,?,?,?)", named)
        self._touch_id(phrase.id)

    def _delete(self, row: int) -> None:
        self._unfile(row)
        self._db.execute("DELETE FROM passage WHERE row=?", (row,))
        self._db.execute("DELETE FROM phrase WHERE row=?", (row,))

    def _touch_id(self, name: str) -> None:
        if len(self._touched) <= _MOST_TOUCHED:
            self._touched.add(name)

    def settle(self) -> None:
        """Of phrases with one id let only that of the highest layer count, in the place of the lowest; raises Twins.
        Not before all files are written: a phrase may have changed its file."""
        touched, self._touched = self._touched, set()
        if len(touched) > _MOST_TOUCHED:
            odd = self._db.execute(
                "SELECT id FROM phrase GROUP BY id HAVING count(*) > 1"
                f" UNION SELECT id FROM phrase WHERE filed = {COVERED} OR home != file OR spot != own_spot"
            )
            touched = {name for (name,) in odd}
        for name in touched:
            self._settle(name)

    def _settle(self, name: str) -> None:
        twins = self._db.execute(
            "SELECT p.row, filed, home, spot, p.file, own_spot, file.layer FROM phrase p JOIN file ON file.id = p.file"
            " WHERE p.id=? ORDER BY file.layer",
            (name,),
        ).fetchall()
        for below, above in pairwise(twins):
            if below[-1] == above[-1]:
                raise Twins(below[-1])
        for row, filed, *_ in twins[:-1]:
            if filed != COVERED:
                self._unfile(row)
                self._db.execute("UPDATE phrase SET filed=? WHERE row=?", (COVERED, row))
        for row, filed, *place in twins[-1:]:
            home = twins[0][4:6]
            if filed == COVERED or tuple(place[:2]) != home:
                self._db.execute(
                    "UPDATE phrase SET filed=?, home=?, spot=? WHERE row=?", (filed or None, *home, row)
                )

    # Filing them under their tokens

    def file_waiting(self) -> None:
        """File what waits."""
        waiting = self._db.execute(
            "SELECT row, text, topic, role, genres, since, until FROM phrase WHERE filed IS NULL ORDER BY row"
        ).fetchall()
        names: dict[str, str] = {}
        if any("{" in row[1] for row in waiting):
            names = json.loads(self._kept("labels") or "{}")
        lines = [line_of(row[1], names) for row in waiting]
        self._db.executemany(
            "INSERT INTO posting (rowid, words) VALUES (?, ?)",
            ((row[0], _words(line, *row[2:5])) for row, line in zip(waiting, lines, strict=True)),
        )
        if len(waiting) > COMMON and len(waiting) * RECOUNTED >= self._counted():
            self._count()
        usual = self._usual(lines)
        filed = (
            (line, usual(line), line_seal(line, *row[5:]), row[0])
            for row, line in zip(waiting, lines, strict=True)
        )
        self._db.executemany("UPDATE phrase SET filed=1, line=?, usual=?, line_seal=? WHERE row=?", filed)

    def _usual(self, lines: Sequence[str]) -> Callable[[str], float]:
        """Gives for each of `lines` how common its pairs of characters are: the mean of the logarithms of their rows,
        as a part of that of all rows."""
        pairs = {pair for line in lines for pair in _pairs(line)}
        rows = {pair: math.log(count) for pair, count in self.common(tuple(pairs)).items()}
        whole = math.log(max(2, self._counted()))

        def usual(line: str) -> float:
            found = _pairs(line)
            return round(sum(rows.get(pair, 0.0) for pair in found) / (len(found) or 1) / whole, 4)

        return usual

    def _unfile(self, row: int) -> None:
        (filed, *found) = self._db.execute(
            f"SELECT filed, {ROW} FROM phrase p WHERE row=?", (row,)
        ).fetchone()
        if filed == 1:
            # A contentless table forgets a row only if it is told the very tokens it was given.
            there = row_of(found)
            self._db.execute(
                "INSERT INTO posting (posting, rowid, words) VALUES ('delete', ?, ?)",
                (row, _words(there.line, there.topic, there.role, there.genres)),
            )
            self._db.execute("UPDATE phrase SET filed=NULL, line=NULL WHERE row=?", (row,))

    def _counted(self) -> int:
        """The number of phrases when tokens were counted."""
        return int(self._kept("counted") or 0)

    def _count(self) -> None:
        """Merge what was filed, and keep how many rows the common tokens have."""
        self._db.execute("INSERT INTO posting (posting) VALUES ('optimize')")
        self._db.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, posting, row)")
        self._db.execute("DELETE FROM common")
        # Tokens that are no characters of a phrase begin with a mark.
        self._db.execute(
            "INSERT INTO common SELECT term, doc FROM vocabulary WHERE doc >= ? AND term > char(127)",
            (COMMON,),
        )
        self._db.execute("DROP TABLE temp.vocabulary")
        self._keep("counted", str(self.count()))


def _pairs(line: str) -> list[str]:
    words = line.partition(NAMES)[0]
    return [one + two for one, two in pairwise(words) if one.isalnum() and two.isalnum()]


def _words(line: str, topic: str, role: str, genres: str) -> str:
    return " ".join((*tokens(line), *labels(topic, role, genres.split(LISTED) if genres else ())))
