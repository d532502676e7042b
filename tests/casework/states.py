"""One invented case in each state, in a vault with a person of each role, made by the acts themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from tests.casework.sessions import LIBRARY, NOW, Clock, form_of
from ur_desktop.casework import decision, example_case, intake, letters, samples, sending
from ur_desktop.casework.letters import OwedLetter
from ur_desktop.casework.session import Session
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.determination import Action, Determination, Rationale, ground_for
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.letter.kind import LetterKind
from ur_desktop.domain.review import Review
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.storage import vault
from ur_desktop.storage.keys.password import LEAST

PASSWORD = samples.PASSWORD
WHO = {
    Role.NURSE: samples.NURSE,
    Role.PHYSICIAN: samples.PHYSICIAN,
    Role.SUPERVISOR: Reviewer("sue", "Sue Supervisor", Role.SUPERVISOR, Credential("RN")),
    Role.ADMINISTRATOR: Reviewer("ada", "Ada Administrator", Role.ADMINISTRATOR, Credential("")),
    Role.AUDITOR: Reviewer("aud", "Aud Auditor", Role.AUDITOR, Credential("RN")),
}


class Stage(StrEnum):
    """Where a case is: its state, and which letter is to accept; also the id of the case that is there."""

    NEW = "new"
    IN_REVIEW = "in-review"
    READY = "ready"
    WITH_PHYSICIAN = "with-physician"
    WAITING = "waiting"
    REQUEST_TO_ACCEPT = "request-to-accept"
    LETTER_TO_ACCEPT = "letter-to-accept"
    LETTER_TO_SEND = "letter-to-send"
    CLOSED = "closed"


UNDECIDED = frozenset({Stage.READY, Stage.WITH_PHYSICIAN, Stage.WAITING, Stage.REQUEST_TO_ACCEPT})
"""The review is complete, and no determination is signed."""
OWING = frozenset({Stage.REQUEST_TO_ACCEPT, Stage.LETTER_TO_ACCEPT})
"""A letter is to accept."""


@contextmanager
def session_of(folder: Path, role: Role, clock: Clock | None = None) -> Iterator[Session]:
    """A session of the person with a role; the vault is closed at the end."""
    clock = clock or Clock()
    with vault.open_vault(folder, WHO[role].user_id, PASSWORD, clock()) as opened:
        yield Session(opened, LIBRARY, clock)


def make_vault(folder: Path) -> None:
    """A vault with one case at each stage; its review found two criteria not met, and some not documented."""
    made, _recovery_key = vault.create(folder, WHO[Role.ADMINISTRATOR], PASSWORD, NOW, LEAST)
    with made:
        for person in WHO.values():
            if person.role is not Role.ADMINISTRATOR:
                made.keys.add(person, PASSWORD, LEAST)
    with session_of(folder, Role.NURSE) as session:
        for stage in Stage:
            add_case(session, stage)
        for stage in set(Stage) - {Stage.NEW, Stage.IN_REVIEW}:
            complete(session, stage)
        decision.refer(session, Stage.WITH_PHYSICIAN, "Is it needed?", "", samples.PHYSICIAN.user_id)
        accept(session, Stage.WAITING, decision.request_information(session, Stage.WAITING, asked()).letter)
        sending.send(session, session.vault.sendings.unsent(Stage.WAITING))
        decision.request_information(session, Stage.REQUEST_TO_ACCEPT, asked())
        decision.sign(session, Stage.CLOSED, withdrawal(session, Stage.CLOSED), PASSWORD)
    with session_of(folder, Role.PHYSICIAN) as physician:
        decision.offer_peer_to_peer(physician, Stage.LETTER_TO_ACCEPT, NOW.date())
        decision.sign(physician, Stage.LETTER_TO_ACCEPT, denial(physician, Stage.LETTER_TO_ACCEPT), PASSWORD)
        decision.offer_peer_to_peer(physician, Stage.LETTER_TO_SEND, NOW.date())
        signed = denial(physician, Stage.LETTER_TO_SEND)
        denied = decision.sign(physician, Stage.LETTER_TO_SEND, signed, PASSWORD)
        accept(physician, Stage.LETTER_TO_SEND, denied.letter)


def add_case(session: Session, case_id: str) -> None:
    """Add a case that came in eight days ago, and except for a new one begin its review."""
    number = intake.next_number(session)
    given = example_case.example(LetterKind.DENIAL, LIBRARY, NOW).case
    intake.take_in(session, replace(given, id=case_id, number=number, state=CaseState.NEW))
    if case_id != Stage.NEW:
        case = session.vault.cases.get(case_id)
        bare = replace(reviewed(case_id), answers={}, completed_at=None, completed_by="")
        session.vault.cases.begin_review(bare)
        session.save(replace(case, state=CaseState.IN_REVIEW))


def reviewed(case_id: str) -> Review:
    """A complete review of a case, in which A4 and A8 are not met and P11 is not documented."""
    return replace(example_case.example(LetterKind.DENIAL, LIBRARY, NOW).review, case_id=case_id)


def complete(session: Session, case_id: str) -> None:
    """Answer and complete the review of a case."""
    review = reviewed(case_id)
    for criterion_id in review.answers:
        session.vault.cases.save_answer(review, criterion_id)
    session.vault.cases.complete_review(review, form_of(review))
    session.save(replace(session.vault.cases.get(case_id), state=CaseState.READY))


def accept(session: Session, case_id: str, letter: OwedLetter | None) -> None:
    assert letter is not None
    letters.accept(session, case_id, read(letter))


def read(letter: OwedLetter) -> OwedLetter:
    """The letter once each of its copies was read."""
    for copy in letter.copies:
        letter = letter.with_read(copy.name)
    return letter


def asked() -> InformationRequest:
    """What is requested of the provider, within 45 days."""
    return InformationRequest(("The safety plan.",), NOW, NOW + timedelta(days=45))


def determination(session: Session, case_id: str, action: Action, **more: object) -> Determination:
    """A determination on what was requested, by the signed-in person."""
    request = session.vault.cases.get(case_id).request
    made = Determination(
        action, session.me, session.now(), request.start, request.end, request.units, Rationale("")
    )
    return replace(made, **more)  # type: ignore[arg-type]


def withdrawal(session: Session, case_id: str) -> Determination:
    return determination(session, case_id, Action.WITHDRAW, reason="The provider withdrew it.")


def approval(session: Session, case_id: str) -> Determination:
    """An approval as an exception to the criteria."""
    rationale = Rationale("", "Care near home is not available.")
    end = session.vault.cases.get(case_id).request.end
    return determination(session, case_id, Action.APPROVE, rationale=rationale, next_review=end)


def denial(session: Session, case_id: str) -> Determination:
    file = session.file(session.vault.cases.get(case_id))
    return determination(
        session,
        case_id,
        Action.DENY,
        rationale=Rationale(example_case.REASONS, example_case.CLINICAL),
        ground=ground_for(file.finding(LIBRARY)) if file else None,
        no_conflict=True,
        alternative="outpatient",
    )


Call = Callable[[Session, str], object]
