"""Searching while writing: answers in their order, a draft by Enter and arrows, what the list says, what it remembers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events
from textual.content import Content
from tui_driving import Driver, on_writing, press, shown, small_draft, until, workbench, write

from drafter.bank.hit import Hit
from drafter.bank.phrase import Phrase
from drafter.bank.usage import Usage
from drafter.draft import Draft, Section
from drafter.storage.draft_file import write_draft
from drafter.tui import searching
from drafter.tui.jobs import SEARCH
from drafter.tui.screens.write import WriteScreen
from drafter.tui.searching import Found, PhraseSearch

SIZES = [(80, 24), (140, 40)]


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def empty_draft(folder: Path) -> Path:
    path = folder / "空稿.draft.toml"
    parts = [("严格组织生活", "org-life"), ("存在的问题和不足", "problems")]
    sections = tuple(Section(heading, 1, part) for heading, part in parts)
    write_draft(path, Draft(outline="branch-annual-2026", title="工作总结", sections=sections))
    return path


def hit(name: str, *, near: bool = False) -> Hit:
    return Hit(
        Phrase(f"invented.{name}", f"这是{name}的答案。", "sentence", "org-life", "measure"), 0.5, near=near
    )


class Answers:
    """Stands for the bank: answers at once, except the questions that are held until they are let go."""

    def __init__(self) -> None:
        self.held: dict[str, threading.Event] = {}
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.near = False

    def hold(self, *queries: str) -> None:
        self.held.update((query, threading.Event()) for query in queries)

    def run(self, search: PhraseSearch) -> Found:
        name = search.query or f"of-{search.context.part}"
        self.begun.append(name)
        if name in self.held:
            assert self.held[name].wait(20)
        self.ended.append(name)
        return Found((hit(name, near=self.near),))


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    made = Answers()
    monkeypatch.setattr(searching.PhraseSearch, "run", lambda search: made.run(search))
    yield made
    for event in made.held.values():
        event.set()


def listed(screen: WriteScreen) -> list[str]:
    return [hit.phrase.id.removeprefix("invented.") for hit in screen.phrases.hits]


async def let_go(pilot: Driver, answers: Answers, name: str) -> None:
    """Let a held search end and give its answer every chance to be shown."""
    answers.held[name].set()
    await until(pilot, lambda: name in answers.ended, f"the end of {name}")
    for _ in range(5):
        await pilot.pause(0.02)


async def test_a_slow_answer_neither_replaces_nor_delays_that_of_a_later_key(
    tmp_path: Path, answers: Answers
) -> None:
    answers.hold("甲")
    app = workbench(small_draft(tmp_path))
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await on_writing(pilot)
        await press(pilot, "ctrl+f")
        await write(pilot, "甲")
        await until(pilot, lambda: "甲" in answers.begun, "the first search")
        await write(pilot, "乙")
        # The first search is still running: the second is begun, answered and shown all the same.
        await until(pilot, lambda: listed(screen) == ["甲乙"], "the second answer")
        assert "甲" not in answers.ended
        await let_go(pilot, answers, "甲")
        assert listed(screen) == ["甲乙"]
        await press(pilot, "ctrl+q")


async def test_an_answer_that_comes_between_a_key_and_its_search_is_not_shown(
    tmp_path: Path, answers: Answers
) -> None:
    answers.hold("甲")
    app = workbench(small_draft(tmp_path))
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await on_writing(pilot)
        await press(pilot, "ctrl+f")
        await until(pilot, lambda: listed(screen) == ["of-org-life"], "suggestions")
        await write(pilot, "甲")
        await until(pilot, lambda: "甲" in answers.begun, "the first search")
        app.post_message(events.Key("乙", "乙"))
        while screen.phrases.words != "甲乙":
            await asyncio.sleep(0)
        answers.held["甲"].set()
        seen = set()
        while listed(screen) != ["甲乙"]:
            await pilot.pause(SEARCH / 12)
            seen.update(listed(screen))
        assert seen <= {"of-org-life", "甲乙"}
        await press(pilot, "ctrl+q")


async def test_a_slow_answer_to_words_that_were_deleted_is_not_shown(
    tmp_path: Path, answers: Answers
) -> None:
    answers.hold("甲")
    app = workbench(small_draft(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_writing(pilot)
        await press(pilot, "ctrl+f")
        await write(pilot, "甲")
        await until(pilot, lambda: "甲" in answers.begun, "the search")
        await press(pilot, "backspace")
        await until(pilot, lambda: answers.ended[-1] == "of-org-life", "suggestions again")
        await let_go(pilot, answers, "甲")
        assert listed(screen) == ["of-org-life"]
        await press(pilot, "ctrl+q")


async def test_a_slow_answer_for_one_section_is_not_shown_in_another(
    tmp_path: Path, answers: Answers
) -> None:
    app = workbench(small_draft(tmp_path))
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await on_writing(pilot)
        answers.hold("of-org-life")
        asked = len(answers.begun)
        await press(pilot, "ctrl+f")
        await until(pilot, lambda: len(answers.begun) > asked, "the request for the first section")
        await press(pilot, "right")
        assert screen.editor.index == 1
        await until(pilot, lambda: listed(screen) == ["of-problems"], "suggestions for the second section")
        await let_go(pilot, answers, "of-org-life")
        assert listed(screen) == ["of-problems"]
        await press(pilot, "ctrl+q")


async def test_enter_before_the_answer_takes_what_was_typed_and_not_what_was_listed(
    tmp_path: Path, answers: Answers
) -> None:
    app = workbench(small_draft(tmp_path))
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await on_writing(pilot)
        await press(pilot, "ctrl+f")
        await write(pilot, "甲\n")
        await until(pilot, lambda: "这是甲的答案" in screen.editor.body.text, "the phrase")
        assert "of-org-life" not in screen.editor.body.text
        await press(pilot, "ctrl+q")


async def test_enter_before_the_answer_takes_nothing_that_only_comes_close(
    tmp_path: Path, answers: Answers
) -> None:
    app = workbench(small_draft(tmp_path))
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await on_writing(pilot)
        answers.near = True
        before = screen.session.draft
        await press(pilot, "ctrl+f")
        await write(pilot, "甲\n")
        await until(pilot, lambda: listed(screen) == ["甲"], "the answer")
        await pilot.pause(0.1)
        assert screen.session.draft == before
        assert "下面是相近的" in str(screen.query_one("#said").render())
        await press(pilot, "enter")
        assert "这是甲的答案" in screen.editor.body.text
        await press(pilot, "ctrl+q")


@pytest.mark.parametrize("size", SIZES)
async def test_a_draft_is_made_with_enter_and_arrows_alone(tmp_path: Path, size: tuple[int, int]) -> None:
    app = workbench(empty_draft(tmp_path))
    async with app.run_test(size=size) as pilot:
        screen = await on_writing(pilot)
        await press(pilot, "ctrl+f")
        taken: list[list[str]] = [[], []]
        for part in range(2):
            for _ in range(4):
                await until(pilot, lambda: not screen.phrases.waiting, "suggestions")
                assert screen.phrases.chosen is not None
                taken[part].append(screen.phrases.chosen.id)
                await press(pilot, "enter")
                await until(pilot, lambda: not screen.phrases.waiting, "what comes next")
                assert screen.phrases.has_focus_within
            await press(pilot, "right")
            await until(pilot, lambda: not screen.phrases.waiting, "the next part")
        made = [[n for p in s.paragraphs for n in p.phrase_ids] for s in screen.session.draft.sections]
        assert made == taken
        assert len({name for names in made for name in names}) == 8
        await press(pilot, "escape")
        assert screen.editor.body.has_focus
        await press(pilot, *["ctrl+z"] * 8)
        assert not any(section.paragraphs for section in screen.session.draft.sections)
        await press(pilot, "ctrl+q")


async def test_what_the_cursor_stands_behind_is_told_to_the_bank(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[PhraseSearch] = []
    run = searching.PhraseSearch.run

    def noted(search: PhraseSearch) -> Found:
        asked.append(search)
        return run(search)

    monkeypatch.setattr(searching.PhraseSearch, "run", noted)
    app = workbench(empty_draft(tmp_path))
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await on_writing(pilot)
        await press(pilot, "ctrl+f")
        await until(pilot, lambda: not screen.phrases.waiting, "suggestions")
        assert screen.phrases.chosen is not None
        first = screen.phrases.chosen.id
        await press(pilot, "enter")
        await until(pilot, lambda: asked[-1].context.before == (first,), "the next question")
        place = asked[-1].context
        assert (place.outline, place.part) == ("branch-annual-2026", "org-life")
        assert place.topics
        assert place.used == {first}
        await press(pilot, "escape", "ctrl+home", "ctrl+f")
        await until(pilot, lambda: asked[-1].context.before == (), "a question at the beginning")
        assert asked[-1].context.used == {first}
        await press(pilot, "ctrl+q")


async def test_what_was_written_is_remembered_for_the_next_draft(tmp_path: Path) -> None:
    app = workbench(empty_draft(tmp_path))
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await on_writing(pilot)
        await press(pilot, "ctrl+f")
        await until(pilot, lambda: not screen.phrases.waiting, "suggestions")
        assert screen.phrases.chosen is not None
        name = screen.phrases.chosen.id
        await press(pilot, "enter", "ctrl+s")
        await until(pilot, lambda: name in Usage.open().uses(), "the memory")
        await press(pilot, "ctrl+q")
    assert Usage.open().uses()[name].times == 1


async def test_a_memory_that_cannot_be_kept_disturbs_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("no")

    monkeypatch.setattr(Usage, "learn", broken)
    path = empty_draft(tmp_path)
    app = workbench(path)
    async with app.run_test(size=(140, 40)) as pilot:
        await on_writing(pilot)
        await write(pilot, "照样写。")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "照样写" in path.read_text("utf-8"), "the save")
        assert shown(pilot) == "WriteScreen"
        await press(pilot, "ctrl+q")


@pytest.mark.parametrize("size", SIZES)
async def test_one_key_shows_where_a_phrase_comes_from_and_its_use(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = workbench(empty_draft(tmp_path))
    async with app.run_test(size=size) as pilot:
        screen = await on_writing(pilot)
        await press(pilot, "ctrl+f")
        await until(pilot, lambda: not screen.phrases.waiting, "suggestions")
        found = screen.phrases.highlighted
        assert found is not None
        await press(pilot, "ctrl+g")
        assert shown(pilot) == "CardDialog"
        words = str(app.screen.query(".dialog-text Static").first().render())
        for expected in ("出处", "用处", "使用", "得分", found.phrase.id, "还没有用"):
            assert expected in words
        await press(pilot, "escape")
        assert app.screen is screen
        assert screen.phrases.has_focus_within
        await press(pilot, "ctrl+q")


async def test_matches_are_highlighted_for_words_pinyin_and_slips(tmp_path: Path) -> None:
    app = workbench(small_draft(tmp_path))
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await on_writing(pilot)
        for query in ("三会一课", "shyk", "三会一棵"):
            await press(pilot, "ctrl+f")
            await write(pilot, query)
            await until(pilot, lambda: not screen.phrases.waiting and bool(screen.phrases.hits), query)
            rows = [screen.phrases.rows.get_option_at_index(n).prompt for n in range(3)]
            marked = [
                row.plain[span.start : span.end]
                for row in rows
                if isinstance(row, Content)
                for span in row.spans
                if span.style == "bold $accent"
            ]
            assert "三会一课" in marked, query
        await press(pilot, "ctrl+q")
