"""Where the writer is: what a phrase that is offered should fit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Context:
    """The place in a draft a phrase is looked for; all empty where there is no draft.

    `genre`, and the `topics` and `roles` of the outline part, are ids; `outline` and `part` the ids of the outline and
    of its part. `year` is the year the draft is of (None: this year). `before` are the ids of the phrases above the
    cursor in this section, the nearest last; `used` those anywhere in the draft; `filled` the names of the facts that
    have a value.
    """

    outline: str = ""
    part: str = ""
    genre: str = ""
    topics: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    year: int | None = None
    before: tuple[str, ...] = ()
    used: frozenset[str] = frozenset()
    filled: frozenset[str] = frozenset()
