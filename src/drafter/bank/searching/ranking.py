"""The order of what was found: how well the words fit, then how well the phrase fits the place one writes in.

A score is a sum of named parts, which `drafter search --explain` prints. What speaks for a phrase besides its words
shares out what the words leave of 1, so that a perfect match cannot be overtaken by a poor one in the right place.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from drafter.bank.context import Context
from drafter.bank.index.rows import Row
from drafter.bank.index.tokens import NAMES, slots_of
from drafter.bank.normal import BOUNDARY, GAP, fold
from drafter.bank.searching.query import Line, Match

if TYPE_CHECKING:
    from drafter.bank.usage import Use

WORTH, COVERAGE = 0.8, 0.2
"""How much of the words' part is what the matches are worth, and how much of the phrase they cover."""
FORMULA, MOSTLY, MENTION = 24, 0.6, 0.8
"""A phrase of so few characters, less than this part of it asked for, keeps this part of its score."""
SUNK: Final = 0.6
"""A phrase out of date for the year, or in the draft already, keeps this part of its score."""
USUAL, TOPIC, GENRE, ROLE, OFTEN, LATELY, FILLED = 0.25, 0.25, 0.1, 0.1, 0.15, 0.1, 0.05
"""The shares of what the words leave of 1."""
ALIKE: Final = 0.3
"""What a phrase loses that is the same as one before it; one that shares half of its word pairs loses half of this."""
APART, POOL = 9, 27
"""So many phrases are chosen to differ, of so many best: what one key can take from."""
ELSEWHERE: Final = 0.92
"""What is said of problems and causes keeps this part of its score in other parts: a report praises before it blames."""
_OF_PROBLEMS: Final = frozenset(("problem", "cause"))
MANY: Final = 20
"""Uses from which a phrase counts as used often."""
A_MONTH: Final = 30 * 24 * 3600.0
"""Seconds in which lately fades to a third."""


class Scored:
    """A phrase on its way to becoming a hit: its row, what was found in its line, if it only comes close, the parts of
    its score and their sum, and a remark for the writer."""

    __slots__ = ("found", "near", "parts", "row", "score", "why")

    def __init__(self, row: Row, found: Sequence[Match], near: bool, what: str, value: float) -> None:
        self.row = row
        self.found = found
        self.near = near
        self.parts = [(what, value)]
        self.score = value
        self.why = ""

    def add(self, what: str, value: float) -> None:
        """One part more."""
        self.parts.append((what, value))
        self.score += value

    def keep(self, share: float, why: str) -> None:
        """Keep only this share of the score."""
        self.add(why, self.score * (share - 1))


def words_score(line: Line, matches: Sequence[Match], asked_in_han: bool = False) -> float:
    """How well the words fit, 0 to 1. With `asked_in_han` a short formula that says little more goes first, being what
    the writer is typing, and one that merely mentions it goes behind the sentences that do."""
    words = line.words
    size = max(1, len(words) - words.count(BOUNDARY) - words.count(GAP))
    worth = asked = 0.0
    for match in matches:
        worth += match.value
        asked += 0 if match.in_name else match.length
    worth, covered = worth / len(matches), min(1.0, asked / size)
    score = WORTH * worth + COVERAGE * covered
    return score * MENTION if asked_in_han and size <= FORMULA and covered < MOSTLY else score


def set_apart(hits: Sequence[Scored], limit: int) -> list[Scored]:
    """The best of `hits`, in no order, with those that say nearly the same as a better one marked down: a list is
    worth what it offers to choose from."""
    pool = sorted(hits, key=lambda hit: (-hit.score, hit.row.row))[: max(POOL, limit)]
    pairs = [_pairs(hit.row.line) for hit in pool]
    values = [hit.score for hit in pool]
    lost = [0.0] * len(pool)
    left = list(range(len(pool)))
    for _ in range(min(APART, len(left))):
        chosen = max(left, key=values.__getitem__)
        left.remove(chosen)
        said = pairs[chosen]
        for number in left:
            common = len(pairs[number] & said)
            loss = ALIKE * common / (len(pairs[number]) + len(said) - common) if common else 0.0
            if loss > lost[number]:
                values[number] += lost[number] - loss
                lost[number] = loss
    for number, hit in enumerate(pool):
        if lost[number]:
            hit.add("与前面的相似", -min(hit.score, lost[number]))
    return pool


def _pairs(line: str) -> frozenset[str]:
    words = line.partition(NAMES)[0]
    return frozenset(map("".join, itertools.pairwise(words)))


class Place:
    """What speaks for a phrase besides its words: the place in the draft, and the writer's habits."""

    def __init__(self, context: Context, uses: Mapping[str, Use], now: float) -> None:
        self._context = context
        self._uses = uses
        self._now = now
        self._filled = frozenset(map(fold, context.filled))
        self._nowhere = not uses and context == Context()

    def weigh(self, hit: Scored) -> None:
        """Add the parts of the place to the part of the words."""
        left = 1 - min(1.0, hit.score)
        for what, share in self._shares(hit.row):
            if share * left > 0:
                hit.add(what, share * left)
        if hit.row.role in _OF_PROBLEMS and hit.row.role not in self._context.roles:
            hit.keep(ELSEWHERE, "多用来写问题")
        if hit.row.id in self._context.used:
            hit.keep(SUNK, "稿中已有")

    def _shares(self, row: Row) -> list[tuple[str, float]]:
        context = self._context
        shares = [("常见的说法", USUAL * row.usual)]
        if self._nowhere:
            return shares
        if row.topic in context.topics:
            shares.append(("合本部分主题", TOPIC))
        if row.role in context.roles:
            shares.append(("合本部分作用", ROLE))
        if context.genre and row.made_for(context.genre):
            shares.append(("合本文种", GENRE))
        use = self._uses.get(row.id)
        if use is not None:
            shares.append(("您用过", OFTEN * min(1.0, math.log1p(use.times) / math.log1p(MANY))))
            shares.append(("最近用过", LATELY * math.exp(-max(0.0, self._now - use.last) / A_MONTH)))
        slots = slots_of(row.line) if self._filled else ()
        if slots:
            shares.append(("事实已填", FILLED * sum(slot in self._filled for slot in slots) / len(slots)))
        return shares
