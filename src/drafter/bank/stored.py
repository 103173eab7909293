"""The phrases of a compiled bank: columns of text, of which a phrase is made when it is first asked for.

A search looks at the texts of all phrases and then shows ten; making thousands of values would take as long as the
rest of the start.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Self, overload

from drafter.bank.normal import LINE, fold_phrases
from drafter.bank.phrase import Phrase

_FIELDS: Final = Phrase.__slots__
"""The fields of a phrase in the order of its constructor, which a dataclass with slots keeps."""
_LISTS: Final = tuple(_FIELDS.index(name) for name in ("genres", "sources"))
_YEARS: Final = tuple(_FIELDS.index(name) for name in ("since", "until"))
_COLUMN, _FIELD, _ITEM = "\0", "\x1d", "\x1c"
"""Part columns, the fields of a row and the items of a field; LINE parts rows. No field holds them."""
_MARKS = str.maketrans(dict.fromkeys((_COLUMN, _FIELD, _ITEM, LINE), "?"))


class StoredPhrases(Sequence[Phrase]):
    """Phrases by three columns of strings: their ids, their texts in normal form, and their fields in a row.

    Equal to any sequence of equal phrases.
    """

    __slots__ = ("_made", "_rows", "folded", "ids")

    def __init__(self, ids: list[str], folded: list[str], rows: list[str]) -> None:
        self.ids = ids
        self.folded = folded
        self._rows = rows
        self._made: dict[int, Phrase] = {}

    @classmethod
    def of(cls, phrases: Sequence[Phrase]) -> Self:
        """The columns of `phrases`."""
        rows = [_FIELD.join(_written(getattr(phrase, name)) for name in _FIELDS) for phrase in phrases]
        return cls([phrase.id for phrase in phrases], fold_phrases([phrase.text for phrase in phrases]), rows)

    @classmethod
    def unpacked(cls, packed: str) -> Self:
        """What `packed` was made of; raises ValueError if it does not fit."""
        ids, folded, rows = (column.split(LINE) for column in packed.split(_COLUMN))
        if not len(ids) == len(folded) == len(rows):
            raise ValueError("the columns differ in length")
        return cls(ids, folded, rows) if packed != _COLUMN * 2 else cls([], [], [])

    @property
    def packed(self) -> str:
        """The columns as one text."""
        return _COLUMN.join(LINE.join(column) for column in (self.ids, self.folded, self._rows))

    @classmethod
    def merged(cls, layers: Sequence[Sequence[Phrase]]) -> StoredPhrases:
        """The phrases of `layers`, each id once: in the place of its first, as the last layer has it."""
        stored = [layer if isinstance(layer, cls) else cls.of(layer) for layer in layers if len(layer)]
        places = {name: (layer, number) for layer in stored for number, name in enumerate(layer.ids)}
        if len(stored) == 1 and len(places) == len(stored[0]):
            return stored[0]
        chosen = places.values()
        folded = [layer.folded[number] for layer, number in chosen]
        return cls(list(places), folded, [layer._rows[number] for layer, number in chosen])

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, place: int) -> Phrase: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Phrase, ...]: ...
    def __getitem__(self, place: int | slice) -> Phrase | tuple[Phrase, ...]:
        if isinstance(place, slice):
            return tuple(self[number] for number in range(*place.indices(len(self))))
        made = self._made.get(place)
        if made is None:
            made = self._made[place] = _phrase(self._rows[place])
        return made

    def __iter__(self) -> Iterator[Phrase]:
        return (self[number] for number in range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return _ITEM.join(map(_written, value))
    # Only the path of a file can hold a control character; there it is for reading.
    return "" if value is None else str(value).translate(_MARKS)


def _phrase(row: str) -> Phrase:
    values: list[object] = list(row.split(_FIELD))
    for field in _LISTS:
        values[field] = tuple(str(values[field]).split(_ITEM)) if values[field] else ()
    for field in _YEARS:
        values[field] = int(str(values[field])) if values[field] else None
    return Phrase(*values)  # type: ignore[arg-type]
