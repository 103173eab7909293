"""The preview: the document in lines of print, read only; Enter goes back to the place of the line."""

from __future__ import annotations

import re

from rich.style import Style
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static, TextArea

from drafter.document import BlockKind, Document, Place
from drafter.tui import keys
from drafter.tui.messages import JobFailed, PreviewReady
from drafter.tui.page import LINES_A_PAGE, PrintedLine, printed_lines
from drafter.tui.session import Session
from drafter.tui.widgets.key_bar import KeyBar

_OPEN = re.compile(r"【待填：[^】]*】?|^[^【】]*】")
_MARGIN = "    "


class PrintArea(TextArea):
    """The printed lines, headings and open slots told apart."""

    def __init__(self) -> None:
        super().__init__(id="print", read_only=True, soft_wrap=False, compact=True)
        self.cursor_blink = False
        self.lines: tuple[PrintedLine, ...] = ()

    def get_line(self, line_index: int) -> Text:
        """One line with its colours."""
        text = Text(self.document.get_line(line_index), end="", no_wrap=True)
        if line_index < len(self.lines) and self.lines[line_index].kind in (
            BlockKind.TITLE,
            BlockKind.HEADING,
        ):
            text.stylize(Style(bold=True))
        for match in _OPEN.finditer(text.plain):
            if "【" in match.group():
                text.stylize(Style(reverse=True), *match.span())
        return text


class PreviewScreen(Screen[Place | None]):
    """Composes the draft in the background and shows it."""

    CSS_PATH = "preview.tcss"
    BINDINGS = keys.bindings(keys.PREVIEW)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        """Status, page, keys."""
        yield Static(" 正在排版", id="bar", markup=False)
        yield PrintArea()
        yield KeyBar(palette=False)

    def on_mount(self) -> None:
        """Compose the draft as it is now."""
        from drafter.tui.jobs import Jobs

        assert isinstance(self.app, Jobs)
        self.query_one(KeyBar).show(keys.bar(keys.PREVIEW))
        self.app.compose_preview(self.session.draft, self.session.vocabulary, self.session.revision, self)

    @on(PreviewReady)
    def _ready(self, event: PreviewReady) -> None:
        area = self.query_one(PrintArea)
        area.lines = printed_lines(event.document)
        area.load_text("\n".join(_MARGIN + line.text for line in area.lines))
        area.focus()
        self.query_one("#bar", Static).update(self._summary(event.document, len(area.lines)))

    @staticmethod
    def _summary(document: Document, lines: int) -> str:
        if not document.blocks:
            return " 稿件还是空的"
        opened = document.open_slots()
        names = "、".join(slot.name for slot in opened[:3])
        rest = f"  还有 {len(opened)} 个空没填：{names}{' 等' if len(opened) > 3 else ''}" if opened else ""
        return f" 预览  {document.characters} 字，约 {-(-lines // LINES_A_PAGE)} 页{rest}"

    @on(JobFailed)
    def _failed(self, event: JobFailed) -> None:
        from drafter.tui.screens.dialogs import error_dialog

        self.app.push_screen(error_dialog(event.what, event.error))

    def action_goto(self) -> None:
        """To the place of the line the cursor is on."""
        area = self.query_one(PrintArea)
        row = area.cursor_location[0]
        self.dismiss(area.lines[row].place if row < len(area.lines) else None)

    def action_close(self) -> None:
        """Back to where one was."""
        self.dismiss(None)

    def action_export(self) -> None:
        """Write the document."""
        from drafter.tui.screens.export import ExportDialog

        self.app.push_screen(ExportDialog(self.session))
