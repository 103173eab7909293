"""Titles broken between words, and the places of signature and date (GB/T 9704-2012 7.3.1 and 7.3.5)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from export_samples import runs
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.document import Block, BlockKind
from drafter.export import title as titles
from drafter.export.ending import Ending, ending
from drafter.export.title import LATIN_WIDTH, title_breaks

ROOM = 20.1


def _lines(title: str) -> list[str]:
    return [title[start:end] for start, end in pairwise((0, *title_breaks(title, ROOM), len(title)))]


@pytest.mark.parametrize(
    "lines",
    [
        ["2026年党支部工作总结"],
        ["中共翠湖中学党支部", "关于2026年度党建工作情况的总结报告"],
        ["清河县人民政府", "关于2026年法治政府建设情况的报告"],
        ["清河县第一中学党总支2026年", "工作总结及2027年工作思路"],
        ["强化党建引领 推动学校教育教学高质量发展", "——翠湖中学经验交流材料"],
        ["关于进一步加强和改进新形势下全县中小学校", "思想政治理论课教师队伍建设工作的实施方案"],
    ],
)
def test_a_title_breaks_where_a_reader_would_pause(lines: list[str]) -> None:
    assert _lines("".join(lines)) == lines


def test_a_title_with_line_ends_of_its_own_is_left_alone() -> None:
    assert title_breaks("中共翠湖中学党支部关于2026年度\n党建工作情况的总结报告", ROOM) == ()


def test_without_the_dictionary_a_title_still_breaks_and_never_before_a_particle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(titles, "entries", lambda: iter(()))
    lines = _lines("清河县人民政府关于2026年法治政府建设情况的报告")
    assert lines == ["清河县人民政府", "关于2026年法治政府建设情况的报告"]


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.sampled_from("关于的和《》（）党建工作报告翠湖中学2026年、，—A %"), min_size=1, max_size=70)
)
def test_no_line_of_a_broken_title_is_too_long_or_begins_with_a_closing_mark(title: str) -> None:
    lines = _lines(title)
    assert "".join(lines) == title
    if len(lines) > 1:
        widths = [sum(LATIN_WIDTH if each < "\x80" else 1 for each in line) for line in lines]
        assert max(widths) <= ROOM + 1e-6
        assert not any(line[0] in "的》）、，" for line in lines[1:])
        assert not any(line[-1] in "《（" for line in lines[:-1])


DATE = "2026年12月8日"
DATE_WIDTH = 6.5
"""Three Han and seven digits of half a character."""


def _ending(name: str, *, sealed: bool = False) -> Ending:
    names = [Block(BlockKind.SIGNATURE, runs(name))] if name else []
    return ending((*names, Block(BlockKind.DATE, runs(DATE))), sealed=sealed)


def test_without_a_seal_the_signature_leaves_two_characters_and_the_date_begins_two_after_it() -> None:
    found = _ending("中共翠湖中学支部委员")
    assert found.names == (2.0,)
    assert found.date_start == 2 + 10 - 2
    assert found.date == 2 + 10 - 2 - DATE_WIDTH


def test_a_date_longer_than_the_signature_leaves_two_characters_and_the_signature_moves_left() -> None:
    found = _ending("党支部")
    assert found.date == 2.0
    assert found.date_start is None
    assert found.names[0] + 3 == 2 + DATE_WIDTH + 2


def test_a_date_without_a_signature_leaves_two_characters() -> None:
    assert _ending("") == Ending((), 2.0)


def test_under_a_seal_the_date_leaves_four_characters_and_the_name_is_centred_on_it() -> None:
    found = _ending("翠湖中学党支部", sealed=True)
    assert found.date == 4
    assert found.names[0] + 7 / 2 == 4 + DATE_WIDTH / 2


def test_a_sealed_name_longer_than_the_line_allows_stays_on_the_page() -> None:
    assert _ending("中" * 27, sealed=True).names == (0.0,)


def test_a_signature_of_two_lines_begins_at_one_place() -> None:
    blocks = (
        Block(BlockKind.SIGNATURE, runs("中共翠湖中学支部委员会\n翠湖中学")),
        Block(BlockKind.DATE, runs("2026年1月1日")),
    )
    first, second = ending(blocks).names
    assert first + 11 == second + 4
