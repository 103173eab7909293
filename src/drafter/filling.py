"""Filling the facts of a draft: which it needs, where each stands, and setting values that have been checked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from drafter.characters import clean_text, removal_note
from drafter.compose import MAX_CHAIN, FactScope, compose, describe, usage
from drafter.document import Place
from drafter.draft import Draft, set_fact, set_paragraph_fact
from drafter.errors import DrafterError, FactError, Fault
from drafter.facts.spec import FactSpec, Vocabulary, is_open, parse_fact
from drafter.slots.template import OpenFact, Scope, names_of, parse_formula

_PLACE = re.compile(r"[0-9]{1,9}\.[0-9]{1,9}")
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')
LONGEST_STEM = 60
"""Characters of a suggested file name: 180 bytes, below the 255 of every file system, suffix and temporary name included."""

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")

MOST_HINTS = 50
LONGEST_NAME = 60
SEE_FACTS = "稿件要填的事实见 drafter facts 稿件"

LAST_YEAR = "last_year"
"""The table of a draft, and of a paragraph, that holds the old values of facts that are to be filled anew."""

PARAGRAPH_MARK = "@"
"""`名称@3.1` addresses the value of one paragraph: the first of the third section."""


@dataclass(frozen=True, slots=True)
class FactUse:
    """A fact of a draft: its spec, the value as typed ("" if open), the printed form ("" if open), its places.

    `own` is the paragraph whose own value this is, None for the value of the whole draft. `computed` tells that
    the value comes from the formula of the fact. `last_year` is the value of the report the draft was made from,
    as typed, "" if there is none.
    """

    spec: FactSpec
    typed: str
    shown: str
    places: tuple[Place, ...]
    own: tuple[int, int] | None = None
    computed: bool = False
    last_year: str = ""

    @property
    def address(self) -> str:
        """What `drafter facts --set` takes: the name, or name@section.paragraph."""
        if self.own is None:
            return self.spec.name
        return f"{self.spec.name}{PARAGRAPH_MARK}{self.own[0] + 1}.{self.own[1] + 1}"


def fact_uses(draft: Draft, vocabulary: Vocabulary) -> tuple[FactUse, ...]:
    """Every fact `draft` needs or holds, in reading order; a paragraph fact once for each paragraph it stands in.

    The inputs of a formula that is not overridden by a typed value follow the fact that needs them.
    """
    places = _with_inputs(draft, vocabulary)
    for name in draft.facts:
        places.setdefault(name, ())
    scope = FactScope(draft, vocabulary)
    uses: list[FactUse] = []
    for name, found in places.items():
        spec = vocabulary.spec(name)
        inside = tuple(dict.fromkeys((p.section, p.paragraph) for p in found if p.paragraph is not None))
        if spec.scope != "paragraph" or not inside:
            uses.append(_document_use(draft, spec, scope, found))
            continue
        for section, paragraph in inside:
            if section is not None and paragraph is not None:
                uses.append(_paragraph_use(draft, spec, scope, section, paragraph))
    return tuple(uses)


def _with_inputs(draft: Draft, vocabulary: Vocabulary) -> dict[str, tuple[Place, ...]]:
    found: dict[str, tuple[Place, ...]] = {}

    def add(name: str, places: tuple[Place, ...], depth: int = 0) -> None:
        found[name] = (*found.get(name, ()), *places)
        formula = vocabulary.spec(name).formula if depth <= MAX_CHAIN else ""
        if formula and is_open(draft.facts.get(name, "")):
            for needed in names_of(parse_formula(formula)):
                if needed not in found:
                    add(needed, (), depth + 1)

    for name, places in usage(draft).items():
        add(name, places)
    return found


def _document_use(draft: Draft, spec: FactSpec, scope: FactScope, places: tuple[Place, ...]) -> FactUse:
    typed = draft.facts.get(spec.name, "")
    computed = is_open(typed) and bool(spec.formula)
    before = _before(draft.extra, spec.name)
    return FactUse(spec, typed, _shown(scope, spec.name), places, computed=computed, last_year=before)


def _paragraph_use(draft: Draft, spec: FactSpec, scope: FactScope, section: int, paragraph: int) -> FactUse:
    inside = draft.sections[section].paragraphs[paragraph]
    own = inside.facts.get(spec.name, "")
    place = Place("text", section, paragraph)
    inner = scope.of_paragraph(inside)
    typed = own or draft.facts.get(spec.name, "")
    before = _before(inside.extra, spec.name)
    return FactUse(spec, typed, _shown(inner, spec.name), (place,), (section, paragraph), last_year=before)


def _before(extra: Mapping[str, Any], name: str) -> str:
    """The value `name` had last year; the table may have been edited by hand, so anything may be in it."""
    values = extra.get(LAST_YEAR)
    value = values.get(name) if isinstance(values, Mapping) else None
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _shown(scope: Scope, name: str) -> str:
    try:
        value = scope(name)
    except OpenFact:
        return ""
    return value.text() if value else ""


def set_facts(
    draft: Draft, typed: Mapping[str, str], vocabulary: Vocabulary, known: Collection[str]
) -> Draft:
    """`draft` with every value of `typed` set (name, or name@section.paragraph; an empty value opens the fact).

    `known` are the names that may be set. Raises FactError with every unknown name and every value that does not
    parse; then nothing is set.
    """
    faults: list[Fault] = []
    for address, value in typed.items():
        name, _, place = address.partition(PARAGRAPH_MARK)
        try:
            if name not in known:
                # Looking for what was meant is slow; whoever has the wrong file does not need it a thousand times.
                near = _near(name, known) if len(faults) < MOST_HINTS else SEE_FACTS
                raise FactError(f"没有“{_short(name)}”这个事实", todo=near)
            if not is_open(value):
                parse_fact(vocabulary.spec(name), value)
            if place:
                draft = set_paragraph_fact(draft, *_paragraph(draft, place), name, value)
            else:
                draft = set_fact(draft, name, value)
        except DrafterError as error:
            faults.extend(error.faults)
    if faults:
        raise FactError(faults[0].what, faults=faults)
    return draft


def clean_typed(typed: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Typed values without the characters no draft may hold, and what to tell the writer about them.

    They come from files and shells, so anything may be in them. The names are looked up, which no such name passes.
    """
    cleaned = {name: clean_text(value) for name, value in typed.items()}
    counts: Counter[str] = Counter()
    for one in cleaned.values():
        counts.update({removal.kind_label: removal.count for removal in one.removed})
    return {name: one.text for name, one in cleaned.items()}, removal_note(counts)


def known_names(draft: Draft, vocabulary: Vocabulary) -> frozenset[str]:
    """The facts that may be set in `draft`: those of the vocabulary and those its own slots name."""
    return frozenset({*vocabulary, *usage(draft), *draft.facts})


def _near(name: str, known: Collection[str]) -> str:
    near = get_close_matches(_short(name), known, n=3, cutoff=0.4)
    return f"是不是：{'、'.join(near)}？" if near else SEE_FACTS


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"


def _paragraph(draft: Draft, place: str) -> tuple[int, int]:
    section, _, paragraph = place.partition(".")
    if _PLACE.fullmatch(place):
        found = int(section) - 1, int(paragraph) - 1
        if 0 <= found[0] < len(draft.sections) and 0 <= found[1] < len(draft.sections[found[0]].paragraphs):
            return found
    raise FactError(
        f"没有“{_short(place)}”这一段",
        todo="请写成 名称@部分.段，例如 活动名称@3.1，编号见 drafter facts 稿件",
    )


def place_words(draft: Draft, use: FactUse) -> str:
    """Where a fact is used, in words."""
    return "、".join(dict.fromkeys(describe(draft, place) for place in use.places)) or "正文没有用到"


def file_stem(draft: Draft, vocabulary: Vocabulary, fallback: str) -> str:
    """A file name (without suffix) for `draft`: its title as printed, or `fallback` while the title has open slots."""
    head = compose(Draft(title=draft.title, facts=draft.facts), vocabulary, lenient=True)
    name = fallback if head.open_slots() or not head.title else head.title
    return _NOT_IN_NAMES.sub("-", name).strip("-.")[:LONGEST_STEM] or "稿件"


def year_of(draft: Draft) -> int:
    """The year `draft` is about, which decides whether a wording is current.

    The latest year named in its facts, title or date, but never after this one; this year if none is named.
    """
    this_year = date.today().year
    texts = (*draft.facts.values(), draft.title, draft.date)
    named = {int(year) for text in texts for year in _YEAR.findall(text)}
    return max((year for year in named if year <= this_year), default=this_year)
