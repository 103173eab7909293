"""Export to .docx of 10, 100 and 1,000 pages, against zipping the same XML and against docxtpl.

The budget, 1.5 x zipping the same XML for 1,000 pages, says that what we add (cleaning, looking at fonts, building
and checking the XML) costs at most half of what no .docx writer can avoid. docxtpl is not among our requirements:
`pip install docxtpl` adds its column.
"""

from __future__ import annotations

import importlib
import importlib.util
import io
import itertools
import random
import time
import zipfile
from collections.abc import Callable

from benchmarks.table import arguments, in_turns, machine, median, report, table
from drafter.document import Block, BlockKind, Document, Run
from drafter.export.docx import to_docx
from drafter.export.layout import Layout
from drafter.export.layout_file import load_layout

PAGES = (10, 100, 1000)
PARAGRAPHS = (102, 102, 102, 102, 130)
"""Characters of the paragraphs of a page: four of 4 lines and one of 5, with the heading 22 lines of 28."""
COLUMNS = ["pages", "ours, ms", "zip of the same XML, ms", "ratio", "docxtpl, ms", "file, KB"]


def document_of(pages: int) -> Document:
    """A report that fills so many pages, its words as unlike each other as those of real prose (Zipf's law)."""
    chance = random.Random(pages)
    han = [chr(code) for code in range(0x4E00, 0x9FA5) if chr(code).encode("gb2312", "ignore")]
    chance.shuffle(han)
    weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(han))))

    def words(count: int) -> str:
        return "".join(chance.choices(han, cum_weights=weights, k=count))

    blocks = []
    for page in range(pages):
        blocks.append(Block(BlockKind.HEADING, (Run(words(12)),), 1, "一、"))
        for count in PARAGRAPHS:
            # As in a real report: words, a fact, words.
            runs = (
                Run(words(count // 2)),
                Run(str(page + 1), fact="次数"),
                Run(words(count - count // 2 - 6) + "。"),
            )
            blocks.append(Block(BlockKind.BODY, runs))
    return Document("报告", tuple(blocks))


def timed(job: Callable[[], bytes]) -> Callable[[], float]:
    """`job` giving its own seconds of processor time: it neither waits nor writes, and neighbours must not count."""

    def run() -> float:
        start = time.process_time()
        job()
        return time.process_time() - start

    return run


def unzipped(data: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    """The least any writer of .docx does: the same parts, deflated at the usual level 6."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


def docxtpl_job(document: Document, layout: Layout) -> Callable[[], bytes] | None:
    """docxtpl writing the same headings and paragraphs with the same styles, None when it is not installed."""
    if importlib.util.find_spec("docxtpl") is None:
        return None
    rival = importlib.import_module("docxtpl")
    tags = ("{%p for block in blocks %}", "{%p if block.heading %}", "{{ block.text }}", "{%p else %}")
    lines = [
        Block(BlockKind.BODY, (Run(text),))
        for text in (*tags, "{{ block.text }}", "{%p endif %}", "{%p endfor %}")
    ]
    lines[2] = Block(BlockKind.HEADING, lines[2].runs, 1)
    template = to_docx(Document("", tuple(lines)), layout)
    blocks = [{"heading": block.kind is BlockKind.HEADING, "text": block.text} for block in document.blocks]

    def job() -> bytes:
        filled = rival.DocxTemplate(io.BytesIO(template))
        filled.render({"blocks": blocks}, autoescape=True)
        stream = io.BytesIO()
        filled.save(stream)
        return stream.getvalue()

    return job


def measure(pages: int, runs: int, layout: Layout) -> list[str]:
    """One row of the table."""
    document = document_of(pages)
    parts = unzipped(to_docx(document, layout))
    jobs = {"ours": timed(lambda: to_docx(document, layout)), "zip": timed(lambda: zipped(parts))}
    other = docxtpl_job(document, layout)
    if other is not None:
        jobs["docxtpl"] = timed(other)
    results = {name: median(times) * 1000 for name, times in in_turns(jobs, runs).items()}
    size = len(to_docx(document, layout)) / 1024
    return [
        f"{pages:,}", f"{results['ours']:.1f}", f"{results['zip']:.1f}", f"{results['ours'] / results['zip']:.2f}",
        f"{results['docxtpl']:.1f}" if "docxtpl" in results else "not installed", f"{size:.0f}",
    ]  # fmt: skip


def main() -> None:
    """Print the table; with --write keep it in docs/benchmarks.md."""
    given = arguments("Export to .docx against the limit and a rival.", runs=5).parse_args()
    layout = load_layout("gb9704")
    rows = [measure(pages, given.runs, layout) for pages in PAGES]
    note = f"Medians of {given.runs} runs in turns, processor time of one process, libraries already loaded; {machine()}. Budget: ratio 1.5 at 1,000 pages."
    report("export", "Export", f"{table(COLUMNS, rows)}\n\n{note}", write=given.write)


if __name__ == "__main__":
    main()
