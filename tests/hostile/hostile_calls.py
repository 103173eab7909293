"""Calling the whole program on bad input, and what every such call owes the writer."""

from __future__ import annotations

import contextlib
import io
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from drafter.cli import main

ROOT = Path(__file__).parents[2]
OPEN = (ROOT / "examples" / "open.draft.toml").read_bytes()
FINISHED = (ROOT / "examples" / "finished.draft.toml").read_bytes()
OUTLINE = "branch-annual-2026"


@dataclass(frozen=True, slots=True)
class Done:
    """One call: its status, standard output and standard error."""

    status: int
    out: str
    err: str


def call(*arguments: str | Path) -> Done:
    """Run `drafter` with `arguments` in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([str(argument) for argument in arguments])
    return Done(status, out.getvalue(), err.getvalue())


@cache
def _index() -> dict[str, bytes]:
    """The compiled built-in bank."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRAFTER_HOME", folder)
        call("search", "党员")
        return {path.name: path.read_bytes() for path in Path(folder, "state", "bank").iterdir()}


def warm(home: Path) -> None:
    """Put the compiled built-in bank into `home`: making it costs more than most calls here."""
    folder = home / "state" / "bank"
    folder.mkdir(parents=True)
    for name, data in _index().items():
        (folder / name).write_bytes(data)


def owes(done: Done) -> None:
    """Assert what holds of every call: a status we document, and messages of our own instead of a breakdown."""
    assert done.status in (0, 1, 2), done
    assert "程序出错了" not in done.err, done.err
    assert "Traceback" not in done.err
    assert "Warning" not in done.err


def refused(*arguments: str | Path) -> str:
    """Assert that the call is refused in a message of our own; gives the message."""
    done = call(*arguments)
    owes(done)
    assert done.status == 2, done
    assert done.err.startswith(("drafter：", "注意："))
    return done.err


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` that a refused call must leave as it is; the program's own memory is not among them."""
    return {
        str(path): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "state" not in path.parts
    }
