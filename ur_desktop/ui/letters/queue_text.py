"""The texts of the letter queue: the state of a letter, and the progress and result of a batch."""

from collections.abc import Mapping

from ur_desktop.domain.letter.batch import LetterBatch, Printer
from ur_desktop.domain.letter.kind import Copy
from ur_desktop.domain.letter.waiting import Ready, WaitingLetter
from ur_desktop.ui.kit.look.theme import Sign
from ur_desktop.ui.kit.text import plural

TRAY = "May have been printed: check the printer tray."
GOING_ON = "Resuming letters:"
NONE_LEFT = "Already printed or saved."
MAIL = " Once they are in the mail, press Ctrl+M."
STOPPING = "Stopping after this letter…"
_READY = {
    Ready.PRINTED: Sign("envelope-simple", "text", "Printed, not sent"),
    Ready.SAVED: Sign("envelope-simple", "text", "Saved, not sent"),
}


def addressee(letter: WaitingLetter) -> str:
    """Who gets the letter: the provider by name, else the member."""
    return letter.provider if letter.copy == Copy.PROVIDER else "The member"


def state(letter: WaitingLetter, *, chosen: bool, doing: str, people: Mapping[str, str], me: str) -> Sign:
    """The state of a letter; ``doing`` is what a batch does with it, "Printing"; ``people`` are names by user id."""
    if doing:
        return Sign("printer", "accent", doing)
    if letter.batch_of:
        holder = people.get(letter.batch_of, letter.batch_of).split(",")[0]
        return Sign("clock", "muted", "In your batch" if letter.batch_of == me else f"In {holder}’s batch")
    if letter.in_doubt:
        return Sign("warning-circle-fill", "not_documented", "May have been printed")
    if letter.ready:
        return _READY[letter.ready]
    return (
        Sign("envelope-simple", "muted", "To print")
        if chosen
        else Sign("minus-circle", "control", "Not selected")
    )


def doing(batch: LetterBatch) -> str:
    """What a batch does with its letters."""
    return "Printing" if isinstance(batch.target, Printer) else "Saving"


def result(batch: LetterBatch) -> str:
    """The result of a batch: "12 letters printed, 41 pages.", how many are left or in doubt, and what to do next."""
    pages = f", {plural(batch.pages, 'page')}" if batch.done else ""
    words = f"{plural(batch.done, 'letter')} {_done(batch)}{pages}."
    left = f" {plural(len(batch.left), 'letter')} left."
    doubt = f" {batch.doubted:,} {TRAY[0].lower()}{TRAY[1:]}"
    mail = MAIL if batch.done else ""
    return words + (left if batch.left else "") + (doubt if batch.doubted else "") + mail


def selection(to_print: int, chosen: int, ready: int) -> str:
    """How many letters are selected to print, and how many are ready to send."""
    words = f"{chosen:,} of {plural(to_print, 'letter')} selected" if chosen else "No letters selected"
    said = (words if to_print else "", f"{ready:,} printed or saved, not sent" if ready else "")
    return ". ".join(filter(None, said))


def mailed(count: int) -> str:
    """What was recorded of letters mailed: "12 letters marked as mailed."."""
    return f"{plural(count, 'letter')} marked as mailed."


def ended_at(letter: WaitingLetter, batch: LetterBatch, why: str, *, is_out: bool) -> str:
    """Which letter a batch ended at, and why; ``is_out`` when only the record of it failed."""
    became = f"was {_done(batch)}, but that could not be logged" if is_out else f"was not {_done(batch)}"
    return f"{letter.name}, {letter.number}, {became}. {why}"


def ready_by(batch: LetterBatch) -> Ready:
    """How a letter of a batch is ready to send."""
    return Ready.PRINTED if isinstance(batch.target, Printer) else Ready.SAVED


def _done(batch: LetterBatch) -> str:
    return "printed" if isinstance(batch.target, Printer) else "saved"
