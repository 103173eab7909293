"""The first draft `drafter new --suggest` makes of every outline: whole, in today's words, nothing said twice."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from drafter.bank.fill import context_of, fill_draft
from drafter.bank.library import Bank, load_bank
from drafter.bank.phrase import literal
from drafter.bank.suggest import suggest
from drafter.bank.suggesting.said import Said
from drafter.bank.usage import Usage
from drafter.check import Severity, check_document, load_rules
from drafter.compose import compose, texts, usage
from drafter.document import BlockKind, Document
from drafter.draft import Draft, Paragraph, Section
from drafter.filling import fact_uses, set_facts
from drafter.outline import Outline, Part, load_outlines, new_draft

OUTLINES = load_outlines()
every_outline = pytest.mark.parametrize("outline", OUTLINES, ids=lambda outline: outline.id)
ROOM = range(60, 131)
"""Per cent of its target length a part of a first draft may have once its facts are filled."""


@cache
def bank() -> Bank:
    return load_bank()


def first_draft(outline: Outline, year: int = 2026) -> Draft:
    return fill_draft(new_draft(outline), outline, bank(), year)


def phrase_ids(draft: Draft) -> list[str]:
    return [
        name
        for section in draft.sections
        for paragraph in section.paragraphs
        for name in paragraph.phrase_ids
    ]


def filled(outline: Outline) -> Draft:
    """The first draft with every fact set to the example of the vocabulary."""
    draft, vocabulary = first_draft(outline), bank().vocabulary
    examples = {use.spec.name: use.spec.example for use in fact_uses(draft, vocabulary) if not use.computed}
    return set_facts(draft, examples, vocabulary, vocabulary)


def printed(document: Document, section: int) -> int:
    """Characters of the body of one section, without its heading."""
    return sum(
        len(run.text)
        for block in document.blocks
        if block.place.section == section and block.kind is BlockKind.BODY
        for run in block.runs
        if not run.run_in
    )


@every_outline
def test_every_required_part_has_a_text_of_named_phrases(outline: Outline) -> None:
    for part, section in zip(outline.parts, first_draft(outline).sections, strict=True):
        named = [bank().current(phrase, 2026).id for phrase in map(bank().get, part.phrases) if phrase]
        assert [name for paragraph in section.paragraphs for name in paragraph.phrase_ids] == named, part.id
        assert section.paragraphs or not part.length, f"{part.id} has a target length and no phrases"


@every_outline
def test_a_phrase_is_of_a_topic_role_and_genre_of_its_part(outline: Outline) -> None:
    for part in outline.parts:
        for name in part.phrases:
            phrase = bank().get(name)
            assert phrase is not None, name
            assert phrase.topic in part.topics, (part.id, name)
            assert phrase.role in part.roles, (part.id, name)
            assert not phrase.genres or outline.genre in phrase.genres, (part.id, name)
            assert phrase.unit in ("sentence", "paragraph"), f"{name} does not end in a full stop"


@every_outline
def test_nothing_is_said_twice(outline: Outline) -> None:
    draft = first_draft(outline)
    assert [name for name, times in Counter(phrase_ids(draft)).items() if times > 1] == []
    clauses = Counter(
        clause
        for section in draft.sections
        for paragraph in section.paragraphs
        for clause in re.split("[，。；：]", literal(paragraph.text, "□"))
        if len(clause) >= 12
    )
    assert [clause for clause, times in clauses.items() if times > 1] == []


@pytest.mark.parametrize("year", [2026, 2027, 2031])
@every_outline
def test_no_phrase_is_out_of_date(outline: Outline, year: int) -> None:
    for name in phrase_ids(first_draft(outline, year)):
        phrase = bank().get(name)
        assert phrase is not None
        assert not phrase.stale(year), name
        assert not phrase.premature(year), name


@every_outline
def test_the_outline_asks_for_the_facts_its_first_draft_needs_and_no_others(outline: Outline) -> None:
    draft, vocabulary = first_draft(outline), bank().vocabulary
    assert set(usage(draft)) <= set(vocabulary)
    needed = [
        use.spec.name
        for use in fact_uses(draft, vocabulary)
        if use.spec.scope == "document" and not use.computed
    ]
    assert sorted(outline.facts) == sorted(needed)


@every_outline
def test_with_its_facts_filled_it_is_a_whole_report(outline: Outline) -> None:
    document = compose(filled(outline), bank().vocabulary)
    assert document.open_slots() == ()
    assert {BlockKind.TITLE, BlockKind.SIGNATURE, BlockKind.DATE} <= {block.kind for block in document.blocks}
    for number, part in enumerate(outline.parts):
        if part.length:
            share = 100 * printed(document, number) // part.length
            assert share in ROOM, f"{part.id} has {share} % of its target length"


@every_outline
def test_with_its_facts_filled_the_checks_find_no_fault(outline: Outline) -> None:
    found = check_document(compose(filled(outline), bank().vocabulary), load_rules(), year=2026)
    assert [f.message for f in found if f.severity in (Severity.ERROR, Severity.WARNING)] == []


@every_outline
def test_an_open_fact_is_visible_wherever_the_first_draft_prints_it(outline: Outline) -> None:
    draft = first_draft(outline)
    shown = {slot.name for slot in compose(draft, bank().vocabulary).open_slots()}
    optional = {name for text, _ in texts(draft) for name in re.findall(r"\{% if (\w+)", text)}
    inputs = {use.spec.name for use in fact_uses(draft, bank().vocabulary)} - set(usage(draft))
    assert set(outline.facts) - shown <= optional | inputs


def test_the_branch_summary_has_the_length_and_the_number_of_facts_a_clerk_can_manage() -> None:
    outline = next(outline for outline in OUTLINES if outline.id == "branch-annual-2026")
    document = compose(filled(outline), bank().vocabulary)
    assert 1800 <= sum(printed(document, number) for number in range(len(outline.parts))) <= 2500
    assert len(outline.facts) <= 30
    assert all(use.spec.scope == "document" for use in fact_uses(filled(outline), bank().vocabulary))


@every_outline
def test_a_part_that_is_already_written_stays_as_it_is(outline: Outline) -> None:
    written = first_draft(outline)
    shorter = replace(written, sections=written.sections[:3])
    assert fill_draft(shorter, outline, bank(), 2026) == shorter


def test_a_dated_phrase_and_its_successor_stand_once_however_often_they_are_named() -> None:
    dated = next(phrase for phrase in bank().phrases if phrase.stale(2026))
    after = bank().current(dated, 2026)
    parts = (
        Part("a", 1, ("甲",), phrases=(dated.id, after.id)),
        Part("b", 1, ("乙",), phrases=(dated.id,)),
    )
    outline = Outline("own", "自拟", OUTLINES[0].genre, "总结", parts=parts)
    assert phrase_ids(first_draft(outline)) == [after.id]


@every_outline
def test_taking_the_first_suggestion_again_and_again_writes_what_the_outline_names(outline: Outline) -> None:
    draft, used = new_draft(outline), list[str]()
    for part in outline.parts:
        named = [bank().current(phrase, 2026).id for phrase in map(bank().get, part.phrases) if phrase]
        before: list[str] = []
        for _ in named:
            place = context_of(draft, outline, part, 2026, before=before, used=used)
            before.append(suggest(bank(), context=place, named=part.phrases, limit=1)[0].phrase.id)
        assert before == named, part.id
        used += before


def without_names(outline: Outline) -> Outline:
    """The outline as a writer would make it who knows no phrases."""
    return replace(outline, id="own", parts=tuple(replace(part, phrases=()) for part in outline.parts))


@every_outline
def test_an_outline_that_names_no_phrases_gets_a_whole_draft_as_well(outline: Outline) -> None:
    draft = first_draft(without_names(outline))
    for part, section in zip(outline.parts, draft.sections, strict=True):
        text = "".join(paragraph.text for paragraph in section.paragraphs)
        assert bool(text) == bool(part.length), part.id
        assert len(literal(text, "□□")) <= 2 * part.length, part.id
        for name in (name for paragraph in section.paragraphs for name in paragraph.phrase_ids):
            phrase = bank().get(name)
            assert phrase is not None
            assert phrase.topic in part.topics
            assert phrase.role in part.roles
            assert phrase.unit in ("sentence", "paragraph")
    ids = phrase_ids(draft)
    assert len(set(ids)) == len(ids)
    said = [phrase.text for phrase in map(bank().get, ids) if phrase]
    assert [text for number, text in enumerate(said) if Said(said[:number]).has(text)] == []


def test_what_the_outline_names_for_one_part_is_not_taken_by_another() -> None:
    parts = OUTLINES[0].parts
    outline = replace(OUTLINES[0], parts=(replace(parts[2], id="other", phrases=()), parts[2]))
    first, second = first_draft(outline).sections
    named = {bank().current(phrase, 2026).id for phrase in map(bank().get, parts[2].phrases) if phrase}
    assert first.paragraphs
    assert {name for paragraph in second.paragraphs for name in paragraph.phrase_ids} == named


def test_a_part_without_named_phrases_starts_as_the_writer_starts_it() -> None:
    outline = without_names(OUTLINES[0])
    part = outline.parts[2]
    habit = next(
        phrase
        for phrase in reversed(bank().phrases)
        if phrase.topic in part.topics and phrase.unit == "sentence" and not (phrase.since or phrase.until)
    )
    usage = Usage.open()
    mine = Section(part=part.id, paragraphs=(Paragraph(habit.text, habit.id),))
    usage.learn("/old", Draft(outline.id, sections=(mine,)), 1.0)
    filled = fill_draft(new_draft(outline), outline, bank(), 2026, usage)
    assert filled.sections[2].paragraphs[0].phrase_ids[0] == habit.id
    assert first_draft(outline).sections[2].paragraphs[0].phrase_ids[0] != habit.id
