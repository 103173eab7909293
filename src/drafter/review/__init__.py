"""Curation (审阅): a curator's verdicts on candidates, and what they make of a layer of the bank.

verdict.py (one verdict) -> log.py (all of them, in a file) -> desk.py (candidates and what became of them) ->
acceptance.py (a candidate as a phrase with facts and sources) -> carrying_out.py (into the layer). Knows no screen.
"""
