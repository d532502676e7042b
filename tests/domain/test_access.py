"""The table of what each role may see and do, cell by cell, written out a second time on purpose."""

import pytest

from tests.domain.trees import every, item, policy, review
from ur_desktop.domain.access import (
    MAY_ADMINISTER,
    MAY_RECORD,
    Permission,
    acts_of,
    administers,
    forbidden,
    may,
    require,
    require_assignable,
)
from ur_desktop.domain.determination import Action, Standing, allowed
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.evaluation.finding import evaluate
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.reviewer import Credential, Reviewer, Role

COLUMNS = (Role.NURSE, Role.PHYSICIAN, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR)
TABLE = {
    Permission.SEE_CASES: "yes yes yes no yes",
    Permission.TAKE_IN: "yes yes no no no",
    Permission.ANSWER: "yes yes no no no",
    Permission.DETERMINE: "yes yes no no no",
    Permission.END_EARLY: "yes yes yes no no",
    Permission.ASSIGN: "no no yes no no",
    Permission.PRINT_LETTERS: "yes yes yes no no",
    Permission.SEE_JOURNAL: "no no yes yes yes",
    Permission.EXPORT_JOURNAL: "no no no yes yes",
    Permission.BACK_UP: "no no no yes no",
    Permission.RESTORE: "no no no yes no",
    Permission.MANAGE_PEOPLE: "no no no yes no",
}
CELLS = [
    (role, act, word) for act, line in TABLE.items() for role, word in zip(COLUMNS, line.split(), strict=True)
]


def person(role: Role, *, administers: bool = False) -> Reviewer:
    return Reviewer("tspecimen", "Taylor Specimen", role, Credential("RN"), administers)


@pytest.mark.parametrize(("role", "act", "word"), CELLS)
def test_the_table(role: Role, act: Permission, word: str) -> None:
    assert may(person(role), act) is (word == "yes")
    assert bool(forbidden(person(role), act)) is (word == "no")


def test_every_cell_is_written_out() -> None:
    assert {(role, act) for role, act, _ in CELLS} == {(role, act) for role in Role for act in Permission}


@pytest.mark.parametrize("role", sorted(MAY_ADMINISTER))
def test_a_reviewer_who_also_administers_has_both_columns(role: Role) -> None:
    both = acts_of(person(role)) | acts_of(person(Role.ADMINISTRATOR))
    assert acts_of(person(role, administers=True)) == both
    assert administers(person(role, administers=True))


def test_an_auditor_changes_nothing_whatever_their_slot_says() -> None:
    assert acts_of(person(Role.AUDITOR, administers=True)) == acts_of(person(Role.AUDITOR))
    assert not administers(person(Role.AUDITOR, administers=True))


def test_an_administrator_administers_by_role() -> None:
    assert administers(person(Role.ADMINISTRATOR))
    assert not administers(person(Role.NURSE))


@pytest.mark.parametrize(
    ("role", "act", "sentence"),
    [
        (
            Role.AUDITOR,
            Permission.DETERMINE,
            "Only a nurse or a physician may decide, refer or write a letter.",
        ),
        (Role.NURSE, Permission.MANAGE_PEOPLE, "Only an administrator may manage users."),
        (
            Role.ADMINISTRATOR,
            Permission.SEE_CASES,
            "Only a nurse, a physician, a supervisor or an auditor may see cases.",
        ),
    ],
)
def test_a_refusal_says_who_may(role: Role, act: Permission, sentence: str) -> None:
    assert forbidden(person(role), act) == sentence


def test_one_of_several_acts_is_enough() -> None:
    require(person(Role.NURSE), Permission.ASSIGN, Permission.ANSWER)
    with pytest.raises(NotAuthorized, match="Only a nurse or a physician may answer a review"):
        require(person(Role.AUDITOR), Permission.ANSWER, Permission.TAKE_IN)


@pytest.mark.parametrize("role", Role)
def test_only_who_may_determine_has_actions_on_a_finding(role: Role) -> None:
    finding = evaluate(policy(every(item("A1"))), review({}))
    assert (Action.WITHDRAW in allowed(role, finding, Standing())) is may(person(role), Permission.DETERMINE)


STORE_ALONE = {"sign_in", "failed_sign_in", "recovery", "determination", "void", "restore", "repair", "clock"}


def test_every_kind_of_entry_has_who_adds_it_or_is_the_stores() -> None:
    assert set(EventKind) - MAY_RECORD.keys() == STORE_ALONE


@pytest.mark.parametrize(
    ("by", "to", "took", "refers", "reason"),
    [
        (Role.NURSE, "", (), False, ""),
        (Role.NURSE, "nurse", (), False, ""),
        (Role.NURSE, "physician", (), True, ""),
        (Role.NURSE, "physician", ("physician",), False, ""),
        (Role.SUPERVISOR, "nurse", (), False, ""),
        (Role.NURSE, "physician", (), False, "Only a supervisor may assign a case."),
        (Role.PHYSICIAN, "nurse", (), True, "Only a supervisor may assign a case."),
        (Role.SUPERVISOR, "auditor", (), False, "A case can’t be assigned to auditor."),
        (Role.SUPERVISOR, "nobody", (), False, "A case can’t be assigned to nobody."),
    ],
)
def test_who_may_assign_a_case_to_whom(
    by: Role, to: str, took: tuple[str, ...], refers: bool, reason: str
) -> None:
    people = [Reviewer(role.value, "Taylor", role, Credential("RN")) for role in Role]
    [actor] = [each for each in people if each.role is by]
    if not reason:
        require_assignable(actor, to, people, took, refers=refers)
        return
    with pytest.raises(NotAuthorized, match=reason):
        require_assignable(actor, to, people, took, refers=refers)


def test_a_reviewer_gives_away_only_what_was_theirs() -> None:
    people = [Reviewer(role.value, "Taylor", role, Credential("RN")) for role in Role]
    nurse = next(each for each in people if each.role is Role.NURSE)
    other = Reviewer("other", "Taylor", Role.NURSE, Credential("RN"))
    require_assignable(nurse, "other", (*people, other), (), refers=False, was="nurse")
    with pytest.raises(NotAuthorized, match="Only a supervisor may assign a case"):
        require_assignable(nurse, "physician", people, (), refers=False, was="nurse")
    for was in ("", "physician"):
        with pytest.raises(NotAuthorized, match="Only a supervisor may assign a case"):
            require_assignable(nurse, "other", (*people, other), (), refers=False, was=was)
    with pytest.raises(NotAuthorized, match="can’t be assigned to auditor"):
        require_assignable(nurse, "auditor", people, (), refers=False, was="nurse")
