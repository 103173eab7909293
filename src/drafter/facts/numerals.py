"""Numbers as people type them: full-width digits, grouping commas, Chinese numerals, 万 and 亿.

Strict: what has no single reading (十十, 三五, 1,23) is refused with ValueError and a short Chinese reason,
never guessed. Amounts are Decimal with the decimals as typed. Imports nothing of ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

MAX_DIGITS: Final = 30
"""Longest number read or computed: far above any budget, small enough that no arithmetic can run away."""

EXACT: Final = Context(prec=2 * MAX_DIGITS, rounding=ROUND_HALF_UP)
"""Arithmetic of facts: room for the product of two longest numbers, so that only division ever rounds.

Operators round to the 28 digits of the default context, so amounts are computed through this one alone.
"""

MAX_HAN: Final = 10**16
"""Chinese numerals are read and written below this (千万亿), the largest with one agreed reading."""

SCALES: Final = {"": Decimal(1), "万": Decimal(10**4), "亿": Decimal(10**8), "万亿": Decimal(10**12)}
"""Words a number may end with, and their size (GB/T 15835-2011 5.1: 万、亿 may stand in Chinese)."""

_DIGITS: Final = "〇一二三四五六七八九"
_VALUE: Final = {mark: index for index, mark in enumerate(_DIGITS)} | {"零": 0, "○": 0, "◯": 0}
_UNITS: Final = (("千", 1000), ("百", 100), ("十", 10))
_LARGE: Final = {"百": Decimal(100), "千": Decimal(1000)}
_HALF: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}

_ARABIC = re.compile(r"[0-9]*(?:\.[0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,3}(?: [0-9]{3})+(?:\.[0-9]+)?")
_SCALED = re.compile(r"([0-9., ]+)([百千]?)(万亿|万|亿|)")
_COMPOUND = re.compile(r"(?:([0-9]+)亿)?(零)?(?:([0-9]+)万)?(零)?(?:([0-9]+)([百千]?))?")
_HAN = re.compile(r"[〇零○◯一二两三四五六七八九十百千万亿点]+")


@dataclass(frozen=True, slots=True)
class Scaled:
    """`amount` times the word `scale` (a key of SCALES), as typed: 3.5万 is 3.5 and 万."""

    amount: Decimal
    scale: str = ""

    @property
    def value(self) -> Decimal:
        """The whole number: 3.5万 is 35000."""
        return EXACT.multiply(self.amount, SCALES[self.scale])


def half_width(text: str) -> str:
    """`text` with full-width letters, digits, signs and spaces made half-width, ends trimmed."""
    return text.translate(_HALF).strip()


def plain(value: Decimal) -> Decimal:
    """`value` without the zeros at the end of its decimals and without exponent: 3.50 is 3.5, 1E+2 is 100."""
    written = format(value, "f")
    return Decimal(written.rstrip("0").rstrip(".") if "." in written else written)


def whole(value: Decimal) -> bool:
    """True if `value` is an integer; `%` would fail above the 28 digits of the default context."""
    return value == value.to_integral_value()


def parse_number(text: str) -> Scaled:
    """A number that is not negative, as people type it: 12 １２ 1,200 3.5万 3千万 1亿2000万 十二 三点五万.

    Raises ValueError with a Chinese reason for anything else.
    """
    typed = half_width(text)
    if not typed:
        raise ValueError("没有数字")
    if len(typed) > 3 * MAX_DIGITS:
        raise ValueError(f"数字最多{MAX_DIGITS}位")
    if _HAN.fullmatch(typed):
        return _parse_han_scaled(typed)
    scaled = _SCALED.fullmatch(typed)
    if scaled:
        amount = parse_arabic(scaled[1])
        return Scaled(plain(EXACT.multiply(amount, _LARGE[scaled[2]])) if scaled[2] else amount, scaled[3])
    return _parse_compound(typed)


def parse_arabic(text: str) -> Decimal:
    """Arabic digits with an optional decimal part and whole groups of three: 1200, 1,200, .5 (0.5).

    Raises ValueError with a Chinese reason.
    """
    typed = text.strip()
    if _GROUPED.fullmatch(typed):
        typed = typed.replace(",", "").replace(" ", "")
    if not typed or not _ARABIC.fullmatch(typed):
        raise ValueError("逗号要三位一节，如1,200" if "," in typed else "不是数字")
    if sum(mark != "." for mark in typed) > MAX_DIGITS:
        raise ValueError(f"数字最多{MAX_DIGITS}位")
    return Decimal(typed)


def _parse_compound(typed: str) -> Scaled:
    """Arabic digits in sections: 1亿2000万, 3万5千, 10亿零817万5288 (the example of GB/T 15835-2011 5.1)."""
    found = _COMPOUND.fullmatch(typed)
    if not found:
        raise ValueError("不是数字")
    high, _, middle, _, low, small = found.groups()
    if (low is None and (middle is None or found[4])) or (high is None and middle is None):
        raise ValueError("不是数字")
    if (found[2] and high is None) or (high and middle is None and found[4]):
        raise ValueError("“零”的位置不对")
    if low is not None and len(low) == 1 and not (small or found[4] or found[2]):
        raise ValueError("看不出末位的大小，请写成35000或3.5万的样子")
    sections = [int(high or 0), int(middle or 0), int(low or 0) * int(_LARGE.get(small, Decimal(1)))]
    if len(typed) > MAX_DIGITS or sections[2] >= 10**4 or (high and sections[1] >= 10**4):
        raise ValueError("“万”“亿”后面的数太大")
    total = sections[0] * 10**8 + sections[1] * 10**4 + sections[2]
    return Scaled(Decimal(total // 10**4), "万") if low is None else Scaled(Decimal(total))


def _parse_han_scaled(text: str) -> Scaled:
    whole, point, rest = text.partition("点")
    scale = next((word for word in ("万亿", "万", "亿") if text.endswith(word)), "")
    if point:
        digits = rest.removesuffix(scale)
        if not digits or any(mark not in _VALUE for mark in digits):
            raise ValueError("小数部分要逐位写，如三点五")
        decimals = "".join(str(_VALUE[mark]) for mark in digits)
        if len(decimals) > MAX_DIGITS - 16:
            raise ValueError(f"数字最多{MAX_DIGITS}位")
        return Scaled(Decimal(f"{parse_chinese(whole)}.{decimals}"), scale)
    value = parse_chinese(text)
    # 一亿二千万 ends in 万, so it prints as 12000万; 三万五千 has no word to keep.
    return Scaled(Decimal(value // int(SCALES[scale])), scale)


def parse_chinese(text: str) -> int:
    """The value of a Chinese numeral: 〇 零 十二 一十二 两百零五 三万五千 二〇二六 (digit by digit).

    A digit left without its unit after 百 and above takes the next smaller one as in speech: 三万五 is 35000.
    Raises ValueError with a Chinese reason for anything with no single reading.
    """
    if not text:
        raise ValueError("没有数字")
    if all(mark in _VALUE for mark in text):
        return _digit_by_digit(text)
    if len(text) > 2 * MAX_DIGITS:
        raise ValueError("中文数字太长")
    return _sections(text, ("亿", "万"))


def _digit_by_digit(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise ValueError(f"数字最多{MAX_DIGITS}位")
    # 三五 and 七八 are estimates (GB/T 15835-2011 4.2.2), not 35 and 78.
    if len(text) == 2 and _VALUE[text[0]] and _VALUE[text[1]]:
        raise ValueError("像是约数，请写确切的数")
    if len(text) > 1 and not _VALUE[text[0]]:
        raise ValueError("不能以“零”开头")
    return int("".join(str(_VALUE[mark]) for mark in text))


def _sections(text: str, words: tuple[str, ...]) -> int:
    """Value of `text` whose largest words may be `words`: 亿 holds up to 千万 of itself, 万 up to 千."""
    if not words:
        return _section(text)
    word, lower = words[0], words[1:]
    above, found, below = text.rpartition(word)
    if not found:
        return _sections(text, lower)
    if word in above or not above:
        raise ValueError(f"“{word}”的位置不对")
    high = _sections(above, lower) if word == "亿" else _section(above)
    size = int(SCALES[word])
    if not high:
        raise ValueError(f"“{word}”前面不能是零")
    return high * size + _tail(below, size, lower)


def _tail(text: str, size: int, words: tuple[str, ...]) -> int:
    """What follows 亿 or 万 (of `size`): nothing, a digit without unit, or smaller places, 零 for empty ones."""
    if not text:
        return 0
    if len(text) == 1 and _VALUE.get(text, 0):
        return _VALUE[text] * size // 10
    zero = text[0] in "零〇○◯"
    value = _sections(text[1:] if zero else text, words)
    if not 0 < value < size or (not zero and value < size // 10):
        raise ValueError("中间空位要写“零”，如一万零五百")
    return value


def _section(text: str) -> int:
    """A Chinese numeral below 10000: 十二, 两百零五, 一千零一十, 二百五 (250)."""
    if text == "两":
        return 2
    rest, total, expected, zero = text, 0, 1000, False
    for word, size in _UNITS:
        mark, found, after = rest.partition(word)
        if not found:
            continue
        mark, zero = _strip_zero(mark, total)
        total += _place(mark, size, first=total == 0) * size
        if expected != size and total >= 10 * size and not zero:
            raise ValueError("中间空位要写“零”，如一千零五十")
        if zero and expected == size:
            raise ValueError("“零”的位置不对")
        rest, expected = after, size // 10
    return total + _last_digit(rest, total, expected)


def _strip_zero(mark: str, total: int) -> tuple[str, bool]:
    if mark[:1] in ("零", "〇", "○", "◯") and mark:
        if not total:
            raise ValueError("不能以“零”开头")
        return mark[1:], True
    return mark, False


def _place(mark: str, size: int, *, first: bool) -> int:
    if not mark and size == 10:
        return 1
    if mark == "两" and size > 10:
        return 2
    value = _VALUE.get(mark, 0)
    if not value:
        raise ValueError("不是通行的中文数字")
    return value


def _last_digit(rest: str, total: int, expected: int) -> int:
    if not rest:
        return 0
    digit, zero = _strip_zero(rest, total)
    value = _VALUE.get(digit, 0)
    if not value or (zero and expected == 1):
        raise ValueError("不是通行的中文数字")
    # 二百五 is 250, 二百零五 is 205.
    return value * expected if total and not zero else value


def chinese(value: int) -> str:
    """The standard Chinese numeral of 0 <= value < MAX_HAN: 0 零, 12 十二, 205 二百零五, 20000 二万.

    Raises ValueError outside that range.
    """
    if not 0 <= value < MAX_HAN:
        raise ValueError("只能写不到一亿亿的非负整数")
    if value == 0:
        return "零"
    written = _write(value)
    return written.removeprefix("一") if written.startswith("一十") else written


def _write(value: int) -> str:
    for size, word in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if value >= size:
            high, low = divmod(value, size)
            gap = "零" if 0 < low < size // 10 else ""
            return _write(high) + word + gap + (_write(low) if low else "")
    return _DIGITS[value] if value else ""


def chinese_digits(digits: str) -> str:
    """Arabic digits one by one, as years are written: 2026 二〇二六 (GB/T 15835-2011 5.2.5)."""
    return "".join(_DIGITS[int(mark)] for mark in digits)


def chinese_decimal(value: Decimal) -> str:
    """The Chinese numeral of a Decimal that is not negative: 3.5 三点五. Raises ValueError like `chinese`."""
    whole, _, decimals = format(value, "f").partition(".")
    written = chinese(int(whole))
    return f"{written}点{chinese_digits(decimals)}" if decimals else written
