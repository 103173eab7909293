"""Make the pictures of docs/screens/ from the program itself: `python tools/make_screens.py`.

The workbench runs without a terminal, is driven by key events, and every picture is what it shows at that moment.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screens"
SIZE = (140, 40)
SMALL = (80, 24)
FACTS = ("示例县教育局党委", "36", "2", "24", "12", "6", "4", "5", "3")

_REMOTE_FONT = re.compile(r"@font-face\s*\{.*?\}\s*", re.DOTALL)
Step = Callable[[], Awaitable[None]]


def keep(app: object, name: str) -> None:
    """Write the picture of the screen as it is now; without fonts from the network, so that it opens offline."""
    from textual.app import App

    assert isinstance(app, App)
    svg = _REMOTE_FONT.sub("", app.export_screenshot(title="drafter"))
    # The folder it runs in is nobody's; the pictures show one that means something.
    svg = svg.replace(f"{Path.cwd()}/", "~/总结/")
    # The widths of the picture are those of a face with Han twice as wide as Latin.
    svg = svg.replace(
        "font-family: Fira Code", 'font-family: "Noto Sans Mono CJK SC", "Sarasa Mono SC", monospace'
    )
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.svg").write_text(svg, "utf-8", newline="\n")
    print(f"docs/screens/{name}.svg")


async def walk(size: tuple[int, int], suffix: str) -> None:
    """The first draft of docs/first-draft.md, with a picture at every step."""
    from textual import events

    from drafter.tui.app import Drafter

    app = Drafter()

    async def settle() -> None:
        # Searches and previews wait for a pause in typing before they start.
        for _ in range(20):
            await pilot.pause(0.05)

    async def press(*keys: str) -> None:
        for key in keys:
            character = {"enter": "\r", "tab": "\t", "escape": "\x1b"}.get(key)
            app.post_message(events.Key(key, character or (key if len(key) == 1 else None)))
            await pilot.pause(0.05)

    async def write(text: str) -> None:
        for character in text:
            app.post_message(events.Key(character, character))
        await pilot.pause(0.05)

    async with app.run_test(size=size) as pilot:
        await settle()
        keep(app, f"home{suffix}")
        await press("enter")
        await settle()
        keep(app, f"outlines{suffix}")
        await press("1")
        await write("示例小学党支部")
        await press("enter")
        await write("2026年")
        await press("enter", "enter")
        await settle()
        await press("f2")
        for value in FACTS:
            await write(value)
            await press("enter")
        await settle()
        keep(app, f"facts{suffix}")
        await press("escape", "ctrl+f")
        await write("shyk")
        await settle()
        keep(app, f"write{suffix}")
        await press("escape", "f5")
        await settle()
        keep(app, f"preview{suffix}")
        await press("escape", "ctrl+e")
        await settle()
        keep(app, f"export{suffix}")
        await press("escape", "ctrl+q")


def main() -> None:
    """Make every picture in a home and a folder of its own."""
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    for size, suffix in ((SIZE, ""), (SMALL, "-80x24")):
        with tempfile.TemporaryDirectory() as folder:
            os.environ["DRAFTER_HOME"] = str(Path(folder) / "home")
            os.chdir(folder)
            asyncio.run(walk(size, suffix))
            os.chdir("/")


if __name__ == "__main__":
    main()
