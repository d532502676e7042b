"""The Determination tab of the open case: shows what to decide, and calls the step that is chosen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ur_desktop.casework import decision, drafts
from ur_desktop.casework.decision import Decided
from ur_desktop.casework.open_case import OpenCase
from ur_desktop.casework.session import Session
from ur_desktop.domain.determination import Determination, PeerToPeer, Referral
from ur_desktop.domain.errors import LetterError, NotAuthorized, StorageError, TooSoon, WrongPassword
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.readiness import Problem
from ur_desktop.ui.decision.screen import Decision
from ur_desktop.ui.parts.case_text import reading_hint
from ur_desktop.ui.parts.shown_case import ShownCase


class DecisionController(QObject):
    """The slots behind the Determination tab; ``go`` asks for a tab, ``left`` for the worklist.

    ``written`` carries the letter that a step owes, before the tab that shows it is asked for; ``done`` says in a
    sentence what was done, before the case is left.
    """

    go = Signal(str)
    left = Signal()
    done = Signal(str)
    written = Signal(object)

    def __init__(self, session: Session, case: ShownCase, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._open = session, case
        self.decision = Decision(lambda: session.me, session.now)
        self.decision.referred.connect(self._refer)
        self.decision.information_requested.connect(self._request_information)
        self.decision.sent_back.connect(self._send_back)
        self.decision.peer_to_peer_offered.connect(self._offer_peer_to_peer)
        self.decision.recipient_confirmed.connect(self._confirm_recipient)
        self.decision.signing.connect(self._sign)
        self.decision.draft_changed.connect(self._typed)
        self.decision.saved_for_later.connect(self.left)

    def show(self) -> None:
        """Show the finding of a completed review to decide on."""
        self.decision.open(decision.start(self._session, self._case_id), hint=reading_hint, judge=self._judge)

    def _judge(self, wanted: Determination, pages: bool) -> tuple[Problem, ...]:
        return decision.judge(self._session, self._case_id, wanted, typeset=pages)

    def flush(self) -> None:
        """Save half-typed text now; StorageError when it can't be."""
        self.decision.flush_drafts()
        if self.decision.is_unsaved:
            raise StorageError(
                "Half-typed text is not saved.", "It is still there. Try again before you go on."
            )

    def _typed(self, key: str, text: str) -> None:
        try:
            drafts.save(self._session, self._case_id, decision.DRAFTS, key, text)
        except StorageError as error:
            self.decision.mark_unsaved(key, str(error))

    def _refer(self, referral: Referral, physician: str) -> None:
        case = decision.refer(self._session, self._case_id, referral.question, referral.note, physician)
        self._leave(case, f"{case.case.number} sent to {self._session.person(physician)}.")

    def _request_information(self, asked: InformationRequest) -> None:
        self._go_on(decision.request_information(self._session, self._case_id, asked))

    def _send_back(self, instructions: str) -> None:
        case = decision.send_back(self._session, self._case_id, instructions)
        self._leave(case, f"{case.case.number} sent back to {self._session.person(case.case.assigned_to)}.")

    def _offer_peer_to_peer(self, offer: PeerToPeer) -> None:
        case = decision.offer_peer_to_peer(self._session, self._case_id, offer.until)
        self._open.show(case)
        self.decision.set_standing(case.file.standing(self._session.library, self._session.now()))

    def _confirm_recipient(self, reason: str) -> None:
        case = decision.confirm_recipient(self._session, self._case_id, reason)
        self._open.show(case)
        self.decision.set_standing(case.file.standing(self._session.library, self._session.now()))

    def _sign(self, determination: Determination, password: str) -> None:
        try:
            signed = decision.sign(self._session, self._case_id, determination, password)
        except (WrongPassword, TooSoon) as error:
            self.decision.show_wrong_password(f"{error.what} Nothing was signed.")
        except (NotAuthorized, LetterError) as error:
            self.decision.show_faults(error.faults)
        else:
            self._go_on(signed)

    @property
    def _case_id(self) -> str:
        return self._open.value.case.id

    def _go_on(self, decided: Decided) -> None:
        """Go to the letter that a step owes, or leave the case when it owes none."""
        if decided.letter is None:
            self._leave(decided.case, f"Determination signed for {decided.case.case.number}.")
            return
        self._refresh(decided.case)
        self.written.emit(decided.letter)
        self.go.emit("letters")

    def _leave(self, case: OpenCase, done: str) -> None:
        self._refresh(case)
        self.done.emit(done)
        self.left.emit()

    def _refresh(self, case: OpenCase) -> None:
        """Show the case as it is after a step; the half-typed text of this tab has become part of it."""
        self.decision.forget_drafts()
        self._open.show(case)
