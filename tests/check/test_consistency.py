"""What is checked of a draft as a whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drafter.check import Finding, Severity
from drafter.check.consistency import PhraseState, Surroundings, check_draft
from drafter.compose import compose
from drafter.document import Place
from drafter.draft import Draft, Paragraph, Section, set_fact, text_hash
from drafter.facts.spec import FactSpec, Kind, Vocabulary
from drafter.outline import Outline, Part

VOCABULARY = Vocabulary(
    {
        spec.name: spec
        for spec in (
            FactSpec("党员总数", "党员总数", Kind.COUNT, "名"),
            FactSpec("教师党员数", "教师党员数", Kind.COUNT, "名"),
            FactSpec("其他党员数", "其他党员数", Kind.COUNT, "名", formula="党员总数 | 减(教师党员数)"),
            FactSpec("教师党员占比", "教师党员占比", Kind.PERCENT, formula="教师党员数 | 占比(党员总数)"),
        )
    }
)
OUTLINE = Outline(
    id="o",
    name="提纲",
    genre="g",
    title="总结",
    parts=(
        Part("opening", 0, roles=("opening",)),
        Part("study", 1, ("抓好学习",)),
        Part("plan", 1, ("下一步打算",)),
        Part("thanks", 1, ("致谢",), required=False),
    ),
)
DRAFT = Draft(
    outline="o",
    title="2026年工作总结",
    signature="某校党支部",
    date="2026年12月20日",
    sections=(
        Section("", 0, "opening", paragraphs=(Paragraph("一年来，工作有序。"),)),
        Section("抓好学习", 1, "study", paragraphs=(Paragraph("学习12次。"),)),
        Section("下一步打算", 1, "plan", paragraphs=(Paragraph("继续努力。"),)),
    ),
)


def found(draft: Draft, *, year: int | None = 2026, strict: bool = False, **around: object) -> list[Finding]:
    surroundings = replace(Surroundings(VOCABULARY, OUTLINE), **around)  # type: ignore[arg-type]
    document = compose(draft, VOCABULARY, lenient=True)
    return list(check_draft(draft, document, surroundings, year=year, strict=strict))


def rules(draft: Draft, **options: object) -> list[str]:
    return [finding.rule for finding in found(draft, **options)]  # type: ignore[arg-type]


def with_sections(*sections: Section) -> Draft:
    return replace(DRAFT, sections=(*DRAFT.sections, *sections))


def section(heading: str, level: int, text: str = "有内容。") -> Section:
    return Section(heading, level, paragraphs=(Paragraph(text),) if text else ())


def test_a_complete_draft_has_no_finding() -> None:
    assert rules(DRAFT) == []


def test_an_open_slot_is_a_reminder_and_with_strict_an_error() -> None:
    draft = with_sections(section("队伍", 1, "党员{{ 党员总数 }}名，仍有{{ 党员总数 }}名。"))
    (finding,) = found(draft)
    assert (finding.rule, finding.severity, finding.place) == (
        "open-slot",
        Severity.WARNING,
        Place("text", 3, 0),
    )
    assert "（2 处）" in finding.message
    assert [f.severity for f in found(draft, strict=True)] == [Severity.ERROR]


def test_a_value_that_does_not_parse_is_an_error() -> None:
    draft = set_fact(with_sections(section("队伍", 1, "党员{{ 党员总数 }}名。")), "党员总数", "很多")
    (finding,) = [f for f in found(draft) if f.rule == "bad-value"]
    assert finding.severity is Severity.ERROR
    assert "党员总数" in finding.message


def test_a_required_part_without_text_is_found_even_if_its_heading_stands() -> None:
    draft = replace(
        DRAFT, sections=(*DRAFT.sections[:2], replace(DRAFT.sections[2], paragraphs=(Paragraph("  "),)))
    )
    (finding,) = found(draft)
    assert (finding.rule, finding.place) == ("empty-part", Place("heading", 2))
    assert "下一步打算" in finding.message


def test_a_required_part_written_in_its_subsections_is_not_empty() -> None:
    bare = replace(DRAFT.sections[2], paragraphs=())
    draft = replace(DRAFT, sections=(*DRAFT.sections[:2], bare, section("甲", 2), section("乙", 2)))
    assert rules(draft) == []


def test_a_required_part_that_is_gone_is_found_and_an_optional_one_is_not_missed() -> None:
    findings = found(replace(DRAFT, sections=DRAFT.sections[1:]))
    assert [f.rule for f in findings] == ["missing-part"]
    assert "开头一段" in findings[0].message


def test_a_level_that_is_skipped_is_only_a_hint() -> None:
    (finding,) = found(with_sections(section("甲", 3), section("乙", 3)))
    assert (finding.rule, finding.severity, finding.place) == (
        "level-jump",
        Severity.INFO,
        Place("heading", 3),
    )


def test_a_heading_with_nothing_below_it_is_found() -> None:
    (finding,) = found(with_sections(section("空标题", 1, "")))
    assert (finding.rule, finding.place) == ("empty-section", Place("heading", 3))


def test_a_subheading_that_stands_alone_is_found_and_two_are_not() -> None:
    assert rules(with_sections(section("甲", 2))) == ["single-heading"]
    assert rules(with_sections(section("甲", 2), section("乙", 2))) == []
    both = with_sections(section("甲", 2), section("子", 3), section("丑", 3), section("乙", 2))
    assert rules(both) == []


@pytest.mark.parametrize("typed", ["一、", "（二）", "(3)", "1.", "2、", "十一."])
def test_a_number_typed_before_a_heading_is_found_with_its_place(typed: str) -> None:
    (finding,) = found(with_sections(section(f"{typed}抓好落实", 1)))
    assert (finding.rule, finding.fix, finding.safe) == ("typed-number", "", True)
    document = compose(with_sections(section(f"{typed}抓好落实", 1)), VOCABULARY)
    block = document.blocks[finding.block]
    assert block.text[finding.start : finding.end] == typed


@pytest.mark.parametrize("heading", ["一是抓好落实", "3.5万元用在何处", "十五五规划", "2026年打算"])
def test_a_heading_that_only_begins_with_a_figure_has_no_typed_number(heading: str) -> None:
    assert rules(with_sections(section(heading, 1))) == []


@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [
        ("其他党员数", "6", []),
        ("其他党员数", "7", ["formula-mismatch"]),
        ("其他党员数", "约7", []),
        ("教师党员占比", "83.3%", []),
        ("教师党员占比", "83%", []),
        ("教师党员占比", "90%", ["formula-mismatch"]),
        ("其他党员数", "", []),
    ],
)
def test_a_typed_value_is_held_against_its_formula(name: str, typed: str, expected: list[str]) -> None:
    draft = set_fact(set_fact(set_fact(DRAFT, "党员总数", "36"), "教师党员数", "30"), name, typed)
    assert rules(draft) == expected


def test_a_formula_with_an_open_input_says_nothing() -> None:
    assert rules(set_fact(DRAFT, "其他党员数", "7")) == []


def test_a_phrase_past_its_time_names_what_to_use_instead() -> None:
    text = "深入开展创先争优活动。"
    paragraph = Paragraph(text, phrase="p.1", phrase_hash=text_hash(text))
    draft = with_sections(Section("活动", 1, paragraphs=(paragraph,)))
    phrases = {"p.1": PhraseState(text, 2012, "争创先锋支部。")}
    (finding,) = found(draft, phrases=phrases)
    assert (finding.rule, finding.place) == ("stale-phrase", Place("text", 3, 0))
    assert "争创先锋支部" in finding.message
    assert rules(draft, phrases=phrases, year=2012) == []
    assert rules(draft, phrases=phrases, year=None) == []


def test_every_phrase_of_a_joined_paragraph_is_looked_at() -> None:
    old, new = "深入开展创先争优活动。", "扎实开展学习。"
    paragraph = Paragraph().joined("p.2", new).joined("p.1", old)
    draft = with_sections(Section("活动", 1, paragraphs=(paragraph,)))
    phrases = {"p.1": PhraseState(old, 2012, "争创先锋支部。"), "p.2": PhraseState(new)}
    assert rules(draft, phrases=phrases) == ["stale-phrase"]


def test_a_dated_phrase_the_writer_has_written_over_is_no_finding() -> None:
    paragraph = replace(Paragraph().joined("p.1", "深入开展创先争优活动。"), text="组织党员学习。")
    draft = with_sections(Section("活动", 1, paragraphs=(paragraph,)))
    assert rules(draft, phrases={"p.1": PhraseState("深入开展创先争优活动。", 2012)}) == []


def test_a_phrase_the_bank_has_changed_is_a_hint_unless_the_writer_has_edited_it() -> None:
    text = "扎实开展学习。"
    phrases = {"p.1": PhraseState("扎实开展集中学习。")}
    paragraph = Paragraph(text, phrase="p.1", phrase_hash=text_hash(text))
    draft = with_sections(Section("活动", 1, paragraphs=(paragraph,)))
    assert [(f.rule, f.severity) for f in found(draft, phrases=phrases)] == [
        ("changed-phrase", Severity.INFO)
    ]
    edited = with_sections(Section("活动", 1, paragraphs=(replace(paragraph, text="已经改写。"),)))
    assert rules(edited, phrases=phrases) == []


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (replace(DRAFT, title=" "), "no-title"),
        (replace(DRAFT, signature=""), "no-signature"),
        (replace(DRAFT, date=""), "no-date"),
    ],
)
def test_title_signature_and_date_are_missed(draft: Draft, expected: str) -> None:
    assert rules(draft) == [expected]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2026年12月20日", []),
        ("2027年1月5日", []),
        ("2025年12月20日", ["year-mismatch"]),
        ("2028-1-5", ["year-mismatch"]),
    ],
)
def test_the_date_must_go_with_the_year_of_the_title(date: str, expected: list[str]) -> None:
    assert rules(replace(DRAFT, date=date)) == expected
