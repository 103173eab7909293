"""How two frames relate: the same, a variant of one another, or different.

Plain edit distance takes 加强师德建设 and 加强制度建设 for near relatives. What makes a variant is decided by what differs:
words without weight and exchangeable verbs do not count, an exchanged object does.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from drafter.mine.frames.marks import KINDS, canonical

SAME: Final = "same"
VARIANT: Final = "variant"
DIFFERENT: Final = "different"

LEAST_RATIO: Final = 0.55
"""Indel ratio of canonical texts below which two frames are never variants; lets most pairs be skipped early."""
_CLOSE: Final = 0.72
_MOVED: Final = 0.9
_MOST_EXCHANGED: Final = 0.16
"""Share of the shorter frame that may be exchanged for other words: one word in a long clause."""
_MOST_ADDED: Final = 0.36

_LIGHT: Final = re.compile("[的了和与及并之、,;:!。.]+")
_MODIFIERS: Final = re.compile(
    # 不够深入 is what such a clause says; elsewhere the word only colours it.
    "(?<!够)(?<!不)(?:进一步|强有力|又好又快|认真|严格|扎实|切实|积极|深入|全面|不断|着力|大力|努力|充分|有效|有力|真正|坚决|广泛|及时|按时|定期|明显|显著|强烈|顺利"
    "|广大|各项|全体|良好|有序|稳步|持续|始终|坚持|严肃|主动|自觉|科学|突出|总体|更加|逐步|普遍|重点|集中|具体|日常)"
)
_ALIKE: Final = {
    word: words.split()[0]
    for words in (
        "加强 强化 增强 抓好 做好 搞好 抓实",
        "提高 提升",
        "推动 促进 推进",
        "落实 履行 执行 贯彻",
        "开展 组织 举办 举行 进行",
        "健全 完善 建立",
        "部署 布置 安排",
        "营造 形成 创造",
        "满意度 满意率",
        "保证 保障 支撑",
        "建设 教育",
        "学习 宣传",
        "制定 制订 出台",
        "解决 破解 化解",
        "足额 全额",
        "班子 领导班子",
        "教师 教职工 教职员工",
        "书记 支部书记 党支部书记",
        "党支部 支部 党组织",
    )
    for word in words.split()
}
"""Exchangeable words -> the one that stands for them."""
_EXCHANGEABLE: Final = re.compile("|".join(sorted(_ALIKE, key=len, reverse=True)))
_DENIALS: Final = re.compile(
    "没有|尚未|未能|有待|不再|不(?![断同仅但])|未(?!来)|无(?!私)|缺乏|缺少|欠|副(?!作用)"
)
"""What turns a frame into its opposite, or into that of another office."""


@lru_cache(maxsize=65536)
def plain(canon: str) -> str:
    """A canonical text without words that carry no weight of their own."""
    return _LIGHT.sub("", canon).replace("达到", "达")


@lru_cache(maxsize=65536)
def core(canon: str) -> str:
    """A canonical text without modifiers and with one verb for each group of exchangeable ones."""
    text = plain(canon)
    text = _MODIFIERS.sub("", text) or text
    return _EXCHANGEABLE.sub(_exchanged, text)


def _exchanged(found: re.Match[str]) -> str:
    return _ALIKE[found[0]]


def relation(one: str, other: str) -> str:
    """SAME, VARIANT or DIFFERENT for two frames with marks, written in any form."""
    return canonical_relation(canonical(one), canonical(other))


def canonical_relation(one: str, other: str) -> str:
    """`relation` of two texts that are canonical already."""
    from rapidfuzz import fuzz

    # An alignment may depend on what comes first; the answer must not.
    one, other = sorted((one, other))
    if plain(one) == plain(other):
        return SAME
    if fuzz.ratio(one, other) < 100 * LEAST_RATIO:
        return DIFFERENT
    if sorted(_DENIALS.findall(one)) != sorted(_DENIALS.findall(other)) or _marks(one) != _marks(other):
        return DIFFERENT
    a, b = core(one), core(other)
    if a == b:
        return VARIANT
    return VARIANT if _close(a, b) else DIFFERENT


def _marks(text: str) -> list[str]:
    return sorted(letter for letter in text if letter in KINDS)


def _close(a: str, b: str) -> bool:
    from rapidfuzz import fuzz

    if fuzz.ratio("".join(sorted(a)), "".join(sorted(b))) >= 100 * _MOVED:
        # The same characters in another order: 发展党员工作, 党员发展工作.
        return True
    if fuzz.ratio(a, b) < 100 * _CLOSE:
        return False
    exchanged = added = 0
    for ours, theirs in differences(a, b):
        exchanged += min(len(ours), len(theirs))
        added += abs(len(ours) - len(theirs))
    shorter, longer = sorted((len(a), len(b)))
    return exchanged <= _MOST_EXCHANGED * shorter and added <= _MOST_ADDED * longer


def differences(a: str, b: str) -> list[tuple[str, str]]:
    """The stretches of `a` and `b` that differ, in order, by their best alignment.

    A single character that both happen to have in the middle of a difference belongs to it.
    """
    from rapidfuzz.distance import Indel

    found: list[tuple[str, str]] = []
    at, other, pending = 0, 0, False
    for block in Indel.opcodes(a, b).as_matching_blocks():
        inner = block.size == 1 and 0 < block.a < len(a) - 1 and 0 < block.b < len(b) - 1
        if inner and (block.a > at or block.b > other):
            pending = True
            continue
        if block.a > at or block.b > other or pending:
            found.append((a[at : block.a], b[other : block.b]))
        at, other, pending = block.a + block.size, block.b + block.size, False
    return found
