"""Old formats (.doc .wps .rtf .odt) through LibreOffice, where it is installed: converted to .docx in a folder of its
own, then read like any other."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Final

from drafter.docx_guard import MAX_FILE
from drafter.errors import FileProblem
from drafter.files import read_bytes
from drafter.mine.read import child

SECONDS: Final = 120.0
"""Longest time for one file; the first start of the suite takes ten seconds on a slow machine."""

_PROGRAMS: Final = ("soffice", "libreoffice")
_TODO: Final = "请用 Word 或 WPS 打开它，另存为 .docx 再试"
# Macros never run, and what the file links to is not fetched.
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">\
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">\
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" \
oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def to_docx(data: bytes, suffix: str, where: str) -> bytes:
    """The .docx that LibreOffice makes of a document whose bytes are `data`; `suffix` tells it the format.

    Raises FileProblem if there is no LibreOffice, or if it cannot read the file in SECONDS.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise FileProblem(f"这台电脑上没有能读 {suffix} 的程序（LibreOffice）", where=where, todo=_TODO)
    with tempfile.TemporaryDirectory(prefix="drafter-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        source = folder / f"source{suffix}"
        source.write_bytes(data)
        arguments = [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
            "--nologo", "--nodefault", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"),
            str(source),
        ]  # fmt: skip
        try:
            status = child.run(arguments, SECONDS)
        except OSError:
            raise FileProblem("LibreOffice 启动不了", where=where, todo=_TODO) from None
        made = folder / "out" / "source.docx"
        if status is None:
            raise FileProblem(f"LibreOffice 读了 {SECONDS:.0f} 秒还没有读完", where=where, todo=_TODO)
        if not made.is_file():
            raise FileProblem("LibreOffice 打不开它：可能加了密码，或者已经损坏", where=where, todo=_TODO)
        return read_bytes(made, MAX_FILE)
