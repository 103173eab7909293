"""`drafter bank validate`: every fault of every file of every layer, in one go."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from drafter.bank.layer import Layer, Reading, bank_layers, scan_layer, vocabulary_of
from drafter.bank.phrase import Phrase, Place, passage
from drafter.bank.rules import content_faults, template_faults
from drafter.errors import DrafterError, Fault, FileProblem
from drafter.facts.vocabulary_file import check_formulas
from drafter.outline import check_outline, outline_files, read_outline
from drafter.slots.template import names_of, parse_formula


@dataclass(frozen=True, slots=True)
class Known:
    """What the phrases of all layers may refer to: ids of topics, genres and sources, names of facts, phrases.

    `lost` holds ids that stand in a file but could not be read; referring to them is no second fault.
    """

    topics: Collection[str]
    genres: Collection[str]
    sources: Container[str]
    facts: Collection[str]
    phrases: Mapping[str, Phrase]
    lost: Container[str]


@dataclass(frozen=True, slots=True)
class Inspection:
    """The result: `faults` of what was read, `unreadable` for files and folders that did not open or parse at all.

    `known` is what the files that could be read define together.
    """

    phrases: int
    files: int
    faults: tuple[Fault, ...]
    unreadable: tuple[Fault, ...]
    known: Known


def validate(extra_dirs: Sequence[Path] = ()) -> tuple[Fault, ...]:
    """Every fault of the bank, unreadable files first; empty if all is well. Raises FileProblem for config.toml."""
    found = inspect_bank(extra_dirs)
    return (*found.unreadable, *found.faults)


def inspect_bank(extra_dirs: Sequence[Path] = ()) -> Inspection:
    """Reads and checks all layers, formulas and outlines; raises FileProblem only if config.toml is faulty."""
    layers = bank_layers(extra_dirs)
    found = inspect_layers(layers)
    if found.unreadable:
        return found
    return replace(found, faults=(*found.faults, *_formula_faults(layers), *_outline_faults(found.known)))


def inspect_layers(layers: Sequence[Layer]) -> Inspection:
    """Reads and checks `layers`, given from the lowest up."""
    readings: list[Reading] = []
    unreadable: list[Fault] = []
    files = 0
    for layer in layers:
        try:
            files += len(layer.files())
            readings.append(scan_layer(layer))
        except FileProblem as error:
            unreadable.extend(error.faults)
    known = known_of(readings)
    faults: list[Fault] = []
    for reading in readings:
        unreadable.extend(reading.unreadable)
        faults.extend(reading.faults)
        for phrase, place in zip(reading.data.phrases, reading.places, strict=True):
            faults.extend(phrase_faults(phrase, place, known))
    count = sum(len(reading.data.phrases) for reading in readings)
    return Inspection(count, files, tuple(faults), tuple(unreadable), known)


def _formula_faults(layers: Sequence[Layer]) -> tuple[Fault, ...]:
    try:
        vocabulary = vocabulary_of(layers)
    except DrafterError as error:
        return error.faults
    return check_formulas(vocabulary, lambda formula: names_of(parse_formula(formula)))


def _outline_faults(known: Known) -> tuple[Fault, ...]:
    faults: list[Fault] = []
    for path in outline_files().values():
        try:
            outline = read_outline(path)
        except DrafterError as error:
            faults.extend(error.faults)
            continue
        faults.extend(
            check_outline(
                outline, topics=known.topics, genres=known.genres, facts=known.facts, phrases=known.phrases
            )
        )
    return tuple(faults)


def known_of(readings: Sequence[Reading]) -> Known:
    """What the layers read so far define together, the higher layer winning."""
    datas = [reading.data for reading in readings]
    return Known(
        topics={topic.id for data in datas for topic in data.topics},
        genres={genre.id for data in datas for genre in data.genres},
        sources={source.id for data in datas for source in data.sources},
        facts={name for data in datas for name, _ in data.labels},
        phrases={phrase.id: phrase for data in datas for phrase in data.phrases},
        lost={lost for reading in readings for lost in reading.lost},
    )


def phrase_faults(phrase: Phrase, place: Place, known: Known) -> list[Fault]:
    """Every fault of one phrase: its wording, its template, and what it refers to."""
    return [
        *content_faults(phrase, place),
        *template_faults(phrase, place, known.facts),
        *_reference_faults(phrase, place, known),
        *_succession_faults(phrase, place, known),
    ]


def _reference_faults(phrase: Phrase, place: Place, known: Known) -> list[Fault]:
    faults = []
    if phrase.topic not in known.topics and phrase.topic not in known.lost:
        todo = "请用 topics.toml 里的主题编号，或先在那里添加"
        faults.append(Fault(f"没有“{phrase.topic}”这个主题", place("topic"), todo))
    for genre in phrase.genres:
        if genre not in known.genres and genre not in known.lost:
            todo = "请用 topics.toml 里的文种编号，或先在那里添加"
            faults.append(Fault(f"没有“{genre}”这个文种", place("genres"), todo))
    for source in phrase.sources:
        found = passage(source)
        if found and found.source not in known.sources and found.source not in known.lost:
            todo = "请先在 sources.toml 里登记这个来源文件"
            faults.append(Fault(f"没有登记来源“{found.source}”", place("sources"), todo))
    return faults


def _succession_faults(phrase: Phrase, place: Place, known: Known) -> list[Fault]:
    if not phrase.successor:
        return []
    where = place("successor")
    seen = [phrase.id]
    here = phrase
    while here.successor:
        if here.successor in seen:
            chain = " → ".join([*seen, here.successor])
            return [Fault(f"接替关系绕成了圈（{chain}）", where, "请让其中一条不再有 successor")]
        after = known.phrases.get(here.successor)
        if after is None and here.successor in known.lost:
            return []
        if after is None:
            # A gap further on is reported at the phrase that names it.
            todo = "请改为已有的词句编号，或先添加接替它的词句"
            return [Fault(f"没有“{here.successor}”这条词句", where, todo)] if here is phrase else []
        seen.append(after.id)
        here = after
    return []
