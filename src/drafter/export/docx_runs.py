"""Runs of a paragraph: neighbours of one nature joined, characters escaped, rare characters in a font that has them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from xml.sax.saxutils import escape

from drafter.document import Run
from drafter.export.docx_styles import OPEN, RARE, RUN_IN, wide_style, within_open
from drafter.export.glyphs import HINTED, rare, wide
from drafter.export.layout import Font, Layout

_TEXT = '<w:t xml:space="preserve">'
_PLAIN = f"<w:r>{_TEXT}"
_HINT = '<w:rFonts w:hint="eastAsia"/>'
_SPECIAL = re.compile("[&<>\t\n“”‘’—…·×÷°±§]")


class RunWriter:
    """Writes runs; `used` collects the ids of the fallback styles they needed."""

    def __init__(self, layout: Layout, outside: Collection[str]) -> None:
        self.used: set[str] = set()
        self._headings = [layout.styles[f"heading{level}"].font for level in range(1, 5)]
        self._rare = rare(outside)
        lacking = "".join(sorted(self._rare | wide(outside)))
        self._lacking = re.compile(f"([{re.escape(lacking)}]+)") if lacking else None

    def xml(self, runs: Sequence[Run], font: Font, number: str = "", level: int = 0) -> str:
        """`number` and `runs` as w:r elements in a paragraph of `font`.

        With a `level` (1-4) the number and the run-in words take the font of that heading level.
        """
        if not level and not [1 for run in runs if run.open or run.run_in]:
            return self._stretch("", number + "".join([run.text for run in runs]), font)
        return "".join([
            self._stretch(style, text, self._headings[level - 1] if style == RUN_IN[level] and level else font)
            for style, text in _stretches(runs, number, level)
        ])  # fmt: skip

    def _stretch(self, style: str, text: str, font: Font) -> str:
        if self._lacking is None:
            return _run(style, text)
        parts = self._lacking.split(text)
        found = [_run(style, part) if part else "" for part in parts[::2]]
        for index, part in enumerate(parts[1::2]):
            found[index] += self._fallback(part, font, within=style == OPEN)
        return "".join(found)

    def _fallback(self, text: str, font: Font, *, within: bool) -> str:
        runs = []
        for beyond, part in _grouped(text, self._rare):
            fallback = RARE if beyond else wide_style(font)
            style = within_open(fallback) if within else fallback
            self.used.add(style)
            runs.append(_run(style, part))
        return "".join(runs)


def _stretches(runs: Sequence[Run], number: str, level: int) -> list[tuple[str, str]]:
    found = [(RUN_IN[level], [number])] if number else []
    for run in runs:
        style = OPEN if run.open else RUN_IN[level] if run.run_in else ""
        if found and found[-1][0] == style:
            found[-1][1].append(run.text)
        else:
            found.append((style, [run.text]))
    return [(style, "".join(texts)) for style, texts in found]


def _grouped(text: str, rare_ones: Collection[str]) -> Iterator[tuple[bool, str]]:
    start = 0
    for at in range(1, len(text) + 1):
        beyond = text[start] in rare_ones
        if at == len(text) or (text[at] in rare_ones) != beyond:
            yield beyond, text[start:at]
            start = at


def _run(style: str, text: str) -> str:
    if not text:
        return ""
    hint = ""
    if _SPECIAL.search(text) is not None:
        hint = _HINT if HINTED.search(text) else ""
        text = escape(text)
        if "\t" in text or "\n" in text:
            text = text.replace("\t", f"</w:t><w:tab/>{_TEXT}").replace("\n", f"</w:t><w:br/>{_TEXT}")
    if not (style or hint):
        return f"{_PLAIN}{text}</w:t></w:r>"
    name = f'<w:rStyle w:val="{style}"/>' if style else ""
    return f"<w:r><w:rPr>{name}{hint}</w:rPr>{_TEXT}{text}</w:t></w:r>"
