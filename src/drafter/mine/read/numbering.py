"""Automatic numbers of a .docx: counted as the word processor counts them (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from drafter.mine.read.number_formats import MAX_NUMBER, format_number
from drafter.mine.read.ooxml import FALLBACK, W, flag, number, value

if TYPE_CHECKING:
    from lxml.etree import _Element

LEVELS: Final = 9
_MAX_LABEL: Final = 60
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: `restart` is the number of levels above it that set it back, None for all of them."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    """A list definition and how far it has counted; `counts` lacks the levels that have not begun."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Use:
    """A w:num: its list, the levels it replaces, the numbers it starts with, and whether it has been used."""

    list: _List
    replaced: dict[int, _Level]
    starts: dict[int, int]
    begun: set[int] = field(default_factory=set)

    def level(self, index: int) -> _Level:
        return self.replaced.get(index) or self.list.levels.get(index) or _Level()


class Numbering:
    """The lists of a document, counting on with every paragraph that asks for a number."""

    def __init__(self, root: _Element | None) -> None:
        self._uses: dict[str, _Use] = {}
        if root is not None:
            self._read(root)

    def level_of_style(self, use: str, style: str) -> int:
        """The level (from 0) of the list `use` (a w:numId) that belongs to the paragraph style `style`; 0 if none."""
        found = self._uses.get(use)
        if found is None or not style:
            return 0
        return next((index for index in range(LEVELS) if found.level(index).style == style), 0)

    def label(self, use: str, index: int) -> str:
        """The number of the next paragraph at level `index` (from 0) of the list `use`, as printed, with a space if
        one parts it from the text; "" for bullets and for lists that do not exist."""
        found = self._uses.get(use)
        if found is None or not 0 <= index < LEVELS:
            return ""
        self._count(found, index)
        level = found.level(index)
        if level.format == "bullet":
            return ""
        label = _PLACE.sub(lambda place: _written(found, int(place[1]) - 1, level), level.text)[:_MAX_LABEL]
        # 1.1 or 第一条 need a space before the text, 一、 and （一） do not.
        return f"{label} " if label[-1:].isalnum() else label

    def _count(self, use: _Use, index: int) -> None:
        counts = use.list.counts
        if index in use.starts and index not in use.begun:
            counts.pop(index, None)
        use.begun.add(index)
        for above in range(index):
            counts.setdefault(above, _start(use, above))
        counts[index] = min(counts[index] + 1, MAX_NUMBER) if index in counts else _start(use, index)
        for below in range(index + 1, LEVELS):
            restart = use.level(below).restart
            if index < (below if restart is None else restart):
                counts.pop(below, None)

    def _read(self, root: _Element) -> None:
        lists: dict[str, _List] = {}
        linked: dict[str, _List] = {}
        borrowed: dict[str, str] = {}
        for item in root.iterchildren(f"{W}abstractNum"):
            made = _List(_levels(item))
            lists[item.get(f"{W}abstractNumId", "")] = made
            if style := value(item, "styleLink"):
                linked[style] = made
            if style := value(item, "numStyleLink"):
                borrowed[item.get(f"{W}abstractNumId", "")] = style
        for item in root.iterchildren(f"{W}num"):
            name = value(item, "abstractNumId")
            made = linked.get(borrowed.get(name, ""), lists.get(name, _List()))
            replaced: dict[int, _Level] = {}
            starts: dict[int, int] = {}
            for override in item.iterchildren(f"{W}lvlOverride"):
                index = number(override.get(f"{W}ilvl"), 0)
                replaced |= _levels(override)
                if start := value(override, "startOverride"):
                    starts[index] = number(start, 1)
            self._uses[item.get(f"{W}numId", "")] = _Use(made, replaced, starts)


def _start(use: _Use, index: int) -> int:
    return use.starts.get(index, use.level(index).start)


def _written(use: _Use, index: int, asking: _Level) -> str:
    level = use.level(index)
    count = use.list.counts.get(index, _start(use, index))
    # A legal number (17.9.4) is Arabic at every level: 1.1 below 第一章.
    return format_number(count, "decimal" if asking.legal else level.format)


def _levels(item: _Element) -> dict[int, _Level]:
    found = {}
    for lvl in item.iterchildren(f"{W}lvl"):
        restart = value(lvl, "lvlRestart")
        # A format of its own stands in a choice only newer programs read; the fallback is a standard one.
        name = value(lvl, "numFmt") or next((value(old, "numFmt") for old in lvl.iter(FALLBACK)), "")
        found[number(lvl.get(f"{W}ilvl"), 0)] = _Level(
            start=number(value(lvl, "start"), 1),
            format=name or "decimal",
            text=value(lvl, "lvlText"),
            restart=number(restart, 0) if restart else None,
            legal=flag(lvl, "isLgl") is True,
            style=value(lvl, "pStyle"),
        )
    return found
