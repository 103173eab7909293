"""The drafts opened last, for the home screen: `state_dir/recent.json`.

A convenience, never a reason to stop: a damaged list reads as an empty one.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from drafter.draft import Draft
from drafter.errors import FileProblem
from drafter.files import problem, read_text, write_atomic

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


def recent_drafts(state_dir: Path) -> tuple[Recent, ...]:
    """The drafts opened or saved last, the latest first, at most 30; a file that is gone stays listed."""
    try:
        listed = json.loads(read_text(_file(state_dir), _MAX_BYTES))
    except (FileProblem, ValueError, RecursionError):
        return ()
    found = (_entry(one) for one in listed) if isinstance(listed, list) else ()
    return tuple(one for one in found if one is not None)[:MAX_RECENT]


def remember(state_dir: Path, path: Path, draft: Draft) -> None:
    """Put `draft`, opened from or saved to `path`, at the top of the list. Raises FileProblem."""
    mine = Recent(path.absolute(), draft.title, draft.outline, time.time(), draft.characters)
    others = (one for one in recent_drafts(state_dir) if one.path != mine.path)
    _write(state_dir, [mine, *others])


def forget(state_dir: Path, path: Path) -> None:
    """Take `path` off the list. Raises FileProblem."""
    _write(state_dir, (one for one in recent_drafts(state_dir) if one.path != path.absolute()))


def _file(state_dir: Path) -> Path:
    return state_dir / "recent.json"


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


def _write(state_dir: Path, entries: Iterable[Recent]) -> None:
    rows = [asdict(entry) | {"path": str(entry.path)} for entry in entries][:MAX_RECENT]
    try:
        state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise problem(error, state_dir) from None
    # Escapes carry a path that is not valid UTF-8.
    write_atomic(_file(state_dir), json.dumps(rows, indent=1).encode())
