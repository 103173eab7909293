"""A document as Markdown (CommonMark with tables): headings by level, words of the text never taken for markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafter.document import Block, BlockKind, Document, Run
from drafter.export.prepare import Prepared, attachment_lines, lines, prepare

_MARKUP = re.compile(r"[\\`*_\[\]<>~|]|&(?=#?\w+;)")
# A line that begins like this would be a heading, a list, a quotation, a rule or an underline of a heading.
_LINE_START = re.compile(r"(?:(#{1,6}(?=\s|$)|[+=-])|(\d{1,9})([.)](?=\s|$)))")
_SENTENCE_END = "。：；，！？."


def to_markdown(document: Document) -> str:
    """`document` as Markdown with LF line ends, blocks apart by a blank line; open slots stay as 【待填：名称】."""
    return render(prepare(document))


def render(prepared: Prepared) -> str:
    """A prepared document as Markdown."""
    return "\n\n".join(part for block in prepared.document.blocks for part in _block(block)) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block.kind:
        case BlockKind.TITLE:
            yield "# " + _escaped(block.text.replace("\n", ""))
        case BlockKind.HEADING:
            yield "#" * (min(max(block.level, 1), 4) + 1) + " " + _escaped(block.text)
        case BlockKind.TABLE:
            if block.runs:
                yield _paragraph(block.text)
            if any(block.rows):
                yield "\n".join(_table(block))
        case BlockKind.ATTACHMENTS:
            yield "\\\n".join(_paragraph(_plain(runs)) for _, runs in attachment_lines(block))
        case BlockKind.SIGNATURE:
            yield "\\\n".join(_paragraph(_plain(line)) for line in lines(block.runs))
        case _:
            yield _body(block)


def _body(block: Block) -> str:
    heading = block.number + _plain([run for run in block.runs if run.run_in])
    if not (block.level and block.text.startswith(heading)):
        return _paragraph(block.text)
    # A closing ** after punctuation and before a letter does not close in CommonMark, so the full stop stays outside.
    strong = heading.strip().rstrip(_SENTENCE_END)
    rest = block.text.partition(strong)[2] if strong else ""
    return f"**{_escaped(strong)}**{_escaped(rest)}" if strong else _paragraph(block.text)


def _plain(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)


def _escaped(text: str) -> str:
    return _MARKUP.sub(lambda found: "\\" + found[0], text)


def _paragraph(text: str) -> str:
    # Four spaces at the start would make it code.
    text = _escaped(text.lstrip(" \t"))
    found = _LINE_START.match(text)
    if found is None:
        return text
    at = 0 if found[1] else found.end(2)
    return f"{text[:at]}\\{text[at:]}"


def _table(block: Block) -> Iterator[str]:
    count = max(map(len, block.rows))
    rows = [[_cell(cell) for cell in row] + [""] * (count - len(row)) for row in block.rows]
    # A Markdown table must have a header; an empty one keeps the first row an ordinary row.
    header, body = (rows[0], rows[1:]) if block.header else ([""] * count, rows)
    for row in (header, ["---"] * count, *body):
        yield f"| {' | '.join(row)} |"


def _cell(cell: tuple[Run, ...]) -> str:
    return "<br>".join(_escaped(_plain(line)) for line in lines(cell))
