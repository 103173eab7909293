"""What a frame is about and what it does: topic, role and genre as ids of the bank, and the years a document speaks of.

All rules look at words, weigh them, and say "" or None rather than guess: a curator fills a gap faster than he sees a
wrong label.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_HEADING_WEIGHT: Final = 2
_TEXT_WEIGHT: Final = 3


class Topics:
    """The topics of the bank, found by the words writers call them by."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        """`words` maps topic ids to their words, the label among them; words of one character are of no use."""
        self._filed: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for topic, each in words.items():
            for word in dict.fromkeys(each):
                if len(word) > 1:
                    self._filed[word[:2]].append((word, topic))

    def of(self, text: str, path: Iterable[str]) -> str:
        """The topic whose words weigh most in `text` and, less, in the headings above it; "" if none or two are equal."""
        found = dict.fromkeys(self._found("\n".join(path)), _HEADING_WEIGHT)
        found |= dict.fromkeys(self._found(text), _TEXT_WEIGHT)
        scores: Counter[str] = Counter()
        for (word, topic), weight in found.items():
            # A long word says more than a short one.
            scores[topic] += weight * min(len(word), 6)
        best = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:2]
        if not best or (len(best) == 2 and best[0][1] == best[1][1]):
            return ""
        return best[0][0]

    def _found(self, text: str) -> Iterator[tuple[str, str]]:
        for place in range(len(text) - 1):
            for word, topic in self._filed.get(text[place : place + 2], ()):
                if text.startswith(word, place):
                    yield word, topic


_ABOVE: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("problem", re.compile("问题|不足|短板|差距|薄弱")),
    ("cause", re.compile("原因|根源|剖析")),
    ("plan", re.compile("打算|下一步|下步|今后|计划|安排|努力方向|整改措施|思路|展望|明年")),
    ("overview", re.compile("基本情况|概况|总体情况|基本概况")),
    ("result", re.compile("成效|成果|成绩|荣誉|效果")),
)
_OWN: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("opening", re.compile(
        "(?:汇报|总结|报告|介绍|回顾|情况)如下|现将.{0,30}(?:汇报|总结|报告)|^(?:以|在).{2,40}(?:为指导|(?:领导|指导|关心|支持|帮助)下)"
        "|^(?:[^，]{0,8}(?:年|一年|以来|期间|学期)来?，)?.{0,12}(?:坚持)?以.{4,50}为(?:指导|统领|指引)")),
    ("closing", re.compile("作出.{0,8}贡献|贡献力量|而(?:努力)?奋斗[。！]?$|再上新?台阶|再创佳绩|不当之处|批评指正|新篇章|新的篇章|开创.{0,20}新局面")),
    ("cause", re.compile("原因(?:是|在于)|(?:主要)?是由于|根源(?:是|在于)")),
    ("problem", re.compile(
        "问题和不足|还存在|仍存在|存在.{0,8}(?:不足|差距|薄弱)|(?:^|[，。；])(?:但|主要)?[^，查找针对解决整改]{0,8}存在.{0,8}问题"
        "|不够|欠缺|不(?:深|高|强|足|严|实|多|到位|平衡|完善|及时|健全|明显|紧|细|硬|新|相适应)(?:$|[，。；、])"
        "|有待|(?:较为?|仍然?|还).{0,2}(?:薄弱|滞后|较大|较差|单一|老化|偏[低少弱])|跟不上|缺乏|流于形式")),
    ("plan", re.compile("下一步|今后(?!的?努力方向$)|下阶段|下步|明年|我们将|将(?:进一步|继续|着力|以)|^继续|^进一步(?!.{0,6}了)")),
    ("result", re.compile(
        "取得(?:了)?.{0,12}(?:成效|成绩|成果|进展|实效|突破)|(?:得到|有了|明显|显著|大大|有效|不断|进一步|稳步|持续|逐步)(?:地|的)?了?.{0,6}"
        "(?:提高|提升|增强|改善|加强|好转|规范|深化)[。]?$|荣获|被评为|获得.{0,12}(?:称号|好评|奖|肯定)|赢得.{0,12}(?:信任|好评|赞誉|支持)"
        "|受到.{0,12}(?:好评|欢迎|表彰|肯定|教育)|成效(?:显著|明显)|(?:提高|增强|促进|密切|推动|提升|激发|保证|确保|形成|改善|营造|巩固)了|奠定.{0,6}基础"
        "|率达到?|有序开展|初步形成|基本形成")),
    ("case", re.compile("例如|比如|^如[，：]|以.{2,12}为例|典型(?:事例|案例)")),
    ("overview", re.compile("现有|共有|下辖|下设|总面积|在校(?:学)?生|占地|位于")),
)  # fmt: skip
_DOING: Final = re.compile(
    "坚持|加强|落实|开展|组织|召开|建立|健全|完善|推进|强化|严格|做好|抓好|制定|深入|深化|实施|突出|注重|发挥|引导|打造|创新|坚决|狠抓"
    "|认真|积极|切实|着力|大力|充分|通过|围绕|把|将|学习|发展|培养|选派|配齐|定期|每[年月周季]|按照|弘扬|树立|营造|提高|提升|增强|利用|结合|贯彻"
    "|推动|促进|巩固|拓展|助力|办好|压实|履行|夯实|培育|培训|教育|规范|改进|服务|关心|帮助|团结|动员|宣传|传承|保障|丰富|凝聚|践行|筑牢|聚焦|优化|增进"
    "|解决|整改|检查|指导|督促|监督|排查|确保|密切|征求|走访|慰问|带领|争创|选树|表彰|配备|统筹|部署|领会|守住|牢记|转变|拓宽|搭建|打通|整合|用好"
)


def role_of(text: str, path: Iterable[str], unit: str) -> str:
    """What a frame (text with marks or slots) does, an id of roles.py; "" if nothing tells."""
    if unit == "heading":
        return "heading"
    own = {role: pattern.search(text) is not None for role, pattern in _OWN}
    for strong in ("opening", "closing", "cause"):
        if own[strong]:
            return strong
    above = _role_above(path)
    # Under such a heading nearly everything is one: 二、存在的问题, 三、下一步打算.
    if above in ("problem", "cause", "plan"):
        return above
    for role, pattern in _OWN:
        if own[role] and pattern:
            return role
    if above:
        return above
    return "measure" if _DOING.search(text) else ""


def _role_above(path: Iterable[str]) -> str:
    # The nearest heading counts first; one that names problems and measures alike (问题及整改) tells nothing.
    for title in reversed(tuple(path)):
        named = [role for role, pattern in _ABOVE if pattern.search(title)]
        if len(named) == 1:
            return named[0]
        if named:
            return ""
    return ""


_HEAD: Final = 300
"""Characters at the beginning of a document in which it says what it is."""
_GENRE_WORDS: Final = {
    "学校": "学校", "中小学": "学校", "小学": "学校", "中学": "学校", "支部": "支部", "党建": "党建", "乡镇": "乡镇", "镇": "乡镇", "乡": "乡镇",
    "机关": "机关", "教育局": "教育局", "武装": "武装", "人武": "武装", "年度": "年度", "全年": "年度", "回顾": "回顾", "总结": "总结",
    "汇报": "汇报", "贯彻落实": "贯彻落实", "体会": "体会", "心得": "体会", "经验": "经验", "交流": "经验", "学习教育": "学习教育",
    "主题教育": "学习教育", "实践活动": "实践活动", "经济": "经济", "述职": "述职", "方案": "方案", "计划": "计划", "队伍": "队伍", "公众号": "公众号",
}  # fmt: skip
"""Words that tell a genre -> what they tell; of two that overlap the longer one counts."""
_GENRE_WORD: Final = re.compile("|".join(sorted(_GENRE_WORDS, key=len, reverse=True)))


def genre_of(title: str, text: str, genres: Mapping[str, str]) -> str:
    """The genre whose label shares most words with the title, then with the first lines; "" if two are equal."""
    named = _told(title)
    begun = _told(text[:_HEAD]) - named
    scores = []
    for genre, label in genres.items():
        words = _told(label)
        if words:
            scores.append(((2 * len(words & named) + len(words & begun)) / len(words), genre))
    scores.sort(key=lambda pair: (-pair[0], pair[1]))
    if not scores or scores[0][0] < 1 or (len(scores) > 1 and scores[0][0] == scores[1][0]):
        return ""
    return scores[0][1]


def _told(text: str) -> set[str]:
    return {_GENRE_WORDS[word] for word in _GENRE_WORD.findall(text)}


@dataclass(frozen=True, slots=True)
class Era:
    """Terms that have their time: (term, first year, last year), None where there is none."""

    terms: tuple[tuple[str, int | None, int | None], ...] = ()

    def dated(self, text: str) -> bool:
        """True if `text` uses a term that has a last year."""
        return any(until is not None and term in text for term, _, until in self.terms)


# Not what a plan looks forward to (到2035年), which a report of any year may name.
_YEAR: Final = re.compile(r"(?<![0-9到至])(?:19[5-9][0-9]|20[0-4][0-9])(?=年(?!代|远景|目标|基本|建成))")


def era_of(text: str, era: Era) -> tuple[int | None, int | None]:
    """The first and last year a document (its body, never its title or file name) is of; None where nothing tells.

    The year named most often, if the terms allow it; else the years in which all its terms were current.
    """
    years = Counter(map(int, _YEAR.findall(text)))
    found = [(since, until) for term, since, until in era.terms if term in text]
    # A document cannot be older than the youngest term in it, however many past years it tells of.
    earliest = max((since for since, _ in found if since is not None), default=None)
    likely = {year: count for year, count in years.items() if earliest is None or year >= earliest}
    if likely:
        year = max(likely, key=lambda each: (likely[each], each))
        return year, year
    if earliest is None:
        return None, None
    latest = min((until for _, until in found if until is not None and until >= earliest), default=None)
    return earliest, latest
