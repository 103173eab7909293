"""The gate before a phrase is proposed: whether a text names a private person, a place, an organisation or a school."""

from __future__ import annotations

import re
from typing import Final

from drafter.mine.entities.document import DocumentNames, scan
from drafter.mine.entities.loose import loose_person, loose_place
from drafter.mine.records import ORGANISATION, PERSON, PLACE, REDACTION

SLOT: Final = re.compile(r"\{[{%#][^{}]{0,200}[}%#]\}")
LONGEST: Final = 4000
"""Characters looked at; a phrase is far shorter."""
REDACTED: Final = re.compile(
    r"[*＊×■□]|[#＃]{2}|(?<![A-Za-z0-9])[xX]{2,}(?![A-Za-z0-9])|[○〇]{2}|某(?![种些个一])"
)
REASONS: Final = {
    PERSON: "含有人名",
    PLACE: "含有地名",
    ORGANISATION: "含有单位或学校名称",
    REDACTION: "含有涂抹的痕迹",
}


def private(text: str, context: DocumentNames | None = None) -> str:
    """Why `text` names a private person, a place or an organisation, in Chinese, or "" if it does not.

    Slots (`{{ }}`) are left out. `context`, the names of the document the text comes from, finds names that nothing
    in the text itself gives away. The reason quotes what was found, for the curator to judge.
    """
    plain = SLOT.sub("\n", text[:LONGEST])
    mark = REDACTED.search(plain)
    if mark:
        return f"{REASONS[REDACTION]}：{mark[0]}"
    found = scan(plain)
    if context:
        found.extend(context.found(plain))
    for kind in (PERSON, ORGANISATION, PLACE):
        for one in found:
            if one.kind == kind:
                return f"{REASONS[kind]}：{plain[one.start : one.end]}"
    name = loose_person(plain)
    if name:
        return f"可能{REASONS[PERSON]}：{name}"
    name = loose_place(plain)
    return f"可能{REASONS[PLACE]}：{name}" if name else ""
