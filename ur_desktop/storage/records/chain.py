"""Chained rows: each has an HMAC of the previous link and its own content, to detect changed and missing rows."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ur_desktop.storage.database import Database

USES = ("archive", "journal")
"""The uses of a vault's chains."""
_STORED = "chain_key:"

Head = tuple[int, str]
"""A chain's last row number and link; 0 and the first link while it is empty."""

_one_spelling = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode


@dataclass(frozen=True, slots=True)
class Break:
    """A break in a chain: a changed row, or missing rows from ``first`` to ``last``."""

    first: int
    last: int
    wrong: str

    def words(self, one: str, where: str) -> str:
        """Return a sentence about the break: "Entry 4 of the audit log was changed."."""
        if self.first == self.last:
            return f"{one} {self.first:,} {where} was {self.wrong}."
        several = f"{one[:-1]}ies" if one.endswith("y") else f"{one}s"
        return f"{several} {self.first:,} to {self.last:,} {where} were {self.wrong}."


def canonical(value: object) -> bytes:
    """Return the canonical JSON of a value, with sorted keys and no spaces."""
    return _one_spelling(value).encode()


def key_for(data_key: bytes, use: str) -> bytes:
    """Return the key for one use, derived from the vault's data key."""
    return HKDF(SHA256(), 32, salt=None, info=f"ur-desktop {use}".encode()).derive(data_key)


class Chain:
    """Computes the links of one chain; ``use``, "archive" or "journal", gives each chain its own key and first link.

    ``key`` replaces the derived key when the data key was changed after the chain began.
    """

    __slots__ = ("_key", "first")

    def __init__(self, data_key: bytes, use: str, vault_id: str, key: bytes | None = None) -> None:
        self._key = key or key_for(data_key, use)
        self.first = self.link("", {"vault": vault_id})

    def link(self, previous: str, content: Mapping[str, object]) -> str:
        """Return the hex link of a row that follows ``previous``."""
        return hmac.digest(self._key, previous.encode() + b"\n" + canonical(content), "sha256").hex()

    def broken(self, head: Head, sequence: int, content: Mapping[str, object], link: str) -> Break | None:
        """Return the break at a row found after ``head``; None when it is valid."""
        last, previous = head
        if sequence != last + 1:
            return Break(last + 1, sequence - 1, "removed")
        return None if link == self.link(previous, content) else Break(sequence, sequence, "changed")


def chain_of(db: Database, data_key: bytes, use: str, vault_id: str) -> Chain:
    """Return a vault's chain for one use, with its original key even after the data key was replaced."""
    return Chain(data_key, use, vault_id, key=_stored_key(db, use))


def store_keys(db: Database, data_key: bytes, copy: Database) -> None:
    """Store all chain keys in a copy of the database for another data key, so that links stay valid."""
    with copy.write():
        for use in USES:
            key = _stored_key(db, use) or key_for(data_key, use)
            copy.rows("INSERT OR REPLACE INTO vault (name, value) VALUES (?, ?)", (_STORED + use, key.hex()))


def _stored_key(db: Database, use: str) -> bytes | None:
    row = db.row("SELECT value FROM vault WHERE name = ?", (_STORED + use,))
    return bytes.fromhex(row[0]) if row else None


def code(link: str) -> str:
    """Return the first 48 bits of a link as a record code: "7F3A-91C2-0D5E"."""
    return "-".join((link[:4], link[4:8], link[8:12])).upper()
