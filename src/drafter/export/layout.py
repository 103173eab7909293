"""Layouts: every number of the page as data.

The files (layout_file.py) speak millimetres, points and characters, as people do; a `Layout` speaks twips (1/20 pt,
the unit of WordprocessingML), half-points for sizes and hundredths of a character for indents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from drafter.paths import data_dir

STYLES = (
    "body", "title", "addressee", "heading1", "heading2", "heading3", "heading4", "attachment", "signature",
    "date", "caption", "table_header", "table_text", "page_number",
)  # fmt: skip
ALIGNS = ("both", "left", "center", "right")
FORMS = ("unsealed", "sealed")


@dataclass(frozen=True, slots=True)
class Font:
    """A font by name; `substitute` stands in where it is missing and sets the characters it lacks.

    `latin` is the face of Western letters and digits, the same as `name` unless the layout says otherwise.
    """

    key: str
    name: str
    substitute: str
    latin: str


@dataclass(frozen=True, slots=True)
class Style:
    """One kind of paragraph.

    `size` in half-points; `line`, `before`, `after` (before a paragraph of another kind) and `spacing` (between
    characters) in twips; `first`, `left`, `right` in hundredths of a character of this size; `align` is one of both,
    left, center, right.
    """

    font: Font
    size: int
    line: int
    before: int
    after: int
    spacing: int
    align: str
    first: int
    left: int
    right: int

    def twips(self, hundredths: int) -> int:
        """Hundredths of a character of this style as twips."""
        return round(hundredths * self.size / 10)


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and margins in twips; `number` is the distance of the page number from the paper's lower edge."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    number: int

    @property
    def text_width(self) -> int:
        """Width of the type area (版心)."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> int:
        """Height of the type area (版心)."""
        return self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything an export needs to know about the page. `pitch` is the line pitch in twips.

    `sealed` chooses between the two forms of signature and date (GB/T 9704-2012 7.3.5.1 and 7.3.5.2);
    `ending_right` and `ending_shift` are in characters. `clauses` maps each table of the file to its source.
    """

    id: str
    title: str
    description: str
    page: Page
    lines: int
    characters: int
    pitch: int
    fonts: Mapping[str, Font]
    styles: Mapping[str, Style]
    number_before: str
    number_after: str
    sealed: bool
    ending_right: float
    ending_shift: float
    clauses: Mapping[str, str]


def layouts_dir() -> Path:
    """The folder of the built-in layouts."""
    return data_dir() / "templates" / "layouts"


def layout_ids() -> tuple[str, ...]:
    """Ids of the built-in layouts, sorted."""
    return tuple(sorted(path.stem for path in layouts_dir().glob("*.toml")))
