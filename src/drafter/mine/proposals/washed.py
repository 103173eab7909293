"""Washed words (伪原创): words that a rewriting program exchanged, told by what stands beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from drafter.mine.proposals.evidence import Evidence, around
from drafter.mine.proposals.repair import Repair
from drafter.mine.proposals.table import NUMBER, Pair, alone, pairs, plain, unless
from drafter.mine.proposals.typos import kept

TIMES: Final = 4
"""How many times as often as the wash the original must stand in a context that the run has counted."""
FEWEST: Final = 3
"""Times it must stand there at all."""


@dataclass(frozen=True, slots=True)
class _Beside:
    """Contexts of one list, ready for matching: those before the word only, behind it only, and both."""

    before: tuple[str, ...]
    behind: tuple[str, ...]
    both: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, contexts: Sequence[str]) -> _Beside:
        parts = [context.split("_") for context in contexts]
        return cls(
            tuple(before for before, after in parts if not after),
            tuple(after for before, after in parts if not before),
            tuple((before, after) for before, after in parts if before and after),
        )

    def found(self, text: str, start: int, end: int) -> str:
        """The first context `text[start:end]` stands in, as it is shown, or ""."""
        for before, after in self.both:
            if text.endswith(before, 0, start) and text.startswith(after, end):
                return f"{before}～{after}"
        if text.startswith(self.behind, end):
            return next(f"～{after}" for after in self.behind if text.startswith(after, end))
        if text.endswith(self.before, 0, start):
            return next(f"{before}～" for before in self.before if text.endswith(before, 0, start))
        return ""


@dataclass(frozen=True, slots=True)
class _Rule:
    pair: Pair
    expressions: _Beside
    known: _Beside
    against: _Beside


@cache
def _rules() -> dict[str, list[_Rule]]:
    made: dict[str, list[_Rule]] = defaultdict(list)
    for pair in pairs():
        sides = (_Beside.of(each) for each in (pair.expressions, pair.known, pair.against))
        made[pair.wash].append(_Rule(pair, *sides))
    return dict(made)


@cache
def _pattern() -> re.Pattern[str]:
    words = {*alone(), *_rules()}
    return re.compile("|".join(sorted(words, key=lambda word: (-len(word), word))))


def washed(text: str, evidence: Evidence) -> Iterator[Repair]:
    """What should stand for washed words of `text`, in order, not overlapping."""
    whole = plain(text)
    position = 0
    while found := _pattern().search(whole, position):
        start, end = found.span()
        position = start + 1
        new, why = _certain(whole, found[0], start) or _told(whole, found[0], start, end, evidence)
        if new:
            yield Repair(start, end, new, why)
            position = end


def _certain(text: str, word: str, start: int) -> tuple[str, str] | None:
    new = alone().get(word)
    if new is None:
        return None
    if kept(text, word, start, unless()):
        return None
    return new, f"公文里没有“{word}”这样的用法，像是改写软件把“{new}”换掉了"


def _told(text: str, word: str, start: int, end: int, evidence: Evidence) -> tuple[str, str]:
    rules = _rules().get(word, [])
    for rule in rules:
        if context := rule.expressions.found(text, start, end):
            new = rule.pair.original
            return new, f"固定说法是“{_shown(context, new)}”"
    for rule in rules:
        if not rule.against.found(text, start, end):
            reasons = _reasons(rule, text, start, end, evidence)
            if len(reasons) > rule.pair.common:
                return rule.pair.original, reasons[0]
    return "", ""


def _reasons(rule: _Rule, text: str, start: int, end: int, evidence: Evidence) -> list[str]:
    """Why what stands before, and what stands behind, speaks for the original; nothing if one speaks against it."""
    word, new = rule.pair.wash, rule.pair.original
    reasons = []
    for context, known in zip(around(text, start, end), (rule.known.before, rule.known.behind), strict=True):
        # The text at hand may be one of those counted.
        right, wrong = evidence.of_word(new, context), max(0, evidence.of_word(word, context) - 1)
        shown = _shown(context.replace("_", "～"), new)
        if right >= FEWEST and right >= TIMES * max(1, wrong):
            reasons.append(f"读到的文稿里“{shown}”有 {right} 处，写“{word}”的 {wrong} 处")
        elif wrong > right:
            return []
        elif context and context.replace("_", "") in known:
            reasons.append(f"这个位置通常写“{shown}”")
    return reasons


def _shown(context: str, new: str) -> str:
    return context.replace("～", new).replace(NUMBER, "□")
