"""The head of a document: its title in one or several lines, and what stands between title and text."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from drafter.mine.clean.rows import Row

_LONGEST: Final = 45
_MOST_LINES: Final = 3
_GENRE: Final = re.compile(
    r"(?:总结|报告|汇报|方案|计划|意见|通知|讲话|发言|致辞|材料|要点|办法|规定|决定|条例|细则|制度|规则|纪要|情况|体会|经验|纪实|回眸|篇|打算|安排|"
    r"剪影|综述|简报|公报|公告|通报|函|请示|批复|倡议书|责任书|承诺书)(?:[(（][^()（）]{1,20}[)）])?$"
)
_SHORT_GENRE: Final = re.compile(r"(?:总结|报告|汇报|方案|计划|意见|通知|讲话|发言|材料)$")
_TAG: Final = re.compile(r"[(（【\[][^()（）【】\[\]]{2,30}[)）】\]]$")
_DATE: Final = re.compile(
    r"[(（]?[\dxX×*〇○零一二三四五六七八九]{2,4}\s*年(?:\s*[\dxX×*一二三四五六七八九十]{1,3}\s*月)?(?:\s*[\dxX×*一二三四五六七八九十]{1,3}\s*日)?[)）]?"
)
_BYLINE: Final = re.compile(
    r"(?:委员会|人民政府|[厅局部处科室院]|党委|党组|党支部|党总支|支部|总支|小学|中学|大学|学校|中心|幼儿园|公司|街道)$"
)
_DASHES: Final = re.compile(r"[-—–―─]{1,6}\s*")
_SALUTED: Final = re.compile(
    r"[^，。；：！？、,;:!?\n“]{6,90}(?:汇报|总结|报告|发言|讲话|材料)(?=大家好|各位|尊敬的|同志们|[^，。！？,!?\n]{0,6}领导[:：、])"
)
_NOT_WORD: Final = re.compile(r"[\W_]+")


def take_title(
    rows: tuple[Row, ...], given: str, label: str, file: str
) -> tuple[str, dict[str, str], tuple[Row, ...]]:
    """The title, what else the head says (`subtitle`, `byline`, `dated`), and the rows of the text.

    `given` is the title by the format, `label` by the boundary line, `file` by the file name on a download page.
    Lines that only repeat a known title are dropped; without one, the first lines are it if they look so.
    """
    meta: dict[str, str] = {}
    known = given or _TAG.sub("", label).strip()
    lines, rest = _leading(rows, known, whole=bool(given))
    if lines and (not given or _key("".join(lines)) != _key(given)) and not label and not given:
        title = " ".join(lines)
    elif given:
        title = given
    else:
        title = " ".join(lines) or known or file
    if not lines and not given and rest and (found := _SALUTED.match(rest[0].text)):
        # The title ran into the text: nothing but a title stands unpunctuated before a salutation.
        title = known or file or found.group()
        rest = (rest[0].cut(front=found.end()), *rest[1:])
    rest = _below(rest, meta) if lines or known else rest
    return title, meta, rest


def _leading(rows: tuple[Row, ...], known: str, *, whole: bool) -> tuple[list[str], tuple[Row, ...]]:
    """The title lines at the head of `rows`, and the rows behind them; `whole` if `known` is all of the title."""
    if not any(len(row.text) > _LONGEST or row.finished for row in rows[1:]):
        return [], rows
    lines: list[str] = []
    for row, follower in pairwise(rows[: _MOST_LINES + 1]):
        if follower.glued or not _titleish(row) or (lines and not _goes_on(lines, row, known, whole=whole)):
            break
        if not lines and known and not _alike(row.text, known):
            break
        lines.append(row.text)
        # A title that a format or a boundary gave is complete once the lines say all of it.
        if known and len(_key("".join(lines))) >= len(_key(known)) and _GENRE.search(row.text):
            break
    return lines, rows[len(lines) :]


def _titleish(row: Row) -> bool:
    text = row.text
    if len(text) > _LONGEST or len(text) < 4 or row.marked or row.cell or row.prose:
        return False
    return text[-1] not in "。；，、：:;,…" and not _DASHES.match(text) and not _DATE.fullmatch(text)


def _goes_on(lines: list[str], row: Row, known: str, *, whole: bool) -> bool:
    """Whether the row is one more line of the title in `lines`."""
    if _BYLINE.search(row.text) or row.level:
        return False
    if known:
        return _alike(row.text, known) or not (whole or _GENRE.search(known))
    if _GENRE.search(lines[-1]):
        return False
    rhymes = len(row.text) >= 5 and abs(len(row.text) - len(lines[-1])) <= 1
    return len(row.text) >= 8 or rhymes or _SHORT_GENRE.search(row.text) is not None


def _alike(text: str, known: str) -> bool:
    """Whether a line says (a part of) the known title, or the title begins the line."""
    here, there = _key(text), _key(known)
    return bool(here) and (here in there or (len(there) >= 4 and there in here))


def _key(text: str) -> str:
    return _NOT_WORD.sub("", text)


def _below(rows: tuple[Row, ...], meta: dict[str, str]) -> tuple[Row, ...]:
    """The rows without subtitle, byline and date under a title."""
    at = 0
    while at < min(3, len(rows) - 1):
        row = rows[at]
        text = row.text
        if (
            rows[at + 1].glued
            or "，" in text
            or (row.finished and not _DATE.fullmatch(text))
            or row.marked
            or row.cell
            or len(text) > 60
        ):
            break
        if (dashes := _DASHES.match(text)) and len(text) > dashes.end():
            meta.setdefault("subtitle", text[dashes.end() :])
        elif _DATE.fullmatch(text):
            meta.setdefault("dated", text.strip("()（）"))
        elif len(text) <= 40 and _BYLINE.search(text) and not row.level:
            meta.setdefault("byline", text)
        else:
            break
        at += 1
    return rows[at:]
