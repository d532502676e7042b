"""Check a request, not the patient: what is OK and what needs attention. No check denies a request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from ur_desktop.domain.case import Case, ServiceRequest, YesNo
from ur_desktop.domain.diagnoses import is_behavioral, is_substance_use
from ur_desktop.domain.plan import Plan
from ur_desktop.domain.policy import Focus, Policy, Service
from ur_desktop.domain.service_cards import level_words, rank

BILLING = "Billing guidance for intensive outpatient programs"
PRIOR_AUTHORIZATION = "29 CFR 2560.503-1(m)(2)-(3)"
CODE_SET = "ICD-10-CM, chapter 5 (F01-F99)"
_THERAPY = r"(psycho)?(therap|counsel|session)"
_INCLUDED: Mapping[str, str] = {
    "supplies": r"suppl(y|ies)\b|materials",
    "diagnostic and evaluative testing": r"(diagnostic|evaluative|psych(ological|iatric|ometric)?)\b.*\b(test|eval)",
    "neuropsychological testing": r"neuro-?psych",
    "ancillary services": r"ancillar",
    "medication management": r"\bmed(s|ications?|icines?)?\b.*\b(manag|check|review|visit|monitor)|pharmacolog",
    "laboratory drug and alcohol tests": (
        r"\b(drugs?|alcohol|urine|substance)\b.*\b(test|screen|lab|analys)|\bUDS\b|toxicolog|urinalys|breathaly"
    ),
    "individual therapy": rf"\bindividual {_THERAPY}|one-on-one",
    "group therapy": rf"\bgroup {_THERAPY}",
    "family therapy": rf"\bfamily {_THERAPY}",
    "crisis intervention": r"\bcrisis",
}
INCLUDED_BY_MOST = tuple(_INCLUDED)
"""What most payers pay with the per diem; a screen offers these names, and their usual synonyms are known."""
_INCLUDED_WORDS = re.compile("|".join(_INCLUDED.values()), re.IGNORECASE)
_NPI_PREFIX = "80840"


class Status(StrEnum):
    """What a check found."""

    OK = "ok"
    ATTENTION = "attention"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: ``id`` is R0 to R10, ``words`` one short sentence, ``source`` the rule it follows, if one says it.

    A question that nobody asked yet needs attention.
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
        _code_and_focus(request, policy, plan),
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


def _source(check: str, policy: Policy, otherwise: str) -> str:
    """The section of the policy that says what a check asks, or another source that does."""
    section = policy.section_for(check)
    return f"{policy.short_title}, {section}" if section else otherwise


def _service_source(request: ServiceRequest) -> str:
    """What the service itself is said to be: by its card and the billing guidance."""
    return f"{request.service_code}: service card; {BILLING}"


def _eligibility(request: ServiceRequest, policy: Policy, plan: Plan, now: datetime) -> Check:
    source = _source("R0", policy, "")
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
    source = _source("R1", policy, BILLING)
    service = _listed(request, policy)
    per_day = service.units_per_day if service else 1
    dates = dates_of_service(request)
    if request.units > dates * per_day:
        return _attention("R1", f"{request.units} units for {_count(dates, 'date')} of service.", source)
    one = "One unit" if per_day == 1 else f"{per_day} units"
    return _ok("R1", f"{one} for each date of service.", source)


def _code_and_focus(request: ServiceRequest, policy: Policy, plan: Plan) -> Check:
    listed = _source("R2", policy, f"{policy.short_title}: codes")
    service = _listed(request, policy)
    code, diagnosis = request.service_code, request.diagnosis.code
    if service is None:
        codes = " and ".join(item.code for item in policy.services)
        return _attention("R2", f"{code} is not in the policy, which lists {codes}.", listed)
    if not diagnosis:
        return _attention("R2", "No primary diagnosis to check the code against.", BILLING)
    if not is_behavioral(request.diagnosis, plan.behavioral_diagnoses):
        return _attention("R2", f"{diagnosis} is not a behavioral health diagnosis.", CODE_SET)
    behavioral = [item for item in request.diagnoses if is_behavioral(item, plan.behavioral_diagnoses)]
    is_dual = len({is_substance_use(item) for item in behavioral}) > 1
    if is_dual and request.units > dates_of_service(request):
        return _attention("R2", "A dual diagnosis is one session a day; two only in rare cases.", BILLING)
    substance_use = is_substance_use(request.diagnosis)
    if service.focus is Focus.SUBSTANCE_USE and not substance_use:
        return _attention("R2", f"{code} is for substance use; {diagnosis} is not.", BILLING)
    if service.focus is Focus.MENTAL_HEALTH and substance_use:
        return _attention("R2", f"{code} is for mental health; {diagnosis} is substance use.", BILLING)
    if is_dual:
        return _ok("R2", "The code fits; a dual diagnosis is still one session a day.", BILLING)
    return _ok("R2", "The code fits the diagnosis.", listed if service.focus is Focus.EITHER else BILLING)


def _separate_services(request: ServiceRequest, policy: Policy) -> Check:
    if not request.separate_services:
        return _not_applicable("R3", "Separate services", BILLING)
    if policy.included_in_per_diem == "all":
        named = ", ".join(request.separate_services)
        return _attention("R3", f"Included in the per diem: {named}.", _per_diem("R3", policy))
    included = [name for name in request.separate_services if _INCLUDED_WORDS.search(name)]
    others = [name for name in request.separate_services if not _INCLUDED_WORDS.search(name)]
    parts = []
    if included:
        parts.append(f"Most payers include in the per diem: {', '.join(included)}.")
    if others:
        parts.append(f"Ask the plan about: {', '.join(others)}.")
    return _attention("R3", " ".join(parts), BILLING)


def _per_diem(check: str, policy: Policy) -> str:
    return _source(check, policy, f"{policy.short_title}: per diem")


def _before_service(request: ServiceRequest, plan: Plan) -> Check:
    received_on = request.received.astimezone(ZoneInfo(plan.time_zone)).date()
    if request.start > received_on:
        return _ok("R4", "Requested before services start.", PRIOR_AUTHORIZATION)
    if request.start == received_on:
        return _ok("R4", "Requested on the first date of service.", PRIOR_AUTHORIZATION)
    if request.end < received_on:
        return _attention("R4", "Every date is before receipt: post-service.", PRIOR_AUTHORIZATION)
    words = f"Dates before {_day(received_on)} are post-service; the earlier clock leads."
    return _attention("R4", words, PRIOR_AUTHORIZATION)


def _duplication(case: Case, earlier: tuple[Case, ...]) -> Check:
    found = tuple(_overlapping(case, earlier))
    request = case.request
    if found:
        return _attention("R5", " ".join(found), BILLING)
    if request.other_authorizations or request.other_authorization is YesNo.NO:
        return _ok("R5", "No other authorization on these dates.", BILLING)
    if request.other_authorization is YesNo.YES:
        return _attention("R5", "Another authorization: enter its level and dates.", BILLING)
    return _attention("R5", "Other authorizations not asked yet.", BILLING)


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
        return _attention("R6", "Physician fees are included in the per diem.", _per_diem("R6", policy))
    return _attention("R6", "Physician fees are billed in addition: ask the plan.", BILLING)


def _intensity(request: ServiceRequest) -> Check:
    source = f"{request.service_code}: service card"
    most = request.days_per_week * request.weeks
    if request.units > most:
        return _attention("R7", f"{request.units} units requested; the days allow {most}.", source)
    days = request.days_per_week
    hours = request.hours_per_week / days if days else 0.0
    if request.service_code == "H0015":
        if days < 3 or hours < 3:
            words = "H0015 runs at least 3 hours a day on 3 days a week, on an individualized plan."
            return _attention("R7", words, source)
        return _ok("R7", "Days, hours and units agree; H0015 also needs an individualized plan.", source)
    if request.service_code == "S9480" and not (3 <= days <= 5 and 3 <= hours <= 4):
        return _attention("R7", "S9480 is typically 3 to 4 hours on 3 to 5 days a week.", source)
    return _ok("R7", "Days, hours and units agree.", source)


def _revenue_code(request: ServiceRequest, policy: Policy) -> Check:
    source = _source("R8", policy, f"{policy.short_title}: revenue codes")
    code, codes = request.revenue_code, policy.revenue_codes
    if not code or not codes:
        return _not_applicable("R8", "Revenue code", source)
    if code in codes:
        return _ok("R8", f"Revenue code {code} is one of the policy's.", source)
    return _attention("R8", f"Revenue code {code} is not one of the policy's: {', '.join(codes)}.", source)


def _safety(request: ServiceRequest, policy: Policy) -> Check:
    source = _source("R9", policy, _service_source(request))
    if request.needs_higher_level is YesNo.YES:
        return _attention(
            "R9", "Risk of harm, detoxification or 24-hour care: call the physician now.", source
        )
    if request.needs_higher_level is YesNo.NO:
        return _ok("R9", "No risk of harm, no need for detoxification or 24-hour care.", source)
    return _attention("R9", "Ask about risk of harm, detoxification and 24-hour care.", source)


def _setting(request: ServiceRequest, policy: Policy) -> Check:
    source = _source("R10", policy, _service_source(request))
    asked = {"locked or restricted setting": request.restricted_setting, "housing": request.housing}
    if faults := ", ".join(name for name, answer in asked.items() if answer is YesNo.YES):
        return _attention("R10", f"Part of the request: {faults}.", source)
    if unknown := " and ".join(name for name, answer in asked.items() if answer is YesNo.UNKNOWN):
        return _attention("R10", f"Ask about {unknown}.", source)
    return _ok("R10", "Unlocked setting, no housing.", source)


def _listed(request: ServiceRequest, policy: Policy) -> Service | None:
    return next((item for item in policy.services if item.code == request.service_code), None)


def dates_of_service(request: ServiceRequest) -> int:
    """How many dates the requested service has, the first and the last included."""
    return (request.end - request.start).days + 1


def _day(day: date) -> str:
    return f"{day:%m/%d/%Y}"


def _count(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
