"""A text area in which a slot is one thing: the cursor steps over it, deleting takes it whole, typing goes beside it."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from rich.style import Style
from rich.text import Text
from textual.document._document import EditResult, Location, Selection
from textual.document._edit import Edit

from drafter.tui.lines import clean
from drafter.tui.slot_text import Token, chip, chips, editor_tokens
from drafter.tui.widgets.steady_area import SteadyArea

_MARK = re.compile(r"\{#表格 [^#]*#\}")


class SlotArea(SteadyArea):
    """The base of the section's heading and body.

    Subclasses say what a slot prints (`value_of`), which names are facts (`is_fact`), and take in every change of
    the text (`took_edit`), which is called before the change can be painted.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"slot-area--open", "slot-area--filled", "slot-area--code"}

    def __init__(self, **options: Any) -> None:
        super().__init__(soft_wrap=True, compact=True, highlight_cursor_line=False, **options)
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self._quiet = False
        self.caret_before: Location = (0, 0)
        self.stretch = 0
        self._last: tuple[bool, Location] | None = None

    def value_of(self, expression: str, row: int) -> str | None:
        """What the slot with this expression prints in the line at `row`, None while open."""
        raise NotImplementedError

    def is_fact(self, name: str) -> bool:
        """True for the name of a fact."""
        raise NotImplementedError

    def took_edit(self, top: Location, bottom: Location, shown: list[str], count: int) -> None:
        """The range `top` to `bottom`, in lines that read `shown`, was replaced by words with `count` line ends."""
        raise NotImplementedError

    # One door for every change

    def edit(self, edit: Edit) -> EditResult:
        """Every change of the text, typed or pasted or deleted, comes through here."""
        if self._quiet:
            return super().edit(edit)
        self.caret_before = self.cursor_location
        edit.text = self._cleaned(edit.text)
        self._take_whole_slots(edit)
        top, bottom = edit.top, edit.bottom
        shown = [self.document.get_line(row) for row in range(top[0], bottom[0] + 1)]
        self._note_stretch(edit)
        result = super().edit(edit)
        # The text may only now be a line longer, and what is typed into that line must be seen.
        self.scroll_cursor_visible()
        self._last = (top != bottom, result.end_location)
        # The session keeps the history of the whole draft; a second one here would only grow.
        self.history.clear()
        self.took_edit(top, bottom, shown, edit.text.count("\n"))
        self.refresh_slots(range(top[0], result.end_location[0] + 1))
        return result

    def _note_stretch(self, edit: Edit) -> None:
        """Count stretches of typing or deleting: undo takes back one at a time."""
        deletes = edit.top != edit.bottom
        goes_on = (
            self._last is not None and self._last[0] == deletes and self._last[1] in (edit.top, edit.bottom)
        )
        if not goes_on or len(edit.text) > 1 or edit.text == "\n":
            self.stretch += 1

    def _cleaned(self, text: str) -> str:
        if len(text) <= 1:
            return text if text == "\n" or text.isprintable() else ""
        return "\n".join(clean(line) for line in re.split(r"\r\n|[\n\r\u2028\u2029]", text))

    def _take_whole_slots(self, edit: Edit) -> None:
        top, bottom = edit.top, edit.bottom
        start, end = self._inside(top), self._inside(bottom)
        if top == bottom:
            if start is not None:
                edit.from_location = edit.to_location = (top[0], start[1])
            return
        edit.from_location = (top[0], start[0]) if start else top
        edit.to_location = (bottom[0], end[1]) if end else bottom

    def _spans(self, row: int) -> list[tuple[int, int]]:
        line = self.document.get_line(row)
        if "{" not in line:
            return []
        spans = [(token.start, token.end) for token in chips(line, self.is_fact)]
        return spans + [match.span() for match in _MARK.finditer(line)]

    def _inside(self, location: Location) -> tuple[int, int] | None:
        row, column = location
        return next((span for span in self._spans(row) if span[0] < column < span[1]), None)

    # The cursor never stands inside a slot

    def validate_selection(self, selection: Selection) -> Selection:
        """Move an end that would stand inside a slot to the nearer side of it."""
        return Selection(self._outside(selection.start), self._outside(selection.end))

    def _outside(self, location: Location) -> Location:
        if location[0] >= self.document.line_count:
            return location
        span = self._inside(location)
        if span is None:
            return location
        start, end = span
        return (location[0], start if location[1] - start < end - location[1] else end)

    def _stepped(self, location: Location, side: int) -> Location:
        span = self._inside(location)
        return location if span is None else (location[0], span[side])

    def get_cursor_left_location(self) -> Location:
        """One step left; a slot is one step."""
        return self._stepped(super().get_cursor_left_location(), 0)

    def get_cursor_right_location(self) -> Location:
        """One step right; a slot is one step."""
        return self._stepped(super().get_cursor_right_location(), 1)

    def get_cursor_word_left_location(self) -> Location:
        """To the start of the word or slot on the left."""
        return self._stepped(super().get_cursor_word_left_location(), 0)

    def get_cursor_word_right_location(self) -> Location:
        """Behind the word or slot on the right."""
        return self._stepped(super().get_cursor_word_right_location(), 1)

    # Looks

    def whole_paragraph(self, text: str) -> bool:
        """A slot may reach over the end of a row."""
        return "{" in text

    def get_line(self, line_index: int) -> Text:
        """The line with its slots coloured."""
        line = self.document.get_line(line_index)
        text = Text(line, end="", no_wrap=True)
        if "{" in line:
            opened = self._colour("slot-area--open")
            filled = self._colour("slot-area--filled")
            code = self._colour("slot-area--code")
            for token in editor_tokens(line, self.is_fact):
                if token.expression:
                    text.stylize(opened if token.open else filled, token.start, token.end)
                elif token.raw:
                    text.stylize(code, token.start, token.end)
            for match in _MARK.finditer(line):
                text.stylize(filled, *match.span())
        return text

    def _colour(self, component: str) -> Style:
        # Without a background of its own a slot must not repaint that of the selection.
        style = self.get_component_rich_style(component, partial=True)
        return Style(color=style.color, bold=style.bold, underline=style.underline)

    def refresh_slots(self, rows: range | None = None) -> None:
        """Show the values of the facts as they are now, leaving the cursor where it is."""
        if rows is None:
            # Names may have become those of facts, which are coloured.
            self.forget_rows()
        for row in rows or range(self.document.line_count):
            line = self.document.get_line(row)
            for token in reversed(chips(line, self.is_fact)):
                fresh = chip(token.expression, self.value_of(token.expression, row))
                if fresh != line[token.start : token.end]:
                    self._replace_quietly(fresh, row, token)

    def _replace_quietly(self, text: str, row: int, token: Token) -> None:
        self._quiet = True
        try:
            self.replace(text, (row, token.start), (row, token.end), maintain_selection_offset=True)
            self.history.clear()
        finally:
            self._quiet = False

    def slot_after(self, location: Location) -> Location | None:
        """Where the first open slot at or behind `location` begins, None if there is none."""
        for row in range(location[0], self.document.line_count):
            for token in chips(self.document.get_line(row), self.is_fact):
                if token.open and (row, token.start) >= location:
                    return row, token.start
        return None

    def slot_at(self, location: Location) -> Token | None:
        """The slot that begins at `location`."""
        row, column = location
        tokens = chips(self.document.get_line(row), self.is_fact)
        return next((token for token in tokens if token.start == column), None)

    def action_undo(self) -> None:
        """The screen undoes: its history is that of the whole draft."""

    def action_redo(self) -> None:
        """The screen redoes."""
