"""What every export does first: clean the characters, put one paragraph in one block, and look over the letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from drafter.characters import Removal, clean_text, needs_cleaning, removals
from drafter.document import Block, BlockKind, Document, Run
from drafter.export.glyphs import survey

MAX_PARAGRAPH = 20_000
"""Longest paragraph written as one, in characters: LibreOffice takes minutes over a million (measured)."""

_SENTENCE_ENDS = "。！？；…\u201d"
_MANY_LINES = (BlockKind.TITLE, BlockKind.SIGNATURE, BlockKind.TABLE)

Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document safe to write: `removed` tells what was taken out, `outside` holds every character GB 2312 lacks.

    Line ends stand only in titles, signatures and table cells.
    """

    document: Document
    removed: tuple[Removal, ...]
    outside: frozenset[str]


def prepare(document: Document) -> Prepared:
    """`document` with clean characters and a block for each line of body text; costs one pass if it is clean."""
    text = _all_text(document)
    outside, controls = survey(text)
    counts: Counter[str] = Counter()
    if controls or needs_cleaning("".join(outside)):
        document = _map_text(document, lambda text: _clean(text, counts))
        text = _all_text(document)
        outside, _ = survey(text)
    if "\n" in text:
        blocks = tuple(part for block in document.blocks for part in _one_line(block))
        document = replace(document, title=document.title.replace("\n", ""), blocks=blocks)
    return Prepared(document, removals(counts), outside)


def split_long(document: Document) -> tuple[Document, int]:
    """`document` with every body paragraph over MAX_PARAGRAPH characters cut at ends of sentences, and how many were."""
    long = [block for block in document.blocks if sum([len(run.text) for run in block.runs]) > MAX_PARAGRAPH]
    cut = [block for block in long if block.kind is BlockKind.BODY]
    if not cut:
        return document, 0
    blocks = tuple(
        part for block in document.blocks for part in (_pieces(block) if block in cut else (block,))
    )
    return replace(document, blocks=blocks), len(cut)


def lines(runs: Runs) -> list[Runs]:
    """`runs` cut at line ends; always at least one line."""
    found: list[list[Run]] = [[]]
    for run in runs:
        first, *rest = run.text.split("\n")
        found[-1].append(replace(run, text=first))
        found.extend([replace(run, text=text)] for text in rest)
    return [tuple(run for run in line if run.text) for line in found]


def attachment_lines(block: Block) -> Iterator[tuple[int, tuple[Run, ...]]]:
    """Each attachment's number and its printed line: 附件：名称, or 附件：1.名称 and 2.名称 (7.3.4)."""
    for number, row in enumerate(block.rows, 1):
        label = "附件：" if number == 1 else ""
        order = f"{number}." if len(block.rows) > 1 else ""
        yield number, (Run(label + order), *(row[0] if row else ()))


def width(text: str) -> float:
    """Width in characters: half for ASCII, one for the rest."""
    return sum(0.5 if character < "\x80" else 1.0 for character in text)


def _all_text(document: Document) -> str:
    blocks = document.blocks
    texts = [run.text for block in blocks for run in block.runs]
    cells = [run.text for block in blocks for row in block.rows for cell in row for run in cell]
    return "".join([document.title, *[block.number for block in blocks], *texts, *cells])


def _clean(text: str, counts: Counter[str]) -> str:
    cleaned = clean_text(text)
    for removal in cleaned.removed:
        counts[removal.kind_label] += removal.count
    return cleaned.text


def _map_text(document: Document, change: Callable[[str], str]) -> Document:
    def of_runs(runs: Runs) -> Runs:
        return tuple(replace(run, text=change(run.text)) for run in runs)

    blocks = tuple(
        replace(
            block,
            number=change(block.number),
            runs=of_runs(block.runs),
            rows=tuple(tuple(of_runs(cell) for cell in row) for row in block.rows),
        )
        for block in document.blocks
    )
    # The title is printed by its block; counting it again would report every removal twice.
    return replace(document, title=clean_text(document.title).text, blocks=blocks)


def _one_line(block: Block) -> Iterator[Block]:
    if not any("\n" in run.text for run in block.all_runs()):
        yield block
    elif block.kind is BlockKind.BODY:
        first, *rest = lines(block.runs)
        yield replace(block, runs=first)
        yield from (replace(block, runs=runs, number="", level=0) for runs in rest if runs)
    elif block.kind is BlockKind.ATTACHMENTS:
        yield replace(block, rows=tuple(tuple(_joined(cell) for cell in row) for row in block.rows))
    elif block.kind is BlockKind.TABLE:
        yield replace(block, runs=_joined(block.runs))
    else:
        yield block if block.kind in _MANY_LINES else replace(block, runs=_joined(block.runs))


def _joined(runs: Runs) -> Runs:
    return tuple(replace(run, text=run.text.replace("\n", "")) for run in runs)


def _pieces(block: Block) -> Iterator[Block]:
    piece: list[Run] = []
    room = MAX_PARAGRAPH
    first = True
    for run in block.runs:
        text = run.text
        while len(text) > room:
            end = max((text.rfind(mark, 0, room) for mark in _SENTENCE_ENDS), default=-1) + 1
            # A stretch without any sentence end is cut where the room ends, unless a new paragraph gives it more room.
            end = end or (0 if piece else room)
            piece.append(replace(run, text=text[:end]))
            yield _piece(block, piece, first)
            text, piece, room, first = text[end:], [], MAX_PARAGRAPH, False
        if text:
            piece.append(replace(run, text=text))
            room -= len(text)
    yield _piece(block, piece, first)


def _piece(block: Block, runs: list[Run], first: bool) -> Block:
    kept = tuple(run for run in runs if run.text)
    return replace(block, runs=kept) if first else replace(block, runs=kept, number="", level=0)
