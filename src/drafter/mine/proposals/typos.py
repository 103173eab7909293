"""Slips: known ones, and what a single document writes otherwise than all the others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from drafter.mine.frames.wordlist import is_word
from drafter.mine.proposals.repair import Repair
from drafter.mine.proposals.table import slips, unless_slips

MANY: Final = 5
"""Documents that must agree before the one that differs is taken to be wrong."""
_HAN: Final = re.compile("[\u4e00-\u9fff]")


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(slips(), key=lambda word: (-len(word), word))))


def typos(text: str) -> Iterator[Repair]:
    """Slips of typos.toml in `text`, in order."""
    for found in _pattern().finditer(text):
        start, word = found.start(), found[0]
        if not kept(text, word, start, unless_slips()):
            yield Repair(start, found.end(), slips()[word], "常见的笔误")


def kept(text: str, word: str, start: int, longer: Mapping[str, Sequence[str]]) -> bool:
    """Whether `word`, at `start`, is part of one of the `longer` words in which it is right."""
    for each in longer.get(word, ()):
        at = each.find(word)
        if at <= start and text.startswith(each, start - at):
            return True
    return False


def majority(frames: Sequence[tuple[str, int]]) -> dict[int, Repair]:
    """Number of a frame -> what it should read, of `frames` (text, documents): a single document differs by one
    character from what MANY write, and that character makes no word with its neighbours."""
    near: dict[str, list[int]] = defaultdict(list)
    for number, (text, documents) in enumerate(frames):
        if documents >= MANY:
            for key in _without_one(text):
                near[key].append(number)
    made: dict[int, Repair] = {}
    for number, (text, documents) in enumerate(frames):
        if documents > 1 or not near:
            continue
        others = {other for key in _without_one(text) for other in near.get(key, ())}
        best = max(others, key=lambda other: (frames[other][1], -other), default=None)
        repair = None if best is None else _difference(text, *frames[best])
        if repair is not None:
            made[number] = repair
    return made


def _without_one(text: str) -> Iterator[str]:
    yield text
    for at in range(len(text)):
        yield text[:at] + text[at + 1 :]


def _difference(text: str, other: str, documents: int) -> Repair | None:
    start = next((at for at, pair in enumerate(zip(text, other, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return None
    rest = next(
        (
            at
            for at, pair in enumerate(zip(reversed(text), reversed(other), strict=False))
            if pair[0] != pair[1]
        ),
        None,
    )
    if rest is None:
        return None
    end, stop = max(start, len(text) - rest), max(start, len(other) - rest)
    if end - start > 1 or stop - start > 1 or not _HAN.search(text[start:end] + other[start:stop]):
        return None
    if is_word(text[start - 1 : end]) or is_word(text[start : end + 1]):
        return None
    return Repair(
        start, end, other[start:stop], f"另有 {documents} 篇文稿写“{other[max(0, start - 2) : stop + 2]}”"
    )
