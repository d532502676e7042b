"""What each step of a decision leaves in the vault, and in whose name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from tests.casework.sessions import LIBRARY, Clock, breaks
from tests.casework.states import (
    PASSWORD,
    Stage,
    accept,
    approval,
    asked,
    denial,
    make_vault,
    read,
    session_of,
    withdrawal,
)
from ur_desktop import paths
from ur_desktop.casework import decision, drafts, letters, open_case, review, sample_requests, samples
from ur_desktop.casework.session import Session
from ur_desktop.domain.case import Address, CaseState, YesNo
from ur_desktop.domain.determination import Rationale
from ur_desktop.domain.errors import NotAuthorized, StorageError, WrongPassword
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.letter.facts import LetterFacts
from ur_desktop.domain.letter.kind import LetterKind
from ur_desktop.domain.participation import Participation, Step
from ur_desktop.domain.plan import Plan
from ur_desktop.domain.policy import Criterion
from ur_desktop.domain.review import Mark
from ur_desktop.domain.reviewer import Role
from ur_desktop.library import Library


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("decision") / "vault"
    make_vault(folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return copytree(made, tmp_path / "vault")


@pytest.fixture
def nurse(folder: Path) -> Iterator[Session]:
    with session_of(folder, Role.NURSE) as session:
        yield session


@pytest.fixture
def physician(folder: Path) -> Iterator[Session]:
    with session_of(folder, Role.PHYSICIAN) as session:
        yield session


def newest(session: Session, case_id: str) -> tuple[EventKind, dict[str, object]]:
    event = session.vault.journal.entries(case_id)[0]
    return event.kind, dict(event.detail)


def test_a_referral_goes_to_the_physician_with_its_letters(nurse: Session) -> None:
    drafts.save(nurse, Stage.READY, decision.DRAFTS, "note", "Half a note")
    case = decision.refer(nurse, Stage.READY, "Is it needed?", "Calls daily.", "max")
    assert (case.case.state, case.case.assigned_to) == (CaseState.WITH_PHYSICIAN, "max")
    [referral] = nurse.vault.cases.referrals(Stage.READY)
    assert (referral.question, referral.note, referral.by, referral.at) == (
        "Is it needed?", "Calls daily.", "nora", nurse.now(),
    )  # fmt: skip
    assert [letter.kind for letter in nurse.vault.archive.letters(Stage.READY)] == [
        "referral", "review_summary",
    ]  # fmt: skip
    assert drafts.load(nurse, Stage.READY, decision.DRAFTS) == {}


def test_a_case_is_referred_to_a_physician_alone(nurse: Session) -> None:
    with pytest.raises(NotAuthorized, match="physician reviewer"):
        decision.refer(nurse, Stage.READY, "Is it needed?", "", "sue")
    assert nurse.vault.cases.referrals(Stage.READY) == ()


def test_a_case_sent_back_is_its_reviewers_again(physician: Session) -> None:
    case = decision.send_back(physician, Stage.WITH_PHYSICIAN, "Look at A4 again.")
    assert (case.case.state, case.case.assigned_to) == (CaseState.READY, "nora")
    assert newest(physician, Stage.WITH_PHYSICIAN) == (EventKind.CHANGE, {"sent_back": "Look at A4 again."})


def test_an_information_request_leaves_its_letter_to_accept(nurse: Session) -> None:
    decided = decision.request_information(nurse, Stage.READY, asked())
    assert decided.case.case.state is CaseState.LETTER
    assert decided.letter is not None
    assert letters.write(nurse, Stage.READY, decided.letter) is decided.letter
    accept(nurse, Stage.READY, decided.letter)
    to_send = nurse.vault.cases.get(Stage.READY)
    assert (to_send.state, to_send.information_requests) == (CaseState.SEND, ())
    assert to_send.asking is not None


def test_a_pending_request_is_withdrawn_with_a_letter_before_the_case_is_denied(physician: Session) -> None:
    case_id = Stage.WAITING
    with pytest.raises(NotAuthorized, match="Information was requested until"):
        decision.sign(physician, case_id, denial(physician, case_id), PASSWORD)
    decided = decision.withdraw_request(physician, case_id)
    assert decided.letter is not None
    assert decided.letter.kind is LetterKind.WITHDRAWN_REQUEST
    assert [copy.missing for copy in decided.letter.copies] == [(), ()]
    assert all("The safety plan." in copy.html for copy in decided.letter.copies)
    accept(physician, case_id, decided.letter)
    case = physician.vault.cases.get(case_id)
    assert case.state is CaseState.WITH_PHYSICIAN
    assert [asked.withdrawn_at for asked in case.information_requests] == [physician.now()]
    assert decision.sign(physician, case_id, denial(physician, case_id), PASSWORD).letter is not None


def test_a_withdrawal_that_is_discarded_leaves_the_case_waiting(nurse: Session) -> None:
    before = nurse.vault.cases.get(Stage.WAITING)
    decision.withdraw_request(nurse, Stage.WAITING)
    discarded = decision.discard_request(nurse, Stage.WAITING)
    assert discarded.case == before
    with pytest.raises(NotAuthorized, match="no information request to withdraw"):
        decision.withdraw_request(nurse, Stage.READY)


def test_reading_the_letter_about_a_withdrawn_request_changes_nothing_in_it(folder: Path) -> None:
    clock = Clock()
    with session_of(folder, Role.NURSE, clock) as nurse:
        shown = decision.withdraw_request(nurse, Stage.WAITING).letter
        assert shown is not None
        clock.now += timedelta(minutes=5)
        accept(nurse, Stage.WAITING, shown)
        [asked_for] = nurse.vault.cases.get(Stage.WAITING).information_requests
        assert asked_for.withdrawn_at == shown.file.written_at


def test_no_letter_is_prepared_before_it_is_said_whether_records_are_under_part_2(nurse: Session) -> None:
    """42 CFR 2.32; whether they are is asked, never guessed from a code."""
    case = nurse.vault.cases.get(Stage.READY)
    alcohol = replace(case.request, diagnosis=sample_requests.ALCOHOL, part_2_records=YesNo.UNKNOWN)
    nurse.save(replace(case, request=alcohol))
    with pytest.raises(NotAuthorized, match="under 42 CFR Part 2"):
        decision.request_information(nurse, Stage.READY, asked())
    nurse.save(replace(case, request=replace(alcohol, part_2_records=YesNo.NO)))
    assert decision.request_information(nurse, Stage.READY, asked()).letter is not None


def test_an_offer_is_made_by_the_signed_in_person(physician: Session) -> None:
    until = physician.now().date()
    case = decision.offer_peer_to_peer(physician, Stage.READY, until)
    offer = physician.vault.cases.peer_to_peer(Stage.READY)
    assert offer == case.file.peer_to_peer
    assert offer is not None
    assert (offer.offered_by, offer.until) == ("max", until)


def test_a_determination_is_signed_by_the_signed_in_person_now(physician: Session) -> None:
    claimed = replace(approval(physician, Stage.READY), by=samples.COLLEAGUE, authorization_number="made up")
    decision.sign(physician, Stage.READY, claimed, PASSWORD)
    [signed] = physician.vault.cases.determinations(Stage.READY)
    number = physician.vault.cases.get(Stage.READY).number
    assert (signed.by, signed.at) == (physician.me, physician.now())
    assert signed.authorization_number == f"A-{number}"
    overridden = [event.kind for event in physician.vault.journal.entries(Stage.READY)][:2]
    assert overridden == [EventKind.OVERRIDE, EventKind.DETERMINATION]


def test_a_wrong_password_signs_nothing_and_is_recorded(physician: Session) -> None:
    drafts.save(physician, Stage.READY, decision.DRAFTS, "action", "deny")
    with pytest.raises(WrongPassword):
        decision.sign(physician, Stage.READY, denial(physician, Stage.READY), "another password")
    assert physician.vault.cases.determinations(Stage.READY) == ()
    assert physician.vault.cases.get(Stage.READY).state is CaseState.READY
    assert drafts.load(physician, Stage.READY, decision.DRAFTS) == {"action": "deny"}
    assert newest(physician, Stage.READY)[0] is EventKind.FAILED_SIGN_IN


def test_a_wrong_password_makes_no_backup(nurse: Session) -> None:
    nurse.save(replace(nurse.vault.cases.get(Stage.READY), sample=False))
    with pytest.raises(WrongPassword):
        decision.sign(nurse, Stage.READY, withdrawal(nurse, Stage.READY), "another password")
    assert nurse.vault.backups.all() == ()


@pytest.mark.parametrize("table", ["entries", "journal", "cases"])
def test_a_signature_that_fails_leaves_nothing(physician: Session, table: str) -> None:
    breaks(physician.vault, table)
    with pytest.raises(StorageError):
        decision.sign(physician, Stage.READY, denial(physician, Stage.READY), PASSWORD)
    assert physician.vault.cases.determinations(Stage.READY) == ()
    assert physician.vault.cases.get(Stage.READY).state is CaseState.READY


def test_a_withdrawal_closes_the_case_without_a_letter(nurse: Session) -> None:
    decided = decision.sign(nurse, Stage.WAITING, withdrawal(nurse, Stage.WAITING), PASSWORD)
    assert (decided.case.case.state, decided.letter) == (CaseState.CLOSED, None)


def test_a_signature_ends_an_information_request_that_was_not_sent(nurse: Session) -> None:
    case_id = Stage.REQUEST_TO_ACCEPT
    decided = decision.sign(nurse, case_id, withdrawal(nurse, case_id), PASSWORD)
    assert decided.case.case.asking is None


class CountingLibrary(Library):
    """A library that counts the letters it renders and typesets."""

    rendered = typeset = 0

    def html(self, facts: LetterFacts) -> str:
        self.rendered += 1
        return super().html(facts)

    def pdf(self, html: str, plan: Plan, issued: date, *, draft: bool = False) -> bytes:
        self.typeset += 1
        return super().pdf(html, plan, issued, draft=draft)


def test_each_copy_is_rendered_and_typeset_once_from_signature_to_archive(folder: Path) -> None:
    library = CountingLibrary(paths.forms_dir(), paths.templates_dir())
    with session_of(folder, Role.PHYSICIAN) as opened:
        session = replace(opened, library=library)
        decision.offer_peer_to_peer(session, Stage.READY, session.now().date())
        signed = decision.sign(session, Stage.READY, denial(session, Stage.READY), PASSWORD).letter
        shown = letters.write(session, Stage.READY, signed)
        accept(session, Stage.READY, shown)
        assert (library.rendered, library.typeset) == (2, 2)
        assert [copy.pdf for copy in letters.accepted(session, Stage.READY)] == [
            copy.pdf for copy in shown.copies
        ]


def test_a_letter_of_another_day_is_to_be_read_again(folder: Path) -> None:
    clock = Clock()
    with session_of(folder, Role.NURSE, clock) as session:
        shown = letters.write(session, Stage.LETTER_TO_ACCEPT)
        clock.goes_on(days=1)
        again = letters.accept(session, Stage.LETTER_TO_ACCEPT, shown)
        assert isinstance(again, letters.OwedLetter)
        assert session.vault.archive.letters(Stage.LETTER_TO_ACCEPT) == ()
        assert "January 17, 2026" in " ".join(LIBRARY.pages(again.copies[0].pdf)).replace("\xa0", " ")
        accepted = letters.accept(session, Stage.LETTER_TO_ACCEPT, read(again))
        assert not isinstance(accepted, letters.OwedLetter)
        assert accepted.case.state is CaseState.SEND
        assert accepted.case.notice is None


def test_a_decision_starts_from_the_finding_and_the_referral(physician: Session) -> None:
    start = decision.start(physician, Stage.WITH_PHYSICIAN)
    assert not start.finding.supports_approval
    assert (start.referral and start.referral.question, start.referred_by) == (
        "Is it needed?", "Nora Sample, RN",
    )  # fmt: skip


def test_a_voided_determination_stays_on_record_and_the_case_is_decided_again(physician: Session) -> None:
    case_id, cases = Stage.LETTER_TO_ACCEPT, physician.vault.cases
    [signed] = cases.determinations(case_id)
    case = decision.void(physician, case_id, " Wrong member. ")
    assert (case.case.state, case.case.assigned_to) == (CaseState.WITH_PHYSICIAN, "max")
    assert newest(physician, case_id) == (EventKind.VOID, {"action": "deny"})
    [void] = open_case.history(physician, case_id).voids
    assert (void.by, void.at, void.reason) == ("max", physician.now(), "Wrong member.")
    assert (cases.determination(case_id), cases.determinations(case_id)) == (None, (signed,))
    start = decision.start(physician, case_id)
    assert (start.voided, start.void) == (signed, void)
    with pytest.raises(NotAuthorized, match="can’t accept a letter: the case is with a physician"):
        letters.write(physician, case_id)
    again = decision.sign(physician, case_id, denial(physician, case_id), PASSWORD)
    accept(physician, case_id, again.letter)
    assert len(cases.determinations(case_id)) == 2
    assert [item.kind for item in physician.vault.archive.letters(case_id)] == ["denial", "denial"]


def test_a_determination_is_voided_only_by_its_signer_for_a_reason(nurse: Session) -> None:
    case_id = Stage.LETTER_TO_ACCEPT
    with pytest.raises(NotAuthorized, match="Only its signer"):
        decision.void(nurse, case_id, "Signed in error.")
    with pytest.raises(NotAuthorized, match="for a reason"):
        decision.void(nurse, case_id, " ")
    assert nurse.vault.cases.determination(case_id) is not None


def test_an_accepted_letter_keeps_its_determination(physician: Session) -> None:
    case_id = Stage.LETTER_TO_ACCEPT
    accept(physician, case_id, letters.write(physician, case_id))
    with pytest.raises(NotAuthorized, match="waiting for its letter to be sent"):
        decision.void(physician, case_id, "Signed in error.")


def test_who_took_part_in_an_earlier_review_may_not_deny_after_a_later_one(folder: Path) -> None:
    with session_of(folder, Role.PHYSICIAN) as physician:
        review.begin_again(physician, Stage.READY)
        wanted = denial(physician, Stage.READY)
    with session_of(folder, Role.NURSE) as nurse:
        opened = review.open_review(nurse, open_case.read(nurse, Stage.READY))
        for criterion_id in opened.state.finding.unanswered:
            item = opened.state.judged[criterion_id].node
            assert isinstance(item, Criterion)
            opened = review.mark(nurse, opened, item, Mark.NOT_DOCUMENTED, "")
        nurse.vault.cases.complete_review(
            replace(opened.review, completed_at=nurse.now(), completed_by="nora"), opened.state.policy
        )
        nurse.save(replace(nurse.vault.cases.get(Stage.READY), state=CaseState.READY))
    with (
        session_of(folder, Role.PHYSICIAN) as physician,
        pytest.raises(NotAuthorized, match=r"Max .* began review 2. An adverse determination"),
    ):
        decision.sign(physician, Stage.READY, wanted, PASSWORD)


def test_the_letter_says_who_was_not_part_of_the_review_from_the_record(folder: Path) -> None:
    with session_of(folder, Role.PHYSICIAN) as physician:
        letter = letters.write(physician, Stage.LETTER_TO_ACCEPT)
        assert [facts.decision and facts.decision.not_in_first_review for facts in letter.facts] == [True] * 2
        took = replace(letter.file, recorded_participation=(Participation("max", Step.ENTERED_FACTS, 1),))
        [member, _provider] = letters.draft(physician, took).facts
        assert member.decision is not None
        assert not member.decision.not_in_first_review


@pytest.mark.parametrize(
    ("change", "where", "said"),
    [
        (
            {"rationale": Rationale("Calls daily 😀.", "Calls daily.")},
            "rationale.member",
            "Member letter: No shipped",
        ),
        ({"rationale": Rationale("«hours hours", "Calls daily.")}, "", "Fill the blanks first: «hours."),
    ],
)
def test_nothing_is_signed_that_can_not_become_a_letter(
    physician: Session, change: dict[str, object], where: str, said: str
) -> None:
    wanted = replace(denial(physician, Stage.READY), **change)  # type: ignore[arg-type]
    [problem] = decision.judge(physician, Stage.READY, wanted, typeset=True)
    assert (problem.where, problem.words.startswith(said)) == (where, True)
    with pytest.raises(NotAuthorized) as refused:
        decision.sign(physician, Stage.READY, wanted, PASSWORD)
    assert refused.value.faults == (problem.words,)
    assert physician.vault.cases.determination(Stage.READY) is None


def test_what_only_the_pages_show_is_judged_before_the_signature(physician: Session) -> None:
    case = physician.vault.cases.get(Stage.READY)
    wide = replace(case.member, address=Address(("W" * 80,)))
    physician.save(replace(case, member=wide))
    wanted = denial(physician, Stage.READY)
    assert decision.judge(physician, Stage.READY, wanted, typeset=False) == ()
    [problem] = decision.judge(physician, Stage.READY, wanted, typeset=True)
    assert "wider than the envelope" in problem.words


def test_a_withdrawal_ends_the_information_request(nurse: Session) -> None:
    decision.sign(nurse, Stage.WAITING, withdrawal(nurse, Stage.WAITING), PASSWORD)
    [asked_for] = nurse.vault.cases.get(Stage.WAITING).information_requests
    assert asked_for.withdrawn_at == nurse.now()


def test_a_letter_is_accepted_once_each_copy_was_read_to_its_end(nurse: Session) -> None:
    shown = letters.write(nurse, Stage.LETTER_TO_ACCEPT)
    member = shown.with_read("Denial, member")
    with pytest.raises(NotAuthorized, match=r"^Not read to the end: Denial, provider\."):
        letters.accept(nurse, Stage.LETTER_TO_ACCEPT, member)
    assert nurse.vault.archive.letters(Stage.LETTER_TO_ACCEPT) == ()
    both = member.with_read("Denial, provider")
    other = replace(both.copies[1], pdf=both.copies[1].pdf + b"%")
    with pytest.raises(NotAuthorized, match=r"^Not read to the end: Denial, provider\."):
        letters.accept(nurse, Stage.LETTER_TO_ACCEPT, replace(both, copies=(both.copies[0], other)))
