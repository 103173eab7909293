"""Opening a bank in a process that has done nothing yet; run by search.py, prints a line of JSON.

    python -m benchmarks.search_open QUERY [LAYER]

Imports nothing of the benchmark or of drafter before the clock runs.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

YEAR, LIMIT = 2026, 20


def memory() -> tuple[float, float]:
    """MB this process holds in memory, in all and without mapped files; the peak twice where the system says no more."""
    status = Path("/proc/self/status")
    if status.is_file():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        return int(lines["VmRSS"].split()[0]) / 1024, int(lines["RssAnon"].split()[0]) / 1024
    import resource

    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return peak, peak


def main() -> None:
    """Seconds of the imports; from then to the bank, and to the first result; what came."""
    query, *layers = sys.argv[1:]
    start = time.perf_counter()
    from drafter.bank.library import load_bank
    from drafter.bank.search import search

    imported = time.perf_counter()
    bank = load_bank([Path(layer) for layer in layers])
    loaded = time.perf_counter()
    texts = [hit.phrase.text for hit in search(bank, query, year=YEAR, limit=LIMIT)]
    done = time.perf_counter()
    found = {
        "import": imported - start,
        "load": loaded - imported,
        "first": done - imported,
        "hits": len(texts),
        "memory": memory()[0],
        "notes": list(bank.notes),
    }
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
