"""Counting: which clauses, headings and sentences of the work file come again, in how many documents and sources.

SQLite groups and sorts on the disk; what is held in memory is bounded by MOST_FRAMES.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

from drafter.mine.frames.cluster import families
from drafter.mine.frames.copies import collapse
from drafter.mine.frames.fitness import fitness
from drafter.mine.frames.general import generals
from drafter.mine.frames.marks import canonical

MOST_FRAMES: Final = 32_000
"""Frames that are compared with one another; of a larger corpus, the best supported ones."""
CHROME: Final = 5
"""Documents of one origin that must share a short line without an end mark before it is part of the page."""
FEW_DOCUMENTS: Final = 20
"""Fewer independent documents than these rarely say anything twice: everything fit to be seen is proposed then."""


@dataclass(frozen=True, slots=True)
class Found:
    """A frame that may be proposed: its form with marks, the frames it was made of, its support.

    `unit` is clause, heading or sentence. `members` are (key, form, occurrences) of the forms merged in it, the best
    supported first; for a sentence the keys are those of `sequence`, clause families in their order.
    """

    form: str
    unit: str
    documents: int
    sources: int
    members: tuple[tuple[int, str, int], ...]
    fit: float
    sequence: tuple[int, ...] = ()
    general: bool = False


def least_support(database: sqlite3.Connection) -> int:
    """How many documents a frame needs if nobody says: two, or one if there are few documents."""
    kin = database.execute("SELECT count(DISTINCT kin) FROM witness").fetchone()[0]
    return 1 if kin < FEW_DOCUMENTS else 2


def gather(database: sqlite3.Connection, min_support: int | None = None) -> list[Found]:
    """Every frame with at least `min_support` independent documents (None: see `least_support`), in a fixed order."""
    collapse(database)
    _drop_chrome(database)
    least = min_support or least_support(database)
    found: list[Found] = []
    homes: dict[int, int] = {}
    for heading in (False, True):
        _families(database, found, homes, heading=heading)
    supported = {number for number, each in enumerate(found) if each.documents >= least}
    sentences = _sentences(database, found, homes, supported, least)
    # A clause that is found in such a sentence only adds nothing to it.
    inside = {(number, each.documents) for each in sentences for number in each.sequence}
    clauses = [
        found[number] for number in sorted(supported) if (number, found[number].documents) not in inside
    ]
    return [*clauses, *sentences, *_generals(database, found, least)]


def _drop_chrome(database: sqlite3.Connection) -> None:
    """Forget the units of short lines that stand in several documents of one origin: captions, notices, columns."""
    database.execute("BEGIN")
    database.execute(
        "CREATE TEMP TABLE chrome AS SELECT s.line AS line, d.origin AS origin FROM sentence s JOIN doc d ON d.id = s.doc"
        " JOIN witness w ON w.doc = s.doc WHERE s.line != 0"
        " GROUP BY s.line, d.origin HAVING count(DISTINCT w.kin) >= ?",
        (CHROME,),
    )
    database.execute(
        "DELETE FROM unit WHERE sentence IN (SELECT s.id FROM sentence s JOIN doc d ON d.id = s.doc"
        " JOIN chrome c ON c.line = s.line AND c.origin = d.origin)"
    )
    database.execute("DROP TABLE chrome")
    database.execute("COMMIT")


# CROSS JOIN keeps SQLite to this order: along the index of the units, not back and forth.
_TOP: Final = """
SELECT top.key, top.places, top.documents, top.sources,
       substr(CASE s.form WHEN '' THEN s.text ELSE s.form END, u.a + 1, u.b - u.a)
FROM (SELECT u.key AS key, count(*) AS places, count(DISTINCT w.kin) AS documents,
             count(DISTINCT w.voice) AS sources, min(u.id) AS first
      FROM unit u CROSS JOIN witness w ON w.doc = u.doc WHERE u.heading = ? GROUP BY u.key
      ORDER BY documents DESC, sources DESC, u.key LIMIT ?) top
CROSS JOIN unit u ON u.id = top.first CROSS JOIN sentence s ON s.id = u.sentence
ORDER BY top.documents DESC, top.sources DESC, top.key
"""


class _Frame(NamedTuple):
    """One form of clause or heading: its key, itself, how often it stands, how fit it is, in how many documents and
    sources."""

    key: int
    form: str
    places: int
    fit: float
    documents: int
    sources: int


def _families(
    database: sqlite3.Connection, found: list[Found], homes: dict[int, int], *, heading: bool
) -> None:
    """Add the families of clauses or headings to `found`; `homes` maps each key to the number of its family."""
    frames = [
        _Frame(key, form, places, fit, documents, sources)
        for key, places, documents, sources, form in database.execute(_TOP, (heading, MOST_FRAMES))
        if (fit := fitness(form))
    ]
    grouped = [
        [frames[member] for member in family.members]
        for family in families([canonical(frame.form) for frame in frames])
    ]
    several = [[frame.key for frame in family] for family in grouped if len(family) > 1]
    support = iter(_support(database, several))
    unit = "heading" if heading else "clause"
    for family in grouped:
        homes.update(dict.fromkeys((frame.key for frame in family), len(found)))
        best = _shown(family)
        documents, sources = next(support) if len(family) > 1 else (best.documents, best.sources)
        members = tuple(frame[:3] for frame in family)
        found.append(Found(best.form, unit, documents, sources, members, best.fit))


def _shown(members: Sequence[_Frame]) -> _Frame:
    """The form that stands for a family: of those as frequent as half the first, the fittest, then the most frequent."""
    enough = [member for member in members if 2 * member.places >= members[0].places]
    return max(enough, key=lambda member: (member.fit, member.places, -len(member.form)))


def _sentences(
    database: sqlite3.Connection,
    found: Sequence[Found],
    homes: dict[int, int],
    supported: set[int],
    least: int,
) -> list[Found]:
    """Sentences all of whose clauses are supported, by the sequence of their clause families."""
    database.execute("DROP TABLE IF EXISTS sequence")
    database.execute("CREATE TEMP TABLE sequence (key INTEGER, sentence INTEGER, families TEXT)")
    database.executemany("INSERT INTO sequence VALUES (?, ?, ?)", _sequences(database, homes, supported))
    database.execute("CREATE INDEX temp.sequence_key ON sequence (key)")
    database.execute("CREATE INDEX temp.sequence_sentence ON sequence (sentence)")
    rows = database.execute(
        "SELECT q.families, count(DISTINCT w.kin) AS documents, count(DISTINCT w.voice), count(*), min(s.id)"
        " FROM sequence q JOIN sentence s ON s.id = q.sentence JOIN witness w ON w.doc = s.doc"
        " GROUP BY q.key HAVING documents >= ? ORDER BY documents DESC, min(s.id) LIMIT ?",
        (least, MOST_FRAMES),
    ).fetchall()
    made = []
    for families_, documents, sources, count, sentence in rows:
        form = database.execute(
            "SELECT CASE form WHEN '' THEN text ELSE form END FROM sentence WHERE id = ?", (sentence,)
        ).fetchone()[0]
        sequence = tuple(map(int, families_.split()))
        fit = min(fitness(form), *(found[number].fit for number in sequence))
        if fit:
            made.append(
                Found(form, "sentence", documents, sources, ((sentence, form, count),), fit, sequence)
            )
    return made


def _sequences(
    database: sqlite3.Connection, homes: dict[int, int], supported: set[int]
) -> Iterator[tuple[int, int, str]]:
    rows = database.execute(
        "SELECT u.sentence, u.key FROM unit u CROSS JOIN sentence s ON s.id = u.sentence WHERE s.whole ORDER BY u.id"
    )
    for sentence, units in groupby(rows, key=itemgetter(0)):
        numbers = [homes.get(key, -1) for _, key in units]
        if all(number in supported for number in numbers):
            names = " ".join(map(str, numbers))
            digest = blake2b(names.encode(), digest_size=8).digest()
            yield int.from_bytes(digest, "big", signed=True), sentence, names


def _generals(database: sqlite3.Connection, found: Sequence[Found], least: int) -> list[Found]:
    """Clauses with a slot for words, made of families that differ in one stretch only."""
    clauses = [each for each in found if each.unit == "clause"]
    groups = [
        (general.text, [member for number in general.members for member in clauses[number].members])
        for general in generals([canonical(each.form) for each in clauses])
    ]
    support = _support(database, [[key for key, _, _ in members] for _, members in groups])
    return [
        Found(form, "clause", documents, sources, tuple(members), fit, general=True)
        for (form, members), (documents, sources) in zip(groups, support, strict=True)
        if documents >= max(least, 3) and (fit := fitness(form))
    ]


def _support(database: sqlite3.Connection, groups: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Independent documents and sources that have any of the keys of each group; a key is in one group only."""
    database.execute("CREATE TEMP TABLE family (key INTEGER PRIMARY KEY, number INTEGER)")
    database.executemany(
        "INSERT INTO family VALUES (?, ?)",
        ((key, number) for number, keys in enumerate(groups) for key in keys),
    )
    rows = database.execute(
        "SELECT f.number, count(DISTINCT w.kin), count(DISTINCT w.voice) FROM family f"
        " CROSS JOIN unit u ON u.key = f.key CROSS JOIN witness w ON w.doc = u.doc GROUP BY f.number"
    )
    found = {number: (documents, sources) for number, documents, sources in rows}
    database.execute("DROP TABLE family")
    return [found.get(number, (0, 0)) for number in range(len(groups))]
