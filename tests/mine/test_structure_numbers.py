"""Numbered headings and items: found by their sequence, wherever they stand and however they are written."""

from __future__ import annotations

import pytest
from outlines import BODY, found, outline


def test_levels_come_from_nesting_and_not_from_the_glyphs() -> None:
    usual = f"一、强化学习\n（一）建立制度。{BODY}\n（二）丰富形式。{BODY}\n二、改进作风\n（一）下沉一线。{BODY}\n（二）办好实事。{BODY}"
    assert outline(usual) == [
        "1 一、强化学习", "2 （一）建立制度", "2 （二）丰富形式",
        "1 二、改进作风", "2 （一）下沉一线", "2 （二）办好实事",
    ]  # fmt: skip
    turned = (
        usual.replace("一、", "甲").replace("二、", "乙").replace("（一）", "一、").replace("（二）", "二、")
    )
    turned = turned.replace("甲", "1.").replace("乙", "2.")
    assert [line[0] for line in outline(turned)] == ["1", "2", "2", "1", "2", "2"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("一、", "二、"), ("（一）", "（二）"), ("(一)", "(二)"), ("(一)、", "(二)、"), ("1.", "2."), ("1、", "2、"),
        ("1．", "2．"), ("（1）", "（2）"), ("(1)、", "(2)、"), ("1）", "2）"), ("①", "②"), ("⒈", "⒉"), ("㈠", "㈡"),
        ("第一，", "第二，"), ("一是", "二是"), ("一要", "二要"), ("首先，", "其次，"), ("其一，", "其二，"),
        ("第一章 ", "第二章 "), ("01.", "02."),
    ],
)  # fmt: skip
def test_every_spelling_of_a_number_is_read_at_the_beginning_of_a_line(first: str, second: str) -> None:
    text = f"{BODY}\n{first}加强理论学习。{BODY}\n{second}密切联系群众。{BODY}"
    read = found(text)
    assert [text[one.title_start : one.title_end] for one in read] == ["加强理论学习", "密切联系群众"]
    assert [one.number for one in read] == [first.strip(), second.strip()]
    assert {one.level for one in read} == {1}
    assert not any(one.item for one in read), "they are paragraphs of their own"


def test_headings_glued_to_the_text_before_and_behind_them_are_found() -> None:
    text = (
        f"{BODY}一、抓学习，打牢基础。{BODY}一是建立制度。{BODY}二是丰富形式。{BODY}"
        f"二、抓作风，凝聚民心。{BODY}一是下沉一线。{BODY}二是办好实事。{BODY}"
    )
    assert outline(text) == [
        "1 一、抓学习，打牢基础", "2 *一是建立制度", "2 *二是丰富形式",
        "1 二、抓作风，凝聚民心", "2 *一是下沉一线", "2 *二是办好实事",
    ]  # fmt: skip
    assert all(one.run_in for one in found(text))


def test_a_number_glued_to_the_heading_above_it_ends_that_heading() -> None:
    text = f"二、加强队伍建设1、实行责任制。{BODY}2、做好培养工作。{BODY}\n三、开展实践活动1、周密部署。{BODY}2、总结经验。{BODY}"
    assert outline(text)[1:4] == ["1 二、加强队伍建设", "2 1、实行责任制", "2 2、做好培养工作"]
    assert outline(text)[4:] == ["1 三、开展实践活动", "2 1、周密部署", "2 2、总结经验"]


def test_two_spellings_of_one_level_are_one_level() -> None:
    text = f"一、落实制度\n1.完善机制。{BODY}\n2.健全班子。{BODY}\n二、创先争优\n1、争创先进。{BODY}\n2、发挥作用。{BODY}"
    assert [line[0] for line in outline(text)] == ["1", "2", "2", "1", "2", "2"]


def test_a_sibling_that_slipped_into_the_paragraph_before_it_is_still_a_sibling() -> None:
    text = f"一、党务管理\n1.党员管理。{BODY}2.党费收缴。{BODY}\n3.文书管理。{BODY}\n二、组织发展\n{BODY}"
    assert outline(text) == [
        "1 一、党务管理",
        "2 1.党员管理",
        "2 2.党费收缴",
        "2 3.文书管理",
        "1 二、组织发展",
    ]


def test_items_inside_a_sentence_end_where_the_next_begins() -> None:
    text = f"{BODY}推行五项制度。一是公开承诺制，二是首办负责制，三是限时办结制。{BODY}"
    assert outline(text) == ["1 *一是公开承诺制", "1 *二是首办负责制", "1 *三是限时办结制"]
    semicolons = f"做到三个坚持：一是坚持党的领导，把牢方向；二是坚持人民至上，办好实事；三是坚持改革创新，破解难题。{BODY}"
    assert outline(semicolons)[1] == "1 *二是坚持人民至上，办好实事"


def test_items_that_are_partly_paragraphs_and_partly_run_in_are_one_list() -> None:
    text = f"1、积极创新。{BODY}一是精心设计。{BODY}\n二是树立典型。{BODY}\n三是加强培训。{BODY}四是营造氛围。{BODY}\n2、压实责任。{BODY}"
    assert outline(text) == [
        "1 1、积极创新", "2 *一是精心设计", "2 *二是树立典型", "2 *三是加强培训", "2 *四是营造氛围", "1 2、压实责任",
    ]  # fmt: skip


def test_lists_in_several_paragraphs_are_several_lists_of_one_level() -> None:
    text = f"会议要求：一要提高站位；二要压实责任。\n{BODY}\n会议强调：一要加强学习；二要改进作风。\n{BODY}"
    assert [line[:4] for line in outline(text)] == ["1 *一", "1 *二", "1 *一", "1 *二"]


def test_four_levels_in_one_document() -> None:
    text = (
        f"一、主要做法\n（一）抓组织\n1.建强班子。{BODY}（1）选好书记。{BODY}（2）配齐委员。{BODY}\n2.带好队伍。{BODY}\n"
        f"（二）抓制度\n{BODY}\n二、下步打算\n{BODY}"
    )
    assert [line[0] for line in outline(text)] == list("12344321")


def test_a_number_lost_or_typed_twice_does_not_break_the_run() -> None:
    lost = f"一、学习\n{BODY}\n二、作风\n{BODY}\n四、纪律\n{BODY}\n五、廉政\n{BODY}"
    assert [line[0] for line in outline(lost)] == ["1"] * 4
    twice = f"一、学习\n{BODY}\n二、作风\n{BODY}\n二、纪律\n{BODY}\n三、廉政\n{BODY}"
    assert len(outline(twice)) == 4


def test_first_next_and_last_are_a_list() -> None:
    text = f"首先，要加强学习。{BODY}其次，要改进作风。{BODY}最后，要严守纪律。{BODY}"
    assert outline(text) == ["1 *首先，要加强学习", "1 *其次，要改进作风", "1 *最后，要严守纪律"]


@pytest.mark.parametrize(
    "text",
    [
        "学校坚持以“三个代表”重要思想为指导，落实三会一课，一岗双责，统一思想，一心一意谋发展。",
        "2023年5月1日、2日，全校师生参加活动，1.5万人次受益，增长2.3个百分点，第一、二季度完成过半。",
        "先进个人名单：1、张甲2、李乙3、王丙4、赵丁，以上同志予以表彰。",
        "根据办法第三条第（一）项、第（二）项规定，一年级（1）班、（2）班评为先进班级。",
        "一、二年级和三、四年级分别举行了比赛，一、二、三等奖各有归属，十一、二月将再办一次。",
        "问题之一是学习不够，二是一种误解；原因之一是人手不足，唯一是经费。",
        "星期一要开例会，万一是雨天则改期，统一要求各班做好准备。",
        "一方面要抓学习，另一方面要抓落实，一次会议一次落实，一批骨干一批标兵。",
        "“一”是为了保证长效，“二”是发挥作用，“三”是带动大家。",
        "首先感谢大家的支持，学校的发展离不开每一位家长的理解和配合，谢谢大家。",
    ],
)
def test_numbers_that_count_no_headings_are_left_alone(text: str) -> None:
    assert outline(f"{BODY}\n{text}\n{BODY}") == []


def test_chapters_and_articles_nest() -> None:
    text = (
        "第一章 总则\n第一条 为规范管理，制定本办法。\n第二条 本办法适用于全校。\n第二章 职责\n"
        "第三条 校长负责下列事项：\n（一）组织学习；\n（二）检查落实。\n第四条 本办法自印发之日起施行。"
    )
    assert [line[0] for line in outline(text)] == list("12212332")
    assert [one.number for one in found(text)][:2] == ["第一章", "第一条"]


def test_decimal_numbers_nest_by_their_length() -> None:
    text = f"1 基本情况\n{BODY}\n1.1 学校概况\n{BODY}\n1.2 师资队伍\n{BODY}\n2 主要做法\n{BODY}\n2.1 抓学习\n{BODY}\n2.2 抓作风\n{BODY}"
    assert outline(text) == [
        "1 1基本情况",
        "2 1.1学校概况",
        "2 1.2师资队伍",
        "1 2主要做法",
        "2 2.1抓学习",
        "2 2.2抓作风",
    ]


def test_spaces_around_a_number_do_not_matter() -> None:
    text = f"　　一、 抓学习\n{BODY}\n  二 、抓作风\n{BODY}\n三. 抓纪律\n{BODY}"
    assert [text[one.title_start : one.title_end] for one in found(text)] == ["抓学习", "抓作风", "抓纪律"]


def test_a_number_alone_on_its_line_belongs_to_the_text_below_it() -> None:
    text = f"{BODY}\n一要\n提高政治站位。{BODY}\n二要\n压实工作责任。{BODY}"
    assert [text[one.title_start : one.title_end] for one in found(text)] == ["提高政治站位", "压实工作责任"]
    assert [one.number for one in found(text)] == ["一要", "二要"]


def test_words_that_count_headings_of_their_own_lines_hold_the_items_below() -> None:
    text = f"一问：思政是什么？\n{BODY}\n二问：思政怎么教？\n{BODY}\n三问：思政谁来教？\n{BODY}一是专任教师。{BODY}二是全体教师。{BODY}"
    assert [line[0] for line in outline(text)] == list("11122")
    assert outline(text)[0] == "1 一问：思政是什么？"


def test_short_items_are_items_and_names_are_not() -> None:
    text = f"一、工作目标\n1.平稳有序\n2.安全规范\n二、参加人员\n1.张甲\n2.李乙\n3.王丙\n三、工作要求\n{BODY}"
    assert [line[0] for line in outline(text)] == list("12211")


def test_an_enumeration_may_have_lost_its_first_item() -> None:
    assert outline(f"{BODY}二是压实责任。{BODY}三是强化督查。{BODY}") == [
        "1 *二是压实责任",
        "1 *三是强化督查",
    ]


def test_the_title_of_a_heading_ends_at_a_space_before_its_text_but_not_inside_a_slogan() -> None:
    text = (
        f"1、周密部署，确保活动开局良好。{BODY}\n2、积极创新，确保活动特色鲜明 活动中，支部围绕目标提出五项要求，逐项抓好落实，取得明显成效。\n"
        f"3、围绕中心 服务大局\n{BODY}"
    )
    assert outline(text)[1:] == ["1 2、积极创新，确保活动特色鲜明", "1 3、围绕中心 服务大局"]


def test_a_long_item_of_one_sentence_is_called_by_its_first_clause() -> None:
    long = "进一步规范组织生活，严格落实各项制度，做到年初有计划、年中有检查、年底有总结，形成长效机制"
    text = f"会议要求：一要提高政治站位，{long}；二要强化责任担当，{long}；三要务求取得实效，{long}。"
    assert outline(text) == ["1 *一要提高政治站位", "1 *二要强化责任担当", "1 *三要务求取得实效"]


def test_a_colon_ends_a_title_when_text_follows() -> None:
    text = f"1.工作目标：{BODY}\n2.工作措施：{BODY}"
    assert outline(text) == ["1 1.工作目标", "1 2.工作措施"]


def test_a_document_without_any_heading_has_no_outline() -> None:
    assert outline("") == []
    assert outline("\n \n") == []
    assert outline(f"{BODY}\n{BODY}") == []
