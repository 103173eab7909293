"""The file of candidates: JSON Lines in UTF-8, one candidate a line, best first.

People edit it and it comes from elsewhere, so reading it bounds everything: bytes, lines, lengths, numbers. A line that
is wrong is a fault with its number; unknown keys are left out and reported.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from drafter.characters import steers
from drafter.errors import Fault, FileProblem
from drafter.files import open_regular, write_atomic
from drafter.mine.candidate import Candidate, Occurrence, Proposal, Slot
from drafter.mine.records import ENTITY_KINDS, QUOTES_LOST, TRUNCATED, WASHED
from drafter.roles import ROLES, UNITS

_Made = TypeVar("_Made")

MAX_LINES: Final = 200_000
MAX_LINE: Final = 256 * 1024
"""Bytes of the longest line: twenty contexts and variants of a paragraph fit ten times."""
MAX_TEXT: Final = 4000
"""Characters of the longest value (bank/phrase.py has the same limit for a phrase)."""
MAX_ITEMS: Final = 200
MAX_NUMBER: Final = 10**12
MAX_FAULTS: Final = 50

FLAGS: Final = ("private", WASHED, TRUNCATED, QUOTES_LOST, "dated", "redacted")
PROPOSALS: Final = ("washed", "quote", "typo", "title")
_TODO: Final = "请改正或删去这一行，或重新运行 drafter mine"


class CandidateFile(NamedTuple):
    """What a file of candidates holds, and what was left out of it."""

    candidates: tuple[Candidate, ...]
    notes: tuple[Fault, ...]


def write_candidates(path: Path, candidates: Iterable[Candidate]) -> None:
    """Write the file whole or not at all; raises FileProblem."""
    lines = [json.dumps(as_json(each), ensure_ascii=False, separators=(",", ":")) for each in candidates]
    # A context may hold half a character, which UTF-8 cannot.
    write_atomic(path, "".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))


def as_json(candidate: Candidate) -> dict[str, Any]:
    """The stable JSON form of a candidate; empty entries are written as well."""
    plain: dict[str, Any] = {each.name: getattr(candidate, each.name) for each in fields(candidate)}
    for name in ("slots", "proposals", "occurrences"):
        plain[name] = [{each.name: getattr(item, each.name) for each in fields(item)} for item in plain[name]]
    plain["variants"] = [{"text": text, "count": count} for text, count in candidate.variants]
    return plain


def read_candidates(path: Path) -> CandidateFile:
    """The candidates of a file; raises FileProblem with every wrong line (at most fifty), or if it is no such file."""
    candidates: list[Candidate] = []
    faults: list[Fault] = []
    notes: list[Fault] = []
    seen: dict[str, int] = {}
    with open_regular(path) as stream:
        number = 0
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            where = f"{path} 第 {number} 行"
            if number > MAX_LINES:
                raise FileProblem(
                    f"超过 {MAX_LINES} 行，不像候选文件", where=str(path), todo="请确认选对了文件"
                )
            if len(line) > MAX_LINE:
                # What follows belongs to the same line, and nobody knows how much of it there is.
                raise FileProblem(f"这一行超过 {MAX_LINE // 1024} KB", where=where, todo=_TODO)
            if not line.strip(b"\xef\xbb\xbf \t\r\n"):
                continue
            reader = _Reader(where, notes)
            try:
                candidate = reader.candidate(_object(line))
                if candidate.id in seen:
                    raise ValueError(f"编号 {candidate.id} 和第 {seen[candidate.id]} 行相同")
            except ValueError as error:
                faults.append(Fault(str(error), where, _TODO))
                if len(faults) >= MAX_FAULTS:
                    break
                continue
            seen[candidate.id] = number
            candidates.append(candidate)
    if faults:
        raise FileProblem(faults[0].what, faults=faults)
    return CandidateFile(tuple(candidates), tuple(notes))


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ValueError("不是 UTF-8 编码的 JSON") from None
    if not isinstance(found, dict):
        raise ValueError("不是一个 JSON 对象")
    return found


@dataclass(slots=True)
class _Reader:
    """Reads the parts of one line; raises ValueError with a Chinese reason, reports unknown keys once."""

    where: str
    notes: list[Fault]

    def candidate(self, found: dict[str, Any]) -> Candidate:
        self._known(found, Candidate)
        made = Candidate(
            id=_text(found, "id", least=1, most=80),
            text=_text(found, "text", least=1),
            unit=_choice(found, "unit", UNITS),
            documents=_number(found, "documents", 1),
            sources=_number(found, "sources", 1),
            slots=self._items(found, "slots", self._slot),
            variants=self._items(found, "variants", self._variant),
            topic=_text(found, "topic", most=80),
            role=_choice(found, "role", ("", *ROLES)),
            genre=_text(found, "genre", most=80),
            first=_year(found, "first"),
            last=_year(found, "last"),
            flags=tuple(dict.fromkeys(_choices(found, "flags", FLAGS))),
            proposals=self._items(found, "proposals", self._proposal),
            occurrences=self._items(found, "occurrences", self._occurrence),
            score=_score(found),
        )
        if steers(made.text) or any(steers(text) for text, _ in made.variants):
            raise ValueError("text 里有看不见的控制字符")
        return made

    def _slot(self, found: dict[str, Any]) -> Slot:
        self._known(found, Slot)
        return Slot(
            _text(found, "name", least=1, most=80), _choice(found, "kind", (*ENTITY_KINDS, "text")),
            _text(found, "unit", most=80), _text(found, "shape", most=80),
        )  # fmt: skip

    def _variant(self, found: dict[str, Any]) -> tuple[str, int]:
        return _text(found, "text", least=1), _number(found, "count", 1)

    def _proposal(self, found: dict[str, Any]) -> Proposal:
        self._known(found, Proposal)
        return Proposal(
            _choice(found, "kind", PROPOSALS), _text(found, "old"), _text(found, "new"), _text(found, "why")
        )

    def _occurrence(self, found: dict[str, Any]) -> Occurrence:
        self._known(found, Occurrence)
        start, end = _number(found, "start"), _number(found, "end")
        if end < start:
            raise ValueError("occurrences 的 end 小于 start")
        path = tuple(_plain(title, "path") for title in _list(found, "path"))
        return Occurrence(
            _text(found, "source"), _text(found, "digest", most=80), start, end, path, _text(found, "context")
        )

    def _known(self, found: Mapping[str, Any], kind: type) -> None:
        unknown = sorted(set(found) - {each.name for each in fields(kind)})
        if unknown and len(self.notes) < MAX_FAULTS:
            names = "、".join(name[:40] for name in unknown[:5])
            self.notes.append(Fault(f"不认识的项：{names}", self.where, "这些项没有读入"))

    def _items(
        self, found: dict[str, Any], name: str, make: Callable[[dict[str, Any]], _Made]
    ) -> tuple[_Made, ...]:
        items = _list(found, name)
        if not all(isinstance(item, dict) for item in items):
            raise ValueError(f"{name} 的每一项都要是一个对象")
        return tuple(make(item) for item in items)


def _list(found: Mapping[str, Any], name: str) -> list[Any]:
    value = found.get(name, [])
    if not isinstance(value, list):
        raise ValueError(f"{name} 要是一个列表")
    if len(value) > MAX_ITEMS:
        raise ValueError(f"{name} 超过 {MAX_ITEMS} 项")
    return value


def _text(found: Mapping[str, Any], name: str, *, least: int = 0, most: int = MAX_TEXT) -> str:
    text = _plain(found.get(name, ""), name)
    if len(text.strip()) < least:
        raise ValueError(f"{name} 是空的")
    if len(text) > most:
        raise ValueError(f"{name} 超过 {most} 字")
    return text


def _plain(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name} 要是文字")
    if len(value) > MAX_TEXT:
        raise ValueError(f"{name} 超过 {MAX_TEXT} 字")
    return value.encode("utf-8", "replace").decode()


def _choice(found: Mapping[str, Any], name: str, allowed: Sequence[str]) -> str:
    value = found.get(name, "")
    if value not in allowed:
        raise ValueError(f"{name} 不能是“{str(value)[:40]}”")
    return str(value)


def _choices(found: Mapping[str, Any], name: str, allowed: Sequence[str]) -> list[str]:
    return [_choice({name: value}, name, allowed) for value in _list(found, name)]


def _number(found: Mapping[str, Any], name: str, least: int = 0) -> int:
    value = found.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= MAX_NUMBER:
        raise ValueError(f"{name} 要是不小于 {least} 的整数")
    return value


def _year(found: Mapping[str, Any], name: str) -> int | None:
    value = found.get(name)
    return None if value is None else _number(found, name)


def _score(found: Mapping[str, Any]) -> float:
    value = found.get("score", 0.0)
    if (
        not isinstance(value, int | float)
        or isinstance(value, bool)
        or abs(value) > MAX_NUMBER
        or math.isnan(value)
    ):
        raise ValueError("score 要是一个数")
    return float(value)
