"""What a file is, told by its bytes and not by its name, and how large it may be before anything parses it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from drafter import docx_guard
from drafter.errors import FileProblem
from drafter.files import read_bytes

MEGABYTE: Final = 1024 * 1024
TEXT: Final = "text"
MARKDOWN: Final = "markdown"
HTML: Final = "html"
DOCX: Final = "docx"
PDF: Final = "pdf"
OFFICE: Final = "office"
LINES: Final = "jsonl"

SUFFIXES: Final = {
    ".txt": TEXT,
    ".text": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".htm": HTML,
    ".html": HTML,
    ".xhtml": HTML,
    ".docx": DOCX,
    ".docm": DOCX,
    ".dotx": DOCX,
    ".pdf": PDF,
    ".doc": OFFICE,
    ".dot": OFFICE,
    ".wps": OFFICE,
    ".wpt": OFFICE,
    ".rtf": OFFICE,
    ".odt": OFFICE,
    ".jsonl": LINES,
    ".ndjson": LINES,
}
"""File name endings that are read, in lower case, and what they promise."""

LIMITS: Final = {
    TEXT: 64 * MEGABYTE,
    MARKDOWN: 64 * MEGABYTE,
    HTML: 16 * MEGABYTE,
    DOCX: docx_guard.MAX_FILE,
    PDF: docx_guard.MAX_FILE,
    OFFICE: docx_guard.MAX_FILE,
}
"""Largest file of each kind, in bytes; a collection (jsonl) is read line by line and has no limit as a whole."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
_SECTOR: Final = 512
_TODO_PASSWORD: Final = "请打开它，去掉密码后另存一份再试"


def load(path: Path, promised: str) -> bytes:
    """The bytes of `path`, whose name promises the kind `promised`.

    Raises FileProblem if it is missing, no ordinary file, unreadable, empty or over the limit of its kind.
    """
    data = read_bytes(path, LIMITS[promised])
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise FileProblem(
            "文件是空的", where=str(path), todo="请确认选对了文件；如果它曾有内容，请从备份恢复"
        )
    return data


def kind_of(data: bytes, promised: str, where: str) -> str:
    """The kind the bytes have: a .doc is often a web page, a .docx under its old name, or the other way round.

    Raises FileProblem for encrypted files and for what is no text document at all.
    """
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    found = promised
    if data.startswith(b"PK\x03\x04"):
        found = OFFICE if b"opendocument.text" in data[:200] else DOCX
    elif data.startswith(_OLE):
        _refuse_encrypted(data, where)
        found = OFFICE
    elif b"%PDF-" in data[:1024]:
        found = PDF
    elif start.startswith(b"{\\rtf"):
        found = OFFICE
    elif promised in (OFFICE, DOCX, PDF):
        found = _as_text(start, promised, where)
    for magic, what in _FOREIGN.items():
        if data.startswith(magic):
            raise FileProblem(f"这是{what}，不是文字稿件", where=where, todo="请确认选对了文件")
    if len(data) > LIMITS[found]:
        size = LIMITS[found] // MEGABYTE
        raise FileProblem(f"文件超过 {size} MB，不像文字稿件", where=where, todo="请确认选对了文件")
    return found


def office_suffix(data: bytes, suffix: str) -> str:
    """The suffix an office suite expects of such bytes, where the name of the file has another."""
    if SUFFIXES.get(suffix) == OFFICE and not data.startswith(b"PK"):
        return ".rtf" if data.lstrip().startswith(b"{\\rtf") else suffix
    return ".odt" if data.startswith(b"PK") else ".rtf" if data.lstrip().startswith(b"{\\rtf") else ".doc"


def digest(data: bytes) -> str:
    """The first 16 hex digits of SHA-256 of `data`."""
    return hashlib.sha256(data).hexdigest()[:16]


def _as_text(start: bytes, promised: str, where: str) -> str:
    begin = start[:512].lower()
    if b"<html" in begin or begin.startswith((b"<!doctype html", b"<head", b"<body")):
        return HTML
    if b"\0" not in start and promised == OFFICE:
        return TEXT
    what = {OFFICE: " Word 文档", DOCX: " .docx 文件", PDF: " PDF 文件"}[promised]
    raise FileProblem(
        f"这不是{what}，或者已经损坏", where=where, todo="请用 Word 或 WPS 打开，另存为 .docx 再试"
    )


_FOREIGN: Final = {
    b"\x89PNG\r\n": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\x1f\x8b": "压缩包",
    b"SQLite format 3": "数据库",
    b"MZ\x90\0": "程序",
    b"\x7fELF": "程序",
}


def _refuse_encrypted(data: bytes, where: str) -> None:
    """Raises FileProblem if the compound file is an encrypted .docx, or a .doc whose header says so ([MS-DOC] 2.5.1,
    FibBase.fEncrypted); the header stands at the beginning of a sector."""
    locked = _ENCRYPTED_PACKAGE in data
    for at in range(_SECTOR, min(len(data), 64 * MEGABYTE), _SECTOR):
        if locked:
            break
        if data[at : at + 2] == b"\xec\xa5":
            locked = bool(data[at + 11 : at + 12] and data[at + 11] & 1)
            break
    if locked:
        raise FileProblem("文件加了密码", where=where, todo=_TODO_PASSWORD)
