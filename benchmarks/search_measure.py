"""Searching and adding in an open bank, in a process of its own; run by search.py, prints a line of JSON.

python -m benchmarks.search_measure CASE_FOLDER COUNT SEED SCALE KINDS TURNS CLOCK
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.search_files import Case, read_queries
from benchmarks.search_open import LIMIT, YEAR, memory
from benchmarks.search_outcome import Outcome, judged, percentile
from benchmarks.search_queries import Query, kinds
from benchmarks.search_texts import form

if TYPE_CHECKING:
    from drafter.bank.library import Bank
    from drafter.bank.phrase import Phrase

HAN, LETTERS = "党员活动", "dyhd"
COMMITS, COMMIT_SECONDS = 100, 15.0
"""New phrases committed, and the time after which no more are."""
CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}
"""What a search is timed with; on a busy machine the time of the processor tells more."""
PASS_SECONDS = 120.0
"""Time after which no further turn begins."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One new phrase for the writer's layer: the file it stands in, before and after, and the phrase as read there."""

    number: int
    path: Path
    phrase: Phrase
    before: bytes
    after: bytes


def new_phrase(phrase: Phrase, layers: tuple[Path, ...]) -> Commit:
    """`phrase` written to the writer's layer, of which the index does not know yet."""
    from drafter import paths
    from drafter.bank.adding import phrase_values, table_block
    from drafter.bank.layer import PERSONAL, bank_layers

    path = paths.personal_bank() / "phrases" / f"{phrase.topic}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_bytes() if path.exists() else b""
    after = before + table_block("phrase", phrase_values(phrase), before)
    path.write_bytes(after)
    line = before.count(b"\n") + (2 if before else 1)
    there = replace(phrase, layer=PERSONAL, where=f"{path} 第 {line} 行")
    return Commit(len(bank_layers(layers)) - 1, path, there, before, after)


def commit_one(bank: Bank, new: Commit) -> None:
    """Take `new` into the index of the open bank, so that the next search finds it."""
    bank.index.append(new.number, new.path, new.phrase, new.before, new.after)


def warm(case: Case, queries: list[Query], turns: int, clock: Callable[[], float]) -> dict[str, Any]:
    """The outcomes of all queries, memory before and after, and milliseconds of commits."""
    from drafter.bank.library import load_bank
    from drafter.bank.search import search

    before = memory()
    bank = load_bank(case.layers)
    for query in (HAN, LETTERS, "党员活东", "x"):
        search(bank, query, year=YEAR, limit=LIMIT)
    outcomes = _asked(bank, queries, turns, clock)
    after = memory()
    return {
        "outcomes": [asdict(one) for one in outcomes],
        "before": before,
        "after": after,
        "phrases": len(bank.phrases),
        "commits": _commits(bank, case),
    }


def _asked(bank: Bank, queries: list[Query], turns: int, clock: Callable[[], float]) -> list[Outcome]:
    from drafter.bank.search import search

    times: list[list[float]] = [[] for _ in queries]
    outcomes: list[Outcome] = []
    begun = time.perf_counter()
    for turn in range(turns):
        if turn and time.perf_counter() - begun > PASS_SECONDS:
            break
        for place, query in enumerate(queries):
            topics = (query.topic,) if query.topic else ()
            start = clock()
            hits = search(bank, query.text, topics=topics, year=YEAR, limit=LIMIT)
            texts = [hit.phrase.text for hit in hits]
            times[place].append((clock() - start) * 1000)
            if not turn:
                forms = [form(text, bank.labels) for text in texts]
                sure = sum(not hit.near for hit in hits)
                outcomes.append(judged(query, 0.0, [hit.phrase.id for hit in hits], forms, sure))
    middle = [percentile(taken, 0.5) for taken in times]
    return [Outcome(**(asdict(one) | {"ms": taken})) for one, taken in zip(outcomes, middle, strict=True)]


def _commits(bank: Bank, case: Case) -> list[float]:
    from drafter.bank.adding import own_id
    from drafter.bank.phrase import Phrase
    from drafter.bank.search import search

    topic = next(iter(bank.topics))
    taken: list[float] = []
    begun = time.perf_counter()
    for number in range(COMMITS):
        if time.perf_counter() - begun > COMMIT_SECONDS:
            break
        text = f"新写的第{_digits(begun)}{number}条词句马上就能找到。"
        phrase = Phrase(own_id(topic, text), text, "sentence", topic, "measure", sources=("written",))
        new = new_phrase(phrase, case.layers)
        start = time.perf_counter()
        commit_one(bank, new)
        taken.append((time.perf_counter() - start) * 1000)
        if not any(hit.phrase.id == phrase.id for hit in search(bank, text, year=YEAR, limit=LIMIT)):
            raise SystemExit("a phrase just committed is not found")
    return taken


def _digits(begun: float) -> int:
    """Digits that differ from run to run, so that no phrase is committed twice to a home that is kept."""
    return int(begun * 1000) % 10_000_000


def main() -> None:
    """Measure and print what was found."""
    folder, count, seed, scale, wanted, turns, clock = sys.argv[1:]
    case = Case(Path(folder), int(count))
    queries = read_queries(case, int(seed), float(scale), wanted.split(",") if wanted else kinds())
    print(json.dumps(warm(case, queries, int(turns), CLOCKS[clock])))


if __name__ == "__main__":
    main()
