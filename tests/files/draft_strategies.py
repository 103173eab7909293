"""Hypothesis strategies for drafts as they may stand in a file: any text that cleaning leaves alone."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from drafter.characters import clean_text
from drafter.draft import MAX_LEVEL, Draft, Paragraph, Section, Table
from drafter.storage.draft_dump import DRAFT_KEYS, PARAGRAPH_KEYS, SECTION_KEYS

_any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_tricky = st.sampled_from(
    [
        '"',
        "'",
        "\\",
        '"""',
        "'''",
        '\n"""\n',
        "\\n",
        "# ",
        "[x]",
        "= ",
        "党员\n大会",
        "{{ 次数 }}",
        "😀𠮷",
        "\t",
    ]
)
texts = st.lists(_any_text | _tricky, max_size=3).map(lambda parts: clean_text("".join(parts)).text)
comments = st.lists(texts.map(lambda text: text.replace("\n", "")), max_size=2).map(tuple)
facts = st.dictionaries(texts, texts, max_size=3)
_plain = (
    texts
    | st.integers(-(2**63), 2**63)
    | st.booleans()
    | st.floats(allow_nan=False)
    | st.dates()
    | st.times()
)
_values = st.recursive(
    _plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=4,
)
tables = st.builds(
    Table,
    rows=st.lists(st.lists(texts, max_size=3).map(tuple), max_size=3).map(tuple),
    caption=texts,
    header=st.booleans(),
)


def extras(known: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Entries of a newer version or another program, under names the format does not use."""
    return st.dictionaries(texts.filter(lambda key: key not in known), _values, max_size=2)


paragraphs = st.builds(
    Paragraph,
    text=texts,
    phrase=texts,
    phrase_hash=texts,
    facts=facts,
    table=st.none() | tables,
    comments=comments,
    extra=extras(PARAGRAPH_KEYS),
)
sections = st.builds(
    Section,
    heading=texts,
    level=st.integers(0, MAX_LEVEL),
    part=texts,
    run_in=st.booleans(),
    paragraphs=st.lists(paragraphs, max_size=3).map(tuple),
    comments=comments,
    extra=extras(SECTION_KEYS),
)
drafts = st.builds(
    Draft,
    outline=texts,
    title=texts,
    layout=texts,
    addressee=texts,
    facts=facts,
    sections=st.lists(sections, max_size=3).map(tuple),
    attachments=st.lists(texts, max_size=3).map(tuple),
    signature=texts,
    date=texts,
    comments=comments,
    extra=extras(DRAFT_KEYS),
)
