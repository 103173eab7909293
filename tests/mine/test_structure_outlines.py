"""Outlines made up by hypothesis and written in many ways come back exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outlines import found

from drafter.facts.numerals import chinese

STYLES = (("一、",), ("（一）", "(一)", "(一)、"), ("1.", "1、", "1．"), ("（1）", "(1)", "①", "1）"))
"""By depth, the number one in each."""

WORDS = ("一是", "一要", "第一，", "其一，")
TITLES = st.text("强化建设推进落实队伍制度学习服务管理创新民主监督", min_size=4, max_size=16)
SENTENCE = "支部结合实际认真谋划，制定方案并逐项抓好落实，取得了扎实的成效。"


@dataclass(frozen=True)
class Made:
    """A heading to write: its title and what stands below it."""

    title: str
    below: tuple[Made, ...]


def outlines(depth: int) -> st.SearchStrategy[tuple[Made, ...]]:
    """Siblings, two at least as a single number counts nothing, each with `depth` levels below it."""
    below = outlines(depth - 1) if depth > 1 else st.just(())
    return st.lists(st.builds(Made, TITLES, below), min_size=2, max_size=3).map(tuple)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[tuple[int, str, int]]]:
    """(text, [(start, title, level)])."""
    depth = draw(st.integers(1, 4))
    tree = draw(outlines(depth))
    # Styles in the order of custom, so that also a level shown only once, below the last heading, can be told.
    places = sorted(draw(st.sets(st.integers(0, 3), min_size=depth, max_size=depth)))
    styles = [draw(st.sampled_from(STYLES[place])) for place in places]
    if draw(st.booleans()):
        styles[-1] = draw(st.sampled_from(WORDS))
    gluing = [draw(st.sampled_from(("line", "run-in", "glued"))) for _ in styles]
    pieces: list[str] = []
    expected: list[tuple[int, str, int]] = []

    def write(siblings: Sequence[Made], level: int) -> None:
        for value, made in enumerate(siblings, 1):
            length = sum(map(len, pieces))
            if gluing[level] != "glued" and pieces and not pieces[-1].endswith("\n"):
                pieces.append("\n")
                length += 1
            number = number_of(styles[level], value)
            expected.append((length, made.title, level + 1))
            pieces.append(number + made.title)
            pieces.append("\n" if gluing[level] == "line" else "。")
            pieces.append(SENTENCE)
            write(made.below, level + 1)

    pieces.append(SENTENCE)
    if draw(st.booleans()):
        pieces.append("\n")
    write(tree, 0)
    return "".join(pieces), expected


def number_of(style: str, value: int) -> str:
    """`style`, written for the value one, for another value."""
    if style == "①":
        return chr(ord("①") + value - 1)
    return style.replace("一", chinese(value)).replace("1", str(value))


@settings(max_examples=150, deadline=None)
@given(documents())
def test_an_outline_written_in_any_style_comes_back(document: tuple[str, list[tuple[int, str, int]]]) -> None:
    text, expected = document
    read = [
        (one.start, text[one.title_start : one.title_end], one.level)
        for one in found(text)
        if not one.implicit
    ]
    assert read == expected


@settings(max_examples=150, deadline=None)
@given(st.text("一二三十、（）()1.2①是要第章首先其次，。：\n 建设学习", max_size=200))
def test_any_text_gives_headings_in_order_inside_the_text(text: str) -> None:
    read = found(text)
    assert [one.start for one in read] == sorted(one.start for one in read)
    for one in read:
        assert 0 <= one.start <= one.title_start <= one.title_end <= len(text)
        assert one.level >= 1
        assert "\n" not in text[one.title_start : one.title_end]


@pytest.mark.parametrize(
    "text",
    [
        "1、" * 200_000, "（一）（二）" * 60_000, "一、好\n" * 60_000, "一是好。" * 60_000,
        "一、好好学习\n二、天天向上\n" + "一是学习好。二是作风好。\n" * 15_000,
        "一、好好学习\n二、天天向上\n" + "一是学习好。二是作风好。" * 15_000,
        f"主要做法\n{SENTENCE}\n（一）学习好\n（二）作风好\n" * 4_000, f"前言\n{SENTENCE}\n" * 8_000,
        "（一）学习好学习好\n（二）作风好作风好\n" * 10_000, f"品牌有深度。{SENTENCE}\n" * 8_000,
        "一是" + "学，" * 200_000 + "二是" + "学 " * 200_000,
    ],
    ids=range(11),
)  # fmt: skip
def test_long_hostile_texts_are_read_in_passing(text: str) -> None:
    assert all(one.start < len(text) for one in found(text))
