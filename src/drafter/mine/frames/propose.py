"""From counted frames to candidates: ranked, limited, then dressed with names, places, labels and flags."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from math import log2
from typing import Any, Final

from drafter.mine.candidate import Candidate, Occurrence
from drafter.mine.clean import display
from drafter.mine.frames.gather import Found
from drafter.mine.frames.guide import Guide, Prior
from drafter.mine.frames.marks import KINDS, MARK, canonical
from drafter.mine.frames.naming import named
from drafter.mine.frames.units import strip_lead
from drafter.mine.labels import role_of
from drafter.mine.privacy import private
from drafter.mine.records import BLANK, QUOTES_LOST, REDACTION, TRUNCATED, WASHED

MOST_OCCURRENCES: Final = 20
MOST_VARIANTS: Final = 20
_LOOKED: Final = 400
"""Occurrences of a frame that are looked at, to find twenty in different documents."""
_KNOWN: Final = 0.93
"""Nearness to a formula of the bank from which on a frame is nothing new."""
_CLEAR: Final = 0.6
"""Share of the documents that must agree on a genre."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A frame and how much it deserves a look."""

    found: Found
    score: float


def ranked(found: Iterable[Found], guide: Guide) -> list[Ranked]:
    """Frames from the one most worth a look down: support, independent sources, fitness, nearness to the bank."""
    prior = Prior(guide.phrases)
    rows = [Ranked(each, _score(each, prior)) for each in found]
    rows.sort(key=lambda row: (-row.score, row.found.unit, row.found.form))
    return rows


def _score(found: Found, prior: Prior) -> float:
    near = prior.of(found.form)
    # What the bank has already is worth less than what is like it; what is like nothing may still be news.
    known = 0.2 if near >= _KNOWN else near
    support = log2(found.documents) + 1.5 * log2(found.sources)
    worth = 3 * found.fit + 3 * known + (0.3 if found.unit == "sentence" else 0)
    # A frame with a slot for words gathers the support of all its members without being better than they are.
    return round(support + worth if not found.general else (support + worth) / 2, 4)


class Proposer:
    """Makes candidates of ranked frames, with what the work file knows about each."""

    def __init__(self, database: sqlite3.Connection, guide: Guide) -> None:
        self._run = database.execute
        self._guide = guide

    def candidate(self, row: Ranked) -> Candidate:
        """The candidate of one frame."""
        found = row.found
        places = self._places(found)
        best = _best(found, places)
        form = _written(best.form)
        text, slots = named(form, best.fillers, self._guide.vocabulary)
        variants = self._variants(found, form)
        path = [title for place in places[:3] for title in place.path]
        years = [year for place in places for year in (place.first, place.last) if year is not None]
        why = private(text) or next((told for told, _ in variants if private(told)), "")
        flags = [
            *(["private"] if why else []),
            *_common_flags(found, places),
            *(["dated"] if self._guide.era.dated(text) else []),
            *(["redacted"] if {slot.kind for slot in slots} & {REDACTION, BLANK} else []),
        ]
        return Candidate(
            id=_identity(form, found.unit),
            text=text,
            unit=found.unit,
            documents=found.documents,
            sources=found.sources,
            slots=slots,
            variants=variants,
            topic=self._guide.topics.of(text, path),
            role=role_of(form, path, found.unit),
            genre=_agreed([place.genre for place in places]),
            first=min(years, default=None),
            last=max(years, default=None),
            flags=tuple(flags),
            occurrences=tuple(place.occurrence for place in places[:MOST_OCCURRENCES]),
            score=row.score,
        )

    def _variants(self, found: Found, form: str) -> tuple[tuple[str, int], ...]:
        counts: Counter[str] = Counter()
        seen = {canonical(form)}
        for _, other, count in found.members:
            canon = canonical(other)
            if canon not in seen:
                told, _ = named(_written(other), _plain_fillers(other), self._guide.vocabulary)
                counts[told] += count
                seen.add(canon)
        return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_VARIANTS])

    def _places(self, found: Found) -> list[_Place]:
        """Where the frame stands, in different documents as far as possible, in their order."""
        chosen = _spread(self._sentences(found) if found.unit == "sentence" else self._units(found))
        return [_place(*row) for row in self._rows(found.unit, chosen[: 2 * MOST_OCCURRENCES])]

    def _units(self, found: Found) -> list[tuple[int, int]]:
        """(id, document) of the units a frame was made of."""
        keys = [key for key, _, _ in found.members][:_LOOKED]
        marks = ",".join("?" * len(keys))
        query = f"SELECT id, doc FROM unit WHERE key IN ({marks}) ORDER BY id LIMIT {_LOOKED}"
        return self._run(query, keys).fetchall()

    def _sentences(self, found: Found) -> list[tuple[int, int]]:
        """(id, document) of the sentences a frame was made of."""
        query = (
            "SELECT s.id, s.doc FROM sequence q JOIN sentence s ON s.id = q.sentence"
            f" WHERE q.key = (SELECT key FROM sequence WHERE sentence = ?) ORDER BY s.id LIMIT {_LOOKED}"
        )
        return self._run(query, (found.members[0][0],)).fetchall()

    def _rows(self, unit: str, chosen: Sequence[int]) -> list[tuple[Any, ...]]:
        """What `_place` needs of the units or sentences with these ids, in the order given."""
        source = _OF_SENTENCES if unit == "sentence" else _OF_UNITS
        marks = ",".join("?" * len(chosen))
        found = {row[0]: row[1:] for row in self._run(f"{source} WHERE t.id IN ({marks})", chosen)}
        return [found[each] for each in chosen]


def _spread(rows: Sequence[tuple[int, int]]) -> list[int]:
    """Of rows (id, document), the first id of each document, then the others."""
    first: dict[int, int] = {}
    for each, doc in rows:
        first.setdefault(doc, each)
    taken = set(first.values())
    return [*first.values(), *(each for each, _ in rows if each not in taken)]


_COLUMNS: Final = (
    "s.text, s.form, s.fillers, s.path, d.name, d.digest, d.headings, d.genre, d.first, d.last, d.flags"
)
_OF_UNITS: Final = (
    f"SELECT t.id, t.a, t.b, t.start, t.end, {_COLUMNS} FROM unit t"
    " JOIN sentence s ON s.id = t.sentence JOIN doc d ON d.id = t.doc"
)
_OF_SENTENCES: Final = (
    f"SELECT t.id, NULL, NULL, t.start, t.end, {_COLUMNS} FROM sentence t"
    " JOIN sentence s ON s.id = t.id JOIN doc d ON d.id = t.doc"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """One place a frame stands at: its form there, what filled its marks, and what its document says."""

    occurrence: Occurrence
    form: str
    fillers: tuple[str, ...]
    path: tuple[str, ...]
    genre: str
    first: int | None
    last: int | None
    flags: frozenset[str]


def _place(
    a: int | None, b: int | None, start: int, end: int, text: str, form: str, fillers: str, path: str,
    name: str, digest: str, headings: str, genre: str, first: int | None, last: int | None, flags: str,
) -> _Place:  # fmt: skip
    """The place at `a`:`b` of the form of a sentence; None: all of it but what leads it in."""
    whole = form or text
    a, b = (strip_lead(whole), len(whole)) if a is None or b is None else (a, b)
    here = whole[a:b]
    before, marks = len(MARK.findall(whole[:a])), len(MARK.findall(here))
    titles = _titles(headings)
    above = tuple(titles[int(number)] for number in path.split() if titles[int(number)])
    shapes = tuple(fillers.split("\n")[before : before + marks]) if marks else ()
    occurrence = Occurrence(name, digest, start, end, above, text)
    return _Place(occurrence, here, shapes, above, genre, first, last, frozenset(flags.split()))


@lru_cache(maxsize=256)
def _titles(headings: str) -> tuple[str, ...]:
    return tuple(json.loads(headings))


def _best(found: Found, places: Sequence[_Place]) -> _Place:
    """The place whose form is shown: the frame's own words, with the most complete quotes and title marks."""
    wanted = canonical(found.form)
    own = [place for place in places if canonical(place.form) == wanted]
    if not own:
        blank = Occurrence("", "", 0, 0)
        return _Place(blank, found.form, _plain_fillers(found.form), (), "", None, None, frozenset())
    return max(own, key=lambda place: _quotes(place.form))


def _quotes(form: str) -> int:
    pairs = min(form.count("“"), form.count("”")) + min(form.count("《"), form.count("》"))
    return pairs - abs(form.count("“") - form.count("”")) - abs(form.count("《") - form.count("》"))


def _plain_fillers(form: str) -> tuple[str, ...]:
    return ("/",) * len(MARK.findall(form))


def _written(form: str) -> str:
    """A form with full-width punctuation; its marks count as Chinese characters for what stands beside them."""
    shown = display(MARK.sub("一", form))
    return "".join(mark if mark in KINDS else letter for mark, letter in zip(form, shown, strict=True))


def _identity(form: str, unit: str) -> str:
    # Marks, not names: a vocabulary that grows must not lose the verdicts given so far.
    return "c-" + sha256(f"{unit}\n{canonical(form)}".encode()).hexdigest()[:12]


def _agreed(genres: Sequence[str]) -> str:
    counts = Counter(genre for genre in genres if genre)
    best = counts.most_common(1)
    return best[0][0] if best and best[0][1] >= _CLEAR * len(genres) else ""


def _common_flags(found: Found, places: Sequence[_Place]) -> list[str]:
    """Flags that every document with the frame has: one sound document clears it."""
    shared = frozenset.intersection(*(place.flags for place in places)) if places else frozenset()
    torn = found.unit != "heading" and found.form[-1:] not in "。！？”"
    return [
        flag for flag in (WASHED, QUOTES_LOST, TRUNCATED) if flag in shared and (flag != TRUNCATED or torn)
    ]
