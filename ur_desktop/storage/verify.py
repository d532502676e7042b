"""Verify a vault's files, database and chains; each problem is a sentence, and nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ur_desktop.domain.dates import moment_words
from ur_desktop.domain.errors import DiskRefused, StorageError
from ur_desktop.domain.vault.verification import VerifyReport, VerifyStep
from ur_desktop.storage import lost_files, migrations, revisions
from ur_desktop.storage.backup import restore_note, rollback_check
from ur_desktop.storage.backup.job import default_folder
from ur_desktop.storage.database import Database
from ur_desktop.storage.keys import header
from ur_desktop.storage.keys.header import RECOVERY, Header
from ur_desktop.storage.keys.seal import is_sealed
from ur_desktop.storage.records import archive, chain, journal
from ur_desktop.storage.records.anchor import AnchorFile
from ur_desktop.storage.records.archive import LetterChain
from ur_desktop.storage.records.chain import chain_of
from ur_desktop.storage.records.journal import Journal
from ur_desktop.storage.records.sealed_records import SealedRecords

MOST = 20
"""The number of problems listed for one part; the rest are counted."""
_LINES_A_STEP = 1_000

Codes = Callable[[bytes], Collection[str]]
"""Return the record codes printed in a letter's PDF; none when it can't be read."""


@dataclass(frozen=True, slots=True)
class Files:
    """An open vault's header, database and data key."""

    folder: Path
    header: Header
    db: Database = field(repr=False)
    data_key: bytes = field(repr=False)


def run_all(steps: Generator[VerifyStep, None, VerifyReport]) -> VerifyReport:
    """Run all remaining steps."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            report: VerifyReport = end.value
            return report


def examine(
    files: Files, codes: Codes | None = None, proved: str = ""
) -> Generator[VerifyStep, None, VerifyReport]:
    """Verify a vault step by step, so that a window can show progress and cancel.

    ``proved`` is a record code to search for; it covers the letters before the one that prints it.
    """
    with disk_errors():
        return (yield from _Examination(files, codes, proved).run())


@contextmanager
def disk_errors() -> Iterator[None]:
    """Say of a full or read-only disk that nothing was verified: it is no fault of the record."""
    try:
        yield
    except DiskRefused as error:
        raise DiskRefused(error.what.replace("Not saved", "Not verified"), error.fix) from error


class _Examination:
    def __init__(self, files: Files, codes: Codes | None, proved: str) -> None:
        self._proved, self._proof = proved.strip().upper(), ""
        self._files, self._db, self._codes = files, files.db, codes
        vault, key = files.header.vault, files.data_key
        self._archive = LetterChain(files.db, chain_of(files.db, key, "archive", vault))
        links = chain_of(files.db, key, "journal", vault)
        self._journal = Journal(files.db, links, RECOVERY)
        self._seals = SealedRecords(files.db, links)
        self._anchor_file = AnchorFile(files.folder, vault, key, files.db, self._archive, self._journal)
        self._faults: list[str] = []
        self._lines = self._letters = 0

    def run(self) -> Generator[VerifyStep, None, VerifyReport]:
        for words, part in (
            ("Checking the header", self._header),
            ("Checking the database file", self._pages),
            ("Checking what refers to what", self._references),
            ("Checking the safeguards", self._safeguards),
            ("Checking the database’s log", self._log),
            ("Checking the anchor", self._anchor),
            ("Comparing with the backups", self._backups),
        ):
            yield VerifyStep(words)
            with self._errors_collected():
                part()
        for walk in (self._tables, self._walk_journal, self._records, self._walk_archive):
            with self._errors_collected():
                yield from walk()
        return VerifyReport(self._lines, self._letters, tuple(self._faults), self._proof)

    @contextmanager
    def _errors_collected(self) -> Iterator[None]:
        try:
            yield
        except DiskRefused:
            raise
        except StorageError as error:
            self._faults.append(error.what)

    def _header(self) -> None:
        found, from_copy = header.load(self._files.folder)
        if from_copy:
            self._faults.append(f"{header.NAME} is missing or damaged; {header.COPY} was used in its place.")
        if found.vault != self._files.header.vault or not is_sealed(found, self._files.data_key):
            raise StorageError("The vault's header was changed outside the program.")
        revisions.check_header(self._db, found.revision)

    def _pages(self) -> None:
        # This checks pages only in the database file, where one may be torn while the log has a complete one.
        self._db.checkpoint()
        self._add(
            f"The database file is damaged: {row[0]}."
            for row in self._db.rows("PRAGMA cipher_integrity_check")
        )

    def _references(self) -> None:
        self._add(
            f"Row {row[1]} of the table {row[0]} belongs to one of {row[2]} that is not there."
            for row in self._db.rows("PRAGMA foreign_key_check")
        )

    def _safeguards(self) -> None:
        if migrations.is_behind(self._db):
            raise StorageError(
                "The vault was written by another version of UR Desktop; sign in with that one first."
            )
        self._add(migrations.schema_faults(self._db))
        migrations.check_triggers(self._db)

    def _log(self) -> None:
        note = restore_note.read(self._files.folder, self._files.data_key)
        self._add([lost.words for lost in lost_files.lost_log(self._db, note)])

    def _anchor(self) -> None:
        self._anchor_file.check()

    def _backups(self) -> None:
        folder, vault_id, key = self._files.folder, self._files.header.vault, self._files.data_key
        known = rollback_check.sealed(rollback_check.places(default_folder(folder), vault_id), vault_id, key)
        rollback_check.check(self._db, known, restore_note.read(folder, key))

    def _tables(self) -> Generator[VerifyStep, None, None]:
        names = [name for (name,) in self._db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for place, name in enumerate(names):
            yield VerifyStep("Checking the tables", place, len(names))
            found = [words for (words,) in self._db.rows(f"PRAGMA integrity_check('{name}')")]
            self._add(f"The table {name} is damaged: {words}." for words in found if words != "ok")

    def _walk_journal(self) -> Generator[VerifyStep, None, None]:
        total = self._journal.head()[0]
        broken = []
        for found in self._journal.walk():
            if self._lines % _LINES_A_STEP == 0:
                yield VerifyStep("Checking the journal", self._lines, total)
            self._lines += 1
            if found:
                broken.append(found.words(*journal.WORDS))
        self._add(broken)

    def _walk_archive(self) -> Generator[VerifyStep, None, None]:
        total = self._archive.head()[0]
        codes = {chain.code(self._archive.first)}
        proved = "no letter before it" if self._proved in codes else ""
        bearers: list[str] = []
        broken: list[str] = []
        differing: list[str] = []
        for letter in self._archive.walk():
            yield VerifyStep("Checking the letters", self._letters, total)
            self._letters += 1
            printed = self._codes(letter.pdf) if self._codes is not None else ()
            if letter.broken:
                broken.append(letter.broken.words(*archive.WORDS))
            elif self._codes is not None and codes.isdisjoint(printed):
                broken.append(f"Letter {letter.sequence:,} prints no record code of the letters before it.")
            elif fault := self._seals.letter_fault(letter.sequence, letter.case_id, letter.facts):
                differing.append(fault)
            if self._proved in printed:
                bearers.append(f"{letter.sequence:,}")
            codes.add(code := chain.code(letter.link))
            if code == self._proved and not broken:
                proved = f"letters 1 to {letter.sequence:,}, up to {moment_words(datetime.fromisoformat(letter.at))}"
        self._add(broken)
        self._add(differing)
        if self._proved:
            self._say_proof(proved, bearers)

    def _records(self) -> Generator[VerifyStep, None, None]:
        faults = []
        for number, fault in enumerate(self._seals.check()):
            if number % _LINES_A_STEP == 0:
                yield VerifyStep("Checking determinations and reviews")
            if fault:
                faults.append(fault)
        self._add(faults)

    def _say_proof(self, proved: str, bearers: list[str]) -> None:
        if not proved:
            self._faults.append(
                f"No state of the archive that is in order has the record code {self._proved}."
            )
            return
        printed = (
            f"is printed on letter {', '.join(bearers)}" if bearers else "is printed on no accepted letter"
        )
        self._proof = f"The record code {self._proved} {printed}; it proves {proved}."

    def _add(self, faults: Iterator[str] | list[str]) -> None:
        found = list(faults)
        self._faults += found[:MOST]
        if len(found) > MOST:
            self._faults.append(f"… and {len(found) - MOST:,} more of this kind.")
