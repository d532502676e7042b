"""A letter is sent or a decision told: the clock stops, the case closes, the log says how."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest

from tests.casework.sessions import NOW, Clock
from tests.casework.states import Stage, make_vault, session_of
from ur_desktop.casework import letter_queue, sending
from ur_desktop.casework.session import Session
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.errors import UserError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.reviewer import Role
from ur_desktop.domain.sending import Means

CASE = Stage.LETTER_TO_SEND


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sending") / "vault"
    make_vault(folder)
    return folder


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def nurse(first: Path, tmp_path: Path, clock: Clock) -> Iterator[Session]:
    with session_of(copytree(first, tmp_path / "vault"), Role.NURSE, clock) as session:
        yield session


def unsent(session: Session) -> tuple[int, ...]:
    return session.vault.sendings.unsent(CASE)


def test_acceptance_and_printing_give_no_notice_and_mailing_does(nurse: Session, clock: Clock) -> None:
    member, provider = unsent(nurse)
    nurse.vault.queue.out(member, EventKind.PRINT, nurse.now())
    assert nurse.vault.cases.get(CASE).notice is None
    assert nurse.vault.cases.row(CASE).state is not CaseState.CLOSED
    assert nurse.vault.cases.row(CASE).due is not None
    clock.goes_on(hours=2)
    sending.send(nurse, (member,))
    case = nurse.vault.cases.get(CASE)
    assert case.notice is not None
    assert (case.notice.given_at, case.notice.how, case.notice.by) == (nurse.now(), "mail", "nora")
    assert case.notice.to == case.member.name
    assert (case.state, nurse.vault.cases.row(CASE).due) == (CaseState.SEND, None)
    sending.send(nurse, (provider,), Means.FAX, number="1-800-555-0118", at=clock() - timedelta(hours=1))
    assert nurse.vault.cases.get(CASE).state is CaseState.CLOSED
    assert nurse.vault.cases.get(CASE).notice == case.notice
    fax = sending.of(nurse, CASE)[-1]
    assert (fax.means, fax.to, fax.number) == (Means.FAX, case.provider.name, "1-800-555-0118")
    newest = nurse.vault.journal.entries(CASE)[0]
    assert newest.detail == {"letter": "Denial, provider", "number": provider, "means": "fax"}
    assert newest.kind is EventKind.SENT
    assert CASE not in {each.case_id for each in letter_queue.waiting(nurse)}


def test_a_whole_batch_is_marked_at_once_or_not_at_all(nurse: Session) -> None:
    with pytest.raises(KeyError):
        sending.send(nurse, (*unsent(nurse), 9_999))
    assert len(unsent(nurse)) == 2
    sending.send(nurse, unsent(nurse))
    assert nurse.vault.cases.get(CASE).state is CaseState.CLOSED


def test_a_time_before_the_acceptance_is_refused(nurse: Session, clock: Clock) -> None:
    clock.goes_on(hours=1)
    with pytest.raises(UserError, match="before the decision was final"):
        sending.send(nurse, unsent(nurse), at=NOW - timedelta(hours=1))
    assert nurse.vault.cases.get(CASE).notice is None


def test_a_decision_told_by_phone_is_noticed_and_its_letters_still_wait(nurse: Session, clock: Clock) -> None:
    clock.goes_on(minutes=5)
    with pytest.raises(UserError, match="phone number is missing"):
        sending.tell(nurse, CASE, "Lou Example", "")
    sending.tell(nurse, CASE, "Lou Example", "1-800-555-0117", clock() - timedelta(minutes=2))
    case = nurse.vault.cases.get(CASE)
    assert case.notice is not None
    assert (case.notice.how, case.notice.to, case.notice.number) == (
        "oral", "Lou Example", "1-800-555-0117",
    )  # fmt: skip
    assert len(unsent(nurse)) == 2
    sending.send(nurse, unsent(nurse))
    assert nurse.vault.cases.get(CASE).notice == case.notice
