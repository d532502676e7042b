"""Seal letters for tests: of a case that owes the letter of an information request while it is sealed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ur_desktop.domain.case import (
    Address,
    Case,
    CaseState,
    Diagnosis,
    Member,
    Provider,
    ServiceRequest,
    Urgency,
)
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.storage.records.archive import Sealed
from ur_desktop.storage.vault import Vault

SAMPLE_STREET = Address(("1 Sample Street", "Sampletown, NC 27000"))
PROGRAM = Provider("Example Day Program", phone="1-800-555-0117", fax="1-800-555-0118")
KIND = "information_request"
LETTER = "Information request"
"""What such a letter is called on screen, before whose copy it is."""


def seal(opened: Vault, case_id: str, copy: str, pdf: bytes, now: datetime, facts_json: str = "{}") -> Sealed:
    """Seal a letter of a case, which is added when it is not there; its state stays as it was."""
    with opened.transaction():
        case = _case(opened, case_id)
        asked = InformationRequest(("The safety plan.",), now, now + timedelta(days=45))
        row = opened.cases.row(case_id)
        opened.cases.save(replace(case, asking=asked, state=CaseState.LETTER), now, row.due)
        sealed = opened.archive.seal(case_id, KIND, copy, facts_json, pdf, now)
        opened.cases.save(case, now, row.due)
    return sealed


def _case(opened: Vault, case_id: str) -> Case:
    try:
        return opened.cases.get(case_id)
    except KeyError:
        case = invented(case_id, opened.reviewer.user_id)
        opened.cases.add(case, None)
        return case


def invented(case_id: str, by: str) -> Case:
    """An invented case; its number is its id."""
    received = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
    request = ServiceRequest(
        "S9480", ReviewKind.CONTINUED, Urgency.STANDARD, received, date(2026, 1, 19), date(2026, 2, 13), 12, 3,
        9.5, Diagnosis("F33.1", "A sample diagnosis"), approved_through=date(2026, 1, 16),
    )  # fmt: skip
    return Case(
        case_id, case_id, Member("TEST-00001", "Jordan", "Sampleton", date(1991, 2, 28), SAMPLE_STREET), "example-nc",
        "pehp-iop", request, PROGRAM, received, by, sample=True,
    )  # fmt: skip
