"""A case ends early: from any open state, for every reason, by who may, with its letters or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from tests.casework.sessions import LIBRARY, NOW
from tests.casework.states import PASSWORD, Stage, accept, make_vault, session_of
from ur_desktop.casework import decision, drafts, early_end, letters, open_case, sending
from ur_desktop.casework.session import Session
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.determination import Action
from ur_desktop.domain.early_end import REFUSALS, EarlyEnd, EndReason
from ur_desktop.domain.errors import NotAuthorized, WrongPassword
from ur_desktop.domain.letter.kind import LetterKind
from ur_desktop.domain.reviewer import Role

TODAY = NOW.date()
ENDS = {
    EndReason.WITHDRAWN: EarlyEnd(EndReason.WITHDRAWN, TODAY, "Alex Placeholder, MD", "phone"),
    EndReason.DUPLICATE: EarlyEnd(EndReason.DUPLICATE, other="2026-000001"),
    EndReason.WRONG_PLAN: EarlyEnd(EndReason.WRONG_PLAN, other="Another Example Plan"),
    EndReason.CARE_NOT_GIVEN: EarlyEnd(EndReason.CARE_NOT_GIVEN, told_by="The program"),
    EndReason.NOT_ELIGIBLE: EarlyEnd(
        EndReason.NOT_ELIGIBLE,
        date(2026, 1, 1),
        source="Eligibility file of January 16",
        provision="Summary Plan Description, section 2.1",
    ),
    EndReason.BENEFIT_EXHAUSTED: EarlyEnd(
        EndReason.BENEFIT_EXHAUSTED,
        date(2026, 1, 12),
        source="Claims through January 12",
        provision="Summary Plan Description, section 4.6",
    ),
    EndReason.NOT_COVERED: EarlyEnd(
        EndReason.NOT_COVERED, source="List of covered services", provision="Summary Plan Description, section 5"
    ),
}  # fmt: skip
WHY = "Your coverage ended on December 31, because no premium came for January."
OPEN = tuple(
    stage for stage in Stage if stage not in (Stage.LETTER_TO_ACCEPT, Stage.LETTER_TO_SEND, Stage.CLOSED)
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("states") / "vault"
    make_vault(folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return copytree(made, tmp_path / "vault")


@pytest.fixture
def nurse(folder: Path) -> Iterator[Session]:
    with session_of(folder, Role.NURSE) as session:
        yield session


def test_a_case_ends_from_every_open_state_with_its_review_as_it_is(nurse: Session) -> None:
    for stage in OPEN:
        reviews = nurse.vault.cases.reviews(stage)
        decided = early_end.sign(nurse, stage, ENDS[EndReason.NOT_ELIGIBLE], WHY, PASSWORD)
        assert decided.case.case.state is CaseState.LETTER
        assert nurse.vault.cases.reviews(stage) == reviews
        accept(nurse, stage, decided.letter)
        assert nurse.vault.cases.get(stage).state is CaseState.SEND
        sending.send(nurse, nurse.vault.sendings.unsent(stage))
        assert nurse.vault.cases.get(stage).state is CaseState.CLOSED
        assert nurse.vault.cases.get(stage).notice is not None


@pytest.mark.parametrize("reason", EndReason)
def test_each_reason_has_its_letters(nurse: Session, reason: EndReason) -> None:
    decided = early_end.sign(nurse, Stage.IN_REVIEW, ENDS[reason], WHY, PASSWORD)
    signed = nurse.vault.cases.determination(Stage.IN_REVIEW)
    assert signed is not None
    assert signed.early_end == ENDS[reason]
    assert signed.action is (
        Action.WITHDRAW if reason is EndReason.WITHDRAWN else Action.CLOSE_ADMINISTRATIVELY
    )
    if reason in REFUSALS:
        assert (signed.rationale.member, signed.reason) == (WHY, "")
    else:
        assert (signed.rationale.member, signed.reason) == ("", WHY)
    kinds = {
        EndReason.WITHDRAWN: LetterKind.WITHDRAWAL,
        **dict.fromkeys(REFUSALS, LetterKind.ADMINISTRATIVE_DENIAL),
    }
    if reason in kinds:
        assert decided.letter is not None
        assert decided.letter.kind is kinds[reason]
        assert [copy.missing for copy in decided.letter.copies] == [(), ()]
    else:
        assert decided.letter is None
        assert decided.case.case.state is CaseState.CLOSED


@pytest.mark.parametrize("stage", [Stage.LETTER_TO_ACCEPT, Stage.LETTER_TO_SEND, Stage.CLOSED])
def test_a_decided_case_is_not_ended(nurse: Session, stage: Stage) -> None:
    with pytest.raises(NotAuthorized, match="a determination is signed"):
        early_end.sign(nurse, stage, ENDS[EndReason.WITHDRAWN], "", PASSWORD)
    with pytest.raises(NotAuthorized, match="a determination is signed"):
        early_end.start(nurse, stage)


def test_what_was_requested_is_withdrawn_and_the_letter_says_so(nurse: Session) -> None:
    decided = early_end.sign(nurse, Stage.WAITING, ENDS[EndReason.NOT_ELIGIBLE], WHY, PASSWORD)
    [asked] = nurse.vault.cases.get(Stage.WAITING).information_requests
    assert asked.withdrawn_at == NOW
    assert decided.letter is not None
    assert all(
        "Nobody needs" in copy.html or "no longer needed" in copy.html for copy in decided.letter.copies
    )
    again = letters.write(nurse, Stage.WAITING)
    assert [copy.html for copy in again.copies] == [copy.html for copy in decided.letter.copies]


def test_no_letter_of_an_early_end_cites_a_criterion(nurse: Session) -> None:
    for stage, reason in zip(OPEN[:4], (*sorted(REFUSALS), EndReason.WITHDRAWN), strict=True):
        letter = early_end.sign(nurse, stage, ENDS[reason], WHY, PASSWORD).letter
        assert letter is not None
        for copy in letter.copies:
            assert "criterion" not in copy.html.replace("no clinical criterion was applied", "")
            assert LIBRARY.policy("bcbsnc-psychiatric-iop", TODAY).title not in copy.html


def test_nothing_is_ended_with_a_wrong_password(nurse: Session) -> None:
    for reason in (EndReason.DUPLICATE, EndReason.WITHDRAWN):
        with pytest.raises(WrongPassword):
            early_end.sign(nurse, Stage.NEW, ENDS[reason], "", "wrong words")
    assert nurse.vault.cases.determination(Stage.NEW) is None
    assert nurse.vault.cases.get(Stage.NEW).state is CaseState.NEW


def test_every_problem_is_named_at_its_field(nurse: Session) -> None:
    empty = EarlyEnd(EndReason.NOT_ELIGIBLE)
    found = {problem.where for problem in early_end.judge(nurse, Stage.NEW, empty, "")}
    assert found == {"early_end.on", "early_end.source", "early_end.provision", "rationale.member"}
    assert early_end.judge(nurse, Stage.NEW, ENDS[EndReason.NOT_ELIGIBLE], WHY) == ()
    assert early_end.judge(nurse, Stage.NEW, ENDS[EndReason.DUPLICATE], "") == ()
    with pytest.raises(NotAuthorized) as refused:
        early_end.sign(nurse, Stage.NEW, empty, "", PASSWORD)
    assert len(refused.value.faults) == 4


def test_a_text_that_no_page_has_room_for_is_said_before_the_signature(nurse: Session) -> None:
    [problem] = early_end.judge(nurse, Stage.NEW, ENDS[EndReason.NOT_ELIGIBLE], "a" * 40_000)
    assert problem.words


def test_a_plan_says_who_may_refuse_for_coverage(folder: Path) -> None:
    with session_of(folder, Role.PHYSICIAN) as physician:
        refusals = early_end.start(physician, Stage.NEW).refusals
        assert {reason for reason, words in refusals.items() if words} == REFUSALS
        assert (
            refusals[EndReason.NOT_COVERED]
            == "Not available: the plan has a nurse or a supervisor sign this."
        )
        with pytest.raises(NotAuthorized, match="a nurse or a supervisor sign this"):
            early_end.sign(physician, Stage.NEW, ENDS[EndReason.NOT_COVERED], WHY, PASSWORD)
        assert (
            early_end.sign(physician, Stage.NEW, ENDS[EndReason.WITHDRAWN], "", PASSWORD).letter is not None
        )


def test_a_supervisor_refuses_for_coverage_and_a_nurse_reads_and_accepts_the_letter(folder: Path) -> None:
    with session_of(folder, Role.SUPERVISOR) as supervisor:
        decided = early_end.sign(supervisor, Stage.NEW, ENDS[EndReason.NOT_ELIGIBLE], WHY, PASSWORD)
        with pytest.raises(NotAuthorized, match="Only a nurse or a physician"):
            accept(supervisor, Stage.NEW, decided.letter)
    with session_of(folder, Role.NURSE) as nurse:
        accept(nurse, Stage.NEW, letters.write(nurse, Stage.NEW))
        assert nurse.vault.cases.get(Stage.NEW).state is CaseState.SEND


@pytest.mark.parametrize(
    ("stage", "state"),
    [
        (Stage.NEW, CaseState.NEW),
        (Stage.IN_REVIEW, CaseState.IN_REVIEW),
        (Stage.READY, CaseState.READY),
        (Stage.WITH_PHYSICIAN, CaseState.READY),
    ],
)
def test_a_voided_end_leads_back_to_where_the_review_is(
    nurse: Session, stage: Stage, state: CaseState
) -> None:
    early_end.sign(nurse, stage, ENDS[EndReason.WITHDRAWN], "", PASSWORD)
    assert decision.void(nurse, stage, "It was another request.").case.state is state
    assert early_end.judge(nurse, stage, ENDS[EndReason.WITHDRAWN], "") == ()


def test_an_end_before_the_review_shows_its_determination(nurse: Session) -> None:
    early_end.sign(nurse, Stage.NEW, ENDS[EndReason.NOT_ELIGIBLE], WHY, PASSWORD)
    opened = open_case.read(nurse, Stage.NEW)
    assert opened.file.determination is not None
    assert not opened.file.review.answers
    [signed] = open_case.signed(nurse, Stage.NEW)
    assert signed.determination.early_end == ENDS[EndReason.NOT_ELIGIBLE]


def test_what_was_half_typed_is_gone_once_the_case_is_ended(nurse: Session) -> None:
    drafts.save(nurse, Stage.READY, early_end.DRAFTS, "reason", "Your cover")
    drafts.save(nurse, Stage.READY, decision.DRAFTS, "note", "half")
    assert early_end.start(nurse, Stage.READY).drafts == {"reason": "Your cover"}
    early_end.sign(nurse, Stage.READY, ENDS[EndReason.DUPLICATE], "", PASSWORD)
    assert drafts.load(nurse, Stage.READY, early_end.DRAFTS) == {}
    assert drafts.load(nurse, Stage.READY, decision.DRAFTS) == {}


def test_the_members_other_open_cases_of_the_same_dates_may_be_what_it_repeats(nurse: Session) -> None:
    start = early_end.start(nurse, Stage.NEW)
    open_ones = {nurse.vault.cases.get(stage).number for stage in set(Stage) - {Stage.NEW, Stage.CLOSED}}
    assert set(start.duplicates) == open_ones
    case = nurse.vault.cases.get(Stage.NEW)
    later = replace(
        case.request, start=case.request.end + timedelta(days=9), end=case.request.end + timedelta(days=30)
    )
    nurse.save(replace(case, request=later))
    assert early_end.start(nurse, Stage.NEW).duplicates == ()


def test_the_review_that_ends_with_it_is_counted(nurse: Session) -> None:
    assert (early_end.start(nurse, Stage.NEW).answered, early_end.start(nurse, Stage.NEW).total) == (0, 0)
    start = early_end.start(nurse, Stage.READY)
    assert (start.answered, start.total) == (30, 31)


def test_the_record_stays_sound(nurse: Session) -> None:
    early_end.sign(nurse, Stage.NEW, ENDS[EndReason.NOT_ELIGIBLE], WHY, PASSWORD)
    list(nurse.vault.examine())
