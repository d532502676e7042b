"""A request taken in, or put right: typed, kept while half typed, and put on file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from ur_desktop.casework import drafts
from ur_desktop.casework.session import Session
from ur_desktop.domain.case import Case
from ur_desktop.domain.change import what_changed
from ur_desktop.domain.determination import Role
from ur_desktop.domain.errors import UserError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.new_review import review_anew
from ur_desktop.domain.review import Review
from ur_desktop.ui.intake.fill_form import corrected, typed_values
from ur_desktop.ui.intake.screen import IntakeScreen
from ur_desktop.ui.kit.text import own_zone

INTAKE, REQUEST, CORRECTION = "intake", "request", "correction"


class IntakeController(QObject):
    """The slots behind the intake; ``left`` asks for the worklist, ``begun`` carries the id of a case to review."""

    left = Signal()
    begun = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.corrects: Case | None = None
        self.screen = IntakeScreen(
            session.library.plans,
            session.library.policies(session.now().date()),
            lambda key: session.library.lines[key],
            self._earlier,
            session.now,
            lambda: session.me,
        )
        self.screen.saved.connect(self._saved)
        self.screen.started.connect(self._started)
        self.screen.closed.connect(self.left)
        self.screen.draft_changed.connect(self._keep_draft)

    def take_in(self) -> None:
        """Begin a new request, with what is half typed of one."""
        self.corrects = None
        number = self._session.vault.cases.next_number(self._session.now().year)
        draft = drafts.load(self._session, INTAKE, REQUEST)
        self.screen.begin(draft or None, case_id=uuid4().hex, number=number)

    def correct(self, case: Case) -> None:
        """Begin to put a request right, with what is half typed of that."""
        self.corrects = case
        draft = drafts.load(self._session, case.id, CORRECTION)
        values = {**self._on_file(case), **draft}
        self.screen.begin(values, case_id=case.id, number=case.number, corrects=True)

    def flush(self) -> None:
        """Keep what is half typed, now; StorageError when it can't be."""
        if self.screen.is_unsaved:
            self._keep_draft(self.screen.draft_values())

    def _earlier(self, plan_id: str, member_id: str) -> tuple[Case, ...]:
        """Return the member's other cases, oldest first."""
        found = self._session.vault.cases.earlier(plan_id, member_id)
        corrected_id = self.corrects.id if self.corrects else ""
        return tuple(case for case in reversed(found) if case.id != corrected_id)

    def _on_file(self, case: Case) -> Mapping[str, str]:
        return typed_values(case, own_zone(self._session.now()))

    def _keep_draft(self, values: Mapping[str, str]) -> None:
        if self.corrects is None:
            drafts.save_all(self._session, INTAKE, REQUEST, values)
        else:
            on_file = self._on_file(self.corrects) if values else {}
            keys = on_file.keys() | values.keys()
            typed = {key: values.get(key, "") for key in keys if values.get(key, "") != on_file.get(key, "")}
            drafts.save_all(self._session, self.corrects.id, CORRECTION, typed)
        self.screen.is_unsaved = False
        if values:
            self.screen.draft_saved(self._session.now())

    def _saved(self, case: Case) -> None:
        self._keep(case)
        self.left.emit()

    def _started(self, case: Case) -> None:
        self._keep(case)
        self.begun.emit(case.id)

    def _keep(self, case: Case) -> None:
        before, session = self.corrects, self._session
        with session.vault.together():
            if before is None:
                session.add(case)
                session.record(EventKind.CREATE, case.id)
            else:
                self._put_right(before, corrected(before, case))
            self._keep_draft({})
        self.corrects = None

    def _put_right(self, before: Case, case: Case) -> None:
        """Keep a corrected case; when its review rests on what was corrected, it begins anew."""
        session, cases = self._session, self._session.vault.cases
        rests_on_changed = _rests_on(before) != _rests_on(case)
        if cases.determinations(case.id) and (rests_on_changed or before.request != case.request):
            raise UserError(
                "A determination is signed on this request, its plan and this birth date.",
                "Correct names and addresses only, or take in a new request.",
            )
        if changes := session.keep(case):
            session.record(EventKind.CHANGE, case.id, corrected=what_changed(changes))
        if rests_on_changed and (reviews := cases.reviews(case.id)):
            policy = session.library.policy(case.policy_id, case.request.start)
            whose = self._whose(case, reviews[-1])
            if whose != case.assigned_to:
                to = session.person(whose) if whose else "nobody"
                session.record(EventKind.CHANGE, case.id, assigned_to=to)
            anew = review_anew(reviews[-1], case, policy, session.now().date())
            session.begin(replace(case, assigned_to=whose), anew)

    def _whose(self, case: Case, last: Review) -> str:
        """Who reviews a corrected case: from a physician it goes back to whoever reviewed it, or to nobody."""
        reviewers = {person.user_id: person for person in self._session.reviewers()}
        whose = reviewers.get(case.assigned_to)
        if whose is not None and whose.role is not Role.PHYSICIAN:
            return whose.user_id
        return last.completed_by if last.completed_by in reviewers else ""


def _rests_on(case: Case) -> tuple[object, ...]:
    """What a review rests on: when it changes, what was found has to be looked at again."""
    request = case.request
    return (case.policy_id, case.plan_id, case.member.born, request.start, request.review)
