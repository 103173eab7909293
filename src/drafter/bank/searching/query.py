"""A query as keywords, the ways to read each, and where a way is found in a line of the index.

A keyword of Han and digits is found as it stands. A run of letters in it is found as it stands, as the first letters
of the characters, and as their syllables, of which the last may be incomplete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from drafter.bank import pinyin
from drafter.bank.index.tokens import NAMES, grams, plain_syllable, several
from drafter.bank.normal import BOUNDARY, fold

LONGEST_QUERY: Final = 400
"""Characters of a query that are looked at; whoever pastes a page wants what its beginning is about."""
MOST_WORDS: Final = 12
AS_WRITTEN, BY_SOUND, BY_SYLLABLES, BY_INITIALS, BY_NAME = 1.0, 0.95, 0.9, 0.8, 0.5
"""What a match is worth by how it was made: the words themselves, homophones, pinyin; in the name of a slot, half."""
AT_START, AT_CLAUSE, INSIDE = 1.0, 0.85, 0.65
"""... and by where it stands: people remember how a formula begins."""
MOST_TOKENS: Final = 12
"""Tokens of one way that are asked for; a dozen neighbours already pick out the line, which is compared anyway."""

_RUN: Final = re.compile(r"[a-z]+|[^a-z]+")
_APOSTROPHE: Final = re.compile(r"(?<=[a-zA-Z])['’](?=[a-zA-Z])")


def words_of(query: str) -> tuple[str, ...]:
    """The keywords of `query` in normal form, each once, at most `MOST_WORDS`."""
    # xi'an: what the writer keeps apart is not read as xian.
    folded = fold(_APOSTROPHE.sub(" ", query[:LONGEST_QUERY]))
    found = re.split(r"[\x00-\x1f]+", folded)
    return tuple(dict.fromkeys(word for word in found if word))[:MOST_WORDS]


class Found(NamedTuple):
    """A match in a line: its first character, its length, and if it stands in the name of a slot."""

    start: int
    length: int
    in_name: bool


class Match(NamedTuple):
    """What a match is worth, 0 to 1, and the match."""

    value: float
    found: Found


class Line:
    """A line of the index as it is looked at: as written, by first letters and by sounds."""

    __slots__ = ("_letters", "_sounds", "end", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        end = text.find(NAMES)
        self.end = len(text) if end < 0 else end
        self._letters = ""
        self._sounds = ""

    @property
    def letters(self) -> str:
        """The class of first letters of every Han character."""
        if not self._letters:
            self._letters = self.text.translate(grams().classes)
        return self._letters

    @property
    def sounds(self) -> str:
        """The code of readings of every Han character."""
        if not self._sounds:
            self._sounds = self.text.translate(grams().codes)
        return self._sounds

    @property
    def words(self) -> str:
        """The words of the phrase, without the names of its slots."""
        return self.text[: self.end]

    def match(self, worth: float, start: int, length: int) -> Match:
        """The match at `start` of something worth so much."""
        if start >= self.end and self.end < len(self.text):
            return Match(worth * BY_NAME, Found(start, length, True))
        place = AT_START if start == 0 else AT_CLAUSE if self.text[start - 1] == BOUNDARY else INSIDE
        return Match(worth * place, Found(start, length, False))


class Way(NamedTuple):
    """One way to read a keyword: what it is worth, the tokens to ask for (each inner tuple: one of them), and how to
    find it in a line: `text` as it stands, or `pattern` over first letters (`spelt`) or sounds, `length` characters
    long, with `fixed` (offset, characters) standing there as written. `first` is the token of a beginning."""

    worth: float
    tokens: tuple[tuple[str, ...], ...]
    first: str
    text: str = ""
    pattern: re.Pattern[str] | None = None
    spelt: bool = False
    length: int = 0
    fixed: tuple[tuple[int, str], ...] = ()

    def best(self, line: Line) -> Match | None:
        """The best match in `line`, if there is one."""
        places = self._places(line)
        matches = (line.match(self.worth, start, self.length) for start in places)
        return max(matches, key=lambda match: match.value, default=None)

    def _places(self, line: Line) -> Iterator[int]:
        if self.pattern is None:
            start = line.text.find(self.text)
            while start >= 0:
                yield start
                start = line.text.find(self.text, start + self.length)
            return
        for match in self.pattern.finditer(line.letters if self.spelt else line.sounds):
            if all(line.text.startswith(run, match.start() + offset) for offset, run in self.fixed):
                yield match.start()


def best(ways: tuple[Way, ...], line: Line) -> Match | None:
    """The best match of any of `ways` in `line`."""
    found = [match for way in ways if (match := way.best(line)) is not None]
    return max(found, key=lambda match: match.value, default=None)


@lru_cache(maxsize=256)
def ways(word: str) -> tuple[Way, ...]:
    """Every way to read the keyword `word`, the plainest first."""
    plain = Way(AS_WRITTEN, _spread(neighbours(word)), f"^{word[:2]}", text=word, length=len(word))
    runs = _RUN.findall(word)
    letters = [run for run in runs if _spelt(run)]
    if not letters:
        return (plain,)
    made = [plain, _by_initials(runs)]
    split = [pinyin.splits(run) for run in letters]
    if all(split):
        for number in range(max(map(len, split))):
            pieces = [each[min(number, len(each) - 1)] for each in split]
            made.append(_by_syllables(runs, pieces))
    return tuple(made)


def neighbours(word: str) -> tuple[tuple[str, ...], ...]:
    """The tokens of every two characters of `word` that stand together, or of its only one."""
    return tuple((word[start : start + 2],) for start in range(max(1, len(word) - 1)))


def _spread(tokens: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    if len(tokens) <= MOST_TOKENS:
        return tokens
    return tuple(tokens[number * (len(tokens) - 1) // (MOST_TOKENS - 1)] for number in range(MOST_TOKENS))


def _by_initials(runs: list[str]) -> Way:
    tokens: list[tuple[str, ...]] = []
    made: list[str] = []
    fixed: list[tuple[int, str]] = []
    for run in runs:
        if _spelt(run):
            letters = run[: pinyin.LONGEST_RUN]
            size = min(3, len(letters))
            if size > 1:
                tokens += [(f"_{letters[start : start + size]}",) for start in range(len(letters) - size + 1)]
            made += map(_letter_class, letters)
        else:
            _keep(run, tokens, made, fixed)
    first = f"^_{runs[0][:2]}" if _spelt(runs[0]) else f"^{runs[0][:2]}"
    if len(runs) == 1 and len(runs[0]) == 1:
        tokens.append((f"_{runs[0]}",))
    return Way(BY_INITIALS, _spread(tuple(tokens)), first, *_compiled(made, fixed, spelt=True))


def _by_syllables(runs: list[str], pieces: list[tuple[str, ...]]) -> Way:
    tokens: list[tuple[str, ...]] = []
    made: list[str] = []
    fixed: list[tuple[int, str]] = []
    waiting = iter(pieces)
    for run in runs:
        if _spelt(run):
            syllables = next(waiting)
            whole = [piece in pinyin.table().spellings for piece in syllables]
            tokens += _syllable_tokens(syllables, whole[-1])
            made += [pinyin.syllable_class(*piece) for piece in zip(syllables, whole, strict=True)]
        else:
            _keep(run, tokens, made, fixed)
    begins = "".join(piece[0] for piece in pieces[0][:2])
    first = f"^_{begins}" if _spelt(runs[0]) else f"^{runs[0][:2]}"
    return Way(BY_SYLLABLES, _spread(tuple(tokens)), first, *_compiled(made, fixed, spelt=False))


def _keep(run: str, tokens: list[tuple[str, ...]], made: list[str], fixed: list[tuple[int, str]]) -> None:
    """Take up characters that must stand there as written."""
    tokens += neighbours(run)
    fixed.append((len(made), run))
    # Some character, which `fixed` then compares: other forms than the text hold no Han.
    made += ["(?s:.)"] * len(run)


def _syllable_tokens(syllables: tuple[str, ...], last_whole: bool) -> list[tuple[str, ...]]:
    plain = [plain_syllable(syllable) for syllable in syllables]
    if len(plain) == 1:
        return [tuple(f";{one}" for one in _beginning(plain[0]))] if not last_whole else [(f";{plain[0]}",)]
    pairs: list[tuple[str, ...]] = [(f".{one}.{two}",) for one, two in pairwise(plain[:-1])]
    ends = (plain[-1],) if last_whole else _beginning(plain[-1])
    return [*pairs, tuple(f".{plain[-2]}.{end}" for end in ends)]


@lru_cache(maxsize=1024)
def _beginning(piece: str) -> tuple[str, ...]:
    """The syllables that begin with `piece`."""
    return tuple(sorted({plain_syllable(one) for one in pinyin.table().spellings if one.startswith(piece)}))


def _compiled(
    made: list[str], fixed: list[tuple[int, str]], *, spelt: bool
) -> tuple[str, re.Pattern[str], bool, int, tuple[tuple[int, str], ...]]:
    # Matches that overlap matter only where one may be refused: none reaches over the beginning of a clause.
    expression = f"(?={''.join(made)})" if fixed else "".join(made)
    return "", re.compile(expression), spelt, len(made), tuple(fixed)


@lru_cache(maxsize=32)
def _letter_class(letter: str) -> str:
    """A regular expression for the classes of first letters with this one."""
    classes = "".join(one for one, letters in several().items() if letter in letters)
    return f"[{letter}{classes}]" if classes else letter


def _spelt(run: str) -> bool:
    return run.isascii() and run.isalpha()
