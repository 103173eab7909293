"""Writing TOML values: deterministic, on one line wherever the value allows it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile(r'[\x00-\x08\x0a-\x1f\x7f"\\]')
_ESCAPED_IN_BLOCK = re.compile(r'[\x00-\x08\x0b-\x1f\x7f\\]|"(?="")')
_NEEDS_BASIC = re.compile(r"[\x00-\x08\x0a-\x1f\x7f']")
_NAMES = {"\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f"}


def dump_key(key: str) -> str:
    """`key` as TOML writes it: bare if it is ASCII letters, digits, - and _, else quoted."""
    return key if _BARE.fullmatch(key) else _one_line(key)


def dump_value(value: object) -> str:
    """One TOML value on a line: str, bool, int, float, date, time, a sequence, a mapping (inline table).

    A lone surrogate, which no UTF-8 file can hold, becomes U+FFFD. Raises TypeError for any other type.
    """
    if isinstance(value, str):
        return _one_line(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, (date, time)):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{dump_key(key)} = {dump_value(item)}" for key, item in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, Sequence):
        return f"[{', '.join(dump_value(item) for item in value)}]"
    raise TypeError(f"TOML has no {type(value).__name__}")


def dump_text(text: str) -> str:
    """A text for the eye: on one line, or between triple quotes if it has line breaks.

    One line per paragraph keeps a diff to the paragraphs that changed.
    """
    if "\n" not in text:
        return _one_line(text)
    return f'"""\n{_ESCAPED_IN_BLOCK.sub(_escape, _storable(text))}"""'


def dump_pair(key: str, value: Any) -> str:
    """`key = value` on a line."""
    return f"{dump_key(key)} = {dump_value(value)}"


def _one_line(text: str) -> str:
    text = _storable(text)
    if ('"' in text or "\\" in text) and not _NEEDS_BASIC.search(text):
        return f"'{text}'"
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _storable(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    return _NAMES.get(char) or f"\\u{ord(char):04x}"


def _float(value: float) -> str:
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    # A float read from a file remembers its spelling, so 3.50 stays 3.50.
    return str(getattr(value, "typed", "")) or repr(value)
