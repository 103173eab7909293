"""The list of recent drafts: the latest first, short, and never in the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drafter.draft import Draft, Paragraph, Section
from drafter.storage.recent import MAX_RECENT, forget, recent_drafts, remember

DRAFT = Draft(
    title="总结", outline="school-annual", sections=(Section("甲", paragraphs=(Paragraph("一二三"),)),)
)


def test_the_draft_opened_last_comes_first_and_only_once(tmp_path: Path) -> None:
    for name in ("a", "b", "a"):
        remember(tmp_path / name, DRAFT, tmp_path / "state")
    found = recent_drafts(tmp_path / "state")
    assert [one.path.name for one in found] == ["a", "b"]
    assert (found[0].title, found[0].outline, found[0].characters) == ("总结", "school-annual", 4)
    assert found[0].opened >= found[1].opened


def test_the_list_stays_short_and_a_draft_can_be_taken_off(tmp_path: Path) -> None:
    for number in range(MAX_RECENT + 2):
        remember(tmp_path / str(number), DRAFT, tmp_path)
    assert len(recent_drafts(tmp_path)) == MAX_RECENT
    forget(tmp_path / str(MAX_RECENT + 1), tmp_path)
    assert len(recent_drafts(tmp_path)) == MAX_RECENT - 1


@pytest.mark.parametrize(
    "text",
    ["", "{", "{}", "[1, null]", '[{"path": "/a"}]', "[" * 100_000, '[{"path": "/a", "title": "", "outline": "", '
     '"opened": 1e999, "characters": 1}]'],
)  # fmt: skip
def test_a_damaged_list_reads_as_empty_and_is_written_anew(tmp_path: Path, text: str) -> None:
    file = tmp_path / "recent.json"
    file.write_text(text, encoding="utf-8")
    assert recent_drafts(tmp_path) == ()
    remember(tmp_path / "a", DRAFT, tmp_path)
    assert len(json.loads(file.read_text(encoding="utf-8"))) == 1


def test_a_path_that_is_no_proper_text_is_kept(tmp_path: Path) -> None:
    odd = tmp_path / "\udcff.draft.toml"
    remember(odd, DRAFT, tmp_path)
    assert recent_drafts(tmp_path)[0].path == odd


def test_a_state_folder_that_cannot_be_made_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("not a folder", encoding="utf-8")
    assert not remember(tmp_path / "a", DRAFT, tmp_path / "state")
    assert recent_drafts(tmp_path / "state") == ()


def test_the_list_is_kept_in_the_state_folder_of_the_writer(home: Path, tmp_path: Path) -> None:
    assert remember(tmp_path / "a", DRAFT)
    assert recent_drafts() == recent_drafts(home / "state") != ()
