"""Reading and writing files so that nothing is lost: size limits, encodings, atomic replacement."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path

from drafter.errors import FileProblem

MAX_TEXT_BYTES = 16 * 1024 * 1024
"""Largest text file we read: a hundred times the longest report, small enough to parse in a second."""


def read_bytes(path: Path, limit: int = MAX_TEXT_BYTES) -> bytes:
    """The bytes of `path`; raises FileProblem if it is missing, a folder, unreadable or over `limit` bytes."""
    where = str(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError:
        raise FileProblem("找不到这个文件", where=where, todo="请核对文件名和文件夹") from None
    except IsADirectoryError:
        raise FileProblem("这是一个文件夹，不是文件", where=where, todo="请指定其中的一个文件") from None
    except OSError as error:
        if path.is_dir():
            raise FileProblem("这是一个文件夹，不是文件", where=where, todo="请指定其中的一个文件") from None
        raise FileProblem(f"读不了这个文件（{reason(error)}）", where=where, todo="请检查文件权限") from None
    if len(data) > limit:
        size = f"{limit / 1024 / 1024:.0f} MB"
        raise FileProblem(f"文件超过 {size}，不像文字稿件", where=where, todo="请确认选对了文件")
    return data


def read_text(path: Path, limit: int = MAX_TEXT_BYTES) -> str:
    """The text of a UTF-8 file (a BOM is dropped, line ends become LF).

    Raises FileProblem if it is empty, binary or in another encoding, saying how to save it again.
    """
    data = read_bytes(path, limit)
    where = str(path)
    if not data.strip():
        raise FileProblem("文件是空的", where=where, todo="请确认选对了文件；如果它曾有内容，请从备份恢复")
    if b"\0" in data:
        raise FileProblem("这是二进制文件，不是文本文件", where=where, todo="请选择 UTF-8 编码的文本文件")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FileProblem(
            _encoding_fault(data), where=f"{where} 第 {line} 行", todo="请用编辑器另存为 UTF-8 编码再试"
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoding_fault(data: bytes) -> str:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "文件不是 UTF-8 编码，或者已经损坏"
    return "文件像是 GBK（ANSI）编码，不是 UTF-8"


def write_atomic(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that at any moment the file is either the old or the new one, whole.

    Writes a file beside it, syncs it, then replaces. Raises FileProblem, leaving the old file untouched.
    """
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise FileProblem(f"写不进去（{reason(error)}）", where=str(path), todo=advice(error)) from None


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current


def _sync_folder(folder: Path) -> None:
    # Without this a power cut may forget the rename; Windows has no such call and does not need it.
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


_REASONS = {
    errno.ENOSPC: ("磁盘已满", "请腾出空间，或换一个位置保存；稿件还在程序里，没有丢"),
    errno.EDQUOT: ("磁盘配额已用完", "请腾出空间，或换一个位置保存；稿件还在程序里，没有丢"),
    errno.EROFS: ("磁盘是只读的", "请换一个可写的文件夹"),
    errno.EACCES: ("没有权限", "请换一个可写的文件夹"),
    errno.EPERM: ("没有权限", "请换一个可写的文件夹"),
    errno.ENOENT: ("文件夹不存在", "请先建好文件夹，或换一个位置"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "请核对路径"),
    errno.EISDIR: ("这是一个文件夹", "请给出文件名"),
    errno.ENAMETOOLONG: ("文件名太长", "请换一个短一些的文件名"),
    errno.EIO: ("磁盘出错", "请换一个磁盘保存"),
}


def reason(error: OSError) -> str:
    """Why the system refused, in a few Chinese words."""
    known = _REASONS.get(error.errno or 0)
    return known[0] if known else (error.strerror or type(error).__name__)


def advice(error: OSError) -> str:
    """What the writer can do about it."""
    known = _REASONS.get(error.errno or 0)
    return known[1] if known else "请换一个位置再试"
