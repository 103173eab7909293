"""Titles of documents: those in 《》, and those whose marks are lost (关于…的通知)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from drafter.mine.entities.found import Found
from drafter.mine.records import TITLE

RANK: Final = 0
MARKED: Final = re.compile(r"《[^《》\n]{1,80}(?:《[^《》\n]{1,60}》[^《》\n]{0,40})?》")
_KIND: Final = "意见|通知|通报|方案|办法|规定|决定|决议|汇报|请示|函|批复|制度|细则|规划|纲要|条例|规则|计划|预案|建议|公告|通告"
ABOUT: Final = re.compile(
    rf"关于[^,，。；;:：!！?？《》\n]{{4,60}}?(?:的(?:若干|实施|指导|补充|暂行|工作|专项|总体|具体){{0,2}}(?:{_KIND})"
    rf"|(?:{_KIND})(?=[、,，。；;）)\n]|等|$))"
)
LOST: Final = re.compile(
    r"(?P<verb>(?:研究|制定|印发|下发|出台|签订|修订|健全|建立|形成|并){1,4})了?以?"
    r"(?P<title>[^,，。；;:：!！?？《》“”\n、]{5,40}?(?:责任书|实施方案|活动方案|工作方案|管理办法|管理规定|管理方法|意见|标准|实施细则|"
    r"议事规则|工作纪律|若干规定)(?=[,，、。；;等]|$))"
)
MORE: Final = re.compile(
    r"、(?P<title>[^,，。；;:：!！?？《》“”\n、]{5,40}?(?:责任书|方案|办法|规定|意见|纪律|标准|细则|规则)(?=[,，、。；;等]))"
)


def titles(text: str) -> Iterator[Found]:
    """Every title of `text`; those after a verb without marks only where closing quotes are lost."""
    for match in MARKED.finditer(text):
        yield Found(RANK, TITLE, match.start(), match.end())
    for match in ABOUT.finditer(text):
        start, end = match.span()
        if text[start - 1 : start] in ("《", "“") and start:
            continue
        yield Found(RANK + 1, TITLE, _owner(text, start), end)
    if text.count("“") > 2 * text.count("”"):
        yield from _lost(text)


def _owner(text: str, start: int) -> int:
    """A blacked out county before 关于 belongs to the title (xx县关于…)."""
    match = re.search(r"(?:[xX×*]{2,}|某)[县市区乡镇]$", text[max(0, start - 8) : start])
    return start - len(match[0]) if match else start


def _lost(text: str) -> Iterator[Found]:
    for match in LOST.finditer(text):
        end = match.end()
        while True:
            yield Found(RANK + 2, TITLE, match.start("title"), match.end("title"))
            following = MORE.match(text, end)
            if following is None:
                break
            match, end = following, following.end()
