"""What a phrase must keep: each rule is told with file, line and what to write."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from small_bank import PHRASES, house

from drafter.bank.phrase import Phrase, literal, passage
from drafter.bank.validation import validate

GOOD = Phrase("org-life.new", "认真开好支委会。", "sentence", "org-life", "measure", sources=("written",))


def faults_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, phrase: Phrase) -> list[str]:
    house(tmp_path, monkeypatch, (*PHRASES, phrase))
    return [str(fault) for fault in validate()]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"id": "OrgLife"}, "编号“OrgLife”不合规则"),
        ({"id": "org-life"}, "编号“org-life”不合规则"),
        ({"text": ""}, "text 是空的"),
        ({"since": 0}, "since 不是一个年份"),
        ({"until": 2**70}, "until 不是一个年份"),
        ({"text": "认真开好支委会,抓好落实。"}, "半角标点“,”"),
        ({"text": '落实"三会一课"制度。'}, '半角标点“"”'),
        ({"text": "召开支委会{{ 支委会次数 }}次,抓好落实。"}, "半角标点“,”"),
        ({"text": "认真开好支委会."}, "半角标点“.”"),
        ({"text": "好" * 201 + "。"}, "text 太长（202 字"),
        ({"text": "好" * 4001 + "。"}, "text 有 4002 字"),
        ({"text": "认真\x1b[31m开好支委会。"}, "控制字符"),
        ({"text": " 认真开好支委会。"}, "首尾有空白"),
        ({"text": "{{ 支委会次数 }}"}, "没有一个汉字"),
        ({"text": "召开大会{{ 大会次数 }}次。"}, "空“大会次数”不在事实词表里"),
        ({"text": "召开{{ 支委会次数.__class__ }}次。"}, "不能用“点号”"),
        ({"text": "召开{{ 支委会次数 次。"}, "own.toml"),
        ({"unit": "word"}, "unit 不能是“word”"),
        ({"role": "做法"}, "role 不能是“做法”"),
        ({"topic": "life"}, "没有“life”这个主题"),
        ({"genres": ("novel",)}, "没有“novel”这个文种"),
        ({"sources": ("001",)}, "来源“001”看不懂"),
        ({"sources": ("001:9-9",)}, "起点不在终点之前"),
        ({"sources": ("007:1-9",)}, "没有登记来源“007”"),
        ({"since": 2030, "until": 2012, "successor": "org-life.both"}, "since（2030）晚于 until（2012）"),
        ({"since": 12}, "since 不能是 12"),
        ({"until": 2012}, "没有写接替的词句"),
        ({"successor": "org-life.both"}, "没有写 until"),
        ({"until": 2012, "successor": "org-life.none"}, "没有“org-life.none”这条词句"),
        ({"until": 2012, "successor": "org-life.new"}, "接替关系绕成了圈"),
        ({"id": "org-life.three"}, "编号“org-life.three”重复"),
    ],
)
def test_a_broken_rule_is_told_with_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, object], told: str
) -> None:
    faults = faults_of(tmp_path, monkeypatch, replace(GOOD, **change))  # type: ignore[arg-type]
    assert len(faults) == 1
    assert told in faults[0]
    assert re.search(r"own\.toml 第 \d+ 行", faults[0])


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"sources": ("001:412-455", "中国共产党章程第三十二条")},
        {"text": "执行GB/T 9704的要求，完成率达{{ 支委会次数 }}.5个百分点。"},
        {"text": "每周一12:30召开支委会。"},
        {"since": 2007, "until": 2012, "successor": "org-life.double"},
        {"text": "{% if 支委会次数 > 0 %}召开支委会{{ 支委会次数 }}次{% else %}支委会正在筹备{% endif %}。"},
    ],
)
def test_sound_phrases_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, object]
) -> None:
    assert faults_of(tmp_path, monkeypatch, replace(GOOD, **change)) == []  # type: ignore[arg-type]


def test_the_line_of_a_fault_is_the_line_of_its_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layer = house(tmp_path, monkeypatch, ())
    lines = ["# 注释", "", "[[phrase]]", 'id = "org-life.a"', 'text = "开好会。"', 'unit = "sentence"']
    lines += ['topic = "nowhere"', 'role = "measure"', 'sources = ["written"]', 'sucessor = "x"']
    (layer / "phrases" / "own.toml").write_text("\n".join(lines), "utf-8")
    told = "\n".join(map(str, validate()))
    assert "第 10 行：不认识“sucessor”" in told
    assert "是不是 successor" in told


def test_every_fault_of_every_file_is_told_in_one_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = (replace(GOOD, topic="life", role="x"), replace(GOOD, id="org-life.b", text="一,二", since=3))
    layer = house(tmp_path, monkeypatch, bad)
    (layer / "phrases" / "torn.toml").write_text('[[phrase]]\nid = "dues', "utf-8")
    (layer / "phrases" / "empty.toml").write_text("", "utf-8")
    (layer / "sources.toml").write_text("[[sauce]]\n", "utf-8")
    told = "\n".join(map(str, validate()))
    for expected in (
        "torn.toml",
        "empty.toml",
        "sources.toml",
        "role 不能是“x”",
        "半角标点",
        "since 不能是 3",
    ):
        assert expected in told


def test_a_phrase_that_is_named_but_broken_is_not_reported_missing_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = replace(GOOD, unit="word")
    old = replace(GOOD, id="org-life.old", text="开好支部会。", until=2012, successor=broken.id)
    house(tmp_path, monkeypatch, (broken, old))
    assert [fault.what for fault in validate()] == ["unit 不能是“word”"]


def test_a_passage_names_file_and_characters() -> None:
    found = passage("001:412-455")
    assert found is not None
    assert (found.source, found.start, found.end) == ("001", 412, 455)
    assert passage("written") is None
    assert literal("开会{{ 次数 }}次{% if 次数 > 1 %}多{% endif %}", "□") == "开会□次□多□"
