"""Searching the bank in memory: keywords in any order, Han or pinyin, nearest phrases if nothing fits.

The order is by score, then the writer's own phrases before the team's before the built-in ones, then bank order;
the same query over the same bank always gives the same answer. A query is data: nothing in it is an operator, and
none can fail.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from weakref import WeakKeyDictionary

from drafter.bank.hit import Hit
from drafter.bank.layer import BUILT_IN, PERSONAL, TEAM
from drafter.bank.library import Bank
from drafter.bank.normal import folded_places
from drafter.bank.phrase import SLOT, Phrase
from drafter.bank.query import INSIDE, Match, homophones, initials_in_part, matches, words_of
from drafter.bank.suggest import suggest
from drafter.bank.texts import Found, Texts, slot_at

__all__ = ["Hit", "search", "suggest"]

WORTH, COVERAGE = 0.75, 0.25
"""How much of a score is what the matches are worth, and how much of the phrase they cover."""
SUNK = 0.6
"""A phrase out of date for the year keeps this part of its score, and always stands below its successor."""
NEAR = 0.6
"""The most a phrase that only comes close can score."""
FORMULA, MOSTLY, MENTION = 24, 0.6, 0.8
"""A phrase of so few characters, less than this part of it asked for, keeps this part of its score."""
FEW = 9
"""A list as short as this, what one key can take, is filled up with what shares a part of the letters."""
IN_PART = 0.4
"""Keeps what shares only a part of the letters below the least of what has them all (0.75 x 0.8 x 0.7)."""
LEAST_SHARE = 0.5
"""A phrase is near only if it has half of what was asked for, not counting words too short to tell ..."""
LEAST_LETTERS = 4
LEAST_RATIO = 60
"""... or rapidfuzz finds it this alike, of 100: one wrong character in three passes, one of two does not."""
LEAST_FUZZY = 3
"""Shorter queries are like too many phrases."""
_RANK = {PERSONAL: 0, TEAM: 1, BUILT_IN: 2}

_texts: WeakKeyDictionary[Bank, Texts] = WeakKeyDictionary()


def search(
    bank: Bank,
    query: str,
    *,
    topics: Collection[str] = (),
    genre: str = "",
    role: str = "",
    year: int | None = None,
    limit: int = 20,
) -> tuple[Hit, ...]:
    """At most `limit` phrases for `query`, the best first.

    Only phrases of one of `topics`, open to `genre`, with `role` (each, if given). A query without a keyword lists
    what passes these filters in bank order, or nothing without filters. `year` is the year of the draft, this year
    by default: phrases out of date then stand below their successors.
    """
    year = time.localtime().tm_year if year is None else year
    words = words_of(query)
    filtered = bool(topics or genre or role)
    if not words and (query.strip() or not filtered):
        return ()
    allowed = _allowed(bank, topics, genre, role) if filtered else set(range(len(bank.phrases)))
    if not words:
        listed = (bank.phrases[number] for number in sorted(allowed))
        return tuple(Hit(phrase, 0.0) for phrase in listed if not phrase.stale(year))[:limit]
    texts = texts_of(bank)
    scored = _exact(texts, words, allowed) or _near(texts, words, allowed)
    wanting = min(limit, FEW) - len(scored)
    if len(words) == 1 and wanting > 0:
        scored = _in_part(texts, words[0], allowed - scored.keys(), wanting) | scored
    hits = [_Scored(number, score, found, near) for number, (score, found, near) in scored.items()]
    ordered = _in_order(bank, hits, year, allowed)
    return tuple(_hit(bank, one) for one in ordered[:limit])


def _allowed(bank: Bank, topics: Collection[str], genre: str, role: str) -> set[int]:
    return {
        number
        for number, phrase in enumerate(bank.phrases)
        if (not topics or phrase.topic in topics)
        and (not genre or not phrase.genres or genre in phrase.genres)
        and (not role or phrase.role == role)
    }


def texts_of(bank: Bank) -> Texts:
    """The searchable form of `bank`, made once."""
    made = _texts.get(bank)
    if made is None:
        made = _texts[bank] = Texts(bank.phrases, bank.labels)
    return made


_Scores = dict[int, tuple[float, tuple[Found, ...], bool]]


class _Scored:
    """A phrase on its way to becoming a hit."""

    __slots__ = ("found", "near", "number", "score")

    def __init__(self, number: int, score: float, found: tuple[Found, ...], near: bool) -> None:
        self.number = number
        self.score = score
        self.found = found
        self.near = near


def _exact(texts: Texts, words: tuple[str, ...], allowed: set[int]) -> _Scores:
    """The phrases that have every word."""
    by_word = []
    for word in words:
        found = matches(texts, word)
        allowed = allowed & found.keys()
        if not allowed:
            return {}
        by_word.append(found)
    asked = sum(map(len, words)) if not any(word.isascii() for word in words) else 0
    scores: _Scores = {}
    for number in allowed:
        matched = [found[number] for found in by_word]
        scores[number] = (_score(texts, number, matched, asked), tuple(match for _, match in matched), False)
    return scores


def _score(texts: Texts, number: int, matched: list[Match], asked: int = 0) -> float:
    """`asked` is what has been typed of a clause as it stands, in characters: a short formula that says little more
    is what the writer is typing; one that merely mentions it stands behind the sentences that do."""
    worth = sum(value for value, _ in matched) / len(matched)
    covered = min(1.0, sum(found.length for _, found in matched if not found.in_name) / texts.size(number))
    score = WORTH * worth + COVERAGE * covered
    return score * MENTION if asked and texts.size(number) <= FORMULA and covered < MOSTLY else score


def _near(texts: Texts, words: tuple[str, ...], allowed: set[int]) -> _Scores:
    """The phrases that have at least half of what is asked for, by sight or by sound, or look like it as a whole."""
    total = sum(map(len, words))
    telling = [word for word in words if len(word) >= (LEAST_LETTERS if word.isascii() else 2)]
    matched: dict[int, list[Match]] = {}
    shares: dict[int, float] = {}
    for word in telling:
        for number, match in (homophones(texts, word) | matches(texts, word)).items():
            if number in allowed:
                matched.setdefault(number, []).append(match)
                shares[number] = shares.get(number, 0.0) + len(word) / total
    scores: _Scores = {
        number: (
            NEAR * shares[number] * _score(texts, number, found),
            tuple(match for _, match in found),
            True,
        )
        for number, found in matched.items()
        if shares[number] >= LEAST_SHARE
    }
    return _alike(texts, "".join(words), allowed - scores.keys()) | scores


def _in_part(texts: Texts, word: str, allowed: set[int], enough: int) -> _Scores:
    """The phrases that share a run of first letters with `word`; they stand below all that have the whole word."""
    return {
        number: (IN_PART * _score(texts, number, [match]), (match[1],), True)
        for number, match in initials_in_part(texts, word, enough).items()
        if number in allowed and not match[1].in_name
    }


def _alike(texts: Texts, asked: str, allowed: set[int]) -> _Scores:
    """The phrases that look like `asked` as a whole, for slips of the pen and of the input method."""
    if len(asked) < LEAST_FUZZY or asked.isascii():
        return {}
    # Here, not above: it is only needed when nothing else was found.
    from rapidfuzz import fuzz

    alike: _Scores = {}
    for number in sorted(allowed):
        line = texts.folded[number]
        # A short phrase is always a part of a long query; then only the whole counts.
        if len(line) < len(asked):
            ratio = fuzz.ratio(asked, line, score_cutoff=LEAST_RATIO)
            place = (0, len(line))
        else:
            best = fuzz.partial_ratio_alignment(asked, line, score_cutoff=LEAST_RATIO)
            ratio, place = (best.score, (best.dest_start, best.dest_end)) if best else (0.0, (0, 0))
        if ratio:
            found = Found(number, place[0], place[1] - place[0], "", False)
            alike[number] = (NEAR * _score(texts, number, [(INSIDE * ratio / 100, found)]), (found,), True)
    return alike


def _in_order(bank: Bank, hits: list[_Scored], year: int, allowed: set[int]) -> list[_Scored]:
    """The hits sorted, those out of date below their successors, which are added where they are missing."""
    by_number = {hit.number: hit for hit in hits}
    for hit in sorted(hits, key=lambda hit: hit.number):
        phrase = bank.phrases[hit.number]
        if phrase.premature(year):
            hit.score *= SUNK
        if not phrase.stale(year):
            continue
        after = bank.numbers[bank.current(phrase, year).id]
        if after != hit.number and after in allowed:
            better = by_number.get(after)
            if better is None:
                # It does not say what was asked for, so it rises no higher than what it replaces.
                better = by_number[after] = _Scored(after, hit.score * SUNK, (), near=True)
            hit.score = min(hit.score * SUNK, better.score)
        else:
            hit.score *= SUNK
    # Of equal scores the phrase that is current comes first.
    return sorted(
        by_number.values(),
        key=lambda hit: (
            -round(hit.score, 6),
            bank.phrases[hit.number].stale(year),
            _RANK.get(bank.phrases[hit.number].layer, 0),
            hit.number,
        ),
    )


def _hit(bank: Bank, scored: _Scored) -> Hit:
    phrase = bank.phrases[scored.number]
    return Hit(phrase, round(scored.score, 4), _spans(phrase, scored.found, bank), scored.near)


def _spans(phrase: Phrase, found: tuple[Found, ...], bank: Bank) -> tuple[tuple[int, int], ...]:
    """Where the matches stand in the text as written, in order and joined where they touch."""
    _, places = folded_places(phrase.text)
    spans: list[tuple[int, int]] = []
    for match in found:
        if match.in_name:
            name = slot_at(phrase, bank.labels, match.start)
            spans += [slot.span() for slot in SLOT.finditer(phrase.text) if name in slot[0]][:1]
        elif match.length:
            spans.append((places[match.start], places[match.start + match.length - 1] + 1))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
