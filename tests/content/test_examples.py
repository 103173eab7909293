"""examples/: what the README exports and the walk-through opens."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.bank.fill import fill_draft
from drafter.bank.library import load_bank
from drafter.check import Severity, check_document, load_rules
from drafter.compose import compose
from drafter.document import BlockKind
from drafter.facts.facts_file import read_facts
from drafter.filling import set_facts
from drafter.outline import load_outline, new_draft
from drafter.storage.draft_file import dumps, read_draft, read_draft_file

EXAMPLES = Path(__file__).parents[2] / "examples"
DRAFTS = sorted(EXAMPLES.glob("*.draft.toml"))
FACTS = EXAMPLES / "facts.csv"
every_draft = pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.name)


def test_there_is_a_finished_and_an_open_example() -> None:
    assert [path.name for path in DRAFTS] == ["finished.draft.toml", "open.draft.toml"]


@every_draft
def test_an_example_is_written_as_the_program_writes_it(path: Path) -> None:
    opened = read_draft_file(path)
    assert opened.notes == ()
    assert dumps(opened.draft) == path.read_text("utf-8")


@every_draft
def test_an_example_follows_its_outline_and_composes_without_a_fault(path: Path) -> None:
    draft, vocabulary = read_draft(path), load_bank().vocabulary
    outline = load_outline(draft.outline)
    assert [section.part for section in draft.sections] == [part.id for part in outline.parts]
    assert set(draft.facts) <= set(outline.facts)
    found = check_document(compose(draft, vocabulary), load_rules(), year=2026)
    assert [f.message for f in found if f.severity in (Severity.ERROR, Severity.WARNING)] == []


@every_draft
def test_what_an_example_has_from_the_bank_is_what_the_bank_has_today(path: Path) -> None:
    bank = load_bank()
    kept = edited = 0
    for section in read_draft(path).sections:
        for paragraph in section.paragraphs:
            phrases = [bank.get(name) for name in paragraph.phrase_ids]
            assert None not in phrases, section.part
            if paragraph.edited:
                edited += 1
            elif phrases:
                kept += 1
                assert paragraph.text == "".join(phrase.text for phrase in phrases if phrase), section.part
    assert kept
    assert edited


def test_the_finished_example_is_a_whole_report() -> None:
    draft = read_draft(EXAMPLES / "finished.draft.toml")
    document = compose(draft, load_bank().vocabulary)
    assert document.open_slots() == ()
    assert document.characters >= 1800
    assert {block.kind for block in document.blocks} == set(BlockKind)


def test_the_open_example_has_a_dozen_open_facts_and_many_filled_ones() -> None:
    draft = read_draft(EXAMPLES / "open.draft.toml")
    assert len(compose(draft, load_bank().vocabulary).open_slots()) >= 12
    assert len(draft.facts) >= 20


def test_the_example_table_fills_a_new_branch_summary_and_is_what_the_finished_example_holds() -> None:
    bank, outline = load_bank(), load_outline("branch-annual-2026")
    typed = read_facts(FACTS, bank.vocabulary)
    draft = fill_draft(new_draft(outline), outline, bank, 2026)
    draft = set_facts(draft, typed, bank.vocabulary, bank.vocabulary)
    assert compose(draft, bank.vocabulary).open_slots() == ()
    assert list(typed) == list(outline.facts)
    assert typed == dict(read_draft(EXAMPLES / "finished.draft.toml").facts)
