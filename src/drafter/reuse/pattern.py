"""A text of the slot language read backwards: which printed texts it can have made, and what its slots held.

A text becomes pieces (fixed words, blanks, choices) and one regular expression over them. All stretches are bounded,
and a text with many blanks that take any words is not read backwards, so that no paragraph can stall a match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from drafter.bank.phrase import SLOT
from drafter.errors import DrafterError
from drafter.facts.spec import Kind, Vocabulary
from drafter.slots.template import parse_template
from drafter.slots.tree import Call, Choice, Expression, Name, Slot

MOST_FREE = 6
"""Blanks that take any words in one text; each multiplies the ways to match."""

MOST_BLANKS = 40

_BEFORE = "(?:大约|将近|接近|超过|不少于|不低于|不足|至少|约|近|超|逾)?"
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_HAN = "[〇零一二两三四五六七八九十百千]{1,9}"
_SCALE = "(?:余|多)?(?:万亿|万|亿)?(?:余|多)?"
_NUMBER = f"{_BEFORE}(?:{_DIGITS}|{_HAN}){_SCALE}"
_PERCENT = f"{_BEFORE}(?:[0-9]+(?:\\.[0-9]+)?%|百分之{_HAN}(?:点{_HAN})?)(?:以上|以下)?"
_MONEY = f"{_BEFORE}(?:{_DIGITS}|{_HAN}){_SCALE}元(?:以上|以下)?"
_DAY = "[0-9]{4}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?"
_PERIOD = (
    "(?:“[一二三四五六七八九十]{2,4}”时期|[0-9]{4}(?:—[0-9]{4})?(?:学年|年)"
    "(?:第[一二]学期|[春秋]季学期|[上下]半年|第[一二三四]季度|前[两三]季度"
    "|[0-9]{1,2}月(?:[0-9]{1,2}日)?(?:至(?:[0-9]{4}年)?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?)?)?)"
)
_LIST = r"[^。！？\n]{1,200}?"

_OF_KIND = {
    Kind.COUNT: _NUMBER,
    Kind.NUMBER: _NUMBER,
    Kind.PERCENT: _PERCENT,
    Kind.MONEY: _MONEY,
    Kind.DATE: _DAY,
    Kind.PERIOD: _PERIOD,
    Kind.PEOPLE: _LIST,
    Kind.LIST: _LIST,
    Kind.PERSON: r"[^，。；：、！？\s]{1,12}?",
    Kind.ORGANISATION: r"[^，。；：！？\n]{1,60}?",
    Kind.TITLE: r"[^《》。！？；\n]{1,100}?",
    Kind.TEXT: r"[^。！？\n]{1,150}?",
}
_OF_FILTER = {
    "年份": "[0-9]{4}",
    "年度": "[0-9]{4}(?:—[0-9]{4})?(?:学年|年)",
    "年月": "[0-9]{4}年[0-9]{1,2}月",
    "月日": "[0-9]{1,2}月[0-9]{1,2}日",
    "起": _DAY,
    "止": _DAY,
    "元": _MONEY,
    "万元": _MONEY,
    "亿元": _MONEY,
    "占比": _PERCENT,
    "个数": "[0-9]{1,4}",
    "顿号": _LIST,
    "汉字": "[〇零一二两三四五六七八九十百千万亿余多约分之点负年月日元]{1,24}?",
}
_STILL_OPEN = "【待填：[^【】\n]{1,60}】"
_ANY_AMOUNT = r"[^，。；、：！？\n]{1,24}?"
_FREE = (Kind.PEOPLE, Kind.LIST, Kind.ORGANISATION, Kind.TITLE, Kind.TEXT, Kind.PERSON)


@dataclass(frozen=True, slots=True)
class Fixed:
    """Words as they stand."""

    source: str


@dataclass(frozen=True, slots=True)
class Blank:
    """`{{ ... }}`: what is printed is the value of `expression`; number `group` of the pattern."""

    source: str
    expression: Expression
    group: int


@dataclass(frozen=True, slots=True)
class Branches:
    """`{% if %}...{% endif %}`: (test, pieces, group) of each branch, the test None for `else`."""

    source: str
    branches: tuple[tuple[Expression | None, tuple[Piece, ...], int], ...]


Piece = Fixed | Blank | Branches


@dataclass(frozen=True, slots=True)
class Printed:
    """A piece that was found in a text, and what it printed there; `inner` are the pieces of the branch taken."""

    piece: Piece
    shown: str
    taken: int = -1
    inner: tuple[Printed, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """`source` read backwards. `chunks` are the fixed words every print of it holds, in order."""

    source: str
    pieces: tuple[Piece, ...]
    expression: re.Pattern[str]
    chunks: tuple[str, ...]

    @property
    def fixed(self) -> int:
        """Characters of fixed words every print has: how telling a match is."""
        return sum(map(len, self.chunks))

    def full(self, text: str) -> tuple[Printed, ...] | None:
        """What the pieces printed if `text` as a whole was made from this text, else None."""
        return self.read(self.expression.fullmatch(text)) if self.possible(text) else None

    def possible(self, text: str, start: int = 0, end: int | None = None) -> bool:
        """False if the fixed words do not stand in that stretch of `text` in order, which is quick to find out."""
        at = start
        for chunk in self.chunks:
            at = text.find(chunk, at, end)
            if at < 0:
                return False
            at += len(chunk)
        return True

    def read(self, found: re.Match[str] | None) -> tuple[Printed, ...] | None:
        """What the pieces printed in a match of `expression`."""
        return None if found is None else tuple(_printed(self.pieces, found))


def _printed(pieces: tuple[Piece, ...], found: re.Match[str]) -> Iterator[Printed]:
    for piece in pieces:
        match piece:
            case Fixed(source):
                yield Printed(piece, source)
            case Blank():
                yield Printed(piece, found[f"g{piece.group}"] or "")
            case Branches():
                taken = next(
                    (n for n, each in enumerate(piece.branches) if found[f"g{each[2]}"] is not None), -1
                )
                if taken < 0:
                    yield Printed(piece, "")
                else:
                    _, inner, group = piece.branches[taken]
                    yield Printed(piece, found[f"g{group}"], taken, tuple(_printed(inner, found)))


def blanks(printed: tuple[Printed, ...]) -> Iterator[tuple[Blank, str]]:
    """Every blank that printed something, with what it printed."""
    for each in printed:
        if isinstance(each.piece, Blank):
            yield each.piece, each.shown
        else:
            yield from blanks(each.inner)


class _Unreadable(Exception):
    """The text cannot be read backwards."""


@dataclass(slots=True)
class _Reader:
    """Reads the tokens of one text."""

    tokens: list[str]
    at: int = 0
    group: int = 0

    def body(self) -> tuple[Piece, ...]:
        pieces: list[Piece] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.startswith("{%"):
                if not token.startswith("{% if "):
                    break
                pieces.append(self._choice())
                continue
            self.at += 1
            pieces.append(self._blank(token) if token.startswith("{{") else Fixed(token))
        return tuple(pieces)

    def _blank(self, token: str) -> Blank:
        nodes = parse_template(token).nodes
        if len(nodes) != 1 or not isinstance(nodes[0], Slot):
            raise _Unreadable
        return Blank(token, nodes[0].expression, self._next())

    def _choice(self) -> Branches:
        first = self.at
        branches: list[tuple[Expression | None, tuple[Piece, ...], int]] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token == "{% endif %}":
                return Branches("".join(self.tokens[first : self.at]), tuple(branches))
            group = self._next()
            branches.append((_test(token), self.body(), group))
        raise _Unreadable

    def _next(self) -> int:
        self.group += 1
        if self.group > MOST_BLANKS:
            raise _Unreadable
        return self.group


def _test(token: str) -> Expression | None:
    if token == "{% else %}":
        return None
    words = re.fullmatch(r"\{% (?:el)?if (.+?) %\}", token, re.DOTALL)
    if words is None:
        raise _Unreadable
    nodes = parse_template(f"{{% if {words[1]} %}}是{{% endif %}}").nodes
    if len(nodes) != 1 or not isinstance(nodes[0], Choice):
        raise _Unreadable
    return nodes[0].branches[0][0]


def pattern_of(text: str, vocabulary: Vocabulary) -> Pattern | None:
    """The pattern of a text of the slot language, None if it is no allowed text or one that cannot be read backwards."""
    try:
        parse_template(text)
        reader = _Reader([token for token in _tokens(text) if token])
        pieces = reader.body()
    except (DrafterError, _Unreadable):
        return None
    if not pieces or reader.at != len(reader.tokens) or _free(pieces, vocabulary) > MOST_FREE:
        return None
    ending = "" if pieces and _closed(pieces[-1]) else r"(?:(?<=[。！？；])|(?=[，。；：！？、\n]|$))"
    expression = re.compile(_beginning(pieces) + _regex(pieces, vocabulary) + ending)
    return Pattern(
        text, pieces, expression, tuple(piece.source for piece in pieces if isinstance(piece, Fixed))
    )


def _beginning(pieces: tuple[Piece, ...]) -> str:
    """Where a text may begin: what stands first of any words must not reach over a comma, it is no part of them."""
    if not isinstance(pieces[0], Blank) or len(pieces) < 2 or not isinstance(pieces[1], Fixed):
        return ""
    return f"(?=[^，；：。！？\\n]{{1,150}}?{re.escape(pieces[1].source)})"


def _closed(piece: Piece) -> bool:
    return isinstance(piece, Fixed) and piece.source.endswith(("。", "！", "？", "；", "：", "”", "》", "）"))


def _tokens(text: str) -> Iterator[str]:
    at = 0
    for found in SLOT.finditer(text):
        yield text[at : found.start()]
        yield found.group()
        at = found.end()
    yield text[at:]


def _free(pieces: tuple[Piece, ...], vocabulary: Vocabulary) -> int:
    count = 0
    for piece in pieces:
        if isinstance(piece, Blank):
            count += _takes_any_words(piece.expression, vocabulary)
        elif isinstance(piece, Branches):
            count += sum(_free(inner, vocabulary) for _, inner, _ in piece.branches)
    return count


def _takes_any_words(expression: Expression, vocabulary: Vocabulary) -> bool:
    return not isinstance(expression, Name) or vocabulary.spec(expression.name).kind in _FREE


def _regex(pieces: tuple[Piece, ...], vocabulary: Vocabulary) -> str:
    return "".join(_of_piece(piece, vocabulary) for piece in pieces)


def _of_piece(piece: Piece, vocabulary: Vocabulary) -> str:
    match piece:
        case Fixed(source):
            return re.escape(source)
        case Blank(_, expression, group):
            return f"(?P<g{group}>{_of_expression(expression, vocabulary)}|{_STILL_OPEN})"
        case Branches(_, branches):
            bodies = [f"(?P<g{group}>{_regex(inner, vocabulary)})" for _, inner, group in branches]
            closed = branches[-1][0] is None
            return f"(?:{'|'.join(bodies)})" + ("" if closed else "?")


def _of_expression(expression: Expression, vocabulary: Vocabulary) -> str:
    match expression:
        case Name(name):
            return _OF_KIND[vocabulary.spec(name).kind]
        case Call(name):
            return _OF_FILTER.get(name, _ANY_AMOUNT)
        case _:
            return _ANY_AMOUNT
