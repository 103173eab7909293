"""The review screen: the keys that decide about a candidate, and writing the layer. Its layout is review_panes.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import on

from drafter.errors import DrafterError, Fault
from drafter.mine.candidate import Candidate
from drafter.review.acceptance import doubt, settled
from drafter.review.carrying_out import Outcome, faults_of
from drafter.review.verdict import ACCEPT, EDIT, MERGE, POSTPONE, REJECT, VERDICT_LABELS, Verdict
from drafter.tui import jobs, keys
from drafter.tui.messages import JobFailed, LayerWritten, ReviewOpened
from drafter.tui.screens.dialogs import ChoiceDialog
from drafter.tui.screens.review_edit import EditDialog
from drafter.tui.screens.review_merge import MergeDialog
from drafter.tui.screens.review_panes import ReviewPanes
from drafter.tui.widgets.candidate_list import CandidateList


class ReviewScreen(ReviewPanes):
    """Every decision is in the log before the next key is read; the layer is written on ^S and on leaving."""

    CSS_PATH = "review.tcss"
    BINDINGS = keys.bindings(keys.REVIEW)
    PLACE: ClassVar[str] = keys.REVIEW

    def __init__(self, table: jobs.ReviewTable) -> None:
        super().__init__(table)
        self._decisions = self._stored = 0
        self._writing = False
        self._leaving: Callable[[], None] | None = None

    @on(ReviewOpened)
    def _take_up(self) -> None:
        """What an earlier session decided and did not write is written on leaving."""
        target = self.table.target
        accepted = (verdict for verdict in self.desk.log.history.current().values() if verdict.accepts)
        if any(verdict.text not in target.texts for verdict in accepted):
            self._decided()

    def _decided(self) -> None:
        self._decisions += 1
        self.state = "未写入词句库"

    def _decide(self, verdict: Verdict) -> None:
        try:
            self.desk.decide([verdict])
        except DrafterError as error:
            self.drafter.show_error("记下结论", error)
            return
        self._decided()
        self.queue.redraw(self.queue.at)
        self.go_on()

    def _proposed(self, candidate: Candidate) -> Verdict:
        text = self.text_of(candidate)
        return settled(
            candidate, Verdict(candidate.id, ACCEPT if text == candidate.text else EDIT, text=text)
        )

    def action_accept(self) -> None:
        """Take the candidate as it is shown."""
        candidate = self.candidate
        if candidate is None:
            return
        standing = self.desk.verdict(candidate.id)
        if standing and standing.accepts and not self.taken.get(candidate.id):
            # As it was edited, not as it was mined.
            self.go_on()
        else:
            self._accept(candidate, self._proposed(candidate))

    def _accept(self, candidate: Candidate, verdict: Verdict) -> None:
        faults = self._faults(candidate, verdict)
        if faults:
            self._edit(candidate, verdict, "\n".join(map(str, faults)))
            return
        why = doubt(candidate, verdict.text)
        if not why:
            self._decide(verdict)
            return

        def chosen(choice: str | None) -> None:
            if choice == "yes":
                self._decide(replace(verdict, confirmed=True))

        text = f"{why}。\n\n{verdict.text}\n\n词句库会给别人用，里面不能有真实的人、地方和单位。"
        choices = [("no", "先不收录"), ("yes", "看过了，没有写到谁，收录")]
        self.app.push_screen(ChoiceDialog("请再看一眼", text, choices), chosen)

    def _faults(self, candidate: Candidate, verdict: Verdict) -> tuple[Fault, ...]:
        return faults_of(candidate, verdict, self.table.target)

    def action_edit(self) -> None:
        """Change the candidate, then take it."""
        candidate = self.candidate
        if candidate is not None:
            standing = self.desk.verdict(candidate.id)
            self._edit(candidate, standing if standing and standing.accepts else self._proposed(candidate))

    def _edit(self, candidate: Candidate, verdict: Verdict, problem: str = "") -> None:
        def edited(made: Verdict | None) -> None:
            if made is not None:
                self._accept(candidate, replace(made, confirmed=False))

        def check(made: Verdict) -> tuple[Fault, ...]:
            return self._faults(candidate, made)

        self.app.push_screen(EditDialog(candidate, verdict, self.table.bank, check, problem), edited)

    def action_merge(self) -> None:
        """Choose what the candidate belongs to."""
        candidate = self.candidate
        if candidate is None:
            return

        def chosen(into: str | None) -> None:
            if into is not None:
                self._decide(Verdict(candidate.id, MERGE, into=into))

        self.app.push_screen(MergeDialog(candidate, self.desk, self.table.bank), chosen)

    def action_reject(self) -> None:
        """Do not take it."""
        self._plain(REJECT)

    def action_postpone(self) -> None:
        """Decide later."""
        self._plain(POSTPONE)

    def _plain(self, verdict: str) -> None:
        if self.candidate is not None:
            self._decide(Verdict(self.candidate.id, verdict))

    def action_as_before(self) -> None:
        """Decide as about an older candidate that is much like this one."""
        candidate = self.candidate
        earlier = self.desk.earlier(candidate) if candidate else None
        if candidate is None or earlier is None:
            self.say("以前没有审过和它差不多的。")
        elif earlier.accepts:
            # The wording of today; what was said about it then.
            again = replace(earlier, id=candidate.id, of="", text=self.text_of(candidate), confirmed=False)
            self._accept(candidate, settled(candidate, again))
        else:
            self._decide(replace(earlier, id=candidate.id, of=""))

    @on(CandidateList.Proposal)
    def _proposal(self, event: CandidateList.Proposal) -> None:
        candidate = self.candidate
        if candidate is not None and event.number <= min(9, len(candidate.proposals)):
            self.taken.setdefault(candidate.id, set()).symmetric_difference_update({event.number})
            self.draw()

    def action_undo(self) -> None:
        """Take back the last decision, and go there."""
        try:
            last = self.desk.undo() if self.ready else None
        except DrafterError as error:
            self.drafter.show_error("撤销", error)
            return
        if last is None:
            self.say("没有可以撤销的了。")
            return
        self._decided()
        self.go_to(last.id)
        self.say(f"撤销了“{VERDICT_LABELS[last.verdict]}”。")

    def action_store(self) -> None:
        """Bring the layer in line with the verdicts now."""
        if self.ready and not self._writing:
            self._writing, self._stored = True, self._decisions
            self.state = "正在写入词句库"
            self.draw_bar()
            self.drafter.carry_out(self.table, self)

    @on(LayerWritten)
    def _written(self, event: LayerWritten) -> None:
        self._writing = False
        # What was decided meanwhile is still to be written.
        self.state = "未写入词句库" if self._decisions != self._stored else ""
        self.draw()
        if event.outcome.refused:
            lines = [str(refusal) for refusal in event.outcome.refused[:20]]
            dialog = ChoiceDialog("有几条没有收录", "\n\n".join(lines), [("ok", "知道了")])
            self.app.push_screen(dialog, lambda _: self._go())
        else:
            self.say(_told(event.outcome))
            self._go()

    def leave(self, then: Callable[[], None]) -> None:
        """Write the layer if need be, then go."""
        if not self.ready:
            then()
            return
        self._leaving = then
        if not self._writing:
            self._go()

    def _go(self) -> None:
        if self._leaving is None:
            return
        if self._decisions != self._stored:
            self.action_store()
        else:
            self.desk.log.close()
            self._leaving()

    @on(JobFailed)
    def _failed(self, event: JobFailed) -> None:
        self._writing, leaving, self._leaving = False, self._leaving, None
        self._stored, self.state = -1, "未写入词句库"
        if not self.ready and isinstance(event.error, DrafterError):
            self.drafter.failure = event.error
            self.app.exit(2)
            return
        if leaving is None:
            self.drafter.show_error(event.what, event.error)
            return

        def chosen(choice: str | None) -> None:
            if choice == "go":
                self.desk.log.close()
                leaving()

        text = f"{event.error}\n\n结论都记在 {self.table.log}，下次打开再写也可以。"
        self.app.push_screen(
            ChoiceDialog("没有写进词句库", text, [("stay", "先不退出"), ("go", "退出")]), chosen
        )


def _told(outcome: Outcome) -> str:
    parts = [
        f"新收录 {outcome.added} 条", f"取出 {outcome.removed} 条" if outcome.removed else "",
        f"并入 {outcome.merged} 条" if outcome.merged else "",
    ]  # fmt: skip
    return f"词句库写好了：{'，'.join(filter(None, parts))}。"
