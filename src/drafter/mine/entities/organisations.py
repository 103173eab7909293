"""Schools, colleges, firms and institutes, found from their suffix backwards by the grammar of their names:
places, then a proper name, then pieces that say what they do, then the suffix."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from drafter.mine.entities.found import Found
from drafter.mine.entities.lists import terms
from drafter.mine.entities.places import clean_left, unknown_start
from drafter.mine.entities.words import PROVINCES, Words, words
from drafter.mine.records import ORGANISATION

RANK: Final = 30
SUFFIX: Final = re.compile(
    r"(?P<school>小学|中学|高中|初中|幼儿园|中心校|学校(?![领教学])|附中|附小)|(?P<college>大学(?!生)|学院(?!派)|书院|研究院|研究所|研究中心|实验室)"
    r"|(?P<firm>公司|集团|银行|合作社|企业(?!家)|厂(?![房长商区家])|医院|出版社)"
)
SCHOOL_PIECES: Final = frozenset(terms("organisations", "school_pieces"))
NEVER_ALONE: Final = frozenset(terms("organisations", "never_alone"))
SCHOOL_GENERIC: Final = frozenset(terms("organisations", "school_generic"))
PROPER: Final = frozenset(terms("organisations", "proper"))


SUBJECTS: Final = frozenset(terms("organisations", "subjects"))
FIRMS: Final = SUBJECTS | frozenset(terms("organisations", "firms"))


def organisations(text: str) -> Iterator[Found]:
    """Every school, college, firm and institute of `text`."""
    known = words()
    for match in SUFFIX.finditer(text):
        if match["school"]:
            start = _start(text, match.start(), SCHOOL_PIECES, known, match[0])
        elif match["college"]:
            start = _start(text, match.start(), SUBJECTS, known, match[0])
        else:
            start = _start(text, match.start(), FIRMS, known, match[0])
        if start >= 0:
            yield Found(RANK, ORGANISATION, start, match.end())
    yield from _bare_firms(text, known)


def _start(text: str, at: int, pieces: frozenset[str], known: Words, suffix: str) -> int:
    """Where the name begins whose suffix stands at `at`, or -1 if it names nobody."""
    position, taken = _strip(text, at, pieces)
    named = _place_before(text, position, known)
    if named < position:
        return _college_of(text, named, known)
    college = suffix in ("学院", "研究院", "研究所", "研究中心", "书院", "实验室")
    if taken and college and suffix in ("学院", "书院") and clean_left(text, position, known):
        return _place_before(text, position, known)
    if taken and any(piece in PROPER for piece in taken):
        return position
    if (
        taken
        and suffix in ("小学", "中学", "幼儿园", "学校")
        and taken[-1] not in NEVER_ALONE
        and taken[-1] not in SCHOOL_GENERIC
    ):
        return position if clean_left(text, position, known) else -1
    if suffix in ("研究中心", "实验室", "研究所") and not taken:
        return -1
    if suffix == "企业" and not taken:
        return -1
    return _proper(text, position, known, suffix, bool(taken))


def _strip(text: str, at: int, pieces: frozenset[str]) -> tuple[int, list[str]]:
    position = at
    taken: list[str] = []
    while True:
        for size in range(min(9, position), 0, -1):
            piece = text[position - size : position]
            if piece in pieces:
                position -= size
                taken.append(piece)
                break
        else:
            if (
                taken
                and position > 2
                and text[position - 1] in "与和及"
                and _ends(text, position - 1, pieces)
            ):
                position -= 1
                continue
            return position, taken


def _ends(text: str, at: int, pieces: frozenset[str]) -> bool:
    return any(text[at - size : at] in pieces for size in range(min(9, at), 1, -1))


def _place_before(text: str, position: int, known: Words) -> int:
    """Where the chain of places begins that ends at `position`; `position` itself if there is none."""
    start = position
    while start > 1:
        for size in range(min(8, start), 1, -1):
            piece = text[start - size : start]
            if piece in known.full or piece in known.cities or piece in PROVINCES or piece in PROPER:
                start -= size
                break
            if (
                piece[-1] in "县区乡镇"
                and len(piece) == 3
                and start < position
                and piece[:2] not in known.common
            ):
                start -= size
                break
        else:
            if start == position and text[start - 1] in "县区乡镇村市":
                found = unknown_start(text, start - 1, known, 3)
                if found >= 0:
                    return found
                if (
                    text[start - 1] in "市县"
                    and clean_left(text, start - 1, known)
                    and text[start - 2 : start] not in known.common
                ):
                    return (
                        start - 1 if position - start == 0 and text[position] in "一二三四五六" else position
                    )
            return start
    return start


def _college_of(text: str, start: int, known: Words) -> int:
    return start


def _proper(text: str, position: int, known: Words, suffix: str, described: bool) -> int:
    """Where the proper name before `position` begins, with the place before it; -1 if there is none."""
    if position < 2:
        return -1
    for size in (2, 3, 4):
        start = position - size
        name = text[start:position]
        if start < 0 or not all("\u4e00" <= c <= "\u9fff" for c in name):
            break
        if name in SCHOOL_GENERIC or name[-2:] in SCHOOL_GENERIC or name[-1] in "各全我本该每某两几多些":
            return -1
        if any(c in "的了在是和与及等为从到于对各全我本该每所" for c in name):
            return -1
        if size == 2 and name in known.common and suffix not in ("小学", "中学", "幼儿园"):
            return -1
        if size > 2 and (name[:2] in known.common or name[-2:] in known.common):
            continue
        if text[position - 1 : position + 1] in known.common and suffix != "小学":
            continue
        if size == 2 and name in known.common and (described or text[start - 1 : start + 1] in known.common):
            return -1
        if clean_left(text, start, known):
            return _place_before(text, start, known)
    return -1


_BARE: Final = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2})(?:电子|科技|铜业|鞋业|矿业|药业|酒业|纸业|铝业|木业|乳业|食品|实业|重工|置业|光电|新材料)(?=[、,，。和等])"
)


def _bare_firms(text: str, known: Words) -> Iterator[Found]:
    for match in _BARE.finditer(text):
        if match["name"] not in known.common and clean_left(text, match.start(), known):
            yield Found(RANK, ORGANISATION, match.start(), match.end())
