"""Values of facts: what a typed text means, and how it is printed in Chinese.

Every value is immutable and has `text()`, the form of GB/T 15835-2011: Arabic digits without padding zeros, years
in full, decimals as typed. Constructors raise FactError for what cannot be: 2月30日, a number of 31 digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final

from drafter.errors import FactError
from drafter.facts.numerals import EXACT, MAX_DIGITS, SCALES, plain

MAX_TEXT: Final = 10_000
"""Longest text value in characters: longer than any paragraph, short enough for any screen and check."""

MAX_ITEMS: Final = 1_000
"""Most entries of a list."""

MORE: Final = ("余", "多")
"""Words that make the number before them approximate: 1200余, 10余万."""


def rounded(amount: Decimal, places: int) -> Decimal:
    """`amount` with exactly `places` decimals (0 or more), halves away from zero as people round."""
    return amount.quantize(Decimal(1).scaleb(-places), context=EXACT)


def digits(amount: Decimal, places: int | None) -> str:
    """Arabic digits without exponent; with `places`, rounded to at most that many decimals, no zeros at the end."""
    shown = amount if places is None else plain(rounded(amount, places))
    return format(shown.copy_abs() if shown == 0 else shown, "f")


def _bounded(amount: Decimal, places: int | None, scale: str = "") -> None:
    if not amount.is_finite():
        raise FactError("不是数字")
    if scale not in SCALES:
        raise FactError(f"不认识“{scale}”这个数位词", todo=f"可以用：{'、'.join(filter(None, SCALES))}")
    # Sign and point are not digits; what a computed number shows is bounded by its places.
    shown = digits(amount, None).replace("-", "").replace(".", "")
    if amount.adjusted() >= MAX_DIGITS or (places is None and len(shown) > MAX_DIGITS):
        raise FactError(f"数字最多{MAX_DIGITS}位")


@dataclass(frozen=True, slots=True)
class Text:
    """Words: a text, person, organisation or title."""

    words: str

    def __post_init__(self) -> None:
        if len(self.words) > MAX_TEXT:
            raise FactError(f"文字有{len(self.words)}字，最多{MAX_TEXT}字")

    def text(self) -> str:
        """The words as they are."""
        return self.words


@dataclass(frozen=True, slots=True)
class Number:
    """A count or measure, without its unit, which stands in the phrase.

    The value is `amount` times the word `scale` (3.5 and 万). `before` (约, 近, 超过 ...) and `more` (余, 多; before
    the scale word if `more_first`, as in 10余万) say that it is approximate. `places` marks a computed number:
    print at most that many decimals, and keep the exact amount for further arithmetic.
    """

    amount: Decimal
    scale: str = ""
    before: str = ""
    more: str = ""
    more_first: bool = False
    places: int | None = None

    def __post_init__(self) -> None:
        _bounded(self.amount, self.places, self.scale)

    @property
    def value(self) -> Decimal:
        """The whole number: 3.5万 is 35000."""
        return EXACT.multiply(self.amount, SCALES[self.scale])

    @property
    def approximate(self) -> bool:
        """True if a word says that the number is not exact."""
        return bool(self.before or self.more)

    def text(self) -> str:
        """12, 1200余, 约3.5万, 10余万."""
        tail = self.more + self.scale if self.more_first else self.scale + self.more
        return f"{self.before}{digits(self.amount, self.places)}{tail}"


@dataclass(frozen=True, slots=True)
class Percent:
    """`amount` in percent: 95 is 95%. `before` (近 ...) and `after` (以上, 以下) as for Money; `places` as for Number."""

    amount: Decimal
    before: str = ""
    after: str = ""
    places: int | None = None

    def __post_init__(self) -> None:
        _bounded(self.amount, self.places)

    @property
    def approximate(self) -> bool:
        """True if a word says that the number is not exact."""
        return bool(self.before or self.after)

    def text(self) -> str:
        """95%, 约12.5%, 95%以上."""
        return f"{self.before}{digits(self.amount, self.places)}%{self.after}"


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in `scale` + 元 (元, 万元, 亿元): the unit typed is the unit printed. Other fields as for Number."""

    amount: Decimal
    scale: str = ""
    before: str = ""
    more: str = ""
    more_first: bool = False
    after: str = ""
    places: int | None = None

    def __post_init__(self) -> None:
        _bounded(self.amount, self.places, self.scale)

    @property
    def unit(self) -> str:
        """元, 万元, 亿元 or 万亿元."""
        return f"{self.scale}元"

    @property
    def value(self) -> Decimal:
        """The sum in 元."""
        return EXACT.multiply(self.amount, SCALES[self.scale])

    @property
    def approximate(self) -> bool:
        """True if a word says that the sum is not exact."""
        return bool(self.before or self.more or self.after)

    def text(self) -> str:
        """3.5万元, 35000元, 约1.2亿元, 300余万元, 3万元以上."""
        tail = self.more + self.scale if self.more_first else self.scale + self.more
        return f"{self.before}{digits(self.amount, self.places)}{tail}元{self.after}"


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """A date as far as it is known: a year, a month of it, or a day. `month` and `day` are 0 if unknown."""

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if not 1000 <= self.year <= 2999:
            raise FactError("年份要写全四位")
        if not 0 <= self.month <= 12 or (self.day and not self.month):
            raise FactError(f"没有{self.month}月")
        if self.day:
            try:
                date(self.year, self.month, self.day)
            except ValueError:
                raise FactError(f"{self.year}年{self.month}月没有{self.day}日") from None

    @property
    def precision(self) -> int:
        """1 a year, 2 a month, 3 a day."""
        return 1 + bool(self.month) + bool(self.day)

    def text(self) -> str:
        """2026年, 2026年3月, 2026年3月8日 (GB/T 15835-2011 5.1.4: the year in full, no padding zeros)."""
        return f"{self.year}年{self._after_year()}"

    def _after_year(self) -> str:
        return (f"{self.month}月" if self.month else "") + (f"{self.day}日" if self.day else "")


@dataclass(frozen=True, slots=True)
class Period:
    """A time from `start` to `end`, both included and known equally far; `name` if it has one of its own (上半年)."""

    start: Day
    end: Day
    name: str = ""

    def __post_init__(self) -> None:
        if self.start.precision != self.end.precision:
            raise FactError("起止时间要写到同样的程度，都写到年、月或日")
        if self.end < self.start:
            raise FactError("结束时间早于开始时间")

    def text(self) -> str:
        """2026年, 2024—2026年, 2026年1月至12月, 2026年1月1日至6月30日, 2026年上半年, 2025—2026学年.

        Years are joined with a dash (GB/T 15834-2011 4.13.3.2), months and days with 至.
        """
        start, end = self.start, self.end
        if self.name or start == end:
            return self.name or start.text()
        if start.precision == 1:
            return f"{start.year}—{end.year}年"
        if start.year != end.year:
            return f"{start.text()}至{end.text()}"
        if start.precision == 3 and start.month == end.month:
            return f"{start.text()}至{end.day}日"
        return f"{start.text()}至{end.text().removeprefix(f'{end.year}年')}"


@dataclass(frozen=True, slots=True)
class Items:
    """Several names or words, in order."""

    items: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.items or not all(item.strip() for item in self.items):
            raise FactError("列表里没有内容")
        if len(self.items) > MAX_ITEMS:
            raise FactError(f"列表有{len(self.items)}项，最多{MAX_ITEMS}项")
        if sum(map(len, self.items)) > MAX_TEXT:
            raise FactError(f"文字最多{MAX_TEXT}字")

    def text(self) -> str:
        """张丽、陈刚; nothing between items wholly in quotation or title marks: 《甲》《乙》 (GB/T 15834-2011 4.5.3.5)."""
        text = self.items[0]
        for before, item in pairwise(self.items):
            text += item if _MARKED.fullmatch(before) and _MARKED.fullmatch(item) else f"、{item}"
        return text


_MARKED = re.compile(r"《[^《》]*》|“[^“”]*”")

Value = Text | Number | Percent | Money | Day | Period | Items
"""The value of a fact."""


def magnitude(value: Value) -> Decimal | None:
    """What comparisons compare: the number, percent as 95, money in 元; None for a value that is no number."""
    match value:
        case Number() | Money():
            return value.value
        case Percent():
            return value.amount
        case _:
            return None
