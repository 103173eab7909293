"""Putting safe fixes into what the writer typed: the lines of a text, or the fields of a draft with their slots."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from drafter.check.engine import Rules, apply_fixes
from drafter.check.rule import Finding
from drafter.check.view import HIDDEN, Passage
from drafter.draft import Draft, Paragraph, Section, Table

ROUNDS = 4
"""Passes over one text: a fix may uncover another (a bracket widened, then the stop behind it)."""

_TAG = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}")
_NUMBER_RULE = "typed-number"


def hide_tags(text: str) -> str:
    """`text` with every template tag replaced by as many HIDDEN, so that no rule looks into one."""
    return _TAG.sub(lambda tag: HIDDEN * len(tag.group()), text)


def fix_passage(
    text: str, rules: Rules, *, year: int | None, scope: str, view: Callable[[str], str], done: Counter[str]
) -> str:
    """`text` with all safe fixes put in; `view` hides what is not to be judged, `done` counts fixes by rule."""
    for _ in range(ROUNDS):
        findings = [f for f in rules.run((Passage(text, scope, view=view(text)),), year) if f.safe]
        fixed = apply_fixes(text, findings)
        if fixed == text:
            break
        done.update(f.rule for f in _applied(findings))
        text = fixed
    return text


def _applied(findings: list[Finding]) -> list[Finding]:
    # The same choice apply_fixes makes: of overlapping fixes the first.
    applied: list[Finding] = []
    for finding in sorted(findings, key=lambda f: (f.start, f.end)):
        if not applied or finding.start >= applied[-1].end:
            applied.append(finding)
    return applied


def fix_draft(
    draft: Draft, rules: Rules, number: re.Pattern[str], *, year: int | None
) -> tuple[Draft, Counter[str]]:
    """`draft` with safe fixes in its texts (not in its facts), and how many of each rule.

    `number` matches a heading number typed by hand, which is removed.
    """
    done: Counter[str] = Counter()

    def fix(text: str, scope: str) -> str:
        return fix_passage(text, rules, year=year, scope=scope, view=hide_tags, done=done) if text else text

    def heading(section: Section) -> str:
        typed = number.match(section.heading) if section.level else None
        if typed:
            done[_NUMBER_RULE] += 1
        return fix(section.heading[typed.end() :] if typed else section.heading, "heading")

    fixed = replace(
        draft,
        title=fix(draft.title, "title"),
        sections=tuple(
            replace(s, heading=heading(s), paragraphs=tuple(_paragraph(p, fix) for p in s.paragraphs))
            for s in draft.sections
        ),
        attachments=tuple(fix(name, "attachments") for name in draft.attachments),
    )
    return fixed, done


def _paragraph(paragraph: Paragraph, fix: Callable[[str, str], str]) -> Paragraph:
    table = paragraph.table
    if table is not None:
        rows = tuple(tuple(fix(cell, "table") for cell in row) for row in table.rows)
        table = Table(rows, fix(table.caption, "table"), table.header)
    return replace(paragraph, text=fix(paragraph.text, "body"), table=table)
