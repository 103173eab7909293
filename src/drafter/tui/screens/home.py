"""The home screen: what a crash left, recent drafts, and the ways to begin."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from rich.cells import cell_len, set_cell_size
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from drafter.errors import DrafterError
from drafter.files import free_name
from drafter.paths import state_dir
from drafter.storage.journal import Journal, Unsaved, pending
from drafter.storage.recent import Recent, recent_drafts
from drafter.tui.examples import copy_example, example_files
from drafter.tui.messages import BankLoaded, JobFailed
from drafter.tui.typed_path import typed_path

if TYPE_CHECKING:
    from drafter.outline import Outline
    from drafter.tui.app import Drafter

SHOWN = 9
WIDE = 100
"""Columns from which a row has room for the name of the outline."""


class HomeScreen(Screen[None]):
    """A list; Enter or a digit takes a row."""

    CSS_PATH = "home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("f1", "help"), ("ctrl+n", "new"), ("ctrl+o", "open")]

    def __init__(self) -> None:
        super().__init__()
        self._unsaved: tuple[Unsaved, ...] = ()
        self._recent: tuple[Recent, ...] = ()
        self._outlines: dict[str, Outline] = {}

    @property
    def drafter(self) -> Drafter:
        """The application, typed."""
        from drafter.tui.app import Drafter

        return cast(Drafter, self.app)

    def compose(self) -> ComposeResult:
        """Name, list, keys."""
        yield Static(" drafter  写工作总结、汇报等公文材料", id="bar", markup=False)
        yield OptionList(id="home", markup=False)
        yield Static(" ↑↓ 选  Enter 或数字 进入  ^N 新建  ^O 打开  F1 帮助  ^Q 退出", id="keys", markup=False)

    def on_mount(self) -> None:
        """Look for what there is."""
        self.look_again()
        self.call_after_refresh(self._learn_outlines)
        if self.drafter.bank is None:
            self.call_after_refresh(self.drafter.load_bank, self.drafter.bank_dirs, self)

    def on_screen_resume(self) -> None:
        """Coming back from a draft."""
        self.look_again()

    def _learn_outlines(self) -> None:
        """Names and lengths of the outlines, which tell how full a draft is: after the first paint."""
        from drafter.outline import load_outlines

        try:
            self._outlines = {outline.id: outline for outline in load_outlines()}
        except DrafterError:
            # Who makes a new draft is told what is wrong with them; here they only add a note.
            return
        self.look_again()

    def look_again(self) -> None:
        """Read the lists again and show them."""
        self._unsaved = pending(state_dir())
        lost = {str(one.path) for one in self._unsaved}
        self._recent = tuple(
            one for one in recent_drafts() if str(one.path) not in lost and one.path.is_file()
        )[:SHOWN]
        rows = self.query_one("#home", OptionList)
        rows.set_options(self._options())
        rows.highlighted = next((n for n, o in enumerate(rows.options) if not o.disabled), None)
        rows.focus()

    def _options(self) -> list[Option]:
        options: list[Option] = []
        number = 0

        def add(name: str, *parts: Content | str | tuple[str, str]) -> None:
            nonlocal number
            number += 1
            digit = f" {number} " if number <= 9 else "   "
            options.append(Option(Content.assemble((digit, "$accent"), *parts), id=name))

        def title(text: str) -> None:
            options.append(Option(Content.assemble(("\n " if options else " ") + text), disabled=True))

        if self._unsaved:
            title("恢复上次未保存的内容")
            for place, one in enumerate(self._unsaved):
                add(f"unsaved-{place}", self._row(_name(one.title, one.path), f"最后改动 {_when(one.time)}"))
        if self._recent:
            title("最近的稿件")
            for place, draft in enumerate(self._recent):
                add(f"recent-{place}", self._row(_name(draft.title, draft.path), self._fullness(draft)))
        title("开始")
        add("new", "新建稿件", ("    选一个提纲，常用词句可以先放好", "$text-muted"))
        add("open", "打开稿件", ("    打开一个 .draft.toml 文件", "$text-muted"))
        if example_files():
            add("example", "看一份示例", ("  复制一份写好的示例到当前文件夹，随便改", "$text-muted"))
        return options

    def _fullness(self, draft: Recent) -> str:
        outline = self._outlines.get(draft.outline)
        full = f"{min(100, draft.characters * 100 // outline.length)}%" if outline and outline.length else ""
        name = outline.name if outline and self.app.size.width >= WIDE else ""
        return "  ".join(
            part for part in (name, full or f"{draft.characters} 字", _when(draft.opened)) if part
        )

    def _row(self, name: str, note: str) -> Content:
        room = max(16, self.app.size.width - 8 - cell_len(note))
        shown = name if cell_len(name) <= room else set_cell_size(name, room - 1).rstrip() + "…"
        return Content.assemble(set_cell_size(shown, room), "  ", (note, "$text-muted"))

    def on_key(self, event: events.Key) -> None:
        """A digit takes the row of that number."""
        if not event.character or event.character not in "123456789":
            return
        rows = self.query_one("#home", OptionList)
        enabled = [option for option in rows.options if not option.disabled]
        at = int(event.character) - 1
        if at < len(enabled):
            event.stop()
            self._take(str(enabled[at].id))

    @on(OptionList.OptionSelected, "#home")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self._take(str(event.option_id))

    def _take(self, name: str) -> None:
        kind, _, place = name.partition("-")
        match kind:
            case "unsaved":
                one = self._unsaved[int(place)]
                self.drafter.attempt(
                    "恢复稿件", lambda: self.drafter.open_draft(one.path or _given_a_file(one))
                )
            case "recent":
                self.drafter.open_draft(self._recent[int(place)].path)
            case "new":
                self.action_new()
            case "open":
                self.action_open()
            case "example":
                self.drafter.attempt("复制示例", lambda: self.drafter.open_draft(copy_example(Path.cwd())))

    def action_new(self) -> None:
        """Choose an outline and begin."""
        from drafter.tui.screens.new import NewScreen

        self.app.push_screen(NewScreen())

    def action_open(self) -> None:
        """Type a path."""
        self.app.push_screen(OpenDialog(), self._opened)

    def _opened(self, typed: str | None) -> None:
        if typed:
            self.drafter.open_draft(typed_path(typed, Path.cwd()))

    def action_help(self) -> None:
        """Every key."""
        from drafter.tui.screens.dialogs import HelpDialog

        self.app.push_screen(HelpDialog())

    @on(BankLoaded)
    def _bank_loaded(self, event: BankLoaded) -> None:
        self.drafter.bank = event.bank

    @on(JobFailed)
    def _job_failed(self, event: JobFailed) -> None:
        self.drafter.show_error(event.what, event.error)


class OpenDialog(ModalScreen[str | None]):
    """A path to type; drafts of the current folder are completed as one types."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave")]

    def compose(self) -> ComposeResult:
        """One line."""
        with Vertical(classes="dialog"):
            yield Static("打开稿件", classes="dialog-title", markup=False)
            found = sorted(Path.cwd().glob("*.draft.toml"))[:SHOWN]
            here = "\n".join(f"  {path.name}" for path in found)
            yield Static(
                f"当前文件夹里有：\n{here}" if found else f"当前文件夹 {Path.cwd()} 里没有稿件", markup=False
            )
            yield Static("文件名或路径", classes="field", markup=False)
            yield Input(found[0].name if found else "", id="path")
            yield Static("\nEnter 打开    Esc 取消", markup=False)

    def on_mount(self) -> None:
        """Nothing blinks beside an input method."""
        self.query_one(Input).cursor_blink = False

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)

    def action_leave(self) -> None:
        """Not now."""
        self.dismiss(None)


def _name(title: str, path: Path | None) -> str:
    # A title whose slots cannot be filled here says less than the file name.
    return title if title and "{" not in title else path.name if path else "（无标题）"


def _given_a_file(unsaved: Unsaved) -> Path:
    """Put a draft that never had a file into one in the current folder; raises FileProblem."""
    path = free_name(Path.cwd() / "恢复的稿件.draft.toml")
    from drafter.storage.draft_file import write_draft

    write_draft(path, unsaved.draft())
    Journal(None, state_dir(), resume=unsaved).discard()
    return path


def _when(seconds: float) -> str:
    then, now = datetime.fromtimestamp(seconds), datetime.now()
    return f"今天 {then:%H:%M}" if then.date() == now.date() else f"{then.month}月{then.day}日 {then:%H:%M}"
