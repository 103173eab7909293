"""The findings pane: what the checks say, and the whole of the highlighted finding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from drafter.tui.keys import FINDINGS, bindings
from drafter.tui.messages import PlaceWanted

if TYPE_CHECKING:
    from drafter.check.rule import Finding


class FindingList(Vertical):
    """Lists findings; Enter goes to the place."""

    BINDINGS = bindings(FINDINGS)

    def __init__(self) -> None:
        super().__init__(id="findings")
        self._findings: tuple[Finding, ...] = ()
        self._shown = ""

    def compose(self) -> ComposeResult:
        """List and detail."""
        yield OptionList(id="finding-rows", markup=False)
        yield Static("按 F8 检查全稿", id="finding", markup=False)

    @property
    def rows(self) -> OptionList:
        """The list."""
        return self.query_one("#finding-rows", OptionList)

    @property
    def current(self) -> Finding | None:
        """The highlighted finding."""
        at = self.rows.highlighted
        return self._findings[at] if at is not None and at < len(self._findings) else None

    def show(self, findings: Sequence[Finding]) -> None:
        """Show these, keeping the row if it still exists."""
        at = self.rows.highlighted or 0
        if self._shown and tuple(findings) == self._findings:
            return
        self._findings = tuple(findings)
        self.rows.set_options([Option(self._row(finding)) for finding in self._findings])
        self.rows.highlighted = min(at, len(self._findings) - 1) if self._findings else None
        self._show_detail()

    def advance(self) -> None:
        """To the next finding, from the last to the first."""
        if self._findings:
            self.rows.highlighted = ((self.rows.highlighted or 0) + 1) % len(self._findings)

    def _row(self, finding: Finding) -> Content:
        return Content.assemble((f"{finding.severity.label} ", "$warning"), finding.message)

    def _show_detail(self) -> None:
        finding = self.current
        lines = ["没有发现问题。"]
        if finding is not None:
            lines = [finding.message, f"“{finding.excerpt}”" if finding.excerpt else ""]
            lines += [f"依据：{finding.basis}" if finding.basis else ""]
        words = "\n".join(line for line in lines if line)
        # Checks run while one types; to lay out the screen anew takes half a frame.
        if words != self._shown:
            self._shown = words
            self.query_one("#finding", Static).update(words)

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show_detail()

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.go()

    def go(self) -> None:
        """Ask to go to the place of the highlighted finding."""
        finding = self.current
        if finding is not None:
            self.post_message(PlaceWanted(finding.place))
