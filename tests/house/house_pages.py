"""Reading our own documentation: sections, tables and code blocks of Markdown pages, so that tests can run them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_CELL_END = re.compile(r"(?<!\\)\|")
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def page(name: str) -> str:
    """The text of a page, by its path from the root of the project."""
    return (ROOT / name).read_text("utf-8")


def section(text: str, heading: str) -> str:
    """What stands below `heading` (its words, without #) up to the next heading of the same or a higher level.

    Raises ValueError if there is not exactly one such heading.
    """
    lines = text.splitlines()
    found = [number for number, line in enumerate(lines) if line.lstrip("#") == f" {heading}"]
    if len(found) != 1:
        raise ValueError(f"{len(found)} headings “{heading}”")
    level = len(lines[found[0]].split(" ")[0])
    kept: list[str] = []
    in_block = False
    for line in lines[found[0] + 1 :]:
        in_block ^= line.startswith("```")
        if not in_block and re.match(rf"#{{1,{level}}} ", line):
            break
        kept.append(line)
    return "\n".join(kept) + "\n"


def tables(text: str) -> list[list[tuple[str, ...]]]:
    """Every table in `text` as its rows, the head first; a cell that is all `code` loses its marks."""
    found: list[list[tuple[str, ...]]] = []
    inside = False
    for line in text.splitlines():
        if not line.startswith("|"):
            inside = False
            continue
        if not inside:
            found.append([])
            inside = True
        cells = tuple(_bare(cell) for cell in _CELL_END.split(line.strip())[1:-1])
        if not all(re.fullmatch(r":?-{3,}:?", cell) for cell in cells):
            found[-1].append(cells)
    return found


def rows(text: str) -> list[tuple[str, ...]]:
    """The rows of every table in `text`, without the heads."""
    return [row for table in tables(text) for row in table[1:]]


def _bare(cell: str) -> str:
    text = cell.strip().replace("\\|", "|")
    inner = text[1:-1]
    return inner if text.startswith("`") and text.endswith("`") and "`" not in inner else text


def codes(text: str) -> set[str]:
    """Everything in `text` written as `code`."""
    return set(re.findall(r"`([^`\n]+)`", _BLOCK.sub("", text)))


def blocks(text: str, language: str) -> list[str]:
    """The fenced code blocks of one language."""
    return [match[2] for match in _BLOCK.finditer(text) if match[1] == language]


def commands(block: str) -> list[str]:
    """The command lines of a shell block: no comments, no empty lines."""
    return [line for line in block.splitlines() if line.strip() and not line.startswith("#")]
