"""How phrases read in the list, and the words around them."""

from __future__ import annotations

from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from drafter.bank.hit import Hit
from drafter.bank.layer import Source, Topic
from drafter.bank.library import Bank
from drafter.bank.phrase import Phrase
from drafter.bank.usage import Use
from drafter.draft import Draft, Paragraph, Section
from drafter.tui.phrase_words import card, row, said
from drafter.tui.readable import readable, reading, row_reading
from drafter.tui.searching import Found

PIECES = st.lists(
    st.sampled_from(["落实", "，", "党建", "{{ 支委会次数 }}", "{{期间 | 年度}}", "{% if 数 %}", "{% else %}", "{% endif %}"])
)  # fmt: skip


def phrase(text: str = "严格落实制度。", **more: object) -> Phrase:
    return Phrase("org-life.invented", text, "sentence", "org-life", "measure", **more)  # type: ignore[arg-type]


def bank_of(*phrases: Phrase) -> Bank:
    sources = {"001": Source("001", "001.txt", "示例小学总结", "2012—2013")}
    return Bank((), phrases, {"org-life": Topic("org-life", "组织生活")}, {}, sources)


@given(PIECES, st.data())
def test_a_stretch_of_words_stays_the_same_words_in_the_text_as_it_reads(
    pieces: list[str], data: st.DataObject
) -> None:
    text = "".join(pieces)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    read = reading(text, [(start, end)])
    assert read.text == readable(text)
    words = text[start:end]
    if words and "{" not in text:
        assert [read.text[first:last] for first, last in read.spans] == [words]
    assert all(0 <= first < last <= len(read.text) for first, last in read.spans)


def test_a_match_in_a_slot_highlights_the_whole_slot_and_one_behind_it_its_own_words() -> None:
    text = "召开{{ 支委会次数 }}次支部委员会。"
    name, word = text.index("支委会"), text.index("支部委员会")
    read = reading(text, [(name, name + 3), (word, word + 5)])
    assert [read.text[first:last] for first, last in read.spans] == ["{支委会次数}", "支部委员会"]


@given(st.integers(20, 60), st.integers(0, 80))
def test_the_first_match_is_seen_in_a_row_however_far_behind_it_stands(room: int, before: int) -> None:
    text = "字" * before + "党建引领" + "后" * 40
    read = row_reading(text, [(before, before + 4)], room)
    start, end = read.spans[0]
    assert read.text[start:end] == "党建引领"
    assert cell_len(read.text[:end]) <= room


def test_a_row_marks_what_is_near_and_what_is_out_of_date() -> None:
    assert row(1, Hit(phrase(), 0.5, near=True), 2026, False, 46).plain == "1 近 严格落实制度。"
    assert row(10, Hit(phrase(until=2012), 0.5), 2026, False, 46).plain == "  旧 严格落实制度。"


def test_the_line_above_the_list_says_what_the_list_is() -> None:
    near, exact = Hit(phrase(), 0.5, near=True), Hit(phrase(), 0.5)
    assert "没有完全相符的，下面是相近的" in said("制渡", Found((near,)), "").plain
    assert "相近" not in said("制度", Found((exact, near)), "").plain
    assert "没有找到" in said("魑魅", Found(), "").plain
    assert "魑魅" in said("魑魅", Found(absent=("魑魅",)), "").plain
    assert said("", Found((exact,)), "一、组织生活 0/400 字").plain == "一、组织生活 0/400 字"
    assert "到下一部分" in said("", Found(), "一、组织生活").plain


def test_a_card_tells_source_purpose_use_and_score() -> None:
    after = phrase("现在这样说。")
    old = Phrase(
        "org-life.old", "严格落实制度。", "sentence", "org-life", "measure",
        sources=("001:411-455", "written", "《示例条例》第三条"), since=2007, until=2012, successor=after.id,
    )  # fmt: skip
    draft = Draft(sections=(Section(), Section(paragraphs=(Paragraph("严", phrase=old.id),))))
    hit = Hit(old, 0.4, parts=(("文字相符", 0.7), ("过时", -0.3)), why="2012年以前的提法")
    words = card(hit, bank_of(old, after), draft, 2026, MappingProxyType({old.id: Use(3, 0.0)})).plain
    for expected in (
        "示例小学总结（2012—2013），第 412 至 455 个字", "本库编写", "《示例条例》第三条", "组织生活·做法·句子",
        "2007年起到2012年为止", "现在这样说。", "用在第 2 节", "用过 3 处", "1970年1月1日", "文字相符", "-0.300",
    ):  # fmt: skip
        assert expected in words
