"""The matcher for terms that have their time: phrasebank/terms.toml against the year of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from drafter.check.rule import Hit, Word
from drafter.check.view import View
from drafter.errors import BankError, Fault
from drafter.toml.file import Fields, read_toml

TERM = "<term>"
"""Stands for the term in the frames of a rule."""

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Term:
    """A term: the years of a report it is current in (None: no limit) and what to write after."""

    term: str
    kind: str
    since: int | None = None
    until: int | None = None
    successor: str = ""


def read_terms(path: Path) -> tuple[Term, ...]:
    """The terms of a terms.toml; raises FileProblem, or BankError with every fault."""
    file = read_toml(path)
    top = Fields(file, (), file.data)
    terms: list[Term] = []
    for fields in top.tables("term", required=True):
        term = Term(
            fields.text("term", required=True),
            fields.text("kind", required=True),
            fields.optional_integer("since"),
            fields.optional_integer("until"),
            fields.text("successor"),
        )
        if len(term.term) < 2:
            top.faults.append(Fault("提法至少要有两个字", fields.where("term"), "请写全"))
        terms.append(term)
    if top.faults:
        raise BankError.of(top.faults)
    return tuple(terms)


@dataclass(frozen=True, slots=True)
class Era:
    """Reports a term that is past ("after" its last year) or does not exist yet ("before" its first year).

    `frames` are patterns with `<term>` in them; a term counts only where one fits, so that history may name it.
    A sentence that names a year in which the term was current is never reported.
    """

    when: str
    terms: tuple[Term, ...]
    frames: tuple[str, ...]
    words: tuple[str, ...]

    def find(self, view: View, found: Sequence[Word]) -> Iterator[Hit]:
        if view.year is None:
            return
        for word in found:
            term = self.terms[word.number]
            if not self._out_of_time(term, view.year):
                continue
            sentence = view.sentence(word.start)
            if self._dated(term, sentence) or not self._framed(term, sentence):
                continue
            yield Hit(word.start, word.start + len(term.term), None, self._note(term))

    def _out_of_time(self, term: Term, year: int) -> bool:
        if self.when == "after":
            return term.until is not None and year > term.until
        return term.since is not None and year < term.since

    def _dated(self, term: Term, sentence: str) -> bool:
        years = [int(year) for year in _YEAR.findall(sentence)]
        if self.when == "after":
            return any(term.until is not None and year <= term.until for year in years)
        return any(term.since is not None and year >= term.since for year in years)

    def _framed(self, term: Term, sentence: str) -> bool:
        return not self.frames or any(_frame(frame, term.term).search(sentence) for frame in self.frames)

    def _note(self, term: Term) -> str:
        if self.when == "before":
            return f"{term.since}年才有这个提法"
        return f"{term.until}年以后应为“{term.successor}”" if term.successor else f"只用到{term.until}年"


@cache
def _frame(frame: str, term: str) -> re.Pattern[str]:
    return re.compile(frame.replace(TERM, re.escape(term)))
