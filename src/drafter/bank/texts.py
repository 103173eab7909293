"""The searchable form of a bank: one long string of all phrases in normal form, and the same in sounds.

A keyword is found in all phrases by one scan of a string, which for a few thousand phrases takes well under a
millisecond. Each phrase is a line: its words, then the names and labels of its slots.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from drafter.bank import pinyin
from drafter.bank.normal import BOUNDARY, GAP, LINE, fold, fold_phrase, fold_phrases
from drafter.bank.phrase import Phrase

NAMES = "\x1d"
"""Parts the words of a phrase from the names of its slots, and these from one another."""


class Found(NamedTuple):
    """One match: phrase `number`, `start` within its line, `length` characters, and what stands before it.

    `before` is LINE at the beginning of the phrase, BOUNDARY at that of a clause, else a character. `in_name` marks a
    match in the name or label of a slot.
    """

    number: int
    start: int
    length: int
    before: str
    in_name: bool


class Texts:
    """All phrases of a bank, ready to be scanned. `sizes` are their printed characters in normal form."""

    def __init__(self, phrases: tuple[Phrase, ...], labels: Mapping[str, str]) -> None:
        lines = []
        self.folded = fold_phrases([phrase.text for phrase in phrases])
        self.sizes: list[int] = []
        self._starts: list[int] = []
        self._names: list[int] = []
        place = 0
        for phrase, folded in zip(phrases, self.folded, strict=True):
            names = ""
            if GAP in folded:
                names = NAMES.join(named for name in phrase.slots for named in _names_of(name, labels))
            line = f"{LINE}{folded}{NAMES}{names}"
            self.sizes.append(max(1, len(folded) - folded.count(BOUNDARY) - folded.count(GAP)))
            self._starts.append(place)
            self._names.append(place + 1 + len(folded))
            lines.append(line)
            place += len(line)
        self.blob = "".join(lines)

    @cached_property
    def sounds(self) -> str:
        """The blob with the code of its syllables for every Han character; letters and marks stay."""
        return self.blob.translate(pinyin.table().codes)

    def at(self, place: int, length: int) -> Found:
        """The match at `place` of the blob."""
        number = bisect_right(self._starts, place) - 1
        start = place - self._starts[number] - 1
        return Found(number, start, length, self.blob[place - 1], place > self._names[number])


def slot_at(phrase: Phrase, labels: Mapping[str, str], start: int) -> str:
    """The name of the slot whose name or label stands at `start` of the line of `phrase`."""
    place = len(fold_phrase(phrase.text)) + 1
    for name in phrase.slots:
        for folded in _names_of(name, labels):
            place += len(folded) + 1
            if start < place:
                return name
    return ""


def _names_of(name: str, labels: Mapping[str, str]) -> tuple[str, ...]:
    label = labels.get(name, name)
    return (fold(name),) if label == name else (fold(name), fold(label))
