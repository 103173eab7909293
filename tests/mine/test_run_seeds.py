"""The seeds mined whole: nine documents, every candidate traceable to the characters it came from."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from drafter.commands.mine import guide
from drafter.mine.frames.marks import canonical
from drafter.mine.run import Mined, Options, mine
from drafter.slots.template import parse_template
from drafter.slots.tree import Words

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


@cache
def run_over(folder: Path) -> Mined:
    if not SEEDS.is_dir():
        pytest.skip(f"{SEEDS} is absent: MINING OF THE SEEDS NOT CHECKED")
    return mine(sorted(SEEDS.glob("*.txt")), folder / "seeds.part", guide([]), Options(limit=None))


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Mined:
    return run_over(tmp_path_factory.mktemp("seeds"))


def test_the_five_files_hold_nine_documents_and_none_is_broken(seeds: Mined) -> None:
    assert (seeds.totals.files, seeds.totals.documents, seeds.totals.faults) == (5, 9, ())
    assert len(seeds.candidates) > 400


def test_every_candidate_is_a_template_with_the_slots_it_tells(seeds: Mined) -> None:
    for candidate in seeds.candidates:
        assert parse_template(candidate.text).slots == tuple(slot.name for slot in candidate.slots)


def test_the_words_of_every_candidate_stand_at_its_first_place_in_the_raw_text(seeds: Mined) -> None:
    raw = {str(path): path.read_text("utf-8") for path in SEEDS.glob("*.txt")}
    for candidate in seeds.candidates:
        texts = [candidate.text, *(text for text, _ in candidate.variants)]
        place = candidate.occurrences[0]
        there = canonical(raw[place.source][place.start : place.end])
        assert any(found_in(there, text) for text in texts), candidate.id


def found_in(raw: str, text: str) -> bool:
    """Whether the words of a template stand in `raw`, cleaning noise aside: nearly all of its characters, in order."""
    at = missed = total = 0
    for node in parse_template(text).nodes:
        for letter in canonical(node.text) if isinstance(node, Words) else "":
            total += 1
            found = raw.find(letter, at)
            if found < 0:
                missed += 1
            else:
                at = found + 1
    return missed <= 0.1 * total


def test_titles_and_years_of_files_are_no_evidence(seeds: Mined) -> None:
    # The name of the fifth file and the page around it say 2023; its body speaks of 2011 and 2012.
    years = {
        candidate.last
        for candidate in seeds.candidates
        if {Path(place.source).name[:3] for place in candidate.occurrences} == {"004"}
    }
    assert max(year for year in years if year is not None) <= 2013


def test_what_the_seeds_share_is_found(seeds: Mined) -> None:
    assert sum(candidate.documents > 1 for candidate in seeds.candidates) >= 6
