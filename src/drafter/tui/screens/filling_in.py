"""Filling facts on the writing screen: the form beside the text, and the way from one open slot to the next."""

from __future__ import annotations

from textual import on

from drafter.draft import set_fact, set_paragraph_fact
from drafter.errors import DrafterError
from drafter.filling import FactUse, fact_uses
from drafter.slots.template import names_of, parse_formula, parse_template
from drafter.tui.messages import FormLeft, JobFailed, NextOpenWanted
from drafter.tui.screens.panes import FACTS_TAB, SIDE_PANE, PanesScreen


class FactsScreen(PanesScreen):
    """The writing screen's work on facts."""

    def to_text(self) -> None:
        """Back to the text; the writing screen does it."""
        raise NotImplementedError

    def uses(self) -> tuple[FactUse, ...]:
        """Every fact of the draft."""
        return fact_uses(self.session.draft, self.session.vocabulary)

    def action_facts(self) -> None:
        """The form for all facts, open ones first."""
        self.open_form(sorted(self.uses(), key=lambda use: bool(use.shown) or use.computed))

    def open_form(self, uses: list[FactUse], at: int = 0) -> None:
        if not uses:
            self.say("稿件里还没有空。找词句时带进来，或在正文里打 {事实名称}。")
            return
        self.session.end_group()
        self.facts.show(uses, at)
        self.activate(SIDE_PANE, self.facts.query_one("#value"), FACTS_TAB)

    def take_fact(self, use: object, typed: str) -> None:
        """A value was typed: it fills every place of the fact."""
        assert isinstance(use, FactUse)
        draft = self.session.draft
        if use.own is not None:
            draft = set_paragraph_fact(draft, *use.own, use.spec.name, typed)
        else:
            draft = set_fact(draft, use.spec.name, typed)
        caret = self.editor.caret()
        try:
            self.session.edit(draft, "填事实", group=f"fact:{use.address}", before=caret, after=caret)
        except DrafterError as error:
            self.post_message(JobFailed("记下改动", error))
        self.facts.refreshed(self.uses())
        self.after_edit()

    @on(FormLeft)
    def _form_left(self, event: FormLeft) -> None:
        self.session.end_group()
        if event.done and not any(not use.shown for use in self.uses()):
            self.say("事实都填好了。F5 预览，Ctrl+E 导出。")
        self.to_text()

    @on(NextOpenWanted)
    def _next_open(self) -> None:
        editor = self.editor
        found = editor.body.slot_after(editor.body.cursor_location)
        uses = sorted(self.uses(), key=lambda use: bool(use.shown) or use.computed)
        opened = [use for use in uses if not use.shown and not use.computed]
        if not opened:
            self.say("没有待填的空了。F5 预览，Ctrl+E 导出。")
            return
        if found is None:
            later = [
                u for u in opened if any(p.section is not None and p.section > editor.index for p in u.places)
            ]
            self.open_form(uses, uses.index((later or opened)[0]))
            return
        editor.body.move_cursor(found)
        token = editor.body.slot_at(found)
        here = (editor.index, found[0])
        at = next(
            (n for n, u in enumerate(uses) if token and u.spec.name == token.name and u.own in (None, here)),
            0,
        )
        self.open_form(uses, at)

    def needed_by(self, text: str, row: int) -> list[FactUse]:
        """The facts a phrase in that row needs, in its own order, the inputs of a formula in its place."""
        try:
            slots = parse_template(text).slots
        except DrafterError:
            return []
        names: dict[str, None] = {}
        for name in slots:
            formula = self.session.vocabulary.spec(name).formula
            names |= dict.fromkeys((name, *(names_of(parse_formula(formula)) if formula else ())))
        here = (self.editor.index, row)
        order = list(names)
        needed = [use for use in self.uses() if use.spec.name in names and use.own in (None, here)]
        return sorted(needed, key=lambda use: order.index(use.spec.name))
