"""How a phrase of the bank reads in lists: slots as {名称}, what stands there only sometimes in 〔〕. Knows no widget."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from drafter.bank.phrase import SLOT

_OPEN = re.compile(r"\{%-?\s*(?:if|for)\b")
_ELSE = re.compile(r"\{%-?\s*(?:else|elif)\b")
_END = re.compile(r"\{%-?\s*end(?:if|for)\b")
_CLAUSE_END = "，。；：！？、"
_BEFORE = 4
"""Characters shown before a match where its clause is too long to be shown from its beginning."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """A phrase as it reads, and the stretches of it to highlight, in order."""

    text: str
    spans: tuple[Span, ...] = ()


def readable(text: str) -> str:
    """`text`, as written in the bank, as a writer reads it."""
    return "".join(piece.shown for piece in _pieces(text))


def reading(text: str, spans: Sequence[Span]) -> Reading:
    """`text` as it reads, with `spans` of the text as written carried over; a slot is highlighted whole."""
    pieces: list[str] = []
    marked: list[Span] = []
    at = 0
    for piece in _pieces(text):
        for start, end in spans:
            first, last = max(start, piece.start), min(end, piece.end)
            if first < last:
                if not piece.code:
                    marked.append((at + first - piece.start, at + last - piece.start))
                elif piece.shown.startswith("{"):
                    marked.append((at, at + len(piece.shown)))
        pieces.append(piece.shown)
        at += len(piece.shown)
    return Reading("".join(pieces), _joined(marked))


def row_reading(text: str, spans: Sequence[Span], room: int) -> Reading:
    """`reading` for a row of `room` cells: where the first match would not be seen, the row begins near it."""
    whole = reading(text, spans)
    if not whole.spans or cell_len(whole.text[: whole.spans[0][1]]) <= room:
        return whole
    start, end = whole.spans[0]
    clause = max(whole.text.rfind(mark, 0, start) for mark in _CLAUSE_END) + 1
    if cell_len(whole.text[clause:end]) > room - 2:
        clause = max(0, start - _BEFORE)
    return Reading(
        "…" + whole.text[clause:],
        tuple((first - clause + 1, last - clause + 1) for first, last in whole.spans),
    )


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters `start` to `end` of the text as written, and how they are shown."""

    start: int
    end: int
    shown: str
    code: bool


def _pieces(text: str) -> Iterator[_Piece]:
    position = 0
    for match in SLOT.finditer(text):
        if match.start() > position:
            yield _Piece(position, match.start(), text[position : match.start()], code=False)
        yield _Piece(match.start(), match.end(), _code(match.group()), code=True)
        position = match.end()
    if position < len(text):
        yield _Piece(position, len(text), text[position:], code=False)


def _code(code: str) -> str:
    if code.startswith("{{"):
        return "{" + re.sub(r"\s*\|\s*", "|", code[2:-2].strip().strip("-").strip()) + "}"
    if _OPEN.match(code):
        return "〔"
    if _ELSE.match(code):
        return "〕〔"
    return "〕" if _END.match(code) else code
