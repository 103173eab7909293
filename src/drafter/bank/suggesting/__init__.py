"""What bank/suggest.py is made of: the learnt order, what speaks for a phrase, turns, what has been said."""
