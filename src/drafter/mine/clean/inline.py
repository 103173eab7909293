"""Noise inside lines: advertisements, addresses, comments, hidden-text notes, readings after characters."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from drafter.mine.mapped import MappedText

Span = tuple[int, int]

_ROUNDS: Final = 4

# What no sentence needs: it breaks words apart for every later rule. Line ends and tabs are handled elsewhere.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]+"
)
_COMMENT: Final = re.compile(r"<!--[^<>]{0,2000}-->")
_IMAGE: Final = re.compile(r"!\[[^\[\]\n]{0,200}\]\([^()\n]{0,2000}\)")
_LINK_ALONE: Final = re.compile(
    r"^[ \t\u3000]*\[[^\[\]\n]{0,200}\]\(https?:[^()\n]{0,2000}\)[ \t]*$", re.MULTILINE
)
_LINK: Final = re.compile(r"\[([^\[\]\n]{1,200})\]\(https?:[^()\n]{0,2000}\)")
_BOLD_LINE: Final = re.compile(
    r"^[ \t\u3000]*(?:#{1,6}[ \t]+){0,3}(\*\*)[^*\n]{2,120}(\*\*)[ \t\u3000]*$", re.MULTILINE
)
_BOLD: Final = re.compile(r"(\*\*)(?=[^\s*])[^*\n]{1,300}(?<=[^\s*])(\*\*)")
_HEADING: Final = re.compile(r"^#{1,6} \S", re.MULTILINE)
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[A-Za-z0-9.\-_~:/?#\[\]@!$&'*+,;=%]+")
# A news desk names its people in front of a text, sometimes across a line end.
_DATELINE: Final = re.compile(
    r"^[ \t\u3000]*(?:[\u4e00-\u9fff]{2,14}讯[ \t\xa0]*[(（][^()（）]{1,40}[)）]|(?:本网|本报|本站|我校)讯)[ \t\xa0:：]*",
    re.MULTILINE,
)
_HIDDEN: Final = re.compile(r"[.…]{0,8}此处(?:隐藏|省略)\d{1,7}个?字[.…]{0,8}")
_BRACKETED: Final = re.compile(r"[(（【\[]([^()（）【】\[\]\n]{4,100})[)）】\]]")
_DOMAIN: Final = r"[A-Za-z0-9-]{2,30}\.(?:com|net|org|cn|cc|top|vip)(?![A-Za-z])"
_OFFER: Final = re.compile(
    rf"{_DOMAIN}|权属|原创网站|(?:查看|阅读|下载|获取)(?:更多|全文)|更多(?:精彩|相关|优质)|(?:请|欢迎)(?:登录|登陆|访问|关注|点击)"
    r"|范文(?:网|大全|之家)|文秘(?:网|家园)|转载请|本文(?:来源|由|转自)|公众号[:：]|整理于网络|来源于网络"
)
_DOMAIN_END: Final = re.compile(r"\.(?:com|net|org|cn|cc|top|vip)(?![A-Za-z.])", re.IGNORECASE)
_PUBLIC: Final = re.compile(r"\.(?:gov|edu)$")
_SENTENCE_END: Final = re.compile(r"[。！？!?\n]")
_REACH: Final = 80
_BEGGING: Final = re.compile(r"更多|查看|登录|登陆|访问|下载|范文|转载|本文|整理|收集")
_TONED: Final = re.compile(r"(?<=[\u3400-\u9fff])[(（][a-zü]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]{0,4}[)）]")
_TONELESS: Final = re.compile(r"(?<=[\u3400-\u9fff])[(（][a-zü]{1,6}[)）]")


def without_noise(mapped: MappedText) -> tuple[MappedText, bool]:
    """`mapped` without the noise inside its lines, and whether the text says itself that a part of it is hidden.

    What is taken out may have cut other noise in two, so that it is looked for again, a bounded number of times.
    """
    hidden = False
    for _ in range(_ROUNDS):
        spans, says_so = noise(mapped.text)
        hidden |= says_so
        if not spans:
            break
        mapped = mapped.without(spans)
    return mapped, hidden


def noise(text: str) -> tuple[list[Span], bool]:
    """The stretches of `text` to take out, in order and not overlapping, and whether the text says itself that a
    part of it is hidden."""
    spans = [found.span() for found in _INVISIBLE.finditer(text)]
    if "<!--" in text:
        spans += (found.span() for found in _COMMENT.finditer(text))
    if "](" in text:
        spans += _markdown(text)
    if "讯" in text:
        spans += (found.span() for found in _DATELINE.finditer(text))
    if "**" in text:
        spans += _bold(text)
    hidden = [found.span() for found in _HIDDEN.finditer(text)] if "此处" in text else []
    spans += hidden
    # A bracket that sells something stands in the middle of sentences; without it both sides belong together.
    spans += (found.span() for found in _BRACKETED.finditer(text) if _OFFER.search(found.group(1)))
    spans += list(_begging(text, _merged(spans)))
    if "://" in text or "www." in text:
        spans += (found.span() for found in _ADDRESS.finditer(text))
    spans += _readings(text)
    return _merged(spans), bool(hidden)


def _markdown(text: str) -> Iterator[Span]:
    """Images, links that are a line of their own (buttons), and the targets of the other links."""
    for pattern in (_IMAGE, _LINK_ALONE):
        yield from (found.span() for found in pattern.finditer(text))
    for found in _LINK.finditer(text):
        yield found.start(), found.start() + 1
        yield found.end(1), found.end()


def _bold(text: str) -> Iterator[Span]:
    """Markdown's marks of bold print. Two asterisks are also a blacked-out name (**镇**村), so that pairs inside
    lines count only in a text that is Markdown for another reason."""
    markdown = "](" in text or _HEADING.search(text) is not None
    for found in (_BOLD if markdown else _BOLD_LINE).finditer(text):
        yield found.span(1)
        yield found.span(2)


def _begging(text: str, taken: list[Span]) -> Iterator[Span]:
    """Sentences without brackets, outside of `taken`, that send the reader to a site: a domain that is not of a
    government or a school, and a word such as 更多 or 下载."""
    starts = [start for start, _ in taken]
    for found in _DOMAIN_END.finditer(text):
        at = found.start()
        before = bisect_right(starts, at) - 1
        if (before >= 0 and at < taken[before][1]) or _PUBLIC.search(text, max(0, at - 4), at):
            continue
        end = _SENTENCE_END.search(text, found.end(), found.end() + _REACH)
        start = max((text.rfind(mark, max(0, at - _REACH), at) for mark in "。！？!?\n"), default=-1) + 1
        # A sentence longer than that says more than where to click.
        stop = end.start() + (end.group() != "\n") if end else len(text)
        if stop - start <= 2 * _REACH and at - start < _REACH and _BEGGING.search(text, start, stop):
            yield start, stop


def _readings(text: str) -> Iterator[Span]:
    """Pinyin in brackets after single characters. Only a tone mark tells a reading from an English word; the
    toneless ones (的(de)) go where at least three toned ones prove the habit."""
    toned = [found.span() for found in _TONED.finditer(text)]
    yield from toned
    if len(toned) >= 3:
        yield from (found.span() for found in _TONELESS.finditer(text))


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged
