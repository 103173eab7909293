"""OPEN THIS FIRST: what a writer works on, as immutable values and pure edit functions.

A `Draft` holds `Section`s, a section holds `Paragraph`s. Every edit function takes a draft and gives a new
one that shares all unchanged parts with the old, so undo is a list of drafts and a change is found by `is`.
Standard library only. Reading and writing files is storage/draft_file.py, filling slots is compose.py.

Indices are zero-based; a wrong index raises IndexError, as for any sequence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

NOTHING: Mapping[str, Any] = MappingProxyType({})


def _nothing() -> Mapping[str, Any]:
    # Python 3.11 takes a mapping proxy for a mutable default, because it cannot be hashed there.
    return NOTHING


MAX_LEVEL = 4
"""Heading levels of GB/T 9704-2012 7.3.3: 一、 （一） 1. （1）; level 0 is a section without a heading."""


def text_hash(text: str) -> str:
    """The first 12 hex digits of SHA-256 of `text`: tells whether a bank phrase has changed since insertion."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Table:
    """A simple table: `rows` of cell texts (cells may hold slots), the first row a header if `header`."""

    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    header: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of body text, slots written `{{ 名称 }}`.

    `phrase` is the id of the bank phrase it came from (ids separated by a space when several sentences were
    joined) and `phrase_hash` the hash of the text as the bank gave it, both "" for the writer's own words.
    `facts` holds values of paragraph scope as they were typed. A paragraph with a `table` prints its text (if any)
    and then the table.
    """

    text: str = ""
    phrase: str = ""
    phrase_hash: str = ""
    facts: Mapping[str, str] = field(default_factory=_nothing)
    table: Table | None = None
    comments: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=_nothing)

    @property
    def phrase_ids(self) -> tuple[str, ...]:
        """The ids of the bank phrases it was made of."""
        return tuple(self.phrase.split())

    @property
    def edited(self) -> bool:
        """True if the text is no longer what the bank gave."""
        return bool(self.phrase) and text_hash(self.text) != self.phrase_hash

    def joined(self, phrase: str, text: str) -> Paragraph:
        """This paragraph with a bank phrase (its id and text) put behind it."""
        whole = self.text + text
        kept = text_hash(whole) if not self.text or (self.phrase and not self.edited) else self.phrase_hash
        ids = " ".join(dict.fromkeys((*self.phrase_ids, phrase)))
        return replace(self, text=whole, phrase=ids, phrase_hash=kept)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (without its number) and the paragraphs below it.

    `level` is 0 (no heading: opening and closing paragraphs) to 4. `part` is the id of the outline part this
    section fills, "" for the writer's own. With `run_in` the heading is printed as the first sentence of the
    first paragraph.
    """

    heading: str = ""
    level: int = 1
    part: str = ""
    run_in: bool = False
    paragraphs: tuple[Paragraph, ...] = ()
    comments: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole draft. `facts` maps names to values exactly as typed; kinds live in the fact vocabulary."""

    outline: str = ""
    title: str = ""
    layout: str = "gb9704"
    addressee: str = ""
    facts: Mapping[str, str] = field(default_factory=_nothing)
    sections: tuple[Section, ...] = ()
    attachments: tuple[str, ...] = ()
    signature: str = ""
    date: str = ""
    comments: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=_nothing)

    @property
    def characters(self) -> int:
        """Characters of headings and paragraphs, slots as written: a measure of progress, not of the export."""
        return sum(
            len(section.heading) + sum(len(paragraph.text) for paragraph in section.paragraphs)
            for section in self.sections
        )


def _with(mapping: Mapping[str, str], name: str, value: str | None) -> Mapping[str, str]:
    changed = dict(mapping)
    if value is None or value == "":
        changed.pop(name, None)
    else:
        changed[name] = value
    return MappingProxyType(changed)


def set_fact(draft: Draft, name: str, value: str | None) -> Draft:
    """`draft` with the document-wide fact `name` set to `value`; None or "" opens it again."""
    return replace(draft, facts=_with(draft.facts, name, value))


def set_paragraph_fact(draft: Draft, section: int, paragraph: int, name: str, value: str | None) -> Draft:
    """`draft` with the paragraph's own fact `name` set to `value`; None or "" opens it again."""
    old = draft.sections[section].paragraphs[paragraph]
    return replace_paragraph(draft, section, paragraph, replace(old, facts=_with(old.facts, name, value)))


def replace_section(draft: Draft, index: int, section: Section) -> Draft:
    """`draft` with the section at `index` replaced."""
    _check(index, len(draft.sections))
    return replace(draft, sections=(*draft.sections[:index], section, *draft.sections[index + 1 :]))


def insert_section(draft: Draft, index: int, section: Section) -> Draft:
    """`draft` with `section` inserted before `index` (`len(draft.sections)` appends)."""
    _check(index, len(draft.sections) + 1)
    return replace(draft, sections=(*draft.sections[:index], section, *draft.sections[index:]))


def delete_section(draft: Draft, index: int) -> Draft:
    """`draft` without the section at `index`."""
    _check(index, len(draft.sections))
    return replace(draft, sections=(*draft.sections[:index], *draft.sections[index + 1 :]))


def move_section(draft: Draft, index: int, to: int) -> Draft:
    """`draft` with the section at `index` moved so that it stands at `to`."""
    _check(to, len(draft.sections))
    return insert_section(delete_section(draft, index), to, draft.sections[index])


def set_paragraphs(draft: Draft, section: int, paragraphs: tuple[Paragraph, ...]) -> Draft:
    """`draft` with all paragraphs of one section replaced."""
    return replace_section(draft, section, replace(draft.sections[section], paragraphs=paragraphs))


def replace_paragraph(draft: Draft, section: int, index: int, paragraph: Paragraph) -> Draft:
    """`draft` with one paragraph replaced."""
    old = draft.sections[section].paragraphs
    _check(index, len(old))
    return set_paragraphs(draft, section, (*old[:index], paragraph, *old[index + 1 :]))


def insert_paragraph(draft: Draft, section: int, index: int, paragraph: Paragraph) -> Draft:
    """`draft` with `paragraph` inserted before `index` (the number of paragraphs appends)."""
    old = draft.sections[section].paragraphs
    _check(index, len(old) + 1)
    return set_paragraphs(draft, section, (*old[:index], paragraph, *old[index:]))


def delete_paragraph(draft: Draft, section: int, index: int) -> Draft:
    """`draft` without one paragraph."""
    old = draft.sections[section].paragraphs
    _check(index, len(old))
    return set_paragraphs(draft, section, (*old[:index], *old[index + 1 :]))


def _check(index: int, count: int) -> None:
    # Slices accept any index, so a wrong one would silently drop or double words.
    if not 0 <= index < count:
        raise IndexError(f"index {index} out of range for {count}")
