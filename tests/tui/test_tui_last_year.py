"""A draft made of last year's report: the fact form shows what each fact was, and saving keeps it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import OptionList, Static
from tui_driving import on_disk, on_writing, press, small_draft, workbench, write

from drafter.filling import LAST_YEAR
from drafter.storage.draft_file import read_draft, write_draft


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_the_form_shows_last_years_value_beside_the_open_fact(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = small_draft(tmp_path)
    before = {"支委会次数": "13", "不在稿件里": "1"}
    write_draft(path, replace(read_draft(path), extra={LAST_YEAR: before}))
    app = workbench(path)
    async with app.run_test(size=size) as pilot:
        screen = await on_writing(pilot)
        await press(pilot, "f2")
        rows = screen.facts.query_one("#fact-rows", OptionList)
        shown = [str(rows.get_option_at_index(number).prompt) for number in range(rows.option_count)]
        assert [row for row in shown if "委员会会议次数" in row and "上年：13" in row], shown
        while (use := screen.facts.current) and use.spec.name != "支委会次数":
            await press(pilot, "down")
        assert "上年：13" in str(screen.facts.query_one("#ask", Static).render())
        await write(pilot, "14")
        await press(pilot, "escape", "ctrl+q")
    saved = on_disk(path)
    assert saved.facts["支委会次数"] == "14"
    assert dict(saved.extra[LAST_YEAR]) == before
