"""From a source to its documents: what is not the text goes, wrapped lines are joined, every character left keeps its
place in the raw text.

inline.py (noise inside lines) -> rows.py (lines) -> chrome.py (lines of the page around) -> slices.py (page-slice
marks) -> documents.py (several documents) -> titles.py, contents.py -> wrapping.py (line ends) -> spaces.py. Redacted
and blanked-out places stay: they are facts to ask for. display.py makes half-width punctuation full.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from drafter.mine.clean import spaces
from drafter.mine.clean.chrome import without_chrome, without_notes
from drafter.mine.clean.contents import without_broken_ends, without_contents
from drafter.mine.clean.display import display
from drafter.mine.clean.documents import Part, parts
from drafter.mine.clean.inline import without_noise
from drafter.mine.clean.rows import Row, rows_of
from drafter.mine.clean.slices import without_slices
from drafter.mine.clean.titles import take_title
from drafter.mine.clean.wrapping import joined
from drafter.mine.mapped import MappedText
from drafter.mine.records import QUOTES_LOST, TRUNCATED, CleanDocument
from drafter.mine.source import Source

__all__ = ["clean", "display"]

_LINE_ENDS: Final = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_TO_LINE_FEED: Final = dict.fromkeys(map(ord, "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), 0x0A)
_LATIN: Final = re.compile(r"[A-Za-z]")
_BLANK_LINE: Final = re.compile(r"^\s|\s$|\n\s|\A\Z")
_LEAST_QUOTES: Final = 5
"""Opening quotes from which on missing closing ones are a habit of the text and not a slip."""


def clean(source: Source) -> tuple[CleanDocument, ...]:
    """The documents of `source`, without noise; documents without any text are left out."""
    mapped = MappedText.whole(source.text)
    if _LINE_ENDS.search(source.text):
        mapped = mapped.translated(_TO_LINE_FEED)
    mapped, hidden = without_noise(mapped)
    rows, meta = without_chrome(rows_of(mapped, source))
    rows = without_slices(rows)
    documents: list[CleanDocument] = []
    found = parts(rows)
    for part in found:
        given = source.title.strip() if len(found) == 1 else ""
        document = _document(source, mapped, part, given, meta, len(documents), hidden=hidden)
        if document.body.text:
            documents.append(document)
    return tuple(documents)


def _document(
    source: Source,
    mapped: MappedText,
    part: Part,
    given: str,
    page: dict[str, str],
    index: int,
    *,
    hidden: bool,
) -> CleanDocument:
    title, head, rows = take_title(
        joined(without_contents(part.rows)), given, part.label, page.get("file", "")
    )
    rows, broken = without_broken_ends(without_notes(rows))
    body = _body(mapped, rows)
    if any(row.glued for row in rows):
        # A line end may have cut an advertisement in two.
        whole, _ = without_noise(body)
        body = body if _BLANK_LINE.search(whole.text) else whole
    needless = spaces.needless(body.text)
    if needless:
        body = body.without(needless)
    flags = [QUOTES_LOST] if _quotes_lost(body.text) else []
    flags += [TRUNCATED] if broken or hidden else []
    lines = [row for row in rows if not row.glued]
    return CleanDocument(
        source=source.name,
        index=index,
        body=body,
        title=title,
        levels={number: row.level for number, row in enumerate(lines) if row.level},
        bold=frozenset(number for number, row in enumerate(lines) if row.bold),
        flags=tuple(flags),
        meta={**page, **head},
        digest=source.digest,
        origin=source.origin,
    )


def _body(mapped: MappedText, rows: Iterable[Row]) -> MappedText:
    """The rows out of `mapped`, parted by one line feed each, glued ones by nothing (by a space between Latin
    words). What parts two rows is the line feed that stood between them."""
    gaps: list[tuple[int, int]] = []
    spaces_at: list[int] = []
    text = mapped.text
    position = 0
    before: Row | None = None
    for row in rows:
        if before is None:
            gaps.append((position, row.start))
        else:
            latin = row.glued and _LATIN.match(before.text[-1]) and _LATIN.match(row.text[0])
            between = text.index("\n", position, row.start)
            if latin:
                spaces_at.append(between)
            kept = int(not row.glued or bool(latin))
            gaps += ((position, between), (between + kept, row.start))
        position, before = row.end, row
    gaps.append((position, len(text)))
    if spaces_at:
        characters = list(text)
        for at in spaces_at:
            characters[at] = " "
        mapped = mapped.rewritten("".join(characters))
    return mapped.without(gap for gap in gaps if gap[0] < gap[1])


def _quotes_lost(text: str) -> bool:
    """Whether one side of the quotes is missing more often than not."""
    opened, closed = text.count("“"), text.count("”")
    return max(opened, closed) >= _LEAST_QUOTES and min(opened, closed) < 0.5 * max(opened, closed)
