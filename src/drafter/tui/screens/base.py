"""What every screen of an open draft shares: the session, the application with its jobs, and the error door."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.screen import Screen

from drafter.tui.session import Session

if TYPE_CHECKING:
    from drafter.tui.app import Drafter


class DraftScreen(Screen[None]):
    """A screen that works on `session`."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    @property
    def drafter(self) -> Drafter:
        """The application, typed."""
        from drafter.tui.app import Drafter

        return cast(Drafter, self.app)

    def say(self, text: str, *, warning: bool = False) -> None:
        """A passing word in the corner; never markup, it may hold the writer's text."""
        self.app.notify(text, severity="warning" if warning else "information", markup=False)
