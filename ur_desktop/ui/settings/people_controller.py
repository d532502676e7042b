"""The slots of the settings that change people and keys: each change and its line in the journal together."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ur_desktop.casework.session import Session
from ur_desktop.domain.determination import Reviewer
from ur_desktop.domain.errors import TooSoon, UserError, WrongPassword
from ur_desktop.domain.journal import EventKind
from ur_desktop.storage.keys.password import new_one_time_password
from ur_desktop.ui.settings.screen import Settings


class PeopleController(QObject):
    """``changed`` follows what the settings have to show anew; ``new_keys`` carries keys shown once."""

    changed = Signal()
    new_keys = Signal(object)

    def __init__(self, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        settings.person_added.connect(self._add)
        settings.own.changed.connect(self._change_own)
        settings.own.password_chosen.connect(self._change_password)
        settings.person.submitted.connect(self._change)
        settings.person.password_wanted.connect(self._give_password)
        settings.person.removal_wanted.connect(self._remove)
        settings.new_keys.wanted.connect(self._make_new_keys)

    def _add(self, person: Reviewer, password: str) -> None:
        session = self._session
        try:
            with session.vault.together():
                session.record(EventKind.PEOPLE, added=person.user_id, role=person.role.value)
                session.vault.keys.add(person, password, once=True)
        except UserError as error:
            self._settings.show_error(str(error))
            return
        self._settings.added()
        self.changed.emit()

    def _change_own(self, person: Reviewer) -> None:
        try:
            self._keep(person)
        except UserError as error:
            self._settings.own.banner.say(str(error))
            return
        self.changed.emit()
        self._settings.own.done("Kept")

    def _change_password(self, old: str, new: str) -> None:
        session, own = self._session, self._settings.own
        try:
            session.vault.confirm(old, session.now())
            with session.vault.together():
                session.record(EventKind.PEOPLE, own_password=session.me.user_id)
                session.vault.keys.change_password(old, new)
        except (WrongPassword, TooSoon) as error:
            own.wrong_password(str(error))
        except UserError as error:
            own.banner.say(str(error))
        else:
            own.password_changed()

    def _change(self, person: Reviewer) -> None:
        try:
            self._keep(person)
        except UserError as error:
            self._settings.show_error(str(error))
            return
        self.changed.emit()
        self._settings.person.say("Kept.")

    def _keep(self, person: Reviewer) -> None:
        session = self._session
        detail = {"changed": person.user_id, "role": person.role.value, "administers": person.administers}
        with session.vault.together():
            session.record(EventKind.PEOPLE, **detail)
            session.vault.keys.change(person)

    def _give_password(self, user_id: str) -> None:
        session, form = self._session, self._settings.person
        person, given = self._person(user_id), new_one_time_password()
        try:
            with session.vault.together():
                session.record(EventKind.PEOPLE, new_password_for=user_id)
                session.vault.keys.set_password(person, given, once=True)
        except UserError as error:
            self._settings.show_error(str(error))
            return
        form.say(
            f"One-time password for {person.name}: {given}\n"
            "It is shown this once. With it they sign in and choose their own; the old one opens nothing any more."
        )
        form.said.setFocus()

    def _remove(self, user_id: str) -> None:
        session, name = self._session, self._person(user_id).name
        try:
            with session.vault.together():
                session.record(EventKind.PEOPLE, removed=user_id)
                session.vault.keys.remove(user_id)
        except UserError as error:
            self._settings.show_error(str(error))
            return
        self.changed.emit()
        self._settings.removed(name)

    def _make_new_keys(self, secret: str) -> None:
        # What has to be done before the old keys go, such as a last backup, is done here.
        try:
            keys = self._session.vault.rekey(secret, self._session.now())
        except UserError as error:
            self._settings.new_keys.wrong(str(error))
            return
        self.new_keys.emit(keys)

    def _person(self, user_id: str) -> Reviewer:
        return next(person for person in self._session.vault.people() if person.user_id == user_id)
