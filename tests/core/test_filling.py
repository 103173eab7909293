"""Facts of a draft: which it needs, where each stands, and setting values that have been checked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from drafter.draft import Draft, Paragraph, Section
from drafter.errors import FactError, FileProblem
from drafter.facts.facts_file import MAX_ROWS, read_facts
from drafter.facts.spec import FactSpec, Kind, Vocabulary
from drafter.filling import fact_uses, file_stem, known_names, set_facts

VOCABULARY = Vocabulary(
    {
        spec.name: spec
        for spec in (
            FactSpec(name="次数", label="支委会次数", kind=Kind.COUNT, unit="次", example="12"),
            FactSpec(name="大会次数", label="大会次数", kind=Kind.COUNT, unit="次", example="4"),
            FactSpec(name="合计", label="合计", kind=Kind.COUNT, example="16", formula="次数 | 加(大会次数)"),
            FactSpec(name="活动", label="活动名称", kind=Kind.TEXT, scope="paragraph", example="读书"),
            FactSpec(name="日期", label="成文日期", kind=Kind.DATE, example="2026-3-8"),
            FactSpec(name="达标率", label="达标率", kind=Kind.PERCENT, example="95%"),
        )
    }
)
DRAFT = Draft(
    sections=(
        Section("甲", 1, paragraphs=(Paragraph("开展{{ 活动 }}，共{{ 合计 }}次。"),)),
        Section("乙", 1, paragraphs=(Paragraph("再开展{{ 活动 }}，{{ 自定 }}。"),)),
    )
)


def fill(draft: Draft, **typed: str) -> Draft:
    return set_facts(draft, typed, VOCABULARY, known_names(draft, VOCABULARY))


def test_every_fact_is_listed_with_its_address_and_the_inputs_of_its_formula() -> None:
    uses = fact_uses(DRAFT, VOCABULARY)
    assert [use.address for use in uses] == ["活动@1.1", "活动@2.1", "合计", "次数", "大会次数", "自定"]
    assert all(not use.shown for use in uses)


def test_a_computed_fact_shows_its_result_once_its_inputs_are_there() -> None:
    uses = {use.address: use for use in fact_uses(fill(DRAFT, 次数="12", 大会次数="四"), VOCABULARY)}
    assert (uses["合计"].shown, uses["合计"].computed) == ("16", True)


def test_a_paragraph_fact_is_set_in_its_paragraph_and_a_bare_name_fills_the_rest() -> None:
    filled = set_facts(
        DRAFT, {"活动@1.1": "读书", "活动": "义诊"}, VOCABULARY, known_names(DRAFT, VOCABULARY)
    )
    uses = {use.address: use.shown for use in fact_uses(filled, VOCABULARY)}
    assert (uses["活动@1.1"], uses["活动@2.1"]) == ("读书", "义诊")


def test_every_wrong_name_and_value_is_reported_and_nothing_is_set() -> None:
    with pytest.raises(FactError) as caught:
        set_facts(
            DRAFT,
            {"次数": "很多", "支委次数": "3", "活动@9.9": "读书"},
            VOCABULARY,
            known_names(DRAFT, VOCABULARY),
        )
    text = str(caught.value)
    assert "很多" in text
    assert "12" in text
    assert "支委次数" in text
    assert "9.9" in text


def test_an_empty_value_opens_a_fact_again() -> None:
    assert "次数" not in fill(fill(DRAFT, 次数="12"), 次数="").facts


def sheet(path: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_spreadsheet_is_read_down_with_labels_numbers_and_dates(tmp_path: Path) -> None:
    from datetime import date

    path = sheet(
        tmp_path / "a.xlsx",
        [["名称", "值"], ["支委会次数", 12.0], ["成文日期", date(2026, 12, 20)], ["大会次数", None]],
    )
    assert read_facts(path, VOCABULARY) == {"次数": "12", "日期": "2026-12-20"}


def test_a_spreadsheet_is_read_across_when_the_first_row_holds_the_names(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", [["次数", "大会次数", "达标率"], [12, 4, "95%"]])
    assert read_facts(path, VOCABULARY) == {"次数": "12", "大会次数": "4", "达标率": "95%"}


def test_a_cell_shown_as_percent_is_read_as_percent(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["达标率", 0.95])
    book.active["B1"].number_format = "0.0%"
    book.save(tmp_path / "a.xlsx")
    assert read_facts(tmp_path / "a.xlsx", VOCABULARY) == {"达标率": "95%"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_as_excel_saves_it_is_read_in_any_of_its_encodings(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes('名称,值\n次数,十二\n自定,"甲,乙"\n'.encode(encoding))
    assert read_facts(tmp_path / "a.csv", VOCABULARY) == {"次数": "十二", "自定": "甲,乙"}


def test_json_and_toml_are_read_with_numbers_as_typed(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"次数": 12, "达标率": 95.50, "自定": ["甲", "乙"]}), "utf-8")
    assert read_facts(tmp_path / "a.json", VOCABULARY) == {"次数": "12", "达标率": "95.5", "自定": "甲、乙"}
    (tmp_path / "a.toml").write_text("[facts]\n次数 = 12\n日期 = 2026-12-20\n", "utf-8")
    with_bare_keys = read_facts_error(tmp_path / "a.toml")
    (tmp_path / "b.toml").write_text('[facts]\n"次数" = 12\n"日期" = 2026-12-20\n', "utf-8")
    assert read_facts(tmp_path / "b.toml", VOCABULARY) == {"次数": "12", "日期": "2026-12-20"}
    assert "第 2 行" in with_bare_keys


def read_facts_error(path: Path) -> str:
    with pytest.raises(FileProblem) as caught:
        read_facts(path, VOCABULARY)
    return str(caught.value)


def test_broken_files_are_one_clear_message_each(tmp_path: Path) -> None:
    cases = {
        "missing.xlsx": None,
        "text.xlsx": b"not a zip",
        "empty.csv": b"",
        "binary.csv": b"\x00\x01\x02",
        "broken.json": b"{",
        "list.json": b"[1]",
        "nested.json": '{"甲": {"乙": 1}}'.encode(),
        "odd.pdf": b"%PDF",
        "long.csv": b"a,1\n" * (MAX_ROWS + 1),
        "truncated.xlsx": b"PK\x03\x04" + b"\0" * 100,
    }
    for name, data in cases.items():
        if data is not None:
            (tmp_path / name).write_bytes(data)
        message = read_facts_error(tmp_path / name)
        assert name in message
        assert "。" in message, f"{name}: says no next step"


def test_a_file_is_named_after_the_printed_title_or_the_outline_while_that_is_open() -> None:
    draft = Draft(title="示例小学/{{ 日期 | 年度 }} 总结")
    assert file_stem(draft, VOCABULARY, "年度总结") == "年度总结"
    assert file_stem(fill(draft, 日期="2026-3-8"), VOCABULARY, "年度总结") == "示例小学-2026年-总结"
    assert file_stem(Draft(title="题" * 200), VOCABULARY, "年度总结") == "题" * 60
    assert file_stem(Draft(), VOCABULARY, "...") == "稿件"
