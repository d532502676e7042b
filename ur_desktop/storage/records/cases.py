"""Cases and what belongs to each: its worklist line, reviews, referrals and determinations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from ur_desktop.domain.access import Permission, require_assignable
from ur_desktop.domain.case import Case, CaseState
from ur_desktop.domain.case_states import (
    CaseAct,
    case_progress,
    is_frozen,
    require_accepted,
    require_new,
    require_state,
)
from ur_desktop.domain.change import AnswerChange, Change, request_changes
from ur_desktop.domain.completion import require_complete
from ur_desktop.domain.determination import Determination, PeerToPeer, Referral, Void
from ur_desktop.domain.early_end_rules import EndRules, as_ended, end_problems
from ur_desktop.domain.errors import NotAuthorized, StorageError
from ur_desktop.domain.folding import identity
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.participation import Participation, took_part
from ur_desktop.domain.policy import Policy
from ur_desktop.domain.readiness import require_ready
from ur_desktop.domain.review import Review
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.domain.signing import SigningRules, require_signable
from ur_desktop.domain.worklist import Stop, WorklistQuery, WorklistRow
from ur_desktop.storage.database import Database
from ur_desktop.storage.json_codec import CASE, PEER_TO_PEER, REFERRAL
from ur_desktop.storage.permissions import needs, progress_of, require_act, require_author
from ur_desktop.storage.records.entries import Determinations, Entries
from ur_desktop.storage.records.journal import SEAL, Lines
from ur_desktop.storage.records.reviews import Reviews, changes_of, save_changes
from ur_desktop.storage.records.sealed_records import Seal, SealedRecords
from ur_desktop.storage.records.worklist import Worklist

_REFERRAL, _PEER_TO_PEER = "referral", "peer_to_peer"
Confirm = Callable[[str, datetime, str], None]
"""Confirms a password at a time, for a case; `Vault.confirm`."""
_WORK = (Permission.TAKE_IN, Permission.ANSWER, Permission.DETERMINE)


class Cases:
    """The cases of an open vault, limited to what the signed-in person may see and change.

    Each call returns after its changes are on the disk. Everything is saved under the signed-in person's name;
    NotAuthorized for a value that another person wrote.
    """

    def __init__(
        self,
        db: Database,
        me: Callable[[], Reviewer],
        people: Callable[[], tuple[Reviewer, ...]],
        confirm: Confirm,
        lines: Lines,
        seals: SealedRecords,
    ) -> None:
        self._db, self._lines, self._seals = db, lines, seals
        self._people = people
        self._me, self._confirm = me, confirm
        self._worklist = Worklist(db)
        self._reviews = Reviews(db)
        self._entries = Entries(db)
        self._determinations = Determinations(self._entries)

    @property
    def person(self) -> Reviewer:
        """The signed-in person."""
        return self._me()

    @needs(Permission.TAKE_IN)
    def next_number(self, year: int) -> str:
        """Return the next unused case number of a year: "2026-000183"."""
        row = self._db.row(
            "SELECT max(number) FROM cases WHERE number GLOB ?", (f"{year}-[0-9][0-9][0-9][0-9][0-9][0-9]",)
        )
        last = row[0] if row else None
        return f"{year}-{int(last[-6:]) + 1 if last else 1:06d}"

    @needs(Permission.TAKE_IN)
    def add(self, case: Case, due: datetime | None, stop: Stop | None = None) -> None:
        """Save a new case; StorageError when its ID or number is in use."""
        require_author(self.person, case.created_by)
        require_new(case.state)
        with self._db.write():
            self._require_assignable(case, refers=False)
            if self._db.row("SELECT 1 FROM cases WHERE id = ? OR number = ?", (case.id, case.number)):
                raise StorageError(f"Case {case.number} already exists.", "Use the next number.")
            self._db.rows(
                "INSERT INTO cases (id, number, body) VALUES (?, ?, ?)",
                (case.id, case.number, CASE.text(case)),
            )
            self._worklist.put(case, due, stop)

    @needs(*_WORK)
    def save(
        self, case: Case, now: datetime, due: datetime | None, stop: Stop | None = None
    ) -> tuple[Change, ...]:
        """Save a case with its due time (aware), and return the changes of its request.

        KeyError when there is no such case.
        """
        with self._db.write():
            before = self._get(case.id)
            made = request_changes(before, case, self.person.user_id, now)
            self._require_changes(before, case, made)
            self._db.rows(
                "UPDATE cases SET body = ?, number = ? WHERE id = ?", (CASE.text(case), case.number, case.id)
            )
            save_changes(self._db, case.id, made)
            self._worklist.put(case, due, stop)
        return made

    def _require_changes(self, before: Case, after: Case, changes: tuple[Change, ...]) -> None:
        """Raise NotAuthorized for a change not allowed after the signature or in a closed case."""
        if after.created_by != before.created_by:
            raise NotAuthorized(f"Case {after.number} was created by {before.created_by}.", "Keep that name.")
        progress = progress_of(self._db, after.id)
        if any(is_frozen(change.what) for change in changes):
            require_state(CaseAct.CORRECT, progress)
        if after.assigned_to != before.assigned_to:
            refers = after.state is CaseState.WITH_PHYSICIAN
            self._require_assignable(after, refers=refers, was=before.assigned_to)
        if after.state is before.state:
            return
        if after.state in (CaseState.CLOSED, CaseState.SEND):
            self._require_accepted(after)
        if after.state is CaseState.CLOSED:
            require_state(CaseAct.CLOSE, progress)
        elif before.state is CaseState.CLOSED or after.state not in (CaseState.LETTER, CaseState.SEND):
            require_state(CaseAct.REOPEN, progress)

    def _require_assignable(self, case: Case, *, refers: bool, was: str = "") -> None:
        reviewed_by = took_part(self._reviews.participation(case.id))
        require_assignable(self.person, case.assigned_to, self._people(), reviewed_by, refers=refers, was=was)

    def _require_accepted(self, case: Case) -> None:
        accepted = self._db.rows("SELECT kind, copy FROM archive WHERE case_id = ?", (case.id,))
        require_accepted(
            self.determination(case.id), case.request.review, {(row[0], row[1]) for row in accepted}
        )

    @needs(Permission.ASSIGN)
    def assign(self, case_id: str, user_id: str) -> None:
        """Assign a case to a user; nothing else changes. KeyError when there is no such case."""
        with self._db.write():
            case = replace(self._get(case_id), assigned_to=user_id)
            self._require_assignable(case, refers=False)
            self._db.rows("UPDATE cases SET body = ? WHERE id = ?", (CASE.text(case), case_id))
            self._worklist.assign(case_id, user_id)

    @needs(Permission.SEE_CASES)
    def get(self, case_id: str) -> Case:
        """A case; KeyError when there is no such case."""
        return self._get(case_id)

    @needs(Permission.SEE_CASES)
    def earlier(self, plan_id: str, member_id: str) -> tuple[Case, ...]:
        """Return a member's cases, latest request first; the same member ID in another plan is another person.

        IDs are compared without case, invisible characters and kinds of hyphen.
        """
        rows = self._db.rows(
            """SELECT cases.body FROM worklist JOIN cases ON cases.id = worklist.case_id
            WHERE worklist.member_key = ? AND worklist.plan_id = ? ORDER BY worklist.received DESC""",
            (identity(member_id), plan_id),
        )
        return tuple(CASE.value(body) for (body,) in rows)

    @needs(Permission.SEE_CASES)
    def row(self, case_id: str) -> WorklistRow:
        """A case's row in the worklist; KeyError when there is no such case."""
        return self._worklist.row(case_id)

    @needs(Permission.SEE_CASES)
    def worklist(self, query: WorklistQuery) -> tuple[WorklistRow, ...]:
        """Return a page of the worklist, late cases first, stopped clocks last."""
        return self._worklist.rows(query)

    @needs(Permission.SEE_CASES)
    def counts(self, user_id: str, day_end: datetime) -> Mapping[str, int]:
        """Return the number of cases in each filter, by its value; late cases count as due today."""
        return self._worklist.counts(user_id, day_end)

    @needs(Permission.SEE_CASES)
    def resume_clocks(self, now: datetime) -> None:
        """Resume the clocks whose stop has ended."""
        self._worklist.resume(now)

    @needs(Permission.ANSWER)
    def begin_review(self, review: Review, progress: tuple[int, int] | None = None) -> None:
        """Save a new review; ``progress`` is the number of answers and their total for the worklist.

        Answers carried over from an earlier review of the case keep their author.
        """
        with self._db.write():
            require_act(self._db, review.case_id, CaseAct.BEGIN_REVIEW)
            self._reviews.begin(review, self.person)
            self._show(review, progress)

    @needs(Permission.SEE_CASES)
    def reviews(self, case_id: str) -> tuple[Review, ...]:
        """Return a case's reviews, oldest first, each with its latest answers."""
        return self._reviews.of(case_id)

    @needs(Permission.ANSWER)
    def save_answer(self, review: Review, criterion_id: str, progress: tuple[int, int] | None = None) -> None:
        """Save one answer of a review as a new row, in one transaction.

        Undo saves an answer too: the earlier one, or one without a mark, with the person and time of the undo.
        Without ``progress`` the worklist shows the number of marks and the total from before.
        """
        with self._db.write():
            latest = require_act(self._db, review.case_id, CaseAct.ANSWER).latest_review
            self._reviews.add_answer(review, criterion_id, self.person, latest)
            self._show(review, progress)

    @needs(Permission.ANSWER)
    def save_facts(
        self, review: Review, now: datetime, progress: tuple[int, int] | None = None
    ) -> tuple[Change, ...]:
        """Save a review's facts, schedule and attendance, each change as a new row; return the changes."""
        with self._db.write():
            require_act(self._db, review.case_id, CaseAct.ANSWER)
            made = self._reviews.save_facts(review, self.person.user_id, now)
            self._show(review, progress)
        return made

    @needs(Permission.ANSWER)
    def complete_review(self, review: Review, policy: Policy) -> None:
        """Complete a review, with its line and seal in the journal; every later change is refused.

        NotAuthorized while an answer is missing under ``policy``, the form that the review began with.
        """
        with self._db.write():
            require_act(self._db, review.case_id, CaseAct.COMPLETE_REVIEW)
            at = self._reviews.complete(review, self.person)
            require_complete(policy, self._reviews.latest(review.case_id))
            seal = self._seals.of_review(review.case_id, review.sequence)
            self._record(EventKind.CHANGE, at, review.case_id, seal, review="completed")

    @needs(Permission.SEE_CASES)
    def answer_history(self, case_id: str) -> tuple[AnswerChange, ...]:
        """Return every change of every answer of a case, oldest first."""
        return self._reviews.history(case_id)

    @needs(Permission.SEE_CASES)
    def participation(self, case_id: str) -> tuple[Participation, ...]:
        """Return who took part in a case's reviews."""
        return self._reviews.participation(case_id)

    @needs(Permission.SEE_CASES)
    def changes(self, case_id: str) -> tuple[Change, ...]:
        """Return every change of a case's request and of its reviews' facts, schedule and attendance, oldest first."""
        return changes_of(self._db, case_id)

    @needs(Permission.DETERMINE)
    def add_referral(self, case_id: str, referral: Referral) -> None:
        """Save a referral to the physician."""
        require_author(self.person, referral.by)
        require_act(self._db, case_id, CaseAct.REFER)
        self._entries.add(case_id, _REFERRAL, REFERRAL.text(referral))

    @needs(Permission.SEE_CASES)
    def referrals(self, case_id: str) -> tuple[Referral, ...]:
        """Return a case's referrals, oldest first."""
        return tuple(REFERRAL.value(body) for body in self._entries.of(case_id, _REFERRAL))

    @needs(Permission.DETERMINE)
    def add_peer_to_peer(self, case_id: str, talk: PeerToPeer) -> None:
        """Save a peer-to-peer offer or its outcome; earlier entries stay."""
        require_author(self.person, talk.offered_by)
        require_act(self._db, case_id, CaseAct.OFFER_PEER_TO_PEER)
        self._entries.add(case_id, _PEER_TO_PEER, PEER_TO_PEER.text(talk))

    @needs(Permission.SEE_CASES)
    def peer_to_peer(self, case_id: str) -> PeerToPeer | None:
        """Return the latest peer-to-peer entry of a case; None without one."""
        entries = self._entries.of(case_id, _PEER_TO_PEER)
        return PEER_TO_PEER.value(entries[-1]) if entries else None

    @needs(Permission.DETERMINE)
    def sign(
        self,
        case_id: str,
        determination: Determination,
        payload: str,
        rules: SigningRules,
        password: str,
        now: datetime,
    ) -> None:
        """Save a determination permanently, signed with the signed-in person's password; the journal has its seal.

        ``payload`` is the signed content as JSON text. WrongPassword and TooSoon as in `Vault.confirm`;
        NotAuthorized when it names another signer, or with everything for which it may not be signed on the record.
        """
        self._require_signer(determination)
        require_act(self._db, case_id, CaseAct.SIGN)
        case, review = self._get(case_id), self._reviews.latest(case_id)
        require_state(CaseAct.SIGN, case_progress(case, review, self.determination(case_id)))
        require_signable(
            determination,
            case,
            review,
            rules,
            participation=self._reviews.participation(case_id),
            peer_to_peer=self.peer_to_peer(case_id),
        )
        self._sign(case_id, determination, payload, password, now)

    @needs(Permission.END_EARLY)
    def end_early(
        self,
        case_id: str,
        determination: Determination,
        payload: str,
        rules: EndRules,
        password: str,
        due: datetime | None,
    ) -> None:
        """Save an early end of a case, signed as `sign` does, with the case as it leaves it; no review plays a part.

        NotAuthorized when it names another signer, or with everything for which the case may not be ended.
        """
        self._require_signer(determination)
        require_act(self._db, case_id, CaseAct.END)
        case = self._get(case_id)
        require_ready(end_problems(determination, case, rules))
        with self._db.write():
            self._sign(case_id, determination, payload, password, determination.at)
            ended = as_ended(case, determination)
            self._db.rows("UPDATE cases SET body = ? WHERE id = ?", (CASE.text(ended), case_id))
            self._worklist.put(ended, due)

    @needs(Permission.DETERMINE)
    def void(self, case_id: str, void: Void) -> None:
        """Save that the signer voids the case's determination; the determination stays on record.

        NotAuthorized for anyone but its signer, and once its letter was accepted.
        """
        require_author(self.person, void.by)
        require_act(self._db, case_id, CaseAct.VOID)
        signed = self._determinations.all(case_id)[-1]
        signer = signed.by
        if signer.user_id != void.by:
            raise NotAuthorized("Only its signer can void a determination.", f"Ask {signer.name} to void it.")
        with self._db.write():
            seal = self._seals.of_entry(self._determinations.add_void(case_id, void))
            self._record(EventKind.VOID, void.at, case_id, seal, action=signed.action.value)

    @needs(Permission.SEE_CASES)
    def voids(self, case_id: str) -> tuple[Void, ...]:
        """Return how a case's determinations were voided, oldest first; the first is of the first determination."""
        return self._determinations.voids(case_id)

    @needs(Permission.SEE_CASES)
    def determinations(self, case_id: str) -> tuple[Determination, ...]:
        """Return every determination ever signed on a case, oldest first."""
        return self._determinations.all(case_id)

    @needs(Permission.SEE_CASES)
    def determination(self, case_id: str) -> Determination | None:
        """Return the determination of a case; None when none is signed, or the last one was voided."""
        return self._determinations.latest(case_id)

    def _require_signer(self, determination: Determination) -> None:
        if determination.by != self.person:
            require_author(self.person, determination.by.user_id)
            raise NotAuthorized("The signer's name, role or license is out of date.", "Open the case again.")

    def _sign(
        self, case_id: str, determination: Determination, payload: str, password: str, now: datetime
    ) -> None:
        self._confirm(password, now, case_id)
        with self._db.write():
            seal = self._seals.of_entry(self._determinations.add(case_id, determination, payload))
            self._record(EventKind.DETERMINATION, now, case_id, seal, action=determination.action.value)

    def _get(self, case_id: str) -> Case:
        row = self._db.row("SELECT body FROM cases WHERE id = ?", (case_id,))
        if row is None:
            raise KeyError(case_id)
        return CASE.value(row[0])

    def _show(self, review: Review, progress: tuple[int, int] | None) -> None:
        marks = sum(1 for answer in review.answers.values() if answer.mark is not None)
        answered, total = progress or (marks, None)
        self._worklist.put_progress(review.case_id, answered, total)

    def _record(
        self, kind: EventKind, at: datetime, case_id: str, seal: Seal | None, **detail: object
    ) -> None:
        """Record an act with the seal of what it made, inside its transaction."""
        self._lines.add(kind, self.person.user_id, at, case_id, {**detail, SEAL: [seal]})
