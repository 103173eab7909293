"""Files to text: `read` gives the sources a file holds, `files_of` the files that paths name.

guard.py (what it is, how large) -> encoding.py text.py markdown.py collection.py here, or html.py docx.py pdf.py in a child
process (child.py, worker.py) -> parsed.py. Old formats go through office.py first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from drafter.errors import FileProblem
from drafter.files import open_regular
from drafter.mine.read import child, guard
from drafter.mine.read.collection import is_result, read_collection
from drafter.mine.read.folders import files_of
from drafter.mine.read.guard import SUFFIXES
from drafter.mine.read.markdown import read_markdown
from drafter.mine.read.office import to_docx
from drafter.mine.read.parsed import Parsed
from drafter.mine.read.text import read_text
from drafter.mine.source import Source

__all__ = ["SUFFIXES", "files_of", "is_result", "read"]

_OWN: Final[dict[str, Callable[[bytes, str], Parsed]]] = {
    guard.TEXT: read_text,
    guard.MARKDOWN: read_markdown,
}


def read(path: Path) -> Iterator[Source]:
    """The texts in `path`: one for each line of a collection (.jsonl), else one.

    Raises FileProblem, with what to do about it, if the file cannot be read; for a collection with broken lines, after
    all good ones have been given.
    """
    origin = str(path.parent)
    promised = SUFFIXES.get(path.suffix.lower())
    if promised is None:
        with open_regular(path):
            pass  # That it is not there matters more than what it is called.
        todo = f"支持的格式：{' '.join(SUFFIXES)}"
        raise FileProblem("不认识这种格式", where=str(path), todo=todo)
    if promised == guard.LINES:
        yield from read_collection(path, origin)
        return
    data = guard.load(path, promised)
    parsed = _parsed(data, promised, path)
    yield Source(str(path), parsed.text, parsed.lines, guard.digest(data), origin, parsed.title, parsed.notes)


def _parsed(data: bytes, promised: str, path: Path) -> Parsed:
    where = str(path)
    kind = guard.kind_of(data, promised, where)
    if kind == guard.OFFICE:
        data, kind = to_docx(data, guard.office_suffix(data, path.suffix.lower()), where), guard.DOCX
    if own := _OWN.get(kind):
        return own(data, where)
    return child.parse(kind, data, where)
