"""Driving the workbench in tests by real key events. `Pilot.press` drops full-width punctuation, so it is not used."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from drafter.draft import Draft, Paragraph, Section
from drafter.storage.draft_file import read_draft, write_draft
from drafter.tui.app import Drafter
from drafter.tui.screens.write import WriteScreen
from drafter.tui.session import Session

_CHARACTERS = {"enter": "\r", "tab": "\t", "escape": "\x1b", "backspace": "\x7f"}
Driver = Pilot[int]


async def press(pilot: Driver, *keys: str) -> None:
    """Press keys by name, as the terminal's parser would post them, and wait until they have been acted on."""
    for key in keys:
        pilot.app.post_message(events.Key(key, _CHARACTERS.get(key, key if len(key) == 1 else None)))
        await pilot.pause()


async def write(pilot: Driver, text: str) -> None:
    """Type `text`, one key event a character, as an input method commits it."""
    for character in text:
        key = "enter" if character == "\n" else character
        pilot.app.post_message(events.Key(key, "\r" if character == "\n" else character))
    await pilot.pause()


async def until(pilot: Driver, true: Callable[[], bool], what: str) -> None:
    """Wait for background work; fails after ten seconds with `what` was waited for."""
    for _ in range(500):
        if true():
            return
        await pilot.pause()
        await asyncio.sleep(0.02)
    raise AssertionError(f"waited in vain for {what}")


def writing(pilot: Driver) -> WriteScreen:
    """The writing screen."""
    found = next(screen for screen in pilot.app.screen_stack if isinstance(screen, WriteScreen))
    assert isinstance(found, WriteScreen)
    return found


async def on_writing(pilot: Driver) -> WriteScreen:
    """The writing screen, once it is there with the bank loaded and the first suggestions shown."""

    def ready() -> bool:
        screens = [s for s in pilot.app.screen_stack if isinstance(s, WriteScreen)]
        return bool(screens) and screens[0].is_mounted and screens[0].phrases.bank is not None

    await until(pilot, ready, "the writing screen")
    await until(pilot, lambda: bool(writing(pilot).phrases.hits), "suggestions")
    return writing(pilot)


def shown(pilot: Driver) -> str:
    """The name of the screen or dialog that is shown."""
    return type(pilot.app.screen).__name__


def workbench(path: Path | None = None) -> Drafter:
    """The application, without starting it."""
    return Drafter(path)


def small_draft(folder: Path) -> Path:
    """A draft of two sections in a file of `folder`."""
    draft = Draft(
        outline="branch-annual-2026",
        title="{{ 党支部名称 }}工作总结",
        sections=(
            Section("严格组织生活", 1, "org-life", paragraphs=(Paragraph("召开支委会{{ 支委会次数 }}次。"),)),
            Section(
                "存在的问题和不足",
                1,
                "problems",
                paragraphs=(Paragraph("学习不够，全年支委会{{ 支委会次数 }}次。"),),
            ),
        ),
    )
    path = folder / "总结.draft.toml"
    write_draft(path, draft)
    return path


def on_disk(path: Path) -> Draft:
    """The draft as its file has it."""
    return read_draft(path)


def session_of(path: Path) -> Session:
    """A session on the draft at `path`."""
    return Session(path)
