"""A reviewer hands their own case over to a colleague of the same role, with a note."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.test_readiness import CASE, NOW
from ur_desktop.domain.case import Case, CaseState, HandOver
from ur_desktop.domain.hand_over import colleagues_of, hand_over_faults
from ur_desktop.domain.reviewer import Credential, Reviewer, Role

NORA, OMAR = (Reviewer(name, name.title(), Role.NURSE, Credential("RN")) for name in ("nora", "omar"))
MAX = Reviewer("max", "Max", Role.PHYSICIAN, Credential("MD"))
SUE = Reviewer("sue", "Sue", Role.SUPERVISOR, Credential("RN"))
PEOPLE = (NORA, OMAR, MAX, SUE)
MINE = replace(CASE, assigned_to="nora")


def test_colleagues_are_the_others_of_the_same_role() -> None:
    assert colleagues_of(NORA, PEOPLE) == (OMAR,)
    assert colleagues_of(MAX, PEOPLE) == ()


def test_an_own_case_goes_to_a_colleague_with_a_note() -> None:
    assert list(hand_over_faults(MINE, NORA, PEOPLE, "omar", "Two criteria are left.")) == []


@pytest.mark.parametrize(
    ("case", "to", "note", "said"),
    [
        (replace(MINE, state=CaseState.CLOSED), "omar", "Note.", "The case is closed."),
        (CASE, "omar", "Note.", "Only the reviewer who has a case hands it over."),
        (
            replace(CASE, assigned_to="max"),
            "omar",
            "Note.",
            "Only the reviewer who has a case hands it over.",
        ),
        (MINE, "nora", "Note.", "Select another nurse."),
        (MINE, "max", "Note.", "Select another nurse. A physician gets a case by referral."),
        (MINE, "", "Note.", "Select another nurse."),
        (MINE, "omar", " ", "Type a note for your colleague."),
    ],
)
def test_what_can_not_be_handed_over_is_said(case: Case, to: str, note: str, said: str) -> None:
    [fault] = hand_over_faults(case, NORA, PEOPLE, to, note)
    assert fault.startswith(said)


def test_the_note_stays_while_the_case_is_with_who_got_it() -> None:
    handed = HandOver("omar", "nora", NOW, "Two criteria are left.")
    given = replace(MINE, assigned_to="omar", handed_over=handed)
    assert given.hand_over_note == handed
    assert replace(given, assigned_to="max").hand_over_note is None
    assert MINE.hand_over_note is None
