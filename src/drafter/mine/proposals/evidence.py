"""What the run itself has read: how often originals and their washes stand beside which two characters."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Self

from drafter.mine.proposals.table import pairs, plain

SIZE: Final = 2
"""Characters of a context, before or behind the word."""
MOST: Final = 400_000
"""Contexts held at most; the rarest go when there are more."""
ENOUGH: Final = 2_000_000
"""Characters after which further text teaches nothing new."""
_HAN: Final = re.compile("[#“\u4e00-\u9fff]{2}")
_QUOTED: Final = re.compile("“([^“”‘’，。；：,;:\\s\ue000-\uf8ff]{2,16})”")


class _Words:
    """Words by their first two characters, the longest first, and where one may begin: far quicker than hundreds of
    alternatives at each character."""

    def __init__(self, words: Iterable[str]) -> None:
        filed: dict[str, set[str]] = defaultdict(set)
        for word in words:
            filed[word[:2]].add(word)
        self._filed = {
            start: tuple(sorted(group, key=lambda word: (-len(word), word))) for start, group in filed.items()
        }
        firsts, seconds = ("".join(sorted({start[place] for start in filed})) for place in (0, 1))
        self._starts = re.compile(f"[{firsts}](?=[{seconds}])") if filed else None

    def found(self, text: str) -> Iterator[tuple[str, int]]:
        """Every word in `text` and where it begins, the longest one at each place; they may overlap."""
        for match in self._starts.finditer(text) if self._starts else ():
            start = match.start()
            for word in self._filed.get(text[start : start + 2], ()):
                if text.startswith(word, start):
                    yield word, start
                    break


@cache
def _all_words() -> _Words:
    return _Words(word for pair in pairs() for word in (pair.wash, pair.original))


def _words_about(asked: Iterable[str]) -> _Words:
    """The words that may stand washed in the texts `asked`, and their originals."""
    met = {word for text in asked for word, _ in _all_words().found(plain(text))}
    return _Words(word for pair in pairs() if pair.wash in met for word in (pair.wash, pair.original))


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """The contexts of `text[start:end]`, `__` for the place of the word; "" where there are no two characters."""
    before, after = text[max(0, start - SIZE) : start], text[end : end + SIZE]
    return (
        f"{before}_" if _HAN.fullmatch(before) else "",
        f"_{after}" if _HAN.fullmatch(after) else "",
    )


@dataclass(slots=True)
class Evidence:
    """Counts of (word + context) and of terms between quotes; plain data that travels between processes. `characters`
    counts what was read."""

    counts: Counter[str] = field(default_factory=Counter)
    quoted: Counter[str] = field(default_factory=Counter)
    characters: int = 0

    @classmethod
    def builder(cls) -> Self:
        """Evidence to be filled."""
        return cls()

    @classmethod
    def of(cls, texts: Iterable[str], asked: Iterable[str] | None = None) -> Self:
        """What `texts` teach; at most ENOUGH characters are read.

        With `asked`, only of words that may stand washed in these texts: the rest would be counted for nothing.
        """
        made = cls()
        words = _all_words() if asked is None else _words_about(asked)
        for text in texts:
            made.add(text, words)
            if made.characters >= ENOUGH:
                break
        return made

    def add(self, text: str, words: _Words | None = None) -> None:
        """Count the words of a text: all, or those of `words`."""
        whole = plain(text)
        self.characters += len(whole)
        found = []
        for word, start in (words or _all_words()).found(whole):
            before, after = around(whole, start, start + len(word))
            if before:
                found.append(word + before)
            if after:
                found.append(word + after)
        self.counts.update(found)
        if "”" in text:
            self.quoted.update(_QUOTED.findall(text))
        self._prune()

    def merge(self, other: Evidence) -> None:
        """Add what another process has counted."""
        self.counts.update(other.counts)
        self.quoted.update(other.quoted)
        self.characters += other.characters
        self._prune()

    def _prune(self) -> None:
        for counts in (self.counts, self.quoted):
            least = 1
            while len(counts) > (MOST if least == 1 else MOST // 2):
                least += 1
                for key in [key for key, count in counts.items() if count < least]:
                    del counts[key]

    def of_word(self, word: str, context: str) -> int:
        """How often `word` stands in a context as `around` gives it."""
        return self.counts.get(word + context, 0) if context else 0
