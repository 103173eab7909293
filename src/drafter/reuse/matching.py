"""Which phrases of the bank a paragraph is made of.

Every phrase is indexed by its rarest stretch of fixed words, so that only the few phrases whose stretch stands in a
paragraph are parsed and tried; of all that fit, those are taken that do not overlap and explain most of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from drafter.bank.library import Bank
from drafter.bank.phrase import SLOT, Phrase
from drafter.reuse.adjacent import parted
from drafter.reuse.pattern import Pattern, Printed, blanks, pattern_of

GRAM = 4
LEAST_FIXED = 6
"""Han characters of fixed words a phrase must have to be known by: fewer stand in any text."""

LEAST_OF_SENTENCE = 3
"""The same for a whole sentence, which must also begin and end where one does."""

REACH = 200
"""Characters before its first fixed words at which a phrase may begin with a blank."""

LONGEST_PRINT = 4_000
"""Characters one phrase is looked for in, so that a file of one line takes no longer than its length."""

_BEGINS = re.compile(r"(?:^|(?<=[。！？；：，、\n])|(?<=[一二三四五六七八九十][是要]))", re.MULTILINE)
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase that can have printed characters `start` to `end` of a paragraph, and what its pieces printed there."""

    start: int
    end: int
    phrase: Phrase
    printed: tuple[Printed, ...]

    @property
    def weight(self) -> int:
        """Characters explained by fixed words."""
        return self.end - self.start - sum(len(shown) for _, shown in blanks(self.printed))


class Matcher:
    """Finds the phrases of a bank in paragraphs. Making one takes about 20 ms for a thousand phrases."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank
        self._patterns: dict[str, Pattern | None] = {}
        usable = [phrase for phrase in bank.phrases if phrase.unit != "heading"]
        stretches = [(phrase, chunks) for phrase in usable for chunks in _stretches(phrase.text)]
        often = Counter(gram for _, chunks in stretches for gram in set(_grams(chunks)))
        self._index: dict[str, list[Phrase]] = {}
        for phrase, chunks in stretches:
            least = LEAST_OF_SENTENCE if phrase.text.endswith("。") else LEAST_FIXED
            if sum(len(_HAN.findall(chunk)) for chunk in chunks) >= least:
                rarest = min(_grams(chunks), key=lambda gram: (often[gram], -len(gram)))
                entries = self._index.setdefault(rarest, [])
                if phrase not in entries:
                    entries.append(phrase)

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(gram) for gram in self._index}))

    def matches(self, text: str) -> tuple[Match, ...]:
        """Every place of `text` that a phrase can have printed, overlapping ones too."""
        begins = [found.start() for found in _BEGINS.finditer(text)]
        phrases = dict.fromkeys(self._candidates(text))
        return tuple(match for phrase in phrases for match in self._tried(phrase, text, begins))

    def _candidates(self, text: str) -> Iterator[Phrase]:
        index = self._index
        grams = {
            text[at : at + length]: None
            for length in self._lengths
            for at in range(len(text) - length + 1)
            if text[at : at + length] in index
        }
        for gram in grams:
            yield from index[gram]

    def _tried(self, phrase: Phrase, text: str, begins: Sequence[int]) -> Iterator[Match]:
        if phrase.id not in self._patterns:
            self._patterns[phrase.id] = pattern_of(phrase.text, self._bank.vocabulary)
        pattern = self._patterns[phrase.id]
        if pattern is None or not pattern.possible(text):
            return
        done = 0
        for begin in _near(pattern, text, begins):
            if begin < done or not pattern.possible(text, begin, begin + LONGEST_PRINT):
                continue
            found = pattern.expression.match(text, begin)
            printed = pattern.read(found)
            if found is not None and printed is not None and found.end() > begin:
                done = found.end()
                yield Match(begin, done, phrase, parted(printed, self._bank.vocabulary))


def _stretches(text: str) -> Iterator[tuple[str, ...]]:
    """The fixed words that stand in every print of `text`; if there are none, those of each branch of its conditions."""
    always: list[str] = []
    branches: list[str] = []
    depth = at = 0
    for slot in SLOT.finditer(text):
        (branches if depth else always).append(text[at : slot.start()])
        words = slot.group()
        depth += words.startswith(("{% if", "{% for")) - words.startswith(("{% endif", "{% endfor"))
        at = slot.end()
    always.append(text[at:])
    if any(always):
        yield tuple(filter(None, always))
    else:
        yield from ((chunk,) for chunk in branches if chunk)


def _grams(chunks: Sequence[str]) -> Iterator[str]:
    for chunk in chunks:
        length = min(GRAM, len(chunk))
        yield from (chunk[at : at + length] for at in range(len(chunk) - length + 1))


def _near(pattern: Pattern, text: str, begins: Sequence[int]) -> Iterator[int]:
    """Where a print of `pattern` may begin: at its first fixed words, or not far before them."""
    if not pattern.chunks:
        yield from begins
        return
    first = pattern.chunks[0]
    reach = 0 if pattern.pieces[0].source == first else REACH
    at = text.find(first)
    last = -1
    while at >= 0:
        low = max(bisect_left(begins, at - reach), last + 1)
        high = bisect_left(begins, at + 1)
        yield from begins[low:high]
        last = max(last, high - 1)
        at = text.find(first, at + 1)


def best(
    matches: Sequence[Match], year: int | None = None, preferred: Collection[str] = ()
) -> tuple[Match, ...]:
    """Matches that do not overlap and explain most, in order; `preferred` phrases and those current in `year` win ties."""
    ordered = sorted(matches, key=lambda match: (match.end, match.start))
    ends = [match.end for match in ordered]
    totals: list[float] = [0.0]
    for number, match in enumerate(ordered):
        before = bisect_left(ends, match.start + 1, 0, number)
        totals.append(max(totals[-1], totals[before] + _worth(match, year, preferred)))
    chosen: list[Match] = []
    number = len(ordered)
    while number:
        match = ordered[number - 1]
        if totals[number] == totals[number - 1]:
            number -= 1
            continue
        chosen.append(match)
        number = bisect_left(ends, match.start + 1, 0, number - 1)
    return tuple(reversed(chosen))


def _worth(match: Match, year: int | None, preferred: Collection[str]) -> float:
    timely = year is None or not (match.phrase.stale(year) or match.phrase.premature(year))
    # One long phrase explains more than two short ones of the same words.
    return match.weight - 0.4 + 0.2 * (match.phrase.id in preferred) + 0.1 * timely
