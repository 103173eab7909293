"""Queries nobody would type, and real ones that something has happened to; the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from benchmarks import search_damage
from benchmarks.search_texts import Shelf, han_runs, printed
from drafter.bank.pinyin import initials, splits, syllables, table

OPERATORS = (
    '"', "'", "*", "^", "(", ")", "()", "{", "}", "+", "-", ":", ";", " AND ", " OR ", " NOT ", " NEAR(", " NEAR/3 ",
    "words:", "rowid:", "posting", " -- ", "%", "_", "\\", "[", "]", "=t:", "=g:", "$_", "^_", "_d", ".dang.feng", ";dang",
    "' OR 1=1 --", "\"; DROP TABLE phrase; --", "(((((((((", '""""""""', "**********",
)  # fmt: skip
STRANGE = (
    *map(chr, (0, 1, 7, 8, 9, 10, 13, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F, 0x7F, 0x85, 0xA0)),
    *map(chr, (0xD800, 0xDBFF, 0xDC80, 0xDFFF, 0xE000, 0xE0FF, 0xE400, 0xF8FF, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF)),
    *map(chr, (0x200B, 0x200D, 0x200E, 0x202E, 0x2028, 0x3000, 0x3007, 0x301C, 0xFE0F, 0x1F680, 0x20BB7, 0x2A6D6)),
    *map(chr, (0x10FFFF, 0xE0001, 0x0130, 0xDF, 0xFB01, 0x2126, 0x3231, 0x33A1, 0x3220, 0xFDFA, 0x1D11E)),
    "👨‍👩‍👧", "🇨🇳", "é", "é", "①", "㈠", "½", "Ⅷ", "℃", "～",
)  # fmt: skip
"""Control and private characters, halves of surrogates, emoji, what becomes several characters in normal form."""
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_RANGES = ((0x20, 0x7E), (0x4E00, 0x9FFF), (0x3000, 0x303F), (0xFF00, 0xFFEF), (0x0, 0x10FFFF))


class Noise:
    """Draws queries from the phrases of a bank."""

    def __init__(self, shelf: Shelf, chance: random.Random) -> None:
        self._shelf = shelf
        self._chance = chance
        self._kinds: tuple[tuple[int, Callable[[], str]], ...] = (
            (14, self._piece), (8, self._words), (14, self._slipped), (8, self._letters), (8, self._spelt),
            (8, self._mixed), (4, self._traditional), (3, self._full_width), (8, self._pasted), (5, self._labelled),
            (4, self._any_characters), (5, self._any_letters), (4, self._any_syllables), (3, self._repeated),
            (3, self._joined), (1, self._endless),
        )  # fmt: skip

    def queries(self, count: int) -> Iterator[str]:
        """So many queries; four of ten have something put into them or taken out."""
        weights = [weight for weight, _ in self._kinds]
        for _ in range(count):
            ((_, make),) = self._chance.choices(self._kinds, weights)
            made = make()
            while self._chance.random() < 0.4:
                made = self._mutated(made)
            yield made

    def _mutated(self, text: str) -> str:
        chance = self._chance
        place = chance.randint(0, len(text))
        kind = chance.randrange(7)
        if kind == 0:
            return text[:place] + chance.choice(OPERATORS) + text[place:]
        if kind == 1:
            return text[:place] + chance.choice(STRANGE) + text[place:]
        if kind == 2:
            return f'"{text}"' if chance.random() < 0.5 else f"{text} {chance.choice(OPERATORS)}{text}"
        if kind == 3:
            return text[:place] + text[place + 1 :]
        if kind == 4:
            return text[:place] + " " + text[place:]
        if kind == 5:
            return "".join(chance.sample(text, len(text))) if len(text) < 50 else text[::-1]
        return text[:place] + self._piece() + text[place:]

    def _text(self) -> str:
        return self._chance.choice(self._shelf.rows).text

    def _run(self) -> str:
        runs = list(han_runs(self._text()))
        return self._chance.choice(runs) if runs else "党"

    def _piece(self, most: int = 12) -> str:
        run = self._run()
        start = self._chance.randrange(len(run))
        return run[start : start + self._chance.randint(1, most)]

    def _words(self) -> str:
        return " ".join(self._piece(3) for _ in range(self._chance.randint(2, 6)))

    def _slipped(self) -> str:
        piece = self._piece(14)
        for _ in range(self._chance.choice((1, 1, 1, 2, 3))):
            piece = search_damage.any_slip(piece, self._shelf, self._chance) or piece if piece else piece
        return piece

    def _letters(self) -> str:
        made = initials(self._piece(10))
        return made.upper() if self._chance.random() < 0.1 else made

    def _spelt(self) -> str:
        made = "".join(syllables(self._piece(7)))
        return made[: self._chance.randint(1, len(made))] if made else "x"

    def _mixed(self) -> str:
        pieces = [self._piece(3) for _ in range(self._chance.randint(2, 4))]
        spell: list[Callable[[str], str]] = [initials, lambda piece: "".join(syllables(piece)), str]
        return "".join(self._chance.choice(spell)(piece) for piece in pieces)

    def _traditional(self) -> str:
        return search_damage.traditional(self._piece())

    def _full_width(self) -> str:
        return search_damage.full_width(self._letters() + " " + self._piece(4))

    def _pasted(self) -> str:
        return search_damage.pasted(printed(self._text()), self._shelf, self._chance)

    def _labelled(self) -> str:
        name = self._chance.choice([*self._shelf.labels, *self._shelf.labels.values()])
        return f"{name} {self._piece(3)}" if self._chance.random() < 0.7 else name

    def _any_characters(self) -> str:
        chance = self._chance
        low, high = chance.choice(_RANGES)
        return "".join(chr(chance.randint(low, high)) for _ in range(chance.randint(0, 30)))

    def _any_letters(self) -> str:
        return "".join(self._chance.choices(_ALPHABET, k=self._chance.randint(1, 30)))

    def _any_syllables(self) -> str:
        spellings = sorted(table().spellings)
        made = "".join(self._chance.choices(spellings, k=self._chance.randint(1, 8)))
        return made if splits(made) else made[:-1]

    def _repeated(self) -> str:
        return self._piece(3) * self._chance.choice((2, 3, 10, 100)) + self._chance.choice(("", " ")) * 3

    def _joined(self) -> str:
        parts = [self._chance.choice((self._piece, self._letters, self._pasted))() for _ in range(4)]
        return self._chance.choice(("", " ", "，")).join(parts)

    def _endless(self) -> str:
        one = self._chance.choice(
            ("党", "a", "党 ", "zh", "的 a", "\x00", '"', self._pasted(), self._words() + " ")
        )
        return one * (100_000 // max(1, len(one)))
