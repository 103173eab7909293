"""The writer's own words: what changes from year to year becomes slots, everything else stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from drafter.mine.entities import DocumentNames, entities
from drafter.mine.records import COUNT, Entity
from drafter.reuse.naming import Namer
from drafter.reuse.pattern import Blank, Fixed, Printed
from drafter.slots.tree import Call, Expression, Name

PERIOD = "总结期间"
NEXT_YEAR = "下一年度"

_OPEN = re.compile(r"【待填：([^\W\d_]\w{0,60})】")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年(?![0-9])")
_WITH_DAY = re.compile(r"(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}年[0-9]{1,2}月")
_DIGIT = re.compile(r"[0-9]")


@dataclass(slots=True)
class Slotter:
    """Makes slots in the words of one report.

    `year` is the year the report is about (None if unknown); `units` maps its own names (of the unit, of a list of
    themes), as they stand in the text, to the facts they are. Made names stay the same for the same words.
    """

    namer: Namer
    names: DocumentNames
    year: int | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    _made: dict[str, list[str]] = field(default_factory=dict)

    def pieces(self, text: str, kept: Sequence[tuple[int, int, tuple[Printed, ...]]]) -> tuple[Printed, ...]:
        """The pieces of `text`: those of the stretches `kept` (start, end, pieces; in order), slots and words between."""
        inside = [(start, end) for start, end, _ in kept]
        slots = [(start, end, (piece,)) for start, end, piece in self._slots(text, inside)]
        found: list[Printed] = []
        at = 0
        for start, end, pieces in sorted([*slots, *kept], key=lambda each: each[:2]):
            if start > at:
                found.append(fixed(text[at:start]))
            found.extend(pieces)
            at = end
        if at < len(text):
            found.append(fixed(text[at:]))
        return tuple(found)

    def cell_name(self, side: str, head: str, shown: str) -> str:
        """The name of the figure `shown` in a table, from the words at the beginning of its row and column."""
        for before in (side, f"{side}{head}", head):
            known = self.namer.known(COUNT, "", before, "次") or self.namer.stem(before)
            if known:
                return known
        return self._numbered(self.namer.clean_name(side + head) or "表中数字", shown)

    def _slots(self, text: str, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, Printed]]:
        """Slots (start, end, piece) outside of `taken`, not overlapping."""
        done = list(taken)
        for start, end, expression in (
            *_still_open(text),
            *self._units(text),
            *self._years(text),
            *self._facts(text),
        ):
            if all(end <= low or start >= high for low, high in done):
                done.append((start, end))
                yield start, end, blank(expression, text[start:end])

    def _units(self, text: str) -> Iterator[tuple[int, int, Expression]]:
        for words in sorted(self.units, key=len, reverse=True):
            for found in re.finditer(re.escape(words), text):
                yield *found.span(), Name(self.units[words])

    def _years(self, text: str) -> Iterator[tuple[int, int, Expression]]:
        if self.year is None:
            return
        for found in _YEAR.finditer(text):
            if _WITH_DAY.match(text, found.start()):
                continue
            if int(found[1]) == self.year:
                yield *found.span(), Call("年度", Name(PERIOD), ())
            elif int(found[1]) == self.year + 1:
                yield *found.span(), Name(NEXT_YEAR)

    def _facts(self, text: str) -> Iterator[tuple[int, int, Expression]]:
        for entity in entities(text, self.names):
            start, end = _value_span(text, entity)
            if start >= end or text[:start].endswith(("第", "“")):
                continue
            name = self.namer.known(entity.kind, entity.unit, text[:start], text[end:])
            if name or _changes(entity, text[start:end]):
                yield start, end, Name(name or self._made_name(entity, text, start, end))

    def _made_name(self, entity: Entity, text: str, start: int, end: int) -> str:
        """A made name; the same words before another value get another name, before the same value the same."""
        after = text[end:].removeprefix(entity.unit)
        return self._numbered(self.namer.made(entity.kind, entity.unit, text[:start], after), text[start:end])

    def _numbered(self, base: str, shown: str) -> str:
        if base in self.namer.vocabulary:
            base = f"另一{base}"
        values = self._made.setdefault(base, [])
        if shown not in values:
            values.append(shown)
        number = values.index(shown) + 1
        return base if number == 1 else f"{base}{number}"


def blank(expression: Expression, shown: str) -> Printed:
    """A slot that printed `shown`."""
    match expression:
        case Name(name):
            source = f"{{{{ {name} }}}}"
        case Call(call, Name(name)):
            source = f"{{{{ {name} | {call} }}}}"
        case _:
            raise ValueError("only a name or a filter of a name")
    return Printed(Blank(source, expression, 0), shown)


def fixed(text: str) -> Printed:
    """Plain words."""
    return Printed(Fixed(text), text)


def _still_open(text: str) -> Iterator[tuple[int, int, Expression]]:
    for found in _OPEN.finditer(text):
        yield *found.span(), Name(found[1])


def _value_span(text: str, entity: Entity) -> tuple[int, int]:
    """Where the value itself stands: a count without its unit, which the phrase says."""
    start, end = entity.start, entity.end
    if entity.kind == COUNT and entity.unit and text[start:end].endswith(entity.unit):
        end -= len(entity.unit)
    return start, end


def _changes(entity: Entity, shown: str) -> bool:
    """Whether an entity no phrase knows is a figure or name of that year, not part of a way of speaking."""
    match entity.kind:
        case "count" | "percent" | "money":
            return bool(_DIGIT.search(shown))
        case "date":
            return bool(_WITH_DAY.fullmatch(shown))
        case "person":
            return True
        case _:
            return False
