"""`drafter mine`: proposes phrases from real documents, for a curator to review."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from drafter.arguments import add_bank, add_json, refuse_source
from drafter.characters import visible
from drafter.errors import DrafterError, Fault, FileProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drafter.mine.frames.guide import Guide
    from drafter.mine.run import Mined, Repair

QUIET: Final = 0.3
"""Seconds of work before a progress bar shows."""
_STEP: Final = 0.1
_SMALL: Final = 4_000_000
"""Bytes below which starting processes costs more than it saves."""
_DEFAULT_JOBS: Final = 4
_MOST_JOBS: Final = 64
_MOST_NOTES: Final = 20
_MOST_FAULTS: Final = 1000
_SLIPS: Final = ("WRD-", "FIX-")
"""What the ids of rules begin with that mend slips of wording and fixed expressions."""
_DOING: Final = {"read": "读文件", "count": "统计句式", "propose": "整理候选"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("paths", metavar="文件", nargs="+", type=Path, help="文件或文件夹，可以多个")
    parser.add_argument(
        "-o",
        "--output",
        metavar="候选",
        type=Path,
        required=True,
        help="候选写到这里（.jsonl）；已有的会换成新的",
    )
    parser.add_argument("--jobs", metavar="个数", type=int, help="用几个进程读，缺省看文件多少和处理器")
    parser.add_argument(
        "--min-support", metavar="篇数", type=int, help="至少在几篇不同的文稿里出现，缺省看文稿多少"
    )
    parser.add_argument("--limit", metavar="条数", type=int, help="最多几条候选，缺省 2000")
    parser.add_argument("--all", action="store_true", help="候选不限条数")
    parser.add_argument("--restart", action="store_true", help="不接着上次没做完的，从头做")
    add_bank(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """0 done, 1 done but some files could not be read, 2 (or DrafterError) nothing could be read or written."""
    from drafter.mine.candidate_file import write_candidates
    from drafter.mine.read import files_of
    from drafter.mine.run import DEFAULT_LIMIT, Options, forget, mine

    _check(args)
    files, faults = files_of(args.paths)
    if not files:
        raise DrafterError.of(faults or [Fault("没有可读的文件", todo="请给出文件或文件夹")])
    refuse_source(args.output, *files)
    _refuse_other(args.output)
    limit = None if args.all else args.limit or DEFAULT_LIMIT
    options = Options(args.jobs or _jobs(files), args.min_support, limit, args.restart)
    work = args.output.with_name(args.output.name + ".part")
    bar = _Bar()
    try:
        known = guide(args.bank)
        mined = mine(files, work, known, options, bar.tell, repairer(known))
    except KeyboardInterrupt:
        bar.clear()
        print("drafter：已经读好的不会丢，再运行同一条命令就接着做", file=sys.stderr)
        raise
    finally:
        bar.clear()
    faults = [*faults, *mined.totals.faults]
    if not mined.totals.documents:
        forget(work)
        raise DrafterError.of([*faults, Fault("没有读到一篇文稿", todo="请核对文件；原有的候选文件没有动")])
    write_candidates(args.output, mined.candidates)
    forget(work)
    _report(args, mined, faults)
    return 1 if faults else 0


def guide(extra: Sequence[Path]) -> Guide:
    """What the bank knows: vocabulary, topics, genres, dated terms, formulae; raises BankError."""
    from drafter.bank.library import load_bank
    from drafter.bank.phrase import literal
    from drafter.check.era import read_terms
    from drafter.mine.frames.guide import ANY, Guide
    from drafter.mine.frames.naming import Vocabulary
    from drafter.mine.labels import Era, Topics
    from drafter.paths import data_dir

    bank = load_bank(extra)
    terms = read_terms(data_dir() / "phrasebank" / "terms.toml")
    return Guide(
        Vocabulary.of(bank.vocabulary.values()),
        Topics({topic.id: (topic.label, *topic.words) for topic in bank.topics.values()}),
        {genre.id: genre.label for genre in bank.genres.values()},
        Era(tuple((term.term, term.since, term.until) for term in terms)),
        tuple(literal(phrase.text, ANY) for phrase in bank.phrases),
    )


def repairer(known: Guide) -> Repair:
    """What adds proposals to candidates: the mine's own, and slips that the rules of checking know."""
    from functools import partial

    from drafter.check.engine import Rules, check_text
    from drafter.check.rule_file import load_rules
    from drafter.mine.proposals import Repair as Slip
    from drafter.mine.proposals import with_proposals

    rules = Rules(rule for rule in load_rules().rules if rule.id.startswith(_SLIPS))

    def slips(text: str) -> list[Slip]:
        found = check_text(text, rules)
        return [Slip(each.start, each.end, each.fix, each.message) for each in found if each.fix is not None]

    return partial(with_proposals, phrases=known.phrases, slips=slips)


def _check(args: argparse.Namespace) -> None:
    for name, value, most in (
        ("--jobs", args.jobs, _MOST_JOBS), ("--min-support", args.min_support, 10**6), ("--limit", args.limit, 10**6)
    ):  # fmt: skip
        if value is not None and not 1 <= value <= most:
            raise DrafterError(f"{name} 不能是 {value}", todo=f"请写 1 到 {most} 的整数")
    if args.all and args.limit is not None:
        raise DrafterError("--all 和 --limit 不能同时用", todo="请去掉其中一个")
    if args.output.is_dir():
        raise FileProblem(
            "这是一个文件夹，不是文件", where=str(args.output), todo="请写出文件名，例如 候选.jsonl"
        )
    if not args.output.absolute().parent.is_dir():
        raise FileProblem("文件夹不存在", where=str(args.output), todo="请先建好文件夹，或换一个位置")


def _refuse_other(output: Path) -> None:
    """Candidates replace older ones without asking; anything else at their place is somebody's work."""
    from drafter.files import open_regular
    from drafter.mine.read import is_result

    if output.suffix.lower() != ".jsonl":
        todo = f"请写成 {output.stem}.jsonl"
        raise FileProblem("候选文件的名称要以 .jsonl 结尾", where=str(output), todo=todo)
    if not os.path.lexists(output):
        return
    with open_regular(output) as stream:
        head = stream.read(100)
    if head.strip() and not is_result(head):
        raise FileProblem(
            "这里已经有一个文件，里面不是候选", where=str(output), todo="请换一个文件名，或先移走它"
        )


def _jobs(files: Sequence[Path]) -> int:
    size = 0
    for path in files:
        try:
            size += path.stat().st_size
        except (OSError, ValueError):
            continue
        if size >= _SMALL:
            return min(_DEFAULT_JOBS, os.cpu_count() or 1)
    return 1


def _report(args: argparse.Namespace, mined: Mined, faults: Sequence[Fault]) -> None:
    totals = mined.totals
    if args.json:
        rows = [{"what": fault.what, "where": fault.where, "todo": fault.todo} for fault in faults]
        told = {
            "output": str(args.output), "files": totals.files, "documents": totals.documents,
            "candidates": len(mined.candidates), "faults": rows, "notes": list(totals.notes),
        }  # fmt: skip
        print(json.dumps(told, ensure_ascii=False))
    broken = f"，{len(faults)} 处读不了" if faults else ""
    if not args.json:
        print(
            f"读了 {totals.files} 个文件、{totals.documents} 篇文稿，得到 {len(mined.candidates)} 条候选{broken}"
        )
        print(visible(f"候选写在 {args.output}，用 drafter review {args.output} 逐条审定"))
    for note in totals.notes[:_MOST_NOTES]:
        _say(f"注意：{note}")
    if len(totals.notes) > _MOST_NOTES:
        _say(f"注意：另外还有 {len(totals.notes) - _MOST_NOTES} 处，--json 全部列出")
    for fault in faults[:_MOST_FAULTS]:
        _say(f"没有读：{fault}")
    if len(faults) > _MOST_FAULTS:
        _say(f"没有读：另外还有 {len(faults) - _MOST_FAULTS} 个，--json 全部列出")


def _say(line: str) -> None:
    print(visible(line), file=sys.stderr)


class _Bar:
    """A progress bar on standard error, on a terminal and for work that takes a while."""

    def __init__(self) -> None:
        self._begun = self._shown = time.monotonic()
        self._on = sys.stderr is not None and sys.stderr.isatty()
        self._drawn = False

    def tell(self, what: str, done: int, whole: int) -> None:
        """Show how far it is; `what` is one of read, count and propose."""
        now = time.monotonic()
        if not self._on or now - self._begun < QUIET or (now - self._shown < _STEP and done < whole):
            return
        self._shown = now
        self._drawn = True
        share = done / whole if whole else 0
        line = (
            f"{_DOING[what]} {'█' * round(20 * share):░<20} {done}/{whole}" if whole else f"{_DOING[what]}…"
        )
        print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the bar away."""
        if self._drawn:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
            self._drawn = False
