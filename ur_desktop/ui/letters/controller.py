"""The letters of the open case: typeset from the case file, shown, printed, and put on file for good."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.case import CaseState, Notice
from ur_desktop.domain.deadlines import sent
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.letter.elements import elements
from ur_desktop.domain.letter.facts import LetterFacts
from ur_desktop.domain.letter.kind import INTERNAL, Copy, LetterKind, kinds_for, letter_name
from ur_desktop.files.case import CaseFile, dump
from ur_desktop.storage.disk.export_file import put_whole
from ur_desktop.ui.letters.preview import LetterPreview, PreviewCopy
from ur_desktop.ui.letters.print_job import page_count
from ur_desktop.ui.parts.shown_case import ShownCase

WRITTEN_ANEW = "Written anew with today’s date and record code. Read it again, then accept it."


@dataclass(frozen=True, slots=True)
class Written:
    """A letter in words: its facts and its HTML."""

    facts: LetterFacts = field(repr=False)
    html: str = field(repr=False)

    @property
    def text(self) -> str:
        """What tells this text from every other, as the journal names it."""
        return sha256(self.html.encode()).hexdigest()[:16]


class LetterController(QObject):
    """Fills the letter preview; ``accepted`` says that the letters shown are on file, in a sentence."""

    accepted = Signal(str)

    def __init__(
        self, session: Session, case: ShownCase, preview: LetterPreview, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._open, self._preview = session, case, preview
        self._owed: CaseFile | None = None
        self._written: tuple[Written, ...] = ()
        self._shown: dict[str, bytes] = {}
        preview.accepted.connect(self._accept)
        preview.printed.connect(self._printed)
        preview.cut_short.connect(self._cut_short)
        preview.save_requested.connect(self._save)

    def show_owed(self, words: str = "") -> None:
        """Typeset both copies of the letter that the case owes, and show them; ``words`` stand at their foot."""
        self._owed = file = self._going_out(self._open.file)
        self._written = self._write(file, _owed_kinds(file))
        copies = (self._typeset(file, letter) for letter in self._written)
        self._show(tuple(replace(copy, words=words) for copy in copies), accepted=False)

    def check(self, file: CaseFile) -> None:
        """LetterError with every reason why the letter that this would owe can't be written."""
        file = self._going_out(file)
        self._write(file, _owed_kinds(file))

    def show_sealed(self) -> None:
        """Show the letters on file, from their archived bytes."""
        self._owed, self._written = None, ()
        archive = self._session.vault.archive
        on_file = tuple(
            PreviewCopy(
                letter_name(item.kind, item.copy),
                archive.pdf(item.sequence),
                case_id=item.case_id,
                letter=item.sequence,
            )
            for item in archive.letters(self._open.case.id)
        )
        self._show(on_file, accepted=True)

    def seal(self, file: CaseFile, *kinds: LetterKind) -> None:
        """Typeset letters and put them on file without showing them first."""
        file = replace(file, written_at=self._session.now())
        for letter in self._write(file, kinds):
            self._put_on_file(file, letter, self._typeset(file, letter).pdf)

    def _show(self, copies: tuple[PreviewCopy, ...], *, accepted: bool) -> None:
        self._shown = {copy.name: copy.pdf for copy in copies}
        self._preview.open(copies, accepted=accepted, number=self._open.case.number)

    def _going_out(self, file: CaseFile) -> CaseFile:
        """The case file as it is if its letter goes out now."""
        case, library, now = file.case, self._session.library, self._session.now()
        case = sent(case, library.line_of(case.plan_id), library.zone_of(case.plan_id), now)
        return replace(file, case=case, written_at=now)

    def _write(self, file: CaseFile, kinds: tuple[LetterKind, ...]) -> tuple[Written, ...]:
        """Write the letters of one act, all with one record code.

        The code is the archive's head before the act: both copies are read before either is sealed, and they
        are sealed together, so it stands for every letter on file before them. Of each other they are proved
        by their places in the archive's chain, and by the same code on both.
        """
        library, code = self._session.library, self._session.vault.archive.head_code()
        made = []
        for kind in kinds:
            for copy in (Copy.INTERNAL,) if kind in INTERNAL else (Copy.MEMBER, Copy.PROVIDER):
                facts = file.facts(kind, copy, library, code)
                made.append(Written(facts, library.html(facts)))
        return tuple(made)

    def _typeset(self, file: CaseFile, letter: Written) -> PreviewCopy:
        library, facts = self._session.library, letter.facts
        pdf = library.pdf(letter.html, facts.plan, file.issued(library))
        required = elements(facts, letter.html, library.pages(pdf))
        name = letter_name(facts.kind, facts.copy)
        return PreviewCopy(name, pdf, required, case_id=file.case.id, text=letter.text)

    def _put_on_file(self, file: CaseFile, letter: Written, pdf: bytes) -> None:
        session, kind, copy = self._session, letter.facts.kind, letter.facts.copy
        with session.vault.together():
            sealed = session.vault.archive.seal(file.case.id, kind, copy, dump(file), pdf, file.written_at)
            session.vault.queue.pass_over(sealed.sequence, file.case.id, letter.text)
            session.record(EventKind.LETTER, file.case.id, kind=kind.value, copy=copy.value)

    def _accept(self) -> None:
        if self._owed is None:
            return
        file = self._going_out(self._as_shown(self._owed))
        if [letter.html for letter in self._write(file, _owed_kinds(file))] != [
            letter.html for letter in self._written
        ]:
            self.show_owed(WRITTEN_ANEW)
            return
        if file.determination is not None:
            self._session.before_closing(file.case)
        with self._open.together():
            for letter in self._written:
                self._put_on_file(
                    file, letter, self._shown[letter_name(letter.facts.kind, letter.facts.copy)]
                )
            self._let_go(file)
        self._owed = None
        kind = self._written[0].facts.kind.value.replace("_", " ").capitalize()
        self.accepted.emit(f"{kind} for {file.case.number} is on file.")

    def _as_shown(self, shown: CaseFile) -> CaseFile:
        """The open case's file, with the time to answer that its letter names."""
        file = self._open.file
        if file.case.asking is None:
            return file
        until = shown.case.information_requests[-1].answer_by
        return replace(file, case=replace(file.case, asking=replace(file.case.asking, answer_by=until)))

    def _let_go(self, file: CaseFile) -> None:
        """Keep that the letter went out: the clock stops for what was asked, or for good."""
        case = file.case
        if file.determination is None:
            self._open.keep(
                state=CaseState.WAITING,
                asking=None,
                information_requests=case.information_requests,
                extended_at=case.extended_at,
            )
            return
        notice = Notice(file.written_at, "letter", self._session.me.user_id, case.member.name)
        self._open.keep(state=CaseState.CLOSED, notice=case.notice or notice)

    def _printed(self, copy: PreviewCopy, pages: int, copies: int) -> None:
        whole = pages == page_count(copy.pdf)
        self._write_down(EventKind.PRINT, copy, whole=whole, pages=pages, copies=copies)

    def _cut_short(self, copy: PreviewCopy, pages: int) -> None:
        """Write down that printing ended early: some of its pages may be on paper."""
        self._write_down(EventKind.PRINT, copy, whole=False, stopped_after=pages)

    def _save(self, copy: PreviewCopy, path: str) -> None:
        self._session.require(Permission.PRINT_LETTERS)
        try:
            put_whole(Path(path), (copy.pdf,), lambda: self._write_down(EventKind.SAVE, copy, whole=True))
        except OSError as error:
            raise StorageError(
                f"The letter could not be written ({error.strerror}).", "Choose another place."
            ) from None
        self._preview.say(f"{copy.name} saved as {Path(path).name}.")

    def _write_down(self, kind: EventKind, copy: PreviewCopy, *, whole: bool, **detail: object) -> None:
        """Write down that a copy was printed or saved; one that is out as a whole waits no more."""
        if copy.letter and whole:
            self._session.vault.queue.out(copy.letter, kind, self._session.now(), **detail)
            return
        which = {"number": copy.letter} if copy.letter else {"text": copy.text} if whole else {}
        self._session.record(kind, copy.case_id, letter=copy.name, **which, **detail)


def _owed_kinds(file: CaseFile) -> tuple[LetterKind, ...]:
    if file.determination is None:
        return (LetterKind.INFORMATION_REQUEST,)
    return kinds_for(file.determination, file.case.request.review)
