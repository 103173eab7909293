"""docs/phrase-bank.md: its examples make a bank, an outline and a layout that the program takes."""

from __future__ import annotations

import re
import shlex
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from house_pages import blocks, codes, commands, page, rows, section

from drafter.bank.layer import Genre, Source, Topic
from drafter.bank.library import load_bank
from drafter.bank.phrase import Phrase
from drafter.cli import main
from drafter.export.layout_file import load_layout
from drafter.facts.spec import FactSpec
from drafter.outline import Outline, Part, check_outline, read_outline
from drafter.roles import ROLE_LABELS, UNIT_LABELS
from drafter.storage.draft_file import read_draft
from drafter.toml.file import read_toml

PAGE = page("docs/phrase-bank.md")
NAMES = {
    "词句": "phrases/library.toml",
    "事实": "facts.toml",
    "主题和文种": "topics.toml",
    "来源": "sources.toml",
}


def example(heading: str) -> str:
    (text,) = blocks(section(PAGE, heading), "toml")
    return text


def listed(heading: str) -> set[str]:
    """The first words of the tables below a heading, which are the names of entries."""
    return {row[0] for row in rows(section(PAGE, heading))}


def own(kind: type, *derived: str) -> set[str]:
    return {field.name for field in fields(kind)} - set(derived)


@pytest.fixture
def bank_folder(tmp_path: Path) -> Path:
    """The bank of the page, as its reader would write it."""
    for heading, name in NAMES.items():
        target = tmp_path / "bank" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(example(heading), "utf-8")
    return tmp_path / "bank"


def test_the_bank_of_the_page_is_valid(bank_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "validate", "--bank", str(bank_folder)]) == 0, capsys.readouterr().out
    bank = load_bank([bank_folder])
    phrase = bank.get("library.opening-hours")
    assert phrase is not None
    assert phrase.layer == "team"


def test_the_settings_of_the_page_name_team_banks(bank_folder: Path, home: Path) -> None:
    (text,) = blocks(PAGE.partition("## 加一条")[0], "toml")
    # The folders of the example are not here; the bank of the page stands in for them.
    settings = re.sub(r"\[.*\]", f"[{str(bank_folder)!r}]", text)
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text(settings, "utf-8")
    assert load_bank().get("library.opening-hours") is not None


def test_the_commands_that_add_a_phrase_work(capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = blocks(section(PAGE, "加一条"), "sh")
    for line in commands(block):
        program, *arguments = shlex.split(line)
        assert program == "drafter"
        assert main(arguments) == 0, capsys.readouterr()
    assert "报到服务" in capsys.readouterr().out


@pytest.mark.parametrize("heading", NAMES)
def test_every_entry_of_an_example_is_explained(heading: str, bank_folder: Path) -> None:
    tables = read_toml(bank_folder / NAMES[heading]).data
    used = {key for entries in tables.values() for entry in entries for key in entry}
    explained = {
        "词句": own(Phrase, "layer", "where"),
        "事实": own(FactSpec, "where"),
        "主题和文种": own(Topic) | own(Genre),
        "来源": own(Source),
    }[heading]
    assert used == explained
    if rows(section(PAGE, heading)):
        assert listed(heading) == explained


def test_the_page_names_every_unit_and_role() -> None:
    cells = {row[0]: row[1] for row in rows(section(PAGE, "词句"))}
    for key, labels in (("unit", UNIT_LABELS), ("role", ROLE_LABELS)):
        named = re.findall(r"([a-z]+) (\w+)", cells[key])
        assert dict(named) == labels


def test_the_outline_of_the_page_makes_a_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "library-annual.toml"
    path.write_text(example("自己的提纲"), "utf-8")
    outline, bank = read_outline(path), load_bank()
    names = {
        "topics": bank.topics,
        "genres": bank.genres,
        "facts": bank.vocabulary,
        "phrases": {phrase.id for phrase in bank.phrases},
    }
    assert check_outline(outline, **names) == ()
    assert main(["new", path.name, "--suggest", "-o", "a.draft.toml"]) == 0
    assert [one.part for one in read_draft(tmp_path / "a.draft.toml").sections] == ["opening", "safety"]


def test_the_page_lists_every_entry_of_an_outline() -> None:
    told = {(place, name) for place, name, *_ in rows(section(PAGE, "自己的提纲"))}
    outline = (own(Outline, "path", "parts") | {"part"}, own(Part))
    assert told == {
        (place, name) for place, names in zip(("提纲", "部分"), outline, strict=True) for name in names
    }
    data = tomllib.loads(example("自己的提纲"))
    assert data.keys() == outline[0]
    assert {key for part in data["part"] for key in part} == outline[1]


def test_the_layout_of_the_page_is_a_layout(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(example("自己的版式"), "utf-8")
    assert load_layout(path).page.top != load_layout("gb9704").page.top


def test_the_page_names_the_built_in_layout() -> None:
    assert "templates/layouts/gb9704.toml" in codes(PAGE)
