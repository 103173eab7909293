"""What screens on which one works share: the application with its jobs, a passing word, and leaving."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from drafter.tui.messages import Notice
from drafter.tui.session import Session

if TYPE_CHECKING:
    from drafter.tui.app import Drafter


SAID, WARNED = 5.0, 10.0
"""Seconds a word stays, and a warning."""


class WorkScreen(Screen[None]):
    """A screen with a row `#message`; `PLACE` is where its actions stand in the registry of keys."""

    PLACE: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self._silence: Timer | None = None

    def leave(self, then: Callable[[], None]) -> None:
        """Bring everything to safety, then call `then`."""
        raise NotImplementedError

    @property
    def drafter(self) -> Drafter:
        """The application, typed."""
        from drafter.tui.app import Drafter

        return cast(Drafter, self.app)

    def say(self, text: str, *, warning: bool = False) -> None:
        """A passing word on a row of its own: a toast would lie over the edges of panes, which cut Han in two."""
        line = self.query_one("#message", Static)
        line.update(f" {text}")
        line.set_class(warning, "-warning")
        line.display = True
        if self._silence is not None:
            self._silence.stop()
        self._silence = self.set_timer(WARNED if warning else SAID, self.hush)

    def hush(self) -> None:
        """Take the word away."""
        self.query_one("#message", Static).display = False

    @on(Notice)
    def _noticed(self, event: Notice) -> None:
        self.say(event.text, warning=True)


class DraftScreen(WorkScreen):
    """A screen that works on `session`."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
