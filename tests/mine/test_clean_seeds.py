"""Cleaning against the gold of the seeds: what must go goes, nothing else does, nine documents with their titles."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from drafter.mine.clean import clean
from drafter.mine.records import QUOTES_LOST, TRUNCATED, CleanDocument
from drafter.mine.source import Source

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
GOLD: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[1] / "gold" / "cleaning.toml").read_text("utf-8")
)
LEAST = 0.999
"""Share of characters: of those taken out, of those that had to go, and of the body that had to stay."""


@cache
def seed(name: str) -> str:
    if not SEEDS.is_dir():
        pytest.skip(f"{SEEDS} is absent: CLEANING NOT CHECKED AGAINST ITS GOLD")
    return next(SEEDS.glob(f"{name}_*.txt")).read_text("utf-8")


@cache
def cleaned(name: str) -> tuple[CleanDocument, ...]:
    return clean(Source(name, seed(name)))


def removed(name: str) -> set[int]:
    text = seed(name)
    kept = {document.body.raw(at) for document in cleaned(name) for at in range(len(document.body.text))}
    return set(range(len(text))) - kept


def wanted(name: str) -> set[int]:
    return {at for start, end in GOLD[name]["removed"] for at in range(start, end)}


def test_the_gold_speaks_of_the_files_that_are_there() -> None:
    assert {name: len(seed(name)) for name in GOLD} == {
        name: entry["characters"] for name, entry in GOLD.items()
    }
    assert sum(len(entry["documents"]) for entry in GOLD.values()) == 9


def test_what_must_go_goes_and_nothing_else() -> None:
    right = sum(len(removed(name) & wanted(name)) for name in GOLD)
    assert right / sum(len(removed(name)) for name in GOLD) >= LEAST
    assert right / sum(len(wanted(name)) for name in GOLD) >= LEAST


@pytest.mark.parametrize("name", GOLD)
def test_the_body_loses_no_character(name: str) -> None:
    body = set(range(len(seed(name)))) - wanted(name)
    assert len(body - removed(name)) / len(body) >= LEAST


@pytest.mark.parametrize("name", GOLD)
def test_documents_stand_where_they_stand(name: str) -> None:
    found = [document.body.raw_span(0, len(document.body.text)) for document in cleaned(name)]
    assert found == [tuple(document["body"]) for document in GOLD[name]["documents"]]


@pytest.mark.parametrize("name", GOLD)
def test_titles_are_recovered(name: str) -> None:
    text = seed(name)
    titles = [
        " ".join(text[start:end] for start, end in document["title"]) for document in GOLD[name]["documents"]
    ]
    assert [document.title for document in cleaned(name)] == titles


def test_no_slice_mark_and_no_page_remains_and_the_loss_of_quotes_is_known() -> None:
    (document,) = cleaned("004")
    assert QUOTES_LOST in document.flags
    assert document.meta["pages"] == "7"
    assert not [mark for mark in range(1, 15) if f"\n{mark}、" in f"\n{document.body.text}"]
    assert not [word for word in ("http", "ICP", "****", "docx", "猜你") if word in document.body.text]
    assert all(word in document.body.text for word in ("自行聘用", "远程教育等平台", "维稳责任制"))


def test_the_one_text_that_breaks_off_is_flagged() -> None:
    assert [TRUNCATED in document.flags for document in cleaned("003")] == [False, False, False, True, False]


def test_a_true_list_of_the_seeds_is_untouched() -> None:
    (document,) = cleaned("000")
    assert document.body.text == seed("000").replace("\n家长", "家长")
