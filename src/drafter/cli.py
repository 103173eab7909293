"""The command line: a table of commands, each in its own module under commands/.

A command module has `add_arguments(parser)` and `run(args) -> int`; only the module that is called is imported, so
that `drafter --help` costs little more than starting Python.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

from drafter import __version__
from drafter.arguments import Parser, add_bank
from drafter.errors import DrafterError, Fault

COMMANDS = {
    "outlines": "列出可用的提纲",
    "new": "按提纲新建一份稿件",
    "search": "在词句库里查找规范表述",
    "facts": "查看、填写稿件里的事实",
    "check": "检查稿件，指出要改的地方",
    "mine": "从真实文稿里挖掘可用的句式，供审定",
    "reuse": "把上年的报告改写成今年的稿件",
    "review": "审阅挖掘出的候选，收进词句库",
    "export": "导出成 .docx、.md 或 .txt",
    "bank": "查看、校验、补充词句库",
}
"""Command name -> one line on what it does."""

MOST_FAULTS = 50
"""Faults of one call that are printed; whoever has more begins with these."""

DESCRIPTION = "drafter：用键盘写工作总结、汇报等公文材料，离线可用。\n选提纲，挑规范表述，事实只填一次，检查后导出为版式规范的 .docx。"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 done, 1 done with findings, 2 wrong input or call."""
    # Textual reads this at import; with the Kitty protocol input methods lose Chinese characters.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    _speak_utf8()
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _answer(arguments)
    except DrafterError as error:
        _tell(error.faults)
        return 2
    except KeyboardInterrupt:
        _say("已中断")
        return 130
    except BrokenPipeError:
        # The reader (head, less) has gone.
        _drop_output()
        return 0
    except OSError as error:
        _tell([_system_fault(error)])
        return 2
    except Exception as error:
        _say(f"程序出错了，已经写好的文件都是完整的。{_keep_trace(error)}")
        return 2


def _answer(arguments: list[str]) -> int:
    try:
        status = _dispatch(arguments)
    except SystemExit:
        # --help and --version end this way.
        _flush()
        raise
    _flush()
    return status


def _flush() -> None:
    # Now, not at exit: there Python itself would complain about a full disk or a reader that is gone.
    if sys.stdout is not None:
        sys.stdout.flush()


def _drop_output() -> None:
    """What is still to be printed goes nowhere, so that Python does not fail on it again at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(faults: Sequence[Fault]) -> None:
    for fault in faults[:MOST_FAULTS]:
        _say(str(fault))
    if len(faults) > MOST_FAULTS:
        _say(f"另外还有 {len(faults) - MOST_FAULTS} 处，请先改好上面的")


def _say(message: str) -> None:
    """One line on standard error, which may be closed or full as well; then the exit status has to do."""
    from drafter.characters import visible

    if sys.stderr is not None:
        with suppress(OSError):
            print(f"drafter：{visible(message)}", file=sys.stderr)


def _system_fault(error: OSError) -> Fault:
    """What to say when the system refuses something nobody foresaw: a name that is too long, a full disk behind >."""
    from drafter.files import advice, reason

    if error.filename is None:
        _drop_output()
        return Fault(f"结果写不出去（{reason(error)}）", todo=advice(error))
    return Fault(f"用不了这个文件或文件夹（{reason(error)}）", os.fsdecode(error.filename), advice(error))


def _dispatch(arguments: list[str]) -> int:
    if arguments and arguments[0] in COMMANDS:
        return _run_command(arguments[0], arguments[1:])
    parser = _top_parser()
    given = parser.parse_args(arguments)
    if given.draft is not None and not given.draft.exists() and given.draft.suffix == "":
        raise DrafterError(f"没有“{given.draft}”这个命令，也没有这个文件", todo="可用的命令见 drafter --help")
    from drafter.tui.app import run

    return run(given.draft, given.bank)


def _run_command(name: str, arguments: list[str]) -> int:
    module = import_module(f"drafter.commands.{name}")
    parser = Parser(f"drafter {name}", COMMANDS[name])
    module.add_arguments(parser)
    given = parser.parse_args(arguments)
    # Commands and screens do not know each other; who opens a screen is decided here.
    review = module.on_screen(given) if name == "review" else None
    if review is not None:
        from drafter.tui.app import run_review

        return run_review(*review)
    status: int = module.run(given)
    return status


def _top_parser() -> Parser:
    width = max(map(len, COMMANDS))
    table = "\n".join(f"  {name:<{width}}  {what}" for name, what in COMMANDS.items())
    parser = Parser(
        "drafter",
        DESCRIPTION,
        f"命令：\n{table}\n\n不带命令时打开写作台。每个命令的用法：drafter 命令 --help",
    )
    parser.usage = "drafter [稿件]  或  drafter 命令 ..."
    parser.add_argument("draft", metavar="稿件", nargs="?", type=Path, help="要打开的稿件（*.draft.toml）")
    add_bank(parser)
    parser.add_argument("--version", action="version", version=f"drafter {__version__}", help="显示版本")
    return parser


def _speak_utf8() -> None:
    # A C locale or an old Windows console would otherwise fail on the first Chinese character, and any terminal on
    # half a character, which reaches a name from a path that is not UTF-8.
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(
                encoding="utf-8", errors="replace" if stream is sys.stdin else "backslashreplace"
            )


def _keep_trace(error: Exception) -> str:
    import traceback

    from drafter.paths import state_dir

    try:
        folder = state_dir()
        folder.mkdir(parents=True, exist_ok=True)
        log = folder / "error.log"
        log.write_text("".join(traceback.format_exception(error)), "utf-8", "backslashreplace")
    except (OSError, DrafterError):
        return f"原因：{type(error).__name__} {error}"
    return f"详情写在 {log}，请把它发给维护的人"
