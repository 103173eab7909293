"""The phrase pane in words: a row, what the list is, the highlighted phrase, and everything known of one phrase.

Knows no widget.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from drafter.bank.hit import Hit
from drafter.bank.layer import LAYER_LABELS
from drafter.bank.phrase import WRITTEN, Phrase, passage
from drafter.roles import ROLE_LABELS, UNIT_LABELS
from drafter.tui.readable import Reading, readable, reading, row_reading
from drafter.tui.searching import HITS, Found

if TYPE_CHECKING:
    from drafter.bank.library import Bank
    from drafter.bank.usage import Use
    from drafter.draft import Draft

_MATCH = "bold $accent"
_MARKS = 5
"""Cells before the text of a row at most: the digit and one mark."""


LONGEST_WORD = 12
"""Characters of a word that is worth repeating to the writer."""


def row(number: int, hit: Hit, year: int, used: bool, room: int) -> Content:
    """One row of the list, `room` cells wide: digit, 近 or 旧, the text with its matches; `used` ones are muted."""
    digit = f"{number} " if number <= 9 else "  "
    mark = "旧 " if year and hit.phrase.stale(year) else "近 " if hit.near else ""
    shown = row_reading(hit.phrase.text, hit.spans, max(20, room - _MARKS))
    return Content.assemble(
        (digit, "$accent"), (mark, "$warning"), _marked(shown, "$text-muted" if used else "")
    )


def _marked(shown: Reading, style: str = "") -> Content:
    content = Content(shown.text)
    if style:
        content = content.stylize(style)
    for start, end in shown.spans:
        content = content.stylize(_MATCH, start, end)
    return content


def said(words: str, found: Found, place: str) -> Content:
    """What the list is, for the row above it: `place` where it holds suggestions, else how well the words were met."""
    if not words:
        return Content(place if found.hits else f"{place}  没有别的推荐了，→ 到下一部分").stylize(
            "$text-muted"
        )
    # Of a long sentence that was pasted the list would say nothing.
    missing = "".join(f"“{word}”" for word in found.absent if len(word) <= LONGEST_WORD)
    if not found.hits:
        return Content(f"没有找到{missing}。换一个词试试").stylize("$warning")
    if found.only_near:
        return Content("没有完全相符的，下面是相近的").stylize("$warning")
    count = f"最合适的 {HITS} 条" if len(found.hits) >= HITS else f"{len(found.hits)} 条"
    return Content(count).stylize("$text-muted")


def detail(hit: Hit, bank: Bank, year: int, used: bool) -> Content:
    """The highlighted phrase: its text with the matches, a remark, what it is, where it comes from."""
    phrase = hit.phrase
    lines = [_marked(reading(phrase.text, hit.spans))]
    if used:
        lines.append(Content("稿件里已经用过"))
    remark = hit.why or dated(phrase, bank, year)
    if remark:
        lines.append(Content(remark).stylize("$warning"))
    lines.append(Content(f"{kind(phrase, bank)}；来源：{_short_source(phrase, bank)}").stylize("$text-muted"))
    return Content("\n").join(lines)


def kind(phrase: Phrase, bank: Bank) -> str:
    """Topic, role and size of a phrase."""
    topic = bank.topics[phrase.topic].label if phrase.topic in bank.topics else phrase.topic
    return f"{topic}·{ROLE_LABELS.get(phrase.role, phrase.role)}·{UNIT_LABELS.get(phrase.unit, phrase.unit)}"


def dated(phrase: Phrase, bank: Bank, year: int) -> str:
    """Why a phrase does not suit `year`, and what does; "" if it does."""
    if not year:
        return ""
    if phrase.premature(year):
        return f"{phrase.since}年才有的提法"
    if not phrase.stale(year):
        return ""
    after = bank.current(phrase, year)
    instead = "现在不用" if after.id == phrase.id else f"现在用：{readable(after.text)}"
    return f"{phrase.until}年以前的提法，{instead}"


def _short_source(phrase: Phrase, bank: Bank) -> str:
    names = dict.fromkeys(source.partition(":")[0] for source in phrase.sources)
    titles = [bank.sources[name].title if name in bank.sources else name for name in names if name != WRITTEN]
    return f"{titles[0]}{f' 等 {len(titles)} 篇' if len(titles) > 1 else ''}" if titles else "本库编写"


def card(hit: Hit, bank: Bank, draft: Draft, year: int, uses: Mapping[str, Use]) -> Content:
    """Everything known of a phrase: where it comes from, what it is for, its use so far, what its score is made of."""
    phrase = hit.phrase
    groups = [
        ("出处", list(_sources(phrase, bank))),
        ("用处", list(_purpose(phrase, bank, year))),
        ("使用", [*_here(phrase, draft), _ever(uses.get(phrase.id))]),
        ("得分", [hit.why] * bool(hit.why) + _score(hit)),
    ]
    blocks = [_marked(reading(phrase.text, hit.spans))]
    for title, lines in groups:
        rows = [
            Content.assemble((title if n == 0 else "    ", "$accent"), f"  {line}")
            for n, line in enumerate(lines)
        ]
        blocks.append(Content("\n").join(rows))
    return Content("\n\n").join(blocks)


def _sources(phrase: Phrase, bank: Bank) -> Iterator[str]:
    for entry in phrase.sources:
        place = passage(entry)
        if entry == WRITTEN:
            yield "本库编写，不是从哪篇材料里摘的"
        elif place is None:
            yield entry
        else:
            source = bank.sources.get(place.source)
            name = source.title or source.file if source else f"来源 {place.source}"
            era = f"（{source.era}）" if source and source.era else ""
            yield f"{name}{era}，第 {place.start + 1} 至 {place.end} 个字"
    if not phrase.sources:
        yield "没有记"


def _purpose(phrase: Phrase, bank: Bank, year: int) -> Iterator[str]:
    genres = "、".join(bank.genres[name].label if name in bank.genres else name for name in phrase.genres)
    yield f"{kind(phrase, bank)}；{genres or '各种文稿都能用'}"
    if phrase.since or phrase.until:
        first = f"{phrase.since}年起" if phrase.since else ""
        yield first + (f"到{phrase.until}年为止" if phrase.until else "")
    after = bank.get(phrase.successor) if phrase.successor else None
    if after is not None:
        yield f"以后改用：{readable(after.text)}"
    yield (
        f"{LAYER_LABELS.get(phrase.layer, phrase.layer)}词句，编号 {phrase.id}"
        if phrase.layer
        else f"编号 {phrase.id}"
    )


def _here(phrase: Phrase, draft: Draft) -> Iterator[str]:
    places = [
        f"第 {number} 节" for number, section in enumerate(draft.sections, 1)
        if any(phrase.id in paragraph.phrase_ids for paragraph in section.paragraphs)
    ]  # fmt: skip
    yield f"这份稿件里用在{'、'.join(places)}" if places else "这份稿件里还没有用"


def _ever(use: Use | None) -> str:
    if use is None:
        return "您以前的稿件里没有用过"
    last = datetime.fromtimestamp(use.last)
    return f"您的稿件里共用过 {use.times} 处，最近一次 {last.year}年{last.month}月{last.day}日"


def _score(hit: Hit) -> list[str]:
    width = max([4, *(cell_len(name) for name, _ in hit.parts)])
    parts = [f"{name}{' ' * (width - cell_len(name))}  {value:+.3f}" for name, value in hit.parts]
    return [*parts, f"合计{' ' * (width - 4)}   {hit.score:.3f}"]
