"""What the bank is worth to a writer: how much of real texts it covers, and how many keys it saves.

    python -m benchmarks.bank_worth [--write]

Uses coverage.py and keystrokes.py of ../shared/bench as they are. Texts: the seeds (the bank was mined from them), the
invented reports of tests/mine/clean_texts, and university news of ../shared/corpus that nobody looked at: 400 texts
of two sites, with a layer mined from 100 texts of the other two. The peers are the raw seeds taken as a bank and a
bank of another genre, laws.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType

from benchmarks.table import arguments, report, table

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
OWN = ROOT / "tests" / "mine" / "clean_texts"
CORPUS = SHARED / "corpus" / "university-party-news.jsonl"
LEARNT_FROM, TESTED_ON = ("cumt", "nankai"), ("sicau", "hrbeu")
LEARNT, TESTED = 100, 400
NEWS_TYPED = 10
"""Texts of the news that are typed: each asks for some 500 searches."""
_LINK = re.compile(r"!?\[[^\]]*\]\([^)]*\)|https?://\S+|\S+\.(?:com|cn|net)/?\S*")


def tool(name: str) -> ModuleType:
    """A script of ../shared/bench, loaded as a module."""
    spec = importlib.util.spec_from_file_location(name, SHARED / "bench" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{SHARED}/bench/{name}.py is absent")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def drafter(*words: str, home: Path) -> str:
    """What `drafter WORDS` prints, with `home` as the writer's folder."""
    done = subprocess.run(
        [sys.executable, "-m", "drafter", *words],
        capture_output=True, text=True, env=os.environ | {"DRAFTER_HOME": str(home)},
    )  # fmt: skip
    if done.returncode == 2:
        raise SystemExit(done.stderr)
    return done.stdout


def texts_of(dump: str) -> list[str]:
    """The texts of `drafter bank dump`."""
    return [json.loads(line)["text"] for line in dump.splitlines()]


def without_links(texts: Iterable[str]) -> list[str]:
    """The texts without web addresses: those of the news match the one address in the raw seeds."""
    return [_LINK.sub("", text) for text in texts]


def mined_layer(texts: list[str], home: Path) -> Path:
    """A team layer made of `texts` without a curator: mined, and all that no flag speaks against taken."""
    collection, candidates, layer = home / "learnt.jsonl", home / "candidates.jsonl", home / "layer"
    rows = (json.dumps({"text": text, "site": str(number)}) for number, text in enumerate(texts))
    collection.write_text("\n".join(rows), "utf-8")
    drafter("mine", str(collection), "-o", str(candidates), "--all", "--min-support", "1", home=home)
    drafter(
        "review", str(candidates), "--accept-public", "--min-sources", "1",
        "--topic", "general", "--bank", str(layer), home=home,
    )  # fmt: skip
    return layer


def coverage_rows(home: Path, layer: Path, news: list[str]) -> list[list[str]]:
    """Covered clauses in percent, by text and bank."""
    measure = tool("coverage")
    built_in = texts_of(drafter("bank", "dump", home=home))
    with_layer = texts_of(drafter("bank", "dump", "--bank", str(layer), home=home))
    seeds = measure.load([str(SHARED / "seeds")])
    laws = measure.load([str(SHARED / "corpus" / "laws.jsonl")])
    own = measure.load([str(OWN)])
    names = ("built-in", "raw seeds", "laws", "built-in and a layer mined from 100")
    banks = dict(zip(names, map(measure.Bank, (built_in, seeds, laws, with_layer)), strict=True))
    sets = [
        (f"seed {file.name[:3]}", [file.read_text("utf-8")])
        for file in sorted((SHARED / "seeds").glob("*.txt"))
    ]
    rows = []
    for name, texts in [*sets, ("all seeds", seeds)]:
        rows += [row(measure, name, which, banks[which], texts) for which in ("built-in", "laws")]
    for name, texts in [
        ("6 invented reports", own),
        ("400 news", news),
        ("400 news, links cut", without_links(news)),
    ]:
        rows += [row(measure, name, which, bank, texts) for which, bank in banks.items()]
    return rows


def row(measure: ModuleType, name: str, which: str, bank: object, texts: Sequence[str]) -> list[str]:
    clauses = [clause for text in texts for clause in measure.clauses(text)]
    best = [bank.best(clause) for clause in clauses]  # type: ignore[attr-defined]
    shares = [f"{100 * sum(one >= least for one in best) / len(best):.1f}" for least in measure.THRESHOLDS]
    return [name, which, str(len(clauses)), *shares]


def key_rows(home: Path, layer: Path, news: list[str]) -> list[list[str]]:
    """Keys saved in percent, by text and bank."""
    folder = home / "news"
    folder.mkdir()
    for number, text in enumerate(without_links(news[:NEWS_TYPED])):
        (folder / f"{number:03}.txt").write_text(text, "utf-8")
    rows = []
    for file in [*sorted(OWN.glob("*.txt")), folder]:
        name = f"{file.stem} (invented)" if file.suffix else f"{NEWS_TYPED} of the news"
        rows.append([name, saved(file, home), saved(file, home, layer)])
    return rows


def saved(path: Path, home: Path, layer: Path | None = None) -> str:
    # keystrokes.py appends its own words to the command, so the layer is named in the writer's settings.
    settings = home / "config" / "config.toml"
    settings.parent.mkdir(exist_ok=True)
    settings.unlink(missing_ok=True)
    if layer:
        settings.write_text(f"bank = [{json.dumps(str(layer))}]\n", "utf-8")
    done = subprocess.run(
        [sys.executable, str(SHARED / "bench" / "keystrokes.py"), "--drafter", f"{sys.executable} -m drafter", str(path)],
        capture_output=True, text=True, check=True, env=os.environ | {"DRAFTER_HOME": str(home)},
    )  # fmt: skip
    last = re.search(r"saved\s+([\d.-]+)%", done.stdout.splitlines()[-1])
    return last[1] if last else "?"


def main() -> None:
    given = arguments(__doc__ or "", runs=1).parse_args()
    rows = [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()]
    learnt = [one["text"] for one in rows if one["site"] in LEARNT_FROM][:LEARNT]
    news = [one["text"] for one in rows if one["site"] in TESTED_ON][:TESTED]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        layer = mined_layer(learnt, home)
        head = ["texts", "bank", "clauses", "0.5", "0.6", "0.7", "0.8"]
        covered = table(head, coverage_rows(home, layer, news))
        keys = table(["texts", "built-in", "and the mined layer"], key_rows(home, layer, news))
    note = (
        "Percent of clauses with a clause of the bank at least so alike (coverage.py), and percent of keys saved"
        " (keystrokes.py, 9 hits). The seeds are what the bank was mined from; nobody looked at the news. The raw"
        " seeds hold a web address that is like every image link of the news, hence the line without links."
    )
    text = f"{covered}\n\n{keys}\n\n{note}"
    report("bank-worth", "What the bank is worth to a writer", text, write=given.write)


if __name__ == "__main__":
    main()
