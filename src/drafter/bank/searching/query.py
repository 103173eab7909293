"""A query as keywords, the ways to read each, and where a way is found in a line of the index.

A keyword of Han and digits is found as it stands. A run of letters in it is found as it stands, as the first letters
of the characters, and as their syllables, of which the last may be incomplete.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import islice, product
from typing import Final, NamedTuple

from drafter.bank import pinyin
from drafter.bank.index.tokens import NAMES, first_letters, grams, plain_syllable, several, syllables_of
from drafter.bank.normal import BOUNDARY, fold

LONGEST_QUERY: Final = 400
"""Characters of a query that are looked at; whoever pastes a page wants what its beginning is about."""
MOST_WORDS: Final = 12
AS_WRITTEN, BY_SOUND, BY_SYLLABLES, UNFINISHED, BY_INITIALS, BY_NAME = 1.0, 0.95, 0.9, 0.85, 0.8, 0.5
"""What a match is worth by how it was made: the words themselves, homophones, pinyin, of which the last syllable may go
on, first letters; in the name of a slot, half."""
AT_START, AT_CLAUSE, INSIDE = 1.0, 0.85, 0.65
"""... and by where it stands: people remember how a formula begins."""
MANY_TOKENS: Final = 4
"""Tokens of neighbours from which some need not be asked for ..."""
MOST_TOKENS: Final = 8
"""... and the most that are; a few neighbours already pick out the line, which is compared anyway."""

_MOST_SOUNDS: Final = 40
"""Ways to read a few neighbours that are asked for: a syllable that is still being typed has up to thirty ends."""
_RUN: Final = re.compile(r"[a-z]+|[^a-z]+")
_APOSTROPHE: Final = re.compile(r"(?<=[a-zA-Z])['’](?=[a-zA-Z])")


def words_of(query: str) -> tuple[str, ...]:
    """The keywords of `query` in normal form, each once, at most `MOST_WORDS`."""
    # xi'an: what the writer keeps apart is not read as xian.
    folded = fold(_APOSTROPHE.sub(" ", query[:LONGEST_QUERY]))
    found = re.split(r"[\x00-\x1f]+", folded)
    return tuple(dict.fromkeys(word for word in found if word))[:MOST_WORDS]


class Match(NamedTuple):
    """A match in a line: what it is worth (0 to 1), its first character, its length, and if it stands in the name of a
    slot."""

    value: float
    start: int
    length: int
    in_name: bool


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
        """The usual first letter of every Han character."""
        if not self._letters:
            self._letters = self.text.translate(grams().firsts)
        return self._letters

    @property
    def classes(self) -> str:
        """The class of all first letters of every Han character."""
        return self.text.translate(grams().classes)

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
            return Match(worth * BY_NAME, start, length, True)
        place = AT_START if start == 0 else AT_CLAUSE if self.text[start - 1] == BOUNDARY else INSIDE
        return Match(worth * place, start, length, False)


class Way(NamedTuple):
    """One way to read a keyword: what it is worth, the tokens to ask for (each inner tuple: one of them), and how to
    find it in a line: `text` as it stands, or for each of its characters the `codes` that may stand in the first
    letters (`spelt`) or sounds of the line, any where there are none, with `fixed` (offset, characters) standing
    there as written; `letters` are the first letters if there is nothing else. `length` is that of a match, `first`
    the token of a phrase that begins with it."""

    worth: float
    tokens: tuple[tuple[str, ...], ...]
    first: str
    length: int
    text: str = ""
    codes: tuple[frozenset[str], ...] = ()
    spelt: bool = False
    fixed: tuple[tuple[int, str], ...] = ()
    letters: str = ""

    def best(self, line: Line) -> Match | None:
        """The best match in `line`, if there is one."""
        places = self._places(line)
        if not places:
            return None
        # A beginning is the best there is, and the first place is before all others.
        if places[0] == 0 or len(places) == 1:
            return line.match(self.worth, places[0], self.length)
        return max((line.match(self.worth, start, self.length) for start in places), key=_value)

    def _places(self, line: Line) -> list[int]:
        if self.text:
            return occurrences(line.text, self.text)
        if self.letters:
            # Nearly always the characters are read as they usually are, which is found ten times as fast.
            return occurrences(line.letters, self.letters) or alike(line.classes, self.codes)
        if self.fixed:
            offset, run = self.fixed[0]
            starts = (place - offset for place in occurrences(line.text, run) if place >= offset)
            return [start for start in starts if self._stands(line, start)]
        return alike(line.classes if self.spelt else line.sounds, self.codes)

    def _stands(self, line: Line, start: int) -> bool:
        if not all(line.text.startswith(run, start + offset) for offset, run in self.fixed):
            return False
        form = line.classes if self.spelt else line.sounds
        return all(
            not codes or form[start + n : start + n + 1] in codes for n, codes in enumerate(self.codes)
        )


def occurrences(text: str, piece: str) -> list[int]:
    """Where `piece` stands in `text`."""
    found: list[int] = []
    start = text.find(piece)
    while start >= 0:
        found.append(start)
        start = text.find(piece, start + 1)
    return found


def alike(form: str, codes: Sequence[frozenset[str]]) -> list[int]:
    """Where the characters of `form` are, one by one, in these sets."""
    # From the character that can be the fewest, looked up as such: a walk over the line takes five times as long.
    offset = min(range(len(codes)), key=lambda n: len(codes[n]))
    last = len(form) - len(codes)
    starts = sorted(place - offset for code in codes[offset] for place in occurrences(form, code))
    return [
        start
        for start in starts
        if 0 <= start <= last and all(form[start + n] in wanted for n, wanted in enumerate(codes))
    ]


def best(ways: Sequence[Way], line: Line) -> Match | None:
    """The best match of any of `ways` in `line`."""
    if len(ways) == 1:
        return ways[0].best(line)
    return max((match for way in ways if (match := way.best(line)) is not None), key=_value, default=None)


def _value(match: Match) -> float:
    return match.value


@lru_cache(maxsize=256)
def ways(word: str) -> tuple[Way, ...]:
    """Every way to read the keyword `word`, the plainest first."""
    plain = Way(AS_WRITTEN, _spread(neighbours(word)), f"^{word[:2]}", len(word), word)
    runs = _RUN.findall(word)
    letters = [run for run in runs if _spelt(run)]
    if not letters:
        return (plain,)
    made = [plain, _by_initials(runs)]
    # What begins with a letter has it for its first letter.
    split = [pinyin.splits(run) for run in letters] if len(word) > 1 else []
    if split and all(split):
        for number in range(max(map(len, split))):
            pieces = [each[min(number, len(each) - 1)] for each in split]
            made.append(_by_syllables(runs, pieces))
            last = pieces[-1][-1]
            if (
                number == 0
                and _spelt(runs[-1])
                and last in pinyin.table().whole
                and len(_beginning(last)) > 1
            ):
                # ji is a syllable and may go on to jing.
                made.append(_by_syllables(runs, pieces, unfinished=True))
    return tuple(made)


def by_initials(letters: str) -> Way:
    """`letters` as the first letters of characters."""
    return _by_initials([letters])


def neighbours(word: str) -> tuple[tuple[str, ...], ...]:
    """The tokens of every two characters of `word` that stand together, or of its only one."""
    return tuple((word[start : start + 2],) for start in range(max(1, len(word) - 1)))


def _spread(tokens: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Enough of the tokens of neighbours to tell a line: of many every second, which still holds every character."""
    if len(tokens) >= MANY_TOKENS:
        tokens = (*tokens[:-1:2], tokens[-1])
    if len(tokens) > MOST_TOKENS:
        tokens = tuple(
            tokens[number * (len(tokens) - 1) // (MOST_TOKENS - 1)] for number in range(MOST_TOKENS)
        )
    return tokens


class _Reading:
    """A keyword being read by sound: for every character the sounds it may have, as tokens spell them, and the codes
    that may stand there; of Han, which must stand there as written, the sounds it has."""

    def __init__(self) -> None:
        self.sounds: list[tuple[str, ...]] = []
        self.codes: list[frozenset[str]] = []
        self.fixed: list[tuple[int, str]] = []
        self._typed: list[bool] = []
        self._pairs: list[tuple[str, ...]] = []

    def type(self, sounds: tuple[str, ...], codes: frozenset[str]) -> None:
        """One character more that was typed by its sound."""
        self.sounds.append(sounds)
        self.codes.append(codes)
        self._typed.append(True)

    def write(self, run: str, sounds_of: Callable[[str], tuple[str, ...]]) -> None:
        """Characters that were typed as they are."""
        self.fixed.append((len(self.codes), run))
        self._pairs += neighbours(run)
        for character in run:
            self.sounds.append(sounds_of(character))
            self.codes.append(frozenset())
            self._typed.append(False)

    def tokens(self, mark: str, size: int, between: str) -> tuple[tuple[str, ...], ...]:
        """The tokens of written neighbours, and of `size` neighbours of which one was typed by its sound."""
        found = list(self._pairs)
        for start in range(len(self.sounds) - size + 1):
            sounds = self.sounds[start : start + size]
            if any(self._typed[start : start + size]) and all(sounds):
                ways = islice(product(*sounds), _MOST_SOUNDS)
                found.append(tuple(mark + between.join(way) for way in ways))
        return _spread(tuple(found))


def _by_initials(runs: list[str]) -> Way:
    reading = _Reading()
    for run in runs:
        if _spelt(run):
            for letter in run[: pinyin.LONGEST_RUN]:
                reading.type((letter,), _letter_codes(letter))
        else:
            reading.write(run, first_letters)
    count = len(reading.codes)
    return Way(
        BY_INITIALS,
        reading.tokens("_", min(3, count), ""),
        f"^_{runs[0][:2]}" if _spelt(runs[0]) else f"^{runs[0][:2]}",
        count,
        codes=tuple(reading.codes),
        spelt=True,
        fixed=tuple(reading.fixed),
        letters="" if reading.fixed else "".join(runs)[: pinyin.LONGEST_RUN],
    )


def _by_syllables(runs: list[str], pieces: list[tuple[str, ...]], *, unfinished: bool = False) -> Way:
    reading = _Reading()
    waiting = iter(pieces)
    for number, run in enumerate(runs, 1):
        if not _spelt(run):
            reading.write(run, syllables_of)
            continue
        syllables = next(waiting)
        for syllable in syllables[:-1]:
            reading.type((plain_syllable(syllable),), pinyin.spoken(syllable, whole=True))
        last = syllables[-1]
        whole = last in pinyin.table().whole and not (unfinished and number == len(runs))
        sounds = (plain_syllable(last),) if whole else _beginning(last)
        reading.type(sounds, pinyin.spoken(last, whole=whole))
    begins = "".join(piece[0] for piece in pieces[0][:2])
    count = len(reading.codes)
    return Way(
        UNFINISHED if unfinished else BY_SYLLABLES,
        reading.tokens(".", 2, ".") if count > 1 else reading.tokens(";", 1, ""),
        f"^_{begins}" if _spelt(runs[0]) else f"^{runs[0][:2]}",
        count,
        codes=tuple(reading.codes),
        fixed=tuple(reading.fixed),
    )


@lru_cache(maxsize=1024)
def _beginning(piece: str) -> tuple[str, ...]:
    """The syllables that begin with `piece`."""
    return tuple(sorted({plain_syllable(one) for one in pinyin.table().whole if one.startswith(piece)}))


@lru_cache(maxsize=32)
def _letter_codes(letter: str) -> frozenset[str]:
    """The classes of first letters with this one."""
    return frozenset((letter, *(one for one, letters in several().items() if letter in letters)))


def _spelt(run: str) -> bool:
    return run.isascii() and run.isalpha()
