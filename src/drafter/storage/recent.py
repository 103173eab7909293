"""The drafts opened last, for the home screen: `state_dir/recent.json`.

A convenience, never a reason to stop: a damaged list reads as an empty one.
"""

from __future__ import annotations

import json
import math
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from drafter.draft import Draft
from drafter.errors import FileProblem
from drafter.files import read_text, write_atomic
from drafter.paths import state_dir

MAX_RECENT = 30
_MAX_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Recent:
    """One draft: its absolute `path`, `title` and `outline` as they were, `opened` in seconds since 1970, and its
    length in `characters`."""

    path: Path
    title: str
    outline: str
    opened: float
    characters: int


def recent_drafts(state: Path | None = None) -> tuple[Recent, ...]:
    """The drafts opened or saved last, the latest first, at most 30; a file that is gone stays listed.

    `state` is the folder the list is in, state_dir() by default.
    """
    try:
        listed = json.loads(read_text(_file(state), _MAX_BYTES))
    except (FileProblem, ValueError, RecursionError):
        return ()
    found = (_entry(one) for one in listed) if isinstance(listed, list) else ()
    return tuple(one for one in found if one is not None)[:MAX_RECENT]


def remember(path: Path, draft: Draft, state: Path | None = None) -> bool:
    """Put `draft`, opened from or saved to `path`, at the top of the list; False if it cannot be written."""
    mine = Recent(path.absolute(), draft.title, draft.outline, time.time(), draft.characters)
    return _write(state, [mine, *(one for one in recent_drafts(state) if one.path != mine.path)])


def forget(path: Path, state: Path | None = None) -> bool:
    """Take `path` off the list; False if it cannot be written."""
    return _write(state, [one for one in recent_drafts(state) if one.path != path.absolute()])


def _file(state: Path | None) -> Path:
    return (state or state_dir()) / "recent.json"


def _entry(value: Any) -> Recent | None:
    try:
        opened = float(value["opened"])
        entry = Recent(
            Path(str(value["path"])),
            str(value["title"]),
            str(value["outline"]),
            opened,
            int(value["characters"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    # A date beyond the calendar could not be shown.
    usable = entry.path.is_absolute() and math.isfinite(opened) and 0 <= opened < 1e11
    return entry if usable else None


def _write(state: Path | None, entries: list[Recent]) -> bool:
    rows = [asdict(entry) | {"path": str(entry.path)} for entry in entries[:MAX_RECENT]]
    file = _file(state)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Escapes carry a path that is not valid UTF-8.
        write_atomic(file, json.dumps(rows, indent=1).encode())
    except (OSError, FileProblem):
        return False
    return True
