"""The compiled bank: each layer's data as one file under the state folder, so that a search parses no TOML.

Its first line says what it was made from, the second is JSON with topics, genres, sources and labels, the rest the
columns of stored.py.

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
from drafter.bank.stored import StoredPhrases
from drafter.errors import DrafterError, FileProblem
from drafter.files import read_bytes, write_atomic

FORMAT = f"drafter-bank {__version__} 4"
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
    return paths.state_dir() / "bank" / f"{place.hexdigest()[:16]}.bank"


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
        tables, _, phrases = body.decode("utf-8", "surrogatepass").partition("\n")
        return _unpack(json.loads(tables), phrases)
    except (DrafterError, ValueError):
        return None


def _head(print_: str, body: bytes) -> str:
    return f"{FORMAT} {print_} {hashlib.sha256(body).hexdigest()}"


def _write(target: Path, print_: str, data: LayerData) -> str:
    tables = json.dumps(_pack(data), ensure_ascii=False, separators=(",", ":"))
    body = f"{tables}\n{StoredPhrases.of(data.phrases).packed}".encode("utf-8", "surrogatepass")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(target, _head(print_, body).encode("ascii") + b"\n" + body)
    except (OSError, FileProblem):
        return f"索引写不进 {target.parent}，这次在内存里检索，会稍慢"
    return ""


def _pack(data: LayerData) -> dict[str, Any]:
    return {
        "topics": [(t.id, t.label, t.words) for t in data.topics],
        "genres": [(g.id, g.label) for g in data.genres],
        "sources": [(s.id, s.file, s.title, s.era, s.note) for s in data.sources],
        "labels": data.labels,
    }


def _unpack(stored: dict[str, Any], phrases: str) -> LayerData:
    # The checksum has been compared, so the shapes are those of _pack.
    return LayerData(
        phrases=StoredPhrases.unpacked(phrases),
        topics=tuple(Topic(name, label, tuple(words)) for name, label, words in stored["topics"]),
        genres=tuple(Genre(*row) for row in stored["genres"]),
        sources=tuple(Source(*row) for row in stored["sources"]),
        labels=tuple((name, label) for name, label in stored["labels"]),
    )
