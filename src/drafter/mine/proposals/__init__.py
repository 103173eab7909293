"""Proposals (候选的修改建议): washed words, lost quotes and title marks, slips; a curator decides on each."""
