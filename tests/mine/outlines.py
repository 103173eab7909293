"""Outlines of invented texts, as tests compare them."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.mine.mapped import MappedText
from drafter.mine.records import CleanDocument, Heading
from drafter.mine.structure import headings

BODY = "示例小学党支部认真落实各项制度，扎实推进全年工作，师生的满意度有了明显的提高。"
"""A paragraph that is nothing but text."""


def found(
    text: str, levels: Mapping[int, int] | None = None, bold: frozenset[int] = frozenset(), title: str = ""
) -> tuple[Heading, ...]:
    """The headings of `text`."""
    return headings(CleanDocument("示例", 0, MappedText.whole(text), title, levels or {}, bold))


def outline(
    text: str, levels: Mapping[int, int] | None = None, bold: frozenset[int] = frozenset(), title: str = ""
) -> list[str]:
    """The headings of `text`, one line each: level, number, title; “*” before an item, “?” for a lost heading."""
    return [
        f"{heading.level} "
        + ("?" if heading.implicit else "*" if heading.item else "")
        + heading.number
        + text[heading.title_start : heading.title_end]
        for heading in found(text, levels, bold, title)
    ]
