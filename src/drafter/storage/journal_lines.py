"""The lines of a recovery journal: a checksum, a space, JSON. What a crash tore off is not believed.

The first line is a header (`path`, `base`, `replaces`). A whole record has `all`, the text of every section. Any
other record names what changed since the record before: sections `cut[0]:cut[1]` of the old list give way to
`put`, where a number means "old section number so-and-so" and a text is a section that is new. `head` and `title`
stand in a record only when they changed. Texts are those of draft_dump.py.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any

from drafter.draft import Draft
from drafter.storage.draft_dump import dump_head, dump_section

_HEAD_FIELDS = tuple(entry.name for entry in fields(Draft) if entry.name != "sections")


def encode(record: dict[str, Any]) -> bytes:
    """One line, LF included."""
    try:
        body = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        # Lone surrogates: a path that is not valid UTF-8, or a title with half a character.
        body = json.dumps(record).encode()
    return b"%08x %s\n" % (zlib.crc32(body), body)


def decode(line: bytes) -> dict[str, Any] | None:
    """The record of one line (without LF), None if the line is torn or damaged."""
    try:
        record = json.loads(line[9:]) if int(line[:8], 16) == zlib.crc32(line[9:]) else None
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def whole(draft: Draft, number: int, time: float) -> dict[str, Any]:
    """A record that stands by itself."""
    sections = [dump_section(section) for section in draft.sections]
    return {"n": number, "t": time, "title": draft.title, "head": dump_head(draft), "all": sections}


def change(old: Draft, new: Draft, number: int, time: float) -> dict[str, Any] | None:
    """What makes `new` of `old`, found by identity of the parts; None if there is nothing to tell."""
    record: dict[str, Any] = {"n": number, "t": time}
    if any(getattr(old, name) is not getattr(new, name) for name in _HEAD_FIELDS):
        record |= {"title": new.title, "head": dump_head(new)}
    before, after = old.sections, new.sections
    if before is not after:
        start, limit = 0, min(len(before), len(after))
        while start < limit and before[start] is after[start]:
            start += 1
        tail = 0
        while tail < limit - start and before[-1 - tail] is after[-1 - tail]:
            tail += 1
        known = {id(before[index]): index for index in range(start, len(before) - tail)}
        put = [known.get(id(section)) for section in after[start : len(after) - tail]]
        if put or len(before) - tail > start:
            record["cut"] = [start, len(before) - tail]
            record["put"] = [
                dump_section(after[start + offset]) if index is None else index
                for offset, index in enumerate(put)
            ]
    return record if len(record) > 2 else None


@dataclass(slots=True)
class Replay:
    """The state a journal describes after its last believable record; `time` 0.0 if it has none.

    `passed` becomes True if one of its states is the file content `watch`.
    """

    watch: bytes | None = None
    passed: bool = False
    header: dict[str, Any] = field(default_factory=dict)
    title: str = ""
    time: float = 0.0
    _head: str = ""
    _sections: list[str] = field(default_factory=list)
    _number: int = -1

    @property
    def text(self) -> str:
        """The draft as a file would hold it."""
        return self._head + "".join(self._sections)

    def read(self, lines: Iterable[bytes]) -> Replay:
        """Take in every line; a damaged one ends the chain until the next whole record."""
        for line in lines:
            record = decode(line.rstrip(b"\n"))
            try:
                self._take(record)
            except (KeyError, TypeError, ValueError, IndexError):
                self._number = -1
        return self

    def _take(self, record: dict[str, Any] | None) -> None:
        if record is None:
            self._number = -1
        elif "path" in record:
            self.header = record
        elif "all" in record:
            self._keep(record, [str(text) for text in record["all"]])
        elif self._number >= 0 and record["n"] == self._number + 1:
            sections = self._sections
            if "cut" in record:
                start, stop = record["cut"]
                put = [sections[item] if isinstance(item, int) else str(item) for item in record["put"]]
                sections = [*sections[:start], *put, *sections[stop:]]
            self._keep(record, sections)

    def _keep(self, record: dict[str, Any], sections: list[str]) -> None:
        number, time = int(record["n"]), float(record["t"])
        self._head, self.title = str(record.get("head", self._head)), str(record.get("title", self.title))
        self._sections, self._number, self.time = sections, number, time
        if self.watch is not None and not self.passed:
            self.passed = self.text.encode() == self.watch
