"""What the steps of mining hand on: cleaned documents, their headings, sentences, clauses and entities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from drafter.mine.mapped import MappedText

DATE: Final = "date"
COUNT: Final = "count"
PERCENT: Final = "percent"
MONEY: Final = "money"
PERSON: Final = "person"
PLACE: Final = "place"
ORGANISATION: Final = "organisation"
TITLE: Final = "title"
REDACTION: Final = "redaction"
BLANK: Final = "blank"
ENTITY_KINDS: Final = (DATE, COUNT, PERCENT, MONEY, PERSON, PLACE, ORGANISATION, TITLE, REDACTION, BLANK)
"""Dates and years; counts with their unit; percentages; amounts of money; names of persons, places, organisations;
titles of documents; what somebody blacked out (xx, **, ##); numbers that are silently missing."""

QUOTES_LOST: Final = "quotes-lost"
TRUNCATED: Final = "truncated"
WASHED: Final = "washed"


@dataclass(frozen=True, slots=True)
class CleanDocument:
    """One document of a source, cleaned: lines of `body.text` are parted by a line feed, wrapped lines joined.

    `source` is the name of its `Source`, `index` counts the documents of a source from 0. `title` is "" if the text
    has none. `levels` maps line numbers of `body.text` to the outline level the format gave, `bold` are those that are
    bold throughout, a weak sign of a heading; `flags` are of the closed set quotes-lost, truncated, washed. `meta` holds what was dropped but is worth knowing (upload date).
    """

    source: str
    index: int
    body: MappedText
    title: str = ""
    levels: Mapping[int, int] = field(default_factory=dict)
    bold: frozenset[int] = frozenset()
    flags: tuple[str, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading or an enumerated item of a document, in offsets of `body.text`.

    `start` is where its number or its text begins, `title_start`:`title_end` the text without number and closing
    punctuation (empty for a lost heading, `implicit`). `level` counts from 1 by nesting, not by glyph. `run_in` if
    text follows in the same paragraph; `item` if it is an enumeration inside a paragraph (一是 二是) rather than a
    heading.
    """

    start: int
    title_start: int
    title_end: int
    level: int
    number: str = ""
    run_in: bool = False
    item: bool = False
    implicit: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence `start`:`end` of `body.text`, closing punctuation included; `clauses` are (start, end) inside it,
    without the punctuation that ends them. `path` are the numbers, in the tuple of headings, it stands under."""

    start: int
    end: int
    clauses: tuple[tuple[int, int], ...]
    path: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """A fact in a text: `text[start:end]`, of one of ENTITY_KINDS; `unit` is the measure word of a count."""

    kind: str
    start: int
    end: int
    unit: str = ""
