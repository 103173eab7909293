"""Characters that must not reach a document: invisible ones that break files, hide words or turn text around.

Standard library only; every door (draft files, exports, imports) cleans with the same rules.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

_LAST_OF_PLANES = "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)

_KINDS: tuple[tuple[str, str], ...] = (
    # XML 1.0 section 2.2 has no place for these, so one of them makes a .docx unreadable.
    ("控制字符", "\x00-\x08\x0e-\x1f"),
    ("控制字符", "\x7f-\x84\x86-\x9f"),
    ("残缺字符", "\ud800-\udfff"),
    ("非字符", "\ufdd0-\ufdef" + _LAST_OF_PLANES),
    ("字节顺序标记", "\ufeff"),
    # Unicode TR 9 section 2: they reorder what is shown and hide what is written.
    ("文字方向控制符", "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"),
    ("零宽空格", "\u200b\u2060"),
)

_BAD = re.compile("[" + "".join(ranges for _, ranges in _KINDS) + "]")
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BY_KIND = tuple((label, re.compile(f"[{ranges}]")) for label, ranges in _KINDS)


@dataclass(frozen=True, slots=True)
class Removal:
    """`count` characters of one kind were taken out; `kind_label` names the kind in Chinese."""

    kind_label: str
    count: int

    def __str__(self) -> str:
        return f"{self.kind_label} {self.count} 个"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text that is safe in every file format, and what was taken out of it, kinds in a fixed order."""

    text: str
    removed: tuple[Removal, ...] = ()


def clean_text(text: str) -> Cleaned:
    """`text` with every line end as LF and without control characters, lone surrogates, noncharacters, byte
    order marks, direction controls and zero-width spaces; tab and LF stay.

    Nothing goes silently: `Cleaned.removed` counts what was taken out, by kind. Turning CR LF, form feeds,
    vertical tabs (a soft line end copied from Word) and U+2028/2029 into LF loses nothing and is not counted.
    """
    text = _LINE_ENDS.sub("\n", text)
    if _BAD.search(text) is None:
        return Cleaned(text)
    counts: Counter[str] = Counter(_kind(found) for found in _BAD.findall(text))
    return Cleaned(_BAD.sub("", text), removals(counts))


def needs_cleaning(text: str) -> bool:
    """True if `clean_text` would change `text`."""
    return _BAD.search(text) is not None or _LINE_ENDS.search(text) is not None


def steers(text: str) -> bool:
    """True if `text` holds what steers a terminal or turns text around: control characters other than tab and line
    end, direction overrides, halves of characters. No file written by hand has a use for them.
    """
    return _STEERING.search(text) is not None


def visible(text: str) -> str:
    """`text` on one line for a message on a terminal: U+FFFD for every character `clean_text` would take out.

    A message quotes what is wrong, and what is wrong may hold commands to the terminal.
    """
    return _BAD.sub("\ufffd", _LINE_ENDS.sub("\n", text)).replace("\n", " ")


def removal_note(counts: Counter[str]) -> tuple[str, ...]:
    """What to tell the writer about characters taken out, counted by kind label: one line, or none."""
    removed = "、".join(map(str, removals(counts)))
    return (f"去掉了看不见的字符：{removed}",) if removed else ()


def removals(counts: Counter[str]) -> tuple[Removal, ...]:
    """Counts by kind label as removals, in the fixed order of kinds."""
    order = dict.fromkeys(label for label, _ in _KINDS)
    return tuple(Removal(label, counts[label]) for label in order if counts[label])


def _kind(character: str) -> str:
    return next(label for label, pattern in _BY_KIND if pattern.match(character))
