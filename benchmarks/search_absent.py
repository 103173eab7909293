"""Queries that no phrase of a bank answers, neither by sight nor by any reading, nor with one slip."""

from __future__ import annotations

import random
import re
from functools import lru_cache

from benchmarks.search_texts import Shelf
from drafter import lexicon
from drafter.bank.pinyin import splits, table

_INITIALS = "bcdfghjklmnpqrstwxyz"


def absent_word(shelf: Shelf, chance: random.Random) -> str:
    """A word of four or five Han; "" if the one drawn is in the bank."""
    word = chance.choice(_words())
    return "" if _seen(shelf, word) or _heard(shelf, word) else word


def absent_letters(shelf: Shelf, chance: random.Random) -> str:
    """Six to nine letters; "" if what was drawn is in the bank, as initials or as syllables."""
    letters = "".join(chance.choice(_INITIALS) for _ in range(chance.randint(6, 9)))
    ways = [list(letters), *map(list, splits(letters))]
    return "" if any(shelf.matching(shelf.sounds(way, lambda _: False), 1) for way in ways) else letters


@lru_cache(maxsize=1)
def _words() -> list[str]:
    known = table().readings
    return sorted(word for word in lexicon.words_of("nvail", 4, 5) if all(one in known for one in word))


def _seen(shelf: Shelf, word: str) -> bool:
    """Whether a phrase holds `word`, or all of it but one character."""
    for place in range(len(word)):
        if word[:place] + word[place + 1 :] in shelf.blob:
            return True
    gaps = (f"{re.escape(word[:place])}.{re.escape(word[place + 1 :])}" for place in range(1, len(word) - 1))
    return any(shelf.matching(gap, 1) for gap in gaps)


def _heard(shelf: Shelf, word: str) -> bool:
    known = table().readings
    return any(
        shelf.matching(
            shelf.sounds([known[one][reading % len(known[one])] for one in word], lambda _: True), 1
        )
        for reading in range(max(len(known[one]) for one in word))
    )
