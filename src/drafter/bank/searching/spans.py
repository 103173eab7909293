"""Where matches stand in the text of a phrase as it is written."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.bank.index.tokens import NAMES
from drafter.bank.normal import folded_places
from drafter.bank.phrase import SLOT, Phrase
from drafter.bank.searching.query import Match


def spans_of(phrase: Phrase, line: str, found: Sequence[Match]) -> tuple[tuple[int, int], ...]:
    """The stretches of the text to highlight for matches in `line`, in order and joined where they touch."""
    last = max((match.start + match.length for match in found if not match.in_name), default=0)
    places = folded_places(phrase.text, last)
    spans: list[tuple[int, int]] = []
    for match in found:
        if match.in_name:
            # The first name follows the first mark.
            name = phrase.slots[line.count(NAMES, 0, match.start + 1) - 1]
            spans += [slot.span() for slot in SLOT.finditer(phrase.text) if name in slot[0]][:1]
        elif match.length:
            spans.append((places[match.start], places[match.start + match.length - 1] + 1))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
