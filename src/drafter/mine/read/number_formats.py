"""Numbers as word processors print them: the formats of automatic numbering (ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from drafter.facts.numerals import chinese, chinese_digits

_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_LEGAL: Final = str.maketrans("零一二三四五六七八九十百千万亿", "零壹贰叁肆伍陆柒捌玖拾佰仟万亿")
_LEGAL_OLD: Final = str.maketrans("零一二三四五六七八九十百千万亿", "零壹貳參肆伍陸柒捌玖拾佰仟萬億")
MAX_NUMBER: Final = 32767
"""Largest number of a list item (17.9.2 counts in a signed short in every word processor)."""


def format_number(number: int, name: str) -> str:
    """`number` (0 or more) in the format `name` of w:numFmt; "" for bullet and none, decimal for unknown names."""
    if name in ("bullet", "none"):
        return ""
    if number > MAX_NUMBER:
        return str(number)
    return _FORMATS.get(name, str)(number) or str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return ""
    written = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written.append(letters * count)
    return "".join(written)


def _letters(number: int) -> str:
    # Behind z comes aa, then bb: the letter is repeated (17.18.59, lowerLetter).
    if not 0 < number <= 260:
        return ""
    turns, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (turns + 1)


def _counting(number: int) -> str:
    # From a hundred on digit by digit: 一〇〇 (chineseCounting, taiwaneseCounting).
    return chinese(number) if number < 100 else _digits(number)


def _digits(number: int) -> str:
    return chinese_digits(str(number))


def _legal(number: int) -> str:
    # 10 is 壹拾, while plain counting says 十.
    return _full(number).translate(_LEGAL)


def _legal_old(number: int) -> str:
    return _full(number).translate(_LEGAL_OLD)


def _full(number: int) -> str:
    written = chinese(number)
    return f"一{written}" if written.startswith("十") else written


def _japanese(number: int) -> str:
    # 百 and 千 take no 一 before them, and empty places no 零.
    written = _full(number).replace("零", "") or "〇"
    return written.replace("一千", "千").replace("一百", "百").replace("一十", "十")


def _cycle(number: int) -> str:
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12] if number > 0 else ""


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else ""


def _run(first: str, count: int) -> Callable[[int], str]:
    return _one_of("".join(chr(ord(first) + index) for index in range(count)))


def _ordinal(number: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if 10 < number % 100 < 14 else ends.get(number % 10, 'th')}"


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _run("①", 20),
    "decimalEnclosedCircleChinese": _run("①", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "decimalEnclosedParen": _run("⑴", 20),
    "numberInDash": lambda number: f"- {number} -",
    "ordinal": _ordinal,
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": chinese,
    "taiwaneseCountingThousand": chinese,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal_old,
    "japaneseLegal": _legal_old,
    "japaneseCounting": _japanese,
    "koreanCounting": _japanese,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
    "ideographZodiacTraditional": _cycle,
    "ideographEnclosedCircle": _run("㊀", 10),
    "ideographEnclosedParen": _run("㈠", 10),
}
