"""argparse in Chinese: help, usage and errors a clerk can read. Imports argparse and nothing heavy."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from drafter.errors import DrafterError

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
            if re.fullmatch(english, message):
                message = re.sub(english, chinese, message)
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
