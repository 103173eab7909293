"""The tree of an accepted template: what template.py makes and walk.py prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drafter.facts.values import Value


@dataclass(frozen=True, slots=True)
class Name:
    """A fact (or the item of a loop)."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A number or string written in the template."""

    value: Value


@dataclass(frozen=True, slots=True)
class Call:
    """A filter applied to an expression."""

    filter: str
    subject: Expression
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """A condition: `operator` is one of eq ne gt gteq lt lteq and or not."""

    operator: str
    left: Expression
    right: Expression | None = None


Expression = Name | Constant | Call | Test


@dataclass(frozen=True, slots=True)
class Words:
    """Fixed words."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """`{{ expression }}`; `fact` is the name its printed text belongs to."""

    expression: Expression
    fact: str


@dataclass(frozen=True, slots=True)
class Choice:
    """`if`: the body of the first test that holds, else `otherwise`."""

    branches: tuple[tuple[Expression, tuple[Node, ...]], ...]
    otherwise: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Loop:
    """`for item in fact`: `body` once for each entry of a list fact."""

    item: str
    fact: str
    body: tuple[Node, ...]


Node = Words | Slot | Choice | Loop


def names_of(expression: Expression) -> tuple[str, ...]:
    """The facts an expression needs, in order, each once."""
    return tuple(dict.fromkeys(_names(expression)))


def _names(expression: Expression | None) -> Iterator[str]:
    match expression:
        case Name(name):
            yield name
        case Call(_, subject, arguments):
            yield from _names(subject)
            for argument in arguments:
                yield from _names(argument)
        case Test(_, left, right):
            yield from _names(left)
            yield from _names(right)
        case _:
            return
