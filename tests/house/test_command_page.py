"""docs/commands.md is complete and true: every command, option, JSON name and exit status is there, and no other."""

from __future__ import annotations

import argparse
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from house_pages import ROOT, page, section, tables

from drafter import cli
from drafter.arguments import Parser

PAGE = page("docs/commands.md")
OPTIONS, NAMES, EXAMPLES = "参数或选项", "JSON", "例子"


def parsers() -> dict[str, argparse.ArgumentParser]:
    """Every command, and every action of a command, with the parser of its arguments."""
    found: dict[str, argparse.ArgumentParser] = {"drafter": cli._top_parser()}
    for name in cli.COMMANDS:
        parser = Parser(f"drafter {name}")
        import_module(f"drafter.commands.{name}").add_arguments(parser)
        found[f"drafter {name}"] = parser
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                found |= {f"drafter {name} {inner}": below for inner, below in action.choices.items()}
    return found


PARSERS = parsers()


def written(parser: argparse.ArgumentParser) -> set[str]:
    """The arguments of a parser as the page writes them: `-o 文件`, `--json`, `稿件`."""
    found: set[str] = set()
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
            continue
        named = str(action.metavar) if action.metavar else "{" + ",".join(action.choices or ()) + "}"
        value = "" if action.nargs == 0 else f" {named}"
        found |= {f"{option}{value}" for option in action.option_strings} or {named}
    return found


def column(command: str, head: str) -> list[tuple[str, ...]]:
    """The rows of the table with that head in the section of a command, without those of its actions."""
    own = section(PAGE, command).partition("\n### ")[0]
    return [row for table in tables(own) if table[0][0] == head for row in table[1:]]


@pytest.mark.parametrize("command", PARSERS)
def test_every_option_of_a_command_is_on_its_page_and_no_other(command: str) -> None:
    told = [row[0] for row in column(command, OPTIONS)]
    assert {name for cell in told for name in re.findall(r"`([^`]+)`", cell) or [cell]} == written(
        PARSERS[command]
    )


def test_the_page_has_every_command_and_no_other() -> None:
    assert set(re.findall(r"^###? (drafter.*)$", PAGE, re.MULTILINE)) == PARSERS.keys()


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the examples, as a reader of the page has them."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("line", "status"), [row for table in tables(PAGE) if table[0][0] == EXAMPLES for row in table[1:]]
)
def test_an_example_ends_with_the_status_the_page_gives(line: str, status: str, workplace: Path) -> None:
    program, *arguments = shlex.split(line)
    assert program == "drafter"
    assert cli.main(arguments) == int(status)
    assert (workplace / "examples").is_dir()


def names(value: Any, above: str = "") -> Iterator[str]:
    """The name of everything in a JSON value: `open`, `open[].name`."""
    if isinstance(value, list):
        for item in value:
            yield from names(item, f"{above}[]" if above else "")
    elif isinstance(value, dict):
        for key, item in value.items():
            name = f"{above}.{key}" if above else key
            yield name
            yield from names(item, name)


JSON_CALLS = {
    "drafter outlines": ["outlines --json", "outlines branch-annual-2026 --json"],
    "drafter search": ["search 三会一课 --json", "search 三会一课 --json --explain"],
    "drafter facts": ["facts examples/open.draft.toml --json"],
    "drafter check": ["check examples/open.draft.toml --format json"],
    "drafter export": ["export examples/open.draft.toml -o open.txt --json"],
    "drafter reuse": ["reuse last.txt -o new.draft.toml --json"],
    "drafter mine": ["mine old.txt missing.txt -o candidates.jsonl --json"],
    "drafter review": [
        "review reviewed.jsonl --list --json",
        "review reviewed.jsonl --apply verdicts.jsonl --json",
    ],
    "drafter bank stats": ["bank stats --json"],
    "drafter bank validate": ["bank validate --bank faulty --json"],
    "drafter bank dump": ["bank dump --json"],
    "drafter bank add": ["bank add 组织学习。 --topic theory --role measure --json"],
    "drafter bank index": ["bank index --json"],
}


def test_every_command_with_json_is_called() -> None:
    with_json = {
        name for name, parser in PARSERS.items() if {"--json", "--format {text,json}"} & written(parser)
    }
    assert with_json == JSON_CALLS.keys()


@pytest.mark.parametrize("command", JSON_CALLS)
def test_every_json_name_is_on_the_page_and_no_other(
    command: str, workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (workplace / "faulty" / "phrases").mkdir(parents=True)
    (workplace / "faulty" / "phrases" / "a.toml").write_text('[[phrase]]\nid = "a.b"\n', "utf-8")
    (workplace / "old.txt").write_text("一、工作情况\n召开支委会12次，认真落实各项制度。\n", "utf-8")
    (workplace / "last.txt").write_text("2025年工作总结\n全年扎实开展党史学习教育，召开会议12次。\n", "utf-8")
    candidate = '{"id":"c-a","text":"组织学习讨论","unit":"clause","documents":1,"sources":1}'
    (workplace / "reviewed.jsonl").write_text(candidate, "utf-8")
    (workplace / "verdicts.jsonl").write_text('{"id":"c-a","verdict":"accept"}', "utf-8")
    told = {row[0] for row in column(command, NAMES)}
    seen: set[str] = set()
    for call in JSON_CALLS[command]:
        assert cli.main(shlex.split(call)) in (0, 1), capsys.readouterr().err
        out = capsys.readouterr().out
        values = [json.loads(out)] if out.startswith("[") else [json.loads(line) for line in out.splitlines()]
        seen |= {name for value in values for name in names(value)}
    maps = {name.removesuffix("*") for name in told if name.endswith(".*")}
    seen = {next((f"{start}*" for start in maps if name.startswith(start)), name) for name in seen}
    assert seen == told
