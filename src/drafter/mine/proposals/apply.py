"""From repairs of a text to proposals of a candidate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from drafter.mine.candidate import Candidate, Proposal
from drafter.mine.privacy import SLOT
from drafter.mine.proposals.evidence import Evidence
from drafter.mine.proposals.quotes import quotes, titles
from drafter.mine.proposals.repair import Repair
from drafter.mine.proposals.typos import majority, typos
from drafter.mine.proposals.washed import washed
from drafter.mine.records import QUOTES_LOST, WASHED

Slips = Callable[[str], Iterable[Repair]]
"""Slips of wording in a text, from whoever knows the rules of checking."""

_HIDDEN: Final = "\ue000"
"""What stands for each character of a slot while a text is looked at."""
MOST: Final = 20
"""Proposals for one candidate."""


def propose(
    text: str, evidence: Evidence, flags: tuple[str, ...] = (), slips: Slips | None = None
) -> tuple[Proposal, ...]:
    """What may be wrong in `text`, a clause, sentence or heading with slots of the slot language, which are left alone.

    `flags` are those of its documents. Marks come before words, so that each can be taken after the others.
    """
    hidden = _without_slots(text)
    marks = [
        *(("quote", repair) for repair in quotes(hidden, evidence, lost=QUOTES_LOST in flags)),
        *(("title", repair) for repair in titles(hidden)),
    ]
    words = [
        *(("washed", repair) for repair in washed(hidden, evidence)),
        *(("typo", repair) for repair in typos(hidden)),
        *(("typo", repair) for repair in (slips(hidden) if slips else ())),
    ]
    return tuple(
        _proposal(kind, hidden, repair)
        for kind, repair in (*marks, *_apart(words))
        if _HIDDEN not in hidden[repair.start : repair.end]
    )[:MOST]


def _without_slots(text: str) -> str:
    return SLOT.sub(lambda slot: _HIDDEN * len(slot[0]), text)


def _apart(found: Iterable[tuple[str, Repair]]) -> Iterator[tuple[str, Repair]]:
    """Without those that overlap an earlier one."""
    taken: list[Repair] = []
    for kind, repair in found:
        if not any(repair.start < other.end and other.start < repair.end for other in taken):
            taken.append(repair)
            yield kind, repair


def _proposal(kind: str, text: str, repair: Repair) -> Proposal:
    """With as much of the text before (or behind) it as makes `old` stand there once only."""
    start, end = repair.start, repair.end
    if repair.new == "”":
        # For a quote that was lost, what it closes.
        opening = text.rfind("“", 0, start)
        start = start if opening < 0 or _HIDDEN in text[opening:start] else opening
    while start == end or text.count(text[start:end]) > 1:
        if start > 0 and text[start - 1] != _HIDDEN:
            start -= 1
        elif end < len(text) and text[end] != _HIDDEN:
            end += 1
        else:
            break
    new = text[start : repair.start] + repair.new + text[repair.end : end]
    return Proposal(kind, text[start:end], new, repair.why)


def with_proposals(
    candidates: Sequence[Candidate],
    sentences: Iterable[str],
    phrases: Iterable[str] = (),
    slips: Slips | None = None,
) -> tuple[Candidate, ...]:
    """`candidates` with proposals, and the flag `washed` where a word may be washed.

    `sentences` are those of the corpus, `phrases` formulae known to be right; both are read once, as evidence.
    """
    asked = [candidate.text for candidate in candidates]
    evidence = Evidence.of(sentences, asked)
    evidence.merge(Evidence.of(phrases, asked))
    rare = majority([(_without_slots(candidate.text), candidate.documents) for candidate in candidates])
    made = []
    for number, candidate in enumerate(candidates):
        found = propose(candidate.text, evidence, candidate.flags, slips)
        if number in rare:
            found = (*found, _proposal("typo", _without_slots(candidate.text), rare[number]))
        flags = candidate.flags
        if WASHED not in flags and any(each.kind == "washed" for each in found):
            flags = (*flags, WASHED)
        made.append(replace(candidate, proposals=(*candidate.proposals, *found)[:MOST], flags=flags))
    return tuple(made)
