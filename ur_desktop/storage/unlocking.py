"""Unlock a vault's data key with a person's secret, and take its database for this process alone."""

from __future__ import annotations

from pathlib import Path

from ur_desktop.domain.errors import InUse, StorageError, WrongPassword
from ur_desktop.storage.backup import rekey
from ur_desktop.storage.database import Database
from ur_desktop.storage.disk import open_marker
from ur_desktop.storage.disk.open_marker import Occupancy
from ur_desktop.storage.keys.header import Header, Slot, SlotKind


def user_slot(found: Header, user_id: str) -> Slot:
    """Return the slot of a user; StorageError when nobody of this ID has a password."""
    slot = found.slot(user_id)
    if slot is None or slot.kind is not SlotKind.PASSWORD:
        raise StorageError("No user with this user ID can open the vault.", "Select a user from the list.")
    return slot


def unlock(found: Header, slot: Slot, secret: str) -> bytes:
    """Return the data key in a slot; WrongPassword when the secret is not the slot's."""
    data_key = slot.open(found.vault, secret)
    if data_key is None:
        if slot.kind is SlotKind.RECOVERY:
            raise WrongPassword(
                "This is not the recovery key.", "Compare it with the printed key, group by group."
            )
        raise WrongPassword("Wrong password.", "Try again; passwords are case-sensitive.")
    return data_key


def take_database(folder: Path, data_key: bytes, found: Header) -> Database:
    """Open the database for this process alone; InUse names where it is open."""
    held = refuse_elsewhere(folder)
    try:
        return rekey.opened(folder, data_key, bytes.fromhex(found.vault))
    except StorageError as error:
        if held is not None and isinstance(error, InUse):
            raise held.refusal() from error
        raise


def refuse_elsewhere(folder: Path) -> Occupancy | None:
    """Return who has the vault open on this computer; InUse when another computer has it open."""
    held = open_marker.find(folder)
    if held is not None and held.is_elsewhere:
        raise held.refusal()
    return held
