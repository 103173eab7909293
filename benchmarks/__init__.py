"""Figures, never asserted as times in a test. Run one with `python -m benchmarks.startup`; `--write` keeps it in docs."""
