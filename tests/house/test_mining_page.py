"""docs/mining.md: its keys are those of the program, its sheet of verdicts is one, its commands are there."""

from __future__ import annotations

import re
import shlex
from dataclasses import fields
from pathlib import Path

from house_pages import blocks, commands, page, rows, section

from drafter.cli import COMMANDS
from drafter.review.log import read_verdicts
from drafter.review.verdict import VERDICTS, Verdict
from drafter.tui.keys import ACTIONS, QUEUE, REVIEW

PAGE = page("docs/mining.md")


def test_the_sheet_of_the_page_is_read(tmp_path: Path) -> None:
    (text,) = blocks(PAGE, "toml")
    sheet = tmp_path / "结论.toml"
    sheet.write_text(text, "utf-8")
    edited, merged = read_verdicts(sheet)
    assert edited.facts[0].name == "新建党员之家数"
    assert merged.into == edited.id


def test_every_entry_of_a_verdict_is_explained_and_no_other() -> None:
    told = {row[0]: row[1] for row in rows(section(PAGE, "不开屏幕"))}
    assert told.keys() == {field.name for field in fields(Verdict)}
    assert set(re.findall(r"[a-z]+", told["verdict"])) == set(VERDICTS)


def test_the_keys_of_the_page_are_keys_of_a_review() -> None:
    told = {row[0] for row in rows(section(PAGE, "审阅"))}
    bound = {action.label.replace("^", "Ctrl+") for action in ACTIONS if action.where in (REVIEW, QUEUE)}
    assert told - {"1 至 9", "Ctrl+Q"} <= bound


def test_the_commands_of_the_page_are_there() -> None:
    lines = [line for block in blocks(PAGE, "sh") for line in commands(block)]
    assert {shlex.split(line)[1] for line in lines} == {"mine", "review", "search"} <= COMMANDS.keys()
