"""An old file as one clean document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from drafter.errors import DrafterError, FileProblem
from drafter.mine.clean import clean
from drafter.mine.read import read
from drafter.mine.records import CleanDocument
from drafter.mine.source import Source
from drafter.mine.structure import headings
from drafter.reuse.paper import Paper, paper_of

MOST_CHARACTERS = 200_000
"""Characters of a report, about 330 full pages; a file with more is a collection or no report."""

MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class OldReport:
    """A report that was read, and what the writer should know about it."""

    paper: Paper
    notes: tuple[str, ...]


def read_report(path: Path, number: int | None = None) -> OldReport:
    """The report in `path`; of a file with several, the one with this number (from 1), else the first.

    Raises FileProblem if the file cannot be read, holds no text or far too much, DrafterError for a wrong number.
    """
    found = [(source, document) for source in read(path) for document in clean(source)]
    if not found:
        raise FileProblem("里面没有可以改写的文字", where=str(path), todo="请确认选对了文件")
    if number is not None and not 1 <= number <= len(found):
        raise DrafterError(
            f"没有第 {number} 篇，这个文件里有 {len(found)} 篇", where=str(path), todo="请写对 --document"
        )
    source, document = found[(number or 1) - 1]
    if len(document.body.text) > MOST_CHARACTERS:
        what = f"有 {len(document.body.text)} 字，不像一份报告"
        raise FileProblem(what, where=str(path), todo="请把要改写的一份单独存成文件再试")
    paper = paper_of(source, document, headings(document))
    if not any(section.paragraphs or section.heading for section in paper.sections):
        raise FileProblem("除了标题没有正文", where=str(path), todo="请确认选对了文件")
    notes = [*source.notes]
    if number is None and len(found) > 1:
        notes.append(_several(found))
    if paper.renumbered and any(section.level for section in paper.sections):
        notes.append("标题的序号会按公文格式重新编：一、（一）1.（1）")
    return OldReport(paper, tuple(notes))


def _several(found: list[tuple[Source, CleanDocument]]) -> str:
    titles = [
        f"{n} {document.title or '（没有标题）'}" for n, (_, document) in enumerate(found[:MOST_NAMED], 1)
    ]
    more = "…" if len(found) > MOST_NAMED else ""
    return f"文件里有 {len(found)} 篇，改写的是第 1 篇；要别的请加 --document：{'；'.join(titles)}{more}"
