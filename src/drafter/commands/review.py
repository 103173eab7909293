"""`drafter review`: a curator's verdicts on mined candidates, on a screen or from a file, into a layer of the bank."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drafter.arguments import add_json, refuse_source
from drafter.errors import DrafterError, Fault

if TYPE_CHECKING:
    from drafter.mine.candidate import Candidate
    from drafter.review.carrying_out import Outcome
    from drafter.review.desk import Desk
    from drafter.review.verdict import Verdict

MOST_REFUSALS = 20
"""Refusals that are printed one by one."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("candidates", metavar="候选", type=Path, help="drafter mine 写出的 .jsonl 文件")
    parser.add_argument(
        "--bank", metavar="文件夹", type=Path, default=None, help="收进这一层词句库，缺省收进个人词句库"
    )
    parser.add_argument(
        "--verdicts",
        metavar="文件",
        type=Path,
        default=None,
        help="审阅记录，缺省在候选旁边（候选.verdicts.jsonl）",
    )
    parser.add_argument(
        "--apply",
        metavar="文件",
        type=Path,
        default=None,
        help="不开屏幕，照这个文件里的结论办（.jsonl 或 .toml）",
    )
    parser.add_argument(
        "--accept-public", action="store_true", help="不开屏幕，成批收录没看过、也没有疑点的候选"
    )
    parser.add_argument(
        "--min-sources", metavar="个数", type=int, default=2, help="成批收录时，至少见于几个来源（缺省 2）"
    )
    parser.add_argument("--limit", metavar="条数", type=int, default=0, help="成批收录或列出时，最多几条")
    parser.add_argument("--topic", metavar="主题", default="", help="成批收录时，没认出主题的归到这个主题")
    parser.add_argument("--role", metavar="作用", default="", help="成批收录时，没认出作用的算这种作用")
    parser.add_argument("--list", action="store_true", help="列出还没有结论的候选")
    parser.add_argument(
        "--export",
        metavar="文件",
        type=Path,
        default=None,
        help="写出一份结论表（.jsonl 或 .toml），填好后用 --apply",
    )
    add_json(parser)


def on_screen(args: argparse.Namespace) -> tuple[Path, Path, Path] | None:
    """The candidates, their log and the layer if they are to be reviewed on a screen, None if `run` does it all."""
    from drafter.paths import personal_bank

    if args.json or args.apply or args.accept_public or args.list or args.export:
        return None
    return args.candidates, _log(args), args.bank or personal_bank()


def run(args: argparse.Namespace) -> int:
    """0 done, 1 if a verdict could not be carried out."""
    if args.min_sources < 1 or args.limit < 0:
        raise DrafterError("--min-sources 和 --limit 要写正整数", todo="请核对这两个数")
    if not (args.apply or args.accept_public or args.list or args.export):
        raise DrafterError("--json 要和 --list、--apply 或 --accept-public 一起用", todo="请补上其中一个")
    if args.list + bool(args.export) + bool(args.apply or args.accept_public) > 1:
        raise DrafterError("--list、--export 和收录不能同时做", todo="请分几次运行")
    refuse_source(_log(args), args.candidates, args.apply)
    from drafter.mine.candidate_file import read_candidates
    from drafter.review.desk import Desk
    from drafter.review.log import Log

    candidates, notes = read_candidates(args.candidates)
    for note in notes:
        print(f"注意：{note}", file=sys.stderr)
    # Looking leaves nothing behind.
    looking = args.list or args.export
    with Log.look(_log(args)) if looking else Log.open(_log(args)) as log:
        for told in log.notes:
            print(f"注意：{told}", file=sys.stderr)
        desk = Desk(candidates, log)
        if args.export:
            return _export(desk, args)
        return _list(desk, args) if args.list else _carry_out(desk, args)


def _log(args: argparse.Namespace) -> Path:
    from drafter.review.log import log_path

    return args.verdicts or log_path(args.candidates)


def _list(desk: Desk, args: argparse.Namespace) -> int:
    from drafter.characters import visible
    from drafter.review.desk import FLAG_LABELS

    for candidate in _undecided(desk, args):
        if args.json:
            names = ("id", "text", "unit", "topic", "role", "documents", "sources")
            row = {name: getattr(candidate, name) for name in names} | {"flags": list(candidate.flags)}
            print(json.dumps(row, ensure_ascii=False))
            continue
        flags = "".join(f"  [{FLAG_LABELS[flag]}]" for flag in candidate.flags)
        seen = f"{candidate.documents} 篇 {candidate.sources} 个来源"
        print(f"{visible(candidate.id)}  {seen}{flags}\n    {visible(candidate.text)}")
    return 0


def _undecided(desk: Desk, args: argparse.Namespace) -> list[Candidate]:
    found = [candidate for candidate in desk.candidates if desk.verdict(candidate.id) is None]
    return found[: args.limit] if args.limit else found


def _export(desk: Desk, args: argparse.Namespace) -> int:
    from drafter.bank.adding import table_block
    from drafter.files import write_atomic

    refuse_source(args.export, args.candidates, _log(args))
    if args.export.suffix not in (".jsonl", ".toml"):
        raise DrafterError("结论表只能写成 .jsonl 或 .toml", where=str(args.export), todo="请换一个文件名")
    if args.export.exists():
        raise DrafterError("文件已经存在", where=str(args.export), todo="请换一个文件名，免得盖掉填好的结论")
    data = b""
    for candidate in _undecided(desk, args):
        row: dict[str, Any] = {"id": candidate.id, "verdict": "", "text": candidate.text}
        row |= {"unit": candidate.unit, "topic": candidate.topic, "role": candidate.role}
        if args.export.suffix == ".toml":
            # What is empty is left out of a table, but this is what the curator is to fill in.
            data += table_block("verdict", row, data) + b'verdict = ""\n'
        else:
            data += json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    write_atomic(args.export, data)
    print(f"写到 {args.export}：在每条的 verdict 里填 accept、reject 或 postpone，再用 --apply")
    return 0


def _carry_out(desk: Desk, args: argparse.Namespace) -> int:
    from drafter.paths import personal_bank
    from drafter.review.carrying_out import Refusal, carry_out
    from drafter.review.verdict import ACCEPT, UNDO, Verdict

    strangers: list[Refusal] = []
    bulk: set[str] = set()
    if args.apply:
        from drafter.review.log import read_verdicts

        given = read_verdicts(args.apply)
        told = Fault("候选里没有这个编号", "", "请核对编号，或重新导出结论表")
        strangers = [Refusal(one.id, one.text, (told,)) for one in given if one.id not in desk.by_id]
        desk.decide(_in_turn(desk, given))
    if args.accept_public:
        chosen = desk.public(args.min_sources)
        chosen = chosen[: args.limit] if args.limit else chosen
        desk.decide(
            Verdict(one.id, ACCEPT, topic="" if one.topic else args.topic, role="" if one.role else args.role)
            for one in chosen
        )
        bulk = {one.id for one in chosen}
        if not chosen and args.min_sources > 1:
            print(
                f"注意：没有一条见于 {args.min_sources} 个来源；同一个文件夹里的文稿算一个来源，"
                "请按单位分放在不同的文件夹里再挖掘，或加 --min-sources 1",
                file=sys.stderr,
            )
    outcome = carry_out(desk, args.bank or personal_bank())
    # Nobody looked at these, so that they stay undecided rather than accepted in vain.
    back = [Verdict(one.id, UNDO) for one in outcome.refused if one.id in bulk]
    desk.decide(back)
    outcome = replace(outcome, left=outcome.left + len(back))
    outcome = replace(outcome, refused=(*strangers, *outcome.refused))
    (_tell_json if args.json else _tell)(outcome)
    return 1 if outcome.refused else 0


def _in_turn(desk: Desk, given: tuple[Verdict, ...]) -> list[Verdict]:
    """The last verdict on each candidate: what a file says twice is one decision."""
    return list({one.id: one for one in given if one.id in desk.by_id}.values())


def _tell(outcome: Outcome) -> None:
    from drafter.characters import visible

    print(
        f"新收录 {outcome.added} 条，词句库里已有 {outcome.present} 条，并入 {outcome.merged} 条，"
        f"不要 {outcome.rejected} 条，搁置 {outcome.postponed} 条，没看过 {outcome.left} 条"
    )
    if outcome.removed:
        print(f"撤销后从词句库取出 {outcome.removed} 条")
    for path in outcome.files:
        print(f"写好了 {path}")
    for refusal in outcome.refused[:MOST_REFUSALS]:
        print(f"没有收录 {visible(str(refusal))}", file=sys.stderr)
    if len(outcome.refused) > MOST_REFUSALS:
        print(f"没有收录的另外还有 {len(outcome.refused) - MOST_REFUSALS} 条", file=sys.stderr)


def _tell_json(outcome: Outcome) -> None:
    refused = [
        {"id": one.id, "text": one.text, "reason": "；".join(map(str, one.faults))} for one in outcome.refused
    ]
    row = {
        "added": outcome.added, "present": outcome.present, "merged": outcome.merged, "rejected": outcome.rejected,
        "postponed": outcome.postponed, "left": outcome.left, "removed": outcome.removed,
        "files": [str(path) for path in outcome.files], "refused": refused,
    }  # fmt: skip
    print(json.dumps(row, ensure_ascii=False))
