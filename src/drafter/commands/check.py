"""`drafter check`: what is wrong in drafts, texts and Word files, and putting right what is safe to."""

from __future__ import annotations

import argparse
import sys
from codecs import BOM_UTF8
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.arguments import add_bank
from drafter.errors import DrafterError

if TYPE_CHECKING:
    from drafter.bank.library import Bank
    from drafter.check import Rules
    from drafter.check.report import Reported
    from drafter.document import Place
    from drafter.draft import Draft
    from drafter.outline import Outline


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "files",
        metavar="文件",
        nargs="+",
        type=Path,
        help="稿件（*.draft.toml）、.txt、.md 或 .docx，可以多个",
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="输出给人看（text）或给程序读（json）"
    )
    parser.add_argument("--fix", action="store_true", help="直接改好有把握的问题，其余只报告（.docx 不改）")
    parser.add_argument("--strict", action="store_true", help="还有待填的空也算错误")
    parser.add_argument("--year", type=int, metavar="年份", help="稿件写的是哪一年，缺省从标题和成文日期认")
    add_bank(parser)


def run(args: argparse.Namespace) -> int:
    """Check every file; 0 no errors found, 1 findings of severity error, 2 a file cannot be checked."""
    from drafter.check import Severity, load_rules
    from drafter.check.report import to_json, to_text

    if args.year is not None and not 1949 <= args.year <= 2199:
        raise DrafterError(f"--year 不能是 {args.year}", todo="请写四位年份，例如 --year 2026")
    rules = load_rules()
    for fault in rules.refused:
        print(f"drafter：{fault}", file=sys.stderr)
    checker = _Checker(rules, args)
    found: list[Reported] = []
    unread = False
    for path in args.files:
        try:
            found += checker.check(path)
        except DrafterError as error:
            unread = True
            for fault in error.faults:
                print(f"drafter：{fault}", file=sys.stderr)
    if args.format == "json":
        print(to_json(found))
    elif found or not unread:
        print("\n".join(to_text(found)))
    if unread:
        return 2
    return 1 if any(item.finding.severity is Severity.ERROR for item in found) else 0


class _Checker:
    def __init__(self, rules: Rules, args: argparse.Namespace) -> None:
        self._rules = rules
        self._args = args
        self._loaded: Bank | None = None

    def check(self, path: Path) -> list[Reported]:
        """The findings of one file, after fixing it if asked to."""
        return self._draft(path) if path.suffix.lower() == ".toml" else self._text(path)

    def _say(self, line: str) -> None:
        # Standard output belongs to the JSON when that was asked for.
        print(line, file=sys.stderr if self._args.format == "json" else sys.stdout)

    @property
    def _bank(self) -> Bank:
        from drafter.bank.library import load_bank

        if self._loaded is None:
            self._loaded = load_bank(self._args.bank)
        return self._loaded

    def _text(self, path: Path) -> list[Reported]:
        from drafter.check import check_passages
        from drafter.check.reading import WORD, read_passages
        from drafter.check.report import Reported
        from drafter.check.view import report_year

        word = path.suffix.lower() in WORD
        passages = read_passages(path)
        year = self._args.year or report_year(passages)
        if self._args.fix and word:
            self._say(f"{path}：.docx 只检查不改动，请在 Word 或 WPS 里改")
        elif self._args.fix:
            self._fix_text(path, year)
            passages = read_passages(path)
        if year is None:
            print(f"drafter：{path}：没有认出年份，未查提法是否过时；可用 --year 2026 指定", file=sys.stderr)
        return [
            Reported(str(path), f, f"第 {f.block + 1} 段" if word else "", 0 if word else f.block + 1)
            for f in check_passages(passages, self._rules, year=year)
        ]

    def _fix_text(self, path: Path, year: int | None) -> None:
        from drafter.check.fixing import fix_passage
        from drafter.check.reading import MARKDOWN, hide_markup, text_passages
        from drafter.check.report import fixed_line
        from drafter.files import read_bytes, text_of, write_atomic

        markdown = path.suffix.lower() in MARKDOWN
        raw = read_bytes(path)
        text = text_of(raw, str(path))
        done: Counter[str] = Counter()
        lines: list[str] = []
        for passage in text_passages(text, markdown=markdown):
            closed = passage.view and not passage.view.strip("\ufffc")
            view = hide_markup if markdown else str
            lines.append(
                passage.text
                if closed
                else fix_passage(
                    passage.text, self._rules, year=year, scope=passage.scope, view=view, done=done
                )
            )
        fixed = "\n".join(lines)
        if fixed != text:
            # The line ends and the mark in front are those of the writer's editor, and no business of ours.
            data = fixed.replace("\n", "\r\n").encode() if b"\r\n" in raw else fixed.encode()
            write_atomic(path, BOM_UTF8 + data if raw.startswith(BOM_UTF8) else data)
        self._say(fixed_line(str(path), done))

    def _draft(self, path: Path) -> list[Reported]:
        from drafter.check import check_document
        from drafter.check.consistency import NUMBER, check_draft, surroundings
        from drafter.check.engine import document_passages
        from drafter.check.fixing import fix_draft
        from drafter.check.report import Reported, fixed_line
        from drafter.check.view import report_year
        from drafter.compose import compose
        from drafter.storage.draft_file import read_draft_file, write_draft

        opened = read_draft_file(path)
        draft, vocabulary = opened.draft, self._bank.vocabulary
        document = compose(draft, vocabulary, lenient=True)
        year = self._args.year or report_year(document_passages(document))
        if self._args.fix:
            draft, done = fix_draft(draft, self._rules, NUMBER, year=year)
            if draft != opened.draft:
                write_draft(path, draft, expect=opened.fingerprint)
            self._say(fixed_line(str(path), done))
            document = compose(draft, vocabulary, lenient=True)
        around = surroundings(draft, self._bank, self._outline(draft))
        found = [
            *check_draft(draft, document, around, year=year, strict=self._args.strict),
            *check_document(document, self._rules, year=year),
        ]
        found.sort(key=lambda f: (f.block < 0, f.block, f.cell, f.start, f.rule))
        places = _Places(path, draft)
        return [Reported(str(path), f, places.words(f.place), places.line(f.place)) for f in found]

    def _outline(self, draft: Draft) -> Outline | None:
        from drafter.outline import load_outline

        try:
            return load_outline(draft.outline) if draft.outline else None
        except DrafterError as error:
            print(f"drafter：{error}；没有核对提纲要求的部分", file=sys.stderr)
            return None


class _Places:
    """Places of a draft in words, and the lines of its file they stand on."""

    def __init__(self, path: Path, draft: Draft) -> None:
        from drafter.toml.file import read_toml

        self._file = read_toml(path)
        self._draft = draft

    def words(self, place: Place) -> str:
        from drafter.compose import describe

        return {"facts": "事实", "sections": "提纲"}.get(place.field) or describe(self._draft, place)

    def line(self, place: Place) -> int:
        if place.section is None:
            return self._file.line(place.field) if place.field in self._file.data else 0
        keys: list[str | int] = ["section", place.section]
        if place.paragraph is not None:
            keys += ["paragraph", place.paragraph]
        return self._file.line(*keys, place.field)
