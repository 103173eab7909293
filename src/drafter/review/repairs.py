"""Proposals of the miner, taken one by one: a wrong word, lost quotes, a slip."""

from __future__ import annotations

from collections.abc import Iterable

from drafter.bank.phrase import SLOT
from drafter.mine.candidate import Proposal


def repaired(text: str, taken: Iterable[Proposal]) -> str:
    """`text` with the taken proposals carried out, in their order; what stands in a slot is left alone."""
    for proposal in taken:
        if proposal.old:
            text = _replaced(text, proposal.old, proposal.new)
    return text


def _replaced(text: str, old: str, new: str) -> str:
    if SLOT.search(old):
        return text.replace(old, new)
    pieces: list[str] = []
    position = 0
    for slot in SLOT.finditer(text):
        pieces += (text[position : slot.start()].replace(old, new), slot[0])
        position = slot.end()
    return "".join((*pieces, text[position:].replace(old, new)))
