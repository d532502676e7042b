from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.rules import FORM, RULES
from tests.sealing import KIND
from ur_desktop.domain.case import Case, CaseState
from ur_desktop.domain.change import Change
from ur_desktop.domain.determination import Action, Determination, PeerToPeer, Rationale, Referral
from ur_desktop.domain.errors import NotAuthorized, StorageError, TooSoon, WrongPassword
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.domain.reviewer import Reviewer, Role
from ur_desktop.storage import vault
from ur_desktop.storage.database import Database
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.records.cases import Cases
from ur_desktop.storage.vault import Vault


@pytest.fixture
def cases(opened: Vault, sample_case: Callable[..., Any], now: datetime) -> Cases:
    opened.cases.add(sample_case(1), now + timedelta(days=3))
    return opened.cases


@pytest.fixture
def to_decide(cases: Cases, sample_case: Callable[..., Any], sample_review: Review, now: datetime) -> Cases:
    """The cases of a vault, case-1 with a completed review and ready for a determination."""
    cases.begin_review(sample_review)
    cases.complete_review(replace(sample_review, completed_at=now, completed_by="tspecimen"), FORM)
    cases.save(replace(sample_case(1), state=CaseState.READY), now, now + timedelta(days=3))
    return cases


def test_a_saved_case_is_read_back_unchanged(cases: Cases, sample_case: Callable[..., Any]) -> None:
    assert cases.get("case-1") == sample_case(1)


def test_saving_a_case_replaces_the_earlier_version(
    cases: Cases, sample_case: Callable[..., Any], now: datetime
) -> None:
    changed = replace(sample_case(1), state=CaseState.IN_REVIEW, assigned_to="tspecimen")
    cases.save(changed, now, now + timedelta(days=1))
    assert cases.get("case-1") == changed
    assert cases.row("case-1").due == now + timedelta(days=1)


def test_a_corrected_request_records_its_earlier_values(
    cases: Cases, sample_case: Callable[..., Any], now: datetime
) -> None:
    first = sample_case(1)
    corrected = replace(first, request=replace(first.request, units=24), assigned_to="tspecimen")
    made = cases.save(corrected, now, None)
    assert made == (Change("tspecimen", now, "request.units", ("12",), ("24",)),)
    assert cases.save(corrected, now, None) == ()
    assert cases.changes("case-1") == made


def test_an_unknown_case_is_a_bug(cases: Cases, sample_case: Callable[..., Any], now: datetime) -> None:
    for asking in (cases.get, cases.row, lambda _: cases.save(sample_case(9), now, None)):
        with pytest.raises(KeyError):
            asking("case-9")


def test_a_case_number_is_used_once(cases: Cases, sample_case: Callable[..., Any]) -> None:
    with pytest.raises(StorageError, match="2026-000001 already exists"):
        cases.add(replace(sample_case(2), number="2026-000001"), None)


def test_numbers_count_up_within_each_year(cases: Cases, sample_case: Callable[..., Any]) -> None:
    cases.add(sample_case(182), None)
    assert cases.next_number(2026) == "2026-000183"
    assert cases.next_number(2027) == "2027-000001"


def test_a_members_earlier_cases_come_latest_first(
    cases: Cases, sample_case: Callable[..., Any], now: datetime
) -> None:
    for number, days in ((2, 5), (3, 9)):
        case = sample_case(number)
        request = replace(case.request, received=now - timedelta(days=days))
        cases.add(replace(case, member=sample_case(1).member, request=request), None)
    cases.add(sample_case(4), None)
    assert [case.id for case in cases.earlier("example-nc", "TEST-00001")] == ["case-1", "case-2", "case-3"]


def test_the_same_id_under_another_plan_is_another_person(
    cases: Cases, sample_case: Callable[..., Any]
) -> None:
    cases.add(replace(sample_case(2), member=sample_case(1).member, plan_id="example-ut"), None)
    assert [case.id for case in cases.earlier("example-nc", "TEST-00001")] == ["case-1"]
    assert [case.id for case in cases.earlier("example-nc", "test\u201100001\u200b")] == ["case-1"]
    assert [case.id for case in cases.earlier("example-ut", "TEST-00001")] == ["case-2"]


def test_referrals_are_listed_in_order(to_decide: Cases, now: datetime) -> None:
    asked = Referral("Is C9 met?", "tspecimen", now), Referral("And C10?", "tspecimen", now, "see page 3")
    for referral in asked:
        to_decide.add_referral("case-1", referral)
    assert to_decide.referrals("case-1") == asked


def test_the_latest_peer_to_peer_entry_counts(to_decide: Cases, now: datetime) -> None:
    offered = PeerToPeer(now, "tspecimen", date(2026, 1, 29))
    assert to_decide.peer_to_peer("case-1") is None
    to_decide.add_peer_to_peer("case-1", offered)
    to_decide.add_peer_to_peer("case-1", replace(offered, outcome="Talked on January 20"))
    latest = to_decide.peer_to_peer("case-1")
    assert latest is not None
    assert latest.outcome == "Talked on January 20"


@pytest.fixture
def as_physician(
    to_decide: Cases, opened: Vault, physician: Reviewer, folder: Path, password: str, now: datetime
) -> Iterator[Vault]:
    """The vault with case-1 to decide, opened by the physician."""
    opened.add_user(physician, password, LEAST)
    opened.close()
    with vault.open_vault(folder, "mexample", password, now) as again:
        yield again


def withdrawal(by: Reviewer, now: datetime, **changes: object) -> Determination:
    made = Determination(
        Action.WITHDRAW, by, now, date(2026, 1, 19), date(2026, 2, 13), 12, Rationale(""), reason="Withdrawn."
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_nobody_can_sign_for_another_user(
    cases: Cases, nurse: Reviewer, physician: Reviewer, password: str, now: datetime
) -> None:
    with pytest.raises(NotAuthorized, match="written by mexample, but tspecimen is signed in"):
        cases.sign("case-1", withdrawal(physician, now), "{}", RULES, password, now)
    with pytest.raises(NotAuthorized, match="out of date"):
        cases.sign("case-1", withdrawal(replace(nurse, role=Role.PHYSICIAN), now), "{}", RULES, password, now)
    assert cases.determinations("case-1") == ()


def test_a_nurse_can_not_sign_a_denial(
    to_decide: Cases, nurse: Reviewer, password: str, now: datetime
) -> None:
    with pytest.raises(NotAuthorized, match="Only a physician reviewer may deny or approve less"):
        to_decide.sign("case-1", withdrawal(nurse, now, action=Action.DENY), "{}", RULES, password, now)
    assert to_decide.determinations("case-1") == ()


def test_a_blank_left_in_the_reasons_is_not_signed(
    to_decide: Cases, nurse: Reviewer, password: str, now: datetime
) -> None:
    with pytest.raises(NotAuthorized, match="Fill the blanks first: «hours»"):
        to_decide.sign(
            "case-1", withdrawal(nurse, now, rationale=Rationale("«hours»")), "{}", RULES, password, now
        )


def test_a_wrong_password_signs_nothing_and_is_counted(
    to_decide: Cases, opened: Vault, nurse: Reviewer, now: datetime
) -> None:
    """Also inside a transaction, which the error rolls back."""

    def sign_with(password: str) -> None:
        with opened.transaction():
            opened.journal.record(EventKind.CHANGE, now, "case-1", {"rolled": "back"})
            to_decide.sign("case-1", withdrawal(nurse, now), "{}", RULES, password, now)

    with pytest.raises(WrongPassword):
        sign_with("not the password")
    assert to_decide.determinations("case-1") == ()
    assert [(line.kind, line.by, line.detail) for line in opened.journal.entries("case-1")] == [
        (EventKind.FAILED_SIGN_IN, "tspecimen", {"tries": 1}),
        (EventKind.CHANGE, "tspecimen", {"review": "completed"}),
    ]
    with pytest.raises(WrongPassword):
        sign_with("nor this one")
    with pytest.raises(TooSoon):
        sign_with("seven sample words")


@pytest.mark.parametrize(
    "write",
    [
        lambda cases, case, review, now: cases.add(replace(case(2), created_by="mexample"), None),
        lambda cases, case, review, now: cases.save_answer(
            review.answered("C1", Answer(Mark.MET, "mexample", now)), "C1"
        ),
        lambda cases, case, review, now: cases.begin_review(
            replace(review.answered("C1", Answer(Mark.MET, "mexample", now)), sequence=2)
        ),
        lambda cases, case, review, now: cases.complete_review(
            replace(review, completed_at=now, completed_by="mexample"), FORM
        ),
        lambda cases, case, review, now: cases.add_referral("case-1", Referral("Met?", "mexample", now)),
        lambda cases, case, review, now: cases.add_peer_to_peer(
            "case-1", PeerToPeer(now, "mexample", now.date())
        ),
    ],
)
def test_values_by_another_author_are_refused_with_their_name(
    cases: Cases,
    sample_case: Callable[[int], Case],
    sample_review: Review,
    now: datetime,
    write: Callable[[Cases, Callable[[int], Case], Review, datetime], object],
) -> None:
    cases.begin_review(sample_review)
    with pytest.raises(NotAuthorized, match="written by mexample, but tspecimen is signed in"):
        write(cases, sample_case, sample_review, now)


def test_a_determination_is_saved_with_its_signed_content(
    as_physician: Vault, databases: list[Database], physician: Reviewer, password: str, now: datetime
) -> None:
    cases, db = as_physician.cases, databases[-1]
    determination = withdrawal(physician, now)
    cases.sign("case-1", determination, '{"finding": "not_met"}', RULES, password, now)
    assert cases.determinations("case-1") == (determination,)
    assert db.rows("SELECT payload FROM entries WHERE kind = 'determination'") == [
        ('{"finding": "not_met"}',)
    ]
    for act in ("UPDATE entries SET body = '{}'", "DELETE FROM entries"):
        with pytest.raises(StorageError, match="ever changed or taken out"), db.write():
            db.rows(act)


def test_no_case_can_be_removed(cases: Cases, db: Database) -> None:
    with pytest.raises(StorageError, match="A case is never taken out"), db.write():
        db.rows("DELETE FROM cases")


def test_every_save_is_on_the_disk_when_the_call_returns(
    cases: Cases,
    opened: Vault,
    db: Database,
    sample_case: Callable[..., Any],
    sample_review: Review,
    now: datetime,
) -> None:
    review = sample_review.answered("C9", Answer(Mark.MET, "tspecimen", now))
    done = replace(review, completed_at=now, completed_by="tspecimen")
    asked = InformationRequest(("The safety plan.",), now, now + timedelta(days=45))
    owing = replace(sample_case(1), asking=asked, state=CaseState.LETTER)
    for save, *values in (
        (cases.add, sample_case(2), None),
        (cases.save, sample_case(2), now, None),
        (cases.begin_review, sample_review),
        (cases.save_answer, review, "C9"),
        (cases.save_facts, replace(review, facts={}), now),
        (cases.complete_review, done, FORM),
        (opened.drafts.store, "case-1", "note", "The rec"),
        (opened.drafts.delete, "case-1", ["note"]),
        (cases.save, replace(sample_case(1), state=CaseState.READY), now, None),
        (cases.add_referral, "case-1", Referral("Is C9 met?", "tspecimen", now)),
        (opened.journal.record, EventKind.VIEW, now),
        (cases.save, owing, now, None),
        (opened.archive.seal, "case-1", KIND, "member", "{}", b"%PDF", now),
    ):
        save(*values)
        assert not db.conn.in_transaction, save.__name__
