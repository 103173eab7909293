"""Lost quotes and title marks: where they are proposed, and where nothing is."""

from __future__ import annotations

import noise
import proposal_scoring as scoring
import pytest

from drafter.mine.proposals import Evidence
from drafter.mine.proposals.quotes import closable, quotes, titles

NOTHING = Evidence()


def mended(text: str, *, lost: bool = True, evidence: Evidence = NOTHING) -> str:
    for repair in sorted(quotes(text, evidence, lost=lost), key=lambda each: -each.start):
        text = text[: repair.start] + repair.new + text[repair.end :]
    return text


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("落实“三会一课制度", "落实“三会一课”制度"),
        ("开展“六个一活动", "开展“六个一”活动"),
        ("实行“一岗双责，签订责任书", "实行“一岗双责”，签订责任书"),
        ("围绕“学理论、强本领、作表率主题开展讨论", "围绕“学理论、强本领、作表率”主题开展讨论"),
        ("坚持“七联七促的做法", "坚持“七联七促”的做法"),
        ("在“五一、“六一等节点", "在“五一”、“六一”等节点"),
        ("开展“师德建设年活动", "开展“师德建设年”活动"),
        ("设立“示例服务站，方便群众", "设立“示例服务站”，方便群众"),
    ],
)
def test_a_lost_end_is_proposed(torn: str, whole: str) -> None:
    assert mended(torn) == whole


@pytest.mark.parametrize(
    "text",
    [
        "落实“三会一课”制度",
        "他说：“学习使我们进步",
        "“我们一定办好。”",
        "群众都满意。”",
        "推进“某某某某某某某某某某某某某某某某某某工作",
    ],
)
def test_what_is_whole_or_unknown_stays(text: str) -> None:
    assert mended(text) == text


def test_weak_signs_count_only_where_the_document_has_lost_its_quotes() -> None:
    assert mended("开展“师德建设年活动", lost=False) == "开展“师德建设年活动"
    assert mended("落实“三会一课制度", lost=False) == "落实“三会一课”制度"


def test_a_term_quoted_elsewhere_in_the_run_is_closed() -> None:
    taught = Evidence.of(["打造“示例先锋”队伍", "争当“示例先锋”"])
    assert mended("建强“示例先锋方阵", evidence=taught) == "建强“示例先锋”方阵"


def test_quotes_in_quotes_become_single() -> None:
    assert mended("“学先辈、争当“四好”少年”活动") == "“学先辈、争当‘四好’少年”活动"


def test_a_closing_quote_too_many_goes() -> None:
    assert mended("丰富“示例”支部 “心”服务”的内涵") == "丰富“示例”支部 “心”服务的内涵"


def test_what_can_be_closed_is_counted() -> None:
    assert closable("实行“一肩挑、“一岗双责") == 2
    assert closable("他说：“我们都很高兴来到这里看望大家") == 0


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("制定下发关于加强基层党组织建设的实施意见，明确任务", "《关于加强基层党组织建设的实施意见》"),
        ("贯彻落实县委关于改进工作作风的规定，", "《关于改进工作作风的规定》"),
    ],
)
def test_a_title_without_marks_gets_them(text: str, title: str) -> None:
    assert [repair.new for repair in titles(text)] == [title]


def test_a_title_with_marks_is_left_alone() -> None:
    assert list(titles("印发《关于加强基层党组织建设的实施意见》，学习关于教育的重要论述")) == []


def test_quotes_taken_from_clean_texts_come_back_in_the_right_place() -> None:
    score = scoring.quotes_score(noise.TEXTS.values())
    assert score.precision >= 0.85
    assert score.recall >= 0.65


def test_clean_texts_give_no_proposal() -> None:
    found = [
        repair
        for text in noise.TEXTS.values()
        for *_, words in scoring.cut(text)
        for repair in (*quotes(words, scoring.bank(), lost=False), *titles(words))
    ]
    assert found == []


@pytest.mark.skipif(
    not scoring.SEEDS.is_dir(), reason=f"{scoring.SEEDS} is absent: QUOTES OF THE SEEDS NOT CHECKED"
)
def test_the_quotes_of_the_seeds_are_closed() -> None:
    score, wrong, missed = scoring.seed_score(
        "quotes", lambda words, document: quotes(words, NOTHING, lost="quotes-lost" in document.flags)
    )
    assert score.precision >= 0.9, wrong
    assert score.recall >= 0.9, missed
