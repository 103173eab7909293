"""Composition: a draft and the fact vocabulary become a document.

Headings get their numbers here and slots their values; what has no value stays visible. Nothing is ever made up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from drafter.document import Block, BlockKind, Document, Place, Run
from drafter.draft import MAX_LEVEL, Draft, Paragraph, Section, Table
from drafter.errors import DrafterError, FactError, Fault
from drafter.facts.numerals import chinese
from drafter.facts.spec import FactSpec, Kind, Vocabulary, fit, is_open, parse_fact
from drafter.facts.values import MAX_TEXT, Text, Value
from drafter.slots.template import OpenFact, Scope, evaluate, parse_formula, parse_template

MAX_CHAIN = 20
"""Formulas over results of formulas; more is a mistake, and thousands would exhaust the stack."""
_END_OF_HEADING = "。：；，！？"
_DATE = FactSpec(name="成文日期", label="成文日期", kind=Kind.DATE, example="2026年12月20日")


def compose(draft: Draft, vocabulary: Vocabulary, *, lenient: bool = False) -> Document:
    """The document of `draft`: numbered headings, facts filled, open slots as visible marks.

    A value that does not parse or a text that is not an allowed template raises DrafterError with every fault. With
    `lenient`, for previews, such a value or text is shown as typed and the faults stand in `Document.problems`.
    """
    composer = _Composer(draft, vocabulary)
    blocks = tuple(composer.blocks())
    faults = composer.faults()
    if faults and not lenient:
        raise DrafterError.of(faults)
    title = next((block.text for block in blocks if block.kind is BlockKind.TITLE), "")
    return Document(title, blocks, draft.layout, draft.outline, faults)


def usage(draft: Draft) -> dict[str, tuple[Place, ...]]:
    """Every fact a slot of `draft` needs, in reading order, with the places it stands; bad templates are passed over."""
    found: dict[str, list[Place]] = {}
    for text, place in texts(draft):
        try:
            slots = parse_template(text).slots
        except DrafterError:
            continue
        for name in slots:
            found.setdefault(name, []).append(place)
    return {name: tuple(places) for name, places in found.items()}


def texts(draft: Draft) -> Iterator[tuple[str, Place]]:
    """Every text of `draft` that may hold slots, with its place, in reading order."""
    yield draft.title, Place("title")
    yield draft.addressee, Place("addressee")
    for number, section in enumerate(draft.sections):
        yield section.heading, Place("heading", number)
        for position, paragraph in enumerate(section.paragraphs):
            yield paragraph.text, Place("text", number, position)
            if paragraph.table is not None:
                place = Place("table", number, position)
                yield paragraph.table.caption, place
                for row in paragraph.table.rows:
                    for cell in row:
                        yield cell, place
    for name in draft.attachments:
        yield name, Place("attachments")
    yield draft.signature, Place("signature")
    yield draft.date, Place("date")


def heading_numbers(draft: Draft) -> tuple[str, ...]:
    """The number of each section's heading as printed: 一、 （一） 1. （1）; "" for a section without a heading."""
    counters = [0] * (MAX_LEVEL + 1)
    numbers = []
    for section in draft.sections:
        if section.level == 0:
            numbers.append("")
            continue
        counters[section.level] += 1
        counters[section.level + 1 :] = [0] * (MAX_LEVEL - section.level)
        numbers.append(_number(section.level, counters[section.level]))
    return tuple(numbers)


def describe(draft: Draft, place: Place) -> str:
    """A place in words a writer finds: 第 2 部分“组织建设”第 1 段."""
    named = {
        "title": "标题",
        "addressee": "主送机关",
        "attachments": "附件",
        "signature": "署名",
        "date": "成文日期",
    }
    if place.section is None:
        return named.get(place.field, place.field)
    heading = draft.sections[place.section].heading
    part = f"第 {place.section + 1} 部分" + (f"“{heading}”" if heading else "")
    if place.paragraph is None:
        return f"{part}的标题"
    return f"{part}第 {place.paragraph + 1} 段" + ("的表格" if place.field == "table" else "")


def _number(level: int, count: int) -> str:
    # GB/T 9704-2012 7.3.3: 结构层次序数依次可以用“一、”“（一）”“1.”“（1）”标注。
    return (f"{chinese(count)}、", f"（{chinese(count)}）", f"{count}.", f"（{count}）")[level - 1]


class FactScope:
    """Values of the facts of a draft: the paragraph's own first, then the document's, then formulas."""

    def __init__(self, draft: Draft, vocabulary: Vocabulary) -> None:
        self._typed = draft.facts
        self._vocabulary = vocabulary
        self._known: dict[str, Value | None] = {}
        self._pending: set[str] = set()
        self.faults: dict[str, Fault] = {}

    def __call__(self, name: str) -> Value | None:
        """The document-wide value of `name`, None while open; raises OpenFact for an open input of its formula."""
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    def of_paragraph(self, paragraph: Paragraph) -> Scope:
        """The scope inside one paragraph."""
        if not paragraph.facts:
            return self
        own = {
            name: self._parse(name, typed) for name, typed in paragraph.facts.items() if not is_open(typed)
        }
        return lambda name: own[name] if name in own else self(name)

    def _find(self, name: str) -> Value | None:
        typed = self._typed.get(name, "")
        if not is_open(typed):
            return self._parse(name, typed)
        formula = self._vocabulary.spec(name).formula
        return self._compute(name, formula) if formula else None

    def _compute(self, name: str, formula: str) -> Value | None:
        if name in self._pending:
            self.faults[name] = Fault("公式绕了一圈又用到自己", f"事实“{name}”", "请检查词句库里的公式")
            return None
        if len(self._pending) >= MAX_CHAIN:
            what = f"公式一个套一个，超过 {MAX_CHAIN} 层"
            self.faults[name] = Fault(what, f"事实“{name}”", "请检查词句库里的公式")
            return None
        self._pending.add(name)
        try:
            return fit(self._vocabulary.spec(name), evaluate(parse_formula(formula), self))
        except OpenFact:
            raise
        except DrafterError as error:
            self.faults[name] = replace(error.faults[0], where=f"事实“{name}”的公式")
            return None
        finally:
            self._pending.discard(name)

    def _parse(self, name: str, typed: str) -> Value:
        try:
            return parse_fact(self._vocabulary.spec(name), typed)
        except FactError as error:
            self.faults[name] = replace(error.faults[0], where=f"事实“{name}”")
            return Text(typed[:MAX_TEXT])


class _Composer:
    def __init__(self, draft: Draft, vocabulary: Vocabulary) -> None:
        self.draft = draft
        self.scope = FactScope(draft, vocabulary)
        self._faults: list[Fault] = []

    def faults(self) -> tuple[Fault, ...]:
        return (*self.scope.faults.values(), *self._faults)

    def blocks(self) -> Iterator[Block]:
        draft = self.draft
        yield from self._line(BlockKind.TITLE, draft.title)
        yield from self._line(BlockKind.ADDRESSEE, _with_colon(draft.addressee))
        for index, (section, number) in enumerate(zip(draft.sections, heading_numbers(draft), strict=True)):
            yield from self._section(index, section, number)
        if draft.attachments:
            place = Place("attachments")
            rows = tuple((self._runs(name, place, self.scope),) for name in draft.attachments)
            yield Block(BlockKind.ATTACHMENTS, place=place, rows=rows)
        yield from self._line(BlockKind.SIGNATURE, draft.signature)
        yield from self._line(BlockKind.DATE, self._date())

    def _line(self, kind: BlockKind, text: str) -> Iterator[Block]:
        if text.strip():
            place = Place(kind.value)
            yield Block(kind, self._runs(text.strip(), place, self.scope), place=place)

    def _date(self) -> str:
        text = self.draft.date.strip()
        if is_open(text) or "{" in text:
            return text
        try:
            return parse_fact(_DATE, text).text()
        except FactError as error:
            self._faults.append(replace(error.faults[0], where="成文日期"))
            return text

    def _section(self, index: int, section: Section, number: str) -> Iterator[Block]:
        bodies = [block for pair in enumerate(section.paragraphs) for block in self._paragraph(index, *pair)]
        if section.level == 0 or not section.heading.strip():
            yield from bodies
            return
        place = Place("heading", index)
        heading = self._runs(section.heading.strip(), place, self.scope)
        if not section.run_in:
            yield Block(BlockKind.HEADING, heading, section.level, number, place)
            yield from bodies
            return
        yield from _run_in(heading, section.level, number, place, bodies)

    def _paragraph(self, section: int, index: int, paragraph: Paragraph) -> Iterator[Block]:
        scope = self.scope.of_paragraph(paragraph)
        place = Place("text", section, index)
        for runs in _lines(self._runs(paragraph.text, place, scope)):
            yield Block(BlockKind.BODY, runs, place=place, phrase=paragraph.phrase)
        if paragraph.table is not None:
            yield self._table(paragraph.table, Place("table", section, index), scope)

    def _table(self, table: Table, place: Place, scope: Scope) -> Block:
        rows = tuple(tuple(self._runs(cell, place, scope) for cell in row) for row in table.rows)
        caption = self._runs(table.caption, place, scope)
        return Block(BlockKind.TABLE, caption, place=place, rows=rows, header=table.header)

    def _runs(self, text: str, place: Place, scope: Scope) -> tuple[Run, ...]:
        try:
            return parse_template(text).render(scope)
        except DrafterError as error:
            fault = error.faults[0]
            where = "，".join(part for part in (describe(self.draft, place), fault.where) if part)
            self._faults.append(replace(fault, where=where))
            return (Run(text),)


def _with_colon(addressee: str) -> str:
    text = addressee.strip().rstrip(":：")
    return f"{text}：" if text else ""


def _run_in(
    heading: tuple[Run, ...], level: int, number: str, place: Place, bodies: list[Block]
) -> Iterator[Block]:
    """A heading as the first sentence of the section's first body paragraph."""
    marked = [replace(run, run_in=True) for run in heading]
    if not marked[-1].text.endswith(tuple(_END_OF_HEADING)):
        marked.append(Run("。", run_in=True))
    if not bodies or bodies[0].kind is not BlockKind.BODY:
        yield Block(BlockKind.BODY, tuple(marked), level, number, place)
        yield from bodies
        return
    first = bodies[0]
    yield replace(first, runs=(*marked, *first.runs), level=level, number=number)
    yield from bodies[1:]


def _lines(runs: tuple[Run, ...]) -> Iterator[tuple[Run, ...]]:
    """`runs` cut at line ends into paragraphs; blank ones are dropped."""
    line: list[Run] = []
    for run in runs:
        first, *rest = run.text.split("\n")
        line.append(replace(run, text=first))
        for text in rest:
            yield from _filled(line)
            line = [replace(run, text=text)]
    yield from _filled(line)


def _filled(line: list[Run]) -> Iterator[tuple[Run, ...]]:
    kept = tuple(run for run in line if run.text)
    if any(run.text.strip() for run in kept):
        yield kept
