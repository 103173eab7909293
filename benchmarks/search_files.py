"""What the search benchmark keeps of one bank in its cache: the layer, its rows, the queries for it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import search_bank
from benchmarks.search_queries import Query, kinds, make_queries
from benchmarks.search_texts import Row, Shelf, read_rows, write_rows

_KEPT = re.compile(r'^id = "(.*)"\ntext = "(.*)"\nunit = .*\ntopic = "(.*)"$', re.MULTILINE)
QUERIES = 2
"""Changes with every change of the queries, so that a cache of another version is not taken."""


@dataclass(frozen=True, slots=True)
class Case:
    """The folder of one bank; `count` is how many phrases are added to the built-in ones."""

    folder: Path
    count: int

    @property
    def layer(self) -> Path:
        """The team layer; not there for the built-in bank alone."""
        return self.folder / "layer"

    @property
    def layers(self) -> tuple[Path, ...]:
        """What to hand to `load_bank`."""
        return (self.layer,) if self.count else ()

    @property
    def home(self) -> Path:
        """DRAFTER_HOME of what is measured."""
        return self.folder / "home"

    @property
    def index(self) -> Path:
        """Where the index stands."""
        return self.home / "state" / "bank"

    @property
    def rows(self) -> Path:
        """Every phrase, one a line."""
        return self.folder / "rows.tsv"

    def queries(self, seed: int, scale: float) -> Path:
        """The queries of one seed."""
        return self.folder / f"queries-{QUERIES}-{seed}-{scale:g}.json"

    def environment(self) -> dict[str, str]:
        """The environment of a process that is measured."""
        return {**os.environ, "DRAFTER_HOME": str(self.home), "PYTHONHASHSEED": "0"}

    def rows_and_labels(self) -> tuple[list[Row], dict[str, str]]:
        """The phrases and the labels of the facts their slots name."""
        labels: dict[str, str] = json.loads((self.folder / "labels.json").read_text("utf-8"))
        return read_rows(self.rows), labels


def prepare(case: Case, seed: int, scale: float) -> None:
    """Make whatever is not there yet: the layer, its rows, the queries of `seed`."""
    case.folder.mkdir(parents=True, exist_ok=True)
    if case.count:
        search_bank.layer(case.layer, case.count)
    _keep_rows(case)
    target = case.queries(seed, scale)
    if target.is_file() and target.stat().st_mtime > case.rows.stat().st_mtime:
        return
    rows, labels = case.rows_and_labels()
    known = json.loads((case.folder / "targets.json").read_text("utf-8"))
    made = make_queries(Shelf(rows, labels), range(*known), seed, kinds(), scale)
    target.write_text(json.dumps([asdict(query) for query in made], ensure_ascii=False), "utf-8")


def _keep_rows(case: Case) -> None:
    from drafter.bank.layer import built_in, read_layer

    data = read_layer(built_in())
    # Phrases that are out of date stand low on purpose, so nothing is asked of them.
    current = [phrase for phrase in data.phrases if phrase.until is None]
    old = [phrase for phrase in data.phrases if phrase.until is not None]
    rows = [Row(phrase.id, phrase.topic, phrase.text) for phrase in (*current, *old)]
    targets = (len(rows), len(rows) + case.count) if case.count else (0, len(current))
    labels = dict(data.labels)
    kept = json.dumps([rows[0].id, len(rows), hash_of_rows(rows), case.count, search_bank.VERSION])
    done = case.folder / "rows.json"
    if done.is_file() and done.read_text("utf-8") == kept:
        return
    for path in sorted((case.layer / "phrases").glob("*.toml")) if case.count else ():
        found = _KEPT.findall(path.read_text("utf-8"))
        rows += [Row(name, topic, text) for name, text, topic in found]
    write_rows(rows, case.rows)
    (case.folder / "labels.json").write_text(json.dumps(labels, ensure_ascii=False), "utf-8")
    (case.folder / "targets.json").write_text(json.dumps(targets), "utf-8")
    done.write_text(kept, "utf-8")


def hash_of_rows(rows: list[Row]) -> str:
    """A fingerprint of texts that is the same in every process."""
    import hashlib

    return hashlib.sha256("\n".join(row.text for row in rows).encode()).hexdigest()[:16]


def read_queries(case: Case, seed: int, scale: float, wanted: Collection[str]) -> list[Query]:
    """The queries of the kinds `wanted` that `prepare` made."""
    stored = json.loads(case.queries(seed, scale).read_text("utf-8"))
    made = [Query(**{**one, "needles": tuple(one["needles"])}) for one in stored]
    return [query for query in made if query.kind in wanted]
