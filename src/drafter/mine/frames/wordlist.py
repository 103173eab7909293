"""The words that names of slots and the edges of slots are judged by."""

from __future__ import annotations

from functools import cache

from drafter.lexicon import entries

_NOUNS = b"nlij"
"""First letters of the classes of nouns, idioms and abbreviations."""


@cache
def nouns() -> frozenset[str]:
    """The nouns of the word list, of two to eight characters (three bytes each)."""
    return frozenset(
        word.decode("utf-8", "ignore")
        for word, _, tag in entries()
        if tag[:1] in _NOUNS and 6 <= len(word) <= 24
    )


@cache
def _others() -> frozenset[str]:
    """The other words of the list, of two to four characters."""
    return frozenset(
        word.decode("utf-8", "ignore")
        for word, _, tag in entries()
        if tag[:1] not in _NOUNS and 6 <= len(word) <= 12
    )


def is_word(text: str) -> bool:
    """Whether `text` is a word of the word list."""
    return text in nouns() or text in _others()
