"""The child process that parses foreign formats: `python -m drafter.mine.read.worker MEMORY`.

It reads requests from standard input, each a line of JSON {"kind", "size"} and so many bytes, and answers each with a
line of JSON: what Parsed.dump gives, or {"fault": [what, todo]}. It ends when its input does.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO, Final

from drafter.errors import FileProblem
from drafter.mine.read.docx import read_docx
from drafter.mine.read.html import read_html
from drafter.mine.read.parsed import Parsed
from drafter.mine.read.pdf import read_pdf

_DEPTH: Final = 10_000

READERS: dict[str, Callable[[bytes, str], Parsed]] = {"html": read_html, "docx": read_docx, "pdf": read_pdf}


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Answer every request from `source` on `target`."""
    while head := source.readline(1024):
        request = json.loads(head)
        data = source.read(request["size"])
        target.write(json.dumps(answer(request["kind"], data)).encode("ascii") + b"\n")
        target.flush()


def answer(kind: str, data: bytes) -> dict[str, Any]:
    """The reply to one request. A MemoryError is for the parent, who starts a fresh child."""
    try:
        return READERS[kind](data, "").dump()
    except FileProblem as error:
        return {"fault": [error.faults[0].what, error.faults[0].todo]}
    except RecursionError:
        return {"fault": ["里面嵌套太深", "请用 Word 或 WPS 打开，另存为 .docx 再试"]}


def limit(memory: int) -> None:
    """No more than `memory` bytes of address space, no files written, no core dumps, where the system can do that."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: list[str]) -> None:
    """Serve until the input ends."""
    limit(int(arguments[0]))
    # Sloppy pages leave thousands of elements open; a Python frame takes no stack of the process here.
    sys.setrecursionlimit(_DEPTH)
    # What a library prints must not end up between the replies.
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with replies:
        serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main(sys.argv[1:])
