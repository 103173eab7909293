"""How right the proposals of mining are: washed words, lost quotes, slips.

    python -m benchmarks.mining_proposals [--write]

The seeds and the corpus stand beside the checkout (../shared).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from benchmarks.table import arguments, report, table

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "mine"))

import noise
import proposal_scoring as scoring

from drafter.mine.proposals import Evidence, Repair
from drafter.mine.proposals.quotes import quotes, titles
from drafter.mine.proposals.typos import typos
from drafter.mine.proposals.washed import washed
from drafter.mine.records import QUOTES_LOST, CleanDocument

CHARACTERS = 60_000
"""Clean characters in which false proposals are counted."""
Row = tuple[str, str, str, str, str]


def right() -> Iterable[Row]:
    """Precision and recall."""
    known = scoring.seed_evidence()
    yield _row("washed, seeds", scoring.seed_score("washed", lambda words, _: washed(words, known))[0])
    yield _row(
        "washed, seeds, without the bank",
        scoring.seed_score("washed", lambda words, _: washed(words, Evidence()))[0],
    )
    yield _row("washed, put into clean texts", scoring.injected_score(noise.TEXTS.values())[0])
    yield _row("washed, put into news", scoring.injected_score(scoring.uncounted()[::40])[0])
    for label, evidence in (("quotes, seeds", known), ("quotes, seeds, without the bank", Evidence())):
        yield _row(label, scoring.seed_score("quotes", partial(_closed, evidence))[0])
    yield _row("quotes taken out of clean texts", scoring.quotes_score(noise.TEXTS.values()))
    yield _row("quotes taken out of news", scoring.quotes_score(scoring.uncounted()[::9]))


def _closed(evidence: Evidence, words: str, document: CleanDocument) -> Iterable[Repair]:
    return quotes(words, evidence, lost=QUOTES_LOST in document.flags)


def false() -> Iterable[Row]:
    """Proposals in clean text."""
    for label, texts in (
        ("clean texts", [words for text in noise.TEXTS.values() for *_, words in scoring.cut(text)]),
        ("news", list(scoring.corpus_sentences(5, CHARACTERS))),
    ):
        size = sum(map(len, texts))
        for name, count in (
            ("washed", sum(1 for words in texts for _ in washed(words, scoring.bank()))),
            ("quotes", sum(1 for words in texts for _ in quotes(words, scoring.bank(), lost=False))),
            ("titles", sum(1 for words in texts for _ in titles(words))),
            ("slips", sum(1 for words in texts for _ in typos(words))),
        ):
            yield f"{name}, {label}", str(size), str(count), f"{5000 * count / size:.2f}", ""


def _row(label: str, score: scoring.Score) -> Row:
    return label, str(score.gold), str(score.found), f"{score.precision:.2f}", f"{score.recall:.2f}"


def main() -> None:
    """Measure all and print."""
    options = arguments("how right the proposals of mining are", 1).parse_args()
    tables = (
        table(("proposals", "marked", "found", "precision", "recall"), list(right())),
        table(
            ("in clean text", "characters", "proposals", "a 5,000 characters"), [row[:4] for row in false()]
        ),
    )
    note = (
        "\n\nThe rules were written after reading the seeds and the clean texts; of the news, only the sites "
        "sicau and cumt were counted for contexts, and some of the others were looked at when expressions were dropped."
    )
    report("mining-proposals", "Mining: proposals", "\n\n".join(tables) + note, write=options.write)


if __name__ == "__main__":
    main()
