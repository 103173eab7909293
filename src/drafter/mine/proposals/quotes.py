"""Lost quotes and title marks: where they may have stood. A converter that drops ” or 《》 leaves little to tell it by, so
each rule says how sure it is, and what no rule knows stays open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Final

from drafter.mine.proposals.evidence import Evidence
from drafter.mine.proposals.repair import Repair
from drafter.mine.proposals.table import quoted, tails

LONGEST: Final = 30
"""Characters of the longest quotation that is closed again."""
_NUMERAL: Final = "双两一二三四五六七八九十0-9"
_STOP: Final = re.compile("[“”‘’《》。；;！!？?：:，,、\\s\ue000-\uf8ff（(]")
_PART: Final = re.compile("[、，,]")
_NAMES: Final = "会室岗站队班奖杯年节日团社点校园"
_CLOSE: Final = "像是丢了后引号"
_FORMULA: Final = re.compile(
    f"(?:[{_NUMERAL}][\u4e00-\u9fff]){{2,4}}[\u4e00-\u9fff]?(?=[即的，,、])|(?:[{_NUMERAL}][\u4e00-\u9fff]){{2,4}}"
    f"|[{_NUMERAL}](?:个[\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]{{1,2}}?(?=[即的等是，,、；;。：:])|[\u4e00-\u9fff]{{1,2}})"
)
_TITLE: Final = re.compile(
    "(?:制定下发|制定出台|研究制定|制定|下发|印发|出台|转发|颁布|签订|传达学习|学习贯彻|贯彻落实|、|和|及|《)了?"
    "(?:[\u4e00-\u9fffx]{2,8}?)?(?P<title>关于[^，,。；;：:！？“”‘’《》、\\s\ue000-\uf8ff]{4,40}?"
    "(?:实施意见|指导意见|意见|实施办法|管理办法|办法|实施方案|工作方案|方案|规定|决定|责任书|通知|细则))"
    "(?=[，,、。；;：:等和及]|$|精神|文件|的要求|要求)"
)


def quotes(text: str, evidence: Evidence, *, lost: bool) -> Iterator[Repair]:
    """Quotes that are missing in `text`, stand too many, or stand inside others; `lost`: the document lacks most of one
    side, so that weaker signs will do. In order of their kind, not of their place."""
    opened: list[int] = []
    for mark in re.finditer("[“”]", text):
        at = mark.start()
        if mark[0] == "“":
            opened.append(at)
        elif not opened:
            # A quotation of several sentences is closed in the last of them.
            if "“" in text[:at] and text[at - 1] not in "。！？!?":
                yield Repair(at, at + 1, "", "这个后引号前面没有前引号，请核对是少了还是多了")
        elif len(opened) > 1 and _inner(text, opened, at):
            start = opened.pop()
            yield Repair(start, at + 1, f"‘{text[start + 1 : at]}’", "引号里面的引号用单引号")
        else:
            yield from _closed(text, opened[:-1], evidence, lost)
            opened.clear()
    yield from _closed(text, opened, evidence, lost)


def _inner(text: str, opened: list[int], at: int) -> bool:
    """Whether a second pair stands inside a first that is closed later."""
    return "”" in text[at + 1 :] and text.find("”", at + 1) < _next(text, at + 1)


def _next(text: str, at: int) -> int:
    found = text.find("“", at)
    return len(text) if found < 0 else found


def _closed(text: str, opened: list[int], evidence: Evidence, lost: bool) -> Iterator[Repair]:
    for at in opened:
        inside = text[at + 1 : min(at + 1 + LONGEST, _next(text, at + 1))]
        for rule in _RULES if lost else _RULES[:1]:
            if found := rule(inside, evidence, text[at + 1 + len(inside) :][:1] == "“"):
                size, why = found
                close = at + 1 + size
                yield Repair(close, close, "”", f"{_CLOSE}：{why}")
                break


Found = tuple[int, str] | None
"""How much is quoted, and why."""


def _known(inside: str, evidence: Evidence, before: bool) -> Found:
    """A term that stands between quotes elsewhere."""
    best = max(
        (size for size in range(2, len(inside) + 1) if inside[:size] in quoted() or evidence.quoted.get(inside[:size], 0) > 1),
        default=0,
    )  # fmt: skip
    return (best, f"“{inside[:best]}”是常用的带引号的说法") if best else None


def _parallel(inside: str, evidence: Evidence, before: bool) -> Found:
    """A list of parts of one length: 学党史、知党情、跟党走. A comma may as well begin the next clause."""
    parts = inside.split("、") if "、" in inside else _PART.split(inside)
    length = len(parts[0])
    same = list(takewhile(lambda part: len(part) == length, parts[1:-1])) if 2 <= length <= 8 else []
    last = parts[len(same) + 1] if len(same) + 1 < len(parts) else ""
    if not 2 <= length <= 8 or len(last) < length or _STOP.search(last[:length]):
        return None
    if "、" not in inside and last[length : length + 1] not in "的等为”即" + last[:1] * (len(last) == length):
        return None
    return (len(same) + 1) * (length + 1) + length, "前后几个短句字数相同"


def _listed(inside: str, evidence: Evidence, before: bool) -> Found:
    """What stands before the next quotation: “五一、“六一."""
    if before and len(inside) > 2 and inside[-1] in "、和及":
        return len(inside) - 1, "后面紧接着另一个引号"
    return None


def _tail(inside: str, evidence: Evidence, before: bool) -> Found:
    """The word before one that names what was quoted: 基层组织建设年|活动."""
    stop = _STOP.search(inside)
    head = inside[: stop.start()] if stop else inside
    found = [at for word in tails() if (at := head.find(word, 2)) > 0]
    return (min(found), f"后面是“{head[min(found) : min(found) + 2]}”") if found else None


def _numbered(inside: str, evidence: Evidence, before: bool) -> Found:
    """A formula that begins with a number: 三公开, 六个一, 双创三定四评."""
    found = _FORMULA.match(inside)
    if found is None:
        return None
    rest = inside[found.end() :]
    if not rest or _STOP.match(rest) or rest[0] in "的即等是":
        return found.end(), "数字开头的提法"
    return None


def _short(inside: str, evidence: Evidence, before: bool) -> Found:
    """A few words before a mark of punctuation, more of them if they end as names do."""
    stop = _STOP.search(inside)
    size = stop.start() if stop else 0
    named = 2 <= size <= 6 or (6 < size <= 12 and inside[size - 1] in _NAMES)
    if stop and named and stop[0] in "，,。；;" and not re.search("[0-9]", inside[:size]):
        return size, "后面是标点"
    return None


_RULES: Final[tuple[Callable[[str, Evidence, bool], Found], ...]] = (
    _known, _numbered, _tail, _listed, _parallel, _short,
)  # fmt: skip


def closable(text: str) -> int:
    """How many quotes of `text` that are never closed the rules can close, without knowing anything else."""
    return sum(repair.new == "”" for repair in quotes(text, Evidence(), lost=True))


def titles(text: str) -> Iterator[Repair]:
    """Titles of documents without title marks: 印发关于加强……的意见."""
    for found in _TITLE.finditer(text):
        if found[0][0] != "《":
            start, end = found.span("title")
            yield Repair(start, end, f"《{text[start:end]}》", "像是文件名，通常加书名号")
