"""Slots for words: where three or more frames differ in one stretch between the same words (弘扬…精神)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from drafter.mine.frames.marks import KINDS, MARKS, TEXT, literal
from drafter.mine.frames.wordlist import is_word

FEWEST: Final = 3
"""Frames that must differ in a stretch before it is a slot."""
_EDGE: Final = 2
"""Characters that must stand on each side of the stretch in every frame."""
_HAN: Final = re.compile(r"[\u3400-\u9fff]{2,10}")
"""What may fill such a slot: longer stretches are no longer one thing."""


@dataclass(frozen=True, slots=True)
class General:
    """A frame with a slot for words: `text` has the mark of a text, `members` are the frames it was made of."""

    text: str
    members: tuple[int, ...]


def generals(canons: Sequence[str]) -> list[General]:
    """The general frames of canonical texts, in the order of their first member."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, canon in enumerate(canons):
        if _HAN.fullmatch(canon, _EDGE, max(_EDGE, len(canon) - _EDGE)):
            groups[canon[:_EDGE], canon[-_EDGE:]].append(number)
    found = (_general(canons, members) for members in groups.values() if len(members) >= FEWEST)
    return sorted((each for each in found if each), key=lambda each: each.members[0])


def _general(canons: Sequence[str], members: Sequence[int]) -> General | None:
    texts = [canons[number] for number in members]
    start = _shared(texts)
    end = _shared([text[start:][::-1] for text in texts])
    first = texts[0]
    head, tail = first[:start], first[len(first) - end :] if end else ""
    fillers = {text[start : len(text) - end] for text in texts}
    if len(fillers) < FEWEST or not all(_HAN.fullmatch(filler) for filler in fillers):
        return None
    if not _joint(head, tail):
        return None
    return General(f"{head}{MARKS[TEXT]}{tail}", tuple(members))


def _joint(head: str, tail: str) -> bool:
    # A slot beside another slot, or between words that say nothing, is no formula.
    beside = head[-1:] in KINDS or tail[:1] in KINDS
    if beside or len(literal(head)) < _EDGE or len(literal(tail)) < _EDGE:
        return False
    # The slot must begin and end where words do: not inside 领导 in 领{导下}.
    return any(is_word(head[-size:]) for size in (2, 3, 4)) and any(
        is_word(tail[:size]) for size in (2, 3, 4)
    )


def _shared(texts: Sequence[str]) -> int:
    """How many characters all `texts` begin with: what the first and the last of them in order have in common."""
    low, high = min(texts), max(texts)
    return next((at for at, pair in enumerate(zip(low, high, strict=False)) if pair[0] != pair[1]), len(low))
