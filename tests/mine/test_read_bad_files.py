"""Whatever is broken, foreign, locked or built to harm is one FileProblem that says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from read_samples import docx_bytes, packed, paragraph, part, pdf_bytes, read_one, shown

from drafter import docx_guard
from drafter.errors import FileProblem
from drafter.mine.read import SUFFIXES, child, read, worker
from drafter.mine.read.guard import LIMITS, TEXT

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXT_LINE = "学校党支部认真落实上级部署，扎实推进各项工作。"


def refused(path: Path) -> FileProblem:
    """The one fault that reading `path` ends with."""
    with pytest.raises(FileProblem) as caught:
        list(read(path))
    assert len(caught.value.faults) == 1
    fault = caught.value.faults[0]
    assert fault.where.startswith(str(path))
    assert fault.what
    assert fault.todo
    return caught.value


def varied(count: int) -> str:
    """So many paragraphs that pack like written text, and not like a bomb."""
    return "".join(paragraph(f"第{number * 7919 % 1_000_003}段{number}") for number in range(count))


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n \n"])
def test_an_empty_file_of_any_kind_is_called_empty(tmp_path: Path, suffix: str, data: bytes) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    assert "空的" in str(refused(path))


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_a_missing_file_a_folder_and_a_pipe_are_named(tmp_path: Path, suffix: str) -> None:
    assert "找不到" in str(refused(tmp_path / f"a{suffix}"))
    (tmp_path / f"b{suffix}").mkdir()
    assert "文件夹" in str(refused(tmp_path / f"b{suffix}"))
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / f"c{suffix}")
        assert "不是普通文件" in str(refused(tmp_path / f"c{suffix}"))


def test_a_link_to_itself_and_an_impossible_name_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.symlink_to(path)
    assert "绕成了圈" in str(refused(path))
    for name in ("a\0.txt", "a\0.jsonl", "a" * 300 + ".txt"):
        refused(tmp_path / name)


def test_a_format_nobody_knows_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.exe"
    path.write_bytes(b"MZ")
    assert "不认识" in str(refused(path))


@pytest.mark.parametrize("suffix", sorted(name for name, kind in SUFFIXES.items() if kind in LIMITS))
def test_a_file_of_200_mb_is_refused_before_it_is_parsed(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    with path.open("wb") as stream:
        stream.write(b"PK\x03\x04 %PDF-")
        stream.truncate(200 * 1024 * 1024)
    assert "MB" in str(refused(path))


@pytest.mark.parametrize("suffix", [".txt", ".docx", ".doc", ".pdf", ".html", ".md"])
@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + b"\0" * 90, b"Rar!\x1a\x07\0" + b"\0" * 90, os.urandom(5000)]
)
def test_pictures_archives_and_noise_under_any_name_are_refused(
    tmp_path: Path, suffix: str, data: bytes
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"\x89" + data[1:])
    refused(path)


def test_an_encrypted_docx_and_doc_are_named(tmp_path: Path) -> None:
    locked = OLE + bytes(2000) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    header = OLE + bytes(504) + b"\xec\xa5" + bytes(9) + b"\x01" + bytes(500)
    for name, data in (("a.docx", locked), ("b.doc", locked), ("c.doc", header), ("d.wps", header)):
        (tmp_path / name).write_bytes(data)
        assert "密码" in str(refused(tmp_path / name))


def test_a_docx_is_a_docx_under_any_name(tmp_path: Path) -> None:
    for name in ("a.doc", "a.wps", "a.docm", "a.txt"):
        assert read_one(tmp_path / name, docx_bytes(paragraph(TEXT_LINE))).text == TEXT_LINE


def test_a_web_page_or_a_text_saved_as_doc_is_read(tmp_path: Path) -> None:
    page = f"<html><body><p>{TEXT_LINE}</p></body></html>".encode("gb18030")
    assert shown(read_one(tmp_path / "a.doc", page)) == [TEXT_LINE]
    assert read_one(tmp_path / "b.doc", TEXT_LINE.encode()).text == TEXT_LINE


def test_a_pdf_under_a_wrong_name_is_read(tmp_path: Path) -> None:
    data = pdf_bytes([[(90, 700, "学校党支部工作总结")]])
    assert read_one(tmp_path / "a.docx", data).text == "学校党支部工作总结"


@pytest.mark.parametrize(
    "parts",
    [
        {"a.txt": "没有正文"},
        {"word/document.xml": "<w:document"},
        {"word/document.xml": part("document", "<w:p>" * 400 + "</w:p>" * 400)},
        {"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]>' + part("document", "")},
        {"word/document.xml": part("document", ""), "word/numbering.xml": "<!DOCTYPE a><a/>"},
        {"word/document.xml": part("document", ""), "word/styles.xml": "<a"},
        {"word/document.xml": part("document", "")},
        {"word/document.xml": " " * (docx_guard.MAX_XML + 1)},
        {"word/document.xml": "<a/>"} | {f"x{number}": "" for number in range(docx_guard.MAX_ENTRIES)},
        {"word/document.xml": "<a/>", "../x": ""},
    ],
)
def test_a_broken_or_harmful_docx_is_refused(tmp_path: Path, parts: dict[str, str]) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(packed(parts))
    refused(path)


@pytest.mark.parametrize("size", [3, 30, 300, 900])
def test_a_docx_cut_off_anywhere_is_refused(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx_bytes(paragraph(TEXT_LINE * 50))[:size])
    refused(path)


def test_thirty_thousand_paragraphs_are_read_and_a_flood_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(read_one(tmp_path / "a.docx", docx_bytes(varied(30_000))).lines) == 30_000
    monkeypatch.setattr("drafter.mine.read.docx.MAX_PARAGRAPHS", 10)
    reply = worker.answer("docx", docx_bytes(paragraph("甲") * 11))
    assert "段落多得不正常" in reply["fault"][0]


def test_numbers_out_of_all_bounds_in_a_docx_do_no_harm(tmp_path: Path) -> None:
    huge = "9" * 5000
    styles = f'<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="{huge}"/></w:pPr></w:style>'
    body = paragraph(
        "甲", f'<w:pStyle w:val="a"/><w:numPr><w:ilvl w:val="{huge}"/><w:numId w:val="1"/></w:numPr>'
    )
    cell = f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="-{huge}"/></w:tcPr>{paragraph("乙")}</w:tc></w:tr></w:tbl>'
    path = tmp_path / "a.docx"
    assert shown(read_one(path, docx_bytes(body + cell, styles=styles))) == ["甲", "乙"]


def test_a_reader_that_takes_too_long_is_ended_and_the_next_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = docx_bytes(varied(100_000))
    with pytest.raises(FileProblem, match="没有读完"):
        child.parse("docx", data, "稿", seconds=0.05)
    assert child.parse("docx", docx_bytes(paragraph("乙")), "稿").text == "乙"


def test_a_reader_that_needs_too_much_memory_is_one_unread_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not Path("/proc/self").exists():
        pytest.skip("this system does not limit the address space of a process")
    monkeypatch.setattr(child, "MEMORY", 120 * 1024 * 1024)
    child.close()
    try:
        with pytest.raises(FileProblem, match=r"没能读完|损坏"):
            child.parse("docx", docx_bytes(varied(150_000)), "稿")
        assert child.parse("docx", docx_bytes(paragraph("乙")), "稿").text == "乙"
    finally:
        child.close()


def test_a_reader_that_dies_is_started_again(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="没能读完"):
        child.parse("nothing of the kind", b"x", "稿")
    assert child.parse("docx", docx_bytes(paragraph("乙")), "稿").text == "乙"


def test_one_child_serves_many_files_and_is_replaced_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "RESTART_AFTER", 3)
    child.close()
    seen = set()
    for _ in range(7):
        child.parse("docx", docx_bytes(paragraph("甲")), "稿")
        assert child._worker is not None
        seen.add(child._worker._process.pid)
    assert len(seen) == 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system knows no fork")
def test_a_forked_process_takes_a_child_of_its_own(tmp_path: Path) -> None:
    child.parse("docx", docx_bytes(paragraph("甲")), "稿")
    assert child._worker is not None
    before = child._worker._process.pid
    script = f"""
import os, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from read_samples import docx_bytes, paragraph
from drafter.mine.read import child
data = docx_bytes(paragraph("甲"))
child.parse("docx", data, "稿")
first = child._worker._process.pid
process = os.fork()
if process == 0:
    child.parse("docx", data, "稿")
    os._exit(int(child._worker._process.pid == first))
assert os.waitpid(process, 0)[1] == 0
assert child.parse("docx", data, "稿").text == "甲"
assert child._worker._process.pid == first
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert before == child._worker._process.pid


def test_modules_lying_beside_the_documents_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "lxml", "resource", "drafter"):
        (tmp_path / f"{name}.py").write_text("open('run', 'w').close()", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    child.close()
    assert read_one(Path("a.docx"), docx_bytes(paragraph("甲"))).text == "甲"
    assert not (tmp_path / "run").exists()


def test_the_limits_hold_for_text_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, TEXT, 10)
    (tmp_path / "a.txt").write_bytes(b"x" * 11)
    assert "MB" in str(refused(tmp_path / "a.txt"))
