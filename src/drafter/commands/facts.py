"""`drafter facts`: shows and fills the facts of a draft."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drafter.arguments import add_bank, add_json, typed_facts

if TYPE_CHECKING:
    from drafter.draft import Draft
    from drafter.filling import FactUse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("draft", metavar="稿件", type=Path, help="稿件文件（*.draft.toml）")
    parser.add_argument(
        "--set",
        metavar="名称=值",
        action="append",
        default=[],
        help="填一个事实（可多次）；只填某一段写 名称@部分.段=值；值留空表示改回待填",
    )
    parser.add_argument(
        "--from", metavar="文件", dest="source", type=Path, help="从 .xlsx、.csv、.json 或 .toml 读入事实"
    )
    parser.add_argument("--open", action="store_true", help="只看还没有填的")
    add_bank(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Fill what was given, then show every fact: name, value, kind, where used."""
    from drafter.bank.library import load_bank
    from drafter.filling import fact_uses, known_names, set_facts
    from drafter.storage.draft_file import read_draft_file, write_draft

    opened = read_draft_file(args.draft)
    vocabulary = load_bank(args.bank).vocabulary
    draft = opened.draft
    typed = typed_facts(args.source, args.set, vocabulary)
    if typed:
        draft = set_facts(draft, typed, vocabulary, known_names(draft, vocabulary))
    # Before anything is written: a call that fails changes nothing.
    uses = fact_uses(draft, vocabulary)
    if typed:
        write_draft(args.draft, draft, expect=opened.fingerprint)
    shown = [use for use in uses if not use.shown] if args.open else list(uses)
    if args.json:
        for use in shown:
            print(json.dumps(_row(draft, use), ensure_ascii=False))
        return 0
    _print_table(draft, shown)
    still = sum(not use.shown for use in uses)
    set_now = f"填了 {len(typed)} 个；" if typed else ""
    print(f"{set_now}共 {len(uses)} 个事实，" + (f"还有 {still} 个待填" if still else "全部填好"))
    return 0


def _row(draft: Draft, use: FactUse) -> dict[str, Any]:
    from drafter.filling import place_words

    return {
        "name": use.spec.name,
        "address": use.address,
        "label": use.spec.label,
        "kind": str(use.spec.kind),
        "unit": use.spec.unit,
        "value": use.typed,
        "shown": use.shown,
        "open": not use.shown,
        "computed": use.computed,
        "last_year": use.last_year,
        "ask": use.spec.ask,
        "example": use.spec.example,
        "used": place_words(draft, use),
    }


def _print_table(draft: Draft, uses: list[FactUse]) -> None:
    from drafter.filling import place_words

    group = None
    for use in uses:
        if use.spec.group != group:
            group = use.spec.group
            print(f"【{group or '其他'}】")
        value = use.shown or "待填"
        unit = use.spec.unit if use.shown and not use.shown.endswith(use.spec.unit) else ""
        computed = "（由公式算出）" if use.computed and use.shown else ""
        hint = "" if use.shown else f"  例：{use.spec.example}" if use.spec.example else ""
        before = f"  上年：{use.last_year}" if use.last_year else ""
        hint = "" if before else hint
        print(f"  {use.address} = {value}{unit}{computed}{before}{hint}    用在：{place_words(draft, use)}")
