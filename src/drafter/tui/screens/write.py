"""The writing screen: what happens on its keys and messages. Its layout is panes.py, its
sections are sections.py, its facts filling_in.py, its phrases choosing.py, its file is saving.py."""

from __future__ import annotations

from textual import on

from drafter.document import Place
from drafter.tui import jobs, keys
from drafter.tui.messages import (
    CaretLeft,
    FindingsFound,
    JobFailed,
    PlaceWanted,
    SectionChosen,
    SectionEdited,
)
from drafter.tui.outline_rows import OutlineRow, OutlineRows
from drafter.tui.screens.choosing import ChoosingScreen
from drafter.tui.screens.panes import (
    EDITOR_PANE,
    FACTS_TAB,
    FINDINGS_TAB,
    OUTLINE_PANE,
    SIDE_PANE,
)
from drafter.tui.session import Caret, Session


class WriteScreen(ChoosingScreen):
    """Where one writes."""

    CSS_PATH = "write.tcss"
    PLACE = keys.WRITE
    BINDINGS = keys.bindings(keys.WRITE)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._tidy = jobs.Debouncer(self, jobs.OUTLINE, self.refresh_panes)
        self._rows = OutlineRows(session)
        self._checks = jobs.Debouncer(self, jobs.CHECKS, self._ask_findings)
        self._last_problem = ""
        self._form_home = Caret()
        self._jump_to_finding = False

    def on_mount(self) -> None:
        """Show the first section that needs work; the bank comes after the first paint."""
        empty = (n for n, s in enumerate(self.session.draft.sections) if not s.paragraphs)
        self.editor.show(next(empty, 0))
        self.editor.focus_text()
        self.refresh_panes()
        if self.session.recovered:
            self.say("已恢复上次未保存的内容。不想要的话按 Ctrl+Z，就回到保存过的样子。")
            self.autosave.poke()
        elif self.session.journal.shared:
            self.say("这份稿件在另一个窗口里也开着，两边都改会互相覆盖，请只留一个。", warning=True)
        self.begin_choosing()

    # Moving about

    def show_section(self, index: int, caret: Caret | None = None) -> None:
        """Show a section and what suits it."""
        moved = index != self.editor.index
        self.editor.show(index, caret)
        self.show_rows()
        if moved:
            self.ask_again()

    def to_text(self) -> None:
        """Back to the text, the cursor where it was."""
        self.activate(EDITOR_PANE, self.editor.body)

    def focus_heading(self) -> None:
        """Give the keys to the heading."""
        self.activate(EDITOR_PANE, self.editor.heading)

    @on(SectionChosen)
    def _section_chosen(self, event: SectionChosen) -> None:
        if event.index != self.editor.index:
            self.show_section(event.index)
        if event.write:
            self.to_text()

    @on(CaretLeft)
    def _caret_left(self, event: CaretLeft) -> None:
        self._go_by(1 if event.forward else -1, at_end=not event.forward)

    def _go_by(self, by: int, *, at_end: bool = False) -> None:
        index = self.editor.index + by
        if 0 <= index < len(self.session.draft.sections):
            self.show_section(index, None if at_end else Caret(index))
            # Who is choosing phrases goes on choosing.
            if not self.phrases.has_focus_within:
                self.editor.focus_text()

    def action_previous_section(self) -> None:
        """The section before."""
        self._go_by(-1)

    def action_next_section(self) -> None:
        """The next section."""
        self._go_by(1)

    def action_back(self) -> None:
        """Esc in a pane beside the text."""
        self.to_text()

    def action_outline(self) -> None:
        """To the outline."""
        self.activate(OUTLINE_PANE, self.outline)

    # The draft has changed

    def show_rows(self) -> tuple[OutlineRow, ...]:
        """The outline as it is now, and in the phrase pane where one is in it."""
        rows, index = self._rows.rows(), self.editor.index
        self.outline.show(rows, index)
        if index < len(rows):
            self.phrases.show_place(rows[index].label)
        return rows

    @on(SectionEdited)
    def _section_edited(self) -> None:
        self.save_state = ""
        self.autosave.poke()
        self._tidy.poke()
        if self.tab == FINDINGS_TAB:
            self._checks.poke()

    def after_edit(self) -> None:
        """Facts or sections have changed: show it everywhere."""
        self.editor.refresh_slots()
        self._section_edited()

    def refresh_panes(self) -> None:
        """Outline and bars from the draft as it is now."""
        rows = self.show_rows()
        self.characters = sum(row.characters for row in rows)
        uses = self.uses()
        self.filled = (sum(1 for use in uses if use.shown), len(uses))
        self.editor.refresh_guidance()
        self.draw_bars()

    def show_state(self) -> None:
        """The save state has changed."""
        self.draw_bars()

    def reload(self) -> None:
        """The draft is another one now."""
        self.show_section(self.editor.index, self.editor.caret())
        self.after_edit()

    def action_undo(self) -> None:
        """Take back the last step, whatever it was."""
        step = self.session.undo()
        if step is None:
            self.say("没有可以撤销的了")
            return
        self._restored(step.before)

    def action_redo(self) -> None:
        """Do it again."""
        step = self.session.redo()
        if step is None:
            self.say("没有可以重做的了")
            return
        self._restored(step.after)

    def _restored(self, caret: Caret) -> None:
        self.hush()
        self.show_section(caret.section, caret)
        if self.tab == FACTS_TAB:
            self.facts.show(self.uses())
        self.after_edit()

    # Checks, preview, export, other screens

    def action_next_finding(self) -> None:
        """Check, or from the findings go on to the next."""
        if self.tab == FINDINGS_TAB and self.findings_count:
            self.findings.advance()
            self.findings.go()
            return
        self._jump_to_finding = True
        self.activate(SIDE_PANE, self.findings.rows, FINDINGS_TAB)
        self._ask_findings()

    def _ask_findings(self) -> None:
        if self.drafter.bank is not None:
            session = self.session
            self.drafter.check(session.draft, self.drafter.bank, session.outline, session.revision, self)

    @on(FindingsFound)
    def _findings_found(self, event: FindingsFound) -> None:
        if event.revision == self.session.revision:
            self.findings_count = len(event.findings)
            self.findings.show(event.findings)
            self.draw_bars()

    @on(PlaceWanted)
    def _place_wanted(self, event: PlaceWanted) -> None:
        self.go_to(event.place)

    def go_to(self, place: Place | None) -> None:
        """Go to a place of the draft."""
        if place is None:
            return
        if place.section is None:
            self.action_letterhead()
            return
        field = "heading" if place.field == "heading" else "text"
        self.show_section(place.section, Caret(place.section, field, place.paragraph or 0))
        if field == "heading" and self.editor.heading.display:
            self.focus_heading()
        else:
            self.to_text()

    def action_preview(self) -> None:
        """The document as printed; Enter there comes back to the line's place."""
        from drafter.tui.screens.preview import PreviewScreen

        self.app.push_screen(PreviewScreen(self.session), self.go_to)

    def action_export(self) -> None:
        """Write the document."""
        from drafter.tui.screens.export import ExportDialog

        self.app.push_screen(ExportDialog(self.session))

    def action_letterhead(self) -> None:
        """Title, addressee, attachments, signature, date."""
        from drafter.tui.screens.letterhead import LetterheadDialog

        self.app.push_screen(LetterheadDialog(self.session), lambda _: self.reload())

    def action_help(self) -> None:
        """Every key."""
        from drafter.tui.screens.dialogs import HelpDialog

        self.app.push_screen(HelpDialog())

    def action_home(self) -> None:
        """Save and go to the home screen."""
        self.leave(self.drafter.go_home)

    @on(JobFailed)
    def _job_failed(self, event: JobFailed) -> None:
        text = f"{event.what}：{event.error}"
        # A full disk fails at every key; saying it once is enough.
        if text != self._last_problem:
            self._last_problem = text
            self.drafter.show_error(event.what, event.error)
