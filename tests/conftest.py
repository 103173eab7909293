"""Every test has a home of its own, so that a developer's settings and banks cannot change a result."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

_LAST_RESORT = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """A thread of the workbench may outlive its test and its home: it must not find the developer's own."""
    config.stash[_LAST_RESORT] = os.environ["DRAFTER_HOME"] = tempfile.mkdtemp(prefix="drafter-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    shutil.rmtree(config.stash[_LAST_RESORT], ignore_errors=True)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home of the program."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("DRAFTER_HOME", str(folder))
    return folder
