"""Names of persons: a surname, one or two characters, and a neighbour that says it is one (a title, a verb of
speech, a list of names)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Final, NamedTuple

from drafter.mine.entities.found import Found
from drafter.mine.entities.lists import either, terms
from drafter.mine.entities.places import clean_left
from drafter.mine.entities.words import Words, public_persons, surnames, words
from drafter.mine.records import PERSON

RANK: Final = 50
OFFICES: Final = frozenset(terms("persons", "offices"))
TITLE: Final = re.compile(either([*OFFICES, *terms("persons", "weak"), *terms("persons", "credits")]))
"""Without groups, which would cost eight times as much: `re` then skips to the possible first characters."""
GAP: Final = re.compile(r"[ 　]?[:：/／]?\s{0,2}")
AFTER: Final = re.compile(either(terms("persons", "after")))
NOUN: Final = re.compile(either(terms("persons", "noun_after")) + r"|等[0-9]+[位名]")
NUMBERED: Final = re.compile(r"[0-9两三四五六七八九十]{1,3}[位名](?:老师|同志|同学|教师|党员|干部|代表)")
"""What stands behind a list of names; apart from the others, because a pattern of literals alone is ten times as fast."""
SPEECH: Final = re.compile(either(terms("persons", "speech")))
CLAUSE: Final = re.compile(r"(?:^|[。！？；!?;\n”，,])[ 　\n]*(?=[\u4e00-\u9fff])")
LIST_GAP: Final = re.compile(r"、|[ 　]{1,2}|\n{1,2}")
NEVER_GIVEN: Final = frozenset("的了是与及就也都而但或被把将说讲这那该各每其我你他她它们个名位项次等")
NEVER_LAST: Final = NEVER_GIVEN | frozenset(
    "副总班组村乡镇县省市系部处室院党局科在和为以从对向于到由让使给跟比作做率带还又并则且即因所有后曾"
)
TITLED: Final = frozenset("的和与在是委对向由及请据听为省市县区乡镇，。、；：“（ \n")
CERTAIN_SURNAMES: Final = 40
COMMON_SURNAMES: Final = 260


class Name(NamedTuple):
    """A name `start`:`end`."""

    start: int
    end: int


class _Surnames(NamedTuple):
    single: frozenset[str]
    common: frozenset[str]
    certain: frozenset[str]
    double: frozenset[str]
    weak: frozenset[str]


@cache
def _known() -> _Surnames:
    single, double = surnames()
    common, certain = frozenset(single[:COMMON_SURNAMES]), frozenset(single[:CERTAIN_SURNAMES])
    return _Surnames(frozenset(single), common, certain, double, frozenset(terms("persons", "weak_surnames")))


def persons(text: str) -> list[Found]:
    """Every name of a person in `text` that a neighbour gives away, public persons left out."""
    known = words()
    public = public_persons()
    found: dict[int, Name] = {}
    for name in _by_neighbour(text, known):
        if text[name.start : name.end] not in public:
            found.setdefault(name.start, name)
    for name in list(found.values()):
        for more in _neighbours(text, name, known, found):
            if text[more.start : more.end] not in public:
                found.setdefault(more.start, more)
    return [Found(RANK, PERSON, name.start, name.end) for name in _agreed(text, found)]


def _agreed(text: str, found: dict[int, Name]) -> Iterator[Name]:
    """A name of three characters that stands once beside its first two as a name is those two and a word."""
    short = {text[name.start : name.end] for name in found.values() if name.end - name.start == 2}
    for name in found.values():
        if name.end - name.start == 3 and text[name.start : name.start + 2] in short:
            yield Name(name.start, name.start + 2)
        else:
            yield name


def _by_neighbour(text: str, known: Words) -> Iterator[Name]:
    for match in TITLE.finditer(text):
        office = match[0] in OFFICES
        start = match.end()
        if not office:
            gap = GAP.match(text, start)
            start = gap.end() if gap else start
        name = name_at(text, start, known, strict=not office)
        if name:
            yield name
        if office or match[0] in ("同志", "同学"):
            alone = _surname_only(text, match.start(), known)
            if alone:
                yield alone
    for match in chain(NOUN.finditer(text), NUMBERED.finditer(text)):
        name = name_before(text, match.start(), known)
        if name:
            yield name
    for match in CLAUSE.finditer(text):
        name = _clause_start(text, match.end(), known)
        if name:
            yield name


def name_at(text: str, start: int, known: Words, strict: bool = False) -> Name | None:
    """The name that begins at `start`, or None; `strict` asks for a neighbour behind it as well."""
    names = _known()
    size = 2 if text[start : start + 2] in names.double else 1
    if size == 1 and text[start : start + 1] not in names.single:
        return None
    short, long = start + size + 1, start + size + 2
    can_short, can_long = _given(text, start + size, short), _given(text, start + size, long)
    ends_short = can_short and _ends_well(text, short)
    ends_long = can_long and _ends_well(text, long)
    if size == 1 and not _credible(text, start, known, strict, ends_short, ends_long):
        return None
    if strict and not (ends_short or ends_long):
        return None
    return _cut(text, start, short, long, known, (can_short, can_long, ends_short, ends_long))


def _credible(text: str, start: int, known: Words, strict: bool, ends_short: bool, ends_long: bool) -> bool:
    """Whether what stands at `start` is not rather a common word that begins with a surname."""
    names = _known()
    first, second = text[start], text[start : start + 2]
    if text[start : start + 3] in known.common or (ends_long and text[start : start + 4] in known.common):
        return False
    if first in names.weak and (text[start + 1 : start + 3] in known.common or not (ends_short or ends_long)):
        return False
    if second not in known.common:
        return True
    if second in known.mistaken and first not in names.weak and not strict and (ends_short or ends_long):
        return True
    if (
        ends_short
        and first in names.certain
        and _hard(text, start + 2)
        and text[start - 1 : start + 1] not in known.common
    ):
        return True
    return (
        not strict
        and ends_long
        and _hard(text, start + 3)
        and text[start + 1 : start + 3] not in known.common
    )


def _cut(
    text: str, start: int, short: int, long: int, known: Words, ends: tuple[bool, bool, bool, bool]
) -> Name | None:
    """The name with one or with two given characters, whichever leaves a better rest."""
    can_short, can_long, ends_short, ends_long = ends
    rest_short, rest_long = text[short : short + 2] in known.common, text[long : long + 2] in known.common
    if ends_long and not (ends_short and rest_short and not _hard(text, long)):
        return Name(start, long)
    if ends_short:
        return Name(start, short)
    if not can_long:
        return Name(start, short) if can_short and text[start] not in _known().weak else None
    if can_short and rest_short and not rest_long:
        return Name(start, short)
    return Name(start, long)


def _hard(text: str, at: int) -> bool:
    return at >= len(text) or not "\u4e00" <= text[at] <= "\u9fff"


def _ends_well(text: str, at: int) -> bool:
    return _hard(text, at) or AFTER.match(text, at) is not None


def _given(text: str, start: int, end: int) -> bool:
    given = text[start:end]
    return (
        len(given) == end - start
        and all("\u4e00" <= character <= "\u9fff" and character not in NEVER_GIVEN for character in given)
        and given[-1] not in NEVER_LAST
    )


def name_before(text: str, end: int, known: Words, listed: bool = False) -> Name | None:
    """The name that ends at `end`, or None; `listed` if it stands in a list whose last one is a name."""
    names = _known()
    double = end >= 4 and text[end - 4 : end - 2] in names.double and _given(text, end - 2, end)
    if double and text[end - 5 : end - 3] not in known.common:
        return Name(end - 4, end)
    for size in (3, 2):
        start = end - size
        if start < 0 or text[start] not in names.single or not _given(text, start + 1, end):
            continue
        name = text[start:end]
        opens = _hard(text, start - 1) if start else True
        certain = listed and opens and size == 2 and text[start] in names.certain
        if not certain and (name in known.common or name[:2] in known.common):
            continue
        if not _begins(text, start, known):
            continue
        if (
            size == 3
            and name[1:] in known.common
            and name[1:] not in known.mistaken
            and not ((opens or _follows(text, start, known)) and text[start] in names.certain)
        ) or (text[start] in names.weak and not opens):
            continue
        return Name(start, end)
    return None


def _begins(text: str, start: int, known: Words) -> bool:
    """Whether a name can begin at `start`: no common word runs into it, and what stands before is complete."""
    if start and text[start - 1 : start + 1] in known.common and "\u4e00" <= text[start - 1] <= "\u9fff":
        return False
    return text[start] in _known().common or clean_left(text, start, known)


def _follows(text: str, start: int, known: Words) -> bool:
    """Whether a word is complete before `start`, where a name may begin whose end is a common word (王明远)."""
    return (
        text[start] != "高"
        and clean_left(text, start, known)
        and text[start + 1 : start + 3] not in known.verbs
    )


def _surname_only(text: str, end: int, known: Words) -> Name | None:
    """The surname in 王书记, 刘副校长: one of the frequent ones, behind punctuation or a whole word."""
    if text[end - 1 : end] == "副":
        end -= 1
    names = _known()
    if end < 1 or text[end - 1] not in names.common or text[end - 1] in names.weak or text[end - 1] == "任":
        return None
    if end > 1 and (text[end - 2 : end] in known.common or text[end - 2] not in TITLED):
        return None
    return Name(end - 1, end)


def _clause_start(text: str, start: int, known: Words) -> Name | None:
    names = _known()
    if text[start : start + 1] not in names.common and text[start : start + 2] not in names.double:
        return None
    if text[start] in names.weak or text[start : start + 2] in known.common:
        return None
    name = name_at(text, start, known)
    return name if name and SPEECH.match(text, name.end) else None


def _neighbours(text: str, name: Name, known: Words, found: dict[int, Name]) -> Iterator[Name]:
    """The names that stand in one list with `name`, up to the next one already `found`."""
    single = _known().single
    at = name.end
    while True:
        gap = LIST_GAP.match(text, at)
        if gap is None and not (text[at : at + 1] in single and NOUN.match(text, at + 2)):
            break
        start = gap.end() if gap else at
        following = None if start in found else name_at(text, start, known, strict=True)
        if following is None or (gap and gap[0] != "、" and not _hard(text, following.end)):
            break
        yield following
        at = following.end
    at = name.start
    while text[at - 1 : at] == "、" and at > 2:
        before = name_before(text, at - 1, known, listed=True)
        if before is None or before.start in found:
            break
        yield before
        at = before.start
    if at > 3 and NOUN.match(text, name.end):
        joined = name_before(text, at, known)
        if joined and joined.end - joined.start == 3:
            yield joined
