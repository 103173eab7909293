"""Reading a collection (.jsonl): one text a line, in the field "text"."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from drafter.errors import Fault, FileProblem
from drafter.files import open_regular
from drafter.mine.read.guard import MEGABYTE, digest
from drafter.mine.source import Source

MAX_LINE: Final = 32 * MEGABYTE
_MAX_FAULTS: Final = 20
_MAX_FIELD: Final = 500
_ORIGINS: Final = ("site", "origin", "source")
_RESULT: Final = re.compile(rb'\{"id": ?"c-[0-9a-f]{12}"')
"""How a line of a file of candidates or of verdicts begins."""
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BREAKS = re.compile(r"\r\n?")


def is_result(head: bytes) -> bool:
    """Whether a file that begins with `head` holds candidates or verdicts: read again, it would bear witness to itself."""
    return bool(_RESULT.match(head))


def read_collection(path: Path, origin: str) -> Iterator[Source]:
    """A Source for each line of `path`; `origin` is theirs if the line names none (site, origin or source).

    Raises FileProblem at once if the file cannot be read, is empty or a result of mining, and at the end, after all good lines, one that
    lists the lines that are broken.
    """
    faults: list[Fault] = []
    number = broken = found = 0
    with open_regular(path) as stream:
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            if number == 1 and is_result(line):
                raise FileProblem("这是挖掘或审阅的结果，不是文稿", where=str(path), todo="请给出原来的文稿")
            try:
                source = _source(line, path, number, origin)
            except ValueError as error:
                broken += 1
                where = f"{path} 第 {number} 行"
                faults.append(Fault(str(error), where, "请改正或删去这一行"))
                del faults[_MAX_FAULTS:]
                _skip(line, stream)
            else:
                if source is not None:
                    found += 1
                    yield source
    if broken > len(faults):
        faults.append(Fault(f"另外还有 {broken - len(faults)} 行不能读", str(path)))
    if faults:
        raise FileProblem(faults[0].what, faults=faults)
    if not found:
        raise FileProblem(
            "文件是空的", where=str(path), todo="请确认选对了文件；如果它曾有内容，请从备份恢复"
        )


def _source(line: bytes, path: Path, number: int, origin: str) -> Source | None:
    """The text of a line, None for an empty line; raises ValueError with a Chinese reason."""
    if len(line) > MAX_LINE:
        raise ValueError(f"这一行超过 {MAX_LINE // MEGABYTE} MB")
    if not line.strip(b"\xef\xbb\xbf \t\r\n"):
        return None
    try:
        entry = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except (ValueError, RecursionError):
        raise ValueError("这一行不是 UTF-8 编码的 JSON") from None
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        raise ValueError("这一行没有文字（text）一项")
    text = _plain(entry["text"])
    if not text.strip():
        raise ValueError("这一行的文字（text）是空的")
    site = next((_field(entry, name) for name in _ORIGINS if _field(entry, name)), origin)
    return Source(f"{path}#{number}", text, (), digest(text.encode()), site, _field(entry, "title"))


def _field(entry: dict[str, object], name: str) -> str:
    value = entry.get(name)
    return " ".join(_plain(value[:_MAX_FIELD]).split()) if isinstance(value, str) else ""


def _plain(text: str) -> str:
    """With line feeds as line ends, and without halves of characters, which JSON may hold and no file can."""
    return _BREAKS.sub("\n", _SURROGATE.sub("\ufffd", text))


def _skip(line: bytes, stream: BinaryIO) -> None:
    """Go behind the end of a line of which `line` is the beginning."""
    while line and not line.endswith(b"\n"):
        line = stream.readline(MAX_LINE)
