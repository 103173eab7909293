"""The section being written: its heading and its paragraphs, one a line. Every change goes to the session at once."""

from __future__ import annotations

from dataclasses import replace

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.document._document import EditResult, Location
from textual.document._edit import Edit
from textual.widgets import Static

from drafter.bank.phrase import Phrase
from drafter.compose import heading_numbers
from drafter.draft import Paragraph, Section, replace_section
from drafter.errors import DrafterError
from drafter.tui.keys import TEXT, bindings
from drafter.tui.lines import carry, table_mark, to_lines, to_paragraphs, with_text
from drafter.tui.messages import CaretLeft, JobFailed, NextOpenWanted, SectionEdited
from drafter.tui.session import Caret, Session
from drafter.tui.slot_text import from_editor, to_editor
from drafter.tui.widgets.slot_area import SlotArea


class HeadingArea(SlotArea):
    """The heading of the section, one line without its number."""

    def __init__(self, editor: SectionEditor) -> None:
        super().__init__(id="heading", placeholder="这部分的标题（不用写序号）")
        self.editor = editor

    def value_of(self, expression: str, row: int) -> str | None:
        """Headings hold facts of the whole draft only."""
        return self.editor.session.show(expression)

    def is_fact(self, name: str) -> bool:
        """True for the name of a fact."""
        return self.editor.session.known(name)

    def edit(self, edit: Edit) -> EditResult:
        """A heading is one line: pasted line ends become spaces."""
        edit.text = " ".join(edit.text.splitlines())
        return super().edit(edit)

    def took_edit(self, top: Location, bottom: Location, shown: list[str], count: int) -> None:
        """Give the new heading to the session."""
        heading = from_editor(self.text, self.is_fact)
        self.editor.take_heading(heading)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.prevent_default()
            event.stop()
            self.editor.body.focus()
            return
        await super()._on_key(event)

    def action_cursor_down(self, select: bool = False) -> None:
        """From the last row of the heading into the text."""
        if self.cursor_at_last_line and not select:
            self.editor.body.focus()
        else:
            super().action_cursor_down(select)

    def action_cursor_up(self, select: bool = False) -> None:
        """From the first row of the heading to the section before."""
        if self.cursor_at_first_line and not select:
            self.post_message(CaretLeft(forward=False))
        else:
            super().action_cursor_up(select)


class BodyArea(SlotArea):
    """The paragraphs of the section. Line n of the editor is paragraph `origins[n]`."""

    BINDINGS = bindings(TEXT)

    def __init__(self, editor: SectionEditor) -> None:
        super().__init__(
            id="body", show_line_numbers=True, placeholder="从这里写起。按 Ctrl+F 找词句，回车插入。"
        )
        self.editor = editor
        self.origins: list[Paragraph] = [Paragraph()]
        self._next_origin: Paragraph | None = None

    def value_of(self, expression: str, row: int) -> str | None:
        """The paragraph's own facts first, then the draft's."""
        return self.editor.session.show(expression, self.origins[row])

    def is_fact(self, name: str) -> bool:
        """True for the name of a fact."""
        return self.editor.session.known(name)

    def line_of(self, paragraph: Paragraph) -> str:
        """How a paragraph reads in the editor."""
        text = to_editor(paragraph.text, lambda expression: self.editor.session.show(expression, paragraph))
        return text + (table_mark(paragraph.table) if paragraph.table else "")

    def show_paragraphs(self, paragraphs: tuple[Paragraph, ...]) -> None:
        """Show these instead, the cursor at the start."""
        self.origins = to_lines(paragraphs)
        self.load_text("\n".join(self.line_of(paragraph) for paragraph in self.origins))

    def took_edit(self, top: Location, bottom: Location, shown: list[str], count: int) -> None:
        """Carry the paragraphs over to the new lines and give them to the session."""
        origins = carry(self.origins, shown, top, bottom, count)
        for row in range(top[0], top[0] + count + 1):
            origins[row] = self._renewed(origins[row], self.document.get_line(row))
        if self._next_origin is not None:
            row = top[0] + count
            fresh, self._next_origin = self._next_origin, None
            origins[row] = replace(fresh, facts=origins[row].facts, table=origins[row].table)
        self.origins = origins
        self.editor.take_paragraphs(to_paragraphs(origins))

    def _renewed(self, origin: Paragraph, line: str) -> Paragraph:
        mark = table_mark(origin.table) if origin.table else ""
        keeps = bool(mark) and mark in line
        return with_text(
            origin, from_editor(line.replace(mark, "") if mark else line, self.is_fact), keeps_table=keeps
        )

    def insert_phrase(self, phrase: Phrase, *, own_paragraph: bool) -> int:
        """Put a phrase in and give the row it stands in.

        A sentence or clause goes in at the cursor; a paragraph, or with `own_paragraph` anything, gets a line of its
        own below the current one. On an empty line it stands there and the line is known to come from the bank.
        """
        row, column = self.cursor_location
        line = self.document.get_line(row)
        source = Paragraph().joined(phrase.id, phrase.text)
        shown = self.line_of(source)
        if not line.strip():
            self._next_origin = source
            self.edit(Edit(shown, (row, 0), (row, len(line)), maintain_selection_offset=False))
            return row
        if own_paragraph or phrase.unit == "paragraph":
            self._next_origin = source
            self.edit(Edit("\n" + shown, (row, len(line)), (row, len(line)), maintain_selection_offset=False))
            return row + 1
        if column == len(line):
            self._next_origin = self.origins[row].joined(phrase.id, phrase.text)
        else:
            ids = dict.fromkeys((*self.origins[row].phrase_ids, phrase.id))
            self.origins[row] = replace(self.origins[row], phrase=" ".join(ids))
        self.edit(Edit(shown, (row, column), (row, column), maintain_selection_offset=False))
        return row

    def action_text_start(self) -> None:
        """To the first character of the section."""
        self.move_cursor((0, 0))

    def action_text_end(self) -> None:
        """Behind the last character of the section."""
        self.move_cursor(self.document.end)

    def action_next_open(self) -> None:
        """Ask for the next open slot behind the cursor."""
        self.post_message(NextOpenWanted())

    def action_cursor_up(self, select: bool = False) -> None:
        """From the first row to the heading, or to the section before."""
        if not self.cursor_at_first_line or select or self.cursor_location[1] > self.wrap_width:
            super().action_cursor_up(select)
        elif self.editor.heading.display:
            self.editor.heading.focus()
        else:
            self.post_message(CaretLeft(forward=False))

    def action_cursor_down(self, select: bool = False) -> None:
        """From the last row to the next section."""
        before = self.cursor_location
        super().action_cursor_down(select)
        at_end = self.cursor_location == before or self.cursor_location == self.document.end
        if at_end and not select and before == self.document.end:
            self.post_message(CaretLeft(forward=True))


class SectionEditor(Vertical):
    """Heading and body of one section of the session's draft."""

    def __init__(self, session: Session) -> None:
        super().__init__(id="editor")
        self.session = session
        self.index = 0
        self.heading = HeadingArea(self)
        self.body = BodyArea(self)
        self._label = ""
        self._guidance = ""

    def compose(self) -> ComposeResult:
        """Number and guidance, heading, text."""
        yield Static("", id="guidance", markup=False)
        yield self.heading
        yield self.body

    @property
    def section(self) -> Section | None:
        """The section being shown."""
        sections = self.session.draft.sections
        return sections[self.index] if self.index < len(sections) else None

    def show(self, index: int, caret: Caret | None = None) -> None:
        """Show the section at `index` (or the nearest there is), the cursor at `caret`."""
        count = len(self.session.draft.sections)
        self.index = max(0, min(index, count - 1))
        section = self.section
        self.disabled = section is None
        self.session.end_group()
        if section is None:
            self.body.show_paragraphs(())
            self.refresh_guidance()
            return
        self.heading.display = section.level > 0
        self.heading.load_text(to_editor(" ".join(section.heading.split()), self.session.show))
        self.body.show_paragraphs(section.paragraphs)
        self.refresh_guidance()
        if caret is not None:
            self.place(caret)
        else:
            # Who comes to a section mostly comes to go on with it.
            self.body.move_cursor(self.body.document.end)

    def place(self, caret: Caret) -> None:
        """Put the cursor where `caret` says, or as near as the text allows."""
        area = self.heading if caret.field == "heading" and self.heading.display else self.body
        area.move_cursor((caret.row, caret.column))
        area.scroll_cursor_visible()

    def focus_text(self) -> None:
        """Give the keys to the text (or, when it was there last, the heading)."""
        self.body.focus()

    def caret(self) -> Caret:
        """Where the cursor is."""
        area, field = (self.heading, "heading") if self.heading.has_focus else (self.body, "text")
        row, column = area.cursor_location
        return Caret(self.index, field, row, column)

    def labelled(self, label: str) -> None:
        """Name the next change for the history; it starts a step of its own."""
        self.session.end_group()
        self._label = label

    def take_heading(self, heading: str) -> None:
        """The writer changed the heading."""
        if self.section is not None:
            self._take(replace(self.section, heading=heading), "heading")

    def take_paragraphs(self, paragraphs: tuple[Paragraph, ...]) -> None:
        """The writer changed the text."""
        if self.section is not None:
            self._take(replace(self.section, paragraphs=paragraphs), "text")

    def _take(self, section: Section, field: str) -> None:
        area = self.heading if field == "heading" else self.body
        before = Caret(self.index, field, *area.caret_before)
        after = Caret(self.index, field, *area.cursor_location)
        group = "" if self._label else f"{field}:{self.index}:{area.stretch}"
        draft = replace_section(self.session.draft, self.index, section)
        label, self._label = self._label or "输入", ""
        try:
            self.session.edit(draft, label, group=group, before=before, after=after)
        except DrafterError as error:
            self.post_message(JobFailed("记下改动", error))
        self.post_message(SectionEdited(self.index))

    def refresh_slots(self) -> None:
        """Show the facts as they are now."""
        if self.section is not None:
            self.body.origins = to_lines(self.section.paragraphs)
            self.heading.refresh_slots()
            self.body.refresh_slots()

    def refresh_guidance(self) -> None:
        """The line above the heading: the number as printed, and what the part asks for."""
        section = self.section
        if section is None:
            words = "稿件里还没有部分。按 Ctrl+N 加一节。"
        else:
            number = heading_numbers(self.session.draft)[self.index]
            outline = self.session.outline
            part = outline.part(section.part) if outline and section.part else None
            # No spaces: a long Han run behind one is moved to the next line as a whole.
            target = f"（约{part.length}字）" if part and part.length else ""
            words = f"{number or '无标题'}{target}{part.guidance if part else ''}"
        if words != self._guidance:
            self._guidance = words
            self.query_one("#guidance", Static).update(words)
