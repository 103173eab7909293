"""The whole way of a writer, by keys: new draft, phrases, facts, preview, export."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document as read_docx
from textual.widgets import Input
from tui_driving import Driver, on_disk, on_writing, press, shown, small_draft, until, workbench, write

from drafter.document import BlockKind
from drafter.tui.screens.export import ExportDialog
from drafter.tui.screens.home import HomeScreen
from drafter.tui.screens.preview import PreviewScreen, PrintArea
from drafter.tui.screens.write import WriteScreen

SIZES = [(80, 24), (140, 40)]


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


async def make_new(pilot: Driver, *, fill: bool) -> WriteScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen), "the home screen")
    await press(pilot, "enter")
    await until(pilot, lambda: getattr(pilot.app, "bank", None) is not None, "the bank")
    await press(pilot, "1")
    await write(pilot, "青山县实验小学党支部\n2026年\n")
    await press(pilot, *(() if fill else ("down",)), "enter")
    return await on_writing(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_from_an_empty_home_to_a_word_file_with_every_fact_filled(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = workbench()
    async with app.run_test(size=size) as pilot:
        screen = await make_new(pilot, fill=True)
        assert all(section.paragraphs for section in screen.session.draft.sections[:-1])
        await press(pilot, "f2")
        pressed = 0
        while (use := screen.facts.current) is not None and not use.shown and pressed < 60:
            await write(pilot, use.spec.example)
            await press(pilot, "enter")
            pressed += 1
        assert not [use.spec.name for use in screen.uses() if not use.shown]
        await press(pilot, "f5")
        await until(
            pilot,
            lambda: isinstance(app.screen, PreviewScreen) and bool(app.screen.query_one(PrintArea).text),
            "the preview",
        )
        assert "【待填" not in app.screen.query_one(PrintArea).text
        await press(pilot, "ctrl+e", "enter")
        await until(pilot, lambda: bool(list(tmp_path.glob("*.docx"))), "the export")
        await press(pilot, "escape", "escape", "ctrl+q")
    text = "\n".join(paragraph.text for paragraph in read_docx(str(next(tmp_path.glob("*.docx")))).paragraphs)
    assert "青山县实验小学党支部2026年" in text
    assert "【待填" not in text
    # Enter to the new draft, the outline, two to pass the facts of the title, one to make it; F2 and one a fact;
    # F5, Ctrl+E, Enter: what the writer presses beside the values themselves.
    assert 5 + 1 + pressed + 3 < 60


@pytest.mark.parametrize("size", SIZES)
async def test_a_phrase_is_inserted_and_its_facts_are_asked_for(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = workbench(small_draft(tmp_path))
    async with app.run_test(size=size) as pilot:
        screen = await on_writing(pilot)
        await press(pilot, "ctrl+f")
        await write(pilot, "三会一课 党员大会次数")
        await until(
            pilot,
            lambda: not screen.phrases.waiting and "党员大会次数" in screen.phrases.hits[0].phrase.text,
            "hits",
        )
        phrase = screen.phrases.hits[0].phrase
        await press(pilot, "enter")
        asked = screen.facts.current
        assert asked is not None
        assert asked.spec.name in phrase.slots
        await write(pilot, "4")
        await press(pilot, "escape")
        assert screen.session.draft.facts[asked.spec.name] == "4"
        assert f"{{{asked.spec.name}：4}}" in screen.editor.body.text
        paragraph = screen.session.draft.sections[0].paragraphs[0]
        assert phrase.id in paragraph.phrase_ids
        assert screen.editor.body.has_focus
        await press(pilot, "ctrl+q")


async def test_a_fact_fills_every_place_and_a_wrong_value_none(tmp_path: Path) -> None:
    path = small_draft(tmp_path)
    app = workbench(path)
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await on_writing(pilot)
        await press(pilot, "f2")
        while (use := screen.facts.current) and use.spec.name != "支委会次数":
            await press(pilot, "down")
        await write(pilot, "很多")
        assert "支委会次数" not in screen.session.draft.facts
        await press(pilot, "backspace", "backspace")
        await write(pilot, "１２")
        await press(pilot, "escape")
        assert "{支委会次数：12}" in screen.editor.body.text
        await press(pilot, "f3", "down", "enter")
        assert "{支委会次数：12}" in screen.editor.body.text
        await press(pilot, "ctrl+q")
    assert on_disk(path).facts["支委会次数"] == "１２"


async def test_chinese_and_its_punctuation_are_typed_and_saved(tmp_path: Path) -> None:
    path = small_draft(tmp_path)
    words = "坚持“三会一课”制度——做到《条例》要求：一、二；（三）！……"
    app = workbench(path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_writing(pilot)
        await press(pilot, "enter")
        await write(pilot, words)
        assert screen.session.draft.sections[0].paragraphs[1].text == words
        await press(pilot, "ctrl+q")
    assert on_disk(path).sections[0].paragraphs[1].text == words


async def test_undo_and_redo_go_through_typing_facts_and_sections(tmp_path: Path) -> None:
    app = workbench(small_draft(tmp_path))
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await on_writing(pilot)
        first = screen.session.draft
        await write(pilot, "继续写。")
        await press(pilot, "ctrl+n")
        await write(pilot, "新的一节")
        await press(pilot, "f3", "alt+down")
        last = screen.session.draft
        assert [section.heading for section in last.sections] == [
            "严格组织生活",
            "存在的问题和不足",
            "新的一节",
        ]
        for _ in range(10):
            await press(pilot, "ctrl+z")
        assert screen.session.draft == first
        assert screen.editor.body.text == "召开支委会{支委会次数？}次。"
        for _ in range(10):
            await press(pilot, "ctrl+y")
        assert screen.session.draft == last
        await press(pilot, "ctrl+q")


async def test_enter_in_the_preview_goes_to_the_line_in_the_text(tmp_path: Path) -> None:
    app = workbench(small_draft(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_writing(pilot)
        await press(pilot, "f5")
        await until(
            pilot,
            lambda: isinstance(app.screen, PreviewScreen) and bool(app.screen.query_one(PrintArea).text),
            "the preview",
        )
        area = app.screen.query_one(PrintArea)
        row = next(
            n for n, line in enumerate(area.lines) if "学习不够" in line.text and line.kind is BlockKind.BODY
        )
        await press(pilot, *["down"] * row, "enter")
        assert app.screen is screen
        assert screen.editor.index == 1
        await press(pilot, "ctrl+q")


async def test_an_existing_file_is_overwritten_only_when_asked_twice(tmp_path: Path) -> None:
    target = tmp_path / "总结.txt"
    target.write_text("旧的", "utf-8")
    app = workbench(small_draft(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await on_writing(pilot)
        await press(pilot, "ctrl+e")
        assert isinstance(app.screen, ExportDialog)
        line = app.screen.query_one(Input)
        assert line.value.endswith("总结.docx")
        line.value = "总结.txt"
        await press(pilot, "enter", "enter")
        assert target.read_text("utf-8") == "旧的"
        # The first Enter answers that it should not be overwritten.
        await press(pilot, "enter", "2")
        await until(pilot, lambda: target.read_text("utf-8") != "旧的", "the export")
        assert "【待填：支委会次数】" in target.read_text("utf-8")
        await press(pilot, "escape", "ctrl+q")


@pytest.mark.parametrize(
    "name", ["很" * 300 + ".docx", "~没有这个人/总结.docx", "没有的文件夹/总结.docx", "总结.doc", ""]
)
async def test_a_file_name_that_cannot_be_is_refused_in_words(tmp_path: Path, name: str) -> None:
    app = workbench(small_draft(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await on_writing(pilot)
        await press(pilot, "ctrl+e")
        line = app.screen.query_one(Input)
        line.value = name
        await press(pilot, "enter")
        if name:
            await until(pilot, lambda: shown(pilot) == "ChoiceDialog", "the error")
            await press(pilot, "enter")
        assert shown(pilot) == "ExportDialog"
        await press(pilot, "escape", "ctrl+q")
    assert [path.suffix for path in tmp_path.iterdir() if path.is_file()] == [".toml"]


@pytest.mark.parametrize("name", ["很" * 300, "没有的文件夹/总结"])
async def test_a_new_draft_with_an_impossible_name_is_refused_and_can_be_named_again(
    tmp_path: Path, name: str
) -> None:
    app = workbench()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(pilot) == "HomeScreen", "the home screen")
        await press(pilot, "enter")
        await until(pilot, lambda: app.bank is not None, "the bank")
        await press(pilot, "1", "escape")
        line = app.screen.query_one("#name", Input)
        good, line.value = line.value, name
        await press(pilot, "enter")
        await until(pilot, lambda: shown(pilot) == "ChoiceDialog", "the error")
        await press(pilot, "enter")
        line.value = good
        await press(pilot, "enter")
        await on_writing(pilot)
        await press(pilot, "ctrl+q")
    assert [path.name for path in tmp_path.glob("*.toml")] == [good]
