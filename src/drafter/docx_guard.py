"""The guard before every .docx: its parts, or a FileProblem, before any parser has seen a byte of them.

In the front hall because more than one room reads .docx. Standard library only. The limits are those measured in
docx-export-and-import.md section 5: real files pass in milliseconds, archive and XML bombs are refused unparsed.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable

from drafter.errors import FileProblem

MAX_FILE = 50 * 1024 * 1024
MAX_ENTRIES = 2000
MAX_XML = 32 * 1024 * 1024
MAX_PART = 64 * 1024 * 1024
MAX_TOTAL = 256 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM = 1024 * 1024
"""Parts smaller than this may compress as well as they like."""

MAIN = "word/document.xml"
ADVICE = "请用 Word 或 WPS 打开，另存为 .docx 再试"


def parts_of(data: bytes, where: str, others: Iterable[str] = ()) -> dict[str, bytes]:
    """The body (MAIN) of the .docx whose bytes are `data`, and those of the XML parts `others` that it has.

    Raises FileProblem if it is no .docx, is damaged, encrypted, or built to harm.
    """
    if not data:
        raise FileProblem("文件是空的", where=where, todo="请确认选对了文件；如果它曾有内容，请从备份恢复")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileProblem(
            "这是旧的 .doc 格式，或者加了密码", where=where, todo="请去掉密码，另存为 .docx 再试"
        )
    if not data.startswith(b"PK\x03\x04"):
        raise FileProblem("这不是 .docx 文件", where=where, todo=ADVICE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _guard(archive, where)
            names = archive.namelist()
            found = {name: _stored_as(name, names) for name in (MAIN, *others)}
            return {name: _part(archive, stored, where) for name, stored in found.items() if stored}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        raise FileProblem("文件已经损坏", where=where, todo="请换一份完好的文件，或从备份恢复") from None


def _stored_as(name: str, names: list[str]) -> str:
    """`name`, or what stands for it: Word in a browser writes word/document2.xml; "" if there is neither."""
    if name in names:
        return name
    stem, suffix = name.rsplit(".", 1)
    pattern = re.compile(rf"{re.escape(stem)}[0-9]{{1,3}}\.{suffix}")
    return min((other for other in names if pattern.fullmatch(other)), default="")


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
    elif not _stored_as(MAIN, names):
        fault = "里面没有 Word 正文"
    if fault:
        raise FileProblem(f"这份 .docx 不能读：{fault}", where=where, todo=ADVICE)


def _swollen(entry: zipfile.ZipInfo) -> bool:
    limit = MAX_XML if entry.filename.endswith((".xml", ".rels")) else MAX_PART
    ratio = entry.file_size / max(entry.compress_size, 1)
    return entry.file_size > limit or (entry.file_size > RATIO_FROM and ratio > MAX_RATIO)


def _part(archive: zipfile.ZipFile, name: str, where: str) -> bytes:
    with archive.open(name) as stream:
        # The size in the header may lie, so the reading itself is capped.
        xml = stream.read(MAX_XML + 1)
    if len(xml) > MAX_XML:
        raise FileProblem("这份 .docx 不能读：正文大得不正常", where=where, todo=ADVICE)
    # Entities can only be declared in a document type; UTF-16 would hide the word from this look.
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in xml[:4]:
        raise FileProblem("这份 .docx 不能读：正文里有不允许的声明", where=where, todo=ADVICE)
    return xml
