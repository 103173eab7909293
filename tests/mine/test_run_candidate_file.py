"""The file of candidates: what is written comes back, what is wrong is told with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.errors import FileProblem
from drafter.mine.candidate import Candidate, Occurrence, Proposal, Slot
from drafter.mine.candidate_file import FLAGS, MAX_LINE, as_json, read_candidates, write_candidates
from drafter.mine.records import ENTITY_KINDS
from drafter.roles import ROLES, UNITS

PLAIN = Candidate("c-1", "认真落实制度", "clause", 2, 1)

words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), max_size=20)
filled = words.filter(str.strip)
counts = st.integers(1, 10**9)
years = st.none() | st.integers(1900, 2100)
slots = st.builds(Slot, filled, st.sampled_from(ENTITY_KINDS), words, words)
spans = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(sorted)
occurrences = st.builds(
    lambda name, span, path, context: Occurrence(name, "0" * 16, span[0], span[1], tuple(path), context),
    words, spans, st.lists(words, max_size=3), words,
)  # fmt: skip
proposals = st.builds(Proposal, st.sampled_from(["washed", "quote", "typo", "title"]), words, words, words)
candidates = st.builds(
    Candidate,
    id=filled,
    text=filled,
    unit=st.sampled_from(UNITS),
    documents=counts,
    sources=counts,
    slots=st.lists(slots, max_size=3).map(tuple),
    variants=st.lists(st.tuples(filled, counts), max_size=3).map(tuple),
    topic=words,
    role=st.sampled_from(["", *ROLES]),
    genre=words,
    first=years,
    last=years,
    flags=st.lists(st.sampled_from(FLAGS), unique=True).map(tuple),
    proposals=st.lists(proposals, max_size=2).map(tuple),
    occurrences=st.lists(occurrences, max_size=3).map(tuple),
    score=st.floats(-1e6, 1e6),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(candidates, max_size=4, unique_by=lambda each: each.id))
def test_what_is_written_comes_back(tmp_path_factory: pytest.TempPathFactory, made: list[Candidate]) -> None:
    path = tmp_path_factory.mktemp("file") / "c.jsonl"
    write_candidates(path, made)
    assert read_candidates(path) == (tuple(made), ())


def told(path: Path, *lines: object) -> str:
    """What reading a file with these lines (text, bytes or JSON values) says."""
    data = [
        line if isinstance(line, bytes) else (line if isinstance(line, str) else json.dumps(line)).encode()
        for line in lines
    ]
    path.write_bytes(b"\n".join(data) + b"\n")
    with pytest.raises(FileProblem) as caught:
        read_candidates(path)
    return str(caught.value)


def changed(**values: object) -> dict[str, object]:
    return as_json(PLAIN) | values


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "不是 UTF-8 编码的 JSON"),
        (b"\xff\xfe", "不是 UTF-8 编码的 JSON"),
        ("[" * 100_000, "不是 UTF-8 编码的 JSON"),
        ("[]", "不是一个 JSON 对象"),
        (changed(text=""), "text 是空的"),
        (changed(text=7), "text 要是文字"),
        (changed(text="字" * 4001), "text 超过 4000 字"),
        (changed(text="认真\x1b[2J"), "看不见的控制字符"),
        (changed(unit="page"), "unit 不能是“page”"),
        (changed(role="king"), "role 不能是“king”"),
        (changed(documents=True), "documents 要是不小于 1 的整数"),
        (changed(documents=0), "documents 要是不小于 1 的整数"),
        (changed(sources=10**30), "sources 要是不小于 1 的整数"),
        (changed(first="2020"), "first 要是不小于 0 的整数"),
        (changed(flags=["odd"]), "flags 不能是“odd”"),
        (changed(slots={}), "slots 要是一个列表"),
        (changed(slots=["次数"]), "slots 的每一项都要是一个对象"),
        (changed(variants=[{"text": "a", "count": 1}] * 201), "variants 超过 200 项"),
        (changed(occurrences=[{"start": 5, "end": 2}]), "end 小于 start"),
        (changed(score="high"), "score 要是一个数"),
        (
            '{"id": "c", "text": "a", "unit": "clause", "documents": 1, "sources": 1, "score": NaN}',
            "score 要是一个数",
        ),
    ],
)
def test_a_wrong_line_is_told_with_its_number(tmp_path: Path, line: object, words: str) -> None:
    message = told(tmp_path / "c.jsonl", as_json(PLAIN), line)
    assert "第 2 行" in message
    assert words in message


def test_every_wrong_line_is_told_at_once(tmp_path: Path) -> None:
    message = told(tmp_path / "c.jsonl", "x", as_json(PLAIN), "y")
    assert "第 1 行" in message
    assert "第 3 行" in message


def test_an_id_stands_once(tmp_path: Path) -> None:
    assert "和第 1 行相同" in told(tmp_path / "c.jsonl", as_json(PLAIN), as_json(PLAIN))


def test_an_endless_line_is_refused_before_it_is_read(tmp_path: Path) -> None:
    assert "这一行超过" in told(tmp_path / "c.jsonl", "x" * (MAX_LINE + 1))


def test_unknown_keys_are_left_out_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text(json.dumps(changed(comment="好")) + "\n\n", "utf-8")
    found = read_candidates(path)
    assert found.candidates == (PLAIN,)
    assert [note.what for note in found.notes] == ["不认识的项：comment"]


def test_a_missing_file_is_a_problem_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="找不到"):
        read_candidates(tmp_path / "none.jsonl")
