"""The styles of a .docx: what a paragraph or a run inherits along the chain of w:basedOn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drafter.mine.read.ooxml import W, flag, number, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_LONGEST_CHAIN: Final = 32
_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])")
_CONTENTS = re.compile(r"(?:toc|目录|目錄)\s*(?:[1-9]|heading|标题)")
_TITLES: Final = ("title", "标题", "標題")
BODY_LEVEL: Final = 9
"""The outline level of text that is no heading (17.3.1.20)."""


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    base: str
    level: int | None
    list: str
    list_level: int | None
    bold: bool | None
    hidden: bool | None


class Styles:
    """What the styles say, by style id; "" stands for the default paragraph style."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._default = ""
        if root is None:
            return
        for item in root.iterchildren(f"{W}style"):
            name = item.get(f"{W}styleId", "")
            self._styles[name] = _style(item)
            if item.get(f"{W}type") == "paragraph" and item.get(f"{W}default") in ("1", "true", "on"):
                self._default = name

    def level(self, style: str) -> int:
        """The outline level from 1 to 9 that a paragraph style gives, 0 if none."""
        for found in self._chain(style):
            if found.level is not None:
                return 0 if found.level >= BODY_LEVEL else found.level + 1
            if heading := _HEADING.fullmatch(found.name):
                return int(heading[1])
        return 0

    def list(self, style: str) -> tuple[str, int | None, str]:
        """The list (w:numId) of a paragraph style, its level, and the style that says so; "" if it has none."""
        for name, found in self._named_chain(style):
            if found.list:
                return found.list, found.list_level, name
        return "", None, ""

    def bold(self, style: str) -> bool | None:
        """True or False if the chain of the style says so."""
        return next((found.bold for found in self._chain(style) if found.bold is not None), None)

    def hidden(self, style: str) -> bool | None:
        """True if text in this style is hidden; None if the chain does not say."""
        return next((found.hidden for found in self._chain(style) if found.hidden is not None), None)

    def is_title(self, style: str) -> bool:
        """Whether the style is the one for the title of the document."""
        return self._name(style) in _TITLES

    def is_contents(self, style: str) -> bool:
        """Whether the style is one of a table of contents."""
        return _CONTENTS.fullmatch(self._name(style)) is not None

    def _name(self, style: str) -> str:
        found = self._styles.get(style or self._default)
        return found.name if found else ""

    def _chain(self, style: str) -> Iterator[_Style]:
        return (found for _, found in self._named_chain(style))

    def _named_chain(self, style: str) -> Iterator[tuple[str, _Style]]:
        name = style or self._default
        # A chain may bite its tail.
        for _ in range(_LONGEST_CHAIN):
            found = self._styles.get(name)
            if found is None:
                return
            yield name, found
            name = found.base


def _style(item: _Element) -> _Style:
    paragraph = item.find(f"{W}pPr")
    run = item.find(f"{W}rPr")
    numbers = None if paragraph is None else paragraph.find(f"{W}numPr")
    level = value(paragraph, "outlineLvl")
    list_level = value(numbers, "ilvl")
    return _Style(
        name=value(item, "name").strip().lower(),
        base=value(item, "basedOn"),
        level=number(level, BODY_LEVEL) if level else None,
        list=value(numbers, "numId"),
        list_level=number(list_level, 0) if list_level else None,
        bold=flag(run, "b"),
        hidden=flag(run, "vanish"),
    )
