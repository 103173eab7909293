"""Nothing the program ships names a person, a place, a school or a firm of the seeds.

The names are those marked by reading (tests/gold) and all that the mine finds in the whole seeds.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from drafter.mine.clean import clean
from drafter.mine.entities import DocumentNames, entities
from drafter.mine.read import read
from drafter.mine.records import ORGANISATION, PERSON, PLACE

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
GOLD = ROOT / "tests" / "gold"
SHIPPED = sorted(
    file
    for folder in ("phrasebank", "templates", "examples", "tests/golden", "docs", "tests/mine/clean_texts")
    for file in (ROOT / folder).rglob("*")
    if file.suffix in {".toml", ".csv", ".md", ".txt", ".svg"}
)
BLACKED_OUT = re.compile(r"[*#xX×]")
pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason=f"{SEEDS} is absent: NAMES IN THE BANK NOT CHECKED"
)


def stripped(text: str) -> str:
    # 加强卫生 holds, by chance, the two characters of a name.
    return text.replace("加强", "")


@cache
def names() -> frozenset[str]:
    return frozenset(name for name in marked() | found() if len(name) >= 2 and not BLACKED_OUT.search(name))


def marked() -> set[str]:
    texts = {file.name[:3]: file.read_text("utf-8") for file in SEEDS.glob("*.txt")}
    persons = tomllib.loads((GOLD / "persons.toml").read_text("utf-8"))["text"]
    sentences = tomllib.loads((GOLD / "slots_seeds.toml").read_text("utf-8"))["sentence"]
    spans = [(text["file"], *span) for text in persons if "file" in text for span in text["persons"]]
    spans += [
        (sentence["file"], start, end)
        for sentence in sentences
        for kind, start, end in sentence["entities"]
        if kind in (PERSON, PLACE, ORGANISATION)
    ]
    return {texts[file][start:end] for file, start, end in spans}


def found() -> set[str]:
    documents = [
        document for file in SEEDS.glob("*.txt") for source in read(file) for document in clean(source)
    ]
    return {
        document.body.text[one.start : one.end]
        for document in documents
        for one in entities(document.body.text, DocumentNames.of(document.body.text))
        if one.kind in (PERSON, PLACE, ORGANISATION)
    }


def test_the_names_looked_for_are_many_and_of_all_kinds() -> None:
    assert len(names()) >= 45
    assert any(name.endswith("小学") for name in names())
    assert any(name.endswith("公司") for name in names())


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_shipped_file_holds_no_name_of_the_seeds(file: Path) -> None:
    text = stripped(file.read_text("utf-8"))
    assert sorted(name for name in names() if name in text) == []
