"""Outlines: the skeleton of a genre, its parts, and the empty draft made from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from drafter import paths
from drafter.draft import MAX_LEVEL, NOTHING, Draft, Section
from drafter.errors import BankError, DrafterError, Fault
from drafter.roles import ROLES
from drafter.toml.file import Fields, TomlFile, read_toml

MAX_OUTLINE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """One part: `headings` are alternatives, the first the default; `length` the target in characters (0: none).

    `phrases` are the ids of the phrases a first draft of this part is made of, in order; without them the best
    fitting ones of its topics and roles are taken.
    """

    id: str
    level: int
    headings: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    length: int = 0
    required: bool = True
    guidance: str = ""
    run_in: bool = False
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The skeleton of a genre. `title`, `addressee`, `signature`, `date` and headings may hold slots.

    `facts` are the names asked first when a draft is made.
    """

    id: str
    name: str
    genre: str
    title: str
    description: str = ""
    layout: str = "gb9704"
    addressee: str = ""
    signature: str = ""
    date: str = ""
    facts: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    path: Path = Path()

    def part(self, part_id: str) -> Part | None:
        """The part with this id, None if there is none (a section of the writer's own)."""
        return next((part for part in self.parts if part.id == part_id), None)

    @property
    def length(self) -> int:
        """Target length of the whole in characters."""
        return sum(part.length for part in self.parts)


def outline_files() -> Mapping[str, Path]:
    """Outline id -> file: the built-in ones, and the writer's own, which replace a built-in one of the same id."""
    folders = (paths.data_dir() / "templates" / "outlines", paths.data_home() / "outlines")
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.toml"))}


def load_outlines() -> tuple[Outline, ...]:
    """Every outline, sorted by id; raises BankError with every fault of every file."""
    found: list[Outline] = []
    faults: list[Fault] = []
    for _, path in sorted(outline_files().items()):
        try:
            found.append(read_outline(path))
        except DrafterError as error:
            faults.extend(error.faults)
    if faults:
        raise BankError.of(faults)
    return tuple(found)


def load_outline(name: str | Path) -> Outline:
    """The outline with this id, or in this file; raises BankError, naming the nearest ids if there is none."""
    files = outline_files()
    if str(name) in files:
        return read_outline(files[str(name)])
    if Path(name).suffix == ".toml":
        return read_outline(Path(name))
    from difflib import get_close_matches

    near = get_close_matches(str(name), files, n=3, cutoff=0.4) or sorted(files)
    raise BankError(f"没有“{name}”这个提纲", todo=f"可用的有：{'、'.join(near)}；全部提纲见 drafter outlines")


def read_outline(path: Path) -> Outline:
    """The outline in `path`; raises FileProblem, or BankError with every fault, its line and what to write."""
    file = read_toml(path, MAX_OUTLINE_BYTES)
    top = Fields(file, (), file.data)
    outline = Outline(
        id=top.text("id", required=True),
        name=top.text("name", required=True),
        genre=top.text("genre", required=True),
        title=top.text("title", required=True),
        description=top.text("description"),
        layout=top.text("layout", "gb9704"),
        addressee=top.text("addressee"),
        signature=top.text("signature"),
        date=top.text("date"),
        facts=top.texts("facts"),
        parts=tuple(_part(fields) for fields in top.tables("part", required=True)),
        path=path,
    )
    top.refuse_unknown()
    if outline.id and outline.id != path.stem:
        top.fault("id", f"id“{outline.id}”和文件名不同", f'请写成 id = "{path.stem}"，或改文件名')
    _refuse_twice(outline, top)
    if top.faults:
        raise BankError.of(top.faults)
    return outline


def _part(fields: Fields) -> Part:
    part = Part(
        id=fields.text("id", required=True),
        level=fields.integer("level", 1, required=True, low=0, high=MAX_LEVEL),
        headings=fields.texts("headings"),
        topics=fields.texts("topics"),
        roles=fields.texts("roles"),
        length=fields.integer("length", low=0, high=100_000),
        required=fields.flag("required", True),
        guidance=fields.text("guidance"),
        run_in=fields.flag("run_in"),
        phrases=fields.texts("phrases"),
    )
    if part.level and not part.headings:
        fields.fault(
            "headings", "有级别的部分要有标题", '请写成 headings = ["…"]；没有标题的部分写 level = 0'
        )
    for role in part.roles:
        if role not in ROLES:
            fields.fault("roles", f"没有“{role}”这个作用", f"可以是：{'、'.join(ROLES)}")
    fields.refuse_unknown()
    return part


def _refuse_twice(outline: Outline, top: Fields) -> None:
    seen: set[str] = set()
    for index, part in enumerate(outline.parts):
        if part.id in seen:
            where = top.file.where("part", index, "id")
            top.faults.append(Fault(f"部分“{part.id}”写了两次", where, "每个部分的 id 要不同"))
        seen.add(part.id)


def check_outline(
    outline: Outline,
    *,
    topics: Collection[str],
    genres: Collection[str],
    facts: Collection[str],
    phrases: Collection[str],
) -> tuple[Fault, ...]:
    """Faults of an outline against the bank: unknown topics, genre, facts and phrases, slots that are not allowed."""
    from drafter.slots.template import parse_template

    faults: list[Fault] = []
    file: TomlFile = read_toml(outline.path, MAX_OUTLINE_BYTES)

    def note(what: str, todo: str, *keys: str | int) -> None:
        faults.append(Fault(what, file.where(*keys), todo))

    if outline.genre not in genres:
        note(f"没有“{outline.genre}”这个文种", f"可以是：{'、'.join(genres)}", "genre")
    for name in outline.facts:
        if name not in facts:
            note(f"没有“{name}”这个事实", "请先在 facts.toml 里添加", "facts")
    texts: list[tuple[str, tuple[str | int, ...]]] = [
        (getattr(outline, key), (key,)) for key in ("title", "addressee", "signature", "date")
    ]
    for index, part in enumerate(outline.parts):
        for topic in part.topics:
            if topic not in topics:
                note(f"没有“{topic}”这个主题", "请先在 topics.toml 里添加", "part", index, "topics")
        for phrase in part.phrases:
            if phrase not in phrases:
                note(f"词句库里没有“{phrase}”", "请核对词句的 id", "part", index, "phrases")
        texts += [(heading, ("part", index, "headings")) for heading in part.headings]
    for text, keys in texts:
        try:
            for name in parse_template(text).slots:
                if name not in facts:
                    note(f"空“{name}”不在事实词表里", "请先在 facts.toml 里添加", *keys)
        except DrafterError as error:
            note(error.what, error.faults[0].todo, *keys)
    return tuple(faults)


def new_draft(outline: Outline, facts: Mapping[str, str] = NOTHING) -> Draft:
    """An empty draft with a section for every part, the first of its headings chosen, and `facts` as typed."""
    sections = tuple(
        Section(
            heading=part.headings[0] if part.headings else "",
            level=part.level,
            part=part.id,
            run_in=part.run_in,
        )
        for part in outline.parts
    )
    return Draft(
        outline=outline.id,
        title=outline.title,
        layout=outline.layout,
        addressee=outline.addressee,
        facts=dict(facts),
        sections=sections,
        signature=outline.signature,
        date=outline.date,
    )
