"""No edit that was recorded is lost, whatever happens to the process, and a journal never gets in the way."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from draft_strategies import drafts, sections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import drafter.storage.journal
from drafter.draft import Draft, Paragraph, Section, insert_section, move_section, replace_paragraph, set_fact
from drafter.errors import FileProblem
from drafter.storage.draft_file import read_draft, write_draft
from drafter.storage.journal import Journal, Unsaved, pending
from drafter.storage.journal_lines import Replay, change, decode, encode, whole
from drafter.storage.recovery import journal_name

DRAFT = Draft(
    title="年度总结",
    sections=tuple(Section(name, paragraphs=(Paragraph(f"{name}段。"),)) for name in "甲乙丙丁"),
)


def edited(draft: Draft, text: str) -> Draft:
    return replace_paragraph(draft, 1, 0, Paragraph(text))


def killed(journal: Journal) -> None:
    """Let go of the journal the way a killed process does: the lock goes, the file stays as it is."""
    descriptor = journal._descriptor
    assert descriptor is not None
    os.close(descriptor)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "稿.draft.toml"
    write_draft(target, DRAFT)
    return target


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def test_edits_of_a_killed_session_come_back(path: Path, state: Path) -> None:
    journal = Journal(path, state)
    assert journal.recover() is None
    last = DRAFT
    for number in range(5):
        last = set_fact(edited(last, f"第{number}次改"), "次数", str(number))
        journal.record(last)
    killed(journal)
    (left,) = pending(state)
    assert (left.path, left.title) == (path, "年度总结")
    assert left.draft() == last
    again = Journal(path, state)
    assert again.recover() == last
    assert read_draft(path) == DRAFT


def test_after_a_save_there_is_nothing_to_recover(path: Path, state: Path) -> None:
    journal = Journal(path, state)
    last = edited(DRAFT, "改")
    journal.record(last)
    journal.checkpoint(write_draft(path, last))
    killed(journal)
    assert pending(state) == ()
    assert Journal(path, state).recover() is None


def test_a_crash_between_a_save_and_its_checkpoint_leaves_nothing_to_ask(path: Path, state: Path) -> None:
    journal = Journal(path, state)
    last = edited(DRAFT, "改")
    journal.record(last)
    write_draft(path, last)
    killed(journal)
    assert pending(state) == ()
    assert not list((state / "recovery").iterdir())


def test_a_save_just_before_the_crash_is_not_taken_for_a_strangers(path: Path, state: Path) -> None:
    journal = Journal(path, state, base=write_draft(path, DRAFT))
    saved = edited(DRAFT, "存盘时的样子")
    journal.record(saved)
    journal.record(edited(saved, "存盘之后又改"))
    write_draft(path, saved)
    killed(journal)
    (left,) = pending(state)
    assert left.draft() == edited(saved, "存盘之后又改")
    assert not left.changed_on_disk


def test_edits_made_while_a_save_was_under_way_survive_its_checkpoint(path: Path, state: Path) -> None:
    journal = Journal(path, state)
    saved = edited(DRAFT, "存盘时的样子")
    journal.record(saved)
    later = edited(saved, "存盘之后又改")
    journal.record(later)
    journal.checkpoint(write_draft(path, saved), saved)
    killed(journal)
    again = Journal(path, state)
    assert again.recover() == later
    assert again.found is not None
    assert not again.found.changed_on_disk


def test_a_draft_without_a_path_comes_back_and_follows_its_first_save(path: Path, state: Path) -> None:
    journal = Journal(None, state)
    journal.record(DRAFT)
    killed(journal)
    (left,) = pending(state)
    assert left.path is None
    again = Journal(None, state, resume=left)
    last = again.recover()
    assert last == DRAFT
    again.record(edited(DRAFT, "接着写"))
    target = path.with_name("新稿.draft.toml")
    again.moved(target, write_draft(target, edited(DRAFT, "接着写")))
    again.record(edited(DRAFT, "又写"))
    killed(again)
    assert [one.path for one in pending(state)] == [target]
    assert Journal(target, state).recover() == edited(DRAFT, "又写")


def test_a_file_changed_on_disk_since_is_told_apart(path: Path, state: Path) -> None:
    journal = Journal(path, state, base=write_draft(path, DRAFT))
    journal.record(edited(DRAFT, "改"))
    killed(journal)
    assert not pending(state)[0].changed_on_disk
    write_draft(path, Draft(title="别人改的"))
    assert pending(state)[0].changed_on_disk


def test_a_closed_session_leaves_a_journal_only_for_unsaved_edits(path: Path, state: Path) -> None:
    journal = Journal(path, state)
    journal.record(edited(DRAFT, "改"))
    journal.close()
    assert len(pending(state)) == 1
    journal = Journal(path, state)
    journal.discard()
    journal.close()
    assert not list((state / "recovery").iterdir())


def test_what_was_found_stays_until_it_is_decided_on(path: Path, state: Path) -> None:
    journal = Journal(path, state)
    journal.record(edited(DRAFT, "改"))
    killed(journal)
    Journal(path, state).close()
    assert Journal(path, state).recover() == edited(DRAFT, "改")


def test_a_draft_open_in_another_window_is_noticed_and_its_journal_left_alone(
    path: Path, state: Path
) -> None:
    first = Journal(path, state)
    first.record(edited(DRAFT, "一号窗口"))
    second = Journal(path, state)
    assert (first.shared, second.shared) == (False, True)
    assert second.recover() is None
    second.record(edited(DRAFT, "二号窗口"))
    assert pending(state) == ()
    killed(first)
    killed(second)
    assert {one.draft().sections[1].paragraphs[0].text for one in pending(state)} == {"一号窗口", "二号窗口"}


def test_a_link_to_a_draft_has_the_journal_of_the_draft(path: Path, state: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.draft.toml"
    try:
        link.symlink_to(path)
    except OSError:
        pytest.skip("no links here")
    journal = Journal(path, state)
    journal.record(edited(DRAFT, "改"))
    killed(journal)
    assert Journal(link, state).recover() == edited(DRAFT, "改")


def test_a_record_holds_only_what_changed(path: Path, state: Path) -> None:
    journal = Journal(path, state)
    journal.record(DRAFT)
    assert journal.file is not None
    before = journal.file.stat().st_size
    journal.record(edited(DRAFT, "改"))
    journal.record(move_section(edited(DRAFT, "改"), 0, 3))
    added = journal.file.read_bytes()[before:].decode()
    assert "改" in added
    assert not any(text in added for text in ("甲段", "丙段", "丁段", "年度总结"))


def test_a_long_session_keeps_a_short_journal(
    path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafter.storage.journal, "COMPACT_BYTES", 3000)
    journal = Journal(path, state)
    last = DRAFT
    for number in range(120):
        last = edited(last, f"第{number}次改" * 5)
        journal.record(last)
        assert journal.file is not None
        assert journal.file.stat().st_size < 6000
    assert len(list((state / "recovery").iterdir())) == 1
    killed(journal)
    assert Journal(path, state).recover() == last


@pytest.mark.parametrize("by_home_screen", [True, False])
def test_a_crash_while_a_journal_is_renewed_leaves_one_state(
    path: Path, state: Path, monkeypatch: pytest.MonkeyPatch, by_home_screen: bool
) -> None:
    monkeypatch.setattr(drafter.storage.journal, "COMPACT_BYTES", 0)
    monkeypatch.setattr(
        drafter.storage.journal, "remove_journal", lambda file, descriptor: os.close(descriptor)
    )
    journal = Journal(path, state)
    last = DRAFT
    while len(list((state / "recovery").iterdir())) == 1:
        last = edited(last, last.sections[1].paragraphs[0].text + "又改")
        journal.record(last)
    killed(journal)
    if by_home_screen:
        assert [one.draft() for one in pending(state)] == [last]
    assert Journal(path, state).recover() == last
    assert len(list((state / "recovery").iterdir())) == 1


def test_a_crash_before_a_renewed_journal_holds_anything_leaves_the_old_one(path: Path, state: Path) -> None:
    journal = Journal(path, state)
    journal.record(edited(DRAFT, "改"))
    killed(journal)
    old = journal.file
    assert old is not None
    torn = (
        encode({"path": str(path), "base": None, "replaces": old.name}) + encode(whole(DRAFT, 2, 2.0))[:-30]
    )
    old.with_name(f"{journal_name(path)}-newer.jsonl").write_bytes(torn)
    assert Journal(path, state).recover() == edited(DRAFT, "改")
    assert list(old.parent.iterdir()) == [old]


@pytest.mark.skipif(os.name != "posix", reason="POSIX file modes")
def test_nobody_else_may_read_a_journal(path: Path, state: Path) -> None:
    journal = Journal(path, state)
    assert journal.file is not None
    assert stat.S_IMODE(journal.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(journal.file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("code", [errno.EROFS, errno.ENOSPC])
def test_a_journal_that_cannot_be_written_says_so_once_and_works_again_after_a_save(
    path: Path, state: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*_: Any) -> Any:
        raise OSError(code, os.strerror(code))

    journal = Journal(path, state)
    journal.record(edited(DRAFT, "写得进"))
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", refuse)
        with pytest.raises(FileProblem, match="写不了恢复日志") as caught:
            journal.record(edited(DRAFT, "写不进"))
        assert "请随时保存" in str(caught.value)
        journal.record(edited(DRAFT, "还是写不进"))
    last = edited(DRAFT, "存了盘")
    journal.checkpoint(write_draft(path, last))
    journal.record(edited(DRAFT, "又写得进"))
    killed(journal)
    assert Journal(path, state).recover() == edited(DRAFT, "又写得进")


def test_a_state_folder_that_cannot_be_made_is_told_at_the_first_edit(tmp_path: Path, path: Path) -> None:
    state = tmp_path / "state"
    state.write_text("not a folder", encoding="utf-8")
    journal = Journal(path, state)
    assert journal.recover() is None
    with pytest.raises(FileProblem, match="写不了恢复日志"):
        journal.record(DRAFT)
    journal.record(edited(DRAFT, "改"))
    journal.checkpoint(write_draft(path, DRAFT))
    journal.close()
    assert pending(state) == ()


def test_a_killed_process_loses_no_recorded_edit(path: Path, state: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import os, signal, sys\n"
            "from pathlib import Path\n"
            "from drafter.draft import set_fact\n"
            "from drafter.storage.draft_file import read_draft\n"
            "from drafter.storage.journal import Journal\n"
            "path, state = map(Path, sys.argv[1:])\n"
            "journal, draft = Journal(path, state), read_draft(path)\n"
            "for number in range(50):\n"
            "    draft = set_fact(draft, '次数', str(number))\n"
            "    journal.record(draft)\n"
            "os._exit(9)\n",
            str(path),
            str(state),
        ],
        capture_output=True,
        check=False,
    )
    assert done.returncode != 0
    assert Journal(path, state).recover() == set_fact(DRAFT, "次数", "49")


@given(st.lists(drafts, min_size=1, max_size=4), st.data())
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_journal_cut_anywhere_replays_to_its_last_whole_record(
    steps: list[Draft], data: st.DataObject
) -> None:
    lines = [encode(whole(steps[0], 1, 1.0))]
    states = [steps[0]]
    for step in steps[1:]:
        # Half the sections are carried over, so that the record refers to them.
        kept = states[-1].sections[1:] + step.sections + states[-1].sections[:1]
        states.append(Draft(title=step.title, facts=step.facts, sections=kept))
        record = change(states[-2], states[-1], len(states), 1.0)
        assert record is not None
        lines.append(encode(record))
    cut = data.draw(st.integers(len(lines[0]), sum(map(len, lines))))
    torn = b"".join(lines)[:cut]
    left = Unsaved(Path("x"), None, "", 0.0, None, Replay().read(torn.split(b"\n")).text)
    # A record that lacks nothing but its line end is whole.
    ends = [sum(map(len, lines[: number + 1])) - 1 for number in range(len(lines))]
    assert left.draft() == states[sum(end <= cut for end in ends) - 1]


@given(sections)
@settings(max_examples=20)
def test_records_after_a_damaged_line_wait_for_a_whole_one(section: Section) -> None:
    last = insert_section(DRAFT, 2, section)
    good = [
        whole(DRAFT, 1, 1.0),
        change(DRAFT, last, 2, 2.0),
        change(last, DRAFT, 3, 3.0),
        whole(last, 9, 9.0),
    ]
    lines = [encode(record) for record in good if record]
    assert len(lines) == 4
    lines[1] = lines[1].replace(b"t", b"T", 1)
    assert decode(lines[1].rstrip(b"\n")) is None
    assert Replay().read(lines[:3]).time == 1.0
    assert Replay().read([lines[0], lines[2]]).time == 1.0
    assert Replay().read(lines).time == 9.0


def test_a_torn_line_does_not_swallow_the_record_after_it(path: Path, state: Path) -> None:
    journal = Journal(path, state)
    journal.record(edited(DRAFT, "写完的"))
    journal.record(edited(DRAFT, "写了一半的"))
    killed(journal)
    assert journal.file is not None
    journal.file.write_bytes(journal.file.read_bytes()[:-9])
    again = Journal(path, state)
    assert again.recover() == edited(DRAFT, "写完的")
    again.record(edited(DRAFT, "接着写的"))
    killed(again)
    assert Journal(path, state).recover() == edited(DRAFT, "接着写的")


def test_rubbish_in_the_recovery_folder_is_passed_over(path: Path, state: Path) -> None:
    folder = state / "recovery"
    folder.mkdir(parents=True)
    (folder / "a.jsonl").write_bytes(b"\xff\xfe\x00 rubbish\n{}\n")
    (folder / "b.jsonl").write_bytes(encode({"path": 7}) + encode({"n": 1, "t": "x", "all": 3}))
    (folder / "c.jsonl").mkdir()
    assert pending(state) == ()
    assert pending(state / "none") == ()
