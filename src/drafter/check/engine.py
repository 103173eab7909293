"""Running rules over text: one pass for all literals, one for each pattern, guards only where something was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from drafter.check.rule import Finding, Hit, Rule, Severity, Word
from drafter.check.view import HIDDEN, Passage, View, lines
from drafter.document import Block, Document, Run
from drafter.errors import Fault

GUARD_REACH = 60
"""Characters on either side of a hit in which its guards are looked for."""

CONTEXT = 10
"""Characters of an excerpt on either side of the hit."""


class Rules:
    """A set of loaded rules, with the index of their literals by first two characters.

    A dictionary keyed by two characters stays at 3 ms for 24,000 characters however many literals there are; one
    regular-expression alternation of them does not (81 ms at 3,000).
    """

    def __init__(self, rules: Iterable[Rule], refused: Iterable[Fault] = ()) -> None:
        self.rules = tuple(rules)
        self.refused = tuple(refused)
        self._index: dict[str, list[tuple[str, int, int]]] = {}
        for number, rule in enumerate(self.rules):
            for which, word in enumerate(rule.matcher.words):
                self._index.setdefault(word[:2], []).append((word, number, which))
        for entries in self._index.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def run(self, passages: Sequence[Passage], year: int | None) -> Iterator[Finding]:
        """Findings over `passages`, in the order of the rules; offsets are those in the passage."""
        view = View(passages, year)
        found = self._scan(view.text)
        for number, rule in enumerate(self.rules):
            if rule.since and (year is None or year < rule.since):
                continue
            for hit in rule.matcher.find(view, found.get(number, ())):
                finding = _judge(rule, hit, view)
                if finding:
                    yield finding

    def _scan(self, text: str) -> dict[int, list[Word]]:
        index = self._index
        found: dict[int, list[Word]] = {}
        ends: dict[int, int] = {}
        for at in [at for at in range(len(text) - 1) if text[at : at + 2] in index]:
            for word, rule, which in index[text[at : at + 2]]:
                if ends.get(rule, 0) <= at and text.startswith(word, at):
                    ends[rule] = at + len(word)
                    found.setdefault(rule, []).append(Word(at, which))
        return found


def _judge(rule: Rule, hit: Hit, view: View) -> Finding | None:
    """The finding a hit amounts to, None if its place or a guard excuses it."""
    number = view.number(hit.start)
    passage = view.passages[number]
    low, high = view.bounds(number)
    if hit.end > high or passage.scope not in rule.scope or _excused(rule, hit, view, low, high):
        return None
    start, end = hit.start - low, hit.end - low
    match = passage.text[start:end]
    fix = None if hit.fix is None else _restore(hit.fix, view.text[hit.start : hit.end], match)
    severity = Severity.WARNING if hit.lesser and rule.severity is Severity.ERROR else rule.severity
    message = rule.message.replace("{match}", shorten(match)).replace("{note}", hit.note)
    return Finding(
        rule=rule.id, severity=severity, message=message.replace("{fix}", shorten(fix or "")), basis=rule.basis,
        place=passage.place, start=start, end=end, excerpt=excerpt(passage.text, start, end),
        fix=fix, safe=rule.safe and fix is not None, block=passage.block, cell=passage.cell,
    )  # fmt: skip


def _excused(rule: Rule, hit: Hit, view: View, low: int, high: int) -> bool:
    if any(view.inside(what, hit.start, hit.end) for what in rule.outside):
        return True
    near, far = max(low, hit.start - GUARD_REACH), min(high, hit.end + GUARD_REACH)
    for guard in rule.guard:
        for match in guard.finditer(view.text, near, far):
            if match.start() < hit.end and hit.start < match.end():
                return True
    if rule.unless:
        sentence = view.sentence(hit.start)
        return any(pattern.search(sentence) for pattern in rule.unless)
    return False


def _restore(fix: str, shown: str, real: str) -> str | None:
    """`fix` with the characters that were hidden put back in order; None if it would lose one."""
    if HIDDEN not in shown:
        return fix
    hidden = iter([char for mark, char in zip(shown, real, strict=True) if mark == HIDDEN])
    if fix.count(HIDDEN) != shown.count(HIDDEN):
        return None
    return "".join(next(hidden) if char == HIDDEN else char for char in fix)


def shorten(text: str, limit: int = 24) -> str:
    """`text` on one line, its middle left out if it is longer than `limit` characters."""
    text = " ".join(text.split()) or text
    return text if len(text) <= limit else f"{text[: limit // 2]}……{text[-(limit // 2 - 2) :]}"


def excerpt(text: str, start: int, end: int) -> str:
    """The stretch with a little of what stands around it, cut ends marked with an ellipsis."""
    low, high = max(start - CONTEXT, 0), min(max(end, start) + CONTEXT, len(text))
    middle = shorten(text[start:end], 60) if end - start > 60 else text[start:end]
    around = f"{text[low:start]}{middle}{text[end:high]}"
    return f"{'…' if low else ''}{around}{'…' if high < len(text) else ''}"


def check_passages(
    passages: Sequence[Passage], rules: Rules, *, year: int | None = None
) -> tuple[Finding, ...]:
    """Findings in reading order over `passages` (a whole text, or one changed paragraph), offsets within each.

    `year` is the year the report is about; without it rules that depend on it stay silent.
    """
    order = {(passage.block, passage.cell): number for number, passage in enumerate(passages)}
    found = rules.run(passages, year)
    return tuple(sorted(found, key=lambda f: (order[f.block, f.cell], f.start, f.end, f.rule)))


def check_text(text: str, rules: Rules, *, year: int | None = None) -> tuple[Finding, ...]:
    """Findings in a plain text, each line a paragraph; offsets are those in `text`, `block` is the line's index."""
    passages = lines(text)
    starts = View(passages, year).starts
    found = check_passages(passages, rules, year=year)
    return tuple(replace(f, start=f.start + starts[f.block], end=f.end + starts[f.block]) for f in found)


def check_document(document: Document, rules: Rules, *, year: int | None = None) -> tuple[Finding, ...]:
    """Findings of the rules in a composed document; open slots are hidden from them (see consistency.py)."""
    return check_passages(document_passages(document), rules, year=year)


def document_passages(document: Document) -> tuple[Passage, ...]:
    """The blocks and table cells of `document` as passages."""
    return tuple(
        passage for number, block in enumerate(document.blocks) for passage in _passages(block, number)
    )


def _passages(block: Block, number: int) -> Iterator[Passage]:
    if block.runs or block.number:
        yield _passage(block, number, block.number, block.runs, -1)
    for cell, runs in enumerate(runs for row in block.rows for runs in row):
        yield _passage(block, number, "", runs, cell)


def _passage(block: Block, number: int, prefix: str, runs: Sequence[Run], cell: int) -> Passage:
    text = prefix + "".join(run.text for run in runs)
    view = prefix + "".join(HIDDEN * len(run.text) if run.open else run.text for run in runs)
    return Passage(text, block.kind.value, block.place, "" if view == text else view, number, cell)


def apply_fixes(text: str, findings: Iterable[Finding], *, safe_only: bool = True) -> str:
    """`text` with the fixes of `findings` (offsets in `text`) put in; of overlapping ones the first only."""
    parts: list[str] = []
    at = 0
    for finding in sorted(findings, key=lambda f: (f.start, f.end)):
        if finding.fix is None or finding.start < at or (safe_only and not finding.safe):
            continue
        parts += [text[at : finding.start], finding.fix]
        at = finding.end
    return "".join([*parts, text[at:]])
