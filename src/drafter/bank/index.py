"""The compiled bank: each layer's data as one JSON file under the state folder, so that a search parses no TOML.

A compiled file is used only if it was made by this version from exactly these files and arrived whole; otherwise it
is made again. If it cannot be written, the bank works from memory and says so.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from drafter import __version__, paths
from drafter.bank.layer import Genre, Layer, LayerData, Source, Topic, read_layer
from drafter.bank.phrase import Phrase
from drafter.errors import DrafterError, FileProblem
from drafter.files import read_bytes, write_atomic

FORMAT = f"drafter-bank {__version__} 1"
"""Changes with every change of what is stored, so that a file of another version is never misread."""
LARGEST = 512 * 1024 * 1024


def load_layer(layer: Layer) -> tuple[LayerData, str]:
    """The data of `layer` and a note for the writer ("" normally); raises BankError with every fault, FileProblem."""
    files = layer.files()
    if not files:
        return LayerData(), ""
    print_ = fingerprint(layer, files)
    target = compiled_path(layer)
    data = _read(target, print_)
    if data is not None:
        return data, ""
    data = read_layer(layer)
    return data, _write(target, print_, data)


def compile_layer(layer: Layer) -> tuple[LayerData, str]:
    """Like `load_layer`, but always makes the compiled file anew."""
    files = layer.files()
    if not files:
        return LayerData(), ""
    data = read_layer(layer)
    return data, _write(compiled_path(layer), fingerprint(layer, files), data)


def compiled_path(layer: Layer) -> Path:
    """Where the compiled form of `layer` is kept: one file for each layer folder."""
    place = hashlib.sha256(f"{layer.name}\0{layer.folder.absolute()}".encode("utf-8", "surrogateescape"))
    return paths.state_dir() / "bank" / f"{place.hexdigest()[:16]}.json"


def fingerprint(layer: Layer, files: tuple[Path, ...]) -> str:
    """SHA-256 over names and bytes of the layer's files; raises FileProblem if one cannot be read."""
    total = hashlib.sha256(f"{layer.name}\0{layer.folder}".encode("utf-8", "surrogateescape"))
    for path in files:
        data = read_bytes(path)
        total.update(f"\0{path.name}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        total.update(data)
    return total.hexdigest()


def _read(target: Path, print_: str) -> LayerData | None:
    """The stored data if the file is whole and of this version and content, else None."""
    try:
        head, _, body = read_bytes(target, LARGEST).partition(b"\n")
        if head.decode("ascii") != _head(print_, body):
            return None
        return _unpack(json.loads(body))
    except (DrafterError, ValueError):
        return None


def _head(print_: str, body: bytes) -> str:
    return f"{FORMAT} {print_} {hashlib.sha256(body).hexdigest()}"


def _write(target: Path, print_: str, data: LayerData) -> str:
    body = json.dumps(_pack(data), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(target, _head(print_, body).encode("ascii") + b"\n" + body)
    except (OSError, FileProblem):
        return f"索引写不进 {target.parent}，这次在内存里检索，会稍慢"
    return ""


_PHRASE = Phrase.__slots__
"""The fields of a phrase in the order of its constructor, which a dataclass with slots keeps."""


def _pack(data: LayerData) -> dict[str, Any]:
    return {
        "phrases": [[getattr(phrase, name) for name in _PHRASE] for phrase in data.phrases],
        "topics": [(t.id, t.label, t.words) for t in data.topics],
        "genres": [(g.id, g.label) for g in data.genres],
        "sources": [(s.id, s.file, s.title, s.era, s.note) for s in data.sources],
        "labels": data.labels,
    }


def _unpack(stored: dict[str, Any]) -> LayerData:
    # The checksum has been compared, so the shapes are those of _pack.
    return LayerData(
        phrases=tuple(_phrase(row) for row in stored["phrases"]),
        topics=tuple(Topic(name, label, tuple(words)) for name, label, words in stored["topics"]),
        genres=tuple(Genre(*row) for row in stored["genres"]),
        sources=tuple(Source(*row) for row in stored["sources"]),
        labels=tuple((name, label) for name, label in stored["labels"]),
    )


def _phrase(row: list[Any]) -> Phrase:
    row[5], row[6] = tuple(row[5]), tuple(row[6])
    return Phrase(*row)
