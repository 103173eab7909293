"""The bank (词句库): the layers built-in < team < personal as one immutable whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drafter.bank import index
from drafter.bank.layer import Genre, Layer, Source, Topic, bank_layers, vocabulary_of
from drafter.bank.phrase import WRITTEN, Phrase, passage
from drafter.bank.stored import StoredPhrases
from drafter.errors import BankError, DrafterError, Fault

if TYPE_CHECKING:
    from drafter.facts.spec import Vocabulary


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
    def numbers(self) -> Mapping[str, int]:
        """The index in `phrases` of every id."""
        return {name: number for number, name in enumerate(StoredPhrases.merged([self.phrases]).ids)}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The fact vocabulary of all layers, the higher layer winning; raises BankError. Read at first use."""
        return vocabulary_of(self.layers)

    def get(self, phrase_id: str) -> Phrase | None:
        """The phrase with this id, or None."""
        number = self.numbers.get(phrase_id)
        return None if number is None else self.phrases[number]

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


def load_bank(extra_dirs: Sequence[Path] = ()) -> Bank:
    """The bank of all layers; raises BankError with every fault of every file of every layer."""
    layers = bank_layers(extra_dirs)
    phrases: list[Sequence[Phrase]] = []
    topics: dict[str, Topic] = {}
    genres: dict[str, Genre] = {}
    sources: dict[str, Source] = {}
    labels: dict[str, str] = {}
    notes: dict[str, None] = {}
    faults: list[Fault] = []
    for layer in layers:
        try:
            data, note = index.load_layer(layer)
        except DrafterError as error:
            faults.extend(error.faults)
            continue
        phrases.append(data.phrases)
        topics.update((topic.id, topic) for topic in data.topics)
        genres.update((genre.id, genre) for genre in data.genres)
        sources.update((source.id, source) for source in data.sources)
        labels.update(data.labels)
        if note:
            notes[note] = None
    if faults:
        raise BankError.of(faults)
    return Bank(layers, StoredPhrases.merged(phrases), topics, genres, sources, labels, tuple(notes))


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
