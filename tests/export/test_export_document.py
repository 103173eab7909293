"""Exporting to a file: what is refused, what is reported, and that nothing is half written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from export_samples import body, document, parts, report

from drafter.characters import Removal
from drafter.document import Place
from drafter.errors import DrafterError
from drafter.export import SUFFIXES, export_document


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_report_is_written_and_its_open_slots_are_told(suffix: str, tmp_path: Path) -> None:
    target = tmp_path / f"总结{suffix}"
    exported = export_document(report(), target)
    assert exported.path == target
    assert target.stat().st_size > 500
    assert [slot.name for slot in exported.open_slots] == ["支委会次数", "参加人数"]
    assert exported.open_slots[0].places == (Place("text"),)
    assert list(tmp_path.iterdir()) == [target]


def test_the_suffix_may_be_in_capitals(tmp_path: Path) -> None:
    target = tmp_path / "总结.DOCX"
    export_document(report(), target)
    assert "word/document.xml" in parts(target.read_bytes())


@pytest.mark.parametrize(
    ("name", "message"), [("总结.pdf", r"不会导出 .pdf 文件。请用这些后缀之一：.docx"), ("总结", "没有后缀")]
)
def test_an_unknown_format_is_refused_with_those_there_are(name: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(DrafterError, match=message):
        export_document(report(), tmp_path / name)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_existing_file_is_kept_unless_forced(suffix: str, tmp_path: Path) -> None:
    target = tmp_path / f"总结{suffix}"
    target.write_text("去年的总结", encoding="utf-8")
    with pytest.raises(DrafterError, match=r"这个文件已经有了.*--force"):
        export_document(report(), target)
    assert target.read_text(encoding="utf-8") == "去年的总结"
    export_document(report(), target, force=True)
    assert target.read_bytes() != "去年的总结".encode()


@pytest.mark.parametrize("text", ["", " \u3000\n", "\x00\u200b"])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_document_is_refused(text: str, suffix: str, tmp_path: Path) -> None:
    with pytest.raises(DrafterError, match="稿件还是空的"):
        export_document(document([body(text)]), tmp_path / f"空{suffix}")
    assert not list(tmp_path.iterdir())


def test_a_folder_a_missing_folder_and_an_impossible_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "夹.docx").mkdir()
    for target, message in (
        (tmp_path / "夹.docx", "这是一个文件夹"),
        (tmp_path / "没有" / "总结.docx", "文件夹不存在"),
        (tmp_path / f"{'长' * 300}.docx", "文件名太长"),
    ):
        with pytest.raises(DrafterError, match=message):
            export_document(report(), target, force=True)


def test_an_unknown_layout_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "总结.docx"
    target.write_bytes(b"old")
    with pytest.raises(DrafterError, match="没有叫“gb9705”的版式"):
        export_document(report(), target, layout="gb9705", force=True)
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_characters_taken_out_are_counted_by_kind(suffix: str, tmp_path: Path) -> None:
    exported = export_document(document([body("总\x01结\x02\ud800")]), tmp_path / f"总结{suffix}")
    assert exported.removed == (Removal("控制字符", 2), Removal("残缺字符", 1))


def test_names_with_rare_characters_are_listed_with_the_words_around_them(tmp_path: Path) -> None:
    # The reference is the writer's own words and stands for no character.
    words = "书记朱镕华、党员王𠮷同志参加，二〇二六年。&#38229;&#20000;"
    exported = export_document(document([body(words)]), tmp_path / "总结.docx")
    common, beyond = exported.notes
    assert common.startswith("生僻字 镕（记朱镕华） 不在")
    assert "〇" not in common
    assert "王𠮷同志" in beyond
    assert "SimSun-ExtB" in beyond


def test_emoji_are_pointed_out_and_ticks_and_stars_are_not(tmp_path: Path) -> None:
    told = export_document(document([body("完成👍👍 ★☆✓")]), tmp_path / "一.txt").notes
    assert told == ("稿件里有表情符号 2 处（👍），公文中不宜使用，请改成文字",)
    assert export_document(document([body("完成 ★☆✓")]), tmp_path / "二.txt").notes == ()


def test_a_paragraph_that_had_to_be_cut_is_reported(tmp_path: Path) -> None:
    exported = export_document(document([body("甲。" * 20_000)]), tmp_path / "长.docx")
    assert exported.notes == ("有 1 个自然段超过 20000 字，已在句末分段；请按内容重新分段",)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_only_a_docx_loads_python_docx_and_nothing_loads_another_heavy_library(
    suffix: str, tmp_path: Path
) -> None:
    script = (
        "import sys; from pathlib import Path; from drafter.document import *\n"
        "from drafter.export import export_document\n"
        "long = (Run('中共翠湖中学党支部关于2026年度党建工作情况的总结报告'),)\n"
        f"export_document(Document('', (Block(BlockKind.TITLE, long),)), Path({str(tmp_path / f'a{suffix}')!r}))\n"
        "print([name for name in ('docx', 'lxml', 'jieba', 'jinja2', 'textual', 'rich') if name in sys.modules])"
    )
    source = Path(__file__).parents[2] / "src"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(source)},
    )
    loaded = "['docx', 'lxml']" if suffix == ".docx" else "[]"
    assert (done.stdout.strip(), done.stderr) == (loaded, "")
