"""argparse in Chinese: help, usage and errors a clerk can read. Imports argparse and nothing heavy."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from drafter.errors import DrafterError

if TYPE_CHECKING:
    from drafter.facts.spec import Vocabulary

_MESSAGES = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"argument (.*?): expected one argument", r"\1 后面要有一个值"),
    (r"argument (.*?): expected at least one argument", r"\1 后面至少要有一个值"),
    (r"argument (.*?): invalid choice: '?(.*?)'? \(choose from (.*)\)", r"\1 不能是“\2”，可选：\3"),
    (r"argument (.*?): invalid \w+ value: '?(.*?)'?", r"\1 要一个整数，不能是“\2”"),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 和 \2 不能同时用"),
    (r"argument (.*?): ignored explicit argument (.*)", r"\1 不带值，多写了 \2"),
    (r"ambiguous option: (.*) could match (.*)", r"\1 不明确，可能是：\2"),
)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser whose help is Chinese and whose errors are DrafterError (status 2)."""

    def __init__(self, prog: str, description: str = "", epilog: str = "") -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            formatter_class=_Formatter,
            add_help=False,
            allow_abbrev=False,
        )
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份帮助")

    def error(self, message: str) -> NoReturn:
        """Raise the fault in Chinese instead of printing it in English."""
        for english, chinese in _MESSAGES:
            found = re.fullmatch(english, message, re.DOTALL)
            if found:
                message = found.expand(chinese)
                break
        raise DrafterError(message, todo=f"用法见 {self.prog} --help")


def add_bank(parser: argparse.ArgumentParser) -> None:
    """The option every command that reads the bank has."""
    parser.add_argument(
        "--bank", metavar="文件夹", type=Path, action="append", default=[], help="再加一层词句库（可多次）"
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """The option of machine-readable output."""
    parser.add_argument("--json", action="store_true", help="输出 JSON，供其他程序读取")


def add_force(parser: argparse.ArgumentParser) -> None:
    """The option to overwrite."""
    parser.add_argument("--force", action="store_true", help="目标文件已存在时覆盖")


def refuse_source(target: Path, *sources: Path | None) -> None:
    """Raise DrafterError if writing to `target` would replace one of the files that are read: --force means other files."""
    for source in filter(None, sources):
        with suppress(OSError, ValueError):
            if target.samefile(source):
                todo = "它是这次要读的文件，不能覆盖；请换一个文件名"
                raise DrafterError("写出的文件和读入的是同一个", where=str(target), todo=todo)


def refuse_other_name(target: Path) -> None:
    """Raise DrafterError if a draft would be written under the name of another format, in which nothing could open it."""
    if target.suffix.lower() != ".toml":
        todo = f"请写成 {target.stem}.draft.toml；稿件写好以后，用 drafter export 导出 .docx"
        raise DrafterError("稿件的名称要以 .draft.toml 结尾", where=str(target), todo=todo)


def typed_facts(source: Path | None, given: Sequence[str], vocabulary: Vocabulary) -> dict[str, str]:
    """The facts of the file `source` and of `NAME=VALUE` arguments, which win; unsafe characters are taken out and told."""
    from drafter.facts.facts_file import read_facts
    from drafter.filling import clean_typed

    typed, notes = clean_typed((read_facts(source, vocabulary) if source else {}) | assignments(given))
    for note in notes:
        print(f"注意：{note}", file=sys.stderr)
    return typed


def assignments(given: Sequence[str]) -> dict[str, str]:
    """`NAME=VALUE` arguments as a dict, the last of a name wins; a full-width ＝ is accepted too."""
    found = {}
    for item in given:
        name, sign, value = (
            item.replace("＝", "=", 1).partition("=") if "=" not in item else item.partition("=")
        )
        if not sign or not name.strip():
            raise DrafterError(f"“{item}”的写法不对", todo="请写成 名称=值，例如 支委会次数=12")
        found[name.strip()] = value.strip()
    return found
