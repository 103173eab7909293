"""What one source gives the count: its documents, their sentences, and the clauses and headings in them.

Everything here runs in the workers, once for every character of the corpus, so the values are plain tuples that
travel between processes cheaply, and each document is scanned by whole-text functions.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from drafter.mine.clean import clean
from drafter.mine.entities import entities
from drafter.mine.frames.marks import MARKS, canonical, key_of, without_marks
from drafter.mine.labels import Era, era_of, genre_of
from drafter.mine.records import BLANK, COUNT, DATE, TITLE, CleanDocument, Entity, Heading, Sentence
from drafter.mine.sentences import sentences
from drafter.mine.source import Source
from drafter.mine.structure import headings

SHORTEST: Final = 5
"""Characters of the shortest clause worth counting (抓好落实, at four, is a word rather than a frame)."""
LONGEST: Final = 60
LONGEST_SENTENCE: Final = 200
"""Characters of the longest clause and sentence the bank accepts (bank/rules.py)."""
CONTEXT: Final = 240
"""Characters of a sentence that are kept as context."""
SKETCH: Final = 64
"""Smallest sentence hashes kept of a document: enough to tell copies from relatives."""
_SKETCHED: Final = 12
"""Characters of the shortest sentence that tells a copy; shorter ones are shared by strangers."""


class Unit(NamedTuple):
    """A clause or heading: its key, which of the two, where it stands in the form of its sentence and in the raw text."""

    key: int
    heading: bool
    a: int
    b: int
    start: int
    end: int


class SentenceRow(NamedTuple):
    """A sentence: raw offsets, numbers of the headings above it, hash of a line that may be no prose (else 0), text, form with marks ("" if the
    text is all of it), what filled the marks (see `filler`), its units, and whether they may make a sentence frame."""

    start: int
    end: int
    path: tuple[int, ...]
    line: int
    text: str
    form: str
    fillers: str
    units: tuple[Unit, ...]
    whole: bool


class DocumentRow(NamedTuple):
    """A document: where it comes from, what is known about it, the smallest hashes of its sentences."""

    name: str
    digest: str
    origin: str
    title: str
    flags: str
    genre: str
    first: int | None
    last: int | None
    headings: tuple[str, ...]
    sketch: tuple[int, ...]
    sentences: tuple[SentenceRow, ...]


def documents_of(source: Source, era: Era, genres: Mapping[str, str]) -> Iterator[DocumentRow]:
    """The documents of `source`, ready to be stored; `genres` maps ids to labels."""
    for document in clean(source):
        yield _document(document, era, genres)


def _document(document: CleanDocument, era: Era, genres: Mapping[str, str]) -> DocumentRow:
    body = document.body
    if not body.text:
        return _row(document, "", (None, None), (), ())
    text = without_marks(body.text)
    found = headings(document)
    facts = entities(text)
    marked = _Marked(document, text, facts)
    titles = {heading.title_start: heading for heading in found if not heading.implicit}
    rows = tuple(marked.row(sentence, titles) for sentence in sentences(document, found))
    names = tuple(text[heading.title_start : heading.title_end] for heading in found)
    return _row(document, genre_of(document.title, text, genres), era_of(text, era), names, rows)


def _row(
    document: CleanDocument,
    genre: str,
    years: tuple[int | None, int | None],
    names: tuple[str, ...],
    rows: tuple[SentenceRow, ...],
) -> DocumentRow:
    return DocumentRow(
        without_marks(document.source), document.digest, without_marks(document.origin),
        without_marks(document.title), " ".join(document.flags), genre,
        *years, names, _sketch(rows), rows,
    )  # fmt: skip


def _sketch(rows: tuple[SentenceRow, ...]) -> tuple[int, ...]:
    hashes = {key_of(canonical(row.form or row.text), "copy") for row in rows if len(row.text) >= _SKETCHED}
    return tuple(sorted(hashes)[:SKETCH])


# What a clause may begin with that is no part of the formula: 一是, 第一, （一）, 1. and the like.
_LEAD: Final = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}(?:是要|是|、|要)|第[一二三四五六七八九十]{1,3}[，,、]"
    r"|[（(][0-9一二三四五六七八九十]{1,3}[）)]、?|[0-9]{1,2}[.、．](?![0-9])|[①-⑳]"
    r"|首先|其次|再次|最后|同时|此外|另外|因此|所以|并且)[，,：:、\s]*"
)
_EDGE: Final = " \t\u3000、·•◆■●★☆※-—"
_DIGITS: Final = re.compile(r"[0-9０-９〇○零一二三四五六七八九十百千万亿两几.．,，]+")
FEWEST_HAN: Final = 4
"""Han characters a unit has besides its slots."""
_WORDED: Final = re.compile(rf"(?:[^\u3400-\u9fff]*[\u3400-\u9fff]){{{FEWEST_HAN}}}")


class _Marked:
    """A document's text with marks for its entities, cut into sentences."""

    def __init__(self, document: CleanDocument, text: str, facts: tuple[Entity, ...]) -> None:
        self._body = document.body
        self._text = text
        self._facts = facts
        self._starts = [fact.start for fact in facts]

    def row(self, sentence: Sentence, titles: Mapping[int, Heading]) -> SentenceRow:
        """The row of a sentence."""
        start, end, text = sentence.start, sentence.end, self._text
        first = bisect_right(self._starts, start - 1)
        last = bisect_right(self._starts, end - 1)
        form = Form(text, start, end, self._facts[first:last])
        heading = titles.get(start)
        if heading is not None and not heading.item and heading.title_end >= end - 2:
            spans: tuple[tuple[int, int], ...] = ((heading.title_start, heading.title_end),)
            units, whole = self._units(form, spans, "heading"), False
        else:
            spans = sentence.clauses
            units = self._units(form, spans, "clause")
            whole = len(units) > 1 and len(form.text) <= LONGEST_SENTENCE and form.text[-1] in "。！？!?”"
            whole = whole and all(stop - begin <= LONGEST for begin, stop in spans)
        line = key_of(text[start:end], "line") if heading is None and self._loose(start, end) else 0
        return SentenceRow(
            *self._body.raw_span(start, end), sentence.path, line, text[start:end][:CONTEXT],
            form.text if form.fillers or end - start > CONTEXT else "", "\n".join(form.fillers), units, whole,
        )  # fmt: skip

    def _loose(self, start: int, end: int) -> bool:
        """Whether it is a short line without an end mark: a caption, a notice, a column's name, if others have it."""
        alone = start == 0 or self._text[start - 1] == "\n"
        return alone and end - start <= LONGEST and self._text[end - 1] not in "。！？；：!?;:”’）)"

    def _units(self, form: Form, spans: tuple[tuple[int, int], ...], unit: str) -> tuple[Unit, ...]:
        made = []
        for start, end in spans:
            a, b = form.at(start), form.at(end)
            a = strip_lead(form.text, a, b)
            whole = form.text[a:b].rstrip(_EDGE)
            piece = whole.lstrip(_EDGE)
            if SHORTEST <= len(piece) <= LONGEST and _WORDED.match(piece):
                key = key_of(canonical(piece), unit)
                b = a + len(whole)
                a = b - len(piece)
                made.append(Unit(key, unit == "heading", a, b, *self._body.raw_span(*form.span(a, b))))
        return tuple(made)


def strip_lead(form: str, start: int = 0, end: int | None = None) -> int:
    """Where a formula begins in `form[start:end]`: behind 一是, 首先, （一） and the like."""
    lead = _LEAD.match(form, start, len(form) if end is None else end)
    return lead.end() if lead else start


class Form:
    """The stretch `start`:`end` of a text with a mark for every entity; knows where each character came from."""

    def __init__(self, text: str, start: int, end: int, facts: tuple[Entity, ...]) -> None:
        pieces: list[str] = []
        self.fillers: list[str] = []
        # Behind each entity: the place in the text, and the same place in the form.
        self._places = [start]
        self._forms = [0]
        position, length = start, 0
        for fact in facts:
            begin, stop = _bare(text, fact)
            if begin < position or stop > end:
                continue
            pieces += (text[position:begin], MARKS[fact.kind])
            self.fillers.append(filler(fact, text[begin:stop]))
            length += begin - position + 1
            position = stop
            self._places.append(stop)
            self._forms.append(length)
        pieces.append(text[position:end])
        self.text = "".join(pieces)

    def at(self, offset: int) -> int:
        """The place in the form of a text offset; inside an entity, the place behind its mark."""
        if not self.fillers:
            return offset - self._places[0]
        run = bisect_right(self._places, offset) - 1
        place = self._forms[run] + offset - self._places[run]
        return min(place, self._forms[run + 1]) if run + 1 < len(self._forms) else place

    def span(self, a: int, b: int) -> tuple[int, int]:
        """The stretch of the text that `a`:`b` of the form (not empty) stands for, whole entities included."""
        if not self.fillers:
            return a + self._places[0], b + self._places[0]
        first = bisect_right(self._forms, a) - 1
        last = bisect_right(self._forms, b - 1) - 1
        end = self._places[last] + b - self._forms[last]
        if last + 1 < len(self._forms) and b == self._forms[last + 1]:
            end = self._places[last + 1]
        return self._places[first] + a - self._forms[first], end


def _bare(text: str, fact: Entity) -> tuple[int, int]:
    """The entity without what stays beside the slot: the measure word of a count, the marks round a title."""
    start, end = fact.start, fact.end
    if fact.kind in (COUNT, BLANK) and fact.unit and text.endswith(fact.unit, start, end):
        bare = end - len(fact.unit)
        return (start, bare) if bare > start else (start, end)
    if fact.kind == TITLE and text[start] in "《〈“" and text[end - 1] in "》〉”" and end - start > 2:
        return start + 1, end - 1
    return start, end


def filler(fact: Entity, words: str) -> str:
    """`unit/shape` of what fills a slot: digits of a number, the pattern of a date, the length of a name; never the
    words themselves."""
    if fact.kind == DATE:
        shape = _DIGITS.sub("", words)[:8]
    elif digits := _DIGITS.search(words):
        shape = f"{len(digits[0])}位"
    else:
        shape = f"{len(words)}字"
    return f"{fact.unit}/{shape}"
