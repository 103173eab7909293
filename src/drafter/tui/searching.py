"""What is asked of the bank while one writes, and what comes back, as plain values. Knows no widget.

Room modules are imported inside, so that the first paint does not wait for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drafter.bank.context import Context
from drafter.bank.hit import Hit
from drafter.facts.spec import is_open
from drafter.filling import year_of

if TYPE_CHECKING:
    from drafter.bank.library import Bank
    from drafter.bank.usage import Usage, Use
    from drafter.tui.session import Session

HITS = 50
"""Rows of the phrase list: more are slow to show and nobody reads them."""


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, best first, the writer's use of phrases by their ids, as far as it is known, and the words asked for that
    no phrase holds."""

    hits: tuple[Hit, ...] = ()
    uses: Mapping[str, Use] = field(default_factory=dict)
    absent: tuple[str, ...] = ()

    @property
    def only_near(self) -> bool:
        """True if nothing is quite what was asked for."""
        return bool(self.hits) and all(hit.near for hit in self.hits)


def used_phrases(session: Session) -> frozenset[str]:
    """The ids of the phrases in the draft."""
    sections = session.draft.sections
    return frozenset(name for section in sections for p in section.paragraphs for name in p.phrase_ids)


def search_at(
    bank: Bank, query: str, session: Session, index: int, row: int, column: int, usage: Usage | None
) -> PhraseSearch:
    """The request for the place of the cursor: `row` and `column` of the text of the section at `index`.

    What stands in the cursor's own paragraph counts as above it unless the cursor is at its beginning.
    """
    draft, outline = session.draft, session.outline
    section = draft.sections[index] if index < len(draft.sections) else None
    part = outline.part(section.part) if section and outline and section.part else None
    above = section.paragraphs[: row + bool(column)] if section else ()
    place = Context(
        outline=draft.outline,
        part=part.id if part else "",
        genre=outline.genre if outline else "",
        topics=part.topics if part else (),
        roles=part.roles if part else (),
        year=year_of(draft),
        before=tuple(name for paragraph in above for name in paragraph.phrase_ids),
        used=used_phrases(session),
        filled=frozenset(name for name, value in draft.facts.items() if not is_open(value)),
    )
    return PhraseSearch(bank, query, place, part.phrases if part else (), usage)


@dataclass(frozen=True, slots=True)
class PhraseSearch:
    """One request to the bank: words, or "" for what suits the place; `named` are the phrases the outline names for
    it."""

    bank: Bank
    query: str
    context: Context
    named: tuple[str, ...] = ()
    usage: Usage | None = None

    def run(self) -> Found:
        """What is found; takes milliseconds and is called in a thread."""
        uses = self.usage.uses() if self.usage else {}
        return self._searched(uses) if self.query else Found(self._suggested(), uses)

    def _searched(self, uses: Mapping[str, Use]) -> Found:
        from drafter.bank.search import absent, search

        hits = search(self.bank, self.query, context=self.context, uses=uses, limit=HITS)
        exact = any(not hit.near for hit in hits)
        return Found(hits, uses, () if exact else absent(self.bank, self.query))

    def _suggested(self) -> tuple[Hit, ...]:
        from drafter.bank.suggest import suggest

        return suggest(self.bank, context=self.context, usage=self.usage, named=self.named, limit=HITS)
