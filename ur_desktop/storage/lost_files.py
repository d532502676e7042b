"""What is lost when the database's log or the anchor is missing: nothing in the vault proves its last entries then."""

from __future__ import annotations

from dataclasses import dataclass

from ur_desktop.domain.dates import moment_words
from ur_desktop.storage.backup import rollback_check
from ur_desktop.storage.backup.job import default_folder
from ur_desktop.storage.backup.restore_note import Note
from ur_desktop.storage.database import LOG, Database
from ur_desktop.storage.records import anchor
from ur_desktop.storage.records.anchor import AnchorFile, Untrusted
from ur_desktop.storage.records.journal import Journal


@dataclass(frozen=True, slots=True)
class Lost:
    """A file next to the database that is missing or can't be trusted, and what is wrong with it, in a sentence."""

    file: str
    words: str


def lost_log(db: Database, note: Note | None) -> tuple[Lost, ...]:
    """Return the database's log if it is lost; ``note`` is that of a restore, which brings a database without a log."""
    words = f"The database was not closed, and its log, {LOG}, is missing or damaged."
    return (Lost(LOG, words),) if db.log_is_lost and note is None else ()


def find(file: AnchorFile, note: Note | None) -> tuple[Lost, ...]:
    """Compare the database with its anchor and log, and return which of these are lost.

    Without a trusted anchor, verify both chains and compare them with every backup. StorageError when anything that
    is left shows that entries or letters were changed or removed.
    """
    lost = lost_log(file.db, note)
    try:
        file.check()
    except Untrusted as fault:
        places = rollback_check.places(default_folder(file.folder), file.vault)
        rollback_check.check(file.db, rollback_check.sealed(places, file.vault, file.data_key), note)
        file.letters.verify()
        file.journal.verify()
        lost = (*lost, Lost(anchor.NAME, fault.what))
    return lost


def notice(lost: tuple[Lost, ...], journal: Journal) -> str:
    """Say what is lost, and up to where the record is proved; empty when nothing is lost."""
    if not lost:
        return ""
    last, until = journal.head()[0], journal.last_time()
    when = f" of {moment_words(until)}" if until is not None else ""
    return (
        f"{' '.join(each.words for each in lost)} Checked up to log entry {last:,}{when}. "
        "What was saved after it may be missing."
    )
