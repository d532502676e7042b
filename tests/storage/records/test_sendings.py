"""The store's own rules of sending: letters of the case, and nothing but its notice changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from tests.sealing import seal
from ur_desktop.domain.case import Case, CaseState, Notice
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.sending import Means, Sending
from ur_desktop.storage.vault import Vault


@pytest.fixture
def filled(opened: Vault, now: datetime, sample_case: Callable[[int], Case]) -> Vault:
    """A vault with two cases whose letters are to send: letters 1 and 2, and letter 3."""
    for number, copies in ((1, ("member", "provider")), (2, ("member",))):
        opened.cases.add(sample_case(number), None)
        for copy in copies:
            seal(opened, f"case-{number}", copy, b"%PDF", now)
        opened.cases.save(replace(opened.cases.get(f"case-{number}"), state=CaseState.SEND), now, None)
    return opened


def mailed(opened: Vault, now: datetime, letter: int) -> Sending:
    return Sending(Means.MAIL, now, opened.reviewer.user_id, "Jordan Sampleton", letter=letter)


def test_a_letter_that_was_sent_is_no_longer_queued(filled: Vault, now: datetime) -> None:
    case, sending = filled.cases.get("case-1"), mailed(filled, now, 2)
    assert filled.sendings.unsent("case-1") == (1, 2)
    filled.sendings.put(replace(case, notice=Notice(now, "mail", "nora")), sending, None)
    assert filled.sendings.unsent("case-1") == (1,)
    assert filled.sendings.of("case-1") == (sending,)
    assert filled.cases.get("case-1").notice == Notice(now, "mail", "nora")
    assert filled.sendings.accepted(2) == ("case-1", "information_request", "provider", now)


def test_a_case_closes_once_no_letter_is_left(filled: Vault, now: datetime) -> None:
    closed = replace(filled.cases.get("case-1"), state=CaseState.CLOSED)
    with pytest.raises(NotAuthorized, match="changes nothing else"):
        filled.sendings.put(closed, mailed(filled, now, 1), None)
    assert filled.sendings.unsent("case-1") == (1, 2)
    filled.sendings.put(replace(closed, state=CaseState.SEND), mailed(filled, now, 1), None)
    filled.sendings.put(closed, mailed(filled, now, 2), None)
    assert filled.cases.get("case-1").state is CaseState.CLOSED


def test_sending_changes_nothing_but_the_notice(filled: Vault, now: datetime) -> None:
    case = filled.cases.get("case-1")
    noticed = replace(case, notice=Notice(now, "mail", "nora"))
    filled.sendings.put(noticed, mailed(filled, now, 1), None)
    for other in (
        replace(noticed, number="2026-000099"),
        replace(noticed, state=CaseState.READY),
        replace(noticed, notice=Notice(now, "fax", "nora")),
        replace(noticed, notice=None),
    ):
        with pytest.raises(NotAuthorized, match="changes nothing else"):
            filled.sendings.put(other, mailed(filled, now, 2), None)


def test_only_a_letter_of_the_case_is_sent_and_only_a_signed_decision_is_told(
    filled: Vault, now: datetime
) -> None:
    case, me = filled.cases.get("case-1"), filled.reviewer.user_id
    with pytest.raises(NotAuthorized, match="another case"):
        filled.sendings.put(case, mailed(filled, now, 3), None)
    with pytest.raises(NotAuthorized, match="a decision is told"):
        filled.sendings.put(case, mailed(filled, now, 0), None)
    with pytest.raises(NotAuthorized, match="a decision is told"):
        filled.sendings.put(case, Sending(Means.TOLD, now, me, "Lou", "1-800-555-0117", 1), None)
    with pytest.raises(NotAuthorized, match="no determination is signed"):
        filled.sendings.put(case, Sending(Means.TOLD, now, me, "Lou", "1-800-555-0117"), None)
    with pytest.raises(NotAuthorized, match="written by another"):
        filled.sendings.put(case, replace(mailed(filled, now, 1), by="another"), None)
