"""A whole first draft: every part of the outline filled with its best-matching phrases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from drafter.bank.context import Context
from drafter.bank.library import Bank
from drafter.bank.phrase import Phrase, literal
from drafter.bank.suggest import suggest
from drafter.draft import Draft, Paragraph, Section, replace_section
from drafter.outline import Outline, Part

if TYPE_CHECKING:
    from drafter.bank.usage import Usage

LONGEST_PARAGRAPH = 320
"""Characters after which a paragraph ends: about half a page of 22 x 28, what readers still take in at once."""
_WHOLE = ("sentence", "paragraph")
_LOOKED_AT = 10
"""Suggestions among which a whole sentence is looked for; only a habit can bring clauses before it."""


def fill_draft(draft: Draft, outline: Outline, bank: Bank, year: int, usage: Usage | None = None) -> Draft:
    """`draft` with phrases in every section that has no text yet and fills a part of `outline`.

    A part gets the phrases its outline names (their successors if they are out of date in `year`), or else the whole
    sentences suggested one after another, with what is known of the writer's `usage`, until its target length is
    reached. No phrase is used twice.
    """
    used = [phrase for section in draft.sections for p in section.paragraphs for phrase in p.phrase_ids]
    # What the outline names for one part is not taken by another.
    kept = [phrase.id for part in outline.parts for phrase in _named(part, bank, year, ())]
    for index, section in enumerate(draft.sections):
        part = outline.part(section.part)
        if part is None or any(paragraph.text.strip() for paragraph in section.paragraphs):
            continue
        if part.phrases:
            chosen = tuple(_named(part, bank, year, used))
        else:
            place = context_of(draft, outline, part, year, used=(*used, *kept))
            chosen = tuple(_suggested(bank, place, usage, part.length))
        used.extend(phrase.id for phrase in chosen)
        draft = replace_section(draft, index, _filled(section, chosen))
    return draft


def context_of(
    draft: Draft,
    outline: Outline,
    part: Part,
    year: int,
    *,
    before: Iterable[str] = (),
    used: Iterable[str] = (),
) -> Context:
    """The place behind the phrases `before` in a section of `draft` that fills `part`; `used` stand in the draft."""
    filled = frozenset(name for name, value in draft.facts.items() if value.strip())
    return Context(
        outline=outline.id,
        part=part.id,
        genre=outline.genre,
        topics=part.topics,
        roles=part.roles,
        year=year,
        before=tuple(before),
        used=frozenset(used),
        filled=filled,
    )


def _named(part: Part, bank: Bank, year: int, used: Collection[str]) -> Iterator[Phrase]:
    named = (bank.get(name) for name in part.phrases)
    # Two dated phrases may have one successor, and a part before this one may have taken it.
    current = dict.fromkeys(bank.current(phrase, year) for phrase in named if phrase is not None)
    return (phrase for phrase in current if phrase.id not in used)


def _suggested(bank: Bank, place: Context, usage: Usage | None, length: int) -> Iterator[Phrase]:
    """What one gets by taking the first whole sentence again and again until `length` characters are reached, as long
    as nothing is said twice. Of a very short part the first one that is not too long opens it."""
    total = 0
    while total < length:
        hits = suggest(bank, context=place, usage=usage, limit=_LOOKED_AT)
        whole = [hit.phrase for hit in hits if hit.phrase.unit in _WHOLE and not hit.why]
        fitting = (phrase for phrase in whole if total + len(phrase.text) / 2 <= length)
        phrase = next(fitting, None)
        if phrase is None or (total and phrase is not whole[0]):
            return
        yield phrase
        total += len(phrase.text)
        place = replace(place, before=(*place.before, phrase.id))


def _filled(section: Section, phrases: tuple[Phrase, ...]) -> Section:
    paragraphs: list[Paragraph] = []
    for phrase in phrases:
        last = paragraphs[-1] if paragraphs else None
        if (
            last is None
            or phrase.unit == "paragraph"
            or _printed(last.text) + _printed(phrase.text) > LONGEST_PARAGRAPH
        ):
            paragraphs.append(Paragraph().joined(phrase.id, phrase.text))
        else:
            paragraphs[-1] = last.joined(phrase.id, phrase.text)
    return replace(section, paragraphs=tuple(paragraphs))


def _printed(text: str) -> int:
    """About the characters `text` prints as, a filled slot taken as two."""
    return len(literal(text, "□□"))
