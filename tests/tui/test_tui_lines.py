"""Where the words of a paragraph came from stays with them when lines are split, joined and inserted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drafter.draft import Paragraph, Table
from drafter.tui.lines import carry, table_mark, to_lines, to_paragraphs, with_text

ONE = Paragraph("甲甲甲甲", "topic.one", "h1", {"活动名称": "参观"})
TWO = Paragraph("乙乙乙乙", "topic.two", "h2", {"活动地点": "镇上"})
SHOWN = [ONE.text, TWO.text]


def test_a_line_end_at_the_end_of_a_paragraph_begins_an_empty_one() -> None:
    assert carry([ONE, TWO], [ONE.text], (0, 4), (0, 4), 1) == [ONE, Paragraph(), TWO]


def test_a_line_end_before_a_paragraph_leaves_it_whole() -> None:
    assert carry([ONE, TWO], [TWO.text], (1, 0), (1, 0), 1) == [ONE, Paragraph(), TWO]


def test_a_split_paragraph_keeps_its_phrase_on_the_longer_half_and_its_values_on_both() -> None:
    first, second, third = carry([ONE, TWO], [ONE.text], (0, 3), (0, 3), 1)
    assert (first.phrase, second.phrase) == ("topic.one", "")
    assert first.facts == second.facts == ONE.facts
    assert third is TWO


def test_joined_paragraphs_keep_both_phrases_and_all_values() -> None:
    (joined,) = carry([ONE, TWO], SHOWN, (0, 4), (1, 0), 0)
    assert joined.phrase_ids == ("topic.one", "topic.two")
    assert joined.facts == {"活动名称": "参观", "活动地点": "镇上"}


def test_deleting_a_whole_paragraph_leaves_the_other_as_it_was() -> None:
    assert carry([ONE, TWO], SHOWN, (0, 0), (1, 0), 0) == [TWO]


def test_pasting_between_two_paragraphs_touches_neither() -> None:
    assert carry([ONE, TWO], [ONE.text], (0, 4), (0, 4), 3) == [ONE, *[Paragraph()] * 3, TWO]


@given(st.lists(st.text(alphabet="甲乙丙", max_size=4), min_size=1, max_size=5), st.data())
def test_the_number_of_lines_is_always_right_and_untouched_ones_are_the_same(
    texts: list[str], data: st.DataObject
) -> None:
    lines = [Paragraph(text, f"topic.p{number}") for number, text in enumerate(texts)]
    places = st.integers(0, len(texts) - 1).flatmap(
        lambda row: st.tuples(st.just(row), st.integers(0, len(texts[row])))
    )
    top, bottom = sorted((data.draw(places), data.draw(places)))
    count = data.draw(st.integers(0, 3))
    made = carry(lines, texts[top[0] : bottom[0] + 1], top, bottom, count)
    assert len(made) == len(lines) - (bottom[0] - top[0]) + count
    assert made[: top[0]] == lines[: top[0]]
    after = len(lines) - bottom[0] - 1
    assert made[len(made) - after :] == lines[len(lines) - after :]


def test_a_paragraph_with_line_ends_becomes_a_paragraph_a_line_and_the_table_stays_last() -> None:
    table = Table((("项目", "数"),))
    made = to_lines([Paragraph("甲\n乙", table=table)])
    assert [(line.text, line.table) for line in made] == [("甲", None), ("乙", table)]


def test_an_empty_section_has_one_line_and_no_paragraph() -> None:
    assert to_paragraphs(to_lines(())) == ()


def test_an_emptied_line_forgets_its_phrase_and_a_kept_table_stays() -> None:
    assert with_text(ONE, "", keeps_table=False) == Paragraph()
    tabled = Paragraph("见下表。", table=Table((("甲",),)))
    assert with_text(tabled, "", keeps_table=True).table is tabled.table
    assert table_mark(Table((("甲", "乙"), ("丙", "丁")))) == "{#表格 2行2列#}"
