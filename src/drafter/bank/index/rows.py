"""A phrase and what ranking looks at, as they stand in the tables of the index."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from drafter.bank.phrase import Phrase

LISTED: Final = "\x1f"
"""Parts the items of a list."""


class Row(NamedTuple):
    """What ranking looks at: the line of tokens.py and fields of the phrase. `home` (a file) and `spot` are its place
    in bank order, `usual` says how common its wording is in the bank, 0 to 1, `seal` is that of the line."""

    row: int
    line: str
    id: str
    topic: str
    role: str
    genres: str
    since: int | None
    until: int | None
    layer: str
    home: int
    spot: int
    usual: float
    seal: int

    def open_to(self, genre: str) -> bool:
        """True if the phrase may stand in this genre."""
        return not self.genres or genre in self.genres.split(LISTED)

    def made_for(self, genre: str) -> bool:
        """True if the phrase names this genre."""
        return bool(self.genres) and genre in self.genres.split(LISTED)


class Damaged(sqlite3.DatabaseError):
    """A row that is missing or is not what was written."""


def fields_of(phrase: Phrase) -> tuple[Any, ...]:
    """The columns of a phrase in the order of its fields."""
    return (
        phrase.id, phrase.text, phrase.unit, phrase.topic, phrase.role, LISTED.join(phrase.genres),
        LISTED.join(phrase.sources), phrase.since, phrase.until, phrase.successor, phrase.layer,
        # The path of a file may hold bytes that are no UTF-8; there it is for reading only.
        phrase.where.encode("utf-8", "replace").decode("utf-8"),
    )  # fmt: skip


def content_of(phrase: Phrase) -> tuple[Any, ...]:
    return fields_of(phrase)[:-1]


def seal_of(phrase: Phrase) -> int:
    return _checksum(fields_of(phrase))


def _checksum(fields: Iterable[Any]) -> int:
    return zlib.crc32("\0".join(map(str, fields)).encode("utf-8", "replace"))


def line_seal(line: str, since: int | None, until: int | None) -> int:
    """The checksum of what a search looks at before it reads the phrase itself."""
    return zlib.crc32(f"{line}{since}{until}".encode())


def row_of(found: Sequence[Any]) -> Row:
    """The row of these columns; raises Damaged if they are not what was written."""
    row = Row._make(found)
    sound = type(row.line) is str and type(row.spot) is int and type(row.usual) is float
    if not sound or line_seal(row.line, row.since, row.until) != row.seal:
        raise Damaged("a line is not what was written")
    return row


def phrase_of(row: Sequence[Any]) -> Phrase:
    fields, seal = list(row[:-1]), row[-1]
    # What a torn disk page would put into a report must never look like a phrase.
    if _checksum(fields) != seal:
        raise Damaged("a phrase is not what was written")
    fields[5:7] = [tuple(listed.split(LISTED)) if listed else () for listed in fields[5:7]]
    return Phrase(*fields)
