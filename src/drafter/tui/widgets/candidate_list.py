"""The queue of candidates: one row each, of which only a page is ever made, so that thousands open at once."""

from __future__ import annotations

from collections.abc import Callable

from textual import events, on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from drafter.tui.keys import QUEUE, bindings

PAGE = 200
"""Rows that are made at once."""


class CandidateList(OptionList):
    """Rows 0 to `total` - 1, drawn by `draw`. Moving over the edge of a page brings the next one."""

    BINDINGS = bindings(QUEUE)

    class Moved(Message):
        """Another row is highlighted."""

    class Proposal(Message):
        """The digit of a proposal was pressed."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, draw: Callable[[int], Content]) -> None:
        super().__init__(id="queue", markup=False)
        self._draw = draw
        self._page = -1
        self._at = 0
        self.total = 0

    @property
    def at(self) -> int:
        """The highlighted row."""
        return self._at

    def show(self, total: int, at: int) -> None:
        """Show `total` rows anew, row `at` highlighted."""
        self.total, self._page = total, -1
        self.go(at)

    def go(self, at: int) -> None:
        """Highlight row `at`, or the nearest there is."""
        self._at = max(0, min(self.total - 1, at))
        page = self._at // PAGE
        if page != self._page:
            self._page = page
            first = page * PAGE
            self.set_options([Option(self._draw(row)) for row in range(first, min(self.total, first + PAGE))])
        self.highlighted = self._at - page * PAGE if self.total else None
        self.post_message(self.Moved())

    def redraw(self, row: int) -> None:
        """Row `row` looks different now."""
        if row // PAGE == self._page and row < self.total:
            self.replace_option_prompt_at_index(row % PAGE, self._draw(row))

    def on_key(self, event: events.Key) -> None:
        """1 to 9 are for the proposals."""
        if event.character and event.character in "123456789":
            event.stop()
            event.prevent_default()
            self.post_message(self.Proposal(int(event.character)))

    @on(OptionList.OptionHighlighted)
    def _clicked(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        row = self._page * PAGE + event.option_index
        # Told late of a page that is gone, or of what `go` did itself.
        if event.option_index == self.highlighted and row != self._at:
            self._at = row
            self.post_message(self.Moved())

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        # A click only goes there; accepting takes the key.
        event.stop()

    def action_cursor_up(self) -> None:
        """The row above."""
        self.go(self._at - 1)

    def action_cursor_down(self) -> None:
        """The row below."""
        self.go(self._at + 1)

    def action_page_up(self) -> None:
        """A screen up."""
        self.go(self._at - max(1, self.size.height - 1))

    def action_page_down(self) -> None:
        """A screen down."""
        self.go(self._at + max(1, self.size.height - 1))

    def action_first(self) -> None:
        """The first row."""
        self.go(0)

    def action_last(self) -> None:
        """The last row."""
        self.go(self.total - 1)
