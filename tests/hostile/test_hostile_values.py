"""Values nobody would type: whatever comes in by --set or a file of facts is stored clean, or refused whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hostile_calls import FINISHED, OPEN, call, owes, refused, warm

from drafter.facts import facts_file
from drafter.storage.draft_file import read_draft


@pytest.fixture(autouse=True)
def draft(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    warm(home)
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.draft.toml"
    path.write_bytes(OPEN)
    return path


def given(value: object) -> None:
    Path("f.json").write_text(json.dumps({"党支部名称": value}), "utf-8")


@pytest.mark.parametrize(
    ("value", "kept", "kind"),
    [
        ("甲\ud800乙", "甲乙", "残缺字符 1 个"),
        ("甲\x00\x1b[31m乙", "甲[31m乙", "控制字符 2 个"),
        ("\u202e甲乙\u2066", "甲乙", "文字方向控制符 2 个"),
        ("甲\u200b\ufeff乙", "甲乙", "零宽空格 1 个"),
    ],
)
def test_unsafe_characters_of_a_value_are_taken_out_and_told(
    value: str, kept: str, kind: str, draft: Path
) -> None:
    given(value)
    for arguments in (("--from", "f.json"), ("--set", f"党支部名称={value}")):
        draft.write_bytes(OPEN)
        done = call("facts", draft, *arguments)
        owes(done)
        assert done.status == 0
        assert kind in done.err
        assert "\x1b" not in done.out
        assert read_draft(draft).facts["党支部名称"] == kept
        assert b"\\u" not in draft.read_bytes()


def test_rare_han_and_emoji_are_kept(draft: Path) -> None:
    draft.write_bytes(FINISHED)
    assert call("facts", draft, "--set", "党支部名称=𠮷㐂👍").status == 0
    assert read_draft(draft).facts["党支部名称"] == "𠮷㐂👍"
    assert call("export", draft, "-o", "a.txt").status == 0
    assert "𠮷㐂👍" in Path("a.txt").read_text("utf-8")


@pytest.mark.parametrize("value", [[["甲"]], [{"甲": 1}], {"甲": 1}])
def test_a_value_within_a_value_is_refused(value: object, draft: Path) -> None:
    given(value)
    assert "不是一个值" in refused("facts", draft, "--from", "f.json")
    assert draft.read_bytes() == OPEN


@pytest.mark.parametrize("depth", [300, 900, 100_000])
def test_nesting_of_any_depth_is_refused(depth: int, draft: Path) -> None:
    Path("f.json").write_text(f'{{"党支部名称": {"[" * depth}{"]" * depth}}}', "utf-8")
    assert "f.json" in refused("facts", draft, "--from", "f.json")


def test_endless_numbers_and_texts_are_refused_in_a_short_message(draft: Path) -> None:
    for value in ("9" * 1_000_000, "一" * 100_000, "1e999999999", "0x" + "f" * 9000):
        told = refused("facts", draft, "--set", f"党员总数={value}")
        assert len(told) < 200
    assert "没有" in refused("facts", draft, "--set", f"党员总数@{'9' * 5000}.1=1")
    assert draft.read_bytes() == OPEN


def test_thousands_of_unknown_names_are_told_in_a_few_lines(draft: Path) -> None:
    names = {f"没有的事实{number}": "1" for number in range(9_000)}
    Path("f.json").write_text(json.dumps(names), "utf-8")
    told = refused("facts", draft, "--from", "f.json")
    assert len(told.splitlines()) <= 51
    assert "另外还有 8950 处" in told
    assert draft.read_bytes() == OPEN


def test_a_table_far_too_long_is_not_read_to_its_end(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts_file, "MAX_ROWS", 50)
    Path("f.csv").write_text("\n" * 5_000, "utf-8")
    assert "超过 50 行" in refused("facts", draft, "--from", "f.csv")
    Path("f.csv").write_text('党员总数,"' + "三" * 200_000, "utf-8")
    told = refused("facts", draft, "--from", "f.csv")
    assert "引号" in told
    assert "field" not in told


def test_a_message_cannot_steer_the_terminal(draft: Path) -> None:
    Path("f.json").write_text(json.dumps({"\x1b]0;标题\x07\u202e红\ud800": "1"}), "utf-8")
    told = refused("facts", draft, "--from", "f.json")
    assert not set(told) & {"\x1b", "\x07", "\u202e", "\ud800"}
    assert "标题" in told


def test_a_call_that_fails_after_setting_a_fact_has_written_nothing(draft: Path) -> None:
    # The value of another fact in the file is too long to be shown.
    text = FINISHED.decode().replace('"党员总数" = "', f'"备注" = "{"长" * 25_000}"\n"党员总数" = "', 1)
    text = text.replace('title = "', 'title = "{{ 备注 }}', 1)
    draft.write_text(text, "utf-8")
    before = draft.read_bytes()
    done = call("facts", draft, "--set", "党员总数=37")
    owes(done)
    assert (done.status == 0) == (draft.read_bytes() != before)
    assert "备注" in refused("export", draft, "-o", "a.docx")
    assert not Path("a.docx").exists()


def test_formulas_over_formulas_end_with_a_message(draft: Path) -> None:
    fact = '[[fact]]\nname = "链{}"\nkind = "count"\nask = "？"\nexample = "1"\n'
    chain = "".join(fact.format(n) + f'formula = "链{n + 1} | 加(1)"\n' for n in range(400))
    Path("bank/phrases").mkdir(parents=True)
    Path("bank/facts.toml").write_text(chain + fact.format(400), "utf-8")
    draft.write_text('title = "{{ 链0 }}"\n\n[facts]\n"链400" = "1"\n', "utf-8")
    owes(call("facts", draft, "--bank", "bank"))
    assert "公式一个套一个" in refused("export", draft, "-o", "a.txt", "--bank", "bank")
