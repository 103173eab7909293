"""Reading and writing files so that nothing is lost: size limits, encodings, atomic replacement."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from drafter.errors import FileProblem

MAX_TEXT_BYTES = 16 * 1024 * 1024
"""Largest text file we read: a hundred times the longest report, small enough to parse in a second."""

STALE_SECONDS = 60.0
"""A half-written file older than this belongs to a process that died."""

LOCK_SECONDS = 5.0
"""How long one save waits for another program to finish saving the same file, which takes a few milliseconds."""

_BAD_NAMES = (errno.ELOOP, errno.ENAMETOOLONG, errno.ENOTDIR)


@contextlib.contextmanager
def open_regular(path: Path) -> Iterator[BinaryIO]:
    """`path` open for reading bytes; raises FileProblem if it is missing, a folder, a pipe or unreadable."""
    where = str(path)
    try:
        usable = b"\0" not in os.fsencode(path)
    except ValueError:
        usable = False
    if not usable:
        raise _not_a_name(path)
    try:
        with open(path, "rb", opener=_open_at_once) as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise FileProblem("这不是普通文件", where=where, todo="请先存成文件，再指定它")
            yield stream
    except FileNotFoundError:
        raise FileProblem("找不到这个文件", where=where, todo="请核对文件名和文件夹") from None
    except IsADirectoryError:
        raise _a_folder(path) from None
    except OSError as error:
        # Where a folder above may not be entered, even this question is refused.
        with contextlib.suppress(OSError):
            if path.is_dir():
                raise _a_folder(path) from None
        todo = advice(error) if error.errno in _BAD_NAMES else "请检查文件权限"
        raise FileProblem(f"读不了这个文件（{reason(error)}）", where=where, todo=todo) from None


def read_bytes(path: Path, limit: int = MAX_TEXT_BYTES) -> bytes:
    """The bytes of `path`; raises FileProblem if it is missing, a folder, unreadable or over `limit` bytes."""
    with open_regular(path) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        size = f"{limit / 1024 / 1024:.0f} MB"
        raise FileProblem(f"文件超过 {size}，不像文字稿件", where=str(path), todo="请确认选对了文件")
    return data


def _open_at_once(path: str, flags: int) -> int:
    # A named pipe without a writer would otherwise keep the program waiting for ever.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _a_folder(path: Path) -> FileProblem:
    return FileProblem("这是一个文件夹，不是文件", where=str(path), todo="请指定其中的一个文件")


def _not_a_name(path: Path) -> FileProblem:
    return FileProblem("文件名里有不能用的字符", where=str(path), todo="请换一个文件名")


def read_text(path: Path, limit: int = MAX_TEXT_BYTES) -> str:
    """The text of a UTF-8 file (a BOM is dropped, line ends become LF).

    Raises FileProblem if it is empty, binary or in another encoding, saying how to save it again.
    """
    return text_of(read_bytes(path, limit), str(path))


def text_of(data: bytes, where: str) -> str:
    """The text of the bytes of a file that messages call `where`; see read_text."""
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise FileProblem("文件是空的", where=where, todo="请确认选对了文件；如果它曾有内容，请从备份恢复")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileProblem("文件是 UTF-16（“Unicode”）编码，不是 UTF-8", where=where, todo=_SAVE_AGAIN)
    if b"\0" in data:
        raise FileProblem("这是二进制文件，不是文本文件", where=where, todo="请选择 UTF-8 编码的文本文件")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        what, todo = _encoding_fault(data, error)
        raise FileProblem(what, where=f"{where} 第 {line} 行", todo=todo) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


_SAVE_AGAIN = "请用编辑器另存为 UTF-8 编码再试"


def _encoding_fault(data: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    # Three good bytes that break off at the very end: the tail is missing, the encoding is right.
    if error.reason == "unexpected end of data" and not data[: error.start].isascii():
        return "文件的末尾不完整，像是没有写完或没有下载完", "请从备份恢复，或重新取得这个文件"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "文件不是 UTF-8 编码，或者已经损坏", _SAVE_AGAIN
    return "文件像是 GBK（ANSI）编码，不是 UTF-8", _SAVE_AGAIN


def write_atomic(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that at any moment the file is either the old or the new one, whole.

    Writes a file beside it, syncs it, then replaces; a link is followed and the file mode kept. Raises
    FileProblem, leaving the old file untouched.
    """
    try:
        target = Path(os.path.realpath(path))
        mode = _mode_of(target, path)
        beside, descriptor = _create_beside(target)
    except OSError as error:
        raise problem(error, path) from None
    except ValueError:
        raise _not_a_name(path) from None
    try:
        with os.fdopen(descriptor, "wb") as stream:
            if mode is not None:
                beside.chmod(mode)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(target)
    except BaseException as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise problem(error, path) from None
        raise
    _sync_folder(target.parent)


def _create_beside(target: Path) -> tuple[Path, int]:
    """A new file that will replace `target`, open for writing: usually under one name, so that what a crash left is
    taken away by a later save, and a short one, because a Chinese name may already be as long as the disk allows.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    usual = target.with_name(f".drafter-{zlib.crc32(os.fsencode(target.name)):08x}.part")
    try:
        # Forward or backward: the clock may have been wrong when the process died.
        if abs(time.time() - usual.stat().st_mtime) >= STALE_SECONDS:
            usual.unlink()
    except OSError:
        with contextlib.suppress(FileExistsError):
            return usual, os.open(usual, flags, 0o666)
    # Somebody may be saving the same file at this moment, or taking the same leftover away.
    other = target.with_name(f".drafter-{secrets.token_hex(4)}.part")
    return other, os.open(other, flags, 0o666)


@contextlib.contextmanager
def sole_writer(path: Path) -> Iterator[None]:
    """Hold the file at `path`, if there is one, so that nobody else who does the same can replace it meanwhile.

    Whoever compares a file with what was read before replacing it needs this, or two savers may both find it
    unchanged. Raises FileProblem if another program does not let go of it.
    """
    give_up = time.monotonic() + LOCK_SECONDS
    # Windows does not replace an open file, so there is nothing to hold it by.
    while os.name == "posix":
        try:
            descriptor = _open_at_once(str(path), os.O_RDONLY)
        except (OSError, ValueError):
            break
        try:
            if lock_file(descriptor):
                yield
                return
        finally:
            os.close(descriptor)
        if time.monotonic() > give_up:
            raise FileProblem("别的程序正在保存这个文件", where=str(path), todo="请稍等片刻再试")
        time.sleep(0.01)
    yield


def problem(error: OSError, path: Path) -> FileProblem:
    """What to tell the writer when `path` could not be written."""
    return FileProblem(f"写不进去（{reason(error)}）", where=str(path), todo=advice(error))


def _mode_of(target: Path, path: Path) -> int | None:
    """The permission bits of an existing target; refuses what a replace would wrongly sweep aside."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(found.st_mode):
        raise FileProblem("这不是普通文件", where=str(path), todo="请换一个文件名")
    if not os.access(target, os.W_OK):
        raise FileProblem("这个文件是只读的", where=str(path), todo="请另存为别的文件名，或先去掉只读属性")
    return stat.S_IMODE(found.st_mode)


def _sync_folder(folder: Path) -> None:
    # Without this a power cut may forget the rename. Windows has no such call, and some network disks refuse
    # it; the new file is in place either way, so a refusal is no failure.
    if os.name == "posix":
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


_REASONS: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("磁盘已满", "请腾出空间，或换一个位置保存；原来的文件没有动"),
    errno.EFBIG: ("文件超过系统允许的大小", "请换一个位置保存；原来的文件没有动"),
    errno.EROFS: ("磁盘是只读的", "请换一个可写的文件夹"),
    errno.EACCES: ("没有权限", "请换一个可写的文件夹；如果文件正在别的程序里打开，请先关掉它"),
    errno.EPERM: ("没有权限", "请换一个可写的文件夹"),
    errno.ENOENT: ("文件夹不存在", "请先建好文件夹，或换一个位置"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "请核对路径"),
    errno.EISDIR: ("这是一个文件夹", "请给出文件名"),
    errno.ENAMETOOLONG: ("文件名太长", "请换一个短一些的文件名"),
    errno.ELOOP: ("链接绕成了圈", "请核对这个链接指向哪里"),
    errno.EIO: ("磁盘出错", "请换一个磁盘保存"),
}
if hasattr(errno, "EDQUOT"):  # not on Windows
    _REASONS[errno.EDQUOT] = ("磁盘配额已用完", _REASONS[errno.ENOSPC][1])


def reason(error: OSError) -> str:
    """Why the system refused, in a few Chinese words."""
    known = _REASONS.get(error.errno or 0)
    return known[0] if known else f"系统拒绝：{error.strerror or type(error).__name__}"


def advice(error: OSError) -> str:
    """What the writer can do about it."""
    known = _REASONS.get(error.errno or 0)
    return known[1] if known else "请换一个位置再试"


def lock_file(descriptor: int) -> bool:
    """Hold an open file for this process until it is closed or the process dies; False if another holds it,
    or if the file has just lost its name."""
    try:
        if sys.platform == "win32":
            import msvcrt

            # A byte far behind the end: the bytes of the file itself stay readable.
            os.lseek(descriptor, 1 << 30, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_END)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # Some network disks know no locks (ENOLCK, ENOSYS); there the journal works without.
        return error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
    return os.fstat(descriptor).st_nlink > 0


def free_name(path: Path, note: str = "") -> Path:
    """A path beside `path` that does not exist: 总结（note）.draft.toml, 总结（note2）.draft.toml ..."""
    suffix = ".draft.toml" if path.name.endswith(".draft.toml") else path.suffix
    stem = path.name[: len(path.name) - len(suffix)]
    for number in range(1, 10_000):
        tag = f"{note}{number if number > 1 else ''}" if note else str(number)
        candidate = path if not note and number == 1 else path.with_name(f"{stem}（{tag}）{suffix}")
        if not candidate.exists():
            return candidate
    raise FileProblem("同名的文件太多了", where=str(path.parent), todo="请换一个文件名")
