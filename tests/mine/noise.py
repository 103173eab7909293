"""Noise put into clean texts, as the real ones carry it: every injector gives the noisy text and exactly what was done.

All are deterministic: the same text and seed give the same noise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random

TEXTS = {
    path.stem: path.read_text("utf-8").rstrip("\n")
    for path in sorted((Path(__file__).parent / "clean_texts").glob("*.txt"))
}
"""Name -> text of the invented reports."""

_HAN = r"[\u4e00-\u9fff]"
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_HALF = str.maketrans("，；：！？（）", ",;:!?()")
AD = "(本资料权属示例文库,查看更多精彩文章请登录原创网站example-wenku.net)"


@dataclass(frozen=True, slots=True)
class Change:
    """`old`, of the clean text, became `text[start:end]` of the noisy one; one of the two may be empty."""

    start: int
    end: int
    old: str


@dataclass(frozen=True, slots=True)
class Noisy:
    """A text with noise in it, and the changes in order."""

    text: str
    changes: tuple[Change, ...]

    def restored(self) -> str:
        """The clean text again: what an ideal cleaner would give."""
        pieces: list[str] = []
        position = 0
        for change in self.changes:
            pieces += (self.text[position : change.start], change.old)
            position = change.end
        return "".join([*pieces, self.text[position:]])


def edited(text: str, edits: Iterable[tuple[int, int, str]]) -> Noisy:
    """`text` with `edits` (start, end, new), in order and not overlapping."""
    pieces: list[str] = []
    changes = []
    position = length = 0
    for start, end, new in edits:
        pieces += (text[position:start], new)
        length += start - position
        changes.append(Change(length, length + len(new), text[start:end]))
        length += len(new)
        position = end
    return Noisy("".join([*pieces, text[position:]]), tuple(changes))


def without_closing_quotes(text: str) -> Noisy:
    """Every ” gone, as a converter loses them."""
    return edited(text, ((found.start(), found.end(), "") for found in re.finditer("”", text)))


def without_title_marks(text: str) -> Noisy:
    """Every 《 and 》 gone."""
    return edited(text, ((found.start(), found.end(), "") for found in re.finditer("[《》]", text)))


def page_slices(text: str, every: int = 300) -> Noisy:
    """A number and 、 in front, and after every `every` characters with an empty line before it, inside paragraphs."""
    edits = [(0, 0, "1、")]
    for number, wanted in enumerate(range(every, len(text) - 40, every), 2):
        at = wanted
        while "\n" in text[at - 3 : at + 3] or not re.match(_HAN, text[at]):
            at += 1
        edits.append((at, at, f"\n\n{number}、"))
    return edited(text, edits)


def washed(text: str, pairs: Iterable[tuple[str, str]]) -> Noisy:
    """Every original word of `pairs` (original, wash) replaced by its wash."""
    table = dict(pairs)
    pattern = re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))
    return edited(
        text, ((found.start(), found.end(), table[found.group()]) for found in pattern.finditer(text))
    )


def broken_lines(text: str, seed: int = 1) -> Noisy:
    """A line end in the middle of each long paragraph, with an empty line or without, between two Chinese characters."""
    random = Random(seed)
    edits = []
    for line in re.finditer(r"[^\n]{120,}", text):
        places = [
            at
            for at in range(line.start() + 50, line.end() - 20)
            if re.match(_HAN * 2, text[at - 1 : at + 1])
        ]
        edits.append((at := random.choice(places), at, random.choice(("\n", "\n\n", " \n"))))
    return edited(text, edits)


def wrapped(text: str, width: int = 38) -> Noisy:
    """Paragraphs indented by two ideographic spaces and cut every `width` characters; the title line is left alone."""
    edits = []
    for line in re.finditer(r"(?<=\n)[^\n]+", text):
        edits.append((line.start(), line.start(), "\u3000\u3000"))
        edits += [(at, at, "\n") for at in range(line.start() + width - 2, line.end(), width)]
    return edited(text, edits)


def advertised(text: str, seed: int = 1) -> Noisy:
    """An advertisement in brackets in the middle of four paragraphs."""
    random = Random(seed)
    lines = list(re.finditer(r"[^\n]{60,}", text))
    places = sorted(random.randrange(line.start() + 20, line.end() - 20) for line in random.sample(lines, 4))
    return edited(text, ((at, at, AD) for at in places))


def redacted(text: str, mark: str = "**") -> Noisy:
    """Every number of the prose blacked out; the numbers of headings stay."""
    return edited(text, ((found.start(), found.end(), mark) for found in _numbers(text)))


def blanked(text: str) -> Noisy:
    """Every number in front of a measure word replaced by a space."""
    wanted = [
        found
        for found in _numbers(text)
        if re.match(r"余?(?:[次名篇个人项条节场所户件份间处]|万元)", text[found.end() :])
    ]
    return edited(
        text,
        ((found.start(), found.end(), " ") for found in wanted if re.match(_HAN, text[found.start() - 1])),
    )


def spaced(text: str, seed: int = 1) -> Noisy:
    """A space inside every paragraph between two Chinese characters, and one before each third unit of a number."""
    random = Random(seed)
    edits = []
    for line in re.finditer(r"[^\n]{60,}", text):
        places = [
            at for at in range(line.start() + 12, line.end() - 8) if re.match(_HAN * 4, text[at - 2 : at + 2])
        ]
        edits.append((at := random.choice(places), at, " "))
    units = list(re.finditer(r"(?<=\d)(?=万元|名|个|次|%|平方米|户)", text))
    edits += [(found.start(), found.start(), " ") for found in units[::3]]
    return edited(text, sorted(edits))


def framed(text: str, name: str = "") -> Noisy:
    """A download page around the text, the title `name` in it (its first line if not given)."""
    name = name or text.split("\n", 1)[0]
    head = (
        f"收藏 分享(赏)\n\n{name}范文.docx\n\n上传人:la****1 文档编号:1234567 上传时间:2023-04-20 格式:DOCX 页数:7 大小:22.98KB\n"
        f"下载 相关 举报\n{name}范文.docx_第1页\n第1页 / 共7页\n{name}范文.docx_第2页\n"
        "亲,该文档总共7页,到这儿已超出免费预览范围,如果喜欢就下载吧!\n资源描述\n\n"
    )
    foot = (
        "\n\n展开阅读全文\n相关资源\n猜你喜欢\n相关搜索\n\n当前位置:首页 > 办公文档 > 其它\n\ncopyright@ 2008-2023 example.com网站版权所有\n\n"
        "经营许可证编号:示ICP备2024000000号-2\n本文链接: https://www.example.com/0000000001.html"
    )
    return edited(text, ((0, 0, head), (len(text), len(text), foot)))


def half_width(text: str) -> Noisy:
    """Half-width punctuation throughout."""
    return edited(
        text,
        ((at, at + 1, mark.translate(_HALF)) for at, mark in enumerate(text) if mark in "，；：！？（）"),
    )


def collected(texts: Iterable[str], style: str = "第{}篇:{}") -> str:
    """Several documents in one file, each under a line that numbers it and repeats its title."""
    pieces = [
        f"{style.format('一二三四五六七八九'[at], text.splitlines()[0])}\n{text}"
        for at, text in enumerate(texts)
    ]
    return "\n".join(pieces)


def _numbers(text: str) -> list[re.Match[str]]:
    return [
        found
        for found in _NUMBER.finditer(text)
        if text[max(0, found.start() - 1) : found.start()] not in ("", "\n", "（", ":")
    ]
