"""The paragraph texts of a .docx, read behind a guard: nothing of a foreign file is trusted.

In the front hall because more than one room reads .docx. Standard library only. The limits are those measured in
docx-export-and-import.md section 5: real files pass in milliseconds, archive and XML bombs are refused unparsed.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from drafter.errors import FileProblem
from drafter.files import read_bytes

MAX_FILE = 50 * 1024 * 1024
MAX_ENTRIES = 2000
MAX_XML = 32 * 1024 * 1024
MAX_PART = 64 * 1024 * 1024
MAX_TOTAL = 256 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM = 1024 * 1024
"""Parts smaller than this may compress as well as they like."""
MAX_DEPTH = 256
MAX_PARAGRAPHS = 200_000
"""Ten times those of a report of 1,000 pages."""

_MAIN = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# A text box stands twice, the second time as a fallback; w:tab in paragraph properties is a tab stop.
_UNREAD = ("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", f"{_W}pPr")
_SIGNS = {f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-", f"{_W}br": " ", f"{_W}cr": " "}
_ADVICE = "请用 Word 或 WPS 打开，另存为 .docx 再试"


@dataclass(frozen=True, slots=True)
class DocxParagraph:
    """The text of a paragraph, tracked deletions left out, insertions kept; `table` if it stands in a cell."""

    text: str
    table: bool


def read_docx(path: Path) -> tuple[DocxParagraph, ...]:
    """Every paragraph of the body of `path` in reading order, table cells and text boxes included.

    Raises FileProblem if the file is missing, is no .docx, is damaged, encrypted, or built to harm.
    """
    data = read_bytes(path, MAX_FILE)
    where = str(path)
    if not data:
        raise FileProblem("文件是空的", where=where, todo="请确认选对了文件；如果它曾有内容，请从备份恢复")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileProblem(
            "这是旧的 .doc 格式，或者加了密码", where=where, todo="请去掉密码，另存为 .docx 再试"
        )
    if not data.startswith(b"PK\x03\x04"):
        raise FileProblem("这不是 .docx 文件", where=where, todo=_ADVICE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _guard(archive, where)
            xml = _part(archive, _MAIN, where)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        raise FileProblem("文件已经损坏", where=where, todo="请换一份完好的文件，或从备份恢复") from None
    try:
        return _paragraphs(xml, where)
    except (ElementTree.ParseError, ValueError, LookupError):
        # The last two are what expat's encodings raise: one that is unknown, or of several bytes.
        raise FileProblem("文件的正文已经损坏", where=where, todo=_ADVICE) from None


def _guard(archive: zipfile.ZipFile, where: str) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    fault = ""
    if len(entries) > MAX_ENTRIES or len(set(names)) < len(names):
        fault = "压缩包里的文件太多或重名"
    elif any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names):
        fault = "压缩包里有不安全的文件名"
    elif any(entry.flag_bits & 1 for entry in entries):
        fault = "文件加了密码"
    elif any(e.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for e in entries):
        fault = "压缩方式不是 .docx 所用的"
    elif any(_swollen(entry) for entry in entries) or sum(e.file_size for e in entries) > MAX_TOTAL:
        fault = "解压后大得不正常"
    elif _MAIN not in names:
        fault = "里面没有 Word 正文"
    if fault:
        raise FileProblem(f"这份 .docx 不能读：{fault}", where=where, todo=_ADVICE)


def _swollen(entry: zipfile.ZipInfo) -> bool:
    limit = MAX_XML if entry.filename.endswith((".xml", ".rels")) else MAX_PART
    ratio = entry.file_size / max(entry.compress_size, 1)
    return entry.file_size > limit or (entry.file_size > RATIO_FROM and ratio > MAX_RATIO)


def _part(archive: zipfile.ZipFile, name: str, where: str) -> bytes:
    with archive.open(name) as stream:
        # The size in the header may lie, so the reading itself is capped.
        xml = stream.read(MAX_XML + 1)
    if len(xml) > MAX_XML:
        raise FileProblem("这份 .docx 不能读：正文大得不正常", where=where, todo=_ADVICE)
    # Entities can only be declared in a document type; UTF-16 would hide the word from this look.
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in xml[:4]:
        raise FileProblem("这份 .docx 不能读：正文里有不允许的声明", where=where, todo=_ADVICE)
    return xml


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
            raise FileProblem("这份 .docx 不能读：正文嵌套太深", where=self._where, todo=_ADVICE)
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
                    raise FileProblem("这份 .docx 不能读：段落多得不正常", where=self._where, todo=_ADVICE)
            elif tag in _SIGNS:
                self._open[-1].append(_SIGNS[tag])


def _paragraphs(xml: bytes, where: str) -> tuple[DocxParagraph, ...]:
    reader = _Reader(where)
    parser = ElementTree.XMLParser(target=reader)
    parser.feed(xml)
    parser.close()
    return tuple(reader.found)
