"""What reading a file gives: its text and what its format says about the lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PARAGRAPH: Final = "paragraph"
CELL: Final = "cell"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the source: `text[start:end]`, without its line end.

    `level` is the outline level (1 to 9) its format gives it, 0 if none; `kind` is paragraph or cell (of a table).
    `bold` is True for a paragraph that is bold throughout, a weak sign of a heading. `cell` is the table, row and
    column of a cell, each from 0, None if the format does not tell.
    """

    start: int
    end: int
    level: int = 0
    kind: str = PARAGRAPH
    bold: bool = False
    cell: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One text as read: lines joined by a line feed, automatic numbers written out, nothing cleaned yet.

    `name` is how messages and provenance call it (a path as given; `file.jsonl#12` for a text of a collection),
    `digest` the first 16 hex digits of SHA-256 of the file's bytes (of the text, for a text of a collection),
    `origin` whom it comes from, for counting independent sources: the site of a collection, else its folder.
    `title` is what the format gives as title, "" if nothing. `notes` are Chinese remarks for the report at the end:
    tracked changes accepted, hidden text left out, the encoding if it was guessed.
    """

    name: str
    text: str
    lines: tuple[Line, ...] = ()
    digest: str = ""
    origin: str = ""
    title: str = ""
    notes: tuple[str, ...] = ()
