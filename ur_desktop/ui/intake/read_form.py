"""What was typed at intake, read: each field's text by its key, what is wrong, and the case it makes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from ur_desktop.domain.authorization import npi_passes
from ur_desktop.domain.case import (
    Address,
    Authorization,
    Case,
    Diagnosis,
    Eligibility,
    Member,
    Provider,
    Representative,
    ServiceRequest,
    Urgency,
    YesNo,
    is_name,
)
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.ui.kit.fields.date_edit import read_date
from ur_desktop.ui.kit.text import on_clock, read_time, typed_date

Values = Mapping[str, str]

NEEDED: Mapping[str, str] = {
    "member_id": "Member ID",
    "last_name": "Last name",
    "first_name": "First name",
    "born": "Date of birth",
    "plan": "Plan",
    "review": "Review type",
    "urgency": "Urgency",
    "received": "Received",
    "time": "Time",
    "diagnosis": "Primary diagnosis",
    "service": "Service",
    "from": "From",
    "through": "Through",
    "days": "Days per week",
    "hours": "Hours per week",
    "units": "Units",
    "program": "Program",
    "npi": "NPI",
}
"""The fields a review can't start without, in the order of the form."""
REQUIRED: Mapping[str, str] = {"last_name": "Type a last or first name."}
"""What is said of a needed field that is empty, where "Required" is not enough."""
_CLOCK = {"plan", "review", "urgency", "received", "time", "service", "from", "through"}
_CHECKS = _CLOCK | {"days", "hours", "units", "diagnosis"}
_DATES = ("born", "received", "from", "through", "approved_through", "other_from", "other_through")
_ICD = re.compile(r"[A-TV-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?", re.IGNORECASE)
_NO_OTHER = "none"
_NO_DATES = "Type the dates of the other authorization."
_NOT_A_DATE = "This is not a date. Type it as mm/dd/yyyy."


@dataclass(frozen=True, slots=True)
class Known:
    """What the form does not ask: case id and number, who takes it in and when, and the zone hours are typed in."""

    case_id: str
    number: str
    by: str
    by_name: str
    now: datetime
    zone: tzinfo | None


def complaints(values: Values, today: date) -> dict[str, str]:
    """What is wrong with what was typed, by field, in the form's order; an empty field is no fault here."""
    found = {key: _NOT_A_DATE for key in _DATES if values.get(key) and not read_date(values[key])}
    day = {key: read_date(values.get(key, "")) for key in _DATES}
    after_today = {
        "born": "Date of birth is after today. Check the year.",
        "received": "Received after today.",
    }
    found |= {key: words for key, words in after_today.items() if (day[key] or today) > today}
    for first, last in (("from", "through"), ("other_from", "other_through")):
        start, end = day[first], day[last]
        if start and end and end < start:
            found[last] = "Through is before From. Change one date."
    if values.get("other_level") not in (None, "", _NO_OTHER):
        found |= {key: _NO_DATES for key in ("other_from", "other_through") if not values.get(key)}
    found |= {
        key: sentence
        for key, complain in _COMPLAINTS.items()
        if values.get(key) and (sentence := complain(values[key]))
    }
    order = list(NEEDED)
    return dict(
        sorted(found.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order))
    )


def missing(values: Values) -> tuple[str, ...]:
    """The needed fields that are empty, in the form's order; one of the two names is enough."""
    enough = {"first_name"} if values.get("last_name") or not values.get("first_name") else {"last_name"}
    return tuple(key for key in NEEDED if not values.get(key) and key not in enough)


def can_tell_due(values: Values, today: date) -> bool:
    """Whether enough is there, and right, to say when the case is due."""
    return _is_there(_CLOCK, values, today)


def can_check(values: Values, today: date) -> bool:
    """Whether enough is there, and right, for the checks on the request."""
    return _is_there(_CHECKS, values, today)


def read_case(values: Values, known: Known) -> Case:
    """The case as far as it was typed, once ``can_tell_due`` holds; what is missing or faulty stays empty."""
    faults = complaints(values, known.now.date())
    values = {key: "" if key in faults else text for key, text in values.items()}
    policy_id, _code = values["service"].split(" ", 1)
    return Case(
        id=known.case_id,
        number=known.number,
        member=_member(values),
        plan_id=values["plan"],
        policy_id=policy_id,
        request=_request(values, known),
        provider=Provider(
            name=values.get("program", ""),
            npi=values.get("npi", ""),
            address=Address.read(values.get("provider_address", "")),
            phone=values.get("provider_phone", ""),
            fax=values.get("fax", ""),
            practitioner=values.get("practitioner", ""),
            credential=values.get("credential", ""),
        ),
        created_at=known.now,
        created_by=known.by,
        assigned_to=known.by,
    )


def member_values(member: Member) -> dict[str, str]:
    """What a member's earlier case fills in, by field."""
    private, person = member.confidential_address, member.representative
    return {
        "last_name": member.last_name,
        "first_name": member.first_name,
        "born": typed_date(member.born) if member.born != date.min else "",
        "member_address": "\n".join(member.address.lines),
        "confidential_address": "\n".join(private.lines) if private else "",
        "representative": person.name if person else "",
        "relation": person.relation if person else "",
    }


def _is_there(keys: set[str], values: Values, today: date) -> bool:
    return all(values.get(key) for key in keys) and not keys & complaints(values, today).keys()


def _member(values: Values) -> Member:
    name = values.get("representative", "")
    private = values.get("confidential_address", "")
    return Member(
        id=values.get("member_id", ""),
        first_name=values.get("first_name", ""),
        last_name=values.get("last_name", ""),
        born=read_date(values.get("born", "")) or date.min,
        address=Address.read(values.get("member_address", "")),
        confidential_address=Address.read(private) if private else None,
        representative=Representative(name, values.get("relation", "")) if name else None,
    )


def _request(values: Values, known: Known) -> ServiceRequest:
    return ServiceRequest(
        service_code=values["service"].split(" ", 1)[1],
        review=ReviewKind(values["review"]),
        urgency=Urgency(values["urgency"]),
        received=on_clock(_day(values["received"]), read_time(values["time"]) or time(), known.zone),
        start=_day(values["from"]),
        end=_day(values["through"]),
        units=int(values.get("units") or 0),
        days_per_week=int(values.get("days") or 0),
        hours_per_week=float(values.get("hours") or 0),
        diagnosis=Diagnosis.read(values.get("diagnosis", "")),
        other_diagnoses=tuple(
            Diagnosis.read(part) for part in _parts(values.get("other_diagnoses", ""), ";")
        ),
        revenue_code=values.get("revenue_code", ""),
        claim_amount=values.get("claim_amount", ""),
        approved_through=read_date(values.get("approved_through", "")),
        separate_services=_parts(values.get("separate_services", ""), ","),
        professional_billing=_asked(values, "physician_fees"),
        restricted_setting=_asked(values, "restricted_setting"),
        housing=_asked(values, "housing"),
        needs_higher_level=_asked(values, "higher_level"),
        part_2_records=_asked(values, "part_2_records"),
        eligibility=_eligibility(values, known),
        other_authorization=_any_other(values),
        other_authorizations=_other_authorization(values),
    )


def _eligibility(values: Values, known: Known) -> Eligibility | None:
    found = values.get("eligibility", "")
    if not found:
        return None
    at = values.get("eligibility_at", "")
    return Eligibility(known.by_name, datetime.fromisoformat(at) if at else known.now, found == "yes")


def _any_other(values: Values) -> YesNo:
    level = values.get("other_level", "")
    return YesNo.NO if level == _NO_OTHER else YesNo.YES if level else YesNo.UNKNOWN


def _other_authorization(values: Values) -> tuple[Authorization, ...]:
    level = values.get("other_level", "")
    start, end = read_date(values.get("other_from", "")), read_date(values.get("other_through", ""))
    if level in ("", _NO_OTHER) or not (start and end):
        return ()
    return (Authorization(values.get("other_code", ""), level, start, end),)


def _asked(values: Values, key: str) -> YesNo:
    return YesNo(values.get(key) or YesNo.UNKNOWN)


def _parts(typed: str, mark: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in typed.split(mark) if part.strip())


def _day(typed: str) -> date:
    day = read_date(typed)
    if day is None:
        raise ValueError
    return day


def _whole_number(least: int, most: int, sentence: str) -> Callable[[str], str]:
    return lambda typed: "" if re.fullmatch(r"\d{1,9}", typed) and least <= int(typed) <= most else sentence


def _hours(typed: str) -> str:
    right = re.fullmatch(r"\d{1,3}(\.\d{1,2})?", typed) and 0 < float(typed) <= 168
    return "" if right else "Type the hours per week as a number, such as 9.5."


def _time(typed: str) -> str:
    return "" if read_time(typed) else "This is not a time. Type it as 9:05 AM."


def _diagnosis(typed: str) -> str:
    found = Diagnosis.read(typed)
    if not _ICD.fullmatch(found.code):
        return "Start with the ICD-10-CM code, such as F33.1, then its description."
    return "" if found.meaning else "Add the description; letters print it."


def _npi(typed: str) -> str:
    if not (typed.isascii() and typed.isdecimal() and len(typed) == 10):
        return "An NPI has ten digits. Compare it with the request."
    return "" if npi_passes(typed) else "NPI not valid. Compare it with the request."


def _lines(typed: str) -> str:
    lines = len(Address.read(typed).lines)
    return "" if lines <= 4 else "An address has at most four lines, to fit the envelope's window."


def _name(typed: str) -> str:
    return "" if is_name(typed) else "Leave this empty for a single name."


_COMPLAINTS: Mapping[str, Callable[[str], str]] = {
    "last_name": _name,
    "first_name": _name,
    "time": _time,
    "diagnosis": _diagnosis,
    "days": _whole_number(1, 7, "Days per week go from 1 to 7."),
    "hours": _hours,
    "units": _whole_number(1, 9999, "Type the units as a whole number."),
    "npi": _npi,
    "member_address": _lines,
    "confidential_address": _lines,
    "provider_address": _lines,
}
