"""Every shipped rule against its own examples, and rule files that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.check import Rules, apply_fixes, check_text, load_rules
from drafter.check.rule import Kind, Rule
from drafter.check.rule_file import failed_examples, read_rules
from drafter.check.sequence import FixedList
from drafter.errors import FileProblem

RULES = load_rules()
BY_ID = {rule.id: rule for rule in RULES.rules}
LISTS = [rule for rule in RULES.rules if isinstance(rule.matcher, FixedList) and rule.id != "FIX-09"]
NAMES = [(rule.id, place) for rule in LISTS for place in range(len(rule.matcher.words))]

RULE = """
[[rule]]
id = "T-1"
kind = "existence"
severity = "error"
message = "请删去“{match}”"
basis = "试验"
terms = ["某词语"]
wrong = ["这里有某词语"]
right = ["这里没有"]
"""


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_a_shipped_rule_reports_its_wrong_examples_and_none_of_its_right_ones(rule: Rule) -> None:
    assert failed_examples(rule) == ()


def test_no_shipped_rule_is_left_out() -> None:
    assert [str(fault) for fault in RULES.refused] == []


def test_every_kind_of_rule_is_in_use() -> None:
    assert {rule.kind for rule in RULES.rules} == set(Kind)


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_what_a_fix_makes_is_right_for_every_other_rule_that_can_be_fixed(rule: Rule) -> None:
    fixable = Rules(r for r in RULES.rules if r.safe)
    for example in rule.wrong:
        if example.fixed is not None:
            left = [f.rule for f in check_text(example.fixed, fixable, year=example.year)]
            assert left == [], f"{example.fixed} → {left}"


def test_rules_without_a_fix_in_the_catalogue_are_never_safe() -> None:
    # Column “fix” C or B of the catalogue: names of leaders, wording, dates and figures are a person's business.
    for rule in RULES.rules:
        if rule.id.startswith(
            ("FIX-", "ERA-", "FCT-", "WSH-", "SLT-", "PII-", "REP-", "NUM-16", "NUM-17", "PUN-05")
        ):
            assert not rule.safe, rule.id


@pytest.mark.parametrize("name", [rule.id for rule in LISTS])
def test_two_members_of_a_fixed_list_in_the_wrong_order_are_found(name: str) -> None:
    members = _members(name)
    for at in range(len(members) - 1):
        swapped = [*members[:at], members[at + 1], members[at], *members[at + 2 :]]
        assert name in _found(swapped), swapped


@pytest.mark.parametrize("name", [rule.id for rule in LISTS])
def test_a_member_missing_inside_a_fixed_list_is_found(name: str) -> None:
    members = _members(name)
    for at in range(1, len(members) - 1):
        assert name in _found([*members[:at], *members[at + 1 :]]), members[at]


@pytest.mark.parametrize("name", [rule.id for rule in LISTS])
def test_a_washed_member_inside_a_fixed_list_is_found(name: str) -> None:
    members = _members(name)
    for at in range(1, len(members) - 1):
        half = len(members[at]) // 2
        washed = "甲" * half + members[at][half:]
        assert name in _found([*members[:at], washed, *members[at + 1 :]]), washed


def _members(name: str) -> tuple[str, ...]:
    matcher = BY_ID[name].matcher
    assert isinstance(matcher, FixedList)
    return matcher.members


def _found(members: list[str]) -> set[str]:
    return {finding.rule for finding in check_text(f"始终坚持{'、'.join(members)}。", RULES)}


def test_a_rule_file_written_by_hand_loads(tmp_path: Path) -> None:
    rules, faults = _read(tmp_path, RULE)
    assert [rule.id for rule in rules] == ["T-1"]
    assert faults == []


def test_a_rule_that_misses_its_own_wrong_example_does_not_load_and_the_others_do(tmp_path: Path) -> None:
    blind = RULE.replace("T-1", "T-2").replace("这里有某词语", "这里什么也没有")
    rules, faults = _read(tmp_path, RULE + blind)
    assert [rule.id for rule in rules] == ["T-1"]
    assert len(faults) == 1
    assert "第 12 行" in faults[0]
    assert "错例“这里什么也没有”没有被查出来" in faults[0]


def test_a_rule_that_reports_its_own_right_example_does_not_load(tmp_path: Path) -> None:
    rules, faults = _read(tmp_path, RULE.replace("这里没有", "某词语在这里"))
    assert rules == ()
    assert "正例“某词语在这里”被误报" in faults[0]


def test_a_fix_that_leaves_the_fault_standing_does_not_load(tmp_path: Path) -> None:
    rule = (
        RULE.replace("existence", "substitution")
        .replace('terms = ["某词语"]', 'swap = { "某词语" = "某某词语" }')
        .replace('["这里有某词语"]', '[{ text = "有某词语", fixed = "有某某词语" }]')
    )
    rules, faults = _read(tmp_path, rule)
    assert rules == ()
    assert "改过以后又被查出来" in faults[0]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('kind = "existence"', 'kind = "existance"', "kind 不能是“existance”"),
        ('severity = "error"', 'severity = "fatal"', "severity 不能是“fatal”"),
        ('message = "请删去“{match}”"\n', "", "缺少 message"),
        ('basis = "试验"\n', "", "缺少 basis"),
        ('terms = ["某词语"]', 'pattern = "(某"', "正则表达式写得不对"),
        ('terms = ["某词语"]', 'terms = ["某"]', "太短"),
        ('terms = ["某词语"]', "", "缺少 pattern"),
        ('right = ["这里没有"]', "", "缺少 right"),
        ('right = ["这里没有"]', "right = []", "至少要有一个例子"),
        ('right = ["这里没有"]', 'right = ["这里没有"]\ngaurd = ["x"]', "不认识“gaurd”"),
        ('right = ["这里没有"]', 'right = ["这里没有"]\nscope = ["footnote"]', "没有“footnote”这个范围"),
        ('right = ["这里没有"]', 'right = ["这里没有"]\noutside = ["brackets"]', "outside 只能是"),
    ],
)
def test_a_fault_in_a_rule_is_named_with_its_line(tmp_path: Path, old: str, new: str, expected: str) -> None:
    rules, faults = _read(tmp_path, RULE.replace(old, new))
    assert rules == ()
    assert any(expected in fault and "第 " in fault and " 行" in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("kind", "options", "expected"),
    [
        ("substitution", "pattern = '某'", "不知道改成什么"),
        ("pairing", 'pairs = ["“"]', "一对符号要写成两个字符"),
        ("consistency", 'forms = ["其他"]', "每组至少要有两种写法"),
        ("sequence", 'members = ["甲一", "乙二"]\npartial = ["丙三"]', "“丙三”不在 members 里"),
        ("arithmetic", "relation = 'rate'\npattern = '某'", "缺少命名组"),
        ("calendar", "test = 'moon'", "test 不能是“moon”"),
        ("repetition", "least = 1", "least 不能是 1"),
        ("era", "when = 'now'", "when 不能是“now”"),
    ],
)
def test_options_of_a_kind_that_make_no_sense_are_refused(
    tmp_path: Path, kind: str, options: str, expected: str
) -> None:
    text = RULE.replace('"existence"', f'"{kind}"').replace('terms = ["某词语"]', options)
    rules, faults = _read(tmp_path, text)
    assert rules == ()
    assert any(expected in fault for fault in faults), faults


def test_a_rule_file_that_is_not_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="第 2 行"):
        _read(tmp_path, "[[rule]]\nid = \n")


def _read(folder: Path, text: str) -> tuple[tuple[Rule, ...], list[str]]:
    path = folder / "rules.toml"
    path.write_text(text, "utf-8")
    rules, faults = read_rules(path)
    return rules, [str(fault) for fault in faults]


def test_a_fix_of_a_full_line_can_be_applied_by_offsets() -> None:
    text = "第一行没有问题。\n召开会议,形成共识。"
    assert apply_fixes(text, check_text(text, RULES)) == "第一行没有问题。\n召开会议，形成共识。"
