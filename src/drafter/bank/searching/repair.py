"""The nearest phrases when nothing holds what was asked for: slips of the pen and of the input method, a keyword too
many, a sentence that says nearly the same.

Where the slip is, is not known, so the index is asked for what is left of the word around every place it may be; only
the rarest tokens of each question are asked for. What comes back is compared as a whole.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Final

from drafter.bank import pinyin
from drafter.bank.index.rows import Row
from drafter.bank.index.store import Store
from drafter.bank.index.tokens import LABEL, NAMES, syllables_of
from drafter.bank.normal import BOUNDARY, GAP
from drafter.bank.searching.candidates import Wanted
from drafter.bank.searching.expression import all_of, any_of, either, of_way, of_word
from drafter.bank.searching.query import AS_WRITTEN, BY_SOUND, Line, Match, alike, best, by_initials
from drafter.bank.searching.ranking import Scored, words_score

NEAR: Final = 0.6
"""The most a phrase that only comes close can score."""
LEAST_SLIP, MOST_SLIP = 3, 12
"""Characters of a keyword with one slip: shorter ones are like too many phrases, longer ones may have several."""
LEAST_RUN: Final = 5
"""First letters in common that are more than chance ..."""
LEAST_PART: Final = 0.6
"""... if they are this part of what was typed."""
MOST_BEFORE: Final = 2
"""One letter less is enough for how a phrase begins, behind no more letters than these."""
_UNUSUAL: Final = 0.3
"""What a reading that is not the usual one counts, in characters."""
SHORT, LONG = 4, 16
"""Questions that are asked for letters: beside what was found, and where nothing was."""
FULL: Final = 9
"""A list one key can take from."""
MOST_TO_SPARE: Final = 6
"""Keywords one of which may be left out: every one of them is another question, and nobody types more."""
LEAST_SHARE: Final = 0.5
"""The part of all keywords that must be there when one of them is left out."""
FREQUENT: Final = 50
"""Rows from which a pair of characters is in too many phrases to tell one."""
LEAST_RATIO: Final = 70
"""How alike, of 100, a sentence and a phrase must be."""
LOOKED_AT: Final = 240
"""Candidates that are compared with a slip."""
_MARKS: Final = frozenset((BOUNDARY, GAP, NAMES, LABEL))
RAREST: Final = 3
"""Tokens asked for together: more do not leave fewer candidates, only cost more."""
PIECE, MOST_PIECES, PAIRED, VOTERS, ELECTED = 4, 16, 4, 60, 40
"""A sentence is sought by pieces of so many characters, so many of them and every two of so many, each electing so
many rows; of those elected the first so many are compared."""


@dataclass(frozen=True)
class _Slip:
    """A keyword with one slip somewhere: what to ask the index for, first what sounds the same, then what has two
    characters in the other order, then what is left around the slip, and how to find it in a line."""

    word: str
    sounding: str
    turned: str
    around: str
    sounds: tuple[frozenset[str], ...]
    swapped: tuple[str, ...]
    pairs: tuple[str, ...] = ()

    def best(self, line: Line) -> Match | None:
        """The stretch of `line` that is one slip away from the word, or sounds like it."""
        # Here, not above: most searches never come here.
        from rapidfuzz import fuzz

        size = len(self.word)
        if all(self.sounds) and (heard := alike(line.sounds, self.sounds)):
            matches = (
                line.match(BY_SOUND * self._as_written(line.text, start), start, size) for start in heard
            )
            return max(matches, key=lambda match: match.value)
        if size == LEAST_SLIP:
            return self._two_of_three(line)
        for other in self.swapped:
            if (start := line.text.find(other)) >= 0:
                # All that was typed is there, which says more than all but one character.
                return line.match(AS_WRITTEN * (1 - 1 / (2 * size)), start, size)
        cutoff = 100 * (1 - 1 / size) - 0.01
        # A phrase that is all of the word but a character too many needs something beside it to be as long.
        text = line.text + BOUNDARY
        found = fuzz.partial_ratio_alignment(self.word, text, score_cutoff=cutoff)
        if found is None or len(text) < size:
            return None
        start, end = found.dest_start, found.dest_end
        # Beside what is left of the word stands whatever comes next; inside it a boundary or slot is no slip.
        while text[start] in _MARKS:
            start += 1
        while text[end - 1] in _MARKS:
            end -= 1
        if not _MARKS.isdisjoint(text[start:end]):
            return None
        return line.match(AS_WRITTEN * found.score / 100, start, end - start)

    def _as_written(self, text: str, start: int) -> float:
        """How much of what sounds like the word is the word: 1 if one character differs, less for every further one
        and for one that is usually read in another way."""
        lost = -1.0
        for typed, there in zip(self.word, text[start:], strict=False):
            if typed != there:
                lost += 1.0 if syllables_of(typed)[0] == syllables_of(there)[0] else 1.0 + _UNUSUAL
        return 1 - max(0.0, lost) / (2 * len(self.word))

    def _two_of_three(self, line: Line) -> Match | None:
        """Of three characters the two that must be right stand together, or all stand there, two of them swapped."""
        for piece in (*self.swapped, *self.pairs):
            start = line.text.find(piece)
            if start >= 0:
                return line.match(AS_WRITTEN * 2 / 3, start, len(piece))
        return None


def nearest(store: Store, wanted: Wanted, *, few: bool = False) -> list[Scored]:
    """Phrases that come close to what is wanted, in no order; `few`: some have been found, so it is not worth long."""
    words = wanted.words
    han = [word for word in words if not word.isascii()]
    if len(words) == 1 and not han:
        return _sharing_letters(store, wanted, SHORT if few else LONG)
    if sum(map(len, han)) > MOST_SLIP and sum(map(len, han)) >= PIECE * len(words):
        return _like_the_sentence(store, wanted)
    present = [bool(store.rows(all_of((of_word(readings), wanted.filters)), 1)) for readings in wanted.ways]
    slips = [None if there else _slip(store, word) for word, there in zip(words, present, strict=True)]
    if len(words) == 1 and present[0]:
        # Its tokens meet in some phrase, but not side by side.
        slips = [_slip(store, words[0])]
    if all(there or slip for there, slip in zip(present, slips, strict=True)) and any(slips):
        return _with_slips(store, wanted, slips)
    return _without_one(store, wanted, present)


def _with_slips(store: Store, wanted: Wanted, slips: Sequence[_Slip | None]) -> list[Scored]:
    """Phrases that have every keyword, some of them with a slip: of the input method if there are such, else any."""
    exact = [of_word(readings) for readings in wanted.ways]
    scored: list[Scored] = []
    for part in ("sounding", "turned", "around"):
        asked = [getattr(slip, part) if slip else words for slip, words in zip(slips, exact, strict=True)]
        if all(asked) and not scored:
            # What sounds the same, or has the same characters, nearly always is what was meant; what is left around a
            # slip may be anything.
            most = LOOKED_AT if part == "around" else LOOKED_AT // 2
            scored = _having(wanted, slips, store.rows(all_of((*asked, wanted.filters)), most))
    return scored


def _having(wanted: Wanted, slips: Sequence[_Slip | None], rows: Sequence[Row]) -> list[Scored]:
    scored = []
    for row in rows:
        line = Line(row.line)
        matches = [
            match
            for slip, readings in zip(slips, wanted.ways, strict=True)
            if (match := slip.best(line) if slip else best(readings, line)) is not None
        ]
        if len(matches) == len(slips):
            scored.append(_scored(row, line, matches))
    return scored


def _scored(row: Row, line: Line, matches: Sequence[Match], share: float = 1.0) -> Scored:
    value = NEAR * share * words_score(line, matches)
    return Scored(row, matches, True, "文字相近", value)


def _without_one(store: Store, wanted: Wanted, present: Sequence[bool]) -> list[Scored]:
    """Phrases that have the keywords but one, if they are most of what was asked for."""
    total = sum(map(len, wanted.words))
    scored: dict[int, Scored] = {}
    for left_out, word in enumerate(wanted.words if len(wanted.words) <= MOST_TO_SPARE else ()):
        share = 1 - len(word) / total
        others = [number for number in range(len(wanted.words)) if number != left_out]
        if share < LEAST_SHARE or not others or not all(present[number] for number in others):
            continue
        # A word nobody knows may be the very point of the question.
        if not present[left_out] and share == LEAST_SHARE:
            continue
        questions = [of_word(wanted.ways[number]) for number in others]
        for row in store.rows(all_of((*questions, wanted.filters)), LOOKED_AT // 3):
            line = Line(row.line)
            matches = [match for number in others if (match := best(wanted.ways[number], line)) is not None]
            if len(matches) == len(others):
                hit = _scored(row, line, matches, share)
                if row.row not in scored or scored[row.row].score < hit.score:
                    scored[row.row] = hit
    return list(scored.values())


# Slips


def _slip(store: Store, word: str) -> _Slip | None:
    """How to look for `word` with a slip, None if it is too short, too long or all letters."""
    if word.isascii() or not LEAST_SLIP <= len(word) <= MOST_SLIP:
        return None
    left = [(*_pairs(word[:place]), *_pairs(word[place + 1 :])) for place in range(len(word))]
    swapped = tuple(_swapped(word))
    turned = list(map(_pairs, swapped))
    rows = store.common(sorted({token for tokens in (*left, *turned) for token in tokens}))
    pairs: tuple[str, ...] = ()
    if len(word) == LEAST_SLIP:
        # What is left of three characters is one pair; a common one says nothing.
        pairs = tuple(pair for pair in _pairs(word) if rows.get(pair, 0) < FREQUENT)
        left = [(pair,) for pair in pairs]
    sounds = tuple(map(pinyin.same_sound, word))
    return _Slip(word, _sounding(word), _rarest(turned, rows), _rarest(left, rows), sounds, swapped, pairs)


def _rarest(questions: Iterable[Sequence[str]], rows: Mapping[str, int]) -> str:
    """Any of the questions, each asking for its rarest tokens only; `rows` says how many they have."""
    asked = (sorted(tokens, key=lambda token: rows.get(token, 0))[:RAREST] for tokens in questions)
    return any_of(list(dict.fromkeys(map(_all, asked))))


def _sounding(word: str) -> str:
    """What sounds like `word` as a whole, "" if it has characters without a reading."""
    readings = [syllables_of(character) for character in word]
    if not all(readings):
        return ""
    pairs = itertools.pairwise(readings)
    return all_of(either(f".{one}.{two}" for one in first for two in second) for first, second in pairs)


def _swapped(word: str) -> list[str]:
    """`word` with any two neighbours in the other order."""
    return [
        word[:n] + word[n + 1] + word[n] + word[n + 2 :]
        for n in range(len(word) - 1)
        if word[n] != word[n + 1]
    ]


def _pairs(piece: str) -> tuple[str, ...]:
    if len(piece) < 2:
        return (piece,) if piece else ()
    return tuple(piece[start : start + 2] for start in range(len(piece) - 1))


# Sentences


def _like_the_sentence(store: Store, wanted: Wanted) -> list[Scored]:
    """Phrases that say what a pasted sentence says, or are a part of it."""
    asked = "".join(wanted.words)
    votes: Counter[int] = Counter()
    for match, weight in _pieces(store, wanted.words):
        votes.update(dict.fromkeys(store.numbers(all_of((match, wanted.filters)), VOTERS), weight))
    scored = []
    for row in store.rows_at([number for number, _ in votes.most_common(ELECTED)]):
        line = Line(row.line)
        alike, start, end = _likeness(asked, line.words)
        if alike >= LEAST_RATIO:
            share = min(1.0, len(line.words) / len(asked))
            scored.append(_scored(row, line, [line.match(alike / 100, start, end - start)], (1 + share) / 2))
    return scored


def _pieces(store: Store, words: Iterable[str]) -> list[tuple[str, int]]:
    """Pieces of the words as questions, those with the rarest tokens first, and what a row that has one is worth."""
    cut = dict.fromkeys(
        word[start : start + PIECE] for word in words for start in range(0, max(1, len(word) - 1), 2)
    )
    pieces = [(piece, _pairs(piece)) for piece in cut if len(piece) > 1]
    rows = store.common(sorted({pair for _, pairs in pieces for pair in pairs})[:500])
    counts = [(min(rows.get(pair, 0) for pair in pairs), _all(pairs)) for _, pairs in pieces]
    asked = [(match, _weight(count)) for count, match in sorted(counts)[:MOST_PIECES]]
    # Where every piece is in too many phrases, two of them together still are not.
    common = [(count, match) for count, match in counts if count >= VOTERS]
    apart = common[:: max(1, len(common) // PAIRED)][:PAIRED]
    together = [
        (all_of((one, other)), _weight(min(count, more)))
        for (count, one), (more, other) in combinations(apart, 2)
    ]
    return [*asked, *together]


def _all(pairs: Sequence[str]) -> str:
    return all_of(f'"{pair}"' for pair in pairs)


def _weight(count: int) -> int:
    return 20 - round(math.log2(1 + count))


def _likeness(asked: str, words: str) -> tuple[float, int, int]:
    """How alike a sentence and a phrase are, of 100, and where in the phrase they are."""
    from rapidfuzz import fuzz

    shorter = min(len(asked), len(words))
    found = fuzz.partial_ratio_alignment(asked, words, score_cutoff=LEAST_RATIO)
    if found is None or shorter < PIECE * 2:
        return 0.0, 0, 0
    return found.score, found.dest_start, found.dest_end


# First letters


def _sharing_letters(store: Store, wanted: Wanted, questions: int) -> list[Scored]:
    """Phrases with nearly the first letters typed: people remember a formula with a word too many or another ending
    (`qsjqsdsf` for 加强师德师风). The longest runs in common first, until there is a list full or enough was asked."""
    typed = wanted.words[0][: pinyin.LONGEST_RUN]
    if not typed.isalpha():
        return []
    scored: dict[int, Scored] = {}
    for letters, before in islice(_parts_of(typed), questions):
        if len(scored) >= FULL:
            break
        way = by_initials(letters)
        # A short run is chance, unless a phrase begins with it and little was typed before it.
        short = len(letters) < LEAST_RUN
        if short and before > MOST_BEFORE:
            continue
        question = all_of((of_way(way), either((way.first,)) if short else "", wanted.filters))
        for row in store.rows(question, FULL * 2):
            line = Line(row.line)
            match = way.best(line)
            if match is not None and not (match.in_name or (short and match.start)):
                scored.setdefault(row.row, _scored(row, line, [match], len(letters) / len(typed)))
    return list(scored.values())


def _parts_of(typed: str) -> Iterator[tuple[str, int]]:
    """The letters to try instead of those typed, and how many stood before them: first without one in the middle, then
    ever shorter runs."""
    if len(typed) > LEAST_RUN:
        for place in range(1, len(typed) - 1):
            # Only those of 的, 了 and 地, which people put in and leave out.
            if typed[place] in "dl":
                yield typed[:place] + typed[place + 1 :], 0
    for size in range(len(typed) - 1, max(LEAST_RUN - 1, math.ceil(LEAST_PART * len(typed))) - 1, -1):
        for start in range(len(typed) - size, -1, -1):
            yield typed[start : start + size], start
