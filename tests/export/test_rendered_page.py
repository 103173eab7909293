"""What comes out of the printer: the .docx turned into a PDF by LibreOffice and measured (GB/T 9704-2012)."""

from __future__ import annotations

from pathlib import Path

import pytest
from export_office import STAND_INS, Line, pages, to_pdf
from export_samples import LINE, body, report, runs

from drafter.document import Block, BlockKind, Document
from drafter.export import export_document
from drafter.export.layout import layout_ids
from drafter.export.layout_file import load_layout

MM = 72 / 25.4


def _printed(folder: Path, layout: str) -> list[list[Line]]:
    target = folder / "report.docx"
    export_document(report(pages=2), target, layout=layout)
    return pages(to_pdf(target, folder))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[list[Line]]:
    """The sample report on the standard layout, as lines."""
    return _printed(tmp_path_factory.mktemp("gb9704"), "gb9704")


@pytest.mark.parametrize("layout", layout_ids())
def test_a_full_page_has_the_lines_and_a_full_line_the_characters_of_the_layout(
    layout: str, printed: list[list[Line]], tmp_path: Path
) -> None:
    found = printed if layout == "gb9704" else _printed(tmp_path, layout)
    asked = load_layout(layout)
    *lines, _number = found[1]
    assert len(lines) == asked.lines == 22
    full = [line for line in lines if set(line.text) <= set(LINE) and not line.text.startswith("\u3000")]
    lengths = [len(line.text) for line in full]
    # The first line of a paragraph is two characters short, its last line holds what is left.
    assert lengths.count(asked.characters) >= 15
    assert max(lengths) == asked.characters == 28


def test_lines_end_at_the_edges_of_the_type_area(printed: list[list[Line]]) -> None:
    full = [line for line in printed[1] if len(line.text) == 28]
    assert all(abs(line.left - 28 * MM) < 1 for line in full)
    assert all(abs(line.right - (210 - 26) * MM) < 1.5 for line in full)


@pytest.mark.parametrize(
    ("words", "font"),
    [
        ("关于2026年度", "方正小标宋简体"),
        ("一、强化政治建设", "黑体"),
        ("（一）抓好理论武装", "楷体_GB2312"),
        ("1.建立工作台账", "仿宋_GB2312"),
        ("（1）落实岗位责任", "仿宋_GB2312"),
        ("中共清河县委教育", "仿宋_GB2312"),
    ],
)
def test_titles_headings_and_text_are_printed_in_the_fonts_the_standard_asks_for(
    printed: list[list[Line]], words: str, font: str
) -> None:
    line = next(line for page in printed for line in page if line.text.replace(" ", "").startswith(words))
    family = STAND_INS[font].replace(" ", "").removeprefix("ARPL").removesuffix("SC")
    assert all(family in name for name in line.fonts), line.fonts


def test_a_run_in_heading_is_in_its_own_font_and_the_words_after_it_are_not(
    printed: list[list[Line]],
) -> None:
    line = next(line for line in printed[0] if line.text.startswith("（二）严肃组织生活。"))
    assert {name[:5] for name in line.fonts} == {"UKaiC", "UMing"}


def test_page_numbers_stand_outside_on_odd_and_even_pages(printed: list[list[Line]]) -> None:
    first, second = printed[0][-1], printed[1][-1]
    assert (first.text, second.text) == ("— 1 —", "— 2 —")
    one_character = 14.0
    assert abs(first.right - ((210 - 26) * MM - one_character)) < 1.5
    assert abs(second.left - (28 * MM + one_character)) < 1.5
    assert first.top > (37 + 225) * MM


def test_signature_stands_two_characters_from_the_right_and_the_date_begins_two_after_it(
    printed: list[list[Line]],
) -> None:
    *_, signature, date = [line for page in printed for line in page[:-1]]
    assert (signature.text, date.text.replace(" ", "")) == ("中共翠湖中学支部委员会", "2026年12月20日")
    assert abs((210 - 26) * MM - signature.right - 32) < 1.5
    assert abs(date.left - signature.left - 32) < 1.5


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> list[Line]:
    """The lines of a page without an addressee, its signature one character longer than its date."""
    folder = tmp_path_factory.mktemp("short")
    blocks = (
        Block(BlockKind.TITLE, runs("工作总结")),
        body(LINE),
        Block(BlockKind.SIGNATURE, runs("示例小学党支部会")),
        Block(BlockKind.DATE, runs("2026年12月18日")),
    )
    export_document(Document("", blocks), folder / "short.docx")
    (page,) = pages(to_pdf(folder / "short.docx", folder))
    return page


def test_one_blank_line_stands_under_the_title_with_and_without_an_addressee(
    printed: list[list[Line]], short: list[Line]
) -> None:
    _, last, addressee, text = printed[0][:4]
    title, first, second = short[:3]
    pitch = second.top - first.top
    assert abs(text.top - addressee.top - pitch) < 0.5
    # Letters of the title are larger and begin higher above their line.
    assert abs((addressee.top - last.top) - (first.top - title.top)) < 0.5
    assert abs(first.top - title.top - 2 * pitch) < 8


def test_a_date_hardly_shorter_than_the_signature_stays_on_one_line(short: list[Line]) -> None:
    *_, signature, date, _number = short
    assert (signature.text, date.text.replace(" ", "")) == ("示例小学党支部会", "2026年12月18日")
    assert abs(date.left - signature.left - 32) < 1.5


def test_the_title_breaks_between_words_and_is_centred(printed: list[list[Line]]) -> None:
    first, second = printed[0][:2]
    assert first.text == "中共翠湖中学党支部"
    middle = (28 + 156 / 2) * MM
    assert all(abs((line.left + line.right) / 2 - middle) < 3 for line in (first, second))
    assert abs(second.top - first.top - 28.95) < 0.5
