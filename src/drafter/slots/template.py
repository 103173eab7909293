"""The slot language: a small, checked subset of Jinja2.

`parse_template` accepts names, the filters of facts/filters.py, `if` with comparisons, and one level of `for` over a
list fact; everything else is refused with its place. An accepted text becomes a tree of our own values which is
walked by `Template.render`: no template is ever compiled or executed as Python, and every printed piece knows the
fact it comes from. The only importer of jinja2.

Bounds: the tree is bounded when it is parsed, steps and output when it is walked, so that no accepted template
takes more than 100 ms or 10 MB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from drafter.document import Run
from drafter.errors import TemplateError
from drafter.facts.filters import FILTERS
from drafter.facts.values import Number, Text, Value
from drafter.slots.tree import (
    Call,
    Choice,
    Constant,
    Expression,
    Loop,
    Name,
    Node,
    Slot,
    Test,
    Words,
    names_of,
)
from drafter.slots.walk import OpenFact, Scope, evaluate, open_mark, render

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

__all__ = [
    "OpenFact",
    "Scope",
    "Template",
    "evaluate",
    "names_of",
    "open_mark",
    "parse_formula",
    "parse_template",
]

MAX_TEXT = 20_000
MAX_CODE = 2_000
MAX_NODES = 400
MAX_DEPTH = 24
MAX_DIGITS = 30

ALLOWED = "只能用：{{ 名称 }}、{{ 名称 | 过滤器 }}、{% if %}、对列表的一层 {% for %}"
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_NAME = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Template:
    """An accepted text. `slots` are the names of the facts it needs, in order of appearance, each once."""

    text: str
    nodes: tuple[Node, ...]
    slots: tuple[str, ...]

    def render(self, scope: Scope) -> tuple[Run, ...]:
        """The text with every slot filled from `scope`; an open one becomes the visible mark 【待填：名称】.

        Raises FactError when a value does not suit its filter, TemplateError when a list or the result is too long.
        """
        return render(self.nodes, scope)


@lru_cache(maxsize=4096)
def parse_template(text: str) -> Template:
    """Check `text` against the allow-list and give its tree; raises TemplateError with the place."""
    if len(text) > MAX_TEXT:
        raise TemplateError(f"这一段有 {len(text)} 个字，超过 {MAX_TEXT} 字", todo="请分成几段")
    if "{{" not in text and "{%" not in text:
        return Template(text, (Words(text),) if text else (), ())
    spans = _CODE.findall(text)
    if sum(map(len, spans)) > MAX_CODE:
        raise TemplateError(f"空和条件的写法合计超过 {MAX_CODE} 个字符", todo="请分成几段")
    _refuse_words(text, spans)
    try:
        tree = _environment().parse(text)
        builder = _Builder()
        nodes = builder.body(tree.body)
    except TemplateError as error:
        raise TemplateError(error.what, where=_place(text), todo=error.faults[0].todo) from None
    except RecursionError:
        raise TemplateError("嵌套太深", where=_place(text), todo=ALLOWED) from None
    except Exception as error:
        raise TemplateError(
            f"空的写法有误（{_translate(error)}）", where=_place(text), todo=ALLOWED
        ) from None
    return Template(text, nodes, tuple(builder.names))


def parse_formula(text: str) -> Expression:
    """The expression of a formula (a slot without its braces); raises TemplateError."""
    if "{" in text or "}" in text:
        raise TemplateError("公式里不要写花括号", where=text[:60], todo="例如：支委会次数 | 加(党员大会次数)")
    nodes = parse_template("{{ " + text + " }}").nodes
    only = nodes[0] if len(nodes) == 1 else None
    if not isinstance(only, Slot):
        raise TemplateError("公式不完整", where=text[:60], todo="例如：支委会次数 | 加(党员大会次数)")
    return only.expression


@cache
def _environment() -> Environment:
    from jinja2 import Environment

    # Control characters never reach a template, so comments, which would swallow words, cannot be written.
    return Environment(keep_trailing_newline=True, comment_start_string="\x02", comment_end_string="\x03")


def _refuse_words(text: str, spans: list[str]) -> None:
    if "\x02" in text or "\x03" in text:
        raise TemplateError("文字里有控制字符", todo="请删去后再试")
    # `raw` never reaches the tree, and tests on the tree therefore cannot see it.
    for span in spans:
        if re.match(r"\{%[-+]?\s*(end)?raw\b", span):
            raise TemplateError("不能用 raw", where=f"「{span}」", todo=ALLOWED)


class _Builder:
    """Turns the parsed tree into ours, refusing everything that is not on the list."""

    def __init__(self) -> None:
        self.names: dict[str, None] = {}
        self.count = 0
        self.item: str | None = None
        self.depth = 0

    def body(self, parsed: list[nodes.Node]) -> tuple[Node, ...]:
        with self._deeper():
            return tuple(made for node in parsed for made in self._node(node))

    def _node(self, node: nodes.Node) -> Iterator[Node]:
        from jinja2 import nodes

        self._bound()
        match node:
            case nodes.Output():
                for piece in node.nodes:
                    self._bound()
                    yield self._piece(piece)
            case nodes.If():
                branches = tuple(
                    (self.expression(branch.test), self.body(branch.body)) for branch in (node, *node.elif_)
                )
                yield Choice(branches, self.body(node.else_))
            case nodes.For():
                yield self._loop(node)
            case _:
                raise TemplateError(f"不能用“{_construct(node)}”", todo=ALLOWED)

    def _piece(self, piece: nodes.Expr) -> Node:
        from jinja2 import nodes

        if isinstance(piece, nodes.TemplateData):
            return Words(piece.data)
        expression = self.expression(piece)
        if isinstance(expression, Test):
            raise TemplateError("空里不能写比较", todo="比较只能写在 {% if %} 里")
        return Slot(expression, next(iter(names_of(expression)), ""))

    def _loop(self, node: nodes.For) -> Loop:
        from jinja2 import nodes

        if self.item is not None or node.recursive or node.test is not None or node.else_:
            raise TemplateError(
                "for 只能写一层，不能带条件或 else", todo="例如：{% for 项 in 名单 %}{{ 项 }}。{% endfor %}"
            )
        if not (isinstance(node.target, nodes.Name) and isinstance(node.iter, nodes.Name)):
            raise TemplateError(
                "for 只能对一个列表事实逐项写", todo="例如：{% for 项 in 名单 %}{{ 项 }}。{% endfor %}"
            )
        fact = self._name(node.iter.name)
        self.item = node.target.name
        body = self.body(node.body)
        self.item = None
        return Loop(node.target.name, fact, body)

    def expression(self, node: nodes.Node) -> Expression:
        with self._deeper():
            return self._expression(node)

    def _expression(self, node: nodes.Node) -> Expression:
        from jinja2 import nodes

        self._bound()
        match node:
            case nodes.Name():
                return Name(self._name(node.name))
            case nodes.Const():
                return Constant(_constant(node.value))
            case nodes.Filter():
                return self._call(node)
            case nodes.Compare(ops=[operand]) if operand.op in {"eq", "ne", "gt", "gteq", "lt", "lteq"}:
                return Test(operand.op, self.expression(node.expr), self.expression(operand.expr))
            case nodes.And() | nodes.Or():
                kind = "and" if isinstance(node, nodes.And) else "or"
                return Test(kind, self.expression(node.left), self.expression(node.right))
            case nodes.Not():
                return Test("not", self.expression(node.node))
            case _:
                raise TemplateError(f"不能用“{_construct(node)}”", todo=ALLOWED)

    def _call(self, node: nodes.Filter) -> Call:
        spec = FILTERS.get(node.name)
        if spec is None:
            raise TemplateError(f"没有过滤器“{node.name}”", todo=f"可用的有：{'、'.join(FILTERS)}")
        if node.node is None or node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None:
            raise TemplateError(f"过滤器“{node.name}”的写法有误", todo=f"{{{{ 名称 | {node.name} }}}}")
        if not spec.min_args <= len(node.args) <= spec.max_args:
            raise TemplateError(f"过滤器“{node.name}”括号里的个数不对", todo=spec.help)
        subject = self.expression(node.node)
        arguments = tuple(self.expression(argument) for argument in node.args)
        if any(isinstance(part, Test) for part in (subject, *arguments)):
            raise TemplateError("过滤器里不能写比较", todo="比较只能写在 {% if %} 里")
        return Call(node.name, subject, arguments)

    def _name(self, name: str) -> str:
        if not _NAME.fullmatch(name) or name.startswith("_"):
            raise TemplateError(
                f"“{name[:30]}”不能作名称", todo="名称用汉字、字母、数字，不要以数字或下划线开头"
            )
        if name != self.item:
            self.names[name] = None
        return name

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TemplateError("嵌套太深", todo="请拆成几句")
        yield
        self.depth -= 1

    def _bound(self) -> None:
        self.count += 1
        if self.count > MAX_NODES:
            raise TemplateError(f"这一段的空和条件太多（超过 {MAX_NODES} 处）", todo="请分成几段")


def _constant(value: Any) -> Value:
    if isinstance(value, str):
        return Text(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        digits = repr(value)
        if len(digits) <= MAX_DIGITS and Decimal(digits).is_finite():
            return Number(Decimal(digits))
    raise TemplateError("常数只能是普通的数或引号里的文字", todo=ALLOWED)


_CONSTRUCTS = {
    "Call": "调用（括号）",
    "Getattr": "点号",
    "Getitem": "方括号",
    "Concat": "~",
    "Pow": "**",
    "CondExpr": "行内 if",
    "Assign": "set",
    "AssignBlock": "set",
    "Macro": "macro",
    "Include": "include",
    "Extends": "extends",
    "Block": "block",
    "FilterBlock": "filter 块",
    "Test": "is",
    "Compare": "连续比较或 in",
    "List": "列表",
    "Dict": "字典",
    "Tuple": "元组",
}


def _construct(node: object) -> str:
    name = type(node).__name__
    operator = getattr(node, "operator", "")
    return _CONSTRUCTS.get(name) or (str(operator) if operator else name)


def _place(text: str) -> str:
    """The first piece of code that is refused on its own, with its position; else the first piece of all."""
    spans = list(_CODE.finditer(text))
    first = spans[0] if spans else None
    for span in spans:
        if span.group().startswith("{{") and not _accepted_alone(span.group()):
            first = span
            break
    else:
        first = next((span for span in spans if span.group().startswith("{%")), first)
    if first is None:
        start = text.find("{{") if "{{" in text else text.find("{%")
        return f"第 {start + 1} 个字「{text[start : start + 40]}」"
    return f"第 {first.start() + 1} 个字「{first.group()[:60]}」"


def _accepted_alone(span: str) -> bool:
    try:
        _Builder().body(_environment().parse(span).body)
    except Exception:
        return False
    return True


def _translate(error: Exception) -> str:
    message = str(error)
    for english, chinese in (
        ("unexpected end of template", "没有写完"),
        ("Unexpected end", "没有写完"),
        ("unexpected '}'", "花括号不配对"),
        ("unknown tag", "不认识的指令"),
        ("expected token", "少写或多写了符号"),
        ("unexpected char", "有不认识的符号，括号、竖线、引号请用半角"),
    ):
        if english in message:
            return chinese
    return "写法不完整"
