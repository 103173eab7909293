"""Choosing where a candidate belongs: another candidate, or a phrase the bank has already."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from drafter.mine.candidate import Candidate
from drafter.review.desk import Desk, Filter, alike_phrases
from drafter.tui.jobs import SEARCH, Debouncer
from drafter.tui.readable import readable

if TYPE_CHECKING:
    from drafter.bank.library import Bank
    from drafter.bank.phrase import Phrase

MOST = 20


class MergeDialog(ModalScreen[str | None]):
    """Gives the id of a candidate or phrase, None after Esc. The nearest ones stand there; typing looks for others."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave"), ("up", "move(-1)"), ("down", "move(1)")]

    def __init__(self, candidate: Candidate, desk: Desk, bank: Bank) -> None:
        super().__init__()
        self._candidate, self._desk, self._bank = candidate, desk, bank
        self._find = Debouncer(self, SEARCH, self._look)

    def compose(self) -> ComposeResult:
        """What is merged, a line to search, the list."""
        with Vertical(classes="dialog tall"):
            yield Static(
                f"并到哪一条：{readable(self._candidate.text)}", classes="dialog-title", markup=False
            )
            yield Input(placeholder="输入文字查找；空着是最相近的", id="words")
            yield OptionList(id="homes", markup=False)
            yield Static("↑↓ 选    Enter 并进去    Esc 不并", markup=False)

    def on_mount(self) -> None:
        """Begin with the nearest."""
        self.query_one(Input).cursor_blink = False
        self._look()

    def _look(self) -> None:
        words = self.query_one(Input).value.strip()
        near: tuple[Phrase, ...] = ()
        if words:
            from drafter.bank.search import search

            hits = search(self._bank, words, limit=MOST)
            phrases = tuple(hit.phrase for hit in hits if not hit.near)
            near = tuple(hit.phrase for hit in hits if hit.near)
            places = self._desk.chosen(Filter(words=words))[: MOST + 1]
            candidates = [self._desk.candidates[place] for place in places]
        else:
            phrases = alike_phrases(self._candidate.text, self._bank.phrases, limit=5)
            candidates = list(self._desk.alike(self._candidate, limit=5))
        rows = [
            *(_option("词句库", phrase.id, phrase.text) for phrase in phrases),
            *(_option("候选", one.id, one.text) for one in candidates if one.id != self._candidate.id),
            *(_option("相近", phrase.id, phrase.text) for phrase in near),
        ]
        listed = self.query_one(OptionList)
        listed.set_options(rows)
        listed.highlighted = 0 if rows else None

    @on(Input.Changed)
    def _typed(self) -> None:
        self._find.poke()

    @on(Input.Submitted)
    def _entered(self) -> None:
        listed = self.query_one(OptionList)
        if listed.highlighted is not None:
            self.dismiss(listed.get_option_at_index(listed.highlighted).id)

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_move(self, rows: int) -> None:
        """Move the highlight while the cursor stays in the search line."""
        listed = self.query_one(OptionList)
        if listed.option_count:
            listed.highlighted = max(0, min(listed.option_count - 1, (listed.highlighted or 0) + rows))

    def action_leave(self) -> None:
        """Do not merge."""
        self.dismiss(None)


def _option(kind: str, name: str, text: str) -> Option:
    return Option(Content.assemble((f"{kind} ", "$text-muted"), readable(text)), id=name)
