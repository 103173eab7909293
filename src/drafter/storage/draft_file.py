"""Reading and writing drafts: one TOML file each, welcoming to editing by hand.

Every fault of a file is reported at once, with its line and what to write. Unknown entries and comments come
back when the draft is written. The text itself is made by draft_dump.py.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from drafter.characters import clean_text, removal_note
from drafter.draft import MAX_LEVEL, NOTHING, Draft, Paragraph, Section, Table
from drafter.errors import ChangedOnDisk, FileProblem
from drafter.files import read_bytes, reason, sole_writer, text_of, write_atomic
from drafter.storage.draft_dump import Comment, dump_head, dump_section, dumps
from drafter.storage.draft_migrations import migrate
from drafter.toml.file import Fields, TomlFile, as_typed, parse_toml

__all__ = [
    "DraftFile",
    "clean_draft",
    "digest",
    "dump_head",
    "dump_section",
    "dumps",
    "fingerprint",
    "loads",
    "read_draft",
    "read_draft_file",
    "write_draft",
]

MAX_DRAFT_BYTES = 4 * 1024 * 1024
"""Twice a report of 1,000 full pages (22 x 28 characters a page, 3 bytes each)."""
_RAW_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A draft as it was read: `fingerprint` identifies the bytes on disk, `notes` tell what was put right."""

    draft: Draft
    fingerprint: str
    notes: tuple[str, ...] = ()


def read_draft(path: Path) -> Draft:
    """The draft in `path`; see read_draft_file."""
    return read_draft_file(path).draft


def read_draft_file(path: Path) -> DraftFile:
    """The draft in `path`, its fingerprint, and notes about characters taken out.

    Raises FileProblem with every fault of the file: missing, empty, binary, not UTF-8, not TOML, not a draft,
    a newer format, wrong entries.
    """
    data = read_bytes(path, MAX_DRAFT_BYTES)
    draft, notes = _parse(text_of(data, str(path)), path)
    return DraftFile(draft, digest(data), notes)


def loads(text: str, where: str | Path = "稿件") -> Draft:
    """The draft written as `text`; `where` names it in messages. Raises FileProblem with every fault."""
    return _parse(text, Path(where))[0]


def clean_draft(draft: Draft) -> tuple[Draft, tuple[str, ...]]:
    """`draft` as it would come back from a file, without unsafe characters, and notes about what was taken out."""
    return _parse(dumps(draft), Path("稿件"))


def fingerprint(path: Path) -> str | None:
    """SHA-256 of the bytes at `path` in hex, None if there is no such file. Raises FileProblem if unreadable."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise FileProblem(
            f"读不了这个文件（{reason(error)}）", where=str(path), todo="请检查文件权限"
        ) from None
    return digest(read_bytes(path))


def write_draft(path: Path, draft: Draft, expect: str | None = None) -> str:
    """Write `draft` to `path` in one step and give the fingerprint of the new file.

    With `expect`, the fingerprint of the file as it was opened, raises ChangedOnDisk if somebody else has written
    it since; a file that is gone is written again. Raises FileProblem if it cannot be written, leaving what was
    there.
    """
    data = dumps(draft).encode()
    new = digest(data)
    if expect is None:
        write_atomic(path, data)
        return new
    with sole_writer(path):
        current = fingerprint(path)
        if current == new:
            return new
        if current not in (None, expect):
            raise ChangedOnDisk(
                "这份稿件打开之后，磁盘上的文件又被别处改过",
                where=str(path),
                todo="请另存为一个新文件，两份都留着，再比较取舍",
            )
        write_atomic(path, data)
    return new


def digest(data: bytes) -> str:
    """The fingerprint of a file's bytes: SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def _parse(text: str, path: Path) -> tuple[Draft, tuple[str, ...]]:
    counts: Counter[str] = Counter()
    if _RAW_CONTROL.search(text):
        # tomllib refuses the whole file for one of these; nobody has written it on purpose.
        counts["控制字符"] += len(_RAW_CONTROL.findall(text))
        text = _RAW_CONTROL.sub("", text)
    file = parse_toml(text, path)
    reader = _Reader(file, Fields(file, (), migrate(_clean(file.data, counts), file)))
    draft = reader.draft()
    if reader.root.faults:
        raise FileProblem(reader.root.faults[0].what, faults=reader.root.faults)
    return draft, removal_note(counts)


def _clean(value: Any, counts: Counter[str]) -> Any:
    if isinstance(value, str):
        cleaned = clean_text(value)
        counts.update({removal.kind_label: removal.count for removal in cleaned.removed})
        return cleaned.text
    if isinstance(value, list):
        return [_clean(item, counts) for item in value]
    if isinstance(value, dict):
        return {_clean(key, counts): _clean(item, counts) for key, item in value.items()}
    return value


@dataclass(slots=True)
class _Reader:
    """Builds the values of one file; faults gather in `root.faults`."""

    file: TomlFile
    root: Fields
    comments: dict[tuple[str | int, ...], list[Comment]] = field(default_factory=dict)

    def draft(self) -> Draft:
        self._gather_comments()
        root = self.root
        root.integer("format")
        defaults = Draft()
        return Draft(
            outline=root.text("outline"),
            title=root.text("title"),
            layout=root.text("layout", defaults.layout),
            addressee=root.text("addressee"),
            facts=self._facts(root),
            sections=tuple(self._section(fields) for fields in root.tables("section")),
            attachments=root.texts("attachments"),
            signature=root.text("signature"),
            date=self._typed(root, "date"),
            comments=self._comments(()),
            extra=_frozen(root.unknown()),
        )

    def _section(self, fields: Fields) -> Section:
        short = tuple(Paragraph(text) for text in fields.texts("paragraphs"))
        long = tuple(self._paragraph(inner) for inner in fields.tables("paragraph"))
        return Section(
            heading=fields.text("heading"),
            level=fields.integer("level", 1, low=0, high=MAX_LEVEL),
            part=fields.text("part"),
            run_in=fields.flag("run_in"),
            paragraphs=short + long,
            comments=self._comments(fields.keys),
            extra=_frozen(fields.unknown()),
        )

    def _paragraph(self, fields: Fields) -> Paragraph:
        table, table_extra = self._table(fields) if "table" in fields.table else (None, {})
        text = fields.text("text", required=table is None and "text" not in fields.table)
        phrase, phrase_hash = fields.text("phrase"), fields.text("phrase_hash")
        facts = self._facts(fields)
        extra = fields.unknown() | ({"table": table_extra} if table_extra else {})
        return Paragraph(text, phrase, phrase_hash, facts, table, self._comments(fields.keys), _frozen(extra))

    def _table(self, paragraph: Fields) -> tuple[Table, dict[str, Any]]:
        fields = paragraph.sub("table")
        rows: list[tuple[str, ...]] = []
        for index, row in enumerate(fields.items("rows", 'rows = [["甲", "乙"]]', required=True)):
            cells = [as_typed(cell) for cell in row] if isinstance(row, list) else [None]
            if None in cells:
                fields.fault("rows", f"表格第 {index + 1} 行不是一组文字", '每行请写成 ["甲", "乙"]')
            rows.append(tuple(cell or "" for cell in cells))
        table = Table(tuple(rows), fields.text("caption"), fields.flag("header", True))
        return table, fields.unknown()

    def _facts(self, owner: Fields) -> Mapping[str, str]:
        fields = owner.sub("facts")
        names = list(fields.table)
        facts = {name: self._typed(fields, name) for name in names}
        return MappingProxyType(facts) if facts else NOTHING

    def _typed(self, fields: Fields, name: str) -> str:
        typed = as_typed(fields.raw(name, ""))
        if typed is None:
            fields.fault(name, f"“{name}”的值不是一个值", '请写成 "…"，几个值写成 ["…", "…"]')
        return typed or ""

    def _gather_comments(self) -> None:
        """Every comment under the draft, section or paragraph it belongs to, anchored at its entry."""
        for note in self.file.lines.notes:
            size = 0
            for step, key in enumerate(("section", 0, "paragraph", 0)):
                fits = step < len(note.owner) and (note.owner[step] == key or step % 2 == 1)
                if not fits:
                    break
                size = step + 1 if step % 2 == 1 else size
            rest = tuple(str(key) for key in note.owner[size:] if isinstance(key, str))
            anchor = (*rest, note.key) if note.key else rest
            self.comments.setdefault(note.owner[:size], []).append(Comment.at(note.text, anchor))

    def _comments(self, owner: tuple[str | int, ...]) -> tuple[str, ...]:
        return tuple(self.comments.get(owner, ()))


def _frozen(values: dict[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(values) if values else NOTHING
