"""A document as a .docx of GB/T 9704-2012: styles only, 22 lines of 28 characters, the same bytes every time."""

from __future__ import annotations

from dataclasses import dataclass

from drafter.document import BlockKind, Document
from drafter.export import glyphs
from drafter.export.docx_body import BodyWriter
from drafter.export.docx_package import Properties, packed
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
    writer = BodyWriter(Prepared(document, prepared.removed, prepared.outside), layout)
    data = packed(writer.xml(), layout, writer.used, _properties(document))
    notes = glyphs.notes(document, prepared.outside, layout.styles["body"].font.substitute)
    if cut:
        notes += (f"有 {cut} 个自然段超过 {MAX_PARAGRAPH} 字，已在句末分段；请按内容重新分段",)
    return Rendered(data, notes)


def _properties(document: Document) -> Properties:
    signature, date = (
        next((block.text.partition("\n")[0] for block in document.blocks if block.kind is kind), "")
        for kind in (BlockKind.SIGNATURE, BlockKind.DATE)
    )
    return Properties(document.title, signature, date)
