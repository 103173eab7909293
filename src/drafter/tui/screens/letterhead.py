"""Title, addressee, attachments, signature and date: everything of the draft around its sections."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from drafter.draft import Draft
from drafter.errors import DrafterError
from drafter.tui.session import Session
from drafter.tui.slot_text import from_editor, to_editor

FIELDS = {
    "title": "标题",
    "addressee": "主送机关（没有就空着）",
    "attachments": "附件（几个附件用“；”隔开，没有就空着）",
    "signature": "署名",
    "date": "成文日期（例：2026年12月20日）",
}
SEPARATOR = "；"


class FieldInput(Input):
    """One field; tells the dialog of every change at once."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(value, id=name, select_on_focus=False)
        self.cursor_blink = False

    def watch_value(self, value: str) -> None:
        """Called by textual as soon as the value changes."""
        if self.is_mounted and isinstance(self.screen, LetterheadDialog):
            self.screen.take(str(self.id), value)


class LetterheadDialog(ModalScreen[None]):
    """A form; what is typed is in the draft at once, Esc closes."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave"), ("ctrl+z", "undo")]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._reloading = False

    def compose(self) -> ComposeResult:
        """One line a field."""
        with Vertical(classes="dialog"):
            yield Static("文头文尾", classes="dialog-title", markup=False)
            for name, label in FIELDS.items():
                yield Static(label, classes="field", markup=False)
                yield FieldInput(name, self._shown(name))
            yield Static("\nEnter、Tab 到下一行    Esc 回正文", markup=False)

    def _shown(self, name: str) -> str:
        if name == "attachments":
            return SEPARATOR.join(
                to_editor(text, self.session.show) for text in self.session.draft.attachments
            )
        return to_editor(getattr(self.session.draft, name), self.session.show)

    def take(self, name: str, value: str) -> None:
        """A field was changed."""
        if self._reloading or value == self._shown(name):
            return
        text = from_editor(value, self.session.known)
        try:
            self.session.edit(self._with(name, text), f"改{FIELDS[name][:2]}", group=f"letterhead:{name}")
        except DrafterError as error:
            self.notify(str(error), severity="warning", markup=False)

    def _with(self, name: str, text: str) -> Draft:
        draft = self.session.draft
        match name:
            case "title":
                return replace(draft, title=text)
            case "addressee":
                return replace(draft, addressee=text)
            case "signature":
                return replace(draft, signature=text)
            case "date":
                return replace(draft, date=text)
            case _:
                names = tuple(part.strip() for part in text.split(SEPARATOR) if part.strip())
                return replace(draft, attachments=names)

    def on_input_submitted(self) -> None:
        """Enter goes down."""
        self.focus_next()

    def action_undo(self) -> None:
        """Take back the last step."""
        self.session.undo()
        self._reloading = True
        for field in self.query(FieldInput):
            field.value = self._shown(str(field.id))
        self._reloading = False

    def action_leave(self) -> None:
        """Back to the text."""
        self.dismiss(None)
