"""Connects the settings' forms for users, passwords and vault keys to what they change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ur_desktop.casework import people
from ur_desktop.casework.session import Session
from ur_desktop.domain.errors import TooSoon, UserError, WrongPassword
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.ui.settings.screen import Settings


class PeopleController(QObject):
    """``changed`` asks the settings to show their users again; ``new_keys`` carries vault keys to show once."""

    changed = Signal()
    new_keys = Signal(object)

    def __init__(self, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        settings.person_added.connect(self._add)
        settings.own.changed.connect(self._change_own)
        settings.own.password_chosen.connect(self._change_password)
        settings.person.submitted.connect(self._change)
        settings.person.password_wanted.connect(self._reset_password)
        settings.person.removal_wanted.connect(self._remove)
        settings.new_keys.wanted.connect(self._replace_keys)

    def _add(self, person: Reviewer, password: str) -> None:
        try:
            people.add_user(self._session, person, password)
        except UserError as error:
            self._settings.show_error(str(error))
            return
        self._settings.added()
        self.changed.emit()

    def _change_own(self, person: Reviewer) -> None:
        if self._is_saved(person, self._settings.own.banner.say):
            self._settings.own.done("Saved")

    def _change(self, person: Reviewer) -> None:
        if self._is_saved(person, self._settings.show_error):
            self._settings.person.say("Saved.")

    def _is_saved(self, person: Reviewer, say: Callable[[str], None]) -> bool:
        try:
            people.change_user(self._session, person)
        except UserError as error:
            say(str(error))
            return False
        self.changed.emit()
        return True

    def _change_password(self, old: str, new: str) -> None:
        own = self._settings.own
        try:
            people.change_own_password(self._session, old, new)
        except (WrongPassword, TooSoon) as error:
            own.wrong_password(str(error))
        except UserError as error:
            own.banner.say(str(error))
        else:
            own.password_changed()

    def _reset_password(self, user_id: str) -> None:
        try:
            given = people.reset_password(self._session, user_id)
        except UserError as error:
            self._settings.show_error(str(error))
            return
        self._settings.person.show_temporary_password(given)

    def _remove(self, user_id: str) -> None:
        try:
            gone = people.remove_user(self._session, user_id)
        except UserError as error:
            self._settings.show_error(str(error))
            return
        self.changed.emit()
        self._settings.removed(gone.name)

    def _replace_keys(self, secret: str) -> None:
        # What has to be done before the old keys go, such as a last backup, is done here.
        try:
            keys = people.replace_vault_keys(self._session, secret)
        except UserError as error:
            self._settings.new_keys.show_error(str(error))
            return
        self.new_keys.emit(keys)
