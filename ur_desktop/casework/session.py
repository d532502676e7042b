"""What every act needs: the open vault, what is installed, the clock, and who is signed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ur_desktop.domain.access import Permission, may, require
from ur_desktop.domain.case import Case, CaseState
from ur_desktop.domain.case_states import WITHOUT_REVIEW, CaseAct, case_progress, require_state
from ur_desktop.domain.change import Change
from ur_desktop.domain.deadlines import Deadline, deadline
from ur_desktop.domain.determination import Determination
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.evaluation.finding import evaluate
from ur_desktop.domain.follow_up import follow_up_due
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.new_review import first_review
from ur_desktop.domain.review import Review
from ur_desktop.domain.reviewer import Reviewer, Role
from ur_desktop.domain.sending import Sending
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.domain.worklist import Stop
from ur_desktop.files.case import CaseFile
from ur_desktop.library import Library
from ur_desktop.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Session:
    """One person's time signed in to a vault; ``now`` gives an aware local time."""

    vault: Vault
    library: Library
    now: Callable[[], datetime]

    @property
    def me(self) -> Reviewer:
        """Who is signed in."""
        return self.vault.reviewer

    def may(self, act: Permission) -> bool:
        """Whether the signed-in person has a permission."""
        return may(self.me, act)

    def person(self, user_id: str) -> str:
        """A person's name and credential, or the bare id of a former user."""
        return self.names().get(user_id, user_id)

    def names(self) -> Mapping[str, str]:
        """Everyone's name and credential, by user id, those who left among them."""
        people = self.vault.keys.current_and_removed()
        return {
            person.user_id: ", ".join(filter(None, (person.name, person.credential.title)))
            for person in people
        }

    def physicians(self) -> tuple[Reviewer, ...]:
        """Who a case can be referred to."""
        return tuple(person for person in self.vault.people() if person.role is Role.PHYSICIAN)

    def reviewers(self) -> tuple[Reviewer, ...]:
        """Who a case can be assigned to."""
        return tuple(person for person in self.vault.people() if may(person, Permission.ANSWER))

    def require(self, act: Permission) -> None:
        """NotAuthorized, in a sentence, when the signed-in person lacks a permission."""
        require(self.me, act)

    def record(self, kind: EventKind, case_id: str = "", /, **detail: object) -> None:
        """Add an entry to the log, by the signed-in person, now."""
        self.vault.journal.record(kind, self.now(), case_id, detail)

    def now_for(self, case: Case) -> datetime:
        """The time in the zone of a case's plan, in which all its times are told, on screen as in its letters."""
        return self.now().astimezone(self.library.zone_of(case.plan_id))

    def deadline(self, case: Case) -> Deadline:
        """When the case is due, in the time zone of its plan."""
        zone = self.library.zone_of(case.plan_id)
        return deadline(case, self.library.line_of(case.plan_id), zone).in_zone(zone)

    def before_closing(self, case: Case) -> None:
        """Make sure of a backup before the first case of a real person is closed; StorageError without one."""
        backups = self.vault.backups
        if not case.sample and not any(not backup.fault for backup in backups.all()):
            backups.make(BackupReason.FIRST_CASE, self.now())

    def add(self, case: Case) -> None:
        """Save a new case with its row in the worklist."""
        self.vault.cases.add(case, *self.due(case))

    def save(self, case: Case) -> tuple[Change, ...]:
        """Save a changed case and its row in the worklist; returns what of its request changed."""
        return self.vault.cases.save(case, self.now(), *self.due(case))

    def keep_sent(self, case: Case, sending: Sending) -> None:
        """Save what was sent or told, with the case and its row in the worklist as they are then."""
        self.vault.sendings.put(case, sending, *self.due(case))

    def due(self, case: Case) -> tuple[datetime | None, Stop | None]:
        """What is due in the worklist, and the stop of its clock; a closed case keeps its place in the list."""
        owed = self.deadline(case)
        if case.state is CaseState.CLOSED and case.open_follow_ups:
            return follow_up_due(case, self.library.zone_of(case.plan_id)), None
        closed = case.state is CaseState.CLOSED
        return owed.decide_by if closed else owed.still_due, self._stop(case, owed)

    def _stop(self, case: Case, owed: Deadline) -> Stop | None:
        if case.state in (CaseState.LETTER, CaseState.SEND):
            return None  # someone has to accept or send it, so the case stays among those to act on
        if not owed.is_stopped(self.now()) or owed.stopped_since is None or owed.runs_again is None:
            return None
        return Stop(owed.stopped_since, owed.runs_again)

    def begin(self, case: Case, review: Review) -> None:
        """Save a new review of a case; an information request whose letter was not accepted yet is dropped."""
        policy = self.library.edition(review.policy_id, review.version, review.digest)
        with self.vault.transaction():
            self.vault.cases.begin_review(review, evaluate(policy, review).progress)
            self.record(EventKind.CHANGE, case.id, review="begun")
            self.save(replace(case, state=CaseState.IN_REVIEW, asking=None))

    def file_for(self, case_id: str, act: CaseAct) -> CaseFile:
        """The whole file of a case whose state allows an act; else NotAuthorized.

        Before the first review only an early end is possible: its file has a review without answers.
        """
        case = self.vault.cases.get(case_id)
        file = self.file(case)
        if file is None and act not in WITHOUT_REVIEW:
            raise NotAuthorized(f"You can’t {act}: no review was started.", "Start one first.")
        review, made = (file.review, file.determination) if file else (None, self._determination(case))
        require_state(act, case_progress(case, review, made))
        return file or self._file(case, self._unanswered(case))

    def file(self, case: Case) -> CaseFile | None:
        """The whole case file as of now; None before the first review, unless the case was ended before it."""
        reviews = self.vault.cases.reviews(case.id)
        if reviews:
            return self._file(case, reviews[-1])
        return self._file(case, self._unanswered(case)) if self._determination(case) else None

    def _determination(self, case: Case) -> Determination | None:
        return self.vault.cases.determination(case.id)

    def _unanswered(self, case: Case) -> Review:
        policy = self.library.policy(case.policy_id, case.request.start)
        return first_review(case, policy, self.now().date())

    def _file(self, case: Case, review: Review) -> CaseFile:
        cases, referrals = self.vault.cases, self.vault.cases.referrals(case.id)
        return CaseFile(
            case,
            review,
            self.vault.keys.current_and_removed(),
            self.now(),
            cases.determination(case.id),
            referrals[-1] if referrals else None,
            cases.peer_to_peer(case.id),
            cases.participation(case.id),
        )
