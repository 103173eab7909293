"""Searching the bank: keywords in any order, Han or pinyin, nearest phrases if nothing fits.

The order is by score, then the writer's own phrases before the team's before the built-in ones, then bank order; the
same query over the same bank always gives the same answer. A query is data: nothing in it is an operator, and none
can fail.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

from drafter.bank.context import Context
from drafter.bank.hit import Hit
from drafter.bank.index.store import Store
from drafter.bank.layer import BUILT_IN, PERSONAL, TEAM
from drafter.bank.library import Bank
from drafter.bank.phrase import Phrase
from drafter.bank.searching.candidates import Wanted, gather
from drafter.bank.searching.query import Line, best, words_of
from drafter.bank.searching.ranking import SUNK, Place, Scored, set_apart, words_score
from drafter.bank.searching.repair import nearest
from drafter.bank.searching.spans import spans_of

if TYPE_CHECKING:
    from drafter.bank.usage import Use

__all__ = ["Hit", "absent", "search"]

FEW: Final = 3
"""With fewer phrases for first letters, the nearest are listed below them; else only where there are none."""
BELOW: Final = 0.95
"""... and keep this part of the score of the last of them, if theirs is higher."""
_RANK: Final = {PERSONAL: 0, TEAM: 1, BUILT_IN: 2}


def search(
    bank: Bank,
    query: str,
    *,
    topics: Collection[str] = (),
    genre: str = "",
    role: str = "",
    year: int | None = None,
    limit: int = 20,
    context: Context | None = None,
    uses: Mapping[str, Use] | None = None,
) -> tuple[Hit, ...]:
    """At most `limit` phrases for `query`, the best first.

    Only phrases of one of `topics`, open to `genre`, with `role` (each, if given). A query without a keyword lists
    what passes these filters in bank order, or nothing without filters. `context` is where the writer is and `uses`
    what was used before, by phrase id: both only change the order. `year` is the year of the draft (else that of the
    context, else this year): phrases out of date then stand below their successors.
    """
    context = context or Context()
    year = year or context.year or time.localtime().tm_year
    words = words_of(query)
    wanted = Wanted(words, tuple(topics), genre, role, context, uses or {}, limit)
    if not words and (query.strip() or not wanted.filters):
        return ()
    return bank.index.search(lambda store: _search(bank, store, wanted, year))


def absent(bank: Bank, query: str) -> tuple[str, ...]:
    """The keywords of `query` that no phrase holds, in normal form."""
    words = words_of(query)
    return bank.index.search(
        lambda store: tuple(word for word in words if not _exact(store, Wanted((word,), limit=1)))
    )


def _search(bank: Bank, store: Store, wanted: Wanted, year: int) -> tuple[Hit, ...]:
    if not wanted.words:
        listed = store.listed(wanted.topics, wanted.genre, wanted.role, year, wanted.limit)
        return tuple(Hit(phrase, 0.0) for phrase in listed)
    scored = _exact(store, wanted)
    if len(scored) < (FEW if wanted.first_letters else 1):
        scored += _nearest_below(store, wanted, scored)
    place = Place(wanted.context, wanted.uses, time.time())
    for hit in scored:
        place.weigh(hit)
    scored = set_apart(scored, wanted.limit)
    _lead_to_successors(bank, store, scored, wanted, year)
    shown = _in_order(store, scored, year)[: wanted.limit]
    phrases = store.phrases_at([hit.row.row for hit in shown])
    return tuple(_hit(phrases[hit.row.row], hit) for hit in shown)


def _exact(store: Store, wanted: Wanted) -> list[Scored]:
    """The phrases that have every word."""
    han = not any(word.isascii() for word in wanted.words)
    scored = []
    for row, readings in gather(store, wanted):
        line = Line(row.line)
        matches = [match for ways in readings if (match := best(ways, line)) is not None]
        if len(matches) == len(readings):
            scored.append(Scored(row, matches, False, "文字相符", words_score(line, matches, han)))
    return scored


def _nearest_below(store: Store, wanted: Wanted, exact: list[Scored]) -> list[Scored]:
    known = {hit.row.row for hit in exact}
    near = [hit for hit in nearest(store, wanted, few=bool(exact)) if hit.row.row not in known]
    ceiling = min((hit.score for hit in exact), default=1.0) * BELOW
    highest = max((hit.score for hit in near), default=0.0)
    for hit in near if highest > ceiling else ():
        hit.keep(ceiling / highest, "排在相符的之后")
    return near


def _lead_to_successors(bank: Bank, store: Store, scored: list[Scored], wanted: Wanted, year: int) -> None:
    """Sink what is out of date below its successor, which is added where it is missing."""
    by_id = {hit.row.id: hit for hit in scored}
    for hit in sorted(scored, key=lambda hit: hit.row.row):
        row = hit.row
        if row.since is not None and row.since > year:
            hit.keep(SUNK, "到那年才有")
            hit.why = f"这个说法 {row.since} 年起才用"
        if row.until is None or row.until >= year:
            continue
        after = bank.current(store.phrases_at([row.row])[row.row], year)
        before = hit.score
        hit.keep(SUNK, "已经过时")
        hit.why = f"这个说法用到 {row.until} 年为止" + (
            f"，现在写：{after.text}" if after.id != row.id else ""
        )
        if after.id == row.id:
            continue
        better = by_id.get(after.id)
        if better is None:
            found = [one for one in store.rows_of([after.id]) if wanted.passes(one)]
            if not found:
                continue
            # It does not say what was asked for, so it rises no higher than what it replaces.
            better = Scored(found[0], (), True, "接替旧说法", before * SUNK)
            by_id[after.id] = better
            scored.append(better)
        if hit.score > better.score:
            hit.keep(better.score / hit.score, "让现行说法在前")


def _in_order(store: Store, scored: list[Scored], year: int) -> list[Scored]:
    places = store.places({hit.row.home for hit in scored})

    def key(hit: Scored) -> tuple[float, bool, int, int, int]:
        row = hit.row
        stale = row.until is not None and row.until < year
        return -round(hit.score, 6), stale, _RANK.get(row.layer, 0), places.get(row.home, 0), row.spot

    return sorted(scored, key=key)


def _hit(phrase: Phrase, scored: Scored) -> Hit:
    spans = spans_of(phrase, scored.row.line, scored.found)
    # By way of what they are ordered by, or two that are equal there may round apart.
    score = min(1.0, max(0.0, round(round(scored.score, 6), 4)))
    return Hit(phrase, score, spans, scored.near, tuple(scored.parts), scored.why)
