"""Every test has a home of its own, so that a developer's settings and banks cannot change a result."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home of the program."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("DRAFTER_HOME", str(folder))
    return folder
