"""Editing a candidate before it is taken: its text, labels and years, and what the facts of its new slots are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from drafter.errors import Fault
from drafter.facts.spec import DOCUMENT, PARAGRAPH, FactSpec, Kind
from drafter.mine.candidate import Candidate
from drafter.review.acceptance import new_facts
from drafter.review.verdict import EDIT, Verdict
from drafter.roles import ROLE_LABELS, UNIT_LABELS
from drafter.tui.readable import readable
from drafter.tui.screens.dialogs import ChoiceDialog
from drafter.tui.screens.forms import FormDialog, LineDialog
from drafter.tui.slot_text import from_editor

if TYPE_CHECKING:
    from drafter.bank.library import Bank

Check = Callable[[Verdict], tuple[Fault, ...]]
_ANY = "any"
_FACT = "fact:"
_SCOPES = {DOCUMENT: "全稿一个值", PARAGRAPH: "每处各填各的"}


class EditDialog(FormDialog[Verdict]):
    """Gives the edited verdict, once `check` finds nothing wrong with it."""

    def __init__(
        self, candidate: Candidate, verdict: Verdict, bank: Bank, check: Check, problem: str = ""
    ) -> None:
        super().__init__("改这一条，再收录", "收录")
        self._candidate, self._verdict, self._bank, self._check = candidate, verdict, bank, check
        self.problem = problem

    def on_mount(self) -> None:
        """Begin with what is missing."""
        super().on_mount()
        self.at("topic" if not self._verdict.topic else "role" if not self._verdict.role else "text")

    def _facts(self) -> tuple[FactSpec, ...]:
        from drafter.bank.phrase import Phrase

        slots = Phrase("", self._verdict.text, "", "", "").slots
        return new_facts(self._candidate, self._verdict, slots, self._bank.labels)

    def fields(self) -> list[tuple[str, str, str]]:
        """The rows."""
        verdict, bank = self._verdict, self._bank
        genres = "、".join(
            bank.genres[name].label if name in bank.genres else name for name in verdict.genres
        )
        topic = (
            bank.topics[verdict.topic].label if verdict.topic in bank.topics else verdict.topic or "（请选）"
        )
        return [
            ("text", "文字", readable(verdict.text)),
            ("unit", "大小", UNIT_LABELS.get(verdict.unit, verdict.unit)),
            ("topic", "主题", topic),
            ("role", "作用", ROLE_LABELS.get(verdict.role, "（请选）")),
            ("genres", "用在", genres or "各种文稿"),
            ("since", "从哪一年起可用", str(verdict.since or "不限")),
            ("until", "用到哪一年为止", str(verdict.until or "不限")),
            ("successor", "过时以后用（词句编号）", verdict.successor or "没有"),
            *((_FACT + fact.name, f"新的事实“{fact.name}”", _told(fact)) for fact in self._facts()),
        ]

    def edit(self, name: str) -> None:
        """Ask for the new value of a row."""
        verdict = self._verdict
        match name:
            case "text":
                hint = "空写成 {名称}，如 召开支委会{支委会次数}次"
                self._type("文字", readable(verdict.text), hint, self._text_typed)
            case "unit":
                self._choose("大小", UNIT_LABELS, "unit")
            case "topic":
                self._choose("主题", {one.id: one.label for one in self._bank.topics.values()}, "topic")
            case "role":
                self._choose("作用", ROLE_LABELS, "role")
            case "genres":
                labels = {_ANY: "各种文稿", **{one.id: one.label for one in self._bank.genres.values()}}
                self._choose("用在哪种文稿里", labels, "genres")
            case "since" | "until":
                value = str(getattr(verdict, name) or "")
                self._type(
                    "年份（四位数，空着是不限）", value, "", lambda typed: self._year_typed(name, typed)
                )
            case "successor":
                self._type(
                    "过时以后用哪一条（词句编号）",
                    verdict.successor,
                    "",
                    lambda typed: self._take(successor=typed),
                )
            case _:
                fact = next((one for one in self._facts() if _FACT + one.name == name), None)
                if fact is not None:
                    self.app.push_screen(FactDialog(fact), lambda made: self._fact_given(fact.name, made))

    def _take(self, **values: Any) -> None:
        self._verdict = replace(self._verdict, **values)
        self.problem = ""
        self.refreshed()

    def _type(self, title: str, value: str, hint: str, take: Callable[[str], None]) -> None:
        def typed(text: str | None) -> None:
            if text is not None and text != value:
                take(text)

        self.app.push_screen(LineDialog(title, value, hint), typed)

    def _choose(self, title: str, labels: Mapping[str, str], name: str) -> None:
        def chosen(choice: str | None) -> None:
            if choice is not None:
                self._take(**{name: choice if name != "genres" else () if choice == _ANY else (choice,)})

        self.app.push_screen(ChoiceDialog(title, "", list(labels.items())), chosen)

    def _text_typed(self, typed: str) -> None:
        if typed:
            self._take(text=from_editor(typed, lambda name: True))

    def _year_typed(self, name: str, typed: str) -> None:
        if typed and not (typed.isdecimal() and len(typed) == 4):
            self.problem = f"“{typed[:20]}”不是四位年份"
            self.refreshed(changed=False)
            return
        self._take(**{name: int(typed) if typed else None})

    def _fact_given(self, old: str, fact: FactSpec | None) -> None:
        if fact is None:
            return
        others = tuple(one for one in self._verdict.facts if one.name not in (old, fact.name))
        text = readable(self._verdict.text).replace(f"{{{old}}}", f"{{{fact.name}}}")
        self._take(facts=(*others, fact), text=from_editor(text, lambda name: True))

    def result(self) -> Verdict | None:
        """The verdict, if nothing is wrong with it."""
        verdict = replace(self._verdict, verdict=EDIT, facts=self._facts())
        faults = self._check(verdict)
        self.problem = "\n".join(map(str, faults))
        return None if faults else verdict


def _told(fact: FactSpec) -> str:
    unit = f"，单位{fact.unit}" if fact.unit else ""
    return f"{fact.kind.label}{unit}；问：{fact.ask} 例：{fact.example}"


class FactDialog(FormDialog[FactSpec]):
    """What a new fact is."""

    def __init__(self, fact: FactSpec) -> None:
        super().__init__(f"新的事实“{fact.name}”", "好了")
        self._fact = fact

    def fields(self) -> list[tuple[str, str, str]]:
        """The rows."""
        fact = self._fact
        return [
            ("name", "名称", fact.name),
            ("kind", "种类", fact.kind.label),
            ("unit", "量词或单位", fact.unit or "没有"),
            ("scope", "范围", _SCOPES[fact.scope]),
            ("ask", "填写时问", fact.ask),
            ("example", "例子", fact.example),
        ]

    def edit(self, name: str) -> None:
        """Ask for the new value of a row."""
        if name in ("kind", "scope"):
            labels = {str(kind): kind.label for kind in Kind} if name == "kind" else _SCOPES
            self.app.push_screen(
                ChoiceDialog("种类" if name == "kind" else "范围", "", list(labels.items())), self._chosen
            )
            return
        label = next(label for one, label, _ in self.fields() if one == name)
        value = str(getattr(self._fact, name))

        def typed(text: str | None) -> None:
            if text is not None and (text or name == "unit"):
                self._take(**({"name": text, "label": text} if name == "name" else {name: text}))

        self.app.push_screen(LineDialog(label, value), typed)

    def _chosen(self, choice: str | None) -> None:
        if choice in _SCOPES:
            self._take(scope=choice)
        elif choice is not None:
            kind = Kind(choice)
            unit = self._fact.unit if kind in (Kind.COUNT, Kind.NUMBER) else ""
            self._take(kind=kind, unit=unit, example=kind.example)

    def _take(self, **values: Any) -> None:
        self._fact = replace(self._fact, **values)
        self.refreshed()

    def result(self) -> FactSpec | None:
        """The fact; its faults are told by the form it came from."""
        return self._fact
