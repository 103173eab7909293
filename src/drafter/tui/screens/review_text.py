"""What the review screen prints about a candidate. Knows no widget."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final

from textual.content import Content

from drafter.bank.phrase import SLOT, Phrase
from drafter.characters import visible
from drafter.mine.candidate import Candidate, Occurrence
from drafter.review.acceptance import completed
from drafter.review.desk import FLAG_LABELS, STATE_LABELS, UNDECIDED, Desk
from drafter.review.verdict import MERGE, VERDICT_LABELS, Verdict
from drafter.roles import ROLE_LABELS, UNIT_LABELS
from drafter.tui.readable import readable

if TYPE_CHECKING:
    from drafter.bank.library import Bank

_STATE_SIGNS: Final = {
    UNDECIDED: "  ", "accept": "收", "edit": "改", "merge": "并", "reject": "弃", "postpone": "搁",
}  # fmt: skip
_FLAG_SIGNS: Final = dict(zip(FLAG_LABELS, "名换残引旧涂", strict=True))
_PROPOSALS: Final = {"washed": "换词", "quote": "引号", "typo": "错字", "title": "书名号"}
_FOLDER: Final = re.compile(r"[/\\]")
_PASSAGES: Final = 6
_VARIANTS: Final = 6
_AROUND: Final = 40
"""Characters of a passage on either side of the candidate's own."""


def row(candidate: Candidate, state: str) -> Content:
    """One line of the queue: what was decided, in how many documents, doubts, text."""
    signs = "".join(_FLAG_SIGNS[flag] for flag in candidate.flags)
    text = visible(readable(candidate.text))
    shown = Content(text) if state == UNDECIDED else Content(text).stylize("$text-muted")
    return Content.assemble(
        (_STATE_SIGNS[state], "$accent"), f"{candidate.documents:>4} ", (signs + " " if signs else "", "$warning"), shown
    )  # fmt: skip


def detail(
    candidate: Candidate,
    desk: Desk,
    bank: Bank,
    *,
    text: str,
    taken: Collection[int],
    alike: tuple[Phrase, ...] | None,
    earlier: Verdict | None,
) -> Content:
    """Everything about a candidate: `text` as it would be accepted, `taken` the numbers of proposals that are taken,
    `alike` phrases of the bank (None: not looked up yet), `earlier` the verdict on an older one much like it."""
    blocks = [
        _head(candidate, desk, bank, text),
        _earlier(earlier),
        _proposals(candidate, taken),
        _alike(alike),
        _slots(candidate, text, bank),
        _passages(candidate),
        _variants(candidate),
    ]
    return Content("\n").join([line for block in blocks for line in block])


def _title(text: str) -> Content:
    return Content.assemble(("\n" + text, "$text-muted"))


def _head(candidate: Candidate, desk: Desk, bank: Bank, text: str) -> Iterator[Content]:
    yield Content.assemble((visible(readable(text)), "bold"))
    topic = bank.topics[candidate.topic].label if candidate.topic in bank.topics else "没认出主题"
    role = ROLE_LABELS.get(candidate.role, "没认出作用")
    years = "" if candidate.first is None else f"，{candidate.first}—{candidate.last or candidate.first} 年"
    seen = f"{candidate.documents} 篇文稿，{candidate.sources} 个来源{years}"
    yield Content(f"{UNIT_LABELS[candidate.unit]}·{topic}·{role}    {seen}")
    verdict = desk.verdict(candidate.id)
    state = STATE_LABELS[verdict.verdict if verdict else UNDECIDED]
    into = f"：{visible(verdict.into)}" if verdict and verdict.verdict == MERGE else ""
    parts: list[tuple[str, str] | str] = [(f"{state}{into}", "$accent")]
    if candidate.flags:
        parts += ["    ", ("，".join(FLAG_LABELS[flag] for flag in candidate.flags), "$warning")]
    yield Content.assemble(*parts)
    if verdict and verdict.text and verdict.text != text:
        yield Content.assemble(("收成：", "$text-muted"), visible(readable(verdict.text)))


def _earlier(earlier: Verdict | None) -> Iterator[Content]:
    if earlier is not None:
        yield _title(f"以前有一条差不多的，结论是“{VERDICT_LABELS[earlier.verdict]}”（F7 照旧）")
        yield Content(f"  {visible(readable(earlier.of))}")


def _proposals(candidate: Candidate, taken: Collection[int]) -> Iterator[Content]:
    if candidate.proposals:
        yield _title("修改建议（按数字采纳，再按不采纳）")
    for number, proposal in enumerate(candidate.proposals[:9], 1):
        sign = "采纳" if number in taken else "    "
        why = f"（{visible(proposal.why)}）" if proposal.why else ""
        yield Content.assemble(
            (f"  {number} ", "$accent"), (sign, "bold"),
            f" {_PROPOSALS[proposal.kind]}：{visible(proposal.old)} 改为 {visible(proposal.new)}{why}",
        )  # fmt: skip


def _alike(alike: tuple[Phrase, ...] | None) -> Iterator[Content]:
    if alike:
        yield _title("词句库里相近的")
        for phrase in alike:
            yield Content(f"  {readable(phrase.text)}")


def _slots(candidate: Candidate, text: str, bank: Bank) -> Iterator[Content]:
    names = Phrase("", text, "", "", "").slots
    mined = {slot.name: slot for slot in candidate.slots}
    if names:
        yield _title("空")
    for name in names:
        known = name in bank.labels
        spec = bank.vocabulary.spec(name) if known else completed(None, name, mined.get(name))
        unit = f"，单位{spec.unit}" if spec.unit else ""
        yield Content(f"  {name}：{spec.kind.label}{unit}{'' if known else '（新的事实）'}")


def _passages(candidate: Candidate) -> Iterator[Content]:
    if candidate.occurrences:
        yield _title("出处")
    for place in candidate.occurrences[:_PASSAGES]:
        above = "".join(f" > {visible(title)}" for title in place.path)
        name = visible(_FOLDER.split(place.source)[-1])
        yield Content.assemble("  ", (f"{name}{above}", "$text-muted"))
        yield _marked(candidate, place)
    if len(candidate.occurrences) > _PASSAGES:
        yield Content(f"  还有 {len(candidate.occurrences) - _PASSAGES} 处")


def _marked(candidate: Candidate, place: Occurrence) -> Content:
    """The candidate's own words in the sentence, and what stands around them."""
    context = visible(place.context)
    spans: list[tuple[int, int]] = []
    for piece in SLOT.split(candidate.text):
        at = context.find(piece, spans[-1][1] if spans else 0) if piece else -1
        if at >= 0:
            spans.append((at, at + len(piece)))
    first = max(0, spans[0][0] - _AROUND) if spans else 0
    last = min(len(context), (spans[-1][1] if spans else first + _AROUND) + _AROUND)
    head, tail = "…" if first else "", "…" if last < len(context) else ""
    shown = Content(f"    {head}{context[first:last]}{tail}")
    for start, end in spans:
        moved = 4 + len(head) - first
        shown = shown.stylize("bold $accent", start + moved, end + moved)
    return shown


def _variants(candidate: Candidate) -> Iterator[Content]:
    if candidate.variants:
        yield _title("别的写法")
    for text, count in candidate.variants[:_VARIANTS]:
        yield Content(f"  {visible(readable(text))}  {count} 次")
