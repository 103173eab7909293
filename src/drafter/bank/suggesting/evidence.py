"""What speaks for a phrase at a place in a draft: the parts of the score of a suggestion."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from drafter.bank.context import Context
from drafter.bank.library import Bank
from drafter.bank.phrase import Phrase
from drafter.bank.suggesting.order import Order, order_of, outline_source
from drafter.bank.suggesting.turn import out_of_turn, role_turns, topic_turns

if TYPE_CHECKING:
    from drafter.bank.usage import Usage

OWN_NEXT, NAMED, NEXT, BESIDE, PLACE, OWN_USE = 0.36, 0.265, 0.06, 0.03, 0.02, 0.02
WHOLE, TOPIC, GENRE, ROLE, FILLED = 0.12, 0.045, 0.03, 0.035, 0.015
ELSEWHERE = -0.08
"""The most each part of a score can be worth; together 1, less what belongs elsewhere. What the writer once did beats
the outline, which beats the mined documents; a whole sentence beats a clause that neither of the two asks for."""

_HALF_LIFE: Final = 180 * 86400.0
"""Seconds after which a use counts half: most reports come twice a year."""
_THEN, _STEP, _LEAST, _SKIPPED = 0.45, 0.02, 0.3, 0.25
"""What the phrase named after the next is worth, how much less each one behind it, what all are worth at the least,
and one the writer has gone past. So much less that nothing but a habit of the writer changes their order."""
_SURE_OF_HABIT, _SURE = 0.2, 1.0
"""Something done once counts 1 / (1 + this): once is a habit where the writer did it, but no statistics."""
_LEADS_OVER: Final = ("如下。", "如下：")
"""How a sentence ends that leads from the opening part to the rest of the document."""

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
        learnt = _learnt(bank, place, usage, named, candidates, out_of_turn(roles))
        self._learnt = [one for one in learnt if one[2]]
        self._sums: dict[str, float] = {}
        for _, weight, values in self._learnt:
            for phrase, value in values.items():
                self._sums[phrase] = self._sums.get(phrase, 0.0) + weight * value
        # Behind a clause the sentence goes on, and another clause is as good.
        goes_on = bool(before) and before[-1].unit == "clause"
        units = {"sentence": 1.0, "paragraph": 1.0} | ({"clause": 1.0} if goes_on else {})
        self._turns = (
            ("接成整句" if goes_on else "整句", "unit", WHOLE, units),
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
    barred: Collection[str],
) -> list[tuple[str, float, Values]]:
    """What is known of single phrases: the name of the reason, the most it is worth, how far each phrase has it.

    That documents have a phrase of a role in `barred` here is no reason to say it now.
    """
    order, last = order_of(bank), place.before[-1:]
    after = order.after(last[0]) if last else {}
    beside = dict(order.beside(place.before))
    if usage is not None and last:
        for phrase, value in _often(usage.beside(place.before), _SURE).items():
            beside[phrase] = max(value, beside.get(phrase, 0.0))
    habit = _often(own_next(usage, place), _SURE_OF_HABIT)
    names = [_today(bank, name, place.year) for name in named]
    # When the phrases an outline names come is for the outline to say.
    for phrase in names:
        beside.pop(phrase, None)
    after = {phrase: value for phrase, value in after.items() if phrase not in names}
    return [
        ("您常接在上一句后" if last else "您常用来开头", OWN_NEXT, _todays(bank, habit, place.year)),
        ("提纲点名", NAMED, _named(names, place.before)),
        ("常接在上一句后", NEXT, _todays(bank, after, place.year, barred=barred)),
        ("常同段出现", BESIDE, _todays(bank, beside, place.year, barred=barred)),
        ("文中次序" if last else "常用来开头", PLACE, _places(order, place.before, candidates)),
        ("您常用", OWN_USE, _habits(usage, place, candidates)),
        ("更宜放在别处", ELSEWHERE, _elsewhere(bank, place, {*names, *habit}, candidates, barred)),
    ]


def _often(counts: Mapping[str, int], doubt: float) -> Values:
    return {phrase: count / (count + doubt) for phrase, count in counts.items()}


def _today(bank: Bank, name: str, year: int | None) -> str:
    """The id of what is used today instead of the phrase `name`."""
    phrase = bank.get(name)
    return name if phrase is None or year is None else bank.current(phrase, year).id


def _todays(bank: Bank, values: Values, year: int | None, barred: Collection[str] = ()) -> Values:
    found: dict[str, float] = {}
    for name, value in values.items():
        current = _today(bank, name, year)
        phrase = bank.get(current)
        if phrase is not None and phrase.role not in barred:
            found[current] = max(value, found.get(current, 0.0))
    return found


def _named(names: Sequence[str], before: Iterable[str]) -> Values:
    """The next phrase the outline names is worth all, those behind it less and less."""
    reached = max((names.index(name) + 1 for name in before if name in names), default=0)
    values: dict[str, float] = {}
    for distance, name in enumerate(names[reached:]):
        values.setdefault(name, max(_LEAST, _THEN - _STEP * (distance - 1)) if distance else 1.0)
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
    bank: Bank,
    place: Context,
    here: Collection[str],
    candidates: Sequence[Phrase],
    barred: Collection[str],
) -> Values:
    """What the outline names for another part, has a role in `barred`, or leads over to what does not follow; none of
    the phrases `here`, which are asked for."""
    order = order_of(bank)
    outlined = order.document(outline_source(place.outline))
    found: dict[str, float] = {}
    for phrase in candidates:
        if (
            phrase.id in outlined
            or phrase.role in barred
            or (phrase.role == "transition" and _leads_away(bank, order, phrase, place.roles))
            or (not place.before and phrase.text.endswith(_LEADS_OVER))
        ):
            found[phrase.id] = 1.0
    # Only from the score of a whole sentence can so much be taken.
    clauses = {phrase.id for phrase in candidates if phrase.id in found and phrase.unit == "clause"}
    for name in clauses.union(here):
        found.pop(name, None)
    return found


def _leads_away(bank: Bank, order: Order, phrase: Phrase, roles: Collection[str]) -> bool:
    following = {after.role for after in map(bank.get, order.after(phrase.id)) if after is not None}
    return bool(roles) and bool(following) and following.isdisjoint(roles)


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
