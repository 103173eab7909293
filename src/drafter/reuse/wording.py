"""One spelling of figures and punctuation: full-width punctuation between Han characters, half-width figures."""

from __future__ import annotations

import re

from drafter.mine.clean import display

_HALF = {
    code: code - 0xFEE0
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF05)
}

_BRACES = re.compile(r"\{(?=[{%#])")


def normal(text: str) -> str:
    """`text` with Arabic figures, Latin letters and % in half width (GB/T 15835-2011) and Chinese punctuation.

    Braces that would open a slot are parted: an old report holds no slots.
    """
    return _BRACES.sub("{ ", display(text.translate(_HALF)))
