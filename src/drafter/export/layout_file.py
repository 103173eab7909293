"""Reading layout files: `templates/layouts/*.toml`, or a file of the writer's own that builds on one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from drafter.characters import needs_cleaning
from drafter.errors import DrafterError, Fault
from drafter.export.layout import ALIGNS, FORMS, STYLES, Font, Layout, Page, Style, layout_ids, layouts_dir
from drafter.toml.file import Fields, TomlFile, read_toml

TWIPS_PER_MM = 1440 / 25.4
MAX_LAYOUT_BYTES = 256 * 1024
MAX_FONT_NAME = 31
"""Word refuses font names of 32 characters and more ([MS-OI29500], w:font)."""

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


def load_layout(id_or_path: str | Path) -> Layout:
    """The built-in layout of that id, or the one in that .toml file.

    Raises FileProblem for a file that cannot be read and DrafterError with every fault of the layout: file, line
    and what to write.
    """
    name = str(id_or_path)
    if isinstance(id_or_path, Path) or name.endswith(".toml"):
        return read_layout(Path(id_or_path))
    ids = layout_ids()
    if name not in ids:
        raise DrafterError(f"没有叫“{name}”的版式", todo=f"可以用：{'、'.join(ids)}，或一个 .toml 版式文件")
    return read_layout(layouts_dir() / f"{name}.toml")


def read_layout(path: Path) -> Layout:
    """The layout in `path`; raises FileProblem or DrafterError as `load_layout` does."""
    file = read_toml(path, MAX_LAYOUT_BYTES)
    faults: list[Fault] = []
    base = _base(file, faults)
    layout = _Reader(Fields(file, (), _merge(base, file.data), faults)).layout() if not faults else None
    if layout is None or faults:
        raise DrafterError.of(faults)
    return layout


def _base(file: TomlFile, faults: list[Fault]) -> dict[str, Any]:
    fields = Fields(file, (), file.data, faults)
    name = fields.choice("base", layout_ids())
    if not name or faults:
        return {}
    data = read_toml(layouts_dir() / f"{name}.toml", MAX_LAYOUT_BYTES).data
    if "base" in data:
        fields.fault("base", f"“{name}”自己也有 base", f'请直接写 base = "{data["base"]}"')
    return data


def _merge(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        old = merged.get(key)
        both = isinstance(old, dict) and isinstance(value, dict)
        merged[key] = _merge(old, value) if both else value  # type: ignore[arg-type]
    return merged


class _Reader:
    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.faults = fields.faults
        self.clauses: dict[str, str] = {}

    def layout(self) -> Layout | None:
        """The layout, or None when a fault makes it meaningless."""
        top = self.fields
        identity = top.text("id", required=True)
        if identity and not _ID.fullmatch(identity):
            top.fault("id", f"id 不能是“{identity}”", '请用小写字母、数字和连字符，例如 id = "school"')
        title, description = top.text("title", required=True), top.text("description")
        top.text("base")
        fonts = self._fonts(top.sub("fonts"))
        grid = self._table("grid")
        lines = grid.integer("lines", 22, required=True, low=1, high=100)
        characters = grid.integer("characters", 28, required=True, low=1, high=100)
        pitch = round(grid.number("pitch", required=True, low=1, high=200) * 20)
        grid.refuse_unknown()
        number = self._table("page_number")
        before, after = (_printable(number, side, number.text(side)) for side in ("before", "after"))
        distance = number.number("distance", required=True, low=1, high=300)
        number.refuse_unknown()
        page = self._page(distance)
        styles = self._styles(top.sub("styles"), fonts, pitch)
        ending = self._table("ending")
        form = ending.choice("form", FORMS, required=True)
        right = ending.number("right", required=True, low=0, high=20)
        shift = ending.number("shift", low=0, high=20)
        ending.refuse_unknown()
        top.refuse_unknown()
        if self.faults:
            return None
        layout = Layout(
            identity, title, description, page, lines, characters, pitch, MappingProxyType(fonts),
            MappingProxyType(styles), before, after, form == "sealed", right, shift, MappingProxyType(self.clauses),
        )  # fmt: skip
        self._fits(layout, grid)
        return layout

    def _table(self, name: str) -> Fields:
        if name not in self.fields.table:
            self.fields.fault("", f"缺少 [{name}] 这张表", f"请加上 [{name}]")
        return self._clause(self.fields.sub(name), name)

    def _clause(self, fields: Fields, name: str) -> Fields:
        self.clauses[name] = fields.text("clause", required=True)
        return fields

    def _page(self, distance: float) -> Page:
        table = self._table("page")
        sides = ("width", "height", "top", "bottom", "left", "right")
        values = [table.number(side, required=True, low=1, high=1000) for side in sides]
        table.refuse_unknown()
        page = Page(*(round(value * TWIPS_PER_MM) for value in (*values, distance)))
        if not self.faults and (page.text_width < 1440 or page.text_height < 1440):
            table.fault("", "页边太宽，版心不足 25 毫米", "请改小 top、bottom、left、right")
        return page

    def _fonts(self, table: Fields) -> dict[str, Font]:
        fonts = {}
        for key in table.table:
            if not _ID.fullmatch(key):
                # The key becomes part of the names of styles.
                table.fault(key, f"字体的代号不能是“{key}”", "请用小写字母、数字和连字符，例如 [fonts.lishu]")
            fields = self._clause(table.sub(key), f"fonts.{key}")
            name = _font_name(fields, "name", "", required=True)
            fonts[key] = Font(
                key, name, _font_name(fields, "substitute", name), _font_name(fields, "latin", name)
            )
            fields.refuse_unknown()
        return fonts

    def _styles(self, table: Fields, fonts: Mapping[str, Font], pitch: int) -> dict[str, Style]:
        styles = {}
        for key in STYLES:
            if key not in table.table:
                table.fault("", f"缺少 [styles.{key}] 这张表", f"请加上 [styles.{key}]")
                continue
            fields = self._clause(table.sub(key), f"styles.{key}")
            style = _style(fields, fonts, pitch)
            if style is not None:
                styles[key] = style
        for key in table.table:
            if key not in STYLES:
                table.fault(key, f"没有叫“{key}”的样式", f"可以写：{'、'.join(STYLES)}")
        return styles

    def _fits(self, layout: Layout, grid: Fields) -> None:
        height, width = layout.page.text_height, layout.page.text_width
        body = layout.styles["body"]
        cell = body.size * 10 + body.spacing
        if not layout.lines <= height / layout.pitch < layout.lines + 1:
            best = height // layout.lines / 20
            grid.fault(
                "pitch",
                f"行距 {layout.pitch / 20:g} 磅在版心里排不成 {layout.lines} 行",
                f"请写成 pitch = {best:g}",
            )
        if cell < 1 or not layout.characters <= width / cell < layout.characters + 1:
            best = (width // layout.characters - body.size * 10) / 20
            todo = f"请在 [styles.body] 里写 spacing = {best:g}"
            grid.fault("characters", f"正文一行排不成 {layout.characters} 字", todo)


def _style(fields: Fields, fonts: Mapping[str, Font], pitch: int) -> Style | None:
    key = fields.choice("font", tuple(fonts), required=True)
    size = round(fields.number("size", required=True, low=1, high=400) * 2)
    line = round(fields.number("line", low=1, high=400) * 20) if "line" in fields.table else pitch
    before, after = (round(fields.number(name, low=0, high=50) * pitch) for name in ("before", "after"))
    spacing = round(fields.number("spacing", low=-20, high=20) * 20)
    align = fields.choice("align", ALIGNS, "both")
    first, left, right = (
        round(fields.number(name, low=0, high=20) * 100) for name in ("first", "left", "right")
    )
    fields.refuse_unknown()
    font = fonts.get(key)
    return Style(font, size, line, before, after, spacing, align, first, left, right) if font else None


def _font_name(fields: Fields, name: str, default: str, *, required: bool = False) -> str:
    value = _printable(fields, name, fields.text(name, default, required=required))
    if len(value) > MAX_FONT_NAME:
        fields.fault(name, f"字体名“{value[:MAX_FONT_NAME]}…”太长", f"字体名最多 {MAX_FONT_NAME} 个字")
    return value


def _printable(fields: Fields, name: str, value: str) -> str:
    if "\n" in value or needs_cleaning(value):
        fields.fault(name, f"{name} 里有换行或看不见的字符", "请删掉重新输入")
    return value
