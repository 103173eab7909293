"""Facts: the closed set of kinds, what a vocabulary says about each name, and reading what people type.

How a value prints is values.py, what filters do with it is filters.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from drafter.errors import FactError
from drafter.facts.amounts import parse_count, parse_measure, parse_money, parse_percent
from drafter.facts.dates import parse_day, parse_period
from drafter.facts.items import one_name, split_items
from drafter.facts.numerals import whole
from drafter.facts.values import MAX_TEXT, Items, Money, Number, Percent, Text, Value

DOCUMENT: Final = "document"
PARAGRAPH: Final = "paragraph"
SCOPES: Final = (DOCUMENT, PARAGRAPH)
"""One value for the whole draft, or a value for each place."""

_OPEN_MARK: Final = "【待填"


class Kind(StrEnum):
    """What a fact is; decides how it is read and printed."""

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DATE = "date"
    PERIOD = "period"
    PEOPLE = "people"
    PERSON = "person"
    ORGANISATION = "organisation"
    TITLE = "title"
    LIST = "list"

    @property
    def label(self) -> str:
        """The kind in Chinese, for forms and messages."""
        return _LABELS[self]

    @property
    def example(self) -> str:
        """A value of this kind, for a fact that has no example of its own."""
        return _EXAMPLES[self]

    @property
    def numeric(self) -> bool:
        """True for the kinds that formulas compute."""
        return self in (Kind.COUNT, Kind.NUMBER, Kind.PERCENT, Kind.MONEY)


_LABELS: Final[Mapping[Kind, str]] = {
    Kind.TEXT: "文字",
    Kind.COUNT: "个数",
    Kind.NUMBER: "数",
    Kind.PERCENT: "百分数",
    Kind.MONEY: "金额",
    Kind.DATE: "日期",
    Kind.PERIOD: "期间",
    Kind.PEOPLE: "姓名（可多人）",
    Kind.PERSON: "姓名",
    Kind.ORGANISATION: "单位",
    Kind.TITLE: "名称或题目",
    Kind.LIST: "列表",
}
_EXAMPLES: Final[Mapping[Kind, str]] = {
    Kind.TEXT: "学习党章",
    Kind.COUNT: "12",
    Kind.NUMBER: "36.5",
    Kind.PERCENT: "95%",
    Kind.MONEY: "3.5万元",
    Kind.DATE: "2026年3月8日",
    Kind.PERIOD: "2026年1月至12月",
    Kind.PEOPLE: "张丽、陈刚",
    Kind.PERSON: "张丽",
    Kind.ORGANISATION: "青山县实验小学",
    Kind.TITLE: "党务公开制度",
    Kind.LIST: "学习党章、清洁校园",
}


@dataclass(frozen=True, slots=True)
class FactSpec:
    """What the vocabulary says about one name.

    `label`, `ask` and `group` are for the form; `unit` is the measure word (for money the unit of a bare number);
    `formula` computes the fact from others, in the filter language without braces; `where` is its file and line.
    """

    name: str
    label: str = ""
    kind: Kind = Kind.TEXT
    unit: str = ""
    scope: str = DOCUMENT
    ask: str = ""
    example: str = ""
    group: str = ""
    formula: str = ""
    where: str = ""


_FIGURES: Final = (
    ("日期", Kind.DATE), ("比例", Kind.PERCENT), ("率", Kind.PERCENT), ("金额", Kind.MONEY), ("人次", Kind.COUNT),
    ("数", Kind.COUNT),
)  # fmt: skip
"""How names of figures end, and the kind whose example fits."""


def _unknown(name: str) -> FactSpec:
    """A name of no vocabulary: a document-wide text, printed as typed; the form asks after what the name says."""
    kind = next((kind for ending, kind in _FIGURES if name.endswith(ending)), Kind.TEXT)
    asked = "是什么" if kind in (Kind.TEXT, Kind.DATE) else "是多少"
    return FactSpec(name, name, ask=f"{name}{asked}？", example=kind.example)


class Vocabulary(Mapping[str, FactSpec]):
    """Facts by name, in the order of their files; immutable."""

    __slots__ = ("_specs",)

    def __init__(self, specs: Mapping[str, FactSpec] = MappingProxyType({})) -> None:
        self._specs = dict(specs)

    def __getitem__(self, name: str) -> FactSpec:
        return self._specs[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._specs)

    def __len__(self) -> int:
        return len(self._specs)

    def spec(self, name: str) -> FactSpec:
        """What is known about `name`; a name of no vocabulary is a document-wide text."""
        return self._specs.get(name) or _unknown(name)

    def merged(self, other: Mapping[str, FactSpec]) -> Vocabulary:
        """This vocabulary with the facts of `other` added; a name in both means what `other` says."""
        return Vocabulary({**self._specs, **other})


def is_open(typed: str | None) -> bool:
    """True if nothing has been filled in: missing, blank, or still the mark of an open slot."""
    text = (typed or "").strip()
    return not text or text.startswith(_OPEN_MARK)


def parse_fact(spec: FactSpec, typed: str) -> Value:
    """The value of `typed` as the kind of `spec`.

    Raises FactError naming the fact and what was typed, with an example of how to write it.
    """
    if is_open(typed):
        raise FactError(f"{spec.name}还没有填", todo=_advice(spec))
    try:
        if len(typed) > MAX_TEXT:
            raise ValueError(f"有{len(typed)}字，最多{MAX_TEXT}字")
        return _parse(spec, typed)
    except (ValueError, FactError) as error:
        reason = error.what if isinstance(error, FactError) else str(error)
        raise FactError(f"{spec.name}填的是“{_shown(typed)}”，{reason}", todo=_advice(spec)) from None


def fit(spec: FactSpec, value: Value) -> Value:
    """`value`, computed by the formula of `spec`, if it is of its kind; a count must be whole and not negative.

    Raises FactError naming the fact.
    """
    fits = {
        Kind.COUNT: isinstance(value, Number) and value.amount >= 0 and whole(value.value),
        Kind.NUMBER: isinstance(value, Number),
        Kind.PERCENT: isinstance(value, Percent),
        Kind.MONEY: isinstance(value, Money),
    }
    if not fits.get(spec.kind, True):
        raise FactError(
            f"{spec.name}算出来是“{_shown(value.text())}”，不是{spec.kind.label}", todo="请核对它用到的数"
        )
    return value


def _parse(spec: FactSpec, typed: str) -> Value:
    match spec.kind:
        case Kind.COUNT:
            return parse_count(typed, spec.unit)
        case Kind.NUMBER:
            return parse_measure(typed, spec.unit)
        case Kind.PERCENT:
            return parse_percent(typed)
        case Kind.MONEY:
            return parse_money(typed, spec.unit)
        case Kind.DATE:
            return parse_day(typed)
        case Kind.PERIOD:
            return parse_period(typed)
        case Kind.PEOPLE:
            return Items(split_items(typed, names=True))
        case Kind.LIST:
            return Items(split_items(typed, names=False))
        case Kind.PERSON:
            return Text(one_name(_line(typed)))
        case Kind.TITLE:
            return Text(_bare_title(_line(typed)))
        case Kind.ORGANISATION:
            return Text(_line(typed))
        case Kind.TEXT:
            return Text(typed.replace("\r\n", "\n").replace("\r", "\n").strip())


def _line(typed: str) -> str:
    text = typed.strip()
    if "\n" in text or "\r" in text:
        raise ValueError("要写在一行里")
    return text


def _bare_title(text: str) -> str:
    # Phrases write 《{{ 制度名称 }}》, so marks typed along would print twice.
    inner = text[1:-1]
    whole = text.startswith("《") and text.endswith("》") and not set(inner) & set("《》")
    return inner.strip() if whole and inner.strip() else text


def _shown(typed: str) -> str:
    """What was typed, on one line and short enough for a message."""
    line = " ".join(typed.split())
    return f"{line[:40]}…" if len(line) > 40 else line


def _advice(spec: FactSpec) -> str:
    return f"请按这样写：例如 {spec.example or spec.kind.example}"
