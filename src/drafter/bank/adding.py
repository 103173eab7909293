"""Adding a phrase to a layer: checked first, then appended, what was in the file staying byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from drafter.bank.layer import PERSONAL, TEAM, Layer, bank_layers, scan_layer
from drafter.bank.phrase import Phrase, identity_faults, literal
from drafter.bank.validation import known_of, phrase_faults
from drafter.errors import BankError, Fault, FileProblem
from drafter.files import advice, read_bytes, reason, write_atomic

NEW = "新词句"


def own_id(topic: str, text: str, kind: str = "own") -> str:
    """An id for a phrase of the writer's own (`kind` own, or mined): the same text gives the same id."""
    return f"{topic}.{kind}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def guess_unit(text: str, role: str) -> str:
    """The unit of a text: a heading by its role, several sentences a paragraph, one a sentence, else a clause."""
    if role == "heading":
        return "heading"
    sentences = sum(literal(text).count(mark) for mark in "。！？")
    return "paragraph" if sentences > 2 else "sentence" if sentences else "clause"


def add_phrase(folder: Path, phrase: Phrase, extra_dirs: Sequence[Path] = ()) -> Path:
    """Appends `phrase` to `folder`/phrases/<topic>.toml and gives that file; the folder is made if need be.

    `extra_dirs` are team layers whose topics and facts the phrase may use besides those of the other layers.
    Raises BankError with every fault of the phrase, FileProblem if the file is broken or cannot be written.
    """
    target_layer = layer_at(folder)
    target = folder / "phrases" / f"{phrase.topic}.toml"
    faults = _faults(phrase, target_layer, extra_dirs)
    if faults:
        raise BankError.of(faults)
    old = _old_bytes(target)
    new = old + _block(phrase, old)
    _must_parse(target, new)
    make_folder(target.parent)
    write_atomic(target, new)
    return target


def layer_at(folder: Path) -> Layer:
    """The layer that is written to at `folder`: the writer's own, or else a team's."""
    return Layer(PERSONAL if folder == bank_layers()[-1].folder else TEAM, folder)


def make_folder(folder: Path) -> None:
    """Makes `folder` if it is not there; raises FileProblem."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileProblem(f"建不了文件夹（{reason(error)}）", where=str(folder), todo=advice(error)) from None


def _faults(phrase: Phrase, target: Layer, extra_dirs: Sequence[Path]) -> list[Fault]:
    layers = [layer for layer in bank_layers(extra_dirs) if layer.folder != target.folder]
    readings = [scan_layer(layer) for layer in layers]
    if target.folder.exists() and any(target.folder.rglob("*.toml")):
        own = scan_layer(target)
        readings.append(own)
        # Adding to files that do not load would bury the fault deeper.
        if own.unreadable:
            return list(own.unreadable)
        if any(phrase.id == other.id for other in own.data.phrases):
            todo = "请换一个编号，或直接修改原来那一条"
            return [Fault(f"编号“{phrase.id}”已经用过", NEW, todo)]
    known = known_of(readings)
    same = next((other for other in known.phrases.values() if other.text == phrase.text), None)
    if same is not None:
        return [Fault(f"词句库里已有这句话（{same.id}）", NEW, "请直接用它，或改一改文字再添加")]
    return identity_faults(phrase, _place) or phrase_faults(phrase, _place, known)


def _place(key: str) -> str:
    return f"{NEW}的 {key}"


def _old_bytes(target: Path) -> bytes:
    return read_bytes(target) if target.exists() else b""


def phrase_values(phrase: Phrase) -> dict[str, object]:
    """What stands in the file of a phrase, by key, in the order of our files."""
    return {
        "id": phrase.id, "text": phrase.text, "unit": phrase.unit, "topic": phrase.topic, "role": phrase.role,
        "genres": list(phrase.genres), "sources": list(phrase.sources),
        "since": phrase.since, "until": phrase.until, "successor": phrase.successor,
    }  # fmt: skip


def _block(phrase: Phrase, old: bytes) -> bytes:
    return table_block("phrase", phrase_values(phrase), old)


def table_block(name: str, values: Mapping[str, object], old: bytes) -> bytes:
    """The TOML of a table `[[name]]` behind `old`: in the line ends of the file and after a blank line; empty values
    are left out."""
    from drafter.toml.file import dump_value

    lines = [
        f"[[{name}]]",
        *(f"{key} = {dump_value(value)}" for key, value in values.items() if value not in (None, "", [])),
    ]
    end = "\r\n" if b"\r\n" in old else "\n"
    gap = "" if not old else end if old.endswith(b"\n") else end * 2
    return (gap + end.join(lines) + end).encode("utf-8")


def _must_parse(target: Path, data: bytes) -> None:
    import tomllib

    try:
        tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except ValueError:
        todo = "请把每条词句写成以 [[phrase]] 开头的一段，再用 drafter bank validate 校验"
        raise FileProblem("这个文件现有的写法接不上新词句", where=str(target), todo=todo) from None
