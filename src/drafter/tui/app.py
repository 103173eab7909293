"""The application: which screen is shown, the phrase bank once it is loaded, and the one door for errors."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.command import CommandPalette
from textual.screen import Screen
from textual.widgets import Static

from drafter.errors import DrafterError
from drafter.tui.jobs import Jobs
from drafter.tui.keys import ACTIONS

if TYPE_CHECKING:
    from drafter.bank.library import Bank
    from drafter.tui.jobs import ReviewTable


SWITCH = 0.0002
"""Seconds a background thread may keep the interpreter; Python's own 0.005, several times a key, make a frame late."""


class Drafter(Jobs):
    """The workbench. `path` is the draft to open, None for the home screen; `bank_dirs` are further bank layers;
    `review` the candidates to review instead of writing."""

    TITLE = "drafter"
    CSS = "* { scrollbar-size-vertical: 1; } CommandPalette SearchIcon { display: none; } #first { background: $panel; }"
    BINDINGS: ClassVar[list[BindingType]] = [("ctrl+q", "leave")]

    def __init__(
        self, path: Path | None = None, bank_dirs: Sequence[Path] = (), review: ReviewTable | None = None
    ) -> None:
        super().__init__()
        self._review = review
        self.bank: Bank | None = None
        self._settled: Bank | None = None
        self.bank_dirs = tuple(bank_dirs)
        self.failure: DrafterError | None = None
        self._path = path
        # An input method's candidate window jumps when something on the screen moves.
        self.animation_level = "none"

    def compose(self) -> ComposeResult:
        """What stands there while the first screen is being made."""
        name = self._path.name if self._path else "写工作总结、汇报等公文材料"
        if self._review is not None:
            name = self._review.path.name
        yield Static(f" drafter  {name}", id="first", markup=False)

    def on_mount(self) -> None:
        """Paint first, then import and make the first screen; the others are imported when they are needed."""
        # A key waits for a thread that computes at most this long.
        sys.setswitchinterval(SWITCH)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        if self._review is not None:
            from drafter.tui.screens.review import ReviewScreen

            self._show(ReviewScreen(self._review))
            return
        if self._path is None:
            self.go_home()
            return
        try:
            self._write(self._path)
        except DrafterError as error:
            self.failure = error
            self.exit(2)

    def go_home(self) -> None:
        """Show the home screen."""
        from drafter.tui.screens.home import HomeScreen

        self._show(HomeScreen())

    def open_draft(self, path: Path) -> None:
        """Open the draft at `path` on the writing screen, or say why not."""
        self.attempt("打开稿件", lambda: self._write(path))

    def _write(self, path: Path) -> None:
        from drafter.tui.screens.write import WriteScreen
        from drafter.tui.session import Session

        self._show(WriteScreen(Session(path)))

    def _show(self, screen: Screen[None]) -> None:
        # One place at a time: what was there before is left for good.
        while len(self.screen_stack) > 2:
            self.pop_screen()
        if len(self.screen_stack) == 2:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def attempt(self, what: str, call: Callable[[], None]) -> None:
        """Do something that may fail, and say so if it does."""
        try:
            call()
        except DrafterError as error:
            self.show_error(what, error)

    def show_error(self, what: str, error: Exception) -> None:
        """Say what did not work, where, and what to do."""
        from drafter.tui.screens.dialogs import error_dialog

        self.push_screen(error_dialog(what, error))

    def action_leave(self) -> None:
        """Save and end."""
        from drafter.tui.screens.base import WorkScreen

        if any(getattr(screen, "holds", False) for screen in self.screen_stack):
            self.notify("这张表还没有用上：请按 Esc 或 Ctrl+S 收好，再退出", markup=False)
            return
        open_one = next((s for s in self.screen_stack if isinstance(s, WorkScreen)), None)
        if open_one is None:
            self.exit(0)
        else:
            open_one.leave(lambda: self.exit(0))

    def _fatal_error(self) -> None:
        # Textual would print a traceback with the writer's text in it; `run` hands the error to the command line,
        # which keeps the trace in a file and says so. What was written is in the journal.
        self._close_messages_no_wait()

    def action_command_palette(self) -> None:
        """Every command, to search."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder="输入文字找命令", id="--command-palette"))

    def settle(self) -> None:
        """The bank is in memory for good: the collector of garbage need not look through it any more, which it would
        do for a tenth of a second in the midst of typing."""
        if self._settled is not self.bank:
            self._settled = self.bank
            gc.freeze()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The command palette: every action of the place, from the registry of keys."""
        from drafter.tui.screens.base import WorkScreen

        if isinstance(screen, WorkScreen):
            for action in ACTIONS:
                if action.where == screen.PLACE and action.palette:
                    method = getattr(screen, f"action_{action.id}")
                    yield SystemCommand(f"{action.short}  {action.label}", action.help, method)
        yield SystemCommand("退出  ^Q", "存好并退出", self.action_leave)


def run(path: Path | None = None, bank_dirs: Sequence[Path] = ()) -> int:
    """Open the workbench and stay until the writer leaves; returns the exit status.

    Raises DrafterError before anything is shown if `path` cannot be read or standard input is no terminal.
    """
    return _stay(
        Drafter(path, bank_dirs),
        "写作台",
        "请直接在终端窗口里运行 drafter；脚本里请用 drafter --help 中的命令",
    )


def run_review(candidates: Path, log: Path, folder: Path) -> int:
    """Open the candidates of a file for review and stay until the curator leaves; returns the exit status.

    `log` is the file of verdicts, `folder` the layer that is written. Raises DrafterError if a file cannot be read.
    """
    from drafter.tui.jobs import ReviewTable

    todo = "请直接在终端窗口里运行；脚本里请用 --list、--apply 或 --accept-public"
    return _stay(Drafter(review=ReviewTable(candidates, log, folder)), "审阅", todo)


def _stay(app: Drafter, what: str, todo: str) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise DrafterError(f"{what}要在终端里打开", todo=todo)
    status = app.run() or 0
    if app.failure is not None:
        raise app.failure
    if app._exception is not None:
        raise app._exception
    return status
