"""Reuse: last year's report as this year's draft.

reading.py (a file to one clean document) -> paper.py (its title, sections, paragraphs, tables, ending) -> matching.py
(which phrases of the bank its paragraphs are made of) -> filling_back.py (what the slots held) -> own_text.py (slots
in the writer's own words) -> parts.py (which outline it follows) -> warnings.py (what has grown old) -> whole.py.
"""
