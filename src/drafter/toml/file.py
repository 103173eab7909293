"""Reading the TOML files people write by hand: values, the line each came from, and typed fields.

`read_toml` is the only door; phrases, vocabularies, outlines, layouts, rules and drafts all come through it.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drafter.characters import steers
from drafter.errors import Fault, FileProblem
from drafter.files import MAX_TEXT_BYTES, read_text
from drafter.toml.dump import dump_key, dump_pair, dump_text, dump_value

if TYPE_CHECKING:
    from drafter.toml.lines import Lines

__all__ = [
    "Fields",
    "TomlFile",
    "TypedFloat",
    "as_typed",
    "dump_key",
    "dump_pair",
    "dump_text",
    "dump_value",
    "parse_toml",
    "read_toml",
]

# tomllib takes quadratic time over a key with very many parts; no file of ours has more than five.
_ENDLESS_KEY = re.compile(r"(?<![\w\"'-])(?:[\w\"'-]+[ \t]*\.[ \t]*){64}")
# Python neither prints nor reads back numbers of this length, and 64 bits are all TOML promises.
_ENDLESS_NUMBER = re.compile(r"\b0[xob][0-9A-Fa-f_]{1000}")
MAX_DEPTH = 64
"""Tables and lists within one another; our own files have five levels."""

_KINDS: Mapping[type, str] = {
    str: "文字", bool: "真假值", int: "整数", float: "小数", list: "列表", dict: "表",
}  # fmt: skip


class TypedFloat(float):
    """A number with a point, and how it was written: `3.50` stays `3.50`."""

    def __init__(self, typed: str) -> None:
        super().__init__()
        self.typed = typed


def as_typed(value: object) -> str | None:
    """A TOML value as a writer would type it into a form: numbers and dates as written, a list joined with 、.

    None if it has no such form (a table, a list within a list).
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, TypedFloat)):
        return str(getattr(value, "typed", value))
    if isinstance(value, list):
        items = [None if isinstance(item, list) else as_typed(item) for item in value]
        return None if None in items else "、".join(item for item in items if item is not None)
    return None if isinstance(value, dict) else str(value)


class TomlFile:
    """One parsed file: `data` as tomllib gives it, and where every key stands (found on first request)."""

    __slots__ = ("_lines", "_text", "data", "path")

    def __init__(self, path: Path, text: str, data: dict[str, Any]) -> None:
        self.path = path
        self.data = data
        self._text = text
        self._lines: Lines | None = None

    @property
    def lines(self) -> Lines:
        """Places and comments of the text."""
        if self._lines is None:
            from drafter.toml.lines import Lines

            self._lines = Lines(self._text)
        return self._lines

    def line(self, *keys: str | int) -> int:
        """The 1-based line of a key path such as `("phrase", 3, "text")`, or of the table around it."""
        return self.lines.line(*keys)

    def where(self, *keys: str | int) -> str:
        """The same for a message: "文件 第 12 行"."""
        return f"{self.path} 第 {self.line(*keys)} 行"


def read_toml(path: Path, limit: int = MAX_TEXT_BYTES) -> TomlFile:
    """The TOML file at `path`, at most `limit` bytes.

    Raises FileProblem if it cannot be read, is not UTF-8 text, or is not TOML (every fault, with its line).
    """
    return parse_toml(read_text(path, limit), path)


def parse_toml(text: str, path: Path) -> TomlFile:
    """TOML `text` (line ends LF) that came from `path`, which messages name. Raises FileProblem."""
    if _ENDLESS_KEY.search(text):
        raise FileProblem("有一个名称由太多段组成", where=str(path), todo="请确认选对了文件")
    if endless := _ENDLESS_NUMBER.search(text):
        where = f"{path} 第 {text.count(chr(10), 0, endless.start()) + 1} 行"
        raise FileProblem("有一个数太长", where=where, todo="请改短，或给它加上半角双引号")
    try:
        data = tomllib.loads(text, parse_float=TypedFloat)
        _refuse_depth(data)
    except (ValueError, RecursionError) as error:
        from drafter.toml.faults import syntax_faults

        faults = syntax_faults(text, str(path), error)
        raise FileProblem(faults[0].what, faults=faults) from None
    return TomlFile(path, text, data)


def _refuse_depth(data: dict[str, Any]) -> None:
    # Whatever tomllib could still parse, the code that cleans, compares and writes values can walk as well.
    level: list[Any] = [data]
    for _ in range(MAX_DEPTH):
        inside = (item for one in level for item in (one.values() if isinstance(one, dict) else one))
        level = [item for item in inside if isinstance(item, (dict, list))]
        if not level:
            return
    raise RecursionError


class Fields:
    """Typed reading of one table: every getter notes what is wrong in `faults` and gives a usable default.

    `keys` is the path of the table in `file`; `faults` may be shared between the tables of a file, so that
    all faults are reported at once.
    """

    def __init__(
        self,
        file: TomlFile,
        keys: tuple[str | int, ...],
        table: Mapping[str, Any],
        faults: list[Fault] | None = None,
    ) -> None:
        self.file = file
        self.keys = keys
        self.table = table
        self.faults: list[Fault] = [] if faults is None else faults
        self._asked: set[str] = set()

    def fault(self, name: str, what: str, todo: str = "") -> None:
        """Note a fault of field `name` ("" for the table itself)."""
        keys = (*self.keys, name) if name else self.keys
        self.faults.append(Fault(what, self.file.where(*keys), todo))

    def where(self, name: str = "") -> str:
        """The place of field `name`, or of the table, for a message."""
        return self.file.where(*self.keys, name) if name else self.file.where(*self.keys)

    def text(self, name: str, default: str = "", *, required: bool = False) -> str:
        """A string; `required` refuses a missing or blank one."""
        value = self._get(name, str, default, required, f'{name} = "…"')
        if required and name in self.table and isinstance(value, str) and not value.strip():
            self.fault(name, f"{name} 是空的", f'请写成 {name} = "…"')
        self._refuse_unseen(name, (str(value),))
        return str(value)

    def choice(
        self, name: str, options: Collection[str], default: str = "", *, required: bool = False
    ) -> str:
        """A string that is one of `options`, or missing."""
        value = self.text(name, default, required=required)
        if value in options or not isinstance(self.table.get(name), str):
            return value
        # Of a blank one that is required, `text` has told already.
        if value.strip() or not required:
            near = _nearest(value, options)
            hint = f"；是不是 {near}？" if near else ""
            self.fault(name, f"{name} 不能是“{value[:60]}”", f"可以是：{'、'.join(options)}{hint}")
        return default

    def raw(self, name: str, default: Any = None) -> Any:
        """Whatever stands there."""
        self._asked.add(name)
        return self.table.get(name, default)

    def items(self, name: str, example: str, *, required: bool = False) -> list[Any]:
        """A list of anything; `example` is what to write instead of something that is no list."""
        return list(self._get(name, list, [], required, example))

    def texts(self, name: str, default: tuple[str, ...] = (), *, required: bool = False) -> tuple[str, ...]:
        """A list of strings."""
        value = self._get(name, list, list(default), required, f'{name} = ["…", "…"]')
        if not all(isinstance(item, str) for item in value):
            self.fault(name, f"{name} 里每一项都要是文字", f'请写成 {name} = ["…", "…"]')
            return default
        self._refuse_unseen(name, value)
        return tuple(value)

    def integer(
        self,
        name: str,
        default: int = 0,
        *,
        required: bool = False,
        low: int | None = None,
        high: int | None = None,
    ) -> int:
        """A whole number between `low` and `high` (both included)."""
        value = int(self._get(name, int, default, required, f"{name} = {default}"))
        return value if self._within(name, value, low, high) else default

    def optional_integer(self, name: str) -> int | None:
        """A whole number, or None if it is not given."""
        self._asked.add(name)
        return self.integer(name) if name in self.table else None

    def number(
        self,
        name: str,
        default: float = 0.0,
        *,
        required: bool = False,
        low: float | None = None,
        high: float | None = None,
    ) -> float:
        """A finite number, whole or not, between `low` and `high` (both included)."""
        kind = int if isinstance(self.table.get(name), int) else float
        try:
            value = float(self._get(name, kind, default, required, f"{name} = {default}"))
        except OverflowError:
            value = math.inf
        return value if self._within(name, value, low, high) else default

    def flag(self, name: str, default: bool = False) -> bool:
        """true or false."""
        return bool(self._get(name, bool, default, False, f"{name} = true"))

    def sub(self, name: str) -> Fields:
        """The table `[... .name]` (empty if missing), sharing these faults."""
        path = ".".join(str(key) for key in (*self.keys, name) if isinstance(key, str))
        value = self._get(name, dict, {}, False, f"[{path}]")
        return Fields(self.file, (*self.keys, name), value, self.faults)

    def tables(self, name: str, *, required: bool = False) -> tuple[Fields, ...]:
        """The tables of `[[name]]`, sharing these faults."""
        value = self._get(name, list, [], required, f"[[{name}]]")
        if not all(isinstance(item, dict) for item in value):
            self.fault(name, f"{name} 应当是一组表", f"每一项请以 [[{name}]] 开头")
            return ()
        return tuple(
            Fields(self.file, (*self.keys, name, index), item, self.faults)
            for index, item in enumerate(value)
        )

    def unknown(self) -> dict[str, Any]:
        """The entries no getter has asked for so far, in file order."""
        return {name: value for name, value in self.table.items() if name not in self._asked}

    def refuse_unknown(self) -> None:
        """Note a fault for every entry no getter has asked for, with the name that was probably meant."""
        for name in self.unknown():
            near = _nearest(name, self._asked)
            meant = f"是不是 {near}？" if near else f"这里可以写：{'、'.join(sorted(self._asked))}"
            self.fault(name, f"不认识“{name}”这一项", meant)

    def _refuse_unseen(self, name: str, texts: Iterable[str]) -> None:
        # They steer terminals and break documents. A draft has lost its own before its fields are read.
        if any(steers(text) for text in texts):
            self.fault(name, f"{name} 里有看不见的控制字符", "请删去，重新输入")

    def _within(self, name: str, value: float, low: float | None, high: float | None) -> bool:
        given = self.table.get(name)
        least, most = -math.inf if low is None else low, math.inf if high is None else high
        # TOML also knows nan and inf. What is no number at all already has its fault.
        in_range = -math.inf < value < math.inf and least <= value <= most
        if in_range or isinstance(given, bool) or not isinstance(given, int | float):
            return True
        shown = f"{value:g}" if isinstance(value, float) else value
        todo = (
            "请写一个普通的数" if low is None and high is None else f"可以是 {_limit(low)} 至 {_limit(high)}"
        )
        self.fault(name, f"{name} 不能是 {shown}", todo.strip())
        return False

    def _get(self, name: str, kind: type, default: Any, required: bool, example: str) -> Any:
        self._asked.add(name)
        if name not in self.table:
            if required:
                self.fault("", f"缺少 {name}", f"请加上 {example}")
            return default
        value = self.table[name]
        # In Python true is an int; in a file it is not a number.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            found = _KINDS.get(type(value), "日期")
            self.fault(name, f"{name} 应当是{_KINDS[kind]}，这里是{found}", f"请写成 {example}")
            return default
        return value


def _limit(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _nearest(word: str, options: Collection[str]) -> str:
    import difflib

    return next(iter(difflib.get_close_matches(word, options, 1)), "")
