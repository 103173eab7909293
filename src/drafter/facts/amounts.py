"""Counts, numbers, percentages and sums as people type them: １２次, 1200余, 3.5万元, 百分之九十五, 约3.5万元.

Raises ValueError with a short Chinese reason, or FactError from the values themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from drafter.facts.numerals import SCALES, half_width, parse_number, plain, whole
from drafter.facts.values import MORE, Money, Number, Percent

MONEY_UNITS: Final = tuple(f"{scale}元" for scale in SCALES)
"""元, 万元, 亿元, 万亿元: what a sum may be typed in and a money fact may have as its unit."""

_BEFORE: Final = ("大约", "将近", "接近", "超过", "不少于", "不低于", "不足", "至少", "约", "近", "超", "逾")
_AFTER: Final = ("以上", "以下")
_ABOUT: Final = ("左右", "上下")
_SAME: Final = (("名", "人", "位"), ("平方米", "㎡", "m²", "m2"), ("公里", "千米"))
_ALL: Final = ("百分之百", "百分百")


@dataclass(frozen=True, slots=True)
class _Typed:
    """A typed amount taken apart: the words around the number, the sign, and what is left to read."""

    rest: str
    before: str = ""
    after: str = ""
    negative: bool = False


def parse_count(typed: str, unit: str = "") -> Number:
    """A whole number that is not negative; its own `unit` may be typed along, another may not."""
    number = parse_measure(typed, unit)
    if number.amount < 0:
        raise ValueError("次数、人数不能是负数")
    if not whole(number.value):
        raise ValueError("要填整数")
    # Spreadsheets write whole numbers as 12.0.
    return number if number.scale else Number(plain(number.amount), "", number.before, number.more)


def parse_measure(typed: str, unit: str = "") -> Number:
    """A number with the decimals as typed; its own `unit` may be typed along, another may not."""
    taken = _take_apart(half_width(typed), _names(unit))
    if taken.after:
        raise ValueError(f"“{taken.after}”请写在正文里")
    amount, scale, more, first = _amount(taken, unit)
    return Number(amount, scale, taken.before, more, first)


def parse_percent(typed: str) -> Percent:
    """A percentage: 95%, ９５％, 百分之九十五; a bare 95 is 95%, a bare 0.95 is 0.95%."""
    text = half_width(typed).replace("﹪", "%")
    if "‰" in text:
        raise ValueError("请换算成百分数")
    taken = _take_apart(text, ("%",))
    rest = taken.rest
    if rest in _ALL:
        rest = "100"
    amount, scale, more, _ = _amount(_Typed(rest.removeprefix("百分之"), negative=taken.negative), "%")
    if scale or more:
        raise ValueError("不是百分数")
    return Percent(amount, taken.before, taken.after)


def parse_money(typed: str, unit: str = "") -> Money:
    """A sum in the unit typed; a bare number is in `unit` (one of MONEY_UNITS, "" is 元)."""
    text = half_width(typed)
    for sign in ("人民币", "RMB", "￥", "¥"):
        text = text.removeprefix(sign).strip()
    taken = _take_apart(text, ("元人民币", "元整", "圆整", "元", "圆"))
    amount, scale, more, first = _amount(taken, "元")
    if not scale and unit in MONEY_UNITS and not set(text) & set("元圆"):
        scale = unit.removesuffix("元")
    return Money(amount, scale, taken.before, more, first, taken.after)


def _names(unit: str) -> tuple[str, ...]:
    """Ways to type `unit`."""
    same = next((group for group in _SAME if unit in group), (unit,))
    return tuple(half_width(name) for name in same if name)


def _take_apart(text: str, units: tuple[str, ...]) -> _Typed:
    """Strips 约 and its kind, one of `units`, 以上 and 左右, and the sign from around the number."""
    before = next((word for word in _BEFORE if text.startswith(word)), "")
    text = text.removeprefix(before).strip()
    about = next((word for word in _ABOUT if text.endswith(word)), "")
    after = next((word for word in _AFTER if text.endswith(word)), "")
    text = text.removesuffix(about or after).strip()
    for unit in sorted(units, key=len, reverse=True):
        if text.endswith(unit):
            text = text.removesuffix(unit).strip()
            break
    if about and before not in ("", "约", "大约"):
        raise ValueError(f"“{before}”和“{about}”只能写一个")
    negative = text[:1] in ("-", "−", "负")
    return _Typed(
        text[1:] if negative else text,
        "约" if about or before == "大约" else before,
        after,
        negative and text != "",
    )


def _amount(taken: _Typed, unit: str) -> tuple[Decimal, str, str, bool]:
    """The number of `taken`: amount, scale word, 余 or 多, and whether that stands before the scale word."""
    text = taken.rest
    scale = next((word for word in ("万亿", "万", "亿") if text.endswith(word)), "")
    ahead = text.removesuffix(scale)
    first = bool(scale) and ahead.endswith(MORE)
    written = ahead if first else text
    more = next((word for word in MORE if written.endswith(word)), "")
    rest = written.removesuffix(more).strip()
    try:
        number = parse_number(rest)
    except ValueError:
        if rest[:1].isdecimal() and not rest[-1:].isdecimal():
            raise ValueError(
                f"单位应当是“{unit}”，只填数字也可以" if unit else "这一项只填数字，不带单位"
            ) from None
        raise
    if first and number.scale:
        raise ValueError("不是数字")
    amount = number.amount.copy_negate() if taken.negative else number.amount
    return amount, scale if first else number.scale, more, first
