"""`drafter search` and `drafter bank` as typed: what they print and the status they end with."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from small_bank import house, write_layer

from drafter import paths
from drafter.cli import main


@pytest.fixture
def layer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return house(tmp_path, monkeypatch)


def rows(capsys: pytest.CaptureFixture[str]) -> list[Any]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.usefixtures("layer")
def test_search_prints_one_json_object_with_the_agreed_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "按月", "党费", "--json"]) == 0
    [row] = rows(capsys)
    assert row["query"] == "按月 党费"
    assert row["hits"] == [
        {
            "id": "dues.monthly",
            "text": "每名党员按月足额交纳党费。",
            "topic": "dues",
            "unit": "sentence",
            "score": row["hits"][0]["score"],
            "near": False,
        }
    ]


@pytest.mark.usefixtures("layer")
def test_a_batch_answers_every_line_in_order_blank_ones_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["shyk", "", "火星探测", "x" * 50_000, "党费"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines)))
    assert main(["search", "--batch", "--json", "--limit", "1"]) == 0
    found = rows(capsys)
    assert [row["query"][:10] for row in found] == [line[:10] for line in lines]
    assert [len(row["hits"]) for row in found] == [1, 0, 0, 0, 1]


@pytest.mark.usefixtures("layer")
def test_for_people_search_numbers_the_phrases_and_says_when_they_are_only_near(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["search", "三会一课"]) == 0
    assert "1. 严格落实“三会一课”制度\n     org-life.three-clause" in capsys.readouterr().out
    assert main(["search", "三会一刻"]) == 0
    assert "没有完全相符的" in capsys.readouterr().out
    assert main(["search", "火星探测"]) == 0
    assert "没有找到" in capsys.readouterr().out


@pytest.mark.usefixtures("layer")
def test_topics_genres_and_roles_go_by_id_or_name(capsys: pytest.CaptureFixture[str]) -> None:
    for option in (["--topic", "党费"], ["--topic", "dues"], ["--role", "问题"], ["--role", "problem"]):
        assert main(["search", "党费", "--json", *option]) == 0
        assert "dues.problem" in capsys.readouterr().out
    assert main(["search", "--genre", "汇报", "--json"]) == 0
    assert "dues.report" in capsys.readouterr().out


@pytest.mark.usefixtures("layer")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["search"], "没有写要找什么"),
        (["search", "党费", "--topic", "x"], "可用的主题：org-life（组织生活）"),
        (["search", "党费", "--genre", "x"], "没有“x”这个文种"),
        (["search", "党费", "--role", "x"], "没有“x”这个作用"),
        (["search", "党费", "--limit", "0"], "--limit 不能是 0"),
        (["search", "党费", "--limit", "many"], "--limit"),
        (["search", "党费", "--batch"], "--batch"),
        (["search", "党费", "--bank", "nowhere"], "找不到这个词句库文件夹"),
        (["bank"], "缺少参数"),
        (["bank", "eat"], "eat"),
        (["bank", "add", "党费。", "--topic", "dues"], "--role"),
    ],
)
def test_a_wrong_call_ends_with_status_2_and_one_chinese_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert told in captured.err
    assert captured.err.count("\n") == 1


@pytest.mark.usefixtures("layer")
def test_dump_prints_every_phrase_with_its_provenance(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "dump"]) == 0
    found = rows(capsys)
    assert len(found) == 9
    assert found[4] == {
        "id": "org-life.double",
        "text": "支委会成员参加双重民主生活会。",
        "topic": "org-life",
        "unit": "sentence",
        "role": "measure",
        "genres": [],
        "sources": ["written"],
        "since": None,
        "until": 2012,
        "successor": "org-life.both",
        "layer": "built-in",
    }


@pytest.mark.usefixtures("layer")
def test_stats_add_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "stats", "--json"]) == 0
    [counts] = rows(capsys)
    assert counts["phrases"] == 9
    assert main(["bank", "stats"]) == 0
    assert "共 9 条词句" in capsys.readouterr().out


def test_validate_ends_0_when_sound_1_with_faults_2_when_a_file_cannot_be_read(
    layer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bank", "validate"]) == 0
    assert "没有问题" in capsys.readouterr().out
    own = layer / "phrases" / "own.toml"
    own.write_text(own.read_text("utf-8").replace("按月足额", "按月,足额"), "utf-8")
    assert main(["bank", "validate"]) == 1
    assert "半角标点" in capsys.readouterr().out
    (layer / "phrases" / "torn.toml").write_bytes(b"\x00")
    assert main(["bank", "validate", "--json"]) == 2
    [found] = rows(capsys)
    assert len(found["faults"]) == 2
    assert set(found["faults"][0]) == {"what", "where", "todo"}


@pytest.mark.usefixtures("layer")
def test_an_added_phrase_is_found_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["bank", "add", "党费交纳情况每季度公示。", "--topic", "dues", "--role", "measure", "--json"]
    assert main(call) == 0
    [added] = rows(capsys)
    assert Path(added["file"]).is_relative_to(paths.personal_bank())
    assert main(["search", "mjdgs", "--json"]) == 0
    [row] = rows(capsys)
    assert row["hits"][0]["id"] == added["id"]
    assert main([*call, "--bank", str(tmp_path / "team"), "--id", "dues.team"]) == 2
    assert main(["bank", "add", "团队的党费说法。", *call[3:], "--bank", str(tmp_path / "team")]) == 0
    capsys.readouterr()
    assert main(["search", "团队的党费", "--bank", str(tmp_path / "team"), "--json"]) == 0
    assert "团队的党费说法。" in capsys.readouterr().out


def test_index_says_how_many_phrases_each_layer_has(
    layer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    team = write_layer(tmp_path / "team", (), facts=(layer / "facts.toml").read_text("utf-8"))
    assert main(["bank", "index", "--bank", str(team), "--json"]) == 0
    found = rows(capsys)
    assert [(row["layer"], row["phrases"]) for row in found] == [
        ("built-in", 9),
        ("team", 0),
        ("personal", 0),
    ]
    assert Path(found[0]["index"]).is_file()
    assert {row["index"] for row in found} == {found[0]["index"]}
