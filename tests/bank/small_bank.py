"""A small phrase bank of our own, written to a folder, and a house (built-in data and writer's folders) around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter import paths
from drafter.bank.phrase import Phrase
from drafter.toml.file import dump_value

TOPICS = """\
[[genre]]
id = "school-annual"
label = "学校年度总结"

[[genre]]
id = "report"
label = "汇报"

[[topic]]
id = "org-life"
label = "组织生活"
words = ["三会一课"]

[[topic]]
id = "dues"
label = "党费"
"""
FACTS = """\
[[fact]]
name = "支委会次数"
label = "支部委员会会议次数"
kind = "count"
unit = "次"
scope = "document"
ask = "开了多少次？"
example = "12"
group = "组织生活"

[[fact]]
name = "单位名称"
label = "单位名称"
kind = "organisation"
unit = ""
scope = "document"
ask = "单位全称？"
example = "青山小学"
group = "单位"
"""
SOURCES = """\
[[source]]
id = "001"
file = "001.txt"
"""
PHRASES = (
    Phrase("org-life.heading", "严格组织生活", "heading", "org-life", "heading"),
    Phrase(
        "org-life.three",
        "严格落实“三会一课”制度，召开支委会{{ 支委会次数 }}次。",
        "sentence",
        "org-life",
        "measure",
        genres=("school-annual",),
    ),
    Phrase("org-life.three-clause", "严格落实“三会一课”制度", "clause", "org-life", "measure"),
    Phrase("org-life.opening", "{{ 单位名称 }}党支部重视组织生活。", "sentence", "org-life", "opening"),
    Phrase(
        "org-life.double",
        "支委会成员参加双重民主生活会。",
        "sentence",
        "org-life",
        "measure",
        until=2012,
        successor="org-life.both",
    ),
    Phrase("org-life.both", "党员领导干部参加双重组织生活。", "sentence", "org-life", "measure"),
    Phrase("dues.monthly", "每名党员按月足额交纳党费。", "sentence", "dues", "measure"),
    Phrase("dues.problem", "个别党员交纳党费不及时。", "sentence", "dues", "problem"),
    Phrase("dues.report", "党费收缴情况定期通报。", "sentence", "dues", "result", genres=("report",)),
)


def toml_of(phrases: tuple[Phrase, ...]) -> str:
    """The phrases as a hand would write them; a missing source becomes `written`."""
    blocks = []
    for phrase in phrases:
        values: dict[str, object] = {
            "id": phrase.id,
            "text": phrase.text,
            "unit": phrase.unit,
            "topic": phrase.topic,
            "role": phrase.role,
            "genres": list(phrase.genres),
            "sources": list(phrase.sources) or ["written"],
            "since": phrase.since,
            "until": phrase.until,
            "successor": phrase.successor or None,
        }
        lines = [f"{key} = {dump_value(value)}" for key, value in values.items() if value is not None]
        blocks.append("\n".join(["[[phrase]]", *lines]))
    return "\n\n".join(blocks) + "\n"


def write_layer(folder: Path, phrases: tuple[Phrase, ...] = (), **files: str) -> Path:
    """A layer folder with phrases/own.toml and `name`.toml for every further keyword."""
    (folder / "phrases").mkdir(parents=True, exist_ok=True)
    if phrases:
        (folder / "phrases" / "own.toml").write_text(toml_of(phrases), "utf-8")
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return folder


def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, phrases: tuple[Phrase, ...] = PHRASES) -> Path:
    """Points the program at a built-in bank and writer's folders under `tmp_path`; gives the built-in layer."""
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.setattr(paths, "data_dir", lambda: tmp_path / "data")
    layer = tmp_path / "data" / "phrasebank"
    return write_layer(layer, phrases, topics=TOPICS, facts=FACTS, sources=SOURCES)
