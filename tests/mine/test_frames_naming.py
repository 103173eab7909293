"""Names of slots: of the vocabulary where they fit, readable otherwise, and always legal."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.facts.spec import FactSpec, Kind
from drafter.mine.frames.marks import KINDS, MARK, MARKS
from drafter.mine.frames.naming import Vocabulary, named
from drafter.slots.template import parse_template

SPECS = [
    FactSpec("支委会次数", kind=Kind.COUNT, unit="次"),
    FactSpec("党员总数", kind=Kind.COUNT, unit="名"),
    FactSpec("主题班会次数", kind=Kind.COUNT, unit="次"),
    FactSpec("投入资金", kind=Kind.MONEY),
    FactSpec("党支部名称", kind=Kind.ORGANISATION),
]
VOCABULARY = Vocabulary.of(SPECS)


def form(text: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: MARKS[found[1]], text)


def text_of(written: str, *fillers: str, vocabulary: Vocabulary = VOCABULARY) -> str:
    marked = form(written)
    return named(marked, fillers or ("/",) * len(MARK.findall(marked)), vocabulary)[0]


@pytest.mark.parametrize(
    ("written", "filler", "text"),
    [
        ("召开支委会{count}次", "次/2位", "召开支委会{{ 支委会次数 }}次"),
        ("召开{count}次支委会", "次/2位", "召开{{ 支委会次数 }}次支委会"),
        ("支部现有党员{count}名", "名/2位", "支部现有党员{{ 党员总数 }}名"),
        # Not the number of all party members.
        ("发展党员{count}名", "名/1位", "发展党员{{ 发展党员人数 }}名"),
        ("慰问困难党员{count}名", "名/1位", "慰问困难党员{{ 慰问困难党员人数 }}名"),
        ("组织{count}名党员参加培训", "名/1位", "组织{{ 组织党员人数 }}名党员参加培训"),
        ("建成{count}个党员活动室", "个/1位", "建成{{ 党员活动室数 }}个党员活动室"),
        ("其中专任教师{count}名", "名/2位", "其中专任教师{{ 专任教师人数 }}名"),
        ("在校中小学生{count}人", "人/3位", "在校中小学生{{ 在校中小学生人数 }}人"),
        ("取得了{count}的好成绩", "/2位", "取得了{{ 数量 }}的好成绩"),
        ("{organisation}党支部继续努力", "/4字", "{{ 单位名称 }}党支部继续努力"),
        ("举办培训班{count}期", "期/1位", "举办培训班{{ 培训班期数 }}期"),
        ("共投入资金{money}", "/3位", "共投入资金{{ 投入资金 }}"),
        ("学习《{title}》", "/8字", "学习《{{ 文件名称 }}》"),
        ("{date}召开大会", "/年月", "{{ 日期 }}召开大会"),
        ("{date}工作总结", "/年", "{{ 年份 }}工作总结"),
        ("弘扬{text}精神", "", "弘扬{{ 精神 }}精神"),
        ("{person}书记讲党课", "/2字", "{{ 书记姓名 }}书记讲党课"),
    ],
)
def test_a_slot_is_named_after_what_stands_beside_it(written: str, filler: str, text: str) -> None:
    assert text_of(written, filler) == text


def test_two_slots_of_one_frame_are_two_facts() -> None:
    names = re.findall(r"\{\{ (\S+) \}\}", text_of("{date}至{date}", "/年月", "/年月"))
    assert names == ["日期", "日期2"]


def test_a_slot_tells_its_kind_unit_and_shape() -> None:
    (slot,) = named(form("召开支委会{count}次"), ["次/2位"], VOCABULARY)[1]
    assert (slot.kind, slot.unit, slot.shape) == ("count", "次", "2位")


@given(
    st.text("召开支委会党员发展名次个、，率达共有学习《》第12a_ " + "".join(KINDS), max_size=30),
    st.sampled_from(["", "次", "名", "个", "人次"]),
)
def test_any_form_becomes_a_template_with_legal_names_each_used_once(written: str, unit: str) -> None:
    marks = len(MARK.findall(written))
    text, slots = named(written, (f"{unit}/",) * marks, VOCABULARY)
    template = parse_template(text)
    assert template.slots == tuple(slot.name for slot in slots)
    assert len({slot.name for slot in slots}) == len(slots) == marks
    assert all(len(slot.name) <= 30 for slot in slots)
