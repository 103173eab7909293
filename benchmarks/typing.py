# ruff: noqa: A005 - imported as benchmarks.typing only
"""From a key press to the painted frame, in the text and in the search line, beside bare Textual widgets.

A draft of 8,000 characters, a bank of 100,000 phrases more than the built-in ones; the same Chinese text is typed into
all. "Busy" means that every fraction of a second phrases are searched or suggested, all checks run and the preview is
composed, whatever is typed; otherwise what the workbench starts by itself.
"""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
from collections.abc import Callable
from functools import partial
from itertools import cycle
from pathlib import Path

# Before Textual is imported: input methods break otherwise, and the workbench does the same.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from benchmarks.search_bank import layer
from benchmarks.table import arguments, machine, median, report, table
from benchmarks.typing_paint import percentile, press, run, time_keys
from drafter.bank.library import load_bank
from drafter.bank.phrase import SLOT
from drafter.draft import Draft, Paragraph, Section
from drafter.storage.draft_file import write_draft
from drafter.tui.app import Drafter
from drafter.tui.screens.write import WriteScreen

CHARACTERS, SECTIONS, PARAGRAPH = 8_000, 10, 200
PHRASES = 100_000
TEXT_BUDGET = (16.0, 33.0)
"""Milliseconds, median and p95."""
AREA, LINE = "bare TextArea", "bare Input"
EDITOR, SEARCH = "the text", "the search line"
BUSY = ", busy"
LOAD = 0.3
"""Seconds between two rounds of background work of a busy run."""
QUERIES = ("三会一课", "dflz", "落实责任", "qunzhonglux", "主题党日 志愿", "严格落实制渡", "")
Times = dict[str, list[float]]


def prose(seed: int, characters: int) -> str:
    """Text of the built-in bank, without slots and in an order of its own."""
    texts = [SLOT.sub("", phrase.text) for phrase in load_bank().phrases if phrase.unit == "sentence"]
    random.Random(seed).shuffle(texts)
    return "".join(texts)[:characters]


def draft_of(text: str) -> Draft:
    """A draft of `text` in sections and paragraphs of even length."""
    size = len(text) // SECTIONS
    parts = [text[n * size : (n + 1) * size] for n in range(SECTIONS)]
    return Draft(
        outline="branch-annual-2026",
        title="年度工作总结",
        sections=tuple(
            Section(f"第{number}个方面的工作", paragraphs=tuple(
                Paragraph(part[at : at + PARAGRAPH]) for at in range(0, size, PARAGRAPH)
            ))
            for number, part in enumerate(parts)
        ),
    )  # fmt: skip


class Bare(App[int]):
    """One widget and nothing else."""

    def __init__(self, widget: TextArea | Input) -> None:
        super().__init__()
        self.animation_level = "none"
        self._widget = widget

    def compose(self) -> ComposeResult:
        """The widget."""
        yield self._widget


def bare_times(widget: TextArea | Input, typed: str, chance: random.Random) -> list[float]:
    """Seconds a key in a bare widget."""
    found: list[float] = []
    widget.cursor_blink = False

    app = Bare(widget)

    async def script(pilot: Pilot[object]) -> None:
        await pilot.pause()
        widget.focus()
        await asyncio.sleep(0.3)
        if isinstance(widget, TextArea):
            widget.move_cursor(widget.document.end)
            found.extend(await time_keys(app, typed, lambda: len(widget.text), chance))
        else:
            found.extend(await time_keys(app, typed, lambda: len(widget.value), chance))

    run(app, script)
    return found


async def on_writing(app: Drafter) -> WriteScreen:
    """The writing screen with the bank and the first suggestions."""
    while True:
        await asyncio.sleep(0.05)
        screen = app.screen
        if isinstance(screen, WriteScreen) and screen.is_mounted and screen.phrases.hits:
            await asyncio.sleep(1.0)
            return screen


async def keep_busy(app: Drafter, screen: WriteScreen) -> None:
    """Search, check and compose, again and again, until cancelled; only the list is shown as the workbench does it."""
    from drafter.tui.searching import search_at

    assert app.bank is not None
    queries = cycle(QUERIES)
    while True:
        session = screen.session
        screen._request += 1
        at = screen.editor.body.cursor_location
        search = search_at(app.bank, next(queries), session, screen.editor.index, *at, app.usage)
        app.find_phrases(screen._request, search, screen)
        app.check(session.draft, app.bank, session.outline, session.revision, screen)
        app.compose_preview(session.draft, app.bank.vocabulary, session.revision, screen)
        await asyncio.sleep(LOAD)


def workbench_times(path: Path, bank: Path, typed: str, words: str, chance: random.Random) -> Times:
    """Seconds a key in the text and in the search line, with and without other work."""
    times: Times = {}
    app = Drafter(path, (bank,))

    async def typing(name: str, text: str, length: Callable[[], int], screen: WriteScreen) -> None:
        times[name] = await time_keys(app, text, length, chance)
        work = asyncio.ensure_future(keep_busy(app, screen))
        times[name + BUSY] = await time_keys(app, text, length, chance)
        work.cancel()

    async def script(pilot: Pilot[object]) -> None:
        screen = await on_writing(app)
        await press(app, "ctrl+end")
        await typing(EDITOR, typed, lambda: len(screen.editor.body.text), screen)
        await press(app, "ctrl+f")
        line = screen.phrases.query_one(Input)
        await typing(SEARCH, words, lambda: len(line.value), screen)
        await press(app, "ctrl+s")
        await asyncio.sleep(1.0)

    run(app, script)
    return times


def in_one_run(folder: Path, bank: Path, keys: int) -> Times:
    """Bare widgets before and after the workbench, so that a slow hour of the machine shows in both."""
    text = prose(1, CHARACTERS)
    typed = prose(2, keys)
    words = typed[:keys]
    path = folder / "typing.draft.toml"
    write_draft(path, draft_of(text))
    section = "\n".join(paragraph.text for paragraph in draft_of(text).sections[0].paragraphs)
    half = keys // 2
    chance = random.Random(3)
    area: Callable[[], TextArea] = partial(TextArea, section, soft_wrap=True, compact=True)
    times: Times = {
        AREA: bare_times(area(), typed[:half], chance),
        LINE: bare_times(Input(), words[:half], chance),
    }
    times |= workbench_times(path, bank, typed, words, chance)
    times[AREA] += bare_times(area(), typed[half:], chance)
    times[LINE] += bare_times(Input(), words[half:], chance)
    return times


def rows(times: Times) -> list[list[str]]:
    """One row a place: keys, median, p95, the slowest, and beside the bare widget."""
    lines = []
    for name in (AREA, EDITOR, EDITOR + BUSY, LINE, SEARCH, SEARCH + BUSY):
        taken = [second * 1000 for second in times[name]]
        against = times[AREA] if name in (AREA, EDITOR, EDITOR + BUSY) else times[LINE]
        cells = (median(taken), percentile(taken, 0.95), max(taken))
        ratio = median(times[name]) / median(against)
        budget = "" if name in (AREA, LINE) else " / ".join(f"{value:.0f}" for value in TEXT_BUDGET)
        lines.append([name, str(len(taken)), *(f"{cell:.1f}" for cell in cells), f"{ratio:.2f} x", budget])
    return lines


def main() -> None:
    """Measure, print, and keep the table if asked."""
    parser = arguments("From a key press to the painted frame.", runs=200)
    parser.add_argument("--bank", type=Path, help="a folder to keep the bank in; made anew if not given")
    parser.add_argument(
        "--phrases", type=int, default=PHRASES, help=f"phrases beside the built-in ones ({PHRASES})"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kept = given.bank or folder
        os.environ["DRAFTER_HOME"] = str(kept / "home")
        made = layer(kept / "layer", given.phrases)
        # Filing the phrases, once after an installation, is a load of its own and not what is measured.
        load_bank((made,)).index.search(lambda _: None)
        times = in_one_run(folder, made, given.runs)
    head = ["typing in", "keys", "median ms", "p95 ms", "max ms", "beside bare", "budget ms"]
    note = (
        f"Key to written frame at 140x40, one character at a time with pauses of 40 to 450 ms; a draft of "
        f"{CHARACTERS:,} characters, {given.phrases:,} phrases beside the built-in ones; {machine()}. Busy: every "
        f"{LOAD:g} s a search or suggestion, all checks and the preview."
    )
    report("typing", "Typing", f"{table(head, rows(times))}\n\n{note}", write=given.write)


if __name__ == "__main__":
    main()
