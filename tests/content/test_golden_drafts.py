"""tests/golden/: of every outline one whole report of an invented unit, as a careful office would hand it in."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from drafter.bank.library import Bank, load_bank
from drafter.bank.phrase import literal
from drafter.check import Severity, check_document, load_rules
from drafter.compose import compose
from drafter.document import BlockKind, Document
from drafter.docx_text import read_docx
from drafter.draft import Draft
from drafter.export import export_document
from drafter.filling import fact_uses
from drafter.outline import load_outline, load_outlines
from drafter.storage.draft_file import dumps, read_draft, read_draft_file

FOLDER = Path(__file__).parents[1] / "golden"
EXAMPLES = Path(__file__).parents[2] / "examples"
DRAFTS = sorted(FOLDER.glob("*.draft.toml"))
every_draft = pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.name.removesuffix(".draft.toml"))
LEAST_FROM_BANK = 0.7
"""Share of the paragraphs that hold at least one phrase of the bank: the rest are the writer's own sentences."""


@cache
def bank() -> Bank:
    return load_bank()


def document(draft: Draft) -> Document:
    return compose(draft, bank().vocabulary)


def test_every_outline_has_a_whole_report() -> None:
    written = {read_draft(path).outline for path in (*DRAFTS, EXAMPLES / "finished.draft.toml")}
    assert {outline.id for outline in load_outlines()} - written == set()


@every_draft
def test_it_is_named_after_its_outline_and_written_as_the_program_writes_it(path: Path) -> None:
    opened = read_draft_file(path)
    assert opened.notes == ()
    assert path.name == f"{opened.draft.outline}.draft.toml"
    assert dumps(opened.draft) == path.read_text("utf-8")


@every_draft
def test_it_has_the_parts_of_its_outline_in_their_order(path: Path) -> None:
    draft = read_draft(path)
    parts = load_outline(draft.outline).parts
    present = [section.part for section in draft.sections if section.part]
    assert present == [part.id for part in parts if part.id in present]
    assert {part.id for part in parts if part.required} <= set(present)


@every_draft
def test_it_comes_from_the_bank_and_uses_it_as_it_is_today(path: Path) -> None:
    paragraphs = [paragraph for section in read_draft(path).sections for paragraph in section.paragraphs]
    for paragraph in paragraphs:
        phrases = [bank().get(name) for name in paragraph.phrase_ids]
        assert None not in phrases, paragraph.phrase
        assert [phrase.id for phrase in phrases if phrase and phrase.stale(2026)] == []
        if phrases and not paragraph.edited:
            assert paragraph.text == "".join(phrase.text for phrase in phrases if phrase), paragraph.phrase
    assert sum(bool(paragraph.phrase) for paragraph in paragraphs) >= LEAST_FROM_BANK * len(paragraphs)


@every_draft
def test_every_fact_it_holds_is_used_and_nothing_is_open(path: Path) -> None:
    draft = read_draft(path)
    assert document(draft).open_slots() == ()
    assert set(draft.facts) <= {use.spec.name for use in fact_uses(draft, bank().vocabulary)}


@every_draft
def test_the_checks_find_no_error_in_it(path: Path) -> None:
    found = check_document(document(read_draft(path)), load_rules(), year=2026)
    assert [finding.message for finding in found if finding.severity is Severity.ERROR] == []


@every_draft
def test_it_says_nothing_twice(path: Path) -> None:
    clauses = Counter(
        clause
        for section in read_draft(path).sections
        for paragraph in section.paragraphs
        for clause in re.split("[，。；：]", literal(paragraph.text, "□"))
        if len(clause) >= 12
    )
    assert [clause for clause, times in clauses.items() if times > 1] == []


@every_draft
def test_its_export_holds_every_paragraph(path: Path, tmp_path: Path) -> None:
    whole = document(read_draft(path))
    export_document(whole, tmp_path / "report.docx")
    exported = "".join(paragraph.text for paragraph in read_docx(tmp_path / "report.docx"))
    bodies = [
        "".join(run.text for run in block.runs) for block in whole.blocks if block.kind is BlockKind.BODY
    ]
    assert len(bodies) >= 5
    assert [body for body in bodies if body not in exported] == []
