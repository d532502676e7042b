"""The anchor: the ends of archive and journal, stored next to the database, so that an older one is detected.

It is written after the rows that it covers, and its number in the database after that. So after a crash it may
lag behind the chains, and the database's number may lag behind the anchor's, never the reverse.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ur_desktop.domain.errors import StorageError
from ur_desktop.safe_read import content
from ur_desktop.storage import revisions
from ur_desktop.storage.database import Database
from ur_desktop.storage.disk.atomic_file import replace_file
from ur_desktop.storage.keys.seal import is_sealed, seal_of
from ur_desktop.storage.records import archive, journal
from ur_desktop.storage.records.archive import LetterChain
from ur_desktop.storage.records.chain import Head
from ur_desktop.storage.records.journal import Journal

NAME = "vault.anchor.json"
NEW = f"{NAME}.new"
"""The anchor of a vault whose keys are being replaced."""

LARGEST = 10_000
REMEDY = "Leave the files unchanged, and restore the vault's own vault.db or the latest backup."


class Untrusted(StorageError):
    """An anchor that is missing or invalid, so that the chains have to be verified without it."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The heads of both chains by table; ``revision`` counts the anchors of a vault from 1."""

    vault: str
    revision: int
    heads: Mapping[str, Head]
    seal: str = ""

    def sealed(self, data_key: bytes) -> Anchor:
        """Return the anchor with a seal for its content."""
        return replace(self, seal=seal_of(data_key, "anchor", [self.vault, self.revision, self.heads]))


_ANCHOR = TypeAdapter(Anchor)


@dataclass(frozen=True, slots=True)
class AnchorFile:
    """The anchor file of an open database: writes and checks it."""

    folder: Path
    vault: str
    data_key: bytes
    db: Database
    letters: LetterChain
    journal: Journal

    def write(self) -> None:
        """Write the heads of both chains; call this only after they are on the disk."""
        heads = {"archive": self.letters.head(), "journal": self.journal.head()}
        revision = max(revisions.known(self.db, revisions.ANCHOR), self._last_revision()) + 1
        write(self.folder, Anchor(self.vault, revision, heads).sealed(self.data_key))
        revisions.note(self.db, revisions.ANCHOR, revision)

    def is_not_written_yet(self) -> bool:
        """Whether this vault is so new that it has no anchor yet."""
        return revisions.known(self.db, revisions.ANCHOR) == 0 and not (self.folder / NAME).exists()

    def read(self) -> Anchor:
        """Return the anchor; Untrusted says what is wrong with it."""
        found = read(self.folder, self.vault, self.data_key)
        if found.revision < revisions.known(self.db, revisions.ANCHOR):
            raise Untrusted(
                f"The vault's {NAME} was replaced by an older one.", "The whole vault is verified."
            )
        return found

    def check(self) -> None:
        """Raise StorageError when anchored rows are missing or changed, or later rows are broken.

        Untrusted when the anchor is missing or invalid.
        """
        if self.is_not_written_yet():
            return
        anchor = self.read()
        self._check_heads(anchor)
        self.letters.verify(anchor.heads["archive"])
        self.journal.verify(anchor.heads["journal"])

    def _check_heads(self, anchor: Anchor) -> None:
        for name, part, (one, where) in (
            ("archive", self.letters, archive.WORDS),
            ("journal", self.journal, journal.WORDS),
        ):
            sequence, link = anchor.heads[name]
            held = part.link_at(sequence)
            if held is None:
                raise StorageError(
                    f"{one} {sequence:,} {where} was written already, but the database ends with {part.head()[0]:,}: "
                    "an older database was restored, or entries at the end were removed.",
                    REMEDY,
                )
            if held != link:
                raise StorageError(
                    f"{one} {sequence:,} {where} is not the one that was written: an older database was restored "
                    "and used, or it was changed outside the program.",
                    REMEDY,
                )

    def _last_revision(self) -> int:
        try:
            return read(self.folder, self.vault, self.data_key).revision
        except Untrusted:
            return 0


def write(folder: Path, sealed: Anchor, name: str = NAME) -> None:
    """Replace the anchor file atomically."""
    replace_file(folder / name, json.dumps(_ANCHOR.dump_python(sealed, mode="json"), indent=1).encode())


def read(folder: Path, vault: str, data_key: bytes) -> Anchor:
    """Read a vault's anchor; Untrusted says what is wrong with it."""
    fix = "The whole vault is verified, and a new anchor is written."
    try:
        found = _ANCHOR.validate_json(content(folder / NAME, LARGEST))
    except FileNotFoundError:
        raise Untrusted(f"The vault's anchor, {NAME}, is missing.", fix) from None
    except (OSError, ValidationError):
        raise Untrusted(f"The vault's anchor, {NAME}, is damaged.", fix) from None
    if found.vault != vault:
        raise Untrusted(f"{NAME} belongs to another vault.", fix)
    if found.heads.keys() != {"archive", "journal"} or not is_sealed(found, data_key):
        raise Untrusted(f"The vault's anchor, {NAME}, was changed outside the program.", fix)
    return found
