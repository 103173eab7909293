"""Slips, and how all repairs become proposals of candidates."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mined import GUIDE, report, written

from drafter.mine.candidate import Candidate
from drafter.mine.candidate_file import read_candidates, write_candidates
from drafter.mine.proposals import Evidence, Repair, propose, with_proposals
from drafter.mine.proposals.table import slips, unless_slips
from drafter.mine.proposals.typos import majority, typos
from drafter.mine.run import Options, mine
from drafter.review.repairs import repaired

NOTHING = Evidence()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("开展批语与自我批评", "批评与自我批评"),
        ("到目前为此，已完成", "到目前为止"),
        ("在接再厉", "再接再厉"),
        ("统一按排", "安排"),
        ("集思广议", "集思广益"),
    ],
)
def test_a_known_slip_is_proposed(wrong: str, right: str) -> None:
    assert [repair.new for repair in typos(wrong)] == [right]


@pytest.mark.parametrize("text", ["按排名先后", "各月份内", "正规化建设", "批评与自我批评", "究竟争什么"])
def test_a_longer_word_is_no_slip(text: str) -> None:
    assert list(typos(text)) == []


def test_the_table_of_slips_holds_what_it_can_use() -> None:
    assert all(wrong != right for wrong, right in slips().items())
    assert all(word in slips() and word in longer for word, each in unless_slips().items() for longer in each)


def test_a_single_document_that_differs_by_one_character_is_a_slip_of_the_many() -> None:
    found = majority([("落实支部组织生活制度", 9), ("落实支部组炽生活制度", 1), ("健全支部组织生活制度", 1)])
    assert found.keys() == {1}
    assert (found[1].start, found[1].end, found[1].new) == (5, 6, "织")


def test_a_variant_of_real_words_is_no_slip() -> None:
    assert majority([("加强党员队伍建设", 9), ("加快党员队伍建设", 1)]) == {}


def test_two_documents_are_no_slip_and_few_are_no_majority() -> None:
    assert majority([("落实支部组织生活制度", 9), ("落实支部组炽生活制度", 2)]) == {}
    assert majority([("落实支部组织生活制度", 4), ("落实支部组炽生活制度", 1)]) == {}


def test_a_proposal_can_be_carried_out_where_the_word_stands_twice() -> None:
    text = "开展主题教育，全年开展党员{{ 发展党员数 }}名"
    found = propose(text, NOTHING)
    assert [proposal.kind for proposal in found] == ["washed"]
    assert repaired(text, found) == "开展主题教育，全年发展党员{{ 发展党员数 }}名"


def test_slots_are_left_alone() -> None:
    assert propose("收到{{ 效劳次数 }}次", NOTHING) == ()


def test_a_lost_quote_shows_what_it_closes() -> None:
    (proposal,) = propose("组织开展“六个一活动", NOTHING, ("quotes-lost",))
    assert (proposal.kind, proposal.old, proposal.new) == ("quote", "“六个一", "“六个一”")


def test_slips_of_the_rules_join_the_own_ones_once() -> None:
    def rules(text: str) -> list[Repair]:
        return [Repair(0, 2, "安排", "规则"), Repair(4, 6, "其他", "规则")]

    found = propose("按排了，其它工作", NOTHING, slips=rules)
    assert [(proposal.old, proposal.new) for proposal in found] == [("按排", "安排"), ("其它", "其他")]


CANDIDATE = Candidate("c-1", "加强教师部队建设", "clause", 1, 1)


def test_a_candidate_gets_proposals_and_the_flag() -> None:
    clean = replace(CANDIDATE, id="c-2", text="加强教师队伍建设", flags=("dated",))
    first, second = with_proposals([CANDIDATE, clean], [])
    assert first.flags == ("washed",)
    assert [proposal.new for proposal in first.proposals] == ["教师队伍"]
    assert second == clean


def test_a_run_with_proposals_is_written_and_read_again(tmp_path: Path) -> None:
    texts = {f"{number}.txt": report(number, "学校不断加强教师部队建设。") for number in range(3)}
    found = mine(
        written(tmp_path, texts), tmp_path / "w.part", GUIDE, Options(min_support=2), repair=with_proposals
    )
    washed = [candidate for candidate in found.candidates if candidate.proposals]
    assert len(washed) == 1
    write_candidates(tmp_path / "c.jsonl", found.candidates)
    assert read_candidates(tmp_path / "c.jsonl").candidates == found.candidates


PIECES = st.sampled_from(
    [
        "“",
        "”",
        "‘",
        "、",
        "，",
        "开展",
        "党员",
        "部队",
        "原那么",
        "六个一",
        "活动",
        "{{ 名 }}",
        "关于",
        "的意见",
        "印发",
        "一岗双责",
    ]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=14).map("".join))
def test_every_proposal_finds_its_words_in_any_text(text: str) -> None:
    found = propose(text, NOTHING, ("quotes-lost",))
    assert all(proposal.old and proposal.old in text and proposal.old != proposal.new for proposal in found)
    assert repaired(text, found).count("{{ 名 }}") == text.count("{{ 名 }}")
