"""File names as writers type them: nothing typed may raise anything but a FileProblem, and that only on use."""

from __future__ import annotations

from pathlib import Path


def typed_path(typed: str, folder: Path) -> Path:
    """The path somebody typed, from `folder` if it is relative; `~` is the home folder."""
    path = Path(typed)
    try:
        path = path.expanduser()
    except RuntimeError:
        # `~name` of nobody is a file name like any other.
        path = Path(typed)
    return path if path.is_absolute() else folder / path


def is_taken(path: Path) -> bool:
    """True if there is something at `path`; a name no file can have is free, and refused when it is used."""
    try:
        return path.exists()
    except OSError:
        return False
