"""Recovered outlines against the gold made by reading: the nine documents of the seeds, and texts never tuned on."""

from __future__ import annotations

import pytest
from scoring import CORPUS, NOTHING, SEEDS, Node, Score, gold, marked, outline_score, score

needs_seeds = pytest.mark.skipif(
    not SEEDS.is_dir(), reason=f"the seeds are not at {SEEDS}: outlines are NOT compared"
)
needs_corpus = pytest.mark.skipif(
    not CORPUS.is_file(), reason=f"no corpus at {CORPUS}: outlines are NOT compared"
)


@needs_seeds
def test_the_outlines_of_the_nine_documents_come_back() -> None:
    found = outline_score("seeds")
    assert found.gold == 134
    assert found.f1 >= 0.98
    assert found.title_accuracy >= 0.97


@needs_corpus
def test_outlines_of_other_documents_come_back() -> None:
    found = outline_score("unseen")
    assert found.gold == 208
    assert found.f1 >= 0.95
    assert found.title_accuracy >= 0.95


@needs_corpus
@pytest.mark.parametrize(("name", "nodes"), [("held_out", 47), ("fresh", 59), ("last", 24)])
def test_outlines_of_later_documents_come_back(name: str, nodes: int) -> None:
    found = outline_score(name)
    assert found.gold == nodes
    assert found.f1 >= 0.95
    assert found.title_accuracy >= 0.93


@pytest.mark.parametrize(("name", "nodes"), [("invented", 110), ("invented_held", 69)])
def test_outlines_of_invented_reports_come_back(name: str, nodes: int) -> None:
    found = outline_score(name)
    assert found.gold == nodes
    assert found.f1 == 1
    assert found.title_accuracy >= 0.98


def test_a_text_with_its_nodes_written_into_it_is_read_apart() -> None:
    text, nodes = marked("{1? }前言。{1 一、|回顾}。{2* 一是|学习}。")
    assert text == "前言。一、回顾。一是学习。"
    assert nodes == [
        Node(0, 0, 0, 1, "implicit"), Node(3, 5, 7, 1, ""), Node(8, 10, 12, 2, "item"),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="LEVEL"):
        marked("{一、回顾}")


@needs_seeds
def test_the_gold_lies_inside_the_texts_and_holds_no_text() -> None:
    for source, nodes in gold("seeds"):
        assert all(
            0 <= node.start <= node.title_start <= node.title_end <= len(source.text) for node in nodes
        )
        assert [node.start for node in nodes] == sorted(node.start for node in nodes)
        assert all((node.title_start == node.title_end) == (node.kind == "implicit") for node in nodes)


def test_the_score_counts_offset_and_level_and_titles_apart() -> None:
    right = Node(10, 12, 20, 1, "")
    assert score([right], [right]) == Score(1, 1, 1, 1, 1)
    assert score([right], [Node(10, 12, 20, 2, "")]) == Score(1, 1, 0, 1, 1)
    assert score([right], [Node(10, 12, 25, 1, "")]) == Score(1, 1, 1, 1, 0)
    assert score([right], [Node(11, 12, 20, 1, "")]) == Score(1, 1, 0, 0, 0)
    assert score([right], []).f1 == 0
    lost = Node(10, 10, 10, 1, "implicit")
    assert score([lost, right], [right]) == Score(2, 1, 1, 1, 1)
    assert NOTHING.f1 == NOTHING.precision == NOTHING.recall == NOTHING.title_accuracy == 1
