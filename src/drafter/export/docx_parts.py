"""The small parts of a .docx around its body: section, settings, page numbers.

The values are Word's names for the numbers of the layout; the order of elements is that of ECMA-376 part 1.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from drafter.export.layout import Layout

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
ODD_FOOTER, EVEN_FOOTER = "rId4", "rId5"
"""Ids by which word/document.xml refers to the footer parts."""


def section(layout: Layout) -> str:
    """The w:sectPr: paper, margins, line grid and the two footers."""
    page = layout.page
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{ODD_FOOTER}"/>'
        f'<w:footerReference w:type="even" r:id="{EVEN_FOOTER}"/>'
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
        f'<w:settings {W}><w:zoom w:percent="100"/>'
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
        f'<w:ftr {W}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{words(layout.number_before)}'
        f'{mark("begin")}<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>{mark("separate")}'
        f"<w:r><w:t>1</w:t></w:r>{mark('end')}{words(layout.number_after)}</w:p></w:ftr>"
    )


def app_properties() -> str:
    """docProps/app.xml."""
    return (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>drafter</Application></Properties>"
    )
