"""The phrase pane: a search line, what the list is, the phrases found, and the whole of the highlighted one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from drafter.bank.hit import Hit
from drafter.bank.phrase import Phrase
from drafter.tui.keys import PHRASES, bindings
from drafter.tui.messages import PartWanted, PhraseChosen, SearchChanged
from drafter.tui.phrase_words import detail, row, said
from drafter.tui.searching import Found

if TYPE_CHECKING:
    from drafter.bank.library import Bank


class SearchLine(Input):
    """The words to look for. While it is empty, left and right go through the sections."""

    def __init__(self) -> None:
        super().__init__(placeholder="输入文字搜索；空着是这部分的推荐", id="search", select_on_focus=True)
        # Nothing blinks beside an input method.
        self.cursor_blink = False

    def action_cursor_left(self, select: bool = False) -> None:
        """One character to the left, or the section before."""
        if self.value:
            super().action_cursor_left(select)
        else:
            self.post_message(PartWanted(forward=False))

    def action_cursor_right(self, select: bool = False) -> None:
        """One character to the right, or the next section."""
        if self.value:
            super().action_cursor_right(select)
        else:
            self.post_message(PartWanted(forward=True))


class HitList(OptionList):
    """The rows; digits pick while it has the keys."""

    def __init__(self) -> None:
        super().__init__(id="hits", markup=False)

    def on_key(self, event: events.Key) -> None:
        """1 to 9 take the row of that number."""
        if event.character and event.character in "123456789" and int(event.character) <= self.option_count:
            event.stop()
            event.prevent_default()
            self.highlighted = int(event.character) - 1
            self.action_select()


class PhraseList(Vertical):
    """Finds and offers phrases. The cursor stays in the search line; arrows move the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(PHRASES),
        ("up", "move(-1)"),
        ("down", "move(1)"),
        ("pageup", "move(-8)"),
        ("pagedown", "move(8)"),
    ]

    def __init__(self) -> None:
        super().__init__(id="phrases")
        self.bank: Bank | None = None
        self.year = 0
        self.found = Found()
        self._answered = ""
        self._used: frozenset[str] = frozenset()
        self._place = self._before = ""
        self.waiting = False
        """True while what is listed is out of date and will be replaced."""
        self._take_first = False

    def compose(self) -> ComposeResult:
        """Search line, what the list is, list, detail."""
        yield SearchLine()
        yield Static("", id="said", markup=False)
        yield HitList()
        yield Static("正在装入词句库", id="detail", markup=False)

    @property
    def line(self) -> SearchLine:
        """The search line."""
        return self.query_one(SearchLine)

    @property
    def words(self) -> str:
        """The words to look for."""
        return self.line.value.strip()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What is listed."""
        return self.found.hits

    @property
    def chosen(self) -> Phrase | None:
        """The highlighted phrase."""
        hit = self.highlighted
        return hit.phrase if hit else None

    @property
    def highlighted(self) -> Hit | None:
        """The highlighted hit."""
        index = self.rows.highlighted
        return self.hits[index] if index is not None and index < len(self.hits) else None

    @property
    def rows(self) -> HitList:
        """The list."""
        return self.query_one(HitList)

    def forget_words(self) -> None:
        """Empty the search line without asking for anything."""
        with self.line.prevent(Input.Changed):
            self.line.value = ""

    def show_place(self, place: str) -> None:
        """`place` says what the suggestions are for and how far it has come."""
        self._place = place
        self._show_said()

    def show_before(self, words: str) -> None:
        """`words` are those a phrase will stand behind; "" where they can be seen."""
        self._before = f"  接在“{words}”后" if words else ""
        self._show_said()

    def wait(self) -> None:
        """What is listed is out of date and will be replaced."""
        self.waiting = True

    def show(self, found: Found, used: frozenset[str]) -> None:
        """Show what was found, the first row highlighted."""
        self.found, self._used, self.waiting, self._answered = found, used, False, self.words
        rows = self.rows
        room = rows.scrollable_content_region.width - 2
        rows.set_options(
            Option(row(number, hit, self.year, hit.phrase.id in used, room))
            for number, hit in enumerate(found.hits, 1)
        )
        rows.highlighted = 0 if found.hits else None
        self._show_said()
        self._show_detail()
        take, self._take_first = self._take_first, False
        # Enter came before the answer: what was typed is taken, but nothing that only comes close is taken unseen.
        if take and found.hits and not found.hits[0].near:
            self._choose(own_paragraph=False)

    def _show_said(self) -> None:
        words = said(self._answered, self.found, self._place + self._before) if self.bank else ""
        self.query_one("#said", Static).update(words, layout=False)

    def _show_detail(self) -> None:
        hit = self.highlighted
        if self.bank is None:
            words = Content("正在装入词句库")
        elif hit is None:
            words = Content("按 Esc 回正文自己写。")
        else:
            words = detail(hit, self.bank, self.year, hit.phrase.id in self._used)
        # It keeps its height, so the list does not jump while one goes through it.
        self.query_one("#detail", Static).update(words, layout=False)

    @on(Input.Changed, "#search")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._take_first = False
        self.post_message(SearchChanged(event.value.strip()))

    @on(Input.Submitted, "#search")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self.waiting:
            self._take_first = True
        else:
            self._choose(own_paragraph=False)

    @on(OptionList.OptionSelected, "#hits")
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._choose(own_paragraph=False)

    @on(OptionList.OptionHighlighted, "#hits")
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show_detail()

    def action_move(self, rows: int) -> None:
        """Move the highlight while the cursor stays in the search line."""
        listed = self.rows
        if listed.option_count:
            at = (listed.highlighted or 0) + rows
            listed.highlighted = max(0, min(listed.option_count - 1, at))

    def action_insert_paragraph(self) -> None:
        """Insert as a paragraph of its own."""
        self._choose(own_paragraph=True)

    def _choose(self, *, own_paragraph: bool) -> None:
        hit = self.highlighted
        if hit is not None:
            self.post_message(PhraseChosen(hit.phrase, own_paragraph, suggested=not self._answered))
