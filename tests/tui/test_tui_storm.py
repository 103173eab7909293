"""Keys in any order never break the workbench, and the editor always shows what the session holds."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tui_driving import on_writing, press, small_draft, workbench

from drafter.draft import Draft
from drafter.storage.draft_dump import dumps
from drafter.storage.draft_file import loads, write_draft
from drafter.tui.keys import ACTIONS
from drafter.tui.lines import to_lines
from drafter.tui.screens.write import WriteScreen

LEAVING = {"ctrl+o"}
KEYS = sorted(
    {key for action in ACTIONS for key in action.keys.split(",")} - LEAVING
    | {
        "left",
        "right",
        "up",
        "down",
        "home",
        "end",
        "backspace",
        "delete",
        "enter",
        "escape",
        "shift+left",
        "ctrl+k",
    }
)
WORDS = "党建，。“”{}支委会次数12？："


def agrees(screen: WriteScreen) -> None:
    """The editor's lines are the paragraphs of the session, and the draft can be written and read again."""
    section = screen.editor.section
    if section is not None:
        body = screen.editor.body
        lines = to_lines(section.paragraphs)
        assert body.text.split("\n") == [body.line_of(paragraph) for paragraph in lines]
        assert [origin.text for origin in body.origins] == [paragraph.text for paragraph in lines]
    assert loads(dumps(screen.session.draft)) == screen.session.draft


@pytest.mark.parametrize("seed", range(2))
async def test_a_storm_of_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.chdir(tmp_path)
    chance = random.Random(seed)
    app = workbench(small_draft(tmp_path))
    async with app.run_test(size=chance.choice([(80, 24), (140, 40)])) as pilot:
        screen = await on_writing(pilot)
        for _ in range(40):
            await press(
                pilot, *(chance.choice(WORDS) for _ in range(chance.randrange(4))), chance.choice(KEYS)
            )
            agrees(screen)
        first = screen.session._past[0].draft
        while screen.session.undo():
            pass
        assert screen.session.draft is first
        app.exit()


async def test_a_draft_without_sections_can_be_begun(tmp_path: Path) -> None:
    path = tmp_path / "空.draft.toml"
    write_draft(path, Draft(title="空稿"))
    app = workbench(path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_writing(pilot)
        await press(pilot, "f2", "f3", "escape", "delete", "alt+up", "f9", "f7", "ctrl+n")
        await press(pilot, "题", "enter", "文")
        assert [(s.heading, s.paragraphs[0].text) for s in screen.session.draft.sections] == [("题", "文")]
        await press(pilot, "ctrl+q")
