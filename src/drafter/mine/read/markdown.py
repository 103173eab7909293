"""Reading Markdown: marks are taken off, headings keep their level. A reader of our own, because a library joins the
lines of a paragraph, and reports are often written one paragraph a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from drafter.mine.read.encoding import decode
from drafter.mine.read.parsed import Builder, Cell, Parsed

_MAX_LINE: Final = 20_000
"""Marks inside longer lines stay: it is no text somebody typed."""

_MAX_RULE: Final = 2000

_FRONT = re.compile(r"(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^[ \t]*title[ \t]*[:=]([^\n]*)$", re.MULTILINE | re.IGNORECASE)
_FRONT_LIMIT: Final = 20_000
_HEADING = re.compile(r" {0,3}(#{1,6})([ \t]*)([^#\n][^\n]*)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-{1,}:?[ \t]*(?:\|[ \t]*:?-{1,}:?[ \t]*)*\|?[ \t]*")
_PREFIX = re.compile(r"(?:[ \t]*>[ \t]?)+")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_SHORTCODE = re.compile(r"\{\{[<%][^\n{}]{0,500}[>%]\}\}")
_DEFINITION = re.compile(r" {0,3}\[[^\]\n]{1,200}\]:[ \t]*\S+.*")

_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)([^`\n]+)\1(?!`)")
_IMAGE = re.compile(r"!\[[^\]\n]{0,500}\](?:\([^()\n]{0,2000}\)|\[[^\]\n]{0,200}\])")
_LINK = re.compile(r"\[([^\[\]\n]{1,1000})\](?:\([^()\n]{0,2000}\)|\[[^\]\n]{0,200}\])")
_NOTE = re.compile(r"\[\^[^\]\n]{1,50}\](?!:)")
_ADDRESS = re.compile(r"<(https?://[^<>\s]{1,500})>")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>")
_STRONG = re.compile(r"(?<!\*)\*\*(?=[^\s*])([^*\n]+?)(?<!\s)\*\*(?!\*)")
_STRONG_LINE = re.compile(r"(?<!_)__(?=[^\s_])([^_\n]+?)(?<!\s)__(?!_)")
_EMPHASIS = re.compile(r"(?<![*\w])\*(?=[^\s*])([^*\n]+?)(?<!\s)\*(?![*\w])")
_EMPHASIS_LINE = re.compile(r"(?<![_\w])_(?=[^\s_])([^_\n]+?)(?<!\s)_(?![_\w])")
_STRUCK = re.compile(r"~~(?=\S)([^~\n]+?)~~")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_REDACTED: Final = frozenset("省市区县乡镇村街路局校院部组")
"""**区** is a place somebody blacked out, not a bold character."""


def read_markdown(data: bytes, where: str) -> Parsed:
    """The text of a Markdown file in any encoding, tables as cells, code as it stands.

    Raises FileProblem if it is no text, or empty.
    """
    decoded = decode(data, where)
    text, title = _front_matter(decoded.text)
    built = Builder(where)
    lines = _uncommented(text).split("\n")
    first = ""
    for line, level, cell in _lines(lines):
        plain = inline(line)
        if level == 1 and not first:
            first = plain
        bold = level == 0 and _bold(line)
        built.add(plain, level=level, bold=bold, cell=cell)
    return built.finish(title or first, (decoded.note,) if decoded.note else ())


def _uncommented(text: str) -> str:
    pieces = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        pieces.append(text[at:start])
        at = end + 3
    return "".join((*pieces, text[at:]))


def inline(line: str) -> str:
    """`line` without the marks of emphasis, links, images and code; what the marks hold stays."""
    if len(line) > _MAX_LINE:
        return line
    for pattern, kept in _INLINE:
        line = pattern.sub(kept, line)
    return _ESCAPE.sub(r"\1", _STRONG.sub(_strong, line))


_INLINE: Final = (
    (_CODE, r"\2"),
    (_SHORTCODE, ""),
    (_IMAGE, ""),
    (_LINK, r"\1"),
    (_NOTE, ""),
    (_ADDRESS, r"\1"),
    (re.compile(r"<br\s*/?>", re.IGNORECASE), "\n"),
    (_TAG, ""),
    (_STRONG_LINE, r"\1"),
    (_EMPHASIS, r"\1"),
    (_EMPHASIS_LINE, r"\1"),
    (_STRUCK, r"\1"),
)


def _strong(found: re.Match[str]) -> str:
    return found[0] if found[1] in _REDACTED else found[1]


def _bold(line: str) -> bool:
    found = _STRONG.fullmatch(line.strip())
    return found is not None and found[1] not in _REDACTED


def _front_matter(text: str) -> tuple[str, str]:
    """The text behind the front matter, and the title in it."""
    found = _FRONT.match(text[:_FRONT_LIMIT])
    if not found:
        return text, ""
    title = _FRONT_TITLE.search(found[2])
    return text[found.end() :], title[1].strip().strip("\"'").strip() if title else ""


def _lines(lines: list[str]) -> Iterator[tuple[str, int, Cell]]:
    """Each line without the marks at its beginning, its level (0 if no heading), and for a cell table, row and column."""
    fence = ""
    table, row = -1, -1
    for index, raw in enumerate(lines):
        mark = _FENCE.match(raw)
        if fence or mark:
            if mark and (not fence or mark[1].startswith(fence)):
                fence = "" if fence else mark[1]
            else:
                yield raw, 0, None
            continue
        line = raw[quote.end() :] if (quote := _PREFIX.match(raw)) else raw
        heading = _HEADING.fullmatch(line)
        if heading and _is_heading(heading):
            yield heading[3].rstrip("# \t"), len(heading[1]), None
        elif line.strip() and _level_below(lines, index):
            yield line, _level_below(lines, index), None
        elif _is_mark(lines, index, line):
            continue
        elif line.strip().startswith("|") and line.count("|") > 1:
            # A line that does not follow a row begins another table.
            table, row = (table, row + 1) if row >= 0 else (table + 1, 0)
            for column, cell in enumerate(line.strip().strip("|").split("|")):
                yield cell.strip(), 0, (table, row, column)
            continue
        else:
            yield line[bullet.end() if (bullet := _BULLET.match(line)) else 0 :], 0, None
        row = -1


def _is_heading(found: re.Match[str]) -> bool:
    # Without a space it may be a tag (#学习#) or a name somebody blacked out (####市).
    return bool(found[2]) or not ("#" in found[3] or found[3][0] in _REDACTED)


def _level_below(lines: list[str], index: int) -> int:
    """1 or 2 if the next line underlines this one; a rule of dashes after an empty line does not."""
    if index + 1 == len(lines):
        return 0
    found = _UNDERLINE.fullmatch(lines[index + 1])
    if (
        not found
        or len(lines[index]) > 200
        or _BULLET.match(lines[index])
        or lines[index].lstrip().startswith("|")
    ):
        return 0
    if len(found[1]) < 2:
        return 0
    return 1 if found[1].startswith("=") else 2


def _is_mark(lines: list[str], index: int, line: str) -> bool:
    """Whether the line only structures: a rule, the line under a heading or a table head, a link definition."""
    if _RULE.fullmatch(line) or _DEFINITION.fullmatch(line):
        return True
    if _UNDERLINE.fullmatch(line):
        return index > 0 and _level_below(lines, index - 1) > 0
    return "-" in line and "|" in line and len(line) < _MAX_RULE and _TABLE_RULE.fullmatch(line) is not None
