"""Phrases for a part of an outline, best fit first: what the writing screen offers before anybody types."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence

from drafter.bank.hit import Hit
from drafter.bank.library import Bank
from drafter.bank.phrase import Phrase
from drafter.roles import ROLES

_UNIT_ORDER = ("paragraph", "sentence", "clause")
"""Whole sentences before the clauses one builds a sentence of."""


def suggest(
    bank: Bank,
    *,
    topics: Sequence[str] = (),
    roles: Sequence[str] = (),
    genre: str = "",
    year: int | None = None,
    used: Collection[str] = (),
    limit: int = 20,
) -> tuple[Hit, ...]:
    """At most `limit` phrases for a part with these `topics` and `roles` (empty: any) in a document of `genre`.

    In the order: made for the genre before open to any, `topics` as given, roles as the phrases of a part follow one
    another, whole sentences before clauses, bank order. A phrase out of date in `year` (this year by default) gives
    way to its successor. Left out: headings, phrases whose id is in `used`, and phrases whose words all stand in one
    that is used or comes before. The score falls evenly from 1.
    """
    year = time.localtime().tm_year if year is None else year
    chosen = sorted(
        dict.fromkeys(_fitting(bank, topics, roles, genre, year)),
        key=lambda phrase: (
            genre not in phrase.genres,
            _place(topics, phrase.topic),
            ROLES.index(phrase.role),
            _UNIT_ORDER.index(phrase.unit),
        ),
    )
    kept: list[Phrase] = []
    texts = [phrase.text for phrase in map(bank.get, used) if phrase]
    for phrase in chosen:
        if len(kept) == limit:
            break
        words = phrase.text.rstrip("。；，")
        if phrase.id not in used and not any(words in text for text in texts):
            kept.append(phrase)
            texts.append(phrase.text)
    return tuple(Hit(phrase, round(1 - place / len(kept), 4)) for place, phrase in enumerate(kept))


def _fitting(
    bank: Bank, topics: Sequence[str], roles: Sequence[str], genre: str, year: int
) -> Iterator[Phrase]:
    for phrase in bank.phrases:
        if (topics and phrase.topic not in topics) or (roles and phrase.role not in roles):
            continue
        current = bank.current(phrase, year)
        if "heading" in (current.unit, current.role) or current.stale(year) or current.premature(year):
            continue
        if not genre or not current.genres or genre in current.genres:
            yield current


def _place(topics: Sequence[str], topic: str) -> int:
    # A successor may have moved to another topic; it comes last.
    return topics.index(topic) if topic in topics else len(topics)
