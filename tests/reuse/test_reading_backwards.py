"""Every phrase of the bank is known again when it is printed, and its slots give back what was typed."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.bank.library import Bank, load_bank
from drafter.bank.phrase import Phrase, literal
from drafter.compose import FactScope
from drafter.draft import Draft
from drafter.facts.spec import FactSpec, Kind, Vocabulary, parse_fact
from drafter.reuse.adjacent import parted
from drafter.reuse.filling_back import Rewriter, solve
from drafter.reuse.matching import LEAST_FIXED, Match, Matcher, best
from drafter.reuse.pattern import Printed, pattern_of
from drafter.slots.template import parse_template

_HAN = re.compile(r"[\u3400-\u9fff]")


@cache
def bank() -> Bank:
    return load_bank()


@cache
def matcher() -> Matcher:
    return Matcher(bank())


SPECS = Vocabulary(
    {
        spec.name: spec
        for spec in (
            FactSpec("次数", kind=Kind.COUNT, unit="次"),
            FactSpec("人数", kind=Kind.COUNT, unit="人"),
            FactSpec("总数", kind=Kind.COUNT, unit="人"),
            FactSpec("其余", kind=Kind.COUNT, unit="人", formula="总数 | 减(人数)"),
            FactSpec("事故数", kind=Kind.COUNT, unit="起"),
            FactSpec("资金", kind=Kind.MONEY),
            FactSpec("期间", kind=Kind.PERIOD),
            FactSpec("日期", kind=Kind.DATE),
            FactSpec("名单", kind=Kind.PEOPLE),
            FactSpec("县名", kind=Kind.ORGANISATION, example="青山县"),
            FactSpec("镇名", kind=Kind.ORGANISATION, example="清水镇"),
        )
    }
)


def written(text: str, facts: dict[str, str], vocabulary: Vocabulary) -> str:
    scope = FactScope(Draft(facts=facts), vocabulary)
    return "".join(run.text for run in parse_template(text).render(scope))


def read(text: str, shown: str) -> tuple[Printed, ...]:
    pattern = pattern_of(text, SPECS)
    assert pattern is not None
    printed = pattern.full(shown)
    assert printed is not None
    return parted(printed, SPECS)


@cache
def found(phrase: Phrase) -> tuple[dict[str, str], tuple[Match, ...]]:
    """The examples of its facts, and the phrases found in what it prints with them."""
    facts = {name: bank().vocabulary.spec(name).example for name in parse_template(phrase.text).slots}
    text = written(phrase.text, facts, bank().vocabulary)
    return facts, best(matcher().matches(text))


def test_almost_every_phrase_is_known_again_in_print() -> None:
    phrases = [
        p for p in bank().phrases if p.unit != "heading" and len(_HAN.findall(literal(p.text))) >= LEAST_FIXED
    ]
    missed = [phrase.id for phrase in phrases if [m.phrase.id for m in found(phrase)[1]] != [phrase.id]]
    assert len(missed) <= len(phrases) // 100, missed


def test_almost_every_slot_gives_back_its_value() -> None:
    total, wrong = 0, []
    for phrase in bank().phrases:
        if phrase.unit == "heading":
            continue
        facts, matches = found(phrase)
        if len(matches) != 1:
            continue
        values = solve([(None, matches[0].printed)], bank().vocabulary).document
        for name, typed in facts.items():
            spec = bank().vocabulary.spec(name)
            total += 1
            back = parse_fact(spec, values[name]).text() if name in values else ""
            if back != parse_fact(spec, typed).text():
                wrong.append((phrase.id, name, typed, back))
    assert len(wrong) <= total // 50, wrong


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("开会{{ 次数 }}次。", {"次数": "12"}),
        ("开会{{ 次数 }}次。", {"次数": "1200余"}),
        ("开会{{ 次数 }}次。", {"次数": "约1.2万"}),
        ("投入{{ 资金 }}。", {"资金": "300余万元"}),
        ("投入{{ 资金 | 万元 }}。", {"资金": "3.5万元"}),
        ("{{ 期间 | 年度 }}，开会。", {"期间": "2026年"}),
        ("自{{ 期间 | 起 }}至{{ 期间 | 止 }}。", {"期间": "2026年3月至12月"}),
        ("{{ 期间 }}，开会。", {"期间": "2025—2026学年"}),
        ("第{{ 次数 | 汉字 }}届。", {"次数": "12"}),
        ("{{ 名单 }}等{{ 名单 | 个数 }}人。", {"名单": "张丽、陈刚"}),
        ("开会{% if 人数 %}，{{ 人数 }}人参加{% endif %}。", {"人数": "30"}),
        ("{% if 事故数 == 0 %}没有事故{% else %}事故{{ 事故数 }}起{% endif %}。", {"事故数": "0"}),
        ("{% if 事故数 == 0 %}没有事故{% else %}事故{{ 事故数 }}起{% endif %}。", {"事故数": "3"}),
        ("其中党员{{ 人数 }}人，其余{{ 总数 | 减(人数) }}人。", {"人数": "12", "总数": "50"}),
        ("{{ 县名 }}{{ 镇名 }}工作总结", {"县名": "示例县", "镇名": "南山镇"}),
    ],
)
def test_what_was_typed_comes_back(text: str, facts: dict[str, str]) -> None:
    printed = read(text, written(text, facts, SPECS))
    values = solve([(None, printed)], SPECS)
    back = {name: parse_fact(SPECS.spec(name), typed).text() for name, typed in values.document.items()}
    assert back == {name: parse_fact(SPECS.spec(name), typed).text() for name, typed in facts.items()}
    assert Rewriter(values, SPECS).text(printed, None) == text


def test_words_for_the_case_of_a_fact_may_be_missing() -> None:
    text = "开会{% if 人数 %}，{{ 人数 }}人参加{% endif %}。"
    printed = read(text, "开会。")
    values = solve([(None, printed)], SPECS)
    assert values.document == {}
    assert Rewriter(values, SPECS).text(printed, None) == text


def test_what_a_formula_gives_is_not_typed() -> None:
    text = "共{{ 总数 }}人，其中党员{{ 人数 }}人，其余{{ 其余 }}人。"
    assert solve([(None, read(text, "共50人，其中党员12人，其余38人。"))], SPECS).document == {
        "总数": "50",
        "人数": "12",
    }
    assert solve([(None, read(text, "共50人，其中党员12人，其余39人。"))], SPECS).document["其余"] == "39"


def test_a_number_in_characters_keeps_its_characters() -> None:
    printed = read("开会{{ 次数 }}次。", "开会十二次。")
    values = solve([(None, printed)], SPECS)
    text = Rewriter(values, SPECS).text(printed, None)
    assert written(text, dict(values.document), SPECS) == "开会十二次。"
    assert "{{" in text


def test_a_second_value_of_a_fact_gets_a_name_of_its_own() -> None:
    first, second = read("开会{{ 次数 }}次。", "开会5次。"), read("开会{{ 次数 }}次。", "开会7次。")
    values = solve([(None, first), (None, first), (None, second)], SPECS)
    rewriter = Rewriter(values, SPECS)
    assert values.document == {"次数": "5"}
    assert rewriter.text(second, None) == "开会{{ 次数2 }}次。"
    assert rewriter.own == {"次数2": "7"}


def test_an_open_slot_of_the_old_report_stays_open() -> None:
    printed = read("开会{{ 次数 }}次。", "开会【待填：次数】次。")
    values = solve([(None, printed)], SPECS)
    assert values.document == {}
    assert Rewriter(values, SPECS).text(printed, None) == "开会{{ 次数 }}次。"


@pytest.mark.parametrize(
    "text",
    [
        "{% for 人 in 名单 %}{{ 人 }}。{% endfor %}",
        "{{ 次数",
        "{{ 甲 }}{{ 乙 }}{{ 丙 }}{{ 丁 }}{{ 戊 }}{{ 己 }}{{ 庚 }}",
    ],
)
def test_a_text_that_cannot_be_read_backwards_is_left_alone(text: str) -> None:
    assert pattern_of(text, SPECS) is None


@given(st.text(alphabet="开展党员大会次、，。12{}%【】“”《》年月日 召", max_size=80))
def test_any_paragraph_can_be_searched(text: str) -> None:
    matches = best(matcher().matches(text))
    ends = [0, *(match.end for match in matches)]
    assert all(match.start >= end for match, end in zip(matches, ends, strict=False))
    assert all("".join(piece.shown for piece in m.printed) == text[m.start : m.end] for m in matches)
