"""The writer's own use of phrases, remembered from draft to draft: `state_dir/usage.db`.

It is a memory nobody can rebuild, so a file that cannot be read is set aside under another name, never deleted. It is
also a convenience: nothing here raises, and where the disk refuses, the memory lasts as long as the program.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from drafter.bank.usage_file import UsageFile, transaction
from drafter.draft import Draft
from drafter.errors import DrafterError
from drafter.paths import state_dir

if TYPE_CHECKING:
    from sqlite3 import Connection

MOST_DRAFTS: Final = 2000
"""Drafts remembered; of more, those that changed longest ago are forgotten. A clerk writes a few dozen a year."""
MOST_STANDS: Final = 2000
"""Phrases remembered of one draft: ten times the longest report."""
LONGEST: Final = 200
"""Characters of a phrase id; a hand-edited draft may name anything."""
MOST_ASKED: Final = 50
"""Phrases of a section looked at together."""

_Row = tuple[int, int, str, str]
"""Section, place in it, part, phrase."""


@dataclass(frozen=True, slots=True)
class Use:
    """`times`: how many sections of drafts a phrase stands in; `last`: when one of these drafts was last learnt
    changed, in seconds since 1970."""

    times: int
    last: float


class Usage:
    """What is remembered. Several threads may use it, and other programs the same file."""

    def __init__(self, file: UsageFile) -> None:
        self._file = file
        self._uses: tuple[object, Mapping[str, Use]] = (None, {})

    @classmethod
    def open(cls, state: Path | None = None) -> Usage:
        """The memory in the folder `state`, state_dir() by default. Nothing is created before something is learnt."""
        try:
            file = UsageFile((state or state_dir()) / "usage.db")
        except DrafterError as error:
            file = UsageFile(None, f"这次用过的词句只记到退出为止：{error}")
        # Opened now, so that the note is there to be shown.
        file.ask(lambda _: None, None)
        return cls(file)

    @property
    def note(self) -> str:
        """What to tell the writer in Chinese if the memory is not what it should be; "" if it is."""
        return self._file.note

    def close(self) -> None:
        """Let go of the file; the next question opens it again. What is only in memory is gone."""
        self._file.close()

    def learn(self, key: str, draft: Draft, when: float) -> None:
        """Replace what is known of the draft `key` (its absolute path) by the phrases that stand in it now.

        `when` is in seconds since 1970; it is noted if something changed. If another program holds the file for
        seconds nothing is learnt this time. The oldest of too many drafts are forgotten.
        """
        rows, path, outline = _stands(draft), _plain(key), _plain(draft.outline)
        self._file.ask(
            lambda database: _replace(database, path, outline, rows, when), None, create=bool(rows)
        )

    def uses(self) -> Mapping[str, Use]:
        """How often and how lately each phrase was used, by its id."""
        nothing: tuple[object, Mapping[str, Use]] = (None, {})
        self._uses = self._file.ask(self._used, nothing)
        return self._uses[1]

    def _used(self, database: Connection) -> tuple[object, Mapping[str, Use]]:
        # What others write changes the second number, what this connection does the third.
        version = database.execute("PRAGMA data_version").fetchone()[0]
        state = (self._file.openings, version, database.total_changes)
        if state == self._uses[0]:
            return self._uses
        rows = database.execute(
            "SELECT phrase, count(*), max(time) FROM stand JOIN draft ON draft = draft.id GROUP BY phrase"
        )
        return state, {phrase: Use(times, last) for phrase, times, last in rows}

    def follows(self, before: str) -> Mapping[str, int]:
        """Phrase id -> how often it directly followed the phrase `before` in a section of the writer's drafts."""
        return self._counts(
            "SELECT b.phrase, count(*) FROM stand a JOIN stand b"
            " ON b.draft = a.draft AND b.section = a.section AND b.place = a.place + 1"
            " WHERE a.phrase = ? GROUP BY b.phrase",
            before,
        )

    def opens(self, outline: str, part: str) -> Mapping[str, int]:
        """Phrase id -> how often it stood first in this part of drafts of this outline."""
        return self._in_part(outline, part, "AND place = 0")

    def stands_in(self, outline: str, part: str) -> Mapping[str, int]:
        """Phrase id -> how often it stood in this part of drafts of this outline."""
        return self._in_part(outline, part, "")

    def beside(self, phrases: Collection[str]) -> Mapping[str, int]:
        """Phrase id -> in how many sections it stood together with one of `phrases`, which are left out."""
        asked = list(dict.fromkeys(phrases))[-MOST_ASKED:]
        marks = ",".join("?" * len(asked))
        found = self._counts(
            "SELECT phrase, count(*) FROM stand JOIN"
            f" (SELECT DISTINCT draft AS d, section AS s FROM stand WHERE phrase IN ({marks}))"
            " ON draft = d AND section = s GROUP BY phrase",
            *asked,
        )
        return {phrase: times for phrase, times in found.items() if phrase not in asked}

    def _in_part(self, outline: str, part: str, which: str) -> Mapping[str, int]:
        query = (
            "SELECT phrase, count(*) FROM stand JOIN draft ON draft = draft.id"
            f" WHERE part = ? AND outline = ? {which} GROUP BY phrase"
        )
        return self._counts(query, part, outline) if part else {}

    def _counts(self, query: str, *values: str) -> dict[str, int]:
        plain = [_plain(value) for value in values]
        return self._file.ask(lambda database: dict(database.execute(query, plain).fetchall()), {})


def _plain(text: str) -> str:
    # A path that is not valid UTF-8 holds surrogates, which SQLite does not take.
    return text.encode("utf-8", "backslashreplace").decode()


def _stands(draft: Draft) -> list[_Row]:
    """The phrases of every section in their order, each once; words of the writer's own between two part them."""
    rows: list[_Row] = []
    for index, section in enumerate(draft.sections):
        place, seen = 0, set[str]()
        for paragraph in section.paragraphs:
            for phrase in paragraph.phrase_ids:
                if len(phrase) <= LONGEST and phrase not in seen:
                    seen.add(phrase)
                    rows.append((index, place, _plain(section.part), _plain(phrase)))
                place += 1
            place += not paragraph.phrase_ids and bool(paragraph.text.strip())
    return rows[:MOST_STANDS]


def _replace(database: Connection, path: str, outline: str, rows: list[_Row], when: float) -> None:
    run = database.execute
    with transaction(database):
        known = run("SELECT id, outline FROM draft WHERE path = ?", (path,)).fetchone()
        if known:
            old = run("SELECT section, place, part, phrase FROM stand WHERE draft = ?", known[:1]).fetchall()
            # The key of the table keeps them in the order of sections and places.
            if old == rows and known[1] == outline:
                return
            run("DELETE FROM stand WHERE draft = ?", known[:1])
            run("DELETE FROM draft WHERE id = ?", known[:1])
        if not rows:
            return
        number = run(
            "INSERT INTO draft (path, outline, time) VALUES (?, ?, ?)", (path, outline, when)
        ).lastrowid
        database.executemany("INSERT INTO stand VALUES (?, ?, ?, ?, ?)", [(number, *row) for row in rows])
        _forget_oldest(database)


def _forget_oldest(database: Connection) -> None:
    run = database.execute
    excess = run("SELECT count(*) FROM draft").fetchone()[0] - MOST_DRAFTS
    if excess > 0:
        gone = run("SELECT id FROM draft ORDER BY time, id LIMIT ?", (excess,)).fetchall()
        for table, column in (("stand", "draft"), ("draft", "id")):
            database.executemany(f"DELETE FROM {table} WHERE {column} = ?", gone)
