"""What the editor shows maps back to what the draft holds, without loss."""

from hypothesis import given
from hypothesis import strategies as st

from drafter.tui.slot_text import canonical, chips, from_editor, to_editor

PIECES = st.sampled_from(
    [
        *"{}\\%？：|()支a1 ",
        "{{ 支委会次数 }}",
        "{{a|同比(b)}}",
        "{% if a %}",
        "{a？}",
        "{a：1}",
        "{a}",
        "{{",
        "}}",
        "\\{",
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)


@given(TEXTS, st.sampled_from([None, "12", "{x}\n二"]), st.booleans())
def test_every_text_shown_in_the_editor_maps_back_to_itself(
    source: str, value: str | None, known: bool
) -> None:
    shown = to_editor(source, lambda expression: value)
    assert from_editor(shown, lambda name: known) == canonical(source)


@given(TEXTS)
def test_the_canonical_form_is_stable(source: str) -> None:
    assert canonical(canonical(source)) == canonical(source)


@given(st.text(max_size=60).filter(lambda text: "{" not in text))
def test_a_text_without_braces_is_shown_as_it_is(source: str) -> None:
    assert to_editor(source, lambda expression: None) == source
    assert from_editor(source, lambda name: True) == source


def test_an_open_slot_shows_its_name_and_a_filled_one_its_value() -> None:
    source = "召开支委会{{ 支委会次数 }}次，{{ 去年数 | 同比(前年数) }}。"
    assert (
        to_editor(source, lambda expression: None) == "召开支委会{支委会次数？}次，{去年数|同比(前年数)？}。"
    )
    values = {"支委会次数": "12", "去年数|同比(前年数)": "增长12.5%"}
    shown = to_editor(source, values.get)
    assert shown == "召开支委会{支委会次数：12}次，{去年数|同比(前年数)：增长12.5%}。"
    assert from_editor(shown, lambda name: False) == source


def test_a_typed_name_becomes_a_slot_only_when_it_is_a_fact() -> None:
    assert from_editor("开会{支委会次数}次", {"支委会次数"}.__contains__) == "开会{{ 支委会次数 }}次"
    assert from_editor("集合{张三}", {"支委会次数"}.__contains__) == "集合{张三}"


def test_conditions_are_shown_as_written() -> None:
    source = "{% if 支委会次数 > 3 %}多{% else %}少{% endif %}"
    assert to_editor(source, lambda expression: None) == source
    assert from_editor(source, lambda name: True) == source
    assert chips(source, lambda name: True) == ()
