"""Reading web pages: the text of the page without what surrounds it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from drafter.errors import FileProblem
from drafter.mine.read.encoding import decode
from drafter.mine.read.html_chrome import Chrome, is_layout, tag_of
from drafter.mine.read.number_formats import format_number
from drafter.mine.read.parsed import Builder, Parsed

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_ELEMENTS: Final = 500_000

_CHARSET = re.compile(rb"charset[ \t]{0,5}=[ \t]{0,5}[\"']?([a-zA-Z0-9_.:-]{2,40})", re.IGNORECASE)
_HEAD: Final = 4096
_ENCODINGS: Final = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
# A line end of the source, while line breaks of the page are line feeds.
_SOURCE_END: Final = "\x1f"
_SPACE = re.compile(r"[ \t\r\f\xa0\x1f]+")
_INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "rp",
        "ruby",
        "rb",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
        "wbr",
        "time",
        "data",
        "input",
    ]
)
_BOLD: Final = frozenset({"b", "strong"})
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_LIST_FORMATS: Final = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CHINESE_LIST = re.compile(
    r"list-style(?:-type)?\s{0,5}:[^;]{0,40}(?:cjk-ideographic|simp-chinese|trad-chinese)"
)


def read_html(data: bytes, where: str) -> Parsed:
    """The text of a web page whose bytes are `data`: headings with their level, cells of tables, numbers of lists
    written out; without scripts, menus, headers and footers.

    Raises FileProblem if it is no web page, too large, or holds no text.
    """
    from lxml import etree, html

    declared = _CHARSET.search(data[:_HEAD])
    name = declared[1].decode("ascii").lower() if declared else ""
    decoded = decode(data, where, _ENCODINGS.get(name, name))
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(
            decoded.text.replace("\0", "").encode("utf-8", "replace"), parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise FileProblem(
            "这个网页打不开", where=where, todo="请用浏览器打开，把文字另存为 .txt 再试"
        ) from None
    if sum(1 for _ in zip(root.iter(), range(MAX_ELEMENTS + 1), strict=False)) > MAX_ELEMENTS:
        raise FileProblem("这个网页大得不正常", where=where, todo="请用浏览器打开，把文字另存为 .txt 再试")
    etree.strip_elements(root, "script", "style", "noscript", with_tail=False)
    walk = _Walk(Builder(where), Chrome(root))
    walk.element(root)
    walk.end_line()
    heads = walk.heads.get(1, [])
    title = heads[0] if len(heads) == 1 else " ".join((root.findtext(".//title") or "").split())
    return walk.built.finish(title, (decoded.note,) if decoded.note else ())


class _Walk:
    """One way through the page; `heads` are the texts of its headings by level."""

    def __init__(self, built: Builder, chrome: Chrome) -> None:
        self.built = built
        self.heads: dict[int, list[str]] = {}
        self._chrome = chrome
        self._pieces: list[str] = []
        self._level = 0
        self._bold = 0
        self._bold_throughout = True
        # Table, row and column of each table that is open, nothing for one that only lays out the page.
        self._places: list[list[int]] = []
        self._tables = 0
        self._label = ""
        self._lists: list[tuple[str, int]] = []

    def element(self, element: HtmlElement) -> None:
        """The text of `element`, not what follows it."""
        tag = tag_of(element)
        if self._chrome.drops(element):
            return
        if tag == "br":
            self._text("\n")
            return
        block = tag not in _INLINE
        if block:
            self.end_line()
        outer = self._level
        self._level = _HEADINGS.get(tag, outer)
        self._open(element, tag)
        self._take(element.text, tag == "pre")
        for child in element:
            self.element(child)
            self._take(child.tail, tag == "pre")
        if block:
            self.end_line()
        self._level = outer
        self._close(element, tag)

    def end_line(self) -> None:
        """A block begins or ends: what was gathered is a paragraph."""
        text = _SPACE.sub(_space, "".join(self._pieces)).strip()
        bold = self._bold_throughout
        self._pieces = []
        self._bold_throughout = True
        if not text:
            return
        if self._level:
            self.heads.setdefault(self._level, []).append(text.replace("\n", ""))
        label, self._label = self._label, ""
        lines = filter(None, map(str.strip, text.split("\n")))
        place = self._places[-1] if self._places else None
        cell = (place[0], max(place[1], 0), place[2]) if place else None
        self.built.add(label + "\n".join(lines), level=self._level, bold=bold, cell=cell)

    def _open(self, element: HtmlElement, tag: str) -> None:
        if tag in _BOLD:
            self._bold += 1
        elif tag == "table":
            self._places.append([] if is_layout(element) else [self._tables, -1, 0])
            self._tables += bool(self._places[-1])
        elif tag == "tr" and self._places and self._places[-1]:
            self._places[-1][1:] = [self._places[-1][1] + 1, 0]
        elif tag in ("ol", "ul", "menu"):
            self._lists.append(_list_of(element, tag))
        elif tag == "li" and self._lists:
            name, count = self._lists[-1]
            own = _small(element.get("value", ""))
            count = count if own is None else own
            self._lists[-1] = (name, count + 1)
            written = format_number(count, name) if name else ""
            self._label = f"{written}{'、' if name.startswith('chinese') else '.'}" if written else ""

    def _close(self, element: HtmlElement, tag: str) -> None:
        if tag in _BOLD:
            self._bold -= 1
        elif tag == "table":
            self._places.pop()
        elif tag in ("td", "th") and self._places and self._places[-1]:
            self._places[-1][2] += max(_small(element.get("colspan", "1")) or 1, 1)
        elif tag in ("ol", "ul", "menu") and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._label = ""

    def _take(self, text: str | None, verbatim: bool) -> None:
        if not text:
            return
        self._text(text if verbatim else text.replace("\n", _SOURCE_END))

    def _text(self, text: str) -> None:
        self._pieces.append(text)
        if text.strip() and not self._bold:
            self._bold_throughout = False


def _small(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def _space(found: re.Match[str]) -> str:
    """What a stretch of white space prints: nothing where the editor, not the writer, broke a line between two Han
    characters."""
    text, start, end = found.string, found.start(), found.end()
    wide = _SOURCE_END in found[0] and text[start - 1 : start] > "\u2e80" and text[end : end + 1] > "\u2e80"
    return "" if wide else " "


def _list_of(element: HtmlElement, tag: str) -> tuple[str, int]:
    """The number format of a list, "" for bullets, and the number of its first item."""
    if tag != "ol":
        return "", 0
    start = _small(element.get("start", ""))
    first = 1 if start is None else start
    if _CHINESE_LIST.search(element.get("style", "")[:500]):
        return "chineseCountingThousand", first
    return _LIST_FORMATS.get(element.get("type", ""), "decimal"), first
