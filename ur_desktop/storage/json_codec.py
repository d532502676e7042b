"""Convert the domain's values to JSON for the database and back to equal values, with pydantic."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from ur_desktop.domain.case import Case
from ur_desktop.domain.change import Change
from ur_desktop.domain.determination import Determination, PeerToPeer, Referral, Void
from ur_desktop.domain.errors import Damaged
from ur_desktop.domain.letter.batch import LetterBatch
from ur_desktop.domain.participation import Participation
from ur_desktop.domain.review import Answer, Review
from ur_desktop.domain.sending import Sending
from ur_desktop.storage.database import DAMAGED

T = TypeVar("T")


class Body(Generic[T]):
    """Converts one type of value to JSON and back; a time keeps its offset."""

    def __init__(self, kind: type[T]) -> None:
        self._adapter = TypeAdapter(kind)

    def text(self, value: T) -> str:
        """Return a value as JSON."""
        return self._adapter.dump_json(value).decode()

    def value(self, text: str) -> T:
        """Return the value of a JSON text; Damaged when it is invalid, such as a lost page, which reads as zeros."""
        try:
            return self._adapter.validate_json(text)
        except ValidationError:
            # Not chained: pydantic's message quotes the record.
            raise Damaged(DAMAGED.what, DAMAGED.fix) from None


CASE = Body(Case)
REVIEW = Body(Review)
ANSWER = Body(Answer)
REFERRAL = Body(Referral)
PEER_TO_PEER = Body(PeerToPeer)
DETERMINATION = Body(Determination)
VOID = Body(Void)
CHANGE = Body(Change)
PARTICIPATION = Body(Participation)
LETTER_BATCH = Body(LetterBatch)
SENDING = Body(Sending)


def moment(at: datetime) -> str:
    """Return an aware time as text that sorts by time; ValueError for a naive time."""
    if at.tzinfo is None:
        raise ValueError("a time without its zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")
