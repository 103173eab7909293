"""Queries over the bank that comes with the program: real ones in every spelling, with slips, and ones nobody expects."""

from __future__ import annotations

import random
import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_bank import PHRASES

from drafter.bank import pinyin
from drafter.bank.context import Context
from drafter.bank.layer import Layer, built_in, read_layer
from drafter.bank.library import Bank
from drafter.bank.normal import fold_phrase
from drafter.bank.phrase import SLOT, Phrase
from drafter.bank.search import Hit, absent, search

YEAR = 2026
EVERY = 100_000
_HAN = re.compile(r"[\u4e00-\u9fff]+")
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
TRADITIONAL = str.maketrans(
    "党员务设习组织会议实严负责检查问题进领导", "黨員務設習組織會議實嚴負責檢查問題進領導"
)
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
OPERATORS = (
    '"',
    "'",
    "*",
    "^",
    "(",
    ")",
    " AND ",
    " OR ",
    " NOT ",
    " NEAR(",
    "words:",
    "-",
    "+",
    "{}",
    "%",
    "\\",
    "--",
    ";",
)
STRANGE = ("\x00", "\x1b", "\x1c", "\x1d", "\x1e", "\x1f", "\ud800", "\udfff", "\ue000", "\uf8ff", "\u202e", "🚀", "👨‍👩‍👧", "\u200b", "㈠", "ﷺ", "\U0010ffff")  # fmt: skip


@cache
def bank() -> Bank:
    """The built-in phrases that are current, in memory."""
    layer = built_in()
    data = read_layer(layer)
    current = tuple(phrase for phrase in data.phrases if phrase.until is None)
    return Bank((layer,), current, labels=dict(data.labels))


@cache
def clauses() -> tuple[tuple[str, str], ...]:
    """Every run of Han of every phrase with the id of the phrase."""
    return tuple(
        (phrase.id, run)
        for phrase in bank().phrases
        for run in _HAN.findall(SLOT.sub("，", phrase.text))
        if len(run) >= 3
    )


@cache
def everything() -> str:
    """All texts in normal form."""
    return "\n".join(fold_phrase(phrase.text) for phrase in bank().phrases)


@cache
def characters() -> tuple[str, ...]:
    """The Han of the bank."""
    return tuple(sorted(set(everything()) & pinyin.table().readings.keys()))


def ids(query: str, limit: int = EVERY) -> list[str]:
    """The phrases found."""
    return [hit.phrase.id for hit in search(bank(), query, year=YEAR, limit=limit)]


def piece(data: st.DataObject, least: int, most: int) -> tuple[str, str]:
    """A phrase and a stretch of one of its clauses."""
    name, run = clauses()[data.draw(st.integers(0, len(clauses()) - 1))]
    start = data.draw(st.integers(0, max(0, len(run) - least)))
    return name, run[start : start + data.draw(st.integers(least, most))]


def assert_sound(hits: tuple[Hit, ...], limit: int) -> None:
    """Hits in order, no phrase twice, every span inside its text."""
    assert len(hits) <= limit
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len({hit.phrase.id for hit in hits}) == len(hits)
    for hit in hits:
        assert 0 <= hit.score <= 1
        places = [place for span in hit.spans for place in span]
        assert places == sorted(set(places))
        assert all(0 <= place <= len(hit.phrase.text) for place in places)


# What stands in the bank is found


@given(st.data())
@settings(max_examples=120, deadline=None)
def test_any_stretch_of_a_clause_finds_its_phrase_and_is_marked(data: st.DataObject) -> None:
    name, part = piece(data, 1, 8)
    hits = search(bank(), part, year=YEAR, limit=EVERY)
    (hit,) = [hit for hit in hits if hit.phrase.id == name]
    assert not hit.near
    assert_sound(hits, EVERY)
    for hit in hits:
        marked = "".join(hit.phrase.text[start:end] for start, end in hit.spans)
        assert (
            hit.near or part in fold_phrase(marked) or any(part in label for label in labels_of(hit.phrase))
        )


def labels_of(phrase: Phrase) -> list[str]:
    """What the slots of a phrase are called."""
    return [word for slot in phrase.slots for word in (slot, bank().labels.get(slot, slot))]


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_first_letters_and_syllables_of_a_stretch_find_its_phrase(data: st.DataObject) -> None:
    name, part = piece(data, 2, 6)
    known = pinyin.table().readings
    readings = [data.draw(st.sampled_from(known[character])) for character in part]
    for typed in ("".join(one[0] for one in readings), "".join(readings)):
        assert name in ids(typed), (part, typed)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_han_and_pinyin_of_one_stretch_find_its_phrase(data: st.DataObject) -> None:
    name, part = piece(data, 3, 6)
    cut = data.draw(st.integers(1, len(part) - 1))
    known = pinyin.table().readings
    whole = data.draw(st.booleans())
    for spelt, kept in ((part[:cut], part[cut:]), (part[cut:], part[:cut])):
        letters = "".join(known[one][0] if whole else known[one][0][0] for one in spelt)
        typed = letters + kept if spelt == part[:cut] else kept + letters
        assert name in ids(typed), (part, typed)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_traditional_and_full_width_spellings_find_the_same(data: st.DataObject) -> None:
    name, part = piece(data, 2, 8)
    assert ids(part.translate(TRADITIONAL)) == ids(part)
    letters = pinyin.initials(part)
    assert ids(letters.translate(FULL_WIDTH)) == ids(letters) == ids(letters.upper())
    assert name in ids(letters)


def test_traditional_characters_find_what_simplified_ones_do() -> None:
    assert ids("黨風廉政建設", 20) == ids("党风廉政建设", 20) != []
    assert ids("嚴格組織生活", 20) == ids("严格组织生活", 20) != []


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("重要工作", ["zygz", "zhongyaogongzuo"]),
        ("重复劳动", ["cfld", "chongfulaodong"]),
        ("银行贷款", ["yhdk", "yinhangdaikuan"]),
        ("行动方案", ["xdfa", "xingdongfangan"]),
        ("长期坚持", ["cqjc", "changqijianchi"]),
        ("校长负责", ["xzfz", "xiaozhangfuze"]),
        ("提高效率", ["tgxl", "tigaoxiaolv", "tigaoxiaolu"]),
        ("率先垂范", ["sxcf", "shuaixianchuifan"]),
    ],
)
def test_characters_with_two_readings_are_found_by_either(text: str, typed: list[str]) -> None:
    one = Phrase("t.one", f"我们{text}得好。", "sentence", "t", "measure")
    small = Bank((), (*PHRASES, one))
    for query in typed:
        (hit,) = search(small, query, year=YEAR)
        assert hit.phrase.id == "t.one"
        assert not hit.near
        assert [hit.phrase.text[start:end] for start, end in hit.spans] == [text]


def test_the_label_of_a_slot_and_a_word_find_the_phrase() -> None:
    tried = 0
    for phrase in bank().phrases:
        run = max(_HAN.findall(SLOT.sub("，", phrase.text)), key=len, default="")
        if len(run) < 2 or not phrase.slots or tried >= 40:
            continue
        tried += 1
        for name in (phrase.slots[0], bank().labels[phrase.slots[0]]):
            assert phrase.id in ids(f"{name} {run[:2]}"), (name, run[:2])
            assert phrase.id in ids(f"{run[:2]} {name}")
    assert tried == 40


# Slips


def slipped(part: str, kind: str, chance: random.Random) -> str:
    """`part` with one character wrong, missing, swapped, too many, or another of the same sound."""
    place = chance.randrange(len(part))
    common = "的一是在不了有和人这中大为上个国我以要他"
    if kind == "wrong":
        return part[:place] + chance.choice(common) + part[place + 1 :]
    if kind == "missing":
        return part[:place] + part[place + 1 :]
    if kind == "swapped":
        place = min(place, len(part) - 2)
        return part[:place] + part[place + 1] + part[place] + part[place + 2 :]
    if kind == "extra":
        return part[:place] + chance.choice(common) + part[place:] if place else part
    sounds = set(pinyin.table().readings[part[place]])
    same = [one for one in characters() if sounds & set(pinyin.table().readings[one]) and one != part[place]]
    return part[:place] + chance.choice(same) + part[place + 1 :] if same else part


@pytest.mark.parametrize(
    ("kind", "least", "most", "share"),
    [
        ("wrong", 5, 10, 0.98), ("missing", 5, 10, 0.98), ("swapped", 5, 10, 0.98), ("extra", 5, 10, 0.98),
        ("homophone", 5, 10, 0.98), ("homophone", 3, 4, 0.95),
    ],
)  # fmt: skip
def test_a_slip_still_finds_what_stands_only_once(kind: str, least: int, most: int, share: float) -> None:
    chance = random.Random(f"{kind}{least}")
    lost: list[tuple[str, str]] = []
    asked = 0
    while asked < 150:
        name, run = chance.choice(clauses())
        size = chance.randint(least, most)
        start = chance.randrange(max(1, len(run) - size + 1))
        part = run[start : start + size]
        if len(part) < size or everything().count(part) > 1:
            continue
        typed = slipped(part, kind, chance)
        if typed in everything():
            continue
        asked += 1
        if name not in ids(typed, 10):
            lost.append((part, typed))
    assert len(lost) <= (1 - share) * asked, lost


def test_pasted_sentences_with_damage_find_their_phrase() -> None:
    chance = random.Random(6)
    long = [phrase for phrase in bank().phrases if 25 <= len(SLOT.sub("", phrase.text)) <= 150]
    lost = []
    for phrase in chance.sample(long, 100):
        typed = SLOT.sub("12", phrase.text)
        for _ in range(max(1, round(len(typed) * 0.06))):
            typed = slipped(typed, chance.choice(["wrong", "missing", "swapped", "extra"]), chance)
        if phrase.id not in ids(typed, 10):
            lost.append(typed)
    assert len(lost) <= 2, lost


# What is not there


@pytest.mark.parametrize(
    "query",
    [
        "火星探测车",
        "量子纠缠态",
        "vxqwkz",
        "qqqqqqq",
        "hello world",
        "🚀🚀",
        "。，、",
        "\x00",
        "{}",
        "***",
        "AND OR NOT",
    ],
)
def test_what_has_no_answer_gets_none(query: str) -> None:
    assert search(bank(), query, year=YEAR) == ()


def test_absent_names_the_words_no_phrase_holds() -> None:
    assert absent(bank(), "党员 火星探测") == ("火星探测",)
    assert absent(bank(), "火星探测 量子纠缠") == ("火星探测", "量子纠缠")
    assert absent(bank(), "党员 dangyuan dy") == ()
    assert absent(bank(), "") == absent(bank(), '"*"') == ()


# What nobody expects


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A piece of a phrase, in letters or not, cut, swapped, quoted, with something put into it."""
    _, run = clauses()[draw(st.integers(0, len(clauses()) - 1))]
    text = run[draw(st.integers(0, len(run) - 1)) :]
    text = draw(st.sampled_from([text, pinyin.initials(text), "".join(pinyin.syllables(text)), text[::-1]]))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(text)))
        put = draw(st.sampled_from([*OPERATORS, *STRANGE, " ", "", "的", "x", '""']))
        text = text[:place] + put + text[place + draw(st.integers(0, 2)) :]
    return draw(
        st.sampled_from(
            [text, f'"{text}"', text.translate(FULL_WIDTH), text.translate(TRADITIONAL), text * 2]
        )
    )


ANY = st.one_of(
    mutated(), st.text(max_size=30), st.text(st.sampled_from("abdefghijnosuyz' ")), st.text(HAN, max_size=20)
)
PLACES = st.lists(
    st.sampled_from(["org-life", "no-such", 'a"b', "a b", "\ud800", "", "组织", "x OR y"]), max_size=2
)


@given(ANY, PLACES, PLACES, st.sampled_from([1, 5, 20, 300]))
@settings(max_examples=250, deadline=None)
def test_any_query_anywhere_gives_sound_hits_and_always_the_same(
    query: str, filters: list[str], here: list[str], limit: int
) -> None:
    context = Context(topics=tuple(here), roles=tuple(here), genre="".join(here), used=frozenset(here))
    hits = search(bank(), query, topics=filters, year=YEAR, limit=limit, context=context)
    assert_sound(hits, limit)
    assert search(bank(), query, topics=filters, year=YEAR, limit=limit, context=context) == hits
    search(bank(), query, genre="".join(filters), role="".join(here), limit=limit)
    absent(bank(), query)


@pytest.mark.parametrize(
    "one",
    [
        "党",
        "a",
        "党 ",
        "a ",
        "zhong",
        "党的",
        "a党",
        '"',
        "\x00",
        "🚀",
        "\ud800",
        "。",
        "(",
        "党 OR ",
        "ⅷ",
        "ﷺ",
    ],
)
def test_a_hundred_thousand_characters_are_no_trouble(one: str) -> None:
    hits = search(bank(), one * (100_000 // len(one)), year=YEAR)
    assert_sound(hits, 20)


@pytest.mark.parametrize("name", ["\ud800", 'a"b', "", "x" * 100_000, "党", "\x00", "a\x00b"])
def test_an_id_nobody_has_is_no_phrase(name: str) -> None:
    assert bank().get(name) is None
    assert list(bank().fitting([name], [name])) == []
    assert search(bank(), "", topics=[name], role=name, genre=name, year=YEAR) == ()


def test_strange_names_of_topics_roles_and_genres_filter_as_they_stand() -> None:
    names = ['a"b', "a b", "A", "a", "组织", "a_b", "a*", "x OR y", "_22_", '"']
    phrases = [
        Phrase(f"t.p{number}", "严格落实制度", "clause", name, "measure", (name,), layer="personal")
        for number, name in enumerate(names)
    ]
    small = Bank((Layer("personal", built_in().folder),), phrases)
    for number, name in enumerate(names):
        assert [hit.phrase.id for hit in search(small, "落实", topics=[name])] == [f"t.p{number}"]
        assert [hit.phrase.id for hit in search(small, "落实", genre=name)] == [f"t.p{number}"]
        assert [hit.phrase.id for hit in search(small, "", topics=[name])] == [f"t.p{number}"]
