"""Foreign formats are parsed in another process, under limits of time and memory: what crashes or bloats there is one
unreadable file here. The same place starts the office suite that converts old formats.

One child serves many files, because starting it costs as much as reading twenty; it is started again after a crash,
after a limit was hit, and after RESTART_AFTER files, so that no leak grows. Bytes go down its standard input, JSON comes
back; it never opens a file.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any, Final

import drafter
from drafter.errors import FileProblem
from drafter.mine.read.parsed import Parsed

SECONDS: Final = 60.0
"""Longest time for one file: a PDF of 1,000 pages takes a few seconds."""

RESTART_AFTER: Final = 2000
MEMORY: Final = 2 * 1024**3
"""Address space of a child in bytes, where the system can limit it: the largest part allowed takes half of it."""

_MAX_REPLY: Final = 512 * 1024 * 1024


def parse(kind: str, data: bytes, where: str, seconds: float = SECONDS) -> Parsed:
    """What the reader of `kind` (html, docx, pdf) makes of `data`; `where` names the file in messages.

    Raises FileProblem if the reader does, or if it fails, takes longer than `seconds` or more memory than MEMORY.
    """
    global _worker
    # After a fork the pipes belong to the parent.
    if _worker is None or _worker.owner != os.getpid() or _worker.served >= RESTART_AFTER:
        close()
        _worker = _Worker()
    worker = _worker
    try:
        reply = worker.ask(kind, data, seconds)
    except (OSError, ValueError, EOFError):
        close()
        if worker.late:
            what, todo = f"读了 {seconds:.0f} 秒还没有读完", "请用 Word 或 WPS 另存一份较小的 .docx 再试"
        else:
            what, todo = "文件太大、太复杂或已经损坏，没能读完", "请用 Word 或 WPS 打开，另存为 .docx 再试"
        raise FileProblem(what, where=where, todo=todo) from None
    if "fault" in reply:
        what, todo = reply["fault"]
        raise FileProblem(what, where=where, todo=todo)
    return Parsed.load(reply)


def close() -> None:
    """End the child, if there is one."""
    global _worker
    worker, _worker = _worker, None
    if worker is not None:
        worker.end()


def run(arguments: list[str], seconds: float) -> int | None:
    """Run another program without input or output; its status, or None if it had to be ended after `seconds`.

    Raises OSError if it cannot be started.
    """
    # A group of its own, because the office suite starts a second process that must end with the first.
    with subprocess.Popen(
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name == "posix",
    ) as process:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            _end_group(process)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


class _Worker:
    """A child process that reads files; `late` if it had to be ended because of the time."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.served = 0
        self.late = False
        home = str(Path(drafter.__file__).parent.parent)
        paths = [home, *filter(None, [os.environ.get("PYTHONPATH", "")])]
        # -P: modules lying in the folder of the documents are not ours.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-m", "drafter.mine.read.worker", str(MEMORY)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )

    def ask(self, kind: str, data: bytes, seconds: float) -> dict[str, Any]:
        """The reply of the child; raises OSError, ValueError or EOFError if there is none."""
        self.served += 1
        timer = threading.Timer(seconds, self._end_late)
        timer.start()
        try:
            down, up = self._pipes()
            head = json.dumps({"kind": kind, "size": len(data)}).encode()
            down.write(head + b"\n")
            down.write(data)
            down.flush()
            line = up.readline(_MAX_REPLY)
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            raise EOFError
        reply = json.loads(line)
        if not isinstance(reply, dict):
            raise ValueError("a reply is an object")
        return reply

    def end(self) -> None:
        """End the child, unless it belongs to the process this one was forked from, and let go of its pipes."""
        ours = self.owner == os.getpid()
        if ours:
            self._process.kill()
        for pipe in self._pipes():
            # What is left in the buffer goes nowhere.
            with contextlib.suppress(OSError):
                pipe.close()
        if ours:
            self._process.wait()
        else:
            # Nothing to wait for here, which Popen would complain about.
            self._process.returncode = 0

    def _end_late(self) -> None:
        self.late = True
        self._process.kill()

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        down, up = self._process.stdin, self._process.stdout
        assert down is not None
        assert up is not None
        return down, up


_worker: _Worker | None = None
atexit.register(close)
