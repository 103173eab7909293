"""The matchers behind the plain kinds of rules: existence, substitution, pairing, repetition, consistency.

sequence.py, era.py and figures.py hold the others. A matcher sees the whole view once; it is handed the places of
its literals and yields hits. Scopes and guards are the engine's business.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from drafter.check.rule import Hit, Word
from drafter.check.view import View


@dataclass(frozen=True, slots=True)
class Existence:
    """Reports what should not stand: every match of `pattern` and every one of `words`, without a proposal.

    `need` are literals of which one must occur in the text, else the pattern is not tried at all.
    """

    pattern: re.Pattern[str] | None = None
    words: tuple[str, ...] = ()
    need: tuple[str, ...] = ()

    def find(self, view: View, found: Sequence[Word]) -> Iterator[Hit]:
        for word in found:
            yield Hit(word.start, word.start + len(self.words[word.number]))
        if self.pattern and needed(self.need, view.text):
            for match in self.pattern.finditer(view.text):
                yield Hit(match.start(), match.end())


@dataclass(frozen=True, slots=True)
class Substitution:
    """Reports words that should be others, and says which.

    With a `pattern` the match is replaced by the regular-expression template `replace`, or looked up in `swap`: whole,
    else character by character (so ５０ becomes 50). Without one, `swap` maps literal words to the right ones.
    `even` names a mark that must stand an even number of times in the passage, or nothing is reported in it.
    """

    swap: Mapping[str, str]
    pattern: re.Pattern[str] | None = None
    replace: str | None = None
    words: tuple[str, ...] = ()
    need: tuple[str, ...] = ()
    even: str = ""

    def find(self, view: View, found: Sequence[Word]) -> Iterator[Hit]:
        for word in found:
            wrong = self.words[word.number]
            yield Hit(word.start, word.start + len(wrong), self.swap[wrong])
        if self.pattern and needed(self.need, view.text):
            for match in self.pattern.finditer(view.text):
                if not self.even or self._balanced(view, match.start()):
                    yield Hit(match.start(), match.end(), self._instead(match))

    def _instead(self, match: re.Match[str]) -> str:
        if self.replace is not None:
            return match.expand(self.replace)
        text = match.group()
        whole = self.swap.get(text)
        return whole if whole is not None else "".join(self.swap.get(char, char) for char in text)

    def _balanced(self, view: View, at: int) -> bool:
        low, high = view.bounds(view.number(at))
        return view.text.count(self.even, low, high) % 2 == 0


def needed(need: tuple[str, ...], text: str) -> bool:
    """True if one of `need` occurs in `text`, or nothing is needed."""
    return not need or any(literal in text for literal in need)


_WIDE = {"(": "（", ")": "）"}
_MARKER = re.compile(r"(?:^|[。；：，、\s])[（(]?(?:\d{1,2}|[a-zA-Z])$")
CARRY = 8
"""Paragraphs (blank ones not counted) a quotation may run on before its closing mark is looked for no further."""


DEPTH = 20
"""Marks opened inside each other that are looked through for the one a closing mark belongs to."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Reports marks that do not pair, by a stack over each paragraph (not by counting), or that nest in themselves.

    `pairs` are two-character strings like “”. With `nested` only a pair directly inside the same pair is reported,
    and `inner` (a pair) is proposed for it. A half-width bracket pairs with a full-width one: its width is another
    rule's business. A closing bracket after a list number (`1）`) and a quotation that runs over paragraphs are legal
    (GB/T 15834-2011 4.8.3.5).
    """

    pairs: tuple[str, ...]
    nested: bool = False
    inner: str = ""
    words: tuple[str, ...] = ()

    def find(self, view: View, found: Sequence[Word]) -> Iterator[Hit]:
        marks = re.compile(
            "[" + re.escape("".join(self.pairs)) + ("()" if "（）" in self.pairs else "") + "]"
        )
        opens = {pair[0]: pair[1] for pair in self.pairs}
        alone: list[tuple[int, str, int]] = []
        for number, found_here in groupby(marks.finditer(view.text), lambda mark: view.number(mark.start())):
            left, inner = self._scan(found_here, opens, view.text, view.bounds(number)[0])
            if self.nested:
                if not left:
                    yield from (self._inner(view.text, *span) for span in inner)
            else:
                alone.extend((at, mark, number) for at, mark in left)
        for at, mark in self._unpaired(alone, opens, view):
            note = (
                f"缺少与 {mark} 相配的 {opens[mark]}" if mark in opens else f"{mark} 前面没有与它相配的符号"
            )
            yield Hit(at, at + 1, None, note)

    def _scan(
        self, marks: Iterator[re.Match[str]], opens: Mapping[str, str], text: str, low: int
    ) -> tuple[list[tuple[int, str]], list[tuple[int, int]]]:
        """Marks of one passage left alone, and the spans of pairs inside a pair of the same kind."""
        stack: list[tuple[int, str]] = []
        alone: list[tuple[int, str]] = []
        inner: list[tuple[int, int]] = []
        for match in marks:
            at, mark = match.start(), _WIDE.get(match.group(), match.group())
            if mark in opens:
                stack.append((at, mark))
                continue
            depth = next(
                (
                    i
                    for i in range(len(stack) - 1, max(len(stack) - DEPTH, 0) - 1, -1)
                    if opens[stack[i][1]] == mark
                ),
                None,
            )
            if depth is None:
                if not (mark == "）" and _MARKER.search(text[max(low, at - 4) : at])):
                    alone.append((at, mark))
                continue
            alone.extend(stack[depth + 1 :])
            start, opened = stack[depth]
            del stack[depth:]
            if stack and stack[-1][1] == opened:
                inner.append((start, at + 1))
        return alone + stack, inner

    def _inner(self, text: str, start: int, end: int) -> Hit:
        fix = self.inner[0] + text[start + 1 : end - 1] + self.inner[1] if self.inner else None
        return Hit(start, end, fix)

    def _unpaired(
        self, alone: list[tuple[int, str, int]], opens: Mapping[str, str], view: View
    ) -> Iterator[tuple[int, str]]:
        closed: set[int] = set()
        waiting: list[tuple[int, str, int]] = []
        for at, mark, number in sorted(alone):
            partner = next(
                (w for w in reversed(waiting) if opens[w[1]] == mark and _near(view, w[2], number)),
                None,
            )
            if mark in opens:
                waiting = [*waiting[-CARRY:], (at, mark, number)]
            elif partner:
                closed |= {partner[0], at}
                waiting.remove(partner)
        for at, mark, _ in sorted(alone):
            if at not in closed and not (mark == "“" and self._runs_on(view, at)):
                yield at, mark

    @staticmethod
    def _runs_on(view: View, at: int) -> bool:
        end = view.bounds(view.number(at))[1]
        return view.text[end : end + 40].lstrip().startswith("“")


_STOPS = re.compile(r"[。！？；\n]")


def _near(view: View, first: int, last: int) -> bool:
    return last - first <= CARRY * 4 and view.filled(first, last) <= CARRY


@dataclass(frozen=True, slots=True)
class Repetition:
    """Reports a sentence of `least` characters or more that has stood before, word for word."""

    least: int
    words: tuple[str, ...] = ()

    def find(self, view: View, found: Sequence[Word]) -> Iterator[Hit]:
        seen: dict[str, int] = {}
        start = 0
        for stop in _STOPS.finditer(view.text):
            sentence = view.text[start : stop.start()].strip()
            if len(sentence) >= self.least and stop.group() != "\n":
                first = seen.setdefault(sentence, start)
                if first != start:
                    yield Hit(start, stop.end())
            start = stop.end()


@dataclass(frozen=True, slots=True)
class Consistency:
    """Reports the rarer spelling where one text has two; `forms` are groups of spellings, the preferred one first."""

    forms: tuple[tuple[str, ...], ...]
    words: tuple[str, ...] = ()

    def find(self, view: View, found: Sequence[Word]) -> Iterator[Hit]:
        counts = Counter(self.words[word.number] for word in found)
        for group in self.forms:
            if sum(form in counts for form in group) < 2:
                continue
            kept = max(group, key=lambda form: (counts[form], -group.index(form)))
            for word in found:
                form = self.words[word.number]
                if form in group and form != kept:
                    yield Hit(word.start, word.start + len(form), kept, f"“{kept}”（{counts[kept]} 处）")
