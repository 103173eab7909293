"""An index that is damaged, foreign, gone or cannot be written: the right phrases all the same, and never a wrong word."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from small_bank import PHRASES, house, write_layer

from drafter import paths
from drafter.bank.index import index_path
from drafter.bank.index.store import FORMAT
from drafter.bank.layer import bank_layers
from drafter.bank.library import Bank, load_bank
from drafter.bank.search import search
from drafter.files import write_atomic

QUERIES = ("三会一课", "shyk", "党费", "支委会次数", "双重", "按月足额交钠党费", "组织生活 党员", "sanhuiyik")
Answers = list[list[tuple[str, str, bool, tuple[tuple[int, int], ...]]]]
PAGE = 4096


def answers(bank: Bank) -> Answers:
    """What the bank says to `QUERIES`."""
    return [
        [(hit.phrase.id, hit.phrase.text, hit.near, hit.spans) for hit in search(bank, query, year=2026)]
        for query in QUERIES
    ]


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the index of a small bank is kept; it is there, whole, every phrase filed, and nobody has it open."""
    house(tmp_path, monkeypatch)
    bank = load_bank()
    answers(bank)
    bank.index.close()
    return index_path(bank_layers())


@pytest.fixture
def right(target: Path) -> Answers:
    """The right answers."""
    bank = load_bank()
    found = answers(bank)
    bank.index.close()
    assert all(found)
    return found


def assert_right(right: Answers) -> None:
    """Every answer is right, and so is the whole bank."""
    bank = load_bank()
    assert answers(bank) == right
    assert [(phrase.id, phrase.text) for phrase in bank.phrases] == [(p.id, p.text) for p in PHRASES]
    assert bank.labels["支委会次数"] == "支部委员会会议次数"
    assert bank.notes == ()
    bank.index.close()


def run(target: Path, *statements: str) -> None:
    """Do something to the database that is not ours to do."""
    db = sqlite3.connect(target)
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


def zeroed(data: bytes, page: int) -> bytes:
    return data[: page * PAGE] + bytes(PAGE) + data[(page + 1) * PAGE :]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "half": lambda data: data[: len(data) // 2],
    "a page and a bit": lambda data: data[: PAGE + 100],
    "garbage": lambda data: random.Random(1).randbytes(len(data)),
    "text": lambda data: b"[[phrase]]\n" * 1000,
    "no header": lambda data: bytes(100) + data[100:],
    "another text": lambda data: data.replace("按月".encode(), "按日".encode()),
    "another slot": lambda data: data.replace("支委会次数".encode(), "支委会人数".encode()),
    "another label": lambda data: data.replace("支部委员会会议次数".encode(), "支部委员会会议人数".encode()),
    "another id": lambda data: data.replace(b"dues.monthly", b"dues.monthl_"),
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_index_is_made_again(target: Path, right: Answers, how: str) -> None:
    whole = target.read_bytes()
    broken = DAMAGE[how](whole)
    assert broken != whole
    target.write_bytes(broken)
    assert_right(right)
    assert load_bank().notes == ()


def test_any_page_may_be_lost(target: Path, right: Answers) -> None:
    whole = target.read_bytes()
    for page in range(len(whole) // PAGE):
        for filled in (bytes(PAGE), b"\xff" * PAGE, random.Random(page).randbytes(PAGE)):
            target.write_bytes(whole[: page * PAGE] + filled + whole[(page + 1) * PAGE :])
            assert_right(right)


def test_any_byte_may_be_wrong_and_no_wrong_word_is_shown(target: Path, right: Answers) -> None:
    whole = target.read_bytes()
    chance = random.Random(3)
    texts = {phrase.id: phrase.text for phrase in PHRASES}
    changed = 0
    for _ in range(150):
        data = bytearray(whole)
        start = chance.randrange(len(data))
        for place in range(start, min(len(data), start + chance.choice([1, 1, 20, 300]))):
            data[place] ^= 1 << chance.randrange(8)
        target.write_bytes(data)
        bank = load_bank()
        given = answers(bank)
        held = [(phrase.id, phrase.text) for phrase in bank.phrases]
        assert set(held) <= texts.items()
        assert all(texts[name] == text for answer in given for name, text, _, _ in answer)
        changed += given != right or held != list(texts.items())
        bank.index.close()
    # A wrong byte among the tokens may hide a phrase: they have no checksum.
    assert changed <= 15


def test_a_database_of_somebody_else_is_replaced(target: Path, right: Answers) -> None:
    for statement in ("CREATE TABLE meta (a)", "CREATE TABLE phrase (text)", "CREATE TABLE notes (text)"):
        target.unlink()
        run(target, statement)
        assert_right(right)


def test_an_index_of_another_format_is_left_alone(target: Path, right: Answers) -> None:
    other = target.with_name(target.name.replace(f"-{FORMAT}.db", f"-{FORMAT + 1}.db"))
    assert other != target
    target.rename(other)
    kept = other.read_bytes()
    assert_right(right)
    assert other.read_bytes() == kept


@pytest.mark.parametrize("table", ["meta", "file", "phrase", "passage", "common", "posting"])
def test_a_table_that_is_gone_or_empty_is_made_again(target: Path, right: Answers, table: str) -> None:
    run(target, f"DROP TABLE {table}")
    assert_right(right)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM phrase WHERE id = 'dues.monthly'",
        "UPDATE phrase SET text = replace(text, '按月', '按日')",
        "UPDATE phrase SET line = replace(line, '按月', '按日')",
        "UPDATE phrase SET until = 1990 WHERE id = 'dues.monthly'",
        "UPDATE phrase SET until = 'x', since = 'y'",
        "UPDATE phrase SET usual = 'x', spot = 'y'",
        "UPDATE phrase SET line = NULL WHERE filed = 1",
        "UPDATE phrase SET line = 7, text = x'00ff'",
        "UPDATE file SET tables = '{' WHERE tables != ''",
        "UPDATE file SET size = 'x', changed = NULL, read = 'y'",
        "UPDATE file SET hash = 'x', size = 3",
        "UPDATE posting_data SET block = x'00' WHERE id > 10",
        "DELETE FROM posting_data WHERE id > 10",
        "UPDATE meta SET value = 'x' WHERE key = 'counted'",
        "UPDATE common SET rows = 'x'",
    ],
)
def test_rows_that_are_not_what_was_written_are_not_believed(
    target: Path, right: Answers, statement: str
) -> None:
    db = sqlite3.connect(target)
    changed = db.execute(statement).rowcount
    db.commit()
    db.close()
    assert changed or "common" in statement
    assert_right(right)


# While the bank is open


def wal(target: Path) -> Path:
    return target.with_name(target.name + "-wal")


WHILE_OPEN: dict[str, Callable[[Path], None]] = {
    "emptied": lambda path: os.truncate(path, 0),
    "cut": lambda path: os.truncate(path, path.stat().st_size // 8192 * PAGE),
    "deleted": lambda path: path.unlink(),
    "garbled": lambda path: _overwrite(path, random.Random(5).randbytes(path.stat().st_size)),
    "zeroed": lambda path: _overwrite(path, bytes(path.stat().st_size)),
    "replaced": lambda path: _replace(path, b"somebody else's"),
}


def _overwrite(path: Path, data: bytes) -> None:
    with path.open("r+b") as stream:
        stream.write(data)


def _replace(path: Path, data: bytes) -> None:
    beside = path.with_name("beside")
    beside.write_bytes(data)
    beside.replace(path)


@pytest.mark.parametrize("how", WHILE_OPEN)
@pytest.mark.parametrize("files", ["", "-wal", " -wal"])
def test_the_index_may_be_harmed_between_two_searches(
    target: Path, right: Answers, tmp_path: Path, how: str, files: str
) -> None:
    bank = load_bank()
    assert answers(bank)[:2] == right[:2]
    # Something is in the log.
    write_layer(paths.personal_bank(), (PHRASES[0],))
    load_bank().index.close()
    shutil.rmtree(paths.personal_bank())
    load_bank().index.close()
    for ending in files.split(" "):
        path = target.with_name(target.name + ending)
        if path.exists() and path.stat().st_size:
            WHILE_OPEN[how](path)
    assert answers(bank) == right
    other = load_bank()
    assert answers(other) == right
    assert answers(bank) == right
    other.index.close()
    bank.index.close()
    assert_right(right)


def test_the_whole_state_folder_may_go_while_the_bank_is_open(target: Path, right: Answers) -> None:
    bank = load_bank()
    shutil.rmtree(paths.state_dir())
    assert answers(bank) == right
    assert_right(right)
    assert answers(bank) == right


def test_a_first_search_after_the_folder_went_still_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, right: Answers, target: Path
) -> None:
    target.unlink()
    bank = load_bank()
    shutil.rmtree(paths.state_dir())
    paths.state_dir().write_text("", "utf-8")
    assert answers(bank) == right


# Two programs

READ = """\
import sys, json
from pathlib import Path
from drafter import paths
paths.data_dir = lambda: Path(sys.argv[1])
from drafter.bank.library import load_bank
from drafter.bank.search import search
from drafter.files import write_atomic
for _ in range(int(sys.argv[2])):
    bank = load_bank()
    for query in json.loads(sys.argv[3]):
        found = [hit.phrase.text for hit in search(bank, query, year=2026)]
    print(json.dumps([bank.notes, bank.index.note, len(bank.phrases), found]))
    bank.index.close()
"""


def start(home: Path, *words: str, script: str = READ) -> subprocess.Popen[str]:
    """A program that loads and searches the bank of `home`."""
    env = {**os.environ, "DRAFTER_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", script, *words],
        env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def said(program: subprocess.Popen[str]) -> list[str]:
    """The lines it printed; it must have ended well."""
    out, err = program.communicate(timeout=120)
    assert (program.returncode, err) == (0, "")
    return out.splitlines()


def test_programs_that_start_at_once_build_one_index_and_none_goes_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house(tmp_path, monkeypatch)
    programs = [start(tmp_path / "home", str(tmp_path / "data"), "3", '["党费"]') for _ in range(5)]
    lines = [line for program in programs for line in said(program)]
    assert len(lines) == 15
    assert len(set(lines)) == 1
    assert lines[0].startswith('[[], "", 9, ')


def test_one_program_writes_while_another_searches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house(tmp_path, monkeypatch)
    right = answers(load_bank())
    bank = load_bank()
    texts = {phrase.text for phrase in PHRASES}
    own = paths.personal_bank() / "phrases" / "own.toml"
    own.parent.mkdir(parents=True)
    program = start(tmp_path / "home", str(tmp_path / "data"), "25", '["党费", "三会一课"]')
    turns = 0
    while program.poll() is None or turns < 25:
        turns += 1
        name = f"dues.p{turns}"
        text = f'[[phrase]]\nid = "{name}"\ntext = "第{turns}号说法"\nunit = "clause"\ntopic = "dues"\nrole = "measure"\n'
        write_atomic(own, text.encode())
        load_bank().index.close()
        # The bank that is open follows, and what it says of the others stays right.
        found = answers(bank)
        assert all(text in texts for answer in found for _, text, _, _ in answer)
        assert found == right
    lines = said(program)
    assert len(lines) == 25
    assert all(line.startswith('[[], "", ') for line in lines)


# Where it cannot be written


def test_a_file_in_the_place_of_the_state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house(tmp_path, monkeypatch)
    paths.state_dir().parent.mkdir(parents=True)
    paths.state_dir().write_text("", "utf-8")
    bank = load_bank()
    assert [phrase.id for phrase in bank.phrases] == [phrase.id for phrase in PHRASES]
    assert len(bank.notes) == 1
    assert "在内存里检索" in bank.notes[0]
    assert str(paths.state_dir()) in bank.notes[0]
    assert all(answers(bank))


AS_NOBODY = """\
import os, sys, tempfile
home, count = os.environ["DRAFTER_HOME"], sys.argv[2]
with tempfile.TemporaryDirectory() as scratch:
    # Everything the program reads of itself, which nobody else may be allowed to read.
    os.environ["DRAFTER_HOME"], sys.argv[2] = scratch, "1"
    exec(sys.argv[4].replace("print(", "str("))
os.environ["DRAFTER_HOME"], sys.argv[2] = home, count
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
exec(sys.argv[4])
"""


def read_as_somebody_else(tmp_path: Path) -> list[str]:
    """What a program says that may read everything under `tmp_path` and write nothing."""
    if os.name != "posix":
        pytest.skip("NO USERS AND MODES HERE: A READ-ONLY STATE FOLDER IS NOT TESTED")
    above = [folder for folder in tmp_path.parents if folder.exists() and folder.stat().st_uid == os.getuid()]
    modes = {folder: folder.stat().st_mode for folder in (*above, tmp_path) if folder.parent != folder}
    everything = [path for path in tmp_path.rglob("*") if not path.is_symlink()]
    try:
        for folder in modes:
            folder.chmod(modes[folder] | 0o055)
        for path in everything:
            path.chmod(0o555 if path.is_dir() else 0o444)
        # Twice: nothing may be worse for the first time.
        return said(start(tmp_path / "home", str(tmp_path / "data"), "2", '["党费"]', READ, script=AS_NOBODY))
    finally:
        for folder, mode in modes.items():
            folder.chmod(mode)
        for path in everything:
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_folder_that_may_only_be_read_serves_the_index_that_is_there(
    tmp_path: Path, target: Path, right: Answers
) -> None:
    lines = read_as_somebody_else(tmp_path)
    assert lines == [lines[0]] * 2
    assert lines[0].startswith('[[], "", 9, ')
    assert_right(right)


@pytest.mark.parametrize("how", ["absent", "out of date", "damaged", "not filed", "in use"])
def test_a_folder_that_may_only_be_read_is_done_without(tmp_path: Path, target: Path, how: str) -> None:
    bank = None
    if how == "absent":
        shutil.rmtree(target.parent)
        target.parent.mkdir()
    elif how == "out of date":
        write_layer(tmp_path / "data" / "phrasebank", PHRASES[::-1])
    elif how == "damaged":
        target.write_bytes(target.read_bytes().replace("每名党员".encode(), "每名党贝".encode()))
    elif how == "not filed":
        target.unlink()
        load_bank().index.close()
    else:
        # Somebody who may write has it open, with a change only in the log.
        write_layer(tmp_path / "data" / "phrasebank", PHRASES[::-1])
        bank = load_bank()
    lines = read_as_somebody_else(tmp_path)
    assert lines == [lines[0]] * 2
    assert ", 9, " in lines[0]
    if how not in ("in use", "damaged"):
        assert "\\u5728\\u5185\\u5b58\\u91cc\\u68c0\\u7d22" in lines[0]
    if bank is not None:
        bank.index.close()


# A full disk


FULL = """\
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (%d, %d))
"""


@pytest.mark.parametrize("room", [0, 4096, 20_000, 40_000])
def test_a_disk_that_fills_up_leaves_the_bank_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    pytest.importorskip("resource", reason="NO LIMITS HERE: A FULL DISK IS NOT TESTED")
    house(tmp_path, monkeypatch)
    lines = said(
        start(tmp_path / "home", str(tmp_path / "data"), "2", '["党费"]', script=FULL % (room, room) + READ)
    )
    assert all(', 9, ["' in line for line in lines)
    assert "\\u5728\\u5185\\u5b58\\u91cc\\u68c0\\u7d22" in lines[0]
    # With room again, the index is made.
    assert load_bank().notes == ()


def test_a_disk_that_is_full_when_the_bank_has_changed_shows_the_change(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("resource", reason="NO LIMITS HERE: A FULL DISK IS NOT TESTED")
    write_layer(tmp_path / "data" / "phrasebank", PHRASES[:7])
    (line,) = said(
        start(tmp_path / "home", str(tmp_path / "data"), "1", '["党费"]', script=FULL % (0, 0) + READ)
    )
    assert ', 7, ["' in line
    assert [phrase.id for phrase in load_bank().phrases] == [phrase.id for phrase in PHRASES[:7]]
