"""The mine: from real documents to candidates for the bank.

read/ (files to text) -> clean/ (noise) -> documents.py (one file, several documents) -> structure/ (headings) ->
sentences.py -> entities/ (typed slots) -> frames/ (what repeats) -> run.py. Records that cross these borders are in
source.py, mapped.py, records.py and candidate.py.
"""
