"""What speaks for a phrase at a place in a draft: the parts of the score of a suggestion."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from drafter.bank.context import Context
from drafter.bank.library import Bank
from drafter.bank.order import Order, order_of, outline_source
from drafter.bank.phrase import Phrase
from drafter.bank.turn import role_turns, topic_turns
from drafter.bank.usage import Usage

OWN_NEXT, NAMED, NEXT, BESIDE, PLACE, OWN_USE = 0.27, 0.21, 0.08, 0.05, 0.04, 0.03
WHOLE, TOPIC, GENRE, ROLE, FILLED = 0.16, 0.06, 0.04, 0.04, 0.02
ELSEWHERE = -0.1
"""The most each part of a score can be worth; together 1, less what belongs elsewhere. What the writer once did beats
the outline, which beats the mined documents; a whole sentence beats a clause that neither of the two asks for."""

_HALF_LIFE: Final = 180 * 86400.0
"""Seconds after which a use counts half: most reports come twice a year."""
_NOT_NEXT, _SKIPPED = 0.8, 0.4
"""What a phrase the outline names is still worth for each one named between, and when the writer has gone past it."""
_SURE_OF_HABIT, _SURE = 0.2, 1.0
"""Something done once counts 1 / (1 + this): once is a habit where the writer did it, but no statistics."""

Values = Mapping[str, float]


class Evidence:
    """Weighs phrases for the place `place`, for the writer of `usage` (None: unknown), in a part of an outline that
    names the phrases `named`. `candidates` are the phrases that may be weighed."""

    __slots__ = ("_filled", "_genre", "_kinds", "_learnt", "_sums", "_turns")

    def __init__(
        self,
        bank: Bank,
        place: Context,
        usage: Usage | None,
        named: Sequence[str],
        candidates: Sequence[Phrase],
    ) -> None:
        before = [phrase for phrase in map(bank.get, place.before) if phrase is not None]
        roles = role_turns(before, place.roles, place.topics)
        # Where a mined document ended is no reason to end here while there is more to say.
        ends = roles.get("closing", 1.0) == 1.0
        self._learnt = [one for one in _learnt(bank, place, usage, named, candidates, ends=ends) if one[2]]
        self._sums: dict[str, float] = {}
        for _, weight, values in self._learnt:
            for phrase, value in values.items():
                self._sums[phrase] = self._sums.get(phrase, 0.0) + weight * value
        # Behind a clause the sentence goes on.
        goes_on = before[-1:] and before[-1].unit == "clause"
        self._turns = (
            ("整句", "unit", WHOLE, {} if goes_on else {"sentence": 1.0, "paragraph": 1.0}),
            ("主题", "topic", TOPIC, topic_turns(before, place.topics)),
            ("作用", "role", ROLE, roles),
        )
        self._genre, self._filled = place.genre, place.filled
        self._kinds: dict[tuple[str, str, str], float] = {}

    def score(self, phrase: Phrase) -> float:
        """The sum of the parts, 0 to 1."""
        kind = (phrase.unit, phrase.topic, phrase.role)
        score = self._kinds.get(kind)
        if score is None:
            score = self._kinds[kind] = sum(value for _, value in self._kind_parts(phrase))
        score += self._sums.get(phrase.id, 0.0)
        if phrase.genres and self._genre in phrase.genres:
            score += GENRE
        if self._filled and self._filled.issuperset(phrase.slots):
            score += FILLED
        return score

    def parts(self, phrase: Phrase) -> list[tuple[str, float]]:
        """What the score is made of, in Chinese: the reason that can be worth most first."""
        parts = [(label, weight * values.get(phrase.id, 0.0)) for label, weight, values in self._learnt]
        parts += self._kind_parts(phrase)
        parts.append(("文种", GENRE * (self._genre in phrase.genres)))
        parts.append(("事实已填", FILLED * bool(self._filled and self._filled.issuperset(phrase.slots))))
        return [(label, value) for label, value in parts if value]

    def _kind_parts(self, phrase: Phrase) -> list[tuple[str, float]]:
        return [
            (label, weight * values.get(getattr(phrase, field), 0.0))
            for label, field, weight, values in self._turns
        ]


def own_next(usage: Usage | None, place: Context) -> Mapping[str, int]:
    """Phrase id -> how often the writer put it behind the last phrase of the section, or first in the part."""
    if usage is None:
        return {}
    return usage.follows(place.before[-1]) if place.before else usage.opens(place.outline, place.part)


def _learnt(
    bank: Bank,
    place: Context,
    usage: Usage | None,
    named: Sequence[str],
    candidates: Sequence[Phrase],
    *,
    ends: bool,
) -> list[tuple[str, float, Values]]:
    """What is known of single phrases: the name of the reason, the most it is worth, how far each phrase has it."""
    order, last = order_of(bank), place.before[-1:]
    after = order.after(last[0]) if last else {}
    beside = dict(order.beside(place.before))
    if usage is not None and last:
        for phrase, value in _often(usage.beside(place.before), _SURE).items():
            beside[phrase] = max(value, beside.get(phrase, 0.0))
    habit = _often(own_next(usage, place), _SURE_OF_HABIT)
    names = [_today(bank, name, place.year) for name in named]
    return [
        ("您常接在上一句后" if last else "您常用来开头", OWN_NEXT, _todays(bank, habit, place.year)),
        ("提纲点名", NAMED, _named(names, place.before)),
        ("常接在上一句后", NEXT, _todays(bank, after, place.year, closings=ends)),
        ("常同段出现", BESIDE, _todays(bank, beside, place.year, closings=ends)),
        ("文中次序" if last else "常用来开头", PLACE, _places(order, place.before, candidates)),
        ("您常用", OWN_USE, _habits(usage, place, candidates)),
        ("多用在别的部分", ELSEWHERE, _elsewhere(bank, order, place, {*names, *habit}, candidates)),
    ]


def _often(counts: Mapping[str, int], doubt: float) -> Values:
    return {phrase: count / (count + doubt) for phrase, count in counts.items()}


def _today(bank: Bank, name: str, year: int | None) -> str:
    """The id of what is used today instead of the phrase `name`."""
    phrase = bank.get(name)
    return name if phrase is None or year is None else bank.current(phrase, year).id


def _todays(bank: Bank, values: Values, year: int | None, *, closings: bool = True) -> Values:
    found: dict[str, float] = {}
    for name, value in values.items():
        current = _today(bank, name, year)
        phrase = bank.get(current)
        if phrase is not None and (closings or phrase.role != "closing"):
            found[current] = max(value, found.get(current, 0.0))
    return found


def _named(names: Sequence[str], before: Iterable[str]) -> Values:
    """The next phrase the outline names is worth all, those behind it less and less."""
    reached = max((names.index(name) + 1 for name in before if name in names), default=0)
    values: dict[str, float] = {}
    for distance, name in enumerate(names[reached:]):
        values.setdefault(name, _NOT_NEXT**distance)
    for name in names[:reached]:
        values.setdefault(name, _SKIPPED)
    return values


def _places(order: Order, before: Sequence[str], candidates: Sequence[Phrase]) -> Values:
    """What stands soon behind the last phrase that has a place in documents, or of all candidates earliest."""
    found = ((phrase.id, order.place(phrase.id)) for phrase in candidates)
    places = {name: at for name, at in found if at is not None}
    if not places:
        return {}
    reached = next((at for at in map(order.place, reversed(before)) if at is not None), None)
    low = min(places.values()) if reached is None else reached
    span = max(places.values()) - low
    return {name: 1 - (at - low) / span for name, at in places.items() if at >= low} if span > 0 else {}


def _elsewhere(
    bank: Bank, order: Order, place: Context, here: Collection[str], candidates: Sequence[Phrase]
) -> Values:
    """What the outline names for another part, and transitions to something this part does not hold."""
    outlined = order.document(outline_source(place.outline))
    found = {}
    for phrase in candidates:
        # Only from a whole sentence can so much be taken.
        if phrase.unit == "clause" or phrase.id in here:
            continue
        if phrase.id in outlined or (
            phrase.role == "transition" and place.roles and _leads_away(bank, order, phrase, place.roles)
        ):
            found[phrase.id] = 1.0
    return found


def _leads_away(bank: Bank, order: Order, phrase: Phrase, roles: Collection[str]) -> bool:
    following = {after.role for after in map(bank.get, order.after(phrase.id)) if after is not None}
    return bool(following) and following.isdisjoint(roles)


def _habits(usage: Usage | None, place: Context, candidates: Sequence[Phrase]) -> Values:
    """Half for the use in this part, a quarter for use anywhere, a quarter for how lately that was."""
    if usage is None:
        return {}
    uses = usage.uses()
    here = usage.stands_in(place.outline, place.part)
    now = time.time()
    values: dict[str, float] = {}
    for phrase in candidates if uses else ():
        use = uses.get(phrase.id)
        if use is not None:
            times = here.get(phrase.id, 0)
            lately = 0.5 ** (max(0.0, now - use.last) / _HALF_LIFE)
            values[phrase.id] = times / (times + _SURE) / 2 + use.times / (use.times + _SURE) / 4 + lately / 4
    return values
