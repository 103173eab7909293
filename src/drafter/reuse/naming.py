"""Names for the facts in the writer's own words: the one the bank uses in the same surroundings, else a made one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from drafter.bank.library import Bank
from drafter.bank.phrase import SLOT
from drafter.facts.spec import FactSpec, Kind, Vocabulary
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
_WORDS_LEFT = re.compile(r"[\u3400-\u9fff]{1,8}$")
_WORDS_RIGHT = re.compile(r"[\u3400-\u9fff]{1,4}")
_EMPTY_END = re.compile(r"[共约近达为了有计是在的各等等于到至于已经]+$")
_EMPTY_START = re.compile(r"^[的了在和与及等]+")
_STEM = re.compile(r"(?:人次|次数|人数|件数|份数|篇数|节数|项数|个数|总数|条数|场数|期数|数)$")
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
            if sum(alike) >= LEAST and alike[0] >= 2 and (alike[1] or not known.right):
                scores[known.spec.name] = max(scores[known.spec.name], 2 * alike[0] + alike[1])
        best = scores.most_common(2)
        if best and (len(best) == 1 or best[0][1] > best[1][1]):
            return best[0][0]
        return self._by_stem(unit, left) if kind == COUNT else ""

    def _by_stem(self, unit: str, left: str) -> str:
        clause = re.split("[，。；：、！？]", left)[-1]
        tail = _EMPTY_END.sub("", clause)
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
        left = _WORDS_LEFT.search(before[-8:])
        words = _EMPTY_END.sub("", left[0]) if left else ""
        if len(words) < 3:
            right = _WORDS_RIGHT.match(after)
            words += _EMPTY_START.sub("", right[0]) if right else ""
        tail = _TAILS.get(unit, f"{unit}数") if kind == COUNT else _TAIL_OF_KIND.get(kind, "内容")
        name = words if words.endswith(tail) else words + tail
        return name if re.fullmatch(r"[\u3400-\u9fff]{2,20}", name) else f"本文{tail}"


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
