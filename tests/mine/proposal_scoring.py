"""Judging proposals: against the marks of tests/gold in the seeds, against washing put in, against clean text."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from noise import washed as wash
from noise import without_closing_quotes

from drafter.commands.mine import guide
from drafter.mine.clean import clean
from drafter.mine.proposals.evidence import Evidence
from drafter.mine.proposals.quotes import quotes
from drafter.mine.proposals.repair import Repair
from drafter.mine.proposals.table import alone, pairs
from drafter.mine.proposals.washed import washed
from drafter.mine.records import CleanDocument
from drafter.mine.sentences import sentences
from drafter.mine.source import Source
from drafter.mine.structure import headings

GOLD = Path(__file__).parents[1] / "gold"
SHARED = Path(__file__).parents[3] / "shared"
SEEDS = SHARED / "seeds"
CORPUS = SHARED / "corpus" / "university-party-news.jsonl"
COUNTED = ("sicau", "cumt")
"""Sites of the corpus that taught the table its contexts."""

Mark = tuple[int, int, str]
"""Offsets, and what should stand there."""


@dataclass(frozen=True, slots=True)
class Score:
    """Marks, repairs proposed, repairs that are right."""

    gold: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0


@cache
def bank() -> Evidence:
    """What the formulae of the bank teach."""
    return Evidence.of(guide([]).phrases)


def cut(text: str) -> Iterator[tuple[CleanDocument, int, str]]:
    """The sentences of a text: their document, where they begin in its body, their words."""
    for document in clean(Source("text", text)):
        for sentence in sentences(document, headings(document)):
            yield document, sentence.start, document.body.text[sentence.start : sentence.end]


def raw(document: CleanDocument, start: int, repair: Repair) -> Repair:
    """A repair of a sentence that begins at `start`, in raw offsets."""
    if repair.start == repair.end:
        at = document.body.raw(start + repair.start - 1) + 1
        return Repair(at, at, repair.new, repair.why)
    span = document.body.raw_span(start + repair.start, start + repair.end)
    return Repair(*span, repair.new, repair.why)


def right(repair: Repair, mark: Mark) -> bool:
    """Whether a repair does what the mark says, perhaps together with the words beside it."""
    start, end, new = mark
    at = start - repair.start
    return at >= 0 and repair.end >= end and repair.new[at : at + len(new)] == new


def marks(name: str) -> dict[str, tuple[list[Mark], list[Mark]]]:
    """Seed -> what a gold file marks, and what it leaves open."""
    table = tomllib.loads((GOLD / f"{name}.toml").read_text("utf-8"))
    return {
        seed: ([(*mark,) for mark in entry[name]], [(*mark,) for mark in entry["unsure"]])
        for seed, entry in table.items()
    }


Finder = Callable[[str, CleanDocument], Iterable[Repair]]


def seed_score(name: str, finder: Finder) -> tuple[Score, list[Repair], list[tuple[str, Mark]]]:
    """The score over the seeds, what was proposed wrongly, and what was missed."""
    gold = found = 0
    wrong: list[Repair] = []
    missed: list[tuple[str, Mark]] = []
    for seed, (wanted, unsure) in marks(name).items():
        text = next(SEEDS.glob(f"{seed}_*.txt")).read_bytes().decode()
        repairs = [
            raw(document, start, repair)
            for document, start, words in cut(text)
            for repair in finder(words, document)
        ]
        repairs = [each for each in repairs if not any(_touches(each, mark) for mark in unsure)]
        gold += len(wanted)
        found += len(repairs)
        wrong += [each for each in repairs if not any(right(each, mark) for mark in wanted)]
        missed += [(seed, mark) for mark in wanted if not any(right(each, mark) for each in repairs)]
    return Score(gold, found, gold - len(missed)), wrong, missed


def _touches(repair: Repair, mark: Mark) -> bool:
    return repair.start <= mark[1] and mark[0] <= repair.end


def seed_evidence() -> Evidence:
    """What a run over the seeds knows: the bank and the seeds."""
    made = Evidence.of(
        words for path in sorted(SEEDS.glob("*.txt")) for *_, words in cut(path.read_bytes().decode())
    )
    made.merge(bank())
    return made


def uncounted() -> list[str]:
    """The texts of the corpus that taught the table nothing."""
    rows = (json.loads(line) for line in CORPUS.read_text("utf-8").splitlines())
    return [row["text"] for row in rows if row["site"] not in COUNTED]


def corpus_sentences(first: int, characters: int) -> Iterator[str]:
    """Sentences of every seventh text of the corpus, from number `first` on, until so many characters; only of sites
    that no context was counted in (tools/make_wash_contexts.py)."""
    read = 0
    for text in uncounted()[first::7]:
        for *_, words in cut(text):
            yield words
            read += len(words)
            if read >= characters:
                return


def injected_score(texts: Iterable[str]) -> tuple[Score, list[str]]:
    """`texts` washed by the table, one wash for each original: what is undone, and what is made of the rest."""
    table = {pair.original: pair.wash for pair in reversed(pairs())}
    table |= {new: old for old, new in alone().items()}
    gold = found = good = 0
    wrong = []
    for text in texts:
        noisy = wash(text, table.items())
        gold += len(noisy.changes)
        wanted = [(change.start, change.end, change.old) for change in noisy.changes]
        for line_start, line in _lines(noisy.text):
            for each in washed(line, bank()):
                moved = Repair(each.start + line_start, each.end + line_start, each.new, each.why)
                found += 1
                if any(right(moved, mark) for mark in wanted):
                    good += 1
                else:
                    wrong.append(f"{line[max(0, each.start - 8) : each.end + 8]} -> {each.new}")
    return Score(gold, found, good), wrong


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def quotes_score(texts: Iterable[str]) -> Score:
    """Lines of texts without their closing quotes: those put back at the very place."""
    gold = found = good = 0
    for text in texts:
        for line in text.split("\n"):
            noisy = without_closing_quotes(line)
            wanted = {change.start for change in noisy.changes}
            places = [repair.start for repair in quotes(noisy.text, bank(), lost=True)]
            gold += len(wanted)
            found += len(places)
            good += sum(place in wanted for place in places)
    return Score(gold, found, good)
