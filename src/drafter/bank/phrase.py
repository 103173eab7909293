"""One phrase (规范表述) of the bank: the value, and reading it from TOML.

Reading checks only what the program needs to work with the phrase; the rules for curators are in rules.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drafter.characters import steers
from drafter.errors import Fault
from drafter.roles import ROLE_LABELS, ROLES, UNIT_LABELS, UNITS

if TYPE_CHECKING:
    from drafter.toml.file import Fields

HARD_LIMIT = 4000
"""Characters of a text as written; above it a file is not a phrase bank, and searching it would stall the writer."""
LAST_YEAR = 9999
WRITTEN = "written"
SLOT = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.S)
_SLOT_NAME = re.compile(r"\{\{-?\s*([^\s|}]+)")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+")
_PASSAGE = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*):([0-9]{1,12})-([0-9]{1,12})")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A reusable formula.

    `text` holds slots as written; `genres` empty means any. `since` and `until` are the first and last year of
    currency, `successor` the id of what to use afterwards ("" for none). `layer` is built-in, team or personal,
    `where` the file and line it stands at, for messages.
    """

    id: str
    text: str
    unit: str
    topic: str
    role: str
    genres: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    successor: str = ""
    layer: str = ""
    where: str = ""

    def stale(self, year: int) -> bool:
        """True if the wording is no longer current in `year`."""
        return self.until is not None and self.until < year

    def premature(self, year: int) -> bool:
        """True if the wording did not exist yet in `year`."""
        return self.since is not None and self.since > year

    @property
    def slots(self) -> tuple[str, ...]:
        """Names of the printed slots, in order, each once: a quick look, not a parse of the template."""
        return tuple(dict.fromkeys(_SLOT_NAME.findall(self.text)))


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a phrase comes from: characters `start` to `end` (not included) of the source file `source`."""

    source: str
    start: int
    end: int


def passage(source: str) -> Passage | None:
    """The passage a `sources` entry of the form `001:412-455` names, 001 being the id of a source of any layer; None
    for any other entry."""
    found = _PASSAGE.fullmatch(source)
    return Passage(found[1], int(found[2]), int(found[3])) if found else None


def literal(text: str, mark: str = "") -> str:
    """`text` with every slot and statement replaced by `mark`."""
    return SLOT.sub(lambda _: mark, text)


def read_phrase(fields: Fields, layer: str) -> Phrase:
    """The phrase of one `[[phrase]]` table; what makes it unusable is added to the faults of `fields`."""
    before = len(fields.faults)
    phrase = Phrase(
        id=fields.text("id", required=True),
        text=fields.text("text", required=True),
        unit=fields.text("unit", required=True),
        topic=fields.text("topic", required=True),
        role=fields.text("role", required=True),
        genres=fields.texts("genres"),
        sources=fields.texts("sources"),
        since=fields.optional_integer("since"),
        until=fields.optional_integer("until"),
        successor=fields.text("successor"),
        layer=layer,
        where=fields.where(),
    )
    if len(fields.faults) == before:
        fields.faults.extend(identity_faults(phrase, fields.where))
    return phrase


Place = Callable[[str], str]
"""Gives the place (文件 第 12 行) of a key of the table in hand."""


def identity_faults(phrase: Phrase, place: Place) -> list[Fault]:
    """What makes a phrase unusable: a bad id, an unknown unit or role, a text that is empty or monstrous, a year
    that is none."""
    faults = []
    if not _ID.fullmatch(phrase.id) or len(phrase.id) > 80:
        todo = "请写成“主题.短名”，只用小写英文字母、数字和连字符，如 org-life.three-meetings"
        faults.append(Fault(f"词句编号“{phrase.id[:80]}”不合规则", place("id"), todo))
    if phrase.unit not in UNITS:
        faults.append(_not_one_of("unit", phrase.unit, UNIT_LABELS, place))
    if phrase.role not in ROLES:
        faults.append(_not_one_of("role", phrase.role, ROLE_LABELS, place))
    if not phrase.text.strip():
        faults.append(Fault("text 是空的", place("text"), "请写出词句，或删去这一条"))
    elif steers(phrase.text):
        faults.append(Fault("text 里有看不见的控制字符", place("text"), "请删去，重新输入这一句"))
    elif len(phrase.text) > HARD_LIMIT:
        faults.append(
            Fault(f"text 有 {len(phrase.text)} 字", place("text"), f"请拆开，每条不超过 {HARD_LIMIT} 字")
        )
    for key, year in (("since", phrase.since), ("until", phrase.until)):
        if year is not None and not 1 <= year <= LAST_YEAR:
            faults.append(Fault(f"{key} 不是一个年份", place(key), "请写四位数的年份，如 2026"))
    return faults


def _not_one_of(key: str, value: str, labels: dict[str, str], place: Place) -> Fault:
    choices = "、".join(f"{name}（{label}）" for name, label in labels.items())
    return Fault(f"{key} 不能是“{value[:40]}”", place(key), f"请从这些里选：{choices}")


def as_json(phrase: Phrase) -> dict[str, Any]:
    """The stable JSON form of a phrase, as `drafter bank dump` prints it."""
    return {
        "id": phrase.id, "text": phrase.text, "topic": phrase.topic, "unit": phrase.unit, "role": phrase.role,
        "genres": list(phrase.genres), "sources": list(phrase.sources), "since": phrase.since, "until": phrase.until,
        "successor": phrase.successor, "layer": phrase.layer,
    }  # fmt: skip
