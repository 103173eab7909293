"""How a text with slots looks in the editor, and back.

A slot is shown as a chip: `{支委会次数？}` while open, `{支委会次数：12}` when filled. Half-width braces do not occur in
official prose, so what a writer types is hardly ever mistaken for a chip; where fixed words would be, they are
escaped with a backslash. Everything else of the slot language (conditions, loops) is shown as written.
Knows no widget.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_NAME = r"[^\W\d_]\w*"
_WORD = r"""(?:\w+|[\d.]+|'[^'{}：？\\]*'|"[^"{}：？\\]*")"""
_FILTER = rf"{_NAME}(?:\(\s*(?:{_WORD}(?:\s*,\s*{_WORD})*)?\s*\))?"
_EXPRESSION = rf"{_NAME}(?:\s*\|\s*{_FILTER})*"
_SIMPLE = re.compile(_EXPRESSION)
_CHIP = re.compile(rf"\{{(?P<expression>{_EXPRESSION})(?P<state>？|：[^{{}}\n]*)?\}}")
_ESCAPED = re.compile(r"(\\*)\{")

ShowValue = Callable[[str], str | None]
"""The printed value of a slot's expression, or None while it is open."""
IsKnown = Callable[[str], bool]
"""True for the name of a fact: then even a bare `{名称}` that somebody types is meant as a slot."""


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of a text: `source` as the draft holds it; `expression` is "" for fixed words and raw code.

    In editor text `start` and `end` are the columns it covers.
    """

    source: str
    expression: str = ""
    start: int = 0
    end: int = 0
    open: bool = False
    raw: bool = False

    @property
    def name(self) -> str:
        """The fact whose value the slot prints."""
        return name_of(self.expression)


def name_of(expression: str) -> str:
    """The first name of an expression: the fact a chip belongs to."""
    return re.split(r"[\s|]", expression, maxsplit=1)[0]


def _tight(expression: str) -> str:
    return re.sub(r"\s*\|\s*", "|", expression.strip())


def _slot(expression: str) -> str:
    return "{{ " + re.sub(r"\s*\|\s*", " | ", expression.strip()) + " }}"


def source_tokens(source: str) -> Iterator[Token]:
    """The tokens of a text as the draft holds it; their sources joined are its canonical form."""
    position = 0
    for match in _CODE.finditer(source):
        if match.start() > position:
            yield Token(source[position : match.start()])
        code = match.group()
        inner = code[2:-2].strip()
        if code.startswith("{{") and _SIMPLE.fullmatch(inner):
            yield Token(_slot(inner), _tight(inner))
        else:
            yield Token(code, raw=True)
        position = match.end()
    if position < len(source):
        yield Token(source[position:])


def canonical(source: str) -> str:
    """`source` with every plain slot spaced the one way: `{{ 名称 | 过滤器 }}`."""
    return "".join(token.source for token in source_tokens(source))


def chip(expression: str, value: str | None) -> str:
    """The chip of a slot: open without a value."""
    if value is None:
        return f"{{{expression}？}}"
    # Braces and line ends inside a value would end the chip early.
    shown = " ".join(value.split()).translate(str.maketrans("{}", "｛｝"))
    return f"{{{expression}：{shown}}}"


def to_editor(source: str, show: ShowValue) -> str:
    """The text the editor shows for `source` (one paragraph)."""
    tokens = list(source_tokens(source))
    pieces = []
    for index, token in enumerate(tokens):
        if token.expression:
            pieces.append(chip(token.expression, show(token.expression)))
        elif token.raw:
            pieces.append(token.source)
        else:
            pieces.append(_escape(token.source, before_code=index + 1 < len(tokens)))
    return "".join(pieces)


def _escape(words: str, *, before_code: bool) -> str:
    def guard(match: re.Match[str]) -> str:
        slashes = match.group(1)
        brace = match.end() - 1
        if slashes or _CHIP.match(words, brace):
            return slashes * 2 + "\\{"
        return "{"

    escaped = _ESCAPED.sub(guard, words)
    tail = re.search(r"\\+$", words)
    return escaped + tail.group() if before_code and tail else escaped


def editor_tokens(text: str, known: IsKnown) -> Iterator[Token]:
    """The tokens of a line of the editor, with their columns."""
    position = words_from = 0
    words: list[str] = []

    def fixed(end: int) -> Iterator[Token]:
        if words:
            yield Token("".join(words), start=words_from, end=end)
            words.clear()

    while position < len(text):
        slashes = re.compile(r"\\*").match(text, position)
        count = len(slashes.group()) if slashes else 0
        brace = position + count
        if count and (brace >= len(text) or text[brace] != "{"):
            words.append("\\" * count)
            position = brace
            continue
        if text[brace] != "{":
            words.append(text[brace])
            position = brace + 1
            continue
        words.append("\\" * (count // 2) if count else "")
        if count % 2:
            words.append("{")
            position = brace + 1
            continue
        found = _code_at(text, brace, known)
        if found is None:
            words.append("{")
            position = brace + 1
            continue
        yield from fixed(brace)
        yield found
        position = words_from = found.end
    yield from fixed(len(text))


def _code_at(text: str, position: int, known: IsKnown) -> Token | None:
    code = _CODE.match(text, position)
    if code is not None:
        inner = code.group()[2:-2].strip()
        if code.group().startswith("{{") and _SIMPLE.fullmatch(inner):
            return Token(_slot(inner), _tight(inner), code.start(), code.end(), open=True)
        return Token(code.group(), start=code.start(), end=code.end(), raw=True)
    match = _CHIP.match(text, position)
    if match is None:
        return None
    expression, state = match.group("expression"), match.group("state")
    if state is None and not known(name_of(expression)):
        return None
    opened = state is None or state == "？"
    return Token(_slot(expression), _tight(expression), match.start(), match.end(), open=opened)


def from_editor(text: str, known: IsKnown) -> str:
    """The source of one line of the editor."""
    if "{" not in text:
        return text
    return "".join(token.source for token in editor_tokens(text, known))


def chips(text: str, known: IsKnown) -> tuple[Token, ...]:
    """The slots of a line of the editor."""
    if "{" not in text:
        return ()
    return tuple(token for token in editor_tokens(text, known) if token.expression)
