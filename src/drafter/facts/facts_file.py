"""Facts from a file people already have: .xlsx, .csv, .json or .toml.

A sheet is read down (first column the names, second the values; further columns are ignored) or, when its first row
holds more known names than its first column, across (names in the first row, values in the second).
"""

from __future__ import annotations

import csv
import io
import json
import warnings
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drafter.errors import FileProblem
from drafter.files import read_bytes, read_text
from drafter.toml.file import read_toml

if TYPE_CHECKING:
    from drafter.facts.spec import Vocabulary

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 10_000
MAX_COLUMNS = 200
MAX_UNPACKED = 100 * 1024 * 1024
MAX_PARSED = 10 * 1024 * 1024
"""Bytes of XML of one sheet, and of everything that is no sheet: openpyxl reads one or two million a second."""
HEADS = {"名称", "事实", "项目", "名目", "name", "fact"}
"""First cells that mark a header row rather than a fact."""

Sheet = Sequence[Sequence[str]]


def read_facts(path: Path, vocabulary: Vocabulary) -> dict[str, str]:
    """Fact name -> value as typed; labels of the vocabulary are taken for their names, empty values left out.

    Raises FileProblem if the file is of another kind, broken, too large or holds no fact.
    """
    readers: Mapping[str, Callable[[Path], Sheet]] = {
        ".xlsx": _xlsx,
        ".csv": _csv,
        ".json": _json,
        ".toml": _toml,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise FileProblem("不认识这种文件", where=str(path), todo=f"可以用：{'、'.join(readers)}")
    names = {spec.label: name for name, spec in vocabulary.items()} | {name: name for name in vocabulary}
    found = {names.get(name, name): value for name, value in _pairs(reader(path), names) if name and value}
    if not found:
        raise FileProblem("文件里没有事实", where=str(path), todo="第一列写名称，第二列写值")
    return found


def _pairs(sheet: Sheet, names: Mapping[str, str]) -> list[tuple[str, str]]:
    rows = [row for row in sheet if any(row)]
    if not rows:
        return []
    across = sum(cell in names for cell in rows[0])
    down = sum(row[0] in names for row in rows)
    if len(rows) > 1 and across > max(down, 1):
        return list(zip(rows[0], rows[1], strict=False))
    start = 1 if rows[0][0].lower() in HEADS else 0
    return [(row[0], row[1] if len(row) > 1 else "") for row in rows[start:]]


def _cell(value: Any) -> str:
    """One value as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "、".join(_cell(item) for item in value)
    return str(value).strip()


def _csv(path: Path) -> Sheet:
    data = read_bytes(path, MAX_BYTES)
    # Excel in China saves .csv as GBK unless told otherwise, so this one format may be either.
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            todo = "请另存为 UTF-8 编码的 .csv"
            raise FileProblem("文件的编码认不出来", where=str(path), todo=todo) from None
    if "\0" in text:
        raise FileProblem("这是二进制文件，不是 .csv", where=str(path), todo="请确认选对了文件")
    try:
        read = islice(csv.reader(io.StringIO(text)), MAX_ROWS + 1)
        rows = [[cell.strip() for cell in row[:MAX_COLUMNS]] for row in read]
    except csv.Error:
        what, todo = "不是完整的 .csv，可能有一个引号没有配对", "请核对引号，或用表格软件重新导出"
        raise FileProblem(what, where=str(path), todo=todo) from None
    _refuse_long(len(rows), path)
    return rows


def _json(path: Path) -> Sheet:
    text = read_text(path, MAX_BYTES)
    try:
        data = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        todo = '请写成 {"名称": "值", …}'
        raise FileProblem("不是完整的 JSON", where=f"{path} 第 {line} 行", todo=todo) from None
    return _table(data, path, '请写成 {"名称": "值", …}')


def _toml(path: Path) -> Sheet:
    data = read_toml(path, MAX_BYTES).data
    return _table(data.get("facts", data), path, '请写成 "名称" = "值"，一行一个，都加半角引号')


def _table(data: Any, path: Path, todo: str) -> Sheet:
    if not isinstance(data, dict):
        raise FileProblem("不是一组名称和值", where=str(path), todo=todo)
    for name, value in data.items():
        inside = value if isinstance(value, list) else []
        if isinstance(value, dict) or any(isinstance(item, dict | list) for item in inside):
            raise FileProblem(f"“{name[:40]}”的值是一个表，不是一个值", where=str(path), todo=todo)
    _refuse_long(len(data), path)
    return [(name.strip(), _cell(value)) for name, value in data.items()]


def _xlsx(path: Path) -> Sheet:
    data = read_bytes(path, MAX_BYTES)
    _refuse_bomb(data, path)
    try:
        rows = _first_sheet(data)
    except Exception:
        # A broken workbook raises anything from KeyError to XML faults; to the writer they are one.
        todo = "请用表格软件打开，另存为 .xlsx 再试"
        raise FileProblem("这个表格打不开，可能已损坏或加了密", where=str(path), todo=todo) from None
    _refuse_long(len(rows), path)
    return rows


def _first_sheet(data: bytes) -> Sheet:
    # Lazy: openpyxl costs a fifth of a second and only this format needs it.
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # In English, about styles and input checks that are none of our business; half of all real workbooks have some.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        area = book.worksheets[0].iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS)
        rows = [[_excel(cell) for cell in row] for row in area]
        book.close()
    return rows


def _excel(cell: Any) -> str:
    value = cell.value
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and "%" in str(getattr(cell, "number_format", "")):
        return f"{value * 100:.12g}%"
    return _cell(value)


def _refuse_bomb(data: bytes, path: Path) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        todo = "请确认是 .xlsx 文件；旧的 .xls 请先另存为 .xlsx"
        raise FileProblem("不是 .xlsx 文件，或者已经损坏", where=str(path), todo=todo) from None
    size = sum(entry.file_size for entry in entries)
    parsed = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
    sheets = [entry.file_size for entry in parsed if entry.filename.startswith("xl/worksheets/")]
    others = sum(entry.file_size for entry in parsed) - sum(sheets)
    if size > MAX_UNPACKED or max(sheets, default=0) > MAX_PARSED or others > MAX_PARSED:
        raise FileProblem("表格解开后太大", where=str(path), todo="请只留下需要的工作表")


def _refuse_long(rows: int, path: Path) -> None:
    if rows > MAX_ROWS:
        raise FileProblem(f"超过 {MAX_ROWS} 行", where=str(path), todo="请只留下需要的行")
