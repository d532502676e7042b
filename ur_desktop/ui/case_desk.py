"""The open case: each arrow of the line, from the request to the letter, is a slot of a few lines here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QObject, Signal

from ur_desktop.case_file import CaseFile, dump
from ur_desktop.domain.authorization import authorization_checks
from ur_desktop.domain.case import Case, CaseState, InformationRequest, Notice, Urgency
from ur_desktop.domain.deadlines import answer_by, extension_refusal
from ur_desktop.domain.determination import (
    Action,
    Determination,
    PeerToPeer,
    Referral,
    determine,
    shortfall,
)
from ur_desktop.domain.errors import NotAuthorized, StorageError
from ur_desktop.domain.finding import cure_for, evaluate
from ur_desktop.domain.letter_kind import LetterKind, kinds_for
from ur_desktop.domain.policy import Policy
from ur_desktop.domain.reasons import rationale_start
from ur_desktop.domain.review import Mark, Review
from ur_desktop.storage.journal import EventKind
from ur_desktop.ui.case_screen import CaseScreen
from ur_desktop.ui.case_words import answer_line, event_line, header_facts, reading_hint
from ur_desktop.ui.closed_review import ClosedReview
from ur_desktop.ui.decision import Decision
from ur_desktop.ui.desk import Desk
from ur_desktop.ui.history import History
from ur_desktop.ui.letter_desk import LetterDesk
from ur_desktop.ui.letter_preview import LetterPreview
from ur_desktop.ui.request_page import RequestPage
from ur_desktop.ui.review_wizard import ReviewWizard

OPENS_ON = {
    CaseState.NEW: "request",
    CaseState.IN_REVIEW: "review",
    CaseState.READY: "determination",
    CaseState.WITH_PHYSICIAN: "determination",
    CaseState.WAITING: "request",
    CaseState.LETTER: "letters",
    CaseState.CLOSED: "letters",
}
QUESTION = "«What should the physician look at?»"


class CaseDesk(QObject):
    """Opens one case at a time on its screen; ``left`` asks for the worklist, ``correct`` carries the case."""

    left = Signal()
    correct = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._case: Case
        self._file: CaseFile | None = None
        self.tab = ""
        self.request = RequestPage()
        self.wizard = ReviewWizard(desk.me, desk.now)
        self.closed_review = ClosedReview()
        self.decision = Decision(desk.me, desk.now)
        self.preview = LetterPreview()
        self.history = History()
        self.screen = CaseScreen(
            {
                "request": self.request,
                "review": self.wizard,
                "closed_review": self.closed_review,
                "determination": self.decision,
                "letters": self.preview,
                "history": self.history,
            }
        )
        self.letters = LetterDesk(desk, self.preview, self)
        self._connect()

    @property
    def case(self) -> Case:
        """The case that is open, or was last."""
        return self._case

    @property
    def file(self) -> CaseFile:
        """The case with its review; tabs that need one are shown only when there is one."""
        assert self._file is not None  # noqa: S101, see the docstring
        return self._file

    def open(self, case_id: str, tab: str = "") -> None:
        """Open a case where its state asks for it, or on a tab."""
        self._read(case_id)
        self._desk.record(EventKind.VIEW, case_id)
        self.show_tab(tab or OPENS_ON[self._case.state])

    def show_tab(self, tab: str) -> None:
        """Open a tab of the case; before its first review there is nothing to review or decide."""
        self.flush()
        if self._file is None and tab in ("review", "determination"):
            tab = "request"
        self.tab = tab
        {
            "request": self._open_request,
            "review": self._open_review,
            "determination": self._open_decision,
            "letters": self._open_letters,
            "history": self._open_history,
        }[tab]()

    def flush(self) -> None:
        """Keep whatever is half typed, now."""
        self.wizard.flush_drafts()
        self.decision.flush_drafts()

    def tick(self) -> None:
        """Say the due time as it is now."""
        case, now = self._case, self._desk.now()
        row = self._desk.vault.cases.row(case.id)
        plan = self._desk.library.plan(case.plan_id)
        self.screen.show_facts(header_facts(case, row, plan, self._policy(), now))

    def begin_review(self) -> None:
        """Start the case's first review, under the policy in force on its first date of service."""
        case, policy = self._case, self._policy()
        self._start(
            Review(
                case_id=case.id,
                sequence=1,
                policy_id=policy.id,
                version=policy.version,
                digest=policy.digest,
                checklist_id=policy.checklist_for(case.request.review).id,
                on=self._desk.now().date(),
                facts=case.facts(),
            )
        )

    def _connect(self) -> None:
        self.screen.back.connect(self.left)
        self.screen.tab.connect(self.show_tab)
        self.request.correct.connect(lambda: self.correct.emit(self._case))
        self.request.start_review.connect(self.begin_review)
        self.request.records_came.connect(self._records_came)
        self.request.go.connect(self.show_tab)
        self.wizard.answered.connect(self._answered)
        self.wizard.facts_changed.connect(self._facts_changed)
        self.wizard.completed.connect(self._completed)
        self.wizard.draft_changed.connect(lambda key, text: self._keep_draft("review", key, text))
        self.closed_review.decide.connect(lambda: self.show_tab("determination"))
        self.closed_review.review_again.connect(self._review_again)
        self.decision.referred.connect(self._refer)
        self.decision.information_requested.connect(self._ask_for_information)
        self.decision.sent_back.connect(self._send_back)
        self.decision.peer_to_peer_offered.connect(self._offer_talk)
        self.decision.signing.connect(self._sign)
        self.decision.draft_changed.connect(self._decision_typed)
        self.decision.kept.connect(self.left)
        self.preview.fix_requested.connect(lambda _name: self.correct.emit(self._case))
        self.preview.decide_requested.connect(lambda: self.show_tab("determination"))
        self.letters.accepted.connect(self._letters_accepted)

    def _read(self, case_id: str) -> None:
        self._case = self._desk.vault.cases.get(case_id)
        self._file = self._desk.file(self._case)
        self.tick()

    @contextmanager
    def _together(self) -> Iterator[None]:
        """One transaction; when it fails, the case is what is on file."""
        try:
            with self._desk.vault.together():
                yield
        except StorageError:
            self._read(self._case.id)
            raise

    def review_anew(self) -> None:
        """Begin a review on the request as it is now; what was answered stays where the checklist is the same."""
        before = self.file.review
        case, now = self._case, self._desk.now()
        policy = self._desk.library.policy(case.policy_id, case.request.start)
        checklist = policy.checklist_for(case.request.review).id
        same = (before.policy_id, before.version, before.checklist_id) == (
            policy.id,
            policy.version,
            checklist,
        )
        fresh = Review(
            case_id=case.id,
            sequence=before.sequence + 1,
            policy_id=policy.id,
            version=policy.version,
            digest=policy.digest,
            checklist_id=checklist,
            on=now.date(),
            facts={**before.facts, **case.facts()},
            schedule=before.schedule,
            attendance=before.attendance,
            answers=before.answers if same else {},
        )
        self._file = replace(self.file, review=fresh)
        self._start(fresh)

    def _keep(self, **changes: object) -> None:
        self._desk.keep(replace(self._case, **changes))  # type: ignore[arg-type]
        self._read(self._case.id)

    def _policy(self) -> Policy:
        if self._file is not None:
            return self._file.policy(self._desk.library)
        return self._desk.library.policy(self._case.policy_id, self._case.request.start)

    # Request

    def _open_request(self) -> None:
        case, desk, policy = self._case, self._desk, self._policy()
        plan = desk.library.plan(case.plan_id)
        earlier = tuple(item for item in desk.vault.cases.earlier(case.member.id) if item.id != case.id)
        referral = self._file.referral if self._file else None
        self.request.open(
            case,
            plan=plan,
            policy=policy,
            deadline=desk.deadline(case),
            checks=authorization_checks(case, policy, plan, desk.now(), earlier),
            referral=referral,
            referred_by=desk.person(referral.by) if referral else "",
            now=desk.now(),
        )
        self.screen.show_page("request")

    def _records_came(self) -> None:
        now = self._desk.now()
        answered = tuple(
            asked if asked.answered_at else replace(asked, answered_at=now)
            for asked in self._case.information_requests
        )
        with self._together():
            self._desk.record(EventKind.CHANGE, self._case.id, records="came")
            self._keep(information_requests=answered, state=CaseState.IN_REVIEW)
            self._review_again()

    # Review

    def _review_again(self) -> None:
        before = self.file.review
        found = {
            key: answer for key, answer in before.answers.items() if answer.mark is not Mark.NOT_DOCUMENTED
        }
        again = replace(before, sequence=before.sequence + 1, on=self._desk.now().date(), answers=found)
        self._start(replace(again, completed_at=None, completed_by=""))

    def _start(self, review: Review) -> None:
        progress = evaluate(self._policy(), review).progress
        with self._together():
            self._desk.vault.cases.begin_review(review, progress)
            self._desk.record(EventKind.CHANGE, review.case_id, review="begun")
            self._keep(state=CaseState.IN_REVIEW, assigned_to=self._case.assigned_to or self._desk.me.user_id)
        self.show_tab("review")

    def _open_review(self) -> None:
        review = self.file.review
        if review.completed_at is None:
            self.wizard.open(
                self._policy(),
                review,
                last=self._desk.last_review(self._case, review),
                reviewer_name=self._desk.person,
                drafts=self._drafts("review"),
            )
            if not review.answers:
                self.wizard.go_to_step(0)
            self.screen.show_page("review")
            return
        finding = self.file.finding(self._desk.library)
        self.closed_review.open(
            finding,
            cure_for(finding.policy, review),
            review,
            reviewer_name=self._desk.person,
            can_review_again=self.file.determination is None,
            by_you=review.completed_by == self._desk.me.user_id,
        )
        self.screen.show_page("review", "closed_review")

    def _answered(self, review: Review, criterion_id: str) -> None:
        try:
            with self._desk.vault.together():
                self._desk.vault.cases.save_answer(review, criterion_id, self.wizard.sitting.finding.progress)
                self._note_override(review, criterion_id)
        except StorageError as error:
            self.wizard.mark_unsaved(criterion_id, str(error))
        else:
            self._file = replace(self.file, review=review)

    def _note_override(self, review: Review, criterion_id: str) -> None:
        """Write down a mark that goes against what the schedule proposes, when it is given."""
        answer, proposal = review.answers[criterion_id], self.wizard.sitting.proposal_for(criterion_id)
        if proposal is None or answer.mark in (None, proposal.mark, self.file.review.mark(criterion_id)):
            return
        self._desk.record(
            EventKind.OVERRIDE,
            review.case_id,
            criterion=criterion_id,
            proposed=proposal.mark.value,
            answered=answer.mark.value,
            reason=answer.note,
        )

    def _facts_changed(self, review: Review) -> None:
        self._desk.vault.cases.save_facts(review, evaluate(self._policy(), review).progress)
        self._file = replace(self.file, review=review)

    def _completed(self, review: Review) -> None:
        with self._together():
            self._desk.vault.cases.complete_review(review)
            self._desk.record(EventKind.CHANGE, review.case_id, review="completed")
            self._keep(state=CaseState.READY)
        self.show_tab("determination")

    # Determination

    def _open_decision(self) -> None:
        file, desk = self.file, self._desk
        if file.review.completed_at is None or file.determination is not None:
            self.show_tab("letters" if file.determination else "review")
            return
        now, finding = desk.now(), file.finding(desk.library)
        plan, line = desk.library.plan(file.case.plan_id), desk.library.line_of(file.case.plan_id)
        missing = shortfall(finding)
        self.decision.open(
            file.case,
            finding,
            cure_for(finding.policy, file.review),
            file.standing(desk.library, now),
            start=rationale_start(finding),
            question=file.referral.question
            if file.referral
            else f"{missing[0].upper()}{missing[1:]}. {QUESTION}",
            drafts=self._drafts("decision"),
            physicians=desk.physicians(),
            hint=reading_hint,
            answer_by=answer_by(file.case, line, desk.library.zone_of(plan.id), now).astimezone(),
            peer_to_peer_until=now.date() + timedelta(days=plan.peer_to_peer_days),
            completed_at=file.review.completed_at,
            completed_by=desk.person(file.review.completed_by),
            referral=file.referral,
            referred_by=desk.person(file.referral.by) if file.referral else "",
        )
        self.screen.show_page("determination")

    def _decision_typed(self, key: str, text: str) -> None:
        try:
            self._keep_draft("decision", key, text)
        except StorageError as error:
            self.decision.mark_unsaved(key, str(error))

    def _refer(self, referral: Referral, physician: str) -> None:
        desk, case_id = self._desk, self._case.id
        with self._together():
            self.letters.seal(
                replace(self.file, referral=referral), LetterKind.REFERRAL, LetterKind.REVIEW_SUMMARY
            )
            desk.vault.cases.add_referral(case_id, referral)
            desk.record(EventKind.CHANGE, case_id, referred_to=desk.person(physician))
            self._forget_drafts("decision")
            self._keep(state=CaseState.WITH_PHYSICIAN, assigned_to=physician)
        self.left.emit()

    def _ask_for_information(self, asked: InformationRequest) -> None:
        case, desk = self._case, self._desk
        line, zone = desk.library.line_of(case.plan_id), desk.library.zone_of(case.plan_id)
        refused = extension_refusal(case, line, zone, asked.sent_at)
        extends = case.request.urgency is not Urgency.URGENT and not refused
        with self._together():
            desk.record(EventKind.CHANGE, case.id, asked_for=len(asked.items))
            self._forget_drafts("decision")
            self._keep(
                information_requests=(*case.information_requests, asked),
                extended_at=asked.sent_at if extends else case.extended_at,
                state=CaseState.LETTER,
            )
        self.show_tab("letters")

    def _send_back(self, words: str) -> None:
        with self._together():
            self._desk.record(EventKind.CHANGE, self._case.id, sent_back=words)
            self._forget_drafts("decision")
            self._keep(state=CaseState.READY, assigned_to=self.file.review.completed_by)
        self.left.emit()

    def _offer_talk(self, offer: PeerToPeer) -> None:
        with self._together():
            self._desk.vault.cases.add_peer_to_peer(self._case.id, offer)
            self._desk.record(EventKind.CHANGE, self._case.id, peer_to_peer_until=offer.until.isoformat())
        self._read(self._case.id)
        self.decision.set_standing(self.file.standing(self._desk.library, self._desk.now()))

    def _sign(self, determination: Determination, password: str) -> None:
        desk, file = self._desk, self.file
        if not desk.vault.confirm(password):
            desk.record(EventKind.FAILED_SIGN_IN, file.case.id)
            self.decision.show_wrong_password("This is not your password. Nothing was signed.")
            return
        if determination.action is Action.APPROVE:
            determination = replace(determination, authorization_number=f"A-{file.case.number}")
        try:
            stands = file.standing(desk.library, desk.now())
            determine(determination, file.finding(desk.library), stands, file.case.request)
        except NotAuthorized as error:
            self.decision.show_faults(error.faults)
            return
        has_letter = bool(kinds_for(determination, file.case.request.review))
        with self._together():
            desk.vault.cases.sign(
                file.case.id, determination, dump(replace(file, determination=determination))
            )
            desk.record(EventKind.DETERMINATION, file.case.id, action=determination.action.value)
            self._forget_drafts("decision")
            self._keep(state=CaseState.LETTER if has_letter else CaseState.CLOSED)
        if has_letter:
            self.show_tab("letters")
        else:
            self.left.emit()

    # Letters

    def _open_letters(self) -> None:
        if self._case.state is CaseState.LETTER:
            self.letters.show_owed(self.file)
        else:
            self.letters.show_sealed(self._case.id)
        self.screen.show_page("letters")

    def _letters_accepted(self) -> None:
        if self.file.determination is None:
            self._keep(state=CaseState.WAITING)
        else:
            sent = Notice(self._desk.now(), "letter", self._desk.me.user_id, self._case.member.name)
            self._keep(state=CaseState.CLOSED, notice=self._case.notice or sent)
        self.left.emit()

    # History

    def _open_history(self) -> None:
        vault, person = self._desk.vault, self._desk.person
        answers = tuple(
            answer_line(item.at, person(item.by), item.criterion_id, item.before, item.after)
            for item in vault.cases.answer_history(self._case.id)
        )
        events = tuple(
            event_line(event.at, person(event.by), event.kind.value, event.detail)
            for event in vault.journal.entries(self._case.id)
        )
        self.history.open(answers + events)
        self.screen.show_page("history")

    # Half-typed text

    def _drafts(self, screen: str) -> dict[str, str]:
        kept = self._desk.vault.cases.drafts(self._case.id)
        prefix = f"{screen}."
        return {key.removeprefix(prefix): text for key, text in kept.items() if key.startswith(prefix)}

    def _keep_draft(self, screen: str, key: str, text: str) -> None:
        self._desk.vault.cases.save_draft(self._case.id, f"{screen}.{key}", text)

    def _forget_drafts(self, screen: str) -> None:
        for key in self._drafts(screen):
            self._desk.vault.cases.clear_draft(self._case.id, f"{screen}.{key}")
