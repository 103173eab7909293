"""The fact form: asks for one fact at a time and shows all of them below, so that one walks it with Enter.

A value that parses is taken as it is typed, before it is painted; one that does not is never taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len, set_cell_size
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from drafter.errors import DrafterError
from drafter.facts.spec import is_open, parse_fact
from drafter.filling import FactUse
from drafter.tui.keys import FACTS, bindings
from drafter.tui.messages import FormLeft, Notice

Take = Callable[[FactUse, str], None]


class ValueInput(Input):
    """The line a value is typed on; tells the form of every change at once, not by a message."""

    def __init__(self) -> None:
        super().__init__(id="value", select_on_focus=False)
        self.cursor_blink = False

    def watch_value(self, value: str) -> None:
        """Called by textual as soon as the value changes."""
        if isinstance(self.parent, FactForm):
            self.parent.typed(value)


class FactForm(Vertical):
    """`take` is called with every value that parses, and "" when a fact is opened again."""

    BINDINGS = bindings(FACTS)

    def __init__(self, take: Take) -> None:
        super().__init__(id="facts")
        self._take = take
        self._uses: list[FactUse] = []
        self._at = 0
        self._loading = False
        self._problem = ""
        self._before = ""

    def on_resize(self) -> None:
        """Labels are cut to the width."""
        self._draw()

    def compose(self) -> ComposeResult:
        """What is asked, the line to type on, what is wrong with it, all facts."""
        yield Static("", id="ask", markup=False)
        yield ValueInput()
        yield Static("", id="problem", markup=False)
        rows = OptionList(id="fact-rows", markup=False)
        rows.can_focus = False
        yield rows

    def show(self, uses: Sequence[FactUse], at: int = 0) -> None:
        """Ask for these, beginning with the one at `at`."""
        self._uses = list(uses)
        self._at = min(at, max(0, len(uses) - 1))
        self._load()

    def refreshed(self, uses: Sequence[FactUse]) -> None:
        """The values have changed elsewhere: show them, asking on for the same fact."""
        fresh = {use.address: use for use in uses}
        self._uses = [fresh.get(use.address, use) for use in self._uses]
        self._draw()

    @property
    def current(self) -> FactUse | None:
        """The fact being asked for."""
        return self._uses[self._at] if self._uses else None

    def focus_value(self) -> None:
        """Give the keys to the line."""
        self.query_one(ValueInput).focus()

    def _load(self) -> None:
        line = self.query_one(ValueInput)
        use = self.current
        self._before = use.typed if use else ""
        self._loading = True
        line.disabled = use is None
        line.value = use.typed if use else ""
        line.cursor_position = len(line.value)
        self._loading = False
        self._set_problem("")
        ask = self.query_one("#ask", Static)
        if use is None:
            ask.update("这里没有要填的事实。")
        else:
            spec = use.spec
            unit = f"（{spec.unit}）" if spec.unit else ""
            example = f"例：{spec.example}" if spec.example else ""
            places = f"用在 {len(use.places)} 处" if len(use.places) > 1 else ""
            own = "只填这一段的" if use.own is not None else ""
            before = f"上年：{use.last_year}" if use.last_year else ""
            notes = "  ".join(note for note in (before, example, places, own) if note)
            ask.update(
                Content.assemble((spec.label + unit, "bold"), f"\n{spec.ask}\n", (notes, "$text-muted"))
            )
        self._draw()

    def typed(self, value: str) -> None:
        """The writer changed the line."""
        use = self.current
        if self._loading or use is None:
            return
        text = value.strip()
        try:
            if not is_open(text):
                parse_fact(use.spec, text)
        except DrafterError as error:
            fault = error.faults[0]
            self._set_problem(fault.what + (f"。{fault.todo}" if fault.todo else ""))
            return
        self._set_problem("")
        self._take(use, "" if is_open(text) else text)

    def _set_problem(self, text: str) -> None:
        self._problem = text
        self.query_one("#problem", Static).update(text)

    def _draw(self) -> None:
        rows = self.query_one("#fact-rows", OptionList)
        rows.set_options([Option(self._row(use)) for use in self._uses])
        rows.highlighted = self._at if self._uses else None

    def _row(self, use: FactUse) -> Content:
        mark = " " if use.shown else "？"
        mark = set_cell_size(mark, 2)
        before = f"上年：{use.last_year}" if use.last_year else ""
        value = use.shown or before or ("由其他事实算出" if use.computed else "")
        room = max(12, self.size.width // 2 - 4)
        label = (
            use.spec.label
            if cell_len(use.spec.label) <= room
            else set_cell_size(use.spec.label, room - 1) + "…"
        )
        return Content.assemble((mark, "$warning"), set_cell_size(label, room), " ", (value, "$text-muted"))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self._problem:
            self.app.bell()
            return
        following = range(self._at + 1, len(self._uses))
        onward = next((i for i in following if not self._uses[i].shown and not self._uses[i].computed), None)
        if onward is None:
            self.post_message(FormLeft(done=True))
        else:
            self._go(onward)

    def _go(self, index: int) -> None:
        self._put_back()
        self._at = max(0, min(index, len(self._uses) - 1))
        self._load()

    def _put_back(self) -> None:
        """A value that does not parse is given up: the fact is again what it was, and the writer is told."""
        use = self.current
        if not self._problem or use is None:
            return
        text, problem = self.query_one(ValueInput).value, self._problem
        # Beginnings of it may have parsed and been taken.
        self._take(use, self._before)
        kept = f"仍是“{self._before}”" if self._before else "仍空着"
        self.post_message(Notice(f"“{text}”没有记下，{kept}：{problem}"))

    def action_next_fact(self) -> None:
        """One row down."""
        self._go(self._at + 1)

    def action_previous_fact(self) -> None:
        """One row up."""
        self._go(self._at - 1)

    def action_back(self) -> None:
        """Back to the text."""
        self._put_back()
        self.post_message(FormLeft(done=False))
