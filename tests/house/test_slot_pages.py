"""Every example of docs/slots.md and docs/facts.md is run and prints what the page says."""

from __future__ import annotations

import re

import pytest
from house_pages import page, rows, section

from drafter.errors import DrafterError
from drafter.facts.filters import FILTERS
from drafter.facts.spec import FactSpec, Kind, parse_fact
from drafter.facts.values import Value
from drafter.slots import template
from drafter.slots import walk as slot_walk
from drafter.slots.template import parse_template

SLOTS = page("docs/slots.md")
FACTS = page("docs/facts.md")


def kind_of(cell: str) -> Kind:
    """The kind a cell such as `count 个数` names; the Chinese word must be the one the program uses."""
    name, _, label = cell.partition(" ")
    kind = Kind(name)
    assert label in ("", kind.label)
    return kind


VALUES: dict[str, Value] = {
    name: parse_fact(FactSpec(name, kind=kind_of(kind)), typed)
    for name, kind, typed in rows(section(SLOTS, "例子里的事实"))
}
PRINTED = [
    (row[-2], row[-1])
    for heading in ("空", "过滤器", "条件", "逐项")
    for row in rows(section(SLOTS, heading))
]


@pytest.mark.parametrize(("written", "printed"), PRINTED)
def test_an_example_of_the_slot_language_prints_as_its_page_says(written: str, printed: str) -> None:
    runs = parse_template(written).render(VALUES.get)
    assert "".join(run.text for run in runs) == printed


def test_the_slot_page_shows_every_filter_and_no_other() -> None:
    shown = {row[0]: row[2] for row in rows(section(SLOTS, "过滤器"))}
    assert shown.keys() == FILTERS.keys()
    assert all(f"| {name}" in example for name, example in shown.items())


@pytest.mark.parametrize("written", [row[0] for row in rows(section(SLOTS, "不能写的"))])
def test_what_the_slot_page_forbids_is_refused(written: str) -> None:
    with pytest.raises(DrafterError):
        parse_template(written)


@pytest.mark.parametrize(("kind", "unit", "typed", "printed"), rows(section(FACTS, "可以这样填")))
def test_a_value_is_taken_and_printed_as_the_fact_page_says(
    kind: str, unit: str, typed: str, printed: str
) -> None:
    assert parse_fact(FactSpec("事实", kind=kind_of(kind), unit=unit), typed).text() == printed


def test_the_fact_page_shows_every_kind() -> None:
    assert {kind_of(row[0]) for row in rows(section(FACTS, "可以这样填"))} == set(Kind)


@pytest.mark.parametrize(("kind", "unit", "typed", "why"), rows(section(FACTS, "这样填不行")))
def test_a_value_the_fact_page_refuses_is_refused_with_an_example(
    kind: str, unit: str, typed: str, why: str
) -> None:
    with pytest.raises(DrafterError, match="例如") as caught:
        parse_fact(FactSpec("事实", kind=kind_of(kind), unit=unit), typed)
    assert typed in str(caught.value)
    assert why


def test_the_slot_page_names_the_bounds_of_the_program() -> None:
    bounds = (template.MAX_TEXT, template.MAX_CODE, slot_walk.MAX_ITEMS, slot_walk.MAX_OUTPUT)
    last = SLOTS.strip().splitlines()[-1]
    assert re.findall(r"\d+", last) == [str(bound) for bound in bounds]
