"""ARCHITECTURE.md names what there is: no module that is gone, and no front-hall module left out."""

from __future__ import annotations

import re

from house_pages import ROOT, blocks, codes, page

from drafter import __version__

PAGE = page("ARCHITECTURE.md")
PACKAGE = ROOT / "src" / "drafter"


def test_every_file_the_page_names_exists() -> None:
    files = {code for code in codes(PAGE) if re.fullmatch(r"[\w./-]+(\.(py|md|toml)|/)", code)}
    assert len(files) > 20
    missing = {name for name in files if not (ROOT / name).exists() and not (PACKAGE / name).exists()}
    assert missing == set()


def test_every_module_of_the_package_is_on_the_page() -> None:
    picture = blocks(PAGE, "text")[0]
    named = set(re.findall(r"\w+", picture)) | {code.removesuffix(".py") for code in codes(PAGE)}
    modules = {path.stem for path in PACKAGE.glob("*.py")} | {
        path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()
    }
    assert modules - {"__init__"} - named == set()


def test_the_changelog_has_the_version_of_the_program() -> None:
    assert f"\n## {__version__}\n" in page("CHANGELOG.md")
