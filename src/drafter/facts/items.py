"""Lists and names as people type them: 张丽、陈刚 or a name a line, and the space inside a two-character name."""

from __future__ import annotations

import re
from typing import Final

_OPENING: Final = "《“（(〈「『【"
_CLOSING: Final = "》”）)〉」』】"
_SEPARATORS: Final = frozenset("、，,；;\n\r\t")
_SPACES: Final = frozenset(" \u3000\u00a0")
_HAN: Final = "\u3400-\u9fff〇"
_SPACED_NAME = re.compile(rf"(?<![{_HAN}])([{_HAN}])[ \u3000\u00a0]+([{_HAN}])(?![{_HAN}])")


def one_name(text: str) -> str:
    """A person's name; a two-character name typed with a space for alignment loses it: 张 伟 is 张伟."""
    return _SPACED_NAME.sub(r"\1\2", text.strip())


def split_items(typed: str, *, names: bool) -> tuple[str, ...]:
    """The items of a list, trimmed, empty ones dropped.

    Separators are 、，,；; and line ends, and spaces between Han characters, none of them inside quotation marks,
    title marks or brackets; 《甲》《乙》 are two items. With `names`, 张 伟 is one name.
    """
    text = typed.strip().rstrip("。")
    if names:
        text = one_name(text)
    nested = _balanced(text)
    items: list[str] = []
    current: list[str] = []
    depth = 0
    for place, mark in enumerate(text):
        depth = max(0, depth + (mark in _OPENING) - (mark in _CLOSING)) if nested else 0
        if depth == 0 and (mark in _SEPARATORS or (mark in _SPACES and _between_han(text, place))):
            items.append("".join(current))
            current = []
            continue
        # At the outermost level the mark itself has just been counted, if marks are counted at all.
        if mark in "《“" and depth == int(nested) and current and current[-1] in "》”":
            items.append("".join(current))
            current = []
        current.append(mark)
    items.append("".join(current))
    return tuple(item.strip() for item in items if item.strip())


def _balanced(text: str) -> bool:
    """True if every bracket is closed; otherwise brackets protect nothing, or one slip would swallow the list."""
    stack: list[str] = []
    for mark in text:
        if mark in _OPENING:
            stack.append(_CLOSING[_OPENING.index(mark)])
        elif mark in _CLOSING and (not stack or stack.pop() != mark):
            return False
    return not stack


def _between_han(text: str, place: int) -> bool:
    """True if the space at `place` stands between two Han characters or closing and opening marks."""
    before = text[:place].rstrip()[-1:]
    after = text[place:].lstrip()[:1]
    return _wordlike(before, _CLOSING) and _wordlike(after, _OPENING)


def _wordlike(mark: str, marks: str) -> bool:
    return bool(mark) and ("\u3400" <= mark <= "\u9fff" or mark == "〇" or mark in marks)
