"""The order of what is found: words first, then the place in the draft and the writer's habits, each part told."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_bank import PHRASES, house

from drafter.bank.context import Context
from drafter.bank.layer import Layer
from drafter.bank.library import Bank
from drafter.bank.phrase import Phrase
from drafter.bank.search import Hit, absent, search
from drafter.bank.searching.candidates import ENOUGH
from drafter.bank.usage import Use
from drafter.cli import main


def bank_of(*phrases: Phrase) -> Bank:
    return Bank((Layer("built-in", Path()),), phrases, labels={"支委会次数": "支部委员会会议次数"})


def clause(number: int, text: str, topic: str = "t", role: str = "measure", **more: object) -> Phrase:
    return Phrase(f"t.p{number}", text, "clause", topic, role, layer="built-in", **more)  # type: ignore[arg-type]


def first(bank: Bank, query: str, **more: object) -> str:
    return search(bank, query, year=2026, **more)[0].phrase.id  # type: ignore[arg-type]


SMALL = bank_of(*PHRASES)
TWINS = bank_of(
    clause(1, "抓好落实工作甲", topic="a", role="measure", genres=("g",)),
    clause(2, "抓好落实工作乙", topic="b", role="result", genres=("h",)),
)


@pytest.mark.parametrize(
    ("context", "leader"),
    [
        (Context(topics=("a",)), "t.p1"),
        (Context(topics=("b",)), "t.p2"),
        (Context(roles=("measure",)), "t.p1"),
        (Context(roles=("result",)), "t.p2"),
        (Context(genre="g"), "t.p1"),
        (Context(genre="h"), "t.p2"),
        (Context(used=frozenset(["t.p2"])), "t.p1"),
        (Context(used=frozenset(["t.p1"])), "t.p2"),
    ],
)
def test_of_phrases_that_match_alike_the_one_that_fits_the_place_goes_first(
    context: Context, leader: str
) -> None:
    assert first(TWINS, "抓好落实", context=context) == leader


def test_what_was_used_often_and_lately_goes_first() -> None:
    now = time.time()
    assert first(TWINS, "抓好落实", uses={"t.p2": Use(1, now)}) == "t.p2"
    assert first(TWINS, "抓好落实", uses={"t.p1": Use(1, now), "t.p2": Use(15, now)}) == "t.p2"
    year_ago = now - 365 * 24 * 3600
    assert first(TWINS, "抓好落实", uses={"t.p1": Use(2, year_ago), "t.p2": Use(2, now)}) == "t.p2"


def test_phrases_whose_facts_are_filled_go_first() -> None:
    bank = bank_of(clause(1, "召开会议{{ 甲次数 }}次"), clause(2, "召开会议{{ 乙次数 }}次"))
    assert first(bank, "召开会议", context=Context(filled=frozenset(["乙次数"]))) == "t.p2"
    assert first(bank, "召开会议", context=Context(filled=frozenset(["甲次数"]))) == "t.p1"


def test_a_better_match_is_not_overtaken_by_the_place() -> None:
    bank = bank_of(clause(1, "落实制度", topic="a"), clause(2, "大家都说要落实制度的好处", topic="b"))
    here = Context(topics=("b",), roles=("measure",))
    assert first(bank, "落实制度", context=here) == "t.p1"


def test_what_is_said_of_problems_stands_behind_except_where_problems_are_written() -> None:
    bank = bank_of(clause(1, "党费交纳不及时", role="problem"), clause(2, "党费交纳很及时"))
    assert first(bank, "党费交纳") == "t.p2"
    assert first(bank, "党费交纳", context=Context(roles=("problem",))) == "t.p1"


def test_what_says_the_same_as_a_better_one_makes_room() -> None:
    same = [clause(n, f"加强队伍建设工作{mark}") for n, mark in enumerate("甲乙丙丁", 1)]
    other = clause(9, "加强队伍管理，提高服务群众的本领")
    ids = [hit.phrase.id for hit in search(bank_of(*same, other), "加强队伍", year=2026)]
    assert ids.index("t.p9") == 1


def test_what_fits_the_place_is_found_among_more_than_are_looked_at() -> None:
    many = [clause(n, f"第{n}项：扎实推进各项工作") for n in range(ENOUGH * 3)]
    last = clause(9000, "年末再推进一次", topic="here")
    bank = bank_of(*many, last)
    assert "t.p9000" not in {hit.phrase.id for hit in search(bank, "推进", year=2026)}
    found = search(bank, "推进", year=2026, context=Context(topics=("here",)))
    assert "t.p9000" in {hit.phrase.id for hit in found}
    used = search(bank, "推进", year=2026, uses={"t.p9000": Use(3, time.time())})
    assert "t.p9000" in {hit.phrase.id for hit in used}
    begins = bank_of(*many, clause(9001, "推进"))
    assert first(begins, "推进") == "t.p9001"


def test_a_phrase_out_of_date_says_until_when_and_what_to_write_now() -> None:
    old = next(
        hit for hit in search(SMALL, "双重民主生活会", year=2026) if hit.phrase.id == "org-life.double"
    )
    assert "2012 年" in old.why
    assert "党员领导干部参加双重组织生活" in old.why


WORDS = ["三会一课", "党费", "shyk", "党", "双重", "三会一刻", "交纳党费及时", "zuzhishenghuo"]
PLACES = st.builds(
    Context,
    topics=st.sampled_from([(), ("dues",), ("org-life", "dues")]),
    roles=st.sampled_from([(), ("problem",), ("measure", "result")]),
    genre=st.sampled_from(["", "report", "school-annual"]),
    used=st.sampled_from([frozenset(), frozenset(["dues.monthly", "org-life.three"])]),
    filled=st.sampled_from([frozenset(), frozenset(["支委会次数"])]),
)


@given(st.sampled_from(WORDS), PLACES, st.integers(2005, 2030))
@settings(max_examples=150, deadline=None)
def test_the_parts_of_a_score_add_up_to_it_and_the_order_follows(
    query: str, place: Context, year: int
) -> None:
    hits: tuple[Hit, ...] = search(
        SMALL, query, year=year, context=place, uses={"dues.report": Use(4, time.time())}
    )
    assert hits
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert hit.score == pytest.approx(sum(value for _, value in hit.parts), abs=1e-3)


def test_absent_names_the_words_no_phrase_has() -> None:
    assert absent(SMALL, "党费 火龙果") == ("火龙果",)
    assert absent(SMALL, "党费 按月") == ()
    assert absent(SMALL, "，。") == ()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("党费 火龙果", "词句库里没有“火龙果”"),
        ("🚀", "没有可以查找的字"),
        ("通报 双重 按月", "没有哪一条同时含有这些词"),
    ],
)
def test_the_command_says_why_nothing_was_found(
    query: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    house(tmp_path, monkeypatch)
    assert main(["search", query]) == 0
    assert told in capsys.readouterr().out


def test_the_command_explains_scores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    house(tmp_path, monkeypatch)
    assert main(["search", "双重民主生活会", "--explain", "--year", "2026"]) == 0
    told = capsys.readouterr().out
    assert "文字相符 +" in told
    assert "已经过时 -" in told
    assert "现在写：" in told
    assert main(["search", "党费", "--explain", "--json"]) == 0
    for hit in json.loads(capsys.readouterr().out)["hits"]:
        assert hit["score"] == pytest.approx(sum(hit["parts"].values()), abs=1e-2)
