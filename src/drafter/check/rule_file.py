"""Reading rules from TOML. A rule that fails its own examples does not load; the others do."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from drafter.check.engine import Rules, apply_fixes
from drafter.check.era import Era, Term, read_terms
from drafter.check.figures import RELATIONS, Arithmetic, Calendar
from drafter.check.kinds import Consistency, Existence, Pairing, Repetition, Substitution
from drafter.check.rule import Example, Kind, Matcher, Rule, Severity
from drafter.check.sequence import FixedList
from drafter.check.view import SCOPES, Passage
from drafter.errors import Fault, FileProblem
from drafter.paths import data_dir
from drafter.toml.file import Fields, read_toml

FOLDER = Path(__file__).parent / "rules"
"""The built-in rules."""


@cache
def load_rules() -> Rules:
    """The built-in rules, read once in a process; `Rules.refused` says which were left out and why. Raises FileProblem if a file is not TOML."""
    terms = read_terms(data_dir() / "phrasebank" / "terms.toml")
    loaded: dict[str, Rule] = {}
    refused: list[Fault] = []
    for path in sorted(FOLDER.glob("*.toml")):
        rules, faults = read_rules(path, terms)
        refused += faults
        for rule in rules:
            if rule.id in loaded:
                refused.append(Fault(f"编号 {rule.id} 已经用过", rule.where, "请换一个编号"))
            else:
                loaded[rule.id] = rule
    if not loaded:
        raise FileProblem("一条检查规则也没有读到", where=str(FOLDER), todo="请重新安装 drafter")
    return Rules(loaded.values(), refused)


def read_rules(path: Path, terms: Sequence[Term] = ()) -> tuple[tuple[Rule, ...], tuple[Fault, ...]]:
    """The rules of one file whose examples hold, and the faults of those left out.

    `terms` feed the rules of kind era. Raises FileProblem if the file cannot be read or is not TOML.
    """
    file = read_toml(path)
    top = Fields(file, (), file.data)
    tables = top.tables("rule", required=True)
    top.refuse_unknown()
    rules: list[Rule] = []
    faults = list(top.faults)
    for table in tables:
        fields = Fields(file, table.keys, table.table)
        rule = _read(fields, terms)
        faults += fields.faults
        if not fields.faults:
            broken = failed_examples(rule)
            faults += broken
            if not broken:
                rules.append(rule)
    return tuple(rules), tuple(faults)


def failed_examples(rule: Rule) -> tuple[Fault, ...]:
    """What is wrong between `rule` and its own examples: each wrong one must be reported, each right one not."""
    alone = Rules((rule,))
    faults: list[str] = []
    for example in rule.wrong:
        findings = _on(alone, example)
        if not findings:
            faults.append(f"错例“{example.text}”没有被查出来")
        elif example.fixed is not None and _fixed(example, alone) != example.fixed:
            faults.append(f"错例“{example.text}”改成了“{_fixed(example, alone)}”，应为“{example.fixed}”")
        elif example.fixed is not None and _on(
            alone, Example(example.fixed, None, example.year, example.scope)
        ):
            faults.append(f"错例“{example.text}”改过以后又被查出来")
    faults += [f"正例“{example.text}”被误报" for example in rule.right if _on(alone, example)]
    return tuple(
        Fault(f"规则 {rule.id}：{what}", rule.where, "这条规则没有启用，请改正规则或例子") for what in faults
    )


def _on(rules: Rules, example: Example) -> list[tuple[int, int]]:
    return [(finding.start, finding.end) for finding in rules.run(_passages(example), example.year)]


def _passages(example: Example) -> tuple[Passage, ...]:
    return tuple(Passage(line, example.scope, block=at) for at, line in enumerate(example.text.split("\n")))


def _fixed(example: Example, rules: Rules) -> str:
    findings = list(rules.run(_passages(example), example.year))
    return "\n".join(
        apply_fixes(line, [f for f in findings if f.block == at], safe_only=False)
        for at, line in enumerate(example.text.split("\n"))
    )


def _read(fields: Fields, terms: Sequence[Term]) -> Rule:
    kind = Kind(fields.choice("kind", [kind.value for kind in Kind], required=True) or Kind.EXISTENCE)
    severity = Severity(
        fields.choice("severity", [s.value for s in Severity], "warning", required=True) or "warning"
    )
    scope = fields.texts("scope", SCOPES)
    for unknown in set(scope) - set(SCOPES):
        fields.fault("scope", f"没有“{unknown}”这个范围", f"可以是：{'、'.join(SCOPES)}")
    outside = frozenset(fields.texts("outside"))
    if outside - {"quotes", "titles"}:
        fields.fault(
            "outside", "outside 只能是 quotes（引号内）和 titles（书名号内）", 'outside = ["quotes"]'
        )
    rule = Rule(
        id=fields.text("id", required=True), kind=kind, severity=severity,
        message=fields.text("message", required=True), basis=fields.text("basis", required=True),
        matcher=_MATCHERS[kind](fields, terms), scope=frozenset(scope),
        wrong=_examples(fields, "wrong"), right=_examples(fields, "right"),
        guard=_patterns(fields, "guard"), unless=_patterns(fields, "unless"), outside=outside,
        since=fields.integer("since"), safe=fields.flag("safe"), where=fields.where(),
    )  # fmt: skip
    fields.refuse_unknown()
    return rule


def _examples(fields: Fields, name: str) -> tuple[Example, ...]:
    """Examples: a list of texts, or of tables {text, fixed, year, scope}. At least one is demanded."""
    given = fields.table.get(name)
    if isinstance(given, list) and given and all(isinstance(item, dict) for item in given):
        examples = tuple(
            Example(
                table.text("text", required=True),
                table.text("fixed") if "fixed" in table.table else None,
                table.optional_integer("year"),
                table.choice("scope", SCOPES, "body"),
            )
            for table in fields.tables(name)
        )
    else:
        examples = tuple(Example(text) for text in fields.texts(name, required=True))
    if name in fields.table and not examples:
        fields.fault(name, f"{name} 至少要有一个例子", f'请加上 {name} = ["…"]')
    return examples


def _patterns(fields: Fields, name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(pattern for text in fields.texts(name) if (pattern := _compiled(fields, name, text)))


def _pattern(fields: Fields, *, required: bool = False) -> re.Pattern[str] | None:
    text = fields.text("pattern", required=required)
    return _compiled(fields, "pattern", text) if text else None


def _compiled(fields: Fields, name: str, text: str) -> re.Pattern[str] | None:
    try:
        return re.compile(text, re.MULTILINE)
    except re.error as error:
        fields.fault(name, f"正则表达式写得不对（{error}）", "请改正后再试")
        return None


def _words(fields: Fields, name: str, words: Sequence[str]) -> tuple[str, ...]:
    """Literals for the index, which finds nothing shorter than two characters."""
    for word in words:
        if len(word) < 2:
            fields.fault(name, f"“{word}”太短", "至少要两个字；一个字请用 pattern")
    return tuple(words)


def _existence(fields: Fields, terms: Sequence[Term]) -> Matcher:
    words = _words(fields, "terms", fields.texts("terms"))
    pattern = _pattern(fields, required=not words)
    return Existence(pattern, words, fields.texts("need"))


def _substitution(fields: Fields, terms: Sequence[Term]) -> Matcher:
    table = fields.sub("swap")
    swap = {wrong: table.text(wrong) for wrong in table.table}
    pattern = _pattern(fields, required=not swap)
    replace = fields.text("replace") if "replace" in fields.table else None
    if pattern and replace is None and not swap:
        fields.fault("", "有 pattern 而不知道改成什么", '请加上 replace = "…" 或 [rule.swap]')
    words = () if pattern else _words(fields, "swap", tuple(swap))
    return Substitution(swap, pattern, replace, words, fields.texts("need"), fields.text("even"))


def _pairing(fields: Fields, terms: Sequence[Term]) -> Matcher:
    pairs, inner = fields.texts("pairs", required=True), fields.text("inner")
    if any(len(pair) != 2 for pair in (*pairs, *([inner] if inner else []))):
        fields.fault("pairs", "一对符号要写成两个字符", 'pairs = ["“”", "《》"]')
    return Pairing(pairs, fields.flag("nested"), inner)


def _repetition(fields: Fields, terms: Sequence[Term]) -> Matcher:
    return Repetition(fields.integer("least", required=True, low=4, high=200))


def _consistency(fields: Fields, terms: Sequence[Term]) -> Matcher:
    groups = tuple(tuple(group.split("|")) for group in fields.texts("forms", required=True))
    if any(len(group) < 2 for group in groups):
        fields.fault("forms", "每组至少要有两种写法", 'forms = ["其他|其它"]')
    return Consistency(groups, _words(fields, "forms", [form for group in groups for form in group]))


def _sequence(fields: Fields, terms: Sequence[Term]) -> Matcher:
    groups = [member.split("|") for member in fields.texts("members", required=True)]
    names = {form: number for number, group in enumerate(groups) for form in group}
    partial: list[frozenset[int]] = []
    for entry in fields.texts("partial"):
        unknown = [name for name in entry.split("|") if name not in names]
        if unknown:
            fields.fault("partial", f"“{unknown[0]}”不在 members 里", "请写 members 里有的词")
        partial.append(frozenset(names[name] for name in entry.split("|") if name in names))
    return FixedList(
        members=tuple(group[0] for group in groups),
        words=_words(fields, "members", tuple(names)),
        owner=tuple(names.values()),
        whole=fields.flag("whole"),
        partial=tuple(partial),
        near=fields.number("near", 0.5),
    )


def _era(fields: Fields, terms: Sequence[Term]) -> Matcher:
    when = fields.choice("when", ("after", "before"), "after", required=True)
    kinds = fields.texts("kinds")
    matching = _compiled(fields, "matching", fields.text("matching"))
    chosen = tuple(
        term
        for term in terms
        if (not kinds or term.kind in kinds) and (matching is None or matching.search(term.term))
    )
    return Era(when, chosen, fields.texts("frames"), tuple(term.term for term in chosen))


def _calendar(fields: Fields, terms: Sequence[Term]) -> Matcher:
    return Calendar(fields.choice("test", ("date", "weekday"), "date", required=True))


def _arithmetic(fields: Fields, terms: Sequence[Term]) -> Matcher:
    relation = fields.choice("relation", tuple(RELATIONS), "rate", required=True)
    pattern = _pattern(fields, required=True) or re.compile("(?!)")
    missing = RELATIONS[relation][0] - set(pattern.groupindex)
    if missing:
        fields.fault("pattern", f"缺少命名组 {'、'.join(sorted(missing))}", "请写成 (?P<名称>…)")
    return Arithmetic(relation, pattern, fields.texts("need"))


_MATCHERS: dict[Kind, Callable[[Fields, Sequence[Term]], Matcher]] = {
    Kind.EXISTENCE: _existence,
    Kind.SUBSTITUTION: _substitution,
    Kind.PAIRING: _pairing,
    Kind.REPETITION: _repetition,
    Kind.CONSISTENCY: _consistency,
    Kind.ERA: _era,
    Kind.SEQUENCE: _sequence,
    Kind.CALENDAR: _calendar,
    Kind.ARITHMETIC: _arithmetic,
}
