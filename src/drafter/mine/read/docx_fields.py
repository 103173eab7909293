"""Complex fields of a .docx: of each only the result is text, and nothing of a table of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from drafter.mine.read.number_formats import format_number

_CONTENTS = re.compile(r"\s*(?:TOC|INDEX)\b", re.IGNORECASE)
_CIRCLED = re.compile(r"\\o\s*\\ac\s*\(\s*[○〇◯][^,，]{0,3}[,，]\s*([^()]{1,4}?)\s*\)", re.IGNORECASE)
_MAX_CODE: Final = 4000


@dataclass(slots=True)
class _Field:
    code: list[str] = field(default_factory=list)
    result: bool = False
    contents: bool = False


class Fields:
    """The fields that are open at a place of the text. Without `balanced` every field ends with its paragraph."""

    def __init__(self, *, balanced: bool) -> None:
        self._open: list[_Field] = []
        self._balanced = balanced
        self.contents = False

    @property
    def silent(self) -> bool:
        """Whether text at this place is part of a code or of a table of contents."""
        return any(not item.result or item.contents for item in self._open)

    def code(self, text: str) -> None:
        """A piece of w:instrText."""
        if self._open and sum(map(len, self._open[-1].code)) < _MAX_CODE:
            self._open[-1].code.append(text)

    def mark(self, kind: str) -> str:
        """A w:fldChar: begin, separate or end; gives what the field prints if its code says it all."""
        if kind == "begin":
            self._open.append(_Field())
        elif self._open and kind == "separate":
            top = self._open[-1]
            top.result = True
            # A table of contents that never ends would swallow the document.
            top.contents = self._balanced and is_contents("".join(top.code))
            self.contents = self.contents or top.contents
        elif self._open and kind == "end":
            top = self._open.pop()
            return "" if top.result or self.silent else _printed("".join(top.code))
        return ""

    def end_paragraph(self) -> None:
        """A paragraph ends."""
        if not self._balanced:
            self._open.clear()


def is_contents(code: str) -> bool:
    """Whether a field code makes a table of contents or an index."""
    return _CONTENTS.match(code) is not None


def _printed(code: str) -> str:
    # EQ draws a circled number as a circle over a number.
    circled = _CIRCLED.search(code)
    if circled is None:
        return ""
    inside = circled[1]
    return format_number(int(inside), "decimalEnclosedCircle") if inside.isdecimal() else inside
