"""A text area that draws only what a key press changes.

Textual draws every visible row again whenever the cursor moves, and lays out the whole paragraph for each row of it.
A row without cursor and selection looks as it did as long as its words, the width and the colours stay the same.
"""

from __future__ import annotations

from collections.abc import Hashable

from textual.cache import LRUCache
from textual.strip import Strip
from textual.widgets import TextArea

_ROWS = 500
"""Rows kept: several screens full."""


class SteadyArea(TextArea):
    """Keeps the rows it has drawn. Subclasses whose `get_line` colours a paragraph by more than its text, or in which
    a colour reaches over the end of a row, say so in `whole_paragraph`."""

    def whole_paragraph(self, text: str) -> bool:
        """True if a row of the paragraph `text` depends on all of it."""
        raise NotImplementedError

    def forget_rows(self) -> None:
        """Draw everything anew next time."""
        self._kept_rows.clear()

    @property
    def _kept_rows(self) -> LRUCache[Hashable, Strip]:
        kept: LRUCache[Hashable, Strip] | None = self.__dict__.get("_kept")
        if kept is None:
            kept = self.__dict__["_kept"] = LRUCache(_ROWS)
        return kept

    def notify_style_update(self) -> None:
        """The colours have changed."""
        super().notify_style_update()
        self.forget_rows()

    def _render_line(self, y: int) -> Strip:
        key = self._key_of(y)
        if key is None:
            return super()._render_line(y)
        strip = self._kept_rows.get(key)
        if strip is None:
            strip = self._kept_rows[key] = super()._render_line(y)
        return strip

    def _key_of(self, y: int) -> Hashable:
        """What the look of row `y` depends on; None if it must be drawn."""
        wrapped = self.wrapped_document
        places = wrapped._offset_to_line_info
        at = y + self.scroll_offset.y
        theme = self._theme
        if not self.selection.is_empty or theme is None or not 0 <= at < min(len(places), wrapped.height):
            return None
        row, section = places[at]
        text = self.document.get_line(row)
        ends = [0, *wrapped.get_offsets(row), len(text)]
        start, end = ends[section], ends[section + 1]
        cursor_row, cursor_column = self.selection.end
        if row == cursor_row and start <= cursor_column <= end:
            return None
        words = (text, section) if self.whole_paragraph(text) else text[start:end]
        number = row + self.line_number_start if section == 0 else 0
        colours = (theme.base_style or self.rich_style, theme.gutter_style, self.has_focus)
        return (
            words,
            end == len(text),
            number,
            colours,
            self.size.width,
            self.gutter_width,
            self.virtual_size.width,
        )
