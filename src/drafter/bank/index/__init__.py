"""The index of a bank: opening.py brings it up to date and keeps it sound, store.py holds its tables, rows.py what they
hold, tokens.py what phrases are filed under."""

from drafter.bank.index.opening import Index, index_path

__all__ = ["Index", "index_path"]
