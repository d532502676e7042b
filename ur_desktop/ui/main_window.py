"""The window of one signed-in reviewer: the only screen that meets the store, one slot for each arrow of the line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ur_desktop.case_file import CaseFile, dump
from ur_desktop.domain.authorization import authorization_checks
from ur_desktop.domain.case import Case, CaseState, InformationRequest, Notice, Urgency
from ur_desktop.domain.deadlines import Deadline, answer_by, deadline, extension_refusal
from ur_desktop.domain.determination import (
    Action,
    Determination,
    PeerToPeer,
    Referral,
    Reviewer,
    Role,
    Standing,
    determine,
    shortfall,
    standing,
)
from ur_desktop.domain.errors import NotAuthorized, StorageError, UserError
from ur_desktop.domain.finding import cure_for, evaluate
from ur_desktop.domain.letter_elements import elements
from ur_desktop.domain.letter_kind import Copy, LetterKind, kinds_for
from ur_desktop.domain.policy import Policy
from ur_desktop.domain.reasons import rationale_start
from ur_desktop.domain.review import Mark, Review
from ur_desktop.library import Library
from ur_desktop.storage.journal import EventKind
from ur_desktop.storage.vault import Vault
from ur_desktop.storage.worklist import Filter, WorklistQuery
from ur_desktop.ui.case_screen import CaseScreen
from ur_desktop.ui.case_words import answer_line, event_line, header_facts, reading_hint, role_words, service_words
from ur_desktop.ui.closed_review import ClosedReview
from ur_desktop.ui.decision import Decision
from ur_desktop.ui.history import History
from ur_desktop.ui.intake import IntakeScreen
from ur_desktop.ui.intake_typed import typed_values
from ur_desktop.ui.letter_preview import LetterPreview, PreviewCopy, RequiredElement
from ur_desktop.ui.messages import Banner, show_error
from ur_desktop.ui.rail import Rail
from ur_desktop.ui.request_page import RequestPage
from ur_desktop.ui.review_wizard import ReviewWizard
from ur_desktop.ui.settings import Settings
from ur_desktop.ui.worklist import WorklistScreen
from ur_desktop.ui.worklist_rows import ListQuery, Names

ASKED_FIRST = {
    CaseState.NEW: "request",
    CaseState.IN_REVIEW: "review",
    CaseState.WAITING: "request",
    CaseState.LETTER: "letters",
    CaseState.CLOSED: "letters",
}
TICK = 30_000
_NOT_TYPED = (
    "created_at", "created_by", "state", "assigned_to", "information_requests", "notice", "extended_at", "sample"
)  # fmt: skip
QUESTION = "«What should the physician look at?»"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reviewer is, to come back to after unlocking."""

    case_id: str = ""
    tab: str = ""


@dataclass(frozen=True, slots=True)
class Pending:
    """A letter typeset and shown, not yet on file."""

    kind: LetterKind
    copy: Copy
    pdf: bytes


class MainWindow(QWidget):
    """Rail and screens of one open vault; ``now`` gives an aware local time.

    ``locked`` asks for the vault to be closed; ``scheme_chosen`` carries the appearance chosen in the settings.
    """

    locked = Signal()
    scheme_chosen = Signal(str)

    def __init__(
        self,
        vault: Vault,
        library: Library,
        now: Callable[[], datetime],
        scheme: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._vault, self._library, self._now, self._scheme = vault, library, now, scheme
        self._me: Reviewer = vault.reviewer
        self._case: Case | None = None
        self._file: CaseFile | None = None
        self._tab = ""
        self._pending: tuple[Pending, ...] = ()
        self._make_screens()
        self._connect()
        self._lay_out()
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._tick)
        self._clock.start(TICK)
        self.show_worklist()

    @property
    def place(self) -> Place:
        """Where the reviewer is."""
        at_case = self.screens.currentWidget() is self.case_screen and self._case is not None
        return Place(self._case.id, self._tab) if at_case and self._case else Place()

    def go_to(self, place: Place) -> None:
        """Come back to a place."""
        if place.case_id:
            self.open_case(place.case_id, place.tab)

    def flush(self) -> None:
        """Keep whatever is half typed, now."""
        self.wizard.flush_drafts()
        self.decision.flush_drafts()

    # The worklist

    def show_worklist(self) -> None:
        """Leave whatever is open for the list."""
        self.flush()
        self._case, self._file = None, None
        self._fetch(self.worklist.query())
        self._show(self.worklist, "worklist")

    def _fetch(self, query: ListQuery) -> None:
        now = self._now()
        midnight = datetime.combine(now.date(), time(), now.tzinfo)
        asked = WorklistQuery(
            text=query.text,
            filter=Filter(query.filter.value),
            plan_id=query.plan_id,
            review=query.review,
            user_id=self._me.user_id,
            day_start=midnight,
            day_end=midnight + timedelta(days=1),
            limit=query.limit,
            offset=query.offset,
        )
        rows = self._vault.cases.worklist(asked)
        if query.offset:
            self.worklist.append(rows)
        else:
            counts = self._vault.cases.counts(self._me.user_id, midnight, midnight + timedelta(days=1))
            self.worklist.set_rows(rows, counts, now, self._names())

    def _names(self) -> Names:
        policies = self._library.policies(self._now().date()).values()
        codes = {service.code: service_words(policy, service.code) for policy in policies for service in policy.services}
        people = self._vault.people()
        return Names(
            plans={plan.id: plan.name for plan in self._library.plans.values()},
            services={code: words.removesuffix(" IOP") for code, words in codes.items()},
            reviewers={person.user_id: f"{person.name}, {person.credential.title}" for person in people},
            me=self._me.user_id,
        )

    def _assign(self, case_id: str) -> None:
        self._keep(replace(self._vault.cases.get(case_id), assigned_to=self._me.user_id))
        self._fetch(self.worklist.query())

    # Intake

    def _new_case(self) -> None:
        drafts = self._vault.cases.drafts("intake")
        number = self._vault.cases.next_number(self._now().year)
        self.intake.begin(drafts or None, case_id=uuid4().hex, number=number)
        self._show(self.intake, "worklist")

    def _correct(self) -> None:
        if self._case is not None:
            self.intake.begin(typed_values(self._case), case_id=self._case.id, number=self._case.number)
            self._show(self.intake, "worklist")

    def _keep_intake_draft(self, values: Mapping[str, str]) -> None:
        if self._case is not None:
            return
        for key in self._vault.cases.drafts("intake").keys() - values.keys():
            self._vault.cases.clear_draft("intake", key)
        for key, text in values.items():
            self._vault.cases.save_draft("intake", key, text)
        if values:
            self.intake.draft_saved(self._now())

    def _take_in(self, case: Case) -> None:
        if self._case is not None:
            kept = replace(case, **{name: getattr(self._case, name) for name in _NOT_TYPED})
            self._keep(kept)
            self._record(EventKind.CHANGE, {"request": "corrected"}, case.id)
        else:
            self._vault.cases.add(case, self._deadline(case).decide_by)
            self._record(EventKind.CREATE, {}, case.id)
            self._keep_intake_draft({})

    def _saved(self, case: Case) -> None:
        self._take_in(case)
        self.show_worklist()

    def _started(self, case: Case) -> None:
        self._take_in(case)
        self.open_case(case.id)
        if self._file is None:
            self._begin_review()

    # A case

    def open_case(self, case_id: str, tab: str = "") -> None:
        """Open a case where its state asks for it, or on a tab."""
        self.flush()
        self._read(case_id)
        self._record(EventKind.VIEW, {})
        if self._case is None:
            return
        self._show(self.case_screen, "worklist")
        self.show_tab(tab or ASKED_FIRST.get(self._case.state, "determination"))

    def show_tab(self, tab: str) -> None:
        """Open a tab of the case; without a review only its request, letters and history can be shown."""
        if self._case is None:
            return
        self.flush()
        if self._file is None and tab in ("review", "determination"):
            tab = "request"
        self._tab = tab
        {
            "request": self._open_request,
            "review": self._open_review,
            "determination": self._open_decision,
            "letters": self._open_letters,
            "history": self._open_history,
        }[tab]()

    def _read(self, case_id: str) -> None:
        cases = self._vault.cases
        self._case = case = cases.get(case_id)
        reviews, referrals, decided = cases.reviews(case_id), cases.referrals(case_id), cases.determinations(case_id)
        self._file = None
        if reviews:
            self._file = CaseFile(
                case,
                reviews[-1],
                self._vault.people(),
                self._now(),
                decided[-1] if decided else None,
                referrals[-1] if referrals else None,
                cases.peer_to_peer(case_id),
            )
        self._show_header()

    def _policy(self) -> Policy:
        if self._file is not None:
            return self._file.policy(self._library)
        case = self._opened()
        return self._library.policy(case.policy_id, case.request.start)

    def _opened(self) -> Case:
        assert self._case is not None  # noqa: S101, the case's own screens are shown only while one is open
        return self._case

    def _open_file(self) -> CaseFile:
        assert self._file is not None  # noqa: S101, likewise: tabs that need a review are shown only with one
        return self._file

    def _deadline(self, case: Case) -> Deadline:
        return deadline(case, self._library.line_of(case.plan_id), self._library.zone_of(case.plan_id))

    def _show_header(self) -> None:
        case = self._opened()
        row = self._vault.cases.row(case.id)
        plan = self._library.plan(case.plan_id)
        self.case_screen.show_facts(header_facts(case, row, plan, self._policy(), self._now()))

    def _keep(self, case: Case) -> None:
        self._vault.cases.save(case, self._deadline(case).decide_by)
        if self._case is not None and self._case.id == case.id:
            self._read(case.id)

    def _record(self, kind: EventKind, detail: Mapping[str, object], case_id: str = "") -> None:
        case_id = case_id or (self._case.id if self._case else "")
        self._vault.journal.record(kind, self._me.user_id, self._now(), case_id, detail)

    def _person(self, user_id: str) -> str:
        people = {person.user_id: f"{person.name}, {person.credential.title}" for person in self._vault.people()}
        return people.get(user_id, user_id)

    # Request

    def _open_request(self) -> None:
        case, now = self._opened(), self._now()
        plan, policy = self._library.plan(case.plan_id), self._policy()
        earlier = tuple(item for item in self._vault.cases.earlier(case.member.id) if item.id != case.id)
        referral = self._file.referral if self._file else None
        self.request.open(
            case,
            plan=plan,
            policy=policy,
            deadline=self._deadline(case),
            checks=authorization_checks(case, policy, plan, now, earlier),
            referral=referral,
            referred_by=self._person(referral.by) if referral else "",
            now=now,
        )
        self.case_screen.show_page("request")

    def _records_came(self) -> None:
        case, now = self._opened(), self._now()
        answered = tuple(
            asked if asked.answered_at else replace(asked, answered_at=now) for asked in case.information_requests
        )
        self._keep(replace(case, information_requests=answered, state=CaseState.IN_REVIEW))
        self._review_again()

    # Review

    def _begin_review(self) -> None:
        case, policy, now = self._opened(), self._policy(), self._now()
        review = Review(
            case_id=case.id,
            sequence=1,
            policy_id=policy.id,
            version=policy.version,
            digest=policy.digest,
            checklist_id=policy.checklist_for(case.request.review).id,
            on=now.date(),
            facts=case.facts(),
        )
        self._start(review)

    def _review_again(self) -> None:
        before, now = self._open_file().review, self._now()
        found = {key: answer for key, answer in before.answers.items() if answer.mark is not Mark.NOT_DOCUMENTED}
        self._start(
            replace(
                before,
                sequence=before.sequence + 1,
                on=now.date(),
                answers=found,
                completed_at=None,
                completed_by="",
            )
        )

    def _start(self, review: Review) -> None:
        case = self._opened()
        self._vault.cases.begin_review(review, self._progress(review))
        self._keep(replace(case, state=CaseState.IN_REVIEW, assigned_to=case.assigned_to or self._me.user_id))
        self.show_tab("review")

    def _open_review(self) -> None:
        file = self._open_file()
        if file.review.completed_at is not None:
            finding = file.finding(self._library)
            self.closed_review.open(
                finding,
                cure_for(finding.policy, file.review),
                file.review,
                reviewer_name=self._person,
                can_review_again=file.determination is None,
                by_you=file.review.completed_by == self._me.user_id,
            )
            self.case_screen.show_page("review", "closed_review")
            return
        self.wizard.open(
            self._policy(),
            file.review,
            last=self._last_review(file.review),
            reviewer_name=self._person,
            drafts=self._drafts("review"),
        )
        self.case_screen.show_page("review")

    def _last_review(self, review: Review) -> Review | None:
        if review.sequence > 1:
            return self._vault.cases.reviews(review.case_id)[review.sequence - 2]
        for case in reversed(self._vault.cases.earlier(self._opened().member.id)):
            done = [item for item in self._vault.cases.reviews(case.id) if item.completed_at is not None]
            if case.id != review.case_id and done and done[-1].policy_id == review.policy_id:
                return done[-1]
        return None

    def _progress(self, review: Review) -> tuple[int, int]:
        return evaluate(self._policy(), review).progress

    def _answered(self, review: Review, criterion_id: str) -> None:
        try:
            self._vault.cases.save_answer(review, criterion_id, self._progress(review))
        except StorageError as error:
            self.wizard.mark_unsaved(criterion_id, str(error))
        else:
            self._file = replace(self._open_file(), review=review)

    def _facts_changed(self, review: Review) -> None:
        self._vault.cases.save_facts(review, self._progress(review))
        self._file = replace(self._open_file(), review=review)

    def _completed(self, review: Review) -> None:
        self._vault.cases.complete_review(review)
        self._keep(replace(self._opened(), state=CaseState.READY))
        self.show_tab("determination")

    # Determination

    def _open_decision(self) -> None:
        file, now = self._open_file(), self._now()
        if file.review.completed_at is None:
            self.show_tab("review")
            return
        if file.determination is not None:
            self.show_tab("letters")
            return
        finding = file.finding(self._library)
        plan = self._library.plan(file.case.plan_id)
        line, zone = self._library.line_of(plan.id), self._library.zone_of(plan.id)
        asked = file.referral.question if file.referral else f"{_capital(shortfall(finding))}. {QUESTION}"
        self.decision.open(
            file.case,
            finding,
            cure_for(finding.policy, file.review),
            file.standing(self._library, now),
            start=rationale_start(finding),
            question=asked,
            drafts=self._drafts("decision"),
            physicians=tuple(person for person in self._vault.people() if person.role is Role.PHYSICIAN),
            hint=reading_hint,
            answer_by=answer_by(file.case, line, zone, now),
            peer_to_peer_until=now.date() + timedelta(days=plan.peer_to_peer_days),
        )
        self.case_screen.show_page("determination")

    def _refer(self, referral: Referral, physician: str) -> None:
        file = self._open_file()
        self._seal(replace(file, referral=referral), (LetterKind.REFERRAL, LetterKind.REVIEW_SUMMARY), (Copy.INTERNAL,))
        self._vault.cases.add_referral(file.case.id, referral)
        self._keep(replace(file.case, state=CaseState.WITH_PHYSICIAN, assigned_to=physician))
        self._record(EventKind.CHANGE, {"referred_to": physician})
        self._forget_drafts("decision")
        self.show_worklist()

    def _ask_for_information(self, asked: InformationRequest) -> None:
        case = self._opened()
        line, zone = self._library.line_of(case.plan_id), self._library.zone_of(case.plan_id)
        extends = case.request.urgency is not Urgency.URGENT and not extension_refusal(case, line, zone, asked.sent_at)
        self._keep(
            replace(
                case,
                information_requests=(*case.information_requests, asked),
                extended_at=asked.sent_at if extends else case.extended_at,
                state=CaseState.LETTER,
            )
        )
        self._record(EventKind.CHANGE, {"asked_for": len(asked.items)})
        self._forget_drafts("decision")
        self.show_tab("letters")

    def _send_back(self, words: str) -> None:
        file = self._open_file()
        self._record(EventKind.CHANGE, {"sent_back": words})
        self._keep(replace(file.case, state=CaseState.READY, assigned_to=file.review.completed_by))
        self._forget_drafts("decision")
        self.show_worklist()

    def _offer_talk(self, offer: PeerToPeer) -> None:
        case = self._opened()
        self._vault.cases.add_peer_to_peer(case.id, offer)
        self._record(EventKind.CHANGE, {"peer_to_peer_until": offer.until.isoformat()})
        self._read(case.id)
        self.decision.set_standing(self._standing())

    def _standing(self) -> Standing:
        return self._open_file().standing(self._library, self._now())

    def _sign(self, determination: Determination, password: str) -> None:
        file = self._open_file()
        if not self._vault.confirm(password):
            self._record(EventKind.FAILED_SIGN_IN, {"to": "sign"})
            self.decision.show_wrong_password("This is not your password. Nothing was signed.")
            return
        if determination.action is Action.APPROVE:
            determination = replace(determination, authorization_number=f"A-{file.case.number}")
        try:
            determine(determination, file.finding(self._library), self._standing(), file.case.request)
        except NotAuthorized as error:
            self.decision.show_faults(error.faults)
            return
        signed = replace(file, determination=determination)
        has_letter = bool(kinds_for(determination, file.case.request.review))
        with self._vault.together():
            self._vault.cases.sign(file.case.id, determination, dump(signed))
            self._record(EventKind.DETERMINATION, {"action": determination.action.value})
            self._forget_drafts("decision")
            self._keep(replace(file.case, state=CaseState.LETTER if has_letter else CaseState.CLOSED))
        if has_letter:
            self.show_tab("letters")
        else:
            self.show_worklist()

    # Letters

    def _open_letters(self) -> None:
        case = self._opened()
        self._pending = ()
        if case.state is CaseState.LETTER:
            self._pending = self._typeset(self._open_file(), self._owed_kinds(), (Copy.MEMBER, Copy.PROVIDER))
            self.preview.open(tuple(self._shown), accepted=False)
        else:
            self.preview.open(self._sealed_copies(), accepted=True)
        self.case_screen.show_page("letters")

    def _owed_kinds(self) -> tuple[LetterKind, ...]:
        file = self._open_file()
        if file.determination is not None:
            return kinds_for(file.determination, file.case.request.review)
        return (LetterKind.INFORMATION_REQUEST,)

    def _typeset(
        self, file: CaseFile, kinds: tuple[LetterKind, ...], copies: tuple[Copy, ...]
    ) -> tuple[Pending, ...]:
        plan, code = self._library.plan(file.case.plan_id), self._vault.archive.head_code()
        file = replace(file, written_at=self._now())
        made = []
        self._shown: list[PreviewCopy] = []
        for kind in kinds:
            for copy in copies:
                facts = file.facts(kind, copy, self._library, code)
                html = self._library.html(facts)
                pdf = self._library.pdf(html, plan, file.issued(self._library))
                owed = elements(facts, html, self._library.pages(pdf))
                required = tuple(RequiredElement(item.name, item.present, item.page) for item in owed)
                self._shown.append(PreviewCopy(f"{copy.value.capitalize()} letter", pdf, required))
                made.append(Pending(kind, copy, pdf))
        return tuple(made)

    def _seal(self, file: CaseFile, kinds: tuple[LetterKind, ...], copies: tuple[Copy, ...]) -> None:
        self._pending = self._typeset(file, kinds, copies)
        self._put_on_file(file)

    def _put_on_file(self, file: CaseFile) -> None:
        now = self._now()
        with self._vault.together():
            for item in self._pending:
                self._vault.archive.seal(
                    file.case.id, item.kind.value, item.copy.value, dump(file), item.pdf, self._me.user_id, now
                )
                self._record(EventKind.LETTER, {"kind": item.kind.value, "copy": item.copy.value}, file.case.id)
        self._pending = ()

    def _accepted(self) -> None:
        file, now = self._open_file(), self._now()
        with self._vault.together():
            self._put_on_file(file)
            if file.determination is None:
                self._keep(replace(file.case, state=CaseState.WAITING))
            else:
                sent = Notice(now, "letter", self._me.user_id, file.case.member.name)
                self._keep(replace(file.case, state=CaseState.CLOSED, notice=file.case.notice or sent))
        self.show_worklist()

    def _sealed_copies(self) -> tuple[PreviewCopy, ...]:
        archive = self._vault.archive
        return tuple(
            PreviewCopy(f"{_capital(item.kind.replace('_', ' '))}, {item.copy}", archive.pdf(item.sequence), ())
            for item in archive.letters(self._opened().id)
        )

    def _printed(self, name: str, pages: int, copies: int) -> None:
        self._record(EventKind.PRINT, {"letter": name, "pages": pages, "copies": copies})

    def _save_pdf(self, name: str, path: str) -> None:
        pdf = next(copy.pdf for copy in self.preview.copies if copy.name == name)
        try:
            Path(path).write_bytes(pdf)
        except OSError as error:
            raise StorageError(f"The letter could not be written ({error.strerror}).", "Choose another place.") from None
        self._record(EventKind.SAVE, {"letter": name})

    # History and settings

    def _open_history(self) -> None:
        case = self._opened()
        answers = tuple(
            answer_line(item.at, self._person(item.by), item.criterion_id, item.before, item.after)
            for item in self._vault.cases.answer_history(case.id)
        )
        events = tuple(
            event_line(event.at, self._person(event.by), event.kind.value, event.detail)
            for event in self._vault.journal.entries(case.id)
        )
        self.history.open(answers + events)
        self.case_screen.show_page("history")

    def _open_settings(self) -> None:
        self.flush()
        self.settings.open(self._vault.people(), self._scheme, str(self._vault.folder), self._me.user_id)
        self._show(self.settings, "settings")

    def _add_person(self, person: Reviewer, password: str) -> None:
        try:
            self._vault.add_user(person, password)
        except UserError as error:
            self.settings.show_error(str(error))
            return
        self._record(EventKind.PEOPLE, {"added": person.user_id})
        self.settings.added()
        self._open_settings()

    def _choose_scheme(self, scheme: str) -> None:
        self._scheme = scheme
        self.scheme_chosen.emit(scheme)

    # The window

    def _make_screens(self) -> None:
        library, now = self._library, self._now
        self.rail = Rail(parent=self)
        self.rail.set_reviewer(self._me.name, role_words(self._me))
        self.banner = Banner(self)
        self.banner.hide()
        self.worklist = WorklistScreen(self)
        self.intake = IntakeScreen(
            library.plans,
            library.policies(now().date()),
            lambda key: library.lines[key],
            self._vault.cases.earlier,
            now,
            self._me,
        )
        self.request = RequestPage()
        self.wizard = ReviewWizard(self._me, now)
        self.closed_review = ClosedReview()
        self.decision = Decision(self._me, now)
        self.preview = LetterPreview()
        self.history = History()
        self.settings = Settings(self)
        self.case_screen = CaseScreen(
            {
                "request": self.request,
                "review": self.wizard,
                "closed_review": self.closed_review,
                "determination": self.decision,
                "letters": self.preview,
                "history": self.history,
            }
        )

    def _connect(self) -> None:
        self.rail.opened.connect(self._open_place)
        self.rail.locked.connect(self.locked)
        self.worklist.opened.connect(self.open_case)
        self.worklist.new_case.connect(self._new_case)
        self.worklist.query_changed.connect(self._fetch)
        self.worklist.assign_requested.connect(self._assign)
        self.intake.saved.connect(self._saved)
        self.intake.started.connect(self._started)
        self.intake.closed.connect(self.show_worklist)
        self.intake.draft_changed.connect(self._keep_intake_draft)
        self.case_screen.back.connect(self.show_worklist)
        self.case_screen.tab.connect(self.show_tab)
        self.request.correct.connect(self._correct)
        self.request.start_review.connect(self._begin_review)
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
        self.decision.draft_changed.connect(lambda key, text: self._keep_draft("decision", key, text))
        self.decision.kept.connect(self.show_worklist)
        self.preview.accepted.connect(self._accepted)
        self.preview.printed.connect(self._printed)
        self.preview.save_requested.connect(self._save_pdf)
        self.preview.fix_requested.connect(lambda _name: self._correct())
        self.settings.scheme_chosen.connect(self._choose_scheme)
        self.settings.person_added.connect(self._add_person)

    def _lay_out(self) -> None:
        self.screens = QStackedWidget(self)
        for screen in (self.worklist, self.intake, self.case_screen, self.settings):
            self.screens.addWidget(screen)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.screens, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)

    def show_error(self, error: UserError) -> None:
        """Say above the screen what a person can act on."""
        show_error(error, self.banner)

    def _drafts(self, screen: str) -> dict[str, str]:
        prefix = f"{screen}."
        kept = self._vault.cases.drafts(self._opened().id)
        return {key.removeprefix(prefix): text for key, text in kept.items() if key.startswith(prefix)}

    def _keep_draft(self, screen: str, key: str, text: str) -> None:
        if self._case is not None:
            self._vault.cases.save_draft(self._case.id, f"{screen}.{key}", text)

    def _forget_drafts(self, screen: str) -> None:
        for key in self._drafts(screen):
            self._vault.cases.clear_draft(self._opened().id, f"{screen}.{key}")

    def _tick(self) -> None:
        self.worklist.set_now(self._now())
        if self._case is not None:
            self._show_header()

    def _show(self, screen: QWidget, place: str) -> None:
        self.rail.set_current(place)
        self.banner.hide()
        self.screens.setCurrentWidget(screen)
        screen.setFocus()

    def _open_place(self, place: str) -> None:
        if place == "settings":
            self._open_settings()
        else:
            self.show_worklist()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
