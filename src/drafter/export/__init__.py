"""The export room: a composed document as a file. Each format is loaded when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from drafter.characters import Removal
from drafter.document import Document, OpenSlot
from drafter.errors import DrafterError, FileProblem
from drafter.export.glyphs import emoji_note
from drafter.export.prepare import Prepared, prepare
from drafter.files import advice, reason, write_atomic

__all__ = ["SUFFIXES", "Exported", "export_document"]

SUFFIXES = (".docx", ".md", ".txt")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the file, the slots still open in it, the characters taken out, and notes for the writer."""

    path: Path
    open_slots: tuple[OpenSlot, ...]
    removed: tuple[Removal, ...]
    notes: tuple[str, ...]


def export_document(document: Document, target: Path, *, layout: str = "", force: bool = False) -> Exported:
    """Write `document` to `target`, whose suffix (.docx, .md, .txt) chooses the format.

    `layout` is the id or file of a layout, "" for the document's own. Raises DrafterError for an unknown suffix or
    layout, an empty document, or an existing target without `force`; the target is then as it was.
    """
    suffix = target.suffix.lower()
    if suffix not in SUFFIXES:
        known = "、".join(SUFFIXES)
        what = f"不会导出 {suffix} 文件" if suffix else "文件名没有后缀，不知道导出成什么格式"
        raise DrafterError(what, where=str(target), todo=f"请用这些后缀之一：{known}")
    _check_target(target, force)
    prepared = prepare(document)
    if not any(run.text.strip() for block in prepared.document.blocks for run in block.all_runs()):
        raise DrafterError("稿件还是空的，没有可以导出的内容", todo="请先写标题或正文")
    data, notes = _rendered(prepared, suffix, layout or document.layout)
    write_atomic(target, data)
    return Exported(target, document.open_slots(), prepared.removed, notes)


def _check_target(target: Path, force: bool) -> None:
    try:
        folder, taken = target.is_dir(), target.exists()
    except OSError as error:
        raise FileProblem(
            f"不能用这个文件名（{reason(error)}）", where=str(target), todo=advice(error)
        ) from None
    if folder:
        raise FileProblem("这是一个文件夹，不是文件", where=str(target), todo="请给出文件名")
    if taken and not force:
        raise FileProblem(
            "这个文件已经有了", where=str(target), todo="请换一个文件名；确实要覆盖，请加 --force"
        )


def _rendered(prepared: Prepared, suffix: str, layout: str) -> tuple[bytes, tuple[str, ...]]:
    notes = emoji_note(prepared.document)
    if suffix == ".docx":
        from drafter.export import docx
        from drafter.export.layout_file import load_layout

        rendered = docx.render(prepared, load_layout(layout))
        return rendered.data, notes + rendered.notes
    if suffix == ".md":
        from drafter.export import markdown

        return markdown.render(prepared).encode(), notes
    from drafter.export import text

    return text.render(prepared).encode(), notes
