"""Spreading the reading over processes. Results come back in the order of the tasks, so that the number of processes
never changes the output. The only importer of multiprocessing."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, Final, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

_AHEAD: Final = 3
"""Tasks in hand for each process: enough to keep it busy, few enough to bound memory."""
_SELDOM: Final = (50_000, 20, 20)
"""New objects, then rounds, between two searches for dead cycles (gc.set_threshold)."""

MOST_JOBS: Final = 64


@contextmanager
def few_collections() -> Iterator[None]:
    """Inside, the search for dead cycles runs seldom. What mining makes is strings and tuples without cycles, by the
    hundred thousand, and looking through them again and again takes a fifteenth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def mapped(
    work: Callable[[Task], Result],
    tasks: Iterable[Task],
    jobs: int,
    prepare: Callable[..., None],
    settings: tuple[Any, ...],
    lost: Callable[[Task], Result],
) -> Iterator[Result]:
    """`work(task)` for each task, in order, in `jobs` processes (here, if it is one).

    `prepare(*settings)` is called once in each process before. A task during which its process dies (killed for its
    memory, a crash in a parser) gives `lost(task)`, and the others go on.
    """
    if jobs <= 1:
        prepare(*settings)
        yield from map(work, tasks)
        return
    source = iter(tasks)
    waiting: deque[tuple[Task, Future[Result] | None]] = deque()
    pool = _Pool(jobs, prepare, settings)
    try:
        while True:
            for task in source:
                waiting.append((task, pool.submit(work, task)))
                if len(waiting) >= _AHEAD * jobs:
                    break
            if not waiting:
                return
            task, future = waiting.popleft()
            try:
                result = future.result() if future else pool.alone(work, task)
            except BrokenProcessPool:
                # Nobody knows which task it was: what was in hand is done again, one at a time.
                pool.renew()
                waiting = deque((other, None) for other, _ in waiting)
                try:
                    result = pool.alone(work, task)
                except BrokenProcessPool:
                    pool.renew()
                    result = lost(task)
            yield result
    finally:
        pool.close()


class _Pool:
    def __init__(self, jobs: int, prepare: Callable[..., None], settings: tuple[Any, ...]) -> None:
        self._jobs = jobs
        self._start = (prepare, settings)
        self._executor = self._made()

    def _made(self) -> ProcessPoolExecutor:
        # Spawn, because it is the one way that works everywhere and copies no threads or open databases.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._jobs, context, initializer=_begin, initargs=self._start)

    def submit(self, work: Callable[[Task], Result], task: Task) -> Future[Result] | None:
        try:
            return self._executor.submit(work, task)
        except BrokenProcessPool:
            return None

    def alone(self, work: Callable[[Task], Result], task: Task) -> Result:
        return self._executor.submit(work, task).result()

    def renew(self) -> None:
        self.close()
        self._executor = self._made()

    def close(self) -> None:
        # Waiting for what is being read just now takes a moment; processes torn away would write to the terminal.
        self._executor.shutdown(wait=True, cancel_futures=True)


def _begin(prepare: Callable[..., None], settings: tuple[Any, ...]) -> None:
    # Ctrl+C reaches every process of the terminal; the parent alone answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A parent that was killed cannot end its processes, and they would wait for its tasks for ever.
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.set_threshold(*_SELDOM)
    prepare(*settings)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
