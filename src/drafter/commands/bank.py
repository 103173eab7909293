"""`drafter bank`: what is in the phrase bank, whether it is sound, and adding to it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drafter.arguments import add_bank, add_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drafter.bank.library import Bank

ACTIONS = {
    "stats": "统计各层、各主题、各作用有多少条",
    "validate": "校验所有词句文件，一次列出全部问题",
    "dump": "逐行输出全部词句（JSON）",
    "add": "添加一条词句",
    "index": "重新编好检索用的索引",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    actions = parser.add_subparsers(dest="action", metavar="动作", required=True, title="动作")
    for name, what in ACTIONS.items():
        action = actions.add_parser(name, help=what, description=what)
        add_json(action)
        if name == "add":
            _add_phrase_arguments(action)
        else:
            add_bank(action)


def _add_phrase_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", metavar="词句", help="词句文字，空写成 {{ 名称 }}")
    parser.add_argument("--topic", metavar="主题", required=True, help="主题编号，如 org-life")
    parser.add_argument("--role", metavar="作用", required=True, help="作用，如 measure")
    parser.add_argument(
        "--unit", metavar="大小", default="", help="heading clause sentence paragraph，缺省自动判断"
    )
    parser.add_argument("--id", metavar="编号", default="", help="编号，如 org-life.my-phrase，缺省自动取")
    parser.add_argument(
        "--genre", metavar="文种", action="append", default=[], help="只用于这个文种（可多次）"
    )
    parser.add_argument(
        "--source", metavar="来源", action="append", default=[], help="来源（可多次），缺省 written"
    )
    parser.add_argument("--since", metavar="年份", type=int, help="从哪一年起可用")
    parser.add_argument("--until", metavar="年份", type=int, help="用到哪一年为止")
    parser.add_argument("--successor", metavar="编号", default="", help="过时以后用哪一条")
    parser.add_argument(
        "--bank", metavar="文件夹", type=Path, default=None, help="加到这一层词句库，缺省加到个人词句库"
    )


def run(args: argparse.Namespace) -> int:
    """0 done, 1 if `validate` finds faults, 2 (or DrafterError) if a file cannot be read at all."""
    actions = {"stats": _stats, "validate": _validate, "dump": _dump, "add": _add, "index": _index}
    return actions[args.action](args)


def _stats(args: argparse.Namespace) -> int:
    from drafter.bank.layer import LAYER_LABELS
    from drafter.bank.library import load_bank, stats
    from drafter.roles import ROLE_LABELS, UNIT_LABELS

    bank = load_bank(args.bank)
    _notes(bank)
    counts = stats(bank)
    if args.json:
        _print_json(counts)
        return 0
    print(
        f"共 {counts['phrases']} 条词句，其中 {counts['dated']} 条已标明用到哪一年；事实 {counts['facts']} 个"
    )
    topics = {name: topic.label for name, topic in bank.topics.items()}
    genres = {"any": "不限", **{name: genre.label for name, genre in bank.genres.items()}}
    sources = {
        "written": "自己写的",
        "public": "公开文件",
        **{n: source.title for n, source in bank.sources.items()},
    }
    _table("层", counts["layers"], LAYER_LABELS)
    _table("主题", counts["topics"], topics)
    _table("作用", counts["roles"], ROLE_LABELS)
    _table("大小", counts["units"], UNIT_LABELS)
    _table("文种", counts["genres"], genres)
    _table("来源", counts["sources"], sources)
    return 0


def _table(title: str, counts: Mapping[str, int], labels: Mapping[str, str]) -> None:
    print(f"\n{title}")
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        print(f"{count:>6}  {name}  {labels.get(name, '')}".rstrip())


def _validate(args: argparse.Namespace) -> int:
    from drafter.bank.validation import inspect_bank

    found = inspect_bank(args.bank)
    faults = (*found.unreadable, *found.faults)
    if args.json:
        rows = [{"what": fault.what, "where": fault.where, "todo": fault.todo} for fault in faults]
        _print_json({"files": found.files, "phrases": found.phrases, "faults": rows})
    else:
        for fault in faults:
            print(fault)
        checked = f"校验了 {found.files} 个文件、{found.phrases} 条词句"
        print(f"{checked}，发现 {len(faults)} 个问题" if faults else f"{checked}，没有问题")
    return 2 if found.unreadable else 1 if faults else 0


def _dump(args: argparse.Namespace) -> int:
    from drafter.bank.library import load_bank
    from drafter.bank.phrase import as_json

    bank = load_bank(args.bank)
    _notes(bank)
    for phrase in bank.phrases:
        _print_json(as_json(phrase))
    return 0


def _add(args: argparse.Namespace) -> int:
    from drafter.bank.adding import add_phrase, guess_unit, own_id
    from drafter.bank.phrase import Phrase
    from drafter.paths import personal_bank

    text = args.text.strip()
    phrase = Phrase(
        id=args.id or own_id(args.topic, text),
        text=text,
        unit=args.unit or guess_unit(text, args.role),
        topic=args.topic,
        role=args.role,
        genres=tuple(args.genre),
        sources=tuple(args.source) or ("written",),
        since=args.since,
        until=args.until,
        successor=args.successor,
    )
    target = add_phrase(args.bank or personal_bank(), phrase)
    if args.json:
        _print_json({"id": phrase.id, "file": str(target)})
    else:
        print(f"已把 {phrase.id} 加到 {target}")
    return 0


def _index(args: argparse.Namespace) -> int:
    from drafter.bank.index import Index, index_path
    from drafter.bank.layer import LAYER_LABELS, bank_layers

    layers = bank_layers(args.bank)
    index = Index.remade(layers)
    where = "" if index.note else str(index_path(layers))
    for number, layer in enumerate(layers):
        phrases = len(index.ask(lambda store, number=number: store.layer(number)))  # type: ignore[misc]
        if args.json:
            row = {"layer": layer.name, "folder": str(layer.folder), "phrases": phrases, "index": where}
            _print_json(row)
        else:
            print(f"{LAYER_LABELS[layer.name]}：{layer.folder}，{phrases} 条")
    if index.note:
        print(f"注意：{index.note}", file=sys.stderr)
    elif not args.json:
        print(f"索引：{where}")
    return 0


def _notes(bank: Bank) -> None:
    for note in bank.notes:
        print(f"注意：{note}", file=sys.stderr)


def _print_json(value: Mapping[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False))
