"""A candidate (候选): what mining proposes to a curator, and the JSON Lines file of candidates.

A line is one JSON object; unknown keys are kept out and reported, numbers and lengths are bounded, because the file
is edited by people and comes from elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot of a frame: `name` as it stands in the text, its entity `kind`, `unit` of a count, and `shape` of what
    filled it (digits, length: never the value of a name)."""

    name: str
    kind: str
    unit: str = ""
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where a frame was found: source name and digest, raw offsets, headings above it, and the sentence around it."""

    source: str
    digest: str
    start: int
    end: int
    path: tuple[str, ...] = ()
    context: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A repair for the curator to decide: `kind` is washed, quote, typo or title; `old` to `new`, and why."""

    kind: str
    old: str
    new: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A frame worth a look.

    `id` depends on the text only, so that a verdict survives a re-run. `text` is in the slot language
    (`召开支委会{{ 支委会次数 }}次`), full-width punctuation. `documents` and `sources` count documents and
    independent origins; `variants` are other forms with their counts. `role`, `topic`, `genre` are ids of the bank
    or "" if unsure; `first` and `last` the years its documents speak of, None if unknown. `flags` are of the closed
    set private, washed, truncated, quotes-lost, dated, redacted; a candidate flagged `private` is never accepted in
    bulk.
    """

    id: str
    text: str
    unit: str
    documents: int
    sources: int
    slots: tuple[Slot, ...] = ()
    variants: tuple[tuple[str, int], ...] = ()
    topic: str = ""
    role: str = ""
    genre: str = ""
    first: int | None = None
    last: int | None = None
    flags: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    score: float = 0.0
