"""The audit log: which entries a person may read, an export of them, and the check that nothing was changed."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ur_desktop.casework.acts import act
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission, may
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.journal import Event, EventKind, EventQuery
from ur_desktop.domain.vault.verification import VerifyReport, VerifyStep
from ur_desktop.files.journal import csv_text, json_text
from ur_desktop.library import Library
from ur_desktop.storage import vault
from ur_desktop.storage.disk.export_file import write_in_steps
from ur_desktop.storage.keys.header import RECOVERY


@act(Permission.SEE_JOURNAL)
def events(session: Session, query: EventQuery) -> tuple[Event, ...]:
    """One page of entries, newest first; those that name a case only for people who see cases."""
    return tuple(_named(session, session.vault.journal.page(query)))


@act(Permission.SEE_JOURNAL)
def count(session: Session, query: EventQuery) -> Iterator[int]:
    """How many entries a query finds on all its pages, counted in slices: each yields how many it is so far."""
    return session.vault.journal.count(query)


@act(Permission.SEE_JOURNAL)
def authors(session: Session) -> Mapping[str, str]:
    """The names to show for everyone who has an entry, by user ID."""
    names = session.names()
    return {user_id: _who(user_id, names) for user_id in session.vault.journal.authors()}


@act(Permission.EXPORT_JOURNAL)
def export(session: Session, query: EventQuery, path: Path) -> Generator[int, None, int]:
    """Write the entries asked for to a .json or .csv file step by step, and record that.

    Each step yields how many entries were read so far; the generator returns how many there are. The file appears
    whole, and only if its own entry was written; closing the generator leaves none. StorageError when it can't be
    written.
    """
    done, entries = 0, _named(session, session.vault.journal.stream(query))

    def counted() -> Iterator[Event]:
        nonlocal done
        for event in entries:
            done += 1
            yield event

    is_json = path.suffix.lower() == ".json"
    text = json_text(counted()) if is_json else csv_text(counted())

    def record() -> None:
        session.record(EventKind.EXPORT, what="journal", lines=done, format="json" if is_json else "csv")

    try:
        for _written in write_in_steps(path, (row.encode() for row in text), record):
            yield done
    except OSError as error:
        raise StorageError(
            f"The export could not be written ({error.strerror}).", "Choose another folder."
        ) from None
    return done


@act(Permission.SEE_JOURNAL)
def verify(session: Session) -> Generator[VerifyStep, None, VerifyReport]:
    """Check the database, the journal and all letters step by step; the generator returns the report.

    The codes that are printed on the letters are compared for people who see cases.
    """
    return session.vault.examine(session.library.record_codes if session.may(Permission.SEE_CASES) else None)


def verify_closed(
    folder: Path, user_id: str, secret: str, now: datetime, library: Library, record_code: str = ""
) -> VerifyReport:
    """Verify a vault that may not open any more; nothing is recorded but wrong passwords.

    The report's ``proof`` says what the record code of a printed letter proves, for people who see cases. StorageError
    when the files can't be read at all.
    """
    sees = any(may(each, Permission.SEE_CASES) for each in vault.users(folder) if each.user_id == user_id)
    codes = library.record_codes if sees or record_code else None
    return vault.verify_closed(folder, user_id, secret, now, codes, record_code)


def _named(session: Session, found: Iterable[Event]) -> Iterator[Event]:
    names = session.names()
    for event in found:
        yield replace(event, who=_who(event.by, names))


def _who(user_id: str, names: Mapping[str, str]) -> str:
    return names.get(user_id, RECOVERY.name if user_id == RECOVERY.user_id else user_id)
