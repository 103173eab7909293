"""The matcher for fixed formulations: the members, their order, and words washed into near misses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from drafter.check.rule import Hit, Word
from drafter.check.view import View

_JOIN = r"(?:、|，|以及|和|及|与)"
_JOINED = re.compile(rf"{_JOIN}{{1,2}}")
# An item that is no member, between two joints; members themselves may hold 和, so it may not.
_ITEM = r"[^\s、，。；：！？和及与《》（）\ufffc]{2,24}"
_BETWEEN = re.compile(rf"、({_ITEM})(?:、|以及|和|及|与)")
_BEFORE = re.compile(rf"({_ITEM})、$")
_AFTER = re.compile(rf"(?:、|以及|和|及|与)({_ITEM})")


class _Piece(NamedTuple):
    start: int
    end: int
    member: int | None


@dataclass(frozen=True, slots=True)
class FixedList:
    """Reports a fixed list whose members stand in another order, are missing, or have become other words.

    `members` are the canonical wordings in order; `words` are all accepted wordings and `owner[i]` says which member
    `words[i]` is. With `whole` a list that has all members but one is reported; without, any run in order is legal.
    `partial` are sets of members that may stand by themselves, in any order. `near` (0-1) is how many of its characters a word must share
    with the member whose place it takes to count as its corruption.
    """

    members: tuple[str, ...]
    words: tuple[str, ...]
    owner: tuple[int, ...]
    whole: bool = False
    partial: tuple[frozenset[int], ...] = ()
    near: float = 0.5

    def find(self, view: View, found: Sequence[Word]) -> Iterator[Hit]:
        for chain in self._chains(view.text, found):
            known = [piece.member for piece in chain if piece.member is not None]
            if len(known) >= 2:
                yield from self._judge(view, chain, known)

    def _chains(self, text: str, found: Sequence[Word]) -> Iterator[list[_Piece]]:
        chain: list[_Piece] = []
        for word in found:
            piece = _Piece(word.start, word.start + len(self.words[word.number]), self.owner[word.number])
            if chain:
                gap = text[chain[-1].end : piece.start] if piece.start - chain[-1].end < 40 else "\n"
                between = _BETWEEN.fullmatch(gap)
                if between:
                    at = chain[-1].end + between.start(1)
                    chain.append(_Piece(at, at + len(between[1]), None))
                elif not _JOINED.fullmatch(gap):
                    yield chain
                    chain = []
            chain.append(piece)
        if chain:
            yield chain

    def _judge(self, view: View, chain: list[_Piece], known: list[int]) -> Iterator[Hit]:
        if len(set(known)) < len(known) or frozenset(known) in self.partial:
            return
        if known != sorted(known):
            right = "、".join(self.members[member] for member in sorted(known))
            yield Hit(chain[0].start, chain[-1].end, None, f"次序应为：{right}")
            return
        missing = set(range(known[0], known[-1] + 1)) - set(known)
        for before, piece, after in zip(chain, chain[1:], chain[2:], strict=False):
            if piece.member is None and before.member is not None and after.member == before.member + 2:
                hit = self._washed(view, piece.start, piece.end, before.member + 1, self.near)
                if hit:
                    missing.discard(before.member + 1)
                    yield hit
        edge = self._edge(view, chain, known)
        if edge:
            yield edge
            return
        if self.whole and len(known) == len(self.members) - 1:
            missing |= set(range(len(self.members))) - set(known)
        if missing and not self._extended(chain):
            names = "、".join(self.members[member] for member in sorted(missing))
            yield Hit(chain[0].start, chain[-1].end, None, f"少了：{names}", lesser=True)

    @staticmethod
    def _extended(chain: list[_Piece]) -> bool:
        # A list with words of its own is the writer's list, not the fixed one with a gap.
        return any(piece.member is None for piece in chain)

    def _edge(self, view: View, chain: list[_Piece], known: list[int]) -> Hit | None:
        """A washed first or last member, if all the others are there."""
        if self.whole and len(known) < len(self.members) - 1:
            return None
        low, high = view.bounds(view.number(chain[0].start))
        text = view.text
        if known[0] > 0:
            before = _BEFORE.search(text, max(low, chain[0].start - 26), chain[0].start)
            if before:
                length = len(self.members[known[0] - 1])
                start = max(before.start(1), before.end(1) - length)
                return self._washed(view, start, before.end(1), known[0] - 1, max(self.near, 0.5))
        if known[-1] < len(self.members) - 1:
            after = _AFTER.match(text, chain[-1].end, min(high, chain[-1].end + 28))
            if after:
                length = len(self.members[known[-1] + 1])
                end = min(after.end(1), after.start(1) + length)
                return self._washed(view, after.start(1), end, known[-1] + 1, max(self.near, 0.5))
        return None

    def _washed(self, view: View, start: int, end: int, member: int, near: float) -> Hit | None:
        given, right = view.text[start:end], self.members[member]
        shared = sum((Counter(given) & Counter(right)).values())
        if given == right or shared < near * max(len(given), len(right)):
            return None
        return Hit(start, end, right, f"“{given}”是否应为“{right}”")
