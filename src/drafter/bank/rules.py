"""The rules for curators: what the wording, template, sources and years of one phrase must keep.

They cost more than reading, so they run in `drafter bank validate` and before a phrase is added, not in a search.
"""

from __future__ import annotations

import re
from collections.abc import Container

from drafter.bank.phrase import WRITTEN, Phrase, Place, literal, passage
from drafter.errors import Fault, TemplateError
from drafter.roles import UNIT_LABELS

LONGEST = {"heading": 40, "clause": 60, "sentence": 200, "paragraph": 600}
"""Printed characters a unit may have, a slot counted as one: twice what a curator aims at, so only real misuse fails."""
FIRST_YEAR, LAST_YEAR = 1921, 2100
"""Years a phrase can be dated with: from the founding of the Party to a typing slip."""

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
_ANY_HAN = re.compile(f"[{_HAN}]")
_HALF_WIDTH = re.compile(
    f"(?<=[{_HAN}\u0001”》）])[,;:!?()\"']|[,;:!?()\"'](?=[{_HAN}“《（])|(?<=[{_HAN}\u0001])\\.(?![0-9A-Za-z])"
)
_FULL_WIDTH = dict(zip(",;:!?().", "，；：！？（）。", strict=True)) | {'"': "“”", "'": "‘’"}


def content_faults(phrase: Phrase, place: Place) -> list[Fault]:
    """Every rule for the wording, the sources and the years of one phrase that needs no other file."""
    return [*_text_faults(phrase, place), *_source_faults(phrase, place), *_year_faults(phrase, place)]


def _text_faults(phrase: Phrase, place: Place) -> list[Fault]:
    faults = []
    # A slot stands between Han as a word would, so it takes part in the punctuation rule.
    text = literal(phrase.text, "\u0001")
    size, most = len(text), LONGEST[phrase.unit]
    if size > most:
        todo = f"{UNIT_LABELS[phrase.unit]}不超过 {most} 字：请拆成几条，或把 unit 改大一级"
        faults.append(Fault(f"text 太长（{size} 字，空按一字计）", place("text"), todo))
    if text != text.strip() or "\n" in text:
        faults.append(Fault("text 首尾有空白或中间有换行", place("text"), "请删去，一条词句写成一行"))
    if not _ANY_HAN.search(text):
        faults.append(Fault("text 里没有一个汉字", place("text"), "请写出词句的固定文字"))
    half = _HALF_WIDTH.search(text)
    if half:
        near = text[max(0, half.start() - 6) : half.end() + 6].replace("\u0001", "□")
        todo = f"请改为全角“{_FULL_WIDTH[half[0]]}”"
        faults.append(Fault(f"汉字旁有半角标点“{half[0]}”（{near}）", place("text"), todo))
    return faults


def _source_faults(phrase: Phrase, place: Place) -> list[Fault]:
    if not phrase.sources:
        return [Fault("没有写来源 sources", place("sources"), '自己写的请写 sources = ["written"]')]
    faults = []
    for source in phrase.sources:
        found = passage(source)
        if found and found.start >= found.end:
            faults.append(
                Fault(f"来源“{source}”的起点不在终点之前", place("sources"), "请核对字符位置，如 001:412-455")
            )
        elif not found and source != WRITTEN and not (_ANY_HAN.search(source) and 4 <= len(source) <= 200):
            todo = "请写成 001:412-455（文件号和字符位置）、written（自己写的），或公开文件的名称和条款"
            faults.append(Fault(f"来源“{source[:60]}”看不懂", place("sources"), todo))
    return faults


def _year_faults(phrase: Phrase, place: Place) -> list[Fault]:
    faults = []
    for key, year in (("since", phrase.since), ("until", phrase.until)):
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            todo = f"请写 {FIRST_YEAR} 到 {LAST_YEAR} 之间的四位年份"
            faults.append(Fault(f"{key} 不能是 {year}", place(key), todo))
    if phrase.since is not None and phrase.until is not None and phrase.since > phrase.until:
        faults.append(
            Fault(f"since（{phrase.since}）晚于 until（{phrase.until}）", place("since"), "请核对两个年份")
        )
    if phrase.until is not None and not phrase.successor:
        todo = "请在 successor 里写出现在该用的词句编号"
        faults.append(Fault(f"写了 until = {phrase.until}，却没有写接替的词句", place("until"), todo))
    if phrase.successor and phrase.until is None:
        todo = "请补上 until = 最后可用的年份，或删去 successor"
        faults.append(Fault("写了 successor，却没有写 until", place("successor"), todo))
    return faults


def template_faults(phrase: Phrase, place: Place, known: Container[str]) -> list[Fault]:
    """Template constructs that are not allowed, and slots that no fact in `known` names."""
    # Here, not above: it brings in jinja2, which a search must not pay for.
    from drafter.slots.template import parse_template

    try:
        names = parse_template(phrase.text).slots
    except TemplateError as error:
        return [Fault(fault.what, place("text"), fault.todo) for fault in error.faults]
    missing = dict.fromkeys(name for name in names if name not in known)
    todo = "请在 facts.toml 里添加这个事实，或改用已有的名称"
    return [Fault(f"空“{name}”不在事实词表里", place("text"), todo) for name in missing]
