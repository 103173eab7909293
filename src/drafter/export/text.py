"""A document as plain text for a chat window or a web form: indents and columns made of full-width spaces."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from drafter.document import Block, BlockKind, Document, Run
from drafter.export.ending import ending
from drafter.export.prepare import Prepared, attachment_lines, lines, prepare, width

INDENT = "\u3000\u3000"
"""Two characters at the start of a paragraph (GB/T 9704-2012 7.3.3)."""

LINE = 28
"""Characters of a line, for signature and date at the right (5.2.3)."""


def to_text(document: Document) -> str:
    """`document` as text with LF line ends; a paragraph is a line, open slots stay as 【待填：名称】."""
    return render(prepare(document))


def render(prepared: Prepared) -> str:
    """A prepared document as text."""
    return "\n".join(_document(prepared.document.blocks)) + "\n"


def plain(runs: Sequence[Run]) -> str:
    """The words of `runs`."""
    return "".join(run.text for run in runs)


def _document(blocks: Sequence[Block]) -> Iterator[str]:
    indents = ending(blocks)
    names = iter(indents.names)
    ended = False
    for block in blocks:
        match block.kind:
            case BlockKind.TITLE:
                yield from (block.text, "")
            case BlockKind.ADDRESSEE:
                yield block.text
            case BlockKind.TABLE:
                yield from _table(block)
            case BlockKind.ATTACHMENTS:
                yield ""
                for number, runs in attachment_lines(block):
                    yield INDENT + ("" if number == 1 else "\u3000" * 3) + plain(runs)
            case BlockKind.SIGNATURE | BlockKind.DATE:
                if not ended:
                    yield ""
                ended = True
                parts = lines(block.runs) if block.kind is BlockKind.SIGNATURE else [block.runs]
                for runs in parts:
                    yield _right(
                        plain(runs), next(names) if block.kind is BlockKind.SIGNATURE else indents.date
                    )
            case _:
                yield INDENT + block.text


def _right(text: str, right: float) -> str:
    return "\u3000" * max(0, int(LINE - right - width(text))) + text


def _table(block: Block) -> Iterator[str]:
    if block.runs:
        yield INDENT + block.text
    if not any(block.rows):
        return
    count = max(map(len, block.rows))
    rows = [
        [[plain(line) for line in lines(cell)] for cell in row] + [[""]] * (count - len(row))
        for row in block.rows
    ]
    widths = [max(_columns(line) for row in rows for line in row[column]) for column in range(count)]
    for number, row in enumerate(rows):
        for height in range(max(map(len, row))):
            cells = [cell[height] if height < len(cell) else "" for cell in row]
            yield "  ".join(_padded(cell, each) for cell, each in zip(cells, widths, strict=True)).rstrip()
        if block.header and number == 0:
            yield "-" * (sum(widths) + 2 * (count - 1))


def _columns(text: str) -> int:
    """Screen columns of `text`: two for wide and full-width characters, none for marks that combine."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WFA" else 1
        for each in text
    )


def _padded(text: str, columns: int) -> str:
    missing = columns - _columns(text)
    return text + "\u3000" * (missing // 2) + " " * (missing % 2)
