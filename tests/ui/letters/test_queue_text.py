from dataclasses import replace
from datetime import UTC, datetime

from ur_desktop.domain.letter.waiting import WaitingLetter
from ur_desktop.ui.letters.queue_text import addressee

LETTER = WaitingLetter(
    1, "case-1", "2026-000001", "Sampleton, Jordan", "Harbor Example Clinic", "denial", "member",
    datetime(2026, 1, 15, tzinfo=UTC),
)  # fmt: skip


def test_a_letter_goes_to_the_provider_by_name_or_to_the_member() -> None:
    assert addressee(LETTER) == "The member"
    assert addressee(replace(LETTER, copy="provider")) == "Harbor Example Clinic"
