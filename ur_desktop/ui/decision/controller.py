"""The decision on the open case: referred, asked, sent back or signed, each in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QObject, Signal

from ur_desktop.casework.session import Session
from ur_desktop.domain.case import CaseState, InformationRequest
from ur_desktop.domain.deadlines import TO_READ, answer_by
from ur_desktop.domain.determination import (
    Action,
    Determination,
    PeerToPeer,
    Referral,
    determine,
    shortfall,
)
from ur_desktop.domain.errors import LetterError, NotAuthorized, StorageError, TooSoon, WrongPassword
from ur_desktop.domain.finding import cure_for
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.letter.kind import LetterKind, kinds_for
from ur_desktop.domain.letter.reasons import rationale_start
from ur_desktop.files.case import dump
from ur_desktop.ui.decision.screen import Decision
from ur_desktop.ui.letters.controller import LetterController
from ur_desktop.ui.parts.case_text import reading_hint
from ur_desktop.ui.parts.shown_case import ShownCase

DRAFTS = "decision"
QUESTION = "«What should the physician look at?»"


class DecisionController(QObject):
    """The slots behind the Determination tab; ``go`` asks for a tab, ``left`` for the worklist.

    ``done`` says before that in a sentence what was done.
    """

    go = Signal(str)
    left = Signal()
    done = Signal(str)

    def __init__(
        self, session: Session, case: ShownCase, letters: LetterController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._open, self._letters = session, case, letters
        self.decision = Decision(lambda: session.me, session.now)
        self.decision.referred.connect(self._refer)
        self.decision.information_requested.connect(self._ask_for_information)
        self.decision.sent_back.connect(self._send_back)
        self.decision.peer_to_peer_offered.connect(self._offer_talk)
        self.decision.signing.connect(self._sign)
        self.decision.draft_changed.connect(self._typed)
        self.decision.kept.connect(self.left)

    def show(self) -> None:
        """Show the finding of a completed review to decide on."""
        file, session = self._open.file, self._session
        now, finding = session.now(), file.finding(session.library)
        plan, line = session.library.plan(file.case.plan_id), session.library.line_of(file.case.plan_id)
        missing = shortfall(finding)
        question = f"{missing[0].upper()}{missing[1:]}. {QUESTION}"
        earliest = answer_by(file.case, line, session.library.zone_of(plan.id), now + TO_READ)
        self.decision.open(
            file.case,
            finding,
            cure_for(finding.policy, file.review),
            file.standing(session.library, now),
            start=rationale_start(finding),
            question=file.referral.question if file.referral else question,
            drafts=self._open.drafts(DRAFTS),
            physicians=session.physicians(),
            hint=reading_hint,
            answer_by=earliest.astimezone(),
            peer_to_peer_until=now.date() + timedelta(days=plan.peer_to_peer_days),
            completed_at=file.review.completed_at,
            completed_by=session.person(file.review.completed_by),
            referral=file.referral,
            referred_by=session.person(file.referral.by) if file.referral else "",
        )

    def flush(self) -> None:
        """Keep whatever is half typed."""
        self.decision.flush_drafts()

    def _typed(self, key: str, text: str) -> None:
        try:
            self._open.keep_draft(DRAFTS, key, text)
        except StorageError as error:
            self.decision.mark_unsaved(key, str(error))

    def _refer(self, referral: Referral, physician: str) -> None:
        session, file = self._session, self._open.file
        with self._open.together():
            self._letters.seal(
                replace(file, referral=referral), LetterKind.REFERRAL, LetterKind.REVIEW_SUMMARY
            )
            session.vault.cases.add_referral(file.case.id, referral)
            session.record(EventKind.CHANGE, file.case.id, referred_to=session.person(physician))
            self._open.forget_drafts(DRAFTS)
            self._open.keep(state=CaseState.WITH_PHYSICIAN, assigned_to=physician)
        self.done.emit(f"{file.case.number} is with {session.person(physician)}.")
        self.left.emit()

    def _ask_for_information(self, asked: InformationRequest) -> None:
        file = self._open.file
        self._letters.check(replace(file, case=replace(file.case, asking=asked)))
        with self._open.together():
            self._session.record(EventKind.CHANGE, self._open.case.id, asked_for=len(asked.items))
            self._open.forget_drafts(DRAFTS)
            self._open.keep(asking=asked, state=CaseState.LETTER)
        self.go.emit("letters")

    def _send_back(self, words: str) -> None:
        file = self._open.file
        with self._open.together():
            self._session.record(EventKind.CHANGE, file.case.id, sent_back=words)
            self._open.forget_drafts(DRAFTS)
            self._open.keep(state=CaseState.READY, assigned_to=file.review.completed_by)
        self.done.emit(f"{file.case.number} is back with {self._session.person(file.review.completed_by)}.")
        self.left.emit()

    def _offer_talk(self, offer: PeerToPeer) -> None:
        case_id = self._open.case.id
        with self._open.together():
            self._session.vault.cases.add_peer_to_peer(case_id, offer)
            self._session.record(EventKind.CHANGE, case_id, peer_to_peer_until=offer.until.isoformat())
        self._open.read(case_id)
        self.decision.set_standing(self._open.file.standing(self._session.library, self._session.now()))

    def _sign(self, determination: Determination, password: str) -> None:
        session, file = self._session, self._open.file
        try:
            session.vault.confirm(password, session.now(), file.case.id)
        except (WrongPassword, TooSoon) as error:
            self.decision.show_wrong_password(f"{error.what} Nothing was signed.")
            return
        if determination.action is Action.APPROVE:
            determination = replace(determination, authorization_number=f"A-{file.case.number}")
        try:
            stands = file.standing(session.library, session.now())
            finding = file.finding(session.library)
            determine(determination, finding, stands, file.case.request)
            has_letter = bool(kinds_for(determination, file.case.request.review))
            if has_letter:
                self._letters.check(replace(file, determination=determination))
        except (NotAuthorized, LetterError) as error:
            self.decision.show_faults(error.faults)
            return
        if not has_letter:
            session.before_closing(file.case)
        with self._open.together():
            session.vault.cases.sign(
                file.case.id, determination, dump(replace(file, determination=determination))
            )
            session.record(EventKind.DETERMINATION, file.case.id, action=determination.action.value)
            if determination.action is Action.APPROVE and not finding.supports_approval:
                session.record(EventKind.OVERRIDE, file.case.id, approved_although=shortfall(finding))
            self._open.forget_drafts(DRAFTS)
            self._open.keep(state=CaseState.LETTER if has_letter else CaseState.CLOSED)
        if has_letter:
            self.go.emit("letters")
        else:
            self.done.emit(f"The decision on {file.case.number} is on file.")
            self.left.emit()
