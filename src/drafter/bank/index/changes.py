"""What differs between the files of layers and what the index knows of them, and what it keeps of a file."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from drafter.bank.index.store import FileState
from drafter.bank.layer import Genre, Layer, LayerData, Source, Topic
from drafter.errors import DrafterError, Fault
from drafter.files import read_bytes

UNSETTLED: Final = 2_000_000_000
"""Nanoseconds: a file changed so shortly before it was read may have changed again and kept its time."""
Known = Mapping[tuple[int, str], tuple[int, FileState]]
"""(number of the layer, name of the file) -> its id in the index, and its state."""


@dataclass
class Changes:
    """What differs: files of layers that have changed, known ones that were only touched, known ones that are gone,
    and why a folder or file could not be read."""

    changed: list[tuple[int, Path, FileState]] = field(default_factory=list)
    same: list[tuple[int, FileState]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def matter(self) -> bool:
        """True if the index does not hold what the files do."""
        return bool(self.changed or self.gone or self.faults)

    def _compare(self, number: int, path: Path, known: tuple[int, FileState] | None) -> None:
        if known is None:
            self.changed.append((number, path, state_of(path)))
            return
        file, old = known
        with suppress(OSError):
            there = path.stat()
            if (there.st_size, there.st_mtime_ns) == (old.size, old.changed) and (
                old.changed < old.read - UNSETTLED
            ):
                return
        state = state_of(path)
        if state.hash == old.hash:
            self.same.append((file, state))
        else:
            self.changed.append((number, path, state))


def changes(layers: Sequence[Layer], known: Known) -> Changes:
    """What differs between `layers` and what is known of them."""
    found = Changes()
    there = set()
    for number, layer in enumerate(layers):
        try:
            files = layer.files()
        except DrafterError as error:
            found.faults.extend(error.faults)
            continue
        for path in files:
            key = number, name_of(layer, path)
            there.add(key)
            try:
                found._compare(number, path, known.get(key))
            except DrafterError as error:
                found.faults.extend(error.faults)
    found.gone.extend(file for key, (file, _) in known.items() if key not in there)
    return found


def order(layers: Sequence[Layer]) -> list[tuple[int, str]]:
    """The files of `layers` in bank order, as the index names them."""
    return [(number, name_of(layer, path)) for number, layer in enumerate(layers) for path in layer.files()]


def state_of(path: Path) -> FileState:
    """The state of a file at this moment; raises FileProblem."""
    now = time.time_ns()
    return state_with(read_bytes(path), path, now)


def state_with(data: bytes, path: Path, now: int) -> FileState:
    """The state of a file that held `data` at the time `now`, in nanoseconds; raises OSError."""
    return FileState(len(data), path.stat().st_mtime_ns, now, hash_of(data))


def hash_of(data: bytes) -> str:
    """What tells one content of a file from another."""
    return hashlib.sha256(data).hexdigest()


def name_of(layer: Layer, path: Path) -> str:
    """The name of a file of `layer` in the index."""
    # As bytes in hexadecimal where it is no UTF-8, which a database cannot hold.
    name = path.relative_to(layer.folder).as_posix()
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def packed(data: LayerData) -> dict[str, Any]:
    """What a file holds besides phrases, as the index keeps it."""
    return {
        "topics": [(t.id, t.label, t.words) for t in data.topics],
        "genres": [(g.id, g.label) for g in data.genres],
        "sources": [(s.id, s.file, s.title, s.era, s.note) for s in data.sources],
        "labels": data.labels,
    }


def unpacked(tables: Sequence[Mapping[str, Any]]) -> LayerData:
    """What all files hold besides phrases, given from the lowest layer up, the higher winning."""
    rows = {
        kind: [row for table in tables for row in table[kind]]
        for kind in ("topics", "genres", "sources", "labels")
    }
    topics = {name: Topic(name, label, tuple(words)) for name, label, words in rows["topics"]}
    genres = {name: Genre(name, label) for name, label in rows["genres"]}
    sources = {row[0]: Source(*row) for row in rows["sources"]}
    labels = dict(rows["labels"])
    return LayerData(
        (), tuple(topics.values()), tuple(genres.values()), tuple(sources.values()), tuple(labels.items())
    )
