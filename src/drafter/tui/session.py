"""The open draft: its history, its journal and its file. Knows no widget and imports no textual.

Every change goes through `edit`, which writes it to the journal before it returns; so nothing that has been painted
can be lost. Saving is in two halves, so that a thread may do the slow one: `to_save` and `saved`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from drafter.compose import FactScope
from drafter.draft import Draft, Paragraph
from drafter.errors import DrafterError
from drafter.facts.spec import Vocabulary
from drafter.files import free_name
from drafter.outline import Outline, load_outline
from drafter.paths import state_dir
from drafter.slots.template import parse_template
from drafter.storage.draft_file import fingerprint, read_draft, write_draft
from drafter.storage.journal import Journal
from drafter.storage.recent import remember
from drafter.tui.slot_text import source_tokens

GROUP_SECONDS = 1.0
"""A pause longer than this ends a group of typing, which undo takes back as one."""
GROUP_LIMIT = 30
"""Changes in one group: typing without a pause is still taken back in pieces."""


@dataclass(frozen=True, slots=True)
class Caret:
    """Where the writer is: `section` index, `field` "text" or "heading", and the place in it."""

    section: int = 0
    field: str = "text"
    row: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A state of the draft, what led to it, and where the writer was just before and after."""

    draft: Draft
    label: str = ""
    before: Caret = Caret()
    after: Caret = Caret()


@dataclass(frozen=True, slots=True)
class Save:
    """What is to be written: `expect` is the fingerprint the file must still have, None to write regardless."""

    draft: Draft
    path: Path
    expect: str | None
    title: str

    def write(self) -> str:
        """Write it and give the new fingerprint; raises ChangedOnDisk or FileProblem."""
        written = write_draft(self.path, self.draft, expect=self.expect)
        remember(self.path, replace(self.draft, title=self.title))
        return written


class Session:
    """One open draft. Not thread-safe: use it from the event loop only, except `Save.write`."""

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Open the draft at `path`; raises FileProblem. Edits that a crash left in the journal are taken up, also
        when the file itself has gone."""
        self.path = path.absolute()
        self._clock = clock
        self.base = fingerprint(self.path)
        self.journal = Journal(self.path, state_dir(), base=self.base)
        first = self._first()
        self.saved_draft: Draft | None = first if self.base else None
        self._past: list[Step] = [Step(first, "打开")]
        self._future: list[Step] = []
        self._group = ""
        self._group_size = 0
        self._last_edit = 0.0
        self.revision = 0
        self.vocabulary = Vocabulary()
        self.outline: Outline | None = self._load_outline(first)
        self._scope: tuple[object, object, FactScope] | None = None
        self.recovered = self._recover()

    def _first(self) -> Draft:
        left = self.journal.recover() if self.base is None else None
        if left is not None:
            return left
        try:
            return read_draft(self.path)
        except DrafterError:
            self.journal.close()
            raise

    @staticmethod
    def _load_outline(draft: Draft) -> Outline | None:
        # A draft from elsewhere may name an outline that is not here; it can be written all the same.
        try:
            return load_outline(draft.outline) if draft.outline else None
        except DrafterError:
            return None

    def _recover(self) -> bool:
        found = self.journal.recover()
        if found is None or found == self.draft:
            return found is not None and self.dirty
        if self.journal.found is not None and self.journal.found.changed_on_disk:
            # The edits began from another file than the one there now: the next save must ask.
            self.base = self.journal.found.base
        self._past.append(Step(found, "恢复上次未保存的内容"))
        self.revision += 1
        self.journal.record(found)
        return True

    @property
    def draft(self) -> Draft:
        """The draft as it is now."""
        return self._past[-1].draft

    @property
    def dirty(self) -> bool:
        """True if the file does not hold the draft as it is now."""
        return self.draft is not self.saved_draft

    def edit(
        self, draft: Draft, label: str, *, group: str = "", before: Caret = Caret(), after: Caret = Caret()
    ) -> bool:
        """Make `draft` the current one; False if nothing changes. Returns when the journal has it.

        Edits of the same non-empty `group` that follow closely are undone as one. A journal that cannot be written
        raises FileProblem after the edit has been taken, so the words are still in the program.
        """
        if draft == self.draft:
            return False
        now = self._clock()
        joins = (
            bool(group)
            and group == self._group
            and now - self._last_edit <= GROUP_SECONDS
            and self._group_size < GROUP_LIMIT
            and len(self._past) > 1
        )
        if joins:
            self._past[-1] = Step(draft, label, self._past[-1].before, after)
            self._group_size += 1
        else:
            self._past.append(Step(draft, label, before, after))
            self._group_size = 1
        self._group, self._last_edit = group, now
        self._future.clear()
        self._changed()
        return True

    def end_group(self) -> None:
        """The next edit starts a new step."""
        self._group = ""

    def undo(self) -> Step | None:
        """Take back the last step and give it (its `before` is where to go), None at the beginning."""
        if len(self._past) == 1:
            return None
        step = self._past.pop()
        self._future.append(step)
        self._group = ""
        self._changed()
        return step

    def redo(self) -> Step | None:
        """Do again what was taken back last and give it, None if there is nothing."""
        if not self._future:
            return None
        step = self._future.pop()
        self._past.append(step)
        self._group = ""
        self._changed()
        return step

    def _changed(self) -> None:
        self.revision += 1
        self.journal.record(self.draft)

    # Facts

    def scope(self) -> FactScope:
        """Values of the facts as they are now."""
        facts = self.draft.facts
        if self._scope is None or self._scope[0] is not facts or self._scope[1] is not self.vocabulary:
            self._scope = (facts, self.vocabulary, FactScope(self.draft, self.vocabulary))
        return self._scope[2]

    def show(self, expression: str, paragraph: Paragraph | None = None) -> str | None:
        """What a slot prints, None while it is open or its value does not suit it."""
        scope = self.scope()
        try:
            runs = parse_template(f"{{{{ {expression} }}}}").render(
                scope.of_paragraph(paragraph) if paragraph else scope
            )
        except DrafterError:
            return None
        return None if any(run.open for run in runs) else "".join(run.text for run in runs)

    def plain(self, source: str) -> str:
        """A text as printed, open slots as {名称}, for titles and rows."""
        pieces = (
            self.show(t.expression) or f"{{{t.name}}}" if t.expression else t.source
            for t in source_tokens(source)
        )
        return "".join(pieces)

    def use_vocabulary(self, vocabulary: Vocabulary) -> None:
        """The bank has been loaded: values print by their kinds, and the title can be put on the recent list."""
        self.vocabulary = vocabulary
        remember(self.path, replace(self.draft, title=self.plain(self.draft.title)))

    def known(self, name: str) -> bool:
        """True if `name` is a fact of the vocabulary or of this draft."""
        return name in self.vocabulary or name in self.draft.facts

    # The file

    def to_save(self, *, force: bool = False) -> Save | None:
        """What there is to write, None if the file has it all."""
        if not self.dirty and not force:
            return None
        return Save(self.draft, self.path, None if force else self.base, self.plain(self.draft.title))

    def saved(self, save: Save, new_fingerprint: str) -> None:
        """Note that `save` has been written."""
        self.base = new_fingerprint
        self.saved_draft = save.draft
        self.journal.checkpoint(new_fingerprint, save.draft)

    def save_now(self) -> None:
        """Write the draft if it is not in the file; raises ChangedOnDisk or FileProblem."""
        save = self.to_save()
        if save is not None:
            self.saved(save, save.write())

    def changed_outside(self) -> bool:
        """True if the file is no longer the one that was read or written last."""
        return fingerprint(self.path) != self.base

    def keep_mine(self) -> None:
        """Overwrite what somebody else wrote."""
        save = self.to_save(force=True)
        assert save is not None
        self.saved(save, save.write())

    def take_theirs(self) -> None:
        """Take the file as it is now, as a step that can be undone; raises FileProblem."""
        theirs = read_draft(self.path)
        self.base = fingerprint(self.path)
        self.edit(theirs, "改用磁盘上的稿件")
        self.saved_draft = self.draft

    def keep_both(self) -> Path:
        """Put what somebody else wrote into a file beside, overwrite the draft's own, and give that file."""
        theirs = read_draft(self.path)
        beside = free_name(self.path, "磁盘上的版本")
        write_draft(beside, theirs)
        self.keep_mine()
        return beside

    def close(self) -> None:
        """Let go of the journal; what is unsaved stays in it."""
        self.journal.close()
