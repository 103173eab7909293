"""The table of readings and how letters are read as syllables."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.bank import pinyin


@pytest.mark.parametrize(
    ("text", "letters", "sounds"),
    [
        ("三会一课", "shyk", "san hui yi ke"),
        ("“两学一做”12次", "lxyzc", "liang xue yi zuo ci"),
        ("女足绿化", "nzlh", "nv zu lv hua"),
        ("二〇二六", "elel", "er ling er liu"),
        ("abc", "", ""),
    ],
)
def test_initials_and_syllables_of_a_text(text: str, letters: str, sounds: str) -> None:
    assert pinyin.initials(text) == letters
    assert " ".join(pinyin.syllables(text)) == sounds


@pytest.mark.parametrize(
    ("run", "first"),
    [
        ("sanhuiyike", "san hui yi ke"),
        ("sanhuiyik", "san hui yi k"),
        ("xian", "xian"),
        ("dang", "dang"),
        ("lvse", "lv se"),
        ("zhongg", "zhong g"),
    ],
)
def test_letters_are_read_as_few_syllables_as_possible(run: str, first: str) -> None:
    assert " ".join(pinyin.splits(run)[0]) == first


def test_other_ways_to_read_the_letters_are_tried_too() -> None:
    assert ("xi", "an") in pinyin.splits("xian")
    assert {("fan", "gan"), ("fang", "an")} <= set(pinyin.splits("fangan"))
    assert pinyin.splits("shyk") == ()
    assert pinyin.splits("ivu") == ()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=60))
def test_a_split_holds_all_letters_and_only_the_last_piece_is_incomplete(run: str) -> None:
    ways = pinyin.splits(run)
    assert len(ways) <= pinyin.MOST_SPLITS
    for way in ways:
        assert "".join(way) == run[: pinyin.LONGEST_RUN]
        assert set(way[:-1]) <= pinyin.table().spellings


def test_every_common_character_has_a_reading() -> None:
    # GB 2312-80 level 1 and 2: rows 16 to 87 of 94, the characters input methods must know.
    pairs = [bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
    characters = {pair.decode("gb2312", "ignore") for pair in pairs} - {""}
    assert len(characters) == 6763
    assert characters <= pinyin.table().readings.keys()


def test_every_reading_is_a_code_of_its_own() -> None:
    table = pinyin.table()
    assert set(table.codes) == {ord(character) for character in table.readings}
    for character, readings in table.readings.items():
        assert table.sounds[table.codes[ord(character)]] == readings


@pytest.mark.parametrize("name", ["pinyin", "traditional"])
def test_the_tables_are_what_the_tools_make(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = Path(__file__).parents[2] / "tools" / f"make_{name}.py"
    spec = importlib.util.spec_from_file_location(f"make_{name}", tool)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr("sys.argv", ["make", str(tmp_path / "made.txt")])
    module.main()
    assert (tmp_path / "made.txt").read_bytes() == module.TARGET.read_bytes()
