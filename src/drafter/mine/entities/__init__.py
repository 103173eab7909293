"""Entities (typed slots) of a text: dates, counts, percentages, money, persons, places, organisations, titles,
black-outs and blanks.

words.py knows words and names; numbers.py, titles.py, redactions.py, places.py, organisations.py and persons.py each
find their kinds; found.py settles overlaps; document.py carries names from one place of a document to another.

A black-out whose neighbour tells what it stands for gets that kind (`xx县` is a place, `20xx年` a date, `**名` a
count); `redaction` is left for the others. National bodies and persons of public history are no entities, because a
phrase may name them.
"""

from __future__ import annotations

from drafter.mine.entities.document import DocumentNames, scan
from drafter.mine.entities.found import settled
from drafter.mine.records import Entity

__all__ = ["DocumentNames", "entities"]


def entities(text: str, context: DocumentNames | None = None) -> tuple[Entity, ...]:
    """The entities of `text`, in order and not overlapping.

    Give a whole document, or one of its sentences with the `context` of the document; without it the names of
    `text` itself are the context.
    """
    found = scan(text)
    names = context or DocumentNames.gathered(text, found)
    found.extend(names.found(text))
    return tuple(Entity(one.kind, one.start, one.end, one.unit) for one in settled(found, len(text)))
