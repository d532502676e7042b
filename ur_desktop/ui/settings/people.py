"""The users of a vault in a table."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ur_desktop.domain.access import administers
from ur_desktop.domain.reviewer import Reviewer, Role
from ur_desktop.ui.kit.accessible_role import set_role
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.labels import elided, label
from ur_desktop.ui.kit.panels import Hairline


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
            name, *others = (elided(part, "body" if place else "name") for place, part in enumerate(words))
            set_role(name, QAccessible.Role.ListItem, ", ".join(filter(None, words)))
            for place, part in enumerate((name, *others)):
                grid.addWidget(part, 2 * line, place)
            button = self.buttons[person.user_id] = KeyButton("Edit", Emphasis.TEXT, parent=self._lines)
            button.setAccessibleName(f"Edit {person.name}")
            button.clicked.connect(lambda _on=False, who=person.user_id: self.chosen.emit(who))
            grid.addWidget(button, 2 * line, len(self.HEADS))
        self._column.addWidget(self._lines)
        self._lines.show()
        set_role(self._lines, QAccessible.Role.List, "Users")


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
