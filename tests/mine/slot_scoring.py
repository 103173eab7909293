"""Scores found entities against those marked by reading (tests/gold/slots_*.toml, persons.toml).

How the gold was marked. Date: a point or stretch of the calendar with a number (a relative year before a month and
the time of day behind it belong to it). Count: a number with its measure word, durations too; not what is a fixed
term (三会一课), an ordinal, or 一 in the sense of "a". Person: the name without its title. Place and organisation: the
full name as it stands; party organs behind it (党委, 党支部) are left out unless one word with it (市委). National
bodies and leaders named in political terms are not marked. Title: with its marks. A black-out has the kind its right
neighbour tells, else redaction. Blank: the gap and the measure word.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from drafter.mine.entities import entities
from drafter.mine.records import PERSON, TITLE, Entity

GOLD = Path(__file__).parents[1] / "gold"
SHARED = Path(__file__).parents[3] / "shared"
SEEDS = SHARED / "seeds"
CORPUS = SHARED / "corpus" / "university-party-news.jsonl"

Span = tuple[str, int, int]


@dataclass
class Score:
    """Hits, strict (kind and span) and overlapping (kind, and a common character), against gold and found, by kind."""

    strict: Counter[str] = field(default_factory=Counter)
    overlap_gold: Counter[str] = field(default_factory=Counter)
    overlap_found: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    misses: list[tuple[str, str]] = field(default_factory=list)

    def add(self, gold: Iterable[Span], found: Iterable[Span], text: str = "") -> None:
        """Counts one sentence."""
        marked, seen = list(gold), list(found)
        self.gold.update(kind for kind, _, _ in marked)
        self.found.update(kind for kind, _, _ in seen)
        self.strict.update(kind for kind, start, end in marked if (kind, start, end) in seen)
        self.overlap_gold.update(one[0] for one in marked if any(_meet(one, other) for other in seen))
        self.overlap_found.update(one[0] for one in seen if any(_meet(one, other) for other in marked))
        self.misses += [
            ("-", f"{kind} {text[start:end]}")
            for kind, start, end in marked
            if (kind, start, end) not in seen
        ]
        self.misses += [
            ("+", f"{kind} {text[start:end]}")
            for kind, start, end in seen
            if (kind, start, end) not in marked
        ]

    def f1(self, kind: str = "", strict: bool = True) -> tuple[float, float, float]:
        """Precision, recall and F1 of one kind, or of all."""
        pick: Callable[[Counter[str]], int] = (lambda c: c[kind]) if kind else (lambda c: c.total())
        right, known = (self.strict, self.strict) if strict else (self.overlap_found, self.overlap_gold)
        precision = pick(right) / max(1, pick(self.found))
        recall = pick(known) / max(1, pick(self.gold))
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _meet(one: Span, other: Span) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


@cache
def seed(number: str) -> str:
    """The raw text of the seed whose file name begins with `number`."""
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8")


@cache
def corpus() -> dict[str, str]:
    """The text of every document of the corpus, by id."""
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    return {record["id"]: record["text"] for record in map(json.loads, lines)}


def gold(name: str, key: str) -> list[dict[str, Any]]:
    """The entries of a gold file."""
    entries: list[dict[str, Any]] = tomllib.loads((GOLD / name).read_text(encoding="utf-8"))[key]
    return entries


def text_of(entry: dict[str, Any]) -> str:
    """The text an entry of a gold file points into."""
    return seed(entry["file"]) if "file" in entry else corpus()[entry["document"]]


@cache
def _entities(text: str) -> tuple[Entity, ...]:
    return entities(text)


def inside(text: str, start: int, end: int) -> Iterator[Span]:
    """The entities found in the whole `text` that begin inside `start`:`end`."""
    for one in _entities(text):
        if start <= one.start < end:
            yield one.kind, one.start, one.end


def slot_score(name: str, first: int = 0, last: int | None = None) -> Score:
    """The score on the entries `first`:`last` of a file of marked sentences."""
    score = Score()
    for entry in gold(name, "sentence")[first:last]:
        text = text_of(entry)
        marked = [(kind, start, end) for kind, start, end in entry["entities"]]
        score.add(marked, inside(text, entry["start"], entry["end"]), text)
    return score


def person_score(seeds: bool) -> Score:
    """The score of persons alone, in the seeds or in the corpus. A name inside a title that was found counts as
    found: the title becomes a slot as a whole, so that nothing of the name is left."""
    score = Score()
    for entry in gold("persons.toml", "text"):
        if ("file" in entry) == seeds:
            text = text_of(entry)
            found = list(inside(text, entry["start"], entry["end"]))
            titles = [(start, end) for kind, start, end in found if kind == TITLE]
            marked = [(PERSON, start, end) for start, end in entry["persons"]]
            hidden = [one for one in marked if any(start < one[1] and one[2] < end for start, end in titles)]
            score.add(marked, [one for one in found if one[0] == PERSON] + hidden, text)
    return score
