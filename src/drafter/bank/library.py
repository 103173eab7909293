"""The bank (词句库): the layers built-in < team < personal as one immutable whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, overload

from drafter.bank.index import Index
from drafter.bank.layer import Genre, Layer, Source, Topic, bank_layers, vocabulary_of
from drafter.bank.phrase import WRITTEN, Phrase, passage

if TYPE_CHECKING:
    from drafter.facts.spec import Vocabulary


MOST_PARTS: Final = 16
"""Parts of outlines whose phrases are kept at hand."""


@dataclass(frozen=True, eq=False)
class Bank:
    """All phrases that count: of phrases with one id, the one of the highest layer.

    `phrases` is in bank order: the order of files and lines, a replacement in the place of what it replaces.
    `labels` maps fact names to labels. `notes` tells the writer what did not go as usual.
    """

    layers: tuple[Layer, ...]
    phrases: Sequence[Phrase]
    topics: Mapping[str, Topic] = field(default_factory=dict)
    genres: Mapping[str, Genre] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @cached_property
    def index(self) -> Index:
        """The tables the bank is searched by; made in memory for phrases that stand in no file."""
        if isinstance(self.phrases, IndexedPhrases):
            return self.phrases.origin
        return Index.of(self.phrases, self.labels)

    @cached_property
    def _fitting(self) -> dict[tuple[tuple[str, ...], tuple[str, ...]], Sequence[Phrase]]:
        return {}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The fact vocabulary of all layers, the higher layer winning; raises BankError. Read at first use."""
        return vocabulary_of(self.layers)

    def get(self, phrase_id: str) -> Phrase | None:
        """The phrase with this id, or None."""
        return self.index.ask(lambda store: store.phrase(phrase_id))

    def fitting(self, topics: Sequence[str], roles: Sequence[str]) -> Sequence[Phrase]:
        """Phrases of these topics and roles (each if given) in bank order: all, or of a very large bank as many as a
        writer could look through, those of the highest layers first."""
        asked = (tuple(topics), tuple(roles))
        if asked not in self._fitting:
            # A writer goes from part to part; of a large bank one answer is thousands of phrases.
            if len(self._fitting) >= MOST_PARTS:
                self._fitting.clear()
            self._fitting[asked] = self.index.ask(lambda store: store.fitting(topics, roles))
        return self._fitting[asked]

    def passages(self) -> Sequence[tuple[str, str, int, int]]:
        """Where phrases come from, as (id, source, first character, last character) for every passage."""
        return self.index.ask(lambda store: store.passages())

    def current(self, phrase: Phrase, year: int) -> Phrase:
        """What to use in `year` instead of `phrase`: itself, or the first successor still current (else the last)."""
        seen = {phrase.id}
        while phrase.stale(year):
            after = self.get(phrase.successor)
            if after is None or after.id in seen:
                break
            seen.add(after.id)
            phrase = after
        return phrase


class IndexedPhrases(Sequence[Phrase]):
    """The phrases of an index, read when somebody looks through them all; a search never does.

    Equal to any sequence of equal phrases.
    """

    def __init__(self, index: Index) -> None:
        self.origin = index

    @cached_property
    def _all(self) -> Sequence[Phrase]:
        return self.origin.ask(lambda store: store.phrases())

    def __len__(self) -> int:
        return self.origin.ask(lambda store: store.count())

    @overload
    def __getitem__(self, place: int) -> Phrase: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Phrase]: ...
    def __getitem__(self, place: int | slice) -> Phrase | Sequence[Phrase]:
        return self._all[place]

    def __iter__(self) -> Iterator[Phrase]:
        return iter(self._all)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return id(self)


def load_bank(extra_dirs: Sequence[Path] = ()) -> Bank:
    """The bank of all layers; raises BankError with every fault of every file of every layer."""
    layers = bank_layers(extra_dirs)
    index = Index.open(layers)
    data = index.data
    return Bank(
        layers,
        IndexedPhrases(index),
        {topic.id: topic for topic in data.topics},
        {genre.id: genre for genre in data.genres},
        {source.id: source for source in data.sources},
        dict(data.labels),
        (index.note,) if index.note else (),
    )


def stats(bank: Bank) -> dict[str, Any]:
    """Counts of the bank: in all, by layer, topic, unit, role and genre, dated ones, and by kind of source.

    A phrase open to any genre counts under `any`; each source a phrase names counts once for that phrase.
    """
    phrases = bank.phrases
    return {
        "phrases": len(phrases),
        "layers": dict(Counter(phrase.layer for phrase in phrases)),
        "topics": dict(Counter(phrase.topic for phrase in phrases)),
        "units": dict(Counter(phrase.unit for phrase in phrases)),
        "roles": dict(Counter(phrase.role for phrase in phrases)),
        "genres": dict(Counter(genre for phrase in phrases for genre in phrase.genres or ("any",))),
        "dated": sum(phrase.until is not None for phrase in phrases),
        "sources": dict(Counter(source for phrase in phrases for source in _source_ids(phrase))),
        "facts": len(bank.labels),
    }


def _source_ids(phrase: Phrase) -> set[str]:
    ids = set()
    for source in phrase.sources:
        found = passage(source)
        ids.add(found.source if found else source if source == WRITTEN else "public")
    return ids
