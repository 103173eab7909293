"""The whole run: files -> documents -> work file -> counted frames -> candidates.

Reading is spread over processes; storing and counting happen here, in the order of the files.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from drafter import __version__
from drafter.errors import DrafterError, Fault
from drafter.files import open_regular
from drafter.mine.candidate import Candidate
from drafter.mine.frames.gather import gather
from drafter.mine.frames.guide import Guide
from drafter.mine.frames.propose import Proposer, ranked
from drafter.mine.frames.units import DocumentRow, documents_of
from drafter.mine.labels import Era
from drafter.mine.pool import few_collections, mapped
from drafter.mine.read import SUFFIXES, read
from drafter.mine.read.guard import LIMITS
from drafter.mine.source import Source
from drafter.mine.store import Progress, Store, Totals

BATCH: Final = 400_000
"""Characters of one batch of a collection: what is in memory at once, for each process a few times."""
DEFAULT_LIMIT: Final = 2000
"""Candidates of one run, if nobody says: two afternoons of a curator."""
_COLLECTION: Final = SUFFIXES[".jsonl"]

Told = Callable[[str, int, int], None]
"""Called with what is being done (read, count or propose), how much of it is done, and how much there is."""
Repair = Callable[[tuple[Candidate, ...], Iterator[str]], tuple[Candidate, ...]]
"""Adds proposals to candidates; the second argument are the sentences of the corpus, read at most once."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to mine. `min_support` None: as few documents as the corpus allows; `limit` None: no limit."""

    jobs: int = 1
    min_support: int | None = None
    limit: int | None = DEFAULT_LIMIT
    restart: bool = False


class Task(NamedTuple):
    """A file, or a batch of a collection, to read; `last` if nothing of the file follows."""

    ordinal: int
    path: str
    digest: str
    chunk: int
    sources: tuple[Source, ...] | None
    faults: tuple[Fault, ...]
    last: bool


class Result(NamedTuple):
    """What reading a task gave."""

    task: Task
    documents: tuple[DocumentRow, ...]
    sources: int
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]


class Mined(NamedTuple):
    """The end of a run."""

    candidates: tuple[Candidate, ...]
    totals: Totals


def mine(
    files: Sequence[Path], work: Path, guide: Guide, options: Options, told: Told | None = None,
    repair: Repair | None = None,
) -> Mined:  # fmt: skip
    """The candidates of `files`, best first, and what to report.

    `work` is the work file: after an interrupted run the same call goes on from it, and the caller deletes it when
    the candidates are safe (`forget`). Raises FileProblem if it cannot be used; files that cannot be read are faults.
    """
    tell = told or _silent
    store = Store.open(work, _settings(guide), files, restart=options.restart)
    try:
        with few_collections():
            _read_all(store, files, guide, options.jobs, tell)
            totals = store.totals()
            tell("count", 0, 0)
            candidates = _propose(store, guide, options, tell)
            if repair is not None:
                candidates = repair(candidates, store.sentences())
        return Mined(candidates, totals)
    finally:
        store.close()


def forget(work: Path) -> None:
    """Delete the work file of a finished run, if it is there; raises FileProblem."""
    Store.discard(work)


def _silent(what: str, done: int, whole: int) -> None:
    pass


def _settings(guide: Guide) -> str:
    """What the rows of the work file depend on besides the files."""
    known = json.dumps([__version__, asdict(guide.era), sorted(guide.genres.items())])
    return hashlib.sha256(known.encode()).hexdigest()


def _read_all(store: Store, files: Sequence[Path], guide: Guide, jobs: int, tell: Told) -> None:
    begun = _resumed(store, files)
    tasks = _tasks(files, begun)
    settings = (guide.era, dict(guide.genres))
    done = begun.ordinal
    tell("read", done, len(files))
    for result in mapped(work, tasks, jobs, prepare, settings, lost):
        task = result.task
        progress = Progress(task.digest, task.chunk + 1, task.last)
        with store.batch():
            store.add(task.ordinal, result.documents)
            store.mark(task.ordinal, task.path, progress, result.sources, result.faults, result.notes)
        done += task.last
        tell("read", done, len(files))


class _Begun(NamedTuple):
    """Where to go on: the file, how many of its batches are stored, and its digest if any are."""

    ordinal: int
    chunks: int
    digest: str


def _resumed(store: Store, files: Sequence[Path]) -> _Begun:
    """What still holds of an earlier run; what does not is dropped."""
    for ordinal, progress in enumerate(store.progress()):
        same = progress.digest == fingerprint(files[ordinal])
        if same and progress.finished:
            continue
        if same and progress.chunks:
            return _Begun(ordinal, progress.chunks, progress.digest)
        store.forget(ordinal)
        return _Begun(ordinal, 0, "")
    return _Begun(len(store.progress()), 0, "")


def fingerprint(path: Path) -> str:
    """SHA-256 of a file's bytes in hex, "" if it cannot be read or is larger than a file of its kind may be."""
    digest = hashlib.sha256()
    limit = LIMITS.get(SUFFIXES.get(path.suffix.lower(), ""), sys.maxsize)
    try:
        with open_regular(path) as stream:
            if os.fstat(stream.fileno()).st_size > limit:
                return ""
            while data := stream.read(1 << 20):
                digest.update(data)
    except DrafterError:
        return ""
    return digest.hexdigest()


def _tasks(files: Sequence[Path], begun: _Begun) -> Iterator[Task]:
    for ordinal in range(begun.ordinal, len(files)):
        path = files[ordinal]
        name, digest = str(path), fingerprint(path)
        if SUFFIXES.get(path.suffix.lower()) != _COLLECTION:
            yield Task(ordinal, name, digest, 0, None, (), True)
            continue
        done = begun.chunks if ordinal == begun.ordinal else 0
        yield from islice(_batches(ordinal, path, digest), done, None)


def _batches(ordinal: int, path: Path, digest: str) -> Iterator[Task]:
    """A collection in batches of whole texts; its faults come with the last one."""
    batch: list[Source] = []
    chunk = size = 0
    faults: tuple[Fault, ...] = ()
    try:
        for source in read(path):
            if size >= BATCH:
                yield Task(ordinal, str(path), digest, chunk, tuple(batch), (), False)
                batch, size, chunk = [], 0, chunk + 1
            batch.append(source)
            size += len(source.text)
    except DrafterError as error:
        faults = error.faults
    yield Task(ordinal, str(path), digest, chunk, tuple(batch), faults, True)


_prepared: tuple[Era, dict[str, str]] = (Era(), {})


def prepare(era: Era, genres: dict[str, str]) -> None:
    """Give this process what reading needs."""
    global _prepared
    _prepared = (era, genres)


def work(task: Task) -> Result:
    """Read a task, in whatever process it lands in. Never raises: what cannot be read is a fault."""
    documents: list[DocumentRow] = []
    faults = list(task.faults)
    notes: list[str] = []
    count = 0
    try:
        for source in read(Path(task.path)) if task.sources is None else task.sources:
            documents += documents_of(source, *_prepared)
            notes += source.notes
            count += 1
    except DrafterError as error:
        faults += error.faults
    except Exception as error:
        # One file among ten thousand that trips the program must not cost the others.
        faults.append(_tripped(task.path, type(error).__name__))
    return Result(task, tuple(documents), count, tuple(faults), tuple(notes))


def lost(task: Task) -> Result:
    """The result of a task whose process died."""
    return Result(task, (), 0, (*task.faults, _tripped(task.path, "进程意外结束")), ())


def _tripped(path: str, why: str) -> Fault:
    return Fault(f"程序处理不了这个文件（{why}）", path, "其他文件不受影响；请把这个文件发给维护的人")


def _propose(store: Store, guide: Guide, options: Options, tell: Told) -> tuple[Candidate, ...]:
    with store.counting() as database:
        rows = ranked(gather(database, options.min_support), guide)
        proposer = Proposer(database, guide)
        wanted = len(rows) if options.limit is None else min(options.limit, len(rows))
        made: dict[str, Candidate] = {}
        for row in rows:
            if len(made) >= wanted:
                break
            candidate = proposer.candidate(row)
            made.setdefault(candidate.id, candidate)
            tell("propose", len(made), wanted)
        return tuple(made.values())
