"""The form that adds a user with a temporary password."""

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ur_desktop.ui.kit.fields.field import ChoiceField, Field
from ur_desktop.ui.parts.account_text import USER_ID_NEEDED, suggested_id
from ur_desktop.ui.parts.new_password import NewPassword
from ur_desktop.ui.parts.password_field import strength
from ur_desktop.ui.settings.person_form import PersonForm


class AddPerson(PersonForm):
    """The form to add a user; ``submitted`` carries a Reviewer and a password, ``left`` follows Cancel."""

    submitted = Signal(object, str)
    heading = "Add user"
    words = "They sign in on this computer with the user ID and password, then choose a password that only they know."

    def __init__(self, parent: QWidget | None = None) -> None:
        self.taken: frozenset[str] = frozenset()
        self._suggested = ""
        self.new = NewPassword("Password")
        self.password, self.again, self.strength = self.new.password, self.new.again, self.new.strength
        super().__init__("Cancel", "Add user", parent)
        self.new.setParent(self)
        self.new.hide()  # its fields are in the grid
        self.name.changed.connect(self._suggest_id)
        self.user_id.changed.connect(self._judge)

    def clear(self) -> None:
        """Clear all fields, the passwords too."""
        self._suggested = ""
        for choice in (self.credential, self.role):
            choice.combo.setCurrentIndex(0)
        self.administers.setChecked(False)
        for part in self._fields():
            if not isinstance(part, ChoiceField):
                part.set_text("")
            part.set_error()
        self.banner.hide()
        self.strength.show()

    def forget(self) -> None:
        """Clear both passwords, as when the screen is left."""
        self.new.clear()

    def _more(self) -> tuple[Field, ...]:
        return (self.password, self.again)

    def _suggest_id(self) -> None:
        if self.user_id.text() == self._suggested:
            self._suggested = suggested_id(self.name.text())
            self.user_id.set_text(self._suggested)

    def _judge(self) -> None:
        self.new.user_id = self.user_id.text()
        self.strength.show()
        self.strength.set_sign(strength(self.password.text(), self.user_id.text()).sign, tone="muted")

    def _send(self) -> None:
        self.submitted.emit(self.person(), self.password.text())

    def _faults(self) -> Iterator[tuple[Field, str]]:
        user_id = self.user_id.text()
        taken = f"{user_id} is taken. Choose another." if user_id.lower() in self.taken else ""
        about_person = dict(super()._faults())
        yield self.name, about_person.pop(self.name)
        yield self.user_id, taken if user_id else USER_ID_NEEDED
        yield from about_person.items()
        self.new.user_id = user_id
        self.new.first_fault()
        yield self.password, self.password.error_text()
        yield self.again, self.again.error_text()

    def _add_to(self, grid: QGridLayout, row: int) -> None:
        grid.addWidget(self.password, row, 0)
        grid.addWidget(self.again, row, 1)
        grid.addWidget(self.strength, row + 1, 0, 1, 2)
