"""Suggestions for a part: what fits best comes first, nothing out of date, nothing twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_bank import PHRASES

from drafter.bank.context import Context
from drafter.bank.layer import Layer
from drafter.bank.library import Bank
from drafter.bank.phrase import Phrase
from drafter.bank.suggest import suggest
from drafter.bank.usage import Usage
from drafter.draft import Draft, Paragraph, Section
from drafter.roles import ROLE_LABELS

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


def test_scores_do_not_rise_and_are_what_their_parts_add_up_to() -> None:
    hits = suggest(BANK, year=2026, topics=["org-life"], genre="school-annual", limit=3)
    assert len(hits) == 3
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    for hit in hits:
        assert 0 < hit.score <= 1
        assert sum(value for _, value in hit.parts) == pytest.approx(hit.score, abs=1e-5)
    assert [label for label, _ in hits[0].parts] == ["整句", "主题", "作用", "文种"]


def sentence(name: str, text: str, role: str = "measure", **more: Any) -> Phrase:
    return Phrase(f"org-life.{name}", text, more.pop("unit", "sentence"), "org-life", role, **more)


LEARNT = (
    sentence("party-day", "每月固定一天开展主题党日。", sources=("001:300-330",)),
    sentence("meeting", "按期召开党员大会。", sources=("001:100-120",)),
    sentence("lecture", "书记带头讲授专题党课。", sources=("001:121-150",)),
    sentence("clause", "认真做好会议记录", unit="clause", sources=("001:151-170",)),
    sentence("review", "认真开展民主评议。"),
    sentence("facts", "召开支委会{{ 支委会次数 }}次。"),
    sentence("progress", "组织生活质量明显提高。", "result"),
    sentence("end", "请审阅这份报告。", "closing", sources=("001:151-160",)),
)
LEARNT_BANK = Bank(BANK.layers, LEARNT)
NAMES = {phrase.id for phrase in LEARNT}


def names(*before: str, filled: tuple[str, ...] = (), **more: Any) -> list[str]:
    context = Context(
        "annual",
        "life",
        topics=("org-life",),
        before=tuple(f"org-life.{name}" for name in before),
        filled=frozenset(filled),
    )
    hits = suggest(more.pop("bank", LEARNT_BANK), year=2026, context=context, **more)
    return [hit.phrase.id.removeprefix("org-life.") for hit in hits]


def drafts(*sections: tuple[str, ...], part: str = "life") -> Usage:
    """The memory of one draft with these sections, each of the part."""
    usage = Usage.open()
    made = tuple(
        Section(
            "标题", part=part, paragraphs=tuple(Paragraph("词句。", f"org-life.{name}") for name in chosen)
        )
        for chosen in sections
    )
    usage.learn("/old", Draft("annual", sections=made), 1.0)
    return usage


def test_an_empty_section_starts_with_what_stands_first_in_documents() -> None:
    assert names(roles=["measure"])[0] == "meeting"


def test_what_followed_the_last_phrase_in_documents_comes_next() -> None:
    assert names("meeting")[0] == "lecture"
    assert names("meeting", "party-day")[0] != "meeting"


def test_a_clause_follows_only_a_clause_and_an_end_only_the_end() -> None:
    assert names("lecture")[0] not in ("clause", "end")
    first = names(
        "clause",
        bank=Bank(BANK.layers, (LEARNT[3], replace(LEARNT[3], id="org-life.x", text="落实整改责任"))),
    )
    assert first == ["x"]


def test_what_the_writer_put_behind_the_last_phrase_beats_the_outline_and_the_outline_beats_documents() -> (
    None
):
    named = ("org-life.meeting", "org-life.review", "org-life.party-day")
    assert names("meeting", named=named)[:2] == ["review", "party-day"]
    usage = drafts(("meeting", "facts"))
    assert names("meeting", named=named, usage=usage)[:2] == ["facts", "review"]
    assert names("lecture", named=named, usage=usage)[0] == "meeting"


def test_what_the_writer_starts_a_part_with_comes_first_in_it_only() -> None:
    usage = drafts(("review", "lecture"))
    assert names(usage=usage)[0] == "review"
    elsewhere = drafts(("facts",), part="other")
    assert names(usage=elsewhere)[0] != "facts"


def test_what_the_writer_uses_from_another_topic_is_offered_too() -> None:
    bank = Bank(BANK.layers, (*LEARNT, PHRASES[6]))
    usage = Usage.open()
    written = (Paragraph("一。", "org-life.meeting"), Paragraph("二。", "dues.monthly"))
    usage.learn("/old", Draft("annual", sections=(Section(part="life", paragraphs=written),)), 1.0)
    assert names("meeting", bank=bank, usage=usage)[0] == "dues.monthly"
    assert "dues.monthly" not in names("lecture", bank=bank, usage=usage)


def test_the_phrases_of_the_outline_come_in_its_order_and_what_was_skipped_comes_after() -> None:
    named = tuple(f"org-life.{name}" for name in ("review", "facts", "party-day", "progress"))
    assert names(named=named)[:4] == ["review", "facts", "party-day", "progress"]
    assert names("facts", named=named)[:3] == ["party-day", "progress", "review"]


def test_of_two_alike_the_one_whose_facts_are_filled_comes_first() -> None:
    two = (
        sentence("a", "召开支委会{{ 支委会次数 }}次。"),
        sentence("b", "{{ 单位名称 }}注重党员教育。"),
        sentence("c", "认真做好发展党员工作。"),
    )
    bank = Bank(BANK.layers, two)
    assert names(bank=bank) == ["a", "b", "c"]
    assert names(bank=bank, filled=("单位名称",)) == ["b", "c", "a"]


def test_what_says_the_same_in_other_words_comes_last_and_says_so() -> None:
    bank = Bank(
        BANK.layers,
        (
            sentence("used", "每季度召开一次党员大会，每月召开一次支委会，会议记录规范完整。"),
            sentence("same", "每月至少召开一次支委会会议，每季度召开一次党员大会，并做好会议记录。"),
            sentence("other", "认真开展民主评议党员工作，及时通报评议结果。"),
        ),
    )
    hits = suggest(bank, year=2026, used=["org-life.used"])
    assert [hit.phrase.id for hit in hits] == ["org-life.other", "org-life.same"]
    assert hits[0].why == ""
    assert "相近" in hits[1].why
    assert hits[1].score <= hits[0].score
    assert sum(value for _, value in hits[1].parts) == pytest.approx(hits[1].score, abs=1e-5)
    asked = suggest(bank, year=2026, used=["org-life.used"], named=["org-life.same"])
    assert [hit.phrase.id for hit in asked] == ["org-life.same", "org-life.other"]


def test_a_part_goes_from_its_opening_over_its_topics_to_its_results() -> None:
    phrases = [
        Phrase(f"{topic}.{role}-{number}", f"{text}{ROLE_LABELS[role]}{number}。", "sentence", topic, role)
        for topic, text in (("org-life", "抓好组织生活"), ("dues", "做好党费收缴"))
        for role in ("result", "measure", "opening", "closing")
        for number in (1, 2, 3)
    ]
    bank = Bank(BANK.layers, tuple(phrases))
    wanted = ("opening", "measure", "result", "closing")
    before: list[str] = []
    while len(before) < 7:
        context = Context(topics=("org-life", "dues"), before=tuple(before))
        before.append(suggest(bank, year=2026, context=context, roles=wanted)[0].phrase.id)
    assert [name.rstrip("123") for name in before] == [
        "org-life.opening-", "org-life.measure-", "dues.measure-", "dues.measure-", "org-life.measure-",
        "org-life.result-", "dues.closing-",
    ]  # fmt: skip


def test_taking_the_first_suggestion_again_and_again_uses_every_phrase_once_and_ends() -> None:
    before: list[str] = []
    while found := names(*before, usage=drafts(("review", "meeting"))):
        before.append(found[0])
        assert len(before) <= len(LEARNT)
    assert sorted(before) == sorted(name.removeprefix("org-life.") for name in NAMES)


CONTEXTS = st.builds(
    Context,
    outline=st.sampled_from(["", "annual"]),
    part=st.sampled_from(["", "life"]),
    topics=st.sampled_from([(), ("org-life",), ("dues", "org-life"), ("nothing",)]),
    roles=st.sampled_from([(), ("measure",), ("plan", "closing"), ("heading",)]),
    year=st.sampled_from([None, 1, 2026]),
    before=st.lists(st.sampled_from([*sorted(NAMES), "gone.phrase", ""]), max_size=5).map(tuple),
    filled=st.frozensets(st.sampled_from(["支委会次数", "单位名称"])),
)


@settings(max_examples=150, deadline=None)
@given(CONTEXTS, st.lists(st.sampled_from([*sorted(NAMES), "gone.phrase"]), max_size=3), st.integers(-1, 9))
def test_any_place_gives_what_may_stand_there(context: Context, named: list[str], limit: int) -> None:
    hits = suggest(LEARNT_BANK, context=context, named=named, limit=limit, usage=Usage.open())
    ids = [hit.phrase.id for hit in hits]
    assert len(ids) == len(set(ids)) <= max(0, limit)
    assert not set(ids) & set(context.before)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    for hit in hits:
        fits = (not context.topics or hit.phrase.topic in context.topics) and (
            not context.roles or hit.phrase.role in context.roles
        )
        assert fits or hit.phrase.id in named
