"""The outline pane: the sections of the draft, how far each has come, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual import on
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from drafter.tui.keys import OUTLINE, bindings
from drafter.tui.messages import SectionChosen
from drafter.tui.outline_rows import OutlineRow


class OutlineTree(OptionList):
    """One row a section, indented by level."""

    BINDINGS = bindings(OUTLINE)

    def __init__(self) -> None:
        super().__init__(id="outline", markup=False)
        self._rows: tuple[OutlineRow, ...] = ()
        self._current = 0

    def show(self, rows: Sequence[OutlineRow], current: int) -> None:
        """Show `rows` with the section at `current` highlighted."""
        self._current = current
        if tuple(rows) != self._rows:
            self._rows = tuple(rows)
            self._draw()
        elif self.highlighted != current:
            self._highlight(current)

    def _draw(self) -> None:
        options = [Option(self._line(row)) for row in self._rows]
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(options)
        self._highlight(self._current)

    def _highlight(self, index: int) -> None:
        with self.prevent(OptionList.OptionHighlighted):
            self.highlighted = index if self._rows else None

    def on_resize(self) -> None:
        """The counts stand at the right edge."""
        self._draw()

    def _line(self, row: OutlineRow) -> Content:
        room = max(20, self.scrollable_content_region.width - 2)
        count = (
            f"{row.characters}/{row.target}"
            if row.target
            else (str(row.characters) if row.characters else "")
        )
        if row.open:
            count = f"{row.open}空 {count}"
        mark = "✓" if row.done else " "
        indent = "  " * max(0, row.level - 1)
        name = f"{indent}{row.number}{row.heading}"
        space = room - 2 - cell_len(count) - 1
        if cell_len(name) > space:
            name = set_cell_size(name, max(0, space - 1)).rstrip() + "…"
        return Content.assemble(
            (f"{mark} ", "$accent"), set_cell_size(name, space), " ", (count, "$text-muted")
        )

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        # Rows are set before this message is handled, so an old index may be out of date.
        if self.has_focus and event.option_index != self._current:
            self._current = event.option_index
            self.post_message(SectionChosen(event.option_index, write=False))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(SectionChosen(event.option_index, write=True))
