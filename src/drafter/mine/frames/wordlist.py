"""The words that names of slots and the edges of slots are judged by."""

from __future__ import annotations

from functools import cache

from drafter.lexicon import words_of

_NOUNS = "nlij"
"""First letters of the classes of nouns, idioms and abbreviations."""


@cache
def nouns() -> frozenset[str]:
    """The nouns of the word list, of two to eight characters."""
    return words_of(_NOUNS, 2, 8)


@cache
def _others() -> frozenset[str]:
    """The other words of the list, of two to four characters."""
    return words_of(f"^{_NOUNS}", 2, 4)


def is_word(text: str) -> bool:
    """Whether `text` is a word of the word list."""
    return text in nouns() or text in _others()
