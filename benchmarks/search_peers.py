"""Other engines on the same phrases and queries, each in a process of its own.

python -m benchmarks.search_peers ENGINE CASE_FOLDER COUNT SEED SCALE KINDS SECONDS CLOCK
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.search_engines import ENGINES, Absent, Engine
from benchmarks.search_files import Case, read_queries
from benchmarks.search_measure import CLOCKS
from benchmarks.search_outcome import Outcome, judged
from benchmarks.search_queries import Query, kinds
from benchmarks.search_tables import Measured, Peer
from benchmarks.search_texts import form

SECONDS = 60.0
"""What an engine has for its queries on one bank; the one that is running then is still waited for."""
PATIENCE = 1800.0
"""After so many seconds, building included, an engine is stopped."""
_LEFT_OUT = ("filtered by topic",)


def side_by_side(case: Case, found: Measured, seed: int, scale: float, wanted: str, clock: str) -> list[Peer]:
    """The search itself, as `found`, and every other engine on the bank of `case`."""
    own = tuple(one for one in found.outcomes if one.kind not in _LEFT_OUT)
    peers = [Peer(found.name, "drafter", found.costs.build, found.costs.size, own)]
    for name in ENGINES:
        words = (name, str(case.folder), str(case.count), str(seed), str(scale), wanted, str(SECONDS), clock)
        peers.append(_alone(case, found.name, name, words))
    return peers


def _alone(case: Case, bank: str, name: str, words: Sequence[str]) -> Peer:
    command = [sys.executable, "-m", "benchmarks.search_peers", *words]
    root = Path(__file__).parents[1]
    try:
        done = subprocess.run(
            command, env=case.environment(), cwd=root, stdout=subprocess.PIPE, text=True, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        return Peer(bank, name, remark=f"not built within {PATIENCE:.0f} s")
    if done.returncode:
        return Peer(bank, name, remark="failed")
    found = json.loads(done.stdout.splitlines()[-1])
    if "remark" in found:
        return Peer(bank, name, remark=found["remark"])
    outcomes = tuple(Outcome(**one) for one in found["outcomes"])
    return Peer(bank, name, found["build"], found["size"], outcomes)


def _asked(engine: Engine, queries: Sequence[Query], case: Case, seconds: float, clock: str) -> list[Outcome]:
    rows, labels = case.rows_and_labels()
    outcomes = []
    begun = time.perf_counter()
    # The time of this processor says nothing about a program that is started.
    now = CLOCKS["wall" if engine.program else clock]
    for query in queries:
        if time.perf_counter() - begun > seconds:
            break
        start = now()
        numbers = engine.find(query.text)
        taken = (now() - start) * 1000
        ids = [rows[number].id for number in numbers]
        forms = [form(rows[number].text, labels) for number in numbers]
        outcomes.append(judged(query, taken, ids, forms, len(ids)))
    return outcomes


def main() -> None:
    """Build one engine, ask it, print what came."""
    name, folder, count, seed, scale, wanted, seconds, clock = sys.argv[1:]
    case = Case(Path(folder), int(count))
    chosen = [kind for kind in (wanted.split(",") if wanted else kinds()) if kind not in _LEFT_OUT]
    queries = read_queries(case, int(seed), float(scale), chosen)
    # All kinds in turns, so that an engine that does not get through them has met them all.
    random.Random(int(seed)).shuffle(queries)
    texts = [row.text for row in case.rows_and_labels()[0]]
    with tempfile.TemporaryDirectory() as scratch:
        start = time.perf_counter()
        try:
            engine = ENGINES[name](texts, Path(scratch))
        except Absent as absent:
            print(json.dumps({"remark": str(absent)}))
            return
        build = time.perf_counter() - start
        size = sum(path.stat().st_size for path in Path(scratch).rglob("*") if path.is_file()) / 1e6
        for query in ("党员活动", "党员 活动", "dyhd"):
            engine.find(query)
        outcomes = [asdict(one) for one in _asked(engine, queries, case, float(seconds), clock)]
    print(json.dumps({"build": build, "size": size, "outcomes": outcomes}))


if __name__ == "__main__":
    main()
