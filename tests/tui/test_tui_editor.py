"""The section editor: slots are one thing, provenance stays, panes follow the width, lists are walked by keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.widgets import OptionList
from tui_driving import on_disk, on_writing, press, shown, small_draft, until, workbench, write

from drafter.draft import Paragraph, Table, set_paragraphs
from drafter.storage.draft_file import write_draft
from drafter.tui.keys import ACTIONS, QUEUE, REVIEW
from drafter.tui.screens.dialogs import ChoiceDialog, HelpDialog, help_text
from drafter.tui.screens.write import WriteScreen


async def test_a_fact_name_typed_in_braces_becomes_a_slot_and_is_deleted_as_one(tmp_path: Path) -> None:
    app = workbench(small_draft(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_writing(pilot)
        body = screen.editor.body
        await press(pilot, "enter")
        await write(pilot, "开{党员大会次数}次会，{张三}。")
        assert body.document.get_line(1) == "开{党员大会次数？}次会，{张三}。"
        assert screen.session.draft.sections[0].paragraphs[1].text == "开{{ 党员大会次数 }}次会，{张三}。"
        body.move_cursor((1, 1))
        await press(pilot, "right")
        assert body.cursor_location == (1, len("开{党员大会次数？}"))
        await press(pilot, "backspace")
        assert screen.session.draft.sections[0].paragraphs[1].text == "开次会，{张三}。"
        await press(pilot, "ctrl+q")


async def test_words_pasted_inside_a_slot_go_behind_it_and_lines_become_paragraphs(tmp_path: Path) -> None:
    app = workbench(small_draft(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_writing(pilot)
        body = screen.editor.body
        # Six characters in stands inside the slot, nearer to its start.
        body.move_cursor((0, 6))
        assert body.cursor_location == (0, 5)
        app.post_message(events.Paste("甲\r\n乙\x07\u202e丙\tå"))
        await pilot.pause()
        texts = [paragraph.text for paragraph in screen.session.draft.sections[0].paragraphs]
        assert texts == ["召开支委会甲", "乙丙 å{{ 支委会次数 }}次。"]
        await press(pilot, "ctrl+q")


async def test_editing_one_paragraph_leaves_the_others_the_same_objects(tmp_path: Path) -> None:
    path = small_draft(tmp_path)
    table = Table((("项目", "次数"), ("支委会", "{{ 支委会次数 }}")))
    kept = Paragraph("第三段。", "org-life.kept", "0123456789ab", {"活动名称": "参观"})
    paragraphs = (
        Paragraph("第一段。", "org-life.one", "0123456789ab"),
        Paragraph("见表。", table=table),
        kept,
    )
    write_draft(path, set_paragraphs(on_disk(path), 0, paragraphs))
    app = workbench(path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_writing(pilot)
        before = screen.session.draft.sections[0].paragraphs
        screen.editor.body.move_cursor((0, 2))
        await write(pilot, "\n新")
        after = screen.session.draft.sections[0].paragraphs
        assert [paragraph.text for paragraph in after] == ["第一", "新段。", "见表。", "第三段。"]
        assert after[2] is before[1]
        assert after[3] is before[2]
        assert after[2].table == table
        # The table goes when its mark is deleted, and comes back with undo.
        screen.editor.body.move_cursor(screen.editor.body.get_cursor_line_end_location())
        await press(pilot, "down", "end", "backspace")
        assert [paragraph.table for paragraph in screen.session.draft.sections[0].paragraphs] == [None] * 4
        await press(pilot, "ctrl+z")
        assert screen.session.draft.sections[0].paragraphs[2].table == table
        await press(pilot, "ctrl+q")


async def test_a_fact_of_one_paragraph_stays_in_it(tmp_path: Path) -> None:
    path = small_draft(tmp_path)
    app = workbench(path)
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await on_writing(pilot)
        own = next(
            name
            for name, spec in screen.session.vocabulary.items()
            if spec.scope == "paragraph" and spec.kind == "text"
        )
        await press(pilot, "enter")
        await write(pilot, f"甲{{{own}}}\n乙{{{own}}}")
        screen.editor.body.move_cursor((1, 0))
        await press(pilot, "tab")
        assert screen.facts.current is not None
        assert screen.facts.current.own == (0, 1)
        await write(pilot, "只此一处")
        await press(pilot, "escape")
        texts = [screen.editor.body.document.get_line(row) for row in (1, 2)]
        assert texts == [f"甲{{{own}：只此一处}}", f"乙{{{own}？}}"]
        await press(pilot, "ctrl+q")


@pytest.mark.parametrize(("width", "shown"), [(140, 3), (139, 2), (90, 2), (89, 1), (40, 1)])
async def test_panes_follow_the_width_and_the_keys(tmp_path: Path, width: int, shown: int) -> None:
    app = workbench(small_draft(tmp_path))
    async with app.run_test(size=(width, 24)) as pilot:
        screen = await on_writing(pilot)

        def panes() -> list[str]:
            return [str(pane.id) for pane in screen.query("#panes > *") if pane.display]

        assert len(panes()) == shown
        for key, pane in (
            ("f3", "outline-pane"),
            ("ctrl+f", "side-pane"),
            ("f2", "side-pane"),
            ("escape", "editor-pane"),
        ):
            await press(pilot, key)
            assert pane in panes()
            assert len(panes()) == shown
            focused = screen.focused
            assert focused is not None
            assert pane in [node.id for node in focused.ancestors]
        await press(pilot, "ctrl+q")


async def test_digits_pick_a_phrase_only_while_the_list_has_the_keys(tmp_path: Path) -> None:
    app = workbench(small_draft(tmp_path))
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await on_writing(pilot)
        suggested = screen.phrases.hits
        await press(pilot, "ctrl+f")
        await write(pilot, "2")
        assert screen.phrases.words == "2"
        await until(pilot, lambda: screen.phrases.hits != suggested, "what was found for 2")
        await press(pilot, "backspace")
        await until(pilot, lambda: screen.phrases.hits == suggested, "suggestions")
        second = screen.phrases.hits[1].phrase
        screen.phrases.query_one("#hits", OptionList).focus()
        await pilot.pause()
        await press(pilot, "2")
        assert second.id in screen.session.draft.sections[0].paragraphs[0].phrase_ids
        await press(pilot, "escape", "ctrl+q")


async def test_a_phrase_can_stand_in_a_paragraph_of_its_own_and_the_list_follows_the_section(
    tmp_path: Path,
) -> None:
    app = workbench(small_draft(tmp_path))
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await on_writing(pilot)
        first = screen.phrases.hits
        await press(pilot, "f3", "down", "enter")
        await until(pilot, lambda: screen.phrases.hits != first, "suggestions for the other part")
        await press(pilot, "ctrl+f", "down")
        chosen = screen.phrases.chosen
        assert chosen is not None
        await press(pilot, "ctrl+l", "escape")
        paragraphs = screen.session.draft.sections[1].paragraphs
        assert [paragraph.phrase for paragraph in paragraphs] == ["", chosen.id]
        assert not paragraphs[1].edited
        await press(pilot, "ctrl+q")


async def test_another_heading_of_the_part_is_taken(tmp_path: Path) -> None:
    app = workbench(small_draft(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_writing(pilot)
        outline = screen.session.outline
        assert outline is not None
        part = outline.part("org-life")
        assert part is not None
        await press(pilot, "f9")
        assert isinstance(app.screen, ChoiceDialog)
        await press(pilot, "2")
        assert screen.session.draft.sections[0].heading == part.headings[1]
        await press(pilot, "ctrl+q")


async def test_title_signature_and_attachments_are_edited_in_a_form(tmp_path: Path) -> None:
    path = small_draft(tmp_path)
    app = workbench(path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_writing(pilot)
        await press(pilot, "f6")
        assert shown(pilot) == "LetterheadDialog"
        await press(pilot, "tab", "tab")
        await write(pilot, "名单；报表")
        await press(pilot, "enter")
        await write(pilot, "{党支部名称}")
        await press(pilot, "escape")
        assert shown(pilot) == "WriteScreen"
        assert screen.session.dirty
        await press(pilot, "ctrl+q")
    draft = on_disk(path)
    assert draft.attachments == ("名单", "报表")
    assert draft.signature == "{{ 党支部名称 }}"
    assert draft.title == "{{ 党支部名称 }}工作总结"


async def test_the_help_lists_every_key_and_markup_in_a_title_is_only_text(tmp_path: Path) -> None:
    path = small_draft(tmp_path)
    write_draft(path, replace(on_disk(path), title="[/b]总结[red]"))
    app = workbench(path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_writing(pilot)
        assert "[/b]总结[red]" in str(screen.query_one("#bar").render())
        await press(pilot, "f1")
        assert isinstance(app.screen, HelpDialog)
        await press(pilot, "escape", "ctrl+q")
    text = help_text().plain
    writing = [action for action in ACTIONS if action.where not in (REVIEW, QUEUE)]
    assert len(writing) > 20
    assert all(action.help in text and action.label in text for action in writing)


async def test_resizing_and_closing_and_opening_again_keeps_the_text(tmp_path: Path) -> None:
    path = small_draft(tmp_path)
    app = workbench(path)
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await on_writing(pilot)
        for size in ((80, 24), (200, 50), (40, 12), (100, 30)):
            await pilot.resize_terminal(*size)
            await write(pilot, "字")
        assert "字字字字" in screen.editor.body.text
        await press(pilot, "ctrl+o")
        await until(pilot, lambda: not isinstance(app.screen, WriteScreen), "the home screen")
        await press(pilot, "1")
        again = await on_writing(pilot)
        assert again is not screen
        assert "字字字字" in again.editor.body.text
        await press(pilot, "ctrl+q")


async def test_findings_lead_to_their_place_and_go_when_they_are_mended(tmp_path: Path) -> None:
    path = small_draft(tmp_path)
    write_draft(path, set_paragraphs(on_disk(path), 1, (Paragraph("学习不够，，还要加强。"),)))
    app = workbench(path)
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await on_writing(pilot)
        await press(pilot, "f8")
        await until(pilot, lambda: bool(screen.findings_count), "the findings")
        rows = screen.findings.rows
        while not screen.findings.current or "，，" not in screen.findings.current.excerpt:
            assert rows.highlighted is not None
            assert rows.highlighted + 1 < rows.option_count
            await press(pilot, "down")
        found = screen.findings_count
        await press(pilot, "enter")
        assert screen.editor.index == 1
        assert screen.editor.body.has_focus
        screen.editor.body.move_cursor((0, 6))
        await press(pilot, "backspace")
        await until(pilot, lambda: screen.findings_count == (found or 0) - 1, "the check after the edit")
        await press(pilot, "ctrl+q")
