"""Old formats through LibreOffice: the same text as from the .docx, and a clear word where it cannot be."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from read_samples import docx_bytes, level, lists, numbered, paragraph, read_one, shown

from drafter.errors import FileProblem
from drafter.mine.read import office, read

BODY = (
    paragraph("示例小学工作总结")
    + numbered("总体情况")
    + numbered("主要做法")
    + paragraph("扎实推进各项工作。")
)
READ = ["示例小学工作总结", "一.总体情况", "二.主要做法", "扎实推进各项工作。"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000)


@pytest.fixture(scope="module")
def soffice() -> str:
    """The path of LibreOffice; without it the test is skipped, and fails where CI=true promises that it is there."""
    found = shutil.which("soffice")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice (soffice) is not installed")
        pytest.skip("LibreOffice (soffice) is not installed: old formats are not tried")
    return found


@pytest.fixture(scope="module")
def converted(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one report in every old format and as PDF, made by LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    # Not 一、: LibreOffice writes that mark into .rtf as a question mark.
    data = docx_bytes(BODY, numbering=lists(level(0, "chineseCounting", "%1.")))
    (folder / "made.docx").write_bytes(data)
    for suffix in ("doc", "rtf", "odt", "pdf"):
        subprocess.run(
            [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", suffix,
             "--outdir", str(folder), str(folder / "made.docx")],
            check=True, capture_output=True, timeout=240,
        )  # fmt: skip
    return folder


@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt", "pdf", "docx"])
def test_a_report_reads_the_same_in_every_format(converted: Path, suffix: str) -> None:
    (source,) = read(converted / f"made.{suffix}")
    assert shown(source) == READ


def test_a_format_under_another_name_is_read(converted: Path, tmp_path: Path) -> None:
    for made, name in (("made.rtf", "a.doc"), ("made.doc", "b.docx"), ("made.odt", "c.doc")):
        assert shown(read_one(tmp_path / name, (converted / made).read_bytes())) == READ


def test_a_broken_file_is_refused(soffice: str, tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(OLE)
    with pytest.raises(FileProblem) as caught:
        list(read(path))
    assert caught.value.faults[0].where == str(path)
    assert caught.value.faults[0].todo


def test_where_there_is_no_libreoffice_the_message_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "a.doc").write_bytes(OLE)
    with pytest.raises(FileProblem, match="LibreOffice") as caught:
        list(read(tmp_path / "a.doc"))
    assert "另存为 .docx" in caught.value.faults[0].todo


@pytest.mark.skipif(os.name != "posix", reason="a script of the shell stands in for LibreOffice")
@pytest.mark.parametrize(("script", "message"), [("exit 1", "打不开"), ("sleep 60 & wait", "没有读完")])
def test_an_office_that_fails_or_hangs_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, message: str
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(office, "SECONDS", 0.3)
    (tmp_path / "a.doc").write_bytes(OLE)
    with pytest.raises(FileProblem, match=message):
        list(read(tmp_path / "a.doc"))
