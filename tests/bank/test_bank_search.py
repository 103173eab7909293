"""Searching: words and pinyin in any order, nearest phrases, filters, order, and queries nobody expects."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_bank import PHRASES

from drafter.bank import pinyin
from drafter.bank.layer import Layer
from drafter.bank.library import Bank
from drafter.bank.phrase import SLOT, Phrase
from drafter.bank.search import Hit, search


def bank_of(*phrases: Phrase) -> Bank:
    labels = {"支委会次数": "支部委员会会议次数", "单位名称": "单位名称"}
    return Bank((Layer("built-in", Path()),), phrases, labels=labels)


SMALL = bank_of(*PHRASES)


def clause(number: int, text: str) -> Phrase:
    return Phrase(f"t.p{number}", text, "clause", "t", "measure", layer="built-in")


def ids(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.phrase.id for hit in hits]


def marked(hit: Hit) -> list[str]:
    return [hit.phrase.text[start:end] for start, end in hit.spans]


@pytest.mark.parametrize(
    "query", ["三会一课", "shyk", "SHYK", "ｓｈｙｋ", "sanhuiyike", "sanhuiyik", "三会yk", "sanhui一课"]
)
def test_a_formula_is_found_by_words_initials_and_pinyin(query: str) -> None:
    hits = search(SMALL, query, year=2026)
    assert set(ids(hits)) == {"org-life.three", "org-life.three-clause"}
    assert not any(hit.near for hit in hits)
    assert all(marked(hit) == ["三会一课"] for hit in hits)


def test_words_stand_in_any_order_and_all_must_be_there() -> None:
    for query in ("党费 按月", "按月 党费", "dangfei 按月", "aydf anyue 党费"):
        found = search(SMALL, query, year=2026)
        assert ids(found)[0] == "dues.monthly" or query.startswith("aydf")
    assert ids(search(SMALL, "按月 党费", year=2026)) == ["dues.monthly"]


def test_one_character_is_enough() -> None:
    assert set(ids(search(SMALL, "费", year=2026))) == {"dues.monthly", "dues.problem", "dues.report"}


def test_quotes_do_not_stand_in_the_way_but_commas_and_slots_do() -> None:
    assert "org-life.three" in ids(search(SMALL, "落实三会一课制度", year=2026))
    assert not [hit for hit in search(SMALL, "制度召开", year=2026) if not hit.near]
    assert not [
        hit for hit in search(SMALL, "支委会次", year=2026) if not hit.near and "three-" in hit.phrase.id
    ]
    assert not [hit for hit in search(SMALL, "召开支委会次。", year=2026) if not hit.near]


def test_a_phrase_is_found_by_the_name_and_the_label_of_its_slot() -> None:
    for query in ("支委会次数", "支部委员会会议次数"):
        hits = search(SMALL, query, year=2026)
        assert ids(hits) == ["org-life.three"]
        assert marked(hits[0]) == ["{{ 支委会次数 }}"]


def test_the_beginning_of_a_phrase_goes_before_that_of_a_clause_before_the_inside() -> None:
    bank = bank_of(
        clause(1, "大家都要落实制度"), clause(2, "开好会，落实制度的好"), clause(3, "落实制度要从严从紧做")
    )
    for query in ("落实制度", "lszd", "luoshizhidu"):
        assert ids(search(bank, query, year=2026)) == ["t.p3", "t.p2", "t.p1"]


def test_of_two_phrases_the_one_that_is_more_of_what_was_asked_goes_first() -> None:
    bank = bank_of(clause(1, "落实制度，抓好整改，长期坚持"), clause(2, "落实制度"))
    assert ids(search(bank, "落实制度", year=2026)) == ["t.p2", "t.p1"]


def test_all_common_readings_of_a_character_are_found() -> None:
    bank = bank_of(clause(1, "重视成长"), clause(2, "银行贷款"), clause(3, "绿色校园"))
    for query, found in {
        "zscz": 1,
        "cs": 1,
        "zhongshi": 1,
        "yh": 2,
        "yinhang": 2,
        "lvse": 3,
        "luse": 3,
    }.items():
        assert ids(search(bank, query, year=2026))[0] == f"t.p{found}", query


def test_filters_leave_only_what_fits() -> None:
    assert ids(search(SMALL, "党费", topics=["org-life"], year=2026)) == []
    assert ids(search(SMALL, "党费", role="problem", year=2026)) == ["dues.problem"]
    assert "dues.report" not in ids(search(SMALL, "党费", genre="school-annual", year=2026))
    assert "dues.monthly" in ids(search(SMALL, "党费", genre="school-annual", year=2026))


def test_without_words_the_filters_list_the_bank_in_its_order() -> None:
    assert ids(search(SMALL, "", topics=["dues"], year=2026)) == [
        "dues.monthly",
        "dues.problem",
        "dues.report",
    ]
    assert "org-life.double" not in ids(search(SMALL, " ", role="measure", year=2026))
    assert search(SMALL, "", year=2026) == ()


def test_wording_out_of_date_stands_below_its_successor() -> None:
    assert ids(search(SMALL, "双重", year=2026)) == ["org-life.both", "org-life.double"]
    assert ids(search(SMALL, "双重民主生活会", year=2010)) == ["org-life.double"]
    led = search(SMALL, "双重民主生活会", year=2026)
    assert ids(led) == ["org-life.both", "org-life.double"]
    assert [hit.near for hit in led] == [True, False]


def test_a_slip_finds_the_nearest_phrases_and_says_that_they_are_near() -> None:
    for query in ("三会一刻", "严格落实三会一棵制度", "按月足额交钠党费", "每名党员按月足额缴纳党费"):
        hits = search(SMALL, query, year=2026)
        assert hits, query
        assert all(hit.near for hit in hits)
    assert marked(search(SMALL, "三会一刻", year=2026)[0]) == ["三会一课"]


def test_initials_with_a_word_too_many_find_the_formula_as_near_below_what_has_them_all() -> None:
    bank = bank_of(
        clause(1, "加强师德师风建设"), clause(2, "大力加强师德师风教育"), clause(3, "按时交纳党费")
    )
    hits = search(bank, "qsjqsdsf")
    assert ids(hits) == ["t.p1", "t.p2"]
    assert all(hit.near for hit in hits)
    assert [marked(hit) for hit in hits] == [["加强师德师风"], ["加强师德师风"]]
    mixed = search(bank, "djqsdsfjs")
    assert [hit.phrase.id for hit in search(bank, "jqsdsfjs") if not hit.near] == ["t.p1"]
    assert ids(mixed)[0] == "t.p1"


def test_a_short_run_of_initials_in_common_is_chance() -> None:
    bank = bank_of(clause(1, "加强师德师风建设"))
    assert search(bank, "xxjqsxxxx") == ()
    assert search(bank, "jqs", limit=5) != ()
    assert search(bank, "xjqs", limit=5) == ()


def test_a_sentence_goes_before_a_short_formula_that_only_mentions_the_word() -> None:
    whole = Phrase(
        "t.whole",
        "支部全年按计划召开会议，严格落实“三会一课”制度，会议记录完整。",
        "sentence",
        "t",
        "measure",
    )
    bank = bank_of(clause(1, "认真做好“三会一课”的组织工作"), whole, clause(2, "开好“三会一课”"))
    assert ids(search(bank, "三会一课")) == ["t.p2", "t.whole", "t.p1"]
    assert ids(search(bank, "认真做好三会一课"))[0] == "t.p1"


def test_what_resembles_nothing_finds_nothing() -> None:
    for query in ("火星探测", "量子", "xqzvk", "hello world", "🚀🚀"):
        assert search(SMALL, query, year=2026) == (), query


def test_the_writers_own_phrase_goes_before_an_equal_one() -> None:
    own = Phrase("t.own", "落实制度", "clause", "t", "measure", layer="personal")
    assert ids(search(bank_of(clause(1, "落实制度"), own), "落实制度", year=2026)) == ["t.own", "t.p1"]


def test_the_limit_is_kept_and_cuts_the_end() -> None:
    every = search(SMALL, "党", year=2026)
    assert len(every) > 2
    assert search(SMALL, "党", year=2026, limit=2) == every[:2]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "。，、",
        "党" * 100_000,
        "a" * 100_000,
        "党 " * 50_000,
        '"三会" OR NEAR(',
        "党*",
        "col:党",
        "\x00党\x1b",
        "\ud800",
    ],
)
def test_queries_nobody_expects_are_no_error(query: str) -> None:
    search(SMALL, query, year=2026)


def test_a_pasted_page_finds_the_phrase_it_begins_with() -> None:
    page = "严格落实“三会一课”制度，召开支委会12次。" + "此外还做了许多别的工作。" * 3000
    bank = bank_of(*PHRASES, clause(9, "此外还做了许多别的工作"))
    assert ids(search(bank, page[:30], year=2026))[0] == "org-life.three"
    assert search(bank, page, year=2026) == search(bank, page[:400], year=2026)


@given(st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_query_gives_sound_hits_in_order(query: str) -> None:
    hits = search(SMALL, query, year=2026)
    assert hits == search(SMALL, query, year=2026)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert 0 <= hit.score <= 1
        for start, end in hit.spans:
            assert 0 <= start < end <= len(hit.phrase.text)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_any_stretch_of_a_phrase_and_its_initials_find_the_phrase(data: st.DataObject) -> None:
    phrase = data.draw(st.sampled_from(PHRASES))
    piece = data.draw(st.sampled_from([p for p in re.split("[，。、“”]", SLOT.sub("，", phrase.text)) if p]))
    start = data.draw(st.integers(0, len(piece) - 1))
    end = data.draw(st.integers(start + 1, min(len(piece), start + 8)))
    part = piece[start:end]
    # As wide as the bank, since one letter stands for many phrases.
    for query in (part, pinyin.initials(part), "".join(pinyin.syllables(part))):
        hits = search(SMALL, query, year=2010, limit=len(PHRASES))
        assert phrase.id in [hit.phrase.id for hit in hits if not hit.near], query
