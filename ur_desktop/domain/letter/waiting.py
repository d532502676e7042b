"""A letter that was accepted and still has to be printed or saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from ur_desktop.domain.letter.kind import letter_name


@dataclass(frozen=True, slots=True)
class WaitingLetter:
    """A letter that waits: its number in the archive, whose it is, and since when it is on file.

    ``in_doubt`` when nobody knows whether it was printed; ``batch_of`` is the user id of whose batch it is in.
    """

    letter: int
    case_id: str
    number: str
    member_name: str = field(repr=False)
    provider: str = field(repr=False)
    kind: str
    copy: str
    at: datetime
    in_doubt: bool = False
    batch_of: str = ""

    @property
    def may_be_chosen(self) -> bool:
        """Whether it is in nobody's batch."""
        return not self.batch_of

    @property
    def name(self) -> str:
        """What the letter is called: "Denial, member"."""
        return letter_name(self.kind, self.copy)
