"""The list of recent drafts: the latest first, short, and never in the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drafter.draft import Draft, Paragraph, Section
from drafter.errors import FileProblem
from drafter.recent import MAX_RECENT, forget, recent_drafts, remember

DRAFT = Draft(
    title="总结", outline="school-annual", sections=(Section("甲", paragraphs=(Paragraph("一二三"),)),)
)


def test_the_draft_opened_last_comes_first_and_only_once(tmp_path: Path) -> None:
    for name in ("a", "b", "a"):
        remember(tmp_path / "state", tmp_path / name, DRAFT)
    found = recent_drafts(tmp_path / "state")
    assert [one.path.name for one in found] == ["a", "b"]
    assert (found[0].title, found[0].outline, found[0].characters) == ("总结", "school-annual", 4)
    assert found[0].opened >= found[1].opened


def test_the_list_stays_short_and_a_draft_can_be_taken_off(tmp_path: Path) -> None:
    for number in range(MAX_RECENT + 2):
        remember(tmp_path, tmp_path / str(number), DRAFT)
    assert len(recent_drafts(tmp_path)) == MAX_RECENT
    forget(tmp_path, tmp_path / str(MAX_RECENT + 1))
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
    remember(tmp_path, tmp_path / "a", DRAFT)
    assert len(json.loads(file.read_text(encoding="utf-8"))) == 1


def test_a_path_that_is_no_proper_text_is_kept(tmp_path: Path) -> None:
    odd = tmp_path / "\udcff.draft.toml"
    remember(tmp_path, odd, DRAFT)
    assert recent_drafts(tmp_path)[0].path == odd


def test_a_state_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("not a folder", encoding="utf-8")
    with pytest.raises(FileProblem):
        remember(tmp_path / "state", tmp_path / "a", DRAFT)
    assert recent_drafts(tmp_path / "state") == ()
