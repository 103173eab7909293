"""What follows what in the documents phrases were mined from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_bank import PHRASES

from drafter.bank.layer import Layer
from drafter.bank.library import Bank
from drafter.bank.phrase import Phrase
from drafter.bank.suggesting.order import NEIGHBOURHOOD, REACH, Order, order_of
from drafter.outline import load_outline

DOCUMENT = [("a", "001", 0, 40), ("b", "001", 41, 80), ("b-clause", "001", 50, 70), ("c", "001", 100, 150)]


def test_what_stands_behind_a_phrase_follows_it_the_nearer_the_surer() -> None:
    after = Order.of(reversed(DOCUMENT)).after("a")
    assert list(after) == ["b", "b-clause", "c"]
    assert 1 > after["b"] > after["b-clause"] > after["c"] > 0
    assert Order.of(DOCUMENT).after("c") == {}


def test_what_stands_within_a_phrase_does_not_follow_it() -> None:
    assert set(Order.of(DOCUMENT).after("b")) == {"c"}
    assert set(Order.of(DOCUMENT).beside(["b"])) == {"a", "c"}


def test_more_documents_make_it_surer_and_far_away_counts_for_nothing() -> None:
    again = [(phrase, "002", start, end) for phrase, _, start, end in DOCUMENT]
    assert Order.of(DOCUMENT + again).after("a")["b"] > Order.of(DOCUMENT).after("a")["b"]
    far = Order.of([("a", "001", 0, 10), ("b", "001", 10 + REACH + 1, 200), ("c", "001", 900, 950)])
    assert far.after("a") == {}
    assert set(far.beside(["a"])) == {"b"}


def test_the_place_in_a_document_is_a_share_of_its_length() -> None:
    order = Order.of([*DOCUMENT, ("a", "002", 50, 60), ("z", "002", 100, 110), ("alone", "003", 7, 9)])
    assert order.place("c") == 1
    assert order.place("a") == pytest.approx(0.25)
    assert order.place("alone") == 1
    assert order.place("unknown") is None
    assert order.after("unknown") == order.beside(["unknown", ""]) == {}


PASSAGES = st.lists(
    st.tuples(
        st.sampled_from("abcdef"), st.sampled_from(["001", "002"]), st.integers(0, 900), st.integers(0, 120)
    ).map(lambda one: (one[0], one[1], one[2], one[2] + one[3])),
    max_size=30,
)


@given(PASSAGES, st.sampled_from("abcdef"))
def test_any_passages_give_shares_and_never_the_phrase_itself(
    passages: list[tuple[str, str, int, int]], phrase: str
) -> None:
    order = Order.of(passages)
    stands = [one for one in passages if one[0] == phrase]
    following = {
        other[0]
        for one in stands
        for other in passages
        if other[1] == one[1] and max(one[2] + 1, one[3] - 2) <= other[2] <= one[3] + REACH
    }
    assert set(order.after(phrase)) == following - {phrase}
    near = {
        other[0]
        for one in stands
        for other in passages
        if other[1] == one[1] and -2 <= max(other[2] - one[3], one[2] - other[3]) <= NEIGHBOURHOOD
    }
    assert set(order.beside([phrase])) <= near - {phrase}
    for shares in (order.after(phrase), order.beside([phrase, "a"])):
        assert phrase not in shares
        assert all(0 < share < 1 for share in shares.values())
    place = order.place(phrase)
    assert (place is None) == (not stands)
    assert place is None or 0 <= place <= 1


def bank_of(*phrases: Phrase) -> Bank:
    return Bank((Layer("built-in", Path()),), phrases)


def test_a_bank_gives_the_order_of_its_sources_and_a_successor_the_place_of_what_it_replaces() -> None:
    first = replace(PHRASES[6], sources=("001:0-20", "written", "mined-ab:7-9"))
    old = replace(PHRASES[4], sources=("001:21-60",))
    bank = bank_of(first, old, PHRASES[5])
    order = order_of(bank)
    assert set(order.after("dues.monthly")) == {"org-life.double", "org-life.both"}
    assert order_of(bank) is order
    assert order_of(bank_of(first)) is not order


def test_a_chain_of_successors_that_runs_in_a_circle_ends() -> None:
    one = replace(PHRASES[4], sources=("001:0-9",), successor="org-life.both")
    two = replace(PHRASES[5], successor="org-life.double")
    assert order_of(bank_of(one, two)).place("org-life.both") is not None


def test_what_an_outline_names_is_read_as_a_document(home: Path) -> None:
    part = next(part for part in load_outline("branch-annual-2026").parts if len(part.phrases) > 2)
    bank = bank_of(*(replace(PHRASES[6], id=name) for name in part.phrases))
    (home / "data" / "outlines").mkdir(parents=True)
    (home / "data" / "outlines" / "broken.toml").write_text("id = ", "utf-8")
    assert max(order_of(bank).after(part.phrases[0]).items(), key=lambda one: one[1])[0] == part.phrases[1]
