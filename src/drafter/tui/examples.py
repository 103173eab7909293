"""The examples that come with the program."""

from __future__ import annotations

from pathlib import Path

from drafter.files import free_name
from drafter.paths import data_dir


def example_files() -> tuple[Path, ...]:
    """The example drafts, the finished one first; empty if none came with the program."""
    return tuple(sorted((data_dir() / "examples").glob("*.draft.toml")))


def copy_example(folder: Path) -> Path:
    """Copy the first example into `folder` under a free name and give its path; raises FileProblem."""
    from drafter.storage.draft_file import read_draft, write_draft

    source = example_files()[0]
    target = free_name(folder / source.name)
    write_draft(target, read_draft(source))
    return target
