"""Names for the facts in the writer's own words: the one the bank uses in the same surroundings, else a made one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from drafter.bank.library import Bank
from drafter.bank.phrase import SLOT
from drafter.facts.spec import FactSpec, Kind, Vocabulary
from drafter.mine.entities.words import words
from drafter.mine.frames.naming import DEED
from drafter.mine.records import COUNT, DATE, MONEY, ORGANISATION, PERCENT, PERSON, TITLE

KINDS = {
    COUNT: (Kind.COUNT, Kind.NUMBER),
    PERCENT: (Kind.PERCENT,),
    MONEY: (Kind.MONEY,),
    DATE: (Kind.DATE,),
    PERSON: (Kind.PERSON, Kind.PEOPLE),
    ORGANISATION: (Kind.ORGANISATION,),
    TITLE: (Kind.TITLE,),
}
"""Kinds of facts an entity of a text can fill."""

LEFT, RIGHT = 12, 6
"""Characters looked at on either side of a slot."""

LEAST = 4
"""Characters that must be the same around a slot of the bank and an entity, so that both mean the same."""

_PLAIN = re.compile(r"\{\{\s*([^\s|}]+)\s*\}\}")
_HAN_LEFT = re.compile(r"[\u3400-\u9fff]{1,16}$")
_HAN_RIGHT = re.compile(r"[\u3400-\u9fff]{1,8}")
_EMPTY = frozenset((
    "共", "约", "近", "达", "达到", "为", "了", "有", "计", "是", "在", "的", "各", "等", "于", "到", "至",
    "已", "已经", "现有", "现", "并", "又", "也", "还", "就", "由", "对", "把", "将", "被", "从", "向", "给",
    "和", "与", "及", "或", "其中", "其", "另有", "另", "累计", "共有", "共计", "一共", "总共", "先后", "全部",
    "均", "都", "才", "仅", "只", "每", "该", "本", "这", "那", "使", "让", "以", "以来", "中", "里", "上",
    "下", "前", "后", "内", "外", "一是", "二是", "三是", "四是", "五是", "分别", "同时", "目前", "今年", "去年",
    "上年", "全年", "通过", "进行",
))  # fmt: skip
"""Words that say nothing about what is counted."""

MOST_WORDS = 10
_STEM = re.compile(r"(?:人次|次数|人数|件数|份数|篇数|节数|项数|个数|总数|条数|场数|期数|数)$")
_CLAUSE_END = re.compile("[，。；：、！？]")
_SAME_UNITS = ("名人位", "次场", "个所")
_TAILS = {
    "次": "次数", "人": "人数", "名": "人数", "位": "人数", "人次": "人次", "个": "个数", "项": "项数", "件": "件数", "份": "份数",
    "篇": "篇数", "条": "条数", "场": "场数", "期": "期数", "节": "节数", "所": "所数", "": "数",
}  # fmt: skip
_TAIL_OF_KIND = {
    PERCENT: "比例",
    MONEY: "金额",
    DATE: "日期",
    PERSON: "姓名",
    ORGANISATION: "名称",
    TITLE: "题目",
}


@dataclass(frozen=True, slots=True)
class _Known:
    left: str
    right: str
    spec: FactSpec


class Namer:
    """Gives names. Made once for a bank; it reads the surroundings of every slot of every phrase."""

    def __init__(self, bank: Bank) -> None:
        self.vocabulary: Vocabulary = bank.vocabulary
        self._known: dict[str, Counter[_Known]] = {}
        for phrase in bank.phrases:
            for known in _surroundings(phrase.text, self.vocabulary):
                self._known.setdefault(known.left[-2:], Counter())[known] += 1
        self._stems: dict[str, FactSpec] = {}
        for spec in self.vocabulary.values():
            stem = _STEM.sub("", spec.name)
            if spec.kind in KINDS[COUNT] and len(stem) >= 2:
                self._stems.setdefault(stem, spec)

    def known(self, kind: str, unit: str, before: str, after: str) -> str:
        """The fact of the vocabulary that an entity is, from the words `before` and `after` it; "" if none is."""
        left, right = before[-LEFT:], after[:RIGHT]
        scores: Counter[str] = Counter()
        for known in self._known.get(left[-2:], ()):
            if known.spec.kind not in KINDS.get(kind, ()):
                continue
            alike = _same_end(left, known.left), _same_start(right, known.right)
            # The end of the slot must look alike as well, or the same verb with another noun would do.
            looks = sum(alike) >= LEAST and alike[0] >= 2 and (alike[1] or not known.right)
            if looks and _means(known, alike[0], before, after):
                scores[known.spec.name] = max(scores[known.spec.name], 2 * alike[0] + alike[1])
        best = scores.most_common(2)
        if best and (len(best) == 1 or best[0][1] > best[1][1]):
            return best[0][0]
        return self._by_stem(unit, left) if kind == COUNT else ""

    def _by_stem(self, unit: str, left: str) -> str:
        clause = _CLAUSE_END.split(left)[-1]
        tail = clause.rstrip("共约近达为有计")
        fitting = [
            (len(stem), spec.name)
            for stem, spec in self._stems.items()
            if tail.endswith(stem) and len(stem) >= 3 and _same_unit(unit, spec.unit)
        ]
        return max(fitting)[1] if fitting else ""

    def stem(self, words: str) -> str:
        """The fact of the vocabulary that counts what `words` name: 支部党员大会 is 党员大会次数; "" if none does."""
        fitting = [(len(stem), spec.name) for stem, spec in self._stems.items() if words.endswith(stem)]
        return max(fitting)[1] if fitting else ""

    def clean_name(self, words: str) -> str:
        """`words` as a name of a fact, "" if they cannot be one."""
        name = "".join(re.findall(r"[\u3400-\u9fff]+", words))[:20]
        return name if len(name) >= 2 else ""

    def made(self, kind: str, unit: str, before: str, after: str) -> str:
        """A name of its own for an entity, made of the words around it: 走访困难群众户数."""
        found = _HAN_LEFT.search(before[-16:])
        left = _meaning(_split_back(found[0]) if found else [], last=True)
        found = _HAN_RIGHT.match(after) if kind == COUNT else None
        right = _meaning(_split_back(found[0]) if found else [], last=False)
        # 召开座谈会12次 says it before the number, 18个党支部 after it.
        stem = left + right if len(left) < 4 else left
        stem = stem[-MOST_WORDS:]
        tail = _TAILS.get(unit, f"{unit}数") if kind == COUNT else _TAIL_OF_KIND.get(kind, "内容")
        name = stem if stem.endswith(tail) else stem + tail
        return name if stem and re.fullmatch(r"[\u3400-\u9fff]{2,20}", name) else f"本文{tail}"


def _split_back(text: str) -> list[str]:
    """The words of `text`, the longest first from the end; what no word begins is one character."""
    every = words().every
    found: list[str] = []
    end = len(text)
    while end:
        starts = range(max(0, end - 4), end - 1)
        start = next((s for s in starts if text[s:end] in every or text[s:end] in _EMPTY), end - 1)
        found.insert(0, text[start:end])
        end = start
    return found


def _meaning(parts: list[str], *, last: bool) -> str:
    """The run of telling words next to the number: the last ones before it, or the first ones after it."""
    ordered = list(reversed(parts)) if last else list(parts)
    while ordered and ordered[0] in _EMPTY:
        ordered.pop(0)
    chosen: list[str] = []
    for part in ordered:
        if part in _EMPTY or sum(map(len, chosen)) + len(part) > (8 if last else 4):
            break
        chosen.append(part)
    # A lone character at the far end is half a word.
    while len(chosen) > 1 and len(chosen[-1]) == 1:
        chosen.pop()
    return "".join(reversed(chosen) if last else chosen)


def _surroundings(text: str, vocabulary: Vocabulary) -> Iterator[_Known]:
    """The words on both sides of every plain slot of `text`, up to the next slot."""
    slots = list(SLOT.finditer(text))
    for number, slot in enumerate(slots):
        name = _PLAIN.fullmatch(slot.group())
        if name is None or name[1] not in vocabulary:
            continue
        low = slots[number - 1].end() if number else 0
        high = slots[number + 1].start() if number + 1 < len(slots) else len(text)
        left = text[low : slot.start()][-LEFT:]
        if len(left) >= 2:
            yield _Known(left, text[slot.end() : high][:RIGHT], vocabulary[name[1]])


def _means(known: _Known, same: int, before: str, after: str) -> bool:
    """Whether a slot of the bank with the last `same` characters before it in common means what the text counts.

    学生活动次数 is not what 主题党日活动12次 counts, though both end alike: either the text names the fact, or the whole
    clause before the slot is the same.
    """
    clause = _CLAUSE_END.split(known.left)[-1]
    if same >= max(LEAST, len(clause)):
        return True
    stem = _STEM.sub("", known.spec.name)
    clause = _CLAUSE_END.split(before)[-1]
    # 发展党员9名 is not how many there are.
    if clause.endswith(stem) and DEED.search(clause.removesuffix(stem)):
        return False
    return set(stem) <= set(clause + _CLAUSE_END.split(after, maxsplit=1)[0])


def _same_end(one: str, other: str) -> int:
    count = 0
    for first, second in zip(reversed(one), reversed(other), strict=False):
        if first != second:
            break
        count += 1
    return count


def _same_start(one: str, other: str) -> int:
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count


def _same_unit(one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in _SAME_UNITS if one and other)
