"""Whatever is read: entities lie inside the text, in order, and never overlap."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.mine.entities import DocumentNames, entities
from drafter.mine.privacy import private
from drafter.mine.records import COUNT, ENTITY_KINDS

PIECES = [
    *(
        "2022年9月1日",
        "3名",
        "八个方面",
        "100万元",
        "王磊",
        "书记",
        "同志",
        "的通知",
        "怀岚镇",
        "小学",
        "学院",
        "公司",
        "北京",
        "天津市",
    ),
    *("示例", "记者", "关于", "xx", "**", "####", " ", "\n", *"、，。《》×某县市村与委所个“”第一十0,%/."),
]
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=120),
)


@settings(deadline=None, max_examples=300)
@given(TEXTS, TEXTS)
def test_entities_are_in_order_inside_the_text_and_apart(text: str, other: str) -> None:
    for context in (None, DocumentNames.of(other)):
        end = 0
        for one in entities(text, context):
            assert end <= one.start < one.end <= len(text)
            assert one.kind in ENTITY_KINDS
            assert bool(one.unit) <= (one.kind in (COUNT, "blank"))
            end = one.end


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_the_gate_answers_any_text_in_one_line(text: str) -> None:
    assert "\n" not in private(text)


@pytest.mark.parametrize(
    "piece", ["天津市", "集团", "书记王磊、", "二", " ", "*", "怀岚镇、", "1", "关于", "《", "“"]
)
def test_a_long_text_that_repeats_itself_is_read_to_its_end(piece: str) -> None:
    # A step that goes back to the start at every hit would take minutes here.
    text = piece * (100_000 // len(piece)) + "\n发展党员3名。"
    assert entities(text)[-1].unit == "名"
