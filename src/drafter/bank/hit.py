"""What a search or a suggestion gives."""

from __future__ import annotations

from dataclasses import dataclass

from drafter.bank.phrase import Phrase


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found. `score` is 0 to 1, `spans` are the stretches of its text to highlight, as (start, end).

    `near` marks a phrase that does not hold the words asked for but comes close to them, or replaces one that does.
    `parts` says what the score is made of: (what in Chinese, its value), in the order they count; the values add up
    to the score. `why` is a remark for the writer in Chinese, such as why a phrase stands low; "" for none.
    """

    phrase: Phrase
    score: float
    spans: tuple[tuple[int, int], ...] = ()
    near: bool = False
    parts: tuple[tuple[str, float], ...] = ()
    why: str = ""
