"""`drafter review` without a screen: verdict files, bulk acceptance, and what they make of a layer."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from review_samples import (
    ALL,
    BARE,
    NAMED,
    PLACE,
    ROOM,
    ROOM_TWO,
    WASHED,
    called,
    candidate_file,
    reported,
    verdict_file,
)

from drafter import paths
from drafter.bank.library import load_bank
from drafter.cli import main
from drafter.draft import Draft, Paragraph, Section
from drafter.files import write_atomic
from drafter.mine.candidate import Slot
from drafter.review.acceptance import doubt
from drafter.storage.draft_file import write_draft

Capture = pytest.CaptureFixture[str]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.toml")}


def test_an_accepted_candidate_is_valid_found_and_fills_its_slot(tmp_path: Path, capsys: Capture) -> None:
    path = candidate_file(tmp_path)
    team = tmp_path / "team"
    given = verdict_file(tmp_path, {"id": "c-room", "verdict": "accept"})
    report = reported(capsys, path, "--apply", given, "--bank", team)
    assert (report["added"], report["left"], report["refused"]) == (1, 4, [])
    assert main(["bank", "validate", "--bank", str(team)]) == 0, capsys.readouterr().out
    capsys.readouterr()
    assert main(["search", "党员之家", "--bank", str(team), "--json"]) == 0
    hits = json.loads(capsys.readouterr().out)["hits"]
    assert ROOM.text in [hit["text"] for hit in hits]
    bank = load_bank([team])
    spec = bank.vocabulary["新建党员之家数"]
    assert (spec.kind, spec.unit, spec.scope) == ("count", "个", "document")
    phrase = next(phrase for phrase in bank.phrases if phrase.text == ROOM.text)
    path = tmp_path / "a.draft.toml"
    paragraph = Paragraph(f"{phrase.text}。", phrase=phrase.id)
    write_draft(path, Draft(title="总结", sections=(Section("阵地", 1, paragraphs=(paragraph,)),)))
    assert main(["facts", str(path), "--set", "新建党员之家数=3", "--bank", str(team)]) == 0
    assert main(["export", str(path), "-o", str(tmp_path / "a.txt"), "--bank", str(team)]) == 0
    assert "新建党员之家3个。" in (tmp_path / "a.txt").read_text("utf-8")


def test_sources_hold_the_name_of_the_file_and_its_digest_but_never_where_it_lies(
    tmp_path: Path, capsys: Capture
) -> None:
    path = candidate_file(tmp_path)
    reported(capsys, path, "--apply", verdict_file(tmp_path, {"id": "c-room", "verdict": "accept"}))
    written = files(paths.personal_bank())
    sources = tomllib.loads(written["sources.toml"].decode())["source"]
    assert [(one["id"], one["file"]) for one in sources] == [
        ("mined-0123456789", "示例小学总结.docx"),
        ("mined-fedcba9876", "示例镇总结.txt"),
    ]
    assert PLACE.digest in sources[0]["note"]
    assert "甲/" not in b"".join(written.values()).decode()
    (phrase,) = tomllib.loads(written["phrases/positions.toml"].decode())["phrase"]
    assert phrase["sources"] == ["mined-0123456789:120-140", "mined-fedcba9876:5-25"]


def test_the_same_acceptance_twice_changes_nothing(tmp_path: Path, capsys: Capture) -> None:
    path = candidate_file(tmp_path)
    given = verdict_file(
        tmp_path,
        {"id": "c-room", "verdict": "accept"},
        {"id": "c-room-2", "verdict": "merge", "into": "c-room"},
    )
    reported(capsys, path, "--apply", given)
    before, log = files(paths.personal_bank()), (tmp_path / "候选.verdicts.jsonl").read_bytes()
    report = reported(capsys, path, "--apply", given)
    assert (report["added"], report["present"], report["merged"], report["files"]) == (0, 1, 1, [])
    assert files(paths.personal_bank()) == before
    assert (tmp_path / "候选.verdicts.jsonl").read_bytes() == log


def test_edits_and_rejections_are_carried_out_and_toml_is_read_as_well(
    tmp_path: Path, capsys: Capture
) -> None:
    path = candidate_file(tmp_path)
    given = tmp_path / "结论.toml"
    given.write_text(
        '[[verdict]]\nid = "c-bare"\nverdict = "edit"\ntext = "认真听取{{ 听取意见的方面 }}意见建议。"\n'
        'unit = "sentence"\ntopic = "general"\nrole = "measure"\nsince = 2013\n'
        'facts = [{name = "听取意见的方面", kind = "list", ask = "听了哪些方面的意见？", example = "教师、家长"}]\n\n'
        '[[verdict]]\nid = "c-washed"\nverdict = "reject"\n\n[[verdict]]\nid = "c-room"\nverdict = "postpone"\n',
        "utf-8",
    )
    report = reported(capsys, path, "--apply", given)
    assert [report[name] for name in ("added", "rejected", "postponed", "left")] == [1, 1, 1, 2]
    bank = load_bank()
    (phrase,) = [phrase for phrase in bank.phrases if phrase.layer == "personal"]
    assert (phrase.text, phrase.unit, phrase.since) == (
        "认真听取{{ 听取意见的方面 }}意见建议。",
        "sentence",
        2013,
    )
    assert bank.vocabulary["听取意见的方面"].kind == "list"
    assert main(["bank", "validate"]) == 0


def test_who_may_be_named_is_confirmed_or_refused(tmp_path: Path, capsys: Capture) -> None:
    path = candidate_file(tmp_path)
    report = reported(capsys, path, "--apply", verdict_file(tmp_path, {"id": "c-named", "verdict": "accept"}))
    assert report["added"] == 0
    assert [one["id"] for one in report["refused"]] == ["c-named"]
    assert not paths.personal_bank().exists()
    again = verdict_file(tmp_path, {"id": "c-named", "verdict": "accept", "confirmed": True})
    assert reported(capsys, path, "--apply", again)["added"] == 1


def test_an_edit_that_brings_a_name_in_is_looked_at_twice_as_well() -> None:
    assert doubt(ROOM, ROOM.text) == ""
    assert doubt(ROOM, "党员张晓明同志带头捐款") != ""
    assert doubt(NAMED, "党员带头捐款") != ""


def test_in_bulk_only_what_raises_no_doubt_is_accepted(tmp_path: Path, capsys: Capture) -> None:
    flagged = tuple(
        replace(ROOM, id=f"c-flag-{flag}", text=f"新建阵地{place}处", flags=(flag,))
        for place, flag in enumerate(("private", "washed", "truncated", "redacted", "dated"))
    )
    lonely = replace(ROOM, id="c-lonely", text="开辟图书角", slots=(), sources=1)
    path = candidate_file(tmp_path, (*ALL, *flagged, lonely))
    report = reported(capsys, path, "--accept-public", "--min-sources", "2")
    assert report["added"] == 2
    assert [one["id"] for one in report["refused"]] == ["c-bare"]
    assert "主题" in report["refused"][0]["reason"]
    assert "c-bare" in called(capsys, path, "--list")[1]
    texts = {phrase.text for phrase in load_bank().phrases if phrase.layer == "personal"}
    assert texts == {ROOM.text, ROOM_TWO.text}


def test_bulk_acceptance_keeps_to_a_limit_and_files_what_has_no_topic(
    tmp_path: Path, capsys: Capture
) -> None:
    path = candidate_file(tmp_path, (BARE, ROOM, ROOM_TWO))
    report = reported(
        capsys, path, "--accept-public", "--limit", "2", "--topic", "general", "--role", "measure"
    )
    assert (report["added"], report["left"]) == (2, 1)
    assert {phrase.topic for phrase in load_bank().phrases if phrase.layer == "personal"} == {
        "general",
        "positions",
    }


def test_a_merged_candidate_adds_its_passages_and_nothing_else(tmp_path: Path, capsys: Capture) -> None:
    path = candidate_file(tmp_path)
    reported(capsys, path, "--apply", verdict_file(tmp_path, {"id": "c-room", "verdict": "accept"}))
    target = paths.personal_bank() / "phrases" / "positions.toml"
    target.write_bytes("# 我的注释\r\n\r\n".encode() + target.read_bytes().replace(b"\n", b"\r\n"))
    before = target.read_text("utf-8")
    merge = verdict_file(tmp_path, {"id": "c-room-2", "verdict": "merge", "into": "c-room"})
    report = reported(capsys, path, "--apply", merge)
    assert (report["merged"], report["added"]) == (1, 0)
    after = target.read_bytes().decode()
    assert after.startswith("# 我的注释\r\n")
    assert after.replace(', "mined-aaaaaaaaaa:0-9"', "").replace("\r\n", "\n") == before.replace("\r\n", "\n")
    assert main(["bank", "validate"]) == 0


def test_merging_into_a_phrase_of_the_built_in_bank_changes_no_file(tmp_path: Path, capsys: Capture) -> None:
    path = candidate_file(tmp_path)
    phrase = load_bank().phrases[0]
    merge = verdict_file(tmp_path, {"id": "c-room", "verdict": "merge", "into": phrase.id})
    report = reported(capsys, path, "--apply", merge)
    assert (report["merged"], report["files"]) == (1, [])
    lost = verdict_file(tmp_path, {"id": "c-room", "verdict": "merge", "into": "c-bare"})
    assert "没有收录" in reported(capsys, path, "--apply", lost)["refused"][0]["reason"]


def test_what_is_taken_back_leaves_the_layer_unless_somebody_changed_it(
    tmp_path: Path, capsys: Capture
) -> None:
    path = candidate_file(tmp_path)
    both = verdict_file(
        tmp_path, {"id": "c-room", "verdict": "accept"}, {"id": "c-room-2", "verdict": "accept"}
    )
    reported(capsys, path, "--apply", both)
    target = paths.personal_bank() / "phrases" / "positions.toml"
    edited = target.read_text("utf-8").replace('"建成党员之家', '"高标准建成党员之家')
    target.write_text(edited, "utf-8")
    back = verdict_file(
        tmp_path, {"id": "c-room", "verdict": "reject"}, {"id": "c-room-2", "verdict": "undo"}
    )
    report = reported(capsys, path, "--apply", back)
    assert (report["removed"], report["rejected"]) == (1, 1)
    kept = [phrase.text for phrase in load_bank().phrases if phrase.layer == "personal"]
    assert kept == ["高标准建成党员之家{{ 建成党员之家数 }}个"]
    assert main(["bank", "validate"]) == 0


def test_the_last_phrase_taken_back_leaves_no_empty_file(tmp_path: Path, capsys: Capture) -> None:
    path = candidate_file(tmp_path)
    reported(capsys, path, "--apply", verdict_file(tmp_path, {"id": "c-room", "verdict": "accept"}))
    report = reported(capsys, path, "--apply", verdict_file(tmp_path, {"id": "c-room", "verdict": "undo"}))
    assert report["removed"] == 1
    assert not (paths.personal_bank() / "phrases" / "positions.toml").exists()
    assert main(["bank", "validate"]) == 0


def test_one_refused_candidate_does_not_hold_back_the_others(tmp_path: Path, capsys: Capture) -> None:
    bad_slot = replace(ROOM, id="c-bad", text="建设{{ 1号 }}处", slots=(Slot("1号", "count", "处", "1位"),))
    half = replace(ROOM, id="c-half", text="建设阵地,完善设施", slots=())
    path = candidate_file(tmp_path, (bad_slot, half, ROOM))
    report = reported(capsys, path, "--accept-public")
    assert report["added"] == 1
    assert {one["id"] for one in report["refused"]} == {"c-bad", "c-half"}
    assert main(["bank", "validate"]) == 0


def test_dated_wording_needs_its_successor_which_may_come_with_it(tmp_path: Path, capsys: Capture) -> None:
    path = candidate_file(tmp_path)
    old = {"id": "c-room-2", "verdict": "edit", "until": 2019}
    assert reported(capsys, path, "--apply", verdict_file(tmp_path, old))["added"] == 0
    first = verdict_file(tmp_path, {"id": "c-room", "verdict": "accept"})
    reported(capsys, path, "--apply", first)
    after = next(phrase.id for phrase in load_bank().phrases if phrase.text == ROOM.text)
    report = reported(capsys, path, "--apply", verdict_file(tmp_path, {**old, "successor": after}))
    assert (report["added"], report["refused"]) == (1, [])


def test_a_layer_that_cannot_be_written_stays_as_it_was(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = candidate_file(tmp_path)
    reported(capsys, path, "--apply", verdict_file(tmp_path, {"id": "c-room", "verdict": "accept"}))
    before = files(paths.personal_bank())
    real = write_atomic

    def refuse(target: Path, data: bytes) -> None:
        if target.parent.name == "phrases" and len(data) > len(before["phrases/positions.toml"]):
            raise OSError(28, "full")
        real(target, data)

    monkeypatch.setattr("drafter.bank.batch.write_atomic", refuse)
    status, _, err = called(
        capsys, path, "--apply", verdict_file(tmp_path, {"id": "c-room-2", "verdict": "accept"})
    )
    assert status == 2
    assert "磁盘已满" in err
    assert files(paths.personal_bank()) == before


def test_listing_and_exporting_give_what_is_undecided(tmp_path: Path, capsys: Capture) -> None:
    path = candidate_file(tmp_path)
    reported(capsys, path, "--apply", verdict_file(tmp_path, {"id": "c-room", "verdict": "reject"}))
    status, out, _ = called(capsys, path, "--list", "--json")
    assert status == 0
    assert [json.loads(line)["id"] for line in out.splitlines()] == [one.id for one in ALL[1:]]
    assert "可能有换词" in called(capsys, path, "--list")[1]
    for name in ("表.toml", "表.jsonl"):
        sheet = tmp_path / name
        assert called(capsys, path, "--export", sheet)[0] == 0
        assert called(capsys, path, "--export", sheet)[0] == 2
        assert reported(capsys, path, "--apply", sheet)["left"] == len(ALL) - 1
        text = sheet.read_text("utf-8")
        sheet.write_text(
            text.replace('"verdict": ""', '"verdict": "postpone"').replace(
                'verdict = ""', 'verdict = "postpone"'
            ),
            "utf-8",
        )
    assert reported(capsys, path, "--apply", sheet)["postponed"] == len(ALL) - 1


def test_looking_leaves_nothing_behind(tmp_path: Path, capsys: Capture) -> None:
    path = candidate_file(tmp_path)
    called(capsys, path, "--list")
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--json"],
        ["--list", "--accept-public"],
        ["--accept-public", "--min-sources", "0"],
        ["--export", "a.doc"],
        [],
    ],
)
def test_a_call_that_cannot_be_meant_is_refused(
    tmp_path: Path, capsys: Capture, arguments: list[str]
) -> None:
    path = candidate_file(tmp_path, (WASHED,))
    status, _, err = called(capsys, path, *arguments)
    assert status == 2
    assert "drafter：" in err
    assert "程序出错" not in err


def test_verdicts_on_unknown_candidates_are_told(tmp_path: Path, capsys: Capture) -> None:
    path = candidate_file(tmp_path)
    given = verdict_file(
        tmp_path, {"id": "c-gone", "verdict": "accept"}, {"id": "c-room", "verdict": "accept"}
    )
    report = reported(capsys, path, "--apply", given)
    assert report["added"] == 1
    assert [one["id"] for one in report["refused"]] == ["c-gone"]
