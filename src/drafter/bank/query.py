"""A query as keywords, and where one keyword is found in the texts of a bank.

A keyword of Han and digits is found as it stands. A run of letters in it is found as it stands, as the first letters
of the characters, and as their syllables, of which the last may be incomplete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from drafter.bank import pinyin
from drafter.bank.normal import BOUNDARY, LINE, fold
from drafter.bank.texts import Found, Texts

LONGEST_QUERY = 400
"""Characters of a query that are looked at; whoever pastes a page wants what its beginning is about."""
MOST_WORDS = 12
AS_WRITTEN, BY_SOUND, BY_SYLLABLES, BY_INITIALS, BY_NAME = 1.0, 0.95, 0.9, 0.8, 0.5
"""What a match is worth by how it was made: the words themselves, homophones, pinyin; in the name of a slot, half."""
AT_START, AT_CLAUSE, INSIDE = 1.0, 0.85, 0.7
"""... and by where it stands: people remember how a formula begins."""

LEAST_RUN = 4
"""Fewer first letters in common are chance."""

_RUN = re.compile(r"[a-z]+|[^a-z]+")
_APOSTROPHE = re.compile(r"(?<=[a-zA-Z])['’](?=[a-zA-Z])")


def words_of(query: str) -> tuple[str, ...]:
    """The keywords of `query` in normal form, each once, at most `MOST_WORDS`."""
    # xi'an: what the writer keeps apart is not read as xian.
    folded = fold(_APOSTROPHE.sub(" ", query[:LONGEST_QUERY]))
    found = re.split(r"[\x00-\x1f]+", folded)
    return tuple(dict.fromkeys(word for word in found if word))[:MOST_WORDS]


Match = tuple[float, Found]
"""What a match is worth (0 to 1), and the match."""


def matches(texts: Texts, word: str) -> dict[int, Match]:
    """The best match of one keyword in every phrase that has it, by the number of the phrase."""
    best: dict[int, Match] = {}
    _keep(best, AS_WRITTEN, _literal(texts, word))
    for way in _ways(word):
        _keep(best, way.worth, _by_sound(texts, way))
    return best


def homophones(texts: Texts, word: str) -> dict[int, Match]:
    """The same for words that only sound alike: what an input method gives for a slip. Needs two Han or more."""
    best: dict[int, Match] = {}
    known = pinyin.table().readings
    if len(word) >= 2 and all(character in known for character in word):
        pattern = re.compile("".join(map(pinyin.homophone_class, word)))
        found = (texts.at(match.start(), len(word)) for match in pattern.finditer(texts.sounds))
        _keep(best, BY_SOUND, found)
    return best


def initials_in_part(texts: Texts, word: str, enough: int) -> dict[int, Match]:
    """The same for phrases that share only a run of the first letters of `word`, all letters, the longest runs first.

    People remember a formula without the adverb they began it with (`qsjqsdsf` for 加强师德师风). A run has at least
    `LEAST_RUN` letters and half of `word`; the search ends with the run length that brings the phrases to `enough`.
    """
    best: dict[int, Match] = {}
    if not _spelt(word):
        return best
    for length in range(len(word) - 1, max(LEAST_RUN, (len(word) + 1) // 2) - 1, -1):
        if len(best) >= enough:
            break
        for start in range(len(word) - length, -1, -1):
            way = _way(BY_INITIALS, [word[start : start + length]], [tuple(word[start : start + length])])
            found: dict[int, Match] = {}
            _keep(found, way.worth * length / len(word), _by_sound(texts, way))
            best = found | best
    return best


def _keep(best: dict[int, Match], worth: float, found: Iterator[Found]) -> None:
    for match in found:
        if match.in_name:
            value = worth * BY_NAME
        elif match.before == LINE:
            value = worth * AT_START
        else:
            value = worth * (AT_CLAUSE if match.before == BOUNDARY else INSIDE)
        if match.number not in best or best[match.number][0] < value:
            best[match.number] = (value, match)


def _literal(texts: Texts, word: str) -> Iterator[Found]:
    place = texts.blob.find(word)
    while place >= 0:
        yield texts.at(place, len(word))
        place = texts.blob.find(word, place + len(word))


def _by_sound(texts: Texts, way: _Way) -> Iterator[Found]:
    blob = texts.blob
    for match in way.pattern.finditer(texts.sounds):
        place = match.start()
        # The letters of a mixed word are sought by sound, its Han must stand there as written.
        if all(blob.startswith(run, place + offset) for offset, run in way.fixed):
            yield texts.at(place, way.length)


class _Way(NamedTuple):
    """One way to read a word with letters: its worth, the expression over sounds, its length, what must be literal."""

    worth: float
    pattern: re.Pattern[str]
    length: int
    fixed: tuple[tuple[int, str], ...]


@lru_cache(maxsize=256)
def _ways(word: str) -> tuple[_Way, ...]:
    runs = _RUN.findall(word)
    letters = [run for run in runs if _spelt(run)]
    if not letters:
        return ()
    ways = [_way(BY_INITIALS, runs, [tuple(run[: pinyin.LONGEST_RUN]) for run in letters])]
    split = [pinyin.splits(run) for run in letters]
    if all(split):
        for number in range(max(map(len, split))):
            pieces = [way[min(number, len(way) - 1)] for way in split]
            ways.append(_way(BY_SYLLABLES, runs, pieces))
    return tuple(ways)


def _way(worth: float, runs: list[str], pieces: list[tuple[str, ...]]) -> _Way:
    made: list[str] = []
    fixed: list[tuple[int, str]] = []
    codes, spellings = pinyin.table().codes, pinyin.table().spellings
    waiting = iter(pieces)
    for run in runs:
        if _spelt(run):
            by_letter = worth == BY_INITIALS
            made += [
                pinyin.syllable_class(piece, not by_letter and piece in spellings) for piece in next(waiting)
            ]
        else:
            fixed.append((len(made), run))
            made += [re.escape(character) for character in run.translate(codes)]
    # Matches that overlap matter only where one may be refused: none reaches over the beginning of a clause.
    expression = f"(?={''.join(made)})" if fixed else "".join(made)
    return _Way(worth, re.compile(expression), len(made), tuple(fixed))


def _spelt(run: str) -> bool:
    return run.isascii() and run.isalpha()
