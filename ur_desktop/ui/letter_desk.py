"""The letters of the open case: typeset from the case file, shown, printed, and put on file for good."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ur_desktop.case_file import CaseFile, dump
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.letter_elements import elements
from ur_desktop.domain.letter_kind import INTERNAL, Copy, LetterKind, kinds_for
from ur_desktop.storage.journal import EventKind
from ur_desktop.ui.desk import Desk
from ur_desktop.ui.elements_panel import RequiredElement
from ur_desktop.ui.letter_preview import LetterPreview, PreviewCopy


@dataclass(frozen=True, slots=True)
class Typeset:
    """A letter typeset and shown, not yet on file."""

    kind: LetterKind
    copy: Copy
    shown: PreviewCopy
    file: CaseFile


class LetterDesk(QObject):
    """Fills the letter preview; ``accepted`` follows once the letters shown are on file."""

    accepted = Signal()

    def __init__(self, desk: Desk, preview: LetterPreview, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._preview = desk, preview
        self._case_id = ""
        self._file: CaseFile | None = None
        self._letters: tuple[Typeset, ...] = ()
        self._shown: dict[str, bytes] = {}
        preview.accepted.connect(self._accept)
        preview.printed.connect(self._printed)
        preview.save_requested.connect(self._save)

    def show_owed(self, file: CaseFile) -> None:
        """Typeset both copies of the letter that the case owes, and show them."""
        if file.determination is not None:
            kinds = kinds_for(file.determination, file.case.request.review)
        else:
            kinds = (LetterKind.INFORMATION_REQUEST,)
        self._case_id, self._file = file.case.id, file
        self._letters = self._typeset(file, kinds)
        self._show(tuple(letter.shown for letter in self._letters), accepted=False)

    def show_sealed(self, case_id: str) -> None:
        """Show the letters on file, from their archived bytes."""
        self._case_id, self._file, self._letters = case_id, None, ()
        archive = self._desk.vault.archive
        on_file = tuple(
            PreviewCopy(_name(LetterKind(item.kind), Copy(item.copy)), archive.pdf(item.sequence))
            for item in archive.letters(case_id)
        )
        self._show(on_file, accepted=True)

    def seal(self, file: CaseFile, *kinds: LetterKind) -> None:
        """Typeset letters and put them on file without showing them first."""
        self._put_on_file(file, self._typeset(file, kinds))

    def _show(self, copies: tuple[PreviewCopy, ...], *, accepted: bool) -> None:
        self._shown = {copy.name: copy.pdf for copy in copies}
        self._preview.open(copies, accepted=accepted)

    def _typeset(self, file: CaseFile, kinds: tuple[LetterKind, ...]) -> tuple[Typeset, ...]:
        library, code = self._desk.library, self._desk.vault.archive.head_code()
        plan = library.plan(file.case.plan_id)
        file = replace(file, written_at=self._desk.now())
        made = []
        for kind in kinds:
            for copy in (Copy.INTERNAL,) if kind in INTERNAL else (Copy.MEMBER, Copy.PROVIDER):
                facts = file.facts(kind, copy, library, code)
                html = library.html(facts)
                pdf = library.pdf(html, plan, file.issued(library))
                owed = elements(facts, html, library.pages(pdf))
                required = tuple(RequiredElement(item.name, item.present, item.page) for item in owed)
                made.append(Typeset(kind, copy, PreviewCopy(_name(kind, copy), pdf, required), file))
        return tuple(made)

    def _put_on_file(self, file: CaseFile, letters: tuple[Typeset, ...]) -> None:
        desk = self._desk
        with desk.vault.together():
            for item in letters:
                desk.vault.archive.seal(
                    file.case.id,
                    item.kind,
                    item.copy,
                    dump(item.file),
                    item.shown.pdf,
                    desk.me.user_id,
                    desk.now(),
                )
                desk.record(EventKind.LETTER, file.case.id, kind=item.kind.value, copy=item.copy.value)

    def _accept(self) -> None:
        if self._file is not None:
            with self._desk.vault.together():
                self._put_on_file(self._file, self._letters)
                self._letters = ()
                self.accepted.emit()

    def _printed(self, name: str, pages: int, copies: int) -> None:
        self._desk.record(EventKind.PRINT, self._case_id, letter=name, pages=pages, copies=copies)

    def _save(self, name: str, path: str) -> None:
        try:
            Path(path).write_bytes(self._shown[name])
        except OSError as error:
            raise StorageError(
                f"The letter could not be written ({error.strerror}).", "Choose another place."
            ) from None
        self._desk.record(EventKind.SAVE, self._case_id, letter=name)


def _name(kind: LetterKind, copy: Copy) -> str:
    words = kind.value.replace("_", " ").capitalize()
    return words if copy is Copy.INTERNAL else f"{words}, {copy.value}"
