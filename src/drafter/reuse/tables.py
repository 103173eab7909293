"""Tables: put together from their cells, or found in a plain text by the line of dashes under their header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafter.draft import Table

Cell = tuple[int, int, int]
"""Table, row and column of a cell, each from 0."""

_RULED = re.compile(r"^(?=[^ \u3000\n-])([^\n]{1,2000})\n-{6,2000}\n", re.MULTILINE)
_BETWEEN = re.compile(r"\u3000* ?  ")
"""Cells of a text export are filled up with full-width spaces, and two spaces stand between them."""


def table_of(cells: Sequence[tuple[Cell, str]]) -> Table:
    """The table of `cells` with a line of text each; lines of one cell stay lines, missing cells are empty."""
    width = 1 + max(column for (_, _, column), _ in cells)
    rows = [[""] * width for _ in range(1 + max(row for (_, row, _), _ in cells))]
    for (_, row, column), text in cells:
        before = rows[row][column]
        rows[row][column] = f"{before}\n{text}" if before else text
    return Table(tuple(map(tuple, rows)))


def ruled_tables(text: str) -> Iterator[tuple[int, int, Table]]:
    """The tables of a plain text as this program exports them: (start, end, table) each."""
    done = 0
    for found in _RULED.finditer(text):
        if found.start() < done:
            continue
        rows = [_cells_of(found[1])]
        done = found.end()
        for line in text[done:].split("\n"):
            cells = _cells_of(line)
            if not line.strip() or line.startswith("\u3000\u3000") or len(cells) > len(rows[0]):
                break
            rows.append(cells)
            done += len(line) + 1
        width = len(rows[0])
        if width > 1:
            yield found.start(), done, Table(tuple((*row, *[""] * (width - len(row))) for row in rows))


def _cells_of(line: str) -> tuple[str, ...]:
    return tuple(cell.strip(" \u3000") for cell in _BETWEEN.split(line))
