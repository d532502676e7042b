"""The signed-in user's own account: name and license as letters show them, and the password."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.ui.kit.buttons import KeyButton, key_within
from ur_desktop.ui.kit.fields.field import text_field
from ur_desktop.ui.kit.labels import label, paragraph
from ur_desktop.ui.kit.look.theme import Sign
from ur_desktop.ui.kit.messages import Banner
from ur_desktop.ui.kit.panels import Card, Hairline
from ur_desktop.ui.kit.status_icon import StateWord
from ur_desktop.ui.parts.account_text import OWN_NAME_NEEDED
from ur_desktop.ui.parts.new_password import NewPassword
from ur_desktop.ui.parts.password_field import PasswordField


class OwnAccount(Card):
    """``changed`` carries the `Reviewer` as typed, ``password_chosen`` the old password and the new."""

    changed = Signal(object)
    password_chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._me: Reviewer
        self.name = text_field("Name")
        self.name.set_required()
        self.number = text_field("License number")
        self.state = text_field("License state")
        self.specialty = text_field("Specialty (optional)")
        self.save = KeyButton("Save changes", parent=self)
        self.save.clicked.connect(self._save)
        self.old = PasswordField("Current password", height=32, parent=self)
        self.new = NewPassword(parent=self)
        self.change = KeyButton("Change password", parent=self)
        self.change.clicked.connect(self._change)
        key_within(self, "Return", self._enter)
        self.old.changed.connect(self.old.set_error)
        self.name.changed.connect(self.name.set_error)
        self.banner = Banner(self)
        self.message = StateWord(_done(""), role="second", tone="muted", parent=self)
        self.changed_said = StateWord(_done("Password changed"), role="second", tone="muted", parent=self)
        self.hide_messages()
        self._lay_out()

    def open(self, me: Reviewer) -> None:
        """Show the signed-in user."""
        self._me, held = me, me.credential
        self.new.user_id = me.user_id
        for part, text in (
            (self.name, me.name),
            (self.number, held.license_number),
            (self.state, held.license_state),
            (self.specialty, held.specialty),
        ):
            part.set_text(text)
            part.set_error()
        self.banner.hide()

    def done(self, words: str) -> None:
        """Say what was done with name and license, and clear the password fields."""
        self.message.set_sign(_done(words), tone="muted")
        self._say(self.message)

    def password_changed(self) -> None:
        """Say next to its button that the password is changed, and clear the fields."""
        self._say(self.changed_said)

    def hide_messages(self) -> None:
        """Hide the messages of what was done."""
        self.message.hide()
        self.changed_said.hide()

    def wrong_password(self, sentence: str) -> None:
        """Show an error at the current password."""
        self.old.set_error(sentence)
        self.old.edit.selectAll()
        self.old.edit.setFocus()

    def forget(self) -> None:
        """Clear the password fields, as when the screen is left."""
        self.old.set_text("")
        self.old.set_error()
        self.new.clear()

    def _say(self, message: StateWord) -> None:
        self.hide_messages()
        message.show()
        self.banner.hide()
        self.forget()

    def _enter(self) -> None:
        passwords = (self.old, self.new.password, self.new.again)
        if any(part.editor.hasFocus() for part in passwords):
            self.change.click()
        else:
            self.save.click()

    def _save(self) -> None:
        self.hide_messages()
        if not self.name.text():
            self.name.set_error(OWN_NAME_NEEDED)
            self.name.editor.setFocus()
            return
        held = replace(
            self._me.credential,
            license_number=self.number.text(),
            license_state=self.state.text(),
            specialty=self.specialty.text(),
        )
        self.changed.emit(replace(self._me, name=self.name.text(), credential=held))

    def _change(self) -> None:
        self.hide_messages()
        fault = self.new.first_fault()
        if not self.old.text():
            self.old.set_error("Type your current password.")
            fault = self.old
        if fault is not None:
            fault.editor.setFocus()
        else:
            self.password_chosen.emit(self.old.text(), self.new.text())

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for place, (part, share) in enumerate(
            ((self.name, 4), (self.number, 3), (self.state, 2), (self.specialty, 3))
        ):
            grid.addWidget(part, 0, place)
            grid.setColumnStretch(place, share)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.save)
        foot.addWidget(self.message)
        foot.addStretch(1)
        passwords = QGridLayout()
        passwords.setHorizontalSpacing(12)
        passwords.addWidget(self.old, 0, 0)
        passwords.addWidget(self.new.password, 0, 1)
        passwords.addWidget(self.new.again, 0, 2)
        passwords.addWidget(self.new.strength, 1, 1, 1, 2)
        for place in range(3):
            passwords.setColumnStretch(place, 1)
        last = QHBoxLayout()
        last.setSpacing(12)
        last.addWidget(self.change)
        last.addWidget(self.changed_said)
        last.addStretch(1)
        self.column.setSpacing(12)
        self.column.addLayout(grid)
        self.column.addLayout(foot)
        self.column.addWidget(Hairline(parent=self))
        self.column.addWidget(label("Password", "strong", parent=self))
        self.column.addWidget(
            paragraph("You use it to sign in and sign. Never share it.", "second", parent=self)
        )
        self.column.addLayout(passwords)
        self.column.addWidget(self.banner)
        self.column.addLayout(last)
        self.new.hide()  # its fields are in the grid


def _done(words: str) -> Sign:
    return Sign("check-circle-fill", "met", words)
