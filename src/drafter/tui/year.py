"""The year a draft writes about, which decides whether a wording is current."""

from __future__ import annotations

import re
from datetime import date

from drafter.draft import Draft

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def year_of(draft: Draft) -> int:
    """The latest year named in the facts, title or date of `draft`, but never after this one; else this year."""
    this_year = date.today().year
    named = {
        int(year) for text in (*draft.facts.values(), draft.title, draft.date) for year in _YEAR.findall(text)
    }
    return max((year for year in named if year <= this_year), default=this_year)
