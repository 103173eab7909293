"""Judging recovered outlines by the gold of tests/gold/structure: boundaries with levels, extents of titles."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from drafter.mine.clean import clean
from drafter.mine.source import Source
from drafter.mine.structure import headings

GOLD = Path(__file__).parents[1] / "gold" / "structure"
INVENTED = {
    "invented": Path(__file__).parent / "reports",
    "invented_held": Path(__file__).parent / "reports" / "held",
}
SHARED = Path(__file__).parents[3] / "shared"
SEEDS = SHARED / "seeds"
CORPUS = SHARED / "corpus" / "university-party-news.jsonl"


@dataclass(frozen=True, slots=True)
class Node:
    """A heading in raw offsets; `kind` is "", item or implicit."""

    start: int
    title_start: int
    title_end: int
    level: int
    kind: str


@dataclass(frozen=True, slots=True)
class Score:
    """How many nodes are in the gold, were found, are right (offset, level, lost or not); of those found at a gold
    offset, how many titles there are and how many have the right extent."""

    gold: int
    found: int
    right: int
    titles: int
    right_titles: int

    def __add__(self, other: Score) -> Score:
        return Score(
            self.gold + other.gold,
            self.found + other.found,
            self.right + other.right,
            self.titles + other.titles,
            self.right_titles + other.right_titles,
        )

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 1.0

    @property
    def title_accuracy(self) -> float:
        return self.right_titles / self.titles if self.titles else 1.0


NOTHING = Score(0, 0, 0, 0, 0)


def score(gold: Iterable[Node], found: Iterable[Node]) -> Score:
    """Compare the nodes of one text."""
    gold, found = list(gold), list(found)
    keys = [{(node.start, node.level, node.kind == "implicit") for node in nodes} for nodes in (gold, found)]
    by_start = {node.start: node for node in gold if node.kind != "implicit"}
    pairs = [
        (by_start[node.start], node) for node in found if node.kind != "implicit" and node.start in by_start
    ]
    right = sum(
        (one.title_start, one.title_end) == (other.title_start, other.title_end) for one, other in pairs
    )
    return Score(len(gold), len(found), len(keys[0] & keys[1]), len(pairs), right)


def recovered(source: Source) -> list[Node]:
    """The outline of all documents of `source`, in raw offsets."""
    nodes = []
    for document in clean(source):
        for heading in headings(document):
            start = document.body.raw(heading.start)
            span = (start, start)
            if heading.title_end > heading.title_start:
                span = document.body.raw_span(heading.title_start, heading.title_end)
            kind = "implicit" if heading.implicit else "item" if heading.item else ""
            nodes.append(Node(start, *span, heading.level, kind))
    return nodes


_MARKUP = re.compile(r"\{(?P<level>[1-9])(?P<kind>[*?]?) (?P<number>[^|{}]*)\|?(?P<title>[^{}]*)\}")
_KINDS = {"": "", "*": "item", "?": "implicit"}


def marked(text: str) -> tuple[str, list[Node]]:
    """A text whose nodes are written into it, as {LEVEL NUMBER|TITLE} ({LEVEL* for an item, {LEVEL? } for a lost
    heading): the bare text and the nodes."""
    nodes = []
    pieces: list[str] = []
    length = position = 0
    for match in _MARKUP.finditer(text):
        pieces += [text[position : match.start()], match["number"], match["title"]]
        start = length + match.start() - position
        title = start + len(match["number"])
        length = title + len(match["title"])
        position = match.end()
        nodes.append(Node(start, title, length, int(match["level"]), _KINDS[match["kind"]]))
    bare = "".join(pieces) + text[position:]
    if "{" in bare or "}" in bare:
        raise ValueError("a node is not written as {LEVEL NUMBER|TITLE}")
    return bare, nodes


def gold(name: str) -> Iterator[tuple[Source, list[Node]]]:
    """The texts of the gold file `name` (seeds, unseen, held_out, fresh) with their nodes, or of `invented` and
    `invented_held` those of the folder reports; OSError if ../shared lacks them."""
    if name in INVENTED:
        for path in sorted(INVENTED[name].glob("*.txt")):
            text, nodes = marked(path.read_text("utf-8"))
            yield Source(path.name, text), nodes
        return
    for entry in tomllib.loads((GOLD / f"{name}.toml").read_text("utf-8"))["document"]:
        nodes = [Node(*node) for node in entry["nodes"]]
        if "seed" in entry:
            path = next(SEEDS.glob(f"{entry['seed']}_*.txt"), SEEDS / entry["seed"])
            yield Source(path.name, path.read_bytes().decode()), nodes
        else:
            row = corpus()[entry["id"]]
            yield Source(entry["id"], row["text"], title=row["title"]), nodes


@cache
def corpus() -> dict[str, dict[str, str]]:
    """The rows of the corpus by id."""
    rows = (json.loads(line) for line in CORPUS.read_text("utf-8").splitlines())
    return {row["id"]: row for row in rows}


def outline_score(name: str) -> Score:
    """The score of all texts of a gold file."""
    return sum((score(nodes, recovered(source)) for source, nodes in gold(name)), NOTHING)
