"""What a rule and a finding are. Rules are data (rules/*.toml); the matchers behind their kinds are in kinds.py."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from drafter.check.view import View
from drafter.document import Place


class Severity(StrEnum):
    """How grave a finding is: an error makes `drafter check` end with status 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        """The word the writer sees."""
        return {"error": "错误", "warning": "提醒", "info": "建议"}[self.value]


class Kind(StrEnum):
    """The closed set of rule kinds: a rule file can use no other."""

    EXISTENCE = "existence"
    SUBSTITUTION = "substitution"
    PAIRING = "pairing"
    REPETITION = "repetition"
    CONSISTENCY = "consistency"
    ERA = "era"
    SEQUENCE = "sequence"
    CALENDAR = "calendar"
    ARITHMETIC = "arithmetic"


class Hit(NamedTuple):
    """One match of a rule: offsets in the view's text, the words to put instead (None: no proposal).

    `note` fills `{note}` of the rule's message. `lesser` lowers an error to a warning (a member that is only missing).
    """

    start: int
    end: int
    fix: str | None = None
    note: str = ""
    lesser: bool = False


class Word(NamedTuple):
    """A literal of a matcher found in the text: where it starts and which of `Matcher.words` it is."""

    start: int
    number: int


class Matcher(Protocol):
    """What a kind does. `words` are looked up for all rules in one pass over the text and handed to `find`."""

    @property
    def words(self) -> tuple[str, ...]:
        """Literals of two characters or more."""
        ...

    def find(self, view: View, found: Sequence[Word]) -> Iterator[Hit]:
        """Every match in `view`; `found` holds where `words` stand, left to right, longest first, not overlapping."""
        ...


@dataclass(frozen=True, slots=True)
class Example:
    """A text a rule must (wrong) or must not (right) report.

    `fixed` is what the proposed fixes make of a wrong text, None if the rule proposes nothing. `scope` is the kind
    of passage it stands in, `year` the year of the report it stands in (None: unknown).
    """

    text: str
    fixed: str | None = None
    year: int | None = None
    scope: str = "body"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it looks for, where it may not look, what it tells the writer and on whose authority.

    `guard`: a hit that overlaps a match of one of these is no finding. `unless`: neither is a hit in a sentence where
    one of these matches. `outside` may name "quotes" and "titles": no finding between “” or 《》.
    `since` is the first year of a report the rule is for. `safe` allows `--fix` to apply its fix unasked.
    """

    id: str
    kind: Kind
    severity: Severity
    message: str
    basis: str
    matcher: Matcher
    scope: frozenset[str]
    wrong: tuple[Example, ...]
    right: tuple[Example, ...]
    guard: tuple[re.Pattern[str], ...] = ()
    unless: tuple[re.Pattern[str], ...] = ()
    outside: frozenset[str] = frozenset()
    since: int = 0
    safe: bool = False
    where: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of a text.

    `start` and `end` are character offsets in the checked text (check_text), in `block.text`, or in the text of cell
    number `cell` of that block (check_document). `block` is the index of the block, -1 for a whole document or text.
    `fix` replaces that stretch; it is None when only a person can decide, and applied by `--fix` only when `safe`.
    """

    rule: str
    severity: Severity
    message: str
    basis: str
    place: Place
    start: int = 0
    end: int = 0
    excerpt: str = ""
    fix: str | None = None
    safe: bool = False
    block: int = -1
    cell: int = -1
