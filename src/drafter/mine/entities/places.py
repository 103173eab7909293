"""Places, found from their suffix backwards (省 市 县 乡 村 校区 …), and the offices that are named after them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from drafter.mine.entities.found import Found
from drafter.mine.entities.lists import terms
from drafter.mine.entities.words import GENERIC_PLACES, PROVINCES, Words, surnames, words
from drafter.mine.records import ORGANISATION, PLACE

RANK: Final = 40
SUFFIX: Final = re.compile(r"[省市县区镇村州盟旗]|乡(?![村镇亲土音愁贤情])|街道|社区")
OFFICE: Final = re.compile(
    r"(?:委(?!员|托|派|屈|任|以|内|培|约|书记?处)(?:宣传部|组织部|统战部|办公室|教育工委|教育工作委员会|党校|政法委|社会工作部|网信办|巡察办)?"
    r"|(?:(?![的了和与在是及等各第届])[\u4e00-\u9fff]){2,7}?(?:委员会|联合会|协会|学会)"
    r"|纪委监委|纪委|政协|人大常委会|人大|(?:人民)?政府(?:办公室)?|委员会|人民法院|人民检察院|党校|总工会|妇联|团委|"
    r"(?:教育体育|教育科技|教育|教体|科技|公安|民政|司法|财政|人社|人力资源和社会保障|自然资源|住房和城乡建设|住建|交通运输|农业农村|水务|水利|"
    r"商务|文旅|文化和旅游|卫健|卫生健康|退役军人事务|应急管理|审计|市场监管|市场监督管理|统计|医保|医疗保障|乡村振兴|信访|林业|气象|税务|"
    r"城管|综合行政执法|生态环境|环保|档案|发展改革|发展和改革|经信|经济和信息化|扶贫|粮食)(?:局|厅|委(?!员))(?:党委|党组)?(?<!党委)(?<!党组)"
    r"|(?:发展改革委|科技厅|教育厅|教育工委))"
)
BOUNDARY: Final = frozenset(
    "不没有出在仅还共凡属又并正已曾于到赴来从与和同对向为是由及往自被让请给把将以的了等各使经去入进至过离近距派回返居住属驻帮扶走访跨沿按据当或该用"
)
GENERIC: Final = frozenset(
    "全我本该各每某外邻两三四五六七八九十几多旧新老大小城乡镇村县市省区州府农山郊东西南北中上下这那此何其跨出进入离驻包联到兴富强"
)
LONGEST_CHAIN: Final = 4
"""Places before a place that belong to it: province, city, county, town."""
FAMILY: Final = re.compile(r"[\u4e00-\u9fff]家[\u4e00-\u9fff]?$")
KINDS: Final = frozenset(terms("places", "village_kinds"))
OWN: Final = re.compile(
    r"党支部|党总支|党委|村委|支部|中心小学|小学|中学|卫生院|居委|居民|办事处|人民政府|群众|村民"
)
SITE: Final = re.compile(
    r"(?P<building>[\u4e00-\u9fff]{2,3}楼)[A-Z]?[0-9]{2,4}(?:会议室|教室|报告厅|室)?"
    r"|(?<![A-Za-z0-9_/])[A-Z][0-9]{3}(?![A-Za-z0-9])(?:会议室|教室|报告厅|室)?"
)
ROAD: Final = re.compile(
    r"(?:公路|大道|高速|水库|开发区|产业园|创业园|工业园|示范园|林场|农场|线(?![上下路索条性人]))"
)
STREET_KIND: Final = (
    "工业",
    "经济",
    "高新",
    "高新技术",
    "技术",
    "经济技术",
    "农业",
    "现代农业",
    "科技",
    "产业",
    "返乡",
)
COUNTED: Final = re.compile("个(?:自然村|行政村|贫困村|村|社区|乡镇|乡|镇|街道)")
"""What VILLAGES ends with; few texts have it, and it is far quicker to look for."""
VILLAGES: Final = re.compile(
    r"(?P<list>[\u4e00-\u9fff]{2,3}(?:、[\u4e00-\u9fff]{2,3}){1,30})(?:等)?[0-9一二三四五六七八九十两]+个(?:自然村|行政村|贫困村|村|社区|乡镇|乡|镇|街道)"
)
FOCUS: Final = re.compile(
    r"[以在](?P<list>[\u4e00-\u9fff]{2,3}(?:、[\u4e00-\u9fff]{2,3}){1,30})(?:等地)?为(?:重点|中心|主)的?[^,，。；;]{0,12}(?:村|镇|乡|基地|产业带|区)"
)


def places(text: str) -> Iterator[Found]:
    """Every place of `text` and every office named after one; some may overlap."""
    known = words()
    for match in SUFFIX.finditer(text):
        start = place_start(text, match.start(), match.end(), known)
        if start < 0:
            continue
        end = match.end()
        yield Found(RANK + 1, PLACE, start, end)
        office = OFFICE.match(text, end)
        if office:
            left = start - 2 if text[max(0, start - 2) : start] == "中共" else start
            yield Found(RANK - 10, ORGANISATION, left, office.end())
    yield from _stems(text, known)
    yield from _sites(text, known)
    yield from _roads(text, known)
    for pattern in (VILLAGES, FOCUS) if COUNTED.search(text) else (FOCUS,):
        for match in pattern.finditer(text):
            yield from _listed(match, known)


def place_start(text: str, at: int, end: int, known: Words) -> int:
    """Where the place begins whose suffix stands at `at`:`end`, chained places included; -1 if it is none."""
    start = _one_start(text, at, end, known)
    for _ in range(LONGEST_CHAIN):
        if start < 2 or text[start - 1] not in "省市州县区乡镇旗盟":
            break
        before = _one_start(text, start - 1, start, known)
        if before < 0:
            break
        start = before
    if start > 1:
        for size in (3, 2):
            if text[max(0, start - size) : start] in PROVINCES:
                return start - size
    return start


def _one_start(text: str, at: int, end: int, known: Words) -> int:
    for size in range(8, 1, -1):
        if at - size >= 0 and text[at - size : end] in known.full and not _straddles(text, at - size, known):
            return at - size
    family = FAMILY.search(text, max(0, at - 3), at)
    if family and family[0] not in known.common and text[at] in "村镇乡" and family[0][0] in surnames()[0]:
        return family.start()
    if text[at] in "省州盟旗" or any(text[at - size : end] in GENERIC_PLACES for size in (1, 2, 3)):
        return -1
    start = unknown_start(text, at, known, 3 if end - at == 1 else 4)
    return start if start >= 0 or text[at] not in "村镇乡社街" else _worded(text, at, end, known)


def _worded(text: str, at: int, end: int, known: Words) -> int:
    """Where a village or town begins whose name is a common word (红旗村): behind a larger place or before its own
    party branch, council or school; -1 if the word rather tells its kind (贫困村)."""
    stem, before = text[max(0, at - 2) : at], text[at - 3 : at - 2]
    if stem not in known.common or stem in KINDS or stem in known.verbs:
        return -1
    if before in ("县", "区", "乡", "镇"):
        return at - 2
    opens = before in BOUNDARY or not "\u4e00" <= before <= "\u9fff"
    return at - 2 if opens and OWN.match(text, end) else -1


def _straddles(text: str, start: int, known: Words) -> bool:
    """Whether a common word runs over the left border of a known place (东|方山县 would)."""
    return (
        start > 0
        and text[start - 1 : start + 1] in known.every
        and text[start - 2 : start] not in known.common
    )


def unknown_start(text: str, at: int, known: Words, longest: int, shortest: int = 2) -> int:
    """Where a name of `shortest` to `longest` characters, no word of the list, begins that ends at `at`; -1 if none."""
    for size in range(shortest, longest + 1):
        start = at - size
        if start < 0:
            return -1
        name = text[start:at]
        if (
            not _han(name)
            or (name[0] in GENERIC and size == 2 and name[1] in GENERIC)
            or any(c in BOUNDARY for c in name)
        ):
            return -1
        if name in known.common or name[-2:] in known.common or name[:2] in known.common:
            continue
        if size == 2 and name[0] in "全我本该各每某外邻这那此其":
            return -1
        if (
            text[at - 1 : at + 1] in known.common
            or text[at - 1] in "各全本该两几多每一二三四五六七八九十省市县区乡镇村"
        ):
            return -1
        if clean_left(text, start, known):
            return start
    return -1


def clean_left(text: str, start: int, known: Words) -> bool:
    """Whether a word can begin at `start`: after punctuation, a particle, a whole word or a place."""
    if start == 0 or not "\u4e00" <= text[start - 1] <= "\u9fff" or text[start - 1] in BOUNDARY:
        return True
    if text[start - 1 : start + 1] in known.every:
        return False
    return (
        text[start - 2 : start] in known.every
        or text[start - 3 : start] in known.every
        or text[start - 1] in "省市县区乡镇村州"
    )


def _han(text: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in text)


@cache
def _pairs() -> re.Pattern[str]:
    """The first two characters of every city: far quicker to look for than the cities themselves."""
    cities = words().cities
    firsts, seconds = ("".join(sorted({stem[place] for stem in cities})) for place in (0, 1))
    return re.compile(f"[{firsts}](?=[{seconds}])")


def _stems(text: str, known: Words) -> Iterator[Found]:
    """Provinces and cities without their suffix; counties only side by side with another one."""
    for match in _pairs().finditer(text):
        start = match.start()
        for size in (4, 3, 2):
            stem = text[start : start + size]
            if stem in known.cities:
                end = start + size
                stems = (text[end : end + more] for more in (3, 2))
                county = next((end + len(stem) for stem in stems if stem in known.stems), 0)
                if county and text[end:county] not in known.common:
                    yield Found(RANK + 5, PLACE, start, county)
                elif clean_stem(text, start, end, known):
                    yield Found(RANK + 5, PLACE, start, end)
                break
    for match in re.finditer(r"(?:[边交]界|两县|两地|接壤|毗邻)", text):
        at = match.start()
        second, first = text[at - 2 : at], text[at - 4 : at - 2]
        if at >= 4 and first in known.stems and second in known.stems:
            yield Found(RANK + 4, PLACE, at - 4, at - 2)
            yield Found(RANK + 4, PLACE, at - 2, at)


def clean_stem(text: str, start: int, end: int, known: Words) -> bool:
    """Whether no longer word swallows the bare place `start`:`end` (海南 in 上海南站, 大同 in 大同小异)."""
    after = text[end - 1 : end + 1]
    if (start and text[start - 1 : start + 1] in known.common) or (
        after in known.every and after[-1] not in "省市县区"
    ):
        return False
    if text[end : end + 2] in ("精神", "整风", "道路", "时间", "冬奥"):
        return False
    longer = (text[start - 1 : end] if start else "", text[start : end + 1], text[start : end + 2])
    return not any(word in known.every and word not in known.full for word in longer)


def _sites(text: str, known: Words) -> Iterator[Found]:
    for match in SITE.finditer(text):
        start = match.start()
        if match["building"]:
            name = match["building"][:-1]
            if len(name) == 3 and (name[0] in BOUNDARY or text[start : start + 1] in BOUNDARY):
                start += 1
        elif (start and (text[start - 1].isascii() and text[start - 1].isalnum())) or (
            text[match.end() : match.end() + 1].isascii() and text[match.end() : match.end() + 1].isalnum()
        ):
            continue
        yield Found(RANK, PLACE, start, match.end())


def _roads(text: str, known: Words) -> Iterator[Found]:
    for match in ROAD.finditer(text):
        at = match.start()
        for kind in STREET_KIND:
            if text.endswith(kind, 0, at) and not text.startswith("线", match.start()):
                at -= len(kind)
                break
        if text[at - 2 : at] in known.stems and at >= 2:
            yield Found(RANK, PLACE, at - 2, match.end())
        elif text[at - 1 : at + 1] not in known.common:
            start = unknown_start(text, at, known, 2)
            if start >= 0 and text[start:at] not in known.every:
                yield Found(RANK + 3, PLACE, start, match.end())


def _listed(match: re.Match[str], known: Words) -> Iterator[Found]:
    position = match.start("list")
    names = match["list"].split("、")
    if sum(name in known.common for name in names) * 2 > len(names):
        return
    for name in names:
        shift = 1 if len(name) == 3 and name[0] in "对在为到以" else 0
        yield Found(RANK, PLACE, position + shift, position + len(name))
        position += len(name) + 1
