"""The slot language: what it accepts, what it prints, what it refuses, and that nothing accepted is a bomb."""

from __future__ import annotations

import tracemalloc
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import FactError, TemplateError
from drafter.facts.values import Items, Money, Number, Percent, Text, Value
from drafter.slots.template import evaluate, names_of, open_mark, parse_formula, parse_template
from drafter.slots.walk import MAX_OUTPUT

FACTS: dict[str, Value] = {
    "支委会次数": Number(Decimal(12)),
    "党员大会次数": Number(Decimal(4)),
    "零": Number(Decimal(0)),
    "达标率": Percent(Decimal(95)),
    "经费": Money(Decimal("3.5"), "万"),
    "单位": Text("示例小学"),
    "名单": Items(("张三丰", "李四光")),
}


def printed(text: str) -> str:
    return "".join(run.text for run in parse_template(text).render(FACTS.get))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("没有空的句子。", "没有空的句子。"),
        ("召开支委会{{ 支委会次数 }}次。", "召开支委会12次。"),
        ("召开{{支委会次数|加(党员大会次数)}}次", "召开16次"),
        ("召开{{ 支委会次数 | 汉字 }}次", "召开十二次"),
        ("投入{{ 经费 }}，达标率{{ 达标率 }}", "投入3.5万元，达标率95%"),
        ("{{ 名单 }}等{{ 名单 | 个数 }}人", "张三丰、李四光等2人"),
        ("{% for 人 in 名单 %}{{ 人 }}同志。{% endfor %}", "张三丰同志。李四光同志。"),
        ("{% if 支委会次数 >= 12 %}每月{% else %}定期{% endif %}召开", "每月召开"),
        ("{% if 零 %}有{% elif 达标率 > 90 and not 零 %}好{% else %}无{% endif %}", "好"),
        ("经费{% if 未填 %}，比上年{{ 未填 }}{% endif %}。", "经费。"),
        ("{% if 未填 and 单位 %}有{% endif %}", ""),
        ("{% if 单位 == '示例小学' %}我校{% endif %}", "我校"),
        ("末尾换行\n", "末尾换行\n"),
        ("单个 { 和 } 与 # 不动 {# 也不动", "单个 { 和 } 与 # 不动 {# 也不动"),
        ("", ""),
    ],
)
def test_an_allowed_text_prints_with_its_facts(text: str, result: str) -> None:
    assert printed(text) == result


def test_an_open_slot_stays_visible_and_is_marked_open() -> None:
    runs = parse_template("召开{{ 党课次数 }}次").render(FACTS.get)
    assert [(run.text, run.fact, run.open) for run in runs] == [
        ("召开", "", False),
        ("【待填：党课次数】", "党课次数", True),
        ("次", "", False),
    ]
    assert runs[1].text == open_mark("党课次数")


def test_an_open_argument_of_a_filter_is_what_is_asked_for() -> None:
    (run,) = parse_template("{{ 支委会次数 | 同比(去年次数) }}").render(FACTS.get)
    assert (run.fact, run.open) == ("去年次数", True)


@pytest.mark.parametrize(
    "text",
    [
        "{% if 未填 %}有违纪{% else %}无违纪{% endif %}",
        "{% if 未填 == 0 %}无违纪{% endif %}",
        "{% if 未填 > 3 %}多{% elif 零 %}有{% else %}少{% endif %}",
        "{% if not 未填 %}无违纪{% endif %}",
        "{% if 支委会次数 > 3 and 未填 > 3 %}多{% else %}少{% endif %}",
    ],
)
def test_a_condition_on_an_open_fact_claims_nothing_and_stays_visibly_open(text: str) -> None:
    (run,) = parse_template(text).render(FACTS.get)
    assert (run.text, run.fact, run.open) == ("【待填：未填】", "未填", True)


def test_a_filled_slot_knows_its_fact() -> None:
    runs = parse_template("{{ 支委会次数 | 加(党员大会次数) }}次").render(FACTS.get)
    assert (runs[0].text, runs[0].fact, runs[0].open) == ("16", "支委会次数", False)


def test_slots_are_listed_once_in_order_and_loop_items_are_none() -> None:
    text = "{{ 甲 }}{{ 乙 | 加(甲) }}{% if 丙 %}{% for 项 in 丁 %}{{ 项 }}{% endfor %}{% endif %}"
    assert parse_template(text).slots == ("甲", "乙", "丙", "丁")


REFUSED = [
    "{{ 甲.乙 }}",
    "{{ 甲['乙'] }}",
    "{{ 甲() }}",
    "{{ 甲 ~ 乙 }}",
    "{{ 甲 + 1 }}",
    "{{ 9 ** 9999999 }}",
    "{{ 'a' * 1000000000 }}",
    "{{ -甲 }}",
    "{{ 甲 if 乙 else 丙 }}",
    "{{ 甲 is defined }}",
    "{{ 甲 > 1 }}",
    "{{ [1, 2] }}",
    "{{ {'a': 1} }}",
    "{{ true }}",
    "{{ none }}",
    "{{ 1e999 }}",
    "{{ " + "9" * 5000 + " }}",
    "{{ 甲 | upper }}",
    "{{ 甲 | attr('x') }}",
    "{{ 甲 | 加 }}",
    "{{ 甲 | 加(1, 2, 3) }}",
    "{{ 甲 | 加(x=1) }}",
    "{{ 甲 | 加(*乙) }}",
    "{{ 甲 | 加(乙 > 1) }}",
    "{{ range(10) }}",
    "{{ lipsum(n=100) }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ __class__ }}",
    "{{ _甲 }}",
    "{% set 甲 = 1 %}",
    "{% macro m() %}{% endmacro %}",
    "{% include 'x' %}",
    "{% import 'x' as y %}",
    "{% extends 'x' %}",
    "{% block b %}{% endblock %}",
    "{% filter 加(1) %}{% endfilter %}",
    "{% call 甲() %}{% endcall %}",
    "{% with 甲 = 1 %}{% endwith %}",
    "{% autoescape true %}{% endautoescape %}",
    "{% raw %}{{ 甲 }}{% endraw %}",
    "{% for 项 in range(9) %}{% endfor %}",
    "{% for 项 in 甲 | 顿号 %}{% endfor %}",
    "{% for a, b in 甲 %}{% endfor %}",
    "{% for 项 in 甲 if 项 %}{% endfor %}",
    "{% for 项 in 甲 recursive %}{% endfor %}",
    "{% for 项 in 甲 %}{% else %}无{% endfor %}",
    "{% for 项 in 甲 %}{% for 目 in 乙 %}{% endfor %}{% endfor %}",
    "{% if 1 < 甲 < 3 %}{% endif %}",
    "{% if 甲 in 乙 %}{% endif %}",
    "{% if 甲 %}",
    "{% endif %}",
    "{{ 甲",
    "{{ }}",
    "{{ 甲 乙 }}",
    "{{ 甲｜加（1） }}",
    "{% do 甲 %}",
    "{{ " + "(" * 900 + "甲" + ")" * 900 + " }}",
    "{% if 甲 %}" * 110 + "{% endif %}" * 110,
    "{{ 甲 }}" * 300,
    "{{ 甲" + " | 加(1)" * 60 + " }}",
    "字" * 20_001,
    "\x02 {{ 甲 }} \x03",
]


@pytest.mark.parametrize("text", REFUSED, ids=[text[:40] for text in REFUSED])
def test_anything_else_is_refused_before_rendering_with_what_to_do(text: str) -> None:
    with pytest.raises(TemplateError) as caught:
        parse_template(text)
    assert caught.value.faults[0].todo


def test_a_refusal_names_the_place() -> None:
    with pytest.raises(TemplateError) as caught:
        parse_template("召开{{ 支委会次数 }}次，讲{{ 甲.乙 }}次")
    assert caught.value.faults[0].where == "第 17 个字「{{ 甲.乙 }}」"


def test_a_value_that_does_not_suit_its_filter_is_a_fact_error() -> None:
    with pytest.raises(FactError):
        parse_template("{{ 单位 | 加(1) }}").render(FACTS.get)
    with pytest.raises(FactError):
        parse_template("{% if 单位 > 3 %}{% endif %}").render(FACTS.get)


def test_a_formula_is_an_expression_without_braces() -> None:
    formula = parse_formula("支委会次数 | 加(党员大会次数)")
    assert names_of(formula) == ("支委会次数", "党员大会次数")
    assert evaluate(formula, FACTS.get).text() == "16"


@pytest.mark.parametrize("text", ["", "{{ 甲 }}", "甲 }} {{ 乙", "甲 + 乙"])
def test_a_bad_formula_is_refused(text: str) -> None:
    with pytest.raises(TemplateError):
        parse_formula(text)


BOMBS = [
    "{% for 项 in 长 %}" + "{{ 项 | 加(1) | 加(2) }}" * 60 + "{% endfor %}",
    "{% for 项 in 长 %}{{ 大 }}{{ 大 }}{{ 大 }}{% endfor %}",
    "{{ 大 }}" * 190,
    "{% for 项 in 太长 %}{{ 项 }}{% endfor %}",
    "{{ 数" + " | 乘(数)" * 20 + " }}",
    "{% for 项 in 长 %}{{ 数" + " | 乘(1)" * 20 + " }}{% endfor %}",
    "{% if 数 %}" * 15 + "{% for 项 in 长 %}{{ 项 }}{% endfor %}" + "{% endif %}" * 15,
]
LARGE: dict[str, Value] = {
    "长": Items(tuple("1" for _ in range(200))),
    "太长": Items(tuple("1" for _ in range(1000))),
    "大": Text("字" * 10_000),
    "数": Number(Decimal(9)),
}


@pytest.mark.parametrize("text", BOMBS, ids=[text[:40] for text in BOMBS])
def test_no_accepted_template_is_a_bomb(text: str) -> None:
    """Memory is asserted; the time, which a test may not, is in benchmarks/slots.py."""
    tracemalloc.start()
    try:
        runs = parse_template(text).render(LARGE.get)
        assert sum(len(run.text) for run in runs) <= MAX_OUTPUT
    except (TemplateError, FactError):
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 10 * 1024 * 1024


@given(st.text(alphabet=st.sampled_from("{}%# 甲乙|().'\"~[]*+-=<>!,加forifnd\n1"), max_size=60))
def test_hostile_text_is_accepted_or_refused_and_never_anything_else(text: str) -> None:
    try:
        template = parse_template(text)
        template.render(lambda _: None)
    except (TemplateError, FactError):
        return
    assert template.text == text


@given(st.text(max_size=200))
def test_text_without_slots_prints_as_it_is(text: str) -> None:
    if "{{" not in text and "{%" not in text:
        assert printed(text) == text
