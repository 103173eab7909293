"""What an accepted candidate becomes: a phrase, the facts its slots need, and the sources it was found in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Mapping
from dataclasses import replace
from typing import Final

from drafter.bank.adding import own_id
from drafter.bank.layer import Source
from drafter.bank.phrase import WRITTEN, Phrase
from drafter.facts.spec import DOCUMENT, PARAGRAPH, FactSpec, Kind
from drafter.mine.candidate import Candidate, Occurrence, Slot
from drafter.mine.privacy import private
from drafter.mine.records import BLANK, COUNT, DATE, MONEY, ORGANISATION, PERCENT, PERSON, PLACE, TITLE
from drafter.review.verdict import Verdict

PRIVATE: Final = "private"
HELD_BACK: Final = frozenset({PRIVATE, "washed", "truncated", "redacted", "dated"})
"""Flags that need a curator's eye: names, wrong words, half sentences, black-outs, and wording whose time is over,
which is no use without a successor."""
MOST_SOURCES: Final = 5
"""Passages a phrase is given: enough to check it by."""

_HEX: Final = re.compile("[0-9a-f]{10,64}")
_KINDS: Final[Mapping[str, Kind]] = {
    COUNT: Kind.COUNT, BLANK: Kind.COUNT, PERCENT: Kind.PERCENT, MONEY: Kind.MONEY, DATE: Kind.PERIOD,
    PERSON: Kind.PERSON, ORGANISATION: Kind.ORGANISATION, TITLE: Kind.TITLE,
}  # fmt: skip
_ASK: Final[Mapping[Kind, str]] = {
    Kind.COUNT: "{}是多少？", Kind.NUMBER: "{}是多少？", Kind.PERCENT: "{}是百分之几？", Kind.MONEY: "{}是多少？",
    Kind.DATE: "{}是哪一天？", Kind.PERIOD: "{}写哪一年或哪一段时间？", Kind.PERSON: "{}写谁？", Kind.PEOPLE: "{}写谁？",
    Kind.ORGANISATION: "{}写什么名称？",
}  # fmt: skip
_EXAMPLES: Final = {PLACE: "青山镇", DATE: "2026年"}


def settled(candidate: Candidate, verdict: Verdict) -> Verdict:
    """The verdict with everything it leaves to the candidate filled in, so that it holds when the miner runs again."""
    of = verdict.of or candidate.text
    if not verdict.accepts:
        return replace(verdict, of=of)
    return replace(
        verdict,
        of=of,
        text=verdict.text.strip() or candidate.text,
        unit=verdict.unit or candidate.unit,
        topic=verdict.topic or candidate.topic,
        role=verdict.role or candidate.role,
    )


def doubt(candidate: Candidate, text: str) -> str:
    """Why accepting `candidate` as `text` needs a second look, in Chinese; "" if it does not."""
    why = private(text)
    if why or PRIVATE not in candidate.flags:
        return why
    told = next((found for variant, _ in candidate.variants if (found := private(variant))), "")
    return told or "挖掘时认为它写到真实的人、地方或单位"


def phrase_id(verdict: Verdict) -> str:
    """The id of the phrase a settled verdict makes."""
    return own_id(verdict.topic, verdict.text, "mined")


def phrase_of(candidate: Candidate, verdict: Verdict) -> Phrase:
    """The phrase a settled verdict makes of its candidate."""
    return Phrase(
        phrase_id(verdict), verdict.text, verdict.unit, verdict.topic, verdict.role, verdict.genres,
        tuple(provenance(candidate)) or (WRITTEN,), verdict.since, verdict.until, verdict.successor,
    )  # fmt: skip


def provenance(candidate: Candidate) -> dict[str, Source]:
    """Where the candidate was found: entry of `sources` -> the source it is in; one passage a document."""
    found: dict[str, Source] = {}
    for place in candidate.occurrences:
        source = _source(place)
        if place.start < place.end and source not in found.values():
            found[f"{source.id}:{place.start}-{place.end}"] = source
        if len(found) == MOST_SOURCES:
            break
    return found


def _source(place: Occurrence) -> Source:
    # The name of the file, never where it lies: a layer is passed on.
    name = re.split(r"[/\\]", place.source)[-1].strip() or "（没有文件名）"
    known = _HEX.fullmatch(place.digest)
    digest = place.digest if known else hashlib.sha256(place.source.encode("utf-8", "replace")).hexdigest()
    return Source(f"mined-{digest[:10]}", name, note=f"sha256 {place.digest}" if known else "")


def new_facts(
    candidate: Candidate, verdict: Verdict, slots: tuple[str, ...], known: Container[str]
) -> tuple[FactSpec, ...]:
    """The facts of `slots`, those of the phrase, that are not in `known`: as the verdict says, else made up."""
    told = {fact.name: fact for fact in verdict.facts}
    mined = {slot.name: slot for slot in candidate.slots}
    return tuple(completed(told.get(name), name, mined.get(name)) for name in slots if name not in known)


def completed(told: FactSpec | None, name: str, slot: Slot | None) -> FactSpec:
    """What a new fact is: `told` by the curator, what is missing made up from the slot."""
    kind = told.kind if told else _KINDS.get(slot.kind, Kind.TEXT) if slot else Kind.TEXT
    unit = told.unit if told else slot.unit if slot and kind is Kind.COUNT else ""
    example = _EXAMPLES.get(slot.kind, kind.example) if slot and not told else kind.example
    made = FactSpec(
        name, name, kind, unit, _scope(name, kind), _ASK.get(kind, "{}写什么？").format(name), example, "其他"
    )
    if told is None:
        return made
    return replace(made, scope=told.scope, ask=told.ask or made.ask, example=told.example or made.example)


_GENERAL: Final = re.compile("(?:日期|年份|数量|金额|比例|姓名|地点|地名|名称|内容|文件名称)[0-9]*")


def _scope(name: str, kind: Kind) -> str:
    """A figure with a name of its own is the same all over the draft; 数量, or what an activity was called, is not."""
    return DOCUMENT if kind.numeric and not _GENERAL.fullmatch(name) else PARAGRAPH
