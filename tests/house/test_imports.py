"""What is loaded when: each proof is a fresh Python process that is asked for its modules."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import drafter

HEAVY = ("textual", "rich", "jinja2", "docx", "lxml", "jieba", "rapidfuzz", "openpyxl")
"""Packages that cost tens of milliseconds or megabytes; each is loaded by the one who needs it, when it does."""

CORE = sorted(
    module.name
    for module in pkgutil.walk_packages(drafter.__path__, "drafter.")
    if not module.name.startswith(("drafter.tui", "drafter.__main__"))
)

RUN = """
import sys
try:
    import drafter.cli
    status = drafter.cli.main(sys.argv[1:])
except SystemExit as end:
    status = end.code
assert status == 0, status
"""


def loaded(code: str, home: Path, *arguments: str) -> set[str]:
    """The names of all modules in a process that has run `code`."""
    told = "\nprint('\\n' + ' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}{told}", *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "DRAFTER_HOME": str(home), "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


def test_the_core_loads_without_any_heavy_package(tmp_path: Path) -> None:
    # One process for all modules: if none of them loads a heavy package, neither does any one alone.
    imports = "\n".join(f"import {name}" for name in CORE)
    assert loaded(imports, tmp_path).isdisjoint(HEAVY)


def test_the_core_is_every_module_but_the_workbench() -> None:
    root = Path(drafter.__file__).parent
    files = {path.relative_to(root).with_suffix("").parts for path in root.rglob("*.py")}
    names = {".".join(("drafter", *parts)).removesuffix(".__init__") for parts in files if parts[0] != "tui"}
    assert set(CORE) == names - {"drafter", "drafter.__main__"}


def test_a_heavy_package_would_be_noticed(tmp_path: Path) -> None:
    code = "from drafter.slots.template import parse_template\nparse_template('{{ 名称 }}')"
    assert "jinja2" in loaded(code, tmp_path)


def test_help_loads_argparse_and_hardly_anything_else(tmp_path: Path) -> None:
    modules = loaded(RUN, tmp_path, "--help")
    assert modules.isdisjoint({*HEAVY, "tomllib", "json", "sqlite3", "decimal"})
    ours = {name for name in modules if name.startswith("drafter")}
    assert ours == {"drafter", "drafter.cli", "drafter.arguments", "drafter.errors"}


@pytest.mark.parametrize("query", ["三会一课", "shyk", "三会一棵"])
def test_a_search_loads_neither_templates_nor_screens(tmp_path: Path, query: str) -> None:
    modules = loaded(RUN, tmp_path, "search", query)
    assert modules.isdisjoint({"textual", "rich", "jinja2", "docx", "lxml", "jieba", "openpyxl"})


def test_a_search_over_a_warm_index_reads_no_toml(tmp_path: Path) -> None:
    loaded(RUN, tmp_path, "search", "三会一课")
    assert loaded(RUN, tmp_path, "search", "三会一课").isdisjoint(
        {*HEAVY, "tomllib", "drafter.slots.template"}
    )
