"""The TOML reader: lines, typed fields, and syntax faults that a writer can put right."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drafter.errors import Fault, FileProblem
from drafter.toml.file import Fields, TomlFile, as_typed, parse_toml

HERE = Path("词句.toml")
SAMPLE = '''# 开头的话
title = "总结"
a.b = 1
text = """
第一行
key = "不是键"
"""

[[phrase]]
id = "one"
sources = [
    "001:1-2",  # 第一处
    "001:3-4",
]

[[phrase]]
id = "two"

[[phrase.part]]
"中文 名" = { 甲 = 1 }

[[phrase.part]]
deep = { x = { y = [1, 2] } }
'''.replace("甲", "jia")


@pytest.fixture
def sample() -> TomlFile:
    return parse_toml(SAMPLE, HERE)


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("title",), 2),
        (("a", "b"), 3),
        (("text",), 4),
        (("phrase",), 9),
        (("phrase", 0), 9),
        (("phrase", 0, "id"), 10),
        (("phrase", 0, "sources", 1), 13),
        (("phrase", 1, "id"), 17),
        (("phrase", 1, "part", 0, "中文 名", "jia"), 20),
        (("phrase", 1, "part", 1), 22),
        (("phrase", 1, "part", 1, "deep", "x", "y", 1), 23),
        (("phrase", 1, "role"), 16),
        (("nothing",), 1),
    ],
)
def test_every_key_path_has_its_line_or_that_of_the_table_around_it(
    sample: TomlFile, keys: tuple[str | int, ...], line: int
) -> None:
    assert sample.line(*keys) == line
    assert sample.where(*keys) == f"词句.toml 第 {line} 行"


def test_comments_belong_to_the_table_they_stand_in_or_before() -> None:
    text = "# 一\n[a]\nx = 1 # 二\n# 三\n[[b]] # 四\n# 五\ny = [1, # 六\n2]\n# 七\n"
    notes = [(note.text, note.owner, note.key) for note in parse_toml(text, HERE).lines.notes]
    assert notes == [
        ("一", ("a",), ""),
        ("二", ("a",), "x"),
        ("三", ("b", 0), ""),
        ("四", ("b", 0), ""),
        ("五", ("b", 0), "y"),
        ("六", ("b", 0), "y"),
        ("七", ("b", 0), "y"),
    ]


SLIPS = [
    ("title = “总结”", 1, "引号写成了全角", '半角双引号 "…"'),
    ("“title” = 1", 1, "引号写成了全角", "名称两边"),
    ('title ＝ "总结"', 1, "等号写成了全角", "半角等号"),
    ('title： "总结"', 1, "等号写成了全角", "半角等号"),
    ("\n［section］", 2, "方括号写成了全角", "半角方括号"),
    ("【section】", 1, "方括号写成了全角", "半角方括号"),
    ('x = ［"一"］', 1, "方括号写成了全角", "半角方括号"),
    ('x = ["一"，"二"]', 1, "逗号写成了全角", "半角逗号"),
    ('x = "一"，', 1, "行末多了标点", "删去"),
    ("x = １２", 1, "数字写成了全角", "半角数字"),
    ('a = 1\nx = "没有写完\nb = 2', 2, "引号没有配对", "补上"),
    ('a = 1\nx = """没有写完\nb = 2', 2, "引号没有配对", "补上"),
    ("a = 1\nx = [1,\n2", 2, "括号没有配对", "补上"),
    ('a = 1\nb = 2\na = "再来"', 3, "“a”在第 1 行已经写过一次", "只留一处"),
    ("[a]\n[b]\n[a]", 3, "“a”在第 1 行已经写过一次", "[[名称]]"),
    ("x = [1,", 1, "括号没有配对", "补上"),
    ("x = 总结", 1, "文字没有加引号", 'x = "总结"'),
    ("x = 2026-3-8", 1, "文字没有加引号", 'x = "2026-3-8"'),
    ('支委会次数 = "12"', 1, "中文名称没有加引号", '"支委会次数"'),
    ("[facts.支委会]", 1, "中文名称没有加引号", '"支委会"'),
    ('x = "他说"好"了"', 1, "文字里面有半角双引号", "“ ”"),
    ('x = "C:\\文件"', 1, "反斜线", "\\\\"),
    ("随手写的一行", 1, "不是“名称 = 值”", "#"),
    ('x = "\x01"', 1, "看不见的控制字符", "删去"),
]


@pytest.mark.parametrize(("text", "line", "what", "todo"), SLIPS)
def test_a_common_slip_is_named_with_its_line_and_the_remedy(
    text: str, line: int, what: str, todo: str
) -> None:
    with pytest.raises(FileProblem) as caught:
        parse_toml(text, HERE)
    fault = caught.value.faults[0]
    assert fault.where == f"词句.toml 第 {line} 行"
    assert what in fault.what
    assert todo in fault.todo
    assert not any(ord(char) < 32 for char in str(fault))


def test_the_same_slip_on_several_lines_is_reported_for_each_line() -> None:
    with pytest.raises(FileProblem) as caught:
        parse_toml('a = 1\n甲 = "1"\nb = “二”\n［c］\nd = 1\n', HERE)
    assert [fault.where[-5:] for fault in caught.value.faults] == [
        f" {line} 行"[-5:] for line in ("第 2", "第 3", "第 4")
    ]


@pytest.mark.parametrize("text", ["x = " + "[" * 5000, "x = " + "9" * 5000, "a" + ".a" * 5000 + " = 1"])
def test_a_hostile_file_is_refused(text: str) -> None:
    with pytest.raises(FileProblem):
        parse_toml(text, HERE)


_PIECES = [
    "a",
    "=",
    '"',
    "'",
    "\n",
    "[",
    "]",
    "{",
    "}",
    ",",
    ".",
    "#",
    "\\",
    " ",
    "1",
    "中",
    "“",
    "”",
    "＝",
    "，",
    '"""',
    "\x00",
]


def faults_of(text: str) -> tuple[Fault, ...]:
    """What is wrong with `text`; nothing if it is accepted, and then its lines are known throughout."""
    try:
        file = parse_toml(text, HERE)
    except FileProblem as problem:
        return problem.faults
    assert file.lines.stuck is None
    return ()


@given(st.lists(st.sampled_from(_PIECES), max_size=25).map("".join))
@example('""="')
def test_no_text_gets_more_than_a_chinese_refusal(text: str) -> None:
    assert all(fault.what and fault.where and fault.todo for fault in faults_of(text))


def test_a_truncated_file_names_a_line_it_has() -> None:
    for size in random.Random(7).sample(range(1, len(SAMPLE)), 60):
        text = SAMPLE[:size]
        for fault in faults_of(text):
            assert 1 <= int(fault.where.split(" ")[2]) <= text.count("\n") + 1


def test_fields_gather_every_fault_of_a_table_with_its_line() -> None:
    file = parse_toml('[[p]]\nid = 3\nrole = "mesure"\nlevel = 9\ntags = [1]\non = "yes"\ntxt = ""\n', HERE)
    fields = Fields(file, ("p", 0), file.data["p"][0])
    assert fields.text("id") == ""
    assert fields.choice("role", ("measure", "result")) == ""
    assert fields.integer("level", 1, low=0, high=4) == 1
    assert fields.texts("tags") == ()
    assert fields.flag("on") is False
    assert fields.text("text", required=True) == ""
    assert list(fields.unknown()) == ["txt"]
    fields.refuse_unknown()
    shown = [str(fault) for fault in fields.faults]
    assert [line.split("：")[0] for line in shown] == [f"词句.toml 第 {n} 行" for n in (2, 3, 4, 5, 6, 1, 7)]
    assert "是不是 measure？" in shown[1]
    assert "0 至 4" in shown[2]
    assert "缺少 text" in shown[5]
    assert "是不是 text？" in shown[6]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1" + "0" * 400, "near 不能是 inf"),
        ("nan", "near 不能是 nan"),
        ("-inf", "near 不能是 -inf"),
        ("2", "near 不能是 2。可以是 0 至 1"),
        ("-0.5", "near 不能是 -0.5"),
        ("true", "near 应当是整数"),
        ('"一半"', "near 应当是小数"),
    ],
)
def test_a_number_no_field_can_use_is_one_fault_and_the_default(typed: str, told: str) -> None:
    file = parse_toml(f"near = {typed}\n", HERE)
    fields = Fields(file, (), file.data)
    assert fields.number("near", 0.5, low=0, high=1) == 0.5
    (fault,) = fields.faults
    assert told in str(fault)


def test_a_number_without_limits_is_whole_or_not_but_finite() -> None:
    file = parse_toml(f"a = 3\nb = -2.5\nc = 1{'0' * 400}\n", HERE)
    fields = Fields(file, (), file.data)
    assert [fields.number(name) for name in "abcd"] == [3.0, -2.5, 0.0, 0.0]
    assert [str(fault) for fault in fields.faults] == ["词句.toml 第 3 行：c 不能是 inf。请写一个普通的数"]


def test_values_become_what_a_writer_would_have_typed() -> None:
    text = "a = 12\nb = 3.50\nc = 2026-03-08\nd = true\ne = ['张三', 2]\nf = { x = 1 }\ng = [[1]]\nh = ' 十二 '\n"
    data = parse_toml(text, HERE).data
    typed = [as_typed(value) for value in data.values()]
    assert typed == ["12", "3.50", "2026-03-08", "是", "张三、2", None, None, " 十二 "]
