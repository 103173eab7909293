"""What happened: posted by widgets and background jobs, acted on by screens only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from drafter.bank.library import Bank
    from drafter.bank.phrase import Phrase
    from drafter.check.rule import Finding
    from drafter.document import Document, Place
    from drafter.export import Exported
    from drafter.review.carrying_out import Outcome
    from drafter.tui.jobs import ReviewTable
    from drafter.tui.searching import Found
    from drafter.tui.session import Save


@dataclass
class SectionEdited(Message):
    """The session has taken a change of the section at `index`."""

    index: int


@dataclass
class CaretLeft(Message):
    """The cursor was moved out of the section, towards the next (`forward`) or the one before."""

    forward: bool


@dataclass
class NextOpenWanted(Message):
    """The writer asked for the next open slot."""


@dataclass
class SectionChosen(Message):
    """A row of the outline was highlighted, or (`write`) taken."""

    index: int
    write: bool


@dataclass
class SearchChanged(Message):
    """The words to look for are now `query`; "" asks for what suits the section."""

    query: str


@dataclass
class PhraseChosen(Message):
    """A phrase is to be inserted, out of what was found for words, or (`suggested`) of what suits the place."""

    phrase: Phrase
    own_paragraph: bool
    suggested: bool


@dataclass
class PartWanted(Message):
    """Show what suits the next section (`forward`) or the one before, staying in the phrase list."""

    forward: bool


@dataclass
class Notice(Message):
    """A warning the writer should see, which needs no answer."""

    text: str


@dataclass
class FormLeft(Message):
    """The writer is through with the facts; `done` if the last asked one was filled."""

    done: bool


@dataclass
class PlaceWanted(Message):
    """Go to a place of the draft."""

    place: Place


@dataclass
class BankLoaded(Message):
    """The phrase bank is in memory."""

    bank: Bank


@dataclass
class HitsFound(Message):
    """The answer to request number `request`."""

    request: int
    found: Found


@dataclass
class DraftSaved(Message):
    """A save was written."""

    save: Save
    fingerprint: str


@dataclass
class SaveFailed(Message):
    """A save was not written; nothing is lost, the journal has it."""

    save: Save
    error: Exception


@dataclass
class DraftMade(Message):
    """A new draft stands in a file."""

    path: Path


@dataclass
class PreviewReady(Message):
    """The draft of `revision` composed."""

    document: Document
    revision: int


@dataclass
class FindingsFound(Message):
    """The checks of `revision` are through."""

    findings: tuple[Finding, ...]
    revision: int


@dataclass
class ExportDone(Message):
    """The document was written."""

    exported: Exported


@dataclass
class ReviewOpened(Message):
    """Candidates, log, bank and layer are in memory."""

    table: ReviewTable


@dataclass
class LayerWritten(Message):
    """The verdicts have been carried out."""

    outcome: Outcome


@dataclass
class JobFailed(Message):
    """A background job ended with an error; `what` says what was being done."""

    what: str
    error: Exception
