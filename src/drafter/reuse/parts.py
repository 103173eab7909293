"""Which outline a paper follows, and which part of it each section is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from drafter.bank.phrase import SLOT, Phrase
from drafter.facts.spec import Vocabulary
from drafter.outline import Outline, Part
from drafter.reuse.paper import Paper, PaperParagraph, PaperSection
from drafter.reuse.pattern import pattern_of

FITS = 0.45
"""Share of the best possible likeness from which an outline is taken; foreign papers reach a third by chance."""

SAME = 1.2
"""Likeness from which a section is a part; a heading word for word counts 3."""

_CLOSING = re.compile(
    r"^(?:以上|特此|妥否|当否|如有不妥|专此)|(?:批评指正|请审议|请审阅|请批示|汇报完毕|谢谢大家)[。！]?$"
)
_SAME_HEADING, _SAME_LEVEL, _SAME_PHRASES, _SAME_TOPICS = 3.0, 0.5, 1.5, 0.8
_FULL = _SAME_HEADING + _SAME_LEVEL


@dataclass(frozen=True, slots=True)
class Found:
    """The outline a paper follows (None if none clearly fits), how well (0 to 1), its sections and the part of each."""

    outline: Outline | None
    fit: float
    sections: tuple[PaperSection, ...]
    parts: tuple[Part | None, ...]


Phrases = Sequence[Sequence[Sequence[Phrase]]]
"""The phrases found in every paragraph of every section."""


def find_outline(
    paper: Paper, phrases: Phrases, outlines: Sequence[Outline], vocabulary: Vocabulary, *, sure: bool = False
) -> Found:
    """The one of `outlines` the paper fits best, if it clearly fits (or, with `sure`, however it fits)."""
    best = Found(None, 0.0, paper.sections, (None,) * len(paper.sections))
    for outline in outlines:
        table = [
            [_likeness(*pair, part, vocabulary) for part in outline.parts] for pair in _pairs(paper, phrases)
        ]
        fit, chosen = _aligned(table)
        # A paper may leave the lower levels in its text: 一是…二是….
        deepest = max((section.level for section in paper.sections), default=0)
        wanted = sum(1 for part in outline.parts if part.required and 0 < part.level <= deepest)
        headed = sum(1 for section in paper.sections if section.level)
        share = min(1.0, fit / (_FULL * max(wanted, headed, 1)))
        titled = pattern_of(outline.title, vocabulary)
        if titled is not None and titled.full(paper.title):
            share = min(1.0, share + 0.1)
        if share > best.fit and (sure or (headed > 1 and share >= FITS)):
            parts = tuple(None if number is None else outline.parts[number] for number in chosen)
            best = Found(outline, share, paper.sections, parts)
    if best.outline is None:
        return Found(outlines[0], 0.0, best.sections, best.parts) if sure and outlines else best
    return _with_unheaded(best, phrases)


def _pairs(paper: Paper, phrases: Phrases) -> Sequence[tuple[PaperSection, Sequence[Phrase]]]:
    return [
        (section, [phrase for paragraph in found for phrase in paragraph])
        for section, found in zip(paper.sections, phrases, strict=True)
    ]


def _likeness(section: PaperSection, phrases: Sequence[Phrase], part: Part, vocabulary: Vocabulary) -> float:
    """How much a section looks like a part."""
    if bool(section.level) != bool(part.level):
        return 0.0
    told = _SAME_PHRASES * _share(phrases, [phrase.id in part.phrases for phrase in phrases])
    told += _SAME_TOPICS * _share(phrases, [phrase.topic in part.topics for phrase in phrases])
    if not part.level:
        return SAME + told
    alike = max(
        (_same_heading(section.heading, heading, vocabulary) for heading in part.headings), default=0.0
    )
    return alike * _SAME_HEADING + told + (_SAME_LEVEL if section.level == part.level else -_SAME_LEVEL)


def _share(phrases: Sequence[Phrase], hits: Sequence[bool]) -> float:
    return sum(hits) / len(phrases) if phrases else 0.0


def _same_heading(text: str, heading: str, vocabulary: Vocabulary) -> float:
    pattern = pattern_of(heading, vocabulary)
    if pattern is not None and pattern.full(text):
        return 1.0
    from rapidfuzz import fuzz

    ratio = fuzz.ratio(text, SLOT.sub("", heading)) / 100
    return ratio * 0.9 if ratio >= 0.5 else 0.0


def _aligned(table: Sequence[Sequence[float]]) -> tuple[float, tuple[int | None, ...]]:
    """The greatest sum of likenesses with sections and parts both in order, and the part of each section."""
    height, width = len(table), len(table[0]) if table else 0
    totals = [[0.0] * (width + 1) for _ in range(height + 1)]
    for row in range(height):
        for column in range(width):
            here = totals[row][column] + table[row][column] if table[row][column] >= SAME else 0.0
            totals[row + 1][column + 1] = max(here, totals[row][column + 1], totals[row + 1][column])
    chosen: list[int | None] = [None] * height
    row, column = height, width
    while row and column:
        if totals[row][column] == totals[row - 1][column]:
            row -= 1
        elif totals[row][column] == totals[row][column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            chosen[row] = column
    return totals[height][width], tuple(chosen)


def _with_unheaded(found: Found, phrases: Phrases) -> Found:
    """Sections of the parts without a heading: they were printed as the last paragraphs of the section before."""
    outline = found.outline
    if outline is None:
        return found
    sections: list[PaperSection] = []
    parts: list[Part | None] = []
    for number, (section, part) in enumerate(zip(found.sections, found.parts, strict=True)):
        after = _unheaded_after(outline, part, number == len(found.sections) - 1)
        cut = _cut(section.paragraphs, phrases[number], part, after)
        sections.append(replace(section, paragraphs=section.paragraphs[:cut]))
        parts.append(part)
        if after is not None and cut < len(section.paragraphs):
            sections.append(PaperSection(paragraphs=section.paragraphs[cut:]))
            parts.append(after)
    return replace(found, sections=tuple(sections), parts=tuple(parts))


def _unheaded_after(outline: Outline, part: Part | None, last: bool) -> Part | None:
    """The part without a heading that follows `part` in the outline; for the last section, the one that ends it."""
    if part is None:
        return outline.parts[-1] if last and outline.parts and not outline.parts[-1].level else None
    at = outline.parts.index(part) + 1
    if at < len(outline.parts) and not outline.parts[at].level:
        return outline.parts[at]
    return (
        outline.parts[-1] if last and not outline.parts[-1].level and part is not outline.parts[-1] else None
    )


def _cut(
    paragraphs: Sequence[PaperParagraph],
    phrases: Sequence[Sequence[Phrase]],
    part: Part | None,
    after: Part | None,
) -> int:
    """The index of the first of the last paragraphs that belong to `after` rather than to `part`."""
    cut = len(paragraphs)
    while after is not None and cut and _belongs(paragraphs[cut - 1], phrases[cut - 1], part, after):
        cut -= 1
    return cut


def _belongs(paragraph: PaperParagraph, phrases: Sequence[Phrase], part: Part | None, after: Part) -> bool:
    if not phrases:
        return "closing" in after.roles and bool(_CLOSING.search(paragraph.text))
    here, there = _fit(phrases, part), _fit(phrases, after)
    return there > here


def _fit(phrases: Sequence[Phrase], part: Part | None) -> float:
    if part is None:
        return 0.1
    named = _share(phrases, [phrase.id in part.phrases for phrase in phrases])
    suits = _share(phrases, [phrase.topic in part.topics and phrase.role in part.roles for phrase in phrases])
    return 2 * named + suits
