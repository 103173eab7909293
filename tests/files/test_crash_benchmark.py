"""The crash benchmark runs and judges: a few kills here, two hundred when figures are wanted."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from drafter.storage.draft_file import write_draft
from drafter.storage.journal import Journal

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks import crash_core


def test_a_few_killed_sessions_lose_nothing(tmp_path: Path) -> None:
    tally = crash_core.run(tmp_path, 4, random.Random(1))
    assert tally.kills == 4
    assert tally.edits > 4
    assert (tally.lost, tally.wrong) == (0, 0)


@pytest.mark.parametrize(("acknowledged", "lost", "wrong"), [(3, 0, 0), (2, 0, 0), (5, 2, 0), (1, 0, 1)])
def test_the_judge_sees_what_is_missing_and_what_nobody_was_told(
    tmp_path: Path, acknowledged: int, lost: int, wrong: int
) -> None:
    path, tally = tmp_path / "稿.draft.toml", crash_core.Tally()
    first = draft = crash_core.first_draft()
    journal = Journal(path, tmp_path, base=write_draft(path, first))
    for number in range(1, 4):
        draft = crash_core.apply_edit(draft, number)
        journal.record(draft)
    journal.close()
    assert crash_core.judge(first, acknowledged, path, tmp_path, tally) == draft
    assert (tally.lost, tally.wrong) == (lost, wrong)
