"""The people of a vault: who may sign in, and the form for one more."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.domain.determination import Credential, Reviewer, Role, role_for
from ur_desktop.ui.buttons import KeyButton, Kind
from ur_desktop.ui.fields import ChoiceField, Field, text_field
from ur_desktop.ui.marks import StateWord
from ur_desktop.ui.messages import Banner
from ur_desktop.ui.panels import Hairline
from ur_desktop.ui.password import PasswordField, strength
from ur_desktop.ui.text import elided, label, paragraph
from ur_desktop.ui.unlock_pages import CREDENTIALS, suggested_id

_ROLES = {
    Role.NURSE: "Reviews as a nurse: approves what meets the criteria and refers the rest.",
    Role.PHYSICIAN: "Reviews as a physician: decides what was referred, and may deny.",
}


class PeopleTable(QWidget):
    """Who may sign in: name, credential, licence, user id and role, a line each."""

    HEADS = ("Name", "Credential", "Licence", "User id", "Role")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._lines = QWidget(self)
        self._column.addWidget(self._lines)

    def show_people(self, people: Sequence[Reviewer], me: str) -> None:
        """Show these people in their order; ``me`` is the user id signed in."""
        self._column.removeWidget(self._lines)
        self._lines.deleteLater()
        self._lines = QWidget(self)
        grid = QGridLayout(self._lines)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        for place, share in enumerate((5, 4, 4, 3, 2)):
            grid.setColumnStretch(place, share)
            grid.addWidget(label(self.HEADS[place], "field", "muted"), 0, place)
        grid.setRowMinimumHeight(0, 26)
        for line, person in enumerate(people, start=1):
            grid.addWidget(Hairline(strong=line == 1), 2 * line - 1, 0, 1, len(self.HEADS))
            grid.setRowMinimumHeight(2 * line, 35)
            words = person_words(person, me)
            for place, part in enumerate(words):
                grid.addWidget(elided(part, "name" if place == 0 else "body"), 2 * line, place)
        self._column.addWidget(self._lines)
        self._lines.show()
        spoken = (", ".join(filter(None, person_words(person, me))) for person in people)
        self.setAccessibleName("People")
        self.setAccessibleDescription("\n".join(spoken))


def person_words(person: Reviewer, me: str) -> tuple[str, ...]:
    """Say a person in the words of the table's columns."""
    held = person.credential
    name = f"{person.name} (you)" if person.user_id == me else person.name
    title = ", ".join(filter(None, (held.title, held.specialty)))
    licence = ", ".join(filter(None, (held.license_number, held.license_state)))
    return name, title, licence, person.user_id, person.role.value.capitalize()


class AddPerson(QWidget):
    """The form for one more; ``submitted`` carries Reviewer and password, ``left`` that it was given up."""

    submitted = Signal(object, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.taken: frozenset[str] = frozenset()
        self._suggested = ""
        self.name = text_field("Name")
        self.credential = ChoiceField("Credential", tuple((title, title) for title in CREDENTIALS))
        self.user_id = text_field("User id")
        self.number = text_field("Licence number")
        self.state = text_field("Licence state")
        self.specialty = text_field("Specialty (optional)")
        self.password = PasswordField("Password", height=32)
        self.again = PasswordField("Password again", height=32)
        self.strength = StateWord(strength("").sign, role="second", tone="muted", parent=self)
        self.role = paragraph("", "second", parent=self)
        self.banner = Banner(self)
        self.cancel = KeyButton("Don’t add", key="Esc", shortcut="Escape", parent=self)
        self.save = KeyButton("Add the person", Kind.PRIMARY, key="↵", shortcut="Return", parent=self)
        self.cancel.clicked.connect(self.left)
        self.save.clicked.connect(self._submit)
        self.name.changed.connect(self._suggest_id)
        self.credential.changed.connect(self._follow_credential)
        self.user_id.changed.connect(self._judge)
        self.password.changed.connect(self._judge)
        for part in self._fields():
            part.changed.connect(part.set_error)
        self._lay_out()
        self._follow_credential()

    def clear(self) -> None:
        """Empty every field; the passwords typed are gone."""
        self._suggested = ""
        self.credential.combo.setCurrentIndex(0)
        for part in self._fields():
            if part is not self.credential:
                part.set_text("")
            part.set_error()
        self.banner.hide()
        self.strength.show()

    def forget(self) -> None:
        """Empty the two passwords, as when the screen is left."""
        self.password.set_text("")
        self.again.set_text("")

    def _fields(self) -> tuple[Field, ...]:
        licence = (self.number, self.state, self.specialty)
        return (self.name, self.credential, self.user_id, *licence, self.password, self.again)

    def _suggest_id(self) -> None:
        if self.user_id.text() == self._suggested:
            self._suggested = suggested_id(self.name.text())
            self.user_id.set_text(self._suggested)

    def _follow_credential(self) -> None:
        role = role_for(str(self.credential.value()))
        self.role.setText(_ROLES[role])
        wanted = "" if role is Role.PHYSICIAN else " (optional)"
        for part, title in ((self.number, "Licence number"), (self.state, "Licence state")):
            part.label.setText(title + wanted)
            part.set_error()

    def _judge(self) -> None:
        self.strength.show()
        self.strength.set_sign(strength(self.password.text(), self.user_id.text()).sign, tone="muted")

    def _submit(self) -> None:
        """Say at its field what is wrong, every fault at once; go to the first, or send the whole."""
        self.banner.hide()
        faults = self._faults()
        for part, sentence in faults:
            part.set_error(sentence)
        self.strength.setVisible(not self.password.error_text())
        if wrong := [part for part, sentence in faults if sentence]:
            wrong[0].editor.setFocus()
            return
        title = str(self.credential.value())
        held = Credential(title, self.number.text(), self.state.text(), self.specialty.text())
        person = Reviewer(self.user_id.text(), self.name.text(), role_for(title), held)
        self.submitted.emit(person, self.password.text())

    def _faults(self) -> tuple[tuple[Field, str], ...]:
        physician = role_for(str(self.credential.value())) is Role.PHYSICIAN
        needed = "Type it: a denial can’t be signed without it."
        user_id = self.user_id.text()
        taken = f"{user_id} is taken. Choose another." if user_id.lower() in self.taken else ""
        judged = strength(self.password.text(), user_id)
        same = self.again.text() == self.password.text()
        return (
            (self.name, "" if self.name.text() else "Type the name as letters are signed."),
            (self.user_id, taken if user_id else "Choose a user id, such as jsample."),
            (self.number, needed if physician and not self.number.text() else ""),
            (self.state, needed if physician and not self.state.text() else ""),
            (self.password, "" if judged.enough else f"{judged.sign.words}."),
            (self.again, "" if same else "The two passwords differ. Type the second again."),
        )

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        for place in range(3):
            grid.setColumnStretch(place, 1)
        rows = {
            0: (self.name, self.credential, self.user_id),
            2: (self.number, self.state, self.specialty),
            3: (self.password, self.again),
        }
        for line, parts in rows.items():
            for place, part in enumerate(parts):
                grid.addWidget(part, line, place)
        grid.addWidget(self.role, 1, 0, 1, 3)
        grid.addWidget(self.strength, 4, 0, 1, 2)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline(strong=True))
        column.addSpacing(16)
        column.addWidget(label("Add a person", "strong"))
        words = "They sign in on this computer with the user id and the password."
        column.addWidget(paragraph(words, "second"))
        column.addSpacing(12)
        column.addLayout(grid)
        column.addSpacing(12)
        column.addWidget(self.banner)
        column.addSpacing(8)
        column.addLayout(foot)
        for one, other in zip(self._fields(), (*self._fields()[1:], self.cancel), strict=True):
            QWidget.setTabOrder(one, other)
        QWidget.setTabOrder(self.cancel, self.save)
