"""What it costs to make an edit safe: one journal record per key press, against a bare append of the same bytes.

The budget, 1 ms for a draft of 8,000 characters, is a sixteenth of a painted frame (16 ms).
"""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.table import arguments, machine, median, report, table
from drafter.draft import Draft, Paragraph, Section, replace_paragraph
from drafter.storage.draft_file import dumps, loads
from drafter.storage.journal import Journal

CHARACTERS = 8_000
SHAPES = {
    "10 sections of 10 paragraphs": (10, 10),
    "1 section of 100 paragraphs": (1, 100),
    "1 paragraph": (1, 1),
}


def draft_of(sections: int, paragraphs: int) -> Draft:
    """A draft of 8,000 characters."""
    text = ("全面落实各项任务，“三会一课”质量不断提高。" * CHARACTERS)[: CHARACTERS // sections // paragraphs]
    return Draft(
        title="年度工作总结",
        facts={f"事实{number}": str(number) for number in range(60)},
        sections=tuple(
            Section(f"第{number}部分", paragraphs=tuple(Paragraph(text) for _ in range(paragraphs)))
            for number in range(sections)
        ),
    )


def typed(draft: Draft, count: int) -> list[Draft]:
    """The states of `draft` while `count` characters are typed into the middle of it."""
    section = len(draft.sections) // 2
    index = len(draft.sections[section].paragraphs) // 2
    states = []
    for _ in range(count):
        old = draft.sections[section].paragraphs[index]
        draft = replace_paragraph(draft, section, index, replace(old, text=old.text + "字"))
        states.append(draft)
    return states


def record_times(draft: Draft, folder: Path, presses: int) -> tuple[list[float], list[float], list[int]]:
    """Seconds of each record, seconds of a bare append of as many bytes, and the bytes."""
    journal = Journal(folder / "稿.draft.toml", folder)
    bare = os.open(folder / "bare", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    records: list[float] = []
    appends: list[float] = []
    sizes: list[int] = []
    try:
        journal.record(draft)
        for state in typed(draft, presses):
            assert journal.file is not None
            before, file = journal.file.stat().st_size, journal.file
            start = time.perf_counter()
            journal.record(state)
            records.append(time.perf_counter() - start)
            # A journal begun anew in this press holds the whole draft: count the last size.
            grown = journal.file.stat().st_size - before if journal.file == file else sizes[-1]
            sizes.append(grown)
            data = b"x" * grown
            start = time.perf_counter()
            os.write(bare, data)
            appends.append(time.perf_counter() - start)
    finally:
        os.close(bare)
        journal.discard()
    return records, appends, sizes


def milliseconds(seconds: float) -> str:
    """`seconds` for a table."""
    return f"{seconds * 1000:.3f}"


def main() -> None:
    """Measure, print, and keep the tables if asked."""
    given = arguments("What a journal record costs.", runs=1000).parse_args()
    lines = []
    for name, shape in SHAPES.items():
        with tempfile.TemporaryDirectory() as folder:
            records, appends, sizes = record_times(draft_of(*shape), Path(folder), given.runs)
        last = sorted(records)[len(records) * 95 // 100]
        worst = max(records)
        cells = (median(records), last, worst, median(appends))
        lines.append([name, *map(milliseconds, cells), str(round(median(sizes))), "1"])
    head = ["8,000 characters in", "median ms", "p95 ms", "worst ms", "bare append ms", "bytes", "budget ms"]
    text = f"{table(head, lines)}\n\n{given.runs} key presses each; {machine()}."
    draft = draft_of(10, 10)
    start = time.perf_counter()
    written = dumps(draft)
    between = time.perf_counter()
    loads(written)
    end = time.perf_counter()
    whole = f"The whole file: written as text in {milliseconds(between - start)} ms, read in {milliseconds(end - between)} ms."
    report("journal", "A journal record per key press", f"{text} {whole}", write=given.write)


if __name__ == "__main__":
    main()
