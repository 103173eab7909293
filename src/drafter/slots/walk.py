"""Walking the tree of a template: every slot gets its value or stays visibly open.

Steps and printed characters are bounded, so that no accepted template takes more than 100 ms or 10 MB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from drafter.document import Run
from drafter.errors import FactError, TemplateError
from drafter.facts.filters import apply
from drafter.facts.values import Items, Text, Value, magnitude
from drafter.slots.tree import Call, Choice, Constant, Expression, Loop, Name, Node, Slot, Test, Words

MAX_ITEMS = 200
MAX_STEPS = 5_000
MAX_OUTPUT = 200_000

Scope = Callable[[str], Value | None]
"""Gives the value of a fact, or None while it is open."""


class OpenFact(Exception):
    """An expression needs the fact `name`, which has no value; a scope may raise it for an input of a formula."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def open_mark(name: str) -> str:
    """The visible mark of an unfilled slot."""
    return f"【待填：{name}】"


def render(nodes: tuple[Node, ...], scope: Scope) -> tuple[Run, ...]:
    """The printed runs of a tree; an open slot becomes its visible mark. Raises FactError and TemplateError."""
    return tuple(_Walk(scope).body(nodes, {}))


def evaluate(expression: Expression, scope: Scope) -> Value:
    """The value of a formula; raises OpenFact naming the fact that is missing, or FactError."""
    return _Walk(scope).value(expression, {})


class _Walk:
    """One rendering: counts steps and printed characters."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.steps = 0
        self.printed = 0

    def body(self, nodes: tuple[Node, ...], local: dict[str, Value]) -> Iterator[Run]:
        for node in nodes:
            self._step()
            match node:
                case Words(text):
                    yield self._run(Run(text))
                case Slot():
                    yield self._run(self._slot(node, local))
                case Choice():
                    yield from self._choice(node, local)
                case Loop():
                    yield from self._loop(node, local)

    def _slot(self, slot: Slot, local: dict[str, Value]) -> Run:
        try:
            return Run(self.value(slot.expression, local).text(), fact=slot.fact)
        except OpenFact as needed:
            return Run(open_mark(needed.name), fact=needed.name, open=True)

    def _choice(self, choice: Choice, local: dict[str, Value]) -> Iterator[Run]:
        try:
            chosen = next(
                (inside for test, inside in choice.branches if self.holds(test, local)), choice.otherwise
            )
        except OpenFact as needed:
            # Any branch would claim something nobody has said; only words for the case that a fact is there may go.
            if not _optional(choice):
                yield self._run(Run(open_mark(needed.name), fact=needed.name, open=True))
            return
        yield from self.body(chosen, local)

    def _loop(self, loop: Loop, local: dict[str, Value]) -> Iterator[Run]:
        try:
            value = self.value(Name(loop.fact), local)
        except OpenFact as needed:
            yield self._run(Run(open_mark(needed.name), fact=needed.name, open=True))
            return
        entries = value.items if isinstance(value, Items) else (value.text(),)
        if len(entries) > MAX_ITEMS:
            raise TemplateError(
                f"“{loop.fact}”有 {len(entries)} 项，超过 {MAX_ITEMS} 项", todo="请分成几个列表"
            )
        for entry in entries:
            yield from self.body(loop.body, {**local, loop.item: Text(entry)})

    def value(self, expression: Expression, local: dict[str, Value]) -> Value:
        self._step()
        match expression:
            case Name(name):
                value = local.get(name) or self.scope(name)
                if value is None:
                    raise OpenFact(name)
                return value
            case Constant(value):
                return value
            case Call(filter, subject, arguments):
                return apply(
                    filter, self.value(subject, local), tuple(self.value(a, local) for a in arguments)
                )
            case Test():
                raise TemplateError("空里不能写比较", todo="比较只能写在 {% if %} 里")

    def holds(self, test: Expression, local: dict[str, Value]) -> bool:
        """Whether a condition holds; raises OpenFact if that depends on a fact without a value."""
        if isinstance(test, Test) and test.operator in ("and", "or", "not"):
            self._step()
            left = self.holds(test.left, local)
            if test.operator == "not" or test.right is None:
                return not left
            if left == (test.operator == "or"):
                return left
            return self.holds(test.right, local)
        if isinstance(test, Test) and test.right is not None:
            return _compare(test.operator, self.value(test.left, local), self.value(test.right, local))
        value = self.value(test, local)
        amount = magnitude(value)
        return bool(value.text()) if amount is None else amount != 0

    def _run(self, run: Run) -> Run:
        self.printed += len(run.text)
        if self.printed > MAX_OUTPUT:
            raise TemplateError(f"填好后超过 {MAX_OUTPUT} 个字", todo="请检查列表和循环")
        return run

    def _step(self) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TemplateError("这一段的循环太长", todo="请减少循环里的内容")


def _optional(choice: Choice) -> bool:
    """Whether it is the idiom for words that stand only if a fact is known: `{% if 名称 %}...{% endif %}`."""
    return len(choice.branches) == 1 and not choice.otherwise and _only_names(choice.branches[0][0])


def _only_names(test: Expression) -> bool:
    if isinstance(test, Test) and test.operator in ("and", "or") and test.right is not None:
        return _only_names(test.left) and _only_names(test.right)
    return isinstance(test, Name)


def _compare(operator: str, left: Value, right: Value) -> bool:
    first, second = magnitude(left), magnitude(right)
    if first is None or second is None:
        if operator in ("eq", "ne"):
            return (left.text() == right.text()) == (operator == "eq")
        raise FactError(f"“{left.text()}”和“{right.text()}”不能比大小", todo="只有数才能比大小")
    return {
        "eq": first == second,
        "ne": first != second,
        "gt": first > second,
        "gteq": first >= second,
        "lt": first < second,
        "lteq": first <= second,
    }[operator]
