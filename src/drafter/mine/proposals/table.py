"""The tables of this folder, read once: washed words and what stands beside them, terms between quotes, slips."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

FILES: Final = Path(__file__).parent
NUMBER: Final = "#"
"""What stands for a digit in a context."""
_DIGIT: Final = re.compile("[0-9０-９]")


@dataclass(frozen=True, slots=True)
class Pair:
    """`wash` may stand for `original`.

    `expressions` are contexts written by hand (`改革_`, `_党员`, `存在_和`: the place of the word is `_`), `known` those
    counted in clean texts, `against` those where the wash is the right word. A `common` wash is a word that is often
    right, so that one counted context is no proof.
    """

    wash: str
    original: str
    expressions: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    common: bool = False


def plain(text: str) -> str:
    """`text`, as long as before, with NUMBER for every digit."""
    return _DIGIT.sub(NUMBER, text)


@cache
def alone() -> dict[str, str]:
    """Words that are wrong wherever they stand -> what is right."""
    return dict(_read("washed")["alone"])


@cache
def unless() -> dict[str, tuple[str, ...]]:
    """Words of `alone` -> longer ones in which they are right."""
    return _longer("washed")


@cache
def slips() -> dict[str, str]:
    """Slips -> what is right."""
    return dict(_read("typos")["words"])


@cache
def unless_slips() -> dict[str, tuple[str, ...]]:
    """Words of `slips` -> longer ones in which they are right."""
    return _longer("typos")


@cache
def pairs() -> tuple[Pair, ...]:
    """The pairs that depend on the context, in the order of the file."""
    table, expressions, counted = _read("washed"), _read("expressions"), _read("contexts")
    made = []
    for wash, originals in table["pairs"].items():
        for original in originals.split():
            name = f"{wash}/{original}"
            beside = counted.get(name, {})
            made.append(
                Pair(
                    wash,
                    original,
                    tuple(expressions.get(name, "").split()),
                    tuple(beside.get("for", "").split()),
                    tuple(beside.get("against", "").split()),
                    bool(beside.get("common", False)),
                )
            )
    return tuple(made)


@cache
def quoted() -> frozenset[str]:
    """Terms that stand between quotes wherever they are used."""
    return frozenset(_read("quoted")["terms"].split())


@cache
def tails() -> tuple[str, ...]:
    """Words that name what was quoted before them."""
    return tuple(_read("quoted")["tails"].split())


def _longer(name: str) -> dict[str, tuple[str, ...]]:
    return {word: tuple(longer.split()) for word, longer in _read(name)["unless"].items()}


def _read(name: str) -> dict[str, Any]:
    path = FILES / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
