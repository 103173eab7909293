"""A document as a .docx of GB/T 9704-2012: styles only, 22 lines of 28 characters, the same bytes every time."""

from __future__ import annotations

from dataclasses import dataclass

from drafter.document import BlockKind, Document
from drafter.export import docx_parts as parts
from drafter.export import docx_styles, glyphs
from drafter.export.docx_body import BodyWriter
from drafter.export.docx_theme import theme
from drafter.export.layout import Layout
from drafter.export.prepare import MAX_PARAGRAPH, Prepared, prepare, split_long


@dataclass(frozen=True, slots=True)
class Rendered:
    """The bytes of the file, and what the writer should know about it, in Chinese."""

    data: bytes
    notes: tuple[str, ...]


def to_docx(document: Document, layout: Layout) -> bytes:
    """`document` on `layout` as the bytes of a .docx.

    Characters are cleaned as in `characters.clean_text`. Raises DrafterError for a table Word cannot hold.
    """
    return render(prepare(document), layout).data


def render(prepared: Prepared, layout: Layout) -> Rendered:
    """A prepared document on `layout`, with notes on rare characters and on paragraphs cut in two."""
    document, cut = split_long(prepared.document)
    files = package_parts(Prepared(document, prepared.removed, prepared.outside), layout)
    notes = glyphs.notes(document, prepared.outside, layout.styles["body"].font.substitute)
    if cut:
        notes += (f"有 {cut} 个自然段超过 {MAX_PARAGRAPH} 字，已在句末分段；请按内容重新分段",)
    return Rendered(parts.pack(files), notes)


def package_parts(prepared: Prepared, layout: Layout) -> dict[str, str]:
    """The XML of every part of the package by its name, in the order they are packed."""
    document = prepared.document
    writer = BodyWriter(prepared, layout)
    body = writer.xml()
    signature, date = (
        next((block.text.partition("\n")[0] for block in document.blocks if block.kind is kind), "")
        for kind in (BlockKind.SIGNATURE, BlockKind.DATE)
    )
    return {
        "[Content_Types].xml": parts.content_types(),
        "_rels/.rels": parts.package_relations(),
        "word/document.xml": body,
        "word/_rels/document.xml.rels": parts.document_relations(),
        "word/styles.xml": docx_styles.styles(layout, writer.used),
        "word/settings.xml": parts.settings(layout),
        "word/fontTable.xml": docx_styles.font_table(layout, writer.used),
        "word/footer1.xml": parts.footer(layout, "Footer"),
        "word/footer2.xml": parts.footer(layout, "FooterEven"),
        "word/theme/theme1.xml": theme(layout),
        "docProps/core.xml": parts.core_properties(document.title, signature, date),
        "docProps/app.xml": parts.app_properties(),
    }
