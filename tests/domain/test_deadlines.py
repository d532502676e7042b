"""The commercial clocks, one case of the regulation each."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from ur_desktop.domain.case import Case, Diagnosis, Member, Notice, Provider, ServiceRequest, Urgency
from ur_desktop.domain.deadlines import Deadline, answer_by, deadline, extension_refusal
from ur_desktop.domain.errors import UserError
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.plan import AppealRules, ClockRules, LineOfBusiness, OutsideReviewRules
from ur_desktop.domain.policy import ReviewKind

EAST = ZoneInfo("America/New_York")
RECEIVED = datetime(2026, 1, 16, 9, 5, tzinfo=EAST)
LINE = LineOfBusiness(
    key="commercial-erisa",
    title="Commercial, ERISA",
    content_rule="29 CFR 2560.503-1(g)",
    erisa=True,
    clock=ClockRules(),
    appeal=AppealRules(180, "receipt", 30, 72),
    outside_review=OutsideReviewRules("4 months", "45 CFR 147.136(d)"),
)


def a_case(**request: object) -> Case:
    fields: dict[str, object] = {
        "service_code": "S9480",
        "review": ReviewKind.ADMISSION,
        "urgency": Urgency.STANDARD,
        "received": RECEIVED,
        "start": date(2026, 1, 26),
        "end": date(2026, 2, 20),
        "units": 12,
        "days_per_week": 3,
        "hours_per_week": 11,
        "diagnosis": Diagnosis("F33.1"),
    }
    return Case(
        id="case-1",
        number="2026-000183",
        member=Member("TEST-00417", "Jordan", "Sampleton", date(1991, 3, 14)),
        plan_id="example-nc",
        policy_id="bcbsnc-psychiatric-iop",
        request=ServiceRequest(**(fields | request)),  # type: ignore[arg-type]
        provider=Provider("Harbor Example Clinic"),
        created_at=RECEIVED,
        created_by="dw",
    )


def asked(sent: datetime, until: datetime, answered: datetime | None = None) -> InformationRequest:
    return InformationRequest(("Weekly schedule",), sent, until, answered)


def by(case: Case, line: LineOfBusiness = LINE) -> datetime:
    return deadline(case, line, EAST).decide_by


def end_of(month: int, day: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, 23, 59, 59, tzinfo=EAST)


def test_standard_is_owed_by_the_end_of_the_fifteenth_day() -> None:
    found = deadline(a_case(), LINE, EAST)
    assert found.decide_by == end_of(1, 31)
    assert found.rule == "15 days from receipt, pre-service"
    assert found.clocks == (found.clocks[0],)
    assert not found.is_late(end_of(1, 31))
    assert found.is_late(end_of(1, 31) + timedelta(seconds=1))


def test_the_day_of_receipt_is_that_of_the_plan_not_of_utc() -> None:
    late_evening = datetime(2026, 1, 17, 3, 0, tzinfo=UTC)  # still January 16 in the plan's zone
    assert by(a_case(received=late_evening)) == end_of(1, 31)


def test_a_moment_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="2026"):
        deadline(a_case(received=datetime(2026, 1, 16, 9, 5)), LINE, EAST)  # noqa: DTZ001


@pytest.mark.parametrize("key", ["commercial-individual", "governmental-nonfederal"])
def test_the_other_commercial_lines_have_the_same_clocks(key: str) -> None:
    assert by(a_case(), replace(LINE, key=key)) == end_of(1, 31)


def test_a_line_with_other_clocks_is_refused_in_a_sentence() -> None:
    with pytest.raises(UserError, match="Medicaid managed care"):
        deadline(a_case(), replace(LINE, key="medicaid-managed-care", title="Medicaid managed care"), EAST)


def test_urgent_is_72_hours_through_the_weekend() -> None:
    found = deadline(a_case(urgency=Urgency.URGENT), LINE, EAST)
    assert found.decide_by == datetime(2026, 1, 19, 9, 5, tzinfo=EAST)
    assert found.rule == "72 hours from receipt, urgent"


def test_hours_are_elapsed_hours_when_the_clocks_change() -> None:
    received = datetime(2026, 3, 6, 9, 0, tzinfo=EAST)  # daylight saving starts on March 8
    case = a_case(urgency=Urgency.URGENT, received=received, start=date(2026, 3, 20), end=date(2026, 3, 27))
    assert by(case) == datetime(2026, 3, 9, 10, 0, tzinfo=EAST)


def test_urgent_concurrent_asked_a_day_ahead_is_24_hours() -> None:
    case = a_case(urgency=Urgency.URGENT, review=ReviewKind.CONTINUED, approved_through=date(2026, 1, 25))
    found = deadline(case, LINE, EAST)
    assert found.decide_by == datetime(2026, 1, 17, 9, 5, tzinfo=EAST)
    assert found.rule == "24 hours from receipt, urgent concurrent"


@pytest.mark.parametrize(
    ("received", "hours"),
    [(datetime(2026, 1, 25, 0, 0, tzinfo=EAST), 24), (datetime(2026, 1, 25, 0, 1, tzinfo=EAST), 72)],
)
def test_the_approved_course_ends_with_its_last_day(received: datetime, hours: int) -> None:
    case = a_case(
        urgency=Urgency.URGENT,
        review=ReviewKind.CONTINUED,
        approved_through=date(2026, 1, 25),
        received=received,
    )
    assert by(case) == received + timedelta(hours=hours)


def test_urgent_concurrent_without_a_known_course_is_72_hours() -> None:
    case = a_case(urgency=Urgency.URGENT, review=ReviewKind.CONTINUED)
    assert deadline(case, LINE, EAST).rule == "72 hours from receipt, urgent concurrent"


def test_concurrent_that_is_not_urgent_has_the_pre_service_clock() -> None:
    case = a_case(review=ReviewKind.CONTINUED, approved_through=date(2026, 1, 25))
    assert by(case) == end_of(1, 31)


def test_every_date_before_receipt_is_post_service_whatever_was_ticked() -> None:
    case = a_case(start=date(2026, 1, 5), end=date(2026, 1, 15))
    found = deadline(case, LINE, EAST)
    assert found.decide_by == end_of(2, 15)
    assert found.rule == "30 days from receipt, post-service"


def test_the_day_of_receipt_is_still_ahead() -> None:
    assert by(a_case(start=date(2026, 1, 16), end=date(2026, 1, 16))) == end_of(1, 31)


def test_dates_on_both_sides_of_receipt_have_two_clocks_and_the_earlier_leads() -> None:
    found = deadline(a_case(start=date(2026, 1, 12)), LINE, EAST)
    assert [clock.rule for clock in found.clocks] == [
        "15 days from receipt, pre-service",
        "30 days from receipt, post-service",
    ]
    assert found.decide_by == end_of(1, 31)


def test_an_extension_noticed_through_day_15_gives_15_more() -> None:
    case = replace(a_case(), extended_at=end_of(1, 31))
    found = deadline(case, LINE, EAST)
    assert found.decide_by == end_of(2, 15)
    assert found.rule == "30 days from receipt, pre-service, extended"
    assert found.stopped_since is None


def test_a_late_extension_changes_nothing() -> None:
    assert by(replace(a_case(), extended_at=datetime(2026, 2, 1, 0, 0, tzinfo=EAST))) == end_of(1, 31)


def test_a_post_service_extension_may_be_noticed_through_day_30() -> None:
    case = replace(a_case(start=date(2026, 1, 5), end=date(2026, 1, 15)), extended_at=end_of(2, 15))
    assert by(case) == end_of(3, 2)


def test_an_information_request_alone_does_not_stop_a_clock() -> None:
    sent = datetime(2026, 1, 20, 10, 0, tzinfo=EAST)
    case = replace(a_case(), information_requests=(asked(sent, end_of(3, 6)),))
    found = deadline(case, LINE, EAST)
    assert found.decide_by == end_of(1, 31)
    assert not found.is_stopped(sent + timedelta(hours=1))


SENT = datetime(2026, 1, 20, 10, 0, tzinfo=EAST)


def waiting(answered: datetime | None = None) -> Case:
    return replace(a_case(), extended_at=SENT, information_requests=(asked(SENT, end_of(3, 6), answered),))


def test_an_extension_for_missing_information_stops_the_clock_until_the_time_to_answer_ends() -> None:
    found = deadline(waiting(), LINE, EAST)
    assert (found.stopped_since, found.runs_again) == (SENT, end_of(3, 6))
    assert found.decide_by == end_of(4, 1)  # February 15 and 45 days
    assert found.rule == "30 days from receipt plus days waiting for records, pre-service"
    assert not found.is_stopped(SENT - timedelta(seconds=1))
    assert found.is_stopped(SENT)
    assert not found.is_stopped(end_of(3, 6))


def test_the_answer_starts_it_again() -> None:
    found = deadline(waiting(datetime(2026, 1, 30, 10, 0, tzinfo=EAST)), LINE, EAST)
    assert found.decide_by == end_of(2, 25)
    assert found.stopped_since is None


def test_part_of_a_day_waited_is_not_counted() -> None:
    assert by(waiting(datetime(2026, 1, 30, 9, 59, tzinfo=EAST))) == end_of(2, 24)


def test_an_answer_after_its_time_does_not_lengthen_the_pause() -> None:
    assert by(waiting(datetime(2026, 3, 20, 10, 0, tzinfo=EAST))) == end_of(4, 1)


def test_the_pause_counts_calendar_days_when_the_clocks_change() -> None:
    answered = datetime(2026, 3, 6, 10, 0, tzinfo=EAST)
    sent = datetime(2026, 2, 20, 10, 0, tzinfo=EAST)
    case = replace(
        a_case(
            received=datetime(2026, 2, 10, 9, 0, tzinfo=EAST), end=date(2026, 4, 1), start=date(2026, 3, 20)
        ),
        extended_at=sent,
        information_requests=(asked(sent, end_of(4, 6), answered + timedelta(days=4)),),
    )
    assert by(case) == end_of(3, 30)  # March 12 and 18 days, one of them an hour short


def test_urgent_and_incomplete_is_48_hours_after_the_answer_or_its_time() -> None:
    sent = RECEIVED + timedelta(hours=20)
    case = replace(
        a_case(urgency=Urgency.URGENT), information_requests=(asked(sent, sent + timedelta(hours=48)),)
    )
    found = deadline(case, LINE, EAST)
    assert found.decide_by == sent + timedelta(hours=96)
    assert found.rule == "48 hours after the time to answer, urgent"
    answered = sent + timedelta(hours=2)
    case = replace(case, information_requests=(asked(sent, sent + timedelta(hours=48), answered),))
    assert by(case) == answered + timedelta(hours=48)
    assert deadline(case, LINE, EAST).rule == "48 hours after the answer, urgent"


def test_asking_later_than_24_hours_does_not_move_an_urgent_clock() -> None:
    sent = RECEIVED + timedelta(hours=24, seconds=1)
    case = replace(
        a_case(urgency=Urgency.URGENT), information_requests=(asked(sent, sent + timedelta(hours=48)),)
    )
    assert by(case) == RECEIVED + timedelta(hours=72)


def test_the_first_notice_stops_the_clock() -> None:
    told = datetime(2026, 1, 30, 15, 0, tzinfo=EAST)
    found = deadline(replace(waiting(), notice=Notice(told, "sent", "dw")), LINE, EAST)
    assert found.noticed_at == told
    assert not found.is_stopped(told)
    assert not found.is_late(datetime(2027, 1, 1, tzinfo=EAST))
    assert found.written_by is None


def test_a_notice_after_its_time_stays_late() -> None:
    found = deadline(replace(a_case(), notice=Notice(end_of(2, 1), "sent", "dw")), LINE, EAST)
    assert found.is_late(end_of(2, 1))


def test_an_oral_urgent_notice_opens_three_days_for_the_written_one() -> None:
    told = datetime(2026, 1, 17, 15, 0, tzinfo=EAST)
    case = replace(a_case(urgency=Urgency.URGENT), notice=Notice(told, "oral", "dw", "the member"))
    assert deadline(case, LINE, EAST).written_by == end_of(1, 20)
    assert deadline(replace(a_case(), notice=Notice(told, "oral", "dw")), LINE, EAST).written_by is None


def test_the_time_to_answer_is_48_hours_or_45_days() -> None:
    assert answer_by(a_case(urgency=Urgency.URGENT), LINE, EAST, SENT) == SENT + timedelta(hours=48)
    assert answer_by(a_case(), LINE, EAST, SENT) == end_of(3, 6)


def test_an_extension_is_refused_twice_late_urgent_or_after_notice() -> None:
    now = datetime(2026, 1, 20, 10, 0, tzinfo=EAST)
    assert extension_refusal(a_case(), LINE, EAST, now) == ""
    assert "second" in extension_refusal(replace(a_case(), extended_at=now), LINE, EAST, now)
    assert "01/31/2026" in extension_refusal(a_case(), LINE, EAST, end_of(2, 1))
    assert "urgent" in extension_refusal(a_case(urgency=Urgency.URGENT), LINE, EAST, now)
    noticed = replace(a_case(), notice=Notice(now, "sent", "dw"))
    assert "already given" in extension_refusal(noticed, LINE, EAST, now)


def test_an_information_request_that_is_not_sent_stops_no_clock() -> None:
    case = replace(a_case(), asking=asked(RECEIVED, RECEIVED + timedelta(days=1)))
    assert by(case) == by(a_case())
    assert case.waits_since is None


def test_a_request_that_leaves_less_than_48_hours_does_not_move_an_urgent_clock() -> None:
    sent = RECEIVED + timedelta(hours=2)
    until = sent + timedelta(hours=47)
    case = replace(a_case(urgency=Urgency.URGENT), information_requests=(asked(sent, until),))
    assert by(case) == RECEIVED + timedelta(hours=72)


def test_care_already_given_is_never_urgent() -> None:
    """29 CFR 2560.503-1(m)(1): an urgent care claim is one for which waiting could harm."""
    past = a_case(urgency=Urgency.URGENT, start=date(2026, 1, 5), end=date(2026, 1, 15))
    assert by(past) == end_of(2, 15)
    assert answer_by(past, LINE, EAST, SENT) == end_of(3, 6)
    assert extension_refusal(past, LINE, EAST, SENT) == ""


def test_a_deadline_is_the_same_moment_told_in_another_zone() -> None:
    zone = timezone(timedelta(hours=-7))
    noon = datetime(2026, 1, 16, 12, tzinfo=UTC)
    told = Deadline(noon, "72 hours from receipt", stopped_since=noon).in_zone(zone)
    assert (told.decide_by, told.decide_by.utcoffset()) == (noon, timedelta(hours=-7))
    assert (told.stopped_since, told.runs_again) == (noon, None)
