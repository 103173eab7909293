"""One verdict of a curator on one candidate, and its form in a file: a JSON object or a TOML table with the same names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from drafter.facts.spec import DOCUMENT, SCOPES, FactSpec, Kind

ACCEPT, EDIT, MERGE, REJECT, POSTPONE, UNDO = "accept", "edit", "merge", "reject", "postpone", "undo"
VERDICTS: Final = (ACCEPT, EDIT, MERGE, REJECT, POSTPONE, UNDO)
"""UNDO takes back the last verdict on its candidate that still stands."""
VERDICT_LABELS: Final = {
    ACCEPT: "收录", EDIT: "改后收录", MERGE: "并入", REJECT: "不要", POSTPONE: "搁置", UNDO: "撤销",
}  # fmt: skip
ACCEPTED: Final = frozenset({ACCEPT, EDIT})

LONGEST_TEXT: Final = 4000
LONGEST_WORD: Final = 200
MOST_ITEMS: Final = 40
_YEARS: Final = range(1, 10_000)
_FACT_GROUP: Final = "其他"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a curator decided about the candidate `id`, whose text then was `of`.

    `text`, `unit`, `topic` and `role` are "" where the candidate's own stand. `into` is the candidate or phrase a
    merged one goes into. `facts` say what the slots no vocabulary knows are; what is not said is made up from the
    slot. `confirmed` if a candidate that may name somebody was looked at twice.
    """

    id: str
    verdict: str
    of: str = ""
    text: str = ""
    unit: str = ""
    topic: str = ""
    role: str = ""
    genres: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    successor: str = ""
    into: str = ""
    facts: tuple[FactSpec, ...] = ()
    confirmed: bool = False

    @property
    def accepts(self) -> bool:
        """True if the candidate becomes a phrase of its own."""
        return self.verdict in ACCEPTED


_WORDS: Final = ("unit", "topic", "role", "successor", "into")


def as_entry(verdict: Verdict) -> dict[str, Any]:
    """The stable form of a verdict: what is empty is left out."""
    entry: dict[str, Any] = {
        "id": verdict.id,
        "verdict": verdict.verdict,
        "of": verdict.of,
        "text": verdict.text,
    }
    entry |= {name: getattr(verdict, name) for name in _WORDS}
    entry |= {"genres": list(verdict.genres), "since": verdict.since, "until": verdict.until}
    entry |= {"facts": [_fact_entry(fact) for fact in verdict.facts], "confirmed": verdict.confirmed}
    return {name: value for name, value in entry.items() if value not in ("", None, [], False)}


def _fact_entry(fact: FactSpec) -> dict[str, str]:
    names = {
        "name": fact.name, "kind": str(fact.kind), "unit": fact.unit, "scope": fact.scope, "ask": fact.ask,
        "example": fact.example,
    }  # fmt: skip
    return {name: value for name, value in names.items() if value}


class NoVerdict(ValueError):
    """What an entry of a file lacks to be a verdict, in Chinese."""


def verdict_of(entry: object) -> Verdict:
    """The verdict of an entry of a file; raises NoVerdict with what is wrong."""
    if not isinstance(entry, Mapping):
        raise NoVerdict("不是一条结论")
    left = dict(entry)
    verdict = Verdict(
        id=_text(left, "id", LONGEST_WORD, required=True),
        verdict=_text(left, "verdict", LONGEST_WORD, required=True),
        of=_text(left, "of", LONGEST_TEXT),
        text=_text(left, "text", LONGEST_TEXT),
        unit=_text(left, "unit", LONGEST_WORD),
        topic=_text(left, "topic", LONGEST_WORD),
        role=_text(left, "role", LONGEST_WORD),
        genres=tuple(_text({"genres": one}, "genres", LONGEST_WORD) for one in _items(left, "genres")),
        since=_year(left, "since"),
        until=_year(left, "until"),
        successor=_text(left, "successor", LONGEST_WORD),
        into=_text(left, "into", LONGEST_WORD),
        facts=tuple(_fact(one) for one in _items(left, "facts")),
        confirmed=_flag(left, "confirmed"),
    )
    if left:
        raise NoVerdict(f"不认识“{str(next(iter(left)))[:40]}”这一项")
    if verdict.verdict not in VERDICTS:
        raise NoVerdict(f"verdict 不能是“{verdict.verdict[:40]}”，可以是 {'、'.join(VERDICTS)}")
    if verdict.verdict == MERGE and not verdict.into:
        raise NoVerdict("并入要写 into：并到哪个候选或哪条词句")
    return verdict


def _text(entry: dict[str, Any], name: str, most: int, *, required: bool = False) -> str:
    value = entry.pop(name, "")
    if not isinstance(value, str):
        raise NoVerdict(f"{name} 应当是文字")
    if len(value) > most:
        raise NoVerdict(f"{name} 超过 {most} 字")
    if required and not value.strip():
        raise NoVerdict(f"缺少 {name}")
    return value


def _items(entry: dict[str, Any], name: str) -> list[Any]:
    value = entry.pop(name, [])
    if not isinstance(value, list) or len(value) > MOST_ITEMS:
        raise NoVerdict(f"{name} 应当是一个列表，最多 {MOST_ITEMS} 项")
    return value


def _year(entry: dict[str, Any], name: str) -> int | None:
    value = entry.pop(name, None)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value not in _YEARS):
        raise NoVerdict(f"{name} 应当是四位年份")
    return value


def _flag(entry: dict[str, Any], name: str) -> bool:
    value = entry.pop(name, False)
    if not isinstance(value, bool):
        raise NoVerdict(f"{name} 只能是 true 或 false")
    return value


def _fact(entry: object) -> FactSpec:
    if not isinstance(entry, Mapping):
        raise NoVerdict("facts 里每一项都要是一个事实")
    left = dict(entry)
    name = _text(left, "name", LONGEST_WORD, required=True)
    kind, scope = (
        _text(left, "kind", LONGEST_WORD) or Kind.TEXT,
        _text(left, "scope", LONGEST_WORD) or DOCUMENT,
    )
    if kind not in tuple(Kind):
        raise NoVerdict(f"{name} 的 kind 可以是 {'、'.join(Kind)}")
    if scope not in SCOPES:
        raise NoVerdict(f"{name} 的 scope 可以是 {'、'.join(SCOPES)}")
    fact = FactSpec(
        name, name, Kind(kind), _text(left, "unit", LONGEST_WORD), scope,
        _text(left, "ask", LONGEST_WORD), _text(left, "example", LONGEST_WORD), _FACT_GROUP,
    )  # fmt: skip
    if left:
        raise NoVerdict(f"事实里不认识“{str(next(iter(left)))[:40]}”这一项")
    return fact
