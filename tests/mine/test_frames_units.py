"""Documents cut into units: slots for entities, and the raw place of every one of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drafter.mine.frames.marks import KINDS, MARK, MARKS, canonical, key_of, without_marks
from drafter.mine.frames.units import DocumentRow, Form, documents_of
from drafter.mine.labels import Era
from drafter.mine.records import COUNT, ENTITY_KINDS, TITLE, Entity
from drafter.mine.source import Source

REPORT = """示例小学党支部年度工作总结

一、加强组织建设
一是严格落实“三会一课”制度,全年召开支委会12次,书记讲党课4次。二是认真学习《党务公开实施办法》，党员到会率达95%。
二、存在的问题
理论学习还不够深入，服务群众的办法不多。
"""


def document(text: str) -> DocumentRow:
    (row,) = documents_of(Source("a.txt", text), Era(), {})
    return row


def forms(row: DocumentRow) -> list[str]:
    return [
        (sentence.form or sentence.text)[unit.a : unit.b]
        for sentence in row.sentences
        for unit in sentence.units
    ]


def test_a_count_leaves_its_measure_word_and_a_title_its_marks() -> None:
    found = forms(document(REPORT))
    assert f"全年召开支委会{MARKS[COUNT]}次" in found
    assert f"认真学习《{MARKS[TITLE]}》" in found


def test_what_introduces_a_clause_is_not_part_of_it() -> None:
    assert "严格落实“三会一课”制度" in forms(document(REPORT))


def test_headings_are_units_of_their_own_kind() -> None:
    row = document(REPORT)
    headings = [unit for sentence in row.sentences for unit in sentence.units if unit.heading]
    assert len(headings) == 2
    assert headings[0].key == key_of(canonical("加强组织建设"), "heading")
    assert headings[0].key != key_of(canonical("加强组织建设"), "clause")


def test_every_unit_stands_in_the_raw_text_where_it_says() -> None:
    row = document(REPORT)
    for sentence in row.sentences:
        form = sentence.form or sentence.text
        for unit in sentence.units:
            raw = canonical(REPORT[unit.start : unit.end])
            pieces = MARK.split(canonical(form[unit.a : unit.b]))
            assert raw.startswith(pieces[0])
            assert raw.endswith(pieces[-1])
            assert all(piece in raw for piece in pieces)


def test_what_fills_a_slot_is_told_by_its_shape_only() -> None:
    row = document(REPORT)
    fillers = [line for sentence in row.sentences for line in sentence.fillers.split("\n") if line]
    assert "次/2位" in fillers
    assert not any("公开" in line for line in fillers)


def test_a_document_with_private_characters_and_half_characters_makes_no_marks() -> None:
    text = "学校\ue001认真落实\ud800各项工作制度。"
    assert without_marks(text) == "学校\ufffd认真落实\ufffd各项工作制度。"
    assert MARK.search("".join(forms(document("标题\n\n" + text)))) is None


def test_a_clause_far_back_in_a_long_sentence_is_whole() -> None:
    long = "，".join(f"认真做好{trade}管理工作" for trade in "食堂操场图书门卫宿舍花坛水电网络仓库" * 3)
    assert len(long) > 300
    assert forms(document(f"标题\n\n{long}，定期开展谈心谈话。\n"))[-1] == "定期开展谈心谈话"


def test_an_empty_text_has_no_sentences() -> None:
    assert list(documents_of(Source("a.txt", " \n \n"), Era(), {})) == []


@st.composite
def cut_texts(draw: st.DrawFn) -> tuple[str, list[Entity]]:
    """A text and entities in it that do not overlap."""
    text = draw(st.text("召开支委会次0123456789《》。，", min_size=1, max_size=40))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    kinds = st.sampled_from(ENTITY_KINDS)
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return text, [Entity(draw(kinds), start, end, draw(st.sampled_from(["", "次"]))) for start, end in pairs]


@given(cut_texts())
def test_a_form_knows_where_each_of_its_characters_came_from(made: tuple[str, list[Entity]]) -> None:
    text, facts = made
    form = Form(text, 0, len(text), tuple(facts))
    rebuilt = []
    for place, letter in enumerate(form.text):
        start, end = form.span(place, place + 1)
        assert letter in KINDS or text[start:end] == letter
        rebuilt.append(text[start:end])
    assert "".join(rebuilt) == text
    assert len(form.fillers) == len(MARK.findall(form.text))
    assert form.at(0) == 0
    assert form.at(len(text)) == len(form.text)


@given(cut_texts())
def test_any_text_becomes_rows_whose_units_lie_in_it(made: tuple[str, list[Entity]]) -> None:
    for row in documents_of(Source("a.txt", made[0]), Era(), {}):
        for sentence in row.sentences:
            for unit in sentence.units:
                assert 0 <= unit.start < unit.end <= len(made[0])
