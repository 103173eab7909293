"""Where every key of a TOML text stands, and which table every comment belongs to.

tomllib gives values without places. This scanner walks the same text once more, only when somebody asks for a
line (an error message) or for the comments (a draft that will be written back). It reads text tomllib has
accepted; on any other it stops at the first thing that does not fit (`stuck`).
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass

Path = tuple[str | int, ...]
"""Keys and zero-based indices from the root, such as ("phrase", 3, "text")."""

_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"[ \t\n]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_COMMENT = re.compile(r"#[^\n]*")
_SCALAR = re.compile(r"[^,\]}\n#]*")
# Written as unrolled loops, which take linear time; possessive ones go wrong in Python before 3.11.5.
_STRINGS = (
    re.compile(r'"""[^"\\]*(?:(?:\\.|"{1,2}(?!"))[^"\\]*)*"{3,5}', re.DOTALL),
    re.compile(r"'''[^']*(?:'{1,2}(?!')[^']*)*'{3,5}"),
    re.compile(r'"(?!"")[^"\\\n]*(?:\\.[^"\\\n]*)*"'),
    re.compile(r"'(?!'')[^'\n]*'"),
)


@dataclass(frozen=True, slots=True)
class Note:
    """A comment without its `#`: it belongs to the table `owner` and stands at its `key` ("" above it)."""

    text: str
    owner: Path
    key: str = ""


class Stuck(Exception):
    """The scanner met something that is not TOML; `position` is where the unfinished thing begins."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


class Lines:
    """The places of one text. `doubles` maps a path that is given twice to the offset of the second time."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._marks: dict[Path, int] = {(): 0}
        self._counts: dict[Path, int] = {}
        self._waiting: list[str] = []
        self._table: Path = ()
        self._key = ""
        self.notes: list[Note] = []
        self.doubles: dict[Path, int] = {}
        self.stuck: int | None = None
        try:
            self._scan()
        except Stuck as stop:
            self.stuck = stop.position

    def line(self, *keys: str | int) -> int:
        """The 1-based line of a key path, or of the nearest thing around it that has a line."""
        for size in range(len(keys), -1, -1):
            if keys[:size] in self._marks:
                return self.line_at(self._marks[keys[:size]])
        return 1

    def line_at(self, offset: int) -> int:
        """The 1-based line of a character offset."""
        return bisect_right(self._starts, offset)

    def _scan(self) -> None:
        text, position = self._text, 0
        while (position := self._after(_BLANK, position)) < len(text):
            if text[position] == "#":
                position = self._comment(position)
                continue
            position, owner, key = self._header(position) if text[position] == "[" else self._pair(position)
            position = self._after(_SPACE, position)
            if text.startswith("#", position):
                position = self._comment(position)
                self._settle(owner, key)
            if position < len(text) and text[position] != "\n":
                raise Stuck(position)
        self._settle(self._table, self._key)

    def _after(self, pattern: re.Pattern[str], position: int) -> int:
        found = pattern.match(self._text, position)
        if found is None:
            raise Stuck(position)
        return found.end()

    def _comment(self, position: int) -> int:
        end = self._after(_COMMENT, position)
        self._waiting.append(self._text[position + 1 : end].removeprefix(" "))
        return end

    def _settle(self, owner: Path, key: str) -> None:
        self.notes.extend(Note(text, owner, key) for text in self._waiting)
        self._waiting.clear()

    def _header(self, start: int) -> tuple[int, Path, str]:
        many = self._text.startswith("[[", start)
        keys, position = self._keys(start + 1 + many)
        closing = "]]" if many else "]"
        if not self._text.startswith(closing, position):
            raise Stuck(start)
        table = self._resolve(keys[:-1], start) + keys[-1:]
        if many:
            self._marks.setdefault(table, start)
            count = self._counts.get(table, 0)
            self._counts[table] = count + 1
            table += (count,)
        elif table in self._counts:
            table += (self._counts[table] - 1,)
        if table in self._marks:
            self.doubles.setdefault(table, start)
        self._marks.setdefault(table, start)
        self._table, self._key = table, ""
        self._settle(table, "")
        return position + len(closing), table, ""

    def _resolve(self, keys: tuple[str, ...], start: int) -> Path:
        path: Path = ()
        for key in keys:
            path += (key,)
            if path in self._counts:
                path += (self._counts[path] - 1,)
            self._marks.setdefault(path, start)
        return path

    def _pair(self, start: int) -> tuple[int, Path, str]:
        position, self._key = self._assignment(start, self._table)
        self._settle(self._table, self._key)
        return position, self._table, self._key

    def _assignment(self, start: int, table: Path) -> tuple[int, str]:
        keys, position = self._keys(start)
        if not self._text.startswith("=", position):
            raise Stuck(start)
        path = table
        for key in keys:
            path += (key,)
            if len(path) == len(table) + len(keys) and path in self._marks:
                self.doubles.setdefault(path, start)
            self._marks.setdefault(path, start)
        return self._value(self._after(_SPACE, position + 1), path), keys[0]

    def _keys(self, position: int) -> tuple[tuple[str, ...], int]:
        keys: list[str] = []
        while True:
            position = self._after(_SPACE, position)
            end = self._string(position) if self._text[position : position + 1] in ('"', "'") else None
            end = end or self._after(_BARE, position)
            raw = self._text[position:end]
            keys.append(_unquoted(raw))
            position = self._after(_SPACE, end)
            if not self._text.startswith(".", position):
                return tuple(keys), position
            position += 1

    def _string(self, position: int) -> int:
        for pattern in _STRINGS:
            if found := pattern.match(self._text, position):
                return found.end()
        raise Stuck(position)

    def _value(self, position: int, path: Path) -> int:
        first = self._text[position : position + 1]
        if first in ('"', "'"):
            return self._string(position)
        if first == "[":
            return self._array(position, path)
        if first == "{":
            return self._inline_table(position, path)
        return self._after(_SCALAR, position)

    def _array(self, start: int, path: Path) -> int:
        position, index = self._gap(start + 1), 0
        while not self._text.startswith("]", position):
            if position >= len(self._text):
                raise Stuck(start)
            self._marks.setdefault((*path, index), position)
            position = self._gap(self._value(position, (*path, index)))
            index += 1
            if self._text.startswith(",", position):
                position = self._gap(position + 1)
            elif not self._text.startswith("]", position):
                raise Stuck(start)
        return position + 1

    def _gap(self, position: int) -> int:
        while self._text.startswith("#", position := self._after(_BLANK, position)):
            position = self._comment(position)
        return position

    def _inline_table(self, start: int, path: Path) -> int:
        position = self._after(_SPACE, start + 1)
        while not self._text.startswith("}", position):
            position = self._after(_SPACE, self._assignment(position, path)[0])
            if self._text.startswith(",", position):
                position = self._after(_SPACE, position + 1)
            elif not self._text.startswith("}", position):
                raise Stuck(start)
        return position + 1


def _unquoted(raw: str) -> str:
    if raw[0] not in "\"'":
        return raw
    if raw[0] == '"' and "\\" in raw:
        try:
            return str(tomllib.loads(f"key = {raw}")["key"])
        except tomllib.TOMLDecodeError:
            return raw
    return raw[1:-1]
