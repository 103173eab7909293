"""The small dialogs: a choice, an error, the keys. All close with Esc and are walked with arrows, digits and Enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from drafter.errors import DrafterError
from drafter.tui.keys import ACTIONS, QUEUE, REVIEW


class ChoiceDialog(ModalScreen[str | None]):
    """Asks for one of `choices` (id, label); gives its id, or None after Esc."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave")]

    def __init__(self, title: str, text: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._heading, self._text, self._choices = title, text, tuple(choices)

    def compose(self) -> ComposeResult:
        """Title, text, choices."""
        with Vertical(classes="dialog"):
            yield Static(self._heading, classes="dialog-title", markup=False)
            if self._text:
                with VerticalScroll(classes="dialog-text", can_focus=False):
                    yield Static(self._text, markup=False)
            yield OptionList(
                *[self._option(n, *pair) for n, pair in enumerate(self._choices, 1)], markup=False
            )

    @staticmethod
    def _option(number: int, name: str, label: str) -> Option:
        digit = f"{number} " if number <= 9 else "  "
        return Option(Content.assemble((digit, "$accent"), label), id=name)

    def on_mount(self) -> None:
        """The first choice is ready to be taken."""
        self.query_one(OptionList).focus()

    def on_key(self, event: events.Key) -> None:
        """A digit takes the choice of that number."""
        if event.character and event.character in "123456789" and int(event.character) <= len(self._choices):
            event.stop()
            self.dismiss(self._choices[int(event.character) - 1][0])

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss(None)


def error_dialog(what: str, error: Exception) -> ChoiceDialog:
    """What went wrong while doing `what`, where, and what to do; every fault of the error."""
    if isinstance(error, DrafterError):
        lines = [str(fault) for fault in error.faults[:20]]
        if len(error.faults) > 20:
            lines.append(f"还有 {len(error.faults) - 20} 处")
        text = "\n".join(lines)
    else:
        text = f"程序没有料到的错误：{type(error).__name__}：{error}。稿件没有丢，可以继续写；请把这句话告诉开发者。"
    return ChoiceDialog(f"{what}没有成功" if what else "没有成功", text, [("ok", "知道了")])


class CardDialog(ModalScreen[None]):
    """Something to read, `text` under `title`; closes with Esc, Enter or the key that opened it."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("escape,enter,ctrl+g", "leave")]

    def __init__(self, title: str, text: Content) -> None:
        super().__init__()
        self._heading, self._text = title, text

    def compose(self) -> ComposeResult:
        """Title and text."""
        with Vertical(classes="dialog card"):
            yield Static(f"{self._heading}（Esc 关闭，上下键翻看）", classes="dialog-title", markup=False)
            with VerticalScroll(classes="dialog-text"):
                yield Static(self._text, markup=False)

    def on_mount(self) -> None:
        """Arrows scroll at once."""
        self.query_one(VerticalScroll).focus()

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)


class HelpDialog(ModalScreen[None]):
    """Every key, from the registry; of `places` only, if any are given."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("escape,enter,f1", "leave")]

    def __init__(self, places: Sequence[str] = ()) -> None:
        super().__init__()
        self._places = tuple(places)

    def compose(self) -> ComposeResult:
        """One line a key, by place."""
        with Vertical(classes="dialog tall"):
            yield Static("按键（Esc 关闭，上下键翻看）", classes="dialog-title", markup=False)
            with VerticalScroll(classes="dialog-text"):
                yield Static(review_help(self._places) if self._places else help_text(), markup=False)

    def on_mount(self) -> None:
        """Arrows scroll at once."""
        self.query_one(VerticalScroll).focus()

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)


def _keys(places: Sequence[str]) -> list[Content]:
    lines: list[Content] = []
    place = ""
    for action in ACTIONS:
        if action.where not in places:
            continue
        if action.where != place:
            place = action.where
            lines.append(Content.assemble(("\n" if lines else "") + "在", (place, "bold")))
        lines.append(Content.assemble(("  " + action.label.ljust(10), "$accent"), action.help))
    return lines


def help_text() -> Content:
    """The keys of writing as printed in the help."""
    places = [
        place for place in dict.fromkeys(action.where for action in ACTIONS) if place not in (REVIEW, QUEUE)
    ]
    words = [
        "正文里 {名称？} 是还没填的空，{名称：12} 是填好的空；空是一个整体，删就整个删。",
        "自己打 {支委会次数} 这样的事实名，就成了一个空。",
        "所有改动随时记在本机，断电、误关都能恢复；停手两秒自动保存。",
    ]
    return Content("\n").join([*_keys(places), Content("\n" + "\n".join(words))])


def review_help(places: Sequence[str]) -> Content:
    """The keys of a review as printed in the help."""
    words = [
        "数字 1 至 9：采纳或不采纳这个号的修改建议。",
        "候选前面的字：收、改、并、弃、搁是结论；名 可能有人名地名，换 可能有换词，残 不完整，引 可能丢了引号，"
        "旧 过时提法，涂 有涂抹；数字是见于几篇文稿。",
        "每个结论马上记在候选旁边的 .verdicts.jsonl 里，断电也不会丢；重新挖掘后结论还在。",
    ]
    return Content("\n").join([*_keys(places), Content("\n" + "\n".join(words))])
