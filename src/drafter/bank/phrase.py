"""One phrase (规范表述) of the bank: the value, reading it from TOML, and every rule its text must keep.

Reading checks only what the program needs to work with the phrase; `content_faults` and `template_faults` hold the
rules for curators, which cost more and run in `drafter bank validate` and before a phrase is added.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drafter.errors import Fault, TemplateError

if TYPE_CHECKING:
    from drafter.toml_file import Fields

UNITS = ("heading", "clause", "sentence", "paragraph")
ROLES = (
    "opening", "overview", "measure", "result", "case", "problem", "cause", "plan", "transition", "closing", "heading",
)  # fmt: skip
ROLE_LABELS = dict(
    zip(
        ROLES,
        ("开头", "概述", "做法", "成效", "事例", "问题", "原因", "打算", "过渡", "结尾", "标题"),
        strict=True,
    )
)
UNIT_LABELS = dict(zip(UNITS, ("标题", "分句", "句子", "段落"), strict=True))
LONGEST = {"heading": 40, "clause": 60, "sentence": 200, "paragraph": 600}
"""Printed characters a unit may have, a slot counted as one: twice what a curator aims at, so only real misuse fails."""
HARD_LIMIT = 4000
"""Characters of a text as written; above it a file is not a phrase bank, and searching it would stall the writer."""
WRITTEN = "written"
FIRST_YEAR, LAST_YEAR = 1921, 2100
"""Years a phrase can be dated with: from the founding of the Party to a typing slip."""

SLOT = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.S)
_SLOT_NAME = re.compile(r"\{\{-?\s*([^\s|}]+)")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+")
_PASSAGE = re.compile(r"(\d{3}):(\d+)-(\d+)")
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
_ANY_HAN = re.compile(f"[{_HAN}]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_HALF_WIDTH = re.compile(
    f"(?<=[{_HAN}\u0001”》）])[,;:!?()\"']|[,;:!?()\"'](?=[{_HAN}“《（])|(?<=[{_HAN}\u0001])\\.(?![0-9A-Za-z])"
)
_FULL_WIDTH = dict(zip(",;:!?().", "，；：！？（）。", strict=True)) | {'"': "“”", "'": "‘’"}


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
    """The passage a `sources` entry of the form `001:412-455` names; None for any other entry."""
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
    """What makes a phrase unusable: a bad id, an unknown unit or role, a text that is empty or monstrous."""
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
    elif _CONTROL.search(phrase.text):
        faults.append(Fault("text 里有看不见的控制字符", place("text"), "请删去，重新输入这一句"))
    elif len(phrase.text) > HARD_LIMIT:
        faults.append(
            Fault(f"text 有 {len(phrase.text)} 字", place("text"), f"请拆开，每条不超过 {HARD_LIMIT} 字")
        )
    return faults


def _not_one_of(key: str, value: str, labels: dict[str, str], place: Place) -> Fault:
    choices = "、".join(f"{name}（{label}）" for name, label in labels.items())
    return Fault(f"{key} 不能是“{value[:40]}”", place(key), f"请从这些里选：{choices}")


def content_faults(phrase: Phrase, place: Place) -> list[Fault]:
    """Every rule for the wording, the sources and the years of one phrase that needs no other file."""
    return [*_text_faults(phrase, place), *_source_faults(phrase, place), *_year_faults(phrase, place)]


def _text_faults(phrase: Phrase, place: Place) -> list[Fault]:
    faults = []
    # A slot stands between Han as a word would, so it takes part in the punctuation rule.
    text = literal(phrase.text, "\u0001")
    size, most = len(text), LONGEST[phrase.unit]
    if size > most:
        todo = f"{UNIT_LABELS[phrase.unit]}不超过 {most} 字：请拆成几条，或把 unit 改大一级"
        faults.append(Fault(f"text 太长（{size} 字，空按一字计）", place("text"), todo))
    if text != text.strip() or "\n" in text:
        faults.append(Fault("text 首尾有空白或中间有换行", place("text"), "请删去，一条词句写成一行"))
    if not _ANY_HAN.search(text):
        faults.append(Fault("text 里没有一个汉字", place("text"), "请写出词句的固定文字"))
    half = _HALF_WIDTH.search(text)
    if half:
        near = text[max(0, half.start() - 6) : half.end() + 6].replace("\u0001", "□")
        todo = f"请改为全角“{_FULL_WIDTH[half[0]]}”"
        faults.append(Fault(f"汉字旁有半角标点“{half[0]}”（{near}）", place("text"), todo))
    return faults


def _source_faults(phrase: Phrase, place: Place) -> list[Fault]:
    if not phrase.sources:
        return [Fault("没有写来源 sources", place("sources"), '自己写的请写 sources = ["written"]')]
    faults = []
    for source in phrase.sources:
        found = passage(source)
        if found and found.start >= found.end:
            faults.append(
                Fault(f"来源“{source}”的起点不在终点之前", place("sources"), "请核对字符位置，如 001:412-455")
            )
        elif not found and source != WRITTEN and not (_ANY_HAN.search(source) and 4 <= len(source) <= 200):
            todo = "请写成 001:412-455（文件号和字符位置）、written（自己写的），或公开文件的名称和条款"
            faults.append(Fault(f"来源“{source[:60]}”看不懂", place("sources"), todo))
    return faults


def _year_faults(phrase: Phrase, place: Place) -> list[Fault]:
    faults = []
    for key, year in (("since", phrase.since), ("until", phrase.until)):
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            todo = f"请写 {FIRST_YEAR} 到 {LAST_YEAR} 之间的四位年份"
            faults.append(Fault(f"{key} 不能是 {year}", place(key), todo))
    if phrase.since is not None and phrase.until is not None and phrase.since > phrase.until:
        faults.append(
            Fault(f"since（{phrase.since}）晚于 until（{phrase.until}）", place("since"), "请核对两个年份")
        )
    if phrase.until is not None and not phrase.successor:
        todo = "请在 successor 里写出现在该用的词句编号"
        faults.append(Fault(f"写了 until = {phrase.until}，却没有写接替的词句", place("until"), todo))
    if phrase.successor and phrase.until is None:
        todo = "请补上 until = 最后可用的年份，或删去 successor"
        faults.append(Fault("写了 successor，却没有写 until", place("successor"), todo))
    return faults


def template_faults(phrase: Phrase, place: Place, known: Container[str]) -> list[Fault]:
    """Template constructs that are not allowed, and slots that no fact in `known` names."""
    # Here, not above: it brings in jinja2, which a search must not pay for.
    from drafter.template import parse_template

    try:
        names = parse_template(phrase.text).slots
    except TemplateError as error:
        return [Fault(fault.what, place("text"), fault.todo) for fault in error.faults]
    missing = dict.fromkeys(name for name in names if name not in known)
    todo = "请在 facts.toml 里添加这个事实，或改用已有的名称"
    return [Fault(f"空“{name}”不在事实词表里", place("text"), todo) for name in missing]


def as_json(phrase: Phrase) -> dict[str, Any]:
    """The stable JSON form of a phrase, as `drafter bank dump` prints it."""
    return {
        "id": phrase.id, "text": phrase.text, "topic": phrase.topic, "unit": phrase.unit, "role": phrase.role,
        "genres": list(phrase.genres), "sources": list(phrase.sources), "since": phrase.since, "until": phrase.until,
        "successor": phrase.successor, "layer": phrase.layer,
    }  # fmt: skip
