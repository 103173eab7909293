"""Every background job, and the debouncer. The only file with `@work`.

A job gets plain values, works in a thread and posts a message to whoever asked; it never touches a widget. Jobs of
one group replace one another. Room modules are imported inside, so that the first paint does not wait for them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import App
from textual.message_pump import MessagePump
from textual.timer import Timer
from textual.worker import get_current_worker

from drafter.tui import messages

if TYPE_CHECKING:
    from drafter.bank.batch import Target
    from drafter.bank.library import Bank
    from drafter.bank.usage import Usage
    from drafter.draft import Draft
    from drafter.facts.spec import Vocabulary
    from drafter.outline import Outline
    from drafter.review.carrying_out import Outcome
    from drafter.review.desk import Desk
    from drafter.tui.searching import PhraseSearch
    from drafter.tui.session import Save

SEARCH, OUTLINE, CHECKS, AUTOSAVE = 0.12, 0.25, 0.5, 2.0
"""Seconds of quiet before each kind of work starts."""


class Debouncer:
    """Calls a function once there has been quiet for a while."""

    def __init__(self, owner: MessagePump, delay: float, call: Callable[[], None]) -> None:
        self._owner, self._delay, self._call = owner, delay, call
        self._timer: Timer | None = None

    def poke(self) -> None:
        """Start the wait, or start it again."""
        self.cancel()
        self._timer = self._owner.set_timer(self._delay, self._fire)

    def cancel(self) -> None:
        """Forget the pending call."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _fire(self) -> None:
        self._timer = None
        self._call()


class Jobs(App[int]):
    """The jobs, as methods of the application. Each takes the screen that wants the answer."""

    usage: Usage | None = None
    """The writer's own use of phrases, once the first draft has been learnt from."""

    @work(thread=True, exclusive=True, group="bank", exit_on_error=False)
    def load_bank(self, folders: Sequence[Path], asker: MessagePump) -> None:
        """BankLoaded, or JobFailed."""
        from drafter.bank.library import load_bank

        try:
            bank = load_bank(folders)
        except Exception as error:
            asker.post_message(messages.JobFailed("装入词句库", error))
        else:
            asker.post_message(messages.BankLoaded(bank))
            # So that the first words typed need not wait; what goes wrong is told when somebody searches.
            with suppress(Exception):
                bank.index.search(lambda _: None)

    @work(thread=True, exclusive=True, group="search", exit_on_error=False)
    def find_phrases(self, request: int, search: PhraseSearch, asker: MessagePump) -> None:
        """HitsFound, or JobFailed; nothing if a newer request has come."""
        worker = get_current_worker()
        try:
            found = search.run()
        except Exception as error:
            asker.post_message(messages.JobFailed("查找词句", error))
            return
        if not worker.is_cancelled:
            asker.post_message(messages.HitsFound(request, found))

    @work(thread=True, group="usage", exit_on_error=False)
    def learn_use(self, path: Path, draft: Draft) -> None:
        """Remember which phrases stand in `draft`, which is kept at `path`. Failure is nobody's business but the log's:
        the memory is a convenience."""
        from drafter.bank.usage import Usage

        try:
            if self.usage is None:
                self.usage = Usage.open()
            self.usage.learn(str(path), draft, time.time())
        except Exception as error:
            self.log.warning(f"the use of phrases was not learnt: {error}")

    @work(thread=True, group="save", exit_on_error=False)
    def save(self, save: Save, asker: MessagePump) -> None:
        """DraftSaved or SaveFailed."""
        try:
            written = save.write()
        except Exception as error:
            asker.post_message(messages.SaveFailed(save, error))
        else:
            asker.post_message(messages.DraftSaved(save, written))

    @work(thread=True, exclusive=True, group="make", exit_on_error=False)
    def make_draft(self, recipe: NewDraft, asker: MessagePump) -> None:
        """DraftMade or JobFailed."""
        try:
            recipe.make()
        except Exception as error:
            asker.post_message(messages.JobFailed("新建稿件", error))
        else:
            asker.post_message(messages.DraftMade(recipe.path))

    @work(thread=True, exclusive=True, group="checks", exit_on_error=False)
    def check(
        self, draft: Draft, bank: Bank, outline: Outline | None, revision: int, asker: MessagePump
    ) -> None:
        """FindingsFound or JobFailed. Open slots are left out: the text and the facts beside it show them."""
        from drafter.check import check_document, load_rules
        from drafter.check.consistency import OPEN_SLOT, check_draft, surroundings
        from drafter.compose import compose
        from drafter.filling import year_of

        worker = get_current_worker()
        try:
            document, year = compose(draft, bank.vocabulary, lenient=True), year_of(draft)
            whole = check_draft(draft, document, surroundings(draft, bank, outline), year=year)
            findings = [
                *(finding for finding in whole if finding.rule != OPEN_SLOT),
                *check_document(document, load_rules(), year=year),
            ]
            findings.sort(key=lambda finding: (finding.block < 0, finding.block, finding.start))
        except Exception as error:
            asker.post_message(messages.JobFailed("检查", error))
            return
        if not worker.is_cancelled:
            asker.post_message(messages.FindingsFound(tuple(findings), revision))

    @work(thread=True, exclusive=True, group="preview", exit_on_error=False)
    def compose_preview(
        self, draft: Draft, vocabulary: Vocabulary, revision: int, asker: MessagePump
    ) -> None:
        """PreviewReady or JobFailed."""
        from drafter.compose import compose

        try:
            document = compose(draft, vocabulary, lenient=True)
        except Exception as error:
            asker.post_message(messages.JobFailed("排预览", error))
        else:
            asker.post_message(messages.PreviewReady(document, revision))

    @work(thread=True, exclusive=True, group="export", exit_on_error=False)
    def export(
        self, draft: Draft, vocabulary: Vocabulary, target: Path, force: bool, asker: MessagePump
    ) -> None:
        """ExportDone or JobFailed."""
        from drafter.compose import compose
        from drafter.export import export_document

        try:
            exported = export_document(compose(draft, vocabulary), target, layout=draft.layout, force=force)
        except Exception as error:
            asker.post_message(messages.JobFailed("导出", error))
        else:
            asker.post_message(messages.ExportDone(exported))

    @work(thread=True, exclusive=True, group="review", exit_on_error=False)
    def open_review(self, table: ReviewTable, asker: MessagePump) -> None:
        """ReviewOpened or JobFailed."""
        try:
            table.lay()
        except Exception as error:
            asker.post_message(messages.JobFailed("打开候选", error))
        else:
            asker.post_message(messages.ReviewOpened(table))

    @work(thread=True, exclusive=True, group="review", exit_on_error=False)
    def carry_out(self, table: ReviewTable, asker: MessagePump) -> None:
        """LayerWritten or JobFailed."""
        try:
            outcome = table.write()
        except Exception as error:
            asker.post_message(messages.JobFailed("写入词句库", error))
        else:
            asker.post_message(messages.LayerWritten(outcome))


class ReviewTable:
    """What a review works with: the files given, and once it is laid the desk, the bank and the layer to write."""

    desk: Desk
    bank: Bank
    target: Target

    def __init__(self, candidates: Path, log: Path, folder: Path) -> None:
        self.path, self.log, self.folder = candidates, log, folder
        self.notes: tuple[str, ...] = ()

    def lay(self) -> None:
        """Read everything; raises DrafterError."""
        from drafter.mine.candidate_file import read_candidates
        from drafter.review.desk import Desk
        from drafter.review.log import Log

        candidates, notes = read_candidates(self.path)
        if not candidates:
            from drafter.errors import FileProblem

            raise FileProblem("文件里没有候选", where=str(self.path), todo="请先用 drafter mine 挖掘")
        self._learn()
        log = Log.open(self.log)
        self.notes = (*map(str, notes), *log.notes)
        self.desk = Desk(candidates, log)

    def _learn(self) -> None:
        from drafter.bank.batch import Target
        from drafter.bank.library import load_bank
        from drafter.paths import personal_bank

        there = self.folder != personal_bank() and self.folder.is_dir() and any(self.folder.rglob("*.toml"))
        self.bank = load_bank((self.folder,) if there else ())
        self.target = Target.open(self.folder)

    def write(self) -> Outcome:
        """Carry the verdicts out, and read the layer again; raises DrafterError."""
        from drafter.review.carrying_out import carry_out

        outcome = carry_out(self.desk, self.folder)
        if outcome.files:
            self._learn()
        return outcome


class NewDraft:
    """A draft to be made: its outline, the facts typed, the file, and whether to fill it with suggestions."""

    def __init__(
        self, outline: Outline, facts: dict[str, str], path: Path, bank: Bank, *, fill: bool
    ) -> None:
        self.outline, self.facts, self.path, self.bank, self.fill = outline, facts, path, bank, fill

    def make(self) -> None:
        """Write it; raises FileProblem if the file exists or cannot be written."""
        from dataclasses import replace

        from drafter.bank.fill import fill_draft
        from drafter.errors import FileProblem
        from drafter.filling import year_of
        from drafter.outline import new_draft
        from drafter.storage.draft_file import write_draft
        from drafter.tui.typed_path import is_taken

        if is_taken(self.path):
            raise FileProblem("文件已经存在", where=str(self.path), todo="请换一个文件名")
        draft = replace(new_draft(self.outline, self.facts), layout=self.outline.layout)
        if self.fill:
            draft = fill_draft(draft, self.outline, self.bank, year_of(draft))
        write_draft(self.path, draft)
