"""Nothing a writer has typed is lost: autosave, recovery, changes on disk, a full disk."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Static
from tui_driving import on_disk, on_writing, press, session_of, small_draft, until, workbench, write

from drafter.errors import FileProblem
from drafter.paths import state_dir
from drafter.storage.draft_file import fingerprint, write_draft
from drafter.storage.journal import Journal, pending
from drafter.tui import session as session_module
from drafter.tui.screens.dialogs import ChoiceDialog
from drafter.tui.screens.home import HomeScreen


async def test_it_saves_by_itself_after_a_pause(tmp_path: Path) -> None:
    path = small_draft(tmp_path)
    app = workbench(path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_writing(pilot)
        await write(pilot, "又写一句。")
        assert on_disk(path) != screen.session.draft
        await until(pilot, lambda: not screen.session.dirty, "the autosave")
        assert on_disk(path) == screen.session.draft
        await press(pilot, "ctrl+q")


async def test_what_a_killed_program_had_taken_is_there_the_next_time(tmp_path: Path) -> None:
    path = small_draft(tmp_path)
    before = on_disk(path)
    app = workbench(path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_writing(pilot)
        await write(pilot, "没来得及存的一句。")
        screen.autosave.cancel()
        # A killed process lets go of its files without a word.
        screen.session.journal.close()
        app.exit()
    assert on_disk(path) == before
    again = workbench(None)
    async with again.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(again.screen, HomeScreen), "the home screen")
        await press(pilot, "1")
        screen = await on_writing(pilot)
        assert "没来得及存的一句。" in screen.editor.body.text
        await press(pilot, "ctrl+z")
        assert screen.session.draft == before
        await press(pilot, "ctrl+y", "ctrl+q")
    assert "没来得及存的一句。" in on_disk(path).sections[0].paragraphs[0].text


def test_every_edit_is_in_the_journal_when_it_returns(tmp_path: Path) -> None:
    session = session_of(small_draft(tmp_path))
    session.edit(replace(session.draft, title="新题"), "改标题")
    session.journal.close()
    reopened = session_of(session.path)
    assert reopened.recovered
    assert reopened.draft.title == "新题"
    reopened.close()


@pytest.mark.parametrize(
    ("choice", "mine_on_disk", "beside"), [("1", True, True), ("2", True, False), ("3", False, False)]
)
async def test_a_file_changed_by_somebody_else_is_asked_about(
    tmp_path: Path, choice: str, mine_on_disk: bool, beside: bool
) -> None:
    path = small_draft(tmp_path)
    app = workbench(path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_writing(pilot)
        await write(pilot, "我的话。")
        theirs = replace(on_disk(path), addressee="他们的话")
        write_draft(path, theirs)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog), "the question")
        assert on_disk(path) == theirs
        await press(pilot, choice)
        await until(pilot, lambda: app.screen is screen and not screen.session.dirty, "the answer")
        assert ("我的话。" in on_disk(path).sections[0].paragraphs[0].text) is mine_on_disk
        others = [other for other in tmp_path.glob("*.draft.toml") if other != path]
        assert [on_disk(other) for other in others] == ([theirs] if beside else [])
        if choice == "3":
            await press(pilot, "ctrl+z")
            assert "我的话。" in screen.editor.body.text
        await press(pilot, "ctrl+q")


async def test_a_full_disk_is_said_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = small_draft(tmp_path)
    app = workbench(path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_writing(pilot)

        def full(*_: object, **__: object) -> str:
            raise FileProblem("写不进去（磁盘已满）", where=str(path), todo="请腾出空间")

        monkeypatch.setattr(session_module, "write_draft", full)
        await write(pilot, "满盘时写的。")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: screen.save_state == "没有存上", "the failure")
        assert "磁盘已满" in str(screen.query_one("#message", Static).content)
        assert "满盘时写的。" in screen.editor.body.text
        monkeypatch.undo()
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: not screen.session.dirty, "the save")
        await press(pilot, "ctrl+q")
    assert "满盘时写的。" in on_disk(path).sections[0].paragraphs[0].text


async def test_a_journal_that_cannot_be_written_is_said_once_and_typing_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = workbench(small_draft(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_writing(pilot)

        def full(self: Journal, data: bytes) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(Journal, "_append", full)
        await write(pilot, "甲")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog), "the warning")
        await press(pilot, "enter")
        await write(pilot, "乙")
        assert app.screen is screen
        assert "甲乙" in screen.editor.body.text
        monkeypatch.undo()
        await press(pilot, "ctrl+q")


async def test_a_draft_that_cannot_be_read_ends_the_start_with_the_reason(tmp_path: Path) -> None:
    broken = tmp_path / "坏的.draft.toml"
    broken.write_text('format = 1\ntitle = "没有收尾\n', "utf-8")
    app = workbench(broken)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.failure is not None, "the end")
    assert app.failure is not None
    assert str(broken) in str(app.failure)
    assert app.return_value == 2


async def test_a_draft_that_cannot_be_read_is_explained_on_the_home_screen(tmp_path: Path) -> None:
    app = workbench()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, HomeScreen), "the home screen")
        await press(pilot, "ctrl+o")
        await write(pilot, "没有这个文件.draft.toml\n")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog), "the error")
        await press(pilot, "enter")
        assert isinstance(app.screen, HomeScreen)
        await press(pilot, "ctrl+q")


@pytest.mark.parametrize("with_path", [True, False])
async def test_unsaved_words_come_back_even_without_their_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_path: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    path = small_draft(tmp_path)
    draft = replace(on_disk(path), addressee="只在日志里的话")
    journal = Journal(path if with_path else None, state_dir(), base=fingerprint(path) if with_path else None)
    journal.record(draft)
    journal.close()
    path.unlink()
    app = workbench()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, HomeScreen), "the home screen")
        await press(pilot, "1")
        screen = await on_writing(pilot)
        assert screen.session.draft == draft
        await press(pilot, "ctrl+q")
    assert [on_disk(found) for found in tmp_path.glob("*.draft.toml")] == [draft]
    assert pending(state_dir()) == ()
