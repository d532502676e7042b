"""The Letters tab of the open case: shows the letter that it owes, or those accepted, and prints and saves them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ur_desktop.casework import decision, letters, sending
from ur_desktop.casework.file_places import said_of_place
from ur_desktop.casework.letters import LetterCopy, OwedLetter
from ur_desktop.casework.open_case import OpenCase
from ur_desktop.casework.session import Session
from ur_desktop.domain.errors import LetterError, UserError
from ur_desktop.ui.kit.text import plural
from ur_desktop.ui.letters.letter_bar import DISCARD, VOID
from ur_desktop.ui.letters.preview import LetterPreview
from ur_desktop.ui.letters.sending_form import SentLetters
from ur_desktop.ui.parts.shown_case import ShownCase

DATE_UPDATED = "Date and record code updated. Read again before you accept."


class LetterController(QObject):
    """Fills the letter preview; ``accepted`` says in a sentence that the letter shown was accepted.

    ``taken_back`` follows a voided determination or a discarded information request: the case is decided again.
    """

    accepted = Signal(str)
    taken_back = Signal()

    def __init__(
        self, session: Session, case: ShownCase, preview: LetterPreview, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._open, self._preview = session, case, preview
        self._owed: OwedLetter | None = None
        self._seen: set[str] = set()
        preview.accepted.connect(self._accept)
        preview.copy_read.connect(self._mark_read)
        preview.voided.connect(self._void)
        preview.discarded.connect(self._discard)
        preview.printed.connect(self._printed)
        preview.cut_short.connect(lambda copy, pages: letters.record_interrupted_print(session, copy, pages))
        preview.save_requested.connect(self._save)
        preview.sent.connect(self._sent)
        preview.viewed.connect(self._viewed)

    def set_letter(self, letter: OwedLetter) -> None:
        """Hold a letter that was just written, to be shown as it is."""
        self._owed = letter

    def show_owed(self) -> None:
        """Show both copies of the letter that the case owes, to be accepted."""
        case_id = self._open.case.id
        held = self._owed if self._owed is not None and self._owed.file.case.id == case_id else None
        self._show_owed(letters.write(self._session, case_id, held))

    def show_unwritten(self, error: LetterError) -> None:
        """Show why the letter that the case owes can't be written, and what takes it back."""
        self._owed = None
        self._show((), accepted=False, words=error.faults[0])

    def show_accepted(self) -> None:
        """Show the letters of the case that were accepted, from their archived bytes."""
        self._owed = None
        self._show(letters.accepted(self._session, self._open.case.id), accepted=True)

    def _show_owed(self, letter: OwedLetter, words: str = "") -> None:
        self._owed = letter
        self._show(letter.copies, accepted=False, words=words)

    def _show(self, copies: tuple[LetterCopy, ...], *, accepted: bool, words: str = "") -> None:
        owed, self._seen = self._owed, set()
        self._preview.open(
            copies,
            accepted=accepted,
            number=self._open.case.number,
            words=words,
            now=self._session.now_for(self._open.case),
            may_tell=owed is not None and owed.file.determination is not None,
            takes_back="" if accepted else self._takes_back(),
        )

    def _takes_back(self) -> str:
        """Return what takes the owed letter back; only its signer can void a determination."""
        signed = self._open.value.file.determination
        if signed is None:
            return DISCARD
        return VOID if signed.by.user_id == self._session.me.user_id else ""

    def _void(self, reason: str) -> None:
        self._leave(decision.void(self._session, self._open.case.id, reason))

    def _discard(self) -> None:
        self._leave(decision.discard_request(self._session, self._open.case.id))

    def _leave(self, case: OpenCase) -> None:
        self._owed = None
        self._open.show(case)
        self.taken_back.emit()

    def _mark_read(self, name: str) -> None:
        if self._owed is not None:
            self._owed = self._owed.with_read(name)

    def _accept(self) -> None:
        shown = self._owed
        if shown is None:
            return
        done = letters.accept(self._session, shown.file.case.id, shown)
        if isinstance(done, OwedLetter):
            self._show_owed(done, DATE_UPDATED)
            return
        self._owed = None
        self._open.show(done)
        kind = shown.kind.value.replace("_", " ").capitalize()
        self.accepted.emit(f"{kind} letter accepted for {done.case.number}.")

    def _viewed(self, copy: LetterCopy) -> None:
        """Record each copy once for each time that the letters are opened."""
        if copy.name not in self._seen:
            self._seen.add(copy.name)
            letters.record_view(self._session, copy)

    def _sent(self, what: SentLetters) -> None:
        session, case_id = self._session, self._open.case.id
        try:
            if what.letters:
                sending.send(session, what.letters, what.means, to=what.to, number=what.number, at=what.at)
            else:
                sending.tell(session, case_id, what.to, what.number, what.at)
        except UserError as error:
            self._preview.sending.show_error(error)
            return
        self._open.read(case_id)
        if what.letters:
            self.show_accepted()
            self._preview.say(f"{plural(len(what.letters), 'letter')} recorded as sent.")
        else:
            self._preview.sending.close_form()
            self._preview.say("Phone call recorded. The letter must still be sent.")

    def _printed(self, copy: LetterCopy, pages: int, copies: int) -> None:
        letters.record_print(self._session, copy, pages, copies)

    def _save(self, copy: LetterCopy, path: str) -> None:
        letters.save(self._session, copy, Path(path))
        place = Path(path)
        self._preview.say(f"{copy.name} saved as {place.name}.{said_of_place(place.parent)}")
