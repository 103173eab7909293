"""`kill -9` at random moments of an editing session: no acknowledged edit may be missing afterwards.

A half is a way to edit: `core` drives the journal and the draft file directly, `workbench` types into the real
program in a terminal. Each half gives a Tally.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks import crash_core, crash_tui
from benchmarks.crash_core import Tally
from benchmarks.table import arguments, machine, report, table

HALVES: Mapping[str, Callable[[Path, int, random.Random], Tally]] = {
    "core": crash_core.run,
    "workbench": crash_tui.run,
}
"""Name of a half -> what runs it: a scratch folder, how many kills, the source of chance."""


def main() -> int:
    """Kill, recover, compare; exit status 1 if an edit was lost or a state came back that never was."""
    parser = arguments("Kills editing sessions and counts what is lost.", runs=200)
    parser.add_argument("--half", choices=sorted(HALVES), action="append", help="only this half")
    parser.add_argument("--seed", type=int, default=9, help="seed of the kills and edits (9)")
    given = parser.parse_args()
    tallies = {}
    for name in given.half or HALVES:
        with tempfile.TemporaryDirectory() as folder:
            tallies[name] = HALVES[name](Path(folder), given.runs, random.Random(given.seed))
    columns = [
        "session",
        "kills",
        "edits",
        "saves",
        "killed while saving",
        "edits lost",
        "wrong states",
        "needless questions",
    ]
    rows = [
        [name, *map(str, (one.kills, one.edits, one.saves, one.in_save, one.lost, one.wrong, one.questions))]
        for name, one in tallies.items()
    ]
    note = f"Every edit was acknowledged before the next began; seed {given.seed}; {machine()}."
    report("crash", "kill -9 at random moments", f"{table(columns, rows)}\n\n{note}", write=given.write)
    return 1 if any(one.lost or one.wrong for one in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
