"""Where the text of a heading ends and what it heads begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from drafter.mine.structure.lines import Lines

LONGEST: Final = 60
"""Characters of a first sentence that can be a title when others follow it."""

ALONE: Final = 40
"""Characters of an item of one sentence that is all title; of a longer one the first clause is."""

_SHORT: Final = 10
"""Characters of an item that commas part from its siblings."""

_STOP: Final = re.compile(r"[。；;！!？?…]")
_CLAUSE: Final = re.compile(r"(?<![、，,])[，,](?=[^，,])")
_COLON: Final = re.compile(r"[:：]")
_GAP: Final = re.compile(r"(?<=[^\s，,、]) +(?=\S)")
_INDENT: Final = re.compile(r"(?<=[^\s，,、])　　+(?=\S)")
"""The indentation of a paragraph whose line break was lost."""

_BODY: Final = 25
"""What is longer behind a space is text, not the other half of a slogan."""

_CLOSING: Final = "。；;，,、：:.． 　\t*"


def titles(lines: Lines, spans: Sequence[tuple[int, int]]) -> list[int]:
    """The ends of the titles of siblings, each given as (where its text begins, where at most it ends).

    Siblings vote: when most of them are cut behind their first clause, all are.
    """
    cut = [_end(lines.text, start, stop) for start, stop in spans]
    ends = [end for end, _ in cut]
    if sum(clause for _, clause in cut) * 2 > len(cut):
        for place, (start, _) in enumerate(spans):
            clause = _CLAUSE.search(lines.text, start, ends[place])
            if clause:
                ends[place] = clause.start()
    if len(spans) > 1 and all(
        stop - start <= _SHORT and lines.text[stop - 1] in "，,、" for start, stop in spans[:-1]
    ):
        # 一抓教育，二抓督促，三抓典型，确保…: commas part the items, so the last one ends at a comma as well.
        clause = _CLAUSE.search(lines.text, spans[-1][0], ends[-1])
        ends[-1] = clause.start() if clause else ends[-1]
    return [trimmed(lines.text, start, end) for (start, _), end in zip(spans, ends, strict=True)]


def trimmed(text: str, start: int, end: int) -> int:
    """`end` without closing punctuation, spaces and asterisks before it."""
    while end > start and text[end - 1] in _CLOSING:
        end -= 1
    return end


def _end(text: str, start: int, stop: int) -> tuple[int, bool]:
    """(end of the title, whether it was cut behind a clause)."""
    found = _STOP.search(text, start, stop)
    sentence = found.start() if found else stop
    if found and found.group() in "！!？?":
        sentence += 1
    alone = not text[sentence:stop].strip(_CLOSING)
    indent = _INDENT.search(text, start + 2, sentence)
    if indent and stop - indent.end() > _BODY:
        return indent.start(), False
    colon = _COLON.search(text, start, sentence)
    if colon and 2 <= colon.start() - start <= 25 and not (alone and stop - colon.end() < 2):
        return colon.start(), False
    gap = _gap(text, start, sentence)
    if gap:
        return gap, False
    if sentence - start <= (ALONE if alone else LONGEST):
        return sentence, False
    clause = _CLAUSE.search(text, start + 2, sentence)
    return (clause.start(), True) if clause else (sentence, False)


def _gap(text: str, start: int, sentence: int) -> int:
    """Where a space parts a title from its text: behind words enough, before a sentence too long for half a slogan."""
    for gap in _GAP.finditer(text, start, min(sentence, start + LONGEST)):
        if gap.start() - start >= 6 and sentence - gap.end() > _BODY:
            return gap.start()
    return 0
