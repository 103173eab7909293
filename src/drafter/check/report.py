"""Findings for people (text) and for programs (JSON)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drafter.check.rule import Finding, Severity

SHOWN = 3
"""Findings of one rule printed in full when a file has more than TOGETHER of them."""
TOGETHER = 5


@dataclass(frozen=True, slots=True)
class Reported:
    """A finding with its place in words and in the file: `line` is 1-based, 0 where a file has no lines."""

    file: str
    finding: Finding
    place: str
    line: int = 0


def to_json(reported: Sequence[Reported]) -> str:
    """A JSON list, one object a finding.

    Keys: file, rule, severity, message, basis, line (null if the file has no lines), place, start, end, excerpt,
    fix (null if only a person can decide), safe. start and end are characters within the line, paragraph or block.
    """
    rows = [
        {
            "file": item.file,
            "rule": item.finding.rule,
            "severity": item.finding.severity.value,
            "message": item.finding.message,
            "basis": item.finding.basis,
            "line": item.line or None,
            "place": item.place,
            "start": item.finding.start,
            "end": item.finding.end,
            "excerpt": item.finding.excerpt,
            "fix": item.finding.fix,
            "safe": item.finding.safe,
        }
        for item in reported
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def to_text(reported: Sequence[Reported]) -> Iterator[str]:
    """Lines for the terminal: by file in reading order, many findings of one rule drawn together, then a summary."""
    for file in dict.fromkeys(item.file for item in reported):
        mine = [item for item in reported if item.file == file]
        yield from _file(file, mine)
    yield summary([item.finding for item in reported])


def _file(file: str, mine: Sequence[Reported]) -> Iterator[str]:
    counts = Counter(item.finding.rule for item in mine)
    seen: Counter[str] = Counter()
    yield f"{file}"
    for item in mine:
        finding = item.finding
        seen[finding.rule] += 1
        if counts[finding.rule] > TOGETHER and seen[finding.rule] > SHOWN:
            continue
        where = "，".join(part for part in (item.place, f"第 {item.line} 行" if item.line else "") if part)
        yield f"  {finding.severity.label} {where}：{finding.message}"
        shown = f"{_visible(finding.excerpt)}  " if finding.excerpt else ""
        yield f"      {shown}〔{finding.rule}，{finding.basis}〕"
    for rule, count in counts.items():
        if count > TOGETHER:
            safe = any(item.finding.safe for item in mine if item.finding.rule == rule)
            yield f"  另有 {count - SHOWN} 处同类问题 {rule}" + ("，可用 --fix 一并改好" if safe else "")


def _visible(text: str) -> str:
    # A zero-width or control character would vanish, or worse, in the terminal.
    return "".join(char if char.isprintable() or char == "\u3000" else "□" for char in text)


def summary(findings: Sequence[Finding]) -> str:
    """One line: how many of each severity, how many can be fixed at once."""
    if not findings:
        return "没有发现问题"
    counts = Counter(finding.severity for finding in findings)
    parts = "，".join(f"{severity.label} {counts[severity]}" for severity in Severity if counts[severity])
    safe = sum(finding.safe for finding in findings)
    return f"共 {len(findings)} 个问题：{parts}" + (f"；其中 {safe} 处可用 --fix 直接改好" if safe else "")


def fixed_line(file: str, done: Counter[str]) -> str:
    """What `--fix` has changed in one file."""
    if not done:
        return f"{file}：没有可以直接改的问题，文件没有改动"
    rules = "，".join(f"{rule} {count} 处" for rule, count in done.most_common())
    return f"{file}：已改好 {sum(done.values())} 处（{rules}）"
