"""Drafts of older formats become drafts of today's, one step at a time.

A step takes the parsed table of format n and gives that of n + 1; it never looks at later formats, so old steps
stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from drafter.errors import FileProblem
from drafter.storage.draft_dump import DRAFT_KEYS, FORMAT
from drafter.toml.file import TomlFile

Step = Callable[[dict[str, Any]], dict[str, Any]]


def _from_0(data: dict[str, Any]) -> dict[str, Any]:
    """Format 0, a file without a number, is what people type by hand: `paragraphs = ["…"]` in a section is
    the same in format 1, and a section may be a bare text, an opening without a heading."""
    sections = data.get("section")
    if not isinstance(sections, list):
        return data
    return data | {
        "section": [{"level": 0, "paragraphs": [one]} if isinstance(one, str) else one for one in sections]
    }


STEPS: Mapping[int, Step] = {0: _from_0}
"""Step n turns format n into n + 1; every format from 0 to FORMAT - 1 has one."""


def migrate(data: dict[str, Any], file: TomlFile) -> dict[str, Any]:
    """`data` as a draft of format FORMAT.

    Raises FileProblem if it is no draft at all, or of a format that this version does not know.
    """
    number = data.get("format", 0)
    if isinstance(number, bool) or not isinstance(number, int) or number < 0:
        raise FileProblem("稿件的格式编号不对", where=file.where("format"), todo=f"请写成 format = {FORMAT}")
    if number > FORMAT:
        raise FileProblem(
            f"这份稿件的格式是 {number}，这个版本的 drafter 只认识到 {FORMAT}",
            where=file.where("format"),
            todo="请升级 drafter，再打开它",
        )
    if not any(key in data for key in DRAFT_KEYS if key != "format"):
        raise FileProblem(
            "这不是 drafter 的稿件：没有标题，没有提纲，也没有正文",
            where=str(file.path),
            todo='稿件里至少要有 title = "…"，或用 drafter new 新建一份',
        )
    for step in range(number, FORMAT):
        data = STEPS[step](data)
    return data
