"""The names of one document: what it calls in full once, it may call by a shorter name elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Self

from drafter.mine.entities.found import Found
from drafter.mine.entities.numbers import numbers
from drafter.mine.entities.organisations import organisations
from drafter.mine.entities.persons import persons
from drafter.mine.entities.places import clean_stem, places
from drafter.mine.entities.redactions import redactions
from drafter.mine.entities.titles import titles
from drafter.mine.entities.words import words
from drafter.mine.records import ORGANISATION, PERSON, PLACE

ALIAS_RANK: Final = 60
MOST_NAMES: Final = 500
"""Names of a kind looked for once more; each costs one pass over the text."""
REDACTED: Final = re.compile(r"[xXＸｘ×某]")


@dataclass(frozen=True, slots=True)
class DocumentNames:
    """Names of persons, places and organisations that a document gives, short forms included."""

    persons: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> Self:
        """The names found in `text`, the whole text of a document."""
        return cls.gathered(text, scan(text))

    @classmethod
    def gathered(cls, text: str, found: Iterable[Found]) -> Self:
        """The names among what was `found` in `text`, overlaps not yet settled."""
        persons: dict[str, None] = {}
        places: dict[str, None] = {}
        organisations: dict[str, None] = {}
        known = words()
        for one in found:
            name = text[one.start : one.end]
            if len(name) < 2 or not name.isalpha() or REDACTED.search(name):
                continue
            if one.kind == PERSON and name not in known.common:
                persons[name] = None
            elif one.kind == PLACE:
                places[name] = None
                short = name[:-1]
                if name[-1] in "市县区乡镇村" and 2 <= len(short) <= 3 and short not in known.common:
                    places[short] = None
            elif one.kind == ORGANISATION:
                organisations[name] = None
                short = name[:-2]
                university = name.endswith("大学") and len(short) in (2, 3)
                if university and short not in known.cities and short not in known.common:
                    organisations[short] = None
        return cls(tuple(persons), tuple(places), tuple(organisations))

    def found(self, text: str) -> Iterator[Found]:
        """Every place in `text` where one of the names stands."""
        known = words()
        for rank, kind, names in (
            (ALIAS_RANK - 25, ORGANISATION, self.organisations),
            (ALIAS_RANK - 5, PERSON, self.persons),
            (ALIAS_RANK, PLACE, self.places),
        ):
            for name in names[:MOST_NAMES]:
                at = text.find(name)
                while at >= 0:
                    end = at + len(name)
                    if (len(name) > 2 and kind != PLACE) or clean_stem(text, at, end, known):
                        yield Found(rank, kind, at, end)
                    at = text.find(name, end)


def scan(text: str) -> list[Found]:
    """What the finders see in `text`: overlaps are not settled, names not yet looked for elsewhere."""
    return [
        *titles(text),
        *redactions(text),
        *numbers(text),
        *places(text),
        *organisations(text),
        *persons(text),
    ]
