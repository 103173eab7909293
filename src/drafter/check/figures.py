"""The matchers that calculate: dates that cannot be, weekdays, and figures that contradict each other."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from drafter.check.kinds import needed
from drafter.check.rule import Hit, Word
from drafter.check.view import View

_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年$")
_WEEKDAY = re.compile(r"\s?[（(，,]?\s?((星期|周)([一二三四五六日天]))")
_NAMES = "一二三四五六日"
LEAP = 2024
"""A leap year: 29 February without a year is not wrong."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Reports a date no calendar has (`test` "date") or a weekday that is not that date's ("weekday").

    A date without a year counts as wrong only if no year has it; its weekday is never judged.
    """

    test: str
    words: tuple[str, ...] = ()

    def find(self, view: View, found: Sequence[Word]) -> Iterator[Hit]:
        if "日" in view.text and "月" in view.text:
            yield from self._days(view.text) if self.test == "date" else self._weekdays(view.text)

    @staticmethod
    def _days(text: str) -> Iterator[Hit]:
        for found, month, day, year in _dates(text):
            start = found.start() - (5 if year else 0)
            if not 1 <= month <= 12:
                yield Hit(start, found.end(), None, f"没有 {month} 月")
            elif not 1 <= day <= monthrange(year or LEAP, month)[1]:
                yield Hit(start, found.end(), None, f"{month}月没有 {day} 日")

    @staticmethod
    def _weekdays(text: str) -> Iterator[Hit]:
        for found, month, day, year in _dates(text):
            named = _WEEKDAY.match(text, found.end())
            if not named or not year:
                continue
            try:
                actual = _NAMES[date(year, month, day).weekday()]
            except ValueError:
                continue
            if actual != named[3].replace("天", "日"):
                right = named[2] + actual
                yield Hit(named.start(1), named.end(1), right, f"这一天是{right}")


def _dates(text: str) -> Iterator[tuple[re.Match[str], int, int, int]]:
    """Every 3月8日 in `text`: the match, month, day, and the year before it (0: none)."""
    for found in _DAY.finditer(text):
        before = text[max(found.start() - 6, 0) : found.start()]
        if before[-1:] == ".":
            continue
        year = _YEAR.search(before)
        yield found, int(found[1]), int(found[2]), int(year[1]) if year else 0


def _rate(match: re.Match[str]) -> Decimal | None:
    whole = Decimal(match["total"])
    return Decimal(match["part"]) / whole * 100 if whole else None


def _growth(match: re.Match[str]) -> Decimal | None:
    old = Decimal(match["old"])
    return (Decimal(match["new"]) - old) / old * 100 if old else None


def _sum(match: re.Match[str]) -> Decimal:
    return sum(
        (Decimal(value) for name, value in match.groupdict().items() if name.startswith("part") and value),
        Decimal(0),
    )


RELATIONS: dict[str, tuple[frozenset[str], str, Callable[[re.Match[str]], Decimal | None]]] = {
    "rate": (frozenset({"part", "total", "rate"}), "rate", _rate),
    "growth": (frozenset({"old", "new", "rate"}), "rate", _growth),
    "sum": (frozenset({"part1", "part2", "total"}), "total", _sum),
}
"""Name of a relation -> groups its pattern must have, the group it judges, how that is calculated."""


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Reports a figure that does not follow from its neighbours; `pattern` names the figures by its groups.

    A figure is right if it is the calculated one rounded or cut off to as many decimals as it has.
    """

    relation: str
    pattern: re.Pattern[str]
    need: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def find(self, view: View, found: Sequence[Word]) -> Iterator[Hit]:
        if not needed(self.need, view.text):
            return
        _, judged, calculate = RELATIONS[self.relation]
        for match in self.pattern.finditer(view.text):
            right = calculate(match)
            given = match[judged]
            if right is None:
                continue
            places = len(given.partition(".")[2])
            if abs(Decimal(given) - right) >= Decimal(1).scaleb(-places):
                shown = _shown(right, max(places, 1) if judged == "rate" else places)
                yield Hit(match.start(judged), match.end(judged), shown, f"应为{shown}")


def _shown(value: Decimal, places: int) -> str:
    text = str(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))
    return text.rstrip("0").rstrip(".") if "." in text else text
