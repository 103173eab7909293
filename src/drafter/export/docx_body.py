"""word/document.xml: the blocks of a document as paragraphs that carry a style and nothing else.

Built as one string: python-docx looks every style up and searches the body for every paragraph, which takes 25 times
as long as zipping the result (measured). The one direct format is the indent of signature and date, which depends
on how long they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from drafter.document import Block, BlockKind, Run
from drafter.export.docx_parts import R, W, section
from drafter.export.docx_runs import RunWriter
from drafter.export.docx_table import table_xml
from drafter.export.ending import Ending, ending
from drafter.export.layout import Layout, Style
from drafter.export.prepare import Prepared, attachment_lines, lines
from drafter.export.title import title_breaks

_ENDING = (BlockKind.ATTACHMENTS, BlockKind.SIGNATURE, BlockKind.DATE)
_EMPTY = "<w:p/>"


class BodyWriter:
    """Writes the body of one prepared document; `used` collects the fallback styles it needed."""

    def __init__(self, prepared: Prepared, layout: Layout) -> None:
        self.layout = layout
        self.blocks = prepared.document.blocks
        self.runs = RunWriter(layout, prepared.outside)
        self.used = self.runs.used

    def xml(self) -> str:
        """The whole part. Raises DrafterError for a table Word cannot hold."""
        end = f"{section(self.layout)}</w:body></w:document>"
        return "".join([f"<w:document {W} {R}><w:body>", *self._body(), end])

    def _body(self) -> Iterator[str]:
        blocks = self.blocks
        look = self.layout
        indents = ending(blocks, sealed=look.sealed, right=look.ending_right, shift=look.ending_shift)
        names = iter(indents.names)
        for block, following in pairwise((*blocks, None)):
            if block is None:
                continue
            match block.kind:
                case BlockKind.BODY:
                    last = following is not None and following.kind in _ENDING
                    yield self._styled("BodyTextLast" if last else "BodyText", "body", block, block.level)
                case BlockKind.HEADING:
                    level = min(max(block.level, 1), 4)
                    yield self._styled(f"Heading{level}", f"heading{level}", block)
                case BlockKind.TABLE:
                    yield from self._table(block, following)
                case BlockKind.ATTACHMENTS:
                    yield from self._attachments(block)
                case BlockKind.SIGNATURE:
                    for line in lines(block.runs):
                        place = _from_right(next(names), look.styles["signature"])
                        yield self._placed("Signature", "signature", line, place)
                case BlockKind.DATE:
                    yield self._date(block, indents)
                case BlockKind.TITLE:
                    yield self._title(block)
                case BlockKind.ADDRESSEE:
                    yield self._styled("Salutation", "addressee", block)

    def _styled(self, style: str, key: str, block: Block, level: int = 0) -> str:
        runs = self.runs.xml(block.runs, self.layout.styles[key].font, block.number, level)
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'

    def _title(self, block: Block) -> str:
        style = self.layout.styles["title"]
        room = self.layout.page.text_width / style.twips(100)
        breaks = title_breaks(block.text, room)
        return self._styled("Title", "title", replace(block, runs=_broken(block, breaks)))

    def _date(self, block: Block, indents: Ending) -> str:
        style = self.layout.styles["date"]
        place = _from_right(indents.date, style)
        if indents.date_start is not None:
            # Counted from the left the first character stands where 7.3.5.2 wants it, however wide the digits are.
            left = self.layout.page.text_width - round(indents.date_start * (style.size * 10 + style.spacing))
            # LibreOffice's gaps around digits may need a little of the margin; the date must not break over two lines.
            place = (
                f'<w:ind w:leftChars="{round(left * 10 / style.size)}" w:left="{left}" '
                f'w:rightChars="-200" w:right="{style.twips(-200)}"/><w:jc w:val="left"/>'
            )
        # A date without a signature above it keeps the blank line the signature would have had.
        gap = "" if indents.names else f'<w:spacing w:before="{self.layout.styles["signature"].before}"/>'
        return self._placed("Date", "date", block.runs, gap + place)

    def _placed(self, style: str, key: str, runs: tuple[Run, ...], place: str) -> str:
        words = self.runs.xml(runs, self.layout.styles[key].font)
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{place}</w:pPr>{words}</w:p>'

    def _attachments(self, block: Block) -> Iterator[str]:
        font = self.layout.styles["attachment"].font
        for number, text in attachment_lines(block):
            single = len(block.rows) == 1
            style = "Attachment" if single else "AttachmentFirst" if number == 1 else "AttachmentNext"
            yield f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{self.runs.xml(text, font)}</w:p>'

    def _table(self, block: Block, following: Block | None) -> Iterator[str]:
        if block.runs:
            yield self._styled("Caption", "caption", block)
        if not any(block.rows):
            return
        yield table_xml(block, self.layout, self.runs)
        # Two tables without a paragraph between them become one, and Word wants a paragraph after the last.
        if following is None or (following.kind is BlockKind.TABLE and not following.runs):
            yield _EMPTY


def _from_right(characters: float, style: Style) -> str:
    hundredths = round(characters * 100)
    return f'<w:ind w:rightChars="{hundredths}" w:right="{style.twips(hundredths)}"/>'


def _broken(block: Block, breaks: tuple[int, ...]) -> tuple[Run, ...]:
    """The runs of a title with line ends at those offsets of its text."""
    runs, start = [], len(block.number)
    for run in block.runs:
        end = start + len(run.text)
        cuts = [at - start for at in breaks if start <= at < end]
        parts = [run.text[a:b] for a, b in pairwise((0, *cuts, len(run.text)))]
        runs.append(replace(run, text="\n".join(parts)))
        start = end
    return tuple(runs)
