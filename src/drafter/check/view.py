"""The text as rules see it: all passages in one string, so that each pattern runs once however many there are."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from drafter.document import Place

HIDDEN = "\ufffc"
"""Stands, one for one, for characters no rule may judge: open slots, template tags, Markdown marks."""

SENTENCE_REACH = 200
"""Characters looked at on either side for the bounds of a sentence: a whole file may be one line."""

SCOPES = ("title", "addressee", "heading", "body", "table", "attachments", "signature", "date")

TEXT = Place("text")

_STOPS = re.compile(r"[。！？；\n]")
_TITLES = re.compile(r"《[^《》\n]{1,80}》")
_QUOTES = re.compile(r"“[^“”\n]{1,300}”")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, heading or table cell to check.

    `view` is `text` with hidden stretches replaced by HIDDEN, of the same length; "" if nothing is hidden.
    `scope` is one of SCOPES.
    """

    text: str
    scope: str = "body"
    place: Place = TEXT
    view: str = ""
    block: int = -1
    cell: int = -1


class View:
    """Passages joined by line feeds; offsets of matches are offsets in `text`."""

    def __init__(self, passages: Sequence[Passage], year: int | None) -> None:
        self.passages = passages
        self.year = year
        shown = [passage.view or passage.text for passage in passages]
        self.text = "\n".join(shown)
        self.starts: list[int] = []
        at = 0
        for text in shown:
            self.starts.append(at)
            at += len(text) + 1

    def number(self, at: int) -> int:
        """The index of the passage that holds offset `at`."""
        return bisect_right(self.starts, at) - 1

    def bounds(self, number: int) -> tuple[int, int]:
        """Start and end of passage `number` in `text`."""
        start = self.starts[number]
        return start, start + len(self.passages[number].text)

    def filled(self, first: int, last: int) -> int:
        """How many of the passages after `first` up to `last` are not blank."""
        return sum(1 for passage in self.passages[first + 1 : last + 1] if passage.text.strip())

    def sentence(self, at: int) -> str:
        """The sentence around offset `at`, without the stop that ends it."""
        low, high = self.bounds(self.number(at))
        low, high = max(low, at - SENTENCE_REACH), min(high, at + SENTENCE_REACH)
        before = [stop.end() for stop in _STOPS.finditer(self.text, low, at)]
        after = _STOPS.search(self.text, at, high)
        return self.text[before[-1] if before else low : after.start() if after else high]

    def inside(self, what: str, start: int, end: int) -> bool:
        """True if the stretch lies between the marks of `what`: "titles" 《》 or "quotes" “”."""
        spans = self._titles if what == "titles" else self._quotes
        at = bisect_right(spans, (start, end)) - 1
        return any(low < start and end < high for low, high in spans[max(at - 1, 0) : at + 2])

    @cached_property
    def _titles(self) -> list[tuple[int, int]]:
        return [match.span() for match in _TITLES.finditer(self.text)]

    @cached_property
    def _quotes(self) -> list[tuple[int, int]]:
        return [match.span() for match in _QUOTES.finditer(self.text)]


def lines(text: str) -> tuple[Passage, ...]:
    """The lines of `text` as passages: short ones with a number 一、 or （一） are headings, others body.

    `block` is the index of the line.
    """
    return tuple(
        Passage(line, "heading" if _HEADING.match(line) else "body", block=number)
        for number, line in enumerate(text.split("\n"))
    )


_HEADING = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．][^。；！？]{1,40}[。；，、]?|[（(][一二三四五六七八九十]{1,3}[)）][^。；！？，]{1,40})\s*$"
)


_TITLE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_DATE_LINE = re.compile(r"^\s*((?:19|20)\d\d)年\d{1,2}月(?:\d{1,2}日)?\s*$")
HEAD = 60
"""Characters a first line may have to count as a title."""


def report_year(passages: Sequence[Passage]) -> int | None:
    """The year a text is about: of its title (or short first lines), else of the date it is signed with.

    None if neither names one; rules that depend on the year are then left out rather than guessed at.
    """
    filled = [passage for passage in passages if passage.text.strip()]
    first = [p.text for p in filled[:2] if len(p.text) <= HEAD and not _STOPS.search(p.text)]
    titles = [p.text for p in filled if p.scope == "title"] or first
    dates = [p.text for p in filled if p.scope == "date"] or [p.text for p in filled[-3:]]
    for found in (*map(_TITLE_YEAR.search, titles), *map(_DATE_LINE.search, dates)):
        if found:
            return int(found[1])
    return None
