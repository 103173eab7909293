"""A whole first draft: every part of the outline filled with its best-matching phrases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from drafter.bank.library import Bank
from drafter.bank.phrase import Phrase, literal
from drafter.bank.suggest import suggest
from drafter.draft import Draft, Paragraph, Section, replace_section
from drafter.outline import Outline, Part
from drafter.roles import ROLES

LONGEST_PARAGRAPH = 320
"""Characters after which a paragraph ends: about half a page of 22 x 28, what readers still take in at once."""


def fill_draft(draft: Draft, outline: Outline, bank: Bank, year: int) -> Draft:
    """`draft` with phrases in every section that has no text yet and fills a part of `outline`.

    A part gets the phrases its outline names (their successors if they are out of date in `year`), or else whole
    sentences that suit it until its target length is reached. No phrase is used twice.
    """
    used = [phrase for section in draft.sections for p in section.paragraphs for phrase in p.phrase_ids]
    for index, section in enumerate(draft.sections):
        part = outline.part(section.part)
        if part is None or any(paragraph.text.strip() for paragraph in section.paragraphs):
            continue
        chosen = tuple(_chosen(part, outline.genre, bank, year, used))
        used.extend(phrase.id for phrase in chosen)
        draft = replace_section(draft, index, _filled(section, chosen))
    return draft


def _chosen(part: Part, genre: str, bank: Bank, year: int, used: list[str]) -> Iterator[Phrase]:
    if part.phrases:
        named = (bank.get(name) for name in part.phrases)
        # Two dated phrases may have one successor, and a part before this one may have taken it.
        current = dict.fromkeys(bank.current(phrase, year) for phrase in named if phrase is not None)
        yield from (phrase for phrase in current if phrase.id not in used)
        return
    hits = suggest(bank, topics=part.topics, roles=part.roles, genre=genre, year=year, used=used, limit=200)
    found = [hit.phrase for hit in hits if hit.phrase.unit in ("sentence", "paragraph")]
    yield from sorted(
        _up_to(part.length, _by_turns(found, part.topics)), key=lambda phrase: ROLES.index(phrase.role)
    )


def _by_turns(phrases: list[Phrase], topics: tuple[str, ...]) -> Iterator[Phrase]:
    """One phrase of every topic in turn, so that a short part still touches all its topics."""
    queues = {topic: [phrase for phrase in phrases if phrase.topic == topic] for topic in topics}
    while any(queues.values()):
        for queue in queues.values():
            if queue:
                yield queue.pop(0)


def _up_to(length: int, phrases: Iterator[Phrase]) -> Iterator[Phrase]:
    total = 0
    for phrase in phrases:
        if total + len(phrase.text) / 2 > length:
            return
        total += len(phrase.text)
        yield phrase


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
