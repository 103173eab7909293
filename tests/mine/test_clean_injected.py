"""Cleaning takes out what was put in, and nothing else."""

from __future__ import annotations

import pytest
from noise import (
    AD,
    TEXTS,
    Noisy,
    advertised,
    blanked,
    broken_lines,
    collected,
    framed,
    half_width,
    page_slices,
    redacted,
    spaced,
    washed,
    without_closing_quotes,
    without_title_marks,
    wrapped,
)

from drafter.mine.clean import clean, display
from drafter.mine.records import QUOTES_LOST, CleanDocument
from drafter.mine.source import Source

every_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)


def only(text: str, title: str = "") -> CleanDocument:
    (document,) = clean(Source("示例.txt", text, title=title))
    return document


def body(text: str) -> str:
    return only(text).body.text


@every_text
def test_a_clean_text_loses_nothing_but_its_head(text: str) -> None:
    document = only(text)
    head = text[: -len(document.body.text)]
    assert text.endswith("\n" + document.body.text)
    assert document.title in head.replace("\n", " ")
    assert len(head.splitlines()) <= 2
    assert not document.flags


@every_text
def test_without_its_title_a_clean_text_loses_nothing(text: str) -> None:
    document = only(text)
    assert only(document.body.text, document.title).body.text == document.body.text


@every_text
def test_an_injector_knows_the_way_back(text: str) -> None:
    for noisy in (
        page_slices(text),
        broken_lines(text),
        spaced(text),
        framed(text),
        redacted(text),
        half_width(text),
    ):
        assert noisy.text != text
        assert noisy.restored() == text


@every_text
@pytest.mark.parametrize("every", [250, 300, 330])
def test_page_slices_leave_no_trace(text: str, every: int) -> None:
    assert body(page_slices(text, every).text) == body(text)
    assert only(page_slices(text, every).text).title == only(text).title


@every_text
@pytest.mark.parametrize("seed", range(5))
def test_broken_lines_are_joined(text: str, seed: int) -> None:
    assert body(broken_lines(text, seed).text) == body(text)


@every_text
@pytest.mark.parametrize("width", [28, 38, 44])
def test_a_wrapped_text_gets_its_paragraphs_back(text: str, width: int) -> None:
    assert body(wrapped(text, width).text) == body(text)


@every_text
@pytest.mark.parametrize("seed", range(5))
def test_advertisements_inside_sentences_go(text: str, seed: int) -> None:
    assert body(advertised(text, seed).text) == body(text)


@every_text
def test_a_download_page_around_a_text_goes_and_its_facts_are_kept(text: str) -> None:
    document = only(framed(text).text)
    assert document.body.text == body(text)
    assert document.title == only(text).title
    assert document.meta["uploaded"] == "2023-04-20"
    assert document.meta["pages"] == "7"
    assert "****" not in "".join(document.meta.values())


@every_text
@pytest.mark.parametrize("mark", ["**", "xx", "####", "×"])
def test_what_somebody_blacked_out_stays_where_it_was(text: str, mark: str) -> None:
    noisy = redacted(text, mark)
    document = only(noisy.text)
    assert noisy.text.endswith(document.body.text)
    assert document.body.text.count(mark) >= 5


@every_text
def test_a_space_where_a_number_was_stays(text: str) -> None:
    noisy = blanked(text)
    lost = len(noisy.text) - noisy.text.index("\n") - 1 - len(body(noisy.text))
    head = len(text) - text.index("\n") - 1 - len(body(text))
    assert lost - head == 0


def test_spaces_inside_words_and_before_units_go() -> None:
    """Some stay, because a number may be missing there: at most one in twenty."""
    put = left = 0
    for text in TEXTS.values():
        for seed in range(10):
            noisy = spaced(text, seed)
            cleaned = body(noisy.text)
            assert cleaned.replace(" ", "") == body(text).replace(" ", "")
            put += len(noisy.changes)
            left += cleaned.count(" ") - body(text).count(" ")
    assert put > 500
    assert left <= 0.05 * put


@every_text
def test_lost_closing_quotes_are_flagged_and_nothing_is_guessed(text: str) -> None:
    noisy = without_closing_quotes(text)
    document = only(noisy.text)
    assert document.body.text == body(text).replace("”", "")
    assert (QUOTES_LOST in document.flags) == (document.body.text.count("“") >= 5)
    assert QUOTES_LOST not in only(without_title_marks(text).text).flags


@every_text
def test_half_width_punctuation_stays_in_the_body_and_is_full_on_display(text: str) -> None:
    document = only(half_width(text).text)
    assert display(document.body.text) == body(text)
    assert len(display(document.body.text)) == len(document.body.text)


@pytest.mark.parametrize("style", ["第{}篇:{}", "第{}篇：{}", "【篇{}】{}", "{1}（第{0}篇）", "篇{}：{}"])
def test_several_documents_in_a_file_are_told_apart(style: str) -> None:
    documents = clean(Source("示例.txt", collected(TEXTS.values(), style)))
    assert [document.body.text for document in documents] == [body(text) for text in TEXTS.values()]
    assert [document.title for document in documents] == [only(text).title for text in TEXTS.values()]
    assert [document.index for document in documents] == list(range(len(TEXTS)))


def test_washed_words_are_not_the_business_of_cleaning() -> None:
    noisy = washed(TEXTS["school_party"], [("发展", "开展"), ("不足", "缺乏")])
    assert len(noisy.changes) == 3
    assert noisy.text.endswith(body(noisy.text))


@every_text
def test_all_noise_at_once(text: str) -> None:
    noisy: Noisy = framed(page_slices(advertised(text).text).text, text.splitlines()[0])
    assert AD in noisy.text or "example-wenku" in noisy.text
    assert body(noisy.text) == body(text)


@every_text
@pytest.mark.parametrize("noise", [page_slices, broken_lines, wrapped, advertised, framed, spaced])
def test_every_character_keeps_its_place(text: str, noise: object) -> None:
    assert callable(noise)
    noisy = noise(text).text
    mapped = only(noisy).body
    raws = [mapped.raw(at) for at in range(len(mapped.text))]
    assert raws == sorted(set(raws))
    assert "".join(noisy[at] for at in raws) == mapped.text
