"""What the letter queue shows of a letter, in words."""

from collections.abc import Mapping

from ur_desktop.domain.letter.kind import Copy
from ur_desktop.domain.letter.waiting import WaitingLetter
from ur_desktop.ui.kit.look.theme import Sign

TRAY = "May have been printed: look in the printer’s tray."


def addressee(letter: WaitingLetter) -> str:
    """Who gets the letter: the provider by name, else the member."""
    return letter.provider if letter.copy == Copy.PROVIDER else "The member"


def state(letter: WaitingLetter, *, chosen: bool, doing: str, people: Mapping[str, str], me: str) -> Sign:
    """Where a letter stands; ``doing`` says what is being done with it, "Printing"; ``people`` are by user id."""
    if doing:
        return Sign("printer", "accent", doing)
    if letter.batch_of:
        holder = people.get(letter.batch_of, letter.batch_of).split(",")[0]
        return Sign("clock", "muted", "In your batch" if letter.batch_of == me else f"In {holder}’s batch")
    if letter.in_doubt:
        return Sign("warning-circle-fill", "not_documented", "May have been printed")
    return (
        Sign("envelope-simple", "muted", "Waits") if chosen else Sign("minus-circle", "control", "Left out")
    )
