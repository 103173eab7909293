"""A draft as TOML text: the same draft always gives the same bytes, one line per paragraph so that diffs stay small.

The text of a draft is `dump_head` followed by `dump_section` of each section; the recovery journal stores the
same pieces, so there is one spelling of a draft and no other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from drafter.draft import NOTHING, Draft, Paragraph, Section, Table
from drafter.toml.dump import dump_key, dump_pair, dump_text, dump_value

FORMAT = 1
"""The format number this version writes."""
DRAFT_KEYS = (
    "format", "outline", "layout", "title", "addressee", "signature", "date", "attachments", "facts", "section",
)  # fmt: skip
SECTION_KEYS = ("level", "heading", "part", "run_in", "paragraph", "paragraphs")
PARAGRAPH_KEYS = ("text", "phrase", "phrase_hash", "facts", "table")
TABLE_KEYS = ("caption", "header", "rows")

Anchor = tuple[str, ...]


class Comment(str):
    """A comment that stood at one entry of its table; `anchor` is the key path of that entry."""

    anchor: Anchor = ()

    @classmethod
    def at(cls, text: str, anchor: Anchor) -> Comment:
        """`text` anchored at `anchor`."""
        comment = cls(text)
        comment.anchor = anchor
        return comment


def dumps(draft: Draft) -> str:
    """The whole file of `draft`, LF line ends, ready for UTF-8 (a lone surrogate becomes U+FFFD)."""
    return dump_head(draft) + "".join(map(dump_section, draft.sections))


def dump_head(draft: Draft) -> str:
    """Everything of `draft` before its first section."""
    block = _Block(draft.comments)
    block.pair("format", FORMAT)
    for key in ("outline", "layout", "title", "addressee", "signature", "date"):
        block.pair(key, getattr(draft, key))
    if draft.attachments:
        block.rows("attachments", draft.attachments)
    block.plain_extras(draft.extra, DRAFT_KEYS)
    if draft.facts:
        block.table(("facts",), (), draft.facts)
    block.table_extras(draft.extra, DRAFT_KEYS, ())
    return block.text()


def dump_section(section: Section) -> str:
    """One `[[section]]` with its paragraphs, a blank line first."""
    block = _Block(section.comments)
    block.lines.append("[[section]]")
    if section.part:
        block.pair("part", section.part)
    block.pair("level", section.level)
    if section.heading or section.level:
        block.text_pair("heading", section.heading)
    if section.run_in:
        block.pair("run_in", True)
    block.plain_extras(section.extra, SECTION_KEYS)
    block.table_extras(section.extra, SECTION_KEYS, ("section",))
    return "\n" + block.text() + "".join(map(_paragraph, section.paragraphs))


def _paragraph(paragraph: Paragraph) -> str:
    path = ("section", "paragraph")
    block = _Block(paragraph.comments)
    block.lines.append("[[section.paragraph]]")
    block.text_pair("text", paragraph.text)
    if paragraph.phrase:
        block.pair("phrase", paragraph.phrase)
    if paragraph.phrase_hash:
        block.pair("phrase_hash", paragraph.phrase_hash)
    block.plain_extras(paragraph.extra, PARAGRAPH_KEYS)
    if paragraph.facts:
        block.table(("facts",), path, paragraph.facts)
    if paragraph.table is not None:
        _table(block, paragraph.table, paragraph.extra.get("table", NOTHING))
    block.table_extras(paragraph.extra, PARAGRAPH_KEYS, path)
    return "\n" + block.text()


def _table(block: _Block, table: Table, extra: Mapping[str, Any]) -> None:
    block.header(("table",), "[section.paragraph.table]")
    if table.caption:
        block.text_pair("caption", table.caption, ("table",))
    if not table.header:
        block.pair("header", False, ("table",))
    block.rows("rows", table.rows, ("table",))
    block.plain_extras(extra, TABLE_KEYS, ("table",))
    block.table_extras(extra, TABLE_KEYS, ("section", "paragraph"), ("table",))


class _Block:
    """The lines of one section, paragraph or head; each entry is preceded by the comments that stood at it."""

    def __init__(self, comments: Iterable[str]) -> None:
        self.lines: list[str] = []
        self._waiting: dict[Anchor, list[str]] = {}
        self._order = [(getattr(comment, "anchor", ()), str(comment)) for comment in comments]
        for anchor, comment in self._order:
            self._waiting.setdefault(anchor, []).append(comment)

    def pair(self, key: str, value: object, place: Anchor = ()) -> None:
        self._comments((*place, key))
        self.lines.append(dump_pair(key, value))

    def text_pair(self, key: str, text: str, place: Anchor = ()) -> None:
        self._comments((*place, key))
        self.lines.append(f"{key} = {dump_text(text)}")

    def rows(self, key: str, rows: Iterable[object], place: Anchor = ()) -> None:
        """A list with one element on each line."""
        self._comments((*place, key))
        self.lines += [f"{key} = [", *(f"    {dump_value(row)}," for row in rows), "]"]

    def header(self, anchor: Anchor, line: str) -> None:
        self.lines.append("")
        self._comments(anchor)
        self.lines.append(line)

    def table(self, anchor: Anchor, path: Anchor, values: Mapping[str, Any], *, many: bool = False) -> None:
        """The table `[path.anchor]` with its plain entries first and the tables inside it after them."""
        name = ".".join(map(dump_key, (*path, *anchor)))
        self.header(anchor, f"[[{name}]]" if many else f"[{name}]")
        self.plain_extras(values, (), anchor)
        self.table_extras(values, (), path, anchor)

    def plain_extras(self, extra: Mapping[str, Any], known: Collection[str], place: Anchor = ()) -> None:
        for key, value in extra.items():
            if key not in known and not _is_table(value):
                self._comments((*place, key))
                text = dump_text(value) if isinstance(value, str) else dump_value(value)
                self.lines.append(f"{dump_key(key)} = {text}")

    def table_extras(
        self, extra: Mapping[str, Any], known: Collection[str], path: Anchor, place: Anchor = ()
    ) -> None:
        for key, value in extra.items():
            if key not in known and _is_table(value):
                many = not isinstance(value, Mapping)
                for item in value if many else (value,):
                    self.table((*place, key), path, item, many=many)

    def text(self) -> str:
        # What has lost its entry goes above the whole block: a comment is never dropped.
        left = [
            line for anchor, comment in self._order if anchor in self._waiting for line in _comment(comment)
        ]
        return "\n".join([*left, *self.lines, ""])

    def _comments(self, anchor: Anchor) -> None:
        for comment in self._waiting.pop(anchor, ()):
            self.lines += _comment(comment)


def _comment(text: str) -> list[str]:
    # TOML 1.0: a comment ends at the line and holds no control character but tab.
    lines = text.encode("utf-8", "replace").decode().splitlines() or [""]
    kept = (
        "".join(char for char in line if char == "\t" or char.isprintable() or ord(char) > 159)
        for line in lines
    )
    return [f"# {line}" if line else "#" for line in kept]


def _is_table(value: object) -> bool:
    if isinstance(value, Mapping):
        return True
    return (
        isinstance(value, (list, tuple)) and bool(value) and all(isinstance(item, Mapping) for item in value)
    )
