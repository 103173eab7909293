"""Turning a .docx into a PDF with LibreOffice and measuring it, with a fixed set of stand-in fonts."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

STAND_INS = {
    "仿宋_GB2312": "AR PL UMing CN",
    "楷体_GB2312": "AR PL UKai CN",
    "黑体": "WenQuanYi Zen Hei",
    "方正小标宋简体": "Noto Serif CJK SC",
    "宋体": "Noto Serif CJK SC",
}
"""A free font of Debian for each font the layout asks for: different faces, so that a PDF shows which was asked for."""

_PDF_SECONDS = 240


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a PDF page: its words and font names, and in points its distance from the top and left edge."""

    text: str
    fonts: frozenset[str]
    top: float
    left: float
    right: float


def require_office() -> str:
    """The path of soffice. Without it the test is skipped, and fails where CI=true promises that it is there."""
    office = shutil.which("soffice")
    missing = "LibreOffice (soffice)" if office is None else _missing_fonts()
    if missing:
        message = f"cannot measure the page: {missing} not installed (apt install libreoffice-writer-nogui and the fonts)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    assert office is not None
    return office


def to_pdf(docx: Path, folder: Path) -> Path:
    """The PDF LibreOffice makes of `docx`, in a profile of its own below `folder`."""
    office = require_office()
    fonts = _font_file(folder)
    command = [
        office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
        "--outdir", str(folder), str(docx),
    ]  # fmt: skip
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    # A time limit on the wrapper alone leaves soffice.bin running, so the whole group is ended.
    process = subprocess.Popen(
        command, env=environment, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        output, _ = process.communicate(timeout=_PDF_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        pytest.fail("LibreOffice did not finish")
    pdf = folder / f"{docx.stem}.pdf"
    # Exit status 0 does not mean there is a file.
    assert pdf.exists(), output.decode(errors="replace")
    return pdf


def pages(pdf: Path) -> list[list[Line]]:
    """The lines of every page from top to bottom, the page number last."""
    import pdfplumber

    with pdfplumber.open(pdf) as opened:
        return [_lines(page.chars) for page in opened.pages]


def _lines(characters: list[dict[str, object]]) -> list[Line]:
    rows: dict[int, list[dict[str, object]]] = defaultdict(list)
    # Fonts of one line have different heights but one baseline: the PDF's y of the text matrix.
    for character in characters:
        matrix = character["matrix"]
        assert isinstance(matrix, tuple)
        rows[round(matrix[5])].append(character)
    found = []
    for height in sorted(rows, reverse=True):
        row = sorted(rows[height], key=lambda each: float(str(each["x0"])))
        text = "".join(str(each["text"]) for each in row)
        if text.strip():
            fonts = frozenset(str(each["fontname"]).split("+")[-1] for each in row)
            edges = [float(str(row[0]["x0"])), float(str(row[-1]["x1"]))]
            found.append(Line(text, fonts, float(str(row[0]["top"])), *edges))
    return found


def _missing_fonts() -> str:
    listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False).stdout
    return ", ".join(sorted(name for name in set(STAND_INS.values()) if name not in listed))


def _font_file(folder: Path) -> Path:
    rules = "".join(
        f'<match target="pattern"><test qual="any" name="family"><string>{asked}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{given}</string></edit></match>'
        for asked, given in STAND_INS.items()
    )
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>/usr/share/fonts</dir>'
        f"<cachedir>{folder}/fonts</cachedir>{rules}</fontconfig>",
        encoding="utf-8",
    )
    return path
