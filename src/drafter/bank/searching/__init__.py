"""What bank/search.py is made of: keywords, what they ask the index for, candidates, repair, ranking, highlights."""
