"""From counted frames to candidates: ranked, limited, then dressed with names, places, labels and flags."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import log2
from typing import Final

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
        rows = self._sentence_rows(found) if found.unit == "sentence" else self._unit_rows(found)
        chosen: dict[int, _Place] = {}
        rest: list[_Place] = []
        for doc, place in rows:
            if doc in chosen:
                rest.append(place)
            else:
                chosen[doc] = place
        return [*chosen.values(), *rest][: 2 * MOST_OCCURRENCES]

    def _unit_rows(self, found: Found) -> list[tuple[int, _Place]]:
        keys = [key for key, _, _ in found.members][:_LOOKED]
        marks = ",".join("?" * len(keys))
        rows = self._run(
            f"SELECT u.doc, u.a, u.b, u.start, u.end, {_COLUMNS} FROM unit u JOIN sentence s ON s.id = u.sentence"
            f" JOIN doc d ON d.id = u.doc WHERE u.key IN ({marks}) ORDER BY u.id LIMIT {_LOOKED}",
            keys,
        )
        return [(doc, _place(a, b, start, end, rest)) for doc, a, b, start, end, *rest in rows]

    def _sentence_rows(self, found: Found) -> list[tuple[int, _Place]]:
        rows = self._run(
            f"SELECT s.doc, s.start, s.end, {_COLUMNS} FROM sequence q JOIN sentence s ON s.id = q.sentence"
            " JOIN doc d ON d.id = s.doc WHERE q.key = (SELECT key FROM sequence WHERE sentence = ?)"
            f" ORDER BY s.id LIMIT {_LOOKED}",
            (found.members[0][0],),
        )
        made = []
        for doc, start, end, *rest in rows:
            form = rest[1] or rest[0]
            made.append((doc, _place(strip_lead(form), len(form), start, end, rest)))
        return made


_COLUMNS: Final = (
    "s.text, s.form, s.fillers, s.path, d.name, d.digest, d.headings, d.genre, d.first, d.last, d.flags"
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


def _place(a: int, b: int, start: int, end: int, rest: Sequence[object]) -> _Place:
    text, form, fillers, path, name, digest, headings, genre, first, last, flags = rest
    whole = str(form or text)
    before = len(MARK.findall(whole[:a]))
    here = whole[a:b]
    titles = json.loads(str(headings))
    above = tuple(titles[int(number)] for number in str(path).split() if titles[int(number)])
    shapes = str(fillers).split("\n")[before : before + len(MARK.findall(here))] if MARK.search(here) else []
    occurrence = Occurrence(str(name), str(digest), start, end, above, str(text))
    return _Place(
        occurrence, here, tuple(shapes), above, str(genre), first, last, frozenset(str(flags).split())  # type: ignore[arg-type]
    )  # fmt: skip


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
