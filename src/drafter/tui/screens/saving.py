"""Saving on the writing screen: by itself, on demand, on leaving, and when the file was changed by somebody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from textual import events, on

from drafter.errors import ChangedOnDisk, DrafterError
from drafter.tui.jobs import AUTOSAVE, Debouncer
from drafter.tui.messages import DraftSaved, SaveFailed
from drafter.tui.screens.base import DraftScreen
from drafter.tui.screens.dialogs import ChoiceDialog, error_dialog
from drafter.tui.session import Session


class SavingScreen(DraftScreen):
    """Keeps the file up to date. Unsaved changes are in the journal all the while."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.autosave = Debouncer(self, AUTOSAVE, self._autosave)
        self.save_state = ""
        self._saving = False
        self._asking = False
        self._leaving: Callable[[], None] | None = None

    def show_state(self) -> None:
        """The save state has changed; the writing screen shows it."""
        raise NotImplementedError

    def reload(self) -> None:
        """The session's draft was replaced; the writing screen shows the new one."""
        raise NotImplementedError

    def _autosave(self) -> None:
        save = self.session.to_save()
        if save is None or self._saving or self._asking:
            return
        self._saving = True
        self.drafter.save(save, self)

    def action_save(self) -> None:
        """Save now."""
        if self.session.dirty:
            self._autosave()
        else:
            self.say("没有新的改动，稿件已经在磁盘上")

    @on(DraftSaved)
    def _saved(self, event: DraftSaved) -> None:
        self._saving = False
        self.session.saved(event.save, event.fingerprint)
        self.save_state = f"已保存 {datetime.now():%H:%M}"
        self.show_state()
        if self.session.dirty:
            self.autosave.poke()
        self._go_on_leaving()

    def _go_on_leaving(self) -> None:
        then, self._leaving = self._leaving, None
        if then is not None:
            self.leave(then)

    @on(SaveFailed)
    def _save_failed(self, event: SaveFailed) -> None:
        self._saving = False
        if self._leaving is not None:
            self._go_on_leaving()
            return
        if isinstance(event.error, ChangedOnDisk):
            self.ask_about_theirs()
            return
        self.save_state = "没有存上"
        self.show_state()
        reason = str(event.error.faults[0]) if isinstance(event.error, DrafterError) else str(event.error)
        self.say(f"自动保存没有成功：{reason}。您写的都在，程序每次停手还会再存。", warning=True)

    @on(events.AppFocus)
    def _came_back(self) -> None:
        # Somebody who comes back from another window may have changed the file there.
        if not self._saving and self.session.changed_outside():
            self.ask_about_theirs()

    def ask_about_theirs(self, then: Callable[[], None] | None = None) -> None:
        """Ask what to do with a file that is no longer the one opened; `then` runs once that is settled."""
        if self._asking:
            return
        self._asking = True
        choices = [
            ("both", "两份都留：磁盘上的另存一份，这里的存回原名"),
            ("mine", "用我这份，覆盖磁盘上的"),
            ("theirs", "用磁盘上的，放下我这份（可以撤销回来）"),
        ]
        text = f"{self.session.path.name} 被别的程序改过了，和这里的不一样。"
        self.app.push_screen(
            ChoiceDialog("稿件在别处改过", text, choices), lambda choice: self._settle(choice, then)
        )

    def _settle(self, choice: str | None, then: Callable[[], None] | None) -> None:
        self._asking = False
        try:
            if choice == "both":
                beside = self.session.keep_both()
                self.say(f"磁盘上的那份另存为 {beside.name}")
            elif choice == "mine":
                self.session.keep_mine()
            elif choice == "theirs":
                self.session.take_theirs()
                self.reload()
            else:
                self.say("先放着；下次保存时再问", warning=True)
                return
        except DrafterError as error:
            self.app.push_screen(error_dialog("处理两份稿件", error))
            return
        self.save_state = f"已保存 {datetime.now():%H:%M}"
        self.show_state()
        if then is not None:
            then()

    def leave(self, then: Callable[[], None]) -> None:
        """Save, let go of the draft and go on with `then`; if it cannot be saved, ask."""
        self.autosave.cancel()
        if self._saving:
            # Two writers at once would each take the other for a stranger.
            self._leaving = then
            return
        try:
            self.session.save_now()
        except ChangedOnDisk:
            self.ask_about_theirs(lambda: self.leave(then))
            return
        except DrafterError as error:
            self._ask_to_leave(error, then)
            return
        self.session.close()
        then()

    def _ask_to_leave(self, error: DrafterError, then: Callable[[], None]) -> None:
        choices = [
            ("stay", "留下来，先把磁盘或文件夹的事处理好"),
            ("go", "先离开：改动记在本机的恢复记录里，下次打开会恢复"),
        ]

        def chosen(choice: str | None) -> None:
            if choice == "go":
                self.session.close()
                then()

        self.app.push_screen(ChoiceDialog("稿件没有存上", str(error), choices), chosen)
