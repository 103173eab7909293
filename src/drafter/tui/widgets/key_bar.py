"""The last row: the keys that do something here. What does not fit is left out whole, never cut."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from drafter.tui.keys import Action


class KeyBar(Static):
    """Shows actions as `^F 找词句  F2 事实 ...`, the most useful first."""

    def __init__(self, *, palette: bool = True) -> None:
        super().__init__("", id="keys", markup=False)
        self._actions: tuple[Action, ...] = ()
        self._palette = palette

    def show(self, actions: Iterable[Action]) -> None:
        """Offer these."""
        self._actions = tuple(actions)
        self._draw()

    def on_resize(self) -> None:
        """Another width holds other keys."""
        self._draw()

    def _draw(self) -> None:
        room = self.size.width - 1
        items: list[tuple[str, str]] = []
        seen: set[str] = set()
        # Help and the palette lead to everything that had no room.
        tail = [("F1", "帮助"), ("^P", "命令")] if self._palette else []
        used = sum(cell_len(key) + cell_len(name) + 3 for key, name in tail)
        for action in self._actions:
            size = cell_len(action.label) + cell_len(action.short) + 3
            if used + size <= room and action.label not in seen and action.id != "help":
                items.append((action.label, action.short))
                seen.add(action.label)
                used += size
        parts = []
        for key, name in items + tail:
            parts.append(Content.assemble((f" {key}", "bold $accent"), f" {name} "))
        self.update(Content("").join(parts), layout=False)
