"""The database of a vault and its data key for tests, from what the storage package offers by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from ur_desktop.storage import database
from ur_desktop.storage.database import Database
from ur_desktop.storage.keys import header


def data_key(folder: Path, user_id: str, password: str) -> bytes:
    """The data key of a vault, open or closed, unlocked from its header with a person's password."""
    found, _from_copy = header.load(folder)
    slot = found.slot(user_id)
    assert slot is not None
    key = slot.open(found.vault, password)
    assert key is not None
    return key


@contextmanager
def raw(folder: Path, user_id: str, password: str) -> Iterator[sqlcipher.Connection]:
    """A plain connection to the database of a closed vault, saved at the end, as another program with the key has."""
    key, (found, _from_copy) = data_key(folder, user_id, password), header.load(folder)
    with closing(sqlcipher.connect(folder / database.NAME)) as conn:
        conn.execute(f"PRAGMA key=\"x'{key.hex()}{found.vault}'\"")
        yield conn
        conn.commit()


@contextmanager
def opened_databases() -> Iterator[list[Database]]:
    """Every database that the program opens meanwhile, the latest last; it opens them as always."""
    opened: list[Database] = []
    open_existing = database.open_existing

    def noting(path: Path, key: bytes, salt: bytes) -> Database:
        opened.append(made := open_existing(path, key, salt))
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "open_existing", noting)
        yield opened
