"""How fast the search is and what it finds, from the built-in bank to a million phrases, beside what else there is.

    python -m benchmarks.search [--sizes builtin,10k,100k,1m] [--kinds KIND,...] [--peers | --no-peers] [--seed N]
                                [--scale X] [--clock wall|cpu] [--cache FOLDER] [--reuse] [--write]

The banks are made of ../shared/corpus and kept in FOLDER, a temporary one by default. Rules and weights are tuned with
the queries of one seed and judged with those of another.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import search_bank, search_peers, search_tables
from benchmarks.search_files import Case, prepare
from benchmarks.search_measure import CLOCKS, HAN, LETTERS
from benchmarks.search_outcome import Outcome, percentile
from benchmarks.search_queries import kinds
from benchmarks.search_tables import Costs, Measured
from benchmarks.table import arguments, machine, report

SIZES = {"builtin": 0, "10k": 10_000, "100k": 100_000, "1m": 1_000_000}
"""Name -> how many phrases are added to the built-in ones."""
TUNING = 1
COLD_STARTS = 5
"""Processes that open the bank with its index forgotten by the system, of which the median counts."""


def child(case: Case, module: str, *words: str) -> dict[str, Any]:
    """What `python -m benchmarks.MODULE WORDS` prints, in the environment of `case`."""
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", *words],
        env=case.environment(), cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"benchmarks.{module} failed for {case.folder.name}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def opened(case: Case, query: str, *, cold: bool = False) -> dict[str, Any]:
    """The bank opened in a new process; `cold`: with nothing of it in memory."""
    if cold:
        search_bank.evict(case.index)
        for layer in case.layers:
            search_bank.evict(layer)
    return child(case, "search_open", query, *map(str, case.layers))


def _seconds(case: Case) -> float:
    return float(opened(case, HAN)["first"])


def rebuilt(case: Case) -> float | None:
    """Seconds to the first result after one phrase of one file of the layer has changed; None without a layer."""
    if not case.count:
        return None
    path = sorted((case.layer / "phrases").glob("*.toml"))[case.count // search_bank.PER_FILE // 2]
    old = path.read_bytes()
    try:
        path.write_bytes(old.replace(b'text = "', 'text = "现在'.encode(), 1))
        return _seconds(case)
    finally:
        path.write_bytes(old)
        # The index is that of the layer again before anything else is measured.
        opened(case, HAN)


def costs(case: Case, *, reuse: bool) -> Costs:
    """What making, keeping and opening the index of `case` costs; building is not measured where it is reused."""
    shutil.rmtree(case.home / "data", ignore_errors=True)
    build = again = None
    if not (reuse and case.index.is_dir()):
        shutil.rmtree(case.home, ignore_errors=True)
        build = _seconds(case)
        again = rebuilt(case)
    else:
        opened(case, HAN)
    size = sum(path.stat().st_size for path in case.index.rglob("*") if path.is_file()) / 1e6
    han = [opened(case, HAN, cold=True) for _ in range(COLD_STARTS)]
    letters = [opened(case, LETTERS, cold=True) for _ in range(COLD_STARTS)]
    return Costs(
        build=build,
        rebuild=again,
        size=size,
        cold_han=_middle(han, "first"),
        cold_letters=_middle(letters, "first"),
        load=_middle(han, "load"),
        imports=_middle(han + letters, "import"),
    )


def _middle(runs: Sequence[dict[str, Any]], key: str) -> float:
    return percentile([float(run[key]) * 1000 for run in runs], 0.5)


def measured(case: Case, name: str, given: argparse.Namespace) -> Measured:
    """Everything about one bank, without the peers."""
    prepare(case, given.seed, given.scale)
    cost = costs(case, reuse=given.reuse)
    asked = (str(case.folder), str(case.count), str(given.seed), str(given.scale), given.kinds)
    how = (str(given.runs), given.clock)
    found = child(case, "search_measure", *asked, *how)
    outcomes = tuple(Outcome(**one) for one in found["outcomes"])
    before, after = tuple(found["before"]), tuple(found["after"])
    return Measured(name, found["phrases"], cost, outcomes, before, after, tuple(found["commits"]))


def main() -> None:
    """Measure bank after bank and print."""
    parser = arguments("How fast the search is and what it finds.", runs=3)
    parser.add_argument("--sizes", default=",".join(SIZES), help=f"of {', '.join(SIZES)} (all)")
    parser.add_argument("--kinds", default="", help=f"kinds of query (all): {', '.join(kinds())}")
    parser.add_argument(
        "--peers", action=argparse.BooleanOptionalAction, default=True, help="other engines (yes)"
    )
    parser.add_argument(
        "--seed", type=int, default=TUNING, help=f"seed of the queries ({TUNING}, for tuning)"
    )
    parser.add_argument("--scale", type=float, default=1.0, help="times as many queries of each kind (1)")
    parser.add_argument("--cache", type=Path, help="folder in which banks are kept (a temporary one)")
    parser.add_argument(
        "--reuse", action="store_true", help="take the index of the last run in --cache if there"
    )
    parser.add_argument("--clock", choices=sorted(CLOCKS), default="wall", help="for warm searches (wall)")
    given = parser.parse_args()
    for chosen, known in ((given.sizes, SIZES), (given.kinds, kinds())):
        strange = [name for name in chosen.split(",") if name and name not in known]
        if strange:
            parser.error(f"{', '.join(strange)}: none of {', '.join(known)}")
    with tempfile.TemporaryDirectory() as scratch:
        found, peers = [], []
        for name in given.sizes.split(","):
            case = Case((given.cache or Path(scratch)).absolute() / name, SIZES[name])
            found.append(measured(case, name, given))
            print(search_tables.progress(found[-1]), file=sys.stderr)
            if given.peers:
                peers += search_peers.side_by_side(
                    case, found[-1], given.seed, given.scale, given.kinds, given.clock
                )
    text = search_tables.text(found, peers)
    note = search_tables.note(
        found, seed=given.seed, tuned=given.seed == TUNING, turns=given.runs, clock=given.clock
    )
    report("search", "Search", f"{text}\n\n{note} {machine()}.", write=given.write)


if __name__ == "__main__":
    main()
