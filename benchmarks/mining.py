"""How fast mining is and how much memory it takes, against jieba cutting the same text in the same run.

    python -m benchmarks.mining [CORPUS.jsonl ...] [--times N]

Each figure is made in a process of its own, so that its peak memory is its own. Without arguments the collections of
../shared/corpus are taken if present. `--times N` also mines a collection of N times the texts, to show that memory
follows the batch and not the corpus; the copies differ in a number, as copies that are the same count once.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.table import arguments, in_turns, machine, median, report, table

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"


def texts_of(paths: list[str]) -> list[str]:
    """The texts of collections."""
    return [json.loads(line)["text"] for path in paths for line in Path(path).read_text("utf-8").splitlines()]


def cut(paths: list[str]) -> float:
    """Seconds jieba takes to cut the texts, its start not counted."""
    import logging

    import jieba

    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    texts = texts_of(paths)
    start = time.process_time()
    for text in texts:
        for _ in jieba.cut(text):
            pass
    return time.process_time() - start


def read(paths: list[str]) -> float:
    """Seconds the map takes: from the texts to rows for the work file, without storing them."""
    from drafter.commands.mine import guide
    from drafter.mine.frames.units import documents_of
    from drafter.mine.read import read as sources_of

    known = guide([])
    genres = dict(known.genres)
    # The word lists are loaded once for any number of texts.
    for source in [next(sources_of(Path(paths[0])))]:
        list(documents_of(source, known.era, genres))
    start = time.process_time()
    for path in paths:
        for source in sources_of(Path(path)):
            for _ in documents_of(source, known.era, genres):
                pass
    return time.process_time() - start


def whole(paths: list[str]) -> float:
    """Seconds of a whole run, as the command does it: the start of the process and the candidates written included."""
    from drafter.commands.mine import guide, repairer
    from drafter.mine.candidate_file import write_candidates
    from drafter.mine.run import Options, mine

    known = guide([])
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "work.part"
        mined = mine([Path(path) for path in paths], work, known, Options(), repair=repairer(known))
        write_candidates(Path(folder) / "out.jsonl", mined.candidates)
    return time.process_time()


JOBS = {"cut": cut, "read": read, "whole": whole}


def alone(job: str, paths: list[str]) -> dict[str, Any]:
    """Seconds and peak memory (MB) of one job in a process of its own."""
    code = "import sys; from benchmarks.mining import measured; measured(sys.argv[1], sys.argv[2:])"
    done = subprocess.run(
        [sys.executable, "-c", code, job, *paths], capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measured(job: str, paths: list[str]) -> None:
    """Run a job here and print its figures."""
    seconds = JOBS[job](paths)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(json.dumps({"seconds": seconds, "peak": peak}))


def copies(paths: list[str], times: int, target: Path) -> None:
    """A collection of `times` copies of the texts that share few sentences: each copy has its own words in front."""
    with target.open("w", encoding="utf-8") as stream:
        for number in range(times):
            for path in paths:
                for line in Path(path).read_text("utf-8").splitlines():
                    entry = json.loads(line)
                    mark = f"第{'甲乙丙丁戊己庚辛'[number % 8]}部分"
                    entry["text"] = entry["text"].replace("。", f"，{mark}。") if number else entry["text"]
                    stream.write(json.dumps(entry, ensure_ascii=False) + "\n")


def main() -> None:
    """Measure and print."""
    parser = arguments("How fast mining is.", runs=3)
    parser.add_argument("corpus", nargs="*", help='JSON lines with "text" (../shared/corpus)')
    parser.add_argument("--times", type=int, default=4, help="copies of the corpus for the memory figure (4)")
    given = parser.parse_args()
    paths = [str(path) for path in given.corpus or sorted(CORPUS.glob("*.jsonl"))]
    size = sum(len(text.encode()) for text in texts_of(paths)) / 1e6
    peaks: dict[str, float] = {}

    def job(name: str) -> float:
        found = alone(name, paths)
        peaks[name] = found["peak"]
        return float(found["seconds"])

    seconds = in_turns({name: partial(job, name) for name in JOBS}, given.runs, warm_up=0)
    labels = {"cut": "jieba.cut", "read": "the map: cleaning to rows", "whole": "the whole run, one process"}
    budget = {"cut": "", "read": "1 MB/s", "whole": ""}
    rows = [
        [labels[name], f"{size / median(seconds[name]):.2f} MB/s", f"{peaks[name]:.0f} MB", budget[name]]
        for name in JOBS
    ]
    if given.times > 1:
        with tempfile.TemporaryDirectory() as folder:
            large = Path(folder) / "large.jsonl"
            copies(paths, given.times, large)
            large_size = sum(len(text.encode()) for text in texts_of([str(large)])) / 1e6
            found = alone("whole", [str(large)])
            speed = f"{large_size / found['seconds']:.2f} MB/s"
            rows.append([f"the whole run, {large_size:.0f} MB", speed, f"{found['peak']:.0f} MB", ""])
    note = f"{size:.1f} MB of UTF-8, processor time, median of {given.runs} runs; {machine()}."
    text = f"{table(['what', 'speed', 'peak memory', 'budget'], rows)}\n\n{note}"
    report("mining", "Mining", text, write=given.write)


if __name__ == "__main__":
    main()
