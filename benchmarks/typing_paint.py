"""Timing key presses of a Textual application: from posting the key until the frame that shows it has been written.

The driver is one without a terminal, but not a headless one: frames are rendered to the characters a terminal would
get, and thrown away.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from textual import events
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot

SIZE = (140, 40)
GAPS = (0.04, 0.45)
"""Seconds between two keys: a fast typist's, and pauses long enough for every background job to start."""
PATIENCE = 20.0


@dataclass
class Watch:
    """The key being waited for: the frame that shows `character` counts once `arrived` is true."""

    character: str = ""
    arrived: Callable[[], bool] = lambda: True
    painted: float = 0.0
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def frame(self, data: str) -> None:
        """`data` goes to the terminal."""
        if self.character and not self.done.is_set() and self.character in data and self.arrived():
            self.painted = time.perf_counter()
            self.done.set()


class PaintDriver(HeadlessDriver):
    """Tells the watch what is painted."""

    watch = Watch()

    @property
    def is_headless(self) -> bool:
        """False, so that frames are rendered."""
        return False

    def write(self, data: str) -> None:
        """The frame ends here."""
        self.watch.frame(data)


async def press(app: App[int], name: str, character: str | None = None) -> None:
    """Press a key and let it be acted on."""
    app.post_message(events.Key(name, character))
    await asyncio.sleep(0.05)


async def time_keys(
    app: App[int], text: str, length: Callable[[], int], chance: random.Random
) -> list[float]:
    """Type `text` at uneven intervals; seconds from each key to its frame.

    `length` gives the characters of the widget that is typed into, so that no frame painted before the key was acted
    on can count. Raises TimeoutError if a key is never painted.
    """
    times = []
    for character in text:
        before = length()
        watch = PaintDriver.watch = Watch(character, lambda before=before: length() > before)  # type: ignore[misc]
        start = time.perf_counter()
        app.post_message(events.Key(character, character))
        async with asyncio.timeout(PATIENCE):
            await watch.done.wait()
        times.append(watch.painted - start)
        await asyncio.sleep(chance.uniform(*GAPS))
    return times


def run(app: App[int], script: Callable[[Pilot[object]], Awaitable[None]]) -> None:
    """Run `app` with frames that are rendered while `script` has the keys, then end it. Raises what the script raises."""
    failed: list[BaseException] = []

    async def guarded(pilot: Pilot[object]) -> None:
        try:
            await script(pilot)
        except BaseException as error:
            failed.append(error)
        finally:
            app.exit(0)

    app.driver_class = PaintDriver
    app.run(size=SIZE, mouse=False, auto_pilot=guarded)
    if failed:
        raise failed[0]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of `values` lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
