"""Names of persons: a surname, one or two characters, and a neighbour that says it is one (a title, a verb of
speech, a list of names)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from drafter.mine.entities.found import Found
from drafter.mine.entities.lists import either, terms
from drafter.mine.entities.words import Words, public_persons, surnames, words
from drafter.mine.records import PERSON

RANK: Final = 50
_OFFICES: Final = terms("persons", "offices")
_WEAK: Final = terms("persons", "weak")
_AFTER: Final = terms("persons", "after")
_NOUN_AFTER: Final = terms("persons", "noun_after")
_SPEECH: Final = terms("persons", "speech")


TITLE: Final = re.compile(
    rf"(?P<office>{either(_OFFICES)})|(?P<weak>{either(_WEAK)})|(?<=[（(\s/／:：])(?P<byline>文|图)(?=[/／:： 　])"
)
SEPARATOR: Final = re.compile(r"[ 　]?[:：/／]?[ 　]?|\s{1,2}")
AFTER: Final = re.compile(either(_AFTER))
NOUN: Final = re.compile(either(_NOUN_AFTER))
SPEECH: Final = re.compile(either(_SPEECH))
CLAUSE: Final = re.compile(r"(?:^|[。！？；!?;\n”])[ 　\n]*(?=[\u4e00-\u9fff])")
NEVER_GIVEN: Final = frozenset("的了在是与及就也都而但或被把将说讲这那该各每其我你他她它们个名位项次等")
NEVER_LAST: Final = frozenset(
    "的了在是与及就也都而但或被把将说讲这那该各每其我你他她它们个名位项次等和为以从对向于到由让使给跟比作做率带还又并则且即因所有后曾"
)
WEAK_SURNAMES: Final = frozenset(
    "向于和从由同应经时曾都全方连关通才令能及将相党师生干项计信步那云平国公成支要当会原帅位后农家权强言开元门来常路有明牛马高代满利用冠展束束奉但若居屈危战勾实检况初盖索官校扬包广单商牧文化革容双敬终红过能益居慎越隆巩法仁缘帅封岁位"
)
COMMON_SURNAMES: Final = 260


class Name(NamedTuple):
    """A name `start`:`end`."""

    start: int
    end: int


@cache
def _surname_sets() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    single, double = surnames()
    return frozenset(single), frozenset(single[:COMMON_SURNAMES]), double


def persons(text: str) -> list[Found]:
    """Every name of a person in `text` that a neighbour gives away, public persons left out."""
    known = words()
    public = public_persons()
    found: dict[int, Name] = {}
    for name in _by_neighbour(text, known):
        if text[name.start : name.end] not in public:
            found.setdefault(name.start, name)
    for name in list(found.values()):
        for more in _neighbours(text, name, known):
            if text[more.start : more.end] not in public:
                found.setdefault(more.start, more)
    return [Found(RANK, PERSON, name.start, name.end) for name in found.values()]


def _by_neighbour(text: str, known: Words) -> Iterator[Name]:
    for match in TITLE.finditer(text):
        at = SEPARATOR.match(text, match.end())
        start = at.end() if at else match.end()
        if start > match.end() and match.lastgroup == "office":
            start = match.end()
        name = name_at(text, start, known, strict=match.lastgroup == "weak")
        if name:
            yield name
        if match.lastgroup == "office":
            alone = _surname_only(text, match.start(), known)
            if alone:
                yield alone
    for match in NOUN.finditer(text):
        name = name_before(text, match.start(), known)
        if name:
            yield name
    for match in CLAUSE.finditer(text):
        name = _clause_start(text, match.end(), known)
        if name:
            yield name


def name_at(text: str, start: int, known: Words, strict: bool = False) -> Name | None:
    """The name that begins at `start`, or None; `strict` asks for a neighbour behind it as well."""
    single, _, double = _surname_sets()
    size = 2 if text[start : start + 2] in double else 1
    if size == 1 and text[start : start + 1] not in single:
        return None
    short, long = start + size + 1, start + size + 2
    if not _given(text, start + size, short):
        return None
    can_long = _given(text, start + size, long) and text[long - 1] not in NEVER_LAST
    if text[start:short] in known.common and size == 1 and not (can_long and _ends_well(text, long, known)):
        return None
    ends_short = _ends_well(text, short, known)
    ends_long = can_long and _ends_well(text, long, known)
    weak = text[start] in WEAK_SURNAMES and size == 1
    if can_long and text[start:long] in known.common:
        return None
    if weak and (text[start + 1 : start + 3] in known.common or not (ends_short or ends_long)):
        return None
    if strict and not (ends_short or ends_long):
        return None
    if ends_long and not (ends_short and text[short : short + 2] in known.common and not _hard(text, long)):
        return Name(start, long)
    if ends_short:
        return Name(start, short)
    if not can_long:
        return Name(start, short) if not weak else None
    if text[short : short + 2] in known.common and text[long : long + 2] not in known.common:
        return Name(start, short)
    return Name(start, long)


def _hard(text: str, at: int) -> bool:
    return at >= len(text) or not "\u4e00" <= text[at] <= "\u9fff"


def _ends_well(text: str, at: int, known: Words) -> bool:
    return _hard(text, at) or AFTER.match(text, at) is not None


def _given(text: str, start: int, end: int) -> bool:
    given = text[start:end]
    return len(given) == end - start and all(
        "\u4e00" <= c <= "\u9fff" and c not in NEVER_GIVEN for c in given
    )


def name_before(text: str, end: int, known: Words) -> Name | None:
    """The name that ends at `end`, or None."""
    single, frequent, double = _surname_sets()
    if text[end - 4 : end - 2] in double and _given(text, end - 2, end):
        return Name(end - 4, end)
    for size in (3, 2):
        start = end - size
        if start < 0 or text[start] not in single or not _given(text, start + 1, end):
            continue
        name = text[start:end]
        if (
            name in known.common
            or name[:2] in known.common
            or (name[-2:] in known.common and not _opens(text, start))
        ):
            continue
        if start and text[start - 1 : start + 1] in known.common and not _opens(text, start):
            continue
        if text[start] in WEAK_SURNAMES and not (start == 0 or text[start - 1] in "、，。；：“（"):
            continue
        if size == 2 and text[start] not in frequent and not _opens(text, start):
            continue
        if name[-1] in NEVER_LAST:
            continue
        return Name(start, end)
    return None


def _opens(text: str, start: int) -> bool:
    return start == 0 or not "\u4e00" <= text[start - 1] <= "\u9fff"


def _surname_only(text: str, end: int, known: Words) -> Name | None:
    """The surname in 王书记, 庄校长: one of the frequent ones, behind punctuation or a whole word."""
    _, frequent, _ = _surname_sets()
    if end < 1 or text[end - 1] not in frequent or text[end - 1] in WEAK_SURNAMES or text[end - 1] in "任":
        return None
    if end > 1 and text[end - 2 : end] in known.common:
        return None
    if (
        end > 1
        and "\u4e00" <= text[end - 2] <= "\u9fff"
        and text[end - 2] not in "的和与在是委对向由及请据听为省市县区乡镇"
    ):
        return None
    return Name(end - 1, end)


def _clause_start(text: str, start: int, known: Words) -> Name | None:
    _, frequent, double = _surname_sets()
    if text[start : start + 1] not in frequent and text[start : start + 2] not in double:
        return None
    if text[start] in WEAK_SURNAMES:
        return None
    name = name_at(text, start, known)
    if name is None or not SPEECH.match(text, name.end):
        return None
    if text[start : start + 2] in known.common:
        return None
    return name


def _neighbours(text: str, name: Name, known: Words) -> Iterator[Name]:
    """The names that stand in one list with `name`."""
    single, _, _ = _surname_sets()
    at = name.end
    while text[at : at + 1] == "、" or (
        text[at : at + 1] in single and text[at : at + 1] and NOUN.match(text, at + 2)
    ):
        following = name_at(text, at + 1 if text[at] == "、" else at, known)
        if following is None or not _ends_well(text, following.end, known):
            break
        yield following
        at = following.end
    at = name.start
    while text[at - 1 : at] == "、" and at > 2:
        before = name_before(text, at - 1, known)
        if before is None:
            break
        yield before
        at = before.start
    if at > 3:
        joined = name_before(text, at, known)
        if (
            joined
            and joined.end - joined.start == 3
            and text[name.end : name.end + 2] in ("同志", "同学", "老师")
        ):
            yield joined
