"""A case goes back into the intake's fields and comes out of them the same."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from ur_desktop import paths
from ur_desktop.casework.samples import NURSE, sample_cases
from ur_desktop.domain.case import (
    Address,
    Authorization,
    Case,
    Diagnosis,
    Eligibility,
    Representative,
    Urgency,
    YesNo,
)
from ur_desktop.library import Library
from ur_desktop.ui.intake.fill_form import corrected, typed_values
from ur_desktop.ui.intake.read_form import Known, complaints, missing, read_case
from ur_desktop.ui.intake.screen import IntakeScreen
from ur_desktop.ui.kit.text import own_zone

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 1, 19, 11, 5, tzinfo=ZONE)
LIBRARY = Library(paths.forms_dir(), paths.templates_dir())


def whole(case: Case) -> Case:
    """A sample case as the form takes it: every needed field filled, receipt to the minute."""
    received = case.request.received.replace(second=0, microsecond=0)
    checked = Eligibility(NURSE.name, received + timedelta(hours=1), eligible=True)
    return replace(
        case,
        provider=replace(case.provider, npi="1234567893"),
        request=replace(case.request, received=received, eligibility=checked),
    )


CASES = tuple(whole(sample.case) for sample in sample_cases(LIBRARY, NOW))
PLAIN = next(case for case in CASES if case.member.last_name == "Sampleton")
OTHER = Authorization("H0035", "partial_hospitalization", date(2026, 1, 5), date(2026, 1, 24))
FULL = replace(
    PLAIN,
    member=replace(
        PLAIN.member,
        confidential_address=Address(("PO Box 000", "Sampletown, NC 00000")),
        representative=Representative("Pat Sampleton", "personal representative"),
    ),
    request=replace(
        PLAIN.request,
        urgency=Urgency.POST_SERVICE,
        hours_per_week=11.25,
        revenue_code="0905",
        claim_amount="$1,200.00",
        other_diagnoses=(
            Diagnosis("F41.1", "Generalized anxiety disorder"),
            Diagnosis("F10.20", "Alcohol use"),
        ),
        separate_services=("laboratory tests", "family therapy"),
        approved_through=date(2026, 1, 17),
        professional_billing=YesNo.YES,
        restricted_setting=YesNo.UNKNOWN,
        housing=YesNo.NO,
        needs_higher_level=YesNo.YES,
        eligibility=Eligibility(NURSE.name, NOW - timedelta(days=1), eligible=False),
        other_authorization=YesNo.YES,
        other_authorizations=(OTHER,),
    ),
)
BARE = replace(PLAIN, request=replace(PLAIN.request, eligibility=None, approved_through=None))


def read(values: dict[str, str], case: Case) -> Case:
    zone = LIBRARY.zone_of(case.plan_id)
    return read_case(values, Known(case.id, case.number, NURSE.user_id, NURSE.name, NOW, zone))


@pytest.mark.parametrize("case", [*CASES, FULL, BARE], ids=lambda case: case.member.last_name)
def test_what_is_read_back_is_the_same_request(case: Case) -> None:
    again = read(typed_values(case, LIBRARY.zone_of(case.plan_id)), case)
    assert again.member == case.member
    assert again.provider == case.provider
    assert (again.plan_id, again.policy_id) == (case.plan_id, case.policy_id)
    assert again.request == case.request


def test_the_form_finds_nothing_to_correct_in_it() -> None:
    for case in (PLAIN, FULL):
        assert complaints(typed_values(case), NOW.date()) == {}
        assert missing(typed_values(case)) == ()


def test_empty_fields_are_left_out() -> None:
    assert all(typed_values(BARE).values())
    assert not {"eligibility", "representative", "confidential_address"} & typed_values(BARE).keys()


def test_the_hour_is_typed_in_the_zone_it_is_told_in() -> None:
    received = datetime(2026, 1, 17, 1, 5, tzinfo=UTC)
    stored = replace(PLAIN, request=replace(PLAIN.request, received=received))
    typed = typed_values(stored, ZONE)
    assert (typed["received"], typed["time"]) == ("01/16/2026", "8:05 PM")


def test_hours_are_told_in_the_zone_of_now_and_this_computers_own_with_its_summer_time() -> None:
    assert own_zone(NOW.astimezone()) is None
    away = timezone(timedelta(hours=13, minutes=45))
    assert own_zone(NOW.astimezone(away)) is away


@pytest.mark.parametrize("case", [PLAIN, FULL, BARE], ids=["plain", "full", "bare"])
def test_the_intake_shows_the_case_and_gives_it_back(case: Case, light: object) -> None:
    screen = IntakeScreen(
        plans=LIBRARY.plans,
        policies=LIBRARY.policies(NOW.date()),
        line=lambda key: LIBRARY.lines[key],
        earlier=lambda _plan, _member: (case,),
        now=lambda: NOW,
        me=lambda: NURSE,
    )
    screen.begin(draft=typed_values(case, ZONE), case_id=case.id, number=case.number)
    given: list[Case] = []
    screen.started.connect(given.append)
    screen.start.click()
    screen.deleteLater()
    (again,) = given
    assert (again.id, again.number) == (case.id, case.number)
    assert (again.member, again.provider) == (case.member, case.provider)
    was, read_back = case.request.eligibility, again.request.eligibility
    assert (read_back and read_back.eligible) == (was and was.eligible)
    assert replace(again.request, eligibility=was) == case.request


def test_a_correction_keeps_what_the_form_does_not_ask() -> None:
    second = replace(OTHER, start=date(2025, 11, 3), end=date(2025, 12, 1), number="TEST-A-78")
    exact = FULL.request.received + timedelta(seconds=41)
    request = replace(
        FULL.request,
        received=exact,
        eligibility=Eligibility("Omar Standin", NOW, eligible=True, note="By telephone"),
        other_authorizations=(replace(OTHER, number="TEST-A-77"), second),
    )
    stored = replace(FULL, request=request, sample=True, extended_at=NOW)
    assert corrected(stored, read(typed_values(stored, ZONE), stored)) == stored


def test_a_correction_changes_what_was_changed() -> None:
    typed = typed_values(FULL) | {
        "units": "11",
        "time": "9:05 AM",
        "eligibility": "yes",
        "other_through": "01/20/2026",
        "program": "Another Example Clinic",
    }
    again = corrected(FULL, read(typed, FULL))
    assert again.request.units == 11
    assert again.request.received.hour == 9
    assert again.request.eligibility is not None
    assert again.request.eligibility.eligible
    assert again.request.other_authorizations == (replace(OTHER, end=date(2026, 1, 20)),)
    assert again.provider.name == "Another Example Clinic"
    removed = {key: text for key, text in typed.items() if not key.startswith("other_")}
    assert corrected(FULL, read(removed, FULL)).request.other_authorizations == ()
