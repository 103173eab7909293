"""The searchable form of a bank: one long string of all phrases in normal form, and the same in sounds.

A keyword is found in all phrases by one scan of a string, which for a few thousand phrases takes well under a
millisecond. Each phrase is a line: its words, then the names and labels of its slots.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from drafter.bank import pinyin
from drafter.bank.normal import BOUNDARY, GAP, LINE, fold, fold_phrase
from drafter.bank.phrase import Phrase
from drafter.bank.stored import StoredPhrases

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
    """All phrases of a bank, ready to be scanned."""

    def __init__(self, phrases: Sequence[Phrase], labels: Mapping[str, str]) -> None:
        stored = phrases if isinstance(phrases, StoredPhrases) else StoredPhrases.of(phrases)
        self.folded = stored.folded
        lines = [f"{LINE}{folded}{NAMES}" for folded in self.folded]
        for number, folded in enumerate(self.folded):
            if GAP in folded:
                slots = phrases[number].slots
                lines[number] += NAMES.join(named for name in slots for named in _names_of(name, labels))
        self._starts = [0, *accumulate(map(len, lines))]
        self.blob = "".join(lines)

    def size(self, number: int) -> int:
        """The printed characters of phrase `number` in normal form, at least one."""
        folded = self.folded[number]
        return max(1, len(folded) - folded.count(BOUNDARY) - folded.count(GAP))

    @cached_property
    def sounds(self) -> str:
        """The blob with the code of its syllables for every Han character; letters and marks stay."""
        return self.blob.translate(pinyin.table().codes)

    def at(self, place: int, length: int) -> Found:
        """The match at `place` of the blob."""
        number = bisect_right(self._starts, place) - 1
        start = place - self._starts[number] - 1
        return Found(number, start, length, self.blob[place - 1], start > len(self.folded[number]))


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
