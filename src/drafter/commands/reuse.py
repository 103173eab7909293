"""`drafter reuse`: last year's report becomes this year's draft."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drafter.arguments import add_bank, add_force, add_json, refuse_other_name, refuse_source
from drafter.errors import DrafterError, FileProblem

if TYPE_CHECKING:
    from drafter.draft import Draft
    from drafter.reuse.new_year import Turned
    from drafter.reuse.whole import Rebuilt

MOST_SHOWN = 12
"""Remarks printed of each kind; all of them stand in the draft."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "old", metavar="旧稿", type=Path, help="上年的报告：.docx、.txt、.md、.pdf 等，或上年的稿件"
    )
    parser.add_argument("-o", "--output", metavar="文件", type=Path, required=True, help="新稿件写到哪里")
    parser.add_argument("--outline", metavar="提纲", default="", help="按这个提纲对应各部分，缺省自己认")
    parser.add_argument("--year", metavar="年份", type=int, help="新稿写的是哪一年，缺省是旧稿的下一年")
    parser.add_argument("--document", metavar="第几篇", type=int, help="文件里有几篇时，改写第几篇")
    parser.add_argument("--keep-values", action="store_true", help="事实都保留上年的值，不改成待填")
    add_force(parser)
    add_bank(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Write the draft; tell what was found, what is to be filled and what has grown old."""
    from datetime import date

    from drafter.bank.library import load_bank
    from drafter.check import load_rules
    from drafter.outline import load_outline, load_outlines
    from drafter.reuse.new_year import new_year_of, turned
    from drafter.reuse.reading import read_report
    from drafter.reuse.whole import rebuild, reopened
    from drafter.storage.draft_file import read_draft_file, write_draft

    if args.year is not None and not 1949 <= args.year <= 2199:
        raise DrafterError(f"--year 不能是 {args.year}", todo="请写四位年份，例如 --year 2026")
    refuse_source(args.output, args.old)
    refuse_other_name(args.output)
    if args.output.exists() and not args.force:
        raise FileProblem("文件已经存在", where=str(args.output), todo="请换一个文件名，或加 --force 覆盖")
    bank = load_bank(args.bank)
    outlines = (load_outline(args.outline),) if args.outline else load_outlines()
    if args.old.name.endswith(".draft.toml"):
        opened = read_draft_file(args.old)
        notes = opened.notes
        rebuilt = reopened(opened.draft, bank, outlines)
    else:
        report = read_report(args.old, args.document)
        notes = report.notes
        rebuilt = rebuild(report.paper, bank, outlines, sure=bool(args.outline))
    year = args.year or new_year_of(rebuilt.year, date.today())
    done = turned(rebuilt, bank, load_rules(), year, keep_values=args.keep_values)
    write_draft(args.output, done.draft)
    summary = _summary(args.output, rebuilt, done, year, notes)
    if args.json:
        print(json.dumps(summary, ensure_ascii=False))
    else:
        _print(summary, done.draft)
    return 0


def _summary(
    target: Path, rebuilt: Rebuilt, done: Turned, year: int, notes: tuple[str, ...]
) -> dict[str, Any]:
    from drafter.compose import describe

    draft, outline = done.draft, rebuilt.outline
    paragraphs = [paragraph for section in draft.sections for paragraph in section.paragraphs]
    return {
        "path": str(target),
        "outline": outline.id if outline else "",
        "outline_name": outline.name if outline else "",
        "fit": round(rebuilt.fit, 2),
        "old_year": rebuilt.year,
        "year": year,
        "sections": len(draft.sections),
        "parts": sum(1 for section in draft.sections if section.part),
        "paragraphs": len(paragraphs),
        "from_bank": sum(1 for paragraph in paragraphs if paragraph.phrase),
        "kept": list(done.kept),
        "to_fill": list(done.to_fill),
        "remarks": [
            {
                "kind": remark.kind,
                "place": describe(draft, remark.place),
                "what": remark.what,
                "instead": remark.instead,
            }
            for remark in done.remarks
        ],
        "notes": list(notes),
    }


def _print(summary: dict[str, Any], draft: Draft) -> None:
    target = summary["path"]
    for note in summary["notes"]:
        print(f"注意：{note}", file=sys.stderr)
    old = f"{summary['old_year']}年的旧稿" if summary["old_year"] else "旧稿"
    print(f"已把{old}改写成 {target}（新稿写{summary['year']}年）")
    if summary["outline"]:
        print(f"提纲：{summary['outline_name']}（{summary['outline']}），{summary['parts']} 个部分对应上")
    else:
        print("提纲：没有明显相符的，标题照旧稿；指定提纲请用 --outline，见 drafter outlines")
    print(
        f"{summary['sections']} 个部分，{summary['paragraphs']} 段，其中 {summary['from_bank']} 段用到词句库里的词句"
    )
    kept = f"（{'、'.join(summary['kept'][:MOST_SHOWN])}{'等' if len(summary['kept']) > MOST_SHOWN else ''}）"
    print(
        f"事实：保留上年的值 {len(summary['kept'])} 个{kept if summary['kept'] else ''}，"
        f"待填 {len(summary['to_fill'])} 个，上年的值记在旁边"
    )
    _print_remarks(summary["remarks"])
    print(f"接着可以：drafter facts {target} --open 查看要填的事实，或 drafter {target} 打开写作台")


def _print_remarks(remarks: list[dict[str, str]]) -> None:
    if not remarks:
        return
    print(f"有 {len(remarks)} 处要请您核对，也写在新稿件里各段的上面：")
    for kind, count in Counter(remark["kind"] for remark in remarks).items():
        print(f"【{kind}】{count} 处")
        for remark in [remark for remark in remarks if remark["kind"] == kind][:MOST_SHOWN]:
            instead = f"\n    可改用：{remark['instead']}" if remark["instead"] else ""
            print(f"  {remark['place']}：{remark['what']}{instead}")
        if count > MOST_SHOWN:
            print(f"  另有 {count - MOST_SHOWN} 处，见新稿件里的注释")
