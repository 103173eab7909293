"""The rows of the outline pane: how far each section has come. Knows no widget."""

from __future__ import annotations

from dataclasses import dataclass

from drafter.compose import FactScope, heading_numbers
from drafter.draft import Section
from drafter.errors import DrafterError
from drafter.outline import Part
from drafter.roles import ROLE_LABELS
from drafter.slots.template import Scope, parse_template
from drafter.tui.session import Session

ENOUGH = 0.8
"""Share of a target that counts as met: targets are round figures, not quotas."""


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One section: number and heading as printed, printed characters, target (0: none), open slots."""

    number: str
    heading: str
    level: int
    characters: int
    target: int
    open: int
    empty: bool

    @property
    def done(self) -> bool:
        """True if the target is about met and no slot is open."""
        return not self.empty and not self.open and self.characters >= self.target * ENOUGH

    @property
    def label(self) -> str:
        """The row in words: 一、学习教育 320/450 字."""
        target = f"/{self.target}" if self.target else ""
        return f"{self.number}{self.heading} {self.characters}{target} 字"


@dataclass(frozen=True, slots=True)
class _Measure:
    heading: str
    characters: int
    open: int


class OutlineRows:
    """Computes the rows, measuring again only the sections that changed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[int, tuple[Section, FactScope, _Measure]] = {}

    def rows(self) -> tuple[OutlineRow, ...]:
        """The rows of the draft as it is now."""
        session = self._session
        scope = session.scope()
        kept: dict[int, tuple[Section, FactScope, _Measure]] = {}
        rows = []
        for section, number in zip(session.draft.sections, heading_numbers(session.draft), strict=True):
            found = self._known.get(id(section))
            if found is None or found[0] is not section or found[1] is not scope:
                found = (section, scope, _measure(section, scope))
            kept[id(section)] = found
            part = session.outline.part(section.part) if session.outline and section.part else None
            empty = not any(p.text.strip() or p.table for p in section.paragraphs)
            measure = found[2]
            # A heading that only gathers sub-sections has no text of its own and needs none.
            target = part.length if part else 0
            rows.append(
                OutlineRow(
                    number, _name(section, measure.heading, part), section.level, measure.characters, target, measure.open,
                    empty and bool(target or not section.heading),
                )
            )  # fmt: skip
        self._known = kept
        return tuple(rows)


def _name(section: Section, heading: str, part: Part | None) -> str:
    if section.level and heading:
        return heading
    # An untitled part is known by what it does: 开头, 结尾.
    role = ROLE_LABELS.get(part.roles[0], "") if part and part.roles else ""
    return f"（{role or '无标题'}）"


def _measure(section: Section, scope: FactScope) -> _Measure:
    heading, _, opened = _printed(section.heading, scope)
    characters = 0
    for paragraph in section.paragraphs:
        _, count, missing = _printed(paragraph.text, scope.of_paragraph(paragraph))
        characters += count
        opened += missing
    return _Measure(heading, characters, opened)


def _printed(text: str, scope: Scope) -> tuple[str, int, int]:
    """The text as printed, its characters without the marks of open slots, and how many are open."""
    try:
        runs = parse_template(text).render(scope)
    except DrafterError:
        return text, len(text), 0
    words = "".join(run.text for run in runs)
    return words, sum(len(run.text) for run in runs if not run.open), sum(run.open for run in runs)
