"""Reading a vocabulary: every fault of a file at once, with its line and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.errors import BankError, Fault, TemplateError
from drafter.facts.spec import FactSpec, Kind, Vocabulary
from drafter.facts.vocabulary_file import check_formulas, read_vocabulary

GOOD = """\
[[fact]]
name = "支委会次数"
label = "支部委员会会议次数"
kind = "count"
unit = "次"
scope = "document"
ask = "本年度召开支部委员会会议多少次？"
example = "12"
group = "组织生活"

[[fact]]
name = "活动名称"
kind = "text"
scope = "paragraph"
ask = "这项活动叫什么？"
example = "重温入党誓词"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "facts.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(folder: Path, text: str) -> tuple[Fault, ...]:
    with pytest.raises(BankError) as refused:
        read_vocabulary(written(folder, text))
    return refused.value.faults


def test_a_vocabulary_is_read_in_the_order_of_its_file(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    vocabulary = read_vocabulary(path)
    assert list(vocabulary) == ["支委会次数", "活动名称"]
    assert vocabulary["支委会次数"] == FactSpec(
        "支委会次数", "支部委员会会议次数", Kind.COUNT, "次", "document", "本年度召开支部委员会会议多少次？", "12",
        "组织生活", "", f"{path} 第 1 行",
    )  # fmt: skip


def test_label_and_group_may_be_left_out(tmp_path: Path) -> None:
    spec = read_vocabulary(written(tmp_path, GOOD))["活动名称"]
    assert (spec.label, spec.group, spec.unit, spec.formula) == ("活动名称", "其他", "", "")


def entry(**changes: str | None) -> str:
    """One entry of a vocabulary, with keys changed or (None) left out."""
    keys = {"name": "甲", "kind": "count", "ask": "多少？", "example": "12"} | changes
    return "[[fact]]\n" + "".join(f'{key} = "{text}"\n' for key, text in keys.items() if text is not None)


@pytest.mark.parametrize(
    ("changes", "what", "todo"),
    [
        ({"name": None}, "缺少 name", '请加上 name = "…"'), ({"ask": None}, "缺少 ask", '请加上 ask = "…"'),
        ({"example": None}, "缺少 example", '请加上 example = "…"'), ({"example": " "}, "example 是空的", '请写成 example = "…"'),
        ({"kind": None}, "缺少 kind", '请加上 kind = "…"'), ({"kind": "counts"}, "kind 不能是“counts”", "是不是 count？"),
        ({"scope": "all"}, "scope 不能是“all”", "可以是：document、paragraph"),
        ({"name": "支委会 次数"}, "“支委会 次数”不能作事实的名称", "请只用汉字、字母、数字和下划线"),
        ({"name": "3甲"}, "“3甲”不能作事实的名称", "以汉字或字母开头"), ({"name": "if"}, "“if”不能作事实的名称", "请只用"),
        ({"name": "_甲"}, "“_甲”不能作事实的名称", "以汉字或字母开头"), ({"name": "甲." }, "“甲.”不能作事实的名称", "请只用"),
        ({"name": "甲" * 31}, "名称有31字，最多30字", "请写短一些"),
        ({"example": "很多"}, "例子不合这一类：甲填的是“很多”，不是数字", "请换成个数，如 12"),
        ({"kind": "date", "example": "12日"}, "例子不合这一类：甲填的是“12日”，要写明年份", "请换成日期，如 2026年3月8日"),
        ({"kind": "text", "formula": "乙"}, "文字不能用公式算", "请删去 formula"),
        ({"kind": "text", "unit": "次"}, "文字不带单位", '请写成 unit = ""'),
        ({"kind": "money", "unit": "块"}, "金额的单位不能是“块”", "可以是：元、万元、亿元、万亿元"),
        ({"unit": "次 3"}, "“次 3”不像量词或单位", '请写成 unit = "次" 的样子'),
        ({"lable": "甲"}, "不认识“lable”这一项", "是不是 label？"),
    ],
)  # fmt: skip
def test_a_fault_of_an_entry_says_what_to_write(
    tmp_path: Path, changes: dict[str, str | None], what: str, todo: str
) -> None:
    (fault,) = faults_of(tmp_path, entry(**changes))
    assert fault.what == what
    assert todo in fault.todo
    assert fault.where.startswith(f"{tmp_path / 'facts.toml'} 第 ")


def test_a_name_given_twice_tells_both_places(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, entry() + entry())
    assert fault.what == "事实“甲”前面已经有了"
    assert fault.where.endswith("第 7 行")
    assert f"{tmp_path / 'facts.toml'} 第 1 行" in fault.todo


def test_every_fault_of_a_file_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    text = (
        entry(ask=None) + entry(name="乙", example="很多") + entry(name="丙", kind="数") + "[other]\nx = 1\n"
    )
    faults = faults_of(tmp_path, text)
    assert [(fault.what.split("：")[0], fault.where.split(" ", 1)[1]) for fault in faults] == [
        ("缺少 ask", "第 1 行"),
        ("例子不合这一类", "第 9 行"),
        ("kind 不能是“数”", "第 12 行"),
        ("不认识“other”这一项", "第 15 行"),
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [("", "文件是空的"), ("x = 1\n", "缺少 fact"), ("[[fact]\n", ""), ('fact = "甲"\n', "fact 应当是列表")],
)
def test_a_file_that_is_no_vocabulary_is_refused(tmp_path: Path, text: str, what: str) -> None:
    assert what in faults_of(tmp_path, text)[0].what


def test_a_missing_file_is_one_fault(tmp_path: Path) -> None:
    with pytest.raises(BankError, match="找不到这个文件"):
        read_vocabulary(tmp_path / "facts.toml")


def formulas(**texts: str) -> Vocabulary:
    return Vocabulary(
        {
            name: FactSpec(name, kind=Kind.COUNT, formula=text, where=f"词表 第 {line} 行")
            for line, (name, text) in enumerate(texts.items(), 1)
        }
    )


def check(vocabulary: Vocabulary) -> list[str]:
    return [str(fault) for fault in check_formulas(vocabulary, str.split)]


def test_formulas_that_end_are_fine() -> None:
    assert check(formulas(甲="乙 丙", 乙="丙", 丙="", 丁="甲 乙")) == []


def test_a_formula_that_uses_itself_is_a_fault() -> None:
    assert check(formulas(甲="甲")) == [
        "词表 第 1 行：公式绕成了一圈：甲 → 甲。请改其中一个公式，让它不再用到自己"
    ]


def test_every_circle_is_told_once_with_the_names_on_it() -> None:
    faults = check(formulas(甲="乙 丁", 乙="丙", 丙="乙", 丁="戊", 戊="丁", 己="甲"))
    assert [fault.partition("：公式绕成了一圈：")[2].partition("。")[0] for fault in faults] == [
        "乙 → 丙 → 乙",
        "丁 → 戊 → 丁",
    ]


def test_a_long_chain_of_formulas_is_walked_without_recursion() -> None:
    chain = {f"甲{number}": f"甲{number + 1}" for number in range(5000)}
    assert check(formulas(**chain, 甲5000="")) == []
    (fault,) = check(formulas(**chain, 甲5000="甲0"))
    assert "公式绕成了一圈" in fault


def test_an_unknown_name_in_a_formula_is_a_fault() -> None:
    assert check(formulas(甲="乙")) == [
        "词表 第 1 行：甲的公式用到“乙”，词表里没有。请核对名称，或先把它加进词表"
    ]


def test_a_value_of_one_paragraph_cannot_make_one_of_the_whole_draft() -> None:
    places = Vocabulary({"乙": FactSpec("乙", kind=Kind.COUNT, scope="paragraph")})
    assert "公式却用到各段自填的“乙”" in check(formulas(甲="乙").merged(places))[0]


def test_a_formula_that_is_not_allowed_keeps_its_own_words() -> None:
    def refuse(_: str) -> tuple[str, ...]:
        raise TemplateError("不能用“调用（括号）”", todo="只能用过滤器")

    (fault,) = check_formulas(formulas(甲="乙()"), refuse)
    assert str(fault) == "词表 第 1 行：甲的公式：不能用“调用（括号）”。只能用过滤器"
