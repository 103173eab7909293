"""Gathering variants: each frame joins the best supported frame it is a variant of, or begins a family of its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import add
from typing import Final

from drafter.mine.frames.similar import DIFFERENT, LEAST_RATIO, canonical_relation, core

_KEYS: Final = 5
"""Rarest character pairs of a frame under which it is filed. Two frames that differ in one word share one of them."""
_CROWD: Final = 300
"""Frames filed under a pair; what is filed later under a pair as common as that is found under its other pairs."""
_COMPARED: Final = 12
"""Nearest frames that are compared closely."""


class Neighbours:
    """Frames that can be found again by what is nearly the same text."""

    def __init__(self, corpus: Iterable[str], *, closed: bool = False) -> None:
        """`corpus` are the canonical texts by which the rarity of a pair is judged; none is filed yet.

        `closed` if no other texts will be filed or looked for: a pair that one of them has leads nowhere then.
        """
        rarity: Counter[str] = Counter()
        for text in corpus:
            rarity.update(_pairs(text))
        leading = sorted(pair for pair, count in rarity.items() if count > closed)
        leading.sort(key=rarity.__getitem__)
        # The rarest pair is number 1; pairs that lead nowhere have no number, and are rarer than all others.
        self._ranks = {pair: rank for rank, pair in enumerate(leading, 1)}
        self._filed: dict[int, list[int]] = defaultdict(list)
        self._texts: list[str] = []
        self._last: tuple[str, list[int]] = ("", [])

    def add(self, canon: str) -> int:
        """File a canonical text; returns its number, counted from 0."""
        number = len(self._texts)
        self._texts.append(canon)
        for key in self._keys(canon):
            found = self._filed[key]
            if len(found) < _CROWD:
                found.append(number)
        return number

    def near(self, canon: str, least: float = LEAST_RATIO) -> list[tuple[int, float]]:
        """Numbers of filed texts with their indel ratio (at least `least`), the nearest first, at most twelve."""
        from rapidfuzz import fuzz, process

        filed = [self._filed[key] for key in self._keys(canon) if key in self._filed]
        if not filed:
            return []
        numbers = sorted(set().union(*filed))
        texts = [self._texts[number] for number in numbers]
        found = process.extract(
            canon, texts, scorer=fuzz.ratio, processor=None, score_cutoff=100 * least, limit=_COMPARED
        )
        return [(numbers[place], score / 100) for _, score, place in found]

    def _keys(self, canon: str) -> list[int]:
        # A frame is looked up and then filed.
        if self._last[0] != canon:
            pairs = _pairs(canon)
            ranks = sorted(filter(None, map(self._ranks.get, pairs)))
            self._last = (canon, ranks[: max(0, _KEYS - (len(pairs) - len(ranks)))])
        return self._last[1]


def _pairs(canon: str) -> set[str]:
    text = core(canon)
    return set(map(add, text, text[1:])) or {text}


@dataclass(slots=True)
class Family:
    """Frames that belong together, by their numbers: the best supported one first."""

    members: list[int]


def families(canons: Sequence[str]) -> list[Family]:
    """The families of canonical texts, which are given from the best supported one down; each is in one family."""
    neighbours = Neighbours(canons, closed=True)
    found: list[Family] = []
    for number, canon in enumerate(canons):
        home = _home(canon, canons, neighbours, found)
        if home is None:
            neighbours.add(canon)
            found.append(Family([number]))
        else:
            home.members.append(number)
    return found


def _home(canon: str, canons: Sequence[str], filed: Neighbours, found: Sequence[Family]) -> Family | None:
    for family, _ in filed.near(canon):
        if canonical_relation(canons[found[family].members[0]], canon) != DIFFERENT:
            return found[family]
    return None
