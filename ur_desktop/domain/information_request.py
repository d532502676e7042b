"""Records that were requested: what, by when, and how the request ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

RECEIVED_BY = ("fax", "mail", "portal", "email", "hand")
"""How records come; stored values."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Requested records that came: when, how (of `RECEIVED_BY`), and what."""

    at: datetime
    how: str
    what: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class InformationRequest:
    """A request for records: the items, when its letter was sent, and when the response is due.

    Until the letter is sent, ``sent_at`` is when it was written.
    """

    items: tuple[str, ...]
    sent_at: datetime
    answer_by: datetime
    answered_at: datetime | None = None
    withdrawn_at: datetime | None = None
    receipt: Receipt | None = None

    @property
    def ended_at(self) -> datetime | None:
        """When it was answered or withdrawn; None while it is open."""
        return self.answered_at or self.withdrawn_at

    def has_lapsed(self, now: datetime) -> bool:
        """Whether its time ran out without an answer."""
        return self.ended_at is None and now > self.answer_by

    def is_pending(self, now: datetime) -> bool:
        """Whether it can still be answered in time."""
        return self.ended_at is None and now <= self.answer_by


def withdrawn(requests: Iterable[InformationRequest], now: datetime) -> tuple[InformationRequest, ...]:
    """The requests, with each that can still be answered withdrawn."""
    return tuple(replace(asked, withdrawn_at=now) if asked.is_pending(now) else asked for asked in requests)


def withdrawn_last(requests: Iterable[InformationRequest]) -> InformationRequest | None:
    """The requests that were withdrawn last, as one; None when none was."""
    moments = [(asked.withdrawn_at, asked) for asked in requests if asked.withdrawn_at is not None]
    last = max((moment for moment, _asked in moments), default=None)
    together = [asked for moment, asked in moments if moment == last]
    if not together:
        return None
    return replace(together[-1], items=tuple(item for asked in together for item in asked.items))
