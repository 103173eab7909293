"""What the finders hand on before overlaps are settled."""

from __future__ import annotations

from typing import NamedTuple


class Found(NamedTuple):
    """A possible entity; of two that overlap, the one with the lower `rank` stays, then the longer one."""

    rank: int
    kind: str
    start: int
    end: int
    unit: str = ""


def settled(found: list[Found], length: int) -> list[Found]:
    """The ones that stay of `found` in a text of `length` characters, in order and not overlapping."""
    taken = bytearray(length)
    kept = []
    for one in sorted(found, key=lambda one: (one.rank, one.start - one.end, one.start)):
        if one.start < one.end and taken.find(1, one.start, one.end) < 0:
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            kept.append(one)
    kept.sort(key=lambda one: one.start)
    return kept
