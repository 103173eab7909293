"""The whole run: the same output for any number of processes, through interruptions, deaths and bad files."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from mined import GUIDE, mined, report, written

from drafter.errors import FileProblem
from drafter.mine import run
from drafter.mine.candidate import Candidate
from drafter.mine.candidate_file import write_candidates
from drafter.mine.frames.units import documents_of
from drafter.mine.pool import mapped
from drafter.mine.run import Options, forget, mine

SAID = [
    "严格落实党务公开制度。",
    "全年召开支委会{}次。",
    "定期开展谈心谈话，帮助解决实际困难。",
    "大力弘扬{}精神。",
]


def reports(count: int) -> dict[str, str]:
    """Reports that say the same things in part."""
    chosen = random.Random(7)
    spirits = ["女排", "工匠", "抗震救灾", "艰苦奋斗"]
    return {
        f"{number % 3}/{number:03}.txt": report(
            number,
            *(each.format(chosen.choice([3, 12]) if "次" in each else chosen.choice(spirits)) for each in SAID if chosen.random() < 0.6),
        )
        for number in range(count)
    }  # fmt: skip


def output(folder: Path, candidates: tuple[Candidate, ...]) -> bytes:
    path = folder / "out.jsonl"
    write_candidates(path, candidates)
    return path.read_bytes()


def test_the_number_of_processes_changes_no_byte(tmp_path: Path) -> None:
    files = written(tmp_path, reports(30))
    alone = mine(files, tmp_path / "a.part", GUIDE, Options(jobs=1))
    many = mine(files, tmp_path / "b.part", GUIDE, Options(jobs=3))
    assert len(alone.candidates) > 3
    assert output(tmp_path, alone.candidates) == output(tmp_path, many.candidates)


def test_an_interrupted_run_goes_on_and_ends_with_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = written(tmp_path, reports(20))
    whole = mine(files, tmp_path / "whole.part", GUIDE, Options())

    def stop(what: str, done: int, _: int) -> None:
        if what == "read" and done == 12:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        mine(files, tmp_path / "work.part", GUIDE, Options(), stop)
    read: list[str] = []
    work = run.work

    def noted(task: run.Task) -> run.Result:
        read.append(task.path)
        return work(task)

    monkeypatch.setattr(run, "work", noted)
    rest = mine(files, tmp_path / "work.part", GUIDE, Options())
    assert len(read) == 8
    assert output(tmp_path, rest.candidates) == output(tmp_path, whole.candidates)
    assert rest.totals == whole.totals


def test_a_collection_goes_on_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "BATCH", 500)
    path = tmp_path / "c.jsonl"
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in reports(20).values()), "utf-8")
    whole = mine([path], tmp_path / "whole.part", GUIDE, Options())
    batches = 0
    work = run.work

    def stop(task: run.Task) -> run.Result:
        nonlocal batches
        batches += 1
        if batches == 3:
            raise KeyboardInterrupt
        return work(task)

    monkeypatch.setattr(run, "work", stop)
    with pytest.raises(KeyboardInterrupt):
        mine([path], tmp_path / "work.part", GUIDE, Options())
    first = batches
    rest = mine([path], tmp_path / "work.part", GUIDE, Options())
    assert first == 3
    assert rest == whole
    assert rest.totals.documents == 20


def test_a_file_that_changed_meanwhile_is_read_again(tmp_path: Path) -> None:
    files = written(tmp_path, reports(8))
    mine(files, tmp_path / "work.part", GUIDE, Options())
    files[3].write_text(report(99, "每逢佳节慰问退休教师。"), "utf-8")
    again = mine(files, tmp_path / "work.part", GUIDE, Options())
    fresh = mine(files, tmp_path / "fresh.part", GUIDE, Options())
    assert again == fresh
    assert any("慰问退休教师" in candidate.text for candidate in again.candidates)


def test_other_files_than_last_time_give_what_they_would_give_alone(tmp_path: Path) -> None:
    files = written(tmp_path, reports(12))
    mine(files, tmp_path / "work.part", GUIDE, Options())
    chosen = [*files[:4], *files[6:]]
    assert mine(chosen, tmp_path / "work.part", GUIDE, Options()) == mine(
        chosen, tmp_path / "fresh.part", GUIDE, Options()
    )


def test_a_killed_run_goes_on(tmp_path: Path) -> None:
    texts = reports(400)
    written(tmp_path / "in", texts)
    environment = {**os.environ, "DRAFTER_HOME": str(tmp_path / "home"), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "drafter", "mine", "in", "-o"]
    started = subprocess.Popen(
        [*command, "killed.jsonl"], cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL
    )
    part = tmp_path / "killed.jsonl.part"
    while started.poll() is None and not (part.exists() and part.stat().st_size > 200_000):
        time.sleep(0.005)
    started.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    started.wait()
    for name in ("killed.jsonl", "whole.jsonl"):
        done = subprocess.run(
            [*command, name], cwd=tmp_path, env=environment, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "killed.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    assert not list(tmp_path.glob("*.part*"))


def test_a_broken_file_is_one_fault_and_the_rest_is_mined(tmp_path: Path) -> None:
    texts = reports(6)
    files = written(tmp_path, texts)
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "bad.docx").write_bytes(b"PK\3\4 nothing")
    found = mine(
        [tmp_path / "empty.txt", *files, tmp_path / "bad.docx"], tmp_path / "w.part", GUIDE, Options()
    )
    assert [Path(fault.where).name for fault in found.totals.faults] == ["empty.txt", "bad.docx"]
    assert (found.totals.files, found.totals.broken, found.totals.documents) == (6, 2, 6)


def test_a_file_the_program_trips_over_is_one_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = written(tmp_path, reports(4))
    real = documents_of

    def trip(source: object, *rest: object) -> Iterator[object]:
        if source.name == str(files[1]):  # type: ignore[attr-defined]
            raise RecursionError
        return real(source, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(run, "documents_of", trip)
    totals = mine(files, tmp_path / "w.part", GUIDE, Options()).totals
    assert [fault.where for fault in totals.faults] == [str(files[1])]
    assert "RecursionError" in totals.faults[0].what
    assert totals.documents == 3


def begin() -> None:
    """Nothing to prepare."""


def fragile(number: int) -> int:
    """Dies with its process for 5."""
    if number == 5:
        os._exit(9)
    return number * number


def test_a_task_that_kills_its_process_costs_no_other_task() -> None:
    found = list(mapped(fragile, range(12), 2, begin, (), lambda number: -number))
    assert found == [-5 if number == 5 else number * number for number in range(12)]


def test_a_work_file_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "work.part"
    other.write_bytes(b"SQLite format 3\0" + bytes(200))
    for options in (Options(), Options(restart=True)):
        with pytest.raises(FileProblem, match="已经有一个别的文件"):
            mine(written(tmp_path, reports(1)), other, GUIDE, options)
    with pytest.raises(FileProblem):
        forget(other)
    assert other.stat().st_size == 216


def test_two_runs_cannot_share_a_work_file(tmp_path: Path) -> None:
    files = written(tmp_path, reports(2))
    work = tmp_path / "work.part"
    mine(files, work, GUIDE, Options())
    with sqlite3.connect(work) as database:
        database.execute("BEGIN EXCLUSIVE")
        with pytest.raises(FileProblem, match="另一个 drafter mine"):
            mine(files, work, GUIDE, Options())
        database.rollback()
    database.close()


def test_a_damaged_work_file_says_to_restart_and_restart_helps(tmp_path: Path) -> None:
    files = written(tmp_path, reports(3))
    work = tmp_path / "work.part"
    whole = mine(files, work, GUIDE, Options())
    data = bytearray(work.read_bytes())
    data[4096:12288] = bytes(range(256)) * 32
    work.write_bytes(data)
    with pytest.raises(FileProblem, match=r"坏了|出错") as caught:
        mine(files, work, GUIDE, Options())
    assert "--restart" in str(caught.value)
    assert mine(files, work, GUIDE, Options(restart=True)) == whole


def test_an_id_is_of_the_text_alone(tmp_path: Path) -> None:
    few = {
        each.text: each.id for each in mined(tmp_path / "a", reports(6), Options(min_support=2)).candidates
    }
    many = {
        each.text: each.id for each in mined(tmp_path / "b", reports(12), Options(min_support=2)).candidates
    }
    both = few.keys() & many.keys()
    assert len(both) >= 2
    assert all(few[text] == many[text] for text in both)


def test_the_limit_keeps_the_best(tmp_path: Path) -> None:
    everything = mined(tmp_path, reports(10), Options(limit=None)).candidates
    best = mined(tmp_path, reports(10), Options(limit=3)).candidates
    assert best == everything[:3]
    scores = [each.score for each in everything]
    assert scores == sorted(scores, reverse=True)


def test_repairs_see_the_candidates_and_the_sentences(tmp_path: Path) -> None:
    seen: list[str] = []

    def repair(candidates: tuple[Candidate, ...], sentences: Iterator[str]) -> tuple[Candidate, ...]:
        seen.extend(sentences)
        return candidates[:1]

    files = written(tmp_path, {"1.txt": report(1, SAID[0])})
    found = mine(files, tmp_path / "w.part", GUIDE, Options(), repair=repair)
    assert len(found.candidates) == 1
    assert SAID[0] in seen
