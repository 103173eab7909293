"""Composition: numbers, facts, formulas, open slots, and faults with their places."""

from __future__ import annotations

import pytest

from drafter.compose import compose, heading_numbers, usage
from drafter.document import BlockKind, Place
from drafter.draft import Draft, Paragraph, Section, Table
from drafter.errors import DrafterError
from drafter.facts.spec import FactSpec, Kind, Vocabulary

VOCABULARY = Vocabulary(
    {
        spec.name: spec
        for spec in (
            FactSpec(name="次数", label="次数", kind=Kind.COUNT, unit="次", example="12"),
            FactSpec(name="大会次数", label="大会次数", kind=Kind.COUNT, unit="次", example="4"),
            FactSpec(
                name="合计",
                label="合计",
                kind=Kind.COUNT,
                unit="次",
                example="16",
                formula="次数 | 加(大会次数)",
            ),
            FactSpec(name="活动名称", label="活动名称", kind=Kind.TEXT, scope="paragraph", example="读书"),
            FactSpec(name="日期", label="日期", kind=Kind.DATE, example="2026-3-8"),
        )
    }
)


def sections(*levels: int) -> Draft:
    return Draft(sections=tuple(Section("标题", level) for level in levels))


def lines(draft: Draft) -> list[str]:
    return [block.text for block in compose(draft, VOCABULARY).blocks]


def body(*texts: str, **facts: str) -> Draft:
    return Draft(facts=facts, sections=(Section("", 0, paragraphs=tuple(Paragraph(text) for text in texts)),))


def test_headings_are_numbered_by_level_and_restart_below_a_higher_one() -> None:
    draft = sections(0, 1, 2, 2, 3, 3, 4, 1, 2, 3, 0)
    assert heading_numbers(draft) == (
        "", "一、", "（一）", "（二）", "1.", "2.", "（1）", "二、", "（一）", "1.", "",
    )  # fmt: skip


def test_the_twentieth_heading_has_a_chinese_number() -> None:
    assert heading_numbers(sections(*[1] * 21))[-1] == "二十一、"


def test_one_fact_fills_every_place() -> None:
    draft = body("开会{{ 次数 }}次。", "共{{ 次数 }}次。", 次数="十二")
    assert lines(draft) == ["开会12次。", "共12次。"]


def test_a_formula_is_computed_and_a_typed_value_wins() -> None:
    assert lines(body("共{{ 合计 }}次", 次数="12", 大会次数="4")) == ["共16次"]
    assert lines(body("共{{ 合计 }}次", 次数="12", 大会次数="4", 合计="20")) == ["共20次"]


def test_an_open_formula_asks_for_the_input_that_is_missing() -> None:
    document = compose(body("共{{ 合计 }}次", 次数="12"), VOCABULARY)
    assert document.blocks[0].text == "共【待填：大会次数】次"
    assert [slot.name for slot in document.open_slots()] == ["大会次数"]


def test_a_paragraph_has_facts_of_its_own() -> None:
    first = Paragraph("开展{{ 活动名称 }}活动。", facts={"活动名称": "读书"})
    draft = Draft(sections=(Section("", 0, paragraphs=(first, Paragraph("开展{{ 活动名称 }}活动。"))),))
    assert lines(draft) == ["开展读书活动。", "开展【待填：活动名称】活动。"]


def test_title_addressee_signature_and_date_are_blocks_of_their_own() -> None:
    draft = Draft(
        title="{{ 日期 }}总结",
        addressee="县教育局",
        signature="示例小学",
        date="2026-12-20",
        facts={"日期": "2026-3-8"},
    )
    blocks = compose(draft, VOCABULARY).blocks
    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.TITLE, "2026年3月8日总结"),
        (BlockKind.ADDRESSEE, "县教育局："),
        (BlockKind.SIGNATURE, "示例小学"),
        (BlockKind.DATE, "2026年12月20日"),
    ]


def test_a_run_in_heading_is_the_first_sentence_of_its_first_paragraph() -> None:
    section = Section(
        "完善工作机制", 3, run_in=True, paragraphs=(Paragraph("年初制定计划。"), Paragraph("第二段。"))
    )
    blocks = compose(Draft(sections=(section,)), VOCABULARY).blocks
    assert [block.text for block in blocks] == ["1.完善工作机制。年初制定计划。", "第二段。"]
    assert [run.run_in for run in blocks[0].runs] == [True, True, False]
    assert blocks[0].level == 3


def test_a_table_and_attachments_carry_facts_in_their_cells() -> None:
    table = Table(rows=(("会议", "次数"), ("支委会", "{{ 次数 }}")), caption="会议情况")
    draft = Draft(
        facts={"次数": "12"},
        sections=(Section("", 0, paragraphs=(Paragraph("见下表。", table=table),)),),
        attachments=("{{ 次数 }}次会议清单",),
    )
    _, block, attachments = compose(draft, VOCABULARY).blocks
    assert [["".join(run.text for run in cell) for cell in row] for row in block.rows] == [
        ["会议", "次数"],
        ["支委会", "12"],
    ]
    assert attachments.rows[0][0][0].text == "12"


def test_line_ends_inside_a_paragraph_make_paragraphs_and_blank_ones_vanish() -> None:
    assert lines(body("第一。\n\n第二。", "  ", "")) == ["第一。", "第二。"]


def test_every_fault_is_reported_at_once_with_its_place() -> None:
    draft = Draft(
        facts={"次数": "很多"},
        sections=(Section("甲", 1, paragraphs=(Paragraph("{{ 次数 }}"), Paragraph("{{ 甲.乙 }}"))),),
        date="昨天",
    )
    with pytest.raises(DrafterError) as caught:
        compose(draft, VOCABULARY)
    text = str(caught.value)
    assert "次数" in text
    assert "第 1 部分“甲”第 2 段" in text
    assert "成文日期" in text


def test_a_lenient_composition_shows_what_was_typed_and_lists_the_problems() -> None:
    document = compose(body("{{ 次数 }}次", "{{ 甲.乙 }}", 次数="很多"), VOCABULARY, lenient=True)
    assert [block.text for block in document.blocks] == ["很多次", "{{ 甲.乙 }}"]
    assert len(document.problems) == 2


def test_usage_lists_every_place_of_every_fact() -> None:
    draft = body("{{ 次数 }}和{{ 合计 }}", "{{ 次数 }}")
    assert usage(draft) == {
        "次数": (Place("text", 0, 0), Place("text", 0, 1)),
        "合计": (Place("text", 0, 0),),
    }


def test_composition_never_changes_what_has_no_slot() -> None:
    text = "“三会一课”——《党章》规定：１２％，emoji😀，rare 𠮷。"
    assert lines(body(text)) == [text]
