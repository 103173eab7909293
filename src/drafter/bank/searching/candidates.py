"""Which phrases are looked at for a search: those the index files under the tokens of its keywords.

A common keyword has more than can be looked at while somebody types. Then those that begin with it, those of the
topics one is writing about and those one has used are added to the newest, so that none of them is missed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from drafter.bank.context import Context
from drafter.bank.index.rows import Row
from drafter.bank.index.store import Store
from drafter.bank.index.tokens import topic_token
from drafter.bank.searching.expression import all_of, either, of_filters, of_way, of_word
from drafter.bank.searching.query import Way, ways

if TYPE_CHECKING:
    from drafter.bank.usage import Use

ENOUGH: Final = 50
"""Candidates looked at for one way to read the words."""
MORE: Final = 30
"""... and added for each reason there may be better ones."""
RECENT: Final = 60
"""Phrases the writer used last that are tried as well."""


@dataclass(frozen=True)
class Wanted:
    """A search: its keywords, its filters, and what changes the order."""

    words: tuple[str, ...]
    topics: tuple[str, ...] = ()
    genre: str = ""
    role: str = ""
    context: Context = field(default_factory=Context)
    uses: Mapping[str, Use] = field(default_factory=dict)
    limit: int = 20

    @cached_property
    def ways(self) -> tuple[tuple[Way, ...], ...]:
        """The ways to read each keyword."""
        return tuple(map(ways, self.words))

    @property
    def first_letters(self) -> bool:
        """True if all that is asked for are letters that can only be first letters."""
        return len(self.words) == 1 and self.words[0].isascii() and len(self.ways[0]) <= 2

    @cached_property
    def filters(self) -> str:
        """The filters as an expression, "" without any."""
        return of_filters(self.topics, self.genre, self.role)

    @cached_property
    def recent(self) -> list[str]:
        """The ids of the phrases that were used last."""
        return sorted(self.uses, key=lambda name: -self.uses[name].last)[:RECENT]

    def passes(self, row: Row) -> bool:
        """True if `row` passes the filters."""
        return (
            (not self.topics or row.topic in self.topics)
            and (not self.genre or row.open_to(self.genre))
            and (not self.role or row.role == self.role)
        )


Readings = tuple[tuple[Way, ...], ...]
"""For every keyword the ways it may be read in a candidate."""


def gather(store: Store, wanted: Wanted) -> list[tuple[Row, Readings]]:
    """Phrases that may have every keyword, and how it may be read there."""
    if len(wanted.words) > 1:
        rows = _rows(store, wanted, all_of(map(of_word, wanted.ways)), wanted.ways[0][0].first, 1.0)
        return [(row, wanted.ways) for row in rows.values()]
    # Each way for itself, or the syllables of a short query would leave no room for its first letters.
    found: dict[int, Row] = {}
    by_ways: dict[int, tuple[Way, ...]] = {}
    share = min(1.0, 2 / len(wanted.ways[0]))
    for way in wanted.ways[0]:
        for number, row in _rows(store, wanted, of_way(way), way.first, share).items():
            found[number] = row
            by_ways[number] = (*by_ways.get(number, ()), way)
    return [(row, (by_ways[number],)) for number, row in found.items()]


def _rows(store: Store, wanted: Wanted, match: str, first: str, share: float) -> dict[int, Row]:
    """Rows for an expression by their numbers; `first` is the token of what begins so, `share` the part of what may be
    looked at."""
    match = all_of((match, wanted.filters))
    enough = max(round(ENOUGH * share), wanted.limit)
    rows = store.rows(match, enough)
    if len(rows) >= enough:
        more = max(round(MORE * share), wanted.limit)
        rows += [row for found in _more(store, wanted, match, first, more) for row in found]
    return {row.row: row for row in rows}


def _more(store: Store, wanted: Wanted, match: str, first: str, count: int) -> list[list[Row]]:
    more = [store.rows(all_of((match, either((first,)))), count)]
    if wanted.context.topics:
        here = either(map(topic_token, wanted.context.topics))
        more.append(store.rows(all_of((match, here)), count))
    if wanted.uses:
        more.append([row for row in store.rows_of(wanted.recent) if wanted.passes(row)])
    return more
