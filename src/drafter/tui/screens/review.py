"""The review screen: the queue of candidates, one of them in full, and the keys that decide about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from drafter.bank.phrase import Phrase
from drafter.errors import DrafterError, Fault
from drafter.mine.candidate import Candidate
from drafter.review.acceptance import doubt, settled
from drafter.review.carrying_out import Outcome, faults_of
from drafter.review.desk import FLAG_LABELS, STATE_LABELS, UNDECIDED, Desk, Filter, alike_phrases
from drafter.review.repairs import repaired
from drafter.review.verdict import ACCEPT, EDIT, MERGE, POSTPONE, REJECT, VERDICT_LABELS, Verdict
from drafter.roles import UNIT_LABELS
from drafter.tui import jobs, keys
from drafter.tui.messages import JobFailed, LayerWritten, ReviewOpened
from drafter.tui.screens.base import WorkScreen
from drafter.tui.screens.dialogs import ChoiceDialog, HelpDialog
from drafter.tui.screens.review_edit import EditDialog
from drafter.tui.screens.review_merge import MergeDialog
from drafter.tui.screens.review_text import detail, row
from drafter.tui.widgets.candidate_list import CandidateList
from drafter.tui.widgets.key_bar import KeyBar

WIDE = 100
"""Columns from which queue and candidate stand side by side."""


class ReviewScreen(WorkScreen):
    """Every decision is in the log before the next key is read; the layer is written on ^S and on leaving."""

    CSS_PATH = "review.tcss"
    BINDINGS = keys.bindings(keys.REVIEW)
    PLACE: ClassVar[str] = keys.REVIEW

    def __init__(self, table: jobs.ReviewTable) -> None:
        super().__init__()
        self.table = table
        self._places: tuple[int, ...] = ()
        self._filter = Filter()
        self._taken: dict[str, set[int]] = {}
        self._alike: tuple[Phrase, ...] | None = None
        self._look = jobs.Debouncer(self, jobs.SEARCH, self._look_up)
        self._narrow = jobs.Debouncer(self, jobs.SEARCH, self._words_typed)
        self._ready = self._writing = False
        self._unwritten = False
        self._leaving: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        """Title bar, queue, candidate, key bar."""
        yield Static(f" 审阅 {self.table.path.name}  正在打开", id="bar", markup=False)
        with Horizontal(id="panes"):
            with Vertical(id="queue-pane"):
                yield Input(placeholder="^F 查找；Enter 回到候选", id="words", select_on_focus=True)
                yield CandidateList(self._row)
            with VerticalScroll(id="candidate", can_focus=False):
                yield Static("", id="detail", markup=False)
        yield Static("", id="message", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the files in the background."""
        self.query_one("#words", Input).cursor_blink = False
        self.query_one(KeyBar).show(keys.bar(keys.QUEUE, keys.REVIEW))
        self.queue.focus()
        self.call_after_refresh(self.drafter.open_review, self.table, self)

    def on_resize(self) -> None:
        """Side by side where there is room, else one above the other."""
        self.set_class(self.size.width < WIDE, "-narrow")

    @property
    def queue(self) -> CandidateList:
        """The list of candidates."""
        return self.query_one(CandidateList)

    @property
    def desk(self) -> Desk:
        """The candidates and what was decided."""
        return self.table.desk

    @property
    def candidate(self) -> Candidate | None:
        """The highlighted candidate."""
        return self.desk.candidates[self._places[self.queue.at]] if self._ready and self._places else None

    # Showing

    @on(ReviewOpened)
    def _opened(self) -> None:
        self._ready = True
        counts = self.desk.counts()
        # Who comes back goes on with what is left.
        self._show_filter(
            Filter(state=UNDECIDED if 0 < counts[UNDECIDED] < len(self.desk.candidates) else "")
        )
        if self.table.notes:
            more = f"（另有 {len(self.table.notes) - 1} 处）" if len(self.table.notes) > 1 else ""
            self.say(f"{self.table.notes[0]}{more}", warning=True)

    def _row(self, place: int) -> Content:
        candidate = self.desk.candidates[self._places[place]]
        return row(candidate, self.desk.state(candidate.id))

    def _show_filter(self, wanted: Filter) -> None:
        here = self._places[self.queue.at] if self._places else 0
        self._filter = wanted
        self._places = self.desk.chosen(wanted)
        after = next((at for at, place in enumerate(self._places) if place >= here), 0)
        self.queue.show(len(self._places), after)

    @on(CandidateList.Moved)
    def _moved(self) -> None:
        self._alike = None
        self._look.poke()
        self.query_one("#candidate", VerticalScroll).scroll_home(animate=False)
        self._draw()

    def _look_up(self) -> None:
        candidate = self.candidate
        if candidate is not None:
            self._alike = alike_phrases(candidate.text, self.table.bank.phrases)
            self._draw()

    def _draw(self) -> None:
        if not self._ready:
            return
        candidate = self.candidate
        shown = Content("没有这样的候选。F6 换一个筛选，或 ^F 换一个词。")
        if candidate is not None:
            shown = detail(
                candidate, self.desk, self.table.bank, text=self._text(candidate),
                taken=self._taken.get(candidate.id, set()), alike=self._alike, earlier=self.desk.earlier(candidate),
            )  # fmt: skip
        self.query_one("#detail", Static).update(shown)
        self._draw_bar()

    def _draw_bar(self) -> None:
        counts = self.desk.counts()
        at = f"{self.queue.at + 1 if self._places else 0}/{len(self._places)}"
        done = "  ".join(f"{label} {counts[state]}" for state, label in STATE_LABELS.items() if counts[state])
        named = [
            STATE_LABELS.get(self._filter.state, ""), UNIT_LABELS.get(self._filter.unit, ""),
            FLAG_LABELS.get(self._filter.flag, ""), self._topic(self._filter.topic), self._filter.words,
        ]  # fmt: skip
        only = "、".join(filter(None, named))
        state = "  正在写入词句库" if self._writing else "  未写入词句库" if self._unwritten else ""
        shown = Content.assemble(
            (f" 审阅 {at}", "bold"), f"{f'  只看{only}' if only else ''}  {done}", (state, "$text-muted")
        )
        self.query_one("#bar", Static).update(shown)

    def _topic(self, name: str) -> str:
        topics = self.table.bank.topics
        return topics[name].label if name in topics else name

    def _text(self, candidate: Candidate) -> str:
        """The text with the proposals that are taken."""
        taken = self._taken.get(candidate.id, set())
        return repaired(
            candidate.text, [one for number, one in enumerate(candidate.proposals, 1) if number in taken]
        )

    # Deciding

    def _decide(self, verdict: Verdict) -> None:
        try:
            self.desk.decide([verdict])
        except DrafterError as error:
            self.drafter.show_error("记下结论", error)
            return
        self._unwritten = True
        self.queue.redraw(self.queue.at)
        self._go_on()

    def _go_on(self) -> None:
        """To the next undecided candidate, else stay."""
        at = self.queue.at
        rows = [*range(at + 1, len(self._places)), *range(at)]
        free = next(
            (n for n in rows if self.desk.state(self.desk.candidates[self._places[n]].id) == UNDECIDED), None
        )
        if free is None:
            self.say("这些都看过了。F6 换一个筛选，^S 写入词句库，^Q 退出。")
            self._draw()
        else:
            self.queue.go(free)

    def _proposed(self, candidate: Candidate) -> Verdict:
        text = self._text(candidate)
        return settled(
            candidate, Verdict(candidate.id, ACCEPT if text == candidate.text else EDIT, text=text)
        )

    def action_accept(self) -> None:
        """Take the candidate as it is shown."""
        candidate = self.candidate
        if candidate is not None:
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
            again = replace(earlier, id=candidate.id, of="", text=self._text(candidate), confirmed=False)
            self._accept(candidate, settled(candidate, again))
        else:
            self._decide(replace(earlier, id=candidate.id, of=""))

    @on(CandidateList.Proposal)
    def _proposal(self, event: CandidateList.Proposal) -> None:
        candidate = self.candidate
        if candidate is not None and event.number <= min(9, len(candidate.proposals)):
            self._taken.setdefault(candidate.id, set()).symmetric_difference_update({event.number})
            self._draw()

    def action_undo(self) -> None:
        """Take back the last decision, and go there."""
        try:
            last = self.desk.undo() if self._ready else None
        except DrafterError as error:
            self.drafter.show_error("撤销", error)
            return
        if last is None:
            self.say("没有可以撤销的了。")
            return
        self._unwritten = True
        place = next((n for n, one in enumerate(self.desk.candidates) if one.id == last.id), None)
        if place is not None and place not in self._places:
            self._show_filter(Filter())
        if place is not None:
            at = self._places.index(place)
            self.queue.redraw(at)
            self.queue.go(at)
        self.say(f"撤销了“{VERDICT_LABELS[last.verdict]}”。")

    # Finding

    def action_find(self) -> None:
        """To the line for words."""
        self.query_one("#words", Input).focus()

    @on(Input.Changed, "#words")
    def _typed(self) -> None:
        self._narrow.poke()

    def _words_typed(self) -> None:
        if self._ready:
            self._show_filter(replace(self._filter, words=self.query_one("#words", Input).value.strip()))

    @on(Input.Submitted, "#words")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.queue.focus()

    def action_filter(self) -> None:
        """Choose what to see."""
        if not self._ready:
            return
        counts = self.desk.counts()
        topics = dict.fromkeys(one.topic for one in self.desk.candidates if one.topic)
        choices = [
            ("all", "全部"),
            *((f"state-{name}", f"{label} {counts[name]}") for name, label in STATE_LABELS.items()),
        ]
        choices += [(f"unit-{name}", f"大小：{label}") for name, label in UNIT_LABELS.items()]
        choices += [(f"flag-{name}", f"疑点：{label}") for name, label in FLAG_LABELS.items()]
        choices += [(f"topic-{name}", f"主题：{self._topic(name)}") for name in topics]

        def chosen(choice: str | None) -> None:
            kind, _, value = (choice or "").partition("-")
            if kind == "all":
                self.query_one("#words", Input).value = ""
                self._show_filter(Filter())
            elif kind:
                self._show_filter(replace(self._filter, **{kind: value}))

        self.app.push_screen(ChoiceDialog("只看哪些（可以几项合用，“全部”取消）", "", choices), chosen)

    def action_next_undecided(self) -> None:
        """To the next candidate nobody has decided about."""
        if self._ready:
            self._go_on()

    def action_detail_up(self) -> None:
        """Scroll the candidate."""
        self.query_one("#candidate", VerticalScroll).scroll_page_up(animate=False)

    def action_detail_down(self) -> None:
        """Scroll the candidate."""
        self.query_one("#candidate", VerticalScroll).scroll_page_down(animate=False)

    def action_help(self) -> None:
        """Every key."""
        self.app.push_screen(HelpDialog((keys.QUEUE, keys.REVIEW)))

    # Writing the layer

    def action_store(self) -> None:
        """Bring the layer in line with the verdicts now."""
        if self._ready and not self._writing:
            self._writing = True
            self._draw_bar()
            self.drafter.carry_out(self.table, self)

    @on(LayerWritten)
    def _written(self, event: LayerWritten) -> None:
        self._writing = self._unwritten = False
        self._draw()
        if event.outcome.refused:
            lines = [str(refusal) for refusal in event.outcome.refused[:20]]
            self.app.push_screen(
                ChoiceDialog("有几条没有收录", "\n\n".join(lines), [("ok", "知道了")]), self._gone
            )
        else:
            self.say(_told(event.outcome))
            self._gone(None)

    def _gone(self, _: str | None) -> None:
        if self._leaving is not None:
            self.desk.log.close()
            self._leaving()

    def leave(self, then: Callable[[], None]) -> None:
        """Write the layer if need be, then go."""
        if not self._ready:
            then()
            return
        self._leaving = then
        if self._unwritten:
            self.action_store()
        elif not self._writing:
            self._gone(None)

    @on(JobFailed)
    def _failed(self, event: JobFailed) -> None:
        self._writing, leaving, self._leaving = False, self._leaving, None
        if not self._ready and isinstance(event.error, DrafterError):
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
