"""What a draft says already: so that the same is not said twice in other words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from drafter.bank.phrase import literal

LONG: Final = 12
"""Characters of a clause that must not stand in a draft twice; shorter ones are set expressions."""
ALIKE: Final = 0.4
"""The part of the character pairs of the shorter text that two texts share if they say the same."""
LEAST: Final = 15
"""Pairs a text must have to be compared: of a short formula, half is soon found in any sentence."""
_CLAUSE_END: Final = re.compile("[，。；：]")


class Said:
    """The texts written so far, slots as written."""

    __slots__ = ("_all", "_clauses", "_pairs")

    def __init__(self, texts: Iterable[str]) -> None:
        known = [_pairs(text) for text in texts]
        self._clauses = frozenset(clause for _, clauses in known for clause in clauses)
        self._pairs = [pairs for pairs, _ in known if len(pairs) >= LEAST]
        self._all: frozenset[str] = frozenset().union(*self._pairs)

    def has(self, text: str) -> bool:
        """True if `text` repeats a long clause, or is made of much the same characters as one of the texts."""
        pairs, clauses = _pairs(text)
        if not self._clauses.isdisjoint(clauses):
            return True
        if len(pairs) < LEAST or len(pairs & self._all) < ALIKE * min(len(pairs), LEAST):
            return False
        return any(len(pairs & other) >= ALIKE * min(len(pairs), len(other)) for other in self._pairs)


@lru_cache(maxsize=4096)
def _pairs(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The pairs of neighbouring characters of `text`, and its long clauses; a slot parts what stands beside it."""
    clauses = _CLAUSE_END.split(literal(text, "，"))
    pairs = frozenset(clause[at : at + 2] for clause in clauses for at in range(len(clause) - 1))
    return pairs, frozenset(clause for clause in clauses if len(clause) >= LONG)
