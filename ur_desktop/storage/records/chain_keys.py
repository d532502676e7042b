"""The keys of the chains: from the data key, or those kept in the database when the data key was changed since."""

from __future__ import annotations

from ur_desktop.storage.database import Database
from ur_desktop.storage.records.chain import Chain, key_for

USES = ("archive", "journal")
_KEPT = "chain_key:"


def chain_of(db: Database, data_key: bytes, use: str, vault_id: str) -> Chain:
    """The chain that a vault's links for one use are made with, however often its data key was changed."""
    return Chain(data_key, use, vault_id, key=_kept(db, use))


def keep(db: Database, data_key: bytes, copy: Database) -> None:
    """Keep the keys of all chains in a copy of the database: with others, no link so far could be proved."""
    with copy.write():
        for use in USES:
            key = _kept(db, use) or key_for(data_key, use)
            copy.rows("INSERT OR REPLACE INTO vault (name, value) VALUES (?, ?)", (_KEPT + use, key.hex()))


def _kept(db: Database, use: str) -> bytes | None:
    row = db.row("SELECT value FROM vault WHERE name = ?", (_KEPT + use,))
    return bytes.fromhex(row[0]) if row else None
