"""Cleaning text at the border: what must not get in is taken out and counted."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.characters import Removal, clean_text, needs_cleaning

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)
"""Also lone surrogates and noncharacters."""


@pytest.mark.parametrize(
    ("typed", "kept", "label"),
    [
        ("支委会\x0112次", "支委会12次", "控制字符"),
        ("支委会\x9012次", "支委会12次", "控制字符"),
        ("支委会\ud83d12次", "支委会12次", "残缺字符"),
        ("支委会\ufffe12次", "支委会12次", "非字符"),
        ("支委会\U0002ffff12次", "支委会12次", "非字符"),
        ("\ufeff支委会12次", "支委会12次", "字节顺序标记"),
        ("支委会\u202e12次", "支委会12次", "文字方向控制符"),
        ("支委会\u200b12次", "支委会12次", "零宽空格"),
    ],
)
def test_a_character_that_breaks_or_hides_text_is_taken_out_and_named(
    typed: str, kept: str, label: str
) -> None:
    cleaned = clean_text(typed)
    assert cleaned.text == kept
    assert cleaned.removed == (Removal(label, 1),)
    assert str(cleaned.removed[0]) == f"{label} 1 个"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_end_becomes_one_line_end_and_is_not_counted(end: str) -> None:
    assert clean_text(f"一{end}二") == clean_text("一\n二")
    assert needs_cleaning(f"一{end}二")


@pytest.mark.parametrize(
    "text", ["党员\t38人\n", "朱镕华、陈䶮、王𠮷", "“三会一课”——经验", "👩\u200d🏫", "e\u0301"]
)
def test_tabs_line_ends_rare_han_and_emoji_stay(text: str) -> None:
    assert clean_text(text).text == text
    assert not needs_cleaning(text)


@given(ANY_TEXT)
def test_cleaned_text_is_clean_and_every_removal_is_counted(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned.text).text == cleaned.text
    assert cleaned.text.encode().decode() == cleaned.text
    assert all(unicodedata.category(each) != "Cc" or each in "\n\t" for each in cleaned.text)
    pairs = text.count("\r\n")
    assert len(text) - pairs - len(cleaned.text) == sum(removal.count for removal in cleaned.removed)
