"""The parts of a letter's facts: request, decision, appeal, information asked for, the talk offered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ur_desktop.domain.case import Case, ServiceRequest, YesNo
from ur_desktop.domain.deadlines import clock_stopping, deadline, has_past_care, is_post_service, is_urgent
from ur_desktop.domain.determination import Action, Determination, Ground, PeerToPeer
from ur_desktop.domain.errors import LetterError
from ur_desktop.domain.evaluation.finding import Finding
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.letter.points import Point, asked_points
from ur_desktop.domain.letter.words import (
    NO_BREAK,
    called,
    capital,
    clock,
    count,
    day,
    days,
    several,
    training,
)
from ur_desktop.domain.participation import Participation, completed_by, took_part
from ur_desktop.domain.plan import LineOfBusiness, Office, Plan
from ur_desktop.domain.policy import Policy, Service
from ur_desktop.domain.service_cards import level_named

LANGUAGES: Mapping[str, str] = {
    "es": "Español",
    "vi": "Tiếng Việt",
    "ru": "Русский",
    "fr": "Français",
    "tl": "Tagalog",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "hmn": "Hmoob",
}
"""The languages that the shipped fonts can print, by the code of their block and in their own words."""

_FIELD = re.compile(r"\{([^{}]*)\}")
_ONE_DAY = "one day of "


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """The request: ``care`` in the member's words, the code with its meanings, dates, and the provider."""

    care: str
    unit: str
    unit_of_it: str
    code: str
    code_system: str
    code_meaning: str
    amount: str
    units: str
    dates: str
    received: str
    provider: str
    practitioner: str
    practitioner_called: str
    diagnoses: tuple[tuple[str, str], ...] = field(repr=False)
    claim_amount: str = ""
    has_part_2_records: bool = False


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What was decided, by whom, and for an approval until when."""

    amount: str
    more: str
    units: str
    dates: str
    signature: str
    by: str
    training: str
    specialty: str
    license: str
    decided_on: str
    not_in_first_review: bool
    no_conflict: bool
    for_missing_information: bool
    reason_code: str
    reason_meaning: str
    alternative: str
    alternative_covered: bool
    authorization_number: str
    next_review: str


@dataclass(frozen=True, slots=True)
class AppealFacts:
    """The internal appeal: ``last_day`` is always in time, because it counts from the letter's own date.

    ``can_be_fast`` is False for a service that is over, and for a request received after it: an urgent claim is one for
    care still to come, 29 CFR 2560.503-1(m)(1).
    """

    days: int
    last_day: str
    from_receipt: bool
    answer_days: int
    urgent_hours: int
    can_be_fast: bool


@dataclass(frozen=True, slots=True)
class InformationFacts:
    """The information requested and when it is due.

    ``decide_by`` is set if the request extended the time to decide, or if it is informal and moves nothing.
    """

    items: tuple[Point, ...]
    sent_on: str
    answer_by: str
    decide_by: str = ""
    is_informal: bool = False
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """The peer-to-peer talk: when it was offered, its last day, its outcome."""

    offered_on: str
    last_day: str
    outcome: str = field(repr=False)
    is_open: bool = True


def service_of(policy: Policy, code: str) -> Service:
    """The policy's entry for a code; LetterError when a letter could not say what the code means."""
    for service in policy.services:
        if service.code == code:
            return service
    raise LetterError(
        f"{policy.short_title} has no service {code}, so a letter can't say what the code means.",
        f"It has {', '.join(service.code for service in policy.services)}.",
    )


def _amount(units: int, service: Service, more: str = "") -> str:
    per_day = service.units_per_day
    if units % per_day:
        return several(units, f"{more}unit")
    return several(units // per_day, f"{more}day")


def request_facts(case: Case, service: Service, here: ZoneInfo) -> RequestFacts:
    """The request, worded; the day it was received is the plan's."""
    asked = case.request
    provider = case.provider
    diagnoses = (asked.diagnosis, *asked.other_diagnoses)
    return RequestFacts(
        care=service.plain.removeprefix(_ONE_DAY),
        unit=service.plain,
        unit_of_it="one day of this care" if service.plain.startswith(_ONE_DAY) else service.plain,
        code=service.code,
        code_system=service.system,
        code_meaning=service.meaning.rstrip("."),
        amount=_amount(asked.units, service),
        units=several(asked.units, "unit"),
        dates=days(asked.start, asked.end),
        received=day(asked.received.astimezone(here).date()),
        provider=provider.name,
        practitioner=provider.addressee if provider.practitioner else provider.name,
        practitioner_called=called(provider.practitioner, provider.credential)
        if provider.practitioner
        else "them",
        diagnoses=tuple((item.code, item.meaning) for item in diagnoses),
        claim_amount=asked.claim_amount if has_past_care(asked, here) else "",
        has_part_2_records=asked.part_2_records is YesNo.YES,
    )


def decision_facts(
    determination: Determination,
    service: Service,
    plan: Plan,
    participation: frozenset[Participation],
    here: ZoneInfo,
) -> DecisionFacts:
    """The decision, worded, with the plan's code for its ground; ``participation`` is in the reviews."""
    by, credential = determination.by, determination.by.credential
    code, meaning = plan.denial_codes.get(determination.ground or "", ("", ""))
    alternative = determination.alternative
    level = level_named(alternative)
    return DecisionFacts(
        amount=_amount(determination.units, service),
        more=_amount(determination.units, service, "more "),
        units=several(determination.units, "unit"),
        dates=days(determination.start, determination.end),
        signature=by.signature,
        by=called(by.name, credential.title),
        training=training(credential.title),
        specialty=credential.specialty.lower(),
        license=f"{credential.license_state} license {credential.license_number}".strip()
        if credential.license_number
        else "",
        decided_on=day(determination.at.astimezone(here).date()),
        not_in_first_review=bool(completed_by(participation)) and by.user_id not in took_part(participation),
        no_conflict=determination.no_conflict,
        for_missing_information=determination.ground is Ground.MISSING_INFORMATION,
        reason_code=code,
        reason_meaning=meaning,
        alternative=level.words if level else alternative,
        alternative_covered=level in {level_named(name) for name in plan.levels} if level else False,
        authorization_number=determination.authorization_number,
        next_review=day(determination.next_review) if determination.next_review else "",
    )


def short_answer(finding: Finding) -> str:
    """The finding in a sentence or two, for a rationale without a short answer."""
    unmet, lost = len(finding.unmet), len(finding.undetermined)
    said = []
    if unmet:
        said.append(f"{_parts(unmet)} of the policy {'was' if unmet == 1 else 'were'} not met.")
    if lost:
        said.append(f"{_parts(lost)} {'of the policy ' if not unmet else ''}we could not check.")
    return " ".join(said)


def _parts(number: int) -> str:
    return f"{capital(count(number))} part{'' if number == 1 else 's'}"


def information_facts(
    request: InformationRequest, case: Case, line: LineOfBusiness, finding: Finding, here: ZoneInfo
) -> InformationFacts:
    """What was asked for, each item with its criterion; an urgent answer is due by the hour, with its zone.

    A request sent with an extension is its notice, so it says by when the plan expects to decide, 29 CFR
    2560.503-1(f)(3). An informal one says so too: its answer moves nothing.
    """
    urgent = is_urgent(case.request, here)
    informal = clock_stopping(case, line, here) != request
    due = deadline(case, line, here).decide_by if informal or case.extended_at == request.sent_at else None
    return InformationFacts(
        asked_points(request.items, finding),
        day(request.sent_at.astimezone(here).date()),
        _by(request.answer_by.astimezone(here), by_hour=urgent),
        _by(due, by_hour=urgent) if due else "",
        informal,
        urgent,
    )


def response_faults(
    request: InformationRequest, case: Case, line: LineOfBusiness, here: ZoneInfo, now: datetime
) -> Iterator[str]:
    """Why a letter can't ask for a response, in a sentence: an informal request ends before the decision is due."""
    due = deadline(case, line, here).decide_by
    if clock_stopping(case, line, here) != request and not now < request.answer_by < due:
        by_hour = is_urgent(case.request, here)
        yield (
            f"The determination is due by {_by(due.astimezone(here), by_hour=by_hour)}, too soon for a response by "
            f"{_by(request.answer_by.astimezone(here), by_hour=by_hour)}. Decide on the records received."
        )


def _by(moment: datetime, *, by_hour: bool) -> str:
    hour = f"{clock(moment.time())}{NO_BREAK}{moment:%Z} on " if by_hour else ""
    return hour + day(moment.date())


def talk_facts(offer: PeerToPeer | None, plan: Plan, today: date, here: ZoneInfo) -> TalkFacts:
    """The talk with the deciding physician as recorded; without a record, open for the plan's days."""
    if offer is None:
        return TalkFacts("", day(today + timedelta(days=plan.peer_to_peer_days)), "")
    offered_on = day(offer.offered_at.astimezone(here).date())
    return TalkFacts(offered_on, day(offer.until), offer.outcome, offer.until >= today)


def benefits_continue(determination: Determination, request: ServiceRequest, today: date) -> bool:
    """Whether care goes on while an appeal runs: approved care, still running, is reduced or ended.

    A refused extension leaves nothing to continue, 29 CFR 2560.503-1(f)(2)(ii).
    """
    through = request.approved_through
    return determination.action is Action.REDUCE and through is not None and through >= today


def appeal_facts(line: LineOfBusiness, request: ServiceRequest, today: date, here: ZoneInfo) -> AppealFacts:
    """The appeal from a letter dated today."""
    rules, is_past = line.appeal, is_post_service(request, here)
    return AppealFacts(
        rules.days,
        day(today + timedelta(days=rules.days)),
        rules.counted_from == "receipt",
        rules.post_service_answer_days if is_past else rules.answer_days,
        rules.urgent_answer_hours,
        not is_past and request.end >= today,
    )


def filled_blocks(line: LineOfBusiness, plan: Plan, case: Case) -> Mapping[str, tuple[str, ...]]:
    """The line of business's wordings with their {fields} filled, each as its paragraphs.

    Raises LetterError for a field that does not exist.
    """
    words = _fields(line, plan, case)
    unknown = {
        f"{line.key}: block {name}: there is no field {{{key}}}."
        for name, text in line.blocks.items()
        for key in _FIELD.findall(text)
        if key not in words
    }
    if unknown:
        raise LetterError(
            "A wording names a field that does not exist.",
            f"There are {', '.join(words)}.",
            tuple(sorted(unknown)),
        )
    return {
        name: tuple(
            _FIELD.sub(lambda match: words[match[1]], " ".join(paragraph.split(" ")))
            for paragraph in text.strip().split("\n\n")
        )
        for name, text in line.blocks.items()
    }


def _fields(line: LineOfBusiness, plan: Plan, case: Case) -> Mapping[str, str]:
    """The fields that a wording may name in braces."""
    through = case.request.approved_through
    return {
        "plan": plan.name,
        "phone": plan.member_services.phone,
        "tty": plan.tty,
        "appeal_phone": plan.appeals.phone,
        "outside_place": place(plan.outside_review),
        "outside_window": line.outside_review.window,
        "outside_rule": line.outside_review.rule,
        "civil_rights": place(plan.civil_rights),
        "approved_through": day(through) if through else "",
    }


def place(office: Office) -> str:
    """An office with whatever it can be reached by, on one line."""
    return ", ".join(part for part in (office.name, *office.address, office.phone) if part)
