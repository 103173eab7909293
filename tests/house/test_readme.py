"""The two README files say the same, and what they tell a newcomer to type works."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from house_pages import ROOT, blocks, codes, commands, page, section

from drafter import paths
from drafter.storage.draft_file import read_draft

ENGLISH, CHINESE = page("README.md"), page("README.zh-CN.md")
FIRST_REPORT = section(ENGLISH, "A first report from the command line")
PAGES = [
    "README.md",
    "README.zh-CN.md",
    "ARCHITECTURE.md",
    *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md")),
]


def test_the_two_readmes_have_the_same_command_lines() -> None:
    english, chinese = ([commands(block) for block in blocks(text, "sh")] for text in (ENGLISH, CHINESE))
    assert english == chinese
    assert len(english) == 5


def test_the_two_readmes_have_the_same_shape() -> None:
    levels = [re.findall(r"^(#+) ", text, re.MULTILINE) for text in (ENGLISH, CHINESE)]
    assert levels[0] == levels[1]
    assert set(re.findall(r"\]\((?!README)(.+?)\)", ENGLISH)) == set(
        re.findall(r"\]\((?!README)(.+?)\)", CHINESE)
    )
    paths_told = [{code for code in codes(text) if "/" in code or "%" in code} for text in (ENGLISH, CHINESE)]
    assert paths_told[0] == paths_told[1]


def test_the_commands_that_open_and_test_are_targets_of_the_makefile() -> None:
    told = commands(blocks(section(ENGLISH, "Open it, test it"), "sh")[0])
    targets = set(re.findall(r"^(\w+):", page("Makefile"), re.MULTILINE))
    assert [line.split()[0] for line in told] == ["make", "make"]
    assert {line.split()[1] for line in told} <= targets


@pytest.mark.parametrize("name", PAGES)
def test_every_link_of_a_page_leads_somewhere(name: str) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", page(name)):
        target, _, anchor = link.partition("#")
        if not target.startswith("http"):
            found = (ROOT / name).parent / target if target else ROOT / name
            assert found.exists(), link
            assert not anchor or re.search(
                rf"^#+ {re.escape(anchor)}$", found.read_text("utf-8"), re.MULTILINE
            )


def test_the_first_report_is_made_as_printed(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for block in blocks(FIRST_REPORT, "sh"):
        for line in commands(block):
            program, *arguments = shlex.split(line)
            assert program == "drafter"
            done = subprocess.run(
                [sys.executable, "-m", "drafter", *arguments],
                cwd=tmp_path,
                env={**os.environ, "DRAFTER_HOME": str(tmp_path / "home"), "PYTHONUTF8": "1"},
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
            assert done.stdout.strip(), line
    draft = read_draft(tmp_path / "report.draft.toml")
    assert draft.facts["成文日期"] == "2026年12月20日"
    made = {name: Document(str(tmp_path / f"{name}.docx")) for name in ("report", "finished", "open")}
    words = {name: "\n".join(paragraph.text for paragraph in one.paragraphs) for name, one in made.items()}
    assert "【待填：" in words["open"]
    assert "【待填：" not in words["finished"] + words["report"]
    again = read_draft(tmp_path / "this-year.draft.toml")
    assert again.outline == "branch-annual-2026"
    assert again.extra["last_year"]["支委会次数"] == "13"
    assert "党支部2026年工作总结" in words["report"]
    assert "2026年12月20日" in words["report"]


def test_the_privacy_page_names_the_folders_the_program_uses(monkeypatch: pytest.MonkeyPatch) -> None:
    text = page("docs/privacy.md")
    for name in ("DRAFTER_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        assert f"`{name}`" in text
        monkeypatch.delenv(name, raising=False)
    if sys.platform != "win32":
        told = codes(text)
        for folder in (paths.config_dir(), paths.data_home(), paths.state_dir()):
            assert f"~/{folder.relative_to(Path.home())}" in told
