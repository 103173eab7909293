"""Readings of Han characters, for searching by initials (`shyk`) and by syllables (`sanhuiyike`).

The table pinyin.txt is made by tools/make_pinyin.py: 20,900 characters, the common readings of those with several.
A text becomes a string of the same length in which every Han character is the private-use code of its readings (its
sounds), and a query becomes a row of sets of those codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

CODES_FROM = 0xE000
"""The first code of readings, in the private use area."""
LONGEST_RUN = 40
"""Letters of one run that are looked at: nine syllables of four letters, more than anybody types to find a phrase."""
MOST_SPLITS = 3
"""Ways to split a run into syllables that are tried, as in fangan: fang'an, fan'gan."""


@dataclass(frozen=True)
class Table:
    """`codes` of characters for `str.translate`, `sounds` of codes: the readings they stand for, the first one first.

    Characters with the same readings have the same code. `spellings` are all syllables as people type them.
    """

    codes: dict[int, int]
    sounds: dict[int, tuple[str, ...]]
    spellings: frozenset[str]

    @cached_property
    def readings(self) -> dict[str, tuple[str, ...]]:
        """The readings of each character, the first one first."""
        return {chr(character): self.sounds[code] for character, code in self.codes.items()}

    @cached_property
    def whole(self) -> dict[str, frozenset[str]]:
        """The codes of what is read so, by every spelling of a syllable."""
        found: dict[str, set[str]] = {}
        for code, readings in self.sounds.items():
            for reading in readings:
                # Where input methods ask for lv, nv, lue, nue, people type either spelling.
                for spelling in {reading, reading.replace("v", "u")}:
                    found.setdefault(spelling, set()).add(chr(code))
        return {spelling: frozenset(codes) for spelling, codes in found.items()}

    @cached_property
    def beginning(self) -> dict[str, frozenset[str]]:
        """The codes of what is read so or goes on from there, by everything a syllable begins with."""
        found: dict[str, set[str]] = {}
        for spelling, codes in self.whole.items():
            for end in range(1, len(spelling) + 1):
                found.setdefault(spelling[:end], set()).update(codes)
        return {piece: frozenset(codes) for piece, codes in found.items()}


@lru_cache(maxsize=1)
def table() -> Table:
    """The table, read once a process (a few milliseconds)."""
    text = (Path(__file__).parent / "pinyin.txt").read_text("utf-8")
    codes: dict[int, int] = {}
    sounds: dict[int, tuple[str, ...]] = {}
    spellings: set[str] = set()
    for code, line in enumerate(text.splitlines(), CODES_FROM):
        readings, _, characters = line.partition("\t")
        sounds[code] = tuple(readings.split(","))
        spellings.update(sounds[code])
        codes.update(dict.fromkeys(map(ord, characters), code))
    return Table(codes, sounds, frozenset(spellings | {syllable.replace("v", "u") for syllable in spellings}))


def initials(text: str) -> str:
    """The first letters of the Han of `text` (first readings), everything else left out: 三会一课 gives shyk."""
    known = table().readings
    return "".join(known[character][0][0] for character in text if character in known)


def syllables(text: str) -> tuple[str, ...]:
    """The first readings of the Han of `text`, everything else left out."""
    known = table().readings
    return tuple(known[character][0] for character in text if character in known)


def spoken(typed: str, *, whole: bool) -> frozenset[str]:
    """The codes of what sounds like `typed`, or begins so unless `whole`.

    A single letter also stands for itself, as in A级.
    """
    found = (table().whole if whole else table().beginning).get(typed, frozenset())
    return found | {typed} if len(typed) == 1 else found


def same_sound(character: str) -> frozenset[str]:
    """The codes of the characters that sound like this one in one of its readings; empty if it has none."""
    found = (table().whole[reading] for reading in table().readings.get(character, ()))
    return frozenset().union(*found)


def splits(run: str) -> tuple[tuple[str, ...], ...]:
    """Ways to read the letters `run` as syllables, at most `MOST_SPLITS`, the fewest pieces first.

    The last piece may be the beginning of a syllable: sanhuiyik gives (san, hui, yi, k). Empty if there is none.
    """
    run = run[:LONGEST_RUN]
    spellings = table().spellings
    # ways[i]: the best readings of the first i letters as whole syllables.
    ways: list[list[tuple[str, ...]]] = [[()], *([] for _ in run)]
    for end in range(1, len(run) + 1):
        found = [
            (*way, run[start:end])
            for start in range(max(0, end - 6), end)
            if run[start:end] in spellings
            for way in ways[start]
        ]
        ways[end] = sorted(found, key=len)[:MOST_SPLITS]
    whole = ways[-1]
    tails = [
        (*way, run[start:])
        for start in range(max(0, len(run) - 5), len(run))
        if _begins(run[start:])
        for way in ways[start]
    ]
    return tuple(dict.fromkeys(sorted([*whole, *tails], key=len)))[:MOST_SPLITS]


def _begins(piece: str) -> bool:
    return piece in table().beginning and piece not in table().whole
