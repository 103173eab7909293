"""The parts of a .docx around its body: content types, relations, settings, page numbers, properties, the package.

Made by code, not copied from a template: 8 KB, no foreign author, no compatibility mode. The values are Word's
names for the numbers of the layout; the order of elements is that of ECMA-376 part 1.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Mapping
from xml.parsers import expat
from xml.sax.saxutils import escape

from drafter.export.layout import Layout

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = (
    ("styles.xml", "styles", f"{_WORD}.styles+xml"),
    ("settings.xml", "settings", f"{_WORD}.settings+xml"),
    ("fontTable.xml", "fontTable", f"{_WORD}.fontTable+xml"),
    ("footer1.xml", "footer", f"{_WORD}.footer+xml"),
    ("footer2.xml", "footer", f"{_WORD}.footer+xml"),
    ("theme/theme1.xml", "theme", "application/vnd.openxmlformats-officedocument.theme+xml"),
)
_MOMENT = (1980, 1, 1, 0, 0, 0)
_CHINESE_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_MAX_PROPERTY = 255


def content_types() -> str:
    """[Content_Types].xml."""
    overrides = "".join(
        f'<Override PartName="/word/{name}" ContentType="{content}"/>' for name, _, content in _PARTS
    )
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def package_relations() -> str:
    """_rels/.rels."""
    return (
        f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/>'
        f'<Relationship Id="rId3" Type="{_OFFICE}/extended-properties" Target="docProps/app.xml"/></Relationships>'
    )


def document_relations() -> str:
    """word/_rels/document.xml.rels; the footers are rId4 (odd pages) and rId5 (even pages)."""
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{name}"/>'
        for number, (name, kind, _) in enumerate(_PARTS, 1)
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def section(layout: Layout) -> str:
    """The w:sectPr: paper, margins, line grid and the two footers."""
    page = layout.page
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"/>'
        f'<w:pgMar w:top="{page.top}" w:right="{page.right}" w:bottom="{page.bottom}" w:left="{page.left}" '
        f'w:header="851" w:footer="{page.number}" w:gutter="0"/>'
        '<w:pgNumType w:fmt="decimal" w:start="1"/>'
        # Type "lines" with exact line heights is the one grid that Word, WPS and LibreOffice read alike.
        f'<w:docGrid w:type="lines" w:linePitch="{layout.pitch}"/></w:sectPr>'
    )


def settings(layout: Layout) -> str:
    """word/settings.xml: different odd and even footers, Word 2013 mode, Chinese line breaking."""
    flags = "".join(
        f"<w:{name}/>"
        for name in (
            "spaceForUL", "balanceSingleByteDoubleByteWidth", "doNotLeaveBackslashAlone", "ulTrailSpace",
            "doNotExpandShiftReturn", "adjustLineHeightInTable", "useFELayout",
        )
    )  # fmt: skip
    modes = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15), ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1), ("doNotFlipMirrorIndents", 1), ("differentiateMultirowTableHeaders", 1),
        )
    )  # fmt: skip
    body = layout.styles["body"]
    return (
        f'{HEAD}<w:settings {W}><w:zoom w:percent="100"/>'
        f'<w:defaultTabStop w:val="{body.twips(200)}"/><w:evenAndOddHeaders/>'
        '<w:drawingGridHorizontalSpacing w:val="160"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f'<w:compat>{flags}{modes}</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def footer(layout: Layout, style: str) -> str:
    """A footer part: the page number between its dashes, a PAGE field with each of its marks in a run of its own.

    WPS shows nothing for a field without a separator and a cached number.
    """

    def words(text: str) -> str:
        hint = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
        return f'<w:r>{hint}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""

    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return (
        f'{HEAD}<w:ftr {W}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{words(layout.number_before)}'
        f'{mark("begin")}<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>{mark("separate")}'
        f"<w:r><w:t>1</w:t></w:r>{mark('end')}{words(layout.number_after)}</w:p></w:ftr>"
    )


def core_properties(title: str, creator: str, date: str) -> str:
    """docProps/core.xml; the moment of making is the document's own date, so that the same draft gives the same bytes."""
    moment = _moment(date)
    stamps = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
        if moment
    )
    author = escape(creator[:_MAX_PROPERTY])
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title[:_MAX_PROPERTY])}</dc:title><dc:creator>{author}</dc:creator>"
        f"<cp:lastModifiedBy>{author}</cp:lastModifiedBy><cp:revision>1</cp:revision>{stamps}"
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def _moment(text: str) -> str:
    found = _CHINESE_DATE.search(text)
    try:
        return datetime.date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


def app_properties() -> str:
    """docProps/app.xml."""
    return (
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>drafter</Application></Properties>"
    )


def pack(parts: Mapping[str, str]) -> bytes:
    """The parts as a zip with fixed times, the same bytes on every system and at any moment.

    Every part is parsed first: a package that no reader can open must never leave the program.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, text in parts.items():
            data = text.encode()
            parser = expat.ParserCreate()
            parser.Parse(data, True)
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, data)
    return stream.getvalue()
