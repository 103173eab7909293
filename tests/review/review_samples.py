"""Candidates of our own, in a file as `drafter mine` writes it, and the commands called on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from drafter.cli import main
from drafter.mine.candidate import Candidate, Occurrence, Proposal, Slot
from drafter.mine.candidate_file import write_candidates

PLACE = Occurrence(
    "甲/示例小学总结.docx", "0123456789abcdef", 120, 140, ("加强阵地建设",), "学校新建党员之家3个。"
)
OTHER = Occurrence("乙/示例镇总结.txt", "fedcba9876543210", 5, 25, (), "全年新建党员之家6个，效果很好。")

ROOM = Candidate(
    id="c-room",
    text="新建党员之家{{ 新建党员之家数 }}个",
    unit="clause",
    documents=3,
    sources=2,
    slots=(Slot("新建党员之家数", "count", "个", "1位"),),
    variants=(("建成党员之家{{ 建成党员之家数 }}个", 2),),
    topic="positions",
    role="measure",
    occurrences=(PLACE, OTHER),
)
ROOM_TWO = Candidate(
    id="c-room-2",
    text="建成党员之家{{ 建成党员之家数 }}个",
    unit="clause",
    documents=2,
    sources=2,
    slots=(Slot("建成党员之家数", "count", "个", "1位"),),
    topic="positions",
    role="measure",
    occurrences=(Occurrence("丙.txt", "aaaaaaaaaaaaaaaa", 0, 9),),
)
NAMED = Candidate(
    id="c-named",
    text="党员张晓明同志带头捐款",
    unit="clause",
    documents=2,
    sources=2,
    topic="org-life",
    role="case",
    flags=("private",),
    occurrences=(OTHER,),
)
WASHED = Candidate(
    id="c-washed",
    text="提高效劳群众的水平",
    unit="clause",
    documents=2,
    sources=2,
    topic="practical-deeds",
    role="measure",
    flags=("washed",),
    proposals=(Proposal("washed", "效劳", "服务", "服务群众更常见"), Proposal("typo", "水平", "本领", "")),
    occurrences=(PLACE,),
)
BARE = Candidate("c-bare", "认真听取各方面意见建议", "clause", 4, 3, occurrences=(PLACE,))
ALL = (ROOM, ROOM_TWO, NAMED, WASHED, BARE)


def candidate_file(folder: Path, candidates: tuple[Candidate, ...] = ALL) -> Path:
    """The file of `candidates`."""
    path = folder / "候选.jsonl"
    write_candidates(path, candidates)
    return path


def verdict_file(folder: Path, *entries: dict[str, Any]) -> Path:
    """A file of verdicts somebody wrote."""
    path = folder / "结论.jsonl"
    path.write_text("".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries), "utf-8")
    return path


def called(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Status, output and errors of `drafter review ...`."""
    capsys.readouterr()
    status = main(["review", *map(str, arguments)])
    done = capsys.readouterr()
    return status, done.out, done.err


def reported(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> dict[str, Any]:
    """The report of `drafter review ... --json`."""
    status, out, err = called(capsys, *arguments, "--json")
    assert status < 2, err
    report: dict[str, Any] = json.loads(out)
    assert status == (1 if report["refused"] else 0), err
    return report
