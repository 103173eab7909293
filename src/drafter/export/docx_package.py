"""The package around the body of a .docx, put together by python-docx out of our own styles, settings and footers.

Not its default template: that is US Letter with Japanese theme fonts in Word 2010's compatibility mode, and its
styles cost three times as long to look through (measured).
"""

from __future__ import annotations

import datetime
import io
import re
import struct
import time
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers import expat

from drafter.errors import DrafterError
from drafter.export import docx_parts as parts
from drafter.export.docx_styles import font_table, styles
from drafter.export.docx_theme import theme
from drafter.export.layout import Layout

if TYPE_CHECKING:
    from docx.opc.coreprops import CoreProperties

LANGUAGE = "zh-CN"

_MAX_PROPERTY = 255
"""Longest text python-docx takes for a property."""

_CHINESE_DATE = re.compile(r"(?<!\d)([1-9]\d{3})年(\d{1,2})月(\d{1,2})日")

EARLIEST_YEAR = 1980
# MS-DOS time and date of 1 January 1980, midnight: the earliest moment a zip entry can have.
_EPOCH = struct.pack("<HH", 0, 1 << 5 | 1)
_CENTRAL_HEADER = 46


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says about itself: title, author, and the date of the document as it is printed."""

    title: str
    author: str
    date: str


def packed(body: str, layout: Layout, used: Collection[str], properties: Properties) -> bytes:
    """The bytes of a .docx whose word/document.xml is `body`; `used` are the fallback styles it needs.

    The same bytes for the same arguments, at any moment and on every system. Every part is parsed on its way in: a
    package that no reader can open must never leave the program, so `body` that is not XML raises ExpatError.
    Raises DrafterError if the clock stands before 1980, where zip entries cannot be dated.
    """
    if time.localtime().tm_year < EARLIEST_YEAR:
        todo = "请先校准电脑的日期；也可以先导出成 .md 或 .txt"
        raise DrafterError(f"电脑的时钟停在 {EARLIEST_YEAR} 年以前，做不了 .docx", todo=todo)
    from docx.opc.constants import CONTENT_TYPE as CT
    from docx.opc.constants import RELATIONSHIP_TYPE as RT
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part, XmlPart
    from docx.opc.parts.coreprops import CorePropertiesPart
    from docx.oxml.coreprops import CT_CoreProperties
    from docx.package import Package

    package = Package()
    data = body.encode()
    expat.ParserCreate().Parse(data, True)
    # As a plain part the body is written as it is; python-docx's own kind would build a tree of it and write that
    # out again, which for 1,000 pages takes a fifth as long as zipping does (measured).
    document = Part.load(PackURI("/word/document.xml"), CT.WML_DOCUMENT_MAIN, data, package)
    core = CorePropertiesPart(
        PackURI("/docProps/core.xml"), CT.OPC_CORE_PROPERTIES, CT_CoreProperties.new(), package
    )
    app = XmlPart.load(
        PackURI("/docProps/app.xml"), CT.OFC_EXTENDED_PROPERTIES, parts.app_properties().encode(), package
    )
    package.relate_to(document, RT.OFFICE_DOCUMENT)
    package.relate_to(core, RT.CORE_PROPERTIES)
    package.relate_to(app, RT.EXTENDED_PROPERTIES)
    for identity, name, content, kind, xml in (
        ("rId1", "styles", CT.WML_STYLES, RT.STYLES, styles(layout, used)),
        ("rId2", "settings", CT.WML_SETTINGS, RT.SETTINGS, parts.settings(layout)),
        ("rId3", "fontTable", CT.WML_FONT_TABLE, RT.FONT_TABLE, font_table(layout, used)),
        (parts.ODD_FOOTER, "footer1", CT.WML_FOOTER, RT.FOOTER, parts.footer(layout, "Footer")),
        (parts.EVEN_FOOTER, "footer2", CT.WML_FOOTER, RT.FOOTER, parts.footer(layout, "FooterEven")),
        ("rId6", "theme/theme1", CT.OFC_THEME, RT.THEME, theme(layout)),
    ):
        part = XmlPart.load(PackURI(f"/word/{name}.xml"), content, xml.encode(), package)
        document.load_rel(kind, part, identity)
    _describe(package.core_properties, properties)
    stream = io.BytesIO()
    package.save(stream)
    return _timeless(stream)


def _describe(core: CoreProperties, properties: Properties) -> None:
    core.title = properties.title[:_MAX_PROPERTY]
    core.author = core.last_modified_by = properties.author[:_MAX_PROPERTY]
    core.language = LANGUAGE
    core.revision = 1
    moment = _moment(properties.date)
    if moment is not None:
        core.created = core.modified = moment


def _moment(text: str) -> datetime.datetime | None:
    found = _CHINESE_DATE.search(text)
    if found is None:
        return None
    year, month, day = map(int, found.groups())
    try:
        return datetime.datetime(year, month, day)
    except ValueError:
        return None


def _timeless(stream: io.BytesIO) -> bytes:
    """The zip in `stream` without the moment and the system it was made on, which python-docx lets in.

    Both stand in the header before each entry and again in the directory at the end (APPNOTE.TXT 4.3.7, 4.3.12).
    """
    with zipfile.ZipFile(stream) as package:
        starts = [entry.header_offset for entry in package.infolist()]
        at = package.start_dir
    data = stream.getbuffer()
    for start in starts:
        data[start + 10 : start + 14] = _EPOCH
        data[at + 5] = 0
        data[at + 12 : at + 16] = _EPOCH
        at += _CENTRAL_HEADER + sum(struct.unpack_from("<HHH", data, at + 28))
    return bytes(data)
