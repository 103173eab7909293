"""The draft as a value: edits make new drafts that share what did not change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter import draft as edits
from drafter.draft import Draft, Paragraph, Section, text_hash

DRAFT = Draft(
    sections=(
        Section("甲", 1, paragraphs=(Paragraph("一"), Paragraph("二"))),
        Section("乙", 1, paragraphs=(Paragraph("三"),)),
        Section("丙", 2),
    )
)


def texts(draft: Draft) -> list[list[str]]:
    return [[paragraph.text for paragraph in section.paragraphs] for section in draft.sections]


def test_an_edit_leaves_the_old_draft_and_shares_the_untouched_sections() -> None:
    new = edits.replace_paragraph(DRAFT, 0, 1, Paragraph("新"))
    assert texts(DRAFT) == [["一", "二"], ["三"], []]
    assert texts(new) == [["一", "新"], ["三"], []]
    assert new.sections[1] is DRAFT.sections[1]


def test_paragraphs_are_inserted_and_deleted_where_asked() -> None:
    assert texts(edits.insert_paragraph(DRAFT, 0, 1, Paragraph("间"))) == [["一", "间", "二"], ["三"], []]
    assert texts(edits.insert_paragraph(DRAFT, 2, 0, Paragraph("首"))) == [["一", "二"], ["三"], ["首"]]
    assert texts(edits.delete_paragraph(DRAFT, 0, 0)) == [["二"], ["三"], []]


def test_sections_are_inserted_deleted_and_moved() -> None:
    def headings(draft: Draft) -> str:
        return "".join(section.heading for section in draft.sections)

    assert headings(edits.insert_section(DRAFT, 3, Section("丁"))) == "甲乙丙丁"
    assert headings(edits.delete_section(DRAFT, 1)) == "甲丙"
    assert headings(edits.move_section(DRAFT, 0, 2)) == "乙丙甲"


@pytest.mark.parametrize("index", [-1, 3, 99])
def test_an_index_that_does_not_exist_is_an_error_and_never_drops_words(index: int) -> None:
    with pytest.raises(IndexError):
        edits.replace_section(DRAFT, index, Section())
    with pytest.raises(IndexError):
        edits.delete_section(DRAFT, index)
    with pytest.raises(IndexError):
        edits.delete_paragraph(DRAFT, 0, index)


def test_a_fact_is_set_and_opened_again() -> None:
    filled = edits.set_fact(DRAFT, "次数", "12")
    assert filled.facts["次数"] == "12"
    assert "次数" not in edits.set_fact(filled, "次数", "").facts
    own = edits.set_paragraph_fact(DRAFT, 0, 1, "活动名称", "读书")
    assert own.sections[0].paragraphs[1].facts == {"活动名称": "读书"}
    assert own.sections[0].paragraphs[0].facts == {}


def test_a_paragraph_knows_whether_it_is_still_what_the_bank_gave() -> None:
    fresh = Paragraph().joined("a.b", "落实制度。")
    assert (fresh.phrase_ids, fresh.edited) == (("a.b",), False)
    two = fresh.joined("c.d", "开好会议。")
    assert (two.text, two.phrase_ids, two.edited) == ("落实制度。开好会议。", ("a.b", "c.d"), False)
    assert two.phrase_hash == text_hash(two.text)


def test_a_phrase_joined_to_hand_written_words_counts_as_edited() -> None:
    mixed = Paragraph("我自己写的。").joined("a.b", "落实制度。")
    assert mixed.phrase_ids == ("a.b",)
    assert mixed.edited


@given(st.lists(st.text(max_size=5), min_size=1, max_size=6), st.data())
def test_inserting_and_deleting_again_gives_the_same_paragraphs(
    words: list[str], data: st.DataObject
) -> None:
    draft = Draft(sections=(Section(paragraphs=tuple(map(Paragraph, words))),))
    index = data.draw(st.integers(0, len(words)))
    inserted = edits.insert_paragraph(draft, 0, index, Paragraph("新"))
    assert texts(edits.delete_paragraph(inserted, 0, index)) == texts(draft)
