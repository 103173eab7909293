"""Numbers that may begin a heading or an item: every spelling, with its value and how well it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from drafter.facts.numerals import chinese
from drafter.mine.structure.lines import Lines

CHAPTER: Final = "chapter"
SECTION: Final = "section"
ARTICLE: Final = "article"
HAN: Final = "han"
BRACKETED_HAN: Final = "bracketed-han"
HALF_HAN: Final = "half-han"
ARABIC: Final = "arabic"
DECIMALS: Final = ("decimal-2", "decimal-3", "decimal-4")
HALF_BRACKET: Final = "half-bracket"
BRACKETED: Final = "bracketed"
CIRCLED: Final = "circled"
LENTICULAR: Final = "lenticular"
BULLET: Final = "bullet-"
LABEL: Final = "label-"
ORDINAL: Final = "ordinal"
FIRST: Final = "first"

RANKS: Final[dict[str, float]] = {
    LENTICULAR: 0.5, CHAPTER: 1, SECTION: 2, ARTICLE: 2.5, HAN: 3, BRACKETED_HAN: 4, HALF_HAN: 4.5, ARABIC: 5, "decimal-2": 5.2, "decimal-3": 5.4, "decimal-4": 5.6, BRACKETED: 6, HALF_BRACKET: 7, CIRCLED: 8,
    ORDINAL: 9, FIRST: 10,
}  # fmt: skip
"""How deep a style stands by custom (GB/T 9704-2012 7.3.3: 一、 （一） 1. （1）). It decides only where a document does
not show it: behind the last mark of a run."""

BULLET_RANK: Final = 8.5
"""● ◆ —— stand below every number, whatever their glyph."""

LABEL_RANK: Final = 10.5
"""亮点一： 问题一："""

WORD_RANK: Final = 11
"""一是, 一要 and their like stand deepest."""

LINE: Final = 2
SENTENCE: Final = 1
GLUED: Final = 0
"""How a mark stands: at the beginning of a line, behind punctuation, or in the middle of words."""

_HAN_VALUES: Final = {chinese(value): value for value in range(1, 1000)}
_VERBS: Final = "是要抓看靠讲查问在为促强建"
_NOT_WORDS: Final = frozenset("之唯统专单万逐同第十期周初高划独")
"""之一是, 唯一是, 统一要, 万一是, 星期一要: no enumerations."""
_ORDER: Final = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 0}
_UNITS: Final = {"章": CHAPTER, "编": CHAPTER, "部分": CHAPTER, "节": SECTION, "条": ARTICLE}
_CIRCLED: Final = {"①": 9311, "㈠": 12831, "⑴": 9331, "⒈": 9351}
_PUNCTUATION: Final = frozenset("。！？；：，、…—”』」）)》!?;:,.*|\t 　\xa0")

_START = re.compile(
    r"[（(〔【①-⒛㈠-㈩0-9一二三四五六七八九十第其首再最]"
    r"(?:"
    r"(?<=[（(〔【])(?P<inner>[一二三四五六七八九十]{1,3}|[0-9]{1,2})[）)〕】][、.．]?"
    r"|(?<=[①-⒛㈠-㈩])(?P<circled>)[、.．]?"
    r"|(?<=[0-9])(?P<arabic>[0-9]?)(?P<tail>[ 　]?[、．](?![0-9])|\.(?![0-9a-zA-Z])|[）)]、?|[，,：:](?=[一-龥“《]))"
    r"|(?<=[0-9])(?P<decimal>[0-9]?(?:[.．][0-9]{1,2}){1,3})(?=[ 　、]*[一-龥“《])(?![万亿元个%％])"
    r"|(?<=[0-9])(?P<bare>[0-9]?)[ 　]+(?=[一-龥“《])"
    r"|(?<=[一二三四五六七八九十])(?P<han>[一二三四五六七八九十]{0,2})(?P<word>[ 　]?[、．.](?![一二三四五六七八九十]{1,3}(?:[、．.班组号楼级期]|年级))|[）)]、?|[ 　]+(?=[一-龥“《])|[" + _VERBS + r"])"
    r"|(?<=[一二三四五六七八九十])(?P<label>)[：:]"
    r"|(?<=第)(?P<ordinal>[一二三四五六七八九十百零]{1,6})(?P<unit>[，,、：:](?!第|[一二三四五六七八九]季)|[是要](?=\S)|[章节编](?=[ 　]*\S)|部分|条(?=[ 　]))"
    r"|(?<=其)(?P<part>[一二三四五六七八九])(?:[，,、：:]|(?=是))"
    r"|(?<=[其首再最])(?P<order>[先次者后])(?:[，,、：:]|(?=[是要]))?"
    r")"
)  # fmt: skip
_WIDE_DIGIT = re.compile("[０-９]")
_WIDE_DIGITS: Final = str.maketrans("０１２３４５６７８９", "0123456789")
_LABELLED = re.compile("(?:[一-龥]{2,4})?")
_ATTACHED = re.compile(r"附[ 　]*件?[ 　]*[0-9]?[：:]")
_COUNTED = re.compile(r"班(?!子)|号(?!召)|款|项(?!目)|组(?!织|建|成|团)|级|期(?!间)")
"""What (一)班, （3）号, （二）项 count."""

_SEPARATOR = re.compile(r"[、.．，,：: 　\t*]*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A number at `start`, its text from `end` on, perhaps in the next line.

    `line` is the number of its line, `stand` LINE, SENTENCE or GLUED; a `value` of 0 is “the last one” (最后).
    """

    start: int
    end: int
    style: str
    value: int
    line: int
    stand: int

    @property
    def formal(self) -> bool:
        """True for a number as headings have it, False for the words of an enumeration (一是, 首先, 第一)."""
        return rank(self.style) <= RANKS[CIRCLED]


def rank(style: str) -> float:
    """How deep `style` stands by custom."""
    if style.startswith(BULLET):
        return BULLET_RANK
    return LABEL_RANK if style.startswith(LABEL) else RANKS.get(style, WORD_RANK)


def marks(lines: Lines) -> list[Mark]:
    """Every number of the text that could begin a heading or an item, in order; most of them will prove not to."""
    text = lines.text
    if _WIDE_DIGIT.search(text):
        text = text.translate(_WIDE_DIGITS)
    attached = _attached(lines)
    found = []
    for match in _START.finditer(text):
        read = _read(match)
        line = lines.at(match.start())
        if read is None or line in attached:
            continue
        style, value = read
        start = match.start()
        if match.lastgroup == "label":
            # 问题一： at the beginning of a line is a number as a whole.
            prefix = text[lines.starts[line] : start]
            if not _LABELLED.fullmatch(prefix):
                continue
            start, style = lines.starts[line], LABEL + prefix if prefix else HAN
        stand = (
            LINE if start == lines.starts[line] else SENTENCE if text[start - 1] in _PUNCTUATION else GLUED
        )
        if stand == LINE or _may_stand(text, match, style, stand):
            found.append(Mark(start, _end(lines, text, match.end(), style, line), style, value, line, stand))
    return found


def _end(lines: Lines, text: str, end: int, style: str, line: int) -> int:
    """Where the text begins that a number ending at `end` stands before."""
    if style.startswith("word-") and style[-1] not in "是要其" and text[end : end + 1] not in "：:，,":
        # 一抓学习: the verb is the first word of the text.
        end -= 1
    separator = _SEPARATOR.match(text, end)
    end = separator.end() if separator else end
    if end >= lines.lines[line].end and line + 1 < len(lines.lines):
        # A number at the end of its line belongs to the text below it.
        return lines.lines[line + 1].start
    return end


def _attached(lines: Lines) -> set[int]:
    """The lines that list attachments: 附件：1. … and the short ones behind it."""
    found: set[int] = set()
    for number, line in enumerate(lines.lines):
        if not line.body and (number - 1 in found or _ATTACHED.match(lines.text, line.start)):
            found.add(number)
    return found


def _read(match: re.Match[str]) -> tuple[str, int] | None:
    group = match.lastgroup
    first = match.group()[0]
    if group == "inner":
        inner = match["inner"]
        return (BRACKETED, int(inner)) if inner.isdigit() else _han(BRACKETED_HAN, inner)
    if group == "tail":
        value = int(first + match["arabic"])
        return (HALF_BRACKET if match["tail"][0] in "）)" else ARABIC, value) if value else None
    if group == "bare":
        return ARABIC, int(first + match["bare"])
    if group == "decimal":
        parts = re.split("[.．]", match["decimal"])
        return DECIMALS[len(parts) - 2], int(parts[-1])
    if group == "word":
        word = match["word"]
        style = "word-" + word if word in _VERBS else HALF_HAN if word[0] in "）)" else HAN
        return _han(style, first + match["han"])
    if group == "unit":
        unit = match["unit"]
        return _han(_UNITS.get(unit, ORDINAL), match["ordinal"])
    if group == "label":
        return _han(HAN, first)
    if group == "part":
        return _han("word-其", match["part"])
    if group == "order":
        value_of_word = _ORDER.get(first + match["order"])
        return None if value_of_word is None else (FIRST, value_of_word)
    return _circled(first)


def _han(style: str, numeral: str) -> tuple[str, int] | None:
    value = _HAN_VALUES.get(numeral)
    return (style, value) if value else None


def _circled(character: str) -> tuple[str, int]:
    code = ord(character)
    base = max(before for before in _CIRCLED.values() if before < code)
    style = BRACKETED_HAN if base == _CIRCLED["㈠"] else ARABIC if base == _CIRCLED["⒈"] else CIRCLED
    return style, code - base


def _may_stand(text: str, match: re.Match[str], style: str, stand: int) -> bool:
    """Whether a mark inside a line may begin something: 十一、 第（三）项 2023.5 之一是 may not."""
    start = match.start()
    before = text[start - 1]
    tail = match[match.lastgroup] if match.lastgroup in ("word", "tail") else ""
    if style in (CHAPTER, SECTION, ARTICLE, HALF_HAN, *DECIMALS) or match.lastgroup == "bare":
        return False
    if tail and (tail.isspace() or tail in "，,：:"):
        # 一 加强领导, 1，加强领导: only at the beginning of a line.
        return False
    if rank(style) >= RANKS[ORDINAL]:
        return stand == SENTENCE or (
            style.startswith("word-") and text[start] == "一" and before not in _NOT_WORDS
        )
    if style == HAN:
        return (
            before not in "第十百、—-至到"
            and not before.isdigit()
            and not (stand == GLUED and text[match.end() : match.end() + 1] in _HAN_VALUES)
        )
    if style in (ARABIC, HALF_BRACKET):
        return (
            not (before.isalnum() and before.isascii()) and before not in ".．/%-—~～至到第、，,+=＋×〔[（("
        )
    return before not in "第条" and not _COUNTED.match(text, match.end())
