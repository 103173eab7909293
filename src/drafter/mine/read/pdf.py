"""Reading the text layer of a PDF; runs in a child process, because the parser is a large C library."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from drafter.errors import FileProblem
from drafter.mine.read.parsed import Builder, Parsed
from drafter.mine.read.reflow import CELL_GAP, PageLine, is_label, paragraphs
from drafter.mine.source import CELL, PARAGRAPH

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

MAX_PAGES: Final = 2000
MAX_PAGE_CHARACTERS: Final = 100_000
MAX_CHARACTERS: Final = 5_000_000

_PASSWORD: Final = 4  # FPDF_ERR_PASSWORD
_LEAST: Final = 8
"""Fewer characters a page than this are a stamp on a scan."""

_UNREADABLE: Final = 0.3
_SAMPLE: Final = 6
_BOLD: Final = ("bold", "heavy", "black", "hei", "黑", "小标宋")
_SEMI_BOLD: Final = 600
_TODO: Final = "请用 Word 或 WPS 打开，另存为 .docx 再试"


def read_pdf(data: bytes, where: str) -> Parsed:
    """The paragraphs of a PDF whose bytes are `data`, page numbers and running heads left out.

    Raises FileProblem if it is no PDF, is encrypted, too large, or has no text layer (a scan).
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise FileProblem("文件加了密码", where=where, todo="请打开它，去掉密码后另存一份再试") from None
        raise FileProblem("这个 PDF 已经损坏", where=where, todo="请换一份完好的文件") from None
    with closing(document):
        count = len(document)
        if count > MAX_PAGES:
            raise FileProblem(
                f"PDF 超过 {MAX_PAGES} 页，不像一份稿件", where=where, todo="请拆成几个文件再试"
            )
        try:
            pages = list(_pages(document, where))
            width = document[0].get_width() if pages else 0.0
        except pypdfium2.PdfiumError:
            raise FileProblem("这个 PDF 已经损坏", where=where, todo="请换一份完好的文件") from None
    _refuse_without_text(pages, where)
    built = Builder(where)
    for paragraph in paragraphs(pages, width):
        built.add(paragraph.text, kind=CELL if paragraph.cell else PARAGRAPH, bold=paragraph.bold)
    return built.finish()


def _pages(document: PdfDocument, where: str) -> Iterator[list[PageLine]]:
    total = 0
    for number in range(len(document)):
        page = document[number]
        with closing(page), closing(page.get_textpage()) as text:
            count = text.count_chars()
            total += count
            if count > MAX_PAGE_CHARACTERS or total > MAX_CHARACTERS:
                raise FileProblem("里面的文字多得不正常", where=where, todo="请拆成几个文件再试")
            yield list(_lines(text, count))


def _refuse_without_text(pages: list[list[PageLine]], where: str) -> None:
    text = "".join(line.text for page in pages for line in page)
    solid = [sign for sign in text if not sign.isspace()]
    if len(solid) < _LEAST * max(len(pages), 1) and not _has_sentence(pages):
        raise FileProblem("这是扫描件，里面没有文字", where=where, todo="请先用文字识别（OCR）转成 Word 再试")
    odd = sum("\ue000" <= sign <= "\uf8ff" or sign < " " or sign == "\ufffd" for sign in solid)
    if odd > _UNREADABLE * len(solid):
        raise FileProblem("PDF 里的字体没有编码，取不出文字", where=where, todo=_TODO)


def _has_sentence(pages: list[list[PageLine]]) -> bool:
    """A short text on few pages: a line of some length is written, not stamped."""
    return len(pages) < 3 and any(len(line.text) >= _LEAST for page in pages for line in page)


def _lines(text: PdfTextPage, count: int) -> Iterator[PageLine]:
    """The lines of a page; the parser puts a line end where the next character stands lower."""
    from pypdfium2 import raw

    codes = [raw.FPDFText_GetUnicode(text, index) for index in range(count)]
    ends = [-1, *(index for index, code in enumerate(codes) if code in (10, 13)), count]
    for before, end in pairwise(ends):
        pieces = list(_pieces(text, codes, before + 1, end))
        if len(pieces) > 1 and is_label("".join(_sign(codes[index]) for index in pieces[0])):
            pieces[:2] = [pieces[0] + pieces[1]]
        for printed in pieces:
            yield _placed(text, codes, printed, cell=len(pieces) > 1)


def _pieces(text: PdfTextPage, codes: list[int], start: int, end: int) -> Iterator[list[int]]:
    """The printed characters of a line, parted where a gap is as wide as between the cells of a table."""
    from pypdfium2 import raw

    piece: list[int] = []
    for index in range(start, end):
        if codes[index] <= 32:
            continue
        if piece and index - piece[-1] > 1 and raw.FPDFText_IsGenerated(text, index - 1) == 1:
            left, bottom, _, top = text.get_charbox(index, loose=True)
            if left - text.get_charbox(piece[-1], loose=True)[2] > CELL_GAP * (top - bottom):
                yield piece
                piece = []
        piece.append(index)
    if piece:
        yield piece


def _loose(text: PdfTextPage, codes: list[int], index: int) -> bool:
    """Whether a space is only the gap a typesetter leaves between a Han character and a digit or a letter."""
    from pypdfium2 import raw

    wide = max(codes[index - 1], codes[index + 1]) > 0x2E80 if codes[index] == 32 else False
    return wide and raw.FPDFText_IsGenerated(text, index) == 1


def _sign(code: int) -> str:
    # 2 and FFFE stand for a hyphen at a line end; surrogates and what is no character become one sign for “unreadable”.
    if code in (2, 0xFFFE):
        return "-"
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _placed(text: PdfTextPage, codes: list[int], printed: list[int], *, cell: bool) -> PageLine:
    from pypdfium2 import raw

    inside = range(printed[0], printed[-1] + 1)
    line = "".join(_sign(codes[index]) for index in inside if not _loose(text, codes, index))

    left, bottom, _, top = text.get_charbox(printed[0], loose=True)
    right = text.get_charbox(printed[-1], loose=True)[2]
    # A Han character is as wide as it is high; the height of the box follows the face.
    han = [index for index in printed if codes[index] > 0x2E80][:_SAMPLE]
    boxes = [text.get_charbox(index, loose=True) for index in han]
    em = median(box[2] - box[0] for box in boxes) if boxes else (top - bottom) * 0.8
    weight = raw.FPDFText_GetFontWeight(text, printed[0])
    bold = weight >= _SEMI_BOLD or any(word in _face(text, printed[0]) for word in _BOLD)
    return PageLine(line, left, right, top, bottom, em, bold)


def _face(text: PdfTextPage, index: int) -> str:
    from ctypes import c_int, create_string_buffer

    from pypdfium2 import raw

    buffer = create_string_buffer(200)
    raw.FPDFText_GetFontInfo(text, index, buffer, len(buffer), c_int())
    return buffer.value.decode("utf-8", "replace").lower()
