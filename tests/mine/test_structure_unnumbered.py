"""Headings without numbers, headings the format names, and headings that were lost."""

from __future__ import annotations

import pytest
from outlines import BODY, found, outline


def test_short_lines_between_paragraphs_are_headings() -> None:
    text = f"{BODY}\n主要做法\n{BODY}\n存在的问题\n{BODY}\n下一步打算\n{BODY}"
    assert outline(text) == ["1 主要做法", "1 存在的问题", "1 下一步打算"]
    assert not any(one.run_in or one.item or one.number for one in found(text))


def test_the_title_and_the_signature_are_no_headings() -> None:
    text = (
        f"示例小学工作总结\n{BODY}\n夯实思想根基\n{BODY}\n建强基层组织\n{BODY}\n示例小学党支部\n2026年1月5日"
    )
    assert outline(text) == ["1 夯实思想根基", "1 建强基层组织"]


def test_a_heading_may_stand_before_the_first_paragraph() -> None:
    text = f"示例小学工作总结\n基本情况\n{BODY}\n主要做法\n{BODY}"
    assert outline(text, title="示例小学工作总结") == ["1 基本情况", "1 主要做法"]


def test_bold_lines_are_headings_and_the_short_lines_beside_them_captions() -> None:
    rows = [BODY, "强化政治引领", BODY, "学生在校门口参加活动", BODY, "夯实战斗堡垒", BODY]
    assert outline("\n".join(rows), bold=frozenset({1, 5})) == ["1 强化政治引领", "1 夯实战斗堡垒"]


def test_a_bold_piece_of_a_sentence_is_no_heading() -> None:
    rows = [BODY, "示例小学校长", f"说，{BODY}", "示例小学教师", f"说，{BODY}"]
    assert outline("\n".join(rows), bold=frozenset({1, 3})) == []


def test_a_bold_line_behind_a_broken_sentence_is_no_heading() -> None:
    rows = [
        BODY,
        "示例小学党支部和示例中学党支部的全体党员在党员活动室围绕全年的重点工作共同举办了以",
        "“学方案、明思路”为题的主题党日活动。",
        BODY,
    ]
    assert outline("\n".join(rows), bold=frozenset({2})) == []


def test_bold_lines_above_the_first_paragraph_are_the_title_and_its_company() -> None:
    rows = ["示例小学召开大会 选举产生新一届支部委员会", "王校长出席会议并讲话", BODY, BODY]
    assert outline("\n".join(rows), bold=frozenset({0, 1})) == []


def test_headings_without_number_have_two_levels_when_the_upper_ones_are_built_alike() -> None:
    rows = [
        "强化价值塑造，提升育人引领力", "融入思政要素", BODY, "贯通一二课堂", BODY,
        "强化体系建设，提升育人组织力", "做好顶层设计", BODY, "深化平台协同", BODY,
    ]  # fmt: skip
    bold = frozenset(at + 1 for at, row in enumerate(rows) if row != BODY)
    assert [line[0] for line in outline("\n".join([BODY, *rows]), bold=bold)] == list("122122")


def test_several_short_lines_in_a_row_are_a_list_of_names() -> None:
    text = f"{BODY}\n示例一小\n示例二小\n示例三小\n{BODY}"
    assert outline(text) == []


def test_lines_that_end_with_a_stop_are_headings_when_they_are_built_alike() -> None:
    text = f"{BODY}\n做好顶层设计。\n{BODY}\n增强制度驱动。\n{BODY}\n深化平台协同。\n{BODY}"
    assert outline(text) == ["1 做好顶层设计", "1 增强制度驱动", "1 深化平台协同"]


def test_first_sentences_that_are_built_alike_are_headings() -> None:
    text = f"{BODY}\n品牌建设有深度。{BODY}\n共建共育有温度。{BODY}\n{BODY}"
    assert outline(text) == ["1 品牌建设有深度", "1 共建共育有温度"]
    assert all(one.run_in for one in found(text))
    joined = f"{BODY}\n紧扣重点工作，以办实事赢得口碑。{BODY}\n品牌建设有深度。{BODY}\n共建共育有温度。{BODY}"
    assert outline(joined)[0] == "1 紧扣重点工作，以办实事赢得口碑"


def test_short_first_sentences_that_are_not_alike_are_text() -> None:
    assert outline(f"{BODY}\n岁月无声，步履永恒。{BODY}\n教育是国之大计。{BODY}") == []
    assert outline(f"{BODY}\n持久才能扎根，经常就能深入。{BODY}") == []


def test_numbers_that_begin_again_under_headings_without_number_stand_under_them() -> None:
    text = f"{BODY}\n主要做法\n1.抓学习。{BODY}\n2.抓作风。{BODY}\n存在问题\n1.学习不深入。{BODY}\n2.作风不扎实。{BODY}"
    assert [line[0] for line in outline(text)] == list("122122")


def test_a_preface_stands_beside_the_sections_that_follow_it() -> None:
    text = f"{BODY}\n前言\n{BODY}\n一、抓学习\n{BODY}\n二、抓作风\n{BODY}\n结语\n{BODY}\n{BODY}"
    assert outline(text) == ["1 前言", "1 一、抓学习", "1 二、抓作风", "1 结语"]


def test_headings_without_number_inside_numbered_sections_are_deeper() -> None:
    text = f"一、主要做法\n{BODY}\n夯实思想根基\n{BODY}\n建强基层组织\n{BODY}\n二、工作打算\n{BODY}"
    assert [line[0] for line in outline(text)] == list("1221")


def test_levels_of_the_format_are_followed() -> None:
    rows = ["示例小学工作总结", BODY, "主要做法", BODY, "抓学习", BODY, "抓作风", BODY, "工作打算", BODY]
    assert outline("\n".join(rows), {0: 1, 2: 2, 4: 3, 6: 3, 8: 2}) == [
        "1 主要做法", "2 抓学习", "2 抓作风", "1 工作打算",
    ]  # fmt: skip


def test_numbers_below_levels_of_the_format_are_deeper_than_those() -> None:
    rows = [
        "一、主要做法",
        f"1.抓学习。{BODY}",
        f"2.抓作风。{BODY}",
        "二、工作打算",
        f"一是学习。{BODY}二是作风。{BODY}",
    ]
    assert outline("\n".join(rows), {0: 1, 3: 1}) == [
        "1 一、主要做法", "2 1.抓学习", "2 2.抓作风", "1 二、工作打算", "2 *一是学习", "2 *二是作风",
    ]  # fmt: skip


def test_a_sibling_that_lost_its_format_is_still_a_sibling() -> None:
    rows = ["一、主要做法", BODY, "二、存在问题", BODY, "三、工作打算", BODY]
    assert outline("\n".join(rows), {0: 1, 4: 1}) == ["1 一、主要做法", "1 二、存在问题", "1 三、工作打算"]


def test_numbers_that_begin_again_have_lost_their_parents() -> None:
    text = f"{BODY}\n（一）抓政治。{BODY}\n（二）抓思想。{BODY}\n（一）抓制度。{BODY}\n（二）抓队伍。{BODY}"
    assert outline(text) == [
        "1 ?",
        "2 （一）抓政治",
        "2 （二）抓思想",
        "1 ?",
        "2 （一）抓制度",
        "2 （二）抓队伍",
    ]
    lost = [one for one in found(text) if one.implicit]
    assert [text[one.start : one.start + 6] for one in lost] == ["（一）抓政治", "（一）抓制度"]
    assert all(one.title_start == one.title_end == one.start for one in lost)


def test_topic_sentences_behind_lost_parents_stand_beside_those() -> None:
    text = f"（一）抓政治。{BODY}\n（二）抓思想。{BODY}\n（一）抓制度。{BODY}\n（二）抓队伍。{BODY}\n品牌建设有深度。{BODY}\n共建共育有温度。{BODY}"
    assert [line[0] for line in outline(text)] == list("12212211")


def test_a_document_that_starts_with_its_second_part_has_lost_the_first() -> None:
    text = f"二、加强队伍建设\n{BODY}\n三、开展实践活动\n{BODY}"
    assert outline(text) == ["1 ?", "1 二、加强队伍建设", "1 三、开展实践活动"]


def test_problems_and_plans_without_a_heading_are_sections_when_every_section_has_items() -> None:
    items = f"一是抓好学习。{BODY}二是抓好作风。{BODY}"
    text = f"一、抓学习，打基础。{items}二、抓作风，聚民心。{items}近年来，工作有了起色，但还存在不少问题，主要表现在：{items}下一步，我们将着重做好以下工作：{items}"
    read = outline(text)
    assert [line[0] for line in read] == list("122122122122")
    assert [text[one.start : one.start + 3] for one in found(text) if one.implicit] == ["近年来", "下一步"]


def test_items_of_a_section_on_problems_have_no_second_heading() -> None:
    items = f"一是学习不深入。{BODY}二是作风不扎实。{BODY}"
    text = f"一、主要成效\n成效主要表现在：{items}\n二、存在问题\n问题主要表现在：{items}"
    assert not any(one.implicit for one in found(text))


@pytest.mark.parametrize(
    "line",
    ["附件：报名表", "（示例小学）", "图1 活动现场", "2026年1月5日", "——在全县教育工作会议上", "同志们："],
)
def test_lines_that_are_never_headings(line: str) -> None:
    assert outline(f"{BODY}\n{line}\n{BODY}\n主要做法\n{BODY}\n工作成效\n{BODY}") == [
        "1 主要做法",
        "1 工作成效",
    ]
