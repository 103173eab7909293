"""Layers: built-in < team < personal, the settings file, and damaged folders."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small_bank import FACTS, PHRASES, TOPICS, house, write_layer

from drafter import paths
from drafter.bank.library import load_bank, stats
from drafter.bank.phrase import Phrase
from drafter.config import config_path, load_config
from drafter.errors import BankError, FileProblem

OWN = Phrase("dues.own", "党费自己交。", "sentence", "dues", "measure")


def test_a_higher_layer_replaces_a_phrase_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house(tmp_path, monkeypatch)
    team = write_layer(tmp_path / "team", (replace(PHRASES[1], text="团队的说法。"), OWN))
    write_layer(paths.personal_bank(), (replace(PHRASES[1], text="我的说法。"),))
    bank = load_bank([team])
    assert [phrase.id for phrase in bank.phrases] == [*(phrase.id for phrase in PHRASES), OWN.id]
    mine = bank.get("org-life.three")
    assert mine is not None
    assert (mine.text, mine.layer) == ("我的说法。", "personal")
    own = bank.get(OWN.id)
    assert own is not None
    assert own.layer == "team"
    assert own.where.endswith("own.toml 第 10 行")


def test_topics_and_facts_of_all_layers_join(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house(tmp_path, monkeypatch)
    topics = TOPICS.replace('label = "党费"', 'label = "党费管理"').replace("org-life", "team-life")
    facts = FACTS.replace("支委会次数", "巡课次数").replace("单位全称？", "校名？")
    team = write_layer(tmp_path / "team", (), topics=topics, facts=facts)
    bank = load_bank([team])
    assert {"org-life", "team-life", "dues"} == set(bank.topics)
    assert bank.topics["dues"].label == "党费管理"
    assert {"支委会次数", "巡课次数", "单位名称"} <= set(bank.labels)
    assert bank.vocabulary.spec("单位名称").ask == "校名？"
    assert bank.vocabulary.spec("支委会次数").ask == "开了多少次？"


def test_the_current_wording_is_found_through_a_chain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = tuple(
        Phrase(
            f"dues.v{n}", f"说法{n}。", "sentence", "dues", "plan", until=2000 + n, successor=f"dues.v{n + 1}"
        )
        for n in range(1, 4)
    )
    last = Phrase("dues.v4", "说法四。", "sentence", "dues", "plan")
    house(tmp_path, monkeypatch, (*chain, last))
    bank = load_bank()
    assert bank.current(chain[0], 2001).id == "dues.v1"
    assert bank.current(chain[0], 2002).id == "dues.v2"
    assert bank.current(chain[0], 2026).id == "dues.v4"


def test_a_chain_that_runs_in_a_circle_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Phrase("dues.one", "说法一。", "sentence", "dues", "plan", until=2001, successor="dues.two")
    house(tmp_path, monkeypatch, (one, replace(one, id="dues.two", successor="dues.one")))
    bank = load_bank()
    assert bank.current(bank.phrases[0], 2026).id == "dues.two"


def test_faults_of_all_layers_come_in_one_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house(tmp_path, monkeypatch, (replace(OWN, unit="word"),))
    team = write_layer(tmp_path / "team", (replace(OWN, role="x"), OWN, OWN))
    with pytest.raises(BankError) as caught:
        load_bank([team, tmp_path / "nowhere"])
    told = str(caught.value)
    assert len(caught.value.faults) == 4
    assert "unit 不能是" in told
    assert "role 不能是" in told
    assert "重复" in told
    assert "找不到这个词句库文件夹" in told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "空的"),
        (b"\x00\x01\x02", "二进制"),
        ('[[phrase]]\nid = "党费"'.encode("gbk"), "GBK"),
        (b'[[phrase]]\nid = "dues.x', "own.toml 第 2 行"),
        (b"phrase = 3", "phrase"),
        (b"[phrase]\nid = 3", "phrase"),
        (b"[[phrase]]\nid = 3", "id 应当是文字"),
    ],
)
def test_a_damaged_file_is_told_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, told: str
) -> None:
    layer = house(tmp_path, monkeypatch)
    (layer / "phrases" / "own.toml").write_bytes(content)
    with pytest.raises(BankError, match=told):
        load_bank()


def test_a_folder_that_is_no_bank_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house(tmp_path, monkeypatch)
    (tmp_path / "empty").mkdir()
    with pytest.raises(BankError, match="没有词句文件"):
        load_bank([tmp_path / "empty"])
    with pytest.raises(BankError, match="不是一个词句库文件夹"):
        load_bank([tmp_path / "data" / "phrasebank" / "facts.toml"])
    paths.personal_bank().parent.mkdir(parents=True)
    paths.personal_bank().write_text("", "utf-8")
    with pytest.raises(BankError, match="不是一个词句库文件夹"):
        load_bank()


def test_a_topic_id_cannot_lead_out_of_the_bank_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house(tmp_path, monkeypatch)
    team = write_layer(tmp_path / "team", (), topics='[[topic]]\nid = "../../evil"\nlabel = "坏"\n')
    with pytest.raises(BankError, match="不合规则"):
        load_bank([team])


def test_without_a_settings_file_there_are_no_team_layers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house(tmp_path, monkeypatch)
    assert load_config().bank == ()


def test_the_settings_file_names_team_layers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house(tmp_path, monkeypatch)
    config_path().parent.mkdir(parents=True)
    config_path().write_text(
        'bank = ["office", "' + str(tmp_path / "team").replace("\\", "/") + '"]\n', "utf-8"
    )
    write_layer(config_path().parent / "office", (OWN,))
    write_layer(tmp_path / "team", (replace(OWN, text="团队的说法。"),))
    found = load_bank().get(OWN.id)
    assert found is not None
    assert found.text == "团队的说法。"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('bank = "office"', "bank 应当是列表"),
        ('bank = [""]', "空的文件夹名"),
        ("bank = [3]", "bank"),
        ('banks = ["office"]', "不认识“banks”"),
        ("bank = [", "config.toml"),
    ],
)
def test_a_faulty_settings_file_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, told: str
) -> None:
    house(tmp_path, monkeypatch)
    config_path().parent.mkdir(parents=True)
    config_path().write_text(text, "utf-8")
    with pytest.raises(FileProblem, match=told) as caught:
        load_bank()
    assert "第 1 行" in str(caught.value)


def test_statistics_count_every_phrase_once_by_each_measure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house(tmp_path, monkeypatch)
    write_layer(paths.personal_bank(), (replace(OWN, sources=("001:1-9", "001:20-30", "某某条例第三条")),))
    counts = stats(load_bank())
    assert counts["phrases"] == 10
    assert counts["layers"] == {"built-in": 9, "personal": 1}
    assert (
        sum(counts["topics"].values()) == sum(counts["roles"].values()) == sum(counts["units"].values()) == 10
    )
    assert counts["genres"] == {"any": 8, "school-annual": 1, "report": 1}
    assert counts["sources"] == {"written": 9, "001": 1, "public": 1}
    assert counts["dated"] == 1
