"""What the store itself refuses, by name, whoever calls it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from tests.rules import FORM, RULES
from tests.sealing import invented
from tests.storage.test_case_states import (
    PASSWORD,
    PEOPLE,
    approval,
    complete_review,
    review_of,
    save_as,
    sign,
)
from ur_desktop.domain.access import MAY_RECORD, may
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.review import Answer, Mark
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.storage import vault
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.vault import Vault

NOW = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
KIND = "continued_approval"
ASKED = InformationRequest(("The safety plan.",), NOW, NOW + timedelta(days=45))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with a person of each role, a new case, and a case whose letter is to accept."""
    folder = tmp_path_factory.mktemp("refusals") / "vault"
    first, _ = vault.create(folder, replace(PEOPLE[Role.NURSE], administers=True), PASSWORD, NOW, LEAST)
    with first:
        for person in PEOPLE.values():
            if person.role is not Role.NURSE:
                first.add_user(person, PASSWORD, LEAST)
        first.cases.add(invented("new", "tnurse"), None)
        first.cases.add(invented("signed", "tnurse"), None)
        first.cases.begin_review(review_of("signed"))
        complete_review(first, "signed")
        save_as(first, "signed", CaseState.READY)
        first.cases.sign("signed", approval(first.reviewer), "{}", RULES, PASSWORD, NOW)
        save_as(first, "signed", CaseState.LETTER)
    return folder


@pytest.fixture
def come_in(made: Path, tmp_path: Path) -> Iterator[Callable[[Role], Vault]]:
    folder = copytree(made, tmp_path / "vault")
    opened: list[Vault] = []

    def sign_in(role: Role) -> Vault:
        for other in opened:
            other.close()
        opened.append(vault.open_vault(folder, f"t{role}", PASSWORD, NOW))
        return opened[-1]

    yield sign_in
    for each in opened:
        each.close()


@pytest.fixture
def nurse(come_in: Callable[[Role], Vault]) -> Vault:
    return come_in(Role.NURSE)


def seal(opened: Vault, copy: str, kind: str = KIND, pdf: bytes = b"%PDF") -> None:
    opened.archive.seal("signed", kind, copy, "{}", pdf, NOW)


@pytest.mark.parametrize("state", [state for state in CaseState if state is not CaseState.NEW])
def test_a_case_is_added_as_a_new_one(nurse: Vault, state: CaseState) -> None:
    with pytest.raises(NotAuthorized, match="can’t add a case that is"):
        nurse.cases.add(replace(invented("other", "tnurse"), state=state), None)


@pytest.mark.parametrize("state", [CaseState.SEND, CaseState.CLOSED])
def test_a_signed_case_is_not_closed_before_every_copy_is_accepted(nurse: Vault, state: CaseState) -> None:
    seal(nurse, "member")
    with pytest.raises(NotAuthorized, match="this letter is not accepted: Continued approval, provider"):
        save_as(nurse, "signed", state)
    seal(nurse, "provider")
    save_as(nurse, "signed", state)
    assert nurse.cases.get("signed").state is state


def test_a_letter_is_accepted_once(nurse: Vault) -> None:
    seal(nurse, "member")
    with pytest.raises(NotAuthorized, match="was accepted already: Continued approval, member"):
        seal(nurse, "member", pdf=b"%PDF another")


def test_the_same_information_request_is_accepted_once(nurse: Vault) -> None:
    case = invented("new", "tnurse")
    nurse.cases.save(replace(case, asking=ASKED, state=CaseState.LETTER), NOW, None)
    for pdf in (b"%PDF 1", b"%PDF 2"):
        nurse.archive.seal("new", "information_request", "member", "{}", pdf, NOW)
    with pytest.raises(NotAuthorized, match="was accepted already: Information request, member"):
        nurse.archive.seal("new", "information_request", "member", "{}", b"%PDF 1", NOW)


@pytest.mark.parametrize("copy", ["internal", "nobody"])
def test_a_letter_has_no_other_copies(nurse: Vault, copy: str) -> None:
    with pytest.raises(NotAuthorized, match="no such copy"):
        seal(nurse, copy)


def test_a_case_has_one_determination(nurse: Vault) -> None:
    with pytest.raises(NotAuthorized, match="can’t sign a determination: a determination is signed"):
        nurse.cases.sign("signed", approval(nurse.reviewer), "{}", RULES, PASSWORD, NOW)


@pytest.mark.parametrize("to", ["tauditor", "tadministrator", "tsupervisor", "nobody"])
@pytest.mark.parametrize("role", [Role.NURSE, Role.SUPERVISOR])
def test_a_case_is_assigned_only_to_somebody_who_works_on_cases(
    come_in: Callable[[Role], Vault], role: Role, to: str
) -> None:
    opened = come_in(role)
    assigning = assign if role is Role.NURSE else assign_as_supervisor
    with pytest.raises(NotAuthorized, match=f"can’t be assigned to {to}"):
        assigning(opened, to)


def test_a_reviewer_takes_a_case_and_refers_it_and_no_more(come_in: Callable[[Role], Vault]) -> None:
    opened = come_in(Role.NURSE)
    assign(opened, "tnurse")
    with pytest.raises(NotAuthorized, match="Only a supervisor may assign a case"):
        assign(opened, "tphysician")
    assign(opened, "tphysician", CaseState.WITH_PHYSICIAN)
    opened = come_in(Role.PHYSICIAN)
    with pytest.raises(NotAuthorized, match="Only a supervisor may assign a case"):
        assign(opened, "tnurse", CaseState.WITH_PHYSICIAN)
    assign(opened, "")
    opened = come_in(Role.SUPERVISOR)
    opened.cases.assign("new", "tnurse")
    assert opened.cases.get("new").assigned_to == "tnurse"


def test_a_reviewer_hands_their_own_case_to_a_colleague_of_the_same_role(
    come_in: Callable[[Role], Vault],
) -> None:
    opened = come_in(Role.NURSE)
    other = Reviewer("other", "Taylor Other", Role.NURSE, Credential("RN"))
    opened.add_user(other, PASSWORD, LEAST)
    with pytest.raises(NotAuthorized, match="Only a supervisor may assign a case"):
        assign(opened, "other")
    assign(opened, "tnurse")
    assign(opened, "other")
    assert opened.cases.get("new").assigned_to == "other"


def assign_as_supervisor(opened: Vault, to: str) -> None:
    opened.cases.assign("new", to)


def assign(opened: Vault, to: str, state: CaseState = CaseState.NEW) -> None:
    opened.cases.save(replace(invented("new", "tnurse"), assigned_to=to, state=state), NOW, None)


@pytest.mark.parametrize("role", Role)
def test_each_role_adds_its_own_kinds_of_lines_to_the_journal(
    come_in: Callable[[Role], Vault], role: Role
) -> None:
    opened = come_in(role)
    for kind in EventKind:
        head = opened.journal.head()
        if any(may(opened.reviewer, permission) for permission in MAY_RECORD.get(kind, ())):
            opened.journal.record(kind, NOW, "new")
            continue
        with pytest.raises(NotAuthorized):
            opened.journal.record(kind, NOW, "new")
        assert opened.journal.head() == head


@pytest.fixture
def in_review(nurse: Vault) -> Vault:
    """A vault with the case "new", whose review has no answer yet."""
    nurse.cases.begin_review(replace(review_of("new"), answers={}))
    save_as(nurse, "new", CaseState.IN_REVIEW)
    return nurse


def answer(opened: Vault, mark: Mark) -> None:
    review = opened.cases.reviews("new")[0].answered("C1", Answer(mark, "tnurse", NOW))
    opened.cases.save_answer(review, "C1")
    complete_review(opened, "new")
    save_as(opened, "new", CaseState.READY)


def test_a_review_with_an_unanswered_criterion_is_not_completed(in_review: Vault) -> None:
    with pytest.raises(NotAuthorized, match="This review can’t be completed: 1 to answer"):
        complete_review(in_review, "new")  # what is handed in says that it is answered
    assert in_review.cases.reviews("new")[0].completed_at is None
    other = replace(FORM, digest="1" * 64, checklists={"decided": FORM.checklists["continued"]})
    done = replace(in_review.cases.reviews("new")[0], completed_at=NOW, completed_by="tnurse")
    with pytest.raises(NotAuthorized, match="did not begin with this form"):
        in_review.cases.complete_review(done, other)


@pytest.mark.parametrize("mark", [Mark.NOT_MET, Mark.NOT_DOCUMENTED])
def test_a_nurse_signs_no_approval_that_the_answers_do_not_support(in_review: Vault, mark: Mark) -> None:
    answer(in_review, mark)
    with pytest.raises(NotAuthorized, match="Not available: C1"):
        sign(in_review, "new")
    assert in_review.cases.determinations("new") == ()


@pytest.mark.parametrize(
    ("units", "words"),
    [(12, "An approval gives the dates and units as requested"), (99_999, "99999 units for 26 on the dates")],
)
def test_more_units_than_the_dates_hold_are_not_signed(in_review: Vault, units: int, words: str) -> None:
    case = in_review.cases.get("new")
    wanted = replace(approval(in_review.reviewer), units=99_999)
    in_review.cases.save(replace(case, request=replace(case.request, units=units)), NOW, None)
    review = in_review.cases.reviews("new")[0].answered("C1", Answer(Mark.MET, "tnurse", NOW))
    in_review.cases.save_answer(review, "C1")
    complete_review(in_review, "new")
    in_review.cases.save(replace(in_review.cases.get("new"), state=CaseState.READY), NOW, None)
    with pytest.raises(NotAuthorized, match=words):
        in_review.cases.sign("new", wanted, "{}", RULES, PASSWORD, NOW)
    assert in_review.cases.determinations("new") == ()


def test_a_determination_is_signed_on_the_form_of_its_review(in_review: Vault) -> None:
    answer(in_review, Mark.NOT_MET)
    lenient = replace(FORM, digest="1" * 64, checklists={"decided": FORM.checklists["continued"]})
    with pytest.raises(NotAuthorized, match="did not begin with this form"):
        in_review.cases.sign(
            "new", approval(in_review.reviewer), "{}", replace(RULES, policy=lenient), PASSWORD, NOW
        )
