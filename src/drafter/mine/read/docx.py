"""Reading .docx: our own walk, because every library loses something (docx-export-and-import.md section 5).

Automatic numbers are written out, tracked changes read as accepted, hidden text, notes and tables of contents left
out; text boxes are read once, behind the paragraph they hang on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drafter.docx_guard import ADVICE, MAIN, parts_of
from drafter.errors import FileProblem
from drafter.mine.read.docx_fields import Fields, is_contents
from drafter.mine.read.docx_styles import BODY_LEVEL, Styles
from drafter.mine.read.numbering import Numbering
from drafter.mine.read.ooxml import ALTERNATIVES, CHOICE, FALLBACK, W, flag, number, parse, value
from drafter.mine.read.parsed import Builder, Cell, Parsed

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PARAGRAPHS: Final = 200_000
"""Ten times those of a report of 1,000 pages."""

_STYLES: Final = "word/styles.xml"
_NUMBERING: Final = "word/numbering.xml"
_CORE: Final = "docProps/core.xml"
_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
_MATH_TEXT: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_LINES_WITH_TITLE: Final = 12
_ACCEPTED: Final = "修订按“全部接受”读入"

_DELETED: Final = frozenset({f"{W}del", f"{W}moveFrom"})
_CHANGES: Final = frozenset({*_DELETED, f"{W}ins", f"{W}moveTo"})
_UNREAD: Final = frozenset(
    f"{W}{name}"
    for name in (
        "pPr",
        "rPr",
        "sectPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "sdtPr",
        "sdtEndPr",
        "rt",
        "rubyPr",
    )
) | {FALLBACK}
_SIGNS: Final = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-", f"{W}cr": "\n"}
_REMARKS: Final = {
    f"{W}altChunk": "嵌入的其他文件没有读入",
    f"{W}commentReference": "批注没有读入",
    f"{W}footnoteReference": "脚注和尾注没有读入",
    f"{W}endnoteReference": "脚注和尾注没有读入",
}


def read_docx(data: bytes, where: str) -> Parsed:
    """The text of a .docx whose bytes are `data`; `where` names it in messages.

    Raises FileProblem if it is no .docx, is damaged, encrypted, built to harm, or holds no text.
    """
    parts = parts_of(data, where, (_STYLES, _NUMBERING, _CORE))
    trees = {name: parse(xml, where) for name, xml in parts.items()}
    walk = _Walk(trees[MAIN], Styles(trees.get(_STYLES)), Numbering(trees.get(_NUMBERING)), where)
    walk.blocks(trees[MAIN], None)
    walk.flush()
    core = trees.get(_CORE)
    title = "" if core is None else core.findtext(_TITLE, "").strip()
    # The property is often left over from the file this one was made of.
    known = title and title in walk.built.first_lines(_LINES_WITH_TITLE)
    return walk.built.finish(walk.title or (title if known else ""), walk.notes())


class _Walk:
    """One way through the body. `built` is what was read, `title` the paragraph in the style of titles."""

    def __init__(self, root: _Element, styles: Styles, numbering: Numbering, where: str) -> None:
        self.built = Builder(where)
        self.title = ""
        self._where = where
        self._styles = styles
        self._numbering = numbering
        marks = [mark.get(f"{W}fldCharType") for mark in root.iter(f"{W}fldChar")]
        self._fields = Fields(balanced=marks.count("begin") == marks.count("end"))
        self._remarks: set[str] = set()
        self._hidden = self._paragraphs = self._tables = 0
        # What a paragraph whose mark was deleted leaves to the next one.
        self._carried: list[str] = []
        self._boxes: list[_Element] = []

    def notes(self) -> tuple[str, ...]:
        """Chinese remarks on what was not read as it stands."""
        if self._fields.contents:
            self._remarks.add("自动目录没有读入")
        if self._hidden:
            self._remarks.add(f"隐藏文字没有读入（{self._hidden}字）")
        return tuple(sorted(self._remarks))

    def blocks(self, parent: _Element, place: _Place | None) -> None:
        """Every paragraph below `parent`, which is not one itself; `place` is where it stands in a table."""
        for child in parent:
            tag = child.tag
            if tag == f"{W}p":
                self._paragraph(child, place.cell if place else None)
            elif tag == f"{W}tr" and _struck_row(child):
                self._remarks.add(_ACCEPTED)
            elif tag == f"{W}tbl":
                self._tables += 1
                self.blocks(child, _Place(self._tables - 1))
            elif self._enter(child):
                if place:
                    place.enter(child)
                self.blocks(child, place)
                if place:
                    place.leave(child)

    def flush(self) -> None:
        """The document ends: what was left to a next paragraph becomes one."""
        if text := "".join(self._carried):
            self.built.add(text)
        self._carried = []

    def _enter(self, element: _Element) -> bool:
        """Whether what is inside `element` is text of the document."""
        tag = element.tag
        if tag in _CHANGES:
            self._remarks.add(_ACCEPTED)
        if tag in _REMARKS:
            self._remarks.add(_REMARKS[tag])
        if tag == FALLBACK:
            parent = element.getparent()
            return parent is not None and parent.tag == ALTERNATIVES and parent.find(CHOICE) is None
        if tag == f"{W}sdt":
            return flag(element.find(f"{W}sdtPr"), "showingPlcHdr") is not True
        if tag == f"{W}fldSimple" and is_contents(element.get(f"{W}instr", "")):
            return False
        return tag not in _UNREAD and tag not in _DELETED

    def _paragraph(self, paragraph: _Element, cell: Cell) -> None:
        self._paragraphs += 1
        if self._paragraphs > MAX_PARAGRAPHS:
            raise FileProblem("这份 .docx 不能读：段落多得不正常", where=self._where, todo=ADVICE)
        properties = paragraph.find(f"{W}pPr")
        style = value(properties, "pStyle")
        boxes, self._boxes = self._boxes, []
        run = _Run(self._styles.bold(style) is True, self._styles.hidden(style) is True)
        self._inline(paragraph, run)
        self._fields.end_paragraph()
        inner, self._boxes = self._boxes, boxes
        text = "".join((*self._carried, *run.pieces))
        self._carried = []
        if _mark_deleted(properties):
            self._remarks.add(_ACCEPTED)
            self._carried = [text]
        elif self._styles.is_contents(style):
            self._fields.contents = self._fields.contents or bool(text.strip())
        else:
            self._add(text, properties, style, cell, bold=run.all_bold)
        for box in inner:
            self.blocks(box, None)

    def _add(self, text: str, properties: _Element | None, style: str, cell: Cell, *, bold: bool) -> None:
        # An empty paragraph of a list counts, though nothing of it is kept.
        label = self._label(properties, style)
        text = text.strip()
        if self._styles.is_title(style) and not self.title:
            self.title = text.replace("\n", "")
        outline = value(properties, "outlineLvl")
        level = self._styles.level(style)
        if outline:
            own = number(outline, BODY_LEVEL)
            level = own + 1 if own < BODY_LEVEL else 0
        self.built.add(label + text if text else "", level=level if text else 0, bold=bold, cell=cell)

    def _label(self, properties: _Element | None, style: str) -> str:
        numbers = None if properties is None else properties.find(f"{W}numPr")
        use, from_style, holder = self._styles.list(style)
        own = value(numbers, "numId")
        own_level = value(numbers, "ilvl")
        if own:
            return self._numbering.label(own, number(own_level, 0))
        if own_level:
            return self._numbering.label(use, number(own_level, 0))
        if from_style is None:
            from_style = self._numbering.level_of_style(use, holder)
        return self._numbering.label(use, from_style)

    def _inline(self, parent: _Element, run: _Run) -> None:
        for child in parent:
            tag = child.tag
            if tag == f"{W}r":
                self._inline(child, run.entering(child, self._styles))
            elif tag == f"{W}t" or tag == _MATH_TEXT:
                self._text(child.text or "", run)
            elif tag in _SIGNS:
                self._text(_SIGNS[tag], run)
            elif tag == f"{W}br":
                self._text("\n" if child.get(f"{W}type", "textWrapping") == "textWrapping" else "", run)
            elif tag == f"{W}instrText":
                self._fields.code(child.text or "")
            elif tag == f"{W}fldChar":
                self._text(self._fields.mark(child.get(f"{W}fldCharType", "")), run)
            elif tag == f"{W}txbxContent":
                self._boxes.append(child)
            elif self._enter(child):
                self._inline(child, run)

    def _text(self, text: str, run: _Run) -> None:
        if not text or self._fields.silent:
            return
        if run.hidden:
            self._hidden += len(text.strip())
            return
        run.take(text)


@dataclass(slots=True)
class _Place:
    """Where in a table the walk is; `column` counts the columns of the grid, so that wide cells keep the others under
    their heads."""

    table: int
    row: int = -1
    column: int = 0

    @property
    def cell(self) -> Cell:
        return (self.table, max(self.row, 0), self.column)

    def enter(self, element: _Element) -> None:
        if element.tag == f"{W}tr":
            self.row += 1
            self.column = number(value(element.find(f"{W}trPr"), "gridBefore"), 0)

    def leave(self, element: _Element) -> None:
        if element.tag == f"{W}tc":
            self.column += max(number(value(element.find(f"{W}tcPr"), "gridSpan"), 1), 1)


class _Run:
    """The state of the text at a place of a paragraph; all runs of one paragraph share `pieces`."""

    def __init__(self, bold: bool, hidden: bool, shared: _Run | None = None) -> None:
        self.hidden = hidden
        self.pieces: list[str] = shared.pieces if shared else []
        self._bold = bold
        self._top: _Run = shared._top if shared else self
        self._any = self._light = False

    @property
    def all_bold(self) -> bool:
        """Whether there was text and all of it was bold."""
        return self._any and not self._light

    def entering(self, element: _Element, styles: Styles) -> _Run:
        """The state inside the w:r `element`."""
        properties = element.find(f"{W}rPr")
        if properties is None:
            return _Run(self._bold, self.hidden, self)
        style = value(properties, "rStyle")
        bold = _first(flag(properties, "b"), styles.bold(style) if style else None, self._bold)
        hidden = _first(flag(properties, "vanish"), styles.hidden(style) if style else None, self.hidden)
        return _Run(bold, hidden, self)

    def take(self, text: str) -> None:
        """Text that is printed."""
        self.pieces.append(text)
        if text.strip():
            self._top._any = True
            self._top._light = self._top._light or not self._bold


def _first(own: bool | None, style: bool | None, inherited: bool) -> bool:
    if own is not None:
        return own
    return inherited if style is None else style


def _mark_deleted(properties: _Element | None) -> bool:
    mark = None if properties is None else properties.find(f"{W}rPr")
    return mark is not None and any(mark.find(tag) is not None for tag in _DELETED)


def _struck_row(row: _Element) -> bool:
    properties = row.find(f"{W}trPr")
    return properties is not None and properties.find(f"{W}del") is not None
