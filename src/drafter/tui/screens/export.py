"""The export dialog: where to, what is still open, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from drafter.compose import compose, describe
from drafter.tui.jobs import Jobs
from drafter.tui.messages import ExportDone, JobFailed
from drafter.tui.screens.dialogs import ChoiceDialog, error_dialog
from drafter.tui.session import Session
from drafter.tui.typed_path import is_taken, typed_path

LISTED = 6


class ExportDialog(ModalScreen[None]):
    """Enter exports; the suffix of the file chooses the format."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave")]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._exporting = False
        self._done = False

    def compose(self) -> ComposeResult:
        """Path, what is open, state."""
        with Vertical(classes="dialog"):
            yield Static("导出", classes="dialog-title", markup=False)
            yield Static("存到（后缀 .docx、.md 或 .txt 决定格式）", classes="field", markup=False)
            yield Input(str(self._default()), id="target", select_on_focus=False)
            yield Static(self._open(), id="open", classes="note", markup=False)
            yield Static("\nEnter 导出    Esc 回正文", id="state", markup=False)

    def on_mount(self) -> None:
        """Nothing blinks beside an input method."""
        line = self.query_one("#target", Input)
        line.cursor_blink = False
        line.cursor_position = len(line.value)
        line.focus()

    def _default(self) -> Path:
        name = self.session.path.name.removesuffix(".toml").removesuffix(".draft")
        return self.session.path.with_name(f"{name}.docx")

    def _open(self) -> str:
        document = compose(self.session.draft, self.session.vocabulary, lenient=True)
        slots = document.open_slots()
        lines = [f"有误：{fault}" for fault in document.problems[:LISTED]]
        if slots:
            lines.append(f"\n还有 {len(slots)} 个空没填，导出后显示为【待填：…】：")
            for slot in slots[:LISTED]:
                where = describe(self.session.draft, slot.places[0])
                label = self.session.vocabulary.spec(slot.name).label
                lines.append(f"  {label}    {where}")
            if len(slots) > LISTED:
                lines.append(f"  还有 {len(slots) - LISTED} 个，回正文按 F2 逐个填")
        return "\n".join(lines) if lines else "\n空都填好了。"

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self._done:
            self.dismiss(None)
        elif not self._exporting:
            self._start(force=False)

    def _start(self, *, force: bool) -> None:
        typed = self.query_one("#target", Input).value.strip()
        if not typed:
            self._say("请写文件名")
            return
        target = typed_path(typed, self.session.path.parent)
        if is_taken(target) and not force:
            self._ask_to_overwrite(target, lambda: self._start(force=True))
            return
        self._exporting = True
        self._say("正在导出")
        assert isinstance(self.app, Jobs)
        self.app.export(self.session.draft, self.session.vocabulary, target, force, self)

    def _ask_to_overwrite(self, target: Path, go: Callable[[], None]) -> None:
        choices = [("no", "不覆盖，换个名字"), ("yes", "覆盖它")]

        def chosen(choice: str | None) -> None:
            if choice == "yes":
                go()

        self.app.push_screen(ChoiceDialog("文件已经有了", str(target), choices), chosen)

    def _say(self, text: str) -> None:
        self.query_one("#state", Static).update(f"\n{text}")

    @on(ExportDone)
    def _exported(self, event: ExportDone) -> None:
        self._exporting, self._done = False, True
        done = event.exported
        lines = [f"已导出到 {done.path}"]
        lines += [f"去掉了不能印的字符：{removal}" for removal in done.removed]
        lines += list(done.notes)
        self._say("\n".join(lines) + "\nEnter 或 Esc 回正文")

    @on(JobFailed)
    def _failed(self, event: JobFailed) -> None:
        self._exporting = False
        self._say("Enter 再试    Esc 回正文")
        self.app.push_screen(error_dialog(event.what, event.error))

    def action_leave(self) -> None:
        """Back to where one was."""
        self.dismiss(None)
