"""What this program exported, read back: the same outline, parts, headings, facts and text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from drafter.bank.library import Bank, load_bank
from drafter.check import load_rules
from drafter.compose import compose
from drafter.draft import Draft
from drafter.export import export_document
from drafter.export.text import to_text
from drafter.filling import fact_uses
from drafter.outline import load_outlines
from drafter.reuse.new_year import new_year_of, turned
from drafter.reuse.reading import read_report
from drafter.reuse.whole import Rebuilt, rebuild
from drafter.storage.draft_file import dumps, loads, read_draft

ROOT = Path(__file__).parents[2]
DRAFTS = (
    *sorted((ROOT / "examples").glob("*.draft.toml")),
    *sorted((ROOT / "tests/golden").glob("*.draft.toml")),
)
every_draft = pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.name.partition(".")[0])
every_format = pytest.mark.parametrize("suffix", [".docx", ".txt", ".md"])


@cache
def bank() -> Bank:
    return load_bank()


@cache
def reused(path: Path, suffix: str) -> tuple[Draft, Rebuilt]:
    """The draft in `path`, and what its export to `suffix` becomes."""
    draft = read_draft(path)
    with TemporaryDirectory() as folder:
        old = Path(folder) / f"old{suffix}"
        export_document(compose(draft, bank().vocabulary), old)
        return draft, rebuild(read_report(old).paper, bank(), load_outlines())


def printed_facts(draft: Draft) -> set[tuple[str, str]]:
    """Names and printed values of the facts a draft prints."""
    uses = fact_uses(draft, bank().vocabulary)
    return {(use.spec.name, use.shown) for use in uses if use.shown and use.places}


def headings(draft: Draft) -> list[tuple[str, int, bool, str]]:
    return [(section.part, section.level, section.run_in, section.heading) for section in draft.sections]


@every_format
@every_draft
def test_an_export_becomes_the_same_outline_parts_and_headings(
    path: Path, suffix: str, tmp_path: Path
) -> None:
    before, after = reused(path, suffix)
    assert after.draft.outline == before.outline
    assert headings(after.draft) == headings(before)


@every_format
@every_draft
def test_nine_of_ten_facts_are_found_with_their_value(path: Path, suffix: str) -> None:
    before, after = reused(path, suffix)
    wanted = printed_facts(before)
    assert len(wanted & printed_facts(after.draft)) >= 0.9 * len(wanted), wanted - printed_facts(after.draft)


@every_format
@every_draft
def test_with_the_old_values_it_prints_the_same_text(path: Path, suffix: str) -> None:
    before, after = reused(path, suffix)
    kept = turned(after, bank(), load_rules(), 2027, keep_values=True).draft
    again = loads(dumps(kept))
    assert to_text(compose(again, bank().vocabulary)) == to_text(compose(before, bank().vocabulary))


@every_draft
def test_paragraphs_of_the_bank_are_found_with_their_phrases(path: Path) -> None:
    before, after = reused(path, ".docx")
    found = {name for s in after.draft.sections for p in s.paragraphs for name in p.phrase_ids}
    wanted = {name for s in before.sections for p in s.paragraphs for name in p.phrase_ids if not p.edited}
    texts = {phrase.text: phrase.id for phrase in bank().phrases}
    assert len(wanted & found) >= 0.9 * len(
        {texts[phrase.text] for phrase in map(bank().get, wanted) if phrase is not None}
    )


@every_draft
def test_the_new_draft_asks_for_figures_and_shows_what_they_were(path: Path) -> None:
    before, after = reused(path, ".docx")
    draft = loads(dumps(turned(after, bank(), load_rules(), 2027).draft))
    old = dict(printed_facts(before))
    for use in fact_uses(draft, bank().vocabulary):
        if use.spec.kind.numeric and use.places and not use.computed:
            assert not use.shown, use.spec.name
            assert use.last_year or use.spec.name not in old, use.spec.name
        if use.spec.name == "单位名称":
            assert use.shown == old["单位名称"]
            assert not use.last_year


@every_draft
def test_nothing_is_filled_in_that_the_old_report_did_not_say(path: Path) -> None:
    _, after = reused(path, ".docx")
    draft = turned(after, bank(), load_rules(), 2027).draft
    whole = to_text(compose(after.draft, bank().vocabulary))
    for name, value in draft.facts.items():
        assert value in whole, name


def test_the_finished_example_keeps_its_table_and_attachments() -> None:
    before, after = reused(ROOT / "examples/finished.draft.toml", ".docx")
    tables = [p.table for s in after.draft.sections for p in s.paragraphs if p.table]
    assert tables == [p.table for s in before.sections for p in s.paragraphs if p.table]
    assert after.draft.attachments == before.attachments
    assert (after.draft.title, after.draft.date) == (before.title, before.date)


def test_a_fact_with_two_values_never_becomes_one(tmp_path: Path) -> None:
    draft = read_draft(ROOT / "examples/finished.draft.toml")
    text = "一季度召开支部党员大会{{ 党员大会次数 }}次、支部委员会会议31次。"
    section = next(n for n, s in enumerate(draft.sections) if s.part == "org-life")
    inside = draft.sections[section]
    changed = replace(
        inside, paragraphs=(*inside.paragraphs, replace(inside.paragraphs[0], text=text, phrase=""))
    )
    draft = replace(draft, sections=(*draft.sections[:section], changed, *draft.sections[section + 1 :]))
    file = tmp_path / "two.draft.toml"
    file.write_text(dumps(draft), encoding="utf-8")
    before, after = reused(file, ".docx")
    assert ("支委会次数", "13") in printed_facts(after.draft)
    assert "31" in {value for _, value in printed_facts(after.draft)}
    assert to_text(compose(after.draft, bank().vocabulary)) == to_text(compose(before, bank().vocabulary))


@pytest.mark.parametrize(("old", "new"), [(2025, 2026), (2026, 2027), (2012, 2026), (None, 2026)])
def test_the_new_year_is_the_next_or_this_one(old: int | None, new: int) -> None:
    assert new_year_of(old, date(2026, 11, 21)) == new
