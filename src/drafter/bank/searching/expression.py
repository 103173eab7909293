"""What keywords and filters ask the index for, as an FTS5 expression made of quoted tokens and our own operators only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from drafter.bank.index.tokens import genre_token, role_token, topic_token
from drafter.bank.searching.query import Way


def either(tokens: Iterable[str]) -> str:
    """Any of the tokens (at least one)."""
    quoted = [f'"{token}"' for token in tokens]
    return quoted[0] if len(quoted) == 1 else f"({' OR '.join(quoted)})"


def all_of(parts: Iterable[str]) -> str:
    """All of the expressions that are not empty; "" if none is left."""
    wanted = [part for part in parts if part]
    return wanted[0] if len(wanted) == 1 else f"({' AND '.join(wanted)})" if wanted else ""


def any_of(parts: Sequence[str]) -> str:
    """Any of the expressions; "", which asks for nothing in particular, if one of them does."""
    wanted = list(dict.fromkeys(parts))
    if not wanted or "" in wanted:
        return ""
    return wanted[0] if len(wanted) == 1 else f"({' OR '.join(wanted)})"


def of_way(way: Way) -> str:
    """The lines that may hold a keyword read in this way."""
    return all_of(map(either, way.tokens))


def of_word(ways: Iterable[Way]) -> str:
    """The lines that may hold a keyword read in any of these ways."""
    return any_of([of_way(way) for way in ways])


def of_filters(topics: Collection[str], genre: str, role: str) -> str:
    """The lines of these topics, open to this genre, with this role: each if given."""
    return all_of(
        (
            either(map(topic_token, topics)) if topics else "",
            either((genre_token(genre), genre_token(""))) if genre else "",
            either((role_token(role),)) if role else "",
        )
    )
