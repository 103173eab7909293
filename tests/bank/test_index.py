"""The index: used when it fits, brought up to date by what has changed, made again when damaged."""

from __future__ import annotations

import itertools
import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_bank import FACTS, PHRASES, house, toml_of, write_layer

from drafter import paths
from drafter.bank.index import Index
from drafter.bank.index.writer import Writer
from drafter.bank.layer import PERSONAL, Layer, bank_layers, read_layer
from drafter.bank.library import Bank, load_bank
from drafter.bank.phrase import Phrase
from drafter.bank.search import search
from drafter.errors import BankError
from drafter.toml import file as toml_file

YEAR = 2026


def ids(bank: Bank, query: str) -> list[str]:
    """The ids of what holds `query`, sorted."""
    return sorted(hit.phrase.id for hit in search(bank, query, year=YEAR, limit=500) if not hit.near)


def write(path: Path, *phrases: Phrase) -> None:
    """`phrases` as the file at `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(toml_of(phrases), "utf-8")


@pytest.fixture
def layer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The built-in layer of a small house."""
    return house(tmp_path, monkeypatch)


@pytest.fixture
def parsed(layer: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of TOML files that are parsed."""
    names: list[str] = []
    whole = toml_file.read_toml

    def noted(path: Path, *rest: int) -> toml_file.TomlFile:
        names.append(path.name)
        return whole(path, *rest)

    monkeypatch.setattr(toml_file, "read_toml", noted)
    return names


def test_the_second_start_parses_no_toml_and_gives_the_same_bank(parsed: list[str]) -> None:
    first = load_bank()
    assert set(parsed) == {"facts.toml", "own.toml", "sources.toml", "topics.toml"}
    found = ids(first, "党费")
    parsed.clear()
    second = load_bank()
    assert second.phrases == first.phrases
    assert [phrase.id for phrase in second.phrases] == [phrase.id for phrase in PHRASES]
    assert (second.topics, second.genres, second.sources) == (first.topics, first.genres, first.sources)
    assert second.labels == first.labels
    assert second.notes == ()
    assert ids(second, "党费") == found == ["dues.monthly", "dues.problem", "dues.report"]
    assert parsed == []


def test_only_the_file_that_has_changed_is_read_again(layer: Path, parsed: list[str]) -> None:
    write(layer / "phrases" / "more.toml", replace(PHRASES[6], id="dues.more", text="党费收支每年公示。"))
    assert ids(load_bank(), "按月") == ["dues.monthly"]
    parsed.clear()
    own = layer / "phrases" / "own.toml"
    own.write_text(own.read_text("utf-8").replace("按月", "按季"), "utf-8")
    bank = load_bank()
    assert parsed == ["own.toml"]
    assert ids(bank, "按月") == []
    assert ids(bank, "按季") == ["dues.monthly"]
    assert ids(bank, "公示") == ["dues.more"]


def test_a_file_touched_without_a_change_is_not_parsed(layer: Path, parsed: list[str]) -> None:
    load_bank()
    parsed.clear()
    os.utime(layer / "phrases" / "own.toml", (1_000_000_000, 1_000_000_000))
    assert len(load_bank().phrases) == len(PHRASES)
    assert parsed == []


def test_a_change_that_keeps_size_and_time_is_seen_while_it_is_fresh(layer: Path) -> None:
    load_bank()
    own = layer / "phrases" / "own.toml"
    times = own.stat().st_atime_ns, own.stat().st_mtime_ns
    own.write_text(own.read_text("utf-8").replace("按月", "按季"), "utf-8")
    os.utime(own, ns=times)
    assert ids(load_bank(), "按季") == ["dues.monthly"]


def test_a_phrase_that_moves_to_another_file_is_there_once(layer: Path, parsed: list[str]) -> None:
    assert ids(load_bank(), "按月") == ["dues.monthly"]
    moved = next(phrase for phrase in PHRASES if phrase.id == "dues.monthly")
    write(layer / "phrases" / "own.toml", *(phrase for phrase in PHRASES if phrase is not moved))
    for name in ("a.toml", "z.toml"):
        parsed.clear()
        write(layer / "phrases" / name, moved)
        bank = load_bank()
        assert name in parsed
        assert "topics.toml" not in parsed
        assert ids(bank, "按月") == ["dues.monthly"]
        found = bank.get("dues.monthly")
        assert found is not None
        assert name in found.where
        assert len(bank.phrases) == len(PHRASES)
        (layer / "phrases" / name).unlink()


def test_one_id_in_two_files_of_a_layer_is_told_with_both_places(layer: Path) -> None:
    assert ids(load_bank(), "按月") == ["dues.monthly"]
    write(layer / "phrases" / "more.toml", PHRASES[6])
    with pytest.raises(BankError) as told:
        load_bank()
    message = str(told.value)
    assert "重复" in message
    assert "more.toml" in message
    assert "own.toml" in message
    (layer / "phrases" / "more.toml").unlink()
    assert ids(load_bank(), "按月") == ["dues.monthly"]


def test_what_a_file_held_goes_with_it(layer: Path, parsed: list[str]) -> None:
    more = layer / "phrases" / "more.toml"
    write(more, replace(PHRASES[6], id="dues.more", text="党费收支每年公示。"))
    assert ids(load_bank(), "公示") == ["dues.more"]
    parsed.clear()
    more.unlink()
    bank = load_bank()
    assert ids(bank, "公示") == []
    assert bank.get("dues.more") is None
    assert parsed == []


def test_a_layer_that_replaces_a_phrase_gives_it_back_when_it_goes(layer: Path) -> None:
    own = paths.personal_bank() / "phrases" / "own.toml"
    for _ in range(2):
        assert ids(load_bank(), "足额") == ["dues.monthly"]
        write(own, replace(PHRASES[6], text="每名党员按季主动交纳党费。"))
        bank = load_bank()
        assert ids(bank, "足额") == []
        assert ids(bank, "按季") == ["dues.monthly"]
        # In the place of what it replaces.
        assert [phrase.id for phrase in bank.phrases] == [phrase.id for phrase in PHRASES]
        own.unlink()


def test_a_phrase_outlives_the_one_it_replaces(layer: Path) -> None:
    own = paths.personal_bank() / "phrases" / "own.toml"
    write(own, replace(PHRASES[6], text="每名党员按季主动交纳党费。"))
    assert ids(load_bank(), "按季") == ["dues.monthly"]
    write(layer / "phrases" / "own.toml", *(phrase for phrase in PHRASES if phrase.id != "dues.monthly"))
    bank = load_bank()
    assert ids(bank, "按季") == ["dues.monthly"]
    assert [phrase.id for phrase in bank.phrases][-1] == "dues.monthly"
    (layer / "phrases" / "own.toml").unlink()
    assert [phrase.id for phrase in load_bank().phrases] == ["dues.monthly"]


def test_phrases_with_slots_follow_the_labels_of_facts(layer: Path) -> None:
    def relabelled(label: str) -> Bank:
        write_layer(layer, facts=FACTS.replace("支部委员会会议次数", label))
        return load_bank()

    assert ids(load_bank(), "会议次数") == ["org-life.three"]
    assert ids(relabelled("委员碰头回数"), "会议次数") == []
    assert ids(load_bank(), "碰头回数") == ["org-life.three"]
    (layer / "facts.toml").unlink()
    assert ids(load_bank(), "碰头回数") == []
    assert ids(load_bank(), "支委会次数") == ["org-life.three"]
    assert ids(relabelled("委员碰头回数"), "碰头回数") == ["org-life.three"]


def test_labels_another_program_has_taken_in_are_those_that_are_filed(layer: Path) -> None:
    ours = load_bank()
    assert ids(ours, "会议次数") == ["org-life.three"]
    write_layer(layer, facts=FACTS.replace("支部委员会会议次数", "委员碰头回数"))
    theirs = load_bank()
    # The first search files; it is that of the program that read the old labels.
    assert ids(ours, "碰头回数") == ["org-life.three"]
    assert ids(theirs, "碰头回数") == ["org-life.three"]


def test_a_fault_is_told_and_leaves_the_index_as_it_was(layer: Path, parsed: list[str]) -> None:
    load_bank()
    own = layer / "phrases" / "own.toml"
    sound = own.read_text("utf-8")
    times = own.stat().st_atime_ns, own.stat().st_mtime_ns
    own.write_text("[[phrase]]\n", "utf-8")
    write(layer / "phrases" / "more.toml", replace(PHRASES[6], id="dues.more"))
    with pytest.raises(BankError, match="缺少 id"):
        load_bank()
    own.write_text(sound, "utf-8")
    os.utime(own, ns=times)
    (layer / "phrases" / "more.toml").unlink()
    parsed.clear()
    assert ids(load_bank(), "按月") == ["dues.monthly"]
    assert parsed == []


def test_every_fault_of_every_layer_is_told_at_once(layer: Path, tmp_path: Path) -> None:
    (layer / "phrases" / "own.toml").write_text("[[phrase]]\n", "utf-8")
    own = paths.personal_bank() / "phrases" / "mine.toml"
    own.parent.mkdir(parents=True)
    own.write_text("text = 3\n", "utf-8")
    with pytest.raises(BankError) as told:
        load_bank([tmp_path / "none"])
    message = "\n".join(str(fault) for fault in told.value.faults)
    assert all(one in message for one in ("own.toml", "mine.toml", str(tmp_path / "none")))


def test_many_files_that_change_at_once_are_settled_together(
    layer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drafter.bank.index.writer._MOST_TOUCHED", 2)
    own = paths.personal_bank() / "phrases" / "own.toml"
    write(own, *(replace(phrase, text=f"改写的{phrase.text}") for phrase in PHRASES[:5]))
    assert len(ids(load_bank(), "改写")) == 5
    own.unlink()
    bank = load_bank()
    assert ids(bank, "改写") == []
    assert bank.phrases == read_layer(Layer("built-in", layer)).phrases


# Taking in one phrase


NEW = Phrase(
    "dues.new", "新来的{{ 支委会次数 }}条说法。", "sentence", "dues", "measure", sources=("001:3-9",)
)


def added(path: Path, phrase: Phrase) -> tuple[bytes, bytes]:
    """What a file held, and what it holds with `phrase` at its end."""
    before = path.read_bytes() if path.exists() else b""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(before + (b"\n" if before else b"") + toml_of((phrase,)).encode())
    return before, path.read_bytes()


def test_an_appended_phrase_is_found_and_nothing_is_parsed(layer: Path, parsed: list[str]) -> None:
    own = layer / "phrases" / "own.toml"
    bank = load_bank()
    before, after = added(own, NEW)
    there = replace(NEW, layer="built-in", where=f"{own} 第 {before.count(10) + 2} 行")
    parsed.clear()
    bank.index.append(0, own, there, before, after)
    assert ids(bank, "新来") == ids(bank, "会议次数")[:1] == ["dues.new"]
    again = load_bank()
    assert parsed == []
    assert again.phrases == read_layer(Layer("built-in", layer)).phrases
    assert ids(again, "新来") == ["dues.new"]
    assert ("dues.new", "001", 3, 9) in again.passages()


def test_a_phrase_appended_to_a_new_file_is_found(layer: Path) -> None:
    bank = load_bank()
    path = paths.personal_bank() / "phrases" / "dues.toml"
    before, after = added(path, NEW)
    bank.index.append(1, path, replace(NEW, layer=PERSONAL, where=f"{path} 第 1 行"), before, after)
    assert ids(bank, "新来") == ["dues.new"]
    assert [phrase.id for phrase in load_bank().phrases][-1] == "dues.new"


def test_an_appended_phrase_does_not_hide_what_else_was_written_to_the_file(layer: Path) -> None:
    own = layer / "phrases" / "own.toml"
    bank = load_bank()
    own.write_text(own.read_text("utf-8").replace("按月", "按季"), "utf-8")
    before, after = added(own, NEW)
    bank.index.append(0, own, replace(NEW, layer="built-in"), before, after)
    assert ids(bank, "按季") == ["dues.monthly"]
    assert ids(bank, "新来") == ["dues.new"]


def test_a_phrase_that_cannot_be_appended_is_read_at_the_next_start(
    layer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = layer / "phrases" / "own.toml"
    bank = load_bank()
    before, after = added(own, NEW)

    def refuse(*_: object) -> bool:
        raise OSError("no")

    monkeypatch.setattr(Writer, "append", refuse)
    bank.index.append(0, own, replace(NEW, layer="built-in"), before, after)
    assert ids(bank, "新来") == ["dues.new"]
    assert ids(load_bank(), "新来") == ["dues.new"]


def test_an_id_that_is_appended_twice_is_a_fault(layer: Path) -> None:
    own = layer / "phrases" / "own.toml"
    bank = load_bank()
    before, after = added(own, replace(NEW, id="dues.monthly"))
    with pytest.raises(BankError, match="重复"):
        bank.index.append(0, own, replace(NEW, id="dues.monthly"), before, after)


def test_an_appended_phrase_may_replace_one_of_a_lower_layer(layer: Path) -> None:
    bank = load_bank()
    assert ids(bank, "按月") == ["dues.monthly"]
    path = paths.personal_bank() / "phrases" / "dues.toml"
    phrase = replace(NEW, id="dues.monthly", layer=PERSONAL, where=f"{path} 第 1 行")
    before, after = added(path, phrase)
    bank.index.append(1, path, phrase, before, after)
    assert ids(bank, "按月") == []
    assert ids(bank, "新来") == ["dues.monthly"]


# One state


def test_a_question_sees_one_state_while_another_program_writes(layer: Path) -> None:
    bank = load_bank()
    assert ids(bank, "按月") == ["dues.monthly"]
    own = layer / "phrases" / "own.toml"

    def question(store: object) -> list[list[str]]:
        before = [phrase.id for phrase in bank.index.ask(lambda s: s.phrases())]
        write(own, PHRASES[0])
        load_bank()
        return [before, [phrase.id for phrase in bank.index.ask(lambda s: s.phrases())]]

    before, after = bank.index.ask(question)
    assert before == after == [phrase.id for phrase in PHRASES]
    assert [phrase.id for phrase in bank.index.ask(lambda store: store.phrases())] == [PHRASES[0].id]


def test_a_closed_index_is_not_made_again(layer: Path) -> None:
    index = Index.open(bank_layers())
    index.close()
    with pytest.raises(Exception, match="closed"):
        index.ask(lambda store: store.count())


# The same answers as a new index

WORDS = ("党费", "会议", "按月", "落实", "制度", "{{ 支委会次数 }}", "，", "活动")
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map("".join).filter(lambda text: text != "，")
FILES = ("built/a", "built/b", "own/c", "own/d")
NAMES = tuple(f"dues.p{number}" for number in range(6))
EDIT = st.one_of(
    st.tuples(st.sampled_from(FILES), st.dictionaries(st.sampled_from(NAMES), TEXT, max_size=4), st.none()),
    st.tuples(st.none(), st.none(), st.sampled_from(["会议场次", "碰头回数", ""])),
)
QUERIES = (
    "党费",
    "会议",
    "按月",
    "dangf",
    "dfhy",
    "落实制度",
    "回数",
    "次数",
    "活动 党",
    "hy",
    "制度，",
    "落",
)


@given(st.lists(EDIT, min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_an_index_brought_up_to_date_answers_as_a_new_one(
    tmp_path_factory: pytest.TempPathFactory,
    edits: list[tuple[str | None, dict[str, str] | None, str | None]],
) -> None:
    folder = tmp_path_factory.mktemp("bank")
    with pytest.MonkeyPatch.context() as patch:
        layer = house(folder, patch, PHRASES[:2])
        homes = {"built": layer, "own": paths.personal_bank()}
        held: dict[str, dict[str, str]] = {name: {} for name in FILES}
        open_bank = load_bank()
        for name, phrases, label in edits:
            if name is None or phrases is None:
                write_layer(layer, facts=FACTS.replace("支部委员会会议次数", label) if label else FACTS)
            else:
                place, stem = name.split("/")
                others = itertools.chain(*(h for n, h in held.items() if n != name and n.startswith(place)))
                taken = set(others)
                held[name] = {key: text for key, text in phrases.items() if key not in taken}
                path = homes[place] / "phrases" / f"{stem}.toml"
                if held[name]:
                    write(path, *(Phrase(k, t, "clause", "dues", "measure") for k, t in held[name].items()))
                else:
                    path.unlink(missing_ok=True)
            bank, fresh = load_bank(), in_memory()
            assert bank.phrases == fresh.phrases
            assert bank.labels == fresh.labels
            for query in QUERIES:
                assert found(bank, query) == found(fresh, query), query
        # One that was open all the time sees the same.
        assert [found(open_bank, query) for query in QUERIES] == [found(fresh, query) for query in QUERIES]
        for each in (open_bank, bank):
            each.index.close()


def in_memory() -> Bank:
    """The bank of the layers as a dictionary makes it."""
    datas = [read_layer(layer) for layer in bank_layers()]
    phrases = {phrase.id: phrase for data in datas for phrase in data.phrases}
    labels = {name: label for data in datas for name, label in data.labels}
    return Bank(bank_layers(), tuple(phrases.values()), labels=labels)


def found(bank: Bank, query: str) -> list[tuple[str, str, tuple[tuple[int, int], ...]]]:
    """What holds `query` and where, sorted: how common a wording is, is not counted anew for every phrase."""
    hits = search(bank, query, year=YEAR, limit=500)
    return sorted((hit.phrase.id, hit.phrase.text, hit.spans) for hit in hits if not hit.near)


def test_a_reading_that_takes_long_does_not_hide_a_later_change(
    layer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file changes after its hash was taken and before it is parsed."""
    own = layer / "phrases" / "own.toml"
    whole: Callable[..., toml_file.TomlFile] = toml_file.read_toml
    late = own.read_text("utf-8").replace("按月", "按季")

    def slow(path: Path, *rest: int) -> toml_file.TomlFile:
        if path == own:
            time.sleep(0.01)
            own.write_text(late, "utf-8")
        return whole(path, *rest)

    monkeypatch.setattr(toml_file, "read_toml", slow)
    load_bank()
    monkeypatch.setattr(toml_file, "read_toml", whole)
    assert ids(load_bank(), "按季") == ["dues.monthly"]
    own.write_text(late.replace("按季", "按年"), "utf-8")
    assert ids(load_bank(), "按年") == ["dues.monthly"]


def test_questions_are_answered_while_phrases_are_filed(layer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bank = load_bank()
    begun, answered = threading.Event(), threading.Event()
    file_waiting = Writer.file_waiting

    def slowly(writer: Writer) -> None:
        begun.set()
        assert answered.wait(20), "nobody was answered meanwhile"
        file_waiting(writer)

    monkeypatch.setattr(Writer, "file_waiting", slowly)
    found: list[str] = []
    searching = threading.Thread(
        target=lambda: found.extend(hit.phrase.id for hit in search(bank, "按月", year=2026))
    )
    searching.start()
    assert begun.wait(20)
    assert bank.get("dues.monthly") is not None
    answered.set()
    searching.join(20)
    assert found == ["dues.monthly"]
