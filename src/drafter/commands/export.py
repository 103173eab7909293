"""`drafter export`: the document as .docx, .md or .txt."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from drafter.arguments import add_bank, add_force, add_json, refuse_source


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("draft", metavar="稿件", type=Path, help="稿件文件（*.draft.toml）")
    parser.add_argument(
        "-o", "--output", metavar="文件", type=Path, required=True, help="写到哪里：.docx、.md 或 .txt"
    )
    parser.add_argument("--layout", metavar="版式", default="", help="版式名称或文件，缺省用稿件里写的")
    parser.add_argument("--strict", action="store_true", help="还有待填的空时，以状态 1 结束")
    add_force(parser)
    add_bank(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Compose and export; prints where it went and what is still open."""
    from drafter.bank.library import load_bank
    from drafter.compose import compose, describe
    from drafter.export import export_document
    from drafter.storage.draft_file import read_draft_file

    refuse_source(args.output, args.draft)
    opened = read_draft_file(args.draft)
    document = compose(opened.draft, load_bank(args.bank).vocabulary)
    done = export_document(document, args.output, layout=args.layout, force=args.force)
    opens = [
        {"name": slot.name, "places": [describe(opened.draft, place) for place in slot.places]}
        for slot in done.open_slots
    ]
    notes = [*opened.notes, *done.notes]
    if args.json:
        print(json.dumps({"path": str(done.path), "open": opens, "notes": notes}, ensure_ascii=False))
    else:
        print(f"已导出 {done.path}")
        for note in notes:
            print(f"注意：{note}", file=sys.stderr)
        if opens:
            print(f"还有 {len(opens)} 个事实待填，文中以【待填：…】标出：")
            for slot in opens:
                print(f"  {slot['name']}（{'、'.join(dict.fromkeys(slot['places']))}）")
    return 1 if args.strict and opens else 0
