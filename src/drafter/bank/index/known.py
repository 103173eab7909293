"""What layers define, asked of their index instead of their files: for adding to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from drafter.bank.index.opening import Index
from drafter.bank.layer import Layer, LayerData, Reading, scan_layer
from drafter.bank.phrase import Phrase
from drafter.bank.validation import Known
from drafter.errors import DrafterError


def readings(layers: Sequence[Layer]) -> list[Reading]:
    """What `layers` hold, the lowest first: from their index if they are sound, which is thirty times as fast."""
    if not layers:
        return []
    try:
        index = Index.open(layers)
    except DrafterError:
        return [scan_layer(layer) for layer in layers]
    held = [index.ask(lambda store, n=number: store.layer(n)) for number in range(len(layers))]  # type: ignore[misc]
    datas = [index.data, *map(LayerData, held)]
    index.close()
    return [Reading(layers[0], data, (), frozenset(), (), ()) for data in datas]


def known_in(index: Index) -> Known:
    """What the layers of `index` define together; its phrases are read when they are asked for."""
    data = index.data
    return Known(
        topics={topic.id for topic in data.topics},
        genres={genre.id for genre in data.genres},
        sources={source.id for source in data.sources},
        facts={name for name, _ in data.labels},
        phrases=_ById(index),
        lost=frozenset(),
    )


class _ById(Mapping[str, Phrase]):
    """The phrases of an index that count, by id."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def __getitem__(self, name: str) -> Phrase:
        found = self._index.ask(lambda store: store.phrase(name))
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter([phrase.id for phrase in self._index.ask(lambda store: store.phrases())])

    def __len__(self) -> int:
        return self._index.ask(lambda store: store.count())
