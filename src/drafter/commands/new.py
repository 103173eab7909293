"""`drafter new`: a new draft from an outline, empty or with its best-matching phrases."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from drafter.arguments import add_bank, add_force, refuse_other_name, refuse_source, typed_facts
from drafter.errors import FileProblem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("outline", metavar="提纲", help="提纲名称（见 drafter outlines）或提纲文件")
    parser.add_argument(
        "-o",
        "--output",
        metavar="文件",
        type=Path,
        help="写到哪里，缺省用标题作文件名（标题里的事实还没填时用提纲名称）",
    )
    parser.add_argument("--set", metavar="名称=值", action="append", default=[], help="填一个事实（可多次）")
    parser.add_argument("--facts", metavar="文件", type=Path, help="从 .xlsx、.csv、.json 或 .toml 读入事实")
    parser.add_argument("--suggest", action="store_true", help="每个部分先放好推荐的词句")
    add_force(parser)
    add_bank(parser)


def run(args: argparse.Namespace) -> int:
    """Write the draft and say what to do next."""
    from drafter.bank.fill import fill_draft
    from drafter.bank.library import load_bank
    from drafter.bank.usage import Usage
    from drafter.filling import file_stem, set_facts, year_of
    from drafter.outline import load_outline, new_draft
    from drafter.storage.draft_file import write_draft

    outline = load_outline(args.outline)
    bank = load_bank(args.bank)
    typed = typed_facts(args.facts, args.set, bank.vocabulary)
    known = set(bank.vocabulary) | set(outline.facts)
    draft = set_facts(new_draft(outline), typed, bank.vocabulary, known)
    target = args.output or Path(f"{file_stem(draft, bank.vocabulary, outline.name)}.draft.toml")
    refuse_other_name(target)
    if target.exists() and not args.force:
        raise FileProblem("文件已经存在", where=str(target), todo="请换一个文件名，或加 --force 覆盖")
    refuse_source(target, outline.path, args.facts)
    if args.suggest:
        usage = Usage.open()
        draft = fill_draft(draft, outline, bank, year_of(draft), usage)
        if usage.note:
            print(usage.note, file=sys.stderr)
    write_draft(target, draft)
    print(f"已新建 {target}（{outline.name}，{len(draft.sections)} 个部分）")
    print(f"接着可以：drafter {target} 打开写作台，或 drafter facts {target} 查看要填的事实")
    return 0
