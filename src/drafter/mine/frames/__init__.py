"""Frames (句式): clauses and sentences whose facts are slots, counted over documents and merged with their variants."""
