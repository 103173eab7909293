"""Forms as a list of rows: Enter or a digit opens a row to change it. Small enough for any terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option

from drafter.tui.screens.dialogs import ChoiceDialog

Made = TypeVar("Made")


class LineDialog(ModalScreen[str | None]):
    """A text to type, of one line that wraps; gives it without spaces around it, or None after Esc."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave"),
        Binding("enter", "done", priority=True),
    ]

    def __init__(self, title: str, value: str, hint: str = "") -> None:
        super().__init__()
        self._heading, self._value, self._hint = title, value, hint

    def compose(self) -> ComposeResult:
        """Title, the text, the keys."""
        with Vertical(classes="dialog"):
            yield Static(self._heading, classes="dialog-title", markup=False)
            yield TextArea(self._value, soft_wrap=True, compact=True, id="line")
            if self._hint:
                yield Static(self._hint, classes="field", markup=False)
            yield Static("\nEnter 好了    Esc 不改", markup=False)

    def on_mount(self) -> None:
        """The cursor behind the text; nothing blinks beside an input method."""
        area = self.query_one(TextArea)
        area.cursor_blink = False
        area.move_cursor(area.document.end)
        area.focus()

    @property
    def holds(self) -> bool:
        """True if something was typed that leaving would lose."""
        return self.query_one(TextArea).text != self._value

    def action_done(self) -> None:
        """Take what is typed."""
        self.dismiss("".join(self.query_one(TextArea).text.splitlines()).strip())

    def action_leave(self) -> None:
        """Leave it as it was."""
        ask_before_leaving(self)


class FormDialog(ModalScreen[Made | None]):
    """Rows of label and value; Esc asks before it drops changes."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave"), ("ctrl+s", "done")]

    def __init__(self, title: str, done: str) -> None:
        super().__init__()
        self._heading, self._done = title, done
        self.problem = ""
        self.changed = False

    @property
    def holds(self) -> bool:
        """True if something was changed that leaving would lose."""
        return self.changed

    def fields(self) -> Sequence[tuple[str, str, str]]:
        """The rows: id, label, value."""
        raise NotImplementedError

    def edit(self, name: str) -> None:
        """Ask for a new value of the row `name`, then call `refreshed`."""
        raise NotImplementedError

    def result(self) -> Made | None:
        """What the form gives; None, with `problem` set, if it cannot give it yet."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Title, rows, what is wrong, keys."""
        with Vertical(classes="dialog tall"):
            yield Static(self._heading, classes="dialog-title", markup=False)
            yield OptionList(id="rows", markup=False)
            with VerticalScroll(classes="problem", can_focus=False):
                yield Static("", id="problem", markup=False)
            yield Static(f"Enter 或数字 改这一项    ^S {self._done}    Esc 不改了", markup=False)

    def on_mount(self) -> None:
        """Show the rows."""
        self.refreshed(changed=False)
        self.query_one("#rows", OptionList).focus()

    def refreshed(self, *, changed: bool = True) -> None:
        """Show the rows anew, the highlight where it was."""
        self.changed |= changed
        rows = self.query_one("#rows", OptionList)
        at = rows.highlighted or 0
        rows.set_options([self._option(number, *field) for number, field in enumerate(self.fields(), 1)])
        rows.highlighted = min(at, rows.option_count - 1)
        self.query_one("#problem", Static).update(self.problem)

    def at(self, name: str) -> None:
        """Highlight the row `name`."""
        names = [field[0] for field in self.fields()]
        if name in names:
            self.query_one("#rows", OptionList).highlighted = names.index(name)

    @staticmethod
    def _option(number: int, name: str, label: str, value: str) -> Option:
        digit = f"{number} " if number <= 9 else "  "
        return Option(Content.assemble((digit, "$accent"), (f"{label}：", "$text-muted"), value), id=name)

    def on_key(self, event: events.Key) -> None:
        """A digit opens the row of that number."""
        fields = self.fields()
        if event.character and event.character in "123456789" and int(event.character) <= len(fields):
            event.stop()
            self.query_one("#rows", OptionList).highlighted = int(event.character) - 1
            self.edit(fields[int(event.character) - 1][0])

    @on(OptionList.OptionSelected, "#rows")
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.edit(str(event.option_id))

    def action_done(self) -> None:
        """Give the result, or say what is missing."""
        self.problem = ""
        made = self.result()
        if made is None:
            self.refreshed()
        else:
            self.dismiss(made)

    def action_leave(self) -> None:
        """Drop the changes, if that is what is meant."""
        ask_before_leaving(self)


def ask_before_leaving(dialog: LineDialog | FormDialog[Made]) -> None:
    """Close `dialog` without a result; if it holds changes, only after asking."""
    if not dialog.holds:
        dialog.dismiss(None)
        return

    def chosen(choice: str | None) -> None:
        if choice == "drop":
            dialog.dismiss(None)

    choices = [("stay", "接着改"), ("drop", "不要这些改动")]
    dialog.app.push_screen(ChoiceDialog("改动还没有用上", "", choices), chosen)
