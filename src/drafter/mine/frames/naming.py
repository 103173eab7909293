"""Names for the slots of a frame: those of the fact vocabulary where they fit, else made of the words around."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from drafter.mine.candidate import Slot
from drafter.mine.frames.marks import KINDS, MARK, TEXT
from drafter.mine.frames.wordlist import nouns
from drafter.mine.records import (
    BLANK,
    COUNT,
    DATE,
    MONEY,
    ORGANISATION,
    PERCENT,
    PERSON,
    PLACE,
    REDACTION,
    TITLE,
)

if TYPE_CHECKING:
    from drafter.facts.spec import FactSpec

LONGEST_NAME: Final = 16
"""Characters of a made name; the vocabulary allows 30."""
_FEW: Final = 7
"""Characters of the longest run of Han characters that is taken for a term as it is."""
_AROUND: Final = 10
"""Characters on either side of a slot that are looked at."""

_HAN_RUN: Final = re.compile(r"[\u3400-\u9fff]+")
_ENDINGS: Final = {
    "次": "次数", "人次": "人次", "名": "人数", "人": "人数", "位": "人数", "届": "届次", "期": "期数", "场": "场数",
    "岁": "岁数", "周年": "周年数", "课时": "课时数", "学时": "学时数", "小时": "小时数", "天": "天数",
}  # fmt: skip
"""How the name of a count ends, by its unit; 数 for the others (党支部数, 教室数)."""
_ALONE: Final = ("届", "周年", "岁")
"""Units that say themselves what is counted."""
_MEASURE: Final = re.compile(
    "人次|周年|课时|学时|小时|公里|平方米|[次名人位个项所期场条份篇件节处户亩届天年]"
)
_STEM: Final = re.compile(
    "(?:总人数|人次|次数|人数|总数|总额|份数|期数|条数|件数|项数|节数|篇数|盒数|数|率|日期|名称|列表)$"
)
_VERBS: Final = re.compile(
    "召开|开展|举办|组织|举行|进行|完成|建立|成立|新建|修建|改建|建成|建设|选派|培养|培训|发放|制定|制订|出台|撰写|征求|收集|收到|整改|解决|化解|慰问|走访"
    "|投入|达到|共有|现有|下设|下辖|设立|设有|评选|表彰|签订|印发|报送|参加|吸收|接收|确定|开设|新增|覆盖|受理|办理|落实|帮扶|争取|引进|拥有|安排|派出|推荐"
    "|查摆|梳理|排查|发展|全年|全校|全镇|全乡|全县|我校|我镇|书记|其中|各项|共|计|约|近|为|有|的|了|和|及|与|对|向|将|把|已|占|由|从|在(?![校园职岗读编])|讲|等|达|是|每|到|被"
)
_EMPTY_START: Final = ("的", "以")
"""What no name of the thing that is counted begins with."""
_WITH_UNIT: Final = re.compile("^[名位]")
"""What is left in front of a word when the number before it has become a slot: {人数}名 班子成员."""
_TAIL: Final = re.compile("(?:达到?|为|是|约|近|超过|共计?|合计|有)+$")
_GENERAL: Final = re.compile(
    "^(?:困难|优秀|年轻|骨干|退休|老)?(?:党员|教师|学生|群众|干部|人员|职工|教职工|问题|资金)$"
)
DEED: Final = re.compile(
    "(?:发展|慰问|培养|培训|表彰|选派|帮扶|走访|吸收|推荐|整改|解决|查摆|评选|新增|投入|争取|参加|组织)$"
)
"""What is done to people and things that are counted: its object is another number than how many there are."""
_THERE_IS: Final = re.compile("有|共|总|下辖|下设|^$")
_OTHER_KINDS: Final = {
    DATE: "日期", MONEY: "金额", PERCENT: "比例", PERSON: "姓名", PLACE: "地点", ORGANISATION: "单位名称", TITLE: "文件名称",
    REDACTION: "名称", BLANK: "数量", COUNT: "数量", TEXT: "内容",
}  # fmt: skip
_FACT_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    COUNT: ("count", "number"), BLANK: ("count", "number"), PERCENT: ("percent",), MONEY: ("money",), DATE: ("date", "period"),
    PERSON: ("person", "people"), PLACE: ("text",), TITLE: ("title",), TEXT: ("text", "title"),
}  # fmt: skip
"""Kind of an entity -> kinds of facts that can fill its slot. What stands beside the name of a unit does not name it:
{示例小学}党支部 is no 党支部名称."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The facts a slot may be named after, by kind and unit, with the stem their names are recognised by."""

    facts: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, specs: Iterable[FactSpec]) -> Vocabulary:
        """The vocabulary of fact specs, the longest stem first."""
        found: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for spec in specs:
            stem = _STEM.sub("", spec.name)
            if len(stem) >= 2:
                found.setdefault((str(spec.kind), spec.unit), []).append((stem, spec.name))
        order = {
            key: tuple(sorted(names, key=lambda pair: (-len(pair[0]), pair))) for key, names in found.items()
        }
        return cls(order)

    def name(self, kind: str, unit: str, before: str, after: str) -> str:
        """The name of the fact that is exactly what stands beside the slot, "" if there is none."""
        nouns = {_word_at_end(before), _word_at_start(after.removeprefix(unit))} - {""}
        deed = _deed(before)
        for fact_kind in _FACT_KINDS.get(kind, ()):
            for stem, name in self.facts.get((fact_kind, unit), ()):
                # 发展党员6名 must not become the number of all party members.
                general = _GENERAL.match(stem) or name.endswith("总数")
                if stem in nouns and not (general and (deed or not _THERE_IS.search(before[-_AROUND:]))):
                    return name
        return ""


def named(form: str, fillers: Sequence[str], vocabulary: Vocabulary) -> tuple[str, tuple[Slot, ...]]:
    """A form with marks as text in the slot language, and its slots.

    `fillers` are the `unit/shape` of each mark in order (an empty one for a slot that merging made). No name stands
    twice in a frame, because one name is one fact.
    """
    pieces: list[str] = []
    slots: list[Slot] = []
    ends = [found.end() for found in MARK.finditer(form)]
    for (start, end), filler in zip(pairwise((0, *ends)), fillers, strict=True):
        kind = KINDS[form[end - 1]]
        unit, _, shape = filler.partition("/")
        before, after = MARK.split(form[: end - 1])[-1], MARK.split(form[end:], maxsplit=1)[0]
        if kind in (COUNT, BLANK) and not unit and (measure := _MEASURE.match(after)):
            unit = measure[0]
        name = vocabulary.name(kind, unit, before, after) or _made(kind, unit, shape, before, after)
        slot = Slot(_unused(name, slots), kind, unit, shape)
        slots.append(slot)
        pieces += (form[start : end - 1], "{{ ", slot.name, " }}")
    pieces.append(form[ends[-1] if ends else 0 :])
    return "".join(pieces), tuple(slots)


def _unused(name: str, slots: Sequence[Slot]) -> str:
    used = {slot.name for slot in slots}
    number = 2
    free = name
    while free in used:
        free = f"{name}{number}"
        number += 1
    return free


def _made(kind: str, unit: str, shape: str, before: str, after: str) -> str:
    if kind in (COUNT, BLANK):
        return (
            _joined(_noun(before, after.removeprefix(unit)), _ENDINGS.get(unit, "数")) or _OTHER_KINDS[kind]
        )
    if kind == DATE:
        return "年份" if shape in ("年", "年度") else "日期"
    if kind in (PERCENT, MONEY):
        noun = _noun(before, after if kind == MONEY else "")
        told = noun.endswith(("率", "度", "比例", "资金", "经费", "费", "收入", "总额", "产值", "投资", "额"))
        return noun if told else _joined(noun, _OTHER_KINDS[kind]) or _OTHER_KINDS[kind]
    if kind == TEXT:
        return _word_at_start(after) or _word_at_end(before) or _OTHER_KINDS[kind]
    if kind == PERSON:
        office = _OFFICE.match(after) or _OFFICE_BEFORE.search(before)
        return f"{office[0]}姓名" if office else "姓名"
    return _redacted(after) if kind == REDACTION else _OTHER_KINDS[kind]


_OFFICE: Final = re.compile(
    "副?(?:书记|校长|镇长|乡长|局长|主任|老师|教师|同志|处长|院长|部长|县长|市长|园长)"
)
_OFFICE_BEFORE: Final = re.compile(_OFFICE.pattern + "$")
_PLACE_AFTER: Final = re.compile("[省市县区乡镇村州盟旗]")
_BODY_AFTER: Final = re.compile("中?小?学|大学|学校|学院|局|委|部|公司|支部|党")


def _redacted(after: str) -> str:
    if _PLACE_AFTER.match(after):
        return "地名"
    if after[:1] in ("年", "月"):
        return "年份"
    return "单位简称" if _BODY_AFTER.match(after) else _OTHER_KINDS[REDACTION]


def _joined(noun: str, ending: str) -> str:
    return f"{noun}{ending}" if noun else ""


def _noun(before: str, after: str) -> str:
    """What is counted: the word right before the number (支委会12次), else the one behind it (12次支委会)."""
    noun = _word_at_end(before) or _word_at_start(after)
    return _deed(before) + noun if noun and _GENERAL.match(noun) else noun


def _deed(before: str) -> str:
    """What is done to those that are counted: 发展党员 and 慰问党员 are two facts."""
    done = DEED.search(before[: len(before) - len(_word_at_end(before))])
    return done[0] if done else ""


def _word_at_end(before: str) -> str:
    run = _HAN_RUN.findall(_TAIL.sub("", before[-_AROUND:]))
    if not run or not before[-1:].isalnum():
        return ""
    word = _longest(run[-1], at_end=True)
    # The word and what colours it, back to the last verb: 召开 支委会, 慰问 困难党员.
    rest = run[-1][: len(run[-1]) - len(word)]
    start = max((verb.end() for verb in _VERBS.finditer(rest)), default=0)
    whole = _WITH_UNIT.sub("", run[-1][start:])
    return whole if 2 <= len(whole) <= _FEW else word


def _word_at_start(after: str) -> str:
    run = _HAN_RUN.match(after[:_AROUND])
    if run is None:
        return ""
    word = _longest(run[0], at_end=False)
    if run[0].startswith(_EMPTY_START):
        return ""
    verb = _VERBS.search(run[0], max(2, len(word)))
    whole = run[0][: verb.start()] if verb else run[0]
    return whole if 2 <= len(whole) <= _FEW else word


def _longest(run: str, *, at_end: bool) -> str:
    if len(run) < 2:
        return ""
    for size in range(min(8, len(run)), 1, -1):
        word = run[-size:] if at_end else run[:size]
        if word in nouns():
            return word[:LONGEST_NAME]
    return ""
