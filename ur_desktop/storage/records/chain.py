"""Chained rows: each carries an HMAC over the one before and itself, so a changed or missing row shows."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ur_desktop.storage.database import Database

USES = ("archive", "journal")
"""What the chains of a vault are for."""
_STORED = "chain_key:"

Head = tuple[int, str]
"""The number of a chain's last row and its link; 0 and the chain's beginning while it is empty."""

_one_spelling = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain is broken: a row that was changed, or the rows from ``first`` to ``last`` that are gone."""

    first: int
    last: int
    wrong: str

    def words(self, one: str, where: str) -> str:
        """What is wrong, in a sentence: "Entry 4 of the audit log was changed."."""
        if self.first == self.last:
            return f"{one} {self.first:,} {where} was {self.wrong}."
        several = f"{one[:-1]}ies" if one.endswith("y") else f"{one}s"
        return f"{several} {self.first:,} to {self.last:,} {where} were {self.wrong}."


def canonical(value: object) -> bytes:
    """One spelling for each value: JSON with sorted keys and no spaces."""
    return _one_spelling(value).encode()


def key_for(data_key: bytes, use: str) -> bytes:
    """A separate key for each use, derived from the vault's data key."""
    return HKDF(SHA256(), 32, salt=None, info=f"ur-desktop {use}".encode()).derive(data_key)


class Chain:
    """The links of one chain; ``use`` is "archive" or "journal" and starts each vault's chains apart.

    ``key`` replaces the derived key when the data key was changed after the chain began.
    """

    __slots__ = ("_key", "first")

    def __init__(self, data_key: bytes, use: str, vault_id: str, key: bytes | None = None) -> None:
        self._key = key or key_for(data_key, use)
        self.first = self.link("", {"vault": vault_id})

    def link(self, previous: str, content: Mapping[str, object]) -> str:
        """The hex link of a row that follows ``previous``."""
        return hmac.digest(self._key, previous.encode() + b"\n" + canonical(content), "sha256").hex()

    def broken(self, head: Head, sequence: int, content: Mapping[str, object], link: str) -> Break | None:
        """What is wrong with a row that is found after ``head``."""
        last, previous = head
        if sequence != last + 1:
            return Break(last + 1, sequence - 1, "removed")
        return None if link == self.link(previous, content) else Break(sequence, sequence, "changed")


def chain_of(db: Database, data_key: bytes, use: str, vault_id: str) -> Chain:
    """The chain of a vault for one use, with the key it began with, also after the data key was replaced."""
    return Chain(data_key, use, vault_id, key=_stored_key(db, use))


def store_keys(db: Database, data_key: bytes, copy: Database) -> None:
    """Store the keys of all chains in a copy of the database that gets another data key, so that links still verify."""
    with copy.write():
        for use in USES:
            key = _stored_key(db, use) or key_for(data_key, use)
            copy.rows("INSERT OR REPLACE INTO vault (name, value) VALUES (?, ?)", (_STORED + use, key.hex()))


def _stored_key(db: Database, use: str) -> bytes | None:
    row = db.row("SELECT value FROM vault WHERE name = ?", (_STORED + use,))
    return bytes.fromhex(row[0]) if row else None


def code(link: str) -> str:
    """The first 48 bits of a link as a person reads it: "7F3A-91C2-0D5E"."""
    return "-".join((link[:4], link[4:8], link[8:12])).upper()
