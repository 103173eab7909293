"""The memory of use: what the writer's drafts hold, whoever else has it open, and never lost to a damaged file."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter import paths
from drafter.bank import usage as usage_module
from drafter.bank.usage import Usage, Use
from drafter.draft import Draft, Paragraph, Section

SECTIONS = (("one", ("a", "b", "c")), ("two", ("b", "d")))


def draft(*sections: tuple[str, tuple[str, ...]], outline: str = "annual") -> Draft:
    """A draft with sections of (part, phrase ids), a paragraph a phrase; "" is a paragraph of the writer's own."""
    return Draft(
        outline=outline,
        sections=tuple(
            Section("标题", part=part, paragraphs=tuple(Paragraph(f"{name}写的话。", name) for name in names))
            for part, names in sections
        ),
    )


def test_what_was_learnt_is_there_for_the_next_start_and_for_another_program(home: Path) -> None:
    first, other = Usage.open(), Usage.open()
    first.learn("/a", draft(*SECTIONS), 10.0)
    for usage in (first, other, Usage.open()):
        assert usage.uses() == {
            "a": Use(1, 10.0),
            "b": Use(2, 10.0),
            "c": Use(1, 10.0),
            "d": Use(1, 10.0),
        }
        assert usage.follows("b") == {"c": 1, "d": 1}
        assert usage.opens("annual", "two") == {"b": 1}
        assert usage.stands_in("annual", "one") == {"a": 1, "b": 1, "c": 1}
        assert usage.beside(["d", "c"]) == {"a": 1, "b": 2}
        assert usage.note == ""
    other.learn("/a", draft(("one", ("d",))), 11.0)
    assert first.uses() == {"d": Use(1, 11.0)}


def test_nothing_is_created_before_something_is_learnt() -> None:
    usage = Usage.open()
    assert not usage.uses()
    assert not usage.follows("a")
    assert not usage.opens("annual", "one")
    usage.learn("/a", draft(("one", ())), 1.0)
    assert not paths.state_dir().exists()
    usage.learn("/a", draft(("one", ("a",))), 1.0)
    assert [path.name for path in paths.state_dir().iterdir() if path.suffix == ".db"] == ["usage.db"]


def test_a_draft_that_did_not_change_is_not_written_again() -> None:
    usage = Usage.open()
    usage.learn("/a", draft(*SECTIONS), 10.0)
    usage.learn("/a", draft(*SECTIONS), 99.0)
    assert usage.uses()["a"].last == 10.0
    usage.learn("/a", draft(*SECTIONS, outline="other"), 100.0)
    assert usage.uses()["a"].last == 100.0
    assert usage.opens("annual", "one") == {}


def test_words_of_the_writers_own_keep_phrases_apart() -> None:
    usage = Usage.open()
    usage.learn("/a", draft(("one", ("a", "", "b c"))), 1.0)
    assert usage.follows("a") == {}
    assert usage.follows("b") == {"c": 1}
    assert usage.opens("annual", "one") == {"a": 1}
    own = replace(
        draft(("one", ("b",))).sections[0], paragraphs=(Paragraph("自己写的。"), Paragraph("乙。", "b"))
    )
    usage.learn("/a", Draft("annual", sections=(own,)), 2.0)
    assert usage.opens("annual", "one") == {}
    assert usage.stands_in("annual", "one") == {"b": 1}


def test_a_section_of_no_part_teaches_only_the_order() -> None:
    usage = Usage.open()
    usage.learn("/a", draft(("", ("a", "b"))), 1.0)
    assert usage.opens("annual", "") == usage.stands_in("annual", "") == {}
    assert usage.follows("a") == {"b": 1}


NAMES = st.sampled_from(["a", "b", "c", "org.d-e", "ü'\";--"])
PARTS = st.tuples(st.sampled_from(["", "one", "two"]), st.lists(NAMES, max_size=4, unique=True).map(tuple))
LEARNT = st.tuples(
    st.sampled_from(["/a", "/b", "/c\udcff"]),
    st.builds(
        lambda sections, outline: draft(*sections, outline=outline),
        st.lists(PARTS, max_size=3),
        st.sampled_from("xy"),
    ),
    st.integers(0, 9).map(float),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(LEARNT, max_size=8))
def test_any_sequence_of_learning_through_two_connections_equals_a_plain_table(
    tmp_path_factory: pytest.TempPathFactory, lessons: list[tuple[str, Draft, float]]
) -> None:
    state = tmp_path_factory.mktemp("state")
    doors = Usage.open(state), Usage.open(state)
    model: dict[str, tuple[Draft, float]] = {}
    for turn, (key, learnt, when) in enumerate(lessons):
        doors[turn % 2].learn(key, learnt, when)
        if key not in model or model[key][0] != learnt:
            same = key in model and phrases(model[key][0]) == phrases(learnt)
            model[key] = (learnt, model[key][1] if same else when)
    rows = [
        (key, index, section.part, [one.phrase for one in section.paragraphs], kept.outline, when)
        for key, (kept, when) in model.items()
        for index, section in enumerate(kept.sections)
    ]
    for usage in doors:
        uses = {
            name: Use(sum(name in row[3] for row in rows), max(row[5] for row in rows if name in row[3]))
            for name in {name for row in rows for name in row[3]}
        }
        assert usage.uses() == uses
        for before in ("a", "ü'\";--", "none"):
            pairs = Counter(
                after for row in rows for one, after in zip(row[3], row[3][1:], strict=False) if one == before
            )
            assert usage.follows(before) == pairs
            together = Counter(name for row in rows if before in row[3] for name in row[3] if name != before)
            assert usage.beside([before]) == together
        mine = [row for row in rows if row[2] == "one" and row[4] == "x"]
        assert usage.opens("x", "one") == Counter(row[3][0] for row in mine if row[3])
        assert usage.stands_in("x", "one") == Counter(name for row in mine for name in row[3])
        usage.close()


def phrases(kept: Draft) -> tuple[object, ...]:
    """What the memory can see of a draft."""
    found = [
        (index, section.part, tuple(one.phrase for one in section.paragraphs))
        for index, section in enumerate(kept.sections)
        if section.paragraphs
    ]
    return (kept.outline if found else "", *found)


def test_the_oldest_of_too_many_drafts_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usage_module, "MOST_DRAFTS", 3)
    usage = Usage.open()
    for number in (2, 0, 1, 4, 3):
        usage.learn(f"/{number}", draft(("one", (f"p{number}",))), float(number))
    assert set(usage.uses()) == {"p2", "p3", "p4"}


def test_a_monstrous_draft_is_remembered_in_part() -> None:
    usage = Usage.open()
    names = tuple(f"p{number}" for number in range(usage_module.MOST_STANDS + 10))
    usage.learn("/a", draft(("one", ("x" * 5000, *names))), 1.0)
    assert len(usage.uses()) == usage_module.MOST_STANDS
    assert "x" * 5000 not in usage.uses()


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE theirs (words TEXT)")
    database.close()


def newer(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


DAMAGE: dict[str, Callable[[Path], object]] = {
    "not a database": lambda path: path.write_bytes(b"words nobody may lose\n" * 400),
    "truncated": lambda path: os.truncate(path, 5000),
    "header gone": lambda path: path.write_bytes(bytes(100) + path.read_bytes()[100:]),
    "pages of zeros": lambda path: path.write_bytes(path.read_bytes()[:4096] + bytes(4096 * 5)),
    "pages of noise": lambda path: path.write_bytes(path.read_bytes()[:4096] + b"\x77" * (4096 * 5)),
    "another program's": foreign,
    "a newer format": newer,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
@pytest.mark.parametrize("while_open", [False, True])
def test_a_file_that_cannot_be_used_is_kept_aside_and_begun_anew(
    damage: Callable[[Path], object], while_open: bool
) -> None:
    state = paths.state_dir()
    usage = Usage.open()
    usage.learn("/a", draft(*SECTIONS), 1.0)
    usage.close()
    if while_open:
        usage = Usage.open()
    damage(state / "usage.db")
    spoilt = (state / "usage.db").read_bytes()
    finder = Usage.open()
    if not while_open:
        usage = finder
    assert finder.uses() == usage.uses() == {}
    usage.learn("/b", draft(("one", ("z",))), 2.0)
    assert usage.uses() == {"z": Use(1, 2.0)}
    aside = [path for path in state.iterdir() if "已移开" in path.name and path.suffix == ".db"]
    assert [path.read_bytes() for path in aside] == [spoilt]
    assert str(aside[0]) in finder.note
    assert Usage.open().uses() == {"z": Use(1, 2.0)}
    assert Usage.open().note == ""


def test_an_empty_file_is_a_memory_without_entries() -> None:
    paths.state_dir().mkdir(parents=True)
    (paths.state_dir() / "usage.db").touch()
    usage = Usage.open()
    assert (usage.uses(), usage.note) == ({}, "")
    usage.learn("/a", draft(*SECTIONS), 1.0)
    assert Usage.open().uses().keys() == set("abcd")


def test_a_file_deleted_while_open_is_made_again() -> None:
    usage = Usage.open()
    usage.learn("/a", draft(*SECTIONS), 1.0)
    for path in paths.state_dir().iterdir():
        path.unlink()
    assert usage.uses() == {}
    usage.learn("/b", draft(("one", ("z",))), 2.0)
    assert Usage.open().uses() == {"z": Use(1, 2.0)}


def test_where_nothing_can_be_written_it_works_in_memory_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    usage = Usage.open(tmp_path / "file" / "state")
    usage.learn("/a", draft(*SECTIONS), 1.0)
    assert usage.uses().keys() == set("abcd")
    assert usage.follows("a") == {"b": 1}
    assert "只记到退出为止" in usage.note


def test_a_file_that_may_only_be_read_is_still_known(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = Usage.open()
    usage.learn("/a", draft(*SECTIONS), 1.0)
    usage.close()
    # What a read-only disk answers, also to somebody whom no permission stops.
    connect = sqlite3.connect

    def reading(place: object, uri: bool = False, **_: object) -> sqlite3.Connection:
        address = str(place) if uri or place == ":memory:" else f"file:{place}?mode=ro"
        return connect(address, uri=True, isolation_level=None, check_same_thread=False)

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", reading)
        usage = Usage.open()
        assert usage.uses().keys() == set("abcd")
        usage.learn("/b", draft(("one", ("z",))), 2.0)
        assert usage.uses().keys() == set("abcdz")
        assert "只记到退出为止" in usage.note
    assert Usage.open().uses().keys() == set("abcd")


def test_without_a_home_it_works_in_memory_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, "~nobody-of-this-name/x")
    usage = Usage.open()
    usage.learn("/a", draft(*SECTIONS), 1.0)
    assert usage.uses().keys() == set("abcd")
    assert "DRAFTER_HOME" in usage.note


def test_while_another_program_writes_nothing_is_learnt_and_nothing_breaks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from drafter.bank import usage_file

    monkeypatch.setattr(usage_file, "BUSY_SECONDS", 0.01)
    usage = Usage.open()
    usage.learn("/a", draft(*SECTIONS), 1.0)
    usage.close()
    other = sqlite3.connect(paths.state_dir() / "usage.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    usage.learn("/b", draft(("one", ("z",))), 2.0)
    assert usage.uses().keys() == set("abcd")
    assert usage.note == ""
    other.execute("ROLLBACK")
    other.close()
    usage.learn("/b", draft(("one", ("z",))), 2.0)
    assert "z" in usage.uses()


def test_many_programs_may_begin_at_once_on_a_spoilt_file() -> None:
    paths.state_dir().mkdir(parents=True)
    (paths.state_dir() / "usage.db").write_bytes(b"noise " * 1000)
    start = threading.Barrier(4)

    def work(number: int) -> None:
        start.wait()
        usage = Usage.open()
        usage.learn(f"/{number}", draft(("one", (f"p{number}",))), 1.0)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Usage.open().uses().keys() == {"p0", "p1", "p2", "p3"}
    assert sum("已移开" in path.name for path in paths.state_dir().iterdir()) == 1
