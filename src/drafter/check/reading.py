"""Files that are not drafts as passages to check: .txt, .md and .docx."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from drafter.check.view import HIDDEN, Passage, lines
from drafter.docx_text import read_docx
from drafter.errors import FileProblem
from drafter.files import read_text

TEXT = (".txt",)
MARKDOWN = (".md", ".markdown")
WORD = (".docx",)

_FENCE = re.compile(r"\s*(?:```|~~~)")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
# Every stretch is bounded: a line may be a whole hostile file.
_MARKUP = re.compile(
    r"`[^`\n]{0,400}`|\]\([^)\n]{0,400}\)|!?\[(?=[^\]\n]{0,200}\]\()|<!--.{0,400}?-->|<[a-zA-Z/][^>\n]{0,200}>"
    r"|https?://[^\s）)》”，。；]+|\*{1,3}(?=[^\s*][^*\n]{0,400}\*)|(?<=[^\s*])\*{1,3}"
    r"|^\s{0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+|\d{1,3}\.\s+)",
)


def read_passages(path: Path) -> tuple[Passage, ...]:
    """The paragraphs of `path`, `block` being the index of the line (.txt, .md) or paragraph (.docx).

    Raises FileProblem if it cannot be read or is of another kind.
    """
    suffix = path.suffix.lower()
    if suffix in WORD:
        return tuple(
            Passage(paragraph.text, "table", block=number)
            if paragraph.table
            else _numbered(paragraph.text, number)
            for number, paragraph in enumerate(read_docx(path))
        )
    if suffix in TEXT or suffix in MARKDOWN:
        return text_passages(read_text(path), markdown=suffix in MARKDOWN)
    what = "旧的 .doc 格式，请先另存为 .docx" if suffix == ".doc" else "不会检查这种文件"
    raise FileProblem(what, where=str(path), todo="可以检查的有：*.draft.toml、.txt、.md、.docx")


def _numbered(text: str, number: int) -> Passage:
    # A paragraph is one passage whatever it holds, so that offsets stay those of the paragraph.
    scope = lines(text.replace("\n", " "))[0].scope
    return Passage(text, scope, block=number)


def text_passages(text: str, *, markdown: bool) -> tuple[Passage, ...]:
    """The lines of `text`; of Markdown the marks, code and addresses are hidden and headings known by their #."""
    plain = lines(text)
    if not markdown:
        return plain
    found: list[Passage] = []
    fenced = False
    for passage in plain:
        fence = bool(_FENCE.match(passage.text))
        if fence or fenced:
            found.append(replace(passage, view=HIDDEN * len(passage.text)))
        else:
            found.append(replace(passage, view=hide_markup(passage.text), scope=_scope(passage)))
        fenced ^= fence
    return tuple(found)


def hide_markup(line: str) -> str:
    """`line` with Markdown's own characters replaced one for one by HIDDEN."""
    return _MARKUP.sub(lambda mark: HIDDEN * len(mark.group()), line)


def _scope(passage: Passage) -> str:
    if _HEADING.match(passage.text):
        return "heading"
    return "table" if passage.text.lstrip().startswith("|") else passage.scope
