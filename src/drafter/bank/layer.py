"""One layer of the bank: a folder with phrases/*.toml and, optionally, topics.toml, facts.toml and sources.toml."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from drafter import config, paths
from drafter.bank.phrase import Phrase, Place, read_phrase
from drafter.errors import BankError, DrafterError, Fault, FileProblem

if TYPE_CHECKING:
    from drafter.facts.spec import Vocabulary
    from drafter.toml.file import Fields

BUILT_IN, TEAM, PERSONAL = "built-in", "team", "personal"
LAYER_LABELS = {BUILT_IN: "内置", TEAM: "团队", PERSONAL: "个人"}
MOST_FILES = 5000
"""Phrase files a layer may have; more means the folder is not a bank."""

_TABLE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic (主题): `words` are what writers call it, for search and filing."""

    id: str
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Genre:
    """A genre (文种) of documents."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Source:
    """A text phrases were taken from; `file` is its name in the collection of sources."""

    id: str
    file: str
    title: str = ""
    era: str = ""
    note: str = ""


Kept = Phrase | Topic | Genre | Source
Made = TypeVar("Made", Phrase, Topic, Genre, Source)


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer and its folder, which need not exist for the personal layer."""

    name: str
    folder: Path

    def files(self) -> tuple[Path, ...]:
        """Every file of the layer that is there, in a fixed order; raises FileProblem if it is no bank folder."""
        if not self.folder.is_dir():
            if self.name == PERSONAL and not self.folder.exists():
                return ()
            what = "这不是一个词句库文件夹" if self.folder.exists() else "找不到这个词句库文件夹"
            todo = "请指定一个含有 phrases/*.toml 的文件夹"
            raise FileProblem(what, where=str(self.folder), todo=todo)
        try:
            phrases = sorted((self.folder / "phrases").glob("*.toml"))
            tables = [self.folder / name for name in ("facts.toml", "sources.toml", "topics.toml")]
            found = (*phrases, *(file for file in tables if file.exists()))
        except OSError:
            todo = "请检查文件夹的权限"
            raise FileProblem("读不了这个词句库文件夹", where=str(self.folder), todo=todo) from None
        if len(found) > MOST_FILES:
            todo = f"一个词句库不超过 {MOST_FILES} 个文件，请确认选对了文件夹"
            raise FileProblem("词句库里的文件太多", where=str(self.folder), todo=todo)
        if not found and self.name != PERSONAL:
            todo = "请指定一个含有 phrases/*.toml 的文件夹"
            raise FileProblem("这个文件夹里没有词句文件", where=str(self.folder), todo=todo)
        return found


@dataclass(frozen=True, slots=True)
class LayerData:
    """What a layer holds, as read. `labels` maps fact names to their labels, which search matches too."""

    phrases: Sequence[Phrase] = ()
    topics: tuple[Topic, ...] = ()
    genres: tuple[Genre, ...] = ()
    sources: tuple[Source, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A layer read as far as possible: its data, where each phrase stands, every fault, and what did not open at all.

    `lost` holds the ids of tables left out for a fault, so that nobody reports them as missing as well.
    """

    layer: Layer
    data: LayerData
    places: tuple[Place, ...]
    lost: frozenset[str]
    faults: tuple[Fault, ...]
    unreadable: tuple[Fault, ...]


def built_in() -> Layer:
    """The layer that comes with the program."""
    return Layer(BUILT_IN, paths.data_dir() / "phrasebank")


def personal() -> Layer:
    """The writer's own layer."""
    return Layer(PERSONAL, paths.personal_bank())


def bank_layers(extra_dirs: Sequence[Path] = ()) -> tuple[Layer, ...]:
    """The layers from the lowest up: built-in, the folders of config.toml, `extra_dirs`, personal.

    Raises FileProblem if config.toml is faulty.
    """
    team = dict.fromkeys((*config.load_config().bank, *extra_dirs))
    return (built_in(), *(Layer(TEAM, folder) for folder in team), personal())


def vocabulary_of(layers: Sequence[Layer]) -> Vocabulary:
    """The fact vocabulary of `layers`, given from the lowest up, the higher winning; raises BankError."""
    # Here, not above: a search knows facts by their labels only and should not pay for this.
    from drafter.facts.spec import Vocabulary
    from drafter.facts.vocabulary_file import read_vocabulary

    merged = Vocabulary()
    for layer in layers:
        path = layer.folder / "facts.toml"
        if path.exists():
            merged = merged.merged(read_vocabulary(path))
    return merged


def read_layer(layer: Layer) -> LayerData:
    """The data of `layer`; raises BankError with every fault of every file."""
    reading = scan_layer(layer)
    faults = (*reading.unreadable, *reading.faults)
    if faults:
        raise BankError.of(faults)
    return reading.data


def scan_layer(layer: Layer) -> Reading:
    """Reads every file of `layer` and keeps going at faults; raises FileProblem only if there is no bank at all."""
    scan = _Scan(layer)
    for path in layer.files():
        scan.file(path)
    places = tuple(place for kept, place in scan.kept.values() if isinstance(kept, Phrase))
    return Reading(
        layer, scan.data(), places, frozenset(scan.lost), tuple(scan.faults), tuple(scan.unreadable)
    )


def scan_files(layer: Layer, files: Sequence[Path]) -> dict[Path, LayerData]:
    """What each of these files of `layer` holds; raises BankError with every fault of every one of them."""
    scan = _Scan(layer)
    found: dict[Path, LayerData] = {}
    for path in files:
        before = len(scan.kept)
        scan.file(path)
        found[path] = scan.data(before)
    faults = (*scan.unreadable, *scan.faults)
    if faults:
        raise BankError.of(faults)
    return found


class _Scan:
    """What has been read of a layer so far: by kind and id, the value and its place."""

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        self.kept: dict[tuple[str, str], tuple[Kept, Place]] = {}
        self.labels: tuple[tuple[str, str], ...] = ()
        self.lost: set[str] = set()
        self.faults: list[Fault] = []
        self.unreadable: list[Fault] = []

    def data(self, since: int = 0) -> LayerData:
        """Everything kept from number `since` on, in the order it was read."""
        kept = [value for value, _ in islice(self.kept.values(), since, None)]

        def all_of(kind: type[Made]) -> tuple[Made, ...]:
            return tuple(value for value in kept if isinstance(value, kind))

        labels, self.labels = self.labels, ()
        return LayerData(all_of(Phrase), all_of(Topic), all_of(Genre), all_of(Source), labels)

    def file(self, path: Path) -> None:
        """Keeps what the tables of one file hold, and every fault."""
        from drafter.toml.file import Fields, read_toml

        try:
            file = read_toml(path)
        except FileProblem as error:
            self.unreadable.extend(error.faults)
            return
        root = Fields(file, (), file.data, self.faults)
        if path.parent.name == "phrases":
            self._tables(root, "phrase", lambda fields: read_phrase(fields, self.layer.name))
        elif path.name == "facts.toml":
            self.labels = _labels(path, self.faults)
            return
        elif path.name == "topics.toml":
            self._tables(root, "topic", _topic)
            self._tables(root, "genre", _genre)
        else:
            self._tables(root, "source", _source)
        root.refuse_unknown()

    def _tables(self, root: Fields, name: str, make: Callable[[Fields], Kept]) -> None:
        for fields in root.tables(name):
            before = len(self.faults)
            made = make(fields)
            fields.refuse_unknown()
            if (name, made.id) in self.kept:
                other = self.kept[name, made.id][1]("id")
                fields.fault("id", f"编号“{made.id}”重复", f"{other} 已经用了它，请改其中一个")
            elif len(self.faults) == before:
                self.kept[name, made.id] = (made, fields.where)
            else:
                self.lost.add(made.id)


def _labels(path: Path, faults: list[Fault]) -> tuple[tuple[str, str], ...]:
    from drafter.facts.vocabulary_file import read_vocabulary

    try:
        vocabulary = read_vocabulary(path)
    except DrafterError as error:
        faults.extend(error.faults)
        return ()
    return tuple((name, vocabulary.spec(name).label) for name in vocabulary)


def _topic(fields: Fields) -> Topic:
    return Topic(_id(fields), fields.text("label", required=True), fields.texts("words"))


def _genre(fields: Fields) -> Genre:
    return Genre(_id(fields), fields.text("label", required=True))


def _source(fields: Fields) -> Source:
    return Source(
        _id(fields),
        fields.text("file", required=True),
        fields.text("title"),
        fields.text("era"),
        fields.text("note"),
    )


def _id(fields: Fields) -> str:
    value = fields.text("id", required=True)
    # Topic ids name files, so nothing but these characters may be in one.
    if value.strip() and not _TABLE_ID.fullmatch(value):
        fields.fault("id", f"编号“{value[:40]}”不合规则", "只用小写英文字母、数字和连字符，如 org-life")
    return value
