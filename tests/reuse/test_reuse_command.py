"""`drafter reuse` as it is called: what it writes, prints and refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from drafter.cli import main
from drafter.storage.draft_file import read_draft

ROOT = Path(__file__).parents[2]
TEXT = """2025年安全工作总结

　　2025年，我校开展安全检查12次。
　　一、主要做法
　　与各班签订责任书46份。
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "旧稿.docx"
    assert main(["export", str(ROOT / "examples/finished.draft.toml"), "-o", str(path)]) == 0
    return path


def reuse(old: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main(["reuse", str(old), "-o", str(old.with_name("新稿.draft.toml")), *more])
    out = capsys.readouterr()
    return status, out.out, out.err


def test_it_tells_what_it_found_and_what_to_do_next(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = reuse(old, capsys)
    assert (status, err) == (0, "")
    for words in (
        "branch-annual-2026",
        "新稿写2027年",
        "12 个部分",
        "保留上年的值",
        "待填",
        "过时的词句",
        "可改用：",
        "drafter facts",
    ):
        assert words in out, words
    assert read_draft(old.with_name("新稿.draft.toml")).outline == "branch-annual-2026"


def test_json_has_the_same_for_programs(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = reuse(old, capsys, "--json", "--year", "2028")
    told: dict[str, Any] = json.loads(out)
    assert (told["outline"], told["old_year"], told["year"]) == ("branch-annual-2026", 2026, 2028)
    assert "党支部名称" in told["kept"]
    assert "支委会次数" in told["to_fill"]
    assert {"kind", "place", "what", "instead"} == set(told["remarks"][0])


def test_the_facts_command_shows_last_years_value_until_it_is_filled(
    old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reuse(old, capsys)
    new = str(old.with_name("新稿.draft.toml"))
    assert main(["facts", new]) == 0
    assert "支委会次数 = 待填  上年：13" in capsys.readouterr().out
    assert main(["facts", new, "--set", "支委会次数=14", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    row = next(row for row in rows if row["name"] == "支委会次数")
    assert (row["value"], row["last_year"], row["open"]) == ("14", "13", False)


def test_keep_values_leaves_nothing_open(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reuse(old, capsys, "--keep-values")
    new, again, first = (old.with_name(name) for name in ("新稿.draft.toml", "新.txt", "旧.txt"))
    assert main(["export", str(new), "-o", str(again), "--strict"]) == 0
    assert main(["export", str(ROOT / "examples/finished.draft.toml"), "-o", str(first)]) == 0
    assert again.read_bytes() == first.read_bytes()


def test_a_draft_of_last_year_is_taken_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = tmp_path / "旧稿.draft.toml"
    old.write_bytes((ROOT / "examples/finished.draft.toml").read_bytes())
    status, out, _ = reuse(old, capsys)
    before, after = read_draft(old), read_draft(old.with_name("新稿.draft.toml"))
    assert status == 0
    assert "新稿写2027年" in out
    assert "过时的词句" in out
    assert [s.heading for s in after.sections] == [s.heading for s in before.sections]
    assert [p.text for s in after.sections for p in s.paragraphs] == [
        p.text for s in before.sections for p in s.paragraphs
    ]
    assert set(after.facts) == {"党支部名称", "上级党组织"}
    assert dict(after.extra["last_year"]) | dict(after.facts) == dict(before.facts)


def test_an_outline_can_be_given(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, _ = reuse(old, capsys, "--outline", "school-annual")
    assert status == 0
    assert read_draft(old.with_name("新稿.draft.toml")).outline == "school-annual"


def test_of_several_reports_in_a_file_one_is_taken_and_the_others_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "旧稿.jsonl"
    other = TEXT.replace("安全", "卫生")
    path.write_text(
        "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in (TEXT, other)), "utf-8"
    )
    status, _, err = reuse(path, capsys)
    assert status == 0
    assert "有 2 篇" in err
    assert "卫生" in err
    assert reuse(path, capsys, "--document", "2", "--force")[2] == ""
    assert "卫生" in path.with_name("新稿.draft.toml").read_text("utf-8")
    status, _, err = reuse(path, capsys, "--document", "3", "--force")
    assert (status, "有 2 篇" in err) == (2, True)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.txt", b"", "空"),
        ("空白.txt", b" \n\n ", ""),
        ("坏.docx", b"PK\x03\x04 broken", ""),
        ("坏.pdf", b"%PDF-1.4 broken", ""),
        ("加密.doc", b"\xd0\xcf\x11\xe0" + bytes(600), ""),
        ("别的.xyz", b"text", "不认识这种格式"),
        ("太长.txt", ("长" * 3_500_000).encode(), "不像一份报告"),
        ("标题.txt", "工作总结\n".encode(), ""),
    ],
)
def test_what_is_no_report_is_one_clear_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    status, out, err = reuse(path, capsys)
    assert (status, out) == (2, "")
    assert err.startswith("drafter：")
    assert words in err
    assert "。" in err, "what to do is missing"
    assert not path.with_name("新稿.draft.toml").exists()


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (tmp_path / "没有.docx", tmp_path):
        status, _, err = reuse(path / "x" if path == tmp_path else path, capsys)
        assert status == 2
        assert err.startswith("drafter：")


def test_nothing_is_overwritten_unasked_and_the_old_report_never(
    old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reuse(old, capsys)
    new = old.with_name("新稿.draft.toml")
    new.write_text("mine", "utf-8")
    status, _, err = reuse(old, capsys)
    assert (status, new.read_text("utf-8")) == (2, "mine")
    assert "--force" in err
    assert reuse(old, capsys, "--force")[0] == 0
    before = old.read_bytes()
    assert main(["reuse", str(old), "-o", str(old), "--force"]) == 2
    assert old.read_bytes() == before


def test_a_year_that_is_none_is_refused(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = reuse(old, capsys, "--year", "26")
    assert status == 2
    assert "四位年份" in err
