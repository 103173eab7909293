"""Sound files changed at random: every call ends in words of our own, and a refused one leaves all files as they were."""

from __future__ import annotations

import copy
import json
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hostile_calls import FINISHED, OPEN, OUTLINE, ROOT, Done, call, contents, owes, warm

from drafter.toml.dump import dump_pair

SCRAPS = (
    '"', "'", '"""', "[[section]]", "=", "{{", "}}", "{% if", "{% for a in b %}", "|", "\\", "\n", "[", "]", "{", "\0",
    "\x1b", "\u202e", "\ufeff", "👍", "𠮷", "”", "＝", "level = 9", "level = 1.5", "format = 2", "format = true", "null",
    "1e999", "nan", "2026-02-30", "rows = [[1]]", "table = 1", "paragraphs = [1]", "kind = 'x'", "formula = 'x | 加(x)'",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    "", " ", 0, -1, 10**20, 10**4000, 1.5, float("nan"), float("inf"), True, [], {}, [[]], [{}], {"a": {}}, [1, "a", [2]],
    "{{ x", "{{ 党员总数 }}", "{{ 党支部名称 | 加(1) }}", "{{ 党员总数 | 除(0) }}", "{{ 党员总数 | 保留(99999999) }}",
    "{% for a in 党支部名称 %}{{ a }}{% endfor %}", "{{ 1e300 }}", "{{ 总结期间 | 起 | 月日 }}", "甲" * 25_000, ["x"] * 2000,
    "\x00\x1b[0m", "\u202e甲", "𠮷㐂👍", "甲\n乙", "】【待填：x】", "../../x", "a.toml", "1" * 40, "十" * 500, "2026年13月",
    "《》", "负3", "百分之", "org-life.three-meetings",
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The key path of everything inside `value`."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield (*path, key)
        yield from places(item, (*path, key))


def reshaped(data: bytes, chance: random.Random) -> bytes:
    """The same TOML with some values replaced, repeated or dropped: sound to the parser, wrong to the reader."""
    table = tomllib.loads(data.decode())
    for _ in range(chance.choice((1, 1, 2, 4))):
        *way, last = chance.choice(list(places(table)))
        owner: Any = table
        for key in way:
            owner = owner[key]
        what = chance.random()
        if what < 0.15:
            del owner[last]
        elif what < 0.3 and isinstance(owner, list):
            owner.append(copy.deepcopy(owner[last]))
        else:
            owner[last] = copy.deepcopy(chance.choice(VALUES))
        if not table:
            break
    return "".join(f"{dump_pair(key, value)}\n" for key, value in table.items()).encode()


def torn(data: bytes, chance: random.Random) -> bytes:
    """The same bytes with some flipped, cut out, put in, or lines changed about."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        place, what = chance.randrange(len(data) + 1), chance.random()
        lines = data.split(b"\n")
        line, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        if what < 0.2:
            data = data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]
        elif what < 0.4:
            data = data[:place] + data[place + chance.randint(1, 30) :]
        elif what < 0.7:
            data = data[:place] + chance.choice(SCRAPS).encode() + data[place:]
        elif what < 0.8:
            data = data.replace(b'"', chance.choice(("'", "”", "", '""')).encode(), 2)
        else:
            lines[line] = lines[other] if what < 0.9 else chance.choice(SCRAPS).encode()
            data = b"\n".join(lines)
    return data


def changed(data: bytes, chance: random.Random, *, toml: bool = True) -> bytes:
    return reshaped(data, chance) if toml and chance.random() < 0.6 else torn(data, chance)


def read(name: str) -> bytes:
    return (ROOT / name).read_bytes()


BANK = {
    name: read(f"phrasebank/{name}") for name in ("phrases/recruitment.toml", "topics.toml", "sources.toml")
}
BANK["facts.toml"] = read("phrasebank/facts.toml")[:6000].rpartition(b"\n\n")[0] + b"\n"
JSON = json.dumps({"党员总数": 36, "党支部名称": "甲", "总结期间": "2026年"}, ensure_ascii=False).encode()


def put(name: str, data: bytes) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(data)
    return name


def draft(chance: random.Random) -> tuple[str, ...]:
    put("m.draft.toml", changed(chance.choice((OPEN, FINISHED)), chance))
    return chance.choice(
        (
            ("facts", "m.draft.toml", "--set", "党员总数=12"),
            ("facts", "m.draft.toml", "--from", "good.draft.toml", "--json"),
            ("export", "m.draft.toml", "-o", "o.docx", "--force"),
            ("export", "m.draft.toml", "-o", "o.md", "--force"),
            ("check", "m.draft.toml"),
            ("check", "m.draft.toml", "--fix", "--format", "json"),
            ("new", OUTLINE, "--facts", "m.draft.toml", "-o", "n.draft.toml", "--force"),
        )
    )


def bank(chance: random.Random) -> tuple[str, ...]:
    spoilt = chance.choice(list(BANK))
    for name, data in BANK.items():
        put(f"bank/{name}", changed(data, chance) if name == spoilt else data)
    add = ("bank", "add", "组织开放日活动，方便党员。", "--topic", "recruitment", "--role", "measure")
    calls = (
        ("search", "党员", "--json"), ("bank", "dump"), ("bank", "stats"), ("bank", "index"), add,
        ("facts", "good.draft.toml"), ("export", "good.draft.toml", "-o", "o.md", "--force"),
        ("new", OUTLINE, "--suggest", "-o", "n.draft.toml", "--force"), ("check", "good.draft.toml"),
    )  # fmt: skip
    return (*chance.choice(calls), "--bank", "bank")


def outline(chance: random.Random) -> tuple[str, ...]:
    name = put(f"{OUTLINE}.toml", changed(read(f"templates/outlines/{OUTLINE}.toml"), chance))
    return chance.choice(
        (("outlines", name, "--json"), ("new", name, "-o", "n.draft.toml", "--force", "--suggest"))
    )


def layout(chance: random.Random) -> tuple[str, ...]:
    short = b'id = "own"\ntitle = "x"\nbase = "gb9704"\n\n[page]\ntop = 35.0\n'
    put("l.toml", changed(chance.choice((read("templates/layouts/gb9704.toml"), short)), chance))
    return ("export", "good.draft.toml", "-o", "o.docx", "--force", "--layout", "l.toml")


def facts(chance: random.Random) -> tuple[str, ...]:
    table = '[facts]\n"党员总数" = 36\n"党支部名称" = "甲"\n"总结期间" = 2026-01-01\n'.encode()
    name = chance.choice(("f.csv", "f.json", "f.toml"))
    sound = {"f.csv": read("examples/facts.csv"), "f.json": JSON, "f.toml": table}[name]
    put(name, changed(sound, chance, toml=name == "f.toml"))
    return ("facts", "good.draft.toml", "--from", name)


def text(chance: random.Random) -> tuple[str, ...]:
    line = "# 2026年工作总结\n\n一、情况\n\n召开会议12次，，效果显着。`a` [x](y) **粗**\n\n| 甲 | 乙 |\n"
    name = put(chance.choice(("t.md", "t.txt")), torn(line.encode() * 3, chance))
    return ("check", name, *chance.choice(((), ("--fix",), ("--format", "json", "--year", "2026"))))


@pytest.mark.parametrize("kind", [draft, bank, outline, layout, facts, text])
def test_no_change_to_a_file_brings_the_program_down(
    kind: Any, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm(home)
    monkeypatch.chdir(tmp_path)
    chance = random.Random(kind.__name__)
    statuses = set()
    for _ in range(30):
        put("good.draft.toml", OPEN)
        arguments = kind(chance)
        before = contents(tmp_path)
        done: Done = call(*arguments)
        owes(done)
        statuses.add(done.status)
        if done.status == 2:
            assert "drafter：" in done.err, arguments
            assert contents(tmp_path) == before, arguments
    assert statuses >= {0, 2}
