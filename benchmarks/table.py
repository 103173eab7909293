"""What every benchmark shares: running things in turns, tables, and keeping a table in docs/benchmarks.md."""

from __future__ import annotations

import argparse
import os
import platform
import statistics
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from unicodedata import east_asian_width

REPORT = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"


def arguments(description: str, runs: int) -> argparse.ArgumentParser:
    """A parser with `-n` (how many runs, `runs` by default) and `--write`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("-n", "--runs", type=int, default=runs, help=f"runs of each ({runs})")
    parser.add_argument("--write", action="store_true", help=f"keep the table in docs/{REPORT.name}")
    return parser


def in_turns(jobs: Mapping[str, Callable[[], float]], runs: int, warm_up: int = 1) -> dict[str, list[float]]:
    """The results of each job, `runs` of them. Jobs take turns, so that a busy moment of the machine hits them all.

    `warm_up` first rounds are thrown away: they fill the disk cache and make indexes and byte code.
    """
    results: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(warm_up + runs):
        for name, job in jobs.items():
            result = job()
            if turn >= warm_up:
                results[name].append(result)
    return results


def median(values: Sequence[float]) -> float:
    """The middle of `values`, which one slow run does not move."""
    return statistics.median(values)


def machine() -> str:
    """What the figures were made on, in a line: processors, system, Python."""
    return (
        f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}"
    )


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table that also reads well on a terminal: the first column to the left, figures to the right."""
    lines = [columns, *rows]
    widths = [max(_cells(line[place]) for line in lines) for place in range(len(columns))]
    rule = ["-" * width + ("" if place == 0 else ":") for place, width in enumerate(widths)]
    head, *body = (
        "| " + " | ".join(_padded(cell, width, place) for place, (cell, width) in enumerate(pairs)) + " |"
        for pairs in (list(zip(line, widths, strict=True)) for line in lines)
    )
    # The colon that turns a column to the right takes the place of one dash.
    ruled = "| " + " | ".join(mark[-width:] for mark, width in zip(rule, widths, strict=True)) + " |"
    return "\n".join([head, ruled, *body])


def _cells(text: str) -> int:
    return max(3, sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text))


def _padded(text: str, width: int, place: int) -> str:
    gap = " " * (width - sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text))
    return text + gap if place == 0 else gap + text


def report(name: str, title: str, text: str, *, write: bool) -> None:
    """Print `text` under `title`; with `write` it also replaces the section `name` of docs/benchmarks.md."""
    print(f"{title}\n\n{text}")
    if not write:
        return
    start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    section = f"{start}\n## {title}\n\n{text}\n{end}\n"
    old = REPORT.read_text("utf-8") if REPORT.exists() else "# Benchmarks\n"
    before, found, rest = old.partition(start)
    after = rest.partition(end)[2].removeprefix("\n") if found else ""
    body = before if found else f"{before.rstrip()}\n\n"
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(body + section + after, "utf-8", newline="\n")
