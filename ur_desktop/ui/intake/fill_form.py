"""A saved case as the text of the intake's fields, and what a correction leaves unchanged."""

from dataclasses import replace
from datetime import date, datetime, tzinfo

from ur_desktop.domain.case import (
    Address,
    Authorization,
    Case,
    Diagnosis,
    Eligibility,
    Provider,
    ServiceRequest,
    YesNo,
)
from ur_desktop.domain.dates import clock_words
from ur_desktop.ui.intake.read_form import member_values
from ur_desktop.ui.kit.text import typed_date


def typed_values(case: Case, zone: tzinfo | None = None) -> dict[str, str]:
    """What would have been typed for this case, by the keys of the intake's fields; empty ones are left out.

    ``zone`` is the one in which the form reads the hour of receipt, ``own_zone``.
    """
    values = {
        "plan": case.plan_id,
        "service": f"{case.policy_id} {case.request.service_code}",
        "member_id": case.member.id,
        **member_values(case.member),
        **_request(case.request, zone),
        **_provider(case.provider),
    }
    return {key: value for key, value in values.items() if value}


def corrected(stored: Case, typed: Case) -> Case:
    """The saved case with what the form changed; everything that the form does not ask is left unchanged.

    So does a request that reads the same, to the last second and digit. In one that was changed stay an hour of
    receipt that is the same to the minute, who checked the eligibility unless it was checked again, and every other
    authorization after the first, which is the one that the form has room for.
    """
    was, read = stored.request, typed.request
    same = was.service_code == read.service_code and _request(was, None) == _request(read, None)
    request = (
        was
        if same
        else replace(
            read,
            received=was.received if _to_the_minute(was.received) == read.received else read.received,
            eligibility=was.eligibility if _same(was.eligibility, read.eligibility) else read.eligibility,
            other_authorizations=_others(was.other_authorizations, read.other_authorizations),
        )
    )
    return replace(
        stored,
        member=typed.member,
        plan_id=typed.plan_id,
        policy_id=typed.policy_id,
        request=request,
        provider=typed.provider,
    )


def _request(request: ServiceRequest, zone: tzinfo | None) -> dict[str, str]:
    received = request.received.astimezone(zone)
    return {
        "review": request.review.value,
        "urgency": request.urgency.value,
        "received": _day(received.date()),
        "time": clock_words(received),
        "diagnosis": _diagnosis(request.diagnosis),
        "other_diagnoses": "; ".join(_diagnosis(item) for item in request.other_diagnoses),
        "from": _day(request.start),
        "through": _day(request.end),
        "days": _number(request.days_per_week),
        "hours": _number(request.hours_per_week),
        "units": _number(request.units),
        "approved_through": _day(request.approved_through),
        "revenue_code": request.revenue_code,
        "claim_amount": request.claim_amount,
        "separate_services": ", ".join(request.separate_services),
        "higher_level": _asked(request.needs_higher_level),
        "part_2_records": _asked(request.part_2_records),
        "restricted_setting": _asked(request.restricted_setting),
        "housing": _asked(request.housing),
        "physician_fees": _asked(request.professional_billing),
        **_eligibility(request.eligibility),
        "other_level": "none" if request.other_authorization is YesNo.NO else "",
        **_other(request.other_authorizations),
    }


def _provider(provider: Provider) -> dict[str, str]:
    return {
        "program": provider.name,
        "npi": provider.npi,
        "practitioner": provider.practitioner,
        "credential": provider.credential,
        "provider_address": _lines(provider.address),
        "provider_phone": provider.phone,
        "fax": provider.fax,
    }


def _eligibility(found: Eligibility | None) -> dict[str, str]:
    if found is None:
        return {}
    return {"eligibility": "yes" if found.eligible else "no", "eligibility_at": found.at.isoformat()}


def _other(authorizations: tuple[Authorization, ...]) -> dict[str, str]:
    if not authorizations:
        return {}
    first = authorizations[0]
    return {
        "other_level": first.level,
        "other_code": first.service_code,
        "other_from": _day(first.start),
        "other_through": _day(first.end),
    }


def _others(was: tuple[Authorization, ...], read: tuple[Authorization, ...]) -> tuple[Authorization, ...]:
    if not was or not read:
        return (*read, *was[1:])
    return (replace(read[0], number=was[0].number) if _other(was) == _other(read) else read[0], *was[1:])


def _same(was: Eligibility | None, read: Eligibility | None) -> bool:
    return was is not None and read is not None and (was.at, was.eligible) == (read.at, read.eligible)


def _to_the_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _lines(address: Address) -> str:
    return "\n".join(address.lines)


def _diagnosis(diagnosis: Diagnosis) -> str:
    return f"{diagnosis.code} {diagnosis.meaning}".strip()


def _asked(answer: YesNo) -> str:
    return "" if answer is YesNo.UNKNOWN else answer.value


def _number(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".") if number else ""


def _day(day: date | None) -> str:
    return typed_date(day) if day else ""
