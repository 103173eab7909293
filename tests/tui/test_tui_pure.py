"""The parts of the workbench that know no widget: printed lines, the key registry, moving sections, sessions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tui_driving import session_of, small_draft

from drafter.draft import Draft, Section, set_fact
from drafter.files import free_name
from drafter.tui.keys import ACTIONS, OUTLINE, PREVIEW, WRITE, key_label
from drafter.tui.page import LINE, balanced, broken, width
from drafter.tui.screens.preview import PreviewScreen
from drafter.tui.screens.sections import move_block
from drafter.tui.screens.write import WriteScreen
from drafter.tui.session import Caret

PROSE = st.text(alphabet="党建工作，。、；：！？（）《》“”12%a—", max_size=200)


@given(PROSE)
def test_broken_lines_hold_every_character_and_begin_with_none_of_the_wrong_marks(text: str) -> None:
    lines = broken(text, LINE, indent=2)
    assert "".join(lines).replace("　　", "", 1) == text or not text
    han = re.fullmatch(r"(?:[党建工作][，。、；：！？）》”]?)*", text)
    for line in lines[1:]:
        assert not han or line[0] not in "，。、；：！？）》”"
    # One mark may hang over the edge.
    assert all(width(line) <= LINE * 2 + 2 for line in lines)


def test_a_full_line_is_28_characters_and_a_comma_hangs_over_its_edge() -> None:
    first, second = broken("字" * 28 + "，" + "字" * 3, LINE)
    assert (first, second) == ("字" * 28 + "，", "字" * 3)
    first, second = broken("字" * 27 + "（字）", LINE)
    assert (first, second) == ("字" * 27, "（字）")


def test_a_long_title_is_set_in_lines_of_about_equal_length() -> None:
    lines = balanced("字" * 30, 20)
    assert [len(line) for line in lines] == [15, 15]


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: f"{action.where}-{action.id}")
def test_no_key_is_one_an_input_method_or_a_terminal_swallows(action: object) -> None:
    keys = getattr(action, "keys", "").split(",")
    for key in keys:
        assert len(key) > 1, "a bare letter never arrives under an input method"
        assert not re.search(r"(shift|ctrl)\+enter", key), "terminals cannot send it"
        assert key not in {"ctrl+j", "ctrl+m", "ctrl+i", "ctrl+h"}, "the same byte as Enter, Tab or Backspace"
        assert key_label(key)


def test_every_action_of_a_screen_has_its_method_and_no_key_stands_twice_in_a_place() -> None:
    for where, screen in ((WRITE, WriteScreen), (PREVIEW, PreviewScreen), (OUTLINE, WriteScreen)):
        bound = [action for action in ACTIONS if action.where == where and action.bound]
        assert [action.id for action in bound if not hasattr(screen, f"action_{action.id}")] == []
        keys = [key for action in bound for key in action.keys.split(",")]
        assert len(keys) == len(set(keys))


def test_a_section_moves_with_what_stands_below_it() -> None:
    draft = Draft(
        sections=tuple(
            Section(name, level) for name, level in (("甲", 1), ("甲一", 2), ("乙", 1), ("乙一", 2))
        )
    )
    moved, index = move_block(draft, 0, down=True)
    assert [section.heading for section in moved.sections] == ["乙", "乙一", "甲", "甲一"]
    assert index == 2
    assert move_block(moved, index, down=False) == (draft, 0)
    assert move_block(draft, 0, down=False) == (draft, 0)


def test_typing_without_a_pause_is_undone_as_one_and_a_pause_begins_a_new_step(tmp_path: Path) -> None:
    now = [0.0]
    session = session_of(small_draft(tmp_path))
    session._clock = lambda: now[0]
    for moment, title in ((0.0, "党"), (0.3, "党建"), (5.0, "党建工"), (5.2, "党建工作")):
        now[0] = moment
        session.edit(
            set_fact(session.draft, "党支部名称", title),
            "填事实",
            group="fact",
            before=Caret(),
            after=Caret(),
        )
    assert session.undo() is not None
    assert session.draft.facts["党支部名称"] == "党建"
    assert session.undo() is not None
    assert "党支部名称" not in session.draft.facts
    assert session.undo() is None
    assert session.redo() is not None
    session.edit(set_fact(session.draft, "党支部名称", "别的"), "填事实")
    assert session.redo() is None
    session.close()


def test_a_free_name_never_stands_for_a_file_that_exists(tmp_path: Path) -> None:
    path = tmp_path / "总结.draft.toml"
    assert free_name(path) == path
    path.touch()
    assert free_name(path).name == "总结（2）.draft.toml"
    assert free_name(path, "磁盘上的版本").name == "总结（磁盘上的版本）.draft.toml"
