"""A case in words: the lines of its history."""

from datetime import UTC, datetime

import pytest

from ur_desktop.domain.change import Change, what_changed
from ur_desktop.domain.determination import Void
from ur_desktop.ui.case.history_text import change_line, event_line, void_line

AT = datetime(2026, 1, 16, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "detail", "said"),
    [
        ("determination", {"action": "deny"}, "Signed: denial"),
        ("determination", {"action": "close_administratively"}, "Signed: administrative closure"),
        (
            "letter",
            {"kind": "continued_approval", "copy": "member"},
            "Accepted letter: continued approval, member copy",
        ),
        ("print", {"letter": "Denial, member", "pages": 5, "copies": 1}, "Printed: denial, member, 5 pages"),
        ("print", {"letter": "Referral", "pages": 1, "copies": 2}, "Printed: referral, 1 page, 2 copies"),
        ("save", {"letter": "Denial, member"}, "Saved as PDF: denial, member"),
        ("view", {}, "Opened the case"),
        ("view", {"letters": "Denial, member"}, "Viewed letters: Denial, member"),
        ("override", {"approved_although": "C9 is not met"}, "Approved as exception: C9 is not met"),
        ("change", {"assigned_to": "Nora Sample"}, "Assigned to Nora Sample"),
        ("change", {"request": "corrected"}, "Edited the request"),
        ("change", {"corrected": "units, last name"}, "Edited the request: units, last name"),
        ("change", {"sent_back": "Look at {C9} again."}, "Sent back to the nurse: Look at {C9} again."),
        ("change", {"review": "completed"}, "Review completed"),
        ("change", {"peer_to_peer_until": "2026-01-26"}, "Offered peer-to-peer until 01/26/2026"),
        ("void", {"action": "deny"}, "Voided: denial"),
        ("change", {"discarded": "information request"}, "Discarded the information request"),
        ("change", {"something": "new"}, "Changed the case: something: new"),
        ("not_known_here", {}, "Not known here"),
    ],
)
def test_a_line_of_the_journal_reads_as_a_sentence(kind: str, detail: dict[str, object], said: str) -> None:
    assert event_line(AT, "Nora Sample, RN", kind, detail).what == said


@pytest.mark.parametrize(
    ("what", "before", "after", "said"),
    [
        ("age", ("34",), ("35",), "Changed: age 34 → 35"),
        ("out_of_area", ("no",), (), "Changed: out of area no → blank"),
        ("admitted", (), ("2026-01-05",), "Changed: admitted blank → 01/05/2026"),
        (
            "schedule",
            ("fri group 90 min",),
            ("mon group 90 min", "mon education 60 min"),
            "Changed: schedule, added mon group 90 min; mon education 60 min, removed fri group 90 min",
        ),
        (
            "attendance",
            (),
            ("2026-01-05 group 90 min, not attended",),
            "Changed: attendance, added 01/05/2026 group 90 min, not attended",
        ),
        ("request.units", ("12",), ("24",), "Changed: units 12 → 24"),
        ("request.end", ("2026-02-13",), ("2026-02-20",), "Changed: last date of service 02/13/2026 → 02/20/2026"),
        (
            "request.received",
            ("2026-01-15T09:30:00-05:00",),
            ("2026-01-15T09:45:00-05:00",),
            "Changed: received 01/15/2026, 9:30 AM → 01/15/2026, 9:45 AM",
        ),
        ("member.address", ("1 Sample St\nTown",), ("2 St",), "Changed: address 1 Sample St, Town → 2 St"),
        ("provider.practitioner", ("Dr 1234-99-99",), (), "Changed: practitioner Dr 1234-99-99 → blank"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("in_new_york")
def test_a_change_says_what_it_was_before(
    what: str, before: tuple[str, ...], after: tuple[str, ...], said: str
) -> None:
    assert change_line(Change("nora", AT, what, before, after), "Nora Sample, RN").what == said


def test_a_journal_names_what_was_changed_without_its_values() -> None:
    changes = [Change("nora", AT, what, ("1",), ("2",)) for what in ("request.units", "member.born", "age")]
    assert what_changed(changes) == "units, date of birth, age"


def test_the_reason_of_a_void_is_a_line() -> None:
    assert (
        void_line(Void("max", AT, "Wrong dates."), "Max Sample, MD").what
        == "Reason for voiding: Wrong dates."
    )
