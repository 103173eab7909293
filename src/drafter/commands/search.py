"""`drafter search`: standard phrases by words, pinyin initials or pinyin."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from drafter.arguments import add_bank, add_json
from drafter.errors import DrafterError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from drafter.bank.hit import Hit
    from drafter.bank.layer import Genre, Topic

LONGEST_LINE = 10_000
"""Characters of one query that are read; the rest of a longer line is skipped."""
MOST_HITS = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "query",
        metavar="词语",
        nargs="*",
        help="汉字、拼音首字母（shyk）或全拼（sanhuiyike），几个词不分先后；不写词语时按选项列出",
    )
    parser.add_argument("--batch", action="store_true", help="从标准输入读，每行一次查找")
    parser.add_argument(
        "--topic", metavar="主题", action="append", default=[], help="只在这个主题里找（可多次）"
    )
    parser.add_argument("--genre", metavar="文种", default="", help="只找可用于这个文种的")
    parser.add_argument("--role", metavar="作用", default="", help="只找这种作用的，如 measure 或 做法")
    parser.add_argument("--year", metavar="年份", type=int, help="稿件的年份，过时的说法排后（缺省今年）")
    parser.add_argument("--limit", metavar="条数", type=int, default=20, help="最多列几条（缺省 20）")
    parser.add_argument("--explain", action="store_true", help="说明每条词句的得分由哪些部分组成")
    add_bank(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """One answer for the query, or one for each line of standard input; finding nothing is no error."""
    from drafter.bank.library import load_bank
    from drafter.bank.search import absent, search
    from drafter.bank.usage import Usage

    query = " ".join(args.query)
    filtered = bool(args.topic or args.genre or args.role)
    if args.batch and args.query:
        raise DrafterError("--batch 从标准输入读词语，命令行上就不要再写", todo="请去掉词语，或去掉 --batch")
    if not args.batch and not query.strip() and not filtered:
        raise DrafterError("没有写要找什么", todo="请写出词语，例如 drafter search 三会一课")
    if not 1 <= args.limit <= MOST_HITS:
        raise DrafterError(f"--limit 不能是 {args.limit}", todo=f"请写 1 到 {MOST_HITS} 之间的数")
    bank = load_bank(args.bank)
    for note in bank.notes:
        print(f"注意：{note}", file=sys.stderr)
    find = partial(
        search,
        bank,
        topics=[_named(topic, "主题", _labels(bank.topics)) for topic in args.topic],
        genre=_named(args.genre, "文种", _labels(bank.genres)) if args.genre else "",
        role=_role(args.role),
        year=args.year,
        limit=args.limit,
        uses=Usage.open().uses(),
    )
    shown = partial(_show_json if args.json else _headed if args.batch else _show, explain=args.explain)
    for one in _lines() if args.batch else [query]:
        hits = find(one)
        shown(one, hits, () if hits or args.json else absent(bank, one))
    return 0


def _lines() -> Iterator[str]:
    """The lines of standard input without their ends, each cut to `LONGEST_LINE`."""
    if sys.stdin is None:
        raise DrafterError("没有标准输入可读", todo="请用管道或 < 给出要查找的词语，每行一次")
    while line := sys.stdin.readline(LONGEST_LINE):
        rest = line
        while rest and not rest.endswith("\n"):
            rest = sys.stdin.readline(LONGEST_LINE)
        yield line.rstrip("\r\n")


def _labels(named: Mapping[str, Topic] | Mapping[str, Genre]) -> dict[str, str]:
    return {name: one.label for name, one in named.items()}


def _role(given: str) -> str:
    from drafter.roles import ROLE_LABELS

    return _named(given, "作用", ROLE_LABELS) if given else ""


def _named(given: str, kind: str, labels: dict[str, str]) -> str:
    """The id for an id or a label; raises DrafterError naming what there is."""
    for name, label in labels.items():
        if given in (name, label):
            return name
    choices = "、".join(f"{name}（{label}）" for name, label in labels.items())
    raise DrafterError(f"没有“{given}”这个{kind}", todo=f"可用的{kind}：{choices}")


def _show_json(query: str, hits: tuple[Hit, ...], missing: tuple[str, ...], *, explain: bool) -> None:
    row = {
        "query": query,
        "hits": [
            {
                "id": hit.phrase.id,
                "text": hit.phrase.text,
                "topic": hit.phrase.topic,
                "unit": hit.phrase.unit,
                "score": hit.score,
                "near": hit.near,
                **({"parts": {what: round(value, 4) for what, value in hit.parts}} if explain else {}),
            }
            for hit in hits
        ],
    }
    print(_printable(json.dumps(row, ensure_ascii=False)))


def _headed(query: str, hits: tuple[Hit, ...], missing: tuple[str, ...], *, explain: bool) -> None:
    from drafter.characters import visible

    print(f"【{visible(query)}】")
    _show(query, hits, missing, explain=explain)


def _show(query: str, hits: tuple[Hit, ...], missing: tuple[str, ...], *, explain: bool) -> None:
    if not hits:
        print(f"没有找到：{_why_nothing(query, missing)}。请换一个词，或少写几个字；拼音首字母和全拼也可以。")
        return
    if all(hit.near for hit in hits):
        print("没有完全相符的，下面是相近的：")
    mark = _marker()
    for number, hit in enumerate(hits, 1):
        phrase = hit.phrase
        dated = f" · 用到 {phrase.until} 年" if phrase.until else ""
        print(f"{number:>3}. {mark(hit)}\n     {phrase.id}{dated}{' · 相近' if hit.near else ''}")
        if explain:
            print(f"     {_explained(hit)}")


def _why_nothing(query: str, missing: tuple[str, ...]) -> str:
    if not any(character.isalnum() for character in query):
        return "这里没有可以查找的字"
    lacking = [f"“{word[:20]}”" for word in missing[:5]]
    return f"词句库里没有{'、'.join(lacking)}" if lacking else "没有哪一条同时含有这些词"


def _explained(hit: Hit) -> str:
    parts = "".join(f"，{what} {value:+.2f}" for what, value in hit.parts)
    return f"得分 {hit.score:.2f}{parts}" + (f"；{hit.why}" if hit.why else "")


def _marker() -> Callable[[Hit], str]:
    """How to print a phrase: its matches in bold on a terminal, unless NO_COLOR (no-color.org) asks for plain text."""
    if sys.stdout is None or not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return lambda hit: hit.phrase.text

    def bold(hit: Hit) -> str:
        text = hit.phrase.text
        for start, end in reversed(hit.spans):
            text = f"{text[:start]}\x1b[1m{text[start:end]}\x1b[0m{text[end:]}"
        return text

    return bold


def _printable(text: str) -> str:
    # A byte that is not UTF-8 on the command line becomes a lone surrogate, which no terminal can print.
    return text.encode("utf-8", "replace").decode("utf-8")
