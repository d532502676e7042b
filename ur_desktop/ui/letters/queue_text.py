"""What the letter queue shows of a letter, in words."""

from dataclasses import dataclass, field
from datetime import datetime

from ur_desktop.ui.kit.look.theme import Sign

TRAY = "May have been printed: look in the printer’s tray."


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A letter that waits: its number on file, whose it is, who gets it, and since when (aware) it is on file.

    ``in_doubt`` when nobody knows whether it was printed; ``batch_of`` names who has it in a batch, ``is_mine``
    when that is whoever looks on.
    """

    letter: int
    case_id: str
    number: str
    name: str
    member: str = field(repr=False)
    addressee: str = field(repr=False)
    at: datetime
    in_doubt: bool = False
    batch_of: str = ""
    is_mine: bool = False

    @property
    def may_be_chosen(self) -> bool:
        """Whether it is in no batch."""
        return not self.batch_of


def state(line: QueueLine, *, chosen: bool, doing: str = "") -> Sign:
    """Where a letter stands; ``doing`` says what is being done with it: "Printing"."""
    if doing:
        return Sign("printer", "accent", doing)
    if line.batch_of:
        return Sign("clock", "muted", "In your batch" if line.is_mine else f"In {line.batch_of}’s batch")
    if line.in_doubt:
        return Sign("warning-circle-fill", "not_documented", "May have been printed")
    return (
        Sign("envelope-simple", "muted", "Waits") if chosen else Sign("minus-circle", "control", "Left out")
    )
