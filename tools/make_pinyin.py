"""Makes src/drafter/bank/pinyin.txt, the table of readings, from the pypinyin package (needed only to run this).

    python tools/make_pinyin.py [TARGET]

One line for all characters with the same common readings: the readings, without tones and with v for ü, the first one
first, separated by commas; a tab; the characters. Which further readings are common is counted in pypinyin's phrase
table: at least two phrases and one in a hundred of the phrases with the character.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

TARGET = Path(__file__).parents[1] / "src" / "drafter" / "bank" / "pinyin.txt"
CHARACTERS = (0x3007, *range(0x4E00, 0xA000))
LEAST_PHRASES = 2
LEAST_SHARE = 0.01
TYPED_AS = {0x55EF: ["en"]}
"""What input methods ask for where pypinyin has only a sound: 嗯."""
UMLAUT = "\u0308"


def plain(reading: str) -> str:
    """A reading without its tone, ü as v."""
    marked = unicodedata.normalize("NFD", reading).replace("u" + UMLAUT, "v")
    return "".join(letter for letter in marked if letter.isascii() and letter.isalpha())


def common_readings() -> dict[str, list[str]]:
    """Character -> its other readings that the phrase table uses often, the most frequent first."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, readings in phrases_dict.items():
        for character, reading in zip(phrase, readings, strict=False):
            seen[character][plain(reading[0])] += 1
    return {
        character: [
            reading
            for reading, count in counts.most_common()
            if count >= LEAST_PHRASES and count >= LEAST_SHARE * counts.total()
        ]
        for character, counts in seen.items()
    }


def table() -> dict[tuple[str, ...], str]:
    """Readings, the first one first -> the characters that have them."""
    common = common_readings()
    found: dict[tuple[str, ...], str] = defaultdict(str)
    for code in CHARACTERS:
        readings = [plain(reading) for reading in pinyin_dict.get(code, "").split(",")]
        # hm, m, n and ng are sounds, not syllables: as such they would read every letter m or n.
        readings = [reading for reading in readings if set(reading) & set("aeiouv")]
        readings = readings or TYPED_AS.get(code, [])
        if not readings:
            continue
        others = sorted(
            reading
            for reading in common.get(chr(code), ())
            if reading in readings[1:] and reading != readings[0]
        )
        found[readings[0], *others] += chr(code)
    return dict(sorted(found.items(), key=lambda item: (len(item[0]) > 1, item[0])))


def main() -> None:
    """Writes the table and says how large it is."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    lines = [f"{','.join(readings)}\t{characters}" for readings, characters in table().items()]
    target.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    characters = sum(map(len, table().values()))
    print(f"{len(lines)} classes of readings, {characters} characters -> {target}")


if __name__ == "__main__":
    main()
