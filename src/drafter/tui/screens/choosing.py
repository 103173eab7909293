"""Phrases on the writing screen: asking the bank, taking what it offers, and remembering what was taken."""

from __future__ import annotations

from dataclasses import replace

from textual import on

from drafter.bank.phrase import Phrase, literal
from drafter.filling import year_of
from drafter.tui.jobs import SEARCH, Debouncer
from drafter.tui.messages import BankLoaded, DraftSaved, HitsFound, PartWanted, PhraseChosen, SearchChanged
from drafter.tui.screens.filling_in import FactsScreen
from drafter.tui.screens.panes import PHRASES_TAB, SIDE_PANE
from drafter.tui.searching import search_at, used_phrases
from drafter.tui.session import Caret, Session

BEFORE = 16
"""Characters before the cursor that tell where one is."""


class ChoosingScreen(FactsScreen):
    """The writing screen's work on phrases."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._search = Debouncer(self, SEARCH, self._ask)
        self._request = 0
        self._asked = ""

    def refresh_panes(self) -> None:
        """Outline and bars from the draft as it is now; the writing screen does it."""
        raise NotImplementedError

    def begin_choosing(self) -> None:
        """Get the bank, which comes after the first paint."""
        if self.drafter.bank is not None:
            self._take_bank()
        else:
            self.call_after_refresh(self.drafter.load_bank, self.drafter.bank_dirs, self)

    @on(BankLoaded)
    def _bank_loaded(self, event: BankLoaded) -> None:
        self.drafter.bank = event.bank
        self._take_bank()

    def _take_bank(self) -> None:
        bank = self.drafter.bank
        assert bank is not None
        self.phrases.bank = bank
        self.phrases.year = year_of(self.session.draft)
        self.session.use_vocabulary(bank.vocabulary)
        self.editor.refresh_slots()
        self.refresh_panes()
        # A draft made elsewhere, or saved while leaving, is learnt from when it is opened.
        self.drafter.learn_use(self.session.path, self.session.draft)
        self._ask()

    @on(DraftSaved)
    def _learn(self, event: DraftSaved) -> None:
        self.drafter.learn_use(event.save.path, event.save.draft)

    # Asking

    @on(SearchChanged)
    def ask_again(self) -> None:
        """The words or the place have changed: ask once there is quiet, and take no answer to what was asked before."""
        self._request += 1
        self.phrases.wait()
        self._search.poke()

    def _ask(self) -> None:
        bank = self.drafter.bank
        if bank is None:
            return
        self._search.cancel()
        self._request += 1
        self.phrases.wait()
        at, self._asked = self.editor.body.cursor_location, self.phrases.words
        search = search_at(bank, self._asked, self.session, self.editor.index, *at, self.drafter.usage)
        self.drafter.find_phrases(self._request, search, self)
        self._show_before()

    def _show_before(self) -> None:
        """Where the panes take turns, the phrase pane says behind which words a phrase will stand."""
        body = self.editor.body
        row, column = body.cursor_location
        words = body.document.get_line(row)[:column][-BEFORE:]
        self.phrases.show_before(words if self.has_class("-single") else "")

    @on(HitsFound)
    def _hits_found(self, event: HitsFound) -> None:
        # A key may be on its way that has not asked for anything yet.
        if event.request == self._request and self._asked == self.phrases.words:
            self.phrases.show(event.found, used_phrases(self.session))
            self.drafter.settle()

    @on(PartWanted)
    def _part_wanted(self, event: PartWanted) -> None:
        index = self.editor.index + (1 if event.forward else -1)
        if 0 <= index < len(self.session.draft.sections):
            self.show_section(index)

    def action_phrases(self) -> None:
        """To the phrases, ready to search."""
        self.activate(SIDE_PANE, self.phrases.line, PHRASES_TAB)
        # What is typed next replaces the words of the last search, also if the line has the keys already.
        self.phrases.line.select_all()
        if not self.phrases.words:
            # What comes next depends on where the cursor is now.
            self._ask()

    def action_about(self) -> None:
        """Everything known of the highlighted phrase."""
        from drafter.tui.phrase_words import card
        from drafter.tui.screens.dialogs import CardDialog

        pane, bank = self.phrases, self.drafter.bank
        hit = pane.highlighted
        if hit is None or bank is None:
            self.say("先在词句里选中一条，再看它的出处和使用")
            return
        words = card(hit, bank, self.session.draft, pane.year, pane.found.uses)
        self.app.push_screen(CardDialog("出处与使用", words))

    # Taking

    @on(PhraseChosen)
    def _phrase_chosen(self, event: PhraseChosen) -> None:
        if self.editor.section is None:
            return
        self.phrases.forget_words()
        if event.phrase.unit == "heading":
            self._take_heading(event.phrase)
            return
        row = self._insert(event)
        self._ask()
        wanted = [use for use in self.needed_by(event.phrase.text, row) if not use.shown and not use.computed]
        if event.suggested:
            # Suggestions are taken one after the other; the facts of them all are filled together, later.
            return
        if wanted:
            self.open_form(wanted)
        else:
            self.to_text()

    def _take_heading(self, phrase: Phrase) -> None:
        index = self.editor.index
        draft = replace(self.session.draft, sections=tuple(
            replace(s, heading=phrase.text, level=max(1, s.level)) if n == index else s
            for n, s in enumerate(self.session.draft.sections)
        ))  # fmt: skip
        self.change(draft, "换标题", index)
        self._ask()
        self.to_text()

    def _insert(self, event: PhraseChosen) -> int:
        """Put the phrase in and give its row."""
        body, phrase = self.editor.body, event.phrase
        own = event.own_paragraph or (event.suggested and self._would_be_long(phrase))
        self.editor.labelled("插入词句")
        row = body.insert_phrase(phrase, own_paragraph=own)
        self.refresh_panes()
        return row

    def _would_be_long(self, phrase: Phrase) -> bool:
        """True if the paragraph that ends at the cursor should end there and not take `phrase` as well."""
        from drafter.bank.fill import LONGEST_PARAGRAPH

        row, column = self.editor.body.cursor_location
        if column < len(self.editor.body.document.get_line(row)):
            return False
        both = self.editor.body.origins[row].text + phrase.text
        return len(literal(both, "□□")) > LONGEST_PARAGRAPH

    def show_section(self, index: int, caret: Caret | None = None) -> None:
        """Show a section; the writing screen does it."""
        raise NotImplementedError
