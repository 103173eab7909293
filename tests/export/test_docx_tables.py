"""Tables in a .docx: whole, as wide as the type area, never torn (ECMA-376 part 1, 17.4)."""

from __future__ import annotations

import pytest
from export_samples import document, parts, runs, table
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from drafter.document import Block, BlockKind, Document
from drafter.errors import DrafterError
from drafter.export.docx import to_docx
from drafter.export.docx_table import column_widths
from drafter.export.layout_file import load_layout

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LAYOUT = load_layout("gb9704")


def _body(made: Document) -> etree._Element:
    return etree.fromstring(parts(to_docx(made, LAYOUT))["word/document.xml"].encode())


def test_two_tables_in_a_row_stay_two_and_the_last_is_followed_by_a_paragraph() -> None:
    plain = Block(BlockKind.TABLE, rows=((runs("甲"),),))
    tags = [etree.QName(child).localname for child in _body(document([plain, plain]))[0]]
    assert tags == ["tbl", "p", "tbl", "p", "sectPr"]


def test_a_table_fills_the_type_area_and_repeats_its_header() -> None:
    tree = _body(document([table()]))
    widths = [int(each.get(f"{W}w") or 0) for each in tree.iter(f"{W}gridCol")]
    assert sum(widths) == LAYOUT.page.text_width
    assert all(each > 0 for each in widths)
    rows = list(tree.iter(f"{W}tr"))
    assert [row.find(f".//{W}tblHeader") is not None for row in rows] == [True, False, False]
    assert all(row.find(f".//{W}cantSplit") is not None for row in rows)
    assert all(cell.find(f"{W}p") is not None for cell in tree.iter(f"{W}tc"))


@pytest.mark.parametrize(
    ("natural", "total", "given"),
    [
        ([500, 500, 20_000], 8844, [500, 500, 7844]),
        ([9000, 9000, 1000], 8844, [3922, 3922, 1000]),
        ([100, 200, 300], 6000, [1000, 2000, 3000]),
        ([5000], 8844, [8844]),
    ],
)
def test_only_the_widest_columns_give_way(natural: list[int], total: int, given: list[int]) -> None:
    assert column_widths(natural, total) == given


@given(st.lists(st.integers(1, 20_000), min_size=1, max_size=63))
def test_columns_always_fill_the_type_area_and_none_vanishes(natural: list[int]) -> None:
    given_widths = column_widths(natural, 8844)
    assert sum(given_widths) == 8844
    assert min(given_widths) > 0


def test_a_date_fits_its_column_with_the_gaps_libreoffice_puts_around_digits() -> None:
    rows = ((runs("2026年12月28日"), runs("开展活动" * 40)),)
    tree = _body(document([Block(BlockKind.TABLE, rows=rows)]))
    first = int(next(tree.iter(f"{W}gridCol")).get(f"{W}w") or 0)
    characters, gaps, size, padding = 7, 5, 280, 2 * 108
    assert first >= (characters + gaps / 4) * size + padding


def test_a_table_wider_than_word_allows_is_refused() -> None:
    wide = Block(BlockKind.TABLE, rows=(tuple(runs(str(number)) for number in range(64)),))
    with pytest.raises(DrafterError, match=r"表格有 64 列，Word 最多 63 列"):
        to_docx(document([wide]), LAYOUT)
