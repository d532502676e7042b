"""A case in words: the lines of its history."""

from datetime import UTC, datetime

import pytest

from ur_desktop.ui.case_words import event_line

AT = datetime(2026, 1, 16, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "detail", "said"),
    [
        ("determination", {"action": "deny"}, "Signed: denial"),
        ("determination", {"action": "close_administratively"}, "Signed: administrative closure"),
        (
            "letter",
            {"kind": "continued_approval", "copy": "member"},
            "Put on file: continued approval, member copy",
        ),
        ("print", {"letter": "Denial, member", "pages": 5, "copies": 1}, "Printed: denial, member, 5 pages"),
        ("print", {"letter": "Referral", "pages": 1, "copies": 2}, "Printed: referral, 1 page, 2 copies"),
        ("save", {"letter": "Denial, member"}, "Saved as PDF: denial, member"),
        ("view", {}, "Opened the case"),
        ("change", {"assigned_to": "Nora Sample"}, "Assigned to Nora Sample"),
        ("change", {"request": "corrected"}, "Corrected the request"),
        ("change", {"sent_back": "Look at {C9} again."}, "Sent back to the nurse: Look at {C9} again."),
        ("change", {"review": "completed"}, "Review completed"),
        ("change", {"peer_to_peer_until": "2026-01-26"}, "Offered a peer-to-peer talk, until 01/26/2026"),
        ("change", {"something": "new"}, "Changed the case: something: new"),
        ("not_known_here", {}, "Not known here"),
    ],
)
def test_a_line_of_the_journal_reads_as_a_sentence(kind: str, detail: dict[str, object], said: str) -> None:
    assert event_line(AT, "Nora Sample, RN", kind, detail).what == said
