"""How the writing screen is laid out: three panes from 140 columns, two from 90, one below; bars above and below."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from drafter.tui import keys
from drafter.tui.screens.sections import SectionsScreen
from drafter.tui.session import Session
from drafter.tui.widgets.fact_form import FactForm
from drafter.tui.widgets.findings import FindingList
from drafter.tui.widgets.key_bar import KeyBar
from drafter.tui.widgets.outline_tree import OutlineTree
from drafter.tui.widgets.phrase_list import PhraseList
from drafter.tui.widgets.section_editor import SectionEditor

THREE_PANES, TWO_PANES = 140, 90
OUTLINE_PANE, EDITOR_PANE, SIDE_PANE = "outline-pane", "editor-pane", "side-pane"
PHRASES_TAB, FACTS_TAB, FINDINGS_TAB = "phrases", "facts", "findings"


class PanesScreen(SectionsScreen):
    """Panes, the bars, and which of them has the keys."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._pane = EDITOR_PANE
        self._beside = SIDE_PANE
        self.filled: tuple[int, int] = (0, 0)
        self.characters = 0
        self.findings_count: int | None = None

    def take_fact(self, use: object, typed: str) -> None:
        """A value was typed in the fact form; the writing screen takes it."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Title bar, panes, key bar."""
        yield Static("", id="bar", markup=False)
        with Horizontal(id="panes"):
            with Vertical(id=OUTLINE_PANE):
                yield OutlineTree()
            with Vertical(id=EDITOR_PANE):
                yield SectionEditor(self.session)
            with Vertical(id=SIDE_PANE):
                yield Static("", id="tabs", markup=False)
                with ContentSwitcher(initial=PHRASES_TAB, id="side"):
                    yield PhraseList()
                    yield FactForm(self.take_fact)
                    yield FindingList()
        yield Static("", id="message", markup=False)
        yield KeyBar()

    @property
    def outline(self) -> OutlineTree:
        """The outline pane."""
        return self.query_one(OutlineTree)

    @property
    def phrases(self) -> PhraseList:
        """The phrase pane."""
        return self.query_one(PhraseList)

    @property
    def facts(self) -> FactForm:
        """The fact form."""
        return self.query_one(FactForm)

    @property
    def findings(self) -> FindingList:
        """The findings pane."""
        return self.query_one(FindingList)

    @property
    def tab(self) -> str:
        """What the side pane shows."""
        return self.query_one("#side", ContentSwitcher).current or PHRASES_TAB

    def on_resize(self) -> None:
        """Another width may hold more panes, or fewer."""
        self.lay_out()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The pane that has the keys is shown, and the bar says what they do."""
        pane = next(
            (a.id for a in event.widget.ancestors if a.id in (OUTLINE_PANE, EDITOR_PANE, SIDE_PANE)), None
        )
        if pane is not None:
            self._pane = pane
            self.lay_out()

    def activate(self, pane: str, widget: Widget, tab: str = "") -> None:
        """Show `pane` (and in the side pane `tab`) and give `widget` the keys."""
        self._pane = pane
        if tab:
            self.query_one("#side", ContentSwitcher).current = tab
        self.lay_out()
        # At once: `widget.focus()` comes only after what hiding the other pane does to the focus.
        self.set_focus(widget)

    def lay_out(self) -> None:
        """Show the panes the width has room for."""
        width = self.size.width
        if self._pane != EDITOR_PANE:
            self._beside = self._pane
        if width >= THREE_PANES:
            shown = {OUTLINE_PANE, EDITOR_PANE, SIDE_PANE}
        elif width >= TWO_PANES:
            shown = {EDITOR_PANE, self._beside}
        else:
            shown = {self._pane}
        for pane in (OUTLINE_PANE, EDITOR_PANE, SIDE_PANE):
            self.query_one(f"#{pane}").display = pane in shown
        self.set_class(len(shown) == 1, "-single")
        self.draw_bars()

    def draw_bars(self) -> None:
        """Bring the bars up to date."""
        self.query_one(KeyBar).show(keys.bar(*self._places()))
        self._draw_tabs()
        self._draw_title()

    def _places(self) -> tuple[str, ...]:
        if self._pane == OUTLINE_PANE:
            return keys.OUTLINE, keys.WRITE
        if self._pane == EDITOR_PANE:
            return keys.TEXT, keys.WRITE
        side = {PHRASES_TAB: keys.PHRASES, FACTS_TAB: keys.FACTS, FINDINGS_TAB: keys.FINDINGS}
        return side[self.tab], keys.WRITE

    def _draw_tabs(self) -> None:
        filled, total = self.filled
        counts = {PHRASES_TAB: "词句", FACTS_TAB: f"事实 {total - filled} 待填", FINDINGS_TAB: "问题"}
        if self.findings_count is not None:
            counts[FINDINGS_TAB] = f"问题 {self.findings_count}"
        parts = [
            Content.assemble((f" {name} ", "reverse" if tab == self.tab else "$text-muted"), " ")
            for tab, name in counts.items()
        ]
        self.query_one("#tabs", Static).update(Content("").join(parts), layout=False)

    def _draw_title(self) -> None:
        filled, total = self.filled
        title = self.session.plain(self.session.draft.title) or self.session.path.name
        saved = "未保存" if self.session.dirty and not self.save_state else self.save_state
        state = f"事实 {filled}/{total}  {self.characters} 字  {saved}".rstrip()
        bar = self.query_one("#bar", Static)
        from rich.cells import cell_len, set_cell_size

        room = max(8, self.size.width - cell_len(state) - 4)
        if cell_len(title) > room:
            title = set_cell_size(title, room - 1).rstrip() + "…"
        # One row whatever it says: nothing has to be laid out anew, which would take half a frame.
        line = Content.assemble(" ", (set_cell_size(title, room), "bold"), "  ", (state, "$text-muted"), " ")
        bar.update(line, layout=False)
