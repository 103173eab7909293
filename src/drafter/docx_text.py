"""The paragraph texts of a .docx, read behind a guard: nothing of a foreign file is trusted.

In the front hall because more than one room reads .docx. Standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from drafter.docx_guard import ADVICE, MAIN, MAX_FILE, parts_of
from drafter.errors import FileProblem
from drafter.files import read_bytes

MAX_DEPTH = 256
MAX_PARAGRAPHS = 200_000
"""Ten times those of a report of 1,000 pages."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# A text box stands twice, the second time as a fallback; w:tab in paragraph properties is a tab stop.
_UNREAD = ("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", f"{_W}pPr")
_SIGNS = {f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-", f"{_W}br": " ", f"{_W}cr": " "}


@dataclass(frozen=True, slots=True)
class DocxParagraph:
    """The text of a paragraph, tracked deletions left out, insertions kept; `table` if it stands in a cell."""

    text: str
    table: bool


def read_docx(path: Path) -> tuple[DocxParagraph, ...]:
    """Every paragraph of the body of `path` in reading order, table cells and text boxes included.

    Raises FileProblem if the file is missing, is no .docx, is damaged, encrypted, or built to harm.
    """
    where = str(path)
    xml = parts_of(read_bytes(path, MAX_FILE), where)[MAIN]
    try:
        return _paragraphs(xml, where)
    except (ElementTree.ParseError, ValueError, LookupError):
        # The last two are what expat's encodings raise: one that is unknown, or of several bytes.
        raise FileProblem("文件的正文已经损坏", where=where, todo=ADVICE) from None


class _Reader:
    """Gathers paragraphs while the XML goes by; no tree is kept, so memory follows the text and not the marks."""

    def __init__(self, where: str) -> None:
        self.found: list[DocxParagraph] = []
        self._where = where
        self._open: list[list[str]] = []
        self._depth = self._tables = self._hidden = self._texts = 0

    def start(self, tag: str, _: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FileProblem("这份 .docx 不能读：正文嵌套太深", where=self._where, todo=ADVICE)
        if tag == f"{_W}tbl":
            self._tables += 1
        elif tag in _UNREAD:
            self._hidden += 1
        elif tag == f"{_W}p" and not self._hidden:
            self._open.append([])
        elif tag == f"{_W}t":
            self._texts += 1

    def data(self, text: str) -> None:
        """Characters between the marks."""
        if self._texts and self._open and not self._hidden:
            self._open[-1].append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        self._depth -= 1
        if tag == f"{_W}tbl":
            self._tables -= 1
        elif tag in _UNREAD:
            self._hidden -= 1
        elif tag == f"{_W}t":
            self._texts -= 1
        elif self._open and not self._hidden:
            if tag == f"{_W}p":
                self.found.append(DocxParagraph("".join(self._open.pop()), self._tables > 0))
                if len(self.found) > MAX_PARAGRAPHS:
                    raise FileProblem("这份 .docx 不能读：段落多得不正常", where=self._where, todo=ADVICE)
            elif tag in _SIGNS:
                self._open[-1].append(_SIGNS[tag])


def _paragraphs(xml: bytes, where: str) -> tuple[DocxParagraph, ...]:
    reader = _Reader(where)
    parser = ElementTree.XMLParser(target=reader)
    parser.feed(xml)
    parser.close()
    return tuple(reader.found)
