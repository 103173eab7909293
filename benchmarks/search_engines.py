"""The engines a writer could take instead: SQLite FTS5 in two ways, rapidfuzz, fzf and ripgrep.

Each is used as its documentation says, gives the numbers of at most twenty phrases, best first where it has an order,
and keeps its files in the folder it is given.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

LIMIT = 20
_LEAST_TRIGRAM = 3


class Absent(Exception):
    """What an engine needs is not installed; the message says what."""


class Engine(Protocol):
    """Something that finds phrases; `program` is what it starts for each query, "" for nothing."""

    program: str

    def find(self, query: str) -> list[int]:
        """The numbers of at most LIMIT phrases for `query`."""
        ...


def _quoted(words: Iterable[str], joined: str = " ") -> str:
    return joined.join('"' + word.replace('"', '""') + '"' for word in words)


def _filled(first: list[int], others: Iterable[int]) -> list[int]:
    return list(dict.fromkeys([*first, *others]))[:LIMIT]


class Trigram:
    """FTS5 with its trigram tokenizer, by bm25; words below three characters by LIKE, as its documentation advises.

    A list that all words do not fill is filled with what has any three characters of the query.
    """

    program = ""

    def __init__(self, texts: Sequence[str], folder: Path) -> None:
        self._db = sqlite3.connect(folder / "trigram.db")
        self._db.execute("CREATE VIRTUAL TABLE f USING fts5(w, tokenize='trigram')")
        self._db.executemany("INSERT INTO f(rowid, w) VALUES (?, ?)", enumerate(texts, 1))
        self._db.execute("INSERT INTO f(f) VALUES ('optimize')")
        self._db.commit()

    def find(self, query: str) -> list[int]:
        """Every word of `query`, then any three characters."""
        words = query.split()
        long = [word for word in words if len(word) >= _LEAST_TRIGRAM]
        short = [word for word in words if len(word) < _LEAST_TRIGRAM]
        # The plus keeps the index out: it takes two Han for six bytes and finds nothing.
        clauses = (["f MATCH ?"] if long else []) + ["+w LIKE ?"] * len(short)
        found = self._rows(
            clauses, ([_quoted(long)] if long else []) + [f"%{word}%" for word in short], bool(long)
        )
        if len(found) >= LIMIT or not long:
            return found
        some = [word[at : at + 3] for word in long for at in range(len(word) - 2)]
        return _filled(found, self._rows(["f MATCH ?"], [_quoted(some, " OR ")], True))

    def _rows(self, clauses: Sequence[str], values: Sequence[str], ranked: bool) -> list[int]:
        order = "ORDER BY rank" if ranked else ""
        sql = f"SELECT rowid, w FROM f WHERE {' AND '.join(clauses)} {order} LIMIT {LIMIT}"
        return [int(row) - 1 for row, _ in self._db.execute(sql, values)]


class Words:
    """FTS5 over the words jieba cuts for search engines, on both sides, by bm25.

    A list that all words do not fill is filled with what has any of them.
    """

    program = ""

    def __init__(self, texts: Sequence[str], folder: Path) -> None:
        import jieba

        jieba.setLogLevel("ERROR")
        self._cut = jieba.cut_for_search
        self._db = sqlite3.connect(folder / "words.db")
        self._db.execute("CREATE TABLE t(w)")
        self._db.execute("CREATE VIRTUAL TABLE f USING fts5(w, content='')")
        self._db.executemany("INSERT INTO t(rowid, w) VALUES (?, ?)", enumerate(texts, 1))
        rows = ((number, " ".join(self._cut(text))) for number, text in enumerate(texts, 1))
        self._db.executemany("INSERT INTO f(rowid, w) VALUES (?, ?)", rows)
        self._db.execute("INSERT INTO f(f) VALUES ('optimize')")
        self._db.commit()

    def find(self, query: str) -> list[int]:
        """Every word of `query`, then any of them."""
        words = [word for word in self._cut(query) if re.search(r"\w", word)]
        if not words:
            return []
        found = self._rows(_quoted(words))
        if len(found) >= LIMIT or len(words) == 1:
            return found
        return _filled(found, self._rows(_quoted(words, " OR ")))

    def _rows(self, asked: str) -> list[int]:
        sql = (
            "SELECT f.rowid, t.w FROM (SELECT rowid, rank FROM f WHERE f MATCH ? ORDER BY rank "
            f"LIMIT {LIMIT}) AS f JOIN t ON t.rowid = f.rowid ORDER BY f.rank"
        )
        return [int(row) - 1 for row, _ in self._db.execute(sql, (asked,))]


class Fuzzy:
    """rapidfuzz.process.extract over all texts in memory, by partial_ratio."""

    program = ""

    def __init__(self, texts: Sequence[str], folder: Path) -> None:
        self._texts = texts

    def find(self, query: str) -> list[int]:
        """The most alike."""
        from rapidfuzz import fuzz, process

        found = process.extract(query, self._texts, scorer=fuzz.partial_ratio, limit=LIMIT)
        return [number for _, _, number in found]


class _Lines:
    """A file of the texts, one a line, for programs."""

    program = ""

    def __init__(self, texts: Sequence[str], folder: Path) -> None:
        if shutil.which(self.program) is None:
            raise Absent(f"{self.program} is not installed")
        self.path = folder / "texts.txt"
        self.path.write_text("\n".join(texts) + "\n", "utf-8", newline="\n")


class Fzf(_Lines):
    """fzf --filter over the file, in its own order."""

    program = "fzf"

    def __init__(self, texts: Sequence[str], folder: Path) -> None:
        super().__init__(texts, folder)
        self._numbers = {text: number for number, text in enumerate(texts)}

    def find(self, query: str) -> list[int]:
        """The best by fzf's score."""
        with self.path.open("rb") as lines:
            run = subprocess.Popen(
                [self.program, "--filter", query],
                stdin=lines,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
            assert run.stdout is not None
            found = [
                self._numbers[line.rstrip("\n")] for line, _ in zip(run.stdout, range(LIMIT), strict=False)
            ]
            run.stdout.close()
            run.kill()
            run.wait()
        return found


class Ripgrep(_Lines):
    """ripgrep -F over the file, one word after another, in the order of the file."""

    program = "rg"

    def find(self, query: str) -> list[int]:
        """The first lines that hold every word."""
        first, *rest = query.split() or [query]
        runs = [self._run(["-n", "-F", "--", first, str(self.path)], None)]
        for word in rest:
            runs.append(self._run(["-F", "--", word], runs[-1]))
        last = runs[-1].stdout
        assert last is not None
        found = [int(line.split(":", 1)[0]) - 1 for line, _ in zip(last, range(LIMIT), strict=False)]
        for run in runs:
            assert run.stdout is not None
            run.stdout.close()
            run.kill()
            run.wait()
        return found

    def _run(self, words: Sequence[str], before: subprocess.Popen[str] | None) -> subprocess.Popen[str]:
        source = before.stdout if before else subprocess.DEVNULL
        return subprocess.Popen(
            [self.program, "--no-config", *words],
            stdin=source,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )


ENGINES: Mapping[str, Callable[[Sequence[str], Path], Engine]] = {
    "FTS5 trigram": Trigram,
    "FTS5, jieba words": Words,
    "rapidfuzz extract": Fuzzy,
    "fzf --filter": Fzf,
    "ripgrep -F": Ripgrep,
}
