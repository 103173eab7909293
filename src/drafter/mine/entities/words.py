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
LEAST_MISTAKEN: Final = 60
"""The list calls many common words names (荣誉 and 师生 are persons to it): from so many occurrences on, a "name" of two
characters is taken for a common word."""

PERSONS: Final = (b"nr", b"nrt", b"nrfg", b"nz")
PLACES: Final = (b"ns", b"nt")
ADMINISTRATIVE: Final = "省市县区州盟旗乡镇"
GENERIC_PLACES: Final = frozenset(terms("words", "generic_places"))
NEVER_ENDS: Final = frozenset(terms("words", "never_ends"))
"""Ends of what the list calls places and is none (各乡镇)."""
PLACEHOLDERS: Final = frozenset(terms("words", "placeholders"))
PROVINCES: Final = frozenset(terms("words", "provinces"))


@dataclass(frozen=True, slots=True)
class Words:
    """`common`: words of two to four characters that are no names; `mistaken`: those of them that the list calls
    names; `verbs` of two; `every`: names too; `full`: places with their
    suffix; `stems`: the same without it; `cities`: stems that stand for a place wherever they are."""

    common: frozenset[str]
    mistaken: frozenset[str]
    verbs: frozenset[str]
    every: frozenset[str]
    full: frozenset[str]
    stems: frozenset[str]
    cities: frozenset[str]


@cache
def words() -> Words:
    """The sets, from the word list; all but the provinces are empty if it is not there."""
    common: set[str] = set()
    mistaken: set[str] = set()
    verbs: set[str] = set()
    names: set[str] = set()
    places: set[str] = set()
    for word, occurrences, kind in entries():
        size = len(word)
        if not 6 <= size <= 30:
            continue
        if kind == b"ns":
            places.add(word.decode("utf-8", "replace"))
        if size > 12:
            continue
        times = int(occurrences)
        if times >= LEAST_OCCURRENCES:
            text = word.decode("utf-8", "replace")
            if kind in PERSONS and times >= LEAST_MISTAKEN and size == 6:
                mistaken.add(text)
            elif kind in PERSONS or kind in PLACES:
                names.add(text)
            else:
                common.add(text)
                if kind[:1] == b"v" and size == 6:
                    verbs.add(text)
    common |= mistaken
    common -= PLACEHOLDERS
    names |= PLACEHOLDERS
    full = {
        text
        for text in places
        if len(text) > 2 and text[-1] in ADMINISTRATIVE and text[-2:] not in NEVER_ENDS
    }
    full -= GENERIC_PLACES
    stems = {text[:-1] for text in full} | PROVINCES
    cities = {text[:-1] for text in full if text[-1] == "市"} & places - common - GENERIC_PLACES | PROVINCES
    return Words(*map(frozenset, (common, mistaken, verbs, common | names, full, stems, cities)))


@cache
def surnames() -> tuple[str, frozenset[str]]:
    """Surnames of one character as one string, most frequent first, and those of two characters."""
    return "".join(terms("persons", "surnames")), frozenset(terms("persons", "double_surnames"))


@cache
def public_persons() -> frozenset[str]:
    """Names that may stand in a phrase."""
    return frozenset(terms("persons", "public"))
