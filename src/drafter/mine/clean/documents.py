"""Several documents in one file: `第一篇:…`, `【篇二】`, `工作总结 篇3` begin a new one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from drafter.mine.clean.rows import Row

_DIGITS: Final = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_NUMBER: Final = r"[一二三四五六七八九十\d]{1,3}"
_BOUNDARY: Final = re.compile(
    rf"(?P<lead>[^。，；：:]{{2,40}}?)??[\s　]*[(（【\[]?(?:第(?P<ordinal>{_NUMBER})篇|(?:篇|范文|例文)(?P<cardinal>{_NUMBER}))"
    r"(?P<close>[)）】\]]?)(?P<colon>[:：、.．]?)\s*(?P<title>.*)"
)
_CHAPTER: Final = re.compile(r"第[一二1][章条][\s\u3000]")
_LONGEST: Final = 80
_MOST: Final = 200
"""Boundary lines from which on the text is something else: a list of such titles."""


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one document, and the title its boundary line gave, "" if none."""

    rows: tuple[Row, ...]
    label: str = ""


def parts(rows: list[Row]) -> list[Part]:
    """`rows` cut at the boundary lines. What stands before the first of them is a document of its own if it holds
    prose, else a cover (collection title, list of contents) that is left out."""
    boundaries = _boundaries(rows)
    if not boundaries:
        return [Part(tuple(rows))]
    first = boundaries[0][0]
    result = [Part(tuple(rows[:first]))] if any(row.prose for row in rows[:first]) else []
    ends = [at for at, _ in boundaries[1:]] + [len(rows)]
    for (at, label), end in zip(boundaries, ends, strict=True):
        if rows[at + 1 : end]:
            result.append(Part(tuple(rows[at + 1 : end]), label))
    return result


def _boundaries(rows: list[Row]) -> list[tuple[int, str]]:
    """(row, title) of the boundary lines: at least two, numbered one by one from the first, prose behind each.

    A book has 第一篇 too; it also has chapters, and its parts carry no colon.
    """
    found = []
    for at, row in enumerate(rows):
        text = row.text
        if "篇" not in text and "文" not in text:
            continue
        if row.cell or len(text) > _LONGEST or text[-1] in "。；" or not (match := _BOUNDARY.fullmatch(text)):
            continue
        number = _value(match["ordinal"] or match["cardinal"])
        explicit = bool(match["colon"] or match["close"] or match["lead"] or not match["title"])
        found.append((at, number, match["title"] or match["lead"] or "", explicit))
    if len(found) > _MOST:
        return []
    runs = [entry for place, entry in enumerate(found) if entry[1] == found[0][1] + place]
    if len(runs) < 2 or len(runs) != len(found) or runs[0][1] > 2:
        runs = _run(found)
    if len(runs) < 2 or not all(entry[3] for entry in runs):
        return []
    if any(_CHAPTER.match(row.text) for row in rows) and not all(
        "：" in rows[at].text or ":" in rows[at].text for at, *_ in runs
    ):
        return []
    return [(at, title.strip()) for at, _, title, _ in runs]


def _run(found: list[tuple[int, int, str, bool]]) -> list[tuple[int, int, str, bool]]:
    """The entries numbered 1, 2, 3 …, the last place of a number before its successor (a list of contents at the
    beginning names them all once more)."""
    best: list[tuple[int, int, str, bool]] = []
    for begin in [place for place, entry in enumerate(found) if entry[1] == 1]:
        run = [found[begin]]
        for entry in found[begin + 1 :]:
            if entry[1] == run[-1][1] + 1:
                run.append(entry)
        if len(run) >= len(best):
            best = run
    return best


def _value(number: str) -> int:
    """一 to 九十九, or digits, as a number; 0 if it is neither."""
    if number.isdecimal():
        return int(number)
    tens, _, ones = number.rpartition("十")
    if "十" not in number:
        return _DIGITS.get(number, 0)
    return 10 * (_DIGITS.get(tens, 0) if tens else 1) + (_DIGITS.get(ones, 0) if ones else 0)
