"""Which paragraph each line of the editor is: provenance that survives splitting, joining and inserting lines.

Knows no widget. A line is one paragraph; a paragraph whose text holds line ends (possible in hand-edited files) is
shown, and from the next edit on kept, as one paragraph a line, which prints the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drafter.characters import clean_text
from drafter.draft import Paragraph, Table

Location = tuple[int, int]
"""Row and column, zero-based."""


def table_mark(table: Table) -> str:
    """What stands for a table at the end of its paragraph's line; `#` keeps it from being read as a slot."""
    columns = max((len(row) for row in table.rows), default=0)
    return f"{{#表格 {len(table.rows)}行{columns}列#}}"


def clean(text: str) -> str:
    """`text` as one line of the editor may hold it: no characters that break lines or terminals."""
    # The editor's document would take a line end for a new line and shift every paragraph below.
    return clean_text(text).text.replace("\t", " ").replace("\n", " ")


def to_lines(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """One paragraph a line; at least one, so that there is a line to write on."""
    lines: list[Paragraph] = []
    for paragraph in paragraphs:
        first, *rest = paragraph.text.split("\n")
        if not rest and first == clean(first):
            lines.append(paragraph)
            continue
        last = len(rest)
        lines.extend(
            replace(paragraph, text=clean(text), table=paragraph.table if index == last else None)
            for index, text in enumerate([first, *rest])
        )
    return lines or [Paragraph()]


def to_paragraphs(lines: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs of a section; a single empty line is none."""
    if len(lines) == 1 and lines[0] == Paragraph():
        return ()
    return tuple(lines)


def carry(
    lines: Sequence[Paragraph], shown: Sequence[str], top: Location, bottom: Location, count: int
) -> list[Paragraph]:
    """The paragraphs of the lines after an edit, their texts still the old ones where an edit touched them.

    `shown` are the editor's texts of rows `top[0]` to `bottom[0]` before the edit, which replaced `top` to `bottom`
    by `count` line ends and some words. The first touched paragraph lives on in the first new line if anything of it
    stands before the edit, the last one in the last new line if anything stands after it.
    """
    first, last = lines[top[0]], lines[bottom[0]]
    head, tail = shown[0][: top[1]].strip(), shown[-1][bottom[1] :].strip()
    if count == 0:
        touched = [_joined(first, last, head, tail)]
    elif top[0] == bottom[0]:
        touched = _split(first, head, tail, count)
    else:
        touched = [
            first if head else Paragraph(),
            *[Paragraph()] * (count - 1),
            last if tail else Paragraph(),
        ]
    return [*lines[: top[0]], *touched, *lines[bottom[0] + 1 :]]


def _split(paragraph: Paragraph, head: str, tail: str, count: int) -> list[Paragraph]:
    if not tail and head:
        return [paragraph, *[Paragraph()] * count]
    if not head:
        return [*[Paragraph()] * count, paragraph]
    # Both halves may hold its slots, so both keep its values; the phrase goes with the longer half.
    other = Paragraph(facts=paragraph.facts)
    if len(head) >= len(tail):
        return [
            replace(paragraph, table=None),
            *[Paragraph()] * (count - 1),
            replace(other, table=paragraph.table),
        ]
    return [other, *[Paragraph()] * (count - 1), paragraph]


def _joined(first: Paragraph, last: Paragraph, head: str, tail: str) -> Paragraph:
    if first is last or not tail:
        return first if head or first is last else last
    if not head:
        return last
    ids = dict.fromkeys((*first.phrase_ids, *last.phrase_ids))
    facts = {**last.facts, **first.facts}
    return replace(first, phrase=" ".join(ids), facts=facts, table=first.table or last.table)


def with_text(origin: Paragraph, text: str, *, keeps_table: bool) -> Paragraph:
    """`origin` with the text its line now has; an emptied line forgets where its words came from."""
    table = origin.table if keeps_table else None
    if not text and table is None:
        return Paragraph()
    if text == origin.text and table is origin.table:
        return origin
    return replace(origin, text=text, table=table)
