"""word/styles.xml and word/fontTable.xml of a layout.

Word knows a built-in style by its name ("heading 1"), not by its id. Every style that must not indent says so,
because Chars values win over twips and are inherited.
"""

from __future__ import annotations

from collections.abc import Collection
from xml.sax.saxutils import escape, quoteattr

from drafter.export.docx_parts import W
from drafter.export.glyphs import RARE_FONT
from drafter.export.layout import Font, Layout, Style

OPEN = "OpenSlot"
RARE = "RareGlyphs"
RUN_IN = ("", "RunIn1", "RunIn2", "RunIn3", "RunIn4")
"""Character style of a run-in heading by level."""


def wide_style(font: Font) -> str:
    """Id of the character style that sets what `font` lacks in its substitute."""
    return f"Wide_{font.key}"


def within_open(identity: str) -> str:
    """Id of the style that does inside an open slot what the fallback style `identity` does elsewhere."""
    return f"{OPEN}_{identity}"


def styles(layout: Layout, used: Collection[str]) -> str:
    """word/styles.xml; `used` holds the ids of the fallback styles the body needs."""
    body = layout.styles["body"]
    runs = [
        _character(RUN_IN[level], f"段首标题 {level}", _fonts(_heading(layout, level).font))
        for level in range(1, 5)
    ]
    runs.append(_character(OPEN, "待填", '<w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>'))
    for identity, font in _fallbacks(layout):
        # Two fonts may have one substitute, but two styles must not have one name.
        if identity in used:
            runs.append(_character(identity, f"后备字体 {identity}", _slots(font)))
        if within_open(identity) in used:
            runs.append(_character(within_open(identity), f"待填 {identity}", _slots(font), base=OPEN))
    return "".join((
        f"<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(body.font)}",
        f'<w:kern w:val="2"/><w:sz w:val="{body.size}"/><w:szCs w:val="{body.size}"/>',
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>',
        _normal(layout),
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
        *_paragraphs(layout),
        *runs,
        _TABLE_STYLES,
        "</w:styles>",
    ))  # fmt: skip


def font_table(layout: Layout, used: Collection[str]) -> str:
    """word/fontTable.xml: each font with its substitute as the alternative name."""
    names: dict[str, str] = {}
    for font in layout.fonts.values():
        names.setdefault(font.name, font.substitute)
        names.setdefault(font.latin, font.latin)
    for identity, font_name in _fallbacks(layout):
        if identity in used or within_open(identity) in used:
            names.setdefault(font_name, font_name)
    fonts = "".join(
        f"<w:font w:name={quoteattr(name)}>"
        + (f"<w:altName w:val={quoteattr(other)}/>" if other != name else "")
        + '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
        for name, other in names.items()
    )
    return f"<w:fonts {W}>{fonts}</w:fonts>"


def _fallbacks(layout: Layout) -> list[tuple[str, str]]:
    """Every fallback style there may be, and its font."""
    return [*((wide_style(font), font.substitute) for font in layout.fonts.values()), (RARE, RARE_FONT)]


def _heading(layout: Layout, level: int) -> Style:
    return layout.styles[f"heading{level}"]


def _slots(name: str, latin: str = "") -> str:
    # A theme attribute would win over the names, so there is none, and all four slots are written.
    east, west = quoteattr(name), quoteattr(latin or name)
    return f"<w:rFonts w:ascii={west} w:eastAsia={east} w:hAnsi={west} w:cs={west}/>"


def _fonts(font: Font) -> str:
    return _slots(font.name, font.latin)


def _normal(layout: Layout) -> str:
    body = layout.styles["body"]
    return (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr>'
        '<w:widowControl w:val="0"/><w:kinsoku/><w:wordWrap/><w:overflowPunct/><w:topLinePunct w:val="0"/>'
        # Automatic quarter spaces between Han and digits would break 28 characters a line.
        '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{layout.pitch}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
        f'<w:rPr><w:spacing w:val="{body.spacing}"/></w:rPr></w:style>'
    )


def _paragraphs(layout: Layout) -> list[str]:
    look = layout.styles
    keep, whole = "<w:keepNext/>", "<w:keepNext/><w:keepLines/>"
    headings = [
        _paragraph(
            layout, f"Heading{level}", f"heading {level}", _heading(layout, level), keep=whole, outline=level
        )
        for level in range(1, 5)
    ]
    return [
        _paragraph(layout, "BodyText", "Body Text", look["body"]),
        # Its last lines stay with the signature, which must not stand alone on a page (7.3.5.5).
        _based("BodyTextLast", "正文末段", "BodyText", keep),
        _paragraph(layout, "Title", "Title", look["title"], keep=whole),
        _paragraph(layout, "Salutation", "Salutation", look["addressee"]),
        *headings,
        *_attachments(layout, look["attachment"]),
        _paragraph(layout, "Signature", "Signature", look["signature"], keep=keep, following="Date"),
        _paragraph(layout, "Date", "Date", look["date"]),
        _paragraph(layout, "Caption", "caption", look["caption"], keep=keep),
        _paragraph(layout, "TableHeader", "表头", look["table_header"], following="TableText"),
        _paragraph(layout, "TableText", "表格文字", look["table_text"], following="TableText"),
        _based("TableCenter", "表格文字居中", "TableText", '<w:jc w:val="center"/>'),
        *_page_numbers(layout, look["page_number"]),
    ]


def _page_numbers(layout: Layout, style: Style) -> list[str]:
    """The page number stands outside: right on odd pages, left on even ones (7.5)."""
    return [
        _paragraph(
            layout, identity, name, style, following=identity, align=side,
            indent=f'<w:ind w:{side}Chars="{style.right}" w:{side}="{style.twips(style.right)}" '
            'w:firstLineChars="0" w:firstLine="0"/>',
        )
        for identity, name, side in (("Footer", "footer", "right"), ("FooterEven", "偶数页页码", "left"))
    ]  # fmt: skip


def _attachments(layout: Layout, style: Style) -> list[str]:
    """Three forms of 7.3.4: the only name, the first of several, the next ones; names line up under each other."""
    label, number = 300, 100
    forms = (
        ("Attachment", "附件说明", style.left + label, label, style.before),
        ("AttachmentFirst", "附件说明首项", style.left + label + number, label + number, style.before),
        ("AttachmentNext", "附件说明次项", style.left + label + number, number, 0),
    )
    return [
        _paragraph(
            layout, identity, name, style, keep="<w:keepNext/>", following="AttachmentNext", before=before,
            indent=f'<w:ind w:leftChars="{left}" w:left="{style.twips(left)}" '
            f'w:hangingChars="{hanging}" w:hanging="{style.twips(hanging)}"/>',
        )
        for identity, name, left, hanging, before in forms
    ]  # fmt: skip


def _paragraph(
    layout: Layout, identity: str, name: str, style: Style, *, keep: str = "", following: str = "BodyText",
    outline: int = 0, indent: str = "", align: str = "", before: int | None = None,
) -> str:  # fmt: skip
    indent = indent or (
        f'<w:ind w:leftChars="{style.left}" w:left="{style.twips(style.left)}" '
        f'w:rightChars="{style.right}" w:right="{style.twips(style.right)}" '
        f'w:firstLineChars="{style.first}" w:firstLine="{style.twips(style.first)}"/>'
    )
    # LibreOffice gives a line of letters of another size two cells of the grid unless its paragraph leaves the grid.
    snap = '<w:snapToGrid w:val="0"/>' if style.size != layout.styles["body"].size else ""
    space = style.before if before is None else before
    contextual = "<w:contextualSpacing/>" if style.after else ""
    level = f'<w:outlineLvl w:val="{outline - 1}"/>' if outline else ""
    custom = "" if name.isascii() else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{identity}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="{following}"/><w:qFormat/><w:pPr>{keep}{snap}'
        f'<w:spacing w:before="{space}" w:after="{style.after}" w:line="{style.line}" w:lineRule="exact"/>{indent}'
        f'{contextual}<w:jc w:val="{align or style.align}"/>{level}</w:pPr><w:rPr>{_fonts(style.font)}'
        f'<w:b w:val="0"/><w:bCs w:val="0"/><w:spacing w:val="{style.spacing}"/>'
        f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/></w:rPr></w:style>'
    )


def _based(identity: str, name: str, base: str, properties: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{identity}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{base}"/><w:next w:val="{base}"/><w:qFormat/><w:pPr>{properties}</w:pPr></w:style>'
    )


def _character(identity: str, name: str, properties: str, base: str = "DefaultParagraphFont") -> str:
    return (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{identity}"><w:name w:val="{escape(name)}"/>'
        f'<w:basedOn w:val="{base}"/><w:qFormat/><w:rPr>{properties}</w:rPr></w:style>'
    )


_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLE_STYLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="28" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
    f"<w:tblPr><w:tblBorders>{_EDGES}</w:tblBorders></w:tblPr></w:style>"
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>'
)
