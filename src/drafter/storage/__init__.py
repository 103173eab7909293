"""Drafts on disk: the file, the journal that outlives a crash, the recent list. Start with draft_file.py."""
