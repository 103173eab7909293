"""The phrase pane: a search line, the phrases found, and the whole of the highlighted one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from drafter.bank.phrase import WRITTEN, Phrase
from drafter.roles import ROLE_LABELS, UNIT_LABELS
from drafter.tui.keys import PHRASES, bindings
from drafter.tui.messages import PhraseChosen, SearchChanged
from drafter.tui.slot_text import to_editor

if TYPE_CHECKING:
    from drafter.bank.library import Bank
    from drafter.bank.search import Hit


_IF = re.compile(r"\{%-?\s*(?:if|for)\b.*?%\}", re.DOTALL)
_ELSE = re.compile(r"\{%-?\s*(?:else|elif)\b.*?%\}", re.DOTALL)
_END = re.compile(r"\{%-?\s*end(?:if|for)\s*-?%\}")


def readable(text: str) -> str:
    """A phrase as a writer reads it: slots as {名称}, what stands there only sometimes in 〔〕."""
    shown = to_editor(text, lambda expression: None).replace("？}", "}")
    return _END.sub("〕", _ELSE.sub("〕〔", _IF.sub("〔", shown)))


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
        self._hits: tuple[Hit, ...] = ()
        self._used: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        """Search line, list, detail."""
        yield Input(placeholder="输入文字搜索；空着是这部分的推荐", id="search", select_on_focus=True)
        yield HitList()
        yield Static("正在装入词句库", id="detail", markup=False)

    def on_mount(self) -> None:
        """Nothing blinks beside an input method."""
        self.query_one("#search", Input).cursor_blink = False

    @property
    def words(self) -> str:
        """The words to look for."""
        return self.query_one("#search", Input).value.strip()

    def focus_search(self) -> None:
        """Give the keys to the search line."""
        self.query_one("#search", Input).focus()

    def show(self, hits: Sequence[Hit], used: frozenset[str]) -> None:
        """Show what was found, the first row highlighted."""
        self._hits, self._used = tuple(hits), used
        rows = self.query_one(HitList)
        rows.set_options([Option(self._row(number, hit)) for number, hit in enumerate(self._hits, 1)])
        rows.highlighted = 0 if self._hits else None
        self._show_detail()

    def _row(self, number: int, hit: Hit) -> Content:
        phrase = hit.phrase
        digit = f"{number} " if number <= 9 else "  "
        note = "旧 " if self.year and phrase.stale(self.year) else ""
        text = (
            Content(readable(phrase.text)).stylize("$text-muted")
            if phrase.id in self._used
            else Content(readable(phrase.text))
        )
        return Content.assemble((digit, "$accent"), (note, "$warning"), text)

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What is listed."""
        return self._hits

    @property
    def chosen(self) -> Phrase | None:
        """The highlighted phrase."""
        index = self.query_one(HitList).highlighted
        return self._hits[index].phrase if index is not None and index < len(self._hits) else None

    def _show_detail(self) -> None:
        detail = self.query_one("#detail", Static)
        phrase = self.chosen
        if phrase is None or self.bank is None:
            detail.update(
                "没有找到。换一个词试试，或按 Esc 回正文自己写。" if self.bank else "正在装入词句库"
            )
            return
        topic = self.bank.topics[phrase.topic].label if phrase.topic in self.bank.topics else phrase.topic
        facts = (
            f"{topic}·{ROLE_LABELS.get(phrase.role, phrase.role)}·{UNIT_LABELS.get(phrase.unit, phrase.unit)}"
        )
        source = self._source(phrase)
        lines = [readable(phrase.text), f"{facts}；来源：{source}"]
        if self.year and phrase.stale(self.year):
            after = self.bank.get(phrase.successor) if phrase.successor else None
            lines.insert(
                1,
                f"{phrase.until}年以前的提法"
                + (f"，现在用：{readable(after.text)}" if after else "，现在不用"),
            )
        if phrase.id in self._used:
            lines.insert(1, "稿件里已经用过")
        detail.update("\n".join(lines))

    def _source(self, phrase: Phrase) -> str:
        known = self.bank.sources if self.bank else {}
        names = dict.fromkeys(source.partition(":")[0] for source in phrase.sources)
        titles = [known[name].title if name in known else name for name in names if name != WRITTEN]
        return f"{titles[0]}{f' 等 {len(titles)} 篇' if len(titles) > 1 else ''}" if titles else "本库编写"

    @on(Input.Changed, "#search")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(SearchChanged(event.value.strip()))

    @on(Input.Submitted, "#search")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
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
        listed = self.query_one(HitList)
        if listed.option_count:
            at = (listed.highlighted or 0) + rows
            listed.highlighted = max(0, min(listed.option_count - 1, at))

    def action_insert_paragraph(self) -> None:
        """Insert as a paragraph of its own."""
        self._choose(own_paragraph=True)

    def _choose(self, *, own_paragraph: bool) -> None:
        phrase = self.chosen
        if phrase is not None:
            self.post_message(PhraseChosen(phrase, own_paragraph))
