"""docs/draft-format.md: its examples are drafts, and its table lists every entry a draft may have."""

from __future__ import annotations

import pytest
from house_pages import blocks, page, rows, section

from drafter.bank.library import load_bank
from drafter.compose import compose
from drafter.storage.draft_dump import DRAFT_KEYS, PARAGRAPH_KEYS, SECTION_KEYS, TABLE_KEYS
from drafter.storage.draft_file import dumps, loads

PAGE = page("docs/draft-format.md")


@pytest.mark.parametrize("heading", ["完整的例子", "最短的写法"])
def test_an_example_of_the_draft_page_is_a_draft_without_faults(heading: str) -> None:
    (text,) = blocks(section(PAGE, heading), "toml")
    draft = loads(text)
    document = compose(draft, load_bank().vocabulary)
    assert document.open_slots() == ()
    assert dumps(loads(dumps(draft))) == dumps(draft)


def test_the_complete_example_uses_every_entry() -> None:
    (text,) = blocks(section(PAGE, "完整的例子"), "toml")
    draft = loads(text)
    paragraphs = [paragraph for one in draft.sections for paragraph in one.paragraphs]
    assert all((draft.outline, draft.addressee, draft.signature, draft.date, draft.attachments, draft.facts))
    assert any(one.run_in for one in draft.sections)
    assert any(paragraph.phrase and paragraph.phrase_hash for paragraph in paragraphs)
    assert any(paragraph.facts for paragraph in paragraphs)
    assert any(paragraph.table is not None and paragraph.table.caption for paragraph in paragraphs)
    assert not draft.extra


def test_the_draft_page_lists_every_entry_and_no_other() -> None:
    listed = {(place, name) for place, name, *_ in rows(section(PAGE, "每一项"))}
    tables = {"稿件": DRAFT_KEYS, "部分": SECTION_KEYS, "段落": PARAGRAPH_KEYS, "表格": TABLE_KEYS}
    assert listed == {(place, name) for place, names in tables.items() for name in names}
