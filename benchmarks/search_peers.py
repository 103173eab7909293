"""Other engines on the same phrases and queries."""

from __future__ import annotations

from benchmarks.search_files import Case
from benchmarks.search_tables import Measured, Peer


def side_by_side(case: Case, found: Measured, seed: int, scale: float, wanted: str) -> list[Peer]:
    """The search itself and every peer."""
    return []
