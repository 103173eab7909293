"""`drafter outlines`: the outlines, one a line; or the parts of one."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from drafter.arguments import add_json

if TYPE_CHECKING:
    from drafter.outline import Outline


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("outline", metavar="提纲", nargs="?", help="只看这一个提纲的各个部分")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print every outline, or the parts of one."""
    from drafter.outline import load_outline, load_outlines

    if args.outline:
        _show(load_outline(args.outline), args.json)
        return 0
    outlines = load_outlines()
    width = max(len(outline.id) for outline in outlines)
    for outline in outlines:
        if args.json:
            print(json.dumps(_row(outline), ensure_ascii=False))
        else:
            size = f"{len(outline.parts)} 个部分，约 {outline.length} 字"
            print(f"{outline.id:<{width}}  {outline.name}（{size}）{outline.description}")
    return 0


def _row(outline: Outline) -> dict[str, Any]:
    row = {key: getattr(outline, key) for key in ("id", "name", "genre", "title", "description", "length")}
    return row | {"facts": list(outline.facts)}


def _show(outline: Outline, as_json: bool) -> None:
    if as_json:
        row = _row(outline) | {"parts": [asdict(part) for part in outline.parts]}
        print(json.dumps(row, ensure_ascii=False))
        return
    print(f"{outline.name}（{outline.id}）{outline.description}")
    for part in outline.parts:
        heading = part.headings[0] if part.headings else "（不带标题的段落）"
        wanted = "" if part.required else "，可省"
        print(f"{'  ' * part.level}{heading}  [{part.id}，约 {part.length} 字{wanted}]")
