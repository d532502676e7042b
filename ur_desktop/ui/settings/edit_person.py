"""The form that edits a user, resets the password or removes the user."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.labels import paragraph
from ur_desktop.ui.parts.account_text import CREDENTIALS
from ur_desktop.ui.settings.person_form import NO_CREDENTIAL, PersonForm


class EditPerson(PersonForm):
    """Edits a user's name, license and role; resets the password, or removes the user.

    ``submitted`` carries a `Reviewer`, ``password_wanted`` and ``removal_wanted`` a user ID.
    """

    submitted = Signal(object)
    password_wanted = Signal(str)
    removal_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Close", "Save changes", parent)
        self.user_id.setEnabled(False)
        self.reset = KeyButton("Reset password", parent=self)
        self.remove = KeyButton("Remove…", parent=self)
        self.really = KeyButton("Remove permanently", parent=self)
        self.stay = KeyButton("Cancel", Emphasis.TEXT, parent=self)
        self.message = paragraph("", parent=self)
        self.message.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.message.setAccessibleName("Result")
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.reset, self.remove, self.really, self.stay):
            row.addWidget(button)
        row.addStretch(1)
        self.column.insertLayout(self.column.count() - 1, row)
        self.column.insertSpacing(self.column.count() - 1, 8)
        self.column.insertWidget(self.column.count() - 1, self.message)
        self.column.insertSpacing(self.column.count() - 1, 8)
        self.reset.clicked.connect(lambda: self.password_wanted.emit(self.user_id.text()))
        self.remove.clicked.connect(self._ask)
        self.really.clicked.connect(lambda: self.removal_wanted.emit(self.user_id.text()))
        self.stay.clicked.connect(lambda: self._offer(removable=True))

    def open(self, person: Reviewer, *, own: bool) -> None:
        """Show a user to edit; ``own`` leaves out what users can't do to themselves."""
        held = person.credential
        self.title.setText(f"Edit {person.name}")
        if held.title and held.title not in CREDENTIALS:
            titles = ((title, title) for title in (held.title, *CREDENTIALS))
            self.credential.set_choices((*titles, *NO_CREDENTIAL))
        self.credential.set_value(held.title)
        self.role.set_value(person.role)
        self.administers.setChecked(person.administers)
        for part, text in (
            (self.name, person.name),
            (self.user_id, person.user_id),
            (self.number, held.license_number),
            (self.state, held.license_state),
            (self.specialty, held.specialty),
        ):
            part.set_text(text)
        for part in self._fields():
            part.set_error()
        self.role.setEnabled(not own)
        self.administers.setEnabled(not own)
        self.reset.setVisible(not own)
        self.say("")
        self.banner.hide()
        self._offer(removable=not own)

    def say(self, words: str) -> None:
        """Say what was done."""
        self.message.setText(words)
        self.message.setVisible(bool(words))

    def show_temporary_password(self, given: str) -> None:
        """Show a password that was just set; it is shown nowhere else and not again."""
        self.say(
            f"Temporary password for {self.name.text()}: {given}\n"
            "Shown only once. They sign in with it and choose their own. Their old password no longer works."
        )
        self.message.setFocus()

    def _send(self) -> None:
        self.submitted.emit(self.person())

    def _ask(self) -> None:
        self.say(
            f"{self.name.text()} will not be able to sign in, and the user ID can’t be reused. "
            "Their work keeps their name."
        )
        self.remove.hide()
        self.really.show()
        self.stay.show()
        self.stay.setFocus()

    def _offer(self, *, removable: bool) -> None:
        self.say("")
        self.remove.setVisible(removable)
        self.really.hide()
        self.stay.hide()
