"""Floors on the sentences marked by reading; they need the seeds beside the checkout."""

from __future__ import annotations

import pytest
import slot_scoring as scoring

from drafter.mine.records import ENTITY_KINDS

needs_seeds = pytest.mark.skipif(
    not scoring.SEEDS.is_dir(), reason=f"{scoring.SEEDS} is absent: ENTITIES OF THE SEEDS NOT CHECKED"
)
needs_corpus = pytest.mark.skipif(
    not scoring.CORPUS.is_file(), reason=f"{scoring.CORPUS} is absent: ENTITIES OF UNSEEN TEXT NOT CHECKED"
)


@needs_seeds
def test_slots_of_the_seeds_are_found() -> None:
    score = scoring.slot_score("slots_seeds.toml")
    assert score.f1()[2] >= 0.95
    assert set(score.gold) == set(ENTITY_KINDS)
    for kind in ENTITY_KINDS:
        assert score.f1(kind)[2] >= 0.88, kind


@needs_corpus
@pytest.mark.parametrize(("first", "last"), [(0, 40), (40, 80)])
def test_slots_of_unseen_text_are_found(first: int, last: int) -> None:
    assert scoring.slot_score("slots_unseen.toml", first, last).f1()[2] >= 0.85


@needs_seeds
def test_every_person_of_the_seeds_is_found() -> None:
    score = scoring.person_score(seeds=True)
    assert score.f1()[1] >= 0.95
    assert score.gold.total() == 14


@needs_corpus
def test_persons_of_unseen_text_are_found() -> None:
    precision, recall, _ = scoring.person_score(seeds=False).f1()
    assert recall >= 0.9
    assert precision >= 0.9


def test_the_gold_points_into_texts_and_holds_none() -> None:
    for name in ("slots_seeds.toml", "slots_unseen.toml", "persons.toml"):
        lines = (scoring.GOLD / name).read_text(encoding="utf-8").splitlines()
        assert all(line.isascii() for line in lines)
    assert len(scoring.gold("slots_seeds.toml", "sentence")) == 200
    assert len(scoring.gold("slots_unseen.toml", "sentence")) == 80
