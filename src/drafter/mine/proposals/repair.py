"""A repair of a text, with its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Repair:
    """`text[start:end]` should be `new` (`start` == `end`: it is missing); `why` is told to the curator."""

    start: int
    end: int
    new: str
    why: str
