"""A letter that was accepted and not sent yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ur_desktop.domain.letter.kind import letter_name


class Ready(StrEnum):
    """How far an accepted letter is on its way."""

    NOT = ""
    PRINTED = "print"
    SAVED = "save"


@dataclass(frozen=True, slots=True)
class WaitingLetter:
    """An accepted letter that was not sent yet: its number in the archive, its case, and when it was accepted.

    ``ready`` says whether it was printed or saved, ``in_doubt`` that it may have been printed; ``batch_of`` is the
    user ID of the person whose batch it is in.
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
    ready: Ready = Ready.NOT

    @property
    def may_be_chosen(self) -> bool:
        """Whether a new batch may print or save it: it is in no batch, and neither printed nor saved."""
        return not self.batch_of and not self.ready

    @property
    def name(self) -> str:
        """What the letter is called: "Denial, member"."""
        return letter_name(self.kind, self.copy)
