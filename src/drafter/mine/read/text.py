"""Reading plain text."""

from __future__ import annotations

from drafter.errors import FileProblem
from drafter.mine.read.encoding import decode
from drafter.mine.read.parsed import MAX_CHARACTERS, Parsed


def read_text(data: bytes, where: str) -> Parsed:
    """The text of `data` in any encoding; a plain text says nothing about its lines, so there are none.

    Raises FileProblem if it is no text.
    """
    decoded = decode(data, where)
    if len(decoded.text) > MAX_CHARACTERS:
        raise FileProblem("里面的文字多得不正常", where=where, todo="请拆成几个文件再试")
    if not decoded.text.strip():
        raise FileProblem("里面没有文字", where=where, todo="请确认选对了文件")
    return Parsed(decoded.text, notes=(decoded.note,) if decoded.note else ())
