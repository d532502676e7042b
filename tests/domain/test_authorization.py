"""The checks on a request: what each finds in order, what it asks to look at, and what does not apply."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ur_desktop.domain.authorization import (
    BILLING,
    CODE_SET,
    INCLUDED_BY_MOST,
    Check,
    Status,
    authorization_checks,
    npi_passes,
)
from ur_desktop.domain.case import (
    Authorization,
    Case,
    Diagnosis,
    Eligibility,
    Member,
    Provider,
    ServiceRequest,
    Urgency,
    YesNo,
)
from ur_desktop.domain.plan import Office, Plan
from ur_desktop.domain.policy import Focus, Policy, Provision, ReviewKind, Service
from ur_desktop.domain.service_cards import LADDER, level_named, level_words, rank

EAST = ZoneInfo("America/New_York")
NOW = datetime(2026, 1, 16, 11, 30, tzinfo=EAST)
OFFICE = Office("Example office", "1-800-555-0100")
PLAN = Plan(
    id="example-nc",
    name="Example Plan NC",
    short_name="Example Plan NC",
    tagline="",
    line_of_business="commercial-erisa",
    policies=("bcbsnc-psychiatric-iop",),
    logo="",
    logo_alt="",
    address=(),
    tty="",
    time_zone="America/New_York",
    member_services=OFFICE,
    appeals=OFFICE,
    peer_to_peer=OFFICE,
    outside_review=OFFICE,
    consumer_help=OFFICE,
    provision="",
    civil_rights=OFFICE,
)
POLICY = Policy(
    id="example",
    version=date(2024, 7, 1),
    digest="",
    title="Example policy",
    short_title="Example IOP",
    publisher="",
    document="",
    description="",
    guidance="",
    history=(),
    services=(Service("HCPCS", "S9480", "", "", Focus.MENTAL_HEALTH, 1),),
    facts=(),
    checklists={},
    included_in_per_diem="all",
)
SUBSTANCE_USE = replace(POLICY, services=(Service("HCPCS", "H0015", "", "", Focus.SUBSTANCE_USE, 1),))
EITHER = replace(
    POLICY,
    services=(Service("HCPCS", "H0015", "", "", Focus.EITHER, 1),),
    included_in_per_diem="ask",
    revenue_codes=("0905", "0906"),
)
REQUEST = ServiceRequest(
    service_code="S9480",
    review=ReviewKind.CONTINUED,
    urgency=Urgency.URGENT,
    received=datetime(2026, 1, 16, 9, 5, tzinfo=EAST),
    start=date(2026, 1, 26),
    end=date(2026, 2, 20),
    units=12,
    days_per_week=3,
    hours_per_week=11,
    diagnosis=Diagnosis("F33.1"),
)
CASE = Case(
    id="case-1",
    number="2026-000183",
    member=Member("TEST-00417", "Jordan", "Sampleton", date(1991, 3, 14)),
    plan_id="example-nc",
    policy_id="example",
    request=REQUEST,
    provider=Provider("Harbor Example Clinic"),
    created_at=NOW,
    created_by="dw",
)


def look(
    check: str,
    policy: Policy = POLICY,
    earlier: tuple[Case, ...] = (),
    plan: Plan = PLAN,
    **request: Any,
) -> Check:
    case = replace(CASE, request=replace(REQUEST, **request))
    return {item.id: item for item in authorization_checks(case, policy, plan, NOW, earlier)}[check]


def found(
    check: str,
    policy: Policy = POLICY,
    earlier: tuple[Case, ...] = (),
    plan: Plan = PLAN,
    **request: Any,
) -> tuple[str, str]:
    one = look(check, policy, earlier, plan, **request)
    return one.status, one.words


def test_every_check_is_there_in_order() -> None:
    checks = authorization_checks(CASE, POLICY, PLAN, NOW)
    assert [check.id for check in checks] == [f"R{number}" for number in range(11)]


def test_a_check_cites_the_section_of_the_policy_that_says_it_and_else_only_what_does() -> None:
    """BCBSNC says eligibility, units and setting; PEHP says none of them, but safety in its section I."""
    says = replace(
        POLICY, provisions=(Provision("Benefits", "Benefits come first.", ("R0", "R1", "R9", "R10")),)
    )
    for check in ("R0", "R1", "R9", "R10"):
        assert look(check, says).source == "Example IOP, Benefits"
        assert "Example IOP" not in look(check, POLICY).source
    assert look("R0", POLICY).source == ""
    assert look("R1", POLICY).source == BILLING
    assert look("R9", POLICY).source == look("R10", POLICY).source == f"S9480: service card; {BILLING}"


def test_r0_eligibility_is_who_when_and_result() -> None:
    assert found("R0") == (Status.ATTENTION, "Eligibility and benefits not checked yet.")

    def at(day: int, *, eligible: bool = True) -> Eligibility:
        return Eligibility("D. Whitfield", datetime(2026, 1, day, 23, 0, tzinfo=EAST), eligible)

    assert found("R0", eligibility=at(16)) == (Status.OK, "Eligibility checked today by D. Whitfield.")
    assert found("R0", eligibility=at(15)) == (Status.OK, "Eligibility checked yesterday by D. Whitfield.")
    assert found("R0", eligibility=at(4, eligible=False)) == (
        Status.ATTENTION,
        "Not covered, per D. Whitfield 12 days ago.",
    )


def test_r1_one_unit_for_each_date() -> None:
    assert found("R1") == (Status.OK, "One unit for each date of service.")
    assert found("R1", units=27) == (Status.ATTENTION, "27 units for 26 dates of service.")
    one_day: dict[str, Any] = {"start": date(2026, 1, 26), "end": date(2026, 1, 26)}
    assert found("R1", units=2, **one_day) == (Status.ATTENTION, "2 units for 1 date of service.")
    assert found("R1", service_code="X0000") == (Status.OK, "One unit for each date of service.")
    two = replace(POLICY, services=(replace(POLICY.services[0], units_per_day=2),))
    assert found("R1", two, units=52) == (Status.OK, "2 units for each date of service.")


def test_r2_the_code_follows_the_focus() -> None:
    assert found("R2") == (Status.OK, "The code fits the diagnosis.")
    assert found("R2", service_code="H0015") == (
        Status.ATTENTION,
        "H0015 is not in the policy, which lists S9480.",
    )
    assert found("R2", diagnosis=Diagnosis(""))[0] == Status.ATTENTION
    assert found("R2", diagnosis=Diagnosis("f10.20")) == (
        Status.ATTENTION,
        "S9480 is for mental health; f10.20 is substance use.",
    )
    assert found("R2", SUBSTANCE_USE, service_code="H0015") == (
        Status.ATTENTION,
        "H0015 is for substance use; F33.1 is not.",
    )
    assert found("R2", SUBSTANCE_USE, service_code="H0015", diagnosis=Diagnosis("F10.20"))[0] == Status.OK
    assert found("R2", EITHER, service_code="H0015")[0] == Status.OK


@pytest.mark.parametrize("code", ["M54.50", "F00", "Z63.0", "E10.9", "F"])
def test_r2_a_diagnosis_outside_the_behavioral_set_needs_attention_at_every_policy(code: str) -> None:
    """The behavioral set of ICD-10-CM is F01 to F99."""
    for policy in (POLICY, SUBSTANCE_USE, EITHER):
        check = look("R2", policy, service_code=policy.services[0].code, diagnosis=Diagnosis(code))
        assert (check.status, check.source) == (Status.ATTENTION, CODE_SET)
        assert check.words == f"{code} is not a behavioral health diagnosis."


def test_r2_a_plan_adds_codes_and_what_is_not_behavioral_makes_no_dual_diagnosis() -> None:
    plan = replace(PLAN, behavioral_diagnoses=("z63",))
    assert found("R2", plan=plan, diagnosis=Diagnosis("Z63.0"))[0] == Status.OK
    assert found("R2", other_diagnoses=(Diagnosis("M54.50"),)) == (
        Status.OK,
        "The code fits the diagnosis.",
    )
    for code in ("F01.50", "F33.1", "F99"):
        assert found("R2", diagnosis=Diagnosis(code))[0] == Status.OK


def test_r2_a_dual_diagnosis_is_one_session_a_day() -> None:
    dual: dict[str, Any] = {"other_diagnoses": (Diagnosis("F10.20"),)}
    assert found("R2", **dual) == (
        Status.OK,
        "The code fits; a dual diagnosis is still one session a day.",
    )
    assert found("R2", units=52, **dual) == (
        Status.ATTENTION,
        "A dual diagnosis is one session a day; two only in rare cases.",
    )


def test_r3_separate_services() -> None:
    assert found("R3") == (Status.NOT_APPLICABLE, "Separate services")
    assert found("R3", separate_services=("group therapy",)) == (
        Status.ATTENTION,
        "Included in the per diem: group therapy.",
    )
    assert found("R3", EITHER, separate_services=("Group therapy", "yoga")) == (
        Status.ATTENTION,
        "Most payers include in the per diem: Group therapy. Ask the plan about: yoga.",
    )
    assert found("R3", EITHER, separate_services=("yoga",))[1] == "Ask the plan about: yoga."
    assert "yoga" not in found("R3", EITHER, separate_services=("supplies",))[1]


@pytest.mark.parametrize(
    "name",
    [
        *INCLUDED_BY_MOST,
        "UDS",
        "urine drug screens",
        "Toxicology",
        "drug and alcohol testing",
        "med management",
        "Medication checks",
        "neuropsych testing",
        "psychological testing",
        "diagnostic evaluation",
        "Individual psychotherapy",
        "group counseling",
        "family sessions",
        "crisis services",
        "medical supplies",
    ],
)
def test_r3_knows_the_usual_names_of_what_most_payers_include(name: str) -> None:
    """Billing guidance: "Most payers regard these IOP services to be an inherent element of the per diem rate"."""
    assert (
        found("R3", EITHER, separate_services=(name,))[1] == f"Most payers include in the per diem: {name}."
    )


@pytest.mark.parametrize("name", ["transportation", "yoga group", "room and board", "laboratory tests"])
def test_r3_asks_the_plan_about_anything_else(name: str) -> None:
    assert found("R3", EITHER, separate_services=(name,))[1] == f"Ask the plan about: {name}."


def test_r4_asked_before_the_services() -> None:
    assert found("R4") == (Status.OK, "Requested before services start.")
    assert found("R4", start=date(2026, 1, 16)) == (Status.OK, "Requested on the first date of service.")
    assert found("R4", start=date(2026, 1, 17)) == (Status.OK, "Requested before services start.")
    assert found("R4", start=date(2026, 1, 12)) == (
        Status.ATTENTION,
        "Dates before 01/16/2026 are post-service; the earlier clock leads.",
    )
    assert found("R4", start=date(2026, 1, 5), end=date(2026, 1, 15)) == (
        Status.ATTENTION,
        "Every date is before receipt: post-service.",
    )


def test_r5_other_authorizations_on_these_dates() -> None:
    assert found("R5") == (Status.ATTENTION, "Other authorizations not asked yet.")
    assert found("R5", other_authorization=YesNo.NO) == (
        Status.OK,
        "No other authorization on these dates.",
    )
    assert found("R5", other_authorization=YesNo.YES) == (
        Status.ATTENTION,
        "Another authorization: enter its level and dates.",
    )
    same = Authorization("H0015", "intensive_outpatient", date(2026, 2, 1), date(2026, 2, 28))
    assert found("R5", other_authorizations=(same,)) == (
        Status.ATTENTION,
        "Another authorization overlaps: H0015, 02/01/2026 to 02/28/2026.",
    )
    higher = replace(same, level="residential")
    assert found("R5", other_authorizations=(higher,))[1].startswith(
        "Authorized at the same time: residential care"
    )
    apart = replace(same, start=date(2026, 2, 21))
    assert found("R5", other_authorizations=(apart,))[0] == Status.OK


def test_r5_the_same_dates_asked_twice() -> None:
    before = replace(CASE, id="case-0", number="2026-000100")
    assert found("R5", earlier=(CASE,), other_authorization=YesNo.NO)[0] == Status.OK
    assert found("R5", earlier=(before,)) == (
        Status.ATTENTION,
        "Dates already requested in case 2026-000100: 01/26/2026 to 02/20/2026.",
    )
    long_ago = replace(before, request=replace(REQUEST, start=date(2025, 1, 6), end=date(2025, 1, 31)))
    assert found("R5", earlier=(long_ago,), other_authorization=YesNo.NO)[0] == Status.OK


def test_r6_physician_fees() -> None:
    assert found("R6") == (Status.NOT_APPLICABLE, "Physician fees")
    assert found("R6", professional_billing=YesNo.YES) == (
        Status.ATTENTION,
        "Physician fees are included in the per diem.",
    )
    assert found("R6", EITHER, professional_billing=YesNo.YES) == (
        Status.ATTENTION,
        "Physician fees are billed in addition: ask the plan.",
    )


def test_r7_intensity_and_units() -> None:
    assert found("R7") == (Status.OK, "Days, hours and units agree.")
    assert found("R7", units=14) == (Status.ATTENTION, "14 units requested; the days allow 12.")
    assert found("R7", hours_per_week=6.0)[1].startswith("S9480 is typically")
    assert found("R7", days_per_week=0, units=0)[0] == Status.ATTENTION
    assert found("R7", service_code="H0015", hours_per_week=8.9)[1].startswith("H0015 runs at least")
    assert found("R7", service_code="H0015", days_per_week=2, units=8)[0] == Status.ATTENTION
    enough = found("R7", service_code="H0015", hours_per_week=9.0)
    assert enough == (Status.OK, "Days, hours and units agree; H0015 also needs an individualized plan.")
    assert found("R7", service_code="X0000", hours_per_week=1.0)[0] == Status.OK


def test_r8_revenue_codes() -> None:
    assert found("R8") == (Status.NOT_APPLICABLE, "Revenue code")
    assert found("R8", revenue_code="0905") == (Status.NOT_APPLICABLE, "Revenue code")
    assert found("R8", EITHER, revenue_code="0905") == (
        Status.OK,
        "Revenue code 0905 is one of the policy's.",
    )
    assert found("R8", EITHER, revenue_code="0912")[0] == Status.ATTENTION


def test_r9_safety() -> None:
    """PEHP, I: "no imminent potential for harm"; billing guidance: "do not require detoxification"; S9480: 24 hours."""
    assert found("R9") == (
        Status.ATTENTION,
        "Ask about risk of harm, detoxification and 24-hour care.",
    )
    assert found("R9", needs_higher_level=YesNo.NO) == (
        Status.OK,
        "No risk of harm, no need for detoxification or 24-hour care.",
    )
    assert found("R9", needs_higher_level=YesNo.YES) == (
        Status.ATTENTION,
        "Risk of harm, detoxification or 24-hour care: call the physician now.",
    )


def test_r10_setting() -> None:
    assert found("R10") == (Status.ATTENTION, "Ask about locked or restricted setting and housing.")
    assert found("R10", restricted_setting=YesNo.NO) == (Status.ATTENTION, "Ask about housing.")
    assert found("R10", restricted_setting=YesNo.NO, housing=YesNo.NO)[0] == Status.OK
    assert found("R10", restricted_setting=YesNo.YES, housing=YesNo.YES) == (
        Status.ATTENTION,
        "Part of the request: locked or restricted setting, housing.",
    )
    assert found("R10", housing=YesNo.YES)[1] == "Part of the request: housing."


@pytest.mark.parametrize("npi", ["1234567893", "1245319599"])
def test_an_npi_with_a_fitting_check_digit_passes(npi: str) -> None:
    assert npi_passes(npi)


@pytest.mark.parametrize(
    "npi", ["1234567890", "123456789", "12345678930", "", "123456789x", "１２３４５６７８９３"]
)
def test_any_other_npi_does_not(npi: str) -> None:
    assert not npi_passes(npi)


def test_the_ladder_goes_from_least_to_most() -> None:
    assert [level.key for level in LADDER] == sorted((level.key for level in LADDER), key=rank)
    assert rank("outpatient") < rank("intensive_outpatient") < rank("partial_hospitalization")
    assert level_words("residential") == "residential care"
    with pytest.raises(KeyError):
        rank("spa")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("partial_hospitalization", "partial hospitalization"),
        ("outpatient", "outpatient care"),
        ("intensive outpatient", "an intensive outpatient program"),
        ("medication management or support group", "medication management or a support group"),
        ("", None),
        ("a community group", None),
    ],
)
def test_a_level_is_known_by_its_key_and_by_a_plans_words(name: str, words: str | None) -> None:
    """S9480, alternatives: inpatient, partial hospitalization, weekly outpatient therapy, medication management."""
    level = level_named(name)
    assert (level.words if level else None) == words
