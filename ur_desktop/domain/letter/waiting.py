"""A letter that was accepted and still has to be printed or saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from ur_desktop.domain.letter.kind import letter_name


@dataclass(frozen=True, slots=True)
class WaitingLetter:
    """An accepted letter to print or save: its number in the archive, its case, and when it was accepted.

    ``in_doubt`` when it may have been printed; ``batch_of`` is the user ID of the person whose batch it is in.
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
        """Whether a new batch may take it: it is in no batch."""
        return not self.batch_of

    @property
    def name(self) -> str:
        """What the letter is called: "Denial, member"."""
        return letter_name(self.kind, self.copy)
