"""Which files are meant by the paths somebody typed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from drafter.characters import visible
from drafter.errors import DrafterError, Fault
from drafter.files import advice, open_regular, reason
from drafter.mine.read.collection import is_result
from drafter.mine.read.guard import LINES, SUFFIXES

MAX_FILES: Final = 1_000_000
_NONE: Final = "支持的格式：" + " ".join(SUFFIXES)


def files_of(paths: Sequence[Path]) -> tuple[list[Path], list[Fault]]:
    """The files named by `paths` in the order given, folders walked in the order of names, each file once.

    In folders, hidden files, lock files (~$...), unknown formats and the results of earlier runs (candidates, verdicts)
    are passed over; a folder with nothing to read, one
    that may not be entered, and a path that does not exist are faults. Links to folders are not followed inside folders.
    """
    found: dict[Path, None] = {}
    faults: list[Fault] = []
    for path in paths:
        try:
            is_folder = path.is_dir()
        except (OSError, ValueError):
            is_folder = False
        if is_folder:
            _folder(path, found, faults)
        elif path.suffix.lower() in SUFFIXES or not _exists(path):
            # Why it cannot be read, if so, is said by the reader, like for files that break later.
            _take(path, found, faults)
        else:
            faults.append(Fault("不认识这种格式", str(path), _NONE))
    return list(found), faults


def _take(path: Path, found: dict[Path, None], faults: list[Fault]) -> None:
    """Note a file to be read, or that its name cannot be written down, which candidates must do."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        faults.append(Fault("文件名里有认不出的字", visible(str(path)), "请给它改个名，再运行一次"))
    else:
        found.setdefault(path)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _folder(root: Path, found: dict[Path, None], faults: list[Fault]) -> None:
    before, skipped = len(found), 0
    seen = 0
    refused: list[OSError] = []
    for path in _walk(root, refused):
        if path.suffix.lower() in SUFFIXES and not _is_result(path):
            seen += 1
            _take(path, found, faults)
        else:
            skipped += 1
        if len(found) - before >= MAX_FILES:
            faults.append(Fault(f"文件超过 {MAX_FILES} 个，后面的没有读", str(root), "请分几次做"))
            return
    faults.extend(
        Fault(f"进不去这个文件夹（{reason(error)}）", str(error.filename), advice(error)) for error in refused
    )
    if not seen and not refused:
        also = f"，有 {skipped} 个别的文件" if skipped else ""
        faults.append(Fault(f"这个文件夹里没有能读的文件{also}", str(root), _NONE))


def _is_result(path: Path) -> bool:
    if SUFFIXES[path.suffix.lower()] != LINES:
        return False
    try:
        with open_regular(path) as stream:
            return is_result(stream.read(100))
    except DrafterError:
        return False


def _walk(root: Path, refused: list[OSError]) -> Iterator[Path]:
    for folder, folders, names in os.walk(root, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith((".", "~$")))
