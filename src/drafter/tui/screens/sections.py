"""Operations on whole sections: add, delete, move, change level, take another heading, fill with suggestions."""

from __future__ import annotations

from dataclasses import replace

from drafter.draft import (
    MAX_LEVEL,
    Draft,
    Section,
    delete_section,
    insert_section,
    replace_section,
)
from drafter.errors import DrafterError
from drafter.filling import year_of
from drafter.tui.screens.dialogs import ChoiceDialog
from drafter.tui.screens.saving import SavingScreen
from drafter.tui.session import Caret
from drafter.tui.widgets.section_editor import SectionEditor


def block_end(draft: Draft, index: int) -> int:
    """The index behind the section at `index` and the sub-sections below it."""
    level = draft.sections[index].level
    end = index + 1
    while level and end < len(draft.sections) and draft.sections[end].level > level:
        end += 1
    return end


def block_start(draft: Draft, index: int, level: int) -> int:
    """The start of the block that ends at `index` (inclusive), seen from a section of `level`."""
    while index > 0 and level and draft.sections[index].level > level:
        index -= 1
    return index


def move_block(draft: Draft, index: int, *, down: bool) -> tuple[Draft, int]:
    """`draft` with a section and its sub-sections exchanged with the block before or behind, and the new index."""
    sections = draft.sections
    end = block_end(draft, index)
    if down:
        if end == len(sections):
            return draft, index
        after = block_end(draft, end)
        order = (*sections[:index], *sections[end:after], *sections[index:end], *sections[after:])
        return replace(draft, sections=order), index + after - end
    if index == 0:
        return draft, index
    before = block_start(draft, index - 1, sections[index].level)
    order = (*sections[:before], *sections[index:end], *sections[before:index], *sections[end:])
    return replace(draft, sections=order), before


class SectionsScreen(SavingScreen):
    """The writing screen's work on sections."""

    @property
    def editor(self) -> SectionEditor:
        """The section editor."""
        return self.query_one(SectionEditor)

    def show_section(self, index: int, caret: Caret | None = None) -> None:
        """Show a section; the writing screen does it."""
        raise NotImplementedError

    def after_edit(self) -> None:
        """The draft has changed; the writing screen brings its panes up to date."""
        raise NotImplementedError

    def change(self, draft: Draft, label: str, index: int, caret: Caret | None = None) -> bool:
        """Take `draft` as a step of its own and show the section at `index`; False if nothing changed."""
        at = self.editor.caret()
        try:
            changed = self.session.edit(draft, label, before=at, after=caret or Caret(index))
        except DrafterError as error:
            self.drafter.show_error("记下改动", error)
            changed = True
        if changed:
            self.show_section(index, caret)
            self.after_edit()
        return changed

    def action_add_section(self) -> None:
        """A new empty section behind this one and its sub-sections, of the same level."""
        draft, index = self.session.draft, self.editor.index
        at = block_end(draft, index) if draft.sections else 0
        level = max(1, draft.sections[index].level) if draft.sections else 1
        if self.change(insert_section(draft, at, Section(level=level)), "加一节", at):
            self.focus_heading()

    def focus_heading(self) -> None:
        """Give the keys to the heading."""
        raise NotImplementedError

    def action_delete_section(self) -> None:
        """Delete this section; its sub-sections stay."""
        draft, index = self.session.draft, self.editor.index
        if draft.sections:
            name = self.session.plain(draft.sections[index].heading) or "无标题的一节"
            self.change(delete_section(draft, index), "删一节", max(0, min(index, len(draft.sections) - 2)))
            self.say(f"已删去“{name}”，Ctrl+Z 可以取回")

    def action_move_up(self) -> None:
        """Move this section and its sub-sections up."""
        self._move(down=False)

    def action_move_down(self) -> None:
        """Move this section and its sub-sections down."""
        self._move(down=True)

    def _move(self, *, down: bool) -> None:
        if self.session.draft.sections:
            draft, index = move_block(self.session.draft, self.editor.index, down=down)
            self.change(draft, "移动一节", index)

    def action_raise_level(self) -> None:
        """One level up: 1. becomes （一）."""
        self._level(-1)

    def action_lower_level(self) -> None:
        """One level down: （一） becomes 1."""
        self._level(1)

    def _level(self, by: int) -> None:
        section = self.editor.section
        if section is not None:
            level = max(1, min(MAX_LEVEL, section.level + by))
            draft = replace_section(self.session.draft, self.editor.index, replace(section, level=level))
            self.change(draft, "改级别", self.editor.index)

    def action_heading(self) -> None:
        """Choose among the headings the outline offers for this part."""
        section, outline = self.editor.section, self.session.outline
        part = outline.part(section.part) if section and outline and section.part else None
        if section is None or part is None or len(part.headings) < 2:
            self.say("提纲没有给这部分别的标题，可以直接改")
            return
        index = self.editor.index
        choices = [(heading, self.session.plain(heading)) for heading in part.headings]

        def chosen(heading: str | None) -> None:
            if heading is not None and section is not None:
                fresh = replace_section(self.session.draft, index, replace(section, heading=heading))
                self.change(fresh, "换标题", index)

        self.app.push_screen(ChoiceDialog("换标题", "", choices), chosen)

    def action_fill_parts(self) -> None:
        """Put the best phrases into every part that is still empty."""
        from drafter.bank.fill import fill_draft

        bank, outline, draft = self.drafter.bank, self.session.outline, self.session.draft
        if bank is None or outline is None:
            self.say(
                "词句库还没有装好，稍等再试" if bank is None else "这份稿件没有提纲，推荐不了", warning=True
            )
            return
        if self.change(fill_draft(draft, outline, bank, year_of(draft)), "填推荐词句", self.editor.index):
            self.say("空着的部分都放好了推荐词句，按 F2 填事实；Ctrl+Z 可以撤销")
        else:
            self.say("没有空着的部分可填")
