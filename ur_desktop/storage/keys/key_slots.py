"""The key slots of an open vault: users add, change and remove them as their permissions allow."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter

from ur_desktop.domain.access import Permission, administers
from ur_desktop.domain.errors import NotAuthorized, StorageError, WrongPassword
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.storage import revisions
from ur_desktop.storage.database import Database
from ur_desktop.storage.keys import header
from ur_desktop.storage.keys.header import RECOVERY, Header, Slot, SlotKind
from ur_desktop.storage.keys.password import KdfParameters, allowed, read_recovery_key
from ur_desktop.storage.permissions import needs

_PERSON = TypeAdapter(Reviewer)
_LEFT = "left:"


IN_DOUBT = (
    "Saved, but the disk did not confirm it. After a power failure the change may be lost.",
    "Check the disk, then do it once more.",
)


class Keys:
    """The key slots of an open vault; ``person`` is the signed-in user.

    Each change rewrites the header atomically after its transaction is committed, so the journal records every
    change. The database stores the header's revision number.
    """

    def __init__(self, folder: Path, db: Database, found: Header, data_key: bytes, person: Reviewer) -> None:
        self._folder = folder
        self._db = db
        self._header = found
        self._data_key = data_key
        self.person = person

    @property
    def header(self) -> Header:
        """The header as it is now."""
        return self._header

    @property
    def must_change(self) -> bool:
        """Whether the signed-in person used a temporary password."""
        slot = self._header.slot(self.person.user_id)
        return slot is not None and slot.once

    def people(self) -> tuple[Reviewer, ...]:
        """Everyone who has a password."""
        return self._header.people

    def current_and_removed(self) -> tuple[Reviewer, ...]:
        """Return the current users, then the removed ones."""
        rows = self._db.rows("SELECT value FROM vault WHERE name GLOB ? ORDER BY name", (f"{_LEFT}*",))
        left = (_PERSON.validate_json(value) for (value,) in rows)
        here = self.people()
        # A user recorded as removed is still in the header if writing it failed afterward.
        ids = {person.user_id for person in here}
        return (*here, *(person for person in left if person.user_id not in ids))

    def confirm(self, password: str) -> bool:
        """Whether this is the signed-in person's password, or the recovery key that opened the vault.

        StorageError when a recovery key is expected and the text can't be one.
        """
        slot = self._header.slot(self.person.user_id)
        if slot is not None and slot.kind is SlotKind.RECOVERY:
            password = read_recovery_key(password)
        return slot is not None and slot.open(self._header.vault, password) is not None

    @needs(Permission.MANAGE_PEOPLE)
    def add(
        self, person: Reviewer, password: str, kdf: KdfParameters | None = None, *, once: bool = False
    ) -> None:
        """Add a user; StorageError when the user ID is or ever was in use."""
        taken = {known.user_id.lower(): known for known in (*self.current_and_removed(), RECOVERY)}
        if person.user_id.lower() in taken:
            raise StorageError(f"User ID {person.user_id} is taken.", "Choose another.")
        self.set_password(person, password, kdf, once=once)

    @needs(Permission.MANAGE_PEOPLE)
    def set_password(
        self, person: Reviewer, password: str, kdf: KdfParameters | None = None, *, once: bool = False
    ) -> None:
        """Replace a person's slot with one for this password, name, role and license.

        With ``once`` the password is temporary: the user must choose another at the next sign-in before signing.
        """
        self._keep_an_administrator(person)
        slot = password_slot(self._header.vault, person, password, kdf, self._data_key)
        self._put(lambda found: found.with_slot(replace(slot, once=once)))

    def change_password(self, old: str, new: str, kdf: KdfParameters | None = None) -> None:
        """Change the signed-in person's password; WrongPassword when ``old`` is not theirs."""
        slot = self._header.slot(self.person.user_id)
        if slot is None or slot.kind is not SlotKind.PASSWORD:
            raise NotAuthorized(
                "The recovery key can't be changed here.", "Set a new password for a user instead."
            )
        if not self.confirm(old):
            raise WrongPassword("Wrong password.", "Try again; passwords are case-sensitive.")
        if new == old:
            raise StorageError("This is your current password.", "Choose another.")
        own = password_slot(self._header.vault, slot.person, new, kdf or slot.kdf, self._data_key)
        self._put(lambda found: found.with_slot(own))

    def change(self, person: Reviewer) -> None:
        """Save a user's name, license and role; the password stays.

        Everyone may change their own name, license and specialty; all else needs the permission to manage users.
        """
        slot = self._header.slot(person.user_id)
        if slot is None or slot.kind is not SlotKind.PASSWORD:
            raise StorageError(f"No user has the user ID {person.user_id}.", "Select one from the list.")
        if not _only_own_words(slot.person, person, self.person):
            self._need_manager()
        self._keep_an_administrator(person)
        self._put(lambda found: found.with_slot(replace(slot, person=person)))

    @needs(Permission.MANAGE_PEOPLE)
    def remove(self, user_id: str) -> None:
        """Remove a user's slot; their name stays on their work, and their user ID is never used again."""
        slot = self._header.slot(user_id)
        if slot is None or slot.kind is not SlotKind.PASSWORD:
            raise StorageError(f"No user has the user ID {user_id}.", "Select one from the list.")
        if user_id == self.person.user_id:
            raise StorageError("You can’t remove yourself.", "Let another administrator do it.")
        self._keep_an_administrator(replace(slot.person, administers=False), gone=True)
        with self._db.write():
            self._db.rows(
                "INSERT OR REPLACE INTO vault (name, value) VALUES (?, ?)",
                (f"{_LEFT}{user_id}", _PERSON.dump_json(slot.person).decode()),
            )
            self._put(lambda found: found.without_user(user_id))

    @needs(Permission.MANAGE_PEOPLE)
    def _need_manager(self) -> None:
        """Raise NotAuthorized without the permission to manage users."""

    def _keep_an_administrator(self, changed: Reviewer, *, gone: bool = False) -> None:
        me = self.person
        if changed.user_id == me.user_id and (changed.role, changed.administers) != (me.role, me.administers):
            raise StorageError("You can’t change your own role.", "Let another administrator do it.")
        others = [person for person in self.people() if person.user_id != changed.user_id]
        was = any(administers(person) for person in self.people())
        if was and not any(administers(person) for person in others) and (gone or not administers(changed)):
            raise StorageError(
                "This is the last administrator of the vault.", "Make someone else an administrator first."
            )

    def _put(self, change: Callable[[Header], Header]) -> None:
        """After the commit, save a new revision of the header and record its number in the database."""

        def save() -> None:
            sealed = change(self._header).sealed(self._data_key)
            try:
                header.save(self._folder, sealed)
            except StorageError as error:
                if header.is_in_place(self._folder, sealed):
                    self._take(sealed)
                    raise StorageError(*IN_DOUBT) from error
                raise
            self._take(sealed)
            # The header is in effect now; if its number can't be recorded, the next opening records it.
            with suppress(StorageError):
                revisions.note(self._db, revisions.HEADER, sealed.revision)

        self._db.after_commit(save)

    def _take(self, sealed: Header) -> None:
        self._header = sealed
        if (mine := sealed.slot(self.person.user_id)) is not None:
            self.person = mine.person


def password_slot(
    vault_id: str, person: Reviewer, password: str, kdf: KdfParameters | None, data_key: bytes
) -> Slot:
    """Return a password slot; StorageError when the user ID or the password is not allowed."""
    if not person.user_id or person.user_id == RECOVERY.user_id:
        raise StorageError(f"{person.user_id!r} can't be a user ID.", "Choose another.")
    return Slot.lock(vault_id, SlotKind.PASSWORD, person, kdf or KdfParameters(), allowed(password), data_key)


def _only_own_words(before: Reviewer, after: Reviewer, me: Reviewer) -> bool:
    """Whether a person changes only their own name, license or specialty."""
    own = replace(
        before,
        name=after.name,
        credential=replace(after.credential, title=before.credential.title),
    )
    return after.user_id == me.user_id and after == own
