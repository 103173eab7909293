"""The document as lines of print: 28 characters a line, two characters of indent, line-start and line-end rules.

GB/T 9704-2012 5.2.3 (22 lines of 28 characters), 7.3 (places of title, addressee, signature and date); the rules
for punctuation at line ends are those of GB/T 15834-2011 5.1.10. Knows no widget.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width

from drafter.document import Block, BlockKind, Document, Place

LINE = 28
LINES_A_PAGE = 22
TITLE_LINE = 20
"""Characters of a title line: its type is larger (2 against 3), 28 x 16 / 22 rounded down."""

_NOT_FIRST = set("，。、；：！？）》〉」』】〕”’％%,.;:!?)]}…—～·")
_NOT_LAST = set("（《〈「『【〔“‘([{")
_HANGING = set("，。、；：！？")
_ATOM = re.compile(r"[A-Za-z0-9.,%+\-/:@_]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of print and the place of the draft it comes from."""

    text: str
    place: Place
    kind: BlockKind


def width(text: str) -> int:
    """Width in half characters, as printed: Chinese quotation marks and dashes are as wide as a Han character."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def printed_lines(document: Document) -> tuple[PrintedLine, ...]:
    """Every line of `document`."""
    dated = next((width(block.text) for block in document.blocks if block.kind is BlockKind.DATE), 0)
    return tuple(line for block in document.blocks for line in _block(block, dated))


def _block(block: Block, dated: int) -> Iterator[PrintedLine]:
    def line(text: str) -> PrintedLine:
        return PrintedLine(text, block.place, block.kind)

    match block.kind:
        case BlockKind.TITLE:
            for text in balanced(block.text, TITLE_LINE):
                yield line(_at((LINE * 2 - width(text)) // 2, text))
            yield line("")
        case BlockKind.ADDRESSEE:
            yield from map(line, broken(block.text, LINE))
        case BlockKind.TABLE:
            if block.runs:
                yield line(_at((LINE * 2 - width(block.text)) // 2, block.text))
            for row in block.rows:
                yield line("  " + "｜".join("".join(run.text for run in cell) for cell in row))
        case BlockKind.ATTACHMENTS:
            yield line("")
            names = ["".join(run.text for cell in row for run in cell) for row in block.rows]
            for number, name in enumerate(names, 1):
                label = "附件：" if number == 1 else "　　　"
                order = f"{number}. " if len(names) > 1 else ""
                yield from map(line, broken(f"{label}{order}{name}", LINE, indent=2))
        case BlockKind.SIGNATURE:
            yield line("")
            # 7.3.5.2: the signature is centred over the date, which stands four characters from the right edge.
            centre = LINE * 2 - 8 - dated // 2
            yield line(
                _at(min(centre - width(block.text) // 2, LINE * 2 - 4 - width(block.text)), block.text)
            )
        case BlockKind.DATE:
            yield line(_at(LINE * 2 - 8 - width(block.text), block.text))
        case _:
            yield from map(line, broken(block.text, LINE, indent=2))


def _at(column: int, text: str) -> str:
    return " " * max(0, column) + text


def balanced(text: str, limit: int) -> list[str]:
    """`text` in as few lines as `limit` characters allow, of about equal length."""
    count = -(-width(text) // (limit * 2)) or 1
    return broken(text, max(1, -(-width(text) // (count * 2)))) if count > 1 else [text]


def broken(text: str, limit: int, indent: int = 0) -> list[str]:
    """`text` in lines of `limit` characters, the first indented; no line begins or ends with a wrong mark.

    A comma or full stop may hang over the right edge, as Word prints it; Latin words and numbers stay whole.
    """
    room = limit * 2
    lines: list[str] = []
    line, used = "　" * indent, indent * 4 // 2
    for atom in _ATOM.findall(text):
        size = width(atom)
        if used + size <= room or (atom in _HANGING and used <= room):
            line, used = line + atom, used + size
            continue
        if size > room:
            for character in atom:
                if used + 1 > room:
                    lines.append(line)
                    line, used = "", 0
                line, used = line + character, used + width(character)
            continue
        kept, carried = _cut(line, atom)
        lines.append(kept)
        line = carried + atom
        used = width(line)
    if line.strip() or not lines:
        lines.append(line)
    return lines


def _cut(line: str, following: str) -> tuple[str, str]:
    """Where to end `line` before `following`: what stays and what goes down with it."""
    at = len(line)
    if following[0] in _NOT_FIRST:
        at -= 1
    while 1 < at < len(line) and line[at] in _NOT_FIRST:
        at -= 1
    while at > 1 and line[at - 1] in _NOT_LAST:
        at -= 1
    # A line of nothing but such marks has no good place; then the rule gives way.
    return (line[:at], line[at:]) if at > len(line) // 2 else (line, "")
