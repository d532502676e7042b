"""The header file next to the database: the users, each with a slot that holds the data key, encrypted.

``check`` is a SHA-256 of the rest and detects damage; ``seal`` is an HMAC under a key derived from the data key
and detects deliberate changes. A slot is bound to its vault, kind, person and parameters.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import TypeAdapter

from ur_desktop import safe_read
from ur_desktop.domain.errors import Damaged, StorageError
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.storage.disk import vault_files
from ur_desktop.storage.disk.atomic_file import replace_file
from ur_desktop.storage.disk.untrusted_types import Hex
from ur_desktop.storage.keys.password import KdfParameters, derived
from ur_desktop.storage.keys.seal import seal_of
from ur_desktop.storage.records.chain import canonical

NAME, COPY = vault_files.HEADER, vault_files.COPY
FORMAT = 1


class SlotKind(StrEnum):
    """What opens a slot."""

    PASSWORD = "password"  # noqa: S105
    RECOVERY = "recovery"


RECOVERY = Reviewer("recovery", "Recovery key", Role.ADMINISTRATOR, Credential(""))
"""The person signed in with the recovery key: may reset passwords, and sees no cases."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The data key, encrypted with one user's password or the recovery key; ``salt``, ``nonce``, ``locked`` are hex.

    ``once`` marks a temporary password, which only allows choosing another.
    """

    kind: SlotKind
    person: Reviewer
    kdf: KdfParameters
    salt: str
    nonce: str
    locked: str
    once: bool = False

    def __post_init__(self) -> None:
        lengths = tuple(len(bytes.fromhex(text)) for text in (self.salt, self.nonce, self.locked))
        if lengths != (16, 12, 48):
            raise ValueError("not a slot")

    @classmethod
    def lock(
        cls, vault_id: str, kind: SlotKind, person: Reviewer, kdf: KdfParameters, secret: str, data_key: bytes
    ) -> Slot:
        """Return a slot that ``secret`` opens."""
        salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
        bound = _bound_to(vault_id, kind, person.user_id, kdf, salt)
        locked = AESGCM(derived(secret, salt, kdf.checked())).encrypt(nonce, data_key, bound)
        return cls(kind, person, kdf, salt.hex(), nonce.hex(), locked.hex())

    def open(self, vault_id: str, secret: str) -> bytes | None:
        """Return the data key; None for a wrong secret, StorageError for parameters out of range."""
        salt, nonce, locked = (bytes.fromhex(text) for text in (self.salt, self.nonce, self.locked))
        bound = _bound_to(vault_id, self.kind, self.person.user_id, self.kdf, salt)
        try:
            return AESGCM(derived(secret, salt, self.kdf.checked())).decrypt(nonce, locked, bound)
        except InvalidTag:
            return None


def _bound_to(vault_id: str, kind: SlotKind, user_id: str, kdf: KdfParameters, salt: bytes) -> bytes:
    """Return the associated data that binds a locked key to its slot."""
    return canonical([vault_id, kind, user_id, [kdf.memory_kib, kdf.passes, kdf.lanes], salt.hex()])


@dataclass(frozen=True, slots=True)
class Header:
    """All slots of a vault. ``revision`` counts its changes from 1; the database knows the last one."""

    vault: Hex
    revision: int
    slots: tuple[Slot, ...]
    seal: Hex = ""

    @property
    def people(self) -> tuple[Reviewer, ...]:
        """Everyone who has a password."""
        return tuple(slot.person for slot in self.slots if slot.kind is SlotKind.PASSWORD)

    def slot(self, user_id: str) -> Slot | None:
        """The slot of a person, or of the recovery key under RECOVERY's id."""
        return next((slot for slot in self.slots if slot.person.user_id == user_id), None)

    def with_slot(self, slot: Slot) -> Header:
        """The next revision, with this slot in place of the person's earlier one."""
        if self.slot(slot.person.user_id) is None:
            slots = (*self.slots, slot)
        else:
            slots = tuple(
                slot if other.person.user_id == slot.person.user_id else other for other in self.slots
            )
        return replace(self, revision=self.revision + 1, slots=slots, seal="")

    def without_user(self, user_id: str) -> Header:
        """The next revision, without a person's slot."""
        slots = tuple(slot for slot in self.slots if slot.person.user_id != user_id)
        return replace(self, revision=self.revision + 1, slots=slots, seal="")

    def sealed(self, data_key: bytes) -> Header:
        """Return the header with a seal for its content."""
        return replace(self, seal=seal_of(data_key, "header", _body(replace(self, seal=""))))


_HEADER = TypeAdapter(Header)


def _body(header: Header) -> dict[str, Any]:
    """The header as JSON's values; a field added later is present only when it is set."""
    body: dict[str, Any] = _HEADER.dump_python(header, mode="json")
    for slot in body["slots"]:
        if not slot["person"]["administers"]:
            del slot["person"]["administers"]
        if not slot["once"]:
            del slot["once"]
    return body


def load(folder: Path) -> tuple[Header, bool]:
    """The vault's header, and whether it came from the copy because the first was missing or damaged."""
    faults = []
    for name in (NAME, COPY):
        try:
            return _read(folder / name), name == COPY
        except StorageError as error:
            faults.append(error)
    raise faults[0]


def save(folder: Path, header: Header) -> None:
    """Replace the header atomically, then its copy; StorageError when the header can't be replaced.

    Both have the same slots, so that a removed password opens neither. If the copy can't be written, ``repair_copy``
    writes it at the next opening.
    """
    replace_file(folder / NAME, text(header))
    repair_copy(folder, header)


def repair_copy(folder: Path, header: Header) -> None:
    """Rewrite the copy if it differs from the header; ignore a disk that refuses it."""
    with suppress(StorageError, OSError):
        if not (folder / COPY).exists() or (folder / COPY).read_bytes() != text(header):
            replace_file(folder / COPY, text(header))


def is_in_place(folder: Path, header: Header) -> bool:
    """Whether this header is the one on the disk; False when it can't be read."""
    with suppress(StorageError):
        found, from_copy = load(folder)
        return not from_copy and found.seal == header.seal
    return False


def text(header: Header) -> bytes:
    """Return the content of the header file."""
    body = _body(header)
    whole = {"format": FORMAT, "check": _check(FORMAT, body), "header": body}
    return json.dumps(whole, indent=1, ensure_ascii=False).encode()


def _read(path: Path) -> Header:
    damaged = Damaged(f"The vault's header, {path.name}, is damaged.", "Restore it from a backup.")
    try:
        whole = safe_read.values(path, vault_files.LARGEST)
    except FileNotFoundError:
        raise Damaged(
            f"There is no {path.name} in this folder.", "Choose another folder, or restore the file."
        ) from None
    except OSError as error:
        raise StorageError(f"{path.name} can't be read: {error.strerror}.", "Check the folder.") from error
    except (ValueError, RecursionError):
        raise damaged from None
    try:
        if whole["check"] != _check(whole["format"], whole["header"]):
            raise damaged
        if whole["format"] != FORMAT:
            raise StorageError(
                "This vault was made by a newer version of UR Desktop.",
                "Install that version. Nothing was changed.",
            )
        return _HEADER.validate_python(whole["header"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise damaged from None


def _check(number: object, body: object) -> str:
    return hashlib.sha256(canonical([number, body])).hexdigest()
