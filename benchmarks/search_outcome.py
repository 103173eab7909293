"""What became of one query, and figures over many."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from benchmarks.search_queries import Query

TOP = 10
"""How far down a list recall looks."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One query answered: milliseconds, the place of the first answer that holds what was meant and that of the phrase
    meant (from 1, 0 for none), how many answers, and how many of them were not said to be merely near."""

    kind: str
    ms: float
    intent: int
    target: int
    unique: bool
    answers: int
    sure: int


def judged(query: Query, ms: float, ids: Sequence[str], forms: Sequence[str], sure: int = 0) -> Outcome:
    """The outcome of `query` answered by the phrases `ids`, in their order, with their forms."""
    intent = next((place for place, one in enumerate(forms, 1) if _holds(one, query.needles)), 0)
    target = ids.index(query.target) + 1 if query.target in ids else 0
    return Outcome(query.kind, ms, intent, target, query.unique, len(ids), sure)


def _holds(one: str, needles: Sequence[str]) -> bool:
    return bool(needles) and all(needle in one for needle in needles)


def share(hits: Sequence[bool]) -> str:
    """How many of `hits` are true, in percent, and of how many."""
    return f"{100 * sum(hits) / len(hits):.0f}% of {len(hits)}" if hits else "-"


def recall_of_intent(outcomes: Sequence[Outcome]) -> str:
    """In how many of `outcomes` one of the first TOP holds what was meant."""
    return share([0 < one.intent <= TOP for one in outcomes])


def recall_of_target(outcomes: Sequence[Outcome]) -> str:
    """In how many of the `outcomes` whose target is the only one the target is among the first TOP."""
    return share([0 < one.target <= TOP for one in outcomes if one.unique])


def reciprocal_rank(outcomes: Sequence[Outcome]) -> str:
    """The mean of one over the place of the first answer that holds what was meant."""
    ranks = [1 / one.intent if one.intent else 0.0 for one in outcomes]
    return f"{sum(ranks) / len(ranks):.2f}" if ranks else "-"


def percentile(values: Collection[float], part: float) -> float:
    """The value that `part` of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else float("nan")


def percentiles(values: Collection[float]) -> list[str]:
    """p50, p95, p99 and the largest of milliseconds."""
    return [figure(percentile(values, part)) if values else "-" for part in (0.5, 0.95, 0.99, 1.0)]


def figure(value: float) -> str:
    """Two or three digits that count."""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"
