"""Search under queries nobody expects: does any fail, or take long, and is what has no answer left unanswered?

    python -m benchmarks.search_fuzz --cache FOLDER

Prints how many queries were asked, the exceptions, the times and the slowest ten, and how many absent queries got an
answer. A query that took long is asked again and its least time counts, since other programs may be running.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.search import SIZES, TUNING
from benchmarks.search_absent import absent_letters, absent_word
from benchmarks.search_files import Case, prepare
from benchmarks.search_noise import Noise
from benchmarks.search_open import LIMIT, YEAR
from benchmarks.search_outcome import percentile
from benchmarks.search_texts import Shelf
from benchmarks.table import machine, report, table

if TYPE_CHECKING:
    from drafter.bank.hit import Hit
    from drafter.bank.library import Bank

LONG = 50.0
"""Milliseconds from which a query is asked again, so many times."""
AGAIN = 3
SLOWEST = 10
ABSENT = 500
"""Absent queries of each kind."""


@dataclass
class Found:
    """What became of the queries: milliseconds of each, the slowest with them, what went wrong."""

    times: list[float] = field(default_factory=list)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    answered: int = 0


def unsound(hits: tuple[Hit, ...], limit: int) -> str:
    """What is wrong with an answer, "" if nothing is."""
    scores = [hit.score for hit in hits]
    if len(hits) > limit or scores != sorted(scores, reverse=True):
        return "order"
    if len({hit.phrase.id for hit in hits}) < len(hits):
        return "a phrase twice"
    for hit in hits:
        ends = [0, *(end for span in hit.spans for end in span), len(hit.phrase.text)]
        if not 0 <= hit.score <= 1 or ends != sorted(ends):
            return f"score or spans of {hit.phrase.id}"
    return ""


def ask(bank: Bank, queries: Iterator[str], chance: random.Random) -> Found:
    """Every query, now and then with a filter, a place in a draft and another limit."""
    from drafter.bank.context import Context
    from drafter.bank.search import search

    found = Found()
    topics = [*bank.topics, 'no"such', "a b", "\ud800"]
    for number, query in enumerate(queries):
        limit = chance.choice((LIMIT,) * 8 + (1, 200))
        filtered = tuple(chance.sample(topics, chance.randint(1, 3))) if chance.random() < 0.1 else ()
        context = Context()
        if chance.random() < 0.3:
            context = Context(topics=tuple(chance.sample(topics, 2)), year=chance.choice((None, 2010, 2026)))

        def once(query: str = query, limit: int = limit, filtered: tuple[str, ...] = filtered,
                 context: Context = context) -> tuple[float, tuple[Hit, ...]]:  # fmt: skip
            start = time.perf_counter()
            hits = search(bank, query, topics=filtered, year=YEAR, limit=limit, context=context)
            return (time.perf_counter() - start) * 1000, hits

        try:
            taken, hits = once()
            if taken >= LONG:
                taken = min(taken, *(once()[0] for _ in range(AGAIN)))
        except Exception:  # whatever it is, it is what we are looking for
            found.wrong.append(f"{query[:80]!r}\n{traceback.format_exc(limit=-4)}")
            continue
        if fault := unsound(hits, limit):
            found.wrong.append(f"{query[:80]!r}: {fault}")
        found.answered += bool(hits)
        found.times.append(taken)
        if bank.index.made_anew:
            found.wrong.append(f"{query[:80]!r}: the index was made anew")
            break
        found.slowest = sorted([*found.slowest, (taken, query[:60])], reverse=True)[:SLOWEST]
        if number % 10_000 == 9_999:
            print(f"{number + 1} asked, {len(found.wrong)} wrong", file=sys.stderr)
    return found


def absent_answered(bank: Bank, shelf: Shelf, chance: random.Random) -> dict[str, float]:
    """The share of absent queries of each kind that get an answer."""
    from drafter.bank.search import search

    shares = {}
    for name, make in (("absent words", absent_word), ("absent letters", absent_letters)):
        queries: list[str] = []
        while len(queries) < ABSENT:
            queries += filter(None, [make(shelf, chance)])
        shares[name] = sum(bool(search(bank, query, year=YEAR, limit=LIMIT)) for query in queries) / ABSENT
    return shares


def opened(case: Case) -> tuple[Bank, Shelf]:
    """The bank of `case` with every phrase filed, and its texts."""
    from drafter.bank.library import load_bank
    from drafter.bank.search import search

    prepare(case, TUNING, 1.0)
    os.environ["DRAFTER_HOME"] = str(case.home)
    bank = load_bank(case.layers)
    search(bank, "党员活动", year=YEAR)
    return bank, Shelf(*case.rows_and_labels())


def text_of(found: Found, shares: dict[str, float], size: str, seed: int, anew: bool) -> str:
    """The figures as a table, and the slowest queries below it."""
    figures = [
        ("queries", f"{len(found.times) + sum('Traceback' in one for one in found.wrong):,}"),
        ("with an answer", f"{found.answered:,}"),
        ("exceptions and unsound answers", str(len(found.wrong))),
        ("index made anew", "yes" if anew else "no"),
        *((name, f"{percentile(found.times, share):.2f} ms") for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))),
        ("longest", f"{max(found.times, default=0):.1f} ms"),
        *((f"{name} with an answer, built-in bank", f"{share:.1%}") for name, share in shares.items()),
    ]  # fmt: skip
    slow = ", ".join(f"`{query!a}` {taken:.0f} ms" for taken, query in found.slowest)
    return (
        f"{table(('Fuzzed queries', size), figures)}\n\nThe longest: {slow}.\n\n"
        f"Seed {seed}; mutated pieces of phrases, operators, control characters, pages; {machine()}."
    )


def main() -> None:
    """Ask and print; the exit status says whether anything was wrong."""
    parser = argparse.ArgumentParser(description="Queries nobody expects.")
    parser.add_argument("--size", default="100k", choices=SIZES, help="the bank (100k)")
    parser.add_argument("--count", type=int, default=100_000, help="queries (100000)")
    parser.add_argument("--seed", type=int, default=TUNING, help=f"seed of the queries ({TUNING})")
    parser.add_argument("--cache", type=Path, help="folder in which banks are kept (a temporary one)")
    parser.add_argument("--write", action="store_true", help="keep the table in docs/benchmarks.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        cache = (given.cache or Path(scratch)).absolute()
        bank, shelf = opened(Case(cache / given.size, SIZES[given.size]))
        chance = random.Random(given.seed)
        found = ask(bank, Noise(shelf, chance).queries(given.count), random.Random(given.seed + 1))
        anew = bank.index.made_anew
        bank.index.close()
        bank, shelf = opened(Case(cache / "builtin", 0))
        shares = absent_answered(bank, shelf, random.Random(given.seed))
        bank.index.close()
    for one in found.wrong[:20]:
        print(one.encode("utf-8", "backslashreplace").decode(), file=sys.stderr)
    report(
        "search-fuzz",
        "Search under strange queries",
        text_of(found, shares, given.size, given.seed, anew),
        write=given.write,
    )
    raise SystemExit(1 if found.wrong or anew else 0)


if __name__ == "__main__":
    main()
