"""The inner form of a frame: text in which one private character stands for each slot, and the key two frames share.

One character a slot keeps alignment and length simple; characters of the private use area never survive cleaning in
a document, so a mark cannot be mistaken for text.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b
from typing import Final

from drafter.mine.records import ENTITY_KINDS

TEXT: Final = "text"
"""A slot that merging makes where at least three variants differ; no entity has this kind."""

_FIRST: Final = 0xE000
MARKS: Final = {kind: chr(_FIRST + number) for number, kind in enumerate((*ENTITY_KINDS, TEXT))}
"""Kind of a slot -> its mark."""
KINDS: Final = {mark: kind for kind, mark in MARKS.items()}
"""Mark -> kind of the slot."""
MARK: Final = re.compile(f"[{''.join(KINDS)}]")

_FOREIGN: Final = dict.fromkeys(range(0xD800, 0xF900), 0xFFFD)
_PRIVATE: Final = re.compile("[\ud800-\uf8ff]")
_SILENT: Final = re.compile("[“”‘’\"'`＂＇「」『』〝〞《》〈〉 \t\u3000]+")


def without_marks(text: str) -> str:
    """`text` as long as before, with U+FFFD for private characters, so that only we make marks, and for halves of
    characters, which no file can hold."""
    return text.translate(_FOREIGN) if _PRIVATE.search(text) else text


def canonical(text: str) -> str:
    """What two writings of one frame have in common: NFKC (full and half width), no quotes, no spaces."""
    return unicodedata.normalize("NFKC", _SILENT.sub("", text))


def key_of(canon: str, unit: str = "clause") -> int:
    """A signed 64-bit number for a canonical text; headings and clauses of the same words have different keys."""
    digest = blake2b(canon.encode(), digest_size=8, person=unit.encode()[:16]).digest()
    return int.from_bytes(digest, "big", signed=True)


def literal(text: str) -> str:
    """`text` without its marks."""
    return MARK.sub("", text)
