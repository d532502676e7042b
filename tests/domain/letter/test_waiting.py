from dataclasses import replace
from datetime import UTC, datetime

from ur_desktop.domain.letter.waiting import WaitingLetter

LETTER = WaitingLetter(
    letter=1,
    case_id="case-1",
    number="2026-000001",
    member_name="Sampleton, Jordan",
    provider="Harbor Example Clinic",
    kind="denial",
    copy="member",
    at=datetime(2026, 1, 15, tzinfo=UTC),
)


def test_a_letter_may_be_chosen_until_it_is_in_a_batch() -> None:
    assert LETTER.may_be_chosen
    assert not replace(LETTER, batch_of="nora").may_be_chosen


def test_a_letter_is_called_by_its_kind_and_copy() -> None:
    assert LETTER.name == "Denial, member"


def test_no_name_shows_in_a_log() -> None:
    assert "Sampleton" not in repr(LETTER)
    assert "Harbor" not in repr(LETTER)
