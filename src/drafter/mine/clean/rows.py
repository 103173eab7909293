"""Rows: the lines of a text while it is being cleaned, and how a line looks (finished, a heading, a list item)."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Final

from drafter.mine.mapped import MappedText
from drafter.mine.source import CELL, Source

FINAL: Final = "。！？!?；;：:…"
"""Characters after which a line has said what it wanted to say."""

_CLOSERS: Final = '”’"」』）)》】'
_NUMERALS: Final = "一二三四五六七八九十百〇零"
_ROW: Final = re.compile(r"\S[^\n]*")
_MARK: Final = re.compile(
    rf"第[{_NUMERALS}\d]{{1,4}}[章节篇条编部]|第[{_NUMERALS}]{{1,2}}[、，,：:]"
    rf"|[{_NUMERALS}]{{1,3}}(?:[、.．，,：:]|[是要])|[(（][{_NUMERALS}\d]{{1,3}}[)）]"
    r"|\d{1,2}(?:[、)）]|[.．](?!\d))|[①-⑳㈠-㈩]|其[一二三四五][、，,：:是]|附件?\s*\d*[：:]"
)
_MARKDOWN: Final = re.compile(r"(#{1,6})[ \t\u3000]+(?:#{1,6}[ \t\u3000]+)*")
_INDENTS: Final = " \u3000\t\xa0"


@dataclass(frozen=True, slots=True)
class Row:
    """A line that is not blank: `text` stands at `start`:`end` of the text being cleaned, white space at its ends
    left out. `glued` if it continues the row before it, `indented` if white space stood before it. `level` is the
    outline level of its format, 0 if none; `cell` if it is a cell of a table, `bold` if it is bold throughout."""

    start: int
    end: int
    text: str
    level: int = 0
    cell: bool = False
    bold: bool = False
    indented: bool = False
    glued: bool = False

    def cut(self, front: int = 0, tail: int = 0) -> Row:
        """Without `front` characters at its beginning and `tail` at its end, and white space behind those."""
        rest = self.text[front : len(self.text) - tail]
        start = self.start + front + len(rest) - len(rest.lstrip())
        return replace(self, start=start, end=start + len(rest.strip()), text=rest.strip())

    @property
    def finished(self) -> bool:
        """Whether it ends like a sentence or a lead-in; what stands in closing brackets and quotes counts."""
        return self.text[-1] in FINAL or self.text[-1] in _CLOSERS

    @property
    def ended(self) -> bool:
        """Whether a sentence, a clause or a lead-in ends with it; a closing bracket alone ends nothing."""
        return self.text.rstrip(_CLOSERS)[-1:] in FINAL

    @property
    def marked(self) -> bool:
        """Whether it begins with the number of a heading, of a list item or of an attachment."""
        return _MARK.match(self.text) is not None

    @property
    def prose(self) -> bool:
        """Whether it holds a whole sentence or more, so that it cannot be a title."""
        return "。" in self.text or "；" in self.text or ";" in self.text


def rows_of(mapped: MappedText, source: Source) -> list[Row]:
    """The rows of `mapped`, with the levels that `source` gives; a Markdown heading mark becomes a level."""
    rows = []
    text = mapped.text
    starts = [line.start for line in source.lines]
    asterisks = "**" in source.text
    for found in _ROW.finditer(text):
        start, line = found.start(), found.group().rstrip()
        row = Row(start, start + len(line), line, indented=start > 0 and text[start - 1] in _INDENTS)
        if starts:
            place = source.lines[max(0, bisect_right(starts, mapped.raw(start)) - 1)]
            row = replace(row, level=place.level, cell=place.kind == CELL, bold=place.bold)
        if line[0] == "#" and (hashes := _MARKDOWN.match(line)) and hashes.end() < len(line):
            row = replace(row.cut(hashes.end()), level=row.level or len(hashes.group(1)))
        if asterisks and source.text.startswith("**", mapped.raw(start + len(line) - 1) + 1):
            row = replace(row, bold=source.text.endswith("**", 0, mapped.raw(start)))
        rows.append(row)
    return rows
