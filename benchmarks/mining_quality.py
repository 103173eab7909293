"""How right mining is on texts marked by reading (tests/gold): one row a measure and a set of texts.

    python -m benchmarks.mining_quality [--write]

The texts stand beside the checkout (../shared); without them there is nothing to measure.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.table import arguments, report, table

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "mine"))

from scoring import outline_score

Row = tuple[str, str, str, str, str, str, str]
"""Measure, gold, found, precision, recall, F1, F1 when the code first ran on the texts."""

SETS = (
    ("seeds", "seeds, nine documents", ""),
    ("unseen", "30 of the corpus", "0.98, 0.80"),
    ("held_out", "8 of the corpus", "0.73"),
    ("fresh", "16 of the corpus", "0.974"),
    ("invented", "12 invented reports", "0.892"),
    ("invented_held", "6 invented reports", "0.978"),
    ("last", "8 of the corpus, never tuned on", "1.000"),
)
"""Gold files, what they hold, and what the first run gave."""


def outlines() -> Iterable[Row]:
    """Headings: the raw offset and the level right; then the extent of titles, of the headings found."""
    for name, label, first in SETS:
        found = outline_score(name)
        yield _row(f"outline, {label}", found.gold, found.found, found.right, first)
        yield _row(f"titles, {label}", found.titles, found.titles, found.right_titles)


MEASURES: tuple[Callable[[], Iterable[Row]], ...] = (outlines,)
"""Each gives the rows of one table section."""

COLUMNS = ("measure", "gold", "found", "precision", "recall", "F1", "first run")


def _row(label: str, gold: int, found: int, right: int, first: str = "") -> Row:
    precision = right / found if found else 1.0
    recall = right / gold if gold else 1.0
    f1 = 2 * right / (gold + found) if gold + found else 1.0
    return label, str(gold), str(found), f"{precision:.3f}", f"{recall:.3f}", f"{f1:.3f}", first


def main() -> None:
    """Measure all and print."""
    options = arguments("how right mining is on texts marked by reading", 1).parse_args()
    rows = [row for measure in MEASURES for row in measure()]
    note = (
        "\n\nOutline: an offset in the raw text and a level, exact. Every text was annotated by reading before the code "
        "first ran on it; what that run gave is in the last column (of the 30, for twenty and for ten). All sets but the "
        "last were tuned on afterwards, the six invented reports after every other one."
    )
    report(
        "mining-quality", "Mining: right on marked texts", table(COLUMNS, rows) + note, write=options.write
    )


if __name__ == "__main__":
    main()
