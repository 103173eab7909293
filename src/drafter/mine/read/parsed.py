"""What every reader of a format gives: the text, and what the format says about its lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from drafter.errors import FileProblem
from drafter.mine.source import CELL, PARAGRAPH, Line

Cell = tuple[int, int, int] | None
"""Table, row and column (of the grid) of a cell, each from 0; None outside tables."""

MAX_CHARACTERS = 20_000_000
"""Longest text of one file: some two hundred novels, far more than any collection of reports in one document."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """The text of a file, its `lines` and `title`, and `notes` in Chinese for the report at the end."""

    text: str
    lines: tuple[Line, ...] = ()
    title: str = ""
    notes: tuple[str, ...] = ()

    def dump(self) -> dict[str, Any]:
        """As plain JSON values, to cross a pipe."""
        lines = [(line.start, line.end, line.level, line.kind, line.bold, line.cell) for line in self.lines]
        return {"text": self.text, "lines": lines, "title": self.title, "notes": self.notes}

    @classmethod
    def load(cls, values: Mapping[str, Any]) -> Self:
        """What `dump` made."""
        lines = tuple(
            Line(start, end, level, kind, bold, tuple(cell) if cell else None)
            for start, end, level, kind, bold, cell in values["lines"]
        )
        return cls(values["text"], lines, values["title"], tuple(values["notes"]))


class Builder:
    """Gathers lines into a Parsed; `where` names the file in messages."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._texts: list[str] = []
        self._lines: list[Line] = []
        self._length = 0

    def add(
        self, text: str, *, level: int = 0, kind: str = PARAGRAPH, bold: bool = False, cell: Cell = None
    ) -> None:
        """One paragraph; a line feed inside it begins another line of the same level. A line in a `cell` (table, row,
        column) is of the kind CELL and has no level.

        Raises FileProblem if the text grows beyond MAX_CHARACTERS.
        """
        if cell is not None:
            level, kind = 0, CELL
        for piece in text.split("\n"):
            line = piece.strip()
            end = self._length + len(line)
            self._lines.append(Line(self._length, end, level, kind, bold and bool(line), cell))
            self._texts.append(line)
            self._length += len(line) + 1
        if self._length > MAX_CHARACTERS:
            raise FileProblem("里面的文字多得不正常", where=self._where, todo="请拆成几个文件再试")

    def first_lines(self, count: int) -> list[str]:
        """The first `count` lines that are not empty."""
        found = (text for text in self._texts if text)
        return [text for text, _ in zip(found, range(count), strict=False)]

    def finish(self, title: str = "", notes: tuple[str, ...] = ()) -> Parsed:
        """What was gathered. Raises FileProblem if there is no text in it."""
        text = "\n".join(self._texts)
        if not text.strip():
            raise FileProblem("里面没有文字", where=self._where, todo="如果内容是图片，请先识别成文字再试")
        return Parsed(text, tuple(self._lines), title.strip(), notes)
