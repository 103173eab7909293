"""The closed lists of lists.toml: units, titles, suffixes, surnames, subjects of colleges."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def _tables() -> dict[str, dict[str, str]]:
    with Path(__file__).with_name("lists.toml").open("rb") as file:
        return tomllib.load(file)


def terms(table: str, key: str) -> list[str]:
    """The terms of one list, in the order of the file; raises KeyError for a list that is not there."""
    return _tables()[table][key].split()


def either(words: list[str]) -> str:
    """A pattern that matches any of `words`, the longest first."""
    return "|".join(sorted(dict.fromkeys(words), key=len, reverse=True))
