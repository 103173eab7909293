"""Two slots side by side: {{ 地区名称 }}{{ 乡镇名称 }} does not say where the one ends and the other begins.

What is typed for a fact looks like the example of its vocabulary, so the border is put where both look most alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drafter.facts.spec import FactSpec, Kind, Vocabulary
from drafter.reuse.pattern import Blank, Printed
from drafter.slots.tree import Name

_WORDS = (Kind.TEXT, Kind.ORGANISATION, Kind.PERSON, Kind.TITLE)


def parted(printed: Sequence[Printed], vocabulary: Vocabulary) -> tuple[Printed, ...]:
    """`printed` with the borders between slots of words put where they fit best."""
    found = [replace(each, inner=parted(each.inner, vocabulary)) if each.inner else each for each in printed]
    for at in range(len(found) - 1):
        first, second = _spec(found[at], vocabulary), _spec(found[at + 1], vocabulary)
        if first is None or second is None:
            continue
        whole = found[at].shown + found[at + 1].shown
        cut = max(
            range(1, len(whole)),
            key=lambda place: _alike(whole[:place], first.example) + _alike(whole[place:], second.example),
        )
        found[at] = replace(found[at], shown=whole[:cut])
        found[at + 1] = replace(found[at + 1], shown=whole[cut:])
    return tuple(found)


def _spec(each: Printed, vocabulary: Vocabulary) -> FactSpec | None:
    match each.piece:
        case Blank(_, Name(name)) if vocabulary.spec(name).kind in _WORDS and not each.shown.startswith("【"):
            return vocabulary.spec(name)
        case _:
            return None


def _alike(text: str, example: str) -> float:
    """How much `text` looks like `example`: how they begin and end, and how long they are."""
    begins = next((n for n in range(3, 0, -1) if text[:n] == example[:n]), 0)
    ends = next((n for n in range(3, 0, -1) if text[-n:] == example[-n:]), 0)
    return 2.0 * begins + 3.0 * ends - 0.5 * abs(len(text) - len(example))
