"""The built-in vocabulary: every entry's example is a value of its kind and prints."""

from __future__ import annotations

import pytest

from drafter.facts.spec import FactSpec, Kind, parse_fact
from drafter.facts.vocabulary_file import check_formulas, read_vocabulary
from drafter.paths import data_dir
from drafter.slots.template import names_of, parse_formula

VOCABULARY = read_vocabulary(data_dir() / "phrasebank" / "facts.toml")


@pytest.mark.parametrize("spec", VOCABULARY.values(), ids=list(VOCABULARY))
def test_the_example_of_a_built_in_fact_prints_as_it_reads_back(spec: FactSpec) -> None:
    value = parse_fact(spec, spec.example)
    assert value.text()
    assert parse_fact(spec, value.text()) == value
    assert spec.ask.endswith("？")
    assert spec.unit or spec.kind is not Kind.COUNT, "a count is asked for in a measure word"


def test_the_formulas_of_the_built_in_facts_can_be_computed() -> None:
    assert check_formulas(VOCABULARY, lambda formula: names_of(parse_formula(formula))) == ()
