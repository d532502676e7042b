"""The slots of the settings that change people and keys: each change and its line in the journal together."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ur_desktop.domain.determination import Reviewer
from ur_desktop.domain.errors import UserError
from ur_desktop.storage.journal import EventKind
from ur_desktop.storage.keys import WrongPassword
from ur_desktop.storage.password import new_one_time_password
from ur_desktop.storage.tries import TooSoon
from ur_desktop.ui.desk import Desk
from ur_desktop.ui.settings import Settings


class PeopleDesk(QObject):
    """``changed`` follows what the settings have to show anew; ``new_keys`` carries keys shown once."""

    changed = Signal()
    new_keys = Signal(object)

    def __init__(self, desk: Desk, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._settings = desk, settings
        settings.person_added.connect(self._add)
        settings.own.changed.connect(self._change_own)
        settings.own.password_chosen.connect(self._change_password)
        settings.person.submitted.connect(self._change)
        settings.person.password_wanted.connect(self._give_password)
        settings.person.removal_wanted.connect(self._remove)
        settings.new_keys.wanted.connect(self._make_new_keys)

    def _add(self, person: Reviewer, password: str) -> None:
        desk = self._desk
        try:
            with desk.vault.together():
                desk.record(EventKind.PEOPLE, added=person.user_id, role=person.role.value)
                desk.vault.keys.add(person, password, once=True)
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
        desk, own = self._desk, self._settings.own
        try:
            desk.vault.confirm(old, desk.now())
            with desk.vault.together():
                desk.record(EventKind.PEOPLE, own_password=desk.me.user_id)
                desk.vault.keys.change_password(old, new)
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
        desk = self._desk
        detail = {"changed": person.user_id, "role": person.role.value, "administers": person.administers}
        with desk.vault.together():
            desk.record(EventKind.PEOPLE, **detail)
            desk.vault.keys.change(person)

    def _give_password(self, user_id: str) -> None:
        desk, form = self._desk, self._settings.person
        person, given = self._person(user_id), new_one_time_password()
        try:
            with desk.vault.together():
                desk.record(EventKind.PEOPLE, new_password_for=user_id)
                desk.vault.keys.set_password(person, given, once=True)
        except UserError as error:
            self._settings.show_error(str(error))
            return
        form.say(
            f"One-time password for {person.name}: {given}\n"
            "It is shown this once. With it they sign in and choose their own; the old one opens nothing any more."
        )
        form.said.setFocus()

    def _remove(self, user_id: str) -> None:
        desk, name = self._desk, self._person(user_id).name
        try:
            with desk.vault.together():
                desk.record(EventKind.PEOPLE, removed=user_id)
                desk.vault.keys.remove(user_id)
        except UserError as error:
            self._settings.show_error(str(error))
            return
        self.changed.emit()
        self._settings.removed(name)

    def _make_new_keys(self, secret: str) -> None:
        # What has to be done before the old keys go, such as a last backup, is done here.
        try:
            keys = self._desk.vault.rekey(secret, self._desk.now())
        except UserError as error:
            self._settings.new_keys.wrong(str(error))
            return
        self.new_keys.emit(keys)

    def _person(self, user_id: str) -> Reviewer:
        return next(person for person in self._desk.vault.people() if person.user_id == user_id)
