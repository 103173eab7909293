"""All phrases of a bank as one string, to know how many of them hold what is asked for: by sight, and by sound.

Slow and plain on purpose: it judges the search and shares nothing with it but the normal form of a text, the readings
of characters and the names of slots.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from pathlib import Path

from drafter.bank.normal import BOUNDARY, GAP, LINE, fold, fold_phrase
from drafter.bank.phrase import SLOT
from drafter.bank.pinyin import table

HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
_SLOT_NAME = re.compile(r"\{\{-?\s*([^\s|}]+)")
_NAMES = "\x1d"


@dataclass(frozen=True, slots=True)
class Row:
    """A phrase as the benchmark knows it."""

    id: str
    topic: str
    text: str


def form(text: str, labels: Mapping[str, str]) -> str:
    """What a phrase is judged by: its normal form, then the names and labels of its slots."""
    if "{{" not in text:
        return fold_phrase(text)
    names = dict.fromkeys(_SLOT_NAME.findall(text))
    return _NAMES.join((fold_phrase(text), *(fold(part) for name in names for part in (name, labels[name]))))


def write_rows(rows: Sequence[Row], target: Path) -> None:
    """Keep `rows`, one a line."""
    lines = (f"{row.id}\t{row.topic}\t{row.text}\n" for row in rows)
    with target.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(lines)


def read_rows(source: Path) -> list[Row]:
    """What `write_rows` kept."""
    with source.open(encoding="utf-8", newline="\n") as stream:
        return [Row(*line.rstrip("\n").split("\t")) for line in stream]


class Shelf:
    """The phrases of one bank; a phrase is known by its number in `rows`."""

    def __init__(self, rows: Sequence[Row], labels: Mapping[str, str]) -> None:
        self.rows = rows
        self.labels = labels
        self.forms = [form(row.text, labels) for row in rows]
        lines = [f"{LINE}{one}" for one in self.forms]
        self._starts = [0, *accumulate(map(len, lines))]
        self.blob = "".join(lines)

    @cached_property
    def alphabet(self) -> str:
        """The Han characters of the bank."""
        return "".join(sorted(set("".join(HAN_RUN.findall(self.blob)))))

    @cached_property
    def common(self) -> str:
        """The characters of the first level of GB 2312, the 3,755 everyday ones, that have a reading."""
        known = table().readings
        codes = ((first, second) for first in range(0xB0, 0xD8) for second in range(0xA1, 0xFF))
        found = (bytes(code).decode("gb2312", "ignore") for code in codes)
        return "".join(character for character in found if character in known)

    def holders(self, needles: Sequence[str], most: int, topic: str = "") -> set[int]:
        """The phrases that hold every one of `needles`, of `topic` if given; looks no further than `most` of them."""
        first = max(needles, key=len)
        found: set[int] = set()
        place = self.blob.find(first)
        while place >= 0 and len(found) < most:
            number = self._number(place)
            held = all(needle in self.forms[number] for needle in needles)
            if held and (not topic or self.rows[number].topic == topic):
                found.add(number)
            place = self.blob.find(first, self._starts[number + 1])
        return found

    def matching(self, pattern: str, most: int) -> set[int]:
        """The phrases in which the expression `pattern` is found, at most `most`."""
        found: set[int] = set()
        for match in re.finditer(pattern, self.blob):
            found.add(self._number(match.start()))
            if len(found) >= most:
                break
        return found

    def sounds(self, pieces: Sequence[str], whole: Callable[[int], bool]) -> str:
        """An expression for Han read as `pieces`, a syllable or, where not `whole`, its beginning for each character."""
        return "".join(self._sounding(piece, whole(number)) for number, piece in enumerate(pieces))

    def homophones(self, character: str) -> str:
        """Everyday characters with the same first reading, without itself."""
        return _homophones(self.common, character)

    def _sounding(self, piece: str, whole: bool) -> str:
        return _class_of(self.alphabet, piece, whole)

    def _number(self, place: int) -> int:
        return bisect_right(self._starts, place) - 1


@lru_cache(maxsize=4096)
def _class_of(alphabet: str, piece: str, whole: bool) -> str:
    known = table().readings
    found = [c for c in alphabet if any(_sounds_as(sound, piece, whole) for sound in known.get(c, ()))]
    return f"[{''.join(found)}]" if found else "(?!)"


def _sounds_as(sound: str, piece: str, whole: bool) -> bool:
    spellings = (sound, sound.replace("v", "u"))
    return piece in spellings if whole else any(one.startswith(piece) for one in spellings)


@lru_cache(maxsize=4096)
def _homophones(common: str, character: str) -> str:
    known = table().readings
    sound = known.get(character, ("",))[0]
    return "".join(other for other in common if other != character and known[other][0] == sound)


def han_runs(text: str) -> Iterator[str]:
    """The unbroken runs of Han of a phrase, slots and marks between them."""
    folded = fold_phrase(text)
    for run in re.split(f"[{BOUNDARY}{GAP}]", folded):
        yield from HAN_RUN.findall(run)


def printed(text: str) -> str:
    """A phrase as it stands in a text: each slot a number."""
    return SLOT.sub("12", text)
