"""The bank that comes with the program: every file sound, every phrase where it says it comes from."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from drafter.bank.layer import built_in, scan_layer
from drafter.bank.library import Bank
from drafter.bank.phrase import Phrase, literal, passage
from drafter.bank.search import search
from drafter.bank.validation import inspect_layers
from drafter.errors import Fault

LAYER = built_in()
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
FILES = LAYER.files()
PHRASE_FILES = [path for path in FILES if path.parent.name == "phrases"]
LEAST_SHARED = 0.38
"""Share of character pairs, of the phrase or of the passage, that the two have in common. Of the first 339 phrases the
least alike shares 0.43 (washed words restored, facts made slots); with a passage 900 characters on, at most 0.33."""


@cache
def faults() -> tuple[Fault, ...]:
    found = inspect_layers([LAYER])
    return (*found.unreadable, *found.faults)


@cache
def bank() -> Bank:
    data = scan_layer(LAYER).data
    return Bank((LAYER,), data.phrases, sources={source.id: source for source in data.sources})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_built_in_file_is_sound(path: Path) -> None:
    assert [str(fault) for fault in faults() if str(path) in fault.where] == []


def test_nothing_else_is_wrong_with_the_built_in_bank() -> None:
    assert [str(fault) for fault in faults() if not any(str(path) in fault.where for path in FILES)] == []


@pytest.mark.parametrize("path", PHRASE_FILES, ids=lambda path: path.stem)
def test_a_phrase_file_holds_the_topic_it_is_named_after(path: Path) -> None:
    assert {phrase.topic for phrase in phrases_of(path)} == {path.stem.removeprefix("formulas-")}


@pytest.mark.parametrize("path", PHRASE_FILES, ids=lambda path: path.stem)
def test_every_passage_is_the_one_the_phrase_comes_from(path: Path) -> None:
    if not SEEDS.is_dir():
        pytest.skip(f"{SEEDS} is absent: PROVENANCE OF THE BANK NOT CHECKED")
    strangers = []
    for phrase in phrases_of(path):
        passages = [found for found in map(passage, phrase.sources) if found]
        texts = [seed(found.source)[found.start : found.end] for found in passages]
        whole = all(len(text) == found.end - found.start for text, found in zip(texts, passages, strict=True))
        if passages and not (whole and shared(phrase.text, "\n".join(texts)) >= LEAST_SHARED):
            strangers.append((phrase.id, phrase.sources))
    assert strangers == []


@pytest.mark.skipif(not SEEDS.is_dir(), reason=f"{SEEDS} is absent: PROVENANCE OF THE BANK NOT CHECKED")
def test_the_provenance_test_would_notice_a_wrong_passage() -> None:
    judged = []
    for phrase in bank().phrases:
        for found in filter(None, map(passage, phrase.sources)):
            text = seed(found.source)
            start = (found.start + 900) % (len(text) - 200)
            judged.append(shared(phrase.text, text[start : start + found.end - found.start]) >= LEAST_SHARED)
    assert len(judged) >= 150
    assert sum(judged) <= len(judged) / 100


@pytest.mark.parametrize("path", PHRASE_FILES, ids=lambda path: path.stem)
def test_every_phrase_is_found_by_its_own_beginning(path: Path) -> None:
    lost = []
    for phrase in phrases_of(path):
        pieces = re.split("[^\u4e00-\u9fff]+", literal(phrase.text, "\n"))
        start = max(pieces, key=len)
        year = phrase.until or phrase.since or 2026
        found = search(bank(), start, year=year, limit=1000)
        if phrase.id not in {hit.phrase.id for hit in found if not hit.near}:
            lost.append(phrase.id)
    assert lost == []


def phrases_of(path: Path) -> list[Phrase]:
    return [phrase for phrase in bank().phrases if phrase.where.startswith(f"{path} ")]


@cache
def seed(source: str) -> str:
    # As bytes, so that line ends count as they are.
    return (SEEDS / bank().sources[source].file).read_bytes().decode("utf-8")


def shared(phrase: str, text: str) -> float:
    ours, theirs = pairs(literal(phrase, "\n")), pairs(text)
    common = len(ours & theirs)
    return max(common / max(1, len(ours)), common / max(1, len(theirs)))


def pairs(text: str) -> set[str]:
    runs = ("".join(re.findall("[\u3400-\u9fff]", line)) for line in text.split("\n"))
    return {run[i : i + 2] for run in runs for i in range(len(run) - 1)}
