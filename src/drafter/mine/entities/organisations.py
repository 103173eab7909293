"""Schools, colleges, firms and institutes, found from their suffix backwards by the grammar of their names:
places, then a proper name, then pieces that say what they do, then the suffix."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from drafter.mine.entities.found import Found
from drafter.mine.entities.lists import either, terms
from drafter.mine.entities.places import LONGEST_CHAIN, clean_left, unknown_start
from drafter.mine.entities.words import PROVINCES, Words, words
from drafter.mine.records import ORGANISATION, PLACE

RANK: Final = 30
KINDS: Final = {
    suffix: kind
    for kind in ("school", "college", "firm", "hall")
    for suffix in terms("organisations", f"{kind}_suffixes")
}
SUFFIX: Final = re.compile(either(list(KINDS)))
NO_SUFFIX: Final = re.compile(
    r"(?:小学|中学|高中|初中|大学)生|中学习|学校[领教学]|学院派|企业家|厂[房长商区家]"
)
SCHOOL_PIECES: Final = frozenset(terms("organisations", "school_pieces"))
NEVER_ALONE: Final = frozenset(terms("organisations", "never_alone"))
GENERIC: Final = frozenset(terms("organisations", "school_generic"))
PROPER: Final = frozenset(terms("organisations", "proper"))
SUBJECTS: Final = frozenset(terms("organisations", "subjects"))
FIRMS: Final = SUBJECTS | frozenset(terms("organisations", "firms"))
HALLS: Final = frozenset(terms("organisations", "halls"))
PIECES: Final = {"school": SCHOOL_PIECES, "college": SUBJECTS, "firm": FIRMS, "hall": HALLS}
LONGEST_PIECE: Final = 9
MOST_PIECES: Final = 8
COLLEGES: Final = ("学院", "书院", "研究院", "研究所", "研究中心", "实验室")
SCHOOLS: Final = ("小学", "中学", "幼儿园")
NUMBERED: Final = re.compile(
    r"[市县区镇][一二三四五六七八九十]{1,2}[小中高](?=[、,，。（）()\s的等和与附]|$)"
)
SHORT: Final = re.compile(
    r"[川鲁苏浙皖赣湘鄂粤桂滇黔陕甘晋冀豫辽吉黑闽琼蒙沪京津渝哈][农林工师科理医财矿交]大(?![学会厅])"
)
AFTER_SCHOOL: Final = re.compile(r"[、,，。；;（）()\s的等和与]|党支部|团支部|工会|$")
BARE: Final = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2})(?:电子|科技|铜业|鞋业|矿业|药业|酒业|纸业|铝业|木业|乳业|食品|实业|重工|置业|光电|新材料)(?=[、,，。和等])"
)


def organisations(text: str) -> Iterator[Found]:
    """Every school, college, firm and institute of `text`."""
    known = words()
    for match in SUFFIX.finditer(text):
        at = match.start()
        if (match[0] in SCHOOLS and text[at - 1 : at] in ("中", "大")) or NO_SUFFIX.match(text, at):
            continue
        start = _start(text, at, KINDS[match[0]], match[0], known)
        if start >= 0:
            if match[0] == "大学" and text[start - 2 : start] == "中国":
                start -= 2
            kind = PLACE if KINDS[match[0]] == "hall" else ORGANISATION
            yield Found(RANK, kind, start, match.end())
    for pattern in (NUMBERED, SHORT):
        for match in pattern.finditer(text):
            yield Found(RANK, ORGANISATION, match.start(), match.end())
    for match in BARE.finditer(text):
        if match["name"] not in known.common and clean_left(text, match.start(), known):
            yield Found(RANK, ORGANISATION, match.start(), match.end())


def _start(text: str, at: int, group: str, suffix: str, known: Words) -> int:
    """Where the name begins whose suffix stands at `at`, or -1 if it names nobody."""
    position, taken = _strip(text, at, PIECES[group])
    before = _place_before(text, position, known)
    if before < position:
        return before
    if any(piece in PROPER for piece in taken):
        return position
    if group == "college" and taken and suffix in COLLEGES[:2]:
        return -1 if text[position:at] == "行政" else position
    if group == "college" and not taken and suffix in COLLEGES[2:]:
        return -1
    if suffix == "企业" and not taken:
        return -1
    if suffix in SCHOOLS and taken and taken[-1] not in NEVER_ALONE and taken[-1] not in GENERIC:
        return -1 if text[position - 1 : position + 1] in known.common and position else position
    if suffix == "学校" and not AFTER_SCHOOL.match(text, at + 2):
        return -1
    return _proper(text, position, known, suffix, bool(taken))


def _strip(text: str, at: int, pieces: frozenset[str]) -> tuple[int, list[str]]:
    """Where the pieces begin that stand before `at`, and which they are, the last one first."""
    position = at
    taken: list[str] = []
    while len(taken) < MOST_PIECES:
        for size in range(min(LONGEST_PIECE, position), 0, -1):
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
            break
    return position, taken


def _ends(text: str, at: int, pieces: frozenset[str]) -> bool:
    return any(text[at - size : at] in pieces for size in range(min(LONGEST_PIECE, at), 1, -1))


def _place_before(text: str, position: int, known: Words) -> int:
    """Where the chain of places begins that ends at `position`; `position` itself if there is none."""
    start = position
    for _ in range(LONGEST_CHAIN):
        for size in range(min(8, start), 1, -1):
            piece = text[start - size : start]
            if piece in known.full or piece in known.cities or piece in PROVINCES or piece in PROPER:
                start -= size
                break
        else:
            if text[start - 1] in "县区乡镇村市":
                found = unknown_start(text, start - 1, known, 3)
                if found >= 0:
                    start = found
                    continue
            break
    return start


def _proper(text: str, position: int, known: Words, suffix: str, described: bool) -> int:
    """Where the proper name before `position` begins, with the place before it; -1 if there is none."""
    for size in (2, 3, 4):
        start = position - size
        name = text[max(start, 0) : position]
        if start < 0 or not _can_name(name):
            return -1
        if size == 2 and name in known.common and (described or suffix not in SCHOOLS):
            return -1
        if size > 2 and (name[:2] in known.common or name[-2:] in known.common):
            continue
        if text[position - 1 : position + 1] in known.common and not described and suffix != "小学":
            continue
        if clean_left(text, start, known) or _place_before(text, start, known) < start:
            return _place_before(text, start, known)
    return -1


def _can_name(name: str) -> bool:
    if name in GENERIC or name[-2:] in GENERIC or name[-1] in "各全我本该每某两几多些":
        return False
    return all(
        "\u4e00" <= character <= "\u9fff"
        and character not in "的了在是和与及等为从到于对各全我本该每所把有无没另"
        for character in name
    )
