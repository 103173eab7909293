"""Phrases for a place in a draft, best fit first: what the writing screen offers before anybody types.

Taking the first suggestion again and again makes a whole section: each time the place is asked for anew, with one more
phrase before it.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from drafter.bank.context import Context
from drafter.bank.hit import Hit
from drafter.bank.library import Bank
from drafter.bank.phrase import Phrase
from drafter.bank.suggesting.evidence import Evidence, own_next
from drafter.bank.suggesting.said import Said

if TYPE_CHECKING:
    from drafter.bank.usage import Usage

_APART: Final = "\0"
"""Parts texts that are searched together; no phrase holds it."""


def suggest(
    bank: Bank,
    *,
    topics: Sequence[str] = (),
    roles: Sequence[str] = (),
    genre: str = "",
    year: int | None = None,
    used: Collection[str] = (),
    limit: int = 20,
    context: Context | None = None,
    usage: Usage | None = None,
    named: Sequence[str] = (),
) -> tuple[Hit, ...]:
    """At most `limit` phrases for a part with these `topics` and `roles` (empty: any) in a document of `genre`.

    `context` says where in the draft (what is not given otherwise is taken from it), `usage` what the writer used,
    `named` are the phrases the outline names for the part, in order. First comes what the writer put behind the
    last phrase in other drafts (or at the start of the part); then what the outline names next; then whole sentences
    before clauses, those that stand behind or beside the phrases of the section in mined documents, of the topic and
    the role whose turn it is, made for the genre, often used, without facts yet to fill; at last in bank order.

    A phrase out of date in `year` (this year by default) gives way to its successor. Left out: headings, phrases in
    `used`, and phrases whose words all stand in one that is used or comes before. A phrase that says the same
    as one that is used comes last, and `why` says so. Scores are 0 to 1 and do not rise; `parts` says what they are made of.
    """
    place = _place(context or Context(), topics, roles, genre, year)
    gone = {*used, *place.used, *place.before}
    wanted = _today(bank, (*named, *own_next(usage, place)), place.year or 0)
    candidates = _candidates(bank, place, wanted, gone)
    evidence = Evidence(bank, place, usage, named, candidates)
    ranked = sorted(candidates, key=evidence.score, reverse=True)
    texts = [phrase.text for phrase in map(bank.get, gone) if phrase is not None]
    return tuple(_hits(ranked, evidence, texts, wanted, limit))


def _place(
    context: Context, topics: Sequence[str], roles: Sequence[str], genre: str, year: int | None
) -> Context:
    return replace(
        context,
        topics=tuple(topics) or context.topics,
        roles=tuple(roles) or context.roles,
        genre=genre or context.genre,
        year=next((one for one in (year, context.year) if one is not None), time.localtime().tm_year),
    )


def _today(bank: Bank, names: Iterable[str], year: int) -> dict[str, Phrase]:
    """By id, what can be used in `year` of the phrases with these ids."""
    known = (phrase for phrase in map(bank.get, names) if phrase is not None)
    current = (_usable(bank, phrase, year) for phrase in known)
    return {phrase.id: phrase for phrase in current if phrase is not None}


def _candidates(bank: Bank, place: Context, wanted: dict[str, Phrase], gone: Collection[str]) -> list[Phrase]:
    """The phrases that fit, in bank order, then those of `wanted` that are of another topic or role; none twice."""
    fitting = _fitting(bank, place.topics, place.roles, place.genre, place.year or 0)
    found = {phrase.id: phrase for phrase in fitting} | wanted
    for name in gone:
        found.pop(name, None)
    return list(found.values())


def _fitting(
    bank: Bank, topics: Sequence[str], roles: Sequence[str], genre: str, year: int
) -> Iterator[Phrase]:
    """The phrases that may stand in a part, in bank order; a successor may come twice."""
    for phrase in bank.fitting(topics, roles):
        current = _usable(bank, phrase, year)
        if current and (not genre or not current.genres or genre in current.genres):
            yield current


def _usable(bank: Bank, phrase: Phrase, year: int) -> Phrase | None:
    """What to use of `phrase` in `year`; None for a heading and what has no place in that year."""
    current = phrase if phrase.until is None else bank.current(phrase, year)
    if current.unit == "heading" or current.role == "heading":
        return None
    return None if current.stale(year) or current.premature(year) else current


def _hits(
    ranked: Iterable[Phrase],
    evidence: Evidence,
    texts: Sequence[str],
    wanted: Collection[str],
    limit: int,
) -> Iterator[Hit]:
    """The hits in their order, without what stands in `texts` or in a hit before; what says the same as one of
    `texts` comes last, unless its id is in `wanted`."""
    shown, said = _APART.join(texts), Said(texts)
    last, again = 1.0, list[Phrase]()
    for phrase in ranked:
        if limit <= 0:
            return
        if phrase.text.rstrip("。；，") in shown:
            continue
        shown += _APART + phrase.text
        if phrase.id not in wanted and said.has(phrase.text):
            again.append(phrase)
            continue
        limit -= 1
        last = round(evidence.score(phrase), 6)
        yield Hit(phrase, last, parts=_rounded(evidence.parts(phrase)))
    for phrase in again[:limit]:
        parts, score = evidence.parts(phrase), evidence.score(phrase)
        last = round(min(last, score / 2), 6)
        parts.append(("与已写的相近", last - score))
        yield Hit(phrase, last, parts=_rounded(parts), why="意思和已写的一句相近")


def _rounded(parts: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    return tuple((label, round(value, 6)) for label, value in parts)
