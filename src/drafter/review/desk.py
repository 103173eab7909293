"""The desk of a curator: the candidates, what was decided about each, and how to find one. Knows no screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from drafter.bank.phrase import Phrase, literal
from drafter.mine.candidate import Candidate
from drafter.mine.candidate_file import FLAGS
from drafter.review.acceptance import HELD_BACK, settled
from drafter.review.log import Log
from drafter.review.verdict import ACCEPT, EDIT, MERGE, POSTPONE, REJECT, UNDO, Verdict

FLAG_LABELS: Final = dict(
    zip(FLAGS, ("可能有人名地名", "可能有换词", "不完整", "可能丢了引号", "过时提法", "有涂抹"), strict=True)
)
UNDECIDED: Final = "undecided"
STATE_LABELS: Final = {
    UNDECIDED: "没看过", ACCEPT: "已收录", EDIT: "改后收录", MERGE: "已并入", REJECT: "不要", POSTPONE: "搁置",
}  # fmt: skip
SAME: Final = 90
"""Likeness (0 to 100) from which on a candidate is an older one whose wording changed a little."""
ALIKE: Final = 50
"""Likeness from which on two texts are worth comparing."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which candidates to show; "" for all. `words` must all stand in the text."""

    state: str = ""
    topic: str = ""
    unit: str = ""
    flag: str = ""
    words: str = ""


class Desk:
    """Candidates in their order, and the open log of verdicts on them."""

    def __init__(self, candidates: Sequence[Candidate], log: Log) -> None:
        self.candidates = tuple(candidates)
        self.by_id = {candidate.id: candidate for candidate in self.candidates}
        self.log = log
        self._current = log.history.current()
        self._old: dict[str, Verdict] | None = None

    def verdict(self, name: str) -> Verdict | None:
        """What was decided about a candidate."""
        return self._current.get(name)

    def state(self, name: str) -> str:
        """The verdict on a candidate, `undecided` without one."""
        found = self._current.get(name)
        return found.verdict if found else UNDECIDED

    def decide(self, verdicts: Iterable[Verdict]) -> int:
        """Write verdicts down, those that change something; gives their number. Raises FileProblem."""
        made: list[Verdict] = []
        for verdict in verdicts:
            candidate = self.by_id.get(verdict.id)
            if candidate is None or (verdict.verdict == UNDO and verdict.id not in self._current):
                continue
            full = settled(candidate, verdict)
            if full != self._current.get(verdict.id):
                made.append(full)
        if made:
            self.log.append(made)
            self._current = self.log.history.current()
        return len(made)

    def undo(self) -> Verdict | None:
        """Take back the last verdict that stands; None if there is none. Raises FileProblem."""
        if not self.log.history.standing:
            return None
        last = self.log.history.standing[-1]
        self.log.append([Verdict(last.id, UNDO)])
        self._current, self._old = self.log.history.current(), None
        return last

    def chosen(self, wanted: Filter) -> tuple[int, ...]:
        """The places of the candidates that pass, in order."""
        words = wanted.words.split()
        return tuple(
            place
            for place, candidate in enumerate(self.candidates)
            if (not wanted.state or self._is(candidate.id, wanted.state))
            and (not wanted.topic or candidate.topic == wanted.topic)
            and (not wanted.unit or candidate.unit == wanted.unit)
            and (not wanted.flag or wanted.flag in candidate.flags)
            and all(word in candidate.text for word in words)
        )

    def _is(self, name: str, state: str) -> bool:
        found = self.state(name)
        return found == state or (state == ACCEPT and found == EDIT)

    def counts(self) -> Counter[str]:
        """How many candidates are in each state."""
        return Counter(self.state(candidate.id) for candidate in self.candidates)

    def earlier(self, candidate: Candidate) -> Verdict | None:
        """The verdict on an older candidate that this undecided one is but for a few characters."""
        if candidate.id in self._current:
            return None
        if self._old is None:
            gone = {name: verdict for name, verdict in self._current.items() if name not in self.by_id}
            self._old = {verdict.of: verdict for verdict in gone.values() if verdict.of}
        near = nearest(candidate.text, tuple(self._old), limit=1, least=SAME)
        return self._old[near[0]] if near else None

    def alike(self, candidate: Candidate, limit: int = 5) -> tuple[Candidate, ...]:
        """Other candidates with nearly the same words, the nearest first."""
        others = [other for other in self.candidates if other.id != candidate.id]
        places = nearest_places(candidate.text, [other.text for other in others], limit=limit, least=ALIKE)
        return tuple(others[place] for place in places)

    def public(self, least_sources: int = 1) -> tuple[Candidate, ...]:
        """The undecided candidates that may be accepted in bulk, in order: no flag asks for a curator's eye."""
        return tuple(
            candidate
            for candidate in self.candidates
            if candidate.id not in self._current
            and candidate.sources >= least_sources
            and HELD_BACK.isdisjoint(candidate.flags)
        )


def alike_phrases(text: str, phrases: Sequence[Phrase], limit: int = 3) -> tuple[Phrase, ...]:
    """The phrases with nearly the same words as `text`, the nearest first."""
    return tuple(
        phrases[place]
        for place in nearest_places(text, [phrase.text for phrase in phrases], limit=limit, least=ALIKE)
    )


def nearest(text: str, others: Collection[str], *, limit: int, least: float) -> list[str]:
    """Of `others`, those at least `least` (0 to 100) like `text`, the nearest first; slots count as one character."""
    known = list(others)
    return [known[place] for place in nearest_places(text, known, limit=limit, least=least)]


def nearest_places(text: str, others: Sequence[str], *, limit: int, least: float) -> list[int]:
    """As `nearest`, the places in `others`."""
    # Here, not above: a list of the queue should not pay for it.
    from rapidfuzz import fuzz, process

    bare = (literal(other, "□") for other in others)
    found = process.extract(
        literal(text, "□"), list(bare), scorer=fuzz.ratio, limit=limit, score_cutoff=least
    )
    return [place for _, _, place in found]
