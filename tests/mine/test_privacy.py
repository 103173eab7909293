"""The gate: names and black-outs are stopped, hand-made phrases pass."""

from __future__ import annotations

import pytest
import slot_scoring as scoring

from drafter.bank.layer import built_in, scan_layer
from drafter.mine.entities import DocumentNames
from drafter.mine.privacy import private
from drafter.mine.records import ORGANISATION, PERSON, PLACE, REDACTION

NAMING = (PERSON, PLACE, ORGANISATION, REDACTION)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("党员周广林同志带头示范", "人名"),
        ("学习时代楷模周广林、秦沐先进事迹", "人名"),
        ("开展《学时代楷模周广林，在岗位作贡献》活动", "人名"),
        ("组织党员到怀岚镇开展帮扶", "地名"),
        ("把家乡建成泰和万安边界的重镇", "地名"),
        ("岚溪小学党支部召开大会", "单位或学校名称"),
        ("接受宝鸡市委检查", "单位或学校名称"),
        ("**乡党委高度重视", "涂抹"),
        ("某县召开会议", "涂抹"),
        ("共培训××人", "涂抹"),
    ],
)
def test_what_names_somebody_is_stopped_with_the_reason(text: str, reason: str) -> None:
    assert reason in private(text)


@pytest.mark.parametrize(
    "text",
    [
        "党中央、国务院和教育部作出部署，中国共产党团结带领全国人民奋斗",
        "弘扬雷锋精神和焦裕禄精神，以邓小平理论为指导",
        "{{ 书记姓名 }}同志到{{ 学校名称 }}调研，慰问{{ 村名 }}困难群众{{ 户数 }}户",
        "全县各乡镇、各中小学校要高度重视，某种程度上还存在不足",
        "推进乡村振兴，建设美丽乡村，帮扶贫困村",
    ],
)
def test_what_anybody_may_write_passes(text: str) -> None:
    assert private(text) == ""


def test_the_names_of_the_document_are_known_to_the_gate() -> None:
    names = DocumentNames.of("怀岚镇党委书记周广林主持会议。")
    assert private("打造魅力怀岚") == ""
    assert "怀岚" in private("打造魅力怀岚", names)


def test_a_slot_hides_what_stands_in_it() -> None:
    assert private("{{ 怀岚镇 }}召开大会") == ""


def test_the_phrases_of_the_built_in_bank_pass() -> None:
    phrases = scan_layer(built_in()).data.phrases
    stopped = [f"{phrase.id} {reason}" for phrase in phrases if (reason := private(phrase.text))]
    assert len(stopped) <= len(phrases) // 100, stopped


@pytest.mark.skipif(
    not scoring.SEEDS.is_dir(), reason=f"{scoring.SEEDS} is absent: PRIVACY OF THE SEEDS NOT CHECKED"
)
def test_no_sentence_of_the_seeds_that_names_somebody_passes() -> None:
    passed = []
    for entry in scoring.gold("slots_seeds.toml", "sentence"):
        text = scoring.text_of(entry)
        sentence = text[entry["start"] : entry["end"]]
        named = any(kind in NAMING for kind, _, _ in entry["entities"])
        if named and not private(sentence, DocumentNames.of(text)):
            passed.append(sentence)
    assert passed == []


@pytest.mark.skipif(
    not scoring.CORPUS.is_file(), reason=f"{scoring.CORPUS} is absent: PRIVACY OF UNSEEN TEXT NOT CHECKED"
)
def test_nearly_no_unseen_sentence_that_names_somebody_passes() -> None:
    named = passed = 0
    for entry in scoring.gold("slots_unseen.toml", "sentence"):
        if any(kind in NAMING for kind, _, _ in entry["entities"]):
            text = scoring.text_of(entry)
            named += 1
            passed += not private(text[entry["start"] : entry["end"]], DocumentNames.of(text))
    assert passed <= named * 0.05
