"""Write the small sample vault of the current schema: ``python tests/storage/vault_of_now.py``.

It goes to ``vaults/<the schema's last step>`` next to this file; an existing one is never overwritten.
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from tests.sealing import seal
from ur_desktop.domain.case import Case, Diagnosis, Member, Provider, ServiceRequest, Urgency
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.review import Answer, Evidence, Mark, Review
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.storage import vault
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.migrations import STEPS

VAULTS = Path(__file__).with_name("vaults")
PASSWORD = "seven sample words"
NOW = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
NURSE = Reviewer("tspecimen", "Taylor Specimen", Role.NURSE, Credential("RN", "TEST-1", "NC"))


def sample_case(number: int) -> Case:
    request = ServiceRequest(
        "S9480", ReviewKind.CONTINUED, Urgency.STANDARD, NOW, date(2026, 1, 19), date(2026, 2, 13), 12, 3,
        9.5, Diagnosis("F33.1", "A sample diagnosis"), approved_through=date(2026, 1, 16),
    )  # fmt: skip
    member = Member(f"TEST-{number:05}", "Jordan", "Sampleton", date(1991, 2, 28))
    return Case(
        f"case-{number}", f"2026-{number:06}", member, "example-nc", "pehp-iop", request,
        Provider("Example Day Program", phone="1-800-555-0117"), NOW, NURSE.user_id, sample=True,
    )  # fmt: skip


def make(folder: Path) -> None:
    """Create a vault with two cases, an answered review, a draft and two letters in a folder without one."""
    review = Review("case-1", 1, "pehp-iop", date(2024, 11, 11), "0" * 64, "continued", date(2026, 1, 15))
    answer = Answer(Mark.MET, NURSE.user_id, NOW, "seen", (Evidence("Intake assessment", "2"),))
    made, _recovery_key = vault.create(folder, NURSE, PASSWORD, NOW, LEAST)
    with made:
        for number in (1, 2):
            made.cases.add(sample_case(number), None)
            seal(made, f"case-{number}", "member", b"%PDF-1.7 sample", NOW)
        made.cases.begin_review(review)
        made.cases.save_answer(review.answered("C1", answer), "C1")
        made.drafts.store("case-2", "note", "half a sentence")


if __name__ == "__main__":
    place = VAULTS / STEPS[-1].__name__
    if place.exists():
        sys.exit(f"{place} is kept as it was written.")
    make(place)
