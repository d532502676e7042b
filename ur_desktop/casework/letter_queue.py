"""The letters that wait to be sent, and one's own batch of those to print or save, handed over letter by letter."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from ur_desktop.casework.acts import act
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.letter import batch as letter_batch
from ur_desktop.domain.letter.batch import LetterBatch, Target
from ur_desktop.domain.letter.waiting import WaitingLetter
from ur_desktop.storage.disk import letter_files

FOUND = "in the printer’s tray"
"""Where a letter was found that may have been printed; a stored value."""


@act(Permission.PRINT_LETTERS)
def waiting(session: Session) -> tuple[WaitingLetter, ...]:
    """Every letter that waits, in the order they were accepted."""
    return session.vault.queue.waiting()


@act(Permission.PRINT_LETTERS)
def count(session: Session) -> int:
    """How many letters wait."""
    return session.vault.queue.queued()


@act(Permission.PRINT_LETTERS)
def begin(session: Session, target: Target, letters: tuple[int, ...]) -> LetterBatch | None:
    """Begin a batch of those of these letters that still wait; None when none of them does."""
    batch = session.vault.queue.begin(target, letters, session.now())
    if batch.left:
        return batch
    session.vault.queue.end_batch()
    return None


@act(Permission.PRINT_LETTERS)
def resume(session: Session) -> LetterBatch | None:
    """One's batch that a lock or a kill stopped; a letter that may have been printed is marked and left out."""
    return session.vault.queue.recover_batch()


@act(Permission.PRINT_LETTERS)
def start_next(session: Session) -> WaitingLetter | None:
    """Mark the next letter of one's batch as under way, and return it; None when none is left."""
    return session.vault.queue.start_next()


@act(Permission.PRINT_LETTERS)
def content(session: Session, letter: WaitingLetter) -> bytes:
    """The PDF of a letter, as it is in the archive."""
    return session.vault.archive.pdf(letter.letter)


@act(Permission.PRINT_LETTERS)
def finish_current(session: Session, pages: int) -> LetterBatch:
    """Record that the letter under way was printed or saved with so many pages; one's batch as it is then."""
    return session.vault.queue.finish_current(session.now(), pages)


@act(Permission.PRINT_LETTERS)
def return_current(session: Session) -> None:
    """Let the letter under way come first again. If this can't be saved, it is in doubt when the batch resumes."""
    with suppress(StorageError):
        session.vault.queue.return_current()


@act(Permission.PRINT_LETTERS)
def end(session: Session) -> LetterBatch | None:
    """End one's batch, and return how far it came; the letters left in it wait as before."""
    batch = session.vault.queue.recover_batch()
    session.vault.queue.end_batch()
    return batch


@act(Permission.PRINT_LETTERS)
def end_at_error(session: Session, batch: LetterBatch, *, is_out: bool = False) -> LetterBatch:
    """End one's batch at an error, and return how far it came; ``is_out`` when only the record of a letter failed.

    A disk that can't save this keeps the batch: it resumes when the letters are opened again.
    """
    with suppress(StorageError):
        if not is_out:
            session.vault.queue.return_current()
        session.vault.queue.end_batch()
    return letter_batch.found_again(letter_batch.next_up(batch))[0] if is_out else batch


@act(Permission.PRINT_LETTERS)
def found_printed(session: Session, letter: int) -> None:
    """Record that a letter in doubt was printed after all, by its number in the archive."""
    session.vault.queue.out(letter, EventKind.PRINT, session.now(), found=FOUND)


@act(Permission.PRINT_LETTERS)
def print_again(session: Session, letter: int) -> None:
    """Let a letter that was printed or saved wait to be printed again, by its number in the archive."""
    session.vault.queue.print_again(letter)


@act(Permission.PRINT_LETTERS)
def record_interrupted_print(session: Session, letter: WaitingLetter, pages: int) -> None:
    """Record that printing a letter ended early, after so many pages; some of them may be on paper.

    A full disk does not keep the batch from stopping.
    """
    with suppress(StorageError):
        session.record(
            EventKind.PRINT, letter.case_id, letter=letter.name, number=letter.letter, stopped_after=pages
        )


def file_name(letter: WaitingLetter) -> str:
    """What the file or print job of a letter is called: never by a member's name."""
    return f"{letter.number} {letter.name}"


def write_file(folder: Path, letter: WaitingLetter, pdf: bytes) -> None:
    """Have a letter in a folder as a file of its own, once and whole; StorageError when it can't be.

    It needs no session: a slow disk or share is waited for in a background task.
    """
    letter_files.put(folder, file_name(letter), pdf)
