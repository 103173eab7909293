"""Banks of any size for the search benchmark, made of the clauses of ../shared/corpus; the same text every time.

A phrase is one to four clauses, half of them consecutive and half from anywhere, in which numbers are drawn anew, some
become slots, and some words are exchanged for others of the same class and length. A smaller bank is the beginning
of a larger one. Nothing of the collection is kept in the repository.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import tomllib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from drafter import lexicon, paths
from drafter.bank.adding import guess_unit

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
VERSION = 1
"""Changes with every change of what is made, so that a cache of another version is not taken."""
SEED = 4
SHORTEST, LONGEST = 15, 120
CLAUSES = (20, 30, 28, 22)
"""How often a phrase has one, two, three, four clauses, of 100: about 45 characters on average."""
LEAST_EXCHANGED, MOST_EXCHANGED = 0.05, 0.45
SLOT_FOR_NUMBER, SLOT_CLAUSE = 0.3, 0.04
COMMON = 200
"""Occurrences in the word list from which a word may stand in for another."""
PER_FILE = 2000
_PART = re.compile(r"[，。；：！？\s]+")
_CLAUSE = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff0-9“”《》、%]{4,39}")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百千0-9]+[条章节款]")
_NUMBER = re.compile(r"\d+(?![0-9年])")
_COUNTED = re.compile(r"\d+(?=[次个名人项场期家户])")
_MARKS = (("“", "”"), ("《", "》"))
_ROLES = ("overview", "measure", "case", "result", "problem", "plan")


def clauses(folder: Path = CORPUS) -> list[str]:
    """The clauses of every collection in `folder`, in the order of their texts; SystemExit if there is none."""
    found: list[str] = []
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as stream:
            for line in stream:
                parts = _PART.split(json.loads(line)["text"])
                found += [part for part in parts if _CLAUSE.fullmatch(part) and _whole(part)]
    if not found:
        raise SystemExit(
            f"{folder}/*.jsonl is absent: banks larger than the built-in one are made of its clauses"
        )
    return found


def _whole(clause: str) -> bool:
    balanced = all(clause.count(first) == clause.count(last) for first, last in _MARKS)
    return balanced and not _ARTICLE.match(clause)


def slot_names() -> list[str]:
    """The facts of the built-in bank that count something."""
    facts = tomllib.loads((paths.data_dir() / "phrasebank" / "facts.toml").read_text("utf-8"))["fact"]
    return [fact["name"] for fact in facts if fact["kind"] == "count"]


def topic_ids() -> list[str]:
    """The topics of the built-in bank."""
    topics = tomllib.loads((paths.data_dir() / "phrasebank" / "topics.toml").read_text("utf-8"))["topic"]
    return [topic["id"] for topic in topics]


class _Exchange:
    """Words for words of the same class and length."""

    def __init__(self) -> None:
        import jieba

        jieba.setLogLevel("ERROR")
        self._jieba = jieba
        self._kinds: dict[str, tuple[str, int]] = {}
        self._words: dict[tuple[str, int], list[str]] = {}
        self._cut: dict[str, tuple[str, ...]] = {}
        for raw, times, kind in lexicon.entries():
            word = raw.decode("utf-8", "ignore")
            if int(times) >= COMMON and 2 <= len(word) <= 4 and kind[:1] in (b"n", b"v", b"a"):
                key = (kind.decode(), len(word))
                self._kinds[word] = key
                self._words.setdefault(key, []).append(word)

    def words(self, clause: str) -> tuple[str, ...]:
        """`clause` cut into words."""
        made = self._cut.get(clause)
        if made is None:
            made = self._cut[clause] = tuple(self._jieba.cut(clause, HMM=False))
        return made

    def other(self, word: str, chance: random.Random) -> str:
        """A word for `word`, or itself if it is of no class that is exchanged."""
        words = self._words.get(self._kinds.get(word, ("", 0)))
        return words[int(chance.random() * len(words))] if words else word


def texts(seed: int = SEED) -> Iterator[str]:
    """Phrases without end, no two alike."""
    chance = random.Random(seed)
    pool, exchange, slots = clauses(), _Exchange(), slot_names()
    seen: set[int] = set()
    while True:
        text = _text(chance, pool, exchange, slots)
        if SHORTEST <= len(text) <= LONGEST and hash_of(text) not in seen:
            seen.add(hash_of(text))
            yield text


def hash_of(text: str) -> int:
    """A number by which texts of one process are told apart, smaller than the text."""
    return hash(text)


def _text(chance: random.Random, pool: Sequence[str], exchange: _Exchange, slots: Sequence[str]) -> str:
    many = chance.choices((1, 2, 3, 4), CLAUSES)[0]
    first = int(chance.random() * (len(pool) - 4))
    together = chance.random() < 0.5
    parts = [pool[first + n if together else int(chance.random() * len(pool))] for n in range(many)]
    share = LEAST_EXCHANGED + chance.random() * (MOST_EXCHANGED - LEAST_EXCHANGED)
    made = [
        "".join(
            exchange.other(word, chance) if chance.random() < share else word for word in exchange.words(part)
        )
        for part in parts
    ]
    if chance.random() < SLOT_CLAUSE:
        made.insert(int(chance.random() * len(made)), f"全年共{{{{ {chance.choice(slots)} }}}}次")
    end = "。" if chance.random() < 0.7 else ""
    return _numbered("，".join(made) + end, chance, slots)


def _numbered(text: str, chance: random.Random, slots: Sequence[str]) -> str:
    if not _NUMBER.search(text):
        return text
    if _COUNTED.search(text) and chance.random() < SLOT_FOR_NUMBER:
        text = _COUNTED.sub(lambda _: f"{{{{ {chance.choice(slots)} }}}}", text, count=1)
    return _NUMBER.sub(lambda old: str(int(10 ** (len(old[0]) - 1) * (1 + 9 * chance.random()))), text)


def layer(folder: Path, count: int) -> Path:
    """The team layer of `count` phrases in `folder`, made if it is not there yet; gives `folder`."""
    done = folder / "made.json"
    made = {"version": VERSION, "seed": SEED, "count": count}
    if done.is_file() and json.loads(done.read_text("utf-8")) == made:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "phrases").mkdir(parents=True)
    topics = topic_ids()
    stream = enumerate(islice(texts(), count))
    for number in range(0, count, PER_FILE):
        blocks = [_block(place, text, topics) for place, text in islice(stream, PER_FILE)]
        target = folder / "phrases" / f"part-{number // PER_FILE:04d}.toml"
        target.write_text("\n".join(blocks), "utf-8", newline="\n")
    done.write_text(json.dumps(made), "utf-8")
    return folder


def _block(number: int, text: str, topics: Sequence[str]) -> str:
    # Neighbours of one file are of one topic, as in a bank people keep; no text holds a quote or a backslash.
    topic = topics[number // 50 % len(topics)]
    role = _ROLES[number % len(_ROLES)]
    return (
        f'[[phrase]]\nid = "{topic}.x{number:07d}"\ntext = "{text}"\nunit = "{guess_unit(text, role)}"\n'
        f'topic = "{topic}"\nrole = "{role}"\nsources = ["written"]\n'
    )


def evict(folder: Path) -> None:
    """Ask the system to forget what it keeps in memory of the files under `folder`; nothing where it cannot."""
    if not hasattr(os, "posix_fadvise"):
        return
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as stream:
                # Pages that are not on the disk yet are not forgotten.
                os.fsync(stream.fileno())
                os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
