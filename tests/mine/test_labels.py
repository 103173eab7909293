"""Topic, role, genre and years of what is mined."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.bank.library import load_bank
from drafter.mine.labels import Era, Topics, era_of, genre_of, role_of
from drafter.roles import ROLES

TOPICS = Topics(
    {"org-life": ("组织生活", "三会一课", "党课"), "study": ("理论学习", "学习"), "money": ("经费",)}
)
GENRES = {"school-annual": "学校年度总结", "branch-annual": "党支部年度总结", "town": "乡镇经济社会发展汇报"}
ERA = Era((("旧活动", 2010, 2012), ("新思想", 2017, None), ("老提法", 2003, 2008)))


def test_a_long_word_says_more_than_a_short_one() -> None:
    assert TOPICS.of("在学习中落实三会一课", ()) == "org-life"


def test_the_text_says_more_than_the_heading_above() -> None:
    assert TOPICS.of("保障活动经费", ("加强学习",)) == "money"
    assert TOPICS.of("保障各项活动", ("加强学习",)) == "study"


def test_nothing_known_is_no_topic() -> None:
    assert TOPICS.of("保障各项活动", ()) == ""
    assert Topics({}).of("三会一课", ("三会一课",)) == ""


def test_two_topics_of_equal_weight_are_none() -> None:
    assert TOPICS.of("党课和经费", ()) == ""


@pytest.mark.parametrize(
    ("text", "path", "role"),
    [
        ("现将我校工作总结如下", (), "opening"),
        ("为推动学校发展作出新的贡献", (), "closing"),
        ("理论学习还不够深入", (), "problem"),
        ("部分党员缺乏主动性", (), "problem"),
        ("主要原因是平时要求不严", (), "cause"),
        ("下一步要抓好落实", (), "plan"),
        ("认真落实各项制度", ("三、下一步打算",), "plan"),
        ("认真落实各项制度", ("主要做法",), "measure"),
        ("办学条件得到明显改善", (), "result"),
        ("学校现有教师若干人", (), "overview"),
        ("认真落实各项制度", ("存在的问题",), "problem"),
        # Such a heading stands over both.
        ("认真落实各项制度", ("存在的问题及下一步打算",), "measure"),
        ("这是一句话而已", (), ""),
    ],
)
def test_the_role_of_a_clause(text: str, path: tuple[str, ...], role: str) -> None:
    assert role_of(text, path, "clause") == role


def test_a_heading_is_a_heading_whatever_it_says() -> None:
    assert role_of("存在的问题", (), "heading") == "heading"


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_has_a_role_of_the_bank_or_none(text: str, path: list[str]) -> None:
    assert role_of(text, path, "clause") in ("", *ROLES)


def test_the_genre_is_that_of_the_title() -> None:
    assert genre_of("示例中心小学2026年度工作总结", "", GENRES) == "school-annual"
    assert genre_of("示例镇经济社会发展情况汇报", "", GENRES) == "town"
    assert genre_of("通知", "请各单位参加会议。", GENRES) == ""


def test_the_years_are_those_of_the_body() -> None:
    assert era_of("2011年开展活动，2011年完成，2009年起步。", ERA) == (2011, 2011)


def test_a_text_is_not_older_than_its_youngest_term() -> None:
    assert era_of("1921年建党，学习新思想。", ERA) == (2017, None)
    assert era_of("1999年起步，2019年学习新思想。", ERA) == (2019, 2019)


def test_without_a_year_the_terms_tell() -> None:
    assert era_of("开展旧活动。", ERA) == (2010, 2012)
    assert era_of("开展活动。", ERA) == (None, None)


def test_what_a_plan_looks_forward_to_is_no_year_of_writing() -> None:
    assert era_of("2024年做好工作，到2035年、到2035年、至2035年建成。", ERA) == (2024, 2024)


def test_a_term_with_a_last_year_is_dated() -> None:
    assert ERA.dated("深入开展旧活动")
    assert not ERA.dated("学习新思想")


def test_most_phrases_of_the_bank_get_the_role_a_curator_gave_them() -> None:
    clear = ("problem", "plan", "measure", "cause", "opening")
    phrases = [phrase for phrase in load_bank().phrases if phrase.role in clear]
    told = [(role_of(phrase.text, (), phrase.unit), phrase.role) for phrase in phrases]
    known = [pair for pair in told if pair[0]]
    assert len(known) >= 0.75 * len(told)
    assert sum(given == role for given, role in known) >= 0.85 * len(known)
    problems = [given for given, role in told if role == "problem"]
    assert problems.count("problem") >= 0.65 * len(problems)
