"""The log of verdicts: nothing that was decided is lost, whatever happens to the process or the file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review_samples import ALL, ROOM, candidate_file

from drafter.errors import FileProblem
from drafter.facts.spec import FactSpec, Kind
from drafter.review.desk import Desk
from drafter.review.log import History, Log, log_path, read_log, read_verdicts
from drafter.review.verdict import (
    ACCEPT,
    MERGE,
    REJECT,
    UNDO,
    VERDICTS,
    NoVerdict,
    Verdict,
    as_entry,
    verdict_of,
)

WORDS = st.text(st.characters(codec="utf-8"), max_size=30)
NAMES = WORDS.filter(lambda text: bool(text.strip()))
YEARS = st.none() | st.integers(1, 9999)
FACTS = st.builds(
    lambda name, kind, unit, ask: FactSpec(name, name, kind, unit, "document", ask, "例", "其他"),
    NAMES,
    st.sampled_from(Kind),
    WORDS,
    WORDS,
)
DECISIONS = st.builds(
    Verdict,
    id=NAMES,
    verdict=st.sampled_from(VERDICTS),
    of=WORDS,
    text=WORDS,
    unit=WORDS,
    topic=WORDS,
    role=WORDS,
    genres=st.lists(WORDS, max_size=3).map(tuple),
    since=YEARS,
    until=YEARS,
    successor=WORDS,
    into=NAMES,
    facts=st.lists(FACTS, max_size=3).map(tuple),
    confirmed=st.booleans(),
)


@given(st.lists(DECISIONS, max_size=8))
@settings(deadline=None)
def test_what_is_written_down_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, made: list[Verdict]
) -> None:
    path = tmp_path_factory.mktemp("log") / "a.verdicts.jsonl"
    with Log.open(path) as log:
        for verdict in made:
            log.append([verdict])
        standing = log.history.standing
    assert read_log(path) == (tuple(made), ())
    assert History(made).standing == standing


@given(DECISIONS)
def test_an_entry_with_a_strange_name_or_type_is_no_verdict(verdict: Verdict) -> None:
    entry = as_entry(verdict)
    for broken in (
        {**entry, "weiter": 1},
        {**entry, "id": 3},
        {**entry, "since": True},
        {**entry, "facts": [1]},
    ):
        with pytest.raises(NoVerdict):
            verdict_of(broken)


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from([ACCEPT, REJECT]) | st.just(UNDO)), max_size=20
    )
)
def test_undoing_takes_back_the_last_that_stands_and_no_other(steps: list[tuple[str, str]]) -> None:
    stacks: dict[str, list[str]] = {}
    for name, verdict in steps:
        stack = stacks.setdefault(name, [])
        if verdict == UNDO:
            del stack[-1:]
        else:
            stack.append(verdict)
    current = History(Verdict(name, verdict) for name, verdict in steps).current()
    assert {name: one.verdict for name, one in current.items()} == {
        name: stack[-1] for name, stack in stacks.items() if stack
    }


def test_a_line_torn_by_a_power_cut_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.verdicts.jsonl"
    with Log.open(path) as log:
        log.append([Verdict("甲", ACCEPT, text="一二三"), Verdict("乙", REJECT, of="四五六")])
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    for cut in range(first, len(whole)):
        path.write_bytes(whole[:cut])
        with Log.open(path) as log:
            assert "甲" in log.history.current()
            log.append([Verdict("丙", REJECT)])
        verdicts, notes = read_log(path)
        assert [verdict.id for verdict in verdicts if verdict.id != "乙"] == ["甲", "丙"]
        assert not notes or "第 2 行" in notes[0]


def test_strange_lines_are_named_by_number_and_a_strange_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.verdicts.jsonl"
    path.write_text('{"id":"甲","verdict":"accept"}\n你好\n{"id":"乙","verdict":"maybe"}\n', "utf-8")
    verdicts, notes = read_log(path)
    assert [verdict.id for verdict in verdicts] == ["甲"]
    assert ["第 2 行" in notes[0], "第 3 行" in notes[1]] == [True, True]
    for foreign in ("你好\n", '{"id":"c","text":"候选"}\n'):
        path.write_text(foreign, "utf-8")
        with pytest.raises(FileProblem, match="不是审阅记录"):
            Log.open(path)
        assert path.read_text("utf-8") == foreign


def test_two_windows_cannot_write_one_log(tmp_path: Path) -> None:
    path = tmp_path / "a.verdicts.jsonl"
    with Log.open(path), pytest.raises(FileProblem, match="另一个窗口"):
        Log.open(path)
    Log.open(path).close()


def test_a_process_that_is_killed_right_behind_a_decision_has_kept_it(tmp_path: Path) -> None:
    candidates = candidate_file(tmp_path)
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from drafter.mine.candidate_file import read_candidates\n"
        "from drafter.review.desk import Desk\nfrom drafter.review.log import Log, log_path\n"
        "from drafter.review.verdict import ACCEPT, Verdict\n"
        "path = Path(sys.argv[1])\ndesk = Desk(read_candidates(path).candidates, Log.open(log_path(path)))\n"
        "desk.decide([Verdict('c-room', ACCEPT)])\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(candidates)], check=False, env={**os.environ})
    assert done.returncode == -signal.SIGKILL
    with Log.open(log_path(candidates)) as log:
        verdict = Desk(ALL, log).verdict("c-room")
    assert verdict is not None
    assert verdict.text == ROOM.text


def test_a_disk_that_refuses_leaves_log_and_state_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.verdicts.jsonl"
    with Log.open(path) as log:
        desk = Desk(ALL, log)
        desk.decide([Verdict("c-room", ACCEPT)])
        before = path.read_bytes()
        real: Callable[..., int] = os.write
        monkeypatch.setattr(os, "write", lambda at, data: real(at, data[:5]))

        def refuse(_: int) -> None:
            raise OSError(28, "full")

        monkeypatch.setattr(os, "fsync", refuse)
        with pytest.raises(FileProblem, match="磁盘已满"):
            desk.decide([Verdict("c-bare", REJECT)])
        monkeypatch.undo()
        assert path.read_bytes() == before
        assert desk.verdict("c-bare") is None
        desk.decide([Verdict("c-bare", REJECT)])
    assert [verdict.id for verdict in read_log(path)[0]] == ["c-room", "c-bare"]


def test_deciding_the_same_again_writes_nothing(tmp_path: Path) -> None:
    with Log.open(tmp_path / "a.verdicts.jsonl") as log:
        desk = Desk(ALL, log)
        assert (
            desk.decide([Verdict("c-room", ACCEPT), Verdict("c-bare", REJECT), Verdict("没有", REJECT)]) == 2
        )
        before = log.path.read_bytes()
        assert desk.decide([Verdict("c-room", ACCEPT), Verdict("c-bare", REJECT)]) == 0
        assert log.path.read_bytes() == before


def test_everything_can_be_undone_also_what_an_earlier_session_decided(tmp_path: Path) -> None:
    path = tmp_path / "a.verdicts.jsonl"
    with Log.open(path) as log:
        desk = Desk(ALL, log)
        desk.decide([Verdict("c-room", ACCEPT)])
        desk.decide([Verdict("c-room", REJECT)])
        desk.decide([Verdict("c-bare", MERGE, into="c-room")])
    with Log.open(path) as log:
        desk = Desk(ALL, log)
        states = []
        while desk.undo():
            states.append((desk.state("c-room"), desk.state("c-bare")))
        assert states == [("reject", "undecided"), ("accept", "undecided"), ("undecided", "undecided")]
    assert [verdict.verdict for verdict in read_log(path)[0]].count(UNDO) == 3


def test_a_new_run_of_the_miner_keeps_verdicts_and_offers_those_on_nearly_the_same_text(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.verdicts.jsonl"
    long = replace(ROOM, id="c-long", text="全年新建党员之家、党员活动室{{ 数量 }}个，做到有人管事")
    with Log.open(path) as log:
        Desk([ROOM, long], log).decide([Verdict("c-room", ACCEPT), Verdict("c-long", REJECT)])
    again = replace(long, id="c-other", text="全年新建党员之家和党员活动室{{ 数量2 }}个，做到有人管事")
    with Log.open(path) as log:
        desk = Desk([replace(ROOM, documents=9), again, ALL[-1]], log)
        assert desk.state("c-room") == "accept"
        assert desk.state("c-other") == "undecided"
        old = desk.earlier(again)
        assert old is not None
        assert old.verdict == REJECT
        assert desk.earlier(ALL[-1]) is None


@pytest.mark.parametrize("name", ["a.jsonl", "a.toml"])
def test_a_file_of_verdicts_with_faults_names_every_line(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    toml = '[[verdict]]\nid = "a"\nverdict = ""\n\n[[verdict]]\nid = "b"\n\n[[verdict]]\nid = "c"\nverdict = "merge"\n'
    lines = '{"id":"a","verdict":""}\n{"id":"b"}\n{"id":"c","verdict":"merge"}\n'
    path.write_text(toml if name.endswith("toml") else lines, "utf-8")
    with pytest.raises(Exception, match="缺少 verdict") as told:
        read_verdicts(path)
    assert "into" in str(told.value)
    path.write_text(
        path.read_text("utf-8")
        .replace('"merge"', '"reject"')
        .replace('"b"', '"b", "verdict": "reject"' if name == "a.jsonl" else '"b"\nverdict = "reject"'),
        "utf-8",
    )
    assert [verdict.id for verdict in read_verdicts(path)] == ["b", "c"]
