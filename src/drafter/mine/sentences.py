"""Sentences and clauses of a cleaned document.

A sentence ends at 。！？!? and at the end of a line; closing quotes and brackets behind the mark belong to it. Clauses
end at ，；： and their half-width forms. Marks inside quotes, brackets and 《》 part nothing, nor do those of numbers
(1,000 and 12:30).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from drafter.mine.records import QUOTES_LOST, CleanDocument, Heading, Sentence

_NUMBER: Final = r"(?<=\d),(?=\d{3}(?!\d))|(?<=\d)[:：](?=\d)|:(?=//)|(?<=[A-Za-z])[,:?!;](?=[A-Za-z])"
_BRACKETS: Final = r"（[^（）\n]{0,120}）|\([^()\n]{0,120}\)|《[^《》\n]{0,80}》|〔[^〔〕\n]{0,20}〕"
_QUOTES: Final = r"“(?:[^“”。\n]|“[^“”。\n]{0,30}”){0,60}”|‘[^‘’。\n]{0,60}’|\"[^\"。\n]{0,60}\""
# A full stop typed as a point stands behind a Chinese character; behind a numeral it belongs to a heading number.
_POINT: Final = r"(?<=[\u4e00-\u9fff”’）》])(?<![一二三四五六七八九十])\.(?=[\u4e00-\u9fff“《（\s]|\Z)"
_STOPPED: Final = r"，,；;：:。！？!?\n."


def _pattern(groups: str, openers: str) -> re.Pattern[str]:
    """One match is a clause and what ends it: `clause`, then `end` (of a sentence) or a clause mark or nothing.

    `openers` are the characters that `groups` begin with. All others are taken a run at a time; the look behind a run
    leaves one way only to take it, and nothing to try again.
    """
    plain = f"[^{_STOPPED}{openers}]"
    return re.compile(
        rf"(?P<clause>(?:{plain}+(?!{plain})|{groups}|{_NUMBER}|[{openers}]|(?!{_POINT})\.)*)"
        rf"(?:(?P<end>\n|(?:[。！？!?]|{_POINT})[。！？!?]*[”’）)》」』\"]*|$)|[，,；;：:])"
    )


_PLAIN: Final = _pattern(_BRACKETS, "（(《〔")
_QUOTED: Final = _pattern(f"{_BRACKETS}|{_QUOTES}", '（(《〔“‘"')
_AFTER_HEADING: Final = re.compile(r"[ \u3000\t]*[。.：:，,；;、！？!?]*[”’）)》]*[ \u3000\t\n]*")


def sentences(document: CleanDocument, headings: tuple[Heading, ...]) -> tuple[Sentence, ...]:
    """The sentences of `document` in order; the text of each heading is one of its own, without its number."""
    text = document.body.text
    pattern = _PLAIN if QUOTES_LOST in document.flags else _QUOTED
    result: list[Sentence] = []
    open_headings: list[int] = []
    position = 0
    path: tuple[int, ...] = ()
    for number, heading in enumerate(headings):
        result += _plain(pattern, text, position, max(position, heading.start), path)
        while open_headings and headings[open_headings[-1]].level >= heading.level:
            open_headings.pop()
        above = tuple(open_headings)
        open_headings.append(number)
        path = tuple(open_headings)
        position = max(position, heading.start)
        if heading.title_end > heading.title_start >= position:
            clauses = tuple(_clauses(pattern, text, heading.title_start, heading.title_end))
            result.append(Sentence(heading.title_start, heading.title_end, clauses, above))
            found = _AFTER_HEADING.match(text, heading.title_end)
            position = found.end() if found else heading.title_end
    result += _plain(pattern, text, position, len(text), path)
    return tuple(result)


def _plain(
    pattern: re.Pattern[str], text: str, start: int, end: int, path: tuple[int, ...]
) -> Iterator[Sentence]:
    """The sentences of the stretch `start`:`end`."""
    clauses: list[tuple[int, int]] = []
    if start >= end:
        return
    for found in pattern.finditer(text, start, end):
        clause_start, clause_end = found.span("clause")
        if clause_end > clause_start:
            if text[clause_start].isspace() or text[clause_end - 1].isspace():
                piece = found["clause"]
                stripped = piece.strip()
                clause_start += len(piece) - len(piece.lstrip())
                clause_end = clause_start + len(stripped)
            if clause_end > clause_start:
                clauses.append((clause_start, clause_end))
        mark = found["end"]
        if mark is not None:
            if clauses:
                stop = max(clauses[-1][1], found.end() - (mark == "\n"))
                yield Sentence(clauses[0][0], stop, tuple(clauses), path)
            clauses = []


def _clauses(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The clauses of a heading text."""
    for sentence in _plain(pattern, text, start, end, ()):
        yield from sentence.clauses
