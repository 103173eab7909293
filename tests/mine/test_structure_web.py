"""Spellings of outlines as they are found in reports on the web, and what only looks like one."""

from __future__ import annotations

import pytest
from outlines import BODY, outline


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("１．", "２．"), ("１、", "２、"), ("1 、", "2 、"), ("1，", "2，"), ("1：", "2："), ("一 ", "二 "), ("一　", "二　"),
        ("一）", "二）"), ("一：", "二："), ("亮点一：", "亮点二："), ("● ", "● "), ("——", "——"), ("◆", "◆"),
    ],
)  # fmt: skip
def test_careless_spellings_of_a_number_count_at_the_beginning_of_a_line(first: str, second: str) -> None:
    text = f"{BODY}\n{first}加强理论学习。{BODY}\n{second}密切联系群众。{BODY}"
    assert outline(text) == [f"1 {first.strip()}加强理论学习", f"1 {second.strip()}密切联系群众"]


def test_careless_spellings_count_nothing_inside_a_line() -> None:
    assert outline(f"{BODY}比例为1：小学占三成，2：中学占七成。{BODY}") == []
    assert outline(f"{BODY}两个组别是一 小学组和二 中学组。{BODY}") == []


def test_headings_in_black_lenticular_brackets_stand_above_the_lists_below_them() -> None:
    text = f"{BODY}\n【思想引领】\n{BODY}\n【家校协同】\n{BODY}（1）开家长会。{BODY}（2）办开放日。{BODY}"
    assert outline(text) == ["1 思想引领", "1 家校协同", "2 （1）开家长会", "2 （2）办开放日"]
    glued = f"【思想引领】{BODY}\n【家校协同】{BODY}"
    assert outline(glued) == ["1 思想引领", "1 家校协同"]
    assert outline(f"【通讯】{BODY}\n{BODY}") == [], "one alone names a column"


def test_bullets_stand_below_the_section_they_are_in() -> None:
    text = f"{BODY}\n一、主要做法\n●建章立制。{BODY}\n●明确责任。{BODY}\n二、下步打算\n●抓好培训。{BODY}"
    assert outline(text) == [
        "1 一、主要做法", "2 ●建章立制", "2 ●明确责任", "1 二、下步打算", "2 ●抓好培训",
    ]  # fmt: skip


def test_a_numeral_behind_a_number_belongs_to_the_heading_unless_both_count_things() -> None:
    text = f"{BODY}一、五年工作回顾{BODY}二、存在的问题{BODY}三、三项重点任务{BODY}"
    assert [line[:8] for line in outline(text)] == ["1 一、五年工作", "1 二、存在的问", "1 三、三项重点"]
    assert outline(f"{BODY}一、二年级开设书法课。{BODY}三、四年级开设篮球课。{BODY}") == []


def test_an_enumeration_begun_with_one_word_may_go_on_with_another() -> None:
    text = f"{BODY}\n首先，健全组织。{BODY}\n其次，丰富载体。{BODY}\n第三，强化保障。{BODY}"
    assert outline(text) == ["1 首先，健全组织", "1 其次，丰富载体", "1 第三，强化保障"]
    assert outline(f"{BODY}一是抓学习。{BODY}二要抓落实。{BODY}三要抓监督。{BODY}") == [
        "1 *一是抓学习", "1 *二要抓落实", "1 *三要抓监督",
    ]  # fmt: skip


def test_first_and_next_as_adverbs_of_one_sentence_count_nothing() -> None:
    assert outline(f"{BODY}首先抓好整改销号，其次抓好制度建设，坚决守住底线。{BODY}") == []


def test_the_verb_of_an_item_stays_in_its_title() -> None:
    text = f"{BODY}做到一抓教育引导，二抓督促检查，三抓典型示范，确保成效长期保持。"
    assert outline(text) == ["1 *一抓教育引导", "1 *二抓督促检查", "1 *三抓典型示范"]
    assert outline(f"{BODY}\n一问：为什么学？\n{BODY}\n二问：怎么学？\n{BODY}\n三问：学什么？\n{BODY}") == [
        "1 一问：为什么学？", "1 二问：怎么学？", "1 三问：学什么？",
    ]  # fmt: skip


def test_parts_first_counted_in_the_last_section_stand_below_it() -> None:
    text = f"{BODY}\n一、背景\n{BODY}\n二、框架\n{BODY}\n第一部分“成就”。{BODY}\n第二部分“经验”。{BODY}"
    assert [line[:3] for line in outline(text)] == ["1 一", "1 二", "2 第", "2 第"]
    usual = f"第一部分 回顾\n{BODY}\n一、背景\n{BODY}\n二、框架\n{BODY}\n第二部分 安排\n{BODY}"
    assert [line[:3] for line in outline(usual)] == ["1 第", "2 一", "2 二", "1 第"]


def test_attachments_named_behind_the_text_are_no_headings() -> None:
    for attached in ("附件：1.项目统计表\n2.人员名单", "附：\n1.项目统计表\n2.人员名单"):
        assert outline(f"{BODY}\n一、回顾\n{BODY}\n二、打算\n{BODY}\n{attached}") == [
            "1 一、回顾",
            "1 二、打算",
        ]


def test_labels_on_lines_of_their_own_are_headings_but_forms_of_address_and_speakers_are_not() -> None:
    assert outline(f"{BODY}\n主要做法：\n{BODY}\n存在问题：\n{BODY}") == ["1 主要做法", "1 存在问题"]
    assert outline(f"{BODY}\n各位领导：\n{BODY}\n具体情况如下：\n{BODY}") == []
    assert outline(f"{BODY}\n小记者：\n{BODY}\n老校友：\n{BODY}\n小记者：\n{BODY}") == []


def test_topic_sentences_begun_alike_are_headings_though_a_caption_stands_between_them() -> None:
    text = f"{BODY}\n共建机制引领学。{BODY}\n活动现场\n共建机制融入学。{BODY}\n共建机制多维学。{BODY}"
    assert outline(text) == ["1 共建机制引领学", "1 共建机制融入学", "1 共建机制多维学"]


def test_a_line_that_begins_with_a_year_is_a_heading_but_a_date_is_none() -> None:
    text = f"{BODY}\n2024年工作回顾\n{BODY}\n一、成效\n{BODY}\n二、问题\n{BODY}\n2025年工作安排\n{BODY}\n一、目标\n{BODY}\n二、任务\n{BODY}"
    assert outline(text) == [
        "1 2024年工作回顾", "2 一、成效", "2 二、问题", "1 2025年工作安排", "2 一、目标", "2 二、任务",
    ]  # fmt: skip
    assert outline(f"{BODY}\n2024年3月\n{BODY}\n2024年12月5日\n{BODY}\n2025年\n{BODY}") == []


def test_captions_and_pieces_of_sentences_are_no_headings() -> None:
    captions = (
        "支部书记主持学习会", "张老师在线讲解要领", "图为活动现场", "师生合影留念", "2021年，新品创造纪录",
        "三班202204主题班会", "走进示例纪念馆", "年度推进会在校召开",
    )  # fmt: skip
    assert outline("\n".join(f"{BODY}\n{caption}" for caption in captions) + f"\n{BODY}") == []
    pieces = ("会议强调，要", "“今天是青春中一个", "在示例镇示例村的示例-", "校长带领")
    assert outline("\n".join(f"{BODY}\n{piece}" for piece in pieces) + f"\n{BODY}") == []
    titles = ("干部作风明显转变", "工作纪要", "群众广泛参与", "积极主动作为")
    assert len(outline("\n".join(f"{BODY}\n{title}" for title in titles) + f"\n{BODY}")) == len(titles)


def test_many_short_first_sentences_in_a_row_are_headings_however_they_are_built() -> None:
    sentences = ("国民经济持续发展", "农业结构迈出新步伐", "民营经济实现新的突破", "社会事业全面进步")
    text = "\n".join(f"{sentence}。{BODY}" for sentence in sentences)
    assert outline(text) == [f"1 {sentence}" for sentence in sentences]
    assert outline("\n".join(text.split("\n")[:3])) == []
    verse = f"风好正是扬帆时，不待扬鞭自奋蹄。{BODY}"
    assert outline(f"{text}\n{verse}") == outline(text), "it closes the text"


def test_first_and_last_with_nothing_between_tell_what_happened() -> None:
    assert outline(f"{BODY}\n首先，大家观看了短片。{BODY}\n最后，大家交流了体会。{BODY}") == []


def test_chapters_do_not_stand_below_topic_sentences() -> None:
    topic = f"品牌有深度。{BODY}\n共建有温度。{BODY}"
    text = f"{BODY}\n{topic}\n第一章 总则\n{BODY}\n第二章 附则\n{BODY}"
    assert [line[:3] for line in outline(text)] == ["1 品", "1 共", "1 第", "1 第"]


def test_an_indentation_in_the_middle_of_a_line_ends_a_title() -> None:
    text = f"{BODY}　　一、作用不断彰显　　{BODY}　　二、问题和打算　　{BODY}"
    assert outline(text) == ["1 一、作用不断彰显", "1 二、问题和打算"]


def test_topic_sentences_turn_on_one_word_and_stand_below_the_heading_right_above_them() -> None:
    topics = "\n".join(f"{topic}。{BODY}" for topic in ("领导重视是前提", "制度落实是关键", "家校共育是保障"))
    text = f"{BODY}\n一、做法\n{BODY}\n二、几点体会\n{topics}"
    assert outline(text)[2:] == ["2 领导重视是前提", "2 制度落实是关键", "2 家校共育是保障"]
    assert outline(f"领导重视是前提。{BODY}\n扎实有序地推进。{BODY}") == []


def test_names_in_bold_below_bold_headings_are_bylines() -> None:
    rows = ["农学院：精准施策", "张某某", BODY, "工学院：开放引人", "李某某", BODY]
    text = "\n".join(rows)
    assert outline(text, bold=frozenset({0, 1, 3, 4}), title="会议") == [
        "1 农学院：精准施策",
        "1 工学院：开放引人",
    ]


def test_a_credit_of_a_picture_does_not_hide_the_heading_below_it() -> None:
    caption = "6月10日，示例学校的师生代表在示例纪念馆的展厅里参观学习。示例报记者摄"
    text = f"{BODY}\n奋发图强\n{BODY}\n{caption}\n心系学校\n{BODY}"
    assert outline(text, bold=frozenset({1, 4})) == ["1 奋发图强", "1 心系学校"]
