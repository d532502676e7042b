"""A case: one member's request for a service, and its state."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from ur_desktop.domain.clean_text import clean, clean_fields, clean_line
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.policy import ReviewKind

ADULT = 18
_AFTER_CODE, _BEFORE_MEANING = ",;-–—", ":,;-–— "


class Urgency(StrEnum):
    """How soon an answer is due, 29 CFR 2560.503-1(m); the treating practitioner says what is urgent."""

    URGENT = "urgent"
    STANDARD = "standard"
    POST_SERVICE = "post_service"


class CaseState(StrEnum):
    """The state of a case in the worklist."""

    NEW = "new"
    IN_REVIEW = "in_review"
    READY = "ready"
    WITH_PHYSICIAN = "with_physician"
    WAITING = "waiting_for_records"
    LETTER = "letter_to_accept"
    SEND = "letter_to_send"
    CLOSED = "closed"


class YesNo(StrEnum):
    """The answer to a yes/no question about the request; unknown until somebody asked."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address, at most four lines under the addressee's name (window envelope)."""

    lines: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def read(cls, text: str) -> Address:
        """Read an address written on several lines; empty ones do not count."""
        lines = (clean_line(line) for line in clean(text).split("\n"))
        return cls(tuple(line for line in lines if line))

    @property
    def clean(self) -> Address:
        """The address with clean lines, one that holds a line end as two."""
        return Address.read("\n".join(self.lines))


@dataclass(frozen=True, slots=True)
class Representative:
    """Who receives a member's letters in their place: a minor's parent or guardian, or a personal representative."""

    name: str = field(repr=False)
    relation: str


@dataclass(frozen=True, slots=True)
class Member:
    """The person the request is for. A confidential address replaces the home address on every letter and copy."""

    id: str = field(repr=False)
    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    born: date = field(repr=False)
    address: Address = field(default=Address(), repr=False)
    confidential_address: Address | None = field(default=None, repr=False)
    representative: Representative | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """First name first, as a letter says it; the only name of a person who has one."""
        return " ".join(filter(is_name, (self.first_name, self.last_name)))

    @property
    def listed_name(self) -> str:
        """Last name first, as a list sorts it."""
        return ", ".join(filter(is_name, (self.last_name, self.first_name)))

    @property
    def addressee(self) -> str:
        """Whose name is on their letters: the representative's, but the member's own with a confidential address."""
        alone = self.representative is None or self.confidential_address is not None
        return self.name if alone or self.representative is None else self.representative.name

    @property
    def mailing_address(self) -> Address:
        """Where every letter to the member goes."""
        return self.confidential_address or self.address

    def age_on(self, day: date) -> int:
        """Whole years on a day; someone born on February 29 turns a year older on March 1 of a common year."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


def is_name(text: str) -> bool:
    """Whether a text is a name; a dash or a period in place of one is none."""
    return bool(text.strip(" -–—._,/*?"))


@dataclass(frozen=True, slots=True)
class Provider:
    """The program that requests care, and the treating practitioner there, empty while unknown."""

    name: str
    npi: str = ""
    address: Address = Address()
    phone: str = ""
    fax: str = ""
    practitioner: str = ""
    credential: str = ""

    @property
    def addressee(self) -> str:
        """How a letter addresses the practitioner, named or not."""
        if not self.practitioner:
            return "Treating practitioner"
        return f"{self.practitioner}, {self.credential}" if self.credential else self.practitioner


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """An ICD-10-CM code with its meaning."""

    code: str = field(repr=False)
    meaning: str = field(default="", repr=False)

    @classmethod
    def read(cls, text: str) -> Diagnosis:
        """Read "F33.1 Major depressive disorder", also with a colon or dash after the code, or a tab for the space."""
        code, _blank, meaning = clean_line(text).partition(" ")
        code, _colon, joined = code.partition(":")
        return cls(code.upper().rstrip(_AFTER_CODE), f"{joined} {meaning}".strip().lstrip(_BEFORE_MEANING))


@dataclass(frozen=True, slots=True)
class Authorization:
    """Another authorization of the member; ``level`` is one of the ladder's levels of care."""

    service_code: str
    level: str
    start: date
    end: date
    number: str = ""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """A check of the member's coverage: who made it, when, and the result."""

    by: str
    at: datetime
    eligible: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """What the provider requests: a service, dates and units, and how soon.

    ``start`` and ``end`` are the first and last date of service, both included. ``received`` is aware.
    ``approved_through`` is the last day of an approved course that this request would go on with.
    ``needs_higher_level`` is any risk of harm, or need for detoxification or 24-hour care;
    ``part_2_records`` whether the request came with records under 42 CFR Part 2.
    ``other_authorization`` is whether the member has another one, ``other_authorizations`` which.
    """

    service_code: str
    review: ReviewKind
    urgency: Urgency
    received: datetime
    start: date
    end: date
    units: int
    days_per_week: int
    hours_per_week: float
    diagnosis: Diagnosis
    other_diagnoses: tuple[Diagnosis, ...] = ()
    revenue_code: str = ""
    claim_amount: str = ""
    approved_through: date | None = None
    separate_services: tuple[str, ...] = ()
    professional_billing: YesNo = YesNo.UNKNOWN
    restricted_setting: YesNo = YesNo.UNKNOWN
    housing: YesNo = YesNo.UNKNOWN
    needs_higher_level: YesNo = YesNo.UNKNOWN
    other_authorization: YesNo = YesNo.UNKNOWN
    part_2_records: YesNo = YesNo.UNKNOWN
    eligibility: Eligibility | None = None
    other_authorizations: tuple[Authorization, ...] = ()

    @property
    def diagnoses(self) -> tuple[Diagnosis, ...]:
        """The primary diagnosis, then the others."""
        return (self.diagnosis, *self.other_diagnoses)

    @property
    def weeks(self) -> int:
        """Weeks begun between the first and the last date of service."""
        return -(-((self.end - self.start).days + 1) // 7)

    def overlaps(self, start: date, end: date) -> bool:
        """Whether any date of service is between two dates, both included."""
        return self.start <= end and start <= self.end


@dataclass(frozen=True, slots=True)
class RecipientConfirmation:
    """Who a minor's letters go to, as a reviewer confirmed with a reason; it holds for this name and address kind."""

    addressee: str = field(repr=False)
    is_confidential: bool
    reason: str = field(repr=False)
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HandOver:
    """How a case was handed over to a colleague last: to whom, by whom, when, and the note."""

    to: str
    by: str
    at: datetime
    note: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A criterion that was not yet due when the case was approved: what shows it is still to be sent.

    ``due`` is None when it is counted in days of attendance.
    """

    criterion_id: str
    due: date | None
    received_at: datetime | None = None
    received_by: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """The first notice of a decision: told by phone ("oral") or sent. It stops the clock.

    ``to`` is the person told or the recipient, ``number`` the phone or fax number.
    """

    given_at: datetime
    how: str
    by: str
    to: str = field(default="", repr=False)
    number: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Case:
    """One request. ``plan_id`` names the plan profile, ``policy_id`` the policy it is judged by.

    ``number`` is printed on letters ("2026-000183"); ``sample`` marks an invented case. ``asking`` is an
    information request whose letter was not sent yet: it stops no clock and starts no time to answer.
    """

    id: str
    number: str
    member: Member = field(repr=False)
    plan_id: str
    policy_id: str
    request: ServiceRequest
    provider: Provider
    created_at: datetime
    created_by: str
    state: CaseState = CaseState.NEW
    assigned_to: str = ""
    asking: InformationRequest | None = None
    information_requests: tuple[InformationRequest, ...] = ()
    notice: Notice | None = None
    extended_at: datetime | None = None
    follow_ups: tuple[FollowUp, ...] = ()
    recipient: RecipientConfirmation | None = None
    handed_over: HandOver | None = None
    sample: bool = False

    @property
    def clean(self) -> Case:
        """The case with clean text in all that says who is concerned and what is requested."""
        member, provider, private = self.member, self.provider, self.member.confidential_address
        member = replace(
            member, address=member.address.clean, confidential_address=private.clean if private else None
        )
        return replace(
            self,
            number=clean_line(self.number),
            member=clean_fields(member),
            request=clean_fields(self.request),
            provider=clean_fields(replace(provider, address=provider.address.clean)),
        )

    @property
    def age(self) -> int:
        """The member's age in whole years on the first requested date of service."""
        return self.member.age_on(self.request.start)

    def recipient_to_confirm(self, today: date) -> str:
        """Who a minor's letters go to, while a reviewer still has to confirm it; else empty, also when nobody is known.

        Asked for every minor: whether care is for substance use, or was consented to by the minor alone, is not
        guessed from a code (45 CFR 164.502(g)(3), 42 CFR 2.14).
        """
        member, known = self.member, self.recipient
        if member.age_on(today) >= ADULT or not (member.representative or member.confidential_address):
            return ""
        now = (member.addressee, member.confidential_address is not None)
        confirmed = known is not None and (known.addressee, known.is_confidential) == now
        return "" if confirmed else member.addressee

    @property
    def open_follow_ups(self) -> tuple[FollowUp, ...]:
        """What is still to be sent after an approval."""
        return tuple(item for item in self.follow_ups if item.received_at is None)

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to do: the case is closed and nothing is still to be sent."""
        return self.state is CaseState.CLOSED and not self.open_follow_ups

    @property
    def hand_over_note(self) -> HandOver | None:
        """The last hand-over, while the case is still with the person who got it."""
        last = self.handed_over
        return last if last is not None and last.to == self.assigned_to else None

    @property
    def waits_since(self) -> datetime | None:
        """When the open information request was sent; None when none is open."""
        unanswered = [item.sent_at for item in self.information_requests if item.ended_at is None]
        return min(unanswered, default=None)

    def has_records_since(self, moment: datetime) -> bool:
        """Whether requested records came after a moment."""
        return any(
            item.answered_at is not None and item.answered_at > moment for item in self.information_requests
        )

    def facts(self) -> dict[str, bool | int | date]:
        """The facts that the case itself knows."""
        return {"age": self.age, "requested_start": self.request.start}
