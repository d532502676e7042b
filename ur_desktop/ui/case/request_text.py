"""The words of the Request tab: the facts of a case, its stopped clock, and its state in a sentence."""

from collections.abc import Iterator
from datetime import datetime

from ur_desktop.domain.case import Case, CaseState, Diagnosis, Member, Provider
from ur_desktop.domain.dates import zoned_clock_words
from ur_desktop.domain.deadlines import Deadline
from ur_desktop.domain.determination import Referral
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.policy import Policy
from ur_desktop.domain.service_cards import level_words
from ur_desktop.ui.case.detail_grid import Detail
from ur_desktop.ui.kit.look.theme import Sign
from ur_desktop.ui.kit.text import date_words, own_time, plural, time_words, typed_date
from ur_desktop.ui.parts import signs
from ur_desktop.ui.parts.case_text import URGENCY_WORDS
from ur_desktop.ui.parts.worklist_text import REVIEWS


def member_details(case: Case) -> Iterator[Detail]:
    """Who the request is for, and where letters go."""
    member = case.member
    home, private = "\n".join(member.address.lines), member.confidential_address
    yield Detail("Name", member.name)
    yield Detail("Date of birth", f"{typed_date(member.born)}, age {case.age}")
    yield _representative(member)
    if private is None:
        yield Detail("Home address", home)
    else:
        yield Detail("Confidential address for letters", "\n".join(private.lines))
        yield Detail("Home address, not for letters", home, 2)


def request_details(case: Case, policy: Policy, now: datetime) -> Iterator[Detail]:
    """What is requested; details that few requests have are left out where this one has none."""
    request = case.request
    received = own_time(now, request.received)
    yield Detail("Service", f"{request.service_code} {_meaning(policy, request.service_code)}".rstrip(), 2)
    yield Detail("Review", REVIEWS[request.review])
    yield Detail("Urgency", URGENCY_WORDS[request.urgency])
    yield Detail("Dates", f"{typed_date(request.start)} – {typed_date(request.end)}")
    yield Detail("Units", f"{plural(request.units, 'unit')} in {plural(request.weeks, 'week')}")
    days = plural(request.days_per_week, "day")
    yield Detail("Days and hours per week", f"{days}, {request.hours_per_week:g} h")
    yield Detail("Received", f"{typed_date(received.date())}, {zoned_clock_words(received)}")
    yield Detail("Primary diagnosis", _named(request.diagnosis), 2)
    if request.other_diagnoses:
        yield Detail("Other diagnoses", "\n".join(map(_named, request.other_diagnoses)), 2)
    if request.approved_through:
        yield Detail("Authorized through", typed_date(request.approved_through))
    if request.revenue_code:
        yield Detail("Revenue code", request.revenue_code)
    if request.claim_amount:
        yield Detail("Claim amount", request.claim_amount)
    if request.separate_services:
        yield Detail("Billed separately", ", ".join(request.separate_services), 2)
    for other in request.other_authorizations:
        dates = f"{typed_date(other.start)} – {typed_date(other.end)}"
        level = level_words(other.level)
        about = ", ".join(part for part in (f"{other.service_code} {level}".lstrip(), other.number) if part)
        yield Detail("Other authorization", f"{about}\n{dates}", 2)


def provider_details(provider: Provider) -> Iterator[Detail]:
    """Who asks, and how to reach them."""
    yield Detail("Program", provider.name, 2)
    yield Detail("NPI", provider.npi)
    yield Detail("Treating practitioner", provider.addressee if provider.practitioner else "")
    yield Detail("Address", "\n".join(provider.address.lines), 2)
    yield Detail("Phone", provider.phone)
    yield Detail("Fax", provider.fax)


def asked_sign(asked: InformationRequest, now: datetime) -> Sign:
    """Whether the records were received, are due, or are overdue, with the day."""
    if asked.withdrawn_at is not None:
        return Sign("info", "muted", f"Withdrawn {_day(now, asked.withdrawn_at)}")
    if asked.answered_at is not None:
        return Sign("check-circle-fill", "met", f"Received {_day(now, asked.answered_at)}")
    if asked.has_lapsed(now):
        return Sign("warning-circle-fill", "not_documented", f"Not received by {_day(now, asked.answer_by)}")
    return Sign("files", "muted", f"Due {_day(now, asked.answer_by)}")


def stopped_clock(deadline: Deadline, now: datetime) -> tuple[Sign, str] | None:
    """The sign and the rule of a clock that is stopped or met; None while it runs."""
    if deadline.noticed_at is not None:
        late = ", late" if deadline.is_late(now) else ""
        written = f". Written notice by {_day(now, deadline.written_by)}" if deadline.written_by else ""
        words = f"Notice given {time_words(now, deadline.noticed_at)}{late}"
        return Sign("check-circle", "muted", words), f"{deadline.rule}{written}"
    if deadline.is_stopped(now) and deadline.stopped_since and deadline.runs_again:
        sign = signs.CLOCKS["stopped"]
        again = f"Resumes by {_day(now, deadline.runs_again)}: {deadline.rule}"
        words = f"{sign.words} since {_day(now, deadline.stopped_since)}"
        return Sign(sign.icon, sign.token, words), again
    return None


def bar_words(case: Case, referral: Referral | None, now: datetime) -> str:
    """The state of the case in a sentence."""
    if case.state is CaseState.WAITING:
        waited = [asked for asked in case.information_requests if asked.ended_at is None]
        until = f", until {_day(now, max(asked.answer_by for asked in waited))}" if waited else ""
        return f"Waiting for records{until}."
    since = f" since {time_words(now, referral.at)}" if referral else ""
    return {
        CaseState.NEW: "Review not started.",
        CaseState.IN_REVIEW: "Review in progress.",
        CaseState.READY: "Review complete. Determination needed.",
        CaseState.WITH_PHYSICIAN: f"With a physician{since}.",
        CaseState.LETTER: "Letter not accepted. Request locked.",
        CaseState.SEND: "Letter accepted, not sent. Request locked.",
    }.get(case.state, "Case closed. Request locked.")


def _representative(member: Member) -> Detail:
    person = member.representative
    if person is None:
        return Detail("Send letters to", "The member")
    return Detail("Send letters to", ", ".join(part for part in (person.name, person.relation) if part))


def _meaning(policy: Policy, code: str) -> str:
    return next((service.meaning for service in policy.services if service.code == code), "")


def _named(diagnosis: Diagnosis) -> str:
    return f"{diagnosis.code} {diagnosis.meaning}".strip()


def _day(now: datetime, moment: datetime) -> str:
    return date_words(now, own_time(now, moment))
