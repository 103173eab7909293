"""Lines that many documents of one origin share at their head or foot: captions, notices, names of columns.

A first pass counts, a second one takes out. Counts are of hashes, so that they can be added up over processes and stay
in a bounded memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from itertools import chain
from typing import Final

from drafter.mine.clean.rows import Row
from drafter.mine.records import CleanDocument

LEAST_DOCUMENTS: Final = 5
_DEPTH: Final = 6
"""Lines at either end that are looked at."""

_LONGEST: Final = 60
_ENDED: Final = re.compile(r"[。！？；!?;：:][”’）)]?$")


@dataclass(slots=True)
class LineCounts:
    """In how many documents of its origin a line stands at the head or the foot.

    At most `limit` lines are remembered: when there are more, those seen least are forgotten (a lower bound is
    counted then, never too much).
    """

    limit: int = 500_000
    counts: dict[int, int] = field(default_factory=dict)

    def add(self, document: CleanDocument) -> None:
        """Count the edge lines of one more document."""
        for key in {_hash(document.origin, line) for _, line in _edges(document.body.text)}:
            self.counts[key] = self.counts.get(key, 0) + 1
        self._forget()

    def merge(self, other: LineCounts) -> None:
        """Add what another process counted."""
        for key, count in other.counts.items():
            self.counts[key] = self.counts.get(key, 0) + count
        self._forget()

    def common(self, least: int = LEAST_DOCUMENTS) -> frozenset[int]:
        """The lines that stand in `least` documents of one origin or more."""
        return frozenset(key for key, count in self.counts.items() if count >= least)

    def _forget(self) -> None:
        floor = 1
        while len(self.counts) > self.limit:
            self.counts = {key: count for key, count in self.counts.items() if count > floor}
            floor += 1


def common_lines(documents: Iterable[CleanDocument], least: int = LEAST_DOCUMENTS) -> frozenset[int]:
    """The lines that `least` documents of one origin or more have at their head or foot, for `without_common`."""
    counts = LineCounts()
    for document in documents:
        counts.add(document)
    return counts.common(least)


def without_common(document: CleanDocument, common: frozenset[int]) -> CleanDocument:
    """`document` without the lines in `common` at its head and foot."""
    text = document.body.text
    drop = {at for at, line in _edges(text) if _hash(document.origin, line) in common}
    if not drop:
        return document
    spans, kept, position = [], [], 0
    lines = text.split("\n")
    for at, line in enumerate(lines):
        end = min(position + len(line) + 1, len(text))
        if at in drop:
            spans.append((position, end))
        else:
            kept.append(at)
        position = end
    if kept and kept[-1] < len(lines) - 1:
        # The last line that stays keeps no line feed behind it.
        start, end = spans[len(spans) - (len(lines) - 1 - kept[-1])]
        spans[len(spans) - (len(lines) - 1 - kept[-1])] = (start - 1, end)
    levels = {new: document.levels[old] for new, old in enumerate(kept) if old in document.levels}
    return replace(document, body=document.body.without(spans), levels=levels)


def _edges(text: str) -> Iterator[tuple[int, str]]:
    """(number, line) of the lines before the first and behind the last line of prose; headings are never chrome."""
    lines = text.split("\n")
    prose = [at for at, line in enumerate(lines) if len(line) > _LONGEST or _ENDED.search(line)]
    first, last = (prose[0], prose[-1]) if prose else (len(lines), len(lines))
    for at in chain(range(min(first, _DEPTH)), range(max(last + 1, len(lines) - _DEPTH), len(lines))):
        if not Row(0, 0, lines[at]).marked:
            yield at, lines[at]


def _hash(origin: str, line: str) -> int:
    return int.from_bytes(
        blake2b(f"{origin}\n{line}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    )
