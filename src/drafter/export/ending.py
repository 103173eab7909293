"""Where signature and date stand (GB/T 9704-2012 7.3.5), in characters from the right edge of the type area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drafter.document import Block, BlockKind
from drafter.export.prepare import lines, width

SEALED_RIGHT = 4.0
"""7.3.5.1: 成文日期一般右空四字编排."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Right indents in characters: one for each line of the signature, and the date's.

    `date_start` is how far from the right edge the date begins when its beginning counts, else None.
    """

    names: tuple[float, ...]
    date: float
    date_start: float | None = None


def ending(
    blocks: Sequence[Block], *, sealed: bool = False, right: float = 2.0, shift: float = 2.0
) -> Ending:
    """Indents for the signature and date among `blocks`.

    Not sealed (7.3.5.2): the signature leaves `right` characters; the date begins `shift` characters right of the
    signature's first one; if it is the longer of the two, it leaves that space itself and the signature moves left;
    lines of several begin under each other. Sealed (7.3.5.1): the date leaves four characters and the signature is
    centred on it.
    """
    signatures = [block for block in blocks if block.kind is BlockKind.SIGNATURE]
    names = [width("".join(run.text for run in line)) for block in signatures for line in lines(block.runs)]
    date = width("".join(block.text for block in blocks if block.kind is BlockKind.DATE))
    if sealed:
        centre = SEALED_RIGHT + date / 2
        return Ending(tuple(max(0.0, centre - name / 2) for name in names), SEALED_RIGHT)
    longest = max(names, default=0.0)
    if date > longest:
        return Ending(tuple(right + date + shift - name for name in names), right)
    start = right + longest
    return Ending(tuple(start - name for name in names), max(0.0, start - shift - date), start - shift)
