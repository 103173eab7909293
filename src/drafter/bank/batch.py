"""Changing a layer in one go: many phrases with the facts and sources they need, checked first, then written whole.

Every file is replaced atomically, what phrases need before the phrases; if one cannot be written, those before it are
put back, so that a layer that was valid stays so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from drafter.bank.adding import layer_at, make_folder, phrase_values, table_block
from drafter.bank.index.known import readings
from drafter.bank.layer import Layer, Source, bank_layers, scan_layer
from drafter.bank.phrase import Phrase, Place, identity_faults
from drafter.bank.validation import Known, known_of, phrase_faults
from drafter.errors import BankError, DrafterError, Fault, FileProblem
from drafter.files import read_bytes, text_of, write_atomic
from drafter.toml.file import TomlFile, dump_pair, parse_toml

if TYPE_CHECKING:
    from drafter.facts.spec import FactSpec


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to change in a layer.

    `phrases`, `facts` and `sources` are added; `provenance` maps ids of phrases of this layer to entries their
    `sources` get as well; `removed` are ids of phrases of this layer that are taken out.
    """

    phrases: tuple[Phrase, ...] = ()
    facts: tuple[FactSpec, ...] = ()
    sources: tuple[Source, ...] = ()
    provenance: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    removed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Target:
    """A layer that is to be written, and what all layers together define, read once.

    `own` are the phrases of this layer by id, `texts` the ids of all phrases by their text.
    """

    layer: Layer
    known: Known
    own: Mapping[str, Phrase]
    texts: Mapping[str, str]

    @classmethod
    def open(cls, folder: Path, extra_dirs: Sequence[Path] = ()) -> Self:
        """The layer at `folder`, which need not exist; `extra_dirs` are further team layers.

        Raises BankError if a file of the layer cannot be read, FileProblem for config.toml.
        """
        layer = layer_at(folder)
        found = readings([other for other in bank_layers(extra_dirs) if other.folder != folder])
        own: dict[str, Phrase] = {}
        if folder.exists() and any(folder.rglob("*.toml")):
            reading = scan_layer(layer)
            if reading.unreadable:
                raise BankError.of(reading.unreadable)
            found.append(reading)
            own = {phrase.id: phrase for phrase in reading.data.phrases}
        known = known_of(found)
        return cls(layer, known, own, {phrase.text: name for name, phrase in known.phrases.items()})

    def faults(self, phrase: Phrase, place: Place, batch: Batch) -> list[Fault]:
        """Every fault `phrase` would have in the layer with the facts, sources and phrases of `batch` added."""
        return identity_faults(phrase, place) or phrase_faults(phrase, place, self._with(batch))

    def _with(self, batch: Batch) -> Known:
        known = self.known
        added = {phrase.id: phrase for phrase in batch.phrases}
        return replace(
            known,
            facts={*known.facts, *(fact.name for fact in batch.facts)},
            sources=_Either(known.sources, {source.id for source in batch.sources}),
            phrases={**known.phrases, **added},
        )

    def write(self, batch: Batch) -> tuple[Path, ...]:
        """Check and write `batch`; gives the files that have changed.

        A fact or source whose name is known is not added again. Raises BankError with every fault, or FileProblem,
        before anything has changed.
        """
        faults = [
            fault
            for phrase in batch.phrases
            for fault in self.faults(phrase, lambda key, at=phrase.id: f"{at} 的 {key}", batch)  # type: ignore[misc]
        ]
        if faults:
            raise BankError.of(faults)
        folder = self.layer.folder
        changes = [
            change
            for change in (
                _changed(folder / "facts.toml", appended=[("fact", fact_values(f)) for f in self._new_facts(batch)]),
                _changed(folder / "sources.toml", appended=[("source", _source_values(s)) for s in self._new_sources(batch)]),
                *(self._phrase_file(path, batch) for path in self._phrase_files(batch)),
            )
            if change is not None
        ]  # fmt: skip
        _write_all(changes)
        return tuple(change.path for change in changes)

    def _new_facts(self, batch: Batch) -> list[FactSpec]:
        return [fact for fact in batch.facts if fact.name not in self.known.facts]

    def _new_sources(self, batch: Batch) -> list[Source]:
        return [source for source in batch.sources if source.id not in self.known.sources]

    def _phrase_files(self, batch: Batch) -> list[Path]:
        folder = self.layer.folder / "phrases"
        names = {f"{phrase.topic}.toml" for phrase in batch.phrases}
        with suppress(OSError):
            if batch.provenance or batch.removed:
                names |= {path.name for path in folder.glob("*.toml")}
        return [folder / name for name in sorted(names)]

    def _phrase_file(self, path: Path, batch: Batch) -> _Change | None:
        appended = [
            ("phrase", phrase_values(phrase))
            for phrase in batch.phrases
            if f"{phrase.topic}.toml" == path.name
        ]
        return _changed(path, appended=appended, provenance=batch.provenance, removed=batch.removed)


class _Either:
    """What is in one of two containers."""

    def __init__(self, first: Any, second: Any) -> None:
        self._first, self._second = first, second

    def __contains__(self, item: object) -> bool:
        return item in self._first or item in self._second


@dataclass(frozen=True, slots=True)
class _Change:
    """A file as it was (None: not there) and as it will be (empty: gone)."""

    path: Path
    old: bytes | None
    new: bytes


def fact_values(fact: FactSpec) -> dict[str, object]:
    """What stands in the file of a fact, by key, in the order of our files."""
    return {
        "name": fact.name, "label": fact.label, "kind": str(fact.kind), "unit": fact.unit, "scope": fact.scope,
        "ask": fact.ask, "example": fact.example, "group": fact.group, "formula": fact.formula,
    }  # fmt: skip


def _source_values(source: Source) -> dict[str, object]:
    return {
        "id": source.id, "file": source.file, "title": source.title, "era": source.era, "note": source.note,
    }  # fmt: skip


def _changed(
    path: Path,
    *,
    appended: Sequence[tuple[str, Mapping[str, object]]] = (),
    provenance: Mapping[str, tuple[str, ...]] | None = None,
    removed: Sequence[str] = (),
) -> _Change | None:
    """What becomes of the file at `path`, None if nothing does."""
    old = read_bytes(path) if path.exists() else None
    new = old or b""
    if old and (provenance or removed):
        new = _edited(path, old, provenance or {}, removed)
    for name, values in appended:
        new += table_block(name, values, new)
    if new == (old or b""):
        return None
    if new.strip(b"\xef\xbb\xbf \t\r\n"):
        file = _parsed(path, new)
        if path.name == "facts.toml":
            from drafter.facts.vocabulary_file import vocabulary_in

            vocabulary_in(file)
        return _Change(path, old, new)
    return _Change(path, old, b"")


def _parsed(path: Path, data: bytes) -> TomlFile:
    return parse_toml(text_of(data, str(path)), path)


def _edited(
    path: Path, old: bytes, provenance: Mapping[str, tuple[str, ...]], removed: Sequence[str]
) -> bytes:
    """`old` with sources added to phrases and phrases taken out, everything else byte for byte."""
    file = _parsed(path, old)
    tables = [table for table in file.data.get("phrase", []) if isinstance(table, dict)]
    lines = old.decode("utf-8").split("\n")
    wanted: list[dict[str, Any]] = []
    # From the end, so that the numbers of the lines before stay true.
    for index in range(len(tables) - 1, -1, -1):
        table = tables[index]
        if table.get("id") in removed:
            _cut(lines, file.line("phrase", index) - 1)
            continue
        more = [
            entry
            for entry in provenance.get(str(table.get("id")), ())
            if entry not in table.get("sources", [])
        ]
        if more:
            table = {**table, "sources": [*table.get("sources", []), *more]}
            _set_sources(
                lines, file.line("phrase", index, "sources") - 1, file.line("phrase", index) - 1, table
            )
        wanted.insert(0, table)
    new = "\n".join(lines).encode("utf-8")
    if new == old:
        return old
    told = FileProblem(
        "这个文件的写法程序改不了",
        where=str(path),
        todo="请把每条词句的 sources 写在一行里，两条词句之间空一行",
    )
    try:
        after = _parsed(path, new).data if new.strip(b"\xef\xbb\xbf \t\r\n") else {}
    except DrafterError:
        raise told from None
    if {**after, "phrase": after.get("phrase", [])} != {**file.data, "phrase": wanted}:
        raise told
    return new


def _cut(lines: list[str], start: int) -> None:
    """Take the block that begins on line `start` out, up to the next empty line or table, with the blank line above."""
    end = start + 1
    while end < len(lines) and lines[end].strip() and not lines[end].startswith("[["):
        end += 1
    if start and not lines[start - 1].strip():
        start -= 1
    elif end < len(lines) - 1 and not lines[end].strip():
        end += 1
    del lines[start:end]


def _set_sources(lines: list[str], at: int, head: int, table: Mapping[str, Any]) -> None:
    line = lines[at]
    written = dump_pair("sources", table["sources"])
    end = "\r" if line.endswith("\r") else ""
    if at == head:
        lines.insert(head + 1, written + end)
    else:
        lines[at] = written + line[line.rfind("]") + 1 :]


def _write_all(changes: Sequence[_Change]) -> None:
    done: list[_Change] = []
    try:
        for change in changes:
            make_folder(change.path.parent)
            _put(change.path, change.new)
            done.append(change)
    except BaseException:
        for change in reversed(done):
            with suppress(DrafterError, OSError):
                _put(change.path, change.old or b"")
        raise


def _put(path: Path, data: bytes) -> None:
    if data:
        write_atomic(path, data)
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        from drafter.files import problem

        raise problem(error, path) from None
