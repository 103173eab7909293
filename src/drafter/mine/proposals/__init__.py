"""Proposals (修改建议): washed words, lost quotes and title marks, slips. Nothing is changed; a curator decides on each."""

from drafter.mine.proposals.apply import propose, with_proposals
from drafter.mine.proposals.evidence import Evidence
from drafter.mine.proposals.repair import Repair

__all__ = ["Evidence", "Repair", "propose", "with_proposals"]
