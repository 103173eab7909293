"""The one error type of the program: what is wrong, where, and what to do about it.

Imports nothing of ours. Everything in a message is read by the writer, so it is plain Chinese.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with the input.

    `what` names the problem, `where` the place (a file and line, a part, a fact), `todo` the next step.
    """

    what: str
    where: str = ""
    todo: str = ""

    def __str__(self) -> str:
        place = f"{self.where}：" if self.where else ""
        step = f"。{self.todo}" if self.todo else ""
        return f"{place}{self.what}{step}"


class DrafterError(Exception):
    """The input or the call is wrong; the command ends with status 2 and nothing has been changed."""

    def __init__(self, what: str, *, where: str = "", todo: str = "", faults: Iterable[Fault] = ()) -> None:
        self.faults = tuple(faults) or (Fault(what, where, todo),)
        self.what = what
        super().__init__(what)

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> DrafterError:
        """One error that reports every fault of `faults` (at least one) at once."""
        found = tuple(faults)
        return cls(found[0].what, faults=found)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class FileProblem(DrafterError):
    """A file cannot be read or written, or does not hold what its name promises."""


class FactError(DrafterError):
    """A typed value does not parse as the kind of its fact."""


class TemplateError(DrafterError):
    """A text uses a template construct that is not on the allow-list."""


class BankError(DrafterError):
    """Phrase, vocabulary or outline files do not load; `faults` holds every fault of every file."""


class ChangedOnDisk(DrafterError):
    """The draft on disk is not the one that was opened, so writing would lose somebody's words."""
