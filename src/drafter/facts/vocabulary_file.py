"""Reading and checking a fact vocabulary (facts.toml), every fault at once with its line and what to write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from drafter.errors import BankError, DrafterError, FactError, Fault
from drafter.facts.amounts import MONEY_UNITS
from drafter.facts.spec import DOCUMENT, SCOPES, FactSpec, Kind, Vocabulary, parse_fact
from drafter.toml.file import Fields, TomlFile, read_toml

MAX_NAME: Final = 30
_NAME = re.compile(r"[A-Za-z\u3400-\u9fff〇][A-Za-z0-9_\u3400-\u9fff〇]*")
_RESERVED: Final = frozenset(
    {"and", "or", "not", "is", "in", "if", "elif", "else", "endif", "for", "endfor"}
) | {*("true", "false", "none", "True", "False", "None", "loop")}
_UNIT = re.compile(r"[^\s0-9,.，。、{}|]{0,10}")


def read_vocabulary(path: Path) -> Vocabulary:
    """The facts of the file at `path`, in file order; raises BankError with every fault."""
    try:
        file = read_toml(path)
    except DrafterError as error:
        raise BankError.of(error.faults) from None
    return vocabulary_in(file)


def vocabulary_in(file: TomlFile) -> Vocabulary:
    """The facts of a file that has been parsed; raises BankError with every fault."""
    top = Fields(file, (), file.data)
    specs: dict[str, FactSpec] = {}
    for fields in top.tables("fact", required=True):
        spec = _spec(fields)
        if spec.name in specs:
            fields.fault(
                "name",
                f"事实“{spec.name}”前面已经有了",
                f"请换一个名称，或删去一处（另一处在{specs[spec.name].where}）",
            )
        elif spec.name:
            specs[spec.name] = spec
    top.refuse_unknown()
    if top.faults:
        raise BankError.of(top.faults)
    return Vocabulary(specs)


def _spec(fields: Fields) -> FactSpec:
    before = len(fields.faults)
    name = fields.text("name", required=True)
    kind = Kind(fields.choice("kind", tuple(Kind), Kind.TEXT, required=True) or Kind.TEXT)
    spec = FactSpec(
        name=name,
        label=fields.text("label") or name,
        kind=kind,
        unit=fields.text("unit"),
        scope=fields.choice("scope", SCOPES, DOCUMENT),
        ask=fields.text("ask", required=True),
        example=fields.text("example", required=True),
        group=fields.text("group") or "其他",
        formula=fields.text("formula").strip(),
        where=fields.where(),
    )
    fields.refuse_unknown()
    _check_name(fields, name)
    _check_unit(fields, spec)
    if spec.formula and not kind.numeric:
        fields.fault(
            "formula",
            f"{kind.label}不能用公式算",
            "请删去 formula，或把 kind 改成 count、number、percent、money",
        )
    # An example cannot be judged by a kind that is itself at fault.
    if spec.example.strip() and len(fields.faults) == before:
        _check_example(fields, spec)
    return spec


def _check_name(fields: Fields, name: str) -> None:
    if not name.strip():
        return
    if not _NAME.fullmatch(name) or name in _RESERVED:
        fields.fault(
            "name",
            f"“{name[:MAX_NAME]}”不能作事实的名称",
            "请只用汉字、字母、数字和下划线，以汉字或字母开头，中间不要空格",
        )
    elif len(name) > MAX_NAME:
        fields.fault("name", f"名称有{len(name)}字，最多{MAX_NAME}字", "请写短一些，详细说明写在 label 里")


def _check_unit(fields: Fields, spec: FactSpec) -> None:
    if not spec.unit:
        return
    if spec.kind is Kind.MONEY:
        if spec.unit not in MONEY_UNITS:
            fields.fault("unit", f"金额的单位不能是“{spec.unit}”", f"可以是：{'、'.join(MONEY_UNITS)}")
    elif spec.kind not in (Kind.COUNT, Kind.NUMBER):
        fields.fault("unit", f"{spec.kind.label}不带单位", '请写成 unit = ""')
    elif not _UNIT.fullmatch(spec.unit):
        fields.fault("unit", f"“{spec.unit[:10]}”不像量词或单位", '请写成 unit = "次" 的样子')


def _check_example(fields: Fields, spec: FactSpec) -> None:
    try:
        parse_fact(spec, spec.example)
    except FactError as error:
        fields.fault(
            "example", f"例子不合这一类：{error.what}", f"请换成{spec.kind.label}，如 {spec.kind.example}"
        )


def check_formulas(
    vocabulary: Mapping[str, FactSpec], slots_of: Callable[[str], Iterable[str]]
) -> tuple[Fault, ...]:
    """Faults of all formulas: not allowed, unknown names, a value of one place in one of the whole draft, circles.

    `slots_of` gives the names a formula uses, raising DrafterError for one that is not allowed.
    """
    faults: list[Fault] = []
    uses: dict[str, tuple[str, ...]] = {}
    for spec in vocabulary.values():
        if not spec.formula:
            continue
        try:
            uses[spec.name] = tuple(dict.fromkeys(slots_of(spec.formula)))
        except DrafterError as error:
            faults.extend(
                Fault(f"{spec.name}的公式：{fault.what}", spec.where, fault.todo) for fault in error.faults
            )
            continue
        faults.extend(_use_faults(spec, uses[spec.name], vocabulary))
    return (*faults, *_circles(uses, vocabulary))


def _use_faults(
    spec: FactSpec, names: tuple[str, ...], vocabulary: Mapping[str, FactSpec]
) -> Iterable[Fault]:
    for name in names:
        used = vocabulary.get(name)
        if used is None:
            yield Fault(
                f"{spec.name}的公式用到“{name}”，词表里没有", spec.where, "请核对名称，或先把它加进词表"
            )
        elif used.scope != DOCUMENT and spec.scope == DOCUMENT:
            yield Fault(
                f"{spec.name}是全稿一个值，公式却用到各段自填的“{name}”", spec.where, "请换成全稿的事实"
            )


def _circles(uses: Mapping[str, tuple[str, ...]], vocabulary: Mapping[str, FactSpec]) -> Iterable[Fault]:
    """One fault for each circle, found by a walk without recursion, so that no vocabulary is too deep."""
    done: set[str] = set()
    for start in uses:
        path: dict[str, None] = {}
        stack = [(start, iter(uses[start]))] if start not in done else []
        path[start] = None
        while stack:
            name, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                stack.pop()
                path.pop(name, None)
                done.add(name)
            elif following in path:
                names = [*path]
                circle = [*names[names.index(following) :], following]
                yield Fault(
                    f"公式绕成了一圈：{' → '.join(circle)}",
                    vocabulary[following].where,
                    "请改其中一个公式，让它不再用到自己",
                )
            elif following in uses and following not in done:
                path[following] = None
                stack.append((following, iter(uses[following])))
