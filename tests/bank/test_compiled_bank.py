"""The compiled bank: used when it fits, made again when it does not, done without when it cannot be written."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_bank import PHRASES, house

from drafter import paths
from drafter.bank import index
from drafter.bank.layer import built_in
from drafter.bank.library import load_bank
from drafter.errors import BankError
from drafter.toml import file as toml_file


def forbid_toml(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, limit: int = 0) -> None:
        raise AssertionError(f"{path} was parsed")

    monkeypatch.setattr(toml_file, "read_toml", refuse)


def test_the_second_start_parses_no_toml_and_gives_the_same_bank(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house(tmp_path, monkeypatch)
    first = load_bank()
    forbid_toml(monkeypatch)
    second = load_bank()
    assert second.phrases == first.phrases
    assert [phrase.id for phrase in second.phrases] == [phrase.id for phrase in PHRASES]
    assert (second.topics, second.genres, second.sources) == (first.topics, first.genres, first.sources)
    assert second.labels == first.labels
    assert second.notes == ()


def test_a_changed_file_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layer = house(tmp_path, monkeypatch)
    load_bank()
    own = layer / "phrases" / "own.toml"
    own.write_text(own.read_text("utf-8").replace("按月", "按季"), "utf-8")
    changed = load_bank().get("dues.monthly")
    assert changed is not None
    assert "按季" in changed.text


def test_a_fault_is_told_even_when_an_older_compiled_bank_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer = house(tmp_path, monkeypatch)
    load_bank()
    (layer / "phrases" / "own.toml").write_text("[[phrase]]\n", "utf-8")
    with pytest.raises(BankError, match="缺少 id"):
        load_bank()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-20] + b"\x00" * 20,
        lambda data: data.replace(index.FORMAT.encode(), b"drafter-bank 0.0.0 0"),
        lambda data: b'{"phrases": 3}\n{}',
        lambda data: data.replace("按月".encode(), "按日".encode()),
        lambda data: b"\xff\xfe" + data,
    ],
)
def test_a_damaged_or_foreign_compiled_bank_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: object
) -> None:
    house(tmp_path, monkeypatch)
    good = load_bank()
    target = index.compiled_path(built_in())
    whole = target.read_bytes()
    target.write_bytes(damage(whole))  # type: ignore[operator]
    assert load_bank().phrases == good.phrases
    assert target.read_bytes() == whole


def test_when_it_cannot_be_written_the_bank_works_from_memory_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house(tmp_path, monkeypatch)
    # A file where the state folder should be: refused for root too, unlike permissions.
    paths.state_dir().parent.mkdir(parents=True)
    paths.state_dir().write_text("", "utf-8")
    bank = load_bank()
    assert [phrase.id for phrase in bank.phrases] == [phrase.id for phrase in PHRASES]
    assert len(bank.notes) == 1
    assert "在内存里检索" in bank.notes[0]
