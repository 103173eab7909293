"""The composed document: blocks with the place they came from.

The one thing that preview, checks and every export read, so what is previewed is what is exported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from drafter.errors import Fault


class BlockKind(StrEnum):
    """What a block is on the page (elements of GB/T 9704-2012 7.3)."""

    TITLE = "title"
    ADDRESSEE = "addressee"
    HEADING = "heading"
    BODY = "body"
    TABLE = "table"
    ATTACHMENTS = "attachments"
    SIGNATURE = "signature"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the draft a block comes from: `section` and `paragraph` indices (None: not in one), and the field.

    `field` is one of title, addressee, heading, text, table, attachments, signature, date.
    """

    field: str
    section: int | None = None
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one nature.

    `fact` names the fact it prints, "" for fixed words. `open` marks an unfilled slot, whose text is the visible
    mark `【待填：名称】`. `run_in` marks a heading that begins a body paragraph.
    """

    text: str
    fact: str = ""
    open: bool = False
    run_in: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or table of the document.

    `number` is the heading number given at composition ("一、"), printed before the runs. `level` is 1-4 for a
    heading and for a body block that begins with a run-in heading, else 0. A TABLE block has `rows` of cells,
    each a tuple of runs, and `header` when its first row is a header; its runs are the caption. An ATTACHMENTS
    block has one row of one cell for each attachment name. A SIGNATURE or DATE block has one run sequence.
    """

    kind: BlockKind
    runs: tuple[Run, ...] = ()
    level: int = 0
    number: str = ""
    place: Place = Place("text")
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()
    header: bool = False
    phrase: str = ""

    @property
    def text(self) -> str:
        """Number and words of the block, without table cells."""
        return self.number + "".join(run.text for run in self.runs)

    def all_runs(self) -> Iterator[Run]:
        """Every run of the block: its own, then those of its cells row by row."""
        yield from self.runs
        for row in self.rows:
            for cell in row:
                yield from cell


@dataclass(frozen=True, slots=True)
class OpenSlot:
    """A slot that still has no value: the fact's name and every place it stands."""

    name: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A draft composed: blocks in reading order, and what the layout and metadata need.

    `problems` lists values and texts that were shown as typed because they do not parse (lenient composition only).
    """

    title: str
    blocks: tuple[Block, ...]
    layout: str = "gb9704"
    outline: str = ""
    problems: tuple[Fault, ...] = ()

    def open_slots(self) -> tuple[OpenSlot, ...]:
        """Unfilled slots in order of first appearance, each fact once."""
        places: dict[str, list[Place]] = {}
        for block in self.blocks:
            for run in block.all_runs():
                if run.open:
                    places.setdefault(run.fact, []).append(block.place)
        return tuple(OpenSlot(name, tuple(found)) for name, found in places.items())

    @property
    def characters(self) -> int:
        """Printed characters of all blocks."""
        return sum(
            len(block.number) + sum(len(run.text) for run in block.all_runs()) for block in self.blocks
        )
