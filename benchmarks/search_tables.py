"""The tables of the search benchmark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.search_outcome import (
    Outcome,
    figure,
    percentile,
    percentiles,
    recall_of_intent,
    recall_of_target,
    reciprocal_rank,
    share,
)
from benchmarks.search_queries import kinds
from benchmarks.table import table


@dataclass(frozen=True, slots=True)
class Costs:
    """What an index costs: seconds to build and to rebuild after one file changed (None: not measured), MB on the
    disk; milliseconds of the imports, and from them to the open bank and the first result of a cold start."""

    build: float | None
    rebuild: float | None
    size: float
    cold_han: float
    cold_letters: float
    load: float
    imports: float


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured of one bank; memory in MB in all and without mapped files, commits in milliseconds."""

    name: str
    phrases: int
    costs: Costs
    outcomes: tuple[Outcome, ...]
    before: tuple[float, ...]
    after: tuple[float, ...]
    commits: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Peer:
    """Another engine on the same bank; `remark` stands where there are no figures."""

    bank: str
    name: str
    build: float | None = None
    size: float = 0.0
    outcomes: tuple[Outcome, ...] = ()
    remark: str = ""


_REPAIR = frozenset(name for name, kind in kinds().items() if kind.repair)
PEER_GROUPS = {
    "words": ("keywords", "common keywords", "prefixes", "clause starts", "single characters"),
    "slips": ("one slip in 5-10", "homophone in 3-4", "wrong character in 3-4"),
    "pinyin": ("initials", "full pinyin", "pinyin being typed", "polyphones", "Han and pinyin"),
    "trad., full width": ("traditional", "full width"),
    "pasted": ("pasted sentences",),
}
"""Column of the table of peers -> the kinds of query it sums up."""


def _times(outcomes: Sequence[Outcome], *, repair: bool) -> list[float]:
    return [one.ms for one in outcomes if (one.kind in _REPAIR) == repair]


def progress(found: Measured) -> str:
    """A line while the rest is still running."""
    typing, repair = (percentiles(_times(found.outcomes, repair=which)) for which in (False, True))
    return f"{found.name}: typing {'/'.join(typing)} ms, repair {'/'.join(repair)} ms"


def text(found: Sequence[Measured], peers: Sequence[Peer]) -> str:
    """All tables."""
    parts = [_latency(found), _costs(found)]
    parts += [f"{one.name}, {one.phrases:,} phrases:\n\n{_recall(one)}" for one in found]
    if peers:
        parts.append(_peers(peers))
    return "\n\n".join(parts)


def _latency(found: Sequence[Measured]) -> str:
    rows = [
        [f"{one.name}, {what}", *percentiles(_times(one.outcomes, repair=what == "repair"))]
        for one in found
        for what in ("typing", "repair")
    ]
    return table(["warm, milliseconds", "p50", "p95", "p99", "slowest"], rows)


def _costs(found: Sequence[Measured]) -> str:
    def seconds(value: float | None) -> str:
        return "-" if value is None else f"{value:.1f} s"

    lines = {
        "phrases": [f"{one.phrases:,}" for one in found],
        "build": [seconds(one.costs.build) for one in found],
        "rebuild, one file changed": [seconds(one.costs.rebuild) for one in found],
        "index": [f"{one.costs.size:.1f} MB" for one in found],
        "imports": [f"{one.costs.imports:.0f} ms" for one in found],
        "cold: open": [f"{one.costs.load:.0f} ms" for one in found],
        "cold: open, first Han query": [f"{one.costs.cold_han:.0f} ms" for one in found],
        "cold: open, first letters": [f"{one.costs.cold_letters:.0f} ms" for one in found],
        "memory added": [f"{one.after[0] - one.before[0]:.0f} MB" for one in found],
        "of it without mapped files": [f"{one.after[1] - one.before[1]:.0f} MB" for one in found],
        "one phrase committed, p50": [f"{figure(percentile(one.commits, 0.5))} ms" for one in found],
        "one phrase committed, p95": [f"{figure(percentile(one.commits, 0.95))} ms" for one in found],
    }
    return table(["cost", *(one.name for one in found)], [[name, *cells] for name, cells in lines.items()])


def _recall(found: Measured) -> str:
    rows = []
    for kind in kinds():
        outcomes = [one for one in found.outcomes if one.kind == kind]
        if not outcomes:
            continue
        times = [one.ms for one in outcomes]
        if kind.startswith("absent"):
            anything = f"{share([one.answers > 0 for one in outcomes])} answered"
            sure = f"{sum(one.sure > 0 for one in outcomes)} not as near"
            rows.append([kind, anything, sure, "-", *percentiles(times)[:3]])
        else:
            quality = [recall_of_intent(outcomes), recall_of_target(outcomes), reciprocal_rank(outcomes)]
            rows.append([kind, *quality, *percentiles(times)[:3]])
    columns = ["kind of query", "intent in 10", "unique target in 10", "MRR", "p50 ms", "p95 ms", "p99 ms"]
    return table(columns, rows)


def _peers(peers: Sequence[Peer]) -> str:
    rows = []
    for peer in peers:
        if peer.remark:
            rows.append([f"{peer.bank}, {peer.name}: {peer.remark}", *["-"] * (5 + len(PEER_GROUPS))])
            continue
        recalls = [
            recall_of_intent([one for one in peer.outcomes if one.kind in group])
            for group in PEER_GROUPS.values()
        ]
        typing, repair = (_times(peer.outcomes, repair=which) for which in (False, True))
        rows.append(
            [
                f"{peer.bank}, {peer.name}", "-" if peer.build is None else f"{peer.build:.1f}", f"{peer.size:.0f}", str(len(peer.outcomes)),
                "/".join(percentiles(typing)[:2]), "/".join(percentiles(repair)[:2]), *recalls,
            ]
        )  # fmt: skip
    columns = ["engine", "build s", "MB", "queries", "typing p50/p95 ms", "repair p50/p95 ms", *PEER_GROUPS]
    return table(columns, rows)


def note(found: Sequence[Measured], *, seed: int, tuned: bool, turns: int, clock: str) -> str:
    """Under which conditions the figures were made."""
    asked = len(found[0].outcomes) if found else 0
    which = "the ones it is tuned with" if tuned else "fresh ones, not those it is tuned with"
    timed = (
        "by the clock on the wall" if clock == "wall" else "processor time (a program that is started: wall)"
    )
    return (
        f"{asked} queries a bank ({which}, seed {seed}); top 20 with their phrases, each time the median of up to "
        f"{turns} turns in one process, {timed}. Typing: words, beginnings, letters, filters; repair: slips, pasted sentences, "
        "queries without an answer. Intent: one of the first ten holds what was meant, undamaged; target: where only "
        "one phrase of the bank holds it (or sounds like it), that phrase is among the first ten; half the queries of a "
        "kind are chosen to be such, where that makes sense. A slip is never "
        "such that it stands in the bank. 10k, 100k and 1m phrases are added to the built-in ones, put together from clauses of "
        "../shared/corpus. Cold: a new process, index and phrase files not in the page cache, imports not counted; "
        "median of five. Peers get the same texts and queries in one process each, the filtered queries left out; "
        "the slow ones as many of them, of all kinds in turns, as fit into their time. Programs that are started "
        "for each query pay for their start."
    )
