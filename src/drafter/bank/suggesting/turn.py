"""Whose turn it is in a section: the role and the topic that the phrases written so far leave to the next one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from drafter.bank.phrase import Phrase
from drafter.roles import ROLES

_STAPLE: Final = ("measure", "problem", "plan")
"""The roles a part is made of; of the others one sentence is enough."""
_FEWEST, _MOST = 3, 6
"""Sentences of a staple role before the next role's turn: what a part of 200 to 400 characters holds."""
_LATER, _STEP, _PAST = 0.8, 0.05, 0.2
"""A role that comes later is worth the less the later it comes; what should have come before is worth little."""
_OTHER_TOPIC = 0.6


def role_turns(before: Sequence[Phrase], roles: Sequence[str], topics: Sequence[str]) -> Mapping[str, float]:
    """Role -> how well it comes next behind the phrases `before` in a part with these `roles` and `topics`, 0 to 1.

    Roles follow one another in the order of ROLES, staple roles with several sentences, so that every topic is
    touched; when all have had their turn, the staple ones go on.
    """
    order = [role for role in ROLES if role != "heading" and (not roles or role in roles)]
    if not order:
        return {}
    counts = Counter(phrase.role for phrase in before)
    staple = min(_MOST, max(_FEWEST, _share(topics) * len(topics)))
    reached = max((order.index(role) for role in counts if role in order), default=0)
    waiting = (
        place
        for place in range(reached, len(order))
        if counts[order[place]] < (staple if order[place] in _STAPLE else 1)
    )
    due = next(waiting, next((place for place, role in enumerate(order) if role in _STAPLE), len(order) - 1))
    return {
        role: 1.0 if place == due else _LATER - _STEP * (place - due) if place > due else _PAST
        for place, role in enumerate(order)
    }


def out_of_turn(turns: Mapping[str, float]) -> frozenset[str]:
    """The roles that would spoil a section at this place: its end before the end, its transition behind the start."""
    early = {"closing"} if turns.get("closing", 1.0) < 1 else set()
    late = {"transition"} if turns.get("transition", 1.0) == _PAST else set()
    return frozenset(early | late)


def topic_turns(before: Sequence[Phrase], topics: Sequence[str]) -> Mapping[str, float]:
    """Topic -> how well it comes next, 0 to 1: the topics take turns in the order given, two sentences each if there
    are only two of them."""
    counts, share = Counter(phrase.topic for phrase in before), _share(topics)
    order = sorted(range(len(topics)), key=lambda place: (counts[topics[place]] // share, place))
    return {
        topics[place]: 1.0 if turn == 0 else _OTHER_TOPIC * (1 - turn / len(order))
        for turn, place in reversed(list(enumerate(order)))
    }


def _share(topics: Sequence[str]) -> int:
    return 2 if len(topics) == 2 else 1
