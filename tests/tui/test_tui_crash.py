"""The workbench half of the crash benchmark: a few real kills here, two hundred when figures are wanted."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_nothing_painted_is_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    from benchmarks import crash_tui

    tally = crash_tui.run(tmp_path, 2, random.Random(3))
    assert tally.kills == 2
    assert tally.edits > 2
    assert (tally.lost, tally.wrong, tally.questions) == (0, 0, 0)
