"""How the review screen looks: the queue beside or above the candidate, what is shown, and finding one's way."""

from __future__ import annotations

from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from drafter.bank.phrase import Phrase
from drafter.mine.candidate import Candidate
from drafter.review.desk import FLAG_LABELS, STATE_LABELS, UNDECIDED, Desk, Filter, alike_phrases
from drafter.review.repairs import repaired
from drafter.roles import UNIT_LABELS
from drafter.tui import jobs, keys
from drafter.tui.messages import ReviewOpened
from drafter.tui.screens.base import WorkScreen
from drafter.tui.screens.dialogs import ChoiceDialog, HelpDialog
from drafter.tui.screens.review_text import detail, row
from drafter.tui.widgets.candidate_list import CandidateList
from drafter.tui.widgets.key_bar import KeyBar

WIDE = 100
"""Columns from which queue and candidate stand side by side."""


class ReviewPanes(WorkScreen):
    """Queue, candidate and bars; `taken` are the numbers of the proposals taken, by candidate."""

    def __init__(self, table: jobs.ReviewTable) -> None:
        super().__init__()
        self.table = table
        self.ready = False
        self.state = ""
        self.taken: dict[str, set[int]] = {}
        self._places: tuple[int, ...] = ()
        self._filter = Filter()
        self._alike: tuple[Phrase, ...] | None = None
        self._look = jobs.Debouncer(self, jobs.SEARCH, self._look_up)
        self._narrow = jobs.Debouncer(self, jobs.SEARCH, self._words_typed)

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
        return self.desk.candidates[self._places[self.queue.at]] if self.ready and self._places else None

    # Showing

    @on(ReviewOpened)
    def _opened(self) -> None:
        self.ready = True
        counts = self.desk.counts()
        # Who comes back goes on with what is left.
        self.show_filter(Filter(state=UNDECIDED if 0 < counts[UNDECIDED] < len(self.desk.candidates) else ""))
        if self.table.notes:
            more = f"（另有 {len(self.table.notes) - 1} 处）" if len(self.table.notes) > 1 else ""
            self.say(f"{self.table.notes[0]}{more}", warning=True)

    def _row(self, place: int) -> Content:
        candidate = self.desk.candidates[self._places[place]]
        return row(candidate, self.desk.state(candidate.id))

    def show_filter(self, wanted: Filter) -> None:
        """Show the candidates that pass, near the one shown before."""
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
        self.draw()

    def _look_up(self) -> None:
        candidate = self.candidate
        if candidate is not None:
            self._alike = alike_phrases(candidate.text, self.table.bank.phrases)
            self.draw()

    def draw(self) -> None:
        """Show the candidate as it is now."""
        if not self.ready:
            return
        candidate = self.candidate
        shown = Content("没有这样的候选。F6 换一个筛选，或 ^F 换一个词。")
        if candidate is not None:
            shown = detail(
                candidate, self.desk, self.table.bank, text=self.text_of(candidate),
                taken=self.taken.get(candidate.id, set()), alike=self._alike, earlier=self.desk.earlier(candidate),
            )  # fmt: skip
        self.query_one("#detail", Static).update(shown)
        self.draw_bar()

    def draw_bar(self) -> None:
        """Show where one is and what has been decided."""
        counts = self.desk.counts()
        at = f"{self.queue.at + 1 if self._places else 0}/{len(self._places)}"
        done = "  ".join(f"{label} {counts[state]}" for state, label in STATE_LABELS.items() if counts[state])
        named = [
            STATE_LABELS.get(self._filter.state, ""), UNIT_LABELS.get(self._filter.unit, ""),
            FLAG_LABELS.get(self._filter.flag, ""), self._topic(self._filter.topic), self._filter.words,
        ]  # fmt: skip
        only = "、".join(filter(None, named))
        shown = Content.assemble(
            (f" 审阅 {at}", "bold"),
            f"{f'  只看{only}' if only else ''}  {done}",
            (f"  {self.state}", "$text-muted"),
        )
        self.query_one("#bar", Static).update(shown)

    def _topic(self, name: str) -> str:
        topics = self.table.bank.topics
        return topics[name].label if name in topics else name

    def text_of(self, candidate: Candidate) -> str:
        """The text with the proposals that are taken."""
        taken = self.taken.get(candidate.id, set())
        return repaired(
            candidate.text, [one for number, one in enumerate(candidate.proposals, 1) if number in taken]
        )

    def go_on(self) -> None:
        """To the next undecided candidate, else stay."""
        at = self.queue.at
        rows = [*range(at + 1, len(self._places)), *range(at)]
        free = next(
            (n for n in rows if self.desk.state(self.desk.candidates[self._places[n]].id) == UNDECIDED), None
        )
        if free is None:
            self.say("这些都看过了。F6 换一个筛选，^S 写入词句库，^Q 退出。")
            self.draw()
        else:
            self.queue.go(free)

    def go_to(self, name: str) -> None:
        """To the candidate with that id, dropping the filter if it hides it."""
        place = next((n for n, one in enumerate(self.desk.candidates) if one.id == name), None)
        if place is None:
            self.draw()
            return
        if place not in self._places:
            self.show_filter(Filter())
        at = self._places.index(place)
        self.queue.redraw(at)
        self.queue.go(at)

    def action_find(self) -> None:
        """To the line for words."""
        self.query_one("#words", Input).focus()

    @on(Input.Changed, "#words")
    def _typed(self) -> None:
        self._narrow.poke()

    def _words_typed(self) -> None:
        if self.ready:
            self.show_filter(replace(self._filter, words=self.query_one("#words", Input).value.strip()))

    @on(Input.Submitted, "#words")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.queue.focus()

    def action_filter(self) -> None:
        """Choose what to see."""
        if not self.ready:
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
                self.show_filter(Filter())
            elif kind:
                self.show_filter(replace(self._filter, **{kind: value}))

        self.app.push_screen(ChoiceDialog("只看哪些（可以几项合用，“全部”取消）", "", choices), chosen)

    def action_next_undecided(self) -> None:
        """To the next candidate nobody has decided about."""
        if self.ready:
            self.go_on()

    def action_detail_up(self) -> None:
        """Scroll the candidate."""
        self.query_one("#candidate", VerticalScroll).scroll_page_up(animate=False)

    def action_detail_down(self) -> None:
        """Scroll the candidate."""
        self.query_one("#candidate", VerticalScroll).scroll_page_down(animate=False)

    def action_help(self) -> None:
        """Every key."""
        self.app.push_screen(HelpDialog((keys.QUEUE, keys.REVIEW)))
