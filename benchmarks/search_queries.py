"""Five hundred queries of all kinds for a bank, each with what was meant; the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks import search_damage
from benchmarks.search_absent import absent_letters, absent_word
from benchmarks.search_texts import Shelf, han_runs, printed
from drafter.bank.normal import fold, fold_phrase

FEW = 10
"""Phrases that hold both words of a pair, at most; of a common pair, more."""
TRIES = 300
"""Draws for one query until a kind is given up: the built-in bank has few slots, and few digits."""
UNIQUE_TRIES = 60
"""Draws for one query that must be unique; in a large bank most stretches stand in several phrases."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, and what was meant: `needles`, as `form` of a phrase has them, of the phrase `target`.

    `unique` says that no other phrase is meant as well. An absent query has neither. `topic` filters, if given.
    """

    kind: str
    text: str
    target: str = ""
    needles: tuple[str, ...] = ()
    unique: bool = False
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of query: how many are made, whether finding it is repair, whether half of them shall be `unique`."""

    name: str
    count: int
    make: Callable[[Maker], Query | None]
    repair: bool = False
    unique: bool = True


class Maker:
    """Draws phrases, and pieces of them, from a bank."""

    def __init__(self, shelf: Shelf, targets: Sequence[int], chance: random.Random) -> None:
        import jieba
        import pypinyin

        jieba.setLogLevel("ERROR")
        self.shelf = shelf
        self.chance = chance
        self._targets = targets
        self._cut = jieba.lcut
        self._spell = pypinyin.lazy_pinyin

    def number(self) -> int:
        """A phrase."""
        return self._targets[self.chance.randrange(len(self._targets))]

    def run(self, least: int) -> tuple[int, str]:
        """A phrase and one of its runs of Han with `least` characters, "" if it has none."""
        number = self.number()
        runs = [run for run in han_runs(self.shelf.rows[number].text) if len(run) >= least]
        return number, self.chance.choice(runs) if runs else ""

    def words(self, text: str) -> list[str]:
        """The words of a run."""
        return [str(word) for word in self._cut(text, HMM=False)]

    def span(self, least: int, most: int, *, at_word: bool) -> tuple[int, str, list[str]]:
        """A phrase, a stretch of it, and its reading in that place; "" if the phrase drawn has none so long."""
        number, run = self.run(least)
        starts = self._word_starts(run) if at_word else list(range(len(run)))
        starts = [start for start in starts if len(run) - start >= least]
        if not run or not starts:
            return number, "", []
        start = self.chance.choice(starts)
        end = start + self.chance.randint(least, min(most, len(run) - start))
        return number, run[start:end], self._spell(run)[start:end]

    def sense(
        self, kind: str, text: str, number: int, needles: Sequence[str], pattern: str = "", topic: str = ""
    ) -> Query:
        """The query `text` that means phrase `number`; unique if no other holds `needles`, nor sounds like `pattern`."""
        folded = tuple(map(fold, needles))
        unique = self.shelf.holders(folded, 2, topic) == {number}
        if unique and pattern:
            unique = self.shelf.matching(pattern, 2) <= {number}
        return Query(kind, text, self.shelf.rows[number].id, folded, unique, topic)

    def _word_starts(self, run: str) -> list[int]:
        starts, place = [], 0
        for word in self.words(run):
            starts.append(place)
            place += len(word)
        return starts


def make_queries(
    shelf: Shelf, targets: Sequence[int], seed: int, wanted: Mapping[str, Kind], scale: float
) -> Iterator[Query]:
    """The queries of the kinds `wanted`, `scale` times as many as usual, none twice."""
    for name, kind in wanted.items():
        # A kind has its own chance, so that it stays the same when others are left out or added.
        maker = Maker(shelf, targets, random.Random(f"{seed} {name}"))
        seen: set[str] = set()
        count = max(1, round(kind.count * scale))
        alone = count // 2 if kind.unique else 0
        yield from _drawn(kind, maker, alone, alone * UNIQUE_TRIES, seen, unique=True)
        yield from _drawn(kind, maker, count, count * TRIES, seen, unique=False)


def _drawn(
    kind: Kind, maker: Maker, count: int, tries: int, seen: set[str], *, unique: bool
) -> Iterator[Query]:
    """Queries until `count` texts are in `seen`, in at most `tries` draws; with `unique` only those."""
    for _ in range(tries):
        if len(seen) >= count:
            return
        query = kind.make(maker)
        if query is not None and query.text not in seen and (query.unique or not unique):
            seen.add(query.text)
            yield query


def _pair(maker: Maker) -> tuple[int, str, str] | None:
    number = maker.number()
    runs = [maker.words(run) for run in han_runs(maker.shelf.rows[number].text)]
    words = list(dict.fromkeys(word for run in runs for word in run if len(word) >= 2))
    if len(words) < 2:
        return None
    first, second = maker.chance.sample(words, 2)
    return None if first in second or second in first else (number, first, second)


def _keywords(maker: Maker) -> Query | None:
    pair = _pair(maker)
    if pair is None or len(maker.shelf.holders(pair[1:], FEW + 1)) > FEW:
        return None
    return maker.sense("keywords", f"{pair[1]} {pair[2]}", pair[0], pair[1:])


def _common_keywords(maker: Maker) -> Query | None:
    pair = _pair(maker)
    if pair is None or len(maker.shelf.holders(pair[1:], FEW + 1)) <= FEW:
        return None
    return maker.sense("common keywords", f"{pair[1]} {pair[2]}", pair[0], pair[1:])


_STEPS = 5


class _Prefixes:
    """Phrases as they are typed, from the first character to the fifth."""

    def __init__(self) -> None:
        self._left: list[Query] = []

    def __call__(self, maker: Maker) -> Query | None:
        if not self._left:
            number = maker.number()
            run = next(han_runs(maker.shelf.rows[number].text), "")
            starts = fold_phrase(maker.shelf.rows[number].text).startswith(run)
            if len(run) < _STEPS or not starts:
                return None
            typed = [run[:end] for end in range(_STEPS, 0, -1)]
            self._left = [maker.sense("prefixes", one, number, (one,)) for one in typed]
        return self._left.pop()


def _clause_start(maker: Maker) -> Query | None:
    number, run = maker.run(6)
    typed = run[: maker.chance.randint(6, 12)]
    return maker.sense("clause starts", typed, number, (typed,)) if run else None


def _single(maker: Maker) -> Query | None:
    number, run = maker.run(1)
    if not run:
        return None
    one = maker.chance.choice(run)
    return maker.sense("single characters", one, number, (one,))


def _in_topic(maker: Maker) -> Query | None:
    number, span, _ = maker.span(2, 4, at_word=True)
    topic = maker.shelf.rows[number].topic
    return maker.sense("filtered by topic", span, number, (span,), topic=topic) if span else None


def _spelt(maker: Maker, kind: str, typed: str, number: int, span: str, pieces: Sequence[str]) -> Query:
    """A query of letters: all `pieces` are syllables but the last, if it is cut."""
    whole = len("".join(pieces)) == len(typed)
    cut = list(pieces)
    if not whole:
        cut = []
        for piece in pieces:
            rest = len(typed) - len("".join(cut))
            if rest > 0:
                cut.append(piece[:rest])
    full = cut == list(pieces[: len(cut)])
    pattern = maker.shelf.sounds(cut, lambda number: full or number < len(cut) - 1)
    return maker.sense(kind, typed, number, (span[: len(cut)],), pattern)


def _initials(maker: Maker) -> Query | None:
    number, span, pieces = maker.span(4, 8, at_word=True)
    typed = "".join(piece[0] for piece in pieces)
    if not span or not typed.isascii():
        return None
    return maker.sense("initials", typed, number, (span,), maker.shelf.sounds(list(typed), lambda _: False))


def _pinyin(maker: Maker) -> Query | None:
    number, span, pieces = maker.span(3, 5, at_word=True)
    typed = "".join(pieces)
    if not span or not typed.isascii():
        return None
    if maker.chance.random() < 0.5 and len(pieces[-1]) > 1:
        typed = typed[: -maker.chance.randint(1, len(pieces[-1]) - 1)]
    return _spelt(maker, "full pinyin", typed, number, span, pieces)


def _pinyin_begun(maker: Maker) -> Query | None:
    number, span, pieces = maker.span(2, 4, at_word=True)
    typed = "".join(pieces)
    if not span or not typed.isascii() or len(typed) < 4:
        return None
    return _spelt(
        maker, "pinyin being typed", typed[: maker.chance.randint(3, len(typed))], number, span, pieces
    )


_POLYPHONES = frozenset("重行长率会调传给省参乐数")


def _polyphones(maker: Maker) -> Query | None:
    number, span, pieces = maker.span(3, 5, at_word=True)
    typed = "".join(pieces)
    if _POLYPHONES.isdisjoint(span) or not typed.isascii():
        return None
    return _spelt(maker, "polyphones", typed, number, span, pieces)


def _mixed(maker: Maker) -> Query | None:
    number, span, pieces = maker.span(3, 6, at_word=True)
    if not span:
        return None
    start = maker.chance.randrange(len(span))
    end = maker.chance.randint(start + 1, len(span) - (start == 0))
    initials = maker.chance.random() < 0.5
    letters = [piece[0] if initials else piece for piece in pieces[start:end]]
    heard = maker.shelf.sounds(letters, lambda _: not initials)
    typed = span[:start] + "".join(letters) + span[end:]
    return maker.sense("Han and pinyin", typed, number, (span,), span[:start] + heard + span[end:])


def _traditional(maker: Maker) -> Query | None:
    number, span, _ = maker.span(3, 6, at_word=True)
    typed = search_damage.traditional(span)
    return maker.sense("traditional", typed, number, (span,)) if typed != span else None


def _full_width(maker: Maker) -> Query | None:
    found = _initials(maker) if maker.chance.random() < 0.5 else _keywords(maker)
    if found is None:
        return None
    typed = search_damage.full_width(found.text)
    return Query("full width", typed, found.target, found.needles, found.unique)


def _slot(maker: Maker) -> Query | None:
    number = maker.number()
    names = maker.shelf.forms[number].split("\x1d")[1:]
    runs = list(han_runs(maker.shelf.rows[number].text))
    words = [word for run in runs for word in maker.words(run) if len(word) >= 2]
    if not names or not words:
        return None
    needles = (maker.chance.choice(names), maker.chance.choice(words))
    return maker.sense("slot and word", " ".join(needles), number, needles)


def _slipped(kind: str, slip: str, least: int, most: int, at_word: bool) -> Callable[[Maker], Query | None]:
    def make(maker: Maker) -> Query | None:
        number, span, _ = maker.span(least, most, at_word=at_word)
        if not span:
            return None
        chance, shelf = maker.chance, maker.shelf
        typed = (
            search_damage.slip(span, slip, shelf, chance)
            if slip
            else search_damage.any_slip(span, shelf, chance)
        )
        # A slip that stands in the bank is nothing a search could see.
        if not typed or shelf.holders((typed,), 1):
            return None
        return maker.sense(kind, typed, number, (span,))

    return make


def _pasted(maker: Maker) -> Query | None:
    number = maker.number()
    text = maker.shelf.rows[number].text
    if not 25 <= len(text) <= 150:
        return None
    typed = search_damage.pasted(printed(text), maker.shelf, maker.chance)
    needle = fold_phrase(text).strip("\x1f")
    unique = maker.shelf.holders((needle,), 2) == {number}
    return Query("pasted sentences", typed, maker.shelf.rows[number].id, (needle,), unique)


def _absent_word(maker: Maker) -> Query | None:
    typed = absent_word(maker.shelf, maker.chance)
    return Query("absent words", typed) if typed else None


def _absent_letters(maker: Maker) -> Query | None:
    typed = absent_letters(maker.shelf, maker.chance)
    return Query("absent letters", typed) if typed else None


def kinds() -> dict[str, Kind]:
    """Every kind, by name: 500 queries in all."""
    made = (
        Kind("keywords", 40, _keywords),
        Kind("common keywords", 10, _common_keywords, unique=False),
        Kind("prefixes", 12 * _STEPS, _Prefixes(), unique=False),
        Kind("clause starts", 15, _clause_start),
        Kind("single characters", 15, _single, unique=False),
        Kind("filtered by topic", 20, _in_topic),
        Kind("initials", 40, _initials),
        Kind("full pinyin", 30, _pinyin),
        Kind("pinyin being typed", 20, _pinyin_begun),
        Kind("polyphones", 10, _polyphones),
        Kind("Han and pinyin", 20, _mixed),
        Kind("traditional", 15, _traditional),
        Kind("full width", 15, _full_width),
        Kind("slot and word", 15, _slot),
        Kind("one slip in 5-10", 50, _slipped("one slip in 5-10", "", 5, 10, False), True),
        Kind("homophone in 3-4", 40, _slipped("homophone in 3-4", "homophone", 3, 4, True), True),
        Kind("wrong character in 3-4", 35, _slipped("wrong character in 3-4", "random", 3, 4, True), True),
        Kind("pasted sentences", 20, _pasted, True),
        Kind("absent words", 15, _absent_word, True, False),
        Kind("absent letters", 15, _absent_letters, True, False),
    )
    return {kind.name: kind for kind in made}
