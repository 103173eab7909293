"""Copies of a document: the same report on two sites, or last year's with a few words changed, is one witness.

Each document has a sketch, the smallest hashes of its sentences (bottom-k MinHash: A. Broder, On the resemblance and
containment of documents, 1997), from which the share of common sentences is estimated.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Final

ALIKE: Final = 0.5
"""Share of common sentences from which on two documents are copies."""
_LOOKED: Final = 16
"""Hashes of a sketch under which a document is looked up: copies share one of them almost surely."""
_FEWEST: Final = 3
"""Sentences a document must have to be told from others by them."""

# Each document is compared with the one before it under each hash: the links of a chain of copies hold it together,
# and a sentence that thousands share costs no more than one that two share.
_PAIRS: Final = """
SELECT DISTINCT doc, earlier FROM
(SELECT doc, lag(doc) OVER (PARTITION BY hash ORDER BY doc) AS earlier FROM looked)
WHERE earlier IS NOT NULL ORDER BY doc, earlier
"""


def collapse(database: sqlite3.Connection) -> None:
    """Note for each document the first of its copies (`kin`) and that one's origin (`voice`): the table `witness`.

    A table of its own, because counting asks it for every clause, and rows of documents are long.
    """
    run = database.execute
    run("BEGIN")
    run("CREATE TEMP TABLE looked (hash INTEGER, doc INTEGER)")
    rows = run("SELECT id, sketch FROM doc WHERE json_array_length(sketch) >= ?", (_FEWEST,))
    database.executemany(
        "INSERT INTO looked VALUES (?, ?)",
        ((key, doc) for doc, sketch in rows for key in json.loads(sketch)[:_LOOKED]),
    )
    first: dict[int, int] = {}
    for doc, earlier in run(_PAIRS):
        if doc not in first and alike(_sketch(database, doc), _sketch(database, earlier)):
            first[doc] = first.get(earlier, earlier)
    run("DROP TABLE looked")
    voices: dict[str, int] = {}
    voice = {doc: voices.setdefault(origin, doc) for doc, origin in run("SELECT id, origin FROM doc")}
    run("DROP TABLE IF EXISTS temp.witness")
    run("CREATE TEMP TABLE witness (doc INTEGER PRIMARY KEY, kin INTEGER, voice INTEGER)")
    witnesses = ((doc, first.get(doc, doc), voice[first.get(doc, doc)]) for doc in voice)
    database.executemany("INSERT INTO witness VALUES (?, ?, ?)", witnesses)
    run("COMMIT")


def _sketch(database: sqlite3.Connection, doc: int) -> list[int]:
    sketch: list[int] = json.loads(
        database.execute("SELECT sketch FROM doc WHERE id = ?", (doc,)).fetchone()[0]
    )
    return sketch


def alike(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two sketches are of copies."""
    union = sorted({*one, *other})[: max(len(one), len(other))]
    both = {*one} & {*other}
    return sum(key in both for key in union) >= ALIKE * len(union)
