"""The review screen, driven by real key events at the smallest and at a wide size."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from review_samples import ALL, NAMED, ROOM, WASHED, candidate_file
from textual import events
from textual.pilot import Pilot
from textual.widgets import Static

from drafter import paths
from drafter.bank.library import load_bank
from drafter.cli import main
from drafter.mine.candidate import Candidate
from drafter.review.desk import Desk
from drafter.review.log import Log, log_path, read_log
from drafter.review.verdict import ACCEPT, Verdict
from drafter.tui.app import Drafter
from drafter.tui.jobs import ReviewTable
from drafter.tui.keys import ACTIONS, QUEUE, REVIEW
from drafter.tui.screens.review import ReviewScreen
from drafter.tui.widgets.candidate_list import PAGE, CandidateList

SIZES = [(80, 24), (140, 40)]
_CHARACTERS = {"enter": "\r", "tab": "\t", "escape": "\x1b", "backspace": "\x7f"}
Driver = Pilot[int]


async def press(pilot: Driver, *pressed: str) -> None:
    """Keys as the terminal's parser would post them; `Pilot.press` drops full-width punctuation."""
    for key in pressed:
        pilot.app.post_message(events.Key(key, _CHARACTERS.get(key, key if len(key) == 1 else None)))
        await pilot.pause()


async def until(pilot: Driver, holds: object, what: str) -> None:
    """Wait until the callable `holds` gives something true."""
    assert callable(holds)
    for _ in range(500):
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError(f"waited in vain for {what}")


@asynccontextmanager
async def reviewing(
    path: Path, size: tuple[int, int] = (80, 24), bank: Path | None = None
) -> AsyncIterator[tuple[Driver, ReviewScreen]]:
    """The screen, open and ready, on the candidates of `path`."""
    app = Drafter(review=ReviewTable(path, log_path(path), bank or paths.personal_bank()))
    async with app.run_test(size=size) as pilot:
        await until(
            pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.candidate, "the screen"
        )
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        await until(pilot, lambda: shown(screen), "the candidate")
        yield pilot, screen
        await press(pilot, "ctrl+q")
        await until(pilot, lambda: not app.is_running or app._exit, "the end")


def states(screen: ReviewScreen) -> list[str]:
    return [screen.desk.state(one.id) for one in screen.desk.candidates]


def shown(screen: ReviewScreen) -> str:
    """What the pane of the candidate says."""
    return str(screen.query_one("#detail", Static).render())


def own_texts() -> list[str]:
    return [phrase.text for phrase in load_bank().phrases if phrase.layer == "personal"]


@pytest.mark.parametrize("size", SIZES)
async def test_accepting_rejecting_postponing_and_leaving_fills_the_layer(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = candidate_file(tmp_path)
    async with reviewing(path, size) as (pilot, screen):
        assert screen.candidate == ROOM
        assert "新建党员之家{新建党员之家数}个" in shown(screen)
        assert "示例小学总结.docx > 加强阵地建设" in shown(screen)
        await press(pilot, "enter")
        await press(pilot, "delete")
        await press(pilot, "f5")
        assert states(screen) == ["accept", "reject", "postpone", "undecided", "undecided"]
        assert screen.candidate == WASHED
    assert own_texts() == [ROOM.text]
    assert main(["bank", "validate"]) == 0


@pytest.mark.parametrize("size", SIZES)
async def test_who_may_be_named_is_asked_for_twice(tmp_path: Path, size: tuple[int, int]) -> None:
    path = candidate_file(tmp_path, (NAMED, ROOM))
    async with reviewing(path, size) as (pilot, screen):
        await press(pilot, "enter")
        assert states(screen) == ["undecided", "undecided"]
        assert type(pilot.app.screen).__name__ == "ChoiceDialog"
        await press(pilot, "enter")
        assert states(screen) == ["undecided", "undecided"]
        await press(pilot, "enter", "2")
        assert states(screen) == ["accept", "undecided"]
        verdict = screen.desk.verdict(NAMED.id)
        assert verdict is not None
        assert verdict.confirmed
    assert own_texts() == [NAMED.text]


@pytest.mark.parametrize("size", SIZES)
async def test_proposals_are_taken_one_by_one(tmp_path: Path, size: tuple[int, int]) -> None:
    path = candidate_file(tmp_path, (WASHED, ROOM))
    async with reviewing(path, size) as (pilot, screen):
        assert "效劳 改为 服务" in shown(screen)
        await press(pilot, "1", "2", "2")
        assert "提高服务群众的水平" in shown(screen)
        await press(pilot, "enter")
        verdict = screen.desk.verdict(WASHED.id)
        assert verdict is not None
        assert (verdict.verdict, verdict.text) == ("edit", "提高服务群众的水平")
    assert own_texts() == ["提高服务群众的水平"]


@pytest.mark.parametrize("size", SIZES)
async def test_a_candidate_without_labels_is_edited_in_chinese_and_taken(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = candidate_file(tmp_path, (ALL[-1], ROOM))
    async with reviewing(path, size) as (pilot, screen):
        await press(pilot, "enter")
        assert type(pilot.app.screen).__name__ == "EditDialog"
        await press(pilot, "enter", "enter", "4", "5")
        await press(pilot, "1")
        await press(pilot, *"，做到“四个到位”、件件有着落{落实件数}件！", "enter")
        await press(pilot, "ctrl+s")
        verdict = screen.desk.verdict(ALL[-1].id)
        assert verdict is not None, shown(screen)
        assert verdict.text == ALL[-1].text + "，做到“四个到位”、件件有着落{{ 落实件数 }}件！"
        assert verdict.topic == next(iter(screen.table.bank.topics))
        assert [fact.name for fact in verdict.facts] == ["落实件数"]
        assert screen.candidate == ROOM
    assert own_texts() == [ALL[-1].text + "，做到“四个到位”、件件有着落{{ 落实件数 }}件！"]
    assert load_bank().vocabulary["落实件数"].ask


async def test_the_fact_of_a_new_slot_is_named_and_described(tmp_path: Path) -> None:
    path = candidate_file(tmp_path, (ROOM,))
    async with reviewing(path) as (pilot, screen):
        await press(pilot, "f2", "9")
        assert type(pilot.app.screen).__name__ == "FactDialog"
        await press(pilot, "1", *["backspace"] * 20, *"党员之家个数", "enter", "5", *["backspace"] * 30)
        await press(pilot, *"今年新建了几个党员之家？", "enter", "ctrl+s", "ctrl+s")
        verdict = screen.desk.verdict(ROOM.id)
        assert verdict is not None
        assert verdict.text == "新建党员之家{{ 党员之家个数 }}个"
    spec = load_bank().vocabulary["党员之家个数"]
    assert (spec.ask, spec.unit, spec.kind) == ("今年新建了几个党员之家？", "个", "count")


async def test_what_is_wrong_is_told_where_it_can_be_mended_and_escape_loses_nothing_unasked(
    tmp_path: Path,
) -> None:
    path = candidate_file(tmp_path, (replace(ROOM, text="建设阵地,完善设施", slots=()),))
    async with reviewing(path) as (pilot, screen):
        await press(pilot, "enter")
        dialog = pilot.app.screen
        assert "半角标点" in str(dialog.query_one("#problem", Static).render())
        await press(pilot, "1", *["backspace"] * 5, *"，完善设施", "enter", "escape")
        assert type(pilot.app.screen).__name__ == "ChoiceDialog"
        await press(pilot, "1")
        assert pilot.app.screen is dialog
        await press(pilot, "ctrl+s")
        assert states(screen) == ["edit"]
    assert own_texts() == ["建设阵地，完善设施"]


@pytest.mark.parametrize("size", SIZES)
async def test_a_candidate_is_merged_into_another_or_a_phrase(tmp_path: Path, size: tuple[int, int]) -> None:
    path = candidate_file(tmp_path)
    async with reviewing(path, size) as (pilot, screen):
        await press(pilot, "enter", "f4")
        assert type(pilot.app.screen).__name__ == "MergeDialog"
        await press(pilot, *"新建党员之家")
        await pilot.pause(0.3)
        await press(pilot, "enter")
        verdict = screen.desk.verdict("c-room-2")
        assert verdict is not None
        assert verdict.into == "c-room"
    (phrase,) = [phrase for phrase in load_bank().phrases if phrase.layer == "personal"]
    assert "mined-aaaaaaaaaa:0-9" in phrase.sources


@pytest.mark.parametrize("size", SIZES)
async def test_everything_is_undone_and_the_layer_follows(tmp_path: Path, size: tuple[int, int]) -> None:
    path = candidate_file(tmp_path)
    async with reviewing(path, size) as (pilot, screen):
        await press(pilot, "enter", "delete", "ctrl+s")
        await until(pilot, lambda: own_texts() == [ROOM.text], "the layer")
    async with reviewing(path, size) as (pilot, screen):
        assert screen.candidate == NAMED
        await press(pilot, "ctrl+z")
        await press(pilot, "ctrl+z")
        assert states(screen) == ["undecided"] * 5
        assert screen.candidate == ROOM
        await press(pilot, "ctrl+z")
    assert own_texts() == []
    assert [verdict.verdict for verdict in read_log(log_path(path))[0]] == [
        "accept",
        "reject",
        "undo",
        "undo",
    ]


async def test_words_and_filters_narrow_the_queue(tmp_path: Path) -> None:
    path = candidate_file(tmp_path)
    async with reviewing(path) as (pilot, screen):
        await press(pilot, "ctrl+f", *"党员之家")
        await until(pilot, lambda: screen.queue.total == 2, "the words")
        await press(pilot, "enter", "delete")
        assert states(screen)[0] == "reject"
        await press(pilot, "f6", "1")
        await until(pilot, lambda: screen.queue.total == 5, "all of them")
        await press(pilot, "f6", "2")
        assert screen.queue.total == 4
        await press(pilot, "f6", "enter")
        await press(pilot, "ctrl+f", *"没有这几个字")
        await until(pilot, lambda: screen.queue.total == 0, "nothing")
        await press(pilot, "enter", "enter", "delete", "f2", "f4", "f5", "f7", "f8", "1")
        assert states(screen).count("undecided") == 4


async def test_a_verdict_on_nearly_the_same_text_is_offered_and_taken(tmp_path: Path) -> None:
    long = replace(ROOM, id="c-long", text="全年新建党员之家、党员活动室{{ 新建党员之家数 }}个，做到有人管事")
    path = candidate_file(tmp_path, (long,))
    async with reviewing(path) as (pilot, screen):
        await press(pilot, "delete")
    candidate_file(tmp_path, (replace(long, id="c-new", text=long.text.replace("、", "和")), ROOM))
    async with reviewing(path) as (pilot, screen):
        assert "以前有一条差不多的，结论是“不要”" in shown(screen)
        await press(pilot, "f7")
        assert states(screen) == ["reject", "undecided"]


async def test_what_was_decided_before_a_crash_is_written_on_the_next_leaving(tmp_path: Path) -> None:
    path = candidate_file(tmp_path)
    with Log.open(log_path(path)) as log:
        Desk(ALL, log).decide([Verdict(ROOM.id, ACCEPT)])
    async with reviewing(path) as (_, screen):
        assert "未写入词句库" in str(screen.query_one("#bar", Static).render())
    assert own_texts() == [ROOM.text]


async def test_enter_on_what_was_edited_keeps_the_edit(tmp_path: Path) -> None:
    path = candidate_file(tmp_path, (WASHED, ROOM))
    async with reviewing(path) as (pilot, screen):
        await press(pilot, "f2", "1", *"，受到欢迎", "enter", "ctrl+s", "up", "enter")
        verdict = screen.desk.verdict(WASHED.id)
        assert verdict is not None
        assert verdict.text == WASHED.text + "，受到欢迎"
        assert screen.candidate == ROOM


async def test_leaving_in_the_middle_of_a_form_is_stopped_until_the_form_is_settled(tmp_path: Path) -> None:
    path = candidate_file(tmp_path, (ROOM,))
    async with reviewing(path) as (pilot, screen):
        await press(pilot, "f2", "1", *"，受到欢迎", "ctrl+q")
        assert type(pilot.app.screen).__name__ == "LineDialog"
        await press(pilot, "escape", "1")
        assert type(pilot.app.screen).__name__ == "LineDialog"
        await press(pilot, "enter", "ctrl+q")
        assert type(pilot.app.screen).__name__ == "EditDialog"
        await press(pilot, "ctrl+s")
        assert states(screen) == ["edit"]


def many(number: int) -> tuple[Candidate, ...]:
    return tuple(replace(ROOM, id=f"c-{n}", text=f"新建党员之家第{n}批", slots=()) for n in range(number))


async def test_of_thousands_only_a_page_is_made_and_moving_goes_through_all(tmp_path: Path) -> None:
    path = candidate_file(tmp_path, many(5000))
    async with reviewing(path) as (pilot, screen):
        rows = screen.query_one(CandidateList)
        assert rows.option_count == PAGE
        await press(pilot, "end")
        assert screen.candidate is not None
        assert screen.candidate.id == "c-4999"
        await press(pilot, "home", "up", *["down"] * 3)
        assert screen.candidate.id == "c-3"
        rows.go(PAGE - 1)
        await press(pilot, "down")
        assert screen.candidate.id == f"c-{PAGE}"
        await press(pilot, "up", "delete")
        assert screen.candidate.id == f"c-{PAGE}"
        assert screen.desk.state(f"c-{PAGE - 1}") == "reject"
        assert rows.option_count == PAGE


@pytest.mark.parametrize("size", SIZES)
async def test_help_and_keys_are_those_of_a_review(tmp_path: Path, size: tuple[int, int]) -> None:
    path = candidate_file(tmp_path)
    async with reviewing(path, size) as (pilot, screen):
        bar = str(screen.query_one("#keys", Static).render())
        assert "Enter 收录" in bar
        assert "F2 改" in bar
        await press(pilot, "f1")
        assert type(pilot.app.screen).__name__ == "HelpDialog"
        await press(pilot, "escape")
        assert pilot.app.screen is screen


def test_every_key_of_a_review_has_its_method_and_stands_once() -> None:
    bound = [action for action in ACTIONS if action.where in (REVIEW, QUEUE)]
    assert [action.id for action in bound if not hasattr(ReviewScreen, f"action_{action.id}")] == []
    pressed = [key for action in bound for key in action.keys.split(",")]
    assert len(pressed) == len(set(pressed))


async def test_a_file_that_is_no_candidates_ends_with_its_fault(tmp_path: Path) -> None:
    path = tmp_path / "候选.jsonl"
    path.write_text("你好\n", "utf-8")
    app = Drafter(review=ReviewTable(path, log_path(path), paths.personal_bank()))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.failure is not None, "the fault")
    assert "第 1 行" in str(app.failure)


async def test_a_layer_that_cannot_be_written_is_told_and_the_verdicts_stay(tmp_path: Path) -> None:
    path = candidate_file(tmp_path)
    blocked = tmp_path / "team"
    blocked.write_text("ein Text", "utf-8")
    async with reviewing(path, bank=blocked) as (pilot, _):
        await press(pilot, "enter", "ctrl+s")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "ChoiceDialog", "the error")
        await press(pilot, "enter", "ctrl+q")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "ChoiceDialog", "the question")
        await press(pilot, "2")
    assert [verdict.id for verdict in read_log(log_path(path))[0]] == ["c-room"]
