"""The tokens a phrase is filed under in the index, and the expressions they are sought by.

A line of the index is the words of a phrase in normal form and the names of its slots. Its tokens are

    党  党风          every character, every two that stand together
    ^党  ^党风        ... at the beginning of the phrase
    _d  _df  _dfl     the first letter of every character, those of two and of three that stand together
    ^_d  ^_df         ... at the beginning of the phrase
    $_dflz            the first letters of a phrase that is one short run of characters
    ;dang  .dang.feng the syllable of a character, those of two that stand together
    =t:org-life  =r:measure  =g:report    topic, role, genres

with every common reading of a character. No token reaches over a boundary or a slot. Candidates found by tokens are
compared with what was asked for before anybody sees them, so tokens may promise too much, never too little.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise, product
from typing import Final

from drafter.bank import pinyin
from drafter.bank.normal import BOUNDARY, GAP, LINE, fold, fold_phrase
from drafter.bank.phrase import Phrase

NAMES: Final = "\x1d"
"""Parts the words of a phrase from the names of its slots, and these from one another."""
LABEL: Final = "\x1a"
"""Parts the name of a slot from its label, where they differ."""
TOKENIZER: Final = "ascii tokenchars '^_$;.=:-'"
"""What makes FTS5 take each of our tokens as one: parted by spaces only."""
LONGEST_WHOLE: Final = 16
"""Characters of a phrase that is filed under its first letters as a whole: longer ones nobody types out."""
LONGEST_LINE: Final = 2000
"""Characters of a line that are filed; the few banks with longer phrases are still found by their beginning."""
_SEGMENT: Final = re.compile(f"[^{NAMES}{LABEL}{GAP}{LINE}{BOUNDARY}]+")
_NO_ID: Final = re.compile("[^a-z0-9\u0080-\ud7ff\ue000-\U0010ffff-]")
"""What must not stand in a token: a draft may name any topic."""
_MOST_READINGS: Final = 8
"""Ways to read two or three characters that are filed; characters with several readings rarely meet."""


def line_of(phrase_text: str, names: Mapping[str, str]) -> str:
    """The line of a phrase with this text: its words in normal form, then every slot with its name and, where `names`
    has another for it, its label."""
    folded = fold_phrase(phrase_text)
    if GAP not in folded:
        return folded
    slots = Phrase("", phrase_text, "", "", "").slots
    pairs = (dict.fromkeys((slot, names.get(slot, slot))) for slot in slots)
    return NAMES.join((folded, *(LABEL.join(map(fold, pair)) for pair in pairs)))


def slots_of(line: str) -> tuple[str, ...]:
    """The names of the slots of a line, in normal form."""
    return tuple(named.partition(LABEL)[0] for named in line.split(NAMES)[1:])


def tokens(line: str) -> set[str]:
    """Every token of `line`, without those of topic, role and genre."""
    found: set[str] = set()
    known = grams()
    for match in _SEGMENT.finditer(line[:LONGEST_LINE]):
        segment = match[0]
        sounds, letters = segment.translate(known.codes), segment.translate(known.classes)
        found.update(segment, map("".join, pairwise(segment)))
        found.update(*map(known.syllables.__getitem__, sounds))
        found.update(*map(known.syllables.__getitem__, map("".join, pairwise(sounds))))
        pairs = map("".join, pairwise(letters))
        triples = map("".join, zip(letters, letters[1:], letters[2:], strict=False))
        for pieces in (letters, pairs, triples):
            found.update(*map(known.letters.__getitem__, pieces))
        if match.start() == 0:
            found.update(("^" + segment[0], "^" + segment[:2]))
            found.update(f"^{token}" for size in (1, 2) for token in known.letters[letters[:size]])
    words = line.partition(NAMES)[0]
    if 2 < len(words) <= LONGEST_WHOLE and _SEGMENT.fullmatch(words):
        found.update(f"${token}" for token in _first_letters(words.translate(known.classes)))
    return found


def labels(topic: str, role: str, genres: Collection[str]) -> tuple[str, ...]:
    """The tokens a phrase is filed under for filters; open to any genre is a genre of its own."""
    return (topic_token(topic), role_token(role), *map(genre_token, genres or ("",)))


def topic_token(topic: str) -> str:
    """The token of a topic id."""
    return f"=t:{_NO_ID.sub(_spelt_out, topic)}"


def role_token(role: str) -> str:
    """The token of a role id."""
    return f"=r:{_NO_ID.sub(_spelt_out, role)}"


def genre_token(genre: str) -> str:
    """The token of a genre id, or of "" for phrases open to any."""
    return f"=g:{_NO_ID.sub(_spelt_out, genre)}"


def _spelt_out(strange: re.Match[str]) -> str:
    return f"_{ord(strange[0]):x}_"


class _Memo(dict[str, tuple[str, ...]]):
    """What `make` gives for a few characters, made once; forgets everything when it has grown too large."""

    MOST = 300_000

    def __init__(self, make: Callable[[str], tuple[str, ...]]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: str) -> tuple[str, ...]:
        if len(self) >= self.MOST:
            self.clear()
        made = self[key] = self._make(key)
        return made


@dataclass(frozen=True)
class Grams:
    """`codes` of characters by their readings, `classes` by the first letters of these, the `firsts` of which is the
    usual one, and the tokens of codes and classes."""

    codes: dict[int, int]
    firsts: dict[int, int]
    classes: dict[int, str]
    letters: _Memo
    syllables: _Memo


@lru_cache(maxsize=1)
def grams() -> Grams:
    table = pinyin.table()
    of_code = {code: "".join(dict.fromkeys(way[0] for way in ways)) for code, ways in table.sounds.items()}
    # One letter stands for itself; several are a class of their own, in the range the codes of readings take.
    several = sorted({letters for letters in of_code.values() if len(letters) > 1})
    class_of = {letters: chr(pinyin.CODES_FROM + place) for place, letters in enumerate(several)}
    classes = {
        character: class_of.get(of_code[code], of_code[code]) for character, code in table.codes.items()
    }
    firsts = {character: ord(of_code[code][0]) for character, code in table.codes.items()}
    return Grams(table.codes, firsts, classes, _Memo(_first_letters), _Memo(_syllables))


def _first_letters(classes: str) -> tuple[str, ...]:
    """`_df` for every way to read the characters of these classes; none if one is neither Han nor letter."""
    letters = several()
    choices = [letters.get(one, one if one.isascii() and one.isalpha() else "") for one in classes]
    return tuple(f"_{''.join(way)}" for way in islice(product(*choices), _MOST_READINGS))


@lru_cache(maxsize=1)
def several() -> dict[str, str]:
    """The first letters of every class of several."""
    table, classes = pinyin.table(), grams().classes
    return {
        classes[character]: "".join(dict.fromkeys(way[0] for way in table.sounds[code]))
        for character, code in table.codes.items()
        if not classes[character].isascii()
    }


def _syllables(codes: str) -> tuple[str, ...]:
    """`;dang` for one character, `.dang.feng` for two, in every way they are read."""
    sounds = pinyin.table().sounds
    choices = [dict.fromkeys(map(plain_syllable, sounds.get(ord(code), ()))) for code in codes]
    mark = ";" if len(codes) == 1 else "."
    return tuple(mark + ".".join(way) for way in islice(product(*choices), _MOST_READINGS))


@lru_cache(maxsize=4096)
def first_letters(character: str) -> tuple[str, ...]:
    """The first letters a character is read with; none if it is neither Han nor letter."""
    return tuple(token[1:] for token in grams().letters[character.translate(grams().classes)])


@lru_cache(maxsize=4096)
def syllables_of(character: str) -> tuple[str, ...]:
    """The syllables a character is read as, as they are filed; none if it is no Han."""
    return tuple(token[1:] for token in grams().syllables[character.translate(grams().codes)])


def plain_syllable(syllable: str) -> str:
    """A syllable as it is filed: lv and lu are one."""
    return syllable.replace("v", "u")
