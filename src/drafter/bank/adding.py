"""Adding a phrase to a layer: checked first, then appended, what was in the file staying byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from drafter.bank.index import Index
from drafter.bank.index.known import known_in, readings
from drafter.bank.layer import PERSONAL, TEAM, Layer, bank_layers, scan_layer
from drafter.bank.phrase import Phrase, identity_faults, literal, read_phrase
from drafter.bank.validation import Known, known_of, phrase_faults
from drafter.errors import BankError, DrafterError, Fault, FileProblem
from drafter.files import advice, read_bytes, reason, text_of, write_atomic

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
    layer = layer_at(folder)
    target = folder / "phrases" / f"{phrase.topic}.toml"
    standing = _standing(layer, bank_layers(extra_dirs))
    try:
        faults = _faults(phrase, standing)
        if faults:
            raise BankError.of(faults)
        old = _old_bytes(target)
        block = table_block("phrase", phrase_values(phrase), old)
        _must_parse(target, old + block)
        make_folder(target.parent)
        write_atomic(target, old + block)
        if standing.index is not None:
            there = _as_read(block, old, target, layer)
            standing.index.append(standing.number, target, there, old, old + block)
    finally:
        if standing.index is not None:
            standing.index.close()
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


@dataclass(frozen=True)
class _Standing:
    """What stands in the layers: what they define, if an id is in the layer that is written to, and the id of the
    phrase with a text ("" for none). `index` is that of the layers, in which the one written to is the `number`th."""

    known: Known
    taken: Callable[[str], bool]
    saying: Callable[[str], str]
    index: Index | None = None
    number: int = 0


def _standing(target: Layer, layers: Sequence[Layer]) -> _Standing:
    """From the index of the layers if they are sound, which takes a hundredth of the time of reading them."""
    if target in layers:
        try:
            index = Index.open(layers)
        except DrafterError:
            pass
        else:
            number = layers.index(target)
            return _Standing(
                known_in(index),
                lambda name: index.ask(lambda store: store.has(number, name)),
                lambda text: index.ask(lambda store: store.saying(text)),
                index,
                number,
            )
    found = readings([layer for layer in layers if layer.folder != target.folder])
    own: set[str] = set()
    if target.folder.exists() and any(target.folder.rglob("*.toml")):
        reading = scan_layer(target)
        # Adding to files that do not load would bury the fault deeper.
        if reading.unreadable:
            raise BankError.of(reading.unreadable)
        found.append(reading)
        own = {phrase.id for phrase in reading.data.phrases}
    known = known_of(found)
    texts: dict[str, str] = {}
    for phrase in known.phrases.values():
        texts.setdefault(phrase.text, phrase.id)
    return _Standing(known, own.__contains__, lambda text: texts.get(text, ""))


def _faults(phrase: Phrase, standing: _Standing) -> list[Fault]:
    if standing.taken(phrase.id):
        todo = "请换一个编号，或直接修改原来那一条"
        return [Fault(f"编号“{phrase.id}”已经用过", NEW, todo)]
    same = standing.saying(phrase.text)
    if same:
        return [Fault(f"词句库里已有这句话（{same}）", NEW, "请直接用它，或改一改文字再添加")]
    return identity_faults(phrase, _place) or phrase_faults(phrase, _place, standing.known)


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


def _as_read(block: bytes, old: bytes, target: Path, layer: Layer) -> Phrase:
    """The phrase of `block` as the next reading of the file will give it, at its line behind `old`."""
    from drafter.toml.file import Fields, parse_toml

    above = "\n" * text_of(old, str(target)).count("\n") if old else ""
    file = parse_toml(above + text_of(block, str(target)), target)
    return read_phrase(Fields(file, (), file.data).tables("phrase")[0], layer.name)
