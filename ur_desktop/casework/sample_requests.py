"""The requests of the sample worklist: everyone in them is invented, and named so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ur_desktop.domain.case import Address, CaseState, Diagnosis, Provider, Urgency
from ur_desktop.domain.policy import ReviewKind

NC, UT = "example-nc", "example-ut"
ADMISSION, CONTINUED = ReviewKind.ADMISSION, ReviewKind.CONTINUED


@dataclass(frozen=True, slots=True)
class Sample:
    """One row of the sample worklist: member, plan, review, when it was received, and its progress."""

    last: str
    first: str
    number: int
    born: date
    plan: str
    review: ReviewKind
    received: timedelta
    state: CaseState = CaseState.NEW
    urgency: Urgency = Urgency.STANDARD
    to: str = ""
    marks: str = ""
    code: str = ""


def ago(days: float = 0, hours: float = 0) -> timedelta:
    """How long before now something happened."""
    return timedelta(days=days, hours=hours)


SAMPLES = (
    Sample("Testwood", "Avery", 231, date(1988, 6, 2), NC, CONTINUED, ago(16),
        CaseState.READY, to="nora", marks="m" * 40),
    Sample("Mockridge", "Riley", 388, date(1979, 11, 20), UT, ADMISSION, ago(hours=73),
        CaseState.IN_REVIEW, Urgency.URGENT, "omar", "mm"),
    Sample("Inventada", "María José", 402, date(1994, 1, 9), NC, ADMISSION, ago(hours=64),
        CaseState.READY, Urgency.URGENT, "nora", "mdmmmmmmmmmdmmmmmmmmmmmnnmmmmmm"),
    Sample("Sampleton", "Jordan", 417, date(1991, 3, 14), NC, CONTINUED, ago(hours=18.4),
        CaseState.IN_REVIEW, Urgency.URGENT, "nora", "mdmmmmmm"),
    Sample("Fictman", "Rosa", 419, date(1967, 8, 30), NC, ADMISSION, ago(14),
        CaseState.WITH_PHYSICIAN, to="max", marks="m" * 9 + "d" + "m" * 7 + "n" + "m" * 10 + "nnm"),
    Sample("Examplar", "Noor", 377, date(2001, 4, 4), UT, CONTINUED, ago(14, 3)),
    Sample("Demofield", "Peter", 391, date(1985, 2, 17), UT, CONTINUED, ago(13, 20),
        CaseState.IN_REVIEW, to="nora", marks="mmm"),
    Sample("Trialworth", "Ines", 352, date(2010, 9, 12), NC, ADMISSION, ago(12)),
    Sample("Placeholt", "Sam", 360, date(1999, 12, 31), UT, ADMISSION, ago(11),
        CaseState.IN_REVIEW, to="omar", marks="mmmd"),
    Sample("Nobodyson", "Kai", 365, date(1972, 5, 5), UT, ADMISSION, ago(10),
        CaseState.READY, to="nora", marks="mmmmmm", code="H0015"),
    Sample("Specimen-Test", "Ola", 333, date(1990, 10, 10), NC, CONTINUED, ago(9)),
    Sample("Imaginary", "June", 345, date(2009, 3, 3), UT, ADMISSION, ago(8), to="nora"),
    Sample("Dummond", "Theo", 318, date(1983, 7, 7), NC, CONTINUED, ago(5), to="nora"),
    Sample("Pretendo", "Mia", 327, date(1996, 1, 28), NC, ADMISSION, ago(3),
        CaseState.IN_REVIEW, to="omar", marks="mmmmmmmmm"),
    Sample("Maquette", "Lou", 309, date(1958, 4, 19), NC, ADMISSION, ago(12),
        CaseState.WAITING, to="nora", marks="m" * 14 + "d" + "m" * 18),
    Sample("Standin", "Bo", 298, date(1992, 2, 2), UT, CONTINUED, ago(11),
        CaseState.WAITING, to="omar", marks="mmdm" + "m" * 9),
)  # fmt: skip

PROGRAMS = (
    Provider(
        "Lantern House Day Program",
        address=Address(("200 Pretend Street", "Sampletown, NC 00000")),
        phone="1-800-555-0170",
        fax="1-800-555-0171",
        practitioner="Alex Placeholder",
        credential="MD",
    ),
    Provider(
        "Harbor Example Clinic",
        address=Address(("5 Mockup Avenue", "Anytown, UT 00000")),
        phone="1-800-555-0172",
        fax="1-800-555-0173",
    ),
)
DEPRESSION = Diagnosis("F33.1", "Major depressive disorder, recurrent, moderate")
ALCOHOL = Diagnosis("F10.20", "Alcohol dependence, uncomplicated")
