"""Text that knows where each of its characters stood in the raw text: cleaning deletes, it never loses the place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class MappedText:
    """`text`, made of runs of a raw text.

    Run number n covers `text[starts[n]:starts[n + 1]]` (the last one runs to the end) and stands in the raw text
    from `raws[n]` on. Characters may have been replaced one for one, but none is ever added.
    """

    text: str
    starts: tuple[int, ...]
    raws: tuple[int, ...]

    @classmethod
    def whole(cls, raw: str) -> Self:
        """The raw text itself."""
        return cls(raw, (0,), (0,))

    def raw(self, index: int) -> int:
        """The raw offset of the character `index` (0 <= index < len(text)); raises IndexError outside."""
        if not 0 <= index < len(self.text):
            raise IndexError(index)
        run = bisect_right(self.starts, index) - 1
        return self.raws[run] + index - self.starts[run]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw offsets (first character, one behind the last) of the non-empty stretch `start`:`end`."""
        starts = self.starts
        following = bisect_right(starts, start)
        inside = following == len(starts) or end <= starts[following]
        if inside and 0 <= start < end <= len(self.text):
            # Nearly always: one run holds all of it.
            shift = self.raws[following - 1] - starts[following - 1]
            return start + shift, end + shift
        return self.raw(start), self.raw(end - 1) + 1

    def translated(self, table: dict[int, int]) -> Self:
        """The same characters, each replaced by another one as `str.translate` does; `table` maps code points."""
        return type(self)(self.text.translate(table), self.starts, self.raws)

    def rewritten(self, text: str) -> Self:
        """The same places under `text`, which must be as long; raises ValueError if it is not."""
        if len(text) != len(self.text):
            raise ValueError("a rewritten text keeps its length")
        return type(self)(text, self.starts, self.raws)

    def without(self, spans: Iterable[tuple[int, int]]) -> Self:
        """Without the stretches `spans` (start, end), given in order and not overlapping."""
        kept = []
        position = 0
        for start, end in spans:
            if start > position:
                kept.append((position, start))
            position = max(position, end)
        if position < len(self.text):
            kept.append((position, len(self.text)))
        return self._of(kept)

    def part(self, start: int, end: int) -> Self:
        """The stretch `start`:`end`."""
        return self._of([(start, end)] if end > start else [])

    def _of(self, kept: list[tuple[int, int]]) -> Self:
        pieces: list[str] = []
        starts: list[int] = []
        raws: list[int] = []
        length = 0
        for start, end in kept:
            pieces.append(self.text[start:end])
            run = bisect_right(self.starts, start) - 1
            at = start
            while at < end:
                stop = min(end, self.starts[run + 1] if run + 1 < len(self.starts) else end)
                raw = self.raws[run] + at - self.starts[run]
                if not raws or raws[-1] + length - starts[-1] != raw:
                    starts.append(length)
                    raws.append(raw)
                length += stop - at
                at = stop
                run += 1
        return type(self)("".join(pieces), tuple(starts), tuple(raws))
