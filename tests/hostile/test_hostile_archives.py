"""Workbooks and Word files that are damaged or built to harm: refused in seconds and in one line."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hostile_calls import FINISHED, OPEN, call, owes, refused, warm

MAIN = "word/document.xml"
SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
TAIL = "</w:body></w:document>"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    warm(home)
    monkeypatch.chdir(tmp_path)
    Path("a.draft.toml").write_bytes(OPEN)
    return tmp_path


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("word")
    (folder / "a.draft.toml").write_bytes(FINISHED)
    assert call("export", folder / "a.draft.toml", "-o", folder / "a.docx").status == 0
    return (folder / "a.docx").read_bytes()


@pytest.fixture(scope="module")
def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (("名称", "值"), ("党员总数", 36), ("党支部名称", "示例小学党支部")):
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def with_part(archive: bytes, name: str, data: bytes, *, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w", packed) as new:
        for part in {*old.namelist(), name}:
            new.writestr(part, data if part == name else old.read(part))
    return made.getvalue()


def damaged(data: bytes, chance: random.Random) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken[: chance.randrange(len(broken))] if chance.random() < 0.2 else broken)


def test_damage_anywhere_is_one_message(word: bytes, workbook: bytes) -> None:
    chance = random.Random(7)
    for _ in range(25):
        Path("m.docx").write_bytes(damaged(word, chance))
        owes(call("check", "m.docx"))
    for _ in range(25):
        Path("m.xlsx").write_bytes(damaged(workbook, chance))
        owes(call("facts", "a.draft.toml", "--from", "m.xlsx", "--open"))


@pytest.mark.parametrize("encoding", ["GBK", "utf-7", "cp037", "nonsense", "utf-16"])
def test_a_body_in_an_encoding_nobody_can_read_is_damaged(encoding: str, word: bytes) -> None:
    body = f'<?xml version="1.0" encoding="{encoding}"?>{HEAD}{TAIL}'.encode()
    Path("m.docx").write_bytes(with_part(word, MAIN, body))
    assert "m.docx" in refused("check", "m.docx")


def test_entities_are_refused_unread(word: bytes, workbook: bytes) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    Path("m.docx").write_bytes(with_part(word, MAIN, f"{bomb}]>{HEAD}&i;{TAIL}".encode()))
    assert "不允许" in refused("check", "m.docx")
    book = f'{bomb}]><workbook xmlns="x"><sheets><sheet name="&i;"/></sheets></workbook>'
    Path("m.xlsx").write_bytes(with_part(workbook, "xl/workbook.xml", book.encode()))
    assert "打不开" in refused("facts", "a.draft.toml", "--from", "m.xlsx")


def test_more_paragraphs_than_any_report_has_are_refused(word: bytes) -> None:
    body = f"{HEAD}{'<w:p/>' * 200_001}{TAIL}".encode()
    # Stored, so that the ratio of packing gives nothing away.
    Path("m.docx").write_bytes(with_part(word, MAIN, body, packed=zipfile.ZIP_STORED))
    assert "段落多得不正常" in refused("check", "m.docx")


def test_a_swollen_workbook_is_refused_unread(workbook: bytes) -> None:
    for part in (SHEET, "xl/styles.xml", "xl/sharedStrings.xml"):
        Path("m.xlsx").write_bytes(with_part(workbook, part, b"<a/>" * 3_000_000))
        assert "解开后太大" in refused("facts", "a.draft.toml", "--from", "m.xlsx")


def test_what_openpyxl_has_to_say_about_a_workbook_is_not_for_the_writer(workbook: bytes) -> None:
    styles = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    # Under the settings of this project a warning would be an error.
    Path("m.xlsx").write_bytes(with_part(workbook, "xl/styles.xml", styles))
    done = call("facts", "a.draft.toml", "--from", "m.xlsx", "--open")
    assert (done.status, done.err) == (0, "")
