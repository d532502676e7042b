"""The plan a case belongs to, and the rules its line of business brings: clocks, who may deny, how to appeal.

All of it is data (report_templates/lines_of_business and report_templates/plans); counsel confirms it before use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ur_desktop.domain.reviewer import Role


@dataclass(frozen=True, slots=True)
class ClockRules:
    """How long a decision may take; hours and calendar days from receipt, 29 CFR 2560.503-1(f).

    ``urgent_concurrent_hours`` holds when an urgent extension is asked ``urgent_concurrent_ahead_hours`` before
    the approved course ends.
    """

    urgent_hours: int = 72
    urgent_concurrent_hours: int = 24
    urgent_concurrent_ahead_hours: int = 24
    urgent_information_hours: int = 48
    standard_days: int = 15
    post_service_days: int = 30
    extension_days: int = 15
    information_days: int = 45
    written_after_oral_days: int = 3


@dataclass(frozen=True, slots=True)
class AppealRules:
    """The internal appeal: days to ask, from which event, and how soon it is answered.

    An appeal about care already given is answered in ``post_service_answer_days``, 29 CFR
    2560.503-1(i)(2)(iii)(A), and never within ``urgent_answer_hours``: nothing waits for it.
    """

    days: int
    counted_from: str
    answer_days: int
    urgent_answer_hours: int
    post_service_answer_days: int = 60


@dataclass(frozen=True, slots=True)
class OutsideReviewRules:
    """External review: the time limit in words, who is bound by it, and its rule."""

    window: str
    rule: str
    binding: bool = True


@dataclass(frozen=True, slots=True)
class LineOfBusiness:
    """A kind of coverage with its law: ``key`` is the file's name, ``content_rule`` what a notice must say.

    ``elements`` are the numbers of the required elements that apply to its letters. ``blocks`` are editable
    wordings by name, of ``blocks_version``.
    """

    key: str
    title: str
    content_rule: str
    erisa: bool
    clock: ClockRules
    appeal: AppealRules
    outside_review: OutsideReviewRules
    credentials: tuple[str, ...] = ("MD", "DO")
    other_than_first_reviewer: bool = True
    needs_peer_to_peer: bool = False
    elements: tuple[int, ...] = ()
    blocks_version: str = ""
    blocks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Office:
    """A contact: a plan's department or a public office."""

    name: str
    phone: str = ""
    fax: str = ""
    address: tuple[str, ...] = ()
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan profile: who writes the letter, and everything a letter says of the plan.

    ``denial_codes`` maps a ground (criteria, missing_information) to the plan's code and its meaning.
    ``time_zone`` is an IANA name; ``levels`` names the levels of care that are available and covered;
    ``behavioral_diagnoses`` are the starts of ICD-10-CM codes that it treats as behavioral besides F01 to F99;
    ``records`` is where requested records are sent by fax, phone or mail. ``administrative_signers`` are the roles that
    may refuse a request for coverage, ``administrative_provisions`` the provision for each reason of such a refusal.
    """

    id: str
    name: str
    short_name: str
    tagline: str
    line_of_business: str
    policies: tuple[str, ...]
    logo: str
    logo_alt: str
    address: tuple[str, ...]
    tty: str
    time_zone: str
    member_services: Office
    appeals: Office
    peer_to_peer: Office
    outside_review: Office
    consumer_help: Office
    provision: str
    civil_rights: Office
    peer_to_peer_days: int = 10
    denial_codes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    levels: tuple[str, ...] = ()
    behavioral_diagnoses: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    records: Office | None = None
    administrative_signers: tuple[Role, ...] = (Role.NURSE, Role.SUPERVISOR)
    administrative_provisions: Mapping[str, str] = field(default_factory=dict)

    @property
    def records_office(self) -> Office:
        """Where records are sent: the plan's own office for them, else Member Services at the plan's address."""
        return self.records or replace(self.member_services, name=self.name, address=self.address)
