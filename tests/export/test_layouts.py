"""Layouts as data: the built-in files, and what a wrong file is told."""

from __future__ import annotations

import contextlib
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.errors import DrafterError
from drafter.export.layout import STYLES, layout_ids
from drafter.export.layout_file import load_layout


def _write(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text('id = "own"\nbase = "gb9704"\ntitle = "本校版式"\n' + text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", layout_ids())
def test_a_built_in_layout_loads_and_every_table_names_its_clause(name: str) -> None:
    layout = load_layout(name)
    assert layout.id == name
    assert set(layout.styles) == set(STYLES)
    tables = {"page", "grid", "page_number", "ending"}
    tables |= {f"styles.{style}" for style in STYLES} | {f"fonts.{font}" for font in layout.fonts}
    assert set(layout.clauses) == tables
    assert all(re.search(r"\d\.\d|惯例", clause) for clause in layout.clauses.values())


def test_the_standard_layout_has_the_measures_of_the_standard() -> None:
    layout = load_layout("gb9704")
    page = layout.page
    assert (page.width, page.height) == (11906, 16838)
    assert (page.top, page.left, page.right, page.bottom) == (2098, 1587, 1475, 1984)
    assert (page.text_width, page.text_height, layout.pitch) == (8844, 12756, 579)
    body, title = layout.styles["body"], layout.styles["title"]
    assert (body.size, body.line, body.spacing, body.first) == (32, 579, -5, 200)
    assert (title.size, title.spacing, title.align) == (44, 0, "center")
    fonts = [layout.styles[f"heading{level}"].font.name for level in range(1, 5)]
    assert fonts == ["黑体", "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312"]


def test_an_own_layout_states_only_what_differs(tmp_path: Path) -> None:
    path = _write(tmp_path, '[fonts.biaosong]\nname = "华文中宋"\n[ending]\nform = "sealed"\n')
    own, standard = load_layout(path), load_layout("gb9704")
    assert own.styles["title"].font.name == "华文中宋"
    assert own.sealed
    assert own.page == standard.page
    assert own.styles["body"] == standard.styles["body"]


def test_an_unknown_layout_is_named_with_those_there_are() -> None:
    with pytest.raises(DrafterError, match=r"没有叫“gb9074”的版式.*gb9704"):
        load_layout("gb9074")


@pytest.mark.parametrize("name", ["../gb9704", "", "GB9704", "gb9704.toml.bak"])
def test_an_id_never_leaves_the_folder_of_layouts(name: str) -> None:
    with pytest.raises(DrafterError, match="没有叫"):
        load_layout(name)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[page]\ntop = 400.0\nbottom = 900.0\n", 4, "页边太宽"),
        ("[page]\nleft = nan\n", 5, "left 不能是 nan。可以是 1 至 1000"),
        ("[page]\nleft = true\n", 5, "left 应当是"),
        ("[page]\ntpo = 37.0\n", 5, "不认识“tpo”这一项。是不是 top？"),
        ("[grid]\npitch = 29.0\n", 5, "排不成 22 行。请写成 pitch = 28.95"),
        ("[grid]\ncharacters = 30\n", 5, "排不成 30 字"),
        ("[grid]\nlines = 0\n", 5, "lines 不能是 0"),
        (f"[grid]\npitch = 1{'0' * 400}\n", 5, "pitch 不能是 inf"),
        ('[styles.body]\nfont = "fangson"\n', 5, "是不是 fangsong？"),
        ('[styles.title]\nalign = "middle"\n', 5, "align 不能是“middle”"),
        ("[styles.heading5]\nsize = 16.0\n", 4, "没有叫“heading5”的样式"),
        (f'[fonts.songti]\nname = "{"宋" * 32}"\n', 5, "字体名最多 31 个字"),
        ('[fonts.songti]\nname = "宋体\\u0007"\n', 5, "看不见的字符"),
        ('[page_number]\nbefore = "\\u0007"\n', 5, "before 里有换行或看不见的字符"),
        ('[fonts."a\\"b"]\nname = "隶书"\nclause = "惯例"\n', 4, "字体的代号不能是"),
        ('[fonts.extra]\nname = "隶书"\n', 4, "缺少 clause"),
        ('[ending]\nform = "stamped"\n', 5, "可以是：unsealed、sealed"),
        ("fonts = 3\n", 4, "fonts 应当是表"),
    ],
)
def test_a_fault_names_the_file_the_line_and_what_to_write(
    text: str, line: int, message: str, tmp_path: Path
) -> None:
    path = _write(tmp_path, text)
    with pytest.raises(DrafterError) as caught:
        load_layout(path)
    assert f"own.toml 第 {line} 行：" in str(caught.value)
    assert message in str(caught.value)


def test_every_fault_of_a_layout_is_reported_at_once(tmp_path: Path) -> None:
    path = _write(tmp_path, '[page]\ntop = "x"\n[grid]\nlines = -1\n[styles.body]\nfont = "x"\n')
    with pytest.raises(DrafterError) as caught:
        load_layout(path)
    assert len(caught.value.faults) == 3


def test_a_layout_without_a_base_must_be_whole(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('id = "own"\ntitle = "本校版式"\n', encoding="utf-8")
    with pytest.raises(DrafterError, match=r"缺少 \[page\] 这张表"):
        load_layout(path)


def test_a_layout_cannot_build_on_one_that_builds_on_another(tmp_path: Path) -> None:
    path = _write(tmp_path, "")
    path.write_text(path.read_text(encoding="utf-8").replace('"gb9704"', '"gbt33476"'), encoding="utf-8")
    with pytest.raises(DrafterError, match='请直接写 base = "gb9704"'):
        load_layout(path)


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from('[]=".#\n0159-aepxgridstyl宋\t{}'), max_size=60))
def test_a_broken_layout_file_never_raises_anything_but_our_error(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = _write(Path(folder), text)
        with contextlib.suppress(DrafterError):
            assert load_layout(path).id == "own"
