"""Breaking a long title into lines between words (GB/T 9704-2012 7.3.1: 词意完整，排列对称，长短适宜，梯形或菱形).

Words come from lexicon.py. Without a word list a title still breaks at its function words.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Mapping, Sequence

from drafter.lexicon import entries

MAX_LINES = 4
LATIN_WIDTH = 0.55
"""Width of a Western letter or digit of a title face, in characters (小标宋 sets them wider than half)."""

_LONGEST_WORD = 8
_TOKEN = re.compile(
    r"\d+(?:学年度?|周年|季度|年度|[年月日届次个期号%])?|[A-Za-z0-9.+&/-]+|[\u3400-\u9fff〇]+|—+|.", re.DOTALL
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_OPENING, _CLOSING = "《“‘（〈【〔(", "》”’）〉】〕)"
_NEVER_FIRST = frozenset("的地得了着等们、，。：；！？· " + _CLOSING)
_HANGING = frozenset(
    ("关于", "对", "在", "将", "以", "把", "为", "和", "与", "及", "暨", "从", "向", "给", "第")
)
_NEVER = 1000.0


def title_breaks(title: str, room: float) -> tuple[int, ...]:
    """Offsets in `title` where a new line begins when one line holds `room` characters; () if it fits or cannot be helped.

    A title with line ends of its own is the writer's choice and is left alone.
    """
    # Width of the title up to each offset.
    upto = [0.0, *itertools.accumulate(LATIN_WIDTH if character < "\x80" else 1.0 for character in title)]
    fewest = math.ceil(upto[-1] / room)
    if "\n" in title or not 1 < fewest <= MAX_LINES:
        return ()
    words = _words(title)
    ends = list(itertools.accumulate(map(len, words)))
    costs = {end: cost for end, cost in zip(ends[:-1], _costs(words), strict=True) if cost < _NEVER}
    for count in range(fewest, MAX_LINES + 1):
        options = []
        for breaks in itertools.combinations(costs, count - 1):
            lines = [upto[end] - upto[start] for start, end in itertools.pairwise((0, *breaks, len(title)))]
            if max(lines) <= room:
                options.append((_shape(lines) + sum(costs[at] for at in breaks), breaks))
        if options:
            return min(options)[1]
    return ()


def _shape(lines: Sequence[float]) -> float:
    """Balance of the lines, and a fine for an hourglass: only trapezoid and diamond are allowed."""
    mean = sum(lines) / len(lines)
    cost = sum((line - mean) ** 2 for line in lines) * 0.12
    waists = sum(
        1
        for before, line, after in zip(lines, lines[1:], lines[2:], strict=False)
        if line < min(before, after)
    )
    return cost + 6 * waists


def _costs(words: Sequence[str]) -> Iterable[float]:
    depth = 0
    for before, after in itertools.pairwise(words):
        depth += (before in _OPENING) - (before in _CLOSING)
        cost = 0.0
        if after[0] in _NEVER_FIRST or before[-1] in _OPENING or before[-1] == "—":
            cost = _NEVER
        elif after[0] == "—":
            cost = -12.0
        elif before in _HANGING:
            cost = 5.0
        elif after == "关于":
            cost = -7.0
        elif before == " ":
            cost = -4.0
        elif before[-1] in "的、，：；":
            cost = -1.0
        else:
            # Two single characters side by side are most likely halves of a name the dictionary does not know.
            cost = 2.0 * (len(before) == 1) + 2.0 * (len(after) == 1)
        yield cost + (20.0 if depth > 0 else 0.0)


def _words(title: str) -> list[str]:
    tokens = _TOKEN.findall(title)
    known = _frequencies({part for token in tokens for part in _parts(token)})
    return [word for token in tokens for word in (_cut(token, known) if _HAN.match(token) else (token,))]


def _parts(token: str) -> Iterable[str]:
    if _HAN.match(token):
        for start in range(len(token)):
            for end in range(start + 1, min(len(token), start + _LONGEST_WORD) + 1):
                yield token[start:end]


def _cut(text: str, known: Mapping[str, int]) -> list[str]:
    """The most probable words of `text`, each word taken by itself (unigrams)."""
    total = math.log(60_000_000)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(text) + 1):
        best.append(
            max(
                (best[start][0] + math.log(known.get(text[start:end], 1)) - total, start)
                for start in range(max(0, end - _LONGEST_WORD), end)
                if end - start == 1 or text[start:end] in known
            )
        )
    words: list[str] = []
    end = len(text)
    while end:
        start = best[end][1]
        words.append(text[start:end])
        end = start
    return words[::-1]


def _frequencies(wanted: set[str]) -> dict[str, int]:
    """Those of `wanted` that are words, with how often jieba's corpus has them; the one pass takes about 60 ms."""
    known = dict.fromkeys((*_HANGING, "工作", "总结", "报告", "方案"), 1_000)
    asked = {word.encode() for word in wanted}
    for word, frequency, _ in entries():
        if word in asked and frequency.isdigit():
            known[word.decode()] = max(1, int(frequency))
    return known
