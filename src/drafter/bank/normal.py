"""The one normal form in which phrases and queries meet.

NFKC and lower case, traditional characters as simplified ones; letters, digits and Han stay; quotes and brackets
vanish, because nobody types them in a search; any other punctuation, space or symbol becomes a boundary, and a slot a
gap, that no keyword reaches over.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from drafter.bank.phrase import SLOT

BOUNDARY = "\x1f"
GAP = "\x1c"
LINE = "\x1e"
"""Parts phrases from one another; no phrase and no query holds it."""
_TRANSPARENT = "“”‘’\"'「」『』〝〞《》〈〉（）()【】〔〕[]{}·"
_ZERO = "○"
"""The circle people type for 〇 in 二○二六."""


class _Folding(dict[int, str]):
    """Code point -> normal form: "" for what vanishes, else text and boundaries. Filled as characters turn up."""

    def __missing__(self, code: int) -> str:
        folded = "".join(map(_fold, unicodedata.normalize("NFKC", chr(code)).lower()))
        # A character that becomes several, such as ㈠, keeps what is not a boundary.
        value = self[code] = folded.replace(BOUNDARY, "") or folded[:1]
        return value


def _fold(character: str) -> str:
    if character in _TRANSPARENT:
        return ""
    if character == _ZERO:
        return "〇"
    if character.isalnum():
        return _simplified().get(character, character)
    return character if character in (GAP, LINE) else BOUNDARY


@lru_cache(maxsize=1)
def _simplified() -> dict[str, str]:
    """Traditional -> simplified character, from traditional.txt, which tools/make_traditional.py makes."""
    text = (Path(__file__).parent / "traditional.txt").read_text("utf-8")
    lines = (line.partition("\t") for line in text.splitlines())
    return {character: simplified for simplified, _, characters in lines for character in characters}


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The normal form of `text` without slots; may be longer or shorter."""
    return text.translate(_FOLDING)


def fold_phrase(text: str) -> str:
    """The normal form of a phrase: each slot is one gap."""
    return fold(SLOT.sub(GAP, text))


def folded_places(text: str, count: int) -> list[int]:
    """For each of the first `count` characters of the normal form of a phrase the index in `text` it comes from."""
    places: list[int] = []
    slots = {slot.start(): slot.end() for slot in SLOT.finditer(text)} if "{" in text else {}
    at = 0
    while at < len(text) and len(places) < count:
        if at in slots:
            places.append(at)
            at = slots[at]
        else:
            places += [at] * len(_FOLDING[ord(text[at])])
            at += 1
    return places
