"""Adding to a layer: checked first, appended whole, the file's own bytes untouched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_bank import PHRASES, house, write_layer

from drafter import paths
from drafter.bank.adding import add_phrase, guess_unit, own_id
from drafter.bank.layer import bank_layers, read_layer
from drafter.bank.library import load_bank
from drafter.bank.phrase import Phrase
from drafter.bank.search import search
from drafter.errors import BankError, DrafterError, FileProblem
from drafter.toml import file as toml_file

OWN = Phrase("dues.own", "党费由本人“主动”交纳。", "sentence", "dues", "measure", sources=("written",))


def test_a_phrase_added_to_the_personal_layer_is_in_the_bank(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house(tmp_path, monkeypatch)
    dated = replace(OWN, genres=("report",), since=2007, until=2030, successor="dues.monthly")
    target = add_phrase(paths.personal_bank(), dated)
    assert target == paths.personal_bank() / "phrases" / "dues.toml"
    found = load_bank().get(OWN.id)
    assert found is not None
    assert replace(found, layer="", where="") == dated


@pytest.mark.parametrize(
    "before",
    [
        '# 我的词句\n\n[[phrase]]\nid = "dues.a"  # 先写的\ntext = \'甲。\'\nunit = "sentence"\ntopic = "dues"\n'
        'role = "plan"\nsources = ["written"]',
        "# 只有注释\n",
        "\ufeff# 带 BOM\n",
        "# 行尾\r\n",
    ],
)
def test_what_is_in_the_file_stays_byte_for_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    house(tmp_path, monkeypatch)
    target = paths.personal_bank() / "phrases" / "dues.toml"
    target.parent.mkdir(parents=True)
    target.write_bytes(before.encode("utf-8"))
    add_phrase(paths.personal_bank(), OWN)
    after = target.read_bytes()
    assert after.startswith(before.encode("utf-8"))
    assert (b"\r\n" in after) == ("\r\n" in before)
    assert load_bank().get(OWN.id) is not None


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        (replace(OWN, text="党费自己交,按月交。"), "半角标点"),
        (replace(OWN, topic="../../evil"), "没有“../../evil”这个主题"),
        (replace(OWN, text="交费{{ 次数 }}次。"), "空“次数”"),
        (replace(OWN, text=PHRASES[6].text), "已有这句话（dues.monthly）"),
        (replace(OWN, unit=""), "unit"),
        (replace(OWN, successor="dues.none", until=2012), "没有“dues.none”"),
        (replace(OWN, text="坏\ud800字。"), "控制字符"),
    ],
)
def test_a_faulty_phrase_is_refused_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, phrase: Phrase, told: str
) -> None:
    house(tmp_path, monkeypatch)
    with pytest.raises(BankError, match=told):
        add_phrase(paths.personal_bank(), phrase)
    assert not paths.personal_bank().exists()


def test_an_id_is_used_once_in_a_layer_but_may_replace_one_below(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house(tmp_path, monkeypatch)
    add_phrase(paths.personal_bank(), replace(OWN, id="dues.monthly"))
    found = load_bank().get("dues.monthly")
    assert found is not None
    assert found.text == OWN.text
    with pytest.raises(BankError, match="已经用过"):
        add_phrase(paths.personal_bank(), replace(OWN, id="dues.monthly", text="另一句。"))


@pytest.mark.parametrize("before", ["", "# 头\r\n\r\n", "# 没有换行"])
def test_the_next_start_parses_nothing_and_gives_what_a_new_reading_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    house(tmp_path, monkeypatch)
    target = paths.personal_bank() / "phrases" / "dues.toml"
    if before:
        target.parent.mkdir(parents=True)
        target.write_bytes(before.encode())
    search(load_bank(), "党费")
    for number in range(3):
        text = f"第{number}次说“党费”{{{{ 支委会次数 }}}}次。"
        dated = replace(OWN, id=f"dues.own{number}", text=text, genres=("report",), since=2007)
        add_phrase(paths.personal_bank(), dated)
        with monkeypatch.context() as patch:
            patch.setattr(toml_file, "read_toml", None)
            bank = load_bank()
            assert bank.get(dated.id) is not None
            assert [hit.phrase.id for hit in search(bank, text, limit=1)] == [dated.id]
    read = [read_layer(layer).phrases for layer in bank_layers()]
    assert list(bank.phrases) == [*read[0], *read[1]]
    assert [phrase.where for phrase in bank.phrases] == [phrase.where for each in read for phrase in each]


def test_a_phrase_for_a_team_the_settings_do_not_name_is_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house(tmp_path, monkeypatch)
    team = tmp_path / "team"
    add_phrase(team, OWN)
    assert load_bank([team]).get(OWN.id) is not None
    with pytest.raises(BankError, match="已经用过"):
        add_phrase(team, replace(OWN, text="另一句。"))
    with pytest.raises(BankError, match=r"已有这句话（dues\.own）"):
        add_phrase(team, replace(OWN, id="dues.other"))
    add_phrase(team, replace(OWN, id="dues.other", text="另一句。"), [team])
    assert load_bank([team]).get("dues.other") is not None


def test_faults_elsewhere_do_not_keep_a_phrase_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layer = house(tmp_path, monkeypatch)
    own = layer / "phrases" / "own.toml"
    own.write_text(own.read_text("utf-8") + "\n[[phrase]]\n", "utf-8")
    target = add_phrase(paths.personal_bank(), OWN)
    with pytest.raises(BankError, match="已经用过"):
        add_phrase(paths.personal_bank(), OWN)
    with pytest.raises(BankError, match=r"已有这句话（dues\.own）"):
        add_phrase(paths.personal_bank(), replace(OWN, id="dues.again"))
    assert OWN.text in target.read_text("utf-8")


def test_where_the_index_cannot_be_written_phrases_are_added_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house(tmp_path, monkeypatch)
    paths.state_dir().parent.mkdir(parents=True)
    paths.state_dir().write_text("", "utf-8")
    add_phrase(paths.personal_bank(), OWN)
    assert load_bank().get(OWN.id) is not None


def test_a_broken_file_is_refused_untouched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house(tmp_path, monkeypatch)
    team = write_layer(tmp_path / "team", (replace(OWN, text="团队的说法。"),))
    torn = team / "phrases" / "dues.toml"
    torn.write_text('[[phrase]]\nid = "dues', "utf-8")
    with pytest.raises(DrafterError, match=r"dues\.toml"):
        add_phrase(team, replace(OWN, id="dues.more"))
    assert torn.read_text("utf-8") == '[[phrase]]\nid = "dues'


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house(tmp_path, monkeypatch)
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(FileProblem, match="建不了文件夹"):
        add_phrase(tmp_path / "file" / "bank", OWN)


def test_the_unit_is_guessed_from_the_text() -> None:
    assert guess_unit("严格组织生活", "heading") == "heading"
    assert guess_unit("严格落实制度", "measure") == "clause"
    assert guess_unit("严格落实制度。", "measure") == "sentence"
    assert guess_unit("一。二。三。", "measure") == "paragraph"


def test_an_id_of_ones_own_depends_on_topic_and_text_only() -> None:
    assert own_id("dues", "甲") == own_id("dues", "甲") != own_id("dues", "乙")
    assert own_id("dues", "甲").startswith("dues.own-")


HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=30)


@given(HAN, st.sampled_from(["“{}”。", "{}\\路径。", "{}𠮷。", "{}A4纸。"]))
@settings(max_examples=20, deadline=None)
def test_any_wording_comes_back_as_it_was_added(
    tmp_path_factory: pytest.TempPathFactory, words: str, frame: str
) -> None:
    text = frame.format(words)
    with pytest.MonkeyPatch.context() as patch:
        house(tmp_path_factory.mktemp("bank"), patch)
        add_phrase(paths.personal_bank(), replace(OWN, text=text))
        found = load_bank().get(OWN.id)
    assert found is not None
    assert found.text == text
