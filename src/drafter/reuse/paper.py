"""The paper as it was: title, addressee, sections with headings and paragraphs, tables, attachments, signature, date.

Headings that are numbered as GB/T 9704-2012 7.3.3 wants (and as every export of this program is) are read by their
numbers, which is exact. Any other paper is read by its recovered outline.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from drafter.compose import heading_numbers
from drafter.draft import MAX_LEVEL, Draft, Section, Table
from drafter.mine.records import CleanDocument, Heading
from drafter.mine.source import CELL, Source
from drafter.reuse.tables import Cell, ruled_tables, table_of
from drafter.reuse.wording import normal
from drafter.slots.template import open_mark

LONGEST_HEADING = 50
"""Characters after which a numbered line is a numbered paragraph, not a heading."""

LONGEST_PARAGRAPH = 6_000
"""Characters after which a paragraph is cut: with its slots written out it must stay below what a draft may hold."""

LONGEST_NAME = 40
"""Characters of an addressee or of a line of a signature."""

_HAN_NUMBER = "[一二三四五六七八九十百]{1,4}"
_NUMBERS = tuple(
    re.compile(pattern)
    for pattern in (rf"{_HAN_NUMBER}、", rf"（{_HAN_NUMBER}）", r"[0-9]{1,3}\.(?![0-9])", r"（[0-9]{1,3}）")
)
_ANY_NUMBER = re.compile(
    rf"(?:第?{_HAN_NUMBER}[、.．：]|[（(][一二三四五六七八九十0-9]{{1,3}}[）)]|[0-9]{{1,3}}[.、．])"
)
_GLYPH = re.compile(
    r"[（(〔【]?(?:[一二三四五六七八九十]{1,4}|[0-9]{1,3})[）)〕】]?[、.．]?|[①-⒛㈠-㈩][、.．]?|第[^是要，,、]{1,4}[章节编条]"
)
"""Numbers that are printed; 一是 and 首先 are words of the text."""
_STOP = re.compile(r"[。！？]")
_ENDS = ("。", "；", "：", "！", "？", "，", "、")
_KEPT_ENDS = "：；，！？"
_DATE = re.compile(
    r"(?:[0-9]{4}|[〇零○二一][〇零○一二三四五六七八九]{3})年[0-9一二三四五六七八九十]{1,2}月(?:[0-9一二三四五六七八九十]{1,3}日)?"
)
UNIT = re.compile(
    r"(?:[校园部委局府办会组院站所厅馆社村镇乡县市区团]|中心|支部|总支|公司|集团|小学|中学|大学)(?:（章）)?$"
)
"""How the names of units end."""
_ATTACHMENT = re.compile(r"附件：\s*(?:1[.．、])?\s*(.+)")
_NEXT_ATTACHMENT = re.compile(r"[0-9]{1,2}[.．、]\s*(.+)")
_SPACES = " \t\u3000"
_AFTER_HEADING = _SPACES + "。:：,，;；.、!！?？"


@dataclass(frozen=True, slots=True)
class PaperParagraph:
    """A paragraph, and the table that follows it."""

    text: str = ""
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class PaperSection:
    """A heading without its number, and what stands below it; `level` 0 is text without a heading."""

    heading: str = ""
    level: int = 0
    run_in: bool = False
    paragraphs: tuple[PaperParagraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A report as it was printed; `renumbered` tells that its headings had other numbers than an export gives."""

    title: str = ""
    addressee: str = ""
    sections: tuple[PaperSection, ...] = ()
    attachments: tuple[str, ...] = ()
    signature: str = ""
    date: str = ""
    renumbered: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the text, or a whole table: where it stands in the body, and its words."""

    start: int
    end: int
    text: str = ""
    table: Table | None = None


def paper_of(source: Source, document: CleanDocument, headings: Sequence[Heading]) -> Paper:
    """The paper that `document` of `source` is, with its recovered `headings`."""
    rows = list(_rows(source, document))
    title, rows = _title(document.title, rows)
    rows, signature, date = _ending(rows)
    rows, attachments = _attachments(rows)
    addressee, rows = _addressee(rows)
    outline = [
        h for h in headings if not (h.item or h.implicit or (h.number and not _GLYPH.fullmatch(h.number)))
    ]
    sections = _by_numbers(rows, {heading.start for heading in outline if heading.number})
    renumbered = sections is None
    if sections is None:
        sections = _by_outline(rows, outline, document.body.text)
    return Paper(title, addressee, tuple(sections), attachments, signature, date, renumbered)


def _rows(source: Source, document: CleanDocument) -> Iterator[_Row]:
    """Lines that are not blank, the lines of a table together."""
    if source.lines:
        yield from _with_cells(source, document)
        return
    tables = list(ruled_tables(source.text))
    number = 0
    for row in _lines(document):
        raw = document.body.raw(row.start)
        while number < len(tables) and tables[number][1] <= raw:
            number += 1
        if number == len(tables) or raw < tables[number][0]:
            yield row
        else:
            begun = tables[number]
            if begun[2].rows:
                table = Table(tuple(tuple(map(normal, cells)) for cells in begun[2].rows))
                yield replace(row, text="", table=table)
                tables[number] = (*begun[:2], Table(()))


def _with_cells(source: Source, document: CleanDocument) -> Iterator[_Row]:
    cells: list[tuple[Cell, str]] = []
    first = last = number = 0
    for row in _lines(document):
        raw = document.body.raw(row.start)
        while number < len(source.lines) and source.lines[number].end <= raw:
            number += 1
        line = source.lines[number] if number < len(source.lines) else None
        cell = line.cell if line is not None and line.kind == CELL and line.start <= raw else None
        if cells and (cell is None or cell[0] != cells[0][0][0]):
            yield _Row(first, last, table=table_of(cells))
            cells = []
        if cell is None:
            yield row
            continue
        first, last = (first if cells else row.start), row.end
        cells.append((cell, row.text))
    if cells:
        yield _Row(first, last, table=table_of(cells))


def _lines(document: CleanDocument) -> Iterator[_Row]:
    at = 0
    for words in document.body.text.split("\n"):
        start, end = at, at + len(words)
        at = end + 1
        text = words.strip(_SPACES)
        if text:
            skipped = len(words) - len(words.lstrip(_SPACES))
            yield _Row(start + skipped, end, normal(text))


def _title(known: str, rows: list[_Row]) -> tuple[str, list[_Row]]:
    """The title and the rows after it; a long title may stand on several lines."""
    wanted = _squeezed(normal(known))
    joined = ""
    for count, row in enumerate(rows[:6], 1):
        joined += _squeezed(row.text)
        if wanted and joined == wanted:
            return normal(known).strip(), rows[count:]
        if wanted and not wanted.startswith(joined):
            break
    if wanted:
        return normal(known).strip(), rows
    # A title of several lines is known to the cleaning; here only the plainest case is left.
    if rows and _title_line(rows[0]):
        return rows[0].text, rows[1:]
    return "", rows


def _title_line(row: _Row) -> bool:
    text = row.text
    plain = not text.endswith(_ENDS) and not _ANY_NUMBER.match(text) and not _DATE.fullmatch(text)
    return row.table is None and len(text) <= LONGEST_NAME and plain and not _STOP.search(text)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _ending(rows: list[_Row]) -> tuple[list[_Row], str, str]:
    """The rows before the ending, the signature (a line for each name) and the date."""
    date = ""
    if rows and rows[-1].table is None and _is_date(_squeezed(rows[-1].text)):
        date = _squeezed(rows[-1].text)
        rows = rows[:-1]
    names: list[str] = []
    while rows and len(names) < 3 and _signs(rows[-1]) and (date or UNIT.search(rows[-1].text)):
        names.insert(0, rows[-1].text)
        rows = rows[:-1]
    return rows, "\n".join(names), date


def _is_date(text: str) -> bool:
    return bool(_DATE.fullmatch(text)) or text == open_mark("成文日期")


def _signs(row: _Row) -> bool:
    text = row.text
    plain = not text.endswith(_ENDS) and not _ANY_NUMBER.match(text) and not _ATTACHMENT.match(text)
    return (
        row.table is None
        and 2 <= len(text) <= LONGEST_NAME
        and plain
        and not re.search("[，。；！？：]", text)
    )


def _attachments(rows: list[_Row]) -> tuple[list[_Row], tuple[str, ...]]:
    for at in range(len(rows) - 1, max(-1, len(rows) - 30), -1):
        first = _ATTACHMENT.fullmatch(rows[at].text)
        if first is None or rows[at].table is not None:
            continue
        more = [_NEXT_ATTACHMENT.fullmatch(row.text) for row in rows[at + 1 :]]
        if all(more):
            return rows[:at], (first[1], *(found[1] for found in more if found))
    return rows, ()


def _addressee(rows: list[_Row]) -> tuple[str, list[_Row]]:
    if rows and rows[0].table is None:
        text = rows[0].text
        if (
            text.endswith("：")
            and 2 <= len(text) <= LONGEST_NAME
            and not _STOP.search(text)
            and "，" not in text
        ):
            return text.removesuffix("："), rows[1:]
    return "", rows


def _by_numbers(rows: Sequence[_Row], known: Collection[int]) -> list[PaperSection] | None:
    """The sections, if the numbers at the beginning of lines are those an export would give; else None.

    `known` are the places of the numbered headings of the recovered outline: if there are others among them, the
    paper has more headings than such numbers.
    """
    sections = [PaperSection()]
    numbers = [""]
    starts: set[int] = set()
    for row in rows:
        found = None if row.table is not None else _numbered(row.text)
        if found is None:
            sections[-1] = _with(sections[-1], row)
            continue
        section, number = found
        starts.add(row.start)
        sections.append(section)
        numbers.append(number)
    levels = tuple(Section(level=section.level) for section in sections)
    # A paper without any number has either no headings or unnumbered ones, which its outline tells.
    if not starts or not starts.issuperset(known) or list(heading_numbers(Draft(sections=levels))) != numbers:
        return None
    return _dropped(sections)


def _numbered(text: str) -> tuple[PaperSection, str] | None:
    for level, pattern in enumerate(_NUMBERS, 1):
        found = pattern.match(text)
        if found is None:
            continue
        rest = text[found.end() :].strip(_SPACES)
        stop = rest.find("。")
        heading = rest if stop < 0 else rest[:stop]
        if heading and len(heading) <= LONGEST_HEADING:
            if stop < 0:
                return PaperSection(heading, level), found.group()
            body = rest[stop + 1 :]
            paragraphs = tuple(map(PaperParagraph, _parted(body))) if body else ()
            return PaperSection(heading, level, True, paragraphs), found.group()
    return None


def _with(section: PaperSection, row: _Row) -> PaperSection:
    """`section` with one more row: a paragraph, or the table that follows its last one."""
    if row.table is None:
        return replace(section, paragraphs=(*section.paragraphs, *map(PaperParagraph, _parted(row.text))))
    *before, last = section.paragraphs or (PaperParagraph(),)
    if last.table is not None:
        before, last = [*before, last], PaperParagraph()
    return replace(section, paragraphs=(*before, replace(last, table=row.table)))


def _parted(text: str) -> Iterator[str]:
    """A paragraph that is too long to be one, cut behind sentences."""
    while len(text) > LONGEST_PARAGRAPH:
        cut = text.rfind("。", 1, LONGEST_PARAGRAPH) + 1 or LONGEST_PARAGRAPH
        yield text[:cut]
        text = text[cut:]
    yield text


def _dropped(sections: list[PaperSection]) -> list[PaperSection]:
    """Without an empty beginning; the line above a table becomes its caption."""
    kept = [section for number, section in enumerate(sections) if number or section.paragraphs]
    return [replace(section, paragraphs=tuple(_captioned(section.paragraphs))) for section in kept]


def _captioned(paragraphs: Sequence[PaperParagraph]) -> Iterator[PaperParagraph]:
    waiting: PaperParagraph | None = None
    for each in paragraphs:
        caption = (
            each.table is not None and 0 < len(each.text) <= LONGEST_NAME and not each.text.endswith(_ENDS)
        )
        if caption and each.table is not None:
            base = waiting if waiting is not None and waiting.table is None else None
            if waiting is not None and base is None:
                yield waiting
            table = replace(each.table, caption=each.text)
            yield PaperParagraph(base.text if base else "", table)
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = each
    if waiting is not None:
        yield waiting


def _by_outline(rows: Sequence[_Row], outline: Sequence[Heading], body: str) -> list[PaperSection]:
    """The sections by the recovered outline: lines are cut where a heading begins."""
    sections = [PaperSection()]
    waiting = sorted(outline, key=lambda heading: heading.start)
    for row in rows:
        at = row.start
        inside = [heading for heading in waiting if row.start <= heading.start < row.end]
        for heading in inside:
            before = (
                body[at : heading.start]
                .lstrip(_SPACES if at == row.start else _AFTER_HEADING)
                .rstrip(_SPACES)
            )
            if before:
                sections[-1] = _with(sections[-1], replace(row, text=normal(before)))
            words = normal(body[heading.title_start : heading.title_end].strip(_SPACES))
            ending = body[heading.title_end : heading.title_end + 1]
            if normal(ending) and normal(ending) in _KEPT_ENDS and heading.run_in:
                words += normal(ending)
            sections.append(PaperSection(words, min(max(heading.level, 1), MAX_LEVEL), heading.run_in))
            at = heading.title_end
        rest = body[at : row.end].lstrip(_AFTER_HEADING if inside else _SPACES).rstrip(_SPACES)
        if rest:
            sections[-1] = _with(sections[-1], replace(row, text=normal(rest)))
    return _dropped(sections)
