"""Check a request, not the patient: what is OK and what needs attention. No check denies a request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from ur_desktop.domain.case import Case, Diagnosis, ServiceRequest, YesNo
from ur_desktop.domain.plan import Plan
from ur_desktop.domain.policy import Focus, Policy, Service
from ur_desktop.domain.service_cards import level_words, rank

BILLING = "Billing guidance for intensive outpatient programs"
PRIOR_AUTHORIZATION = "29 CFR 2560.503-1(m)(2)-(3)"
INCLUDED_BY_MOST = (
    "supplies",
    "diagnostic and evaluative testing",
    "neuropsychological testing",
    "ancillary services",
    "medication management",
    "laboratory drug and alcohol tests",
    "individual therapy",
    "group therapy",
    "family therapy",
    "crisis intervention",
)
"""What most payers pay with the per diem; a screen offers these names."""
_SUBSTANCE_USE = re.compile(r"F1[0-9](\D|$)", re.IGNORECASE)
_NPI_PREFIX = "80840"


class Status(StrEnum):
    """What a check found."""

    OK = "ok"
    ATTENTION = "attention"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: ``id`` is R0 to R10, ``words`` one short sentence, ``source`` the rule it follows.

    A check that does not apply has only the name of its subject as words: "Revenue code".
    """

    id: str
    status: Status
    words: str
    source: str


def authorization_checks(
    case: Case, policy: Policy, plan: Plan, now: datetime, earlier: tuple[Case, ...] = ()
) -> tuple[Check, ...]:
    """Every check on a request, R0 to R10 in order; ``earlier`` are the member's other cases."""
    request = case.request
    return (
        _eligibility(request, policy, plan, now),
        _one_unit_a_date(request, policy),
        _code_and_focus(request, policy),
        _separate_services(request, policy),
        _before_service(request, plan),
        _duplication(case, earlier),
        _professional_services(request, policy),
        _intensity(request),
        _revenue_code(request, policy),
        _safety(request, policy),
        _setting(request, policy),
    )


def npi_passes(npi: str) -> bool:
    """Whether an NPI has ten digits and a check digit that fits: Luhn over 80840 and it, 45 CFR 162.406."""
    if len(npi) != 10 or not (npi.isascii() and npi.isdigit()):
        return False
    total = 0
    for place, digit in enumerate(reversed(_NPI_PREFIX + npi)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _ok(check: str, words: str, source: str) -> Check:
    return Check(check, Status.OK, words, source)


def _attention(check: str, words: str, source: str) -> Check:
    return Check(check, Status.ATTENTION, words, source)


def _not_applicable(check: str, words: str, source: str) -> Check:
    return Check(check, Status.NOT_APPLICABLE, words, source)


def _eligibility(request: ServiceRequest, policy: Policy, plan: Plan, now: datetime) -> Check:
    source = f"{policy.short_title}: benefits and eligibility come first"
    found = request.eligibility
    if found is None:
        return _attention("R0", "Eligibility and benefits not checked yet.", source)
    zone = ZoneInfo(plan.time_zone)
    days = (now.astimezone(zone).date() - found.at.astimezone(zone).date()).days
    when = "today" if days == 0 else "yesterday" if days == 1 else f"{days} days ago"
    if not found.eligible:
        return _attention("R0", f"Not covered, per {found.by} {when}.", source)
    return _ok("R0", f"Eligibility checked {when} by {found.by}.", source)


def _one_unit_a_date(request: ServiceRequest, policy: Policy) -> Check:
    source = f"{policy.short_title}, {request.service_code}: units"
    service = _listed(request, policy)
    per_day = service.units_per_day if service else 1
    dates = _dates(request)
    if request.units > dates * per_day:
        return _attention("R1", f"{request.units} units for {_count(dates, 'date')} of service.", source)
    one = "One unit" if per_day == 1 else f"{per_day} units"
    return _ok("R1", f"{one} for each date of service.", source)


def _code_and_focus(request: ServiceRequest, policy: Policy) -> Check:
    source = f"{policy.short_title}: codes"
    service = _listed(request, policy)
    code = request.service_code
    if service is None:
        listed = " and ".join(item.code for item in policy.services)
        return _attention("R2", f"{code} is not in the policy, which lists {listed}.", source)
    if not request.diagnosis.code:
        return _attention("R2", "No primary diagnosis to check the code against.", BILLING)
    focuses = {_is_substance_use(item) for item in (request.diagnosis, *request.other_diagnoses)}
    if len(focuses) > 1 and request.units > _dates(request):
        return _attention("R2", "A dual diagnosis is one session a day; two only in rare cases.", BILLING)
    substance_use = _is_substance_use(request.diagnosis)
    if service.focus is Focus.SUBSTANCE_USE and not substance_use:
        return _attention("R2", f"{code} is for substance use; {request.diagnosis.code} is not.", BILLING)
    if service.focus is Focus.MENTAL_HEALTH and substance_use:
        return _attention(
            "R2", f"{code} is for mental health; {request.diagnosis.code} is substance use.", BILLING
        )
    if len(focuses) > 1:
        return _ok("R2", "The code fits; a dual diagnosis is still one session a day.", BILLING)
    return _ok("R2", "The code fits the diagnosis.", source)


def _separate_services(request: ServiceRequest, policy: Policy) -> Check:
    if not request.separate_services:
        return _not_applicable("R3", "Separate services", BILLING)
    if policy.included_in_per_diem == "all":
        named = ", ".join(request.separate_services)
        return _attention("R3", f"Included in the per diem: {named}.", f"{policy.short_title}: per diem")
    included = [name for name in request.separate_services if name.lower() in INCLUDED_BY_MOST]
    others = [name for name in request.separate_services if name.lower() not in INCLUDED_BY_MOST]
    parts = []
    if included:
        parts.append(f"Most payers include in the per diem: {', '.join(included)}.")
    if others:
        parts.append(f"Ask the plan about: {', '.join(others)}.")
    return _attention("R3", " ".join(parts), BILLING)


def _before_service(request: ServiceRequest, plan: Plan) -> Check:
    received_on = request.received.astimezone(ZoneInfo(plan.time_zone)).date()
    if request.start >= received_on:
        return _ok("R4", "Requested before services start.", PRIOR_AUTHORIZATION)
    if request.end < received_on:
        return _attention("R4", "Every date is before receipt: post-service.", PRIOR_AUTHORIZATION)
    words = f"Dates before {_day(received_on)} are post-service; the earlier clock leads."
    return _attention("R4", words, PRIOR_AUTHORIZATION)


def _duplication(case: Case, earlier: tuple[Case, ...]) -> Check:
    found = tuple(_overlapping(case, earlier))
    if found:
        return _attention("R5", " ".join(found), BILLING)
    return _ok("R5", "No other authorization on these dates.", BILLING)


def _overlapping(case: Case, earlier: tuple[Case, ...]) -> Iterator[str]:
    request = case.request
    for other in request.other_authorizations:
        if not request.overlaps(other.start, other.end):
            continue
        dates = f"{_day(other.start)} to {_day(other.end)}"
        if rank(other.level) > rank("intensive_outpatient"):
            yield f"Authorized at the same time: {level_words(other.level)}, {dates}."
        else:
            yield f"Another authorization overlaps: {other.service_code}, {dates}."
    for other_case in earlier:
        asked = other_case.request
        if other_case.id != case.id and request.overlaps(asked.start, asked.end):
            dates = f"{_day(asked.start)} to {_day(asked.end)}"
            yield f"Dates already requested in case {other_case.number}: {dates}."


def _professional_services(request: ServiceRequest, policy: Policy) -> Check:
    if request.professional_billing is not YesNo.YES:
        return _not_applicable("R6", "Physician fees", BILLING)
    if policy.included_in_per_diem == "all":
        return _attention(
            "R6", "Physician fees are included in the per diem.", f"{policy.short_title}: per diem"
        )
    return _attention("R6", "Physician fees are billed in addition: ask the plan.", BILLING)


def _intensity(request: ServiceRequest) -> Check:
    source = f"{request.service_code}: service card"
    most = request.days_per_week * request.weeks
    if request.units > most:
        return _attention("R7", f"{request.units} units requested; the days allow {most}.", source)
    days = request.days_per_week
    hours = request.hours_per_week / days if days else 0.0
    if request.service_code == "H0015" and (days < 3 or hours < 3):
        return _attention("R7", "H0015 runs at least 3 hours a day on 3 days a week.", source)
    if request.service_code == "S9480" and not (3 <= days <= 5 and 3 <= hours <= 4):
        return _attention("R7", "S9480 is typically 3 to 4 hours on 3 to 5 days a week.", source)
    return _ok("R7", "Days, hours and units agree.", source)


def _revenue_code(request: ServiceRequest, policy: Policy) -> Check:
    source = f"{policy.short_title}: revenue codes"
    code, codes = request.revenue_code, policy.revenue_codes
    if not code or not codes:
        return _not_applicable("R8", "Revenue code", source)
    if code in codes:
        return _ok("R8", f"Revenue code {code} is one of the policy's.", source)
    return _attention("R8", f"Revenue code {code} is not one of the policy's: {', '.join(codes)}.", source)


def _safety(request: ServiceRequest, policy: Policy) -> Check:
    source = f"{policy.short_title}: description"
    if request.needs_higher_level is YesNo.YES:
        return _attention("R9", "Risk of harm or need for 24-hour care: call the physician now.", source)
    if request.needs_higher_level is YesNo.NO:
        return _ok("R9", "No need for a higher level of care.", source)
    return _not_applicable("R9", "Safety (not asked yet)", source)


def _setting(request: ServiceRequest, policy: Policy) -> Check:
    source = f"{policy.short_title}: description"
    faults = []
    if request.restricted_setting is YesNo.YES:
        faults.append("locked or restricted setting")
    if request.housing is YesNo.YES:
        faults.append("housing is part of the request")
    if faults:
        words = ", ".join(faults)
        return _attention("R10", f"{words[0].upper()}{words[1:]}.", source)
    if request.restricted_setting is YesNo.NO and request.housing is YesNo.NO:
        return _ok("R10", "Unlocked setting, no housing.", source)
    return _not_applicable("R10", "Setting (not asked yet)", source)


def _listed(request: ServiceRequest, policy: Policy) -> Service | None:
    return next((item for item in policy.services if item.code == request.service_code), None)


def _is_substance_use(diagnosis: Diagnosis) -> bool:
    return _SUBSTANCE_USE.match(diagnosis.code) is not None


def _dates(request: ServiceRequest) -> int:
    return (request.end - request.start).days + 1


def _day(day: date) -> str:
    return f"{day:%m/%d/%Y}"


def _count(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
