"""The users of a vault in a table, and the form to add one."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ur_desktop.domain.access import administers
from ur_desktop.domain.determination import Reviewer, Role
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.fields.field import ChoiceField, Field
from ur_desktop.ui.kit.labels import elided, label
from ur_desktop.ui.kit.panels import Hairline
from ur_desktop.ui.parts.account_text import USER_ID_NEEDED, suggested_id
from ur_desktop.ui.parts.new_password import NewPassword
from ur_desktop.ui.parts.password_field import strength
from ur_desktop.ui.settings.person_form import PersonForm


class PeopleTable(QWidget):
    """One row a user: name, credential, license, user ID, role; ``chosen`` carries a user ID."""

    HEADS = ("Name", "Credential", "License", "User ID", "Role")
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._lines = QWidget(self)
        self._column.addWidget(self._lines)

    def show_people(self, people: Sequence[Reviewer], me: str) -> None:
        """Show these users in this order; ``me`` is the user ID signed in."""
        self._column.removeWidget(self._lines)
        self._lines.hide()
        self._lines.deleteLater()
        self._lines = QWidget(self)
        self.buttons: dict[str, KeyButton] = {}
        grid = QGridLayout(self._lines)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        for place, share in enumerate((5, 4, 4, 3, 5)):
            grid.setColumnStretch(place, share)
            grid.addWidget(label(self.HEADS[place], "field", "muted"), 0, place)
        grid.setRowMinimumHeight(0, 26)
        for line, person in enumerate(people, start=1):
            grid.addWidget(Hairline(strong=line == 1), 2 * line - 1, 0, 1, len(self.HEADS) + 1)
            grid.setRowMinimumHeight(2 * line, 35)
            words = person_words(person, me)
            for place, part in enumerate(words):
                grid.addWidget(elided(part, "name" if place == 0 else "body"), 2 * line, place)
            button = self.buttons[person.user_id] = KeyButton("Edit", Emphasis.TEXT, parent=self._lines)
            button.setAccessibleName(f"Edit {person.name}")
            button.clicked.connect(lambda _on=False, who=person.user_id: self.chosen.emit(who))
            grid.addWidget(button, 2 * line, len(self.HEADS))
        self._column.addWidget(self._lines)
        self._lines.show()
        spoken = (", ".join(filter(None, person_words(person, me))) for person in people)
        self.setAccessibleName("Users")
        self.setAccessibleDescription("\n".join(spoken))


def person_words(person: Reviewer, me: str) -> tuple[str, ...]:
    """The texts of a user's row, one a column."""
    held = person.credential
    name = f"{person.name} (you)" if person.user_id == me else person.name
    title = ", ".join(filter(None, (held.title, held.specialty)))
    license_parts = ", ".join(filter(None, (held.license_number, held.license_state)))
    role = person.role.value.capitalize()
    if person.role is not Role.ADMINISTRATOR and administers(person):
        role = f"{role}, administrator"
    return name, title, license_parts, person.user_id, role


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
