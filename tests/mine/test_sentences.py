"""Sentences and clauses: where they end, what holds together, and the headings they stand under."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from noise import TEXTS, half_width

from drafter.mine.clean import clean
from drafter.mine.mapped import MappedText
from drafter.mine.records import QUOTES_LOST, CleanDocument, Heading
from drafter.mine.sentences import sentences
from drafter.mine.source import Source


def document(text: str, *flags: str) -> CleanDocument:
    return CleanDocument("示例.txt", 0, MappedText.whole(text), flags=flags)


def split(text: str, *headings: Heading, flags: tuple[str, ...] = ()) -> list[str]:
    """Sentences, clauses parted by |."""
    found = sentences(document(text, *flags), headings)
    return ["|".join(text[start:end] for start, end in sentence.clauses) for sentence in found]


def heading(text: str, number: str, title: str, level: int, **more: bool) -> Heading:
    start = text.index(number + title)
    return Heading(start, start + len(number), start + len(number) + len(title), level, number, **more)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("开展活动5次，参加120人；效果良好。学校获奖！", ["开展活动5次|参加120人|效果良好", "学校获奖"]),
        ("第一行没有句号\n第二行，也没有", ["第一行没有句号", "第二行|也没有"]),
        ("他们说：“学习让我们更齐心了。”大家都同意。", ["他们说|“学习让我们更齐心了", "大家都同意"]),
        ("开展“学党史，强信念；跟党走”活动。", ["开展“学党史，强信念；跟党走”活动"]),
        ("开展“争当“四好”少年，做先锋”活动，成效好。", ["开展“争当“四好”少年，做先锋”活动|成效好"]),
        (
            "印发《关于党建、团建，以及工会的意见》，抓好落实。",
            ["印发《关于党建、团建，以及工会的意见》|抓好落实"],
        ),
        ("村（社区，含学校）15个，党员683名。", ["村（社区，含学校）15个|党员683名"]),
        ("流转土地3,500亩,发展蔬菜820亩.增收明显.", ["流转土地3,500亩|发展蔬菜820亩", "增收明显"]),
        ("上午8:30开门，比例为2:1，网址http://a.cn/b。", ["上午8:30开门|比例为2:1|网址http://a.cn/b"]),
        ("提高3.6个百分点，达到1.36亿元。", ["提高3.6个百分点|达到1.36亿元"]),
        ("真的吗?!是的……一直如此。", ["真的吗", "是的……一直如此"]),
        ("一.加强领导。二.抓好落实。", ["一.加强领导", "二.抓好落实"]),
        ("只有标点，，。。；\n \n再来。", ["只有标点", "再来"]),
        ("他问：“完成了吗？”答案是肯定的。", ["他问|“完成了吗？”答案是肯定的"]),
        ("（会议由党支部书记主持。）随后讨论。", ["（会议由党支部书记主持。）随后讨论"]),
    ],
)
def test_sentences_and_clauses(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_a_sentence_takes_the_quote_behind_its_full_stop() -> None:
    text = "“大家同心。”会议结束。"
    first, second = sentences(document(text), ())
    assert text[first.start : first.end] == "“大家同心。”"
    assert text[second.start : second.end] == "会议结束。"


def test_an_opening_quote_without_end_swallows_nothing() -> None:
    text = "坚持“抓组织、抓班子的思路,突出重点。实行“一肩挑,做到“三公开,成效好。"
    assert split(text, flags=(QUOTES_LOST,)) == [
        "坚持“抓组织、抓班子的思路|突出重点",
        "实行“一肩挑|做到“三公开|成效好",
    ]


def test_headings_are_sentences_of_their_own_and_give_the_path() -> None:
    text = "总述一句。\n一、加强领导，落实责任\n（一）强化学习。每周一次，人人参加。\n一是抓学习。有成效。\n二、改进作风\n开展检查。"
    one = heading(text, "一、", "加强领导，落实责任", 1)
    two = heading(text, "（一）", "强化学习", 2, run_in=True)
    three = heading(text, "一是", "抓学习", 3, run_in=True, item=True)
    four = heading(text, "二、", "改进作风", 1)
    headings = (one, two, three, four)
    found = sentences(document(text), headings)
    shown = [(text[sentence.start : sentence.end], sentence.path) for sentence in found]
    assert shown == [
        ("总述一句。", ()),
        ("加强领导，落实责任", ()),
        ("强化学习", (0,)),
        ("每周一次，人人参加。", (0, 1)),
        ("抓学习", (0, 1)),
        ("有成效。", (0, 1, 2)),
        ("改进作风", ()),
        ("开展检查。", (3,)),
    ]
    assert found[1].clauses == ((one.title_start, one.title_start + 4), (one.title_start + 5, one.title_end))


def test_a_lost_heading_is_no_sentence_but_a_step_of_the_path() -> None:
    text = "总述。\n（一）抓管理。做得好。"
    lost = Heading(4, 4, 4, 1, implicit=True)
    found = sentences(document(text), (lost, heading(text, "（一）", "抓管理", 2, run_in=True)))
    assert [(text[sentence.start : sentence.end], sentence.path) for sentence in found] == [
        ("总述。", ()),
        ("抓管理", (0,)),
        ("做得好。", (0, 1)),
    ]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_half_width_punctuation_parts_the_same_clauses(text: str) -> None:
    (full,) = clean(Source("示例.txt", text))
    (half,) = clean(Source("示例.txt", half_width(text).text))
    spans = [(sentence.start, sentence.end, sentence.clauses) for sentence in sentences(full, ())]
    assert [(sentence.start, sentence.end, sentence.clauses) for sentence in sentences(half, ())] == spans
    assert len(spans) > 20


@given(st.text(alphabet='学校党建，。；：！？“”‘’《》（）(),.;:!?\n 12一、"…', max_size=120))
def test_sentences_cover_the_text_in_order(text: str) -> None:
    """What is in no clause is punctuation or white space; nothing overlaps; clauses stand inside their sentence."""
    position = 0
    covered: set[int] = set()
    for sentence in sentences(document(text), ()):
        assert position <= sentence.start < sentence.end <= len(text)
        position = sentence.start
        for start, end in sentence.clauses:
            assert position <= start < end <= sentence.end
            assert text[start:end] == text[start:end].strip()
            assert "\n" not in text[start:end]
            covered.update(range(start, end))
            position = end
        position = sentence.end
    left = {text[at] for at in range(len(text)) if at not in covered}
    assert left <= set('，。；：！？,.;:!?\n "”’》）)')


def test_long_runs_of_opening_marks_take_no_square_time() -> None:
    for mark in ("“", "（", "《", "(", '"', "“（"):
        text = mark * 20_000 + "完。"
        assert sentences(document(text), ())[-1].end == len(text)
