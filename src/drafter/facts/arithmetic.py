"""Arithmetic of facts: sums, products, shares and growth, for the filters of filters.py.

Sums and products are exact. A quotient keeps 60 digits and shows a few of them, halves rounded up; a result longer
than 30 digits is refused. All raise FactError with a short Chinese reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Final

from drafter.errors import FactError
from drafter.facts.numerals import EXACT, SCALES, plain, whole
from drafter.facts.values import Money, Number, Percent, Text, Value, digits, rounded

Amount = Number | Percent | Money

MAX_PLACES: Final = 10
"""Most decimals 保留 and 除 give."""

QUOTIENT_PLACES: Final = 2
SHARE_PLACES: Final = 1
"""Decimals shown of a quotient, and of a share or growth, unless the template says otherwise."""


def brief(value: Value) -> str:
    """`value` for a message."""
    text = value.text()
    return f"{text[:20]}…" if len(text) > 20 else text


def _amount(value: Value) -> Amount:
    if not isinstance(value, Amount):
        raise FactError(f"“{brief(value)}”不是数")
    return value


def _mismatch(left: Value, right: Value) -> FactError:
    return FactError(f"“{brief(left)}”和“{brief(right)}”不是同一类的数")


def _about(*values: Amount) -> str:
    """What is computed from an approximate number is approximate."""
    return "约" if any(value.approximate for value in values) else ""


def _places(*values: Amount) -> int | None:
    return max((value.places for value in values if value.places is not None), default=None)


def add(left: Value, right: Value) -> Value:
    """Sum of two amounts of one kind; money in the unit of the first."""
    return _sum(_amount(left), _amount(right), EXACT.add)


def subtract(left: Value, right: Value) -> Value:
    """Difference of two amounts of one kind; money in the unit of the first."""
    return _sum(_amount(left), _amount(right), EXACT.subtract)


def _sum(left: Amount, right: Amount, operation: Callable[[Decimal, Decimal], Decimal]) -> Value:
    """Sum or difference of two amounts of one kind; money in the unit of the first."""
    about, places = _about(left, right), _places(left, right)
    if isinstance(left, Percent) and isinstance(right, Percent):
        return Percent(operation(left.amount, right.amount), about, "", places)
    if isinstance(left, Number) and isinstance(right, Number):
        if left.scale == right.scale:
            return Number(operation(left.amount, right.amount), left.scale, about, places=places)
        return Number(plain(operation(left.value, right.value)), "", about, places=places)
    if isinstance(left, Money) and isinstance(right, Money):
        if left.scale == right.scale:
            return Money(operation(left.amount, right.amount), left.scale, about, places=places)
        total = operation(left.value, right.value)
        return Money(in_scale(total, left.scale), left.scale, about, places=places)
    raise _mismatch(left, right)


def in_scale(value: Decimal, scale: str) -> Decimal:
    """`value` counted in the word `scale`: 35000 in 万 is 3.5."""
    return plain(EXACT.divide(value, SCALES[scale]))


def _factor(value: Amount) -> Decimal:
    """What multiplying by `value` multiplies by: 28% is 0.28."""
    if isinstance(value, Money):
        raise FactError("金额不能当倍数")
    return EXACT.divide(value.amount, Decimal(100)) if isinstance(value, Percent) else value.value


def multiply(left: Value, right: Value) -> Value:
    """A product: a sum of money if one is money, else a number if one is a number, else a percentage."""
    ranks = (Money, Number, Percent)
    first, second = sorted((_amount(left), _amount(right)), key=lambda value: ranks.index(type(value)))
    return _scaled(first, EXACT.multiply(first.amount, _factor(second)), second, _places(first, second))


def _scaled(first: Amount, amount: Decimal, second: Amount, places: int | None) -> Amount:
    """`first` with another amount, approximate if either was."""
    shown = amount if places is not None else plain(amount)
    about = _about(first, second)
    match first:
        case Percent():
            return Percent(shown, about, places=places)
        case Money():
            return Money(shown, first.scale, about, places=places)
        case Number():
            return Number(shown, first.scale, about, places=places)


def divide(left: Value, right: Value, places: Value | None = None) -> Value:
    """A ratio of two amounts of one kind, or a share of one by a number; shows `places` decimals (2)."""
    first, second = _amount(left), _amount(right)
    shown = QUOTIENT_PLACES if places is None else _whole(places)
    if type(first) is type(second):
        return Number(_quotient(first, second), "", _about(first, second), places=shown)
    if not isinstance(second, Number):
        raise _mismatch(first, second)
    if not second.value:
        raise FactError("不能除以0")
    return _scaled(first, EXACT.divide(first.amount, second.value), second, shown)


def _quotient(first: Amount, second: Amount) -> Decimal:
    """`first` divided by `second` of the same kind."""
    if type(first) is not type(second):
        raise _mismatch(first, second)
    if not _size(second):
        raise FactError("不能除以0")
    return EXACT.divide(_size(first), _size(second))


def _size(value: Amount) -> Decimal:
    return value.amount if isinstance(value, Percent) else value.value


def share(left: Value, right: Value) -> Value:
    """What part `left` is of `right`, in percent."""
    part, total = _amount(left), _amount(right)
    if not _size(total):
        raise FactError("总数是0，算不出占比")
    return Percent(
        EXACT.multiply(_quotient(part, total), Decimal(100)), _about(part, total), places=SHARE_PLACES
    )


def _growth(left: Value, right: Value) -> Percent:
    """Growth in percent of the former value; between two percentages the difference in percentage points."""
    now, before = _amount(left), _amount(right)
    about = _about(now, before)
    if type(now) is not type(before):
        raise _mismatch(now, before)
    difference = EXACT.subtract(_size(now), _size(before))
    if isinstance(now, Percent):
        return Percent(difference, about, places=max(SHARE_PLACES, _decimals(now), _decimals(_amount(right))))
    if not _size(before):
        raise FactError("上年（期）数是0，算不出同比")
    if _size(before) < 0:
        raise FactError("上年（期）数是负数，同比没有意义")
    rate = EXACT.multiply(EXACT.divide(difference, _size(before)), Decimal(100))
    return Percent(rate, about, places=SHARE_PLACES)


def _decimals(value: Amount) -> int:
    """Decimals a value shows; a difference of rates shows as many as the rates."""
    return len(digits(value.amount, value.places).partition(".")[2])


def rate(left: Value, right: Value) -> Value:
    """Growth of `left` over `right` in percent; of percentages, in percentage points."""
    growth = _growth(left, right)
    return Text(_points(growth)) if isinstance(left, Percent) else growth


def _points(growth: Percent) -> str:
    return f"{growth.text().removesuffix('%')}个百分点"


def compared(left: Value, right: Value) -> Value:
    """增长12.5%, 下降3%, 持平; of percentages 提高2.5个百分点. A change too small to show is 基本持平."""
    growth = _growth(left, right)
    size = replace(growth, amount=growth.amount.copy_abs())
    if not growth.amount:
        return Text("持平")
    if not rounded(growth.amount, growth.places or 0):
        return Text("基本持平")
    if isinstance(left, Percent):
        return Text(("提高" if growth.amount > 0 else "下降") + _points(size))
    return Text(("增长" if growth.amount > 0 else "下降") + size.text())


def _whole(value: Value) -> int:
    if isinstance(value, Number) and whole(value.value) and 0 <= value.value <= MAX_PLACES:
        return int(value.value)
    raise FactError(f"小数位数要是0至{MAX_PLACES}的整数，不是“{brief(value)}”")


def keep(value: Value, places: Value) -> Value:
    """`value` with exactly `places` decimals, halves rounded up."""
    amount = _amount(value)
    return replace(amount, amount=rounded(amount.amount, _whole(places)), places=None)
