"""A new draft: choose an outline, answer what its title needs, say where it goes and whether to fill it."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import ContentSwitcher, Input, OptionList, Static
from textual.widgets.option_list import Option

from drafter.draft import Draft
from drafter.errors import DrafterError, FileProblem
from drafter.facts.spec import Vocabulary
from drafter.files import free_name
from drafter.filling import FactUse, fact_uses, file_stem
from drafter.outline import Outline, load_outlines, new_draft
from drafter.slots.template import parse_template
from drafter.tui.jobs import NewDraft
from drafter.tui.messages import BankLoaded, DraftMade, FormLeft, JobFailed, Notice
from drafter.tui.typed_path import is_taken, typed_path
from drafter.tui.widgets.fact_form import FactForm

if TYPE_CHECKING:
    from drafter.tui.app import Drafter


class NewScreen(Screen[None]):
    """Three steps on one screen; Esc goes a step back."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["home.tcss", "write.tcss", "new.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "back")]

    def __init__(self) -> None:
        super().__init__()
        self._outlines: tuple[Outline, ...] = ()
        self._outline: Outline | None = None
        self._facts: dict[str, str] = {}
        self._making = False
        self._waiting = False

    @property
    def drafter(self) -> Drafter:
        """The application, typed."""
        from drafter.tui.app import Drafter

        return cast(Drafter, self.app)

    def compose(self) -> ComposeResult:
        """The steps, one shown at a time."""
        yield Static(" 新建稿件", id="bar", markup=False)
        with ContentSwitcher(initial="outlines", id="steps"):
            yield OptionList(id="outlines", markup=False)
            yield FactForm(self._take)
            with Vertical(id="where"):
                yield Static("存到哪个文件（不会覆盖已有的文件）", classes="field", markup=False)
                yield Input(id="name", select_on_focus=False)
                yield Static("各部分", classes="field", markup=False)
                yield OptionList(
                    Option(Content("1 先放好推荐词句，我来改和填"), id="fill"),
                    Option(Content("2 只要提纲，我自己挑词句"), id="empty"),
                    id="how",
                    markup=False,
                )
        yield Static("", id="keys", markup=False)

    def on_mount(self) -> None:
        """The outlines, with a line on what each is for."""
        self.query_one("#name", Input).cursor_blink = False
        self.query_one("#how", OptionList).can_focus = False
        self.query_one("#how", OptionList).highlighted = 0
        try:
            self._outlines = load_outlines()
        except DrafterError as error:
            self.drafter.show_error("读提纲", error)
        rows = self.query_one("#outlines", OptionList)
        rows.set_options([self._row(number, outline) for number, outline in enumerate(self._outlines, 1)])
        rows.highlighted = 0 if self._outlines else None
        self._step("outlines")

    @staticmethod
    def _row(number: int, outline: Outline) -> Option:
        digit = f"{number} " if number <= 9 else "  "
        text = Content.assemble(
            (digit, "$accent"), (outline.name, "bold"), (f"  {len(outline.parts)} 部分，约 {outline.length} 字\n", "$text-muted"),
            "  " + outline.description,
        )  # fmt: skip
        return Option(text, id=outline.id)

    def _step(self, step: str) -> None:
        self.query_one("#steps", ContentSwitcher).current = step
        keys = {
            "outlines": "↑↓ 选    Enter 或数字 用这个提纲    Esc 回首页",
            "facts": "Enter 记下，到下一个（空着就跳过）    Esc 直接到下一步",
            "where": "Enter 建好，开始写    ↑↓ 选一种    Esc 回提纲",
        }
        self.query_one("#keys", Static).update(f" {keys[step]}")
        self.query_one({"outlines": "#outlines", "facts": "#value", "where": "#name"}[step]).focus()

    def on_key(self, event: events.Key) -> None:
        """Digits take an outline; arrows choose how to fill while the cursor stays in the file name."""
        step = self.query_one("#steps", ContentSwitcher).current
        if step == "outlines" and event.character and event.character in "123456789":
            at = int(event.character) - 1
            if at < len(self._outlines):
                event.stop()
                self._choose(self._outlines[at])
        elif step == "where" and event.key in ("up", "down"):
            event.stop()
            how = self.query_one("#how", OptionList)
            how.highlighted = 0 if event.key == "up" else 1

    @on(OptionList.OptionSelected, "#outlines")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self._choose(self._outlines[event.option_index])

    def _choose(self, outline: Outline) -> None:
        self._outline = outline
        self._facts = {}
        self.query_one("#bar", Static).update(f" 新建稿件：{outline.name}")
        uses = self._asked()
        if uses:
            self.query_one(FactForm).show(uses)
            self._step("facts")
        else:
            self._to_where()

    def _asked(self) -> list[FactUse]:
        """What the title and signature need, of what the outline wants to know first."""
        outline = self._outline
        assert outline is not None
        bank = self.drafter.bank
        if bank is None:
            return []
        draft = Draft(title=outline.title, signature=outline.signature, facts=self._facts)
        wanted = {*parse_template(outline.title).slots, *parse_template(outline.signature).slots}
        return [
            use for use in fact_uses(draft, bank.vocabulary) if use.spec.name in wanted and not use.computed
        ]

    def _take(self, use: FactUse, typed: str) -> None:
        if typed:
            self._facts[use.spec.name] = typed
        else:
            self._facts.pop(use.spec.name, None)
        self.query_one(FactForm).refreshed(self._asked())

    @on(Notice)
    def _noticed(self, event: Notice) -> None:
        self.app.notify(event.text, severity="warning", markup=False)

    @on(FormLeft)
    def _form_left(self) -> None:
        self._to_where()

    def _to_where(self) -> None:
        assert self._outline is not None
        outline, bank = self._outline, self.drafter.bank
        name = file_stem(
            new_draft(outline, self._facts), bank.vocabulary if bank else Vocabulary(), outline.name
        )
        line = self.query_one("#name", Input)
        line.value = free_name(Path.cwd() / f"{name}.draft.toml").name
        line.cursor_position = len(line.value)
        self._step("where")

    @on(Input.Submitted, "#name")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if not self._making:
            self._make(event.value.strip())

    def _make(self, typed: str) -> None:
        assert self._outline is not None
        if not typed:
            self.app.notify("请写文件名", markup=False)
            return
        path = typed_path(typed if typed.endswith(".toml") else f"{typed}.draft.toml", Path.cwd())
        if is_taken(path):
            self.drafter.show_error(
                "新建稿件", FileProblem("文件已经存在", where=str(path), todo="请换一个文件名")
            )
            return
        bank = self.drafter.bank
        self._making = True
        self.query_one("#keys", Static).update(" 正在建稿件")
        if bank is None:
            self._waiting = True
            self.drafter.load_bank(self.drafter.bank_dirs, self)
            return
        fill = (self.query_one("#how", OptionList).highlighted or 0) == 0
        self.drafter.make_draft(NewDraft(self._outline, self._facts, path, bank, fill=fill), self)

    @on(BankLoaded)
    def _bank_loaded(self, event: BankLoaded) -> None:
        self.drafter.bank = event.bank
        if self._waiting:
            self._waiting = self._making = False
            self._make(self.query_one("#name", Input).value.strip())

    @on(DraftMade)
    def _made(self, event: DraftMade) -> None:
        self._making = False
        self.drafter.open_draft(event.path)

    @on(JobFailed)
    def _failed(self, event: JobFailed) -> None:
        self._making = self._waiting = False
        self._step("where")
        self.drafter.show_error(event.what, event.error)

    def action_back(self) -> None:
        """A step back."""
        if self.query_one("#steps", ContentSwitcher).current == "outlines":
            self.dismiss(None)
        else:
            self._step("outlines")
