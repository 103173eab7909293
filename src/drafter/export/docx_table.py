"""Tables: fixed columns that fill the type area, the header repeated on every page, no row torn by a page end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafter.document import Block, Run
from drafter.errors import DrafterError
from drafter.export.docx_runs import RunWriter
from drafter.export.layout import Layout
from drafter.export.prepare import lines, width

MAX_COLUMNS = 63
"""Word opens no table with more columns."""

PADDING = 108
"""Left and right cell margin in twips, Word's own default."""

_BORDER = re.compile(r"(?<=[^\x00-\xff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[^\x00-\xff])")

Cell = tuple[Run, ...]


def table_xml(block: Block, layout: Layout, writer: RunWriter) -> str:
    """The w:tbl of a TABLE block with at least one cell; short rows are filled up with empty cells.

    Raises DrafterError for more than MAX_COLUMNS columns.
    """
    count = max(map(len, block.rows))
    if count > MAX_COLUMNS:
        raise DrafterError(
            f"表格有 {count} 列，Word 最多 {MAX_COLUMNS} 列",
            where="表格",
            todo="请把表格拆成几张，或行列对调",
        )
    rows = [(*row, *((),) * (count - len(row))) for row in block.rows]
    natural = [max(_natural(row[column], layout) for row in rows) for column in range(count)]
    widths = column_widths(natural, layout.page.text_width)
    # A column of short entries reads best centred, one of sentences from the left.
    centred = [need <= given for need, given in zip(natural, widths, strict=True)]
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    body = "".join(
        _row(row, widths, centred, layout, writer, header=block.header and number == 0)
        for number, row in enumerate(rows)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
    )


def column_widths(natural: Sequence[int], total: int) -> list[int]:
    """Column widths that sum to `total` for columns that would like `natural` (all positive).

    With room to spare every column grows in proportion; without, only the widest give way.
    """
    if sum(natural) <= total:
        given = [each * total // sum(natural) for each in natural]
    else:
        room, left = total, len(natural)
        limit = total
        for each in sorted(natural):
            limit = room // left
            if each > limit:
                break
            room -= each
            left -= 1
        given = [min(each, limit) for each in natural]
    given[-1] += total - sum(given)
    return given


def _natural(cell: Cell, layout: Layout) -> int:
    longest = max(_length("".join(run.text for run in line)) for line in lines(cell))
    return round(max(longest, 2.2) * layout.styles["table_text"].twips(100)) + 2 * PADDING


def _length(text: str) -> float:
    # LibreOffice always leaves a quarter of a character between Han and digits.
    return width(text) + 0.25 * len(_BORDER.findall(text)) + 0.2


def _row(
    row: Sequence[Cell], widths: Sequence[int], centred: Sequence[bool], layout: Layout, writer: RunWriter, *, header: bool
) -> str:  # fmt: skip
    font = layout.styles["table_header" if header else "table_text"].font
    repeated = "<w:tblHeader/>" if header else ""
    cells = []
    for cell, each, middle in zip(row, widths, centred, strict=True):
        style = "TableHeader" if header else "TableCenter" if middle else "TableText"
        paragraphs = "".join(
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{writer.xml(line, font)}</w:p>'
            for line in lines(cell)
        )
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{each}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc>'
        )
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"
