"""word/theme/theme1.xml: the least a theme may hold. No style refers to it; Word's own dialogs want one."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from drafter.export.layout import Layout

_COLOURS = (
    ("dk1", "000000"), ("lt1", "FFFFFF"), ("dk2", "44546A"), ("lt2", "E7E6E6"), ("accent1", "4472C4"),
    ("accent2", "ED7D31"), ("accent3", "A5A5A5"), ("accent4", "FFC000"), ("accent5", "5B9BD5"),
    ("accent6", "70AD47"), ("hlink", "0563C1"), ("folHlink", "954F72"),
)  # fmt: skip
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350">{_FILL}</a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme(layout: Layout) -> str:
    """The part, its fonts those of title and body."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS)
    fonts = "".join(
        f"<a:{part}Font><a:latin typeface={quoteattr(font.latin)}/><a:ea typeface={quoteattr(font.name)}/>"
        f'<a:cs typeface=""/></a:{part}Font>'
        for part, font in (("major", layout.styles["title"].font), ("minor", layout.styles["body"].font))
    )
    return (
        f'<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="drafter">'
        f'<a:themeElements><a:clrScheme name="drafter">{colours}</a:clrScheme>'
        f'<a:fontScheme name="drafter">{fonts}</a:fontScheme><a:fmtScheme name="drafter">'
        f"<a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )
