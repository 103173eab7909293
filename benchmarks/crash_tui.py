"""The workbench half of the crash benchmark: types into the real program in a terminal, kills it, and looks.

Every edit is one Han character that is used only once, so a character that has been painted and is not in what
comes back is a lost edit. Unix only, because of the pseudo-terminal.
"""

from __future__ import annotations

import fcntl
import os
import pty
import random
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

from benchmarks.crash_core import Tally
from drafter.draft import Draft, Paragraph, Section
from drafter.storage.draft_file import read_draft, write_draft
from drafter.storage.journal import Journal

ROWS, COLUMNS = 24, 80
READY = "填下一个空".encode()
"""On the bar at the bottom once the text has the keys."""
SESSION = 0.6
"""Seconds after its first key within which a session is killed."""
PATIENCE = 60.0
FIRST = 0x20000
"""Code of the first character typed, in an extension of Han of which the program's own texts use nothing: a word of
the screen must not pass for a painted edit."""
SAVE, LINE = b"\x13", b"\r"
SAVE_EVERY = 15


def run(folder: Path, kills: int, chance: random.Random) -> Tally:
    """Kill `kills` sessions on one draft in `folder` and compare what comes back with what was painted."""
    path, home, tally = folder / "稿.draft.toml", folder / "home", Tally()
    write_draft(path, Draft(title="总结", sections=(Section("一节", paragraphs=(Paragraph("起"),)),)))
    typed = 0
    for _ in range(kills):
        sent, saves, output = killed_session(path, home, typed, chance)
        painted = [n for n in range(typed, typed + sent) if _edit(n).encode() in output]
        found = come_back(path, home / "state", tally)
        tally.kills += 1
        tally.edits += len(painted)
        tally.saves += saves
        tally.lost += sum(_edit(number) not in found for number in painted)
        # What came back is what was typed, in its order: nothing twice, nothing in between missing.
        kept = [c for c in found if ord(c) >= FIRST and ord(c) < FIRST + typed + sent]
        tally.wrong += kept != sorted(set(kept)) or kept[:typed] != [
            _edit(n) for n in range(min(typed, len(kept)))
        ]
        typed = len(kept)
    return tally


def _edit(number: int) -> str:
    return chr(FIRST + number)


def come_back(path: Path, state: Path, tally: Tally) -> str:
    """The text a new session would open."""
    journal = Journal(path, state)
    draft = journal.recover() or read_draft(path)
    tally.questions += journal.found is not None and journal.found.changed_on_disk
    journal.close()
    return "".join(paragraph.text for section in draft.sections for paragraph in section.paragraphs)


def killed_session(path: Path, home: Path, first: int, chance: random.Random) -> tuple[int, int, bytes]:
    """How many characters were typed from number `first` on, how many saves asked for, and what was painted."""
    child, terminal = pty.fork()
    if child == 0:
        environment = {**os.environ, "DRAFTER_HOME": str(home), "TERM": "xterm-256color"}
        try:
            os.execve(sys.executable, [sys.executable, "-m", "drafter", str(path)], environment)
        finally:
            os._exit(127)
    try:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        _read_until(terminal, READY)
        return _type(terminal, child, first, chance)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def _type(terminal: int, child: int, first: int, chance: random.Random) -> tuple[int, int, bytes]:
    output, sent, saves = b"", 0, 0
    end = time.monotonic() + chance.uniform(0.02, SESSION)
    # A new paragraph a session: long ones slow the editor down.
    os.write(terminal, LINE)
    while time.monotonic() < end:
        os.write(terminal, _edit(first + sent).encode())
        sent += 1
        if chance.randrange(SAVE_EVERY) == 0:
            os.write(terminal, SAVE)
            saves += 1
        output += _read_for(terminal, chance.uniform(0.0, 0.02))
    os.kill(child, signal.SIGKILL)
    return sent, saves, output + _read_for(terminal, 0.1)


def _read_for(terminal: int, seconds: float) -> bytes:
    output, end = b"", time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if select.select([terminal], [], [], left)[0]:
            try:
                output += os.read(terminal, 65536)
            except OSError:
                # Linux says so when the other end is closed.
                break
    return output


def _read_until(terminal: int, words: bytes) -> None:
    output, end = b"", time.monotonic() + PATIENCE
    while words not in output:
        if time.monotonic() > end:
            raise RuntimeError(f"the workbench was not ready in {PATIENCE:.0f} s")
        output += _read_for(terminal, 0.02)
