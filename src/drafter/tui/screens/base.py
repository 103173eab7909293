"""What every screen of an open draft shares: the session, the application with its jobs, and the error door."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

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


class DraftScreen(Screen[None]):
    """A screen that works on `session`."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._silence: Timer | None = None

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
