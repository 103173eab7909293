"""Writing many phrases at once: whole or not at all, and everything else in the files byte for byte."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_bank import house

from drafter import paths
from drafter.bank.batch import Batch, Target
from drafter.bank.layer import Source
from drafter.bank.library import load_bank
from drafter.bank.phrase import Phrase
from drafter.bank.validation import validate
from drafter.errors import BankError, FileProblem
from drafter.facts.spec import FactSpec, Kind
from drafter.files import write_atomic

FACT = FactSpec("走访户数", "走访户数", Kind.COUNT, "户", "document", "走访了多少户？", "12", "其他")
SOURCE = Source("mined-0123456789", "示例.txt")
ONE = Phrase(
    "dues.a", "走访{{ 走访户数 }}户。", "sentence", "dues", "measure", sources=("mined-0123456789:3-9",)
)
TWO = Phrase("org-life.b", "党小组会按月召开。", "sentence", "org-life", "measure", sources=("written",))
LINES = st.sampled_from(["# 注释", "", "[[phrase]]", "# 又一条注释", "  "])


def layer() -> Path:
    return paths.personal_bank()


def everything() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in layer().rglob("*.toml")}


def write(**changes: Any) -> tuple[Path, ...]:
    return Target.open(layer()).write(replace(Batch(), **changes))


def test_phrases_bring_their_facts_and_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house(tmp_path, monkeypatch)
    changed = write(phrases=(ONE, TWO), facts=(FACT,), sources=(SOURCE,))
    assert [path.name for path in changed] == ["facts.toml", "sources.toml", "dues.toml", "org-life.toml"]
    assert validate() == ()
    bank = load_bank()
    assert bank.vocabulary["走访户数"].unit == "户"
    assert {ONE.id, TWO.id} <= {phrase.id for phrase in bank.phrases}


def test_every_fault_is_told_and_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house(tmp_path, monkeypatch)
    bad = replace(TWO, text="按月召开,不缺席。")
    with pytest.raises(BankError) as told:
        write(phrases=(ONE, bad))
    found = str(told.value)
    assert "空“走访户数”" in found
    assert "没有登记来源" in found
    assert "半角标点" in found
    assert not layer().exists()


@given(st.lists(LINES.filter(lambda line: line != "[[phrase]]"), max_size=6), st.booleans(), st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
def test_what_is_added_and_taken_out_again_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str], crlf: bool, own: bool
) -> None:
    house(tmp_path, monkeypatch)
    kept = ["[[phrase]]", 'id = "dues.kept"', "text = '''交费。'''", 'unit = "sentence"', 'topic = "dues"']
    kept += ['role = "plan"  # 打算', 'sources = ["written"]  # 自己写的']
    end = "\r\n" if crlf else "\n"
    before = end.join([*lines, *(kept if own else ["# 空的"]), ""]).encode()
    target = layer() / "phrases" / "dues.toml"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(before)
    write(phrases=(ONE,), facts=(FACT,), sources=(SOURCE,))
    assert target.read_bytes().startswith(before)
    write(removed=(ONE.id,))
    assert target.read_bytes() == before
    if own:
        write(sources=(SOURCE,), provenance={"dues.kept": ("mined-0123456789:1-2",)})
        after = target.read_bytes().decode()
        assert after.replace(', "mined-0123456789:1-2"', "") == before.decode()


def test_a_file_written_in_a_way_that_cannot_be_edited_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house(tmp_path, monkeypatch)
    write(phrases=(TWO,))
    target = layer() / "phrases" / "org-life.toml"
    target.write_text(target.read_text("utf-8").replace('["written"]', '[\n  "written",\n]'), "utf-8")
    before = everything()
    with pytest.raises(FileProblem, match="写法"):
        write(
            phrases=(ONE,), facts=(FACT,), sources=(SOURCE,), provenance={TWO.id: ("mined-0123456789:1-2",)}
        )
    assert everything() == before


def test_files_already_written_are_put_back_if_a_later_one_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house(tmp_path, monkeypatch)
    write(phrases=(TWO,))
    before = everything()

    def refuse(path: Path, data: bytes) -> None:
        if path.name == "org-life.toml" and data != before[path.name]:
            raise FileProblem("磁盘已满")
        write_atomic(path, data)

    monkeypatch.setattr("drafter.bank.batch.write_atomic", refuse)
    third = replace(TWO, id="org-life.c", text="支委会按时召开。")
    with pytest.raises(FileProblem):
        write(phrases=(ONE, third), facts=(FACT,), sources=(SOURCE,))
    assert everything() == before
