"""What usually comes next, learnt from the documents the phrases were mined from and from the outlines.

A phrase knows the passages it stands in (`sources`: `001:412-455`); put in order, the passages of one document show
which phrase followed which, which stand near each other, and how far into the document each belongs. The phrases an
outline names for its parts are read as one more document, written by its curator.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from contextlib import suppress
from itertools import chain
from typing import Self
from weakref import WeakKeyDictionary

from drafter.bank.library import Bank
from drafter.bank.phrase import Phrase
from drafter.errors import DrafterError

REACH = 120
"""Characters between a phrase and one that still counts as following it: about two sentences."""
NEIGHBOURHOOD = 400
"""Characters around a phrase in which others stand with it: about a page of 22 x 28, less the headings."""
_TOUCHING = 2
"""Passages may share a comma or full stop and still follow one another."""
_LENGTH = 60
"""Characters of a sentence, about: what a phrase of an outline is taken to fill."""

_Stand = tuple[int, int, str, str]
"""Start, end, phrase id, source id."""


class Order:
    """The order of phrases in the documents known. Unknown ids are no error: nothing is known of them."""

    __slots__ = ("_documents", "_places", "_sorted", "_stands")

    def __init__(self) -> None:
        self._documents: dict[str, list[_Stand]] = {}
        self._stands: dict[str, list[_Stand]] = {}
        self._sorted: set[str] = set()
        self._places: dict[str, float] = {}

    @classmethod
    def of(cls, passages: Iterable[tuple[str, str, int, int]]) -> Self:
        """Learn from passages in any order: phrase id, source id, and the characters of the source from start to end."""
        order = cls()
        for phrase, source, start, end in passages:
            stand = (start, end, phrase, source)
            order._documents.setdefault(source, []).append(stand)
            order._stands.setdefault(phrase, []).append(stand)
        return order

    def after(self, phrase: str) -> Mapping[str, float]:
        """Phrase id -> how surely it follows `phrase`, above 0 and below 1: the nearer and the more often, the surer."""
        found: dict[str, float] = {}
        for start, end, _, source in self._stands.get(phrase, ()):
            nearest: dict[str, float] = {}
            for other in self._between(source, max(start + 1, end - _TOUCHING), end + REACH):
                nearest.setdefault(other[2], 1 - max(0, other[0] - end) / (REACH + 1))
            _add(found, nearest)
        return _sure(found, phrase)

    def beside(self, phrases: Collection[str]) -> Mapping[str, float]:
        """Phrase id -> how surely it stands near `phrases`, above 0 and below 1; they themselves are left out."""
        found: dict[str, float] = {}
        for phrase in phrases:
            for start, end, _, source in self._stands.get(phrase, ()):
                nearest: dict[str, float] = {}
                for other in self._between(source, start - NEIGHBOURHOOD, end + NEIGHBOURHOOD):
                    gap = max(other[0] - end, start - other[1])
                    # What overlaps says the same words, longer or shorter.
                    if -_TOUCHING <= gap <= NEIGHBOURHOOD:
                        near = 1 - max(0, gap) / (NEIGHBOURHOOD + 1)
                        nearest[other[2]] = max(near, nearest.get(other[2], 0.0))
                _add(found, nearest)
        return _sure(found, *phrases)

    def place(self, phrase: str) -> float | None:
        """How far into its documents the phrase stands, 0 to 1 on an average; None if no passage is known."""
        stands = self._stands.get(phrase)
        if not stands:
            return None
        place = self._places.get(phrase)
        if place is None:
            shares = [start / max(1, self._document(source)[-1][0]) for start, _, _, source in stands]
            place = self._places[phrase] = sum(shares) / len(shares)
        return place

    def document(self, source: str) -> Set[str]:
        """The ids of the phrases known to stand in a document."""
        return {stand[2] for stand in self._documents.get(source, ())}

    def _document(self, source: str) -> list[_Stand]:
        if source not in self._sorted:
            # A new list: another thread may be reading the old one.
            self._documents[source] = sorted(self._documents[source])
            self._sorted.add(source)
        return self._documents[source]

    def _between(self, source: str, low: int, high: int) -> Iterator[_Stand]:
        """The passages of a document that start from `low` to `high`."""
        stands = self._document(source)
        for index in range(bisect_left(stands, (low,)), len(stands)):
            if stands[index][0] > high:
                return
            yield stands[index]


def _add(found: dict[str, float], more: Mapping[str, float]) -> None:
    for phrase, value in more.items():
        found[phrase] = found.get(phrase, 0.0) + value


def _sure(found: dict[str, float], *asked: str) -> dict[str, float]:
    # One document that has it so is worth two thirds, ten are hardly worth more than five.
    return {phrase: value / (value + 0.5) for phrase, value in found.items() if value and phrase not in asked}


_orders: WeakKeyDictionary[Bank, Order] = WeakKeyDictionary()


def order_of(bank: Bank) -> Order:
    """The order learnt from the documents of `bank` and from all outlines that can be read, worked out once."""
    made = _orders.get(bank)
    if made is None:
        made = _orders[bank] = Order.of(chain(_mined(bank), _outlined(bank)))
    return made


def _mined(bank: Bank) -> Iterator[tuple[str, str, int, int]]:
    for phrase_id, source, start, end in bank.passages():
        phrase = bank.get(phrase_id)
        for name in _names(bank, phrase) if phrase is not None else ():
            yield name, source, start, end


def _outlined(bank: Bank) -> Iterator[tuple[str, str, int, int]]:
    # Here, not above: a search loads this module and reads no TOML.
    from drafter.outline import outline_files, read_outline

    try:
        files = outline_files()
    except DrafterError:
        return
    for path in files.values():
        # A faulty outline is told where it is opened.
        with suppress(DrafterError):
            at = 0
            outline = read_outline(path)
            for part in outline.parts:
                for phrase in filter(None, map(bank.get, part.phrases)):
                    for name in _names(bank, phrase):
                        yield name, outline_source(outline.id), at, at + _LENGTH
                    at += _LENGTH
                at += NEIGHBOURHOOD + 1


def outline_source(outline: str) -> str:
    """The document an outline is taken for; no source of a bank has such an id."""
    return f"outline:{outline}"


def _names(bank: Bank, phrase: Phrase) -> list[str]:
    """The phrase and what replaces it one day: that belongs where it stood."""
    names = [phrase.id]
    while phrase.successor and phrase.successor not in names:
        after = bank.get(phrase.successor)
        if after is None:
            break
        names.append(after.id)
        phrase = after
    return names
