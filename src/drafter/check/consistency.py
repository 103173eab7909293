"""Checks of a draft as a whole: what is open, empty, missing, misnumbered or contradicts itself.

These need the draft and its document, not a stretch of text, so they are functions and not rules of a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Protocol

from drafter.check.engine import excerpt
from drafter.check.rule import Finding, Severity
from drafter.compose import FactScope
from drafter.document import Block, BlockKind, Document, Place
from drafter.draft import Draft, Paragraph
from drafter.errors import DrafterError
from drafter.facts.spec import Vocabulary, is_open, parse_fact
from drafter.facts.values import magnitude
from drafter.outline import Outline, Part
from drafter.slots.template import OpenFact, evaluate, parse_formula

OPEN_SLOT = "open-slot"
"""The finding of a fact without a value."""

_LAYOUT = "GB/T 9704-2012 7.3"
_REVIEW = "《党政机关公文处理工作条例》第二十条（四）"
_PARTS = "所选提纲的要求"
_BANK = "词句库"

NUMBER = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）][、.]?"
    r"|\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）])\s*"
)
"""A heading number typed by hand; composition gives the numbers."""

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")


class BankPhrase(Protocol):
    """What the checks need of a phrase of the bank."""

    @property
    def text(self) -> str: ...
    @property
    def until(self) -> int | None: ...
    @property
    def successor(self) -> str: ...


class PhraseBank(Protocol):
    """What the checks need of the bank: its vocabulary, and a phrase by its id."""

    @property
    def vocabulary(self) -> Vocabulary: ...
    def get(self, phrase_id: str, /) -> BankPhrase | None: ...


@dataclass(frozen=True, slots=True)
class PhraseState:
    """What the bank says of a phrase now: its text, last year of currency (None: no end), successor's text."""

    text: str
    until: int | None = None
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a draft is checked against. `outline` None: unknown. `phrases` holds the bank phrases the draft uses."""

    vocabulary: Vocabulary
    outline: Outline | None = None
    phrases: Mapping[str, PhraseState] = field(default_factory=lambda: MappingProxyType({}))


def surroundings(draft: Draft, bank: PhraseBank, outline: Outline | None) -> Surroundings:
    """What `draft` is checked against: its outline, the vocabulary, and what the bank says of its phrases now."""
    states = {}
    for section in draft.sections:
        for name in (name for paragraph in section.paragraphs for name in paragraph.phrase_ids):
            phrase = bank.get(name)
            if phrase is not None:
                after = bank.get(phrase.successor)
                states[name] = PhraseState(phrase.text, phrase.until, after.text if after else "")
    return Surroundings(bank.vocabulary, outline, states)


def check_draft(
    draft: Draft, document: Document, around: Surroundings, *, year: int | None = None, strict: bool = False
) -> tuple[Finding, ...]:
    """Findings about the draft as a whole; `document` is its composition (lenient or not).

    With `strict` an open slot is an error. `block` of a finding is that of its place in `document`, -1 if it has none.
    """
    blocks: dict[Place, int] = {}
    for number, block in enumerate(document.blocks):
        blocks.setdefault(block.place, number)
    found = [
        *_open_slots(document, strict),
        *_problems(document),
        *_parts(draft, around.outline),
        *_structure(draft),
        *_headings(document),
        *_formulas(draft, around.vocabulary),
        *_phrases(draft, around.phrases, year),
        *_frame(draft, document),
    ]
    return tuple(replace(f, block=blocks.get(f.place, -1)) if f.block < 0 else f for f in found)


def _open_slots(document: Document, strict: bool) -> Iterator[Finding]:
    severity = Severity.ERROR if strict else Severity.WARNING
    for slot in document.open_slots():
        often = f"（{len(slot.places)} 处）" if len(slot.places) > 1 else ""
        message = f"“{slot.name}”还没有填写{often}，请填上它的值"
        yield Finding(OPEN_SLOT, severity, message, _REVIEW, slot.places[0], excerpt=f"【待填：{slot.name}】")


def _problems(document: Document) -> Iterator[Finding]:
    for fault in document.problems:
        yield Finding("bad-value", Severity.ERROR, str(fault), _REVIEW, Place("facts"))


def _parts(draft: Draft, outline: Outline | None) -> Iterator[Finding]:
    for part in outline.parts if outline else ():
        here = [index for index, section in enumerate(draft.sections) if section.part == part.id]
        if not part.required or any(_text_below(draft, index) for index in here):
            continue
        if here:
            yield Finding(
                "empty-part",
                Severity.WARNING,
                f"{_name(part)}还没有写，提纲要求有这一部分",
                _PARTS,
                Place("heading", here[0]),
            )
        else:
            message = f"缺少提纲要求的部分：{_name(part)}，请补上"
            yield Finding("missing-part", Severity.WARNING, message, _PARTS, Place("sections"))


def _name(part: Part) -> str:
    if part.headings:
        return f"“{part.headings[0]}”"
    return {"opening": "开头一段", "closing": "结尾一段"}.get(
        part.roles[0] if part.roles else "", f"“{part.id}”"
    )


def _text_below(draft: Draft, index: int) -> bool:
    """True if the section or one below it has text or a table."""
    level = draft.sections[index].level
    for position, section in enumerate(draft.sections[index:]):
        if position and (section.level <= level or level == 0):
            return False
        if any(paragraph.text.strip() or paragraph.table for paragraph in section.paragraphs):
            return True
    return False


def _structure(draft: Draft) -> Iterator[Finding]:
    before = 0
    for index, section in enumerate(draft.sections):
        place = Place("heading", index)
        if section.level > before + 1:
            message = (
                f"这里从第 {before} 层直接到了第 {section.level} 层标题，请核对层次"
                if before
                else (f"第一个标题是第 {section.level} 层，请核对层次")
            )
            yield Finding(
                "level-jump", Severity.INFO, message, f"{_LAYOUT}.3", place, excerpt=section.heading
            )
        before = section.level or before
        if section.level and not section.part and not _text_below(draft, index):
            yield Finding(
                "empty-section",
                Severity.WARNING,
                "标题下面没有内容，请补写或删去标题",
                _REVIEW,
                place,
                excerpt=section.heading,
            )
    yield from _single(draft)


def _single(draft: Draft) -> Iterator[Finding]:
    """A heading that is the only one of its level under its parent."""
    for index, section in enumerate(draft.sections):
        if section.level < 2:
            continue
        siblings = 1
        for step in (-1, 1):
            at = index + step
            while 0 <= at < len(draft.sections) and draft.sections[at].level >= section.level:
                siblings += draft.sections[at].level == section.level
                at += step
        if siblings == 1:
            message = "这一层只有一个标题，请再分一条，或不设这一层"
            yield Finding(
                "single-heading",
                Severity.INFO,
                message,
                _REVIEW,
                Place("heading", index),
                excerpt=section.heading,
            )


def _headings(document: Document) -> Iterator[Finding]:
    for number, block in enumerate(document.blocks):
        if not block.level or not block.number:
            continue
        typed = NUMBER.match(block.text, len(block.number))
        if typed:
            yield Finding(
                "typed-number", Severity.WARNING, f"标题里手写了序号“{typed.group().strip()}”，序号会自动加上，请删去",
                f"{_LAYOUT}.3", _heading_place(block), typed.start(), typed.end(),
                excerpt(block.text, typed.start(), typed.end()), "", True, number,
            )  # fmt: skip


def _heading_place(block: Block) -> Place:
    return Place("heading", block.place.section)


def _formulas(draft: Draft, vocabulary: Vocabulary) -> Iterator[Finding]:
    """A typed value of a fact that has a formula, if it is not what the formula gives."""
    scope = FactScope(draft, vocabulary)
    for name, typed in draft.facts.items():
        spec = vocabulary.spec(name)
        if not spec.formula or is_open(typed):
            continue
        try:
            given, computed = parse_fact(spec, typed), evaluate(parse_formula(spec.formula), scope)
        except (OpenFact, DrafterError):
            continue
        left, right = magnitude(given), None if computed is None else magnitude(computed)
        if left is None or right is None or getattr(given, "approximate", False):
            continue
        exponent = left.normalize().as_tuple().exponent
        step = 10 ** -max(0, -exponent) if isinstance(exponent, int) else 1
        if computed is not None and abs(left - right) >= step:
            message = f"“{spec.label}”填的是 {given.text()}，按其他事实算应为 {computed.text()}，请核对"
            yield Finding(
                "formula-mismatch",
                Severity.WARNING,
                message,
                _REVIEW,
                Place("facts"),
                excerpt=f"{name} = {typed}",
            )


def _phrases(draft: Draft, phrases: Mapping[str, PhraseState], year: int | None) -> Iterator[Finding]:
    for index, section in enumerate(draft.sections):
        for position, paragraph in enumerate(section.paragraphs):
            place = Place("text", index, position)
            states = (phrases[name] for name in paragraph.phrase_ids if name in phrases)
            for state in states:
                yield from _phrase(paragraph, state, place, year)


def _phrase(paragraph: Paragraph, state: PhraseState, place: Place, year: int | None) -> Iterator[Finding]:
    stands = state.text in paragraph.text
    if stands and year is not None and state.until is not None and state.until < year:
        instead = f"，可换用：{state.successor}" if state.successor else "，请换用当前的提法"
        message = f"这条词句是 {state.until} 年以前的提法{instead}"
        shown = excerpt(state.text, 0, 20)
        yield Finding("stale-phrase", Severity.WARNING, message, _BANK, place, excerpt=shown)
    elif not stands and not paragraph.edited:
        message = "词句库里这一条已经更新，请核对要不要换成新的写法"
        shown = excerpt(paragraph.text, 0, 20)
        yield Finding("changed-phrase", Severity.INFO, message, _BANK, place, excerpt=shown)


def _frame(draft: Draft, document: Document) -> Iterator[Finding]:
    """Title, signature and date: present, and of years that go together."""
    for kind, text, name, clause in (
        ("title", draft.title, "标题", "7.3.1"),
        ("signature", draft.signature, "署名", "7.3.5"),
        ("date", draft.date, "成文日期", "7.3.5.4"),
    ):
        if not text.strip():
            message = f"没有{name}，请补上"
            yield Finding(f"no-{kind}", Severity.WARNING, message, f"GB/T 9704-2012 {clause}", Place(kind))
    dates = [block.text for block in document.blocks if block.kind is BlockKind.DATE]
    titled, dated = _YEAR.search(document.title), _YEAR.search(dates[0]) if dates else None
    if titled and dated and not int(titled[1]) <= int(dated[1]) <= int(titled[1]) + 1:
        message = f"标题写的是 {titled[1]} 年，成文日期是 {dated[1]} 年，请核对"
        yield Finding("year-mismatch", Severity.WARNING, message, _REVIEW, Place("date"), excerpt=dates[0])
