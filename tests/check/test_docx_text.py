"""Reading .docx: what real files hold, and files built to harm."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from drafter.docx_guard import MAX_ENTRIES
from drafter.docx_text import MAX_DEPTH, read_docx
from drafter.errors import FileProblem

HEAD = (
    '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
)
MC = ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def archive(folder: Path, parts: dict[str, str | bytes], name: str = "a.docx") -> Path:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, content in parts.items():
            packed.writestr(part, content)
    path = folder / name
    path.write_bytes(buffer.getvalue())
    return path


def body(folder: Path, inner: str) -> Path:
    return archive(folder, {"word/document.xml": f"{HEAD}{MC}><w:body>{inner}</w:body></w:document>"})


def test_paragraphs_and_table_cells_come_in_reading_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("第一段")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "甲"
    table.cell(0, 1).text = "乙"
    document.add_paragraph("最后一段")
    document.save(str(tmp_path / "a.docx"))
    read = read_docx(tmp_path / "a.docx")
    assert [(p.text, p.table) for p in read] == [
        ("第一段", False),
        ("甲", True),
        ("乙", True),
        ("最后一段", False),
    ]


def test_runs_tabs_and_hyphens_join_and_tab_stops_print_nothing(tmp_path: Path) -> None:
    inner = (
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>"
        "<w:r><w:noBreakHyphen/><w:t>丙</w:t></w:r></w:p>"
    )
    assert [p.text for p in read_docx(body(tmp_path, inner))] == ["甲\t乙-丙"]


def test_tracked_insertions_are_read_and_deletions_are_not(tmp_path: Path) -> None:
    inner = "<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"
    assert [p.text for p in read_docx(body(tmp_path, inner))] == ["新"]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = "<w:p><w:r><w:t>框</w:t></w:r></w:p>"
    inner = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>文</w:t></w:r></w:p>"
    )
    assert [p.text for p in read_docx(body(tmp_path, inner))] == ["框", "文"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "文件是空的"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧的 .doc"),
        ("只是文字".encode(), "不是 .docx"),
        (b"PK\x03\x04" + b"\0" * 80, "已经损坏"),
    ],
)
def test_what_is_no_docx_is_refused_with_what_to_do(tmp_path: Path, data: bytes, expected: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    with pytest.raises(FileProblem, match=expected):
        read_docx(path)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="找不到"):
        read_docx(tmp_path / "none.docx")
    with pytest.raises(FileProblem, match="文件夹"):
        read_docx(tmp_path)


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    path = body(tmp_path, "<w:p/>")
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(FileProblem, match="损坏"):
        read_docx(path)


def test_a_body_that_is_no_xml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="正文已经损坏"):
        read_docx(archive(tmp_path, {"word/document.xml": "<w:document"}))


@pytest.mark.parametrize(
    "parts",
    [
        {"word/document.xml": b"<a>" + b"\0" * (2 * 1024 * 1024)},
        {"word/document.xml": "<a/>", "word/media/x.bin": b"\0" * (4 * 1024 * 1024)},
        {"word/document.xml": "<a/>", "../evil": "x"},
        {"word/document.xml": "<a/>", "/etc/evil": "x"},
        {"other.xml": "<a/>"},
        {"word/document.xml": "<a/>"} | {f"x{number}": "" for number in range(MAX_ENTRIES)},
    ],
    ids=["swollen body", "swollen part", "dots", "absolute", "no body", "entries"],
)
def test_an_archive_built_to_harm_is_refused_before_it_is_parsed(
    tmp_path: Path, parts: dict[str, str | bytes]
) -> None:
    with pytest.raises(FileProblem, match="不能读"):
        read_docx(archive(tmp_path, parts))


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE a [<!ENTITY x "lol">]><a>&x;</a>',
        '<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>',
        "<!DOCTYPE a><a/>".encode("utf-16"),
        "<!DOCTYPE a><a/>".encode("utf-16-be"),
    ],
    ids=["entity", "external", "utf-16", "utf-16 without mark"],
)
def test_a_body_with_a_document_type_is_refused(tmp_path: Path, xml: str | bytes) -> None:
    with pytest.raises(FileProblem, match="不允许的声明"):
        read_docx(archive(tmp_path, {"word/document.xml": xml}))


def test_a_body_nested_too_deep_is_refused(tmp_path: Path) -> None:
    deep = "<w:p>" * MAX_DEPTH + "</w:p>" * MAX_DEPTH
    with pytest.raises(FileProblem, match="嵌套太深"):
        read_docx(body(tmp_path, deep))


def test_a_body_under_the_name_word_in_a_browser_gives_it_is_read(tmp_path: Path) -> None:
    xml = f"{HEAD}><w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:body></w:document>"
    assert [p.text for p in read_docx(archive(tmp_path, {"word/document2.xml": xml}))] == ["甲"]
