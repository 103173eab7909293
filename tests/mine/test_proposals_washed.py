"""Washed words: proposed where the context proves them, left alone where they are right."""

from __future__ import annotations

import pickle
from itertools import pairwise

import noise
import proposal_scoring as scoring
import pytest

from drafter.mine.proposals import Evidence, Repair
from drafter.mine.proposals.table import alone, pairs, unless
from drafter.mine.proposals.washed import washed

NOTHING = Evidence()


def mended(text: str, evidence: Evidence = NOTHING) -> str:
    return carried_out(text, washed(text, evidence))


def carried_out(text: str, repairs: object) -> str:
    for repair in sorted(repairs, key=lambda each: -each.start):  # type: ignore[call-overload]
        text = text[: repair.start] + repair.new + text[repair.end :]
    return text


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("明确议事规那么和工作细那么", "明确议事规则和工作细则"),
        ("推动学校改革开展稳定", "推动学校改革发展稳定"),
        ("全年开展党员3名", "全年发展党员3名"),
        ("加强和改良思想政治工作", "加强和改进思想政治工作"),
        ("广阔党员干部积极参与", "广大党员干部积极参与"),
        ("在调查研究的根底上", "在调查研究的基础上"),
        ("整改任务根本完成", "整改任务基本完成"),
        ("政治立场坚决", "政治立场坚定"),
        ("营造了良好的气氛", "营造了良好的氛围"),
        ("落实平安责任制，排查平安隐患", "落实安全责任制，排查安全隐患"),
        ("查找问题和缺乏", "查找问题和不足"),
        ("当真贯彻会议精力", "认真贯彻会议精神"),
        ("加强教师步队扶植", "加强教师队伍建设"),
        ("对峙以人民为中心", "坚持以人民为中心"),
    ],
)
def test_a_washed_word_is_proposed_back(wrong: str, right: str) -> None:
    assert mended(wrong) == right


@pytest.mark.parametrize(
    "text",
    [
        "广泛开展主题教育活动，开展党员教育培训",
        "开展了志愿服务",
        "落实立德树人根本任务",
        "从根本上解决问题",
        "创建平安校园，推进平安建设",
        "实施青蓝工程，建设安居工程",
        "视野广阔，前景广阔",
        "局部地区有雨",
        "工作方法不够灵活，方法单一",
        "缺乏创新意识",
        "坚决维护党中央权威，坚决反对形式主义",
        "驻地部队官兵",
        "弘扬标新立异的精神",
        "双轨制运行",
        "工程标准严格，工程标识清楚",
        "有关方法那么多",
        "完善规章制度，明确责任",
    ],
)
def test_a_word_that_is_right_is_left_alone(text: str) -> None:
    assert mended(text) == text


def test_a_wash_is_told_by_what_the_run_has_read() -> None:
    text = "做好档案遥远整理"
    assert mended(text) == text
    taught = Evidence.of(["做好档案偏远整理"] * 5)
    assert mended(text, taught) == "做好档案偏远整理"
    (repair,) = washed(text, taught)
    assert "5 处" in repair.why


def test_what_is_written_both_ways_is_no_evidence() -> None:
    both = Evidence.of(["做好档案偏远整理"] * 5 + ["做好档案遥远整理"] * 3)
    assert mended("做好档案遥远整理", both) == "做好档案遥远整理"


def test_evidence_of_two_processes_is_that_of_one() -> None:
    texts = ["加强党员队伍建设，树立“五个好”形象"] * 3 + ["学校安全工作“三会一课”"] * 2
    one, other = Evidence.of(texts[:2]), Evidence.of(texts[2:])
    one.merge(pickle.loads(pickle.dumps(other)))
    assert one == Evidence.of(texts)


def test_evidence_stays_within_its_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drafter.mine.proposals.evidence.MOST", 40)
    made = Evidence.builder()
    for number in range(0x4E00, 0x4E00 + 300):
        made.add(f"甲{chr(number)}安全乙{chr(number)}")
        made.add("校园安全工作")
    assert len(made.counts) <= 40
    assert made.of_word("安全", "校园_") == 300


def test_repairs_are_in_order_and_do_not_overlap() -> None:
    found = list(washed("广阔党员部队建设，原那么性强，监视检查平安消费", NOTHING))
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert len(found) >= 4


def test_the_table_holds_what_it_can_use() -> None:
    assert all(pair.wash != pair.original for pair in pairs())
    assert all(context.count("_") == 1 for pair in pairs() for context in (*pair.expressions, *pair.known))
    assert all(word != right for word, right in alone().items())
    assert all(word in longer for word, each in unless().items() for longer in each)
    assert set(unless()) <= set(alone())


def test_washing_put_into_clean_texts_is_undone_and_nothing_else() -> None:
    score, wrong = scoring.injected_score(noise.TEXTS.values())
    assert score.precision >= 0.97, wrong
    assert score.recall >= 0.7


def test_clean_texts_give_no_proposal() -> None:
    found = [
        (words, repair)
        for text in noise.TEXTS.values()
        for *_, words in scoring.cut(text)
        for repair in washed(words, scoring.bank())
    ]
    assert found == []


@pytest.mark.skipif(
    not scoring.SEEDS.is_dir(), reason=f"{scoring.SEEDS} is absent: WASHED WORDS OF THE SEEDS NOT CHECKED"
)
def test_the_washed_words_of_the_seeds_are_found() -> None:
    evidence = scoring.seed_evidence()
    score, wrong, missed = scoring.seed_score("washed", lambda words, _: washed(words, evidence))
    assert score.precision >= 0.95, wrong
    assert score.recall >= 0.9, missed


@pytest.mark.skipif(
    not scoring.CORPUS.is_file(), reason=f"{scoring.CORPUS} is absent: FALSE PROPOSALS NOT COUNTED"
)
def test_less_than_one_false_proposal_in_five_thousand_characters() -> None:
    texts = list(scoring.corpus_sentences(5, 30_000))
    found: list[Repair] = [repair for words in texts for repair in washed(words, scoring.bank())]
    assert 5000 * len(found) < sum(map(len, texts))
