"""When an information request may be answered: 29 CFR 2560.503-1(f), a sentence of it beside each test."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.domain.test_deadlines import EAST, LINE, RECEIVED, SENT, a_case, asked, end_of
from ur_desktop.domain.case import Case, Urgency
from ur_desktop.domain.deadlines import deadline
from ur_desktop.domain.errors import LetterError
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.response_time import ResponseTime, lapsed, response_time, sent, timed

URGENT = a_case(urgency=Urgency.URGENT)
CONCURRENT = a_case(urgency=Urgency.URGENT, review=ReviewKind.CONTINUED, approved_through=date(2026, 1, 25))
HOUR = timedelta(hours=1)


def times(case: Case, at: datetime) -> ResponseTime:
    return response_time(case, LINE, EAST, at)


def answered_before_due(case: Case, at: datetime, by: datetime) -> bool:
    """Whether a request sent now with this due date is answered before the decision is due."""
    after = sent(replace(case, asking=asked(at, by)), LINE, EAST, at)
    return by < deadline(after, LINE, EAST).decide_by


def test_the_first_request_extends_the_time_and_gives_45_days() -> None:
    """(f)(4): the period is tolled from the date on which the notification of the extension is sent.

    (f)(2)(iii)(A): the claimant shall be afforded at least 45 days from receipt of the notice.
    """
    found = times(a_case(), SENT)
    assert (found.formal_from, found.why_informal, found.refusal) == (end_of(3, 6), "", "")
    assert found.default == end_of(3, 9)  # it may be mailed three days later
    assert found.on(date(2026, 3, 6)) == end_of(3, 6)
    assert found.words(date(2026, 3, 6)) == (
        "Response due by 03/06/2026. The clock stops from sending until the response."
    )


def test_a_date_between_an_informal_and_a_whole_time_is_refused_with_the_days_that_hold() -> None:
    found = times(a_case(), SENT)
    assert found.on(date(2026, 2, 15)) is None
    assert found.words(date(2026, 2, 15)) == ""
    assert found.fault(date(2026, 2, 15)) == "Type 01/21/2026 to 01/30/2026, or 03/06/2026 or later."
    assert found.fault(None) == found.fault(date(2026, 2, 15))
    assert found.fault(date(2026, 3, 6)) == ""


def test_a_shorter_time_is_informal_and_moves_nothing() -> None:
    found = times(a_case(), SENT)
    assert found.on(date(2026, 1, 30)) == end_of(1, 30)
    assert found.words(date(2026, 1, 30)) == (
        "Informal: response due by 01/30/2026; the clock does not stop. This leaves less time than the rule gives. "
        "The determination stays due 01/31/2026."
    )
    case = sent(replace(a_case(), asking=asked(SENT, end_of(1, 30))), LINE, EAST, SENT)
    assert (case.extended_at, deadline(case, LINE, EAST).decide_by) == (None, end_of(1, 31))


def test_a_second_request_is_informal() -> None:
    """(f)(2)(iii)(A): this period may be extended one time."""
    first = sent(replace(a_case(), asking=asked(SENT, end_of(3, 6))), LINE, EAST, SENT)
    at = SENT + timedelta(days=10)
    answered = replace(first, information_requests=(replace(first.information_requests[0], answered_at=at),))
    found = times(answered, at)
    assert (found.formal_from, found.why_informal) == (
        None,
        "Only the first information request stops the clock.",
    )
    assert found.default == found.informal_until == end_of(2, 24)  # it is decided by February 25
    assert found.fault(date(2026, 3, 16)) == "Type 01/31/2026 to 02/24/2026."
    second = sent(replace(answered, asking=asked(at, end_of(2, 24))), LINE, EAST, at)
    assert second.extended_at == SENT
    assert deadline(second, LINE, EAST) == deadline(answered, LINE, EAST)


def test_a_second_request_counts_on_no_time_that_the_first_still_waits() -> None:
    first = sent(replace(a_case(), asking=asked(SENT, end_of(3, 6))), LINE, EAST, SENT)
    assert deadline(first, LINE, EAST).decide_by == end_of(4, 1)
    assert times(first, SENT + timedelta(days=10)).informal_until == end_of(2, 24)


def test_a_late_request_is_refused_with_what_to_do_instead() -> None:
    """(f)(2)(iii)(A): an extension is notified prior to the expiration of the initial 15-day period."""
    found = times(a_case(), end_of(1, 31) + timedelta(seconds=1))
    assert found.refusal == (
        "Extension notice was due 01/31/2026. The determination is due 01/31/2026, too soon for a response. "
        "Decide on the records received; call the program for what is missing."
    )
    assert times(a_case(), end_of(1, 31)).refusal == ""  # on its last day it still extends the time
    extended = replace(a_case(), extended_at=SENT)
    assert "second extension" in times(extended, end_of(2, 14)).refusal
    assert times(extended, end_of(2, 13)).refusal == ""


def test_an_urgent_request_is_asked_within_24_hours_and_leaves_48() -> None:
    """(f)(2)(i): notify the claimant as soon as possible, but not later than 24 hours after receipt.

    The claimant shall be afforded a reasonable amount of time, but not less than 48 hours.
    """
    found = times(URGENT, RECEIVED + 24 * HOUR)
    assert found.formal_from == found.default == RECEIVED + 73 * HOUR  # an hour to send it
    assert found.words(date(2026, 1, 19)) == (
        "Response due by 01/19/2026, 10:05 AM EST. The clock stops from sending until the response."
    )
    late = times(URGENT, RECEIVED + 24 * HOUR + timedelta(seconds=1))
    assert late.why_informal == "More than 24 hours have passed since receipt."
    assert late.default == RECEIVED + 71 * HOUR
    assert late.words(date(2026, 1, 19)).startswith("Informal: response due by 01/19/2026, 8:05 AM EST;")
    assert late.on(date(2026, 1, 18)) == end_of(1, 18)
    assert late.fault(date(2026, 1, 20)) == "Type 01/17/2026 to 01/19/2026."


def test_an_urgent_request_with_too_little_time_is_refused() -> None:
    assert times(URGENT, RECEIVED + 67 * HOUR).refusal == ""
    found = times(URGENT, RECEIVED + 67 * HOUR + timedelta(seconds=1))
    assert "due 01/19/2026, 9:05 AM EST, too soon" in found.refusal
    assert found.on(date(2026, 1, 19)) is None


def test_an_urgent_concurrent_request_is_informal() -> None:
    """(f)(2)(ii)(B): the claimant is notified within 24 hours after receipt; nothing extends it."""
    found = times(CONCURRENT, RECEIVED + HOUR)
    assert (found.formal_from, found.informal_until) == (None, RECEIVED + 23 * HOUR)
    assert "within 24 hours" in found.why_informal
    assert found.fault(date(2026, 1, 18)) == "Type 01/16/2026 to 01/17/2026."
    assert times(CONCURRENT, RECEIVED + 19 * HOUR + timedelta(minutes=1)).refusal
    one_day = times(CONCURRENT, RECEIVED + 16 * HOUR)
    assert one_day.fault(date(2026, 1, 18)) == "Type 01/17/2026."
    until = RECEIVED + 49 * HOUR
    case = sent(replace(CONCURRENT, asking=asked(RECEIVED, until)), LINE, EAST, RECEIVED)
    assert deadline(case, LINE, EAST).decide_by == RECEIVED + 24 * HOUR
    assert not lapsed(case, LINE, EAST, until + HOUR)


def test_an_urgent_request_waits_no_longer_than_the_days_before_receipt_allow() -> None:
    case = a_case(urgency=Urgency.URGENT, start=date(2026, 1, 10))
    found = times(case, RECEIVED + HOUR)
    assert found.formal_until == end_of(2, 14)
    assert found.fault(date(2026, 2, 15)) == "Type 01/16/2026 to 01/17/2026, or 01/18/2026 to 02/14/2026."
    assert found.on(date(2026, 2, 14)) == datetime(2026, 2, 14, 11, 5, tzinfo=EAST)


def test_a_later_day_has_the_same_hour_after_a_change_of_the_clocks() -> None:
    received = datetime(2026, 10, 30, 16, 0, tzinfo=EAST)
    case = a_case(urgency=Urgency.URGENT, received=received, start=date(2026, 11, 20), end=date(2026, 11, 27))
    assert times(case, received).on(date(2026, 11, 4)) == datetime(2026, 11, 4, 16, 0, tzinfo=EAST)


@pytest.mark.parametrize("hours", [0, 1, 20, 24, 25, 60, 67, 200, 14 * 24, 359])
@pytest.mark.parametrize(
    "case",
    [
        a_case(),
        URGENT,
        CONCURRENT,
        a_case(start=date(2026, 1, 5), end=date(2026, 1, 15)),
        a_case(urgency=Urgency.URGENT, start=date(2026, 1, 10)),
        replace(a_case(), extended_at=SENT),
    ],
    ids=["standard", "urgent", "concurrent", "past", "urgent and past", "extended"],
)
def test_every_day_that_can_be_typed_is_before_the_decision_is_due(case: Case, hours: int) -> None:
    at = RECEIVED + hours * HOUR
    found = times(case, at)
    days = [at.date() + timedelta(days=number) for number in range(120)]
    allowed = [moment for day in days if (moment := found.on(day)) is not None]
    assert bool(allowed) is not bool(found.refusal)
    assert all(answered_before_due(case, at, moment) for moment in allowed)
    assert found.refusal or found.on(found.default.date()) is not None


def test_a_letter_that_waited_leaves_the_whole_time_to_answer() -> None:
    out = RECEIVED + timedelta(days=2)
    case = timed(replace(a_case(), asking=asked(RECEIVED, end_of(3, 2))), LINE, EAST, out)
    assert case.asking == asked(RECEIVED, end_of(3, 7))
    enough = replace(a_case(), asking=asked(RECEIVED, end_of(4, 30)))
    assert timed(enough, LINE, EAST, out) == enough
    assert timed(a_case(), LINE, EAST, out) == a_case()


def test_a_letter_that_waited_too_long_becomes_informal() -> None:
    out = RECEIVED + timedelta(hours=30)
    case = timed(replace(URGENT, asking=asked(RECEIVED, RECEIVED + 49 * HOUR)), LINE, EAST, out)
    assert case.asking == asked(RECEIVED, RECEIVED + 49 * HOUR)
    assert deadline(sent(case, LINE, EAST, out), LINE, EAST).decide_by == RECEIVED + 72 * HOUR
    with pytest.raises(LetterError) as refused:
        timed(case, LINE, EAST, RECEIVED + 68 * HOUR)
    assert "too soon for a response" in refused.value.faults[0]


def test_an_informal_due_date_stays_informal() -> None:
    case = replace(a_case(), asking=asked(SENT, end_of(1, 30)))
    assert timed(case, LINE, EAST, SENT + timedelta(days=1)) == case


def test_the_clock_stops_when_the_letter_is_sent_not_when_it_was_written() -> None:
    out = RECEIVED + timedelta(days=2)
    case = sent(replace(a_case(), asking=asked(RECEIVED, end_of(4, 30))), LINE, EAST, out)
    assert case.asking is None
    assert case.information_requests == (asked(out, end_of(4, 30)),)
    assert case.extended_at == out
    assert deadline(case, LINE, EAST).stopped_since == out
    assert sent(a_case(), LINE, EAST, out) == a_case()


def test_a_letter_keeps_the_due_date_that_it_names() -> None:
    out = RECEIVED + timedelta(days=7)
    case = sent(replace(a_case(), asking=asked(RECEIVED, end_of(3, 2))), LINE, EAST, out)
    assert case.information_requests == (asked(out, end_of(3, 2)),)
    assert case.extended_at is None  # 38 days are less than the rule gives


def test_an_urgent_request_extends_no_days() -> None:
    case = sent(replace(URGENT, asking=asked(RECEIVED, RECEIVED + 49 * HOUR)), LINE, EAST, RECEIVED + HOUR)
    assert case.extended_at is None
    assert deadline(case, LINE, EAST).decide_by == RECEIVED + 97 * HOUR


def test_only_the_request_that_stopped_the_clock_grounds_a_denial_for_missing_information() -> None:
    formal = sent(replace(a_case(), asking=asked(SENT, end_of(3, 6))), LINE, EAST, SENT)
    assert not lapsed(formal, LINE, EAST, end_of(3, 6))
    assert lapsed(formal, LINE, EAST, end_of(3, 7))
    more = asked(SENT + timedelta(days=20), end_of(3, 20))
    waiting = replace(formal, information_requests=(*formal.information_requests, more))
    assert not lapsed(waiting, LINE, EAST, end_of(3, 7))
    informal = sent(replace(a_case(), asking=asked(SENT, end_of(1, 30))), LINE, EAST, SENT)
    assert not lapsed(informal, LINE, EAST, end_of(1, 31))
    assert not lapsed(a_case(), LINE, EAST, SENT)
