"""A table of contents before the text, and a text that breaks off."""

from __future__ import annotations

import re
from typing import Final

from drafter.mine.clean.rows import Row

_WORD: Final = re.compile(r"目\s*录")
_LEADER: Final = re.compile(r"(?:[.…·．]{2,}|[ \t\u3000]{2,}|\t)\s*[(（]?\d{1,4}[)）]?$|[.…·．]{4,}$")
_TAIL_NUMBER: Final = re.compile(r"[\s.…·．]*\d{0,4}$")
_BLANKS: Final = re.compile(r"\s+")
_BROKEN_OFF: Final = re.compile(r"[。！？；;][\u4e00-\u9fff]{1,3}$")
_COMPLETE: Final = re.compile(r"(?:谢谢|再见|此致|敬礼|完|毕)$")
_LONGEST_ENTRY: Final = 60
_MOST_ENTRIES: Final = 200
_FARTHEST: Final = 5_000
"""Rows behind the contents among which their lines are looked for."""


def without_contents(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """`rows` without a table of contents: under 目录, two or more lines that come again as lines of the text or end with a page
    number; without that word, three or more lines in a row that end with leaders and a page number."""
    heads = [at for at, row in enumerate(rows[:40]) if _WORD.fullmatch(row.text)]
    if heads:
        at = heads[0]
        end = _end(rows, at + 1)
        return rows[:at] + rows[end:] if end - at > 2 else rows
    begin = next((at for at, row in enumerate(rows[:10]) if _LEADER.search(row.text)), None)
    if begin is None:
        return rows
    end = begin
    while end < len(rows) and len(rows[end].text) <= _LONGEST_ENTRY and _LEADER.search(rows[end].text):
        end += 1
    return rows[:begin] + rows[end:] if end - begin >= 3 else rows


def _end(rows: tuple[Row, ...], begin: int) -> int:
    """Where the entries from `begin` on end; a text has at least as many rows as its contents."""
    keys = [_key(row.text) for row in rows[: begin + _FARTHEST]]
    end = begin
    while (
        end < min(len(rows), begin + _MOST_ENTRIES)
        and len(rows[end].text) <= _LONGEST_ENTRY
        and not rows[end].prose
    ):
        again = any(key.startswith(keys[end]) for key in keys[end + 1 :]) if keys[end] else False
        if not again and not _LEADER.search(rows[end].text):
            break
        end += 1
    return end


def _key(text: str) -> str:
    return _BLANKS.sub("", _TAIL_NUMBER.sub("", text))


def without_broken_ends(rows: tuple[Row, ...]) -> tuple[tuple[Row, ...], bool]:
    """`rows` without the one to three characters a cut-off sentence left behind before a heading or at the end, and
    whether there were any."""
    result = []
    broken = False
    for at, row in enumerate(rows):
        follower = rows[at + 1] if at + 1 < len(rows) else None
        if (
            len(row.text) > 30
            and (follower is None or (follower.marked and not follower.glued))
            and (found := _BROKEN_OFF.search(row.text))
            and not _COMPLETE.search(row.text)
        ):
            row = row.cut(tail=len(found.group()) - 1)
            broken = True
        result.append(row)
    return tuple(result), broken
