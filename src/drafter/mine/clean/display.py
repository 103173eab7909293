"""Punctuation as Chinese text shows it: full width where the neighbours are Chinese."""

from __future__ import annotations

import re
from typing import Final

_FULL: Final = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
_HAN: Final = "\u3400-\u9fff"
_CHINESE: Final = re.compile(rf"[{_HAN}，。；：！？、（）《》“”‘’…—〔〕]")
_MARK: Final = re.compile(r"[,;:!?()]")
_STOP: Final = re.compile(rf"(?<=[{_HAN}”’）》])(?<![一二三四五六七八九十])\.(?=[{_HAN}“《（\s]|\Z)")
_STRAIGHT: Final = re.compile(r'"([^"\n]{1,80})"')


def display(text: str) -> str:
    """`text` with full-width punctuation where a neighbour is Chinese, as many characters as before.

    Decimals, 1,000, times (12:30), addresses and English keep theirs. Straight double quotes around Chinese become
    curly ones. Half-width marks at both sides of which nothing is Chinese stay.
    """
    if '"' in text:
        text = _STRAIGHT.sub(_curly, text)
    if _MARK.search(text):
        text = _widened(text)
    return _STOP.sub("。", text) if "." in text else text


def _widened(text: str) -> str:
    """`text` with the marks that have a full-width form in that form where they stand in Chinese."""
    pairs = _pairs(text)
    characters = list(text)
    for found in _MARK.finditer(text):
        at = found.start()
        if at in pairs:
            opened, closed = pairs[at]
            full = (
                _is_chinese(text, opened, -1)
                or _is_chinese(text, closed, 1)
                or _has_chinese(text[opened + 1 : closed])
            )
        else:
            full = _stands_in_chinese(text, at)
        if full:
            characters[at] = _FULL[found.group()]
    return "".join(characters)


def _curly(found: re.Match[str]) -> str:
    return f"“{found.group(1)}”" if _has_chinese(found.group(1)) else found.group()


def _has_chinese(text: str) -> bool:
    return _CHINESE.search(text) is not None


def _pairs(text: str) -> dict[int, tuple[int, int]]:
    """Place of a bracket -> (opening, closing) of its pair, on one line."""
    pairs: dict[int, tuple[int, int]] = {}
    opened: list[int] = []
    for found in re.finditer(r"[()\n]", text):
        if found.group() == "\n":
            opened.clear()
        elif found.group() == "(":
            opened.append(found.start())
        elif opened:
            start = opened.pop()
            pairs[start] = pairs[found.start()] = (start, found.start())
    return pairs


def _stands_in_chinese(text: str, at: int) -> bool:
    """Whether a mark is Chinese punctuation: it stands beside a Chinese character, or behind one with a space."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] == ":" and after == "/":
        return False
    if before.isascii() and before.isalnum() and after.isascii() and after.isalnum():
        return False
    return _is_chinese(text, at, -1) or _is_chinese(text, at, 1)


def _is_chinese(text: str, at: int, step: int) -> bool:
    """Whether the next character from `at` in the direction `step`, marks and one space aside, is Chinese."""
    at += step
    for _ in range(3):
        if not 0 <= at < len(text) or text[at] == "\n":
            return False
        if text[at] not in ",;:!?() {}'\"":
            return _CHINESE.match(text[at]) is not None
        at += step
    return False
