"""How long a start takes: help and a search as whole processes, the workbench until it shows something.

Each is set against what no program of its kind can beat: a bare `python -c pass`, and Textual's hello world in the
same pseudo-terminal. Unix only, because of the pseudo-terminal.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.table import arguments, in_turns, machine, median, report, table

ROWS, COLUMNS = 24, 80
PATIENCE = 30.0
"""Seconds without anything to see after which a start counts as failed."""

HELLO = """\
from textual.app import App, ComposeResult
from textual.widgets import Static

class Hello(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("Hello, World!")

Hello().run()
"""
DRAFTER = (str(Path(sys.executable).with_name("drafter")),)
"""The command as it is installed beside the running Python."""
BARE = "python -c pass"
HELP = "drafter --help"
SEARCH = "drafter search"
HELLO_PAINT = "hello world, first paint"
HOME_PAINT = "drafter, first paint"
HOME_READY = "drafter, home screen"
DRAFT_PAINT = "drafter DRAFT, first paint"
DRAFT_READY = "drafter DRAFT, ready to type"

AGAINST = {
    HELP: (BARE, 5.0),
    SEARCH: (BARE, 12.0),
    HOME_PAINT: (HELLO_PAINT, 1.5),
    HOME_READY: (HELLO_PAINT, None),
    DRAFT_PAINT: (HELLO_PAINT, 1.5),
    DRAFT_READY: (HELLO_PAINT, None),
}
"""What is measured -> what it is measured against, and at most how many times that it may take, if there is a budget."""

READY = {HOME_READY: "新建", DRAFT_READY: "填下一个空"}
"""Words that a screen shows when it can be used; the keys for typing come with the cursor in the text."""

# Strings to the terminal (titles, replies asked for), then control sequences, then other escapes.
_STRINGS = re.compile(rb"\x1b[\]PX^_].*?(?:\x07|\x1b\\)", re.DOTALL)
_SEQUENCES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[ -/]*[0-OQ-WYZ\\`-~])")
_UNFINISHED = re.compile(rb"\x1b[^\x1b]*$")


def seen(output: bytes) -> str:
    """What a terminal that got `output` has been asked to show, without escape sequences and outer space."""
    plain = _UNFINISHED.sub(b"", _SEQUENCES.sub(b"", _STRINGS.sub(b"", output)))
    return plain.decode("utf-8", "replace").strip()


def process_time(command: Sequence[str], environment: dict[str, str]) -> float:
    """Seconds from starting `command` to its end. Raises RuntimeError if it fails."""
    start = time.perf_counter()
    done = subprocess.run(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    taken = time.perf_counter() - start
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.decode(errors='replace')}")
    return taken


def paint_time(command: Sequence[str], environment: dict[str, str], words: str = "") -> float:
    """Seconds from starting `command` in an 80x24 terminal until it shows `words`, or anything; it is killed then."""
    start = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        try:
            os.execve(command[0], list(command), environment)
        finally:
            os._exit(127)
    try:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        output = b""
        while not (shown := seen(output)) or words not in shown:
            ready, _, _ = select.select([terminal], [], [], PATIENCE)
            output += os.read(terminal, 65536) if ready else _nothing(command)
        return time.perf_counter() - start
    except OSError:
        raise RuntimeError(f"{' '.join(command)} ended without painting") from None
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def _nothing(command: Sequence[str]) -> bytes:
    raise RuntimeError(f"{' '.join(command)} painted nothing in {PATIENCE:.0f} s")


def measure(home: Path, draft: Path, runs: int) -> dict[str, list[float]]:
    """Seconds of every kind of start; `home` takes the settings and the index, `draft` is opened as it is."""
    environment = {
        **os.environ,
        "DRAFTER_HOME": str(home),
        "TERM": "xterm-256color",
        "PYTHONDONTWRITEBYTECODE": "",
    }
    processes = {
        BARE: (sys.executable, "-c", "pass"),
        HELP: (*DRAFTER, "--help"),
        SEARCH: (*DRAFTER, "search", "三会一课"),
    }
    opened = (*DRAFTER, str(draft))
    paints: dict[str, Sequence[str]] = {
        HELLO_PAINT: (sys.executable, "-c", HELLO),
        HOME_PAINT: DRAFTER,
        HOME_READY: DRAFTER,
        DRAFT_PAINT: opened,
        DRAFT_READY: opened,
    }
    jobs = {name: partial(process_time, command, environment) for name, command in processes.items()}
    for name, command in paints.items():
        jobs[name] = partial(paint_time, command, environment, READY.get(name, ""))
    return in_turns(jobs, runs)


def rows(times: dict[str, list[float]]) -> list[list[str]]:
    """One row for each start: median, fastest, and the ratio of the medians beside its budget."""
    lines = []
    for name, taken in times.items():
        against, most = AGAINST.get(name, ("", None))
        ratio = f"{median(taken) / median(times[against]):.2f} x {against}" if against else ""
        budget = f"{most:g} x" if most else ""
        lines.append([name, f"{median(taken) * 1000:.0f}", f"{min(taken) * 1000:.0f}", ratio, budget])
    return lines


def main() -> None:
    """Measure, print, and keep the table if asked."""
    given = arguments("Start-up times of drafter.", runs=20).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home, draft = Path(folder), Path(folder) / "start.draft.toml"
        make = (*DRAFTER, "new", "branch-annual-2026", "--suggest", "-o", str(draft))
        process_time(make, {**os.environ, "DRAFTER_HOME": folder})
        times = measure(home, draft, given.runs)
    text = table(["start", "median ms", "fastest ms", "ratio", "budget"], rows(times))
    note = (
        f"Medians of {given.runs} runs in turns after one warm-up; {machine()}. A first paint ends with the first "
        f"visible character in a {COLUMNS}x{ROWS} terminal."
    )
    report("startup", "Start-up", f"{text}\n\n{note}", write=given.write)


if __name__ == "__main__":
    main()
