"""What the word list and two small name lists say: common words, known places, surnames, public persons.

The sets are made once, at first use (about half a second), and kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from drafter.lexicon import entries
from drafter.mine.entities.lists import terms

LEAST_OCCURRENCES: Final = 8
"""A string counts as a common word from so many occurrences on; below, the list holds much that nobody says."""

NAME_CLASSES: Final = (b"nr", b"ns", b"nt", b"nz", b"nrt", b"nrfg")
ADMINISTRATIVE: Final = "省市县区州盟旗乡镇"
GENERIC_PLACES: Final = frozenset(terms("words", "generic_places"))
PROVINCES: Final = frozenset(terms("words", "provinces"))


@dataclass(frozen=True, slots=True)
class Words:
    """`common`: words of two to four characters that are no names; `full`: places with their suffix (示例县 is not
    one, 天津市 is); `stems`: places without it; `cities`: stems that stand for a place wherever they are."""

    common: frozenset[str]
    every: frozenset[str]
    full: frozenset[str]
    stems: frozenset[str]
    cities: frozenset[str]


@cache
def words() -> Words:
    """The sets, from the word list; all but the provinces are empty if it is not there."""
    common: set[str] = set()
    every: set[str] = set()
    full: set[str] = set()
    seen_places: set[str] = set()
    for word, occurrences, kind in entries():
        size = len(word)
        if size > 30 or size < 6:
            continue
        if kind == b"ns":
            text = word.decode("utf-8", "replace")
            seen_places.add(text)
            if len(text) > 2 and text[-1] in ADMINISTRATIVE and text not in GENERIC_PLACES:
                full.add(text)
        if size <= 12 and int(occurrences) >= LEAST_OCCURRENCES:
            text = word.decode("utf-8", "replace")
            every.add(text)
            if kind not in NAME_CLASSES:
                common.add(text)
    stems = {text[:-1] for text in full if len(text) > 2} | PROVINCES
    full -= {text for text in full if text[:-1] in common and len(text) == 3 and text[:-1] not in seen_places}
    cities = {text[:-1] for text in full if text[-1] in "省市州" and len(text) > 2}
    cities = {text for text in cities if text in seen_places and text not in common} | PROVINCES
    return Words(frozenset(common), frozenset(every), frozenset(full), frozenset(stems), frozenset(cities))


@cache
def surnames() -> tuple[str, frozenset[str]]:
    """Surnames of one character as one string, most frequent first, and those of two characters."""
    return "".join(terms("persons", "surnames")), frozenset(terms("persons", "double_surnames"))


@cache
def public_persons() -> frozenset[str]:
    """Names that may stand in a phrase."""
    return frozenset(terms("persons", "public"))
