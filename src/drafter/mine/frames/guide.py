"""What the bank knows that mining may use: facts, topics, genres, dated terms and formulae. The command gathers it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from drafter.mine.frames.cluster import Neighbours
from drafter.mine.frames.marks import MARK, MARKS, TEXT, canonical
from drafter.mine.frames.naming import Vocabulary
from drafter.mine.labels import Era, Topics

ANY: Final = MARKS[TEXT]
"""What stands for a slot of any kind in the formulae of the bank."""
_PARTED: Final = re.compile("[，。；：！？,;:!?\n]")
_SHORTEST: Final = 5


@dataclass(frozen=True, slots=True)
class Guide:
    """`genres` maps ids to labels; `phrases` are texts of the bank with ANY for slots."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    topics: Topics = field(default_factory=lambda: Topics({}))
    genres: Mapping[str, str] = field(default_factory=dict)
    era: Era = field(default_factory=Era)
    phrases: tuple[str, ...] = ()


class Prior:
    """How near a frame is to the formulae of the bank."""

    def __init__(self, phrases: tuple[str, ...]) -> None:
        """`phrases` are as in Guide; their clauses are what is compared."""
        self._clauses = sorted({clause for phrase in phrases for clause in _parts(phrase)})
        self._near = Neighbours(self._clauses)
        for clause in self._clauses:
            self._near.add(clause)

    def of(self, form: str) -> float:
        """0 to 1: the mean, over the clauses of a form with marks, of the ratio to the nearest clause of the bank."""
        clauses = _parts(MARK.sub(ANY, form))
        if not clauses or not self._clauses:
            return 0.0
        nearest = (self._near.near(clause) for clause in clauses)
        return sum(found[0][1] if found else 0.0 for found in nearest) / len(clauses)


def _parts(text: str) -> list[str]:
    return [canon for part in _PARTED.split(text) if len(canon := canonical(part)) >= _SHORTEST]
