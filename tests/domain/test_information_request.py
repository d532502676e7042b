"""Information requests are answered, lapse, or are withdrawn."""

from datetime import UTC, datetime, timedelta

from ur_desktop.domain.information_request import InformationRequest, withdrawn, withdrawn_last

NOW = datetime(2026, 1, 16, 9, tzinfo=UTC)


def test_requests_that_can_still_be_answered_are_withdrawn_together() -> None:
    lapsed = InformationRequest(("A lab report.",), NOW - timedelta(days=9), NOW - timedelta(days=2))
    pending = [
        InformationRequest((item,), NOW, NOW + timedelta(days=2)) for item in ("A plan.", "A schedule.")
    ]
    assert withdrawn_last((lapsed, *pending)) is None
    ended = withdrawn((lapsed, *pending), NOW)
    assert [asked.withdrawn_at for asked in ended] == [None, NOW, NOW]
    together = withdrawn_last(ended)
    assert together is not None
    assert together.items == ("A plan.", "A schedule.")
