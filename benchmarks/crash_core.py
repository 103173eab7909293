"""The core half of the crash benchmark: a child edits, records and saves; the parent kills it and looks.

Edit number n is the same in child and parent (its chance is seeded with n), so the parent knows every state the
draft has been in. A killed session is taken up by the next child, so that recoveries are recovered from, too.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import drafter.storage.journal
from drafter.draft import (
    Draft,
    Paragraph,
    Section,
    delete_paragraph,
    insert_paragraph,
    move_section,
    replace_paragraph,
    replace_section,
    set_fact,
)
from drafter.storage.draft_file import fingerprint, read_draft, write_draft
from drafter.storage.journal import Journal, pending

SECTIONS, PARAGRAPHS, LENGTH = 10, 10, 80
"""A draft of 8,000 characters."""
SAVE_EVERY = 12
SESSION = 0.15
"""Seconds after a child's first edit within which it is killed."""
SMALL_JOURNAL = 120_000
"""Bytes after which the child starts a new journal, so that kills also fall into that."""


@dataclass(slots=True)
class Tally:
    """What became of `kills` sessions: `lost` edits were acknowledged and are missing, `wrong` drafts came back
    in a state they never had; `in_save` kills fell between the begin and the end of a save; `questions` times the
    program took its own save for a stranger's and would have asked which to keep."""

    kills: int = 0
    edits: int = 0
    saves: int = 0
    in_save: int = 0
    lost: int = 0
    wrong: int = 0
    questions: int = 0


def first_draft() -> Draft:
    """The draft every session begins with."""
    text = "支部工作取得新进展，" * (LENGTH // 10)
    paragraphs = tuple(Paragraph(text) for _ in range(PARAGRAPHS))
    return Draft(
        title="总结", sections=tuple(Section(f"第{n}部分", paragraphs=paragraphs) for n in range(SECTIONS))
    )


def apply_edit(draft: Draft, number: int) -> Draft:
    """`draft` after edit `number`; the fact 编号 always tells the last one."""
    chance = random.Random(number)
    draft = set_fact(draft, "编号", str(number))
    place = chance.randrange(len(draft.sections))
    section = draft.sections[place]
    kind = chance.choice(["typing", "typing", "typing", "insert", "delete", "heading", "move"])
    if kind == "insert" or not section.paragraphs:
        return insert_paragraph(draft, place, 0, Paragraph(f"插入{number}。\n“第二行”"))
    index = chance.randrange(len(section.paragraphs))
    old = section.paragraphs[index]
    if kind == "delete":
        return delete_paragraph(draft, place, index)
    if kind == "heading":
        return replace_section(draft, place, Section(f"标题{number}", paragraphs=section.paragraphs))
    if kind == "move":
        return move_section(draft, place, chance.randrange(len(draft.sections)))
    return replace_paragraph(draft, place, index, Paragraph((old.text + f"又写{number}")[-2 * LENGTH :]))


def last_edit(draft: Draft) -> int:
    """The number of the edit `draft` was last changed by."""
    return int(draft.facts.get("编号", "0"))


def child(path: Path, state: Path) -> None:
    """Take up what is there and edit until killed, telling on standard output: `e` an edit, `s` and `S` a save."""
    drafter.storage.journal.COMPACT_BYTES = SMALL_JOURNAL
    base = fingerprint(path)
    journal = Journal(path, state, base=base)
    draft = journal.recover() or read_draft(path)
    number = last_edit(draft)
    saved: Draft = draft
    saving: Future[str] | None = None
    with ThreadPoolExecutor(1) as pool:
        while True:
            number += 1
            draft = apply_edit(draft, number)
            journal.record(draft)
            tell(f"e{number}")
            if saving is not None and saving.done():
                base = saving.result()
                journal.checkpoint(base, saved)
                tell("S")
                saving = None
            elif saving is None and number % SAVE_EVERY == 0:
                tell("s")
                saved, saving = draft, pool.submit(write_draft, path, draft, base)
            time.sleep(0.0005)


def tell(word: str) -> None:
    """One acknowledgement, out before this returns."""
    os.write(1, f"{word}\n".encode())


def run(folder: Path, kills: int, chance: random.Random) -> Tally:
    """Kill `kills` sessions in `folder` and compare what comes back with what was acknowledged."""
    path, state = folder / "稿.draft.toml", folder / "state"
    draft, tally = first_draft(), Tally()
    write_draft(path, draft)
    for _ in range(kills):
        words = killed_session(path, state, chance.uniform(0, SESSION))
        edits = [int(word[1:]) for word in words if word.startswith("e")]
        acknowledged = edits[-1] if edits else last_edit(draft)
        tally.kills += 1
        tally.edits += len(edits)
        tally.saves += words.count("S")
        tally.in_save += words.count("s") > words.count("S")
        draft = judge(draft, acknowledged, path, state, tally)
    return tally


def killed_session(path: Path, state: Path, seconds: float) -> list[str]:
    """What a child told before it was killed, `seconds` after its first word."""
    command = [sys.executable, "-m", "benchmarks.crash_core", str(path), str(state)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        timer = threading.Timer(seconds, process.kill)
        timer.start()
        rest = process.stdout.read()
        timer.join()
    if not first:
        raise RuntimeError("the child ended before its first edit")
    # A word without its line end was torn off: nobody has been told.
    return (first + rest).decode().split("\n")[:-1]


def judge(draft: Draft, acknowledged: int, path: Path, state: Path, tally: Tally) -> Draft:
    """What a new session would open, counted in `tally` if it is less than acknowledged or was never there."""
    # Half of the writers come by the home screen, half open the draft itself.
    listed = [one.draft() for one in pending(state) if one.path == path] if tally.kills % 2 else []
    journal = Journal(path, state)
    found = journal.recover() or read_draft(path)
    journal.close()
    reached = last_edit(found)
    tally.lost += max(0, acknowledged - reached)
    for number in range(last_edit(draft) + 1, reached + 1):
        draft = apply_edit(draft, number)
    # The edit under way when the blow fell may be there or not; the home screen must offer the same draft.
    wrong = found != draft or reached > acknowledged + 1 or (bool(listed) and listed != [found])
    # Nobody else has touched the file, so there is nothing to ask about it.
    tally.questions += journal.found is not None and journal.found.changed_on_disk
    tally.wrong += wrong
    return found


if __name__ == "__main__":
    child(Path(sys.argv[1]), Path(sys.argv[2]))
