"""Bringing a layer in line with the verdicts: accepted candidates are in it, those that no longer are have gone.

The same verdicts twice change nothing. What cannot be taken is refused with a reason; the rest is written in one go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from drafter.bank.adding import table_block
from drafter.bank.batch import Batch, Target, fact_values
from drafter.bank.layer import Source
from drafter.bank.phrase import Phrase
from drafter.errors import DrafterError, Fault
from drafter.facts.spec import FactSpec
from drafter.mine.candidate import Candidate
from drafter.review.acceptance import doubt, new_facts, phrase_id, phrase_of, provenance
from drafter.review.desk import Desk
from drafter.review.verdict import MERGE, POSTPONE, REJECT, Verdict

MOST_PASSAGES: Final = 20
"""Passages a phrase may collect by merging."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A candidate whose verdict cannot be carried out, and why."""

    id: str
    text: str
    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        return f"{self.id} {self.text}：" + "；".join(str(fault) for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the candidates.

    `added` phrases are new in the layer, `present` were in the bank already, `removed` were taken out because their
    verdict was taken back; `left` candidates have no verdict. `files` have changed.
    """

    added: int = 0
    present: int = 0
    merged: int = 0
    rejected: int = 0
    postponed: int = 0
    left: int = 0
    removed: int = 0
    refused: tuple[Refusal, ...] = ()
    files: tuple[Path, ...] = ()


@dataclass(slots=True)
class _Plan:
    """What is to be written, as it grows."""

    phrases: dict[str, tuple[Phrase, Candidate, Verdict]] = field(default_factory=dict)
    facts: dict[str, FactSpec] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    more: dict[str, dict[str, None]] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    refused: dict[str, Refusal] = field(default_factory=dict)
    present: int = 0
    merged: int = 0

    def batch(self, removed: tuple[str, ...] = ()) -> Batch:
        """The plan as a batch."""
        more = {name: tuple(entries) for name, entries in self.more.items()}
        phrases = tuple(phrase for phrase, _, _ in self.phrases.values())
        return Batch(phrases, tuple(self.facts.values()), tuple(self.sources.values()), more, removed)


def carry_out(desk: Desk, folder: Path, extra_dirs: Sequence[Path] = ()) -> Outcome:
    """Bring the layer at `folder` in line with the verdicts of `desk`; `extra_dirs` are further team layers.

    Raises BankError or FileProblem, with nothing changed, if the layer cannot be read or written.
    """
    target = Target.open(folder, extra_dirs)
    plan = _Plan()
    decided = [
        (candidate, verdict) for candidate in desk.candidates if (verdict := desk.verdict(candidate.id))
    ]
    for candidate, verdict in decided:
        if verdict.accepts:
            _accept(plan, candidate, verdict, target)
    _refuse_faulty(plan, target)
    for candidate, verdict in decided:
        if verdict.verdict == MERGE:
            _merge(plan, candidate, verdict, desk, target)
    removed = _taken_back(desk, target, plan)
    files = target.write(plan.batch(removed))
    counts = desk.counts()
    return Outcome(
        added=len(plan.phrases),
        present=plan.present,
        merged=plan.merged,
        rejected=counts[REJECT],
        postponed=counts[POSTPONE],
        left=len(desk.candidates) - len(decided),
        removed=len(removed),
        refused=tuple(plan.refused.values()),
        files=files,
    )


def faults_of(candidate: Candidate, verdict: Verdict, target: Target) -> tuple[Fault, ...]:
    """Every fault a settled verdict that accepts would have, for the curator to mend at once."""
    plan = _Plan()
    _accept(plan, candidate, replace(verdict, confirmed=True), target)
    _refuse_faulty(plan, target)
    refused = plan.refused.get(candidate.id)
    return refused.faults if refused else ()


def _accept(plan: _Plan, candidate: Candidate, verdict: Verdict, target: Target) -> None:
    name = phrase_id(verdict)
    home = name if name in plan.phrases else target.texts.get(verdict.text, "")
    if home:
        plan.present += 1
        plan.homes[candidate.id] = home
        _add_provenance(plan, candidate, home, target)
        return
    missing = _missing(candidate, verdict)
    if missing:
        plan.refused[candidate.id] = Refusal(candidate.id, verdict.text, tuple(missing))
        return
    phrase = phrase_of(candidate, verdict)
    for fact in new_facts(candidate, verdict, phrase.slots, target.known.facts):
        plan.facts.setdefault(fact.name, fact)
    plan.sources |= {source.id: source for source in provenance(candidate).values()}
    plan.phrases[name] = (phrase, candidate, verdict)
    plan.homes[candidate.id] = name


def _missing(candidate: Candidate, verdict: Verdict) -> list[Fault]:
    faults = []
    if not verdict.topic:
        faults.append(Fault("还没有主题", "", "请选一个主题"))
    if not verdict.role:
        faults.append(Fault("还没有作用", "", "请选一种作用"))
    why = "" if verdict.confirmed else doubt(candidate, verdict.text)
    if why:
        faults.append(
            Fault(f"要再看一眼（{why}）", "", "确实可以收录的，请在审阅时再确认一次，或写 confirmed = true")
        )
    return faults


def _add_provenance(plan: _Plan, candidate: Candidate, home: str, target: Target) -> None:
    """The phrase `home` was found in the candidate's documents as well; of other layers nothing is changed."""
    found = provenance(candidate)
    if home in plan.phrases:
        phrase, first, verdict = plan.phrases[home]
        entries = dict.fromkeys((*phrase.sources, *found))
        plan.phrases[home] = (replace(phrase, sources=tuple(entries)[:MOST_PASSAGES]), first, verdict)
    elif home in target.own:
        known = target.own[home].sources
        room = MOST_PASSAGES - len(known) - len(plan.more.get(home, ()))
        fresh = [entry for entry in found if entry not in known][: max(0, room)]
        if not fresh:
            return
        plan.more.setdefault(home, {}).update(dict.fromkeys(fresh))
    else:
        return
    plan.sources |= {source.id: source for source in found.values()}


def _refuse_faulty(plan: _Plan, target: Target) -> None:
    """Take out of the plan what has a fault, until what is left has none: a refused phrase may be a successor."""
    fact_faults = {name: _fact_faults(fact) for name, fact in plan.facts.items()}
    while True:
        batch = plan.batch()
        faulty = {}
        for name, (phrase, candidate, verdict) in plan.phrases.items():
            faults = [
                *(fault for slot in phrase.slots for fault in fact_faults.get(slot, ())),
                *target.faults(phrase, lambda key: f"{key}", batch),
            ]
            if faults:
                faulty[name] = Refusal(candidate.id, verdict.text, tuple(faults))
        if not faulty:
            break
        for one, home in list(plan.homes.items()):
            if home in faulty:
                refusal = faulty[home]
                plan.refused[one] = replace(refusal, id=one)
                plan.present -= one != refusal.id
                del plan.homes[one]
        for name in faulty:
            del plan.phrases[name]
    used = {slot for phrase, _, _ in plan.phrases.values() for slot in phrase.slots}
    plan.facts = {name: fact for name, fact in plan.facts.items() if name in used}
    named = {entry.partition(":")[0] for phrase, _, _ in plan.phrases.values() for entry in phrase.sources}
    named |= {entry.partition(":")[0] for entries in plan.more.values() for entry in entries}
    plan.sources = {name: source for name, source in plan.sources.items() if name in named}


def _fact_faults(fact: FactSpec) -> tuple[Fault, ...]:
    from drafter.facts.vocabulary_file import vocabulary_in
    from drafter.toml.file import parse_toml

    try:
        vocabulary_in(
            parse_toml(table_block("fact", fact_values(fact), b"").decode(), Path(f"空“{fact.name}”"))
        )
    except DrafterError as error:
        return error.faults
    return ()


def _merge(plan: _Plan, candidate: Candidate, verdict: Verdict, desk: Desk, target: Target) -> None:
    home = _home(verdict, plan, desk, target)
    if not home:
        todo = "请先收录它要并进去的那一条，或改并到词句库里的一条"
        fault = Fault(f"并不到“{verdict.into}”，它没有收录", "", todo)
        plan.refused[candidate.id] = Refusal(candidate.id, candidate.text, (fault,))
        return
    plan.merged += 1
    _add_provenance(plan, candidate, home, target)


def _home(verdict: Verdict, plan: _Plan, desk: Desk, target: Target) -> str:
    """The phrase a merged candidate belongs to, through others it was merged into; "" if there is none."""
    seen = {verdict.id}
    into = verdict.into
    while into not in seen:
        seen.add(into)
        if into in plan.homes:
            return plan.homes[into]
        if into in target.known.phrases:
            return into
        after = desk.verdict(into)
        if after is None or after.verdict != MERGE:
            return ""
        into = after.into
    return ""


def _taken_back(desk: Desk, target: Target, plan: _Plan) -> tuple[str, ...]:
    """Phrases of the layer that a verdict put there which no longer stands, as long as nobody has changed them."""
    history = desk.log.history
    standing = {
        phrase_id(verdict)
        for verdict in history.standing
        if desk.verdict(verdict.id) is verdict and verdict.accepts
    }
    once = {phrase_id(verdict): verdict.text for verdict in history.past if verdict.accepts}
    needed = {phrase.successor for phrase in target.known.phrases.values()} | set(plan.more)
    needed |= {phrase.successor for phrase, _, _ in plan.phrases.values()}
    return tuple(
        name
        for name, text in once.items()
        if name not in standing
        and name not in needed
        and name in target.own
        and target.own[name].text == text
    )
