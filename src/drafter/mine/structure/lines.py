"""The lines of a document as outline recovery sees them: where the text of each begins and ends, and what it looks like."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

BODY: Final = 45
"""A line of at least so many characters is body text, whatever ends it: headings of reports have fewer than 40."""

STOPS: Final = "。！？；!?;"
"""What ends a sentence or an item."""

ENDS: Final = "。！？；：!?;:…”』）)》"
_SHELL: Final = " \t　\xa0\ufeff"


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line that is not blank: `start`:`end` is its text without spaces around it.

    `level` and `bold` are what the format says, `body` is True for what is long enough to be text under a heading.
    """

    start: int
    end: int
    level: int
    bold: bool
    body: bool

    @property
    def length(self) -> int:
        """How many characters."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Lines:
    """A text and its lines; `starts` are their first characters, for looking up."""

    text: str
    lines: tuple[TextLine, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str, levels: Mapping[int, int], bold: Collection[int] = ()) -> Lines:
        """The lines of `text`; `levels` are outline levels by line number, `bold` numbers of lines."""
        found = []
        position = 0
        for number, row in enumerate(text.split("\n")):
            line = _line(row, position, levels.get(number, 0), number in bold)
            if line:
                found.append(line)
            position += len(row) + 1
        return cls(text, tuple(found), tuple(line.start for line in found))

    def at(self, position: int) -> int:
        """The number of the line in which `position` stands."""
        return max(0, bisect_right(self.starts, position) - 1)


def _line(row: str, position: int, level: int, bold: bool) -> TextLine | None:
    kept = row.strip(_SHELL)
    if not kept:
        return None
    start = position + row.index(kept[0])
    length = len(kept)
    body = length >= BODY or (length > 20 and kept[-1] in ENDS + "，,、" and not bold)
    return TextLine(start, start + length, level, bold, body)
