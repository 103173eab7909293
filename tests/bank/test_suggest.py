"""Suggestions for a part: what fits best comes first, nothing out of date, nothing twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from small_bank import PHRASES

from drafter.bank.layer import Layer
from drafter.bank.library import Bank
from drafter.bank.phrase import Phrase
from drafter.bank.search import suggest

BANK = Bank((Layer("built-in", Path()),), PHRASES)


def ids(**wanted: object) -> list[str]:
    return [hit.phrase.id for hit in suggest(BANK, year=2026, **wanted)]  # type: ignore[arg-type]


def test_genre_then_topic_then_role_then_bank_order_decide() -> None:
    found = ids(topics=["org-life", "dues"], genre="school-annual")
    assert found == ["org-life.three", "org-life.opening", "org-life.both", "dues.monthly", "dues.problem"]
    assert ids(topics=["dues", "org-life"], genre="report")[0] == "dues.report"
    assert ids(topics=["dues", "org-life"], genre="report")[1] == "dues.monthly"


def test_headings_are_left_out_and_roles_narrow_the_choice() -> None:
    assert "org-life.heading" not in ids()
    assert ids(topics=["dues"], roles=["problem", "result"]) == ["dues.report", "dues.problem"]


def test_wording_out_of_date_gives_way_to_its_successor_once() -> None:
    found = ids(topics=["org-life"], roles=["measure"])
    assert "org-life.double" not in found
    assert found.count("org-life.both") == 1
    old = [hit.phrase.id for hit in suggest(BANK, topics=["org-life"], year=2010)]
    assert {"org-life.double", "org-life.both"} <= set(old)


def test_a_phrase_that_did_not_exist_yet_is_left_out() -> None:
    new = replace(PHRASES[6], since=2025)
    bank = Bank(BANK.layers, (new,))
    assert suggest(bank, year=2024) == ()
    assert len(suggest(bank, year=2025)) == 1


def test_a_successor_that_is_out_of_date_too_is_left_out() -> None:
    lost = Phrase("dues.lost", "旧说法。", "sentence", "dues", "plan", until=2000, successor="dues.none")
    assert suggest(Bank(BANK.layers, (lost,)), year=2026) == ()


def test_what_is_used_and_what_stands_within_it_is_not_suggested_again() -> None:
    found = ids(topics=["org-life"], used=["org-life.three"])
    assert "org-life.three" not in found
    assert "org-life.three-clause" not in found
    assert "org-life.three-clause" in ids(topics=["org-life"], genre="report")


def test_scores_fall_and_the_limit_is_kept() -> None:
    hits = suggest(BANK, year=2026, limit=3)
    assert len(hits) == 3
    assert hits[0].score == 1
    assert [hit.score for hit in hits] == sorted({hit.score for hit in hits}, reverse=True)
