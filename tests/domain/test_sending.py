"""Notice is given when a letter is sent or the decision told, not when the letter is accepted."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from tests.domain.test_deadlines import EAST, LINE, RECEIVED, a_case
from ur_desktop.domain.case import Case, CaseState, Notice, Urgency
from ur_desktop.domain.deadlines import deadline
from ur_desktop.domain.errors import UserError
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.sending import Means, Sending, after_sending, check_sending

SENT = RECEIVED + timedelta(days=3)
MAILED = Sending(Means.MAIL, SENT, "nora", "Jordan Sampleton", letter=1)
TOLD = Sending(Means.TOLD, SENT, "nora", "Lou Example", "1-800-555-0117")


def to_send(**changes: object) -> Case:
    return replace(a_case(), state=CaseState.SEND, **changes)  # type: ignore[arg-type]


def after(case: Case, sending: Sending = MAILED, kind: str = "denial", *, all_sent: bool = False) -> Case:
    return after_sending(case, sending, kind, LINE, EAST, all_sent=all_sent)


@pytest.mark.parametrize(
    ("sending", "what"),
    [
        (replace(TOLD, to=" "), "The person’s name is missing."),
        (replace(TOLD, number="none"), "The phone number is missing."),
        (replace(TOLD, means=Means.FAX, number=""), "The fax number is missing."),
        (replace(TOLD, means=Means.HAND, to=""), "The person’s name is missing."),
        (replace(MAILED, at=SENT + timedelta(minutes=2)), "The time is in the future."),
        (replace(MAILED, at=RECEIVED), "The time is before the decision was final."),
    ],
)
def test_an_incomplete_or_impossible_sending_is_refused(sending: Sending, what: str) -> None:
    with pytest.raises(UserError) as refused:
        check_sending(sending, SENT - timedelta(hours=1), SENT)
    assert refused.value.what == what


@pytest.mark.parametrize(
    "sending",
    [MAILED, TOLD, replace(TOLD, means=Means.FAX, to=""), replace(TOLD, means=Means.HAND, number="")],
)
def test_a_whole_sending_is_right(sending: Sending) -> None:
    check_sending(sending, SENT, SENT.astimezone(UTC))


def test_the_first_copy_is_the_notice_and_the_last_one_closes_the_case() -> None:
    case = to_send()
    assert deadline(case, LINE, EAST).still_due == deadline(case, LINE, EAST).decide_by
    first = after(case)
    assert first.notice == Notice(SENT, "mail", "nora", "Jordan Sampleton")
    assert first.state is CaseState.SEND
    assert deadline(first, LINE, EAST).still_due is None
    last = after(first, replace(MAILED, at=SENT + timedelta(days=1)), all_sent=True)
    assert (last.state, last.notice) == (CaseState.CLOSED, first.notice)


def test_an_urgent_decision_that_was_told_still_owes_its_letter_within_three_days() -> None:
    urgent = to_send(request=replace(a_case().request, urgency=Urgency.URGENT))
    told = after(urgent, TOLD)
    assert told.notice == Notice(SENT, "oral", "nora", "Lou Example", "1-800-555-0117")
    assert told.state is CaseState.SEND
    due = deadline(told, LINE, EAST)
    assert due.still_due == due.written_by
    assert due.written_by is not None


def test_a_decision_told_before_its_letter_is_accepted_leaves_the_letter_to_accept() -> None:
    told = after(replace(a_case(), state=CaseState.LETTER), TOLD)
    assert told.state is CaseState.LETTER
    assert told.notice is not None


def test_an_information_request_begins_when_its_first_copy_is_sent() -> None:
    asking = InformationRequest(("Weekly schedule",), RECEIVED, RECEIVED + timedelta(days=60))
    waits = after(to_send(asking=asking), kind="information_request")
    assert (waits.state, waits.asking, waits.notice) == (CaseState.WAITING, None, None)
    assert [item.sent_at for item in waits.information_requests] == [SENT]
    assert after(waits, kind="information_request", all_sent=True) == waits


def test_the_letter_about_a_withdrawn_request_is_no_notice_and_the_last_letter_closes_the_case() -> None:
    undecided = replace(to_send(), state=CaseState.READY)
    assert after(undecided, kind="withdrawn_information_request", all_sent=True) == undecided
    noticed = after(to_send())
    closed = after(noticed, kind="withdrawn_information_request", all_sent=True)
    assert (closed.state, closed.notice) == (CaseState.CLOSED, noticed.notice)
    assert after(noticed, kind="information_request", all_sent=True).state is CaseState.CLOSED
