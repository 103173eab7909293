"""A file that is missing, broken, of another kind or no file at all: one message, status 2, nothing touched."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile_calls import FINISHED, OPEN, OUTLINE, ROOT, call, contents, owes, refused, warm

posix = pytest.mark.skipif(os.name != "posix", reason="links and pipes")

LAYOUT = (ROOT / "templates" / "layouts" / "gb9704.toml").read_bytes()
SKELETON = (ROOT / "templates" / "outlines" / f"{OUTLINE}.toml").read_bytes()
PHRASES = (ROOT / "phrasebank" / "phrases" / "recruitment.toml").read_bytes()
CSV = (ROOT / "examples" / "facts.csv").read_bytes()
JSON = '{"党员总数": 36, "党支部名称": "示例小学党支部"}'.encode()

USES: dict[str, tuple[str, bytes, tuple[str, ...]]] = {
    "facts of a draft": ("x.draft.toml", OPEN, ("facts", "x.draft.toml", "--set", "党员总数=36")),
    "export of a draft": ("x.draft.toml", FINISHED, ("export", "x.draft.toml", "-o", "x.docx")),
    "check of a draft": ("x.draft.toml", OPEN, ("check", "x.draft.toml")),
    "check of a text": ("x.txt", "2026年工作总结\n召开会议12次。\n".encode(), ("check", "x.txt", "--fix")),
    "outline": (f"{OUTLINE}.toml", SKELETON, ("new", f"{OUTLINE}.toml", "-o", "n.draft.toml")),
    "layout": ("x.toml", LAYOUT, ("export", "good.draft.toml", "-o", "x.docx", "--layout", "x.toml")),
    "facts in csv": ("x.csv", CSV, ("facts", "good.draft.toml", "--from", "x.csv")),
    "facts in json": ("x.json", JSON, ("facts", "good.draft.toml", "--from", "x.json")),
    "facts in toml": ("x.toml", OPEN, ("new", OUTLINE, "-o", "n.draft.toml", "--facts", "x.toml")),
    "phrases": ("bank/phrases/x.toml", PHRASES, ("search", "党员", "--bank", "bank")),
    "settings": ("home/config/config.toml", b'bank = ["/srv/bank"]\n', ("search", "党员")),
}
"""Every way a file comes in: its name, a sound content, and a call that reads it."""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DRAFTER_HOME", str(tmp_path / "home"))
    warm(tmp_path / "home")
    (tmp_path / "good.draft.toml").write_bytes(OPEN)
    return tmp_path


def put(use: str, data: bytes | None) -> Path:
    path = Path(USES[use][0])
    path.parent.mkdir(parents=True, exist_ok=True)
    if data is not None:
        path.write_bytes(data)
    return path


def link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


NO_FILES: dict[str, Callable[[Path], None]] = {
    "missing": lambda path: None,
    "a folder": lambda path: path.mkdir(),
    "a link to itself": link_to_itself,
    "a pipe nobody writes to": lambda path: os.mkfifo(path),
}


@posix
@pytest.mark.parametrize(
    ("use", "kind"),
    # Without settings, or with a link to nowhere in their place, everything has its default.
    [
        (use, kind)
        for use in USES
        for kind in NO_FILES
        if use != "settings" or kind not in ("missing", "a link to itself")
    ],
)
def test_what_is_no_file_is_refused_by_name_and_nobody_waits_for_it(use: str, kind: str, here: Path) -> None:
    NO_FILES[kind](put(use, None))
    before = contents(here)
    told = refused(*USES[use][2])
    assert Path(USES[use][0]).parts[0] in told
    assert contents(here) == before


@pytest.mark.parametrize("use", USES)
def test_an_empty_binary_or_foreign_encoding_is_named_and_nothing_changes(use: str, here: Path) -> None:
    sound = USES[use][1]
    for data in (b"\xef\xbb\xbf\n", bytes(range(256)), "甲".encode("utf-16")):
        path = put(use, data)
        before = contents(here)
        assert path.name in refused(*USES[use][2])
        assert contents(here) == before
    if not sound.isascii() and use not in ("facts in csv", "facts of a draft"):
        put(use, sound.decode().encode("gb18030"))
        assert "GBK" in refused(*USES[use][2])


@pytest.mark.parametrize("use", USES)
def test_a_file_cut_anywhere_is_read_or_refused_and_a_refusal_changes_nothing(use: str, here: Path) -> None:
    chance = random.Random(use)
    sound = USES[use][1]
    for _ in range(5):
        put(use, sound[: chance.randrange(len(sound))])
        before = contents(here)
        done = call(*USES[use][2])
        owes(done)
        if done.status == 2:
            assert contents(here) == before
        for made in ("x.docx", "n.draft.toml"):
            Path(made).unlink(missing_ok=True)
        Path("good.draft.toml").write_bytes(OPEN)


@pytest.mark.parametrize(
    "arguments",
    [
        ("facts", "长" * 300),
        ("长" * 300,),
        ("check", "x" * 300 + ".txt"),
        ("new", OUTLINE, "-o", "x" * 300 + ".toml"),
        ("export", "good.draft.toml", "-o", "x" * 300 + ".docx"),
        ("search", "党员", "--bank", "x" * 300),
    ],
)
def test_a_name_no_disk_takes_is_told_as_such(arguments: tuple[str, ...]) -> None:
    assert "文件名太长" in refused(*arguments)


@posix
def test_one_file_that_may_not_be_reached_does_not_stop_the_check_of_the_next(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("good.txt").write_text("2026年工作总结\n召开会议12次。\n", "utf-8")
    real = Path.is_dir

    def is_dir(path: Path) -> bool:
        if path.name == "loop.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "is_dir", is_dir)
    Path("loop.txt").symlink_to("loop.txt")
    done = call("check", "loop.txt", "good.txt")
    owes(done)
    assert done.status == 2
    assert "链接绕成了圈" in done.err


def test_a_deeply_nested_or_endless_value_is_refused_in_every_file(here: Path) -> None:
    for text in (
        'title = "x"\nz = ' + "[" * 400 + "]" * 400,
        'title = "x"\nz = ' + "{a = " * 300 + "1" + "}" * 300,
        'title = "x"\n[facts]\n"党员总数" = 0x' + "f" * 5000,
        'title = "x"\nformat = 0x' + "f" * 5000,
        'title = "x"\n[[section]]\nlevel = 0b' + "1" * 20000,
    ):
        Path("x.draft.toml").write_text(text, "utf-8")
        before = contents(here)
        assert "x.draft.toml" in refused("facts", "x.draft.toml", "--set", "党员总数=36")
        assert contents(here) == before


@pytest.mark.parametrize(
    "text", ["[" * 200_000 + "a", "a = " + '"\\' * 100_000, "[a" + " " * 200_000 + "b", "a" * 200_000 + "："]
)
def test_a_long_broken_line_is_explained_without_searching_it_over_and_over(text: str) -> None:
    # A slip back into quadratic time would take hours here.
    Path("x.draft.toml").write_text(text, "utf-8")
    assert "x.draft.toml" in refused("facts", "x.draft.toml")


@pytest.mark.parametrize("folder", ["~nobody-of-that-name/词句库", "a\\u0000b", " "])
def test_settings_that_name_an_impossible_folder_are_told(folder: str, here: Path) -> None:
    put("settings", f'bank = ["{folder}"]\n'.encode())
    assert "drafter：" in refused("search", "党员")


def test_an_outline_cannot_steer_the_terminal(here: Path) -> None:
    put("outline", SKELETON.replace(b'name = "', b'name = "\\u001b[31m', 1))
    told = refused("outlines", f"{OUTLINE}.toml")
    assert "控制字符" in told
    assert "\x1b" not in told


def test_a_fix_keeps_the_line_ends_and_the_mark_of_the_writers_editor() -> None:
    windows = "\ufeff2026年工作总结\r\n召开会议12次，，效果明显。\r\n".encode()
    Path("x.txt").write_bytes(windows)
    assert call("check", "x.txt", "--fix").status == 0
    assert Path("x.txt").read_bytes() == windows.replace("，，".encode(), "，".encode())
